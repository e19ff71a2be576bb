//! Gzip and ZIP around a map, unpacked up to a size.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::MapFile;
use crate::BoundaryError;

/// What is inside a compressed file or an archive; nothing where it is neither.
///
/// # Errors
/// Where it is damaged, holds too much, or not one map.
pub(super) fn unpack(file: &MapFile, memory: u64) -> Result<Option<MapFile>, BoundaryError> {
    match file.bytes.as_slice() {
        [0x1f, 0x8b, ..] => {
            let bytes = all_of(flate2::read::MultiGzDecoder::new(file.bytes.as_slice()), &file.name, memory)?;
            Ok(Some(MapFile::new(file.name.clone(), bytes)))
        }
        [b'P', b'K', 3, 4, ..] => from_archive(file, memory).map(Some),
        _ => Ok(None),
    }
}

/// What an archive without its end is.
const CUT_OFF: &str = "the archive is damaged or was not copied or downloaded whole";

fn all_of(packed: impl Read, file: &str, memory: u64) -> Result<Vec<u8>, BoundaryError> {
    let mut bytes = Vec::new();
    packed
        .take(memory.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| BoundaryError::Packed { file: file.to_owned(), reason: error.to_string() })?;
    if bytes.len() as u64 > memory {
        return Err(BoundaryError::TooLarge { file: file.to_owned(), mebibytes: memory >> 20 });
    }
    Ok(bytes)
}

fn from_archive(file: &MapFile, memory: u64) -> Result<MapFile, BoundaryError> {
    let damaged = |error: zip::result::ZipError| BoundaryError::Packed {
        file: file.name.clone(),
        reason: match error {
            zip::result::ZipError::InvalidArchive(_) => CUT_OFF.to_owned(),
            error => error.to_string(),
        },
    };
    let mut archive = ZipArchive::new(Cursor::new(file.bytes.as_slice())).map_err(damaged)?;
    let names: Vec<String> =
        archive.file_names().map(|name| name.map_or_else(|_| String::new(), Cow::into_owned)).collect();
    let map = the_one_map(file, &names)?;
    let mut part = |wanted: &str| -> Result<Option<Vec<u8>>, BoundaryError> {
        let Some(place) = names.iter().position(|name| name.eq_ignore_ascii_case(wanted)) else {
            return Ok(None);
        };
        let entry = archive.by_index(place).map_err(damaged)?;
        all_of(entry, &file.name, memory).map(Some)
    };
    let stem = map.rsplit_once('.').map_or(map.as_str(), |(stem, _)| stem);
    Ok(MapFile {
        name: file.name.clone(),
        bytes: part(&map)?.unwrap_or_default(),
        dbf: part(&format!("{stem}.dbf"))?,
        prj: part(&format!("{stem}.prj"))?,
        cpg: part(&format!("{stem}.cpg"))?,
    })
}

/// The names in an archive, in small letters; none where it is none.
pub fn names_in_archive(bytes: &[u8]) -> Vec<String> {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    archive.file_names().filter_map(Result::ok).map(|name| name.to_lowercase()).collect()
}

/// The name of the one map in an archive.
fn the_one_map(file: &MapFile, names: &[String]) -> Result<String, BoundaryError> {
    const ENDINGS: [&str; 3] = ["shp", "geojson", "json"];
    let is_map = |name: &&String| {
        let last = name.rsplit('/').next().unwrap_or(name);
        // A Mac's archive repeats each file under this folder.
        let of_system = name.starts_with("__MACOSX/") || last.starts_with('.');
        let ending = last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        !of_system && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
    };
    let mut maps: Vec<&String> = names.iter().filter(is_map).collect();
    maps.sort();
    match maps.as_slice() {
        [] => Err(BoundaryError::NotAMap { file: file.name.clone() }),
        [map] => Ok((*map).clone()),
        several => {
            let maps = several.iter().take(8).map(|map| format!("`{map}`")).collect::<Vec<_>>().join(", ");
            Err(BoundaryError::SeveralMaps { file: file.name.clone(), maps })
        }
    }
}
