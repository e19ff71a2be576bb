//! `tizim rolls check`.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{Args, ValueEnum};
use tizim_evidence::{Audit, Evidence, Manifest};
use tizim_report::Edition;
use tizim_rolls::{
    Checks, DuplicateSink, Inputs, NoSink, Options, PrecinctCounts, RollRules, Rule, Rules, Scope,
};

use crate::arguments::{Common, Format, ListArgument, PastOptions, TableOptions};
use crate::commands::check_files::{self, CheckFound, Checked, Rejects};
use crate::commands::duplicate_file::DuplicateFile;
use crate::commands::letter_files::{refuse_letters_nowhere, tecs};
use crate::commands::past_files::write_past;
use crate::failure::Hinted;
use crate::folder::ReportFolder;
use crate::found::Asked;
use crate::hand_on::both::Both;
use crate::hand_on::columns::Columns;
use crate::hand_on::letters::Letters;
use crate::hand_on::pairs;
use crate::hand_on::reasons::About;
use crate::hand_on::recipients::SplitBy;
use crate::hand_on::spool::Spool;
use crate::inputs::past::{self, PastInputs};
use crate::inputs::{self, Opened};
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{data, show};

/// Which checks of rows and counts are made beside the search for duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckChoice {
    All,
    None,
}

/// Which second entries are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScopeChoice {
    /// Within lists and across
    All,
    /// Those that stand on more than one of the lists
    Across,
}

/// Is anyone on two lists, or twice on one? And do the rows and counts make sense?
///
/// Exact duplicates by identification number, by full name and birth date, by name, birth year and address, and by name,
/// birth year and region, within and across all lists; the profile says which second entry is lawful. Kinds of list:
/// permanent, temporary, special, supplementary, avc, residence-certificates, signatures. FILE may be a folder, a pattern
/// or `-`; DATE is the day of the extract. With --out: a folder with summary.json, findings.csv, duplicates.csv,
/// rejects.csv and report.html. Memory: --memory; beyond it the lists are read again instead.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  $ tizim rolls check --list permanent=permanent.csv\n  \
                        $ tizim rolls check --list permanent=permanent.csv@2019-05-20 --list special=special.csv \\\n      \
                        --list avc=avc.csv --key-file key --out checked\n  \
                        $ tizim rolls check --precincts precincts.csv --format json")]
pub(crate) struct Arguments {
    /// A list: its kind, its file, and perhaps the day it was extracted; may be given several times
    #[arg(long = "list", value_name = "KIND=FILE[#SHEET][@DATE]")]
    lists: Vec<ListArgument>,

    /// Counts by precinct: voters, members, additions and removals
    #[arg(long, value_name = "FILE")]
    precincts: Option<String>,

    /// Rules by which rows are one person's: iin,identifier,name-date,name-year-address,name-year-region,name-digits [default: all
    /// that the columns allow]
    #[arg(long, value_name = "RULES")]
    rules: Option<Rules>,

    /// Which second entries to look for
    #[arg(long, value_enum, default_value = "all", value_name = "SCOPE")]
    scope: ScopeChoice,

    /// Checks of rows and counts beside the search for duplicates
    #[arg(long, value_enum, default_value = "all", value_name = "CHECKS")]
    checks: CheckChoice,

    /// List the single rows of aggregated checks
    #[arg(long)]
    detail: bool,

    /// Write a letter as well for each akimat (region) or commission (tec, of --precincts) that must act (with --out)
    #[arg(long, value_enum, value_name = "WHAT")]
    split_by: Option<SplitBy>,

    #[command(flatten)]
    past: PastOptions,

    #[command(flatten)]
    tables: TableOptions,

    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    refuse_nothing(arguments)?;
    let session = Session::begin(arguments.common.clone(), data::DEFAULT_PROFILE)?;
    refuse_letters_nowhere(&session, arguments.split_by, arguments.precincts.as_deref())?;
    let folder_asked = session.common.format.is_none()
        || arguments.common.out.as_deref().is_some_and(|out| out.extension().is_none());
    match &session.common.out {
        Some(out) if folder_asked && session.format() == Format::Text => {
            let folder = ReportFolder::begin(out, session.common.force)?.closed(session.common.reveal);
            let (audit, manifest) = into_folder(&session, arguments, &folder)?;
            show::publish(&session, folder, &manifest)?;
            show::answer(&session, &audit, &manifest);
            let status = show::status(&session, &audit);
            // The program ends here: thousands of findings need not be taken apart one by one.
            std::mem::forget(audit);
            Ok(status)
        }
        Some(_) if session.format() == Format::Xlsx && session.edition(Format::Xlsx) == Edition::Working => {
            with_pairs(&session, arguments)
        }
        _ => {
            let past = read_past(&session, arguments)?;
            let checked = check(&session, arguments, &past, &mut NoSink)?;
            show::audit(&session, &checked.audit, &checked.manifest)
        }
    }
}

/// There is something to check, and across lists there are several.
fn refuse_nothing(arguments: &Arguments) -> Result<()> {
    if arguments.lists.is_empty() && arguments.precincts.is_none() {
        return Err(Hinted::error(
            "nothing to check was named",
            "name a list with `--list KIND=FILE`, such as `--list permanent=roll.csv`, or counts with `--precincts FILE`",
        ));
    }
    refuse_one_list(arguments.scope, &arguments.lists)
}

/// Across lists there are several.
///
/// # Errors
/// Where there are not.
pub(crate) fn refuse_one_list(scope: ScopeChoice, lists: &[ListArgument]) -> Result<()> {
    if scope == ScopeChoice::Across && lists.len() < 2 {
        return Err(Hinted::error(
            "`--scope across` needs at least two lists",
            "name another one with `--list KIND=FILE`, or leave out `--scope across`",
        ));
    }
    Ok(())
}

impl Asked for Arguments {
    type Found = CheckFound;

    fn common(&mut self) -> &mut Common {
        &mut self.common
    }

    fn found(&self, session: &Session) -> Result<CheckFound> {
        refuse_nothing(self)?;
        let past = read_past(session, self)?;
        let mut sink = DuplicateFile::to(Vec::new(), session.common.reveal)?;
        let checked = check(session, self, &past, &mut sink)?;
        let closed = sink.closed().to_vec();
        Ok(CheckFound { checked, past, closed, duplicates: sink.finish()? })
    }
}

/// Checks, and writes a workbook with every pair of entries in it.
fn with_pairs(session: &Session, arguments: &Arguments) -> Result<u8> {
    let mut spool = Spool::new(session.scratch());
    let past = read_past(session, arguments)?;
    let checked = check(session, arguments, &past, &mut spool)?;
    let verdicts = spool.finish()?;
    let law = RollRules::from_profile(session.profile())?;
    let columns = Columns::new(About::Groups, &session.catalogue, &law, session.common.reveal)?;
    let is_tied = session.common.is_keyed();
    let sheets = pairs::sheets(
        About::Groups,
        &session.catalogue,
        &columns,
        &verdicts,
        (is_tied, past.past().decisions),
    );
    show::workbook(session, &checked.audit, &checked.manifest, sheets)
}

/// The rows of duplicates, one line each.
const DUPLICATES: &str = "duplicates.csv";

/// Checks, and writes all files of the report into a folder.
///
/// # Errors
/// Where a list cannot be used or the disk says no.
fn into_folder(session: &Session, arguments: &Arguments, folder: &ReportFolder) -> Result<(Audit, Manifest)> {
    let public = session.edition(Format::Csv) == Edition::Public;
    let past = read_past(session, arguments)?;
    let checked = if public {
        check(session, arguments, &past, &mut NoSink)?
    } else if let Some(by) = arguments.split_by {
        let file = DuplicateFile::create(folder, session.common.reveal, DUPLICATES)?;
        let mut sink = Both { file, spool: Spool::new(session.scratch()) };
        let checked = check(session, arguments, &past, &mut sink)?;
        write_past(folder, &past, sink.file.closed())?;
        folder.keep(DUPLICATES, &sink.file.finish()?)?;
        let law = RollRules::from_profile(session.profile())?;
        let verdicts = sink.spool.finish()?;
        let answers = past.past().decisions;
        Letters::new(About::Groups, session, &law, (&verdicts, answers), by, &checked.precincts)?
            .write(folder)?;
        checked
    } else {
        let mut sink = DuplicateFile::create(folder, session.common.reveal, DUPLICATES)?;
        let checked = check(session, arguments, &past, &mut sink)?;
        write_past(folder, &past, sink.closed())?;
        folder.keep(DUPLICATES, &sink.finish()?)?;
        checked
    };
    check_files::pages(session, &checked, &checked.manifest, folder)?;
    Ok((checked.audit, checked.manifest))
}

/// What is known from before.
fn read_past(session: &Session, arguments: &Arguments) -> Result<PastInputs> {
    let options = inputs::options_of_any_columns(session, &arguments.tables)?;
    PastInputs::read(session, &arguments.past, "rolls check", &options)
}

fn check(
    session: &Session,
    arguments: &Arguments,
    past: &PastInputs,
    sink: &mut dyn DuplicateSink,
) -> Result<Checked> {
    let rules = RollRules::from_profile(session.profile())?;
    let options = inputs::options(session, &arguments.tables)?;
    let precincts = match &arguments.precincts {
        Some(file) => Some(inputs::read(session, "precincts", file, "precincts", &options)?),
        None => None,
    };
    let counts: Option<Vec<PrecinctCounts>> = precincts.as_deref().map(counts);
    let lists = inputs::lists::open(session, &arguments.lists, &options)?;
    if lists
        .iter()
        .any(|list| list.files.len() > 1 && list.files.iter().any(|file| file.input().path().is_none()))
    {
        return Err(Hinted::error(
            "standard input cannot be one of several files",
            "save it to a file first",
        ));
    }
    let options = Options {
        rules: arguments.rules,
        scope: if arguments.scope == ScopeChoice::All { Scope::All } else { Scope::Across },
        checks: if arguments.checks == CheckChoice::All { Checks::All } else { Checks::None },
        detail: arguments.detail,
    };
    let inputs = Inputs { lists: &lists, precincts: counts.as_deref(), past: past.past() };
    let mut audit = tizim_rolls::check(&inputs, &rules, &options, &session.run, sink)?;
    inputs::told::add_of_lists(&mut audit, "ROLL-090", &lists);
    let of_precincts = inputs::told::of_tables("ROLL-090", precincts.as_deref().unwrap_or_default());
    inputs::told::add(&mut audit, "ROLL-090", of_precincts);
    let of_tables = precincts.iter().flatten().flat_map(|opened| opened.table.rejects().to_vec());
    let rejects =
        Rejects { of_precincts: of_tables.collect(), of_lists: tizim_rolls::rejects(&lists).collect() };
    inputs::say_rejects(session, &rejects.of_lists);
    let mut records = inputs::lists::records(&lists);
    let tecs = tecs(precincts.as_deref().unwrap_or_default());
    records.extend(precincts.into_iter().flatten().map(|opened| opened.record));
    records.extend(past.records.iter().cloned());
    let manifest = manifest::manifest(session, "rolls check", settings(arguments), records);
    Ok(Checked { audit, manifest, rejects, precincts: tecs })
}

fn settings(arguments: &Arguments) -> Settings {
    let mut settings = Settings::default();
    settings.lists(&arguments.lists);
    settings
        .file_if("precincts", arguments.precincts.as_deref())
        .set_if(
            "rules",
            arguments.rules.map(|rules| rules.iter().map(Rule::word).collect::<Vec<_>>().join(",")),
        )
        .flag("detail", arguments.detail)
        .set_if("split-by", arguments.split_by.map(SplitBy::word));
    if arguments.scope == ScopeChoice::Across {
        settings.set("scope", "across");
    }
    if arguments.checks == CheckChoice::None {
        settings.set("checks", "none");
    }
    past::record_options(&mut settings, &arguments.past);
    inputs::record_options(&mut settings, &arguments.tables);
    settings
}

/// The counts that a table of precincts states.
fn counts(tables: &[Opened]) -> Vec<PrecinctCounts> {
    let in_doubt: BTreeSet<usize> = inputs::perhaps_totals(tables).into_iter().collect();
    let rows = tables.iter().flat_map(|opened| opened.table.rows().map(move |row| (opened, row)));
    rows.enumerate()
        .map(|(place, (opened, row))| PrecinctCounts {
            region: row.text("region").unwrap_or_default().to_owned(),
            precinct: row.text("precinct").unwrap_or_default().to_owned(),
            kind: row.text("kind").unwrap_or_default().to_owned(),
            voters: row.count("voters"),
            members: row.count("members"),
            voters_before: row.count("voters_before"),
            added: row.count("added"),
            removed: row.count("removed"),
            added_on_day: row.count("added_on_day"),
            perhaps_total: in_doubt.contains(&place),
            evidence: Some(Evidence {
                file: opened.table.file().to_owned(),
                list: None,
                row: row.number(),
                source_ref: row.text("source_ref").map(str::to_owned),
            }),
        })
        .collect()
}
