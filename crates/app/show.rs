//! Shows an audit in the format asked for, and turns findings into an exit status.

use std::io::{self, Cursor};

use anyhow::Result;
use tizim_evidence::{Audit, Exhibit, Manifest, Severity, Table};
use tizim_report::{CsvTarget, Edition, Report, ReportError, Sheet, SheetRows};

use crate::arguments::{Common, FailOn, Format};
use crate::failure::{self, Hinted};
use crate::folder::ReportFolder;
use crate::output;
use crate::session::Session;

/// Columns of text where the width of the terminal is not known.
const WIDTH: usize = 100;

/// Shows an audit where one file or standard output is asked for; the exit status.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn audit(session: &Session, audit: &Audit, manifest: &Manifest) -> Result<u8> {
    let format = session.format();
    let edition = session.edition(format);
    if format == Format::Json {
        let report = report(session, audit, manifest, edition);
        let Common { reveal, out, force, .. } = &session.common;
        output::write_by(*reveal, out.as_deref(), *force, |writer| {
            tizim_report::json_to_writer(&report, writer).map_err(|error| match error {
                ReportError::Write(error) => error,
                error => io::Error::other(error),
            })
        })?;
        return Ok(told(session, audit, manifest));
    }
    let bytes = render(session, audit, manifest, format, edition)?;
    write(session, audit, manifest, &bytes)
}

/// Gives a folder its name, with the manifest of the edition in it.
///
/// # Errors
/// Where the disk says no; then nothing is left.
pub(crate) fn publish(session: &Session, folder: ReportFolder, manifest: &Manifest) -> Result<()> {
    match session.edition(Format::Csv) {
        Edition::Public => folder.publish(&tizim_report::public_manifest(manifest)),
        Edition::Working => folder.publish(manifest),
    }
}

/// Writes a workbook of an audit with further sheets in it; the exit status.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn workbook<'r>(
    session: &Session,
    audit: &Audit,
    manifest: &Manifest,
    further: impl IntoIterator<Item = (Sheet, SheetRows<'r>)>,
) -> Result<u8> {
    let report = report(session, audit, manifest, session.edition(Format::Xlsx));
    let mut bytes = Cursor::new(Vec::new());
    tizim_report::xlsx(&report, further, session.scratch(), &mut bytes)?;
    write(session, audit, manifest, bytes.get_ref())
}

fn write(session: &Session, audit: &Audit, manifest: &Manifest, bytes: &[u8]) -> Result<u8> {
    let Common { reveal, out, force, .. } = &session.common;
    output::write_closed(*reveal, out.as_deref(), *force, bytes)?;
    Ok(told(session, audit, manifest))
}

/// Says what was found and where it is, once it is written; the exit status.
fn told(session: &Session, audit: &Audit, manifest: &Manifest) -> u8 {
    answer(session, audit, manifest);
    status(session, audit)
}

/// Says on standard error what was found, where the report went to a file or folder, and where that is.
pub(crate) fn answer(session: &Session, audit: &Audit, manifest: &Manifest) {
    let Some(out) = &session.common.out else { return };
    let report = report(session, audit, manifest, session.edition(Format::Csv));
    for sentence in &report.view().summary {
        session.say(&session.catalogue.text(sentence));
    }
    session.say(&format!("written to `{}`", out.display()));
}

/// An audit with what is needed to show it.
pub(crate) fn report<'a>(
    session: &'a Session,
    audit: &'a Audit,
    manifest: &'a Manifest,
    edition: Edition,
) -> Report<'a> {
    Report {
        audit,
        manifest,
        profile: session.profile(),
        catalogue: &session.catalogue,
        edition,
        reveal: session.common.reveal,
    }
}

/// An audit as bytes in a format.
///
/// # Errors
/// Where a writer fails, or a workbook is asked for on standard output.
pub(crate) fn render(
    session: &Session,
    audit: &Audit,
    manifest: &Manifest,
    format: Format,
    edition: Edition,
) -> Result<Vec<u8>> {
    let report = report(session, audit, manifest, edition);
    let mut bytes = Vec::new();
    match format {
        Format::Text => bytes = tizim_report::text(&report, WIDTH, session.colour()).into_bytes(),
        Format::Json => bytes = tizim_report::json_text(&report)?.into_bytes(),
        Format::Csv | Format::CsvExcel => {
            let target = if format == Format::Csv { CsvTarget::Stream } else { session.spreadsheet() };
            match first_table(&report.view()) {
                Some(table) => tizim_report::table_csv(report.reveal, table, &mut bytes, target)?,
                None => tizim_report::findings_csv(&report, &mut bytes, target)?,
            }
        }
        Format::Html => bytes = tizim_report::html(&report)?.into_bytes(),
        Format::Xlsx if session.common.out.is_none() => return Err(workbook_on_stdout()),
        Format::Xlsx => {
            tizim_report::xlsx(&report, [], session.scratch(), Cursor::new(&mut bytes))?;
        }
        Format::Svg => bytes = tizim_report::svg(&report).ok_or_else(nothing_to_draw)?.into_bytes(),
    }
    Ok(bytes)
}

/// A workbook is for a file.
pub(crate) fn workbook_on_stdout() -> anyhow::Error {
    Hinted::error("a workbook cannot be shown on standard output", "name a file with `--out`")
}

fn nothing_to_draw() -> anyhow::Error {
    Hinted::error("this report has neither a map nor a chart", "use another `--format`, such as html")
}

/// The table that answers the question, of a command that answers one and looks for nothing: the seats of an apportionment,
/// the blocks of a split.
fn first_table(audit: &Audit) -> Option<&Table> {
    let answers = ["tizim-apportionment/", "tizim-compare/", "tizim-rolls-link-review/", "tizim-split/"];
    let is_answer = answers.iter().any(|schema| audit.schema.starts_with(schema));
    let wanted = |table: &Table| !audit.schema.starts_with("tizim-split/") || table.id == "blocks";
    audit.exhibits.iter().find_map(|exhibit| match exhibit {
        Exhibit::Table(table) if is_answer && wanted(table) => Some(table),
        _ => None,
    })
}

/// 1 where something at or above `--fail-on` was found, else 0.
pub(crate) fn status(session: &Session, audit: &Audit) -> u8 {
    status_of(session, audit.worst())
}

/// The same of the gravest of what counts; `None` where nothing does.
pub(crate) fn status_of(session: &Session, worst: Option<Severity>) -> u8 {
    let limit = match session.common.fail_on {
        FailOn::Never => return failure::RAN,
        FailOn::Info => Severity::Info,
        FailOn::Notice => Severity::Notice,
        FailOn::Warning => Severity::Warning,
        FailOn::Violation => Severity::Violation,
    };
    if worst.is_some_and(|worst| worst >= limit) { failure::FOUND } else { failure::RAN }
}
