//! The first sheet: what was found, and how to check it.

use rust_xlsxwriter::{FormatAlign, Worksheet};
use tizim_evidence::{Audit, Format as Wording, InputRecord, Severity, Value};

use super::book::Book;
use super::formats::number_format;
use super::pen::{Pen, height};
use crate::html::in_groups;
use crate::{Report, ReportError, words};

/// The first column and its width, in characters.
const FIRST: (u16, u16) = (0, 90);

impl Book<'_> {
    /// Adds the first sheet: what was found, figures, how many findings of each severity, notes, and the manifest.
    pub(super) fn summary(&mut self, report: &Report<'_>, audit: &Audit) -> Result<(), ReportError> {
        let name = report.catalogue.word("report.sheet.summary");
        let (pen, sheet, _) = self.add(name)?;
        for (column, width) in [FIRST.1, 26, 14, 14, 14, 44, 12, 12, 42].into_iter().enumerate() {
            sheet.set_column_width(column as u16, f64::from(width))?;
        }
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        let mut row = pen.names_mark(sheet, 0)?;
        pen.styled(sheet, row, 0, &pen.say(&audit.title), &pen.title)?;
        let (edition, means) =
            words::edition(report.catalogue, report.edition, (words::holds_persons(audit), audit.counted));
        let rules = pen.say(&words::rules_of(&report.profile.title));
        pen.sentence(sheet, row + 1, FIRST, &rules)?;
        pen.sentence(sheet, row + 2, FIRST, &format!("{edition}. {means}"))?;
        row += 4;
        for sentence in &audit.summary {
            pen.sentence(sheet, row, FIRST, &pen.say(sentence))?;
            row += 1;
        }
        row = pen.figures(sheet, audit, row + 1)?;
        row = pen.severities(sheet, audit, row + 2)?;
        row += 2;
        pen.styled(sheet, row, 0, pen.words.notes, &pen.heading)?;
        for note in &audit.notes {
            row += 1;
            pen.sentence(sheet, row, FIRST, &pen.say(note))?;
        }
        pen.manifest(sheet, report, audit, row + 2)
    }
}

impl Pen<'_> {
    /// The figures from this row on; the last row of theirs.
    fn figures(&self, sheet: &mut Worksheet, audit: &Audit, first: u32) -> Result<u32, ReportError> {
        let mut row = first;
        let words = &self.words;
        self.headings(
            sheet,
            row,
            [words.figure, words.value, words.low, words.high, words.status, words.source],
        )?;
        for figure in &audit.figures {
            row += 1;
            let status = words::status_of(figure);
            let wording = Wording::named(figure.format);
            self.sentence(sheet, row, FIRST, &self.say(&figure.label))?;
            match &figure.value {
                value if value.is_missing() => self.string(sheet, row, 1, self.show.missing())?,
                value => self.value(sheet, row, 1, value, &number_format(wording, value), wording)?,
            }
            if let Value::Interval(bounds) = &figure.value {
                for (column, bound) in [(2, bounds.low), (3, bounds.high)] {
                    let bound = Value::Real(bound);
                    self.value(sheet, row, column, &bound, &number_format(wording, &bound), wording)?;
                }
            }
            self.string(sheet, row, 4, words::status(self.catalogue, status))?;
            if let Some(source) = &figure.source {
                self.styled(sheet, row, 5, &source.citation(), &self.wrapped)?;
            }
        }
        Ok(row)
    }

    /// How many findings there are by severity, from this row on; the last row of theirs.
    fn severities(&self, sheet: &mut Worksheet, audit: &Audit, first: u32) -> Result<u32, ReportError> {
        let mut row = first;
        self.headings(sheet, row, [self.words.severity, self.words.found])?;
        for severity in Severity::ALL.into_iter().rev() {
            row += 1;
            let lines = audit.findings.iter().filter(|finding| finding.severity == severity).count();
            self.string(sheet, row, 0, words::severity(self.catalogue, severity))?;
            self.value(sheet, row, 1, &lines.into(), &self.plain, Wording::Natural)?;
        }
        Ok(row)
    }

    /// The manifest from this row on.
    fn manifest(
        &self,
        sheet: &mut Worksheet,
        report: &Report<'_>,
        audit: &Audit,
        first: u32,
    ) -> Result<(), ReportError> {
        let manifest = &*report.shown_manifest();
        let said = &self.words;
        self.styled(sheet, first, 0, said.manifest, &self.title)?;
        let mut row = first + 1;
        let program = format!("{} {}", manifest.tool, manifest.version);
        let seed = manifest.seed.to_string();
        let profile_blake3 = in_groups(&manifest.profile_blake3);
        let facts = [
            (said.command, Some(manifest.command.as_str())),
            (said.version, Some(&program)),
            (said.schema, Some(audit.schema)),
            (said.profile, Some(&manifest.profile)),
            (said.profile_blake3, Some(&profile_blake3)),
            (said.seed, Some(&seed)),
            (said.key_id, manifest.key_id.as_deref()),
            (said.created, manifest.created.as_deref()),
        ];
        for (name, value) in facts {
            let Some(value) = value else { continue };
            self.string(sheet, row, 0, name)?;
            self.styled(sheet, row, 1, value, &self.wrapped)?;
            row += 1;
        }
        for setting in &manifest.settings {
            self.string(sheet, row, 0, &format!("{}: {}", said.setting, setting.name))?;
            self.styled(sheet, row, 1, &setting.value, &self.wrapped)?;
            row += 1;
        }
        self.inputs(sheet, &manifest.inputs, row + 1)
    }

    /// The files that were read, from this row on.
    fn inputs(&self, sheet: &mut Worksheet, inputs: &[InputRecord], mut row: u32) -> Result<(), ReportError> {
        let said = &self.words;
        let headings = [
            said.name,
            said.role,
            said.bytes,
            said.rows_read,
            said.rows_taken,
            said.read_as,
            said.rows_rejected,
            said.rows_set_aside,
            said.blake3,
        ];
        self.headings(sheet, row, headings)?;
        for input in inputs {
            row += 1;
            let blake3 = in_groups(&input.blake3);
            let role = words::role(self.catalogue, &input.role);
            let texts =
                [(0, input.name.as_str()), (1, role), (5, input.read_as.as_str()), (8, blake3.as_str())];
            let bytes = Value::from(input.bytes);
            let counts = [
                (2, &bytes),
                (3, &input.rows_read),
                (4, &input.rows_taken),
                (6, &input.rows_rejected),
                (7, &input.rows_set_aside),
            ];
            sheet.set_row_height(row, height(2))?;
            for (column, text) in texts {
                self.styled(sheet, row, column, text, &self.wrapped)?;
            }
            for (column, count) in counts {
                let format = number_format(Wording::Natural, count).set_align(FormatAlign::Top);
                self.value(sheet, row, column, count, &format, Wording::Natural)?;
            }
        }
        Ok(())
    }
}
