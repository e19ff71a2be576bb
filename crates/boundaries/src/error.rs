//! Why a map cannot be used as a whole; what is wrong with single features is a [`crate::Fault`].

use crate::Bounds;

/// Why a file holds no map that can be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BoundaryError {
    /// Neither GeoJSON nor a shapefile.
    #[error(
        "`{file}` is no map: expected GeoJSON, one feature per line, or a shapefile, each also compressed"
    )]
    NotAMap {
        /// The file.
        file: String,
    },
    /// What begins as JSON does not go on as JSON.
    #[error("`{file}` line {line}, column {column}, in feature {feature}: {reason}")]
    Syntax {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// The feature it is in, from 1; 0 before the first.
        feature: usize,
        /// What was expected.
        reason: String,
    },
    /// The file ends in the middle.
    #[error("`{file}` ends in the middle of feature {feature}: it was not copied or downloaded whole")]
    Truncated {
        /// The file.
        file: String,
        /// The feature in which it ends, from 1.
        feature: usize,
    },
    /// An archive or a compressed file that cannot be unpacked.
    #[error("`{file}` cannot be unpacked: {reason}")]
    Packed {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// The library that reads it broke off, as on a file that was damaged or made to do so.
    #[error("`{file}` is damaged: its reader broke off")]
    BrokenOff {
        /// The file.
        file: String,
    },
    /// More than may be held in memory.
    #[error("`{file}` holds more than {mebibytes} MiB of map, which is the memory allowed")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        mebibytes: u64,
    },
    /// Borders that lie upon and across each other as those of no map.
    #[error("the borders in `{file}` cross each other in more places than those of a map can")]
    Tangled {
        /// The file.
        file: String,
    },
    /// A part of a shapefile that damages the whole.
    #[error("`{file}`, feature {feature}: {reason}")]
    Shapefile {
        /// The file.
        file: String,
        /// The feature, from 1; 0 for the head of the file.
        feature: usize,
        /// What is wrong.
        reason: String,
    },
    /// A shapefile is several files, and one of them is missing.
    #[error("`{file}` comes without its `{part}`, in which the names and codes of its features stand")]
    MissingPart {
        /// The file.
        file: String,
        /// The ending of the missing file.
        part: &'static str,
    },
    /// The letters of a shapefile are in an encoding that is not known here.
    #[error("the .cpg of `{file}` names the encoding `{encoding}`, which is not known here")]
    Encoding {
        /// The file.
        file: String,
        /// What the `.cpg` says.
        encoding: String,
    },
    /// An archive with several maps.
    #[error("`{file}` holds several maps: {maps}")]
    SeveralMaps {
        /// The archive.
        file: String,
        /// Their names.
        maps: String,
    },
    /// A coordinate system that cannot be converted to WGS 84 with certainty.
    #[error("`{file}` is in the coordinate system `{system}`, which is not converted here: {reason}")]
    CoordinateSystem {
        /// The file.
        file: String,
        /// Its name, or what it is written as.
        system: String,
        /// Why not.
        reason: &'static str,
    },
    /// Coordinates that are no degrees.
    #[error(
        "`{file}` says nothing of its coordinate system, and its coordinates are no degrees: feature {feature} has one beyond 360 or 90{}", mercator(*is_mercator)
    )]
    NotDegrees {
        /// The file.
        file: String,
        /// The first such feature.
        feature: usize,
        /// Whether it would lie in the country, were it in metres of Web Mercator.
        is_mercator: bool,
    },
    /// Latitude stands where longitude should.
    #[error("in `{file}` latitude and longitude are the wrong way round: longitude comes first in a map")]
    Swapped {
        /// The file.
        file: String,
    },
    /// Nothing of it is in the country.
    #[error(
        "nothing of `{file}` is in the country of the profile: it reaches from {:.2} to {:.2} degrees east and from {:.2} to {:.2} north",
        reach.west, reach.east, reach.south, reach.north
    )]
    Elsewhere {
        /// The file.
        file: String,
        /// From where to where it reaches.
        reach: Bounds,
    },
    /// There is no feature, or none that is an area.
    #[error("`{file}` holds no area: {features} features, none of them usable{first}")]
    NoAreas {
        /// The file.
        file: String,
        /// How many features it has.
        features: usize,
        /// What is wrong with the first of them, or nothing.
        first: String,
    },
    /// The property that was asked for is not there.
    #[error("no feature of `{file}` has a property `{property}`; there are {known}")]
    NoProperty {
        /// The file.
        file: String,
        /// What was asked for.
        property: String,
        /// The properties that there are.
        known: String,
    },
    /// No property goes by the name of a code.
    #[error("nothing in `{file}` says which property is the code of its features; there are {known}")]
    WithoutCodes {
        /// The file.
        file: String,
        /// The properties that there are.
        known: String,
        /// How many codes of the table stand in the likeliest of them.
        codes: usize,
        /// That property.
        likely: Option<String>,
    },
    /// The run was stopped.
    #[error(transparent)]
    Interrupted(#[from] tizim_evidence::Interrupted),
}

impl BoundaryError {
    /// What can be done about it, where something can.
    pub fn hint(&self) -> Option<String> {
        let wgs84 = |file: &str| {
            format!("convert it with `ogr2ogr -t_srs EPSG:4326 -f GeoJSON converted.geojson {file}`")
        };
        match self {
            Self::CoordinateSystem { file, .. } => Some(wgs84(file)),
            Self::NotDegrees { file, is_mercator, .. } => {
                let code = if *is_mercator { "3857" } else { "CODE" };
                Some(format!(
                    "name the system it is in: `ogr2ogr -s_srs EPSG:{code} -t_srs EPSG:4326 -f GeoJSON converted.geojson {file}`"
                ))
            }
            Self::Elsewhere { .. } => Some(
                "if it is the map of another country, name that country's profile with `--profile` (`tizim template profile` \
                 prints one to fill in); if it is not, its coordinates are in another system than it says"
                    .to_owned(),
            ),
            Self::Swapped { file } => Some(format!(
                "turn them with `ogr2ogr -f GeoJSON turned.geojson {file} -s_srs EPSG:4326 -t_srs OGC:CRS84`; if the map is \
                 right and of another country, name that country's profile (`--profile`)"
            )),
            Self::Syntax { reason, .. } if reason.contains("expected value") || reason.contains("number") => {
                Some("coordinates must be finite numbers: JSON knows no NaN and no Infinity".to_owned())
            }
            Self::BrokenOff { .. } | Self::Tangled { .. } => {
                Some("open it in a program for maps, such as QGIS, and save it again as GeoJSON".to_owned())
            }
            Self::MissingPart { .. } => {
                Some("keep the files of one shapefile together, or in one ZIP: .shp, .dbf, .prj".to_owned())
            }
            Self::WithoutCodes { likely, codes, .. } => Some(likely.as_deref().map_or_else(
                || "give each feature a property `id` with its code, as in the tables".to_owned(),
                |property| named_code(property, *codes),
            )),
            Self::Encoding { .. } => Some("save the map again as GeoJSON, or with letters in UTF-8".to_owned()),
            Self::SeveralMaps { .. } => Some("unpack it and name one of them".to_owned()),
            Self::TooLarge { .. } => Some("allow more with `--memory`, or simplify the map".to_owned()),
            _ => None,
        }
    }
}

/// How to say that a property is the code, in which so many codes of the table stand.
pub fn named_code(property: &str, codes: usize) -> String {
    let name = format!("\"{}\"", property.replace('\\', "\\\\").replace('"', "\\\""));
    if codes == 0 {
        format!(
            "if `{property}` is the code, write the line `columns.boundaries.id = {name}` into a file columns.toml, and add \
             `--columns columns.toml`"
        )
    } else {
        format!(
            "in `{property}` stand codes of the table, {codes} in all: write the line `columns.boundaries.id = {name}` into a \
             file columns.toml, and add `--columns columns.toml`"
        )
    }
}

/// What to add where coordinates look like those of web maps.
fn mercator(is_mercator: bool) -> &'static str {
    if is_mercator {
        "; they would be in the country if they were metres of Web Mercator, as web maps have them"
    } else {
        ""
    }
}
