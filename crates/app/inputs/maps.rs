//! Maps: their files are opened here, with what lies beside a shapefile, and read by `boundaries`.

use std::path::Path;

use anyhow::{Context, Result};
use tizim_boundaries::{
    BoundaryError, BoundaryRules, CodesFrom, CoordinateSystem, FaultKind, Headings, Layer, MapFile,
    ReadOptions,
};
use tizim_evidence::{Audit, Exhibit, InputRecord, Message};
use tizim_tables::{Options, Place, without_persons};

use super::map_codes::{self, Codes};
use crate::session::Session;
use crate::{bounded, data, manifest, output};

/// A map with its place in the manifest.
pub(crate) struct OpenedMap {
    pub(crate) layer: Layer,
    pub(crate) record: InputRecord,
}

/// Reads a map that no table is joined to and no law judges, and says how it was read: that of another country is read as well.
///
/// # Errors
/// Where it cannot be opened, or is no map that can be used.
pub(crate) fn read(
    session: &Session,
    role: &str,
    path: &Path,
    rules: &BoundaryRules,
    options: &Options,
) -> Result<OpenedMap> {
    let read = |rules: &BoundaryRules| read_joined(session, role, path, (rules, options), &[]);
    read(rules).or_else(|error| match error.downcast_ref::<BoundaryError>() {
        Some(BoundaryError::Elsewhere { file, .. }) => {
            session.say(&format!(
                "nothing of `{file}` is in the country of the profile; points are sought in it as it is"
            ));
            read(&BoundaryRules { bounds: None, ..rules.clone() })
        }
        _ => Err(error),
    })
}

/// Reads a map whose units are the rows of tables, by their codes: it takes them from the property in which they stand, and
/// writes them as the table does.
///
/// # Errors
/// Where it cannot be opened, is no map that can be used, has the codes of no table, or its names say that these are those of
/// other rows.
pub(crate) fn read_joined(
    session: &Session,
    role: &str,
    path: &Path,
    (rules, options): (&BoundaryRules, &Options),
    tables: &[Codes<'_>],
) -> Result<OpenedMap> {
    session.run.check()?;
    output::protect(path);
    let memory = session.run.memory;
    let file = open(path, memory)?;
    let (bytes, digest) = (file.bytes.len() as u64, blake3::hash(&file.bytes));
    let how = ReadOptions { tables: tables.iter().map(Codes::ids).collect(), ..how(rules, options, memory)? };
    let mut layer = tizim_boundaries::read(&file, &how)?;
    let read_as = read_as(&layer);
    without_persons(
        Place::Unit,
        options.places.as_ref(),
        layer.units.iter_mut().filter_map(|unit| unit.name.as_mut()),
    );
    let regions = layer.units.iter_mut().filter_map(|unit| unit.region.as_mut());
    without_persons(Place::Region, options.places.as_ref(), regions);
    let said = if role == "boundaries" { "map" } else { role };
    session.say(&format!("{said}: `{}`: {read_as}", layer.file));
    taken_otherwise(session, &layer);
    map_codes::join(session, &mut layer, tables)?;
    let lost = layer.faults.iter().filter(|fault| fault.kind.loses()).map(|fault| fault.feature);
    let lost = lost.collect::<std::collections::BTreeSet<_>>().len() as u64;
    let record = InputRecord {
        role: role.to_owned(),
        name: layer.file.clone(),
        bytes,
        blake3: manifest::grouped(&digest.to_hex()),
        read_as,
        rows_read: (layer.features as u64).into(),
        rows_taken: (layer.features as u64 - lost).into(),
        rows_rejected: lost.into(),
        rows_set_aside: 0.into(),
    };
    Ok(OpenedMap { layer, record })
}

/// Says what of a map was taken otherwise than it stands.
fn taken_otherwise(session: &Session, layer: &Layer) {
    let file = &layer.file;
    for (kind, features) in layer.taken_otherwise() {
        let count = features.len();
        session.say(&match kind {
            FaultKind::NoCode => format!("`{file}`: features without a code, which join no row of any table: {count}"),
            FaultKind::SameCode { .. } => {
                format!("`{file}`: features with the code of an earlier one, taken as further parts of it: {count}")
            }
            _ => format!("`{file}`: features with a ring that does not end where it begins, which was closed: {count}"),
        });
    }
    if layer.letters_assumed {
        session.say(&format!(
            "`{file}`: nothing says in which encoding its letters are; windows-1251 is assumed"
        ));
    }
}

/// Whose map is drawn: its file, and what the user says of its source.
pub(crate) fn credit(file: &str, source: Option<&str>) -> Message {
    match source.map(str::trim).filter(|source| !source.is_empty()) {
        Some(source) => Message::new("report.map.credit_source").with("source", source),
        None => Message::new("report.map.credit"),
    }
    .with("file", file)
}

/// Writes under every map of an audit whose it is, and among its notes.
pub(crate) fn credited(audit: &mut Audit, credit: &Message) {
    for exhibit in &mut audit.exhibits {
        if let Exhibit::Map(map) = exhibit {
            map.credit = Some(credit.clone());
        }
    }
    audit.notes.push(credit.clone());
}

/// Whether a file that may be a map or a table is a map, by its name, and of an archive by the names in it.
pub(crate) fn is_map(path: &Path) -> bool {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().to_lowercase());
    let unpacked = name.strip_suffix(".gz").unwrap_or(&name);
    let of_map = |name: &str| {
        [".geojson", ".geojsonl", ".geojsons", ".json", ".shp"].iter().any(|ending| name.ends_with(ending))
    };
    let archive = || bounded::bytes(path, bounded::REPORT).ok();
    of_map(unpacked)
        || name.strip_suffix(".zip").is_some()
            && archive().is_some_and(|bytes| {
                tizim_boundaries::names_in_archive(&bytes).iter().any(|name| of_map(name))
            })
}

/// The file and, of a shapefile, those beside it.
fn open(path: &Path, memory: u64) -> Result<MapFile> {
    let name =
        path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy()).into_owned();
    let bytes = bounded::bytes(path, memory).with_context(|| format!("cannot read `{}`", path.display()))?;
    let is_shapefile = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("shp"));
    let beside = |ending: &str| -> Result<Option<Vec<u8>>> {
        let endings = [ending.to_owned(), ending.to_uppercase()];
        let places = endings.iter().map(|ending| path.with_extension(ending));
        let Some(place) = places.into_iter().find(|place| is_shapefile && place.is_file()) else {
            return Ok(None);
        };
        output::protect(&place);
        bounded::bytes(&place, memory).map(Some).with_context(|| format!("cannot read `{}`", place.display()))
    };
    Ok(MapFile { name, bytes, dbf: beside("dbf")?, prj: beside("prj")?, cpg: beside("cpg")? })
}

/// Which properties are the code, the name and the region: what the user says of them, else what maps usually call them.
fn how(rules: &BoundaryRules, options: &Options, memory: u64) -> Result<ReadOptions> {
    let schema = data::schema("boundaries")?;
    let stated = super::columns_of(&options.columns, &["boundaries"])?;
    let named = |name: &str| {
        stated.entries().find(|entry| entry.0 == name).and_then(|entry| entry.1.first().cloned())
    };
    let usual = |name: &str| -> Vec<String> {
        schema.field(name).into_iter().flat_map(|field| field.aliases().map(str::to_owned)).collect()
    };
    Ok(ReadOptions {
        named: Headings { code: named("id"), name: named("name"), region: named("region") },
        usual: Headings { code: usual("id"), name: usual("name"), region: usual("region") },
        tables: Vec::new(),
        bounds: rules.bounds,
        memory,
    })
}

/// How a map was read, in words for the manifest and the person in front of the screen.
fn read_as(layer: &Layer) -> String {
    let system = match &layer.system {
        CoordinateSystem::Assumed => "WGS 84 assumed, since nothing says otherwise".to_owned(),
        CoordinateSystem::Stated => "WGS 84".to_owned(),
        CoordinateSystem::Converted(from) => format!("converted to WGS 84 from `{from}`"),
    };
    let codes = match &layer.codes {
        CodesFrom::Property(name) => format!("codes from `{name}`"),
        CodesFrom::Identifier => "codes from the identifiers of its features".to_owned(),
        CodesFrom::Place => {
            "nothing in it names the features, so their places in the file are their codes".to_owned()
        }
    };
    format!("units: {}, features: {}; {codes}; {system}", layer.units.len(), layer.features)
}
