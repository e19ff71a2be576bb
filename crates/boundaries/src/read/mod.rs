//! Reading maps: GeoJSON, one feature per line, shapefiles, each also compressed, into one [`Layer`] in WGS 84.
//!
//! Real files are broken. What is wrong with a single feature becomes a [`crate::Fault`] and the rest is read; what makes
//! the whole doubtful (a damaged file, an unknown datum, degrees the wrong way round) is an error.

mod bounds;
mod codes;
mod contained;
mod geojson;
mod letters;
mod packed;
mod place;
mod properties;
mod rings;
mod shapefile;
mod system;
mod units;
mod wkt;

use crate::net::{are_tangled, segments};
use crate::{BoundaryError, CoordinateSystem, Layer};

pub use bounds::Bounds;
pub use packed::names_in_archive;
pub use properties::Headings;

/// The bytes of a map.
#[derive(Debug, Clone, Default)]
pub struct MapFile {
    /// Name of the file, as it is to be said.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The `.dbf` beside a `.shp`.
    pub dbf: Option<Vec<u8>>,
    /// The `.prj` beside it.
    pub prj: Option<Vec<u8>>,
    /// The `.cpg` beside it.
    pub cpg: Option<Vec<u8>>,
}

impl MapFile {
    /// A file that is one file.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), ..Self::default() }
    }
}

/// How a map is to be read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The property that holds the code, the name and the region of each unit, where the user named it.
    pub named: Headings<Option<String>>,
    /// Properties that usually hold them, the likeliest first; compared without case and punctuation.
    pub usual: Headings<Vec<String>>,
    /// The codes of each table that is joined to the map by them: of several properties that may be the code, the one in which
    /// they stand is.
    pub tables: Vec<Vec<String>>,
    /// Where the country is, to notice what lies elsewhere or has its coordinates the wrong way round.
    pub bounds: Option<Bounds>,
    /// Most bytes of map, unpacked.
    pub memory: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let usual = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            named: Headings::default(),
            usual: Headings {
                code: usual(&["id", "code", "district"]),
                name: usual(&["name"]),
                region: usual(&["region"]),
            },
            tables: Vec::new(),
            bounds: None,
            memory: 512 << 20,
        }
    }
}

/// A feature as a format hands it over: its properties, and rings as they stand in the file.
#[derive(Debug, Default)]
struct RawFeature {
    identifier: Option<String>,
    properties: Option<Vec<(String, String)>>,
    shape: RawShape,
    /// Whether points or lines stand beside its areas.
    has_more: bool,
}

/// The geometry of a feature as a format hands it over.
#[derive(Debug, Default)]
enum RawShape {
    /// Not a feature at all.
    #[default]
    NotAFeature,
    /// None.
    Nothing,
    /// Points or lines.
    NotAnArea,
    /// Polygons, each with its outer ring first; a position that is no pair of numbers is `[NaN, NaN]`.
    Polygons(Vec<Vec<Vec<[f64; 2]>>>),
    /// Rings without an order, as shapefiles have them: outer ones and holes.
    Rings { outer: Vec<Vec<[f64; 2]>>, holes: Vec<Vec<[f64; 2]>> },
}

/// What a format says of the whole file.
#[derive(Debug)]
struct RawLayer {
    features: Vec<RawFeature>,
    system: system::Stated,
    /// Whether nothing says in which encoding its letters are.
    letters_assumed: bool,
}

/// Reads a map.
///
/// # Errors
/// Where the file as a whole cannot be used: see [`BoundaryError`].
///
/// ```
/// use tizim_boundaries::{MapFile, ReadOptions, read};
/// let map = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": 7},
///     "geometry": {"type": "Polygon", "coordinates": [[[70, 50], [71, 50], [71, 51], [70, 50]]]}}]}"#;
/// let layer = read(&MapFile::new("map.geojson", map), &ReadOptions::default())?;
/// assert_eq!((layer.units.len(), layer.units[0].id.as_str()), (1, "7"));
/// # Ok::<(), tizim_boundaries::BoundaryError>(())
/// ```
pub fn read(file: &MapFile, options: &ReadOptions) -> Result<Layer, BoundaryError> {
    let (raw, system) = guarded(&file.name, || converted(file, options.memory))?;
    place::check(&raw, &file.name, options.bounds)?;
    let layer = units::layer(raw, system, &file.name, options)?;
    if are_tangled(&segments(&layer)) {
        return Err(BoundaryError::Tangled { file: file.name.clone() });
    }
    Ok(layer)
}

/// What `work` gives, or that the reader of this file broke off.
fn guarded<T>(file: &str, work: impl FnOnce() -> Result<T, BoundaryError>) -> Result<T, BoundaryError> {
    contained::run(work).unwrap_or_else(|| Err(BoundaryError::BrokenOff { file: file.to_owned() }))
}

/// The features of a file in WGS 84, with what it says of its coordinate system. All that libraries of others do with the
/// bytes of a map, they do here.
fn converted(file: &MapFile, memory: u64) -> Result<(RawLayer, CoordinateSystem), BoundaryError> {
    let unpacked = packed::unpack(file, memory)?;
    let file = unpacked.as_ref().unwrap_or(file);
    let mut raw =
        if shapefile::is_shapefile(&file.bytes) { shapefile::read(file)? } else { geojson::read(file)? };
    let system = system::to_wgs84(&mut raw, &file.name)?;
    Ok((raw, system))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_that_cross_each_other_everywhere_are_refused_before_they_are_surveyed() {
        // Corners that wander over the whole square, from side to side, in one ring.
        let ring = |corners: u64| {
            let place = |at: u64, step: u64| (at * step % 99_991) as f64 / 99_991.0;
            let corner = |at: u64| format!("[{},{}]", 70.0 + place(at, 38_611), 50.0 + place(at, 61_813));
            let corners: Vec<String> = (0..corners).chain([0]).map(corner).collect();
            let feature =
                r#"{"type":"Feature","properties":{"id":1},"geometry":{"type":"Polygon","coordinates":[["#;
            format!(r#"{{"type":"FeatureCollection","features":[{feature}{}]]}}}}]}}"#, corners.join(","))
        };
        let layer = |corners| super::read(&MapFile::new("m.geojson", ring(corners)), &ReadOptions::default());
        assert!(layer(300).is_ok());
        assert!(matches!(layer(9000), Err(BoundaryError::Tangled { .. })));
        // Units by the ten thousand in one place.
        let unit = |id: u32| {
            format!(
                r#"{{"type":"Feature","properties":{{"id":{id}}},"geometry":{{"type":"Polygon","coordinates":[[[70,50],[71,50],[71,51],[70,50]]]}}}}"#
            )
        };
        let units: Vec<String> = (0..20_000).map(unit).collect();
        let map = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, units.join(","));
        let read = super::read(&MapFile::new("m.geojson", map), &ReadOptions::default());
        assert!(matches!(read, Err(BoundaryError::Tangled { .. })));
    }

    #[test]
    fn a_reader_that_breaks_off_is_told_with_its_file_and_what_to_do() {
        let nothing: Vec<u8> = Vec::new();
        let error = guarded("m.shp", || Ok(nothing[nothing.len()])).unwrap_err();
        assert_eq!(error.to_string(), "`m.shp` is damaged: its reader broke off");
        assert!(error.hint().unwrap().contains("QGIS"));
        assert_eq!(guarded("m.shp", || Ok(5)).unwrap(), 5);
    }
}
