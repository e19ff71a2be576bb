//! Coordinate systems: what a file names is converted to WGS 84 where that is certain, and refused where it is not.

use proj4rs::Proj;
use proj4rs::transform::transform;

use super::{RawLayer, RawShape, wkt};
use crate::{BoundaryError, CoordinateSystem};

/// What a file says of its coordinate system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stated {
    /// Nothing.
    Nothing,
    /// A name, such as `urn:ogc:def:crs:EPSG::4326`.
    Named(String),
    /// Well-known text, as in a `.prj`.
    Wkt(String),
}

const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";
const UNKNOWN: &str = "nothing here knows its definition";
const DATUM: &str =
    "it states no shift of its datum to WGS 84, without which places would lie up to some hundred metres off";
const ANGLES: &str = "its angles are in another unit than degrees";
const BROKEN: &str = "its definition cannot be read";

/// Converts all features.
///
/// # Errors
/// Where the system is not one that can be converted with certainty.
pub(super) fn to_wgs84(raw: &mut RawLayer, file: &str) -> Result<CoordinateSystem, BoundaryError> {
    let refuse = |system: &str, reason| BoundaryError::CoordinateSystem {
        file: file.to_owned(),
        system: system.to_owned(),
        reason,
    };
    let (name, definition) = match &raw.system {
        Stated::Nothing => return Ok(CoordinateSystem::Assumed),
        Stated::Named(name) => (name.clone(), by_name(name).ok_or_else(|| refuse(name, UNKNOWN))?),
        Stated::Wkt(text) => {
            let text = wkt::plain(text);
            let name = text.split('"').nth(1).unwrap_or("without a name").to_owned();
            if !wkt::is_in_degrees(&text) {
                return Err(refuse(&name, ANGLES));
            }
            // What stands beside the parameters says more than they do: spheres of web maps are told by it alone.
            let beside = wkt::extension(&text).or_else(|| by_name(wkt::authority(&text)?));
            let definition = beside.map_or_else(|| proj4wkt::wkt_to_projstring(&text).ok(), Some);
            (name.clone(), definition.ok_or_else(|| refuse(&name, BROKEN))?)
        }
    };
    if is_wgs84(&definition) {
        return Ok(CoordinateSystem::Stated);
    }
    if !definition.contains("+towgs84=") && !definition.contains("+datum=WGS84") {
        return Err(refuse(&name, DATUM));
    }
    let (Ok(from), Ok(to)) = (Proj::from_proj_string(&definition), Proj::from_proj_string(WGS84)) else {
        return Err(refuse(&name, BROKEN));
    };
    if !from.is_latlong() && !from.has_inverse() {
        return Err(refuse(&name, UNKNOWN));
    }
    for feature in &mut raw.features {
        for point in points_mut(&mut feature.shape) {
            let mut turned = (point[0], point[1], 0.0);
            if from.is_latlong() {
                turned = (point[0].to_radians(), point[1].to_radians(), 0.0);
            }
            *point = match transform(&from, &to, &mut turned) {
                Ok(()) => [turned.0.to_degrees(), turned.1.to_degrees()],
                Err(_) => [f64::NAN, f64::NAN],
            };
        }
    }
    Ok(CoordinateSystem::Converted(name))
}

fn points_mut(shape: &mut RawShape) -> Box<dyn Iterator<Item = &mut [f64; 2]> + '_> {
    match shape {
        RawShape::Polygons(polygons) => Box::new(polygons.iter_mut().flatten().flatten()),
        RawShape::Rings { outer, holes } => Box::new(outer.iter_mut().chain(holes).flatten()),
        _ => Box::new(std::iter::empty()),
    }
}

/// Longitude and latitude on WGS 84, or on a datum that is the same within a metre or two (ETRS89, NAD83).
fn is_wgs84(definition: &str) -> bool {
    let has = |part: &str| definition.split_whitespace().any(|own| own == part);
    let shifted =
        definition.contains("+towgs84=") && !has("+towgs84=0,0,0,0,0,0,0") && !has("+towgs84=0,0,0");
    has("+proj=longlat")
        && !shifted
        && !definition.contains("+pm=")
        && (has("+datum=WGS84") || definition.contains("+a=6378137"))
}

/// The definition of a system by its name: the few that need no table.
fn by_name(name: &str) -> Option<String> {
    let code = name.rsplit([':', '/']).next()?;
    // The last two, of Europe and of North America, are the same within a metre or two.
    if matches!(code, "CRS84" | "CRS84h" | "4326" | "4979" | "4258" | "4269")
        || name.eq_ignore_ascii_case("WGS84")
    {
        return Some(WGS84.to_owned());
    }
    let code: u32 = code.parse().ok()?;
    match code {
        3857 | 900_913 => Some(
            "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +towgs84=0,0,0,0,0,0,0"
                .to_owned(),
        ),
        32_601..=32_660 => Some(format!("+proj=utm +zone={} +datum=WGS84 +units=m +no_defs", code - 32_600)),
        32_701..=32_760 => Some(format!("+proj=utm +zone={} +south +datum=WGS84 +units=m +no_defs", code - 32_700)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::RawFeature;

    fn converted(system: Stated, point: [f64; 2]) -> Result<[f64; 2], BoundaryError> {
        let shape = RawShape::Polygons(vec![vec![vec![point]]]);
        let mut raw = RawLayer {
            features: vec![RawFeature { shape, ..RawFeature::default() }],
            system,
            letters_assumed: false,
        };
        to_wgs84(&mut raw, "map.shp")?;
        let point = super::super::place::points(&raw.features[0].shape).next().copied();
        Ok(point.unwrap())
    }

    fn is_near(found: [f64; 2], expected: [f64; 2]) -> bool {
        found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-8)
    }

    /// Computed with pyproj 3.7 (PROJ 9.5): `Transformer.from_crs(code, 4326, always_xy=True)`.
    #[test]
    fn projected_maps_are_converted() {
        let utm = Stated::Named("urn:ogc:def:crs:EPSG::32642".to_owned());
        let found = converted(utm, [650_000.0, 5_660_000.0]).unwrap();
        assert!(is_near(found, UTM_42N), "{found:?}");
        let mercator = Stated::Named("EPSG:3857".to_owned());
        let found = converted(mercator, [7_950_000.0, 6_640_000.0]).unwrap();
        assert!(is_near(found, WEB_MERCATOR), "{found:?}");
    }
    const UTM_42N: [f64; 2] = [71.141_092_473_513_55, 51.071_888_752_147_736];
    const WEB_MERCATOR: [f64; 2] = [71.416_065_087_501_95, 51.105_631_359_695_174];

    const PULKOVO: &str = r#"GEOGCS["GCS_Pulkovo_1942",DATUM["D_Pulkovo_1942",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

    #[test]
    fn a_datum_without_a_shift_is_refused_with_the_command_that_converts() {
        let error = converted(Stated::Wkt(PULKOVO.to_owned()), [71.0, 51.0]).unwrap_err();
        assert!(error.to_string().contains("GCS_Pulkovo_1942"), "{error}");
        assert!(error.hint().unwrap().contains("ogr2ogr -t_srs EPSG:4326"));
        let shift = PULKOVO.replace("298.3]", "298.3],TOWGS84[25,-141,-78.5,0,0.35,0.736,0]");
        let found = converted(Stated::Wkt(shift), [71.0, 51.0]).unwrap();
        assert!(is_near(found, PULKOVO_SHIFTED), "{found:?}");
        assert!(converted(Stated::Named("EPSG:20013".to_owned()), [1.0, 2.0]).is_err());
    }
    const PULKOVO_SHIFTED: [f64; 2] = [70.999_101_000_096_4, 51.000_422_580_900_68];

    #[test]
    fn the_sphere_of_web_maps_is_read_in_every_spelling() {
        let extension = r#"PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],UNIT["metre",1],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"]]"#;
        let (head, _) = extension.rsplit_once(",EXTENSION").unwrap();
        let authority = format!("{head},AUTHORITY[\"EPSG\",\"900913\"]]");
        for wkt in
            [extension.to_owned(), authority, format!("\u{feff}{}", extension.replace("PROJCS", "projcs"))]
        {
            let found = converted(Stated::Wkt(wkt.clone()), [7_950_000.0, 6_640_000.0]).unwrap();
            assert!(is_near(found, WEB_MERCATOR), "{found:?} {wkt}");
        }
    }

    #[test]
    fn angles_in_another_unit_are_no_degrees() {
        let grads = r#"GEOGCS["g",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Grad",0.01570796326794897]]"#;
        let error = converted(Stated::Wkt(grads.to_owned()), [77.7, 55.5]).unwrap_err();
        assert!(error.to_string().contains("another unit than degrees"), "{error}");
        assert_eq!(converted(Stated::Named("EPSG:4258".to_owned()), [10.5, 55.5]).unwrap(), [10.5, 55.5]);
    }

    #[test]
    fn what_is_wgs84_already_is_left_alone() {
        let prj = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
        for system in [
            Stated::Nothing,
            Stated::Wkt(prj.to_owned()),
            Stated::Named("urn:ogc:def:crs:OGC:1.3:CRS84".to_owned()),
        ] {
            assert_eq!(converted(system, [71.123_456_789, 51.0]).unwrap(), [71.123_456_789, 51.0]);
        }
    }
}
