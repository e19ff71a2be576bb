//! Lengths and areas on the WGS 84 ellipsoid, and a plane in which areas are true.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic, PolygonArea, Winding};

/// Half the long axis of the ellipsoid, in metres.
const EQUATOR: f64 = 6_378_137.0;
/// Its flattening.
const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// Metres from one point to another along the geodesic (Karney 2013).
pub(crate) fn metres_between(one: Coord<f64>, other: Coord<f64>) -> f64 {
    Geodesic::wgs84().inverse(one.y, one.x, other.y, other.x)
}

/// Area in square metres and length in metres of a ring whose points are joined by geodesics, whichever way it goes round.
pub(crate) fn ring_area(ring: &LineString<f64>) -> (f64, f64) {
    let ellipsoid = Geodesic::wgs84();
    let mut area = PolygonArea::new(&ellipsoid, Winding::CounterClockwise);
    let points = ring.0.len().saturating_sub(1);
    for point in ring.0.iter().take(points) {
        area.add_point(point.y, point.x);
    }
    let (metres, square_metres, _) = area.compute(true);
    (square_metres.abs(), metres)
}

/// Square kilometres of an area: of each polygon the outer ring less its holes, all polygons together; parts that lie on
/// each other count twice.
pub fn square_km(area: &MultiPolygon<f64>) -> f64 {
    area.iter().map(polygon_square_metres).sum::<f64>() / 1e6
}

fn polygon_square_metres(polygon: &Polygon<f64>) -> f64 {
    let holes: f64 = polygon.interiors().iter().map(|ring| ring_area(ring).0).sum();
    ring_area(polygon.exterior()).0 - holes
}

/// Square kilometres of an area whose borders run straight in degrees between their points, as RFC 7946 has it, and not along
/// geodesics: parts of an area then add up to it however it is cut. Rings that are wound against each other are taken off.
pub fn additive_square_km(area: &MultiPolygon<f64>) -> f64 {
    let polygon = |polygon: &Polygon<f64>| {
        let holes = polygon.interiors().iter().map(straight_square_km).sum::<f64>();
        straight_square_km(polygon.exterior()) - holes
    };
    area.iter().map(polygon).sum()
}

/// Square kilometres of a ring whose points are joined by lines that run straight in degrees, whichever way it goes round.
pub(crate) fn straight_square_km(ring: &LineString<f64>) -> f64 {
    // Gauss and Legendre's four points: between two points of a border the integrand is as good as a cubic.
    const POINTS: [(f64, f64); 4] = [
        (-0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
        (-0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
        (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
        (0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
    ];
    let of_latitude = |latitude: f64| authalic_part(latitude.to_radians().sin());
    // Counted from the latitude of one of its points, so that little is taken from little where a ring is small.
    let level = ring.0.first().map_or(0.0, |point| of_latitude(point.y));
    let beside = |line: geo::Line<f64>| {
        let latitude =
            |at: f64| f64::midpoint(line.start.y, line.end.y) + at * (line.end.y - line.start.y) / 2.0;
        let mean: f64 = POINTS.iter().map(|(at, weight)| weight * (of_latitude(latitude(*at)) - level)).sum();
        (line.start.x - line.end.x).to_radians() * mean / 2.0
    };
    ring.lines().map(beside).sum::<f64>().abs() * EQUATOR * EQUATOR / 2.0 / 1e6
}

/// Kilometres of border of an area: outer rings and holes.
pub fn border_km(area: &MultiPolygon<f64>) -> f64 {
    let rings = |polygon: &Polygon<f64>| {
        let holes: f64 = polygon.interiors().iter().map(|ring| ring_area(ring).1).sum();
        ring_area(polygon.exterior()).1 + holes
    };
    area.iter().map(rings).sum::<f64>() / 1e3
}

/// Lambert's azimuthal plane around a point of the ellipsoid (Snyder 1987, page 187, equations 24-13 to 24-20): areas are true
/// in it, and shapes nearly so for a district or an oblast.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EqualAreaPlane {
    longitude: f64,
    sine: f64,
    cosine: f64,
    /// By how much it is drawn out from east to west, so that shapes are true in the middle.
    drawn_out: f64,
}

impl EqualAreaPlane {
    /// The plane that touches the ellipsoid at this point.
    pub(crate) fn at(centre: Coord<f64>) -> Self {
        let (sine, cosine) = authalic(centre.y).sin_cos();
        let of_latitude = centre.y.to_radians();
        let squared = FLATTENING * (2.0 - FLATTENING);
        let parallel = of_latitude.cos() / (1.0 - squared * of_latitude.sin().powi(2)).sqrt();
        // At a pole there is no east and west.
        let drawn_out = if cosine > 1e-9 { EQUATOR * parallel / (authalic_radius() * cosine) } else { 1.0 };
        Self { longitude: centre.x, sine, cosine, drawn_out }
    }

    /// A point in metres from the centre.
    pub(crate) fn project(&self, point: Coord<f64>) -> Coord<f64> {
        let (sine, cosine) = authalic(point.y).sin_cos();
        let (across, along) = (point.x - self.longitude).to_radians().sin_cos();
        let near = self.sine.mul_add(sine, self.cosine * cosine * along);
        let scale = authalic_radius() * (2.0 / (1.0 + near)).sqrt();
        Coord {
            x: scale * self.drawn_out * cosine * across,
            y: scale / self.drawn_out * self.cosine.mul_add(sine, -(self.sine * cosine * along)),
        }
    }
}

/// Radius of the sphere of the same area as the ellipsoid.
fn authalic_radius() -> f64 {
    EQUATOR * (authalic_part(1.0) / 2.0).sqrt()
}

/// Snyder's q of the sine of a latitude.
fn authalic_part(sine: f64) -> f64 {
    let squared = FLATTENING * (2.0 - FLATTENING);
    let e = squared.sqrt();
    let part = sine / (1.0 - squared * sine * sine) - ((1.0 - e * sine) / (1.0 + e * sine)).ln() / (2.0 * e);
    (1.0 - squared) * part
}

/// The latitude on that sphere, in radians.
fn authalic(latitude: f64) -> f64 {
    let part = authalic_part(latitude.to_radians().sin()) / authalic_part(1.0);
    part.clamp(-1.0, 1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area;

    #[test]
    fn areas_are_true_in_the_plane() {
        let corners = [(69.0, 49.0), (69.01, 49.0), (69.01, 49.01), (69.0, 49.01), (69.0, 49.0)];
        let ring: LineString<f64> = corners.to_vec().into();
        let plane = EqualAreaPlane::at(Coord { x: 71.0, y: 51.0 });
        let flat: LineString<f64> = ring.coords().map(|point| plane.project(*point)).collect();
        let flat = Polygon::new(flat, Vec::new()).unsigned_area();
        let (true_area, _) = ring_area(&ring);
        assert!((flat / true_area - 1.0).abs() < 1e-6, "{flat} {true_area}");
    }

    #[test]
    fn parts_add_up_where_borders_run_straight_in_degrees() {
        let rectangle = |west: f64, east: f64| {
            let corners = [(west, 49.0), (east, 49.0), (east, 52.0), (west, 52.0), (west, 49.0)];
            MultiPolygon::from(Polygon::new(corners.to_vec().into(), Vec::new()))
        };
        let whole = additive_square_km(&rectangle(70.0, 75.0));
        let parts = additive_square_km(&rectangle(70.0, 71.3)) + additive_square_km(&rectangle(71.3, 75.0));
        assert!((parts / whole - 1.0).abs() < 1e-12);
        // Between two parallels of the ellipsoid: half the equator's square times the angle times the difference of q.
        let q = |latitude: f64| authalic_part(latitude.to_radians().sin());
        let expected = EQUATOR * EQUATOR / 2.0 * 5_f64.to_radians() * (q(52.0) - q(49.0)) / 1e6;
        assert!((whole / expected - 1.0).abs() < 1e-12, "{whole} {expected}");
        assert!((whole / square_km(&rectangle(70.0, 75.0)) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn a_splinter_between_two_long_straight_lines_is_as_thin_as_it_is_drawn() {
        // A micro-degree high in the middle of five degrees: the shortest ways between its ends are kilometres from each other.
        let splinter = [(60.0, 48.0), (62.5, 48.0), (65.0, 48.0), (62.5, 48.000_001), (60.0, 48.0)];
        let ring: LineString<f64> = splinter.to_vec().into();
        let metres = 111_177.0 * 1e-6 / 2.0 * 5.0 * 74_628.0;
        let found = straight_square_km(&ring) * 1e6;
        assert!((found / metres - 1.0).abs() < 1e-3, "{found} {metres}");
        // As an unlike way of measuring has it: geodesics between points that lie close to each other.
        let many = |from: (f64, f64), to: (f64, f64)| {
            (0..1000).map(move |at| {
                let part = f64::from(at) / 1000.0;
                (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1))
            })
        };
        let dense: Vec<_> =
            splinter.windows(2).flat_map(|pair| many(pair[0], pair[1])).chain([splinter[0]]).collect();
        let (square_metres, _) = ring_area(&dense.into());
        assert!((found / square_metres - 1.0).abs() < 0.2, "{found} {square_metres}");
    }
}
