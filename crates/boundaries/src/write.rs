//! A layer as GeoJSON.

use geo::winding_order::WindingOrder;
use geo::{LineString, MultiPolygon, Winding};
use serde_json::{Map, Value, json};

use crate::Layer;

/// The layer as a collection of features in WGS 84 (RFC 7946): each unit one feature with all properties of its first, as text,
/// and with what `beside` adds to them under names of its own. Outer rings go counter-clockwise, holes clockwise; longitudes
/// are counted as in the layer, so that a unit across the antimeridian stays in one piece.
///
/// ```
/// use tizim_boundaries::{MapFile, ReadOptions, geojson, read};
/// let map = r#"{"type": "Feature", "properties": {"id": "7", "note": "a"}, "geometry":
///     {"type": "Polygon", "coordinates": [[[70, 50], [70, 51], [71, 50], [70, 50]]]}}"#;
/// let layer = read(&MapFile::new("map.geojson", map), &ReadOptions::default())?;
/// let again = read(&MapFile::new("again.geojson", geojson(&layer, |_| Vec::new())), &ReadOptions::default())?;
/// assert_eq!(again.units[0].properties, layer.units[0].properties);
/// # Ok::<(), tizim_boundaries::BoundaryError>(())
/// ```
pub fn geojson(layer: &Layer, beside: impl Fn(usize) -> Vec<(String, String)>) -> Vec<u8> {
    let mut lines: Vec<String> = Vec::with_capacity(layer.units.len());
    for (place, unit) in layer.units.iter().enumerate() {
        let own = unit.properties.iter().cloned().chain(beside(place));
        let properties: Map<String, Value> = own.map(|(name, value)| (name, Value::from(value))).collect();
        let mut feature =
            json!({"type": "Feature", "properties": properties, "geometry": geometry(&unit.area)});
        if layer.codes == crate::CodesFrom::Identifier {
            feature["id"] = Value::from(unit.id.as_str());
        }
        lines.push(feature.to_string());
    }
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n")).into_bytes()
}

fn geometry(area: &MultiPolygon<f64>) -> Value {
    let ring = |line: &LineString<f64>, is_outer: bool| {
        let mut line = line.clone();
        line.make_winding_order(if is_outer {
            WindingOrder::CounterClockwise
        } else {
            WindingOrder::Clockwise
        });
        line.coords().map(|point| [point.x, point.y]).collect::<Vec<_>>()
    };
    let polygons = area.iter().map(|polygon| {
        let holes = polygon.interiors().iter().map(|hole| ring(hole, false));
        std::iter::once(ring(polygon.exterior(), true)).chain(holes).collect::<Vec<_>>()
    });
    json!({"type": "MultiPolygon", "coordinates": polygons.collect::<Vec<_>>()})
}
