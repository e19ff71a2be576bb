//! GeoJSON: a collection, one feature per line, or a single geometry.

use geojson::{Feature, GeoJson, Geometry, GeometryValue, JsonValue, Position, feature::Id};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::system::Stated;
use super::{MapFile, RawFeature, RawLayer, RawShape};
use crate::BoundaryError;

/// A collection whose features are read one by one, so that one that is broken does not break the others.
#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    crs: Option<&'a RawValue>,
}

/// Reads it.
///
/// # Errors
/// Where it is not JSON to its end, or no GeoJSON.
pub(super) fn read(file: &MapFile) -> Result<RawLayer, BoundaryError> {
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    let not_a_map = || BoundaryError::NotAMap { file: file.name.clone() };
    let text = std::str::from_utf8(bytes).map_err(|_| not_a_map())?;
    let start = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{1e}');
    if !start.starts_with('{') {
        return Err(not_a_map());
    }
    if let Some(features) = by_line(text) {
        return Ok(RawLayer { features, system: Stated::Nothing, letters_assumed: false });
    }
    let collection: Collection = serde_json::from_str(text).map_err(|error| syntax(file, text, &error))?;
    let system = collection.crs.map_or(Stated::Nothing, |crs| system(crs.get()));
    let features = match collection.features {
        Some(features) => features.iter().map(|feature| read_feature(feature.get())).collect(),
        None => vec![single(text).ok_or_else(not_a_map)?],
    };
    Ok(RawLayer { features, system, letters_assumed: false })
}

/// The features of a file with one on each line; nothing where it is no such file. A line that is none is kept as one that
/// cannot be used.
fn by_line(text: &str) -> Option<Vec<RawFeature>> {
    let mut lines = text
        .split(['\n', '\u{1e}'])
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| !line.is_empty());
    let (first, second) = (lines.next()?, lines.next()?);
    let is_feature = |line| serde_json::from_str::<Feature>(line).is_ok();
    // The first line may be the broken one, and is not the head of a collection.
    let is_broken = first.contains("\"Feature\"") && !first.contains("\"features\"");
    if !(is_feature(first) || is_broken && is_feature(second)) {
        return None;
    }
    Some([first, second].into_iter().chain(lines).map(read_feature).collect())
}

fn read_feature(text: &str) -> RawFeature {
    serde_json::from_str(text).map(from_feature).unwrap_or_default()
}

/// A feature or a geometry that stands alone.
fn single(text: &str) -> Option<RawFeature> {
    match text.parse().ok()? {
        GeoJson::Feature(feature) => Some(from_feature(feature)),
        GeoJson::Geometry(geometry) => {
            let (shape, has_more) = shape(&geometry);
            Some(RawFeature { shape, has_more, ..RawFeature::default() })
        }
        GeoJson::FeatureCollection(_) => None,
    }
}

fn from_feature(feature: Feature) -> RawFeature {
    let identifier = feature.id.map(|id| match id {
        Id::String(text) => text,
        Id::Number(number) => number.to_string(),
    });
    let properties = feature.properties.map(|properties| {
        let written = |(name, value): (String, JsonValue)| Some((name, written(&value)?));
        properties.into_iter().filter_map(written).collect()
    });
    let (shape, has_more) = feature.geometry.as_ref().map_or((RawShape::Nothing, false), shape);
    RawFeature { identifier, properties, shape, has_more }
}

/// A property as text; nothing where it is null or has parts.
fn written(value: &JsonValue) -> Option<String> {
    match value {
        JsonValue::String(text) => Some(text.clone()),
        JsonValue::Bool(flag) => Some(flag.to_string()),
        JsonValue::Number(number) => Some(super::properties::number(number.as_f64()?, &number.to_string())),
        _ => None,
    }
}

/// The areas of a geometry, and whether points or lines stand beside them.
fn shape(geometry: &Geometry) -> (RawShape, bool) {
    let mut polygons = Vec::new();
    let mut others = false;
    collect(geometry, &mut polygons, &mut others);
    if polygons.is_empty() && others {
        return (RawShape::NotAnArea, false);
    }
    (RawShape::Polygons(polygons), others)
}

fn collect(geometry: &Geometry, polygons: &mut Vec<Vec<Vec<[f64; 2]>>>, others: &mut bool) {
    let polygon = |rings: &Vec<Vec<Position>>| -> Vec<Vec<[f64; 2]>> {
        rings.iter().map(|ring| ring.iter().map(pair).collect()).collect()
    };
    match &geometry.value {
        GeometryValue::Polygon { coordinates } => polygons.push(polygon(coordinates)),
        GeometryValue::MultiPolygon { coordinates } => polygons.extend(coordinates.iter().map(polygon)),
        GeometryValue::GeometryCollection { geometries } => {
            for geometry in geometries {
                collect(geometry, polygons, others);
            }
        }
        _ => *others = true,
    }
}

fn pair(position: &Position) -> [f64; 2] {
    match position.as_slice() {
        [x, y, ..] => [*x, *y],
        _ => [f64::NAN, f64::NAN],
    }
}

/// What the old member `crs` says.
fn system(crs: &str) -> Stated {
    let Ok(crs) = serde_json::from_str::<JsonValue>(crs) else { return Stated::Nothing };
    match crs.pointer("/properties/name").and_then(JsonValue::as_str) {
        Some(name) => Stated::Named(name.to_owned()),
        None if crs.is_null() => Stated::Nothing,
        None => Stated::Named("a linked definition".to_owned()),
    }
}

/// Where the JSON breaks off, and in which feature.
fn syntax(file: &MapFile, text: &str, error: &serde_json::Error) -> BoundaryError {
    let start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let before = text.as_bytes().get(..(start + error.column()).min(text.len())).unwrap_or_default();
    let before = String::from_utf8_lossy(before);
    let feature = before.split("\"Feature\"").count() - 1;
    if error.is_eof() {
        return BoundaryError::Truncated { file: file.name.clone(), feature: feature.max(1) };
    }
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
    BoundaryError::Syntax {
        file: file.name.clone(),
        line: error.line(),
        column: error.column(),
        feature,
        reason,
    }
}
