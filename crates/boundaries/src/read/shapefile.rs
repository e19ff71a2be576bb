//! Shapefiles: areas from the `.shp`, codes and names from the `.dbf`.

use std::io::Cursor;

use shapefile::dbase::encoding::DynEncoding;
use shapefile::dbase::{self, FieldValue};
use shapefile::{PolygonRing, Shape, ShapeReader};

use super::properties::number;
use super::system::Stated;
use super::{MapFile, RawFeature, RawLayer, RawShape};
use crate::BoundaryError;

/// Whether the file begins as a `.shp` does.
pub(super) fn is_shapefile(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0, 0, 0x27, 0x0a])
}

/// Reads it.
///
/// # Errors
/// Where a part of it is missing or damaged.
pub(super) fn read(file: &MapFile) -> Result<RawLayer, BoundaryError> {
    let damaged = |feature: usize, reason: String| BoundaryError::Shapefile {
        file: file.name.clone(),
        feature,
        reason,
    };
    let missing = |part| BoundaryError::MissingPart { file: file.name.clone(), part };
    let table = properties(file, file.dbf.as_deref().ok_or_else(|| missing(".dbf"))?)?;
    let mut reader = ShapeReader::new(Cursor::new(file.bytes.as_slice()))
        .map_err(|error| damaged(0, error.to_string()))?;
    let mut features = Vec::new();
    for (place, shape) in reader.iter_shapes().enumerate() {
        let shape = shape.map_err(|error| damaged(place + 1, error.to_string()))?;
        features.push(RawFeature { identifier: None, properties: None, shape: from_shape(shape) });
    }
    if features.len() != table.len() {
        let reason = format!("{} areas stand beside {} rows of its .dbf", features.len(), table.len());
        return Err(damaged(0, reason));
    }
    for (feature, row) in features.iter_mut().zip(table) {
        feature.properties = Some(row);
    }
    let system = file.prj.as_ref().map(|prj| String::from_utf8_lossy(prj).trim().to_owned());
    let system = system.filter(|text| !text.is_empty()).map_or(Stated::Nothing, Stated::Wkt);
    Ok(RawLayer { features, system })
}

fn from_shape(shape: Shape) -> RawShape {
    match shape {
        Shape::NullShape => RawShape::Nothing,
        Shape::Polygon(polygon) => rings(polygon.into_inner(), |point| [point.x, point.y]),
        Shape::PolygonM(polygon) => rings(polygon.into_inner(), |point| [point.x, point.y]),
        Shape::PolygonZ(polygon) => rings(polygon.into_inner(), |point| [point.x, point.y]),
        _ => RawShape::NotAnArea,
    }
}

fn rings<P>(rings: Vec<PolygonRing<P>>, pair: fn(&P) -> [f64; 2]) -> RawShape {
    let (mut outer, mut holes) = (Vec::new(), Vec::new());
    for ring in rings {
        let is_outer = matches!(ring, PolygonRing::Outer(_));
        let points = ring.into_inner().iter().map(pair).collect();
        if is_outer { outer.push(points) } else { holes.push(points) }
    }
    RawShape::Rings { outer, holes }
}

/// The rows of the `.dbf`, in the encoding that the `.cpg` names.
fn properties(file: &MapFile, dbf: &[u8]) -> Result<Vec<Vec<(String, String)>>, BoundaryError> {
    let damaged = |error: dbase::Error| BoundaryError::Shapefile {
        file: file.name.clone(),
        feature: error.record_index().map_or(0, |index| index.0 + 1),
        reason: format!("its .dbf cannot be read: {error}"),
    };
    let named = file.cpg.as_ref().and_then(|cpg| DynEncoding::from_name(&String::from_utf8_lossy(cpg)));
    let builder = dbase::ReaderBuilder::new();
    let builder = match named {
        Some(encoding) => builder.with_encoding(encoding),
        None => builder,
    };
    let mut reader = builder.build(Cursor::new(dbf)).map_err(damaged)?;
    let order: Vec<String> = reader.fields().iter().map(|field| field.name().to_owned()).collect();
    let mut rows = Vec::new();
    for record in reader.iter_records() {
        let record = record.map_err(damaged)?;
        let row = order.iter().filter_map(|name| Some((name.clone(), written(record.get(name)?)?)));
        rows.push(row.collect());
    }
    Ok(rows)
}

/// A cell as text; nothing where it is empty.
fn written(value: &FieldValue) -> Option<String> {
    match value {
        FieldValue::Character(text) => text.as_ref().map(|text| text.trim().to_owned()),
        FieldValue::Memo(text) => Some(text.trim().to_owned()),
        FieldValue::Numeric(value) => value.map(|value| number(value, &value.to_string())),
        FieldValue::Float(value) => value.map(|value| number(value.into(), &value.to_string())),
        FieldValue::Double(value) | FieldValue::Currency(value) => Some(number(*value, &value.to_string())),
        FieldValue::Integer(value) => Some(value.to_string()),
        FieldValue::Logical(value) => value.map(|value| value.to_string()),
        _ => None,
    }
}
