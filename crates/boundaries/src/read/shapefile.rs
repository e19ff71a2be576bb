//! Shapefiles: areas from the `.shp`, codes and names from the `.dbf`.

use std::io::{Cursor, ErrorKind};

use shapefile::dbase::encoding::EncodingRs;
use shapefile::dbase::{self, FieldValue};
use shapefile::{PolygonRing, Shape, ShapeReader};

use super::letters;
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
    let (table, letters_assumed) = properties(file, file.dbf.as_deref().ok_or_else(|| missing(".dbf"))?)?;
    let mut reader = ShapeReader::new(Cursor::new(file.bytes.as_slice()))
        .map_err(|error| damaged(0, error.to_string()))?;
    let mut features = Vec::new();
    for (place, shape) in reader.iter_shapes().enumerate() {
        let shape = shape.map_err(|error| match error {
            shapefile::Error::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => {
                BoundaryError::Truncated { file: file.name.clone(), feature: place + 1 }
            }
            error => damaged(place + 1, error.to_string()),
        })?;
        features.push(RawFeature { shape: from_shape(shape), ..RawFeature::default() });
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
    Ok(RawLayer { features, system, letters_assumed })
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
    // Programs that turn every ring the other way round leave nothing but holes.
    if outer.is_empty() {
        return RawShape::Rings { outer: holes, holes: outer };
    }
    RawShape::Rings { outer, holes }
}

/// The cells of a row that are filled in, each with the name of its column.
type Row = Vec<(String, String)>;

/// The rows of the `.dbf`, in the encoding that the `.cpg` or its head names, and whether nothing names it.
fn properties(file: &MapFile, dbf: &[u8]) -> Result<(Vec<Row>, bool), BoundaryError> {
    let damaged = |error: dbase::Error| BoundaryError::Shapefile {
        file: file.name.clone(),
        feature: error.record_index().map_or(0, |index| index.0 + 1),
        reason: format!("its .dbf cannot be read: {error}"),
    };
    let letters = letters::of(file.cpg.as_deref(), dbf)
        .map_err(|encoding| BoundaryError::Encoding { file: file.name.clone(), encoding })?;
    let builder = dbase::ReaderBuilder::new();
    let builder = match letters.encoding {
        Some(encoding) => builder.with_encoding(EncodingRs::from(encoding)),
        None => builder,
    };
    let mut reader = builder.build(Cursor::new(dbf)).map_err(damaged)?;
    let order: Vec<String> = reader.fields().iter().map(|field| field.name().to_owned()).collect();
    let exact = Exact::of(dbf);
    let mut rows = Vec::new();
    for (place, record) in reader.iter_records().enumerate() {
        let record = record.map_err(damaged)?;
        let cell = |(field, name): (usize, &String)| {
            let value = record.get(name)?;
            let large = is_large(value).then(|| exact.as_ref()?.digits(place, field)).flatten();
            Some((name.clone(), large.or_else(|| written(value))?))
        };
        rows.push(order.iter().enumerate().filter_map(cell).collect());
    }
    Ok((rows, letters.is_assumed))
}

/// Whole numbers beyond this are not told apart by a number of the processor.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn is_large(value: &FieldValue) -> bool {
    matches!(value, FieldValue::Numeric(Some(value)) if value.abs() >= EXACT)
}

/// Numbers as they stand in a `.dbf`, for codes with more digits than a number of the processor holds.
struct Exact<'d> {
    /// The records that are not struck out, each without its mark.
    records: Vec<&'d [u8]>,
    /// Where each field begins in a record and how long it is.
    fields: Vec<(usize, usize)>,
}

impl<'d> Exact<'d> {
    fn of(dbf: &'d [u8]) -> Option<Self> {
        let size = |at: usize| Some(usize::from(u16::from_le_bytes([*dbf.get(at)?, *dbf.get(at + 1)?])));
        let (head, record) = (size(8)?, size(10)?);
        let (mut fields, mut at) = (Vec::new(), 0);
        for field in dbf.get(32..head)?.chunks_exact(32).take_while(|field| field[0] != 0x0d) {
            let length = usize::from(field[16]);
            fields.push((at, length));
            at += length;
        }
        let records = dbf.get(head..)?.chunks_exact(record.max(1));
        let records = records.filter(|record| record[0] != b'*').map(|record| &record[1..]);
        Some(Self { records: records.collect(), fields })
    }

    /// The digits of a whole number.
    fn digits(&self, record: usize, field: usize) -> Option<String> {
        let (start, length) = *self.fields.get(field)?;
        let text = std::str::from_utf8(self.records.get(record)?.get(start..start + length)?).ok()?;
        let digits = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\0');
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.to_owned())
    }
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
