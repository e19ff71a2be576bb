//! From longitude and latitude to a plane on which areas are in proportion.
//!
//! This stands here and not where areas and lengths are measured: those are figures, computed on the ellipsoid, and a figure
//! must not hang on how a page is drawn. What is drawn, in turn, is fitted to what one map shows, and no figure is read off it.

/// Square of the eccentricity of the ellipsoid of WGS 84.
const ECCENTRICITY_2: f64 = 0.006_694_379_990_14;
/// Radius in kilometres of the sphere whose surface is that of the ellipsoid.
const AUTHALIC_KM: f64 = 6_371.007_181;
/// Between these distances from the equator, in degrees, a cone fits better than a plane.
const OF_CONE: std::ops::Range<f64> = 12.0..72.0;

/// An equal-area projection of the ellipsoid, by way of the sphere of the same surface (Snyder, Map Projections: A Working
/// Manual, 1987, chapters 14 and 24, and authalic latitude in chapter 3).
#[derive(Debug, Clone, Copy)]
pub(super) struct Projection {
    /// The meridian in the middle, in degrees.
    middle: f64,
    surface: Surface,
}

#[derive(Debug, Clone, Copy)]
enum Surface {
    /// Albers' cone: `n`, `C` and the radius of the latitude in the middle.
    Cone { n: f64, c: f64, rho: f64 },
    /// Lambert's plane: sine and cosine of the latitude in the middle.
    Plane { sine: f64, cosine: f64 },
}

impl Projection {
    /// The projection that suits these points: Albers' cone for a country in middle latitudes, its standard parallels a sixth
    /// of the extent from north and south; else Lambert's azimuthal one. `None` without points.
    pub(super) fn fitted(points: &[[f64; 2]]) -> Option<Self> {
        let latitudes = points.iter().map(|[_, latitude]| *latitude);
        let (south, north) = latitudes
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(one), high.max(one)));
        let (middle, width) = middle_meridian(points)?;
        let centre = f64::midpoint(south, north);
        let one_side = south * north > 0.0;
        let surface = if one_side && OF_CONE.contains(&centre.abs()) && width < 140.0 {
            let sixth = (north - south) / 6.0;
            let [one, other, centre] = [south + sixth, north - sixth, centre].map(sine_of_authalic);
            let n = f64::midpoint(one, other);
            let c = 1.0 + one * other;
            Surface::Cone { n, c, rho: (c - 2.0 * n * centre).max(0.0).sqrt() / n }
        } else {
            let sine = sine_of_authalic(centre);
            Surface::Plane { sine, cosine: (1.0 - sine * sine).max(0.0).sqrt() }
        };
        Some(Self { middle, surface })
    }

    /// Kilometres to the east and to the north of the middle.
    pub(super) fn place(&self, [longitude, latitude]: [f64; 2]) -> [f64; 2] {
        let from_middle = wrapped(longitude - self.middle).to_radians();
        let sine = sine_of_authalic(latitude);
        let [x, y] = match self.surface {
            Surface::Cone { n, c, rho } => {
                let radius = (c - 2.0 * n * sine).max(0.0).sqrt() / n;
                let angle = n * from_middle;
                [radius * angle.sin(), rho - radius * angle.cos()]
            }
            Surface::Plane { sine: sine_0, cosine: cosine_0 } => {
                let cosine = (1.0 - sine * sine).max(0.0).sqrt();
                let east = cosine * from_middle.sin();
                let towards = cosine * from_middle.cos();
                let from_antipode = (1.0 + sine_0 * sine + cosine_0 * towards).max(1e-9);
                let scale = (2.0 / from_antipode).sqrt();
                [scale * east, scale * (cosine_0 * sine - sine_0 * towards)]
            }
        };
        [x * AUTHALIC_KM, y * AUTHALIC_KM]
    }
}

/// The meridian in the middle of the points, across the date line where they lie about it, and how wide they lie.
fn middle_meridian(points: &[[f64; 2]]) -> Option<(f64, f64)> {
    let mut longitudes: Vec<f64> = points.iter().map(|[longitude, _]| wrapped(*longitude)).collect();
    longitudes.sort_by(f64::total_cmp);
    let (first, last) = (*longitudes.first()?, *longitudes.last()?);
    // The widest gap between neighbours is what the points leave free.
    let mut free = (first + 360.0 - last, last);
    for pair in longitudes.windows(2) {
        if pair[1] - pair[0] > free.0 {
            free = (pair[1] - pair[0], pair[0]);
        }
    }
    let width = 360.0 - free.0;
    Some((wrapped(free.1 + free.0 + width / 2.0), width))
}

/// An angle in degrees from -180 to 180.
fn wrapped(degrees: f64) -> f64 {
    if (-180.0..=180.0).contains(&degrees) { degrees } else { (degrees + 180.0).rem_euclid(360.0) - 180.0 }
}

/// The sine of the latitude on the sphere of the same surface, from one on the ellipsoid in degrees.
fn sine_of_authalic(latitude: f64) -> f64 {
    let q = |sine: f64| {
        let e = ECCENTRICITY_2.sqrt();
        let part = sine / (1.0 - ECCENTRICITY_2 * sine * sine);
        (1.0 - ECCENTRICITY_2) * (part + (e * sine).atanh() / e)
    };
    (q(latitude.to_radians().sin()) / q(1.0)).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Area in square kilometres of a field between meridians and parallels, drawn finely.
    fn drawn(projection: &Projection, [west, south, east, north]: [f64; 4]) -> f64 {
        const STEPS: u32 = 400;
        let between = |from: f64, to: f64, step: u32| from + (to - from) * f64::from(step) / f64::from(STEPS);
        let mut ring = Vec::new();
        ring.extend((0..STEPS).map(|step| [between(west, east, step), south]));
        ring.extend((0..STEPS).map(|step| [east, between(south, north, step)]));
        ring.extend((0..STEPS).map(|step| [between(east, west, step), north]));
        ring.extend((0..STEPS).map(|step| [west, between(north, south, step)]));
        let places: Vec<[f64; 2]> = ring.into_iter().map(|point| projection.place(point)).collect();
        let next = places.iter().cycle().skip(1);
        places.iter().zip(next).map(|(one, other)| one[0] * other[1] - one[1] * other[0]).sum::<f64>() / 2.0
    }

    #[test]
    fn areas_are_those_of_the_ellipsoid() {
        // Square kilometres by pyproj 3.7.2 (Geod, WGS 84), with 20,000 points on each parallel.
        let fields = [([66.0, 48.0, 67.0, 49.0], 8_217.732_1), ([80.0, 44.0, 81.0, 45.0], 8_837.369_5)];
        let corners = |shift: f64| [[46.5 + shift, 40.6], [87.3 + shift, 55.4]];
        for ([west, south, east, north], area) in fields {
            for (shift, places) in
                [(0.0, corners(0.0)), (110.0, corners(110.0)), (0.0, [[20.0, -60.0], [110.0, 70.0]])]
            {
                let projection = Projection::fitted(&places).unwrap();
                let field = [west + shift, south, east + shift, north];
                let ratio = drawn(&projection, field) / area;
                assert!((ratio - 1.0).abs() < 2e-5, "{places:?} {field:?}: {ratio}");
            }
        }
    }

    #[test]
    fn what_lies_about_the_date_line_is_drawn_in_one_piece() {
        let projection = Projection::fitted(&[[170.0, 60.0], [-170.0, 66.0], [179.0, 62.0]]).unwrap();
        let [east, west] = [[-179.0, 63.0], [179.0, 63.0]].map(|point| projection.place(point));
        assert!((east[0] - west[0]).abs() < 120.0 && east[0] > west[0], "{east:?} {west:?}");
    }

    #[test]
    fn a_point_and_a_world_have_a_projection() {
        assert!(Projection::fitted(&[]).is_none());
        for points in [vec![[71.0, 51.0]], vec![[-180.0, -90.0], [180.0, 90.0], [0.0, 0.0]]] {
            let projection = Projection::fitted(&points).unwrap();
            assert!(points.iter().flat_map(|point| projection.place(*point)).all(f64::is_finite));
        }
    }
}
