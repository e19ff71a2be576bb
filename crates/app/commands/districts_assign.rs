//! `tizim districts assign`.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use tizim_boundaries::{BoundaryRules, Bounds, Layer, Located, Locator, Where};
use tizim_evidence::Manifest;
use tizim_report::CsvRecord;
use tizim_tables::{Grouping, Pass, Record, TableFile, Visitor};

use crate::arguments::{Common, Format, TableOptions};
use crate::failure::{self, Hinted};
use crate::inputs::maps::OpenedMap;
use crate::listing::FileRecord;
use crate::manifest::{self, Settings};
use crate::ordered::Ordered;
use crate::output::{self, Draft};
use crate::session::Session;
use crate::{data, inputs};

/// Which district is each point in? Every point exactly once, in the order of the table
///
/// POINTS is a table (CSV or XLSX): id, lon, lat. The map is GeoJSON (also one feature per line) or a shapefile, plain,
/// gzipped or zipped. The answer is CSV: id, result, district, others. The result is `district` for a point inside one
/// district; `boundary` for one exactly on a border, with all districts whose border it is; `overlap` for one inside
/// several, with all of them; `gap` for one in none; `unreadable` where the table states no usable place. Decided by exact
/// predicates, so that no answer depends on rounding. Memory: the map, and a few blocks of the table; all of a table that comes
/// from standard input.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  $ tizim districts assign addresses.csv --boundaries districts.geojson --out assigned.csv\n\n\
                        Which property of the map is the code is named in the table `columns.boundaries` of --columns: \
                        id = \"KATO\"."
)]
pub(crate) struct Arguments {
    /// Table of points
    #[arg(value_name = "POINTS")]
    points: String,

    /// Map of the districts
    #[arg(long, value_name = "FILE")]
    boundaries: PathBuf,

    /// Write beside the answer how it was made: inputs with their digests, settings, counts, the answer's own digest
    #[arg(long, value_name = "FILE.json", requires = "out")]
    manifest: Option<PathBuf>,

    #[command(flatten)]
    tables: TableOptions,

    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let session = Session::begin(arguments.common.clone(), data::DEFAULT_PROFILE)?;
    if arguments.common.format.is_some_and(|format| format != Format::Csv) {
        return Err(Hinted::error(
            "points with their districts are written as CSV only",
            "leave `--format` out, or use `--format csv`",
        ));
    }
    let Opened { map, file, bounds } = open(&session, arguments)?;
    let locator = Locator::new(&map.layer);
    let assign = Assign::of(&session, &file, &map.layer, &locator, bounds)?;
    let counts = if let Some(target) = &session.common.out {
        let (draft, new) = Draft::file(target, session.common.force)?;
        let (counts, writer) = assign.to(new)?;
        writer.sync().with_context(|| format!("cannot write `{}`", target.display()))?;
        draft.publish()?;
        if let Some(path) = &arguments.manifest {
            let (bytes, hash) = writer.digest();
            let answer = FileRecord::new(manifest::base_name(&target.to_string_lossy()), bytes, hash);
            let points =
                file.summary().map(|summary| inputs::input_record("points", file.detected(), &summary));
            let records = points.into_iter().chain([map.record]).collect();
            let made = manifest::manifest(&session, "districts assign", settings(arguments), records);
            // No person is masked here, so no key says anything of the answer.
            let made = Manifest { key_id: None, ..made };
            write_manifest(
                &session,
                path,
                &AnswerManifest { manifest: made, files: vec![answer], counts: counts.named() },
            )?;
        }
        counts
    } else {
        let (counts, mut writer) = assign.to(BufWriter::new(output::standard()))?;
        writer.flush().context("cannot write to standard output")?;
        counts
    };
    inputs::say_rejects(&session, file.rejects());
    session.say(&counts.said());
    say_elsewhere(&session, &counts);
    if let Some(target) = &session.common.out {
        session.say(&format!("written to `{}`", target.display()));
    }
    Ok(failure::RAN)
}

/// The table of points and the map, opened.
struct Opened {
    map: OpenedMap,
    file: TableFile,
    /// Where the country is.
    bounds: Option<Bounds>,
}

/// Opens points and map, and says what of the map was left out.
fn open(session: &Session, arguments: &Arguments) -> Result<Opened> {
    let options = inputs::options(session, &arguments.tables)?;
    let rules = BoundaryRules::from_profile(session.profile())?;
    let map = inputs::maps::read(session, "boundaries", &arguments.boundaries, &rules, &options)?;
    for fault in map.layer.faults.iter().filter(|fault| fault.kind.loses()).take(FAULTS_SAID) {
        let id = fault.id.as_ref().map_or_else(String::new, |id| format!(" (`{id}`)"));
        let what = fault.kind.word().replace('_', " ");
        session.say(&format!(
            "`{}`: of feature {}{id} something was left out: {what}",
            map.layer.file, fault.feature
        ));
    }
    let file = inputs::one(session, "points", &arguments.points, "points", &options)?;
    Ok(Opened { map, file, bounds: rules.bounds })
}

/// Every point with its district, as CSV, and how many points came out how.
///
/// # Errors
/// Where points or map cannot be used.
pub(crate) fn assigned(
    session: &Session,
    arguments: &Arguments,
) -> Result<(Vec<u8>, BTreeMap<&'static str, u64>)> {
    let Opened { map, file, bounds } = open(session, arguments)?;
    let locator = Locator::new(&map.layer);
    let (counts, lines) = Assign::of(session, &file, &map.layer, &locator, bounds)?.to(Vec::new())?;
    inputs::say_rejects(session, file.rejects());
    say_elsewhere(session, &counts);
    Ok((lines, counts.named()))
}

/// What was typed, for the manifest.
fn settings(arguments: &Arguments) -> Settings {
    let mut settings = Settings::default();
    settings.file("", &arguments.points).file_if("boundaries", arguments.boundaries.to_str());
    inputs::record_options(&mut settings, &arguments.tables);
    settings
}

/// How an answer was made: as of a report folder, with the counts that are said.
#[derive(Debug, Serialize)]
struct AnswerManifest {
    manifest: Manifest,
    files: Vec<FileRecord>,
    counts: BTreeMap<&'static str, u64>,
}

fn write_manifest(session: &Session, target: &Path, made: &AnswerManifest) -> Result<()> {
    let mut text = serde_json::to_vec_pretty(made)?;
    text.push(b'\n');
    let (draft, mut file) = Draft::file(target, session.common.force)?;
    let written = file.write_all(&text).and_then(|()| file.sync());
    written.with_context(|| format!("cannot write `{}`", target.display()))?;
    draft.publish()
}

/// Says where points in no district would lie in the country, were latitude and longitude turned.
fn say_elsewhere(session: &Session, counts: &Counts) {
    if counts.turned > 0 {
        session.say(&format!(
            "outside of the country, and in it if latitude and longitude were turned: {}; `lon` is the longitude, and \
             `--columns` says which heading it is",
            counts.turned
        ));
    }
    if counts.metres > 0 {
        session.say(&format!(
            "no degrees, as coordinates in metres are: {}; convert them to WGS 84 first, as with `cs2cs` or `ogr2ogr`",
            counts.metres
        ));
    }
}

/// Faults that are said one by one.
const FAULTS_SAID: usize = 10;

/// Everything that the threads share.
struct Assign<'a> {
    session: &'a Session,
    file: &'a TableFile,
    layer: &'a Layer,
    locator: &'a Locator,
    /// Slots of id, longitude and latitude.
    slots: [usize; 3],
    /// Where the country is.
    bounds: Option<Bounds>,
}

impl<'a> Assign<'a> {
    fn of(
        session: &'a Session,
        file: &'a TableFile,
        layer: &'a Layer,
        locator: &'a Locator,
        bounds: Option<Bounds>,
    ) -> Result<Self> {
        let slot = |name: &str| {
            file.slot(name).with_context(|| format!("the table of points has no column `{name}`"))
        };
        let slots = [slot("id")?, slot("lon")?, slot("lat")?];
        Ok(Self { session, file, layer, locator, slots, bounds })
    }

    /// Writes every point with its district.
    fn to<W: Write + Send>(&self, mut writer: W) -> Result<(Counts, W)> {
        writer.write_all(b"id,result,district,others\n").context("cannot write the points")?;
        let threads = self.session.run.threads;
        let ordered = Ordered::new(writer, threads as u32 * 4);
        let stopped = || self.session.run.is_cancelled() || ordered.has_failed();
        let mut wanted = self.slots;
        wanted.sort_unstable();
        let pass = Pass::new(threads).wanting(&wanted).interrupted_by(&stopped);
        let worker =
            |_| Worker { assign: self, ordered: &ordered, lines: Vec::new(), counts: Counts::default() };
        let scanned = self.file.scan(&pass, worker);
        let counts = match &scanned {
            Ok(workers) => workers.iter().fold(Counts::default(), |sum, worker| sum.plus(&worker.counts)),
            Err(_) => Counts::default(),
        };
        let failed = scanned.err();
        // A failure to write is why the reading stopped.
        let writer = ordered.finish().context("cannot write the points")?;
        failed.map_or(Ok((counts, writer)), |error| Err(error.into()))
    }

    fn line(&self, record: &Record<'_>, lines: &mut Vec<u8>, counts: &mut Counts) {
        let [id, lon, lat] = self.slots;
        let mut line = CsvRecord::new(lines);
        line.text(record.text(id));
        let stated = degrees(record.text(lon)).zip(degrees(record.text(lat)));
        let place = stated.filter(|(lon, lat)| lon.abs() <= 360.0 && lat.abs() <= 90.0);
        let Some((lon, lat)) = place else {
            counts.unreadable += 1;
            counts.metres += u64::from(stated.is_some());
            line.word("unreadable").text("").text("");
            return line.end();
        };
        let Located { place, unit, others } = self.locator.locate(lon, lat);
        counts.of[place as usize] += 1;
        if place == Where::Gap {
            counts.turned += u64::from(self.bounds.is_some_and(|bounds| is_turned(lon, lat, &bounds)));
        }
        let code = |unit: u32| self.layer.units[unit as usize].id.as_str();
        line.word(place.word()).text(unit.map_or("", code));
        if others.is_empty() {
            line.text("");
        } else {
            line.text(&others.into_iter().map(code).collect::<Vec<_>>().join("; "));
        }
        line.end();
    }
}

/// Whether a point outside of the country would be in it, were its coordinates turned.
fn is_turned(lon: f64, lat: f64, bounds: &Bounds) -> bool {
    !bounds.hold(lon, lat) && bounds.hold(lat, lon)
}

/// A number of degrees, with a point or a comma.
fn degrees(text: &str) -> Option<f64> {
    // What programs write is read at once; the rest as people write it.
    if let Ok(value) = text.parse::<f64>() {
        return value.is_finite().then_some(value);
    }
    tizim_tables::decimal(text, Grouping { comma: Some(false), dot: Some(false) }).ok()
}

struct Worker<'a, W> {
    assign: &'a Assign<'a>,
    ordered: &'a Ordered<W>,
    lines: Vec<u8>,
    counts: Counts,
}

impl<W: Write + Send> Visitor for Worker<'_, W> {
    fn record(&mut self, record: &Record<'_>) {
        self.assign.line(record, &mut self.lines, &mut self.counts);
    }

    fn block_done(&mut self, block: u32, _wanted: &mut Vec<u32>) {
        let run = &self.assign.session.run;
        let lines = std::mem::take(&mut self.lines);
        self.lines = self.ordered.put(block, lines, || run.is_cancelled());
    }
}

/// How many points came out how.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    /// By [`Where`], in its order.
    of: [u64; 4],
    unreadable: u64,
    /// Of those in a gap, outside of the country and in it if turned.
    turned: u64,
    /// Of the unreadable, numbers that are no degrees.
    metres: u64,
}

impl Counts {
    fn plus(mut self, other: &Self) -> Self {
        for (own, more) in self.of.iter_mut().zip(other.of) {
            *own += more;
        }
        self.unreadable += other.unreadable;
        self.turned += other.turned;
        self.metres += other.metres;
        self
    }

    fn named(&self) -> BTreeMap<&'static str, u64> {
        let kinds = [Where::District, Where::Boundary, Where::Overlap, Where::Gap];
        let counts = kinds.map(|kind| (kind.word(), self.of[kind as usize]));
        counts.into_iter().chain([("unreadable", self.unreadable)]).collect()
    }

    fn said(&self) -> String {
        let kinds = [Where::District, Where::Boundary, Where::Overlap, Where::Gap];
        let counts = kinds.map(|kind| format!("{}: {}", kind.word(), self.of[kind as usize]));
        format!(
            "points: {}; {}; unreadable: {}",
            self.of.iter().sum::<u64>() + self.unreadable,
            counts.join("; "),
            self.unreadable
        )
    }
}
