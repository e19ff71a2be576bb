//! `tizim districts assign`.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use tizim_boundaries::{BoundaryRules, Bounds, Layer, Located, Locator, Where};
use tizim_evidence::Manifest;
use tizim_report::CsvRecord;
use tizim_tables::{Pass, Record, TableError, TableFile, Visitor};

use crate::arguments::{Common, Format, TableOptions};
use crate::commands::located_points::{Counts, is_turned, place};
use crate::commands::map_faults;
use crate::failure::Hinted;
use crate::inputs::maps::OpenedMap;
use crate::listing::FileRecord;
use crate::manifest::{self, Settings};
use crate::ordered::Ordered;
use crate::output::{self, Draft};
use crate::session::Session;
use crate::{data, inputs, show};

/// Which district is each point in? Every point exactly once, in the order of the table
///
/// POINTS is a table (CSV or XLSX): id, lon, lat. The map is GeoJSON (also one feature per line) or a shapefile, plain,
/// gzipped or zipped. The answer is CSV: id, result, district, others. The result is `district` for a point inside one
/// district; `boundary` for one exactly on a border, with all districts whose border it is; `overlap` for one inside
/// several, with all of them; `gap` for one in none; `unreadable` where the table states no usable place. Of several districts
/// `district` holds the first by their order in the map, one that the point is inside of before those whose border it is on, and
/// `others` the rest: count only rows whose result is `district`, or decide about the others. Decided by exact
/// predicates, so that no answer depends on rounding. Points of which most evidently have latitude and longitude turned are
/// refused. With --fail-on, what is `boundary`, `overlap`, `gap` or `unreadable` is a notice; coordinates that are turned or in
/// metres, and borders of the map that cross themselves, are a warning. Memory: the map, and a few blocks of the table; all of a table that comes
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
    let faults = map_faults::say(&session, &map.layer);
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
            let manifest = Manifest { key_id: None, ..made };
            let made = AnswerManifest { manifest, files: vec![answer], counts: counts.named() };
            write_manifest(&session, path, &made)?;
        }
        counts
    } else {
        let (counts, mut writer) = assign.to(BufWriter::new(output::standard()))?;
        writer.flush().context("cannot write to standard output")?;
        counts
    };
    inputs::say_rejects(&session, file.rejects());
    session.say(&counts.said());
    counts.say_of_some(&session, &file);
    if let Some(target) = &session.common.out {
        session.say(&format!("written to `{}`", target.display()));
    }
    Ok(show::status_of(&session, counts.worst().max(faults)))
}

/// The table of points and the map, opened.
struct Opened {
    map: OpenedMap,
    file: TableFile,
    /// Where the country is.
    bounds: Option<Bounds>,
}

/// Opens points and map.
fn open(session: &Session, arguments: &Arguments) -> Result<Opened> {
    let options = inputs::options(session, &arguments.tables)?;
    let rules = BoundaryRules::from_profile(session.profile())?;
    let map = inputs::maps::read(session, "boundaries", &arguments.boundaries, &rules, &options)?;
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
    map_faults::say(session, &map.layer);
    let locator = Locator::new(&map.layer);
    let (counts, lines) = Assign::of(session, &file, &map.layer, &locator, bounds)?.to(Vec::new())?;
    inputs::say_rejects(session, file.rejects());
    counts.say_of_some(session, &file);
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

/// Points that are looked at before any is written.
const LOOKED_AT: u64 = 100_000;

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
        let assign = Self { session, file, layer, locator, slots, bounds };
        assign.refuse_turned()?;
        Ok(assign)
    }

    /// Refuses points of which most evidently have latitude and longitude turned, before any of them is written: by the first
    /// that there are.
    fn refuse_turned(&self) -> Result<()> {
        let Some(bounds) = self.bounds else { return Ok(()) };
        let (seen, turned) = (AtomicU64::new(0), AtomicU64::new(0));
        let enough = || self.session.run.is_cancelled() || seen.load(Ordering::Relaxed) >= LOOKED_AT;
        let [_, lon, lat] = self.slots;
        let wanted = [lon.min(lat), lon.max(lat)];
        let pass = Pass::new(self.session.run.threads).wanting(&wanted).interrupted_by(&enough);
        let look = |record: &Record<'_>| {
            if let Ok((lon, lat)) = place(record.text(lon), record.text(lat)) {
                seen.fetch_add(1, Ordering::Relaxed);
                turned.fetch_add(u64::from(is_turned(lon, lat, &bounds)), Ordering::Relaxed);
            }
        };
        match self.file.scan(&pass, |_| look) {
            Err(TableError::Interrupted { .. }) => self.session.run.check()?,
            scanned => drop(scanned?),
        }
        let [seen, turned] = [seen, turned].map(AtomicU64::into_inner);
        if turned * 2 > seen {
            return Err(Hinted::error(
                format!(
                    "latitude and longitude of the points are evidently turned: outside of the country, and in it if they are \
                     exchanged, are {turned} of {seen}"
                ),
                "`lon` is the longitude, which is east or west: exchange the two headings, or name them in `[columns.points]` of \
                 `--columns`",
            ));
        }
        Ok(())
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
        let (lon, lat) = match place(record.text(lon), record.text(lat)) {
            Ok(place) => place,
            Err(why) => {
                counts.unreadable(record.position(), why);
                line.word("unreadable").text("").text("");
                return line.end();
            }
        };
        let Located { place, unit, others } = self.locator.locate(lon, lat);
        let turned = place == Where::Gap && self.bounds.is_some_and(|bounds| is_turned(lon, lat, &bounds));
        counts.located(place, turned);
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
