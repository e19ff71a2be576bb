//! `differences.csv`, and one file for each region, written as the lines come.

use std::collections::BTreeMap;
use std::io;

use anyhow::{Context, Result};
use tizim_report::{CsvRecord, CsvTarget, CsvWriter};
use tizim_rolls::reconcile::{DifferenceForm, DifferenceLine, DifferenceSink, Side};

use crate::file_names::file_names;
use crate::folder::ReportFolder;
use crate::output::NewFile;

/// The file of all differences.
const ALL: &str = "differences.csv";

const HEADINGS: [&str; 14] = [
    "what",
    "fields",
    "numbers",
    "explained",
    "file_a",
    "row_a",
    "region_a",
    "precinct_a",
    "file_b",
    "row_b",
    "region_b",
    "precinct_b",
    "token",
    "person",
];

/// The files of differences.
pub(crate) struct DifferenceFiles<'f> {
    folder: &'f ReportFolder,
    reveal: bool,
    all: CsvWriter<NewFile>,
    split: bool,
    /// The name of each region's file, by the number of the region.
    names: Vec<String>,
    regions: BTreeMap<String, CsvWriter<NewFile>>,
}

impl<'f> DifferenceFiles<'f> {
    /// Creates the file of all differences; `reveal` says that they hold names in full.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn create(folder: &'f ReportFolder, reveal: bool, split: bool) -> Result<Self> {
        Ok(Self {
            folder,
            reveal,
            all: create(folder, reveal, ALL)?,
            split,
            names: Vec::new(),
            regions: BTreeMap::new(),
        })
    }

    /// Ends all files.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn finish(self) -> Result<()> {
        let files = self.regions.into_iter().chain([(ALL.to_owned(), self.all)]);
        for (name, writer) in files {
            let file = writer.finish().with_context(|| format!("`{name}` could not be written"))?;
            self.folder.keep(&name, &file)?;
        }
        Ok(())
    }

    fn of_region(&mut self, region: u32, form: &[u8]) -> Result<()> {
        let Some(name) = self.names.get(region as usize) else { return Ok(()) };
        if !self.regions.contains_key(name) {
            self.regions.insert(name.clone(), create(self.folder, self.reveal, name)?);
        }
        if let Some(writer) = self.regions.get_mut(name) {
            writer.with(|record| record.end_with_record(form))?;
        }
        Ok(())
    }
}

fn create(folder: &ReportFolder, reveal: bool, name: &str) -> Result<CsvWriter<NewFile>> {
    Ok(CsvWriter::marked(reveal, folder.create(name)?, CsvTarget::Stream, HEADINGS)?)
}

impl DifferenceSink for DifferenceFiles<'_> {
    fn begin(&mut self, regions: &[&str]) -> io::Result<()> {
        self.names = file_names("regions", "csv", regions);
        Ok(())
    }

    fn form(&self) -> DifferenceForm {
        write
    }

    fn take(&mut self, regions: [Option<u32>; 2], form: &[u8]) -> io::Result<()> {
        self.all.with(|record| record.end_with_record(form)).map_err(io::Error::other)?;
        if self.split {
            let [left, right] = regions;
            for region in [left, right.filter(|right| Some(*right) != left)].into_iter().flatten() {
                self.of_region(region, form).map_err(io::Error::other)?;
            }
        }
        Ok(())
    }
}

/// Appends a line to what is kept of a batch.
fn write(line: &DifferenceLine<'_>, form: &mut Vec<u8>) {
    let side = Side::BOTH.into_iter().find(|side| line.rows[side.list()].is_some());
    let mut record = CsvRecord::new(form);
    record.word(line.what.word(side)).text(&joined(line.fields.iter().map(|field| field.word().to_owned())));
    record.word(line.numbers.map_or("", tizim_rolls::reconcile::Numbers::word));
    record.text(&joined(line.explained.iter().map(ToString::to_string)));
    for row in &line.rows {
        match row {
            Some(row) => record.text(row.file).count(row.row).text(row.region).text(row.precinct),
            None => record.word("").word("").word("").word(""),
        };
    }
    record.text(line.token).text(line.person);
    record.end();
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}
