//! `tizim districts assign`.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use tizim_boundaries::{BoundaryRules, Layer, Located, Locator, Where};
use tizim_report::CsvRecord;
use tizim_tables::{Grouping, Pass, Record, TableFile, Visitor};

use crate::arguments::{Common, Format, TableOptions};
use crate::failure::{self, Hinted};
use crate::ordered::Ordered;
use crate::output::Draft;
use crate::session::Session;
use crate::{data, inputs};

/// Which district is each point in? Every point exactly once, in the order of the table
///
/// POINTS is a table (CSV or XLSX): id, lon, lat. The map is GeoJSON (also one feature per line) or a shapefile, plain,
/// gzipped or zipped. The answer is CSV: id, result, district, others. The result is `district` for a point inside one
/// district; `boundary` for one exactly on a border, with all districts whose border it is; `overlap` for one inside
/// several, with all of them; `gap` for one in none; `unreadable` where the table states no usable place. Decided by exact
/// predicates, so that no answer hangs on rounding. Memory: the map, and a few blocks of the table.
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

    #[command(flatten)]
    tables: TableOptions,

    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let session = Session::begin(arguments.common.clone(), data::DEFAULT_PROFILE)?;
    if arguments.common.format.is_some_and(|format| format != Format::Csv) {
        return Err(Hinted::error(
            "points with their districts are written as CSV only",
            "leave `--format` out, or use `--format csv`",
        ));
    }
    let options = inputs::options(&session, &arguments.tables)?;
    let rules = BoundaryRules::from_profile(session.profile())?;
    let map = inputs::maps::read(&session, &arguments.boundaries, &rules, &options)?;
    for fault in map.layer.faults.iter().filter(|fault| fault.kind.loses()).take(FAULTS_SAID) {
        let id = fault.id.as_ref().map_or_else(String::new, |id| format!(" (`{id}`)"));
        let what = fault.kind.word().replace('_', " ");
        session.say(&format!(
            "`{}`: of feature {}{id} something was left out: {what}",
            map.layer.file, fault.feature
        ));
    }
    let file = inputs::one(&session, "points", &arguments.points, "points", &options)?;
    let locator = Locator::new(&map.layer);
    let assign = Assign::of(&session, &file, &map.layer, &locator)?;
    let counts = if let Some(target) = &session.common.out {
        let (draft, file) = Draft::file(target, session.common.force)?;
        let (counts, writer) = assign.to(file)?;
        writer.sync().with_context(|| format!("cannot write `{}`", target.display()))?;
        draft.publish()?;
        counts
    } else {
        let (counts, mut writer) = assign.to(BufWriter::new(io::stdout()))?;
        writer.flush().context("cannot write to standard output")?;
        counts
    };
    inputs::say_rejects(&session, file.rejects());
    session.say(&counts.said());
    if let Some(target) = &session.common.out {
        session.say(&format!("written to `{}`", target.display()));
    }
    Ok(failure::RAN)
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
}

impl<'a> Assign<'a> {
    fn of(session: &'a Session, file: &'a TableFile, layer: &'a Layer, locator: &'a Locator) -> Result<Self> {
        let slot = |name: &str| {
            file.slot(name).with_context(|| format!("the table of points has no column `{name}`"))
        };
        Ok(Self { session, file, layer, locator, slots: [slot("id")?, slot("lon")?, slot("lat")?] })
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
        let place = degrees(record.text(lon)).zip(degrees(record.text(lat)));
        let place = place.filter(|(lon, lat)| lon.abs() <= 360.0 && lat.abs() <= 90.0);
        let Some((lon, lat)) = place else {
            counts.unreadable += 1;
            line.word("unreadable").text("").text("");
            return line.end();
        };
        let Located { place, unit, others } = self.locator.locate(lon, lat);
        counts.of[place as usize] += 1;
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
}

impl Counts {
    fn plus(mut self, other: &Self) -> Self {
        for (own, more) in self.of.iter_mut().zip(other.of) {
            *own += more;
        }
        self.unreadable += other.unreadable;
        self
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
