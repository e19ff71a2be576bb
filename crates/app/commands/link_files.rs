//! The files that a search for probable duplicates writes into its folder.

use anyhow::Result;
use serde::Serialize;
use tizim_evidence::{Audit, Manifest, Value};
use tizim_report::{CsvTarget, CsvWriter, Edition};
use tizim_rolls::{Answer, LinkModel, LinkedLists, LinkedPair, Since, Standing};

use crate::arguments::Format;
use crate::commands::past_files::write_past;
use crate::folder::ReportFolder;
use crate::found::Found;
use crate::inputs::past::PastInputs;
use crate::session::Session;
use crate::show;

/// Pairs that are kept until they are shown.
pub(crate) struct LinkFound {
    pub(crate) linked: LinkedLists,
    pub(crate) past: PastInputs,
    pub(crate) manifest: Manifest,
}

impl Found for LinkFound {
    fn audit(&self) -> &Audit {
        &self.linked.audit
    }

    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn is_folder(&self) -> bool {
        true
    }

    /// The workbook of the working edition has a sheet of all pairs.
    fn refuses(&self, format: Format, edition: Edition) -> bool {
        format == Format::Xlsx && edition == Edition::Working
    }

    fn write(&self, session: &Session, manifest: &Manifest, folder: &ReportFolder) -> Result<()> {
        write(session, folder, (&self.linked, &self.past), manifest)
    }

    fn rows(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let LinkedLists { columns, pairs, households, .. } = &self.linked;
        Ok(match name {
            "pairs" => Some(pairs_csv(false, columns, pairs)?),
            "households" => Some(pairs_csv(false, columns, households)?),
            "clusters" => Some(clusters_csv(false, &self.linked)?),
            _ => None,
        })
    }
}

/// Writes all files of the report: those about rows only where rows about persons may stand.
///
/// # Errors
/// Where the disk says no.
pub(crate) fn write(
    session: &Session,
    folder: &ReportFolder,
    (linked, past): (&LinkedLists, &PastInputs),
    manifest: &Manifest,
) -> Result<()> {
    if session.edition(Format::Csv) == Edition::Working {
        let reveal = session.common.reveal;
        folder.write("pairs.csv", &pairs_csv(reveal, &linked.columns, &linked.pairs)?)?;
        folder.write("households.csv", &pairs_csv(reveal, &linked.columns, &linked.households)?)?;
        folder.write("clusters.csv", &clusters_csv(reveal, linked)?)?;
        let mut model = serde_json::to_vec_pretty(&Marked { revealed: reveal, model: &linked.model })?;
        model.push(b'\n');
        folder.write("model.json", &model)?;
        write_past(folder, past, &linked.closed)?;
        if let Some(review) = &linked.review {
            for (format, file) in [(Format::Csv, "review.csv"), (Format::Xlsx, "review.xlsx")] {
                folder.write(file, &show::render(session, review, manifest, format, Edition::Working)?)?;
            }
        }
    }
    for (format, file) in
        [(Format::Json, "summary.json"), (Format::Csv, "findings.csv"), (Format::Html, "report.html")]
    {
        let bytes = show::render(session, &linked.audit, manifest, format, session.edition(format))?;
        folder.write(file, &bytes)?;
    }
    Ok(())
}

/// Columns of all pairs, before and behind those of the comparisons.
const BEFORE: [&str; 7] =
    ["left_file", "left_row", "right_file", "right_row", "probability", "weight", "code"];
const BEHIND: [&str; 8] =
    ["token_left", "token_right", "values_left", "values_right", "since", "state", "decision", "lead"];

/// What a pair is, in each of its rows: such a table is passed on without the page that says so.
const LEAD: &str = "a lead, not a finding";

/// A model among files that show names.
#[derive(Serialize)]
struct Marked<'m> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    revealed: bool,
    #[serde(flatten)]
    model: &'m LinkModel,
}

fn pairs_csv(reveal: bool, columns: &[String], pairs: &[LinkedPair]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let headings = BEFORE.into_iter().chain(columns.iter().map(String::as_str)).chain(BEHIND);
    let mut writer = CsvWriter::marked(reveal, &mut bytes, CsvTarget::Stream, headings)?;
    for pair in pairs {
        writer.with(|mut record| {
            record.text(&pair.left.file).count(pair.left.row).text(&pair.right.file).count(pair.right.row);
            record.value(&rounded(pair.probability, 1e6)).value(&rounded(pair.weight, 1e3));
            record.word(pair.code.word());
            for level in &pair.levels {
                record.text(level);
            }
            record.text(pair.tokens[0].as_str()).text(pair.tokens[1].as_str());
            for place in [0, 1] {
                record.text(pair.values.as_ref().map_or("", |values| values[place].as_str()));
            }
            record.word(pair.since.map_or("", Since::word)).word(pair.standing.map_or("", Standing::word));
            record.word(pair.standing.and_then(Standing::cleared).map_or("", Answer::word)).text(LEAD);
            record.end();
        })?;
    }
    writer.finish()?;
    Ok(bytes)
}

/// A number in so many parts of one.
fn rounded(number: f64, parts: f64) -> Value {
    ((number * parts).round() / parts).into()
}

fn clusters_csv(reveal: bool, linked: &LinkedLists) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let headings = ["cluster", "file", "row", "token"];
    let mut writer = CsvWriter::marked(reveal, &mut bytes, CsvTarget::Stream, headings)?;
    for row in &linked.clusters {
        writer.with(|mut record| {
            record.count(row.cluster).text(&row.at.file).count(row.at.row).text(row.token.as_str());
            record.end();
        })?;
    }
    writer.finish()?;
    Ok(bytes)
}
