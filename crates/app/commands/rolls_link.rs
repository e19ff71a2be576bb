//! `tizim rolls link`.

use anyhow::{Context, Result};
use clap::Args;
use tizim_evidence::InputRecord;
use tizim_report::Edition;
use tizim_rolls::{DuplicateSink, LinkModel, LinkOptions, NoSink, RollRules};

use crate::arguments::{Common, Format, ListArgument, PastOptions, TableOptions};
use crate::commands::letter_files::{refuse_letters_nowhere, tecs};
use crate::commands::link_files::{self, LinkFound};
use crate::commands::rolls_check::{ScopeChoice, refuse_one_list};
use crate::failure::Hinted;
use crate::folder::ReportFolder;
use crate::found::Asked;
use crate::hand_on::columns::Columns;
use crate::hand_on::letters::Letters;
use crate::hand_on::pairs;
use crate::hand_on::reasons::About;
use crate::hand_on::recipients::SplitBy;
use crate::hand_on::spool::Spool;
use crate::inputs;
use crate::inputs::past::{self, PastInputs};
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{bounded, data, show};

/// Which rows may be one person's though no number or name is equal?
///
/// Probable duplicates within and across all lists: names in Kazakh, Russian and Latin spelling, slips of the fingers,
/// swapped columns, moves, missing fields. Weights are learnt from the lists themselves; twins and namesakes a generation
/// apart are kinds of their own. Every pair is a lead, not a finding. Any list of people will do: name its headings with
/// --columns; columns that no table of ours has are compared as texts. With --out: a folder with pairs.csv, households.csv,
/// clusters.csv, model.json, summary.json, findings.csv and report.html; as XLSX: every pair with both rows side by side, why
/// they match, and columns for the answer. All rows are held in memory.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  $ tizim rolls link --list special=special.csv --list temporary=temporary.csv\n  \
                        $ tizim rolls link --list avc=avc.csv --list supplementary=supplementary.csv --out linked\n  \
                        $ tizim rolls link --list permanent=people.csv --columns people.toml --threshold 0.9 --out people\n  \
                        $ tizim rolls link --list permanent=permanent.csv --key-file key --out linked.xlsx"
)]
pub(crate) struct Arguments {
    /// A list: its kind, its file, and perhaps the day it was extracted; may be given several times
    #[arg(long = "list", value_name = "KIND=FILE[#SHEET][@DATE]", required = true)]
    lists: Vec<ListArgument>,

    /// Lowest probability at which a pair is listed
    #[arg(long, default_value = "0.5", value_name = "P", value_parser = probability)]
    threshold: f64,

    /// Whether pairs within a list are sought, or only across lists
    #[arg(long, value_enum, default_value = "all", value_name = "SCOPE")]
    scope: ScopeChoice,

    /// Use the weights of this model.json instead of learning them
    #[arg(long, value_name = "FILE")]
    model: Option<String>,

    /// Highest number of pairs to compare [default: by the number of rows]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pairs: Option<u64>,

    /// Draw about this many pairs to be checked by hand (with --out): review.csv and review.xlsx
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(8..=100_000))]
    review: Option<u64>,

    /// Answers to such pairs (CSV or XLSX): precision and recall as measured, with bounds
    #[arg(long, value_name = "FILE")]
    labels: Option<String>,

    /// Learn the weights from these answers too; then they do not measure this list
    #[arg(long, requires = "labels", conflicts_with = "model")]
    learn: bool,

    /// Write a letter as well for each akimat (region) or commission (tec, of --precincts) that must look (with --out)
    #[arg(long, value_enum, value_name = "WHAT")]
    split_by: Option<SplitBy>,

    /// Which commission is over which precinct, for letters: a table with region, precinct and tec
    #[arg(long, value_name = "FILE")]
    precincts: Option<String>,

    #[command(flatten)]
    past: PastOptions,

    #[command(flatten)]
    tables: TableOptions,

    #[command(flatten)]
    common: Common,
}

/// A probability between 0 and 1, both left out.
fn probability(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "expected a number such as 0.5".to_owned())?;
    if number > 0.0 && number < 1.0 {
        Ok(number)
    } else {
        Err("expected a number between 0 and 1".to_owned())
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    refuse_one_list(arguments.scope, &arguments.lists)?;
    let session = Session::begin(arguments.common.clone(), data::DEFAULT_PROFILE)?;
    refuse_review_without_folder(&session, arguments)?;
    refuse_letters_nowhere(&session, arguments.split_by, arguments.precincts.as_deref())?;
    let folder_asked = session.common.format.is_none()
        || session.common.out.as_deref().is_some_and(|out| out.extension().is_none());
    match &session.common.out {
        Some(out) if folder_asked && session.format() == Format::Text => {
            let folder = ReportFolder::begin(out, session.common.force)?.closed(session.common.reveal);
            let found = into_folder(&session, arguments, &folder)?;
            show::publish(&session, folder, &found.manifest)?;
            show::answer(&session, &found.linked.audit, &found.manifest);
            Ok(show::status(&session, &found.linked.audit))
        }
        Some(_) if session.format() == Format::Xlsx && session.edition(Format::Xlsx) == Edition::Working => {
            with_pairs(&session, arguments)
        }
        _ => {
            let LinkFound { linked, manifest, .. } = link(&session, arguments, &[], &mut NoSink)?;
            show::audit(&session, &linked.audit, &manifest)
        }
    }
}

/// Links, and writes a workbook with every pair of rows in it.
fn with_pairs(session: &Session, arguments: &Arguments) -> Result<u8> {
    let mut spool = Spool::new(session.scratch());
    let LinkFound { linked, past, manifest } = link(session, arguments, &[], &mut spool)?;
    let verdicts = spool.finish()?;
    let law = RollRules::from_profile(session.profile())?;
    let columns = Columns::new(About::Leads, &session.catalogue, &law, session.common.reveal)?;
    let tied = (session.common.is_keyed(), past.past().decisions);
    let sheets = pairs::sheets(About::Leads, &session.catalogue, &columns, &verdicts, tied);
    show::workbook(session, &linked.audit, &manifest, sheets)
}

/// Links, and writes all files of the report into a folder, letters with them where they are asked for.
fn into_folder(session: &Session, arguments: &Arguments, folder: &ReportFolder) -> Result<LinkFound> {
    let Some(by) = arguments.split_by else {
        let found = link(session, arguments, &[], &mut NoSink)?;
        link_files::write(session, folder, (&found.linked, &found.past), &found.manifest)?;
        return Ok(found);
    };
    let options = inputs::options(session, &arguments.tables)?;
    let precincts = match &arguments.precincts {
        Some(file) => inputs::read(session, "precincts", file, "precincts", &options)?,
        None => Vec::new(),
    };
    let records: Vec<InputRecord> = precincts.iter().map(|opened| opened.record.clone()).collect();
    let mut spool = Spool::new(session.scratch());
    let found = link(session, arguments, &records, &mut spool)?;
    link_files::write(session, folder, (&found.linked, &found.past), &found.manifest)?;
    let law = RollRules::from_profile(session.profile())?;
    let verdicts = (&spool.finish()?, found.past.past().decisions);
    Letters::new(About::Leads, session, &law, verdicts, by, &tecs(&precincts))?.write(folder)?;
    Ok(found)
}

impl Asked for Arguments {
    type Found = LinkFound;

    fn common(&mut self) -> &mut Common {
        &mut self.common
    }

    fn found(&self, session: &Session) -> Result<LinkFound> {
        refuse_one_list(self.scope, &self.lists)?;
        link(session, self, &[], &mut NoSink)
    }
}

/// A sample stands in files of a folder, and is of persons.
fn refuse_review_without_folder(session: &Session, arguments: &Arguments) -> Result<()> {
    let out = session.common.out.as_deref().filter(|out| out.extension().is_none());
    let is_public = session.edition(Format::Csv) == Edition::Public;
    if arguments.review.is_some() && (out.is_none() || session.format() != Format::Text || is_public) {
        return Err(Hinted::error(
            "`--review` needs a folder to write pairs into",
            "name a folder with `--out`, and leave `--format` and `--edition public` out",
        ));
    }
    Ok(())
}

/// Links; further tables that were read are recorded, and `sink` takes the rows of pairs.
fn link(
    session: &Session,
    arguments: &Arguments,
    read: &[InputRecord],
    sink: &mut dyn DuplicateSink,
) -> Result<LinkFound> {
    let rules = RollRules::from_profile(session.profile())?;
    let options = inputs::options_of_any_columns(session, &arguments.tables)?;
    let further = inputs::further_columns(&options)?;
    let model = arguments.model.as_deref().map(read_model).transpose()?;
    let past = PastInputs::read(session, &arguments.past, "rolls link", &options)?;
    let (labels, label_records) = inputs::labels::read(session, arguments.labels.as_deref(), &options)?;
    let lists = inputs::lists::open(session, &arguments.lists, &options)?;
    let options = LinkOptions {
        threshold: Some(arguments.threshold),
        across: arguments.scope == ScopeChoice::Across,
        model,
        further,
        pairs: arguments.pairs,
        review: arguments.review,
        labels,
        learn: arguments.learn,
    };
    let mut linked = tizim_rolls::link(&lists, &rules, &options, past.past(), &session.run, sink)?;
    inputs::told::add_of_lists(&mut linked.audit, "ROLL-090", &lists);
    inputs::say_rejects(session, &tizim_rolls::rejects(&lists).collect::<Vec<_>>());
    let mut records = inputs::lists::records(&lists);
    records.extend(label_records.into_iter().chain(read.iter().chain(&past.records).cloned()));
    let manifest = manifest::manifest(session, "rolls link", settings(arguments), records);
    Ok(LinkFound { linked, past, manifest })
}

/// The model of an earlier run.
fn read_model(path: &str) -> Result<LinkModel> {
    let bytes = bounded::bytes(path, bounded::REQUESTS).with_context(|| format!("cannot read `{path}`"))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Hinted::error(
            format!("`{path}` is no model: line {}, column {}", error.line(), error.column()),
            "name the model.json of a folder that `tizim rolls link --out` wrote",
        )
    })
}

fn settings(arguments: &Arguments) -> Settings {
    let mut settings = Settings::default();
    settings.lists(&arguments.lists);
    settings.set("threshold", arguments.threshold);
    if arguments.scope == ScopeChoice::Across {
        settings.set("scope", "across");
    }
    settings.file_if("model", arguments.model.as_deref()).set_if("pairs", arguments.pairs);
    settings.set_if("review", arguments.review).file_if("labels", arguments.labels.as_deref());
    settings.flag("learn", arguments.learn);
    settings.set_if("split-by", arguments.split_by.map(SplitBy::word));
    settings.file_if("precincts", arguments.precincts.as_deref());
    past::record_options(&mut settings, &arguments.past);
    inputs::record_options(&mut settings, &arguments.tables);
    settings
}
