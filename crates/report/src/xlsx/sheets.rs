//! The sheets of a workbook: summary, findings, tables, manifest.

use rust_xlsxwriter::{Format, Worksheet};
use tizim_evidence::{Audit, Format as Wording, Severity, Table, Value};

use super::formats::{column_format, is_broken_count, number_format};
use super::pen::Pen;
use crate::ReportError;
use crate::csv_out::{FINDING_HEADINGS, finding_records};
use crate::html::in_groups;
use crate::words;

impl Pen<'_> {
    pub(super) fn summary(&self, sheet: &mut Worksheet, audit: &Audit) -> Result<(), ReportError> {
        sheet
            .set_column_width(0, 58)?
            .set_column_width(1, 22)?
            .set_column_width(2, 14)?
            .set_column_width(3, 60)?;
        let catalogue = self.report.catalogue;
        let mut row = self.names_mark(sheet, 0)?;
        self.styled(sheet, row, 0, &self.say(&audit.title), &self.title)?;
        let (edition, means) = words::edition(catalogue, self.report.edition, words::holds_persons(audit));
        self.string(sheet, row + 1, 0, &self.say(&words::rules_of(&self.report.profile.title)))?;
        self.string(sheet, row + 2, 0, &format!("{edition}. {means}"))?;
        row += 4;
        for sentence in &audit.summary {
            self.string(sheet, row, 0, &self.say(sentence))?;
            row += 1;
        }
        row = self.figures(sheet, audit, row + 1)?;
        row = self.severities(sheet, audit, row + 2)?;
        row += 2;
        self.styled(sheet, row, 0, self.words.notes, &self.heading)?;
        for note in &audit.notes {
            row += 1;
            self.string(sheet, row, 0, &self.say(note))?;
        }
        Ok(())
    }

    /// The figures from this row on; the last row of theirs.
    fn figures(&self, sheet: &mut Worksheet, audit: &Audit, first: u32) -> Result<u32, ReportError> {
        let mut row = first;
        for (column, heading) in [self.words.figure, self.words.value, self.words.status, self.words.source]
            .into_iter()
            .enumerate()
        {
            self.styled(sheet, row, column as u16, heading, &self.heading)?;
        }
        for figure in &audit.figures {
            row += 1;
            let status = words::status_of(figure);
            self.string(sheet, row, 0, &self.say(&figure.label))?;
            match &figure.value {
                value if value.is_missing() => self.string(sheet, row, 1, self.show.missing())?,
                value => self.value(
                    sheet,
                    row,
                    1,
                    value,
                    &number_format(Wording::named(figure.format), value),
                    Wording::named(figure.format),
                )?,
            }
            self.string(sheet, row, 2, words::status(self.report.catalogue, status))?;
            if let Some(source) = &figure.source {
                self.string(sheet, row, 3, &source.citation())?;
            }
        }
        Ok(row)
    }

    /// How many findings there are by severity, from this row on; the last row of theirs.
    fn severities(&self, sheet: &mut Worksheet, audit: &Audit, first: u32) -> Result<u32, ReportError> {
        let mut row = first;
        self.styled(sheet, row, 0, self.words.severity, &self.heading)?;
        self.styled(sheet, row, 1, self.words.found, &self.heading)?;
        for severity in Severity::ALL.into_iter().rev() {
            row += 1;
            let lines = audit.findings.iter().filter(|finding| finding.severity == severity).count();
            self.string(sheet, row, 0, words::severity(self.report.catalogue, severity))?;
            sheet.write_number(row, 1, lines as f64)?;
        }
        Ok(row)
    }

    pub(super) fn findings(&self, sheet: &mut Worksheet, audit: &Audit) -> Result<(), ReportError> {
        for (column, width) in [11, 11, 12, 18, 8, 70, 30, 22, 14, 9, 22, 40].into_iter().enumerate() {
            sheet.set_column_width(column as u16, width)?;
        }
        let first = self.names_mark(sheet, 0)?;
        let records = audit.findings.iter().flat_map(|finding| finding_records(self.report, finding));
        self.rows(sheet, FINDING_HEADINGS, records, first)?;
        Ok(())
    }

    pub(super) fn table(&self, sheet: &mut Worksheet, table: &Table) -> Result<(), ReportError> {
        let table = table.without_empty_columns();
        let mut first = self.names_mark(sheet, 0)?;
        self.styled(sheet, first, 0, &self.say(&table.title), &self.title)?;
        first += 1;
        if let Some(note) = &table.note {
            self.string(sheet, first, 0, &self.say(note))?;
            first += 1;
        }
        for (number, column) in table.columns.iter().enumerate() {
            let heading = self.say(&column.title);
            self.styled(sheet, first, number as u16, &heading, &self.heading)?;
            let wording = Wording::of(column.kind);
            let cells = table.rows.iter().take(500).filter_map(|row| row.get(number));
            let widest =
                cells.map(|value| self.show.value(value, wording).chars().count()).max().unwrap_or(0);
            let word = heading.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
            sheet.set_column_width(number as u16, (widest.max(word) + 3).clamp(8, 60) as f64)?;
        }
        if table.columns.is_empty() {
            return Ok(());
        }
        sheet.set_freeze_panes(first + 1, 0)?;
        let room = self.max_rows.saturating_sub(first + 2) as usize;
        let formats: Vec<Format> = table.columns.iter().map(|column| column_format(column.kind)).collect();
        let fraction = Format::new().set_num_format("#,##0.0###");
        let mut row = first;
        for record in table.rows.iter().take(room) {
            row += 1;
            for (number, (column, value)) in table.columns.iter().zip(record).enumerate() {
                let format = if is_broken_count(column.kind, value) { &fraction } else { &formats[number] };
                self.value(sheet, row, number as u16, value, format, Wording::of(column.kind))?;
            }
        }
        sheet.autofilter(first, 0, row.max(first + 1), (table.columns.len() as u16).saturating_sub(1))?;
        self.left(sheet, row, table.rows.len().saturating_sub(room) as u64)
    }

    pub(super) fn manifest(&self, sheet: &mut Worksheet, audit: &Audit) -> Result<(), ReportError> {
        sheet.set_column_width(0, 24)?.set_column_width(1, 44)?.set_column_width(2, 14)?;
        let manifest = &*self.report.shown_manifest();
        let mut row = self.names_mark(sheet, 0)?;
        let program = format!("{} {}", manifest.tool, manifest.version);
        let seed = manifest.seed.to_string();
        let profile_blake3 = in_groups(&manifest.profile_blake3);
        let facts = [
            (self.words.command, Some(manifest.command.as_str())),
            (self.words.version, Some(&program)),
            (self.words.schema, Some(audit.schema)),
            (self.words.profile, Some(&manifest.profile)),
            (self.words.profile_blake3, Some(&profile_blake3)),
            (self.words.seed, Some(&seed)),
            (self.words.key_id, manifest.key_id.as_deref()),
            (self.words.created, manifest.created.as_deref()),
        ];
        for (name, value) in facts {
            let Some(value) = value else { continue };
            self.string(sheet, row, 0, name)?;
            self.styled(sheet, row, 1, value, &self.wrapped)?;
            row += 1;
        }
        for setting in &manifest.settings {
            self.string(sheet, row, 0, &format!("{}: {}", self.words.setting, setting.name))?;
            self.styled(sheet, row, 1, &setting.value, &self.wrapped)?;
            row += 1;
        }
        row += 1;
        let words = &self.words;
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
        for (column, heading) in headings.into_iter().enumerate() {
            self.styled(sheet, row, column as u16, heading, &self.heading)?;
        }
        sheet.set_column_width(7, 50)?.set_column_width(8, 76)?;
        for input in &manifest.inputs {
            row += 1;
            self.string(sheet, row, 0, &input.role)?;
            self.string(sheet, row, 1, &input.name)?;
            let bytes = Value::from(input.bytes);
            let counts =
                [&bytes, &input.rows_read, &input.rows_taken, &input.rows_rejected, &input.rows_set_aside];
            for (column, count) in counts.into_iter().enumerate() {
                self.value(sheet, row, column as u16 + 2, count, &Format::new(), Wording::Natural)?;
            }
            self.string(sheet, row, 7, &input.read_as)?;
            self.string(sheet, row, 8, &in_groups(&input.blake3))?;
        }
        Ok(())
    }
}
