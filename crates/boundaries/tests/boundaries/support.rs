//! Maps that are made up for the tests, and the real one beside the project, where it is.

use std::path::Path;

use tizim_boundaries::{BoundaryError, Headings, Layer, MapFile, ReadOptions, read};

/// A collection of features, each with its properties and geometry in JSON.
pub(crate) fn collection<'f>(features: impl IntoIterator<Item = (&'f str, &'f str)>) -> String {
    let features: Vec<String> = features
        .into_iter()
        .map(|(properties, geometry)| {
            format!(r#"{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}"#)
        })
        .collect();
    format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(",\n"))
}

/// A polygon of these rings.
pub(crate) fn polygon(rings: &[&[[f64; 2]]]) -> String {
    format!(r#"{{"type": "Polygon", "coordinates": {rings:?}}}"#)
}

/// A rectangle, counter-clockwise.
pub(crate) fn rectangle(west: f64, south: f64, east: f64, north: f64) -> [[f64; 2]; 5] {
    [[west, south], [east, south], [east, north], [west, north], [west, south]]
}

/// Reads a map in memory.
pub(crate) fn read_map(bytes: impl Into<Vec<u8>>) -> Result<Layer, BoundaryError> {
    read(&MapFile::new("map.geojson", bytes), &ReadOptions::default())
}

/// A layer of rectangles with these codes.
pub(crate) fn rectangles(units: &[(&str, [f64; 4])]) -> Layer {
    let features: Vec<(String, String)> = units
        .iter()
        .map(|(id, [west, south, east, north])| {
            (format!(r#"{{"id": "{id}"}}"#), polygon(&[&rectangle(*west, *south, *east, *north)]))
        })
        .collect();
    read_map(collection(features.iter().map(|(properties, geometry)| (&properties[..], &geometry[..]))))
        .unwrap()
}

/// The units of Kazakhstan beside the project; nothing, said aloud, where they are not there.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn real_layer() -> Option<Layer> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/geo/geokz_adm2_2024.geojson");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("SKIPPED: `{}` is not there, and nothing was tested on the real map", path.display());
        return None;
    };
    Some(read_real(bytes))
}

/// A map with the headings of the real one.
pub(crate) fn read_real(bytes: impl Into<Vec<u8>>) -> Layer {
    let named = |name: &str| Some(name.to_owned());
    let options = ReadOptions {
        named: Headings { code: named("KATO"), name: named("ADM2_EN"), region: named("ADM1_EN") },
        ..ReadOptions::default()
    };
    read(&MapFile::new("geokz_adm2_2024.geojson", bytes), &options).unwrap()
}
