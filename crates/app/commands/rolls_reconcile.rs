//! `tizim rolls reconcile`.

use anyhow::Result;
use clap::{Args, ValueEnum};
use tizim_evidence::{Audit, Manifest};
use tizim_report::Edition;
use tizim_rolls::reconcile::{DifferenceSink, NoDifferences};
use tizim_rolls::{Kind, RollRules};
use tizim_tables::Reject;

use crate::arguments::{Common, Format, ListArgument, TableOptions};
use crate::commands::check_files::rejects_csv;
use crate::commands::difference_files::DifferenceFiles;
use crate::failure::Hinted;
use crate::folder::ReportFolder;
use crate::hand_on::differences::DifferenceSpool;
use crate::inputs;
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{data, show};

/// By what the differences are parted into files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SplitChoice {
    /// A file for each region: each akimat gets its own
    Region,
}

/// How do two versions of a list differ, or one list of two keepers?
///
/// Rows are compared by number, names, birth date, sex, region and precinct: those that are equal are counted; the others are
/// put together by whole identification number, then by full name and birth date, and compared field by field. Every row of
/// either list is counted as exactly one thing: the same, in both with other data, in one alone, listed more often, one of
/// several, or not comparable. Marks, dates of addition, coming of age (with both dates) and further lists (--list) explain.
/// A and B may be of different formats and encodings, a folder or a pattern, and of another kind with KIND=FILE; DATE is the
/// day of the extract. With --out: a folder with summary.json, report.html, differences.csv and rejects.csv; as XLSX: a
/// workbook with every difference. Memory:
/// --memory; beyond it the lists are read again instead.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  $ tizim rolls reconcile january.csv july.csv\n  \
                        $ tizim rolls reconcile january.csv@2026-01-01 july.csv@2026-07-01 --list special=special.csv \\\n      \
                        --key-file key --split-by region --out differences")]
pub(crate) struct Arguments {
    /// The first list, such as the earlier one, or the akimat's
    #[arg(value_name = "A", value_parser = version)]
    first: ListArgument,

    /// The second list, such as the later one, or the register's
    #[arg(value_name = "B", value_parser = version)]
    second: ListArgument,

    /// A further list, in which rows that are in only one of the two are looked for; may be given several times
    #[arg(long = "list", value_name = "KIND=FILE[#SHEET][@DATE]")]
    lists: Vec<ListArgument>,

    /// Write the differences of each region into a file of its own as well (with --out)
    #[arg(long, value_enum, value_name = "WHAT")]
    split_by: Option<SplitChoice>,

    #[command(flatten)]
    tables: TableOptions,

    #[command(flatten)]
    common: Common,
}

/// A list without its kind is a permanent one.
fn version(text: &str) -> Result<ListArgument, String> {
    let has_kind = text.split_once('=').is_some_and(|(kind, _)| kind.parse::<Kind>().is_ok());
    if has_kind { text.parse() } else { format!("{}={text}", Kind::Permanent).parse() }
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let session = Session::begin(arguments.common.clone(), data::DEFAULT_PROFILE)?;
    let public = session.edition(Format::Csv) == Edition::Public;
    let folder = session.common.out.as_deref().filter(|out| {
        (session.common.format.is_none() || out.extension().is_none()) && session.format() == Format::Text
    });
    if arguments.split_by.is_some() && (public || folder.is_none()) {
        return Err(Hinted::error(
            "`--split-by` needs a folder to write rows into",
            "name a folder with `--out`, and leave `--edition public` out",
        ));
    }
    let Some(out) = folder else {
        if session.common.out.is_some() && session.format() == Format::Xlsx && !public {
            return with_differences(&session, arguments);
        }
        let (audit, manifest, _) = reconcile(&session, arguments, &mut NoDifferences)?;
        return show::audit(&session, &audit, &manifest);
    };
    let folder = ReportFolder::begin(out, session.common.force)?.closed(session.common.reveal);
    let (audit, manifest, rejects) = if public {
        reconcile(&session, arguments, &mut NoDifferences)?
    } else {
        let mut files =
            DifferenceFiles::create(&folder, session.common.reveal, arguments.split_by.is_some())?;
        let outcome = reconcile(&session, arguments, &mut files)?;
        files.finish()?;
        outcome
    };
    for (format, file) in
        [(Format::Json, "summary.json"), (Format::Csv, "findings.csv"), (Format::Html, "report.html")]
    {
        let bytes = show::render(&session, &audit, &manifest, format, session.edition(format))?;
        folder.write(file, &bytes)?;
    }
    if public {
        folder.publish(&tizim_report::public_manifest(&manifest))?;
    } else {
        if !rejects.is_empty() {
            folder.write("rejects.csv", &rejects_csv(session.common.reveal, &rejects)?)?;
        }
        folder.publish(&manifest)?;
    }
    show::answer(&session, &audit, &manifest);
    Ok(show::status(&session, &audit))
}

/// Compares, and writes a workbook with every difference in it.
fn with_differences(session: &Session, arguments: &Arguments) -> Result<u8> {
    let mut spool = DifferenceSpool::new(session.scratch());
    let (audit, manifest, _) = reconcile(session, arguments, &mut spool)?;
    let sheet = spool.sheet(&session.catalogue, session.common.reveal)?;
    show::workbook(session, &audit, &manifest, [sheet])
}

fn reconcile(
    session: &Session,
    arguments: &Arguments,
    sink: &mut dyn DifferenceSink,
) -> Result<(Audit, Manifest, Vec<Reject>)> {
    let rules = RollRules::from_profile(session.profile())?;
    let options = inputs::options(session, &arguments.tables)?;
    let given: Vec<ListArgument> =
        [&arguments.first, &arguments.second].into_iter().chain(&arguments.lists).cloned().collect();
    if given.iter().any(|list| list.file == "-") {
        return Err(Hinted::error(
            "standard input cannot be one of the lists, which are read more than once",
            "save it to a file first",
        ));
    }
    let lists = inputs::lists::open(session, &given, &options)?;
    let mut audit = tizim_rolls::reconcile::reconcile(&lists, &rules, &session.run, sink)?;
    inputs::told::add_of_lists(&mut audit, "ROLL-090", &lists);
    let public = session.edition(Format::Csv) == Edition::Public;
    let rejects: Vec<Reject> = tizim_rolls::rejects(&lists).collect();
    inputs::say_rejects(session, &rejects);
    let mut settings = Settings::default();
    let names = ["", ""].into_iter().chain(arguments.lists.iter().map(|_| "list"));
    settings.lists_as(&names.zip(&given).collect::<Vec<_>>());
    settings.set_if("split-by", arguments.split_by.map(|SplitChoice::Region| "region"));
    inputs::record_options(&mut settings, &arguments.tables);
    let records = inputs::lists::records(&lists);
    let manifest = manifest::manifest(session, "rolls reconcile", settings, records);
    Ok((audit, manifest, if public { Vec::new() } else { rejects }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_permanent_list_unless_it_says_otherwise() {
        let one = version("a=b.csv@2026-01-01").unwrap();
        assert_eq!((one.kind.as_str(), one.file.as_str()), ("permanent", "a=b.csv"));
        assert_eq!(one.date, Some(jiff::civil::date(2026, 1, 1)));
        assert_eq!(version("special=b.csv").unwrap().kind, "special");
        assert!(version("").is_err() && version("a.csv@01.01.2026").is_err());
    }
}
