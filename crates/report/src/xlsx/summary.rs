//! The first sheet: what was found, and how to check it.

use rust_xlsxwriter::Worksheet;
use tizim_evidence::{Audit, Format as Wording, Severity, Value};

use super::book::Book;
use super::formats::number_format;
use super::pen::Pen;
use crate::html::in_groups;
use crate::{Report, ReportError, words};

impl Book<'_> {
    /// Adds the first sheet: what was found, figures, how many findings of each severity, notes, and the manifest.
    pub(super) fn summary(&mut self, report: &Report<'_>, audit: &Audit) -> Result<(), ReportError> {
        let name = report.catalogue.word("report.sheet.summary");
        let (pen, sheet, _) = self.add(name)?;
        for (column, width) in [58, 44, 14, 14, 14, 50, 14, 50, 76].into_iter().enumerate() {
            sheet.set_column_width(column as u16, width)?;
        }
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        let mut row = pen.names_mark(sheet, 0)?;
        pen.styled(sheet, row, 0, &pen.say(&audit.title), &pen.title)?;
        let (edition, means) = words::edition(report.catalogue, report.edition, words::holds_persons(audit));
        pen.string(sheet, row + 1, 0, &pen.say(&words::rules_of(&report.profile.title)))?;
        pen.string(sheet, row + 2, 0, &format!("{edition}. {means}"))?;
        row += 4;
        for sentence in &audit.summary {
            pen.string(sheet, row, 0, &pen.say(sentence))?;
            row += 1;
        }
        row = pen.figures(sheet, audit, row + 1)?;
        row = pen.severities(sheet, audit, row + 2)?;
        row += 2;
        pen.styled(sheet, row, 0, pen.words.notes, &pen.heading)?;
        for note in &audit.notes {
            row += 1;
            pen.string(sheet, row, 0, &pen.say(note))?;
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
            self.string(sheet, row, 0, &self.say(&figure.label))?;
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
                self.string(sheet, row, 5, &source.citation())?;
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
        let words = &self.words;
        self.styled(sheet, first, 0, words.manifest, &self.title)?;
        let mut row = first + 1;
        let program = format!("{} {}", manifest.tool, manifest.version);
        let seed = manifest.seed.to_string();
        let profile_blake3 = in_groups(&manifest.profile_blake3);
        let facts = [
            (words.command, Some(manifest.command.as_str())),
            (words.version, Some(&program)),
            (words.schema, Some(audit.schema)),
            (words.profile, Some(&manifest.profile)),
            (words.profile_blake3, Some(&profile_blake3)),
            (words.seed, Some(&seed)),
            (words.key_id, manifest.key_id.as_deref()),
            (words.created, manifest.created.as_deref()),
        ];
        for (name, value) in facts {
            let Some(value) = value else { continue };
            self.string(sheet, row, 0, name)?;
            self.styled(sheet, row, 1, value, &self.wrapped)?;
            row += 1;
        }
        for setting in &manifest.settings {
            self.string(sheet, row, 0, &format!("{}: {}", words.setting, setting.name))?;
            self.styled(sheet, row, 1, &setting.value, &self.wrapped)?;
            row += 1;
        }
        row += 1;
        let headings = [
            words.role,
            words.name,
            words.bytes,
            words.rows_read,
            words.rows_taken,
            words.rows_rejected,
            words.rows_set_aside,
            words.read_as,
            words.blake3,
        ];
        self.headings(sheet, row, headings)?;
        for input in &manifest.inputs {
            row += 1;
            self.string(sheet, row, 0, &input.role)?;
            self.string(sheet, row, 1, &input.name)?;
            let bytes = Value::from(input.bytes);
            let counts =
                [&bytes, &input.rows_read, &input.rows_taken, &input.rows_rejected, &input.rows_set_aside];
            for (column, count) in counts.into_iter().enumerate() {
                let format = number_format(Wording::Natural, count);
                self.value(sheet, row, column as u16 + 2, count, &format, Wording::Natural)?;
            }
            self.string(sheet, row, 7, &input.read_as)?;
            self.string(sheet, row, 8, &in_groups(&input.blake3))?;
        }
        Ok(())
    }
}
