//! The files that a check writes into its folder.

use anyhow::Result;
use tizim_evidence::{Audit, Manifest, Value};
use tizim_report::{CsvTarget, CsvWriter, Edition};
use tizim_tables::Reject;

use crate::arguments::Format;
use crate::commands::past_files::write_past;
use crate::folder::ReportFolder;
use crate::found::Found;
use crate::hand_on::recipients::Precinct;
use crate::inputs::past::PastInputs;
use crate::session::Session;
use crate::show;

/// What came of a check.
pub(crate) struct Checked {
    pub(crate) audit: Audit,
    pub(crate) manifest: Manifest,
    pub(crate) rejects: Rejects,
    /// The precincts of the table of precincts, with their commissions.
    pub(crate) precincts: Vec<Precinct>,
}

/// Fields and rows that could not be read.
pub(crate) struct Rejects {
    /// Of lists, whose rows are persons.
    pub(crate) of_lists: Vec<Reject>,
    /// Of the table of precincts, whose rows are none.
    pub(crate) of_precincts: Vec<Reject>,
}

/// A check that is kept until it is shown.
pub(crate) struct CheckFound {
    pub(crate) checked: Checked,
    pub(crate) past: PastInputs,
    /// Groups of the earlier run that are gone.
    pub(crate) closed: Vec<u64>,
    /// The bytes of `duplicates.csv`.
    pub(crate) duplicates: Vec<u8>,
}

impl Found for CheckFound {
    fn audit(&self) -> &Audit {
        &self.checked.audit
    }

    fn manifest(&self) -> &Manifest {
        &self.checked.manifest
    }

    fn is_folder(&self) -> bool {
        true
    }

    /// The workbook of the working edition has a sheet of all pairs.
    fn refuses(&self, format: Format, edition: Edition) -> bool {
        format == Format::Xlsx && edition == Edition::Working
    }

    fn write(&self, session: &Session, manifest: &Manifest, folder: &ReportFolder) -> Result<()> {
        if session.edition(Format::Csv) == Edition::Working {
            write_past(folder, &self.past, &self.closed)?;
            folder.write("duplicates.csv", &self.duplicates)?;
        }
        pages(session, &self.checked, manifest, folder)
    }

    fn rows(&self, name: &str) -> Result<Option<Vec<u8>>> {
        Ok((name == "duplicates").then(|| self.duplicates.clone()))
    }
}

/// Writes all files but the rows of the duplicates.
///
/// # Errors
/// Where the disk says no.
pub(crate) fn pages(
    session: &Session,
    checked: &Checked,
    manifest: &Manifest,
    folder: &ReportFolder,
) -> Result<()> {
    let show = |format, file: &str| -> Result<()> {
        let bytes = show::render(session, &checked.audit, manifest, format, session.edition(format))?;
        folder.write(file, &bytes)
    };
    let public = session.edition(Format::Csv) == Edition::Public;
    // Rows of lists are persons; rows of a table of precincts are none.
    let of_lists = if public { &[][..] } else { &checked.rejects.of_lists };
    let rejects: Vec<&Reject> = of_lists.iter().chain(&checked.rejects.of_precincts).collect();
    // The JSON document takes longer than the others together, so these are made beside it.
    std::thread::scope(|scope| {
        let document = scope.spawn(|| show(Format::Json, "summary.json"));
        let others = show(Format::Csv, "findings.csv")
            .and_then(|()| show(Format::Html, "report.html"))
            .and_then(|()| match rejects.as_slice() {
                [] if public => Ok(()),
                rejects => {
                    folder.write("rejects.csv", &rejects_csv(session.common.reveal, rejects.iter().copied())?)
                }
            });
        match document.join() {
            Ok(written) => written.and(others),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// `rejects.csv`, in a folder that shows names in full where `reveal` says so.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn rejects_csv<'r>(
    reveal: bool,
    rejects: impl IntoIterator<Item = &'r Reject>,
) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let headings = ["file", "row", "column", "reason", "expected", "found_shape"];
    let mut writer = CsvWriter::marked(reveal, &mut bytes, CsvTarget::Stream, headings)?;
    for reject in rejects {
        let record: [Value; 6] = [
            reject.file.as_str().into(),
            reject.row.into(),
            reject.column.as_str().into(),
            reject.reason.code().into(),
            reject.expected.as_str().into(),
            reject.found_shape.as_str().into(),
        ];
        writer.record(&record)?;
    }
    writer.finish()?;
    Ok(bytes)
}
