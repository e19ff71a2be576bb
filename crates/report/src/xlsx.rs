//! A workbook: Summary, Findings, one sheet per table, Manifest.
//!
//! Every text is written as a string, so that nothing is ever a formula or a link. A value that was not
//! established is an empty cell; bounds are a text. The workbook names no author, host or time: its creation
//! date is fixed, so that the same report gives the same bytes.

use std::collections::BTreeSet;
use std::io::{Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use tizim_evidence::{Audit, ColumnKind, Exhibit, Message, Severity, Table, Value};

use crate::csv_out::{FINDING_HEADINGS, finding_records};
use crate::csv_record::plain;
use crate::html::in_groups;
use crate::words::{self, Words};
use crate::{Report, ReportError, visible};
use tizim_evidence::{Format as Wording, Show};

/// Rows that a worksheet holds.
const MAX_ROWS: u32 = 1_048_576;
/// Characters that a cell holds.
const MAX_CHARACTERS: usize = 32_767;

/// Writes the report as a workbook.
///
/// A worksheet holds 1,048,576 rows; where a table has more, its last row says how many are left. A text of
/// more than 32,767 characters is cut, and says so.
///
/// # Errors
/// Where the writer fails.
pub fn xlsx(report: &Report<'_>, writer: impl Write + Seek + Send) -> Result<(), ReportError> {
    let audit = report.view();
    let mut workbook = build(report, &audit, MAX_ROWS)?;
    workbook.save_to_writer(writer)?;
    Ok(())
}

fn build(report: &Report<'_>, audit: &Audit, max_rows: u32) -> Result<Workbook, ReportError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let pen = Pen::new(report, max_rows);
    let catalogue = report.catalogue;
    let mut names = BTreeSet::new();
    let summary = workbook.add_worksheet();
    summary.set_name(sheet_name(catalogue.word("report.sheet.summary"), &mut names))?;
    pen.summary(summary, audit)?;
    let findings = workbook.add_worksheet();
    findings.set_name(sheet_name(catalogue.word("report.sheet.findings"), &mut names))?;
    pen.findings(findings, audit)?;
    // The name is taken before the tables ask for theirs.
    let manifest_name = sheet_name(catalogue.word("report.sheet.manifest"), &mut names);
    for exhibit in &audit.exhibits {
        if let Exhibit::Table(table) = exhibit {
            let sheet = workbook.add_worksheet();
            sheet.set_name(sheet_name(table.id, &mut names))?;
            pen.table(sheet, table)?;
        }
    }
    let manifest = workbook.add_worksheet();
    manifest.set_name(manifest_name)?;
    pen.manifest(manifest, audit)?;
    Ok(workbook)
}

/// A name that Excel takes for a sheet: at most 31 characters, none of `[]:*?/\`, and not taken.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let safe = |character: char| {
        let forbidden = matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        if forbidden || crate::visible::acts(character) { '-' } else { character }
    };
    let base: String = wanted.chars().map(safe).take(28).collect();
    let base = if base.trim().is_empty() { "-".to_owned() } else { base };
    let mut name = base.clone();
    let mut number = 2;
    // `History` is a name that Excel keeps for itself.
    while name.eq_ignore_ascii_case("history") || !taken.insert(name.to_lowercase()) {
        name = format!("{} {number}", base.chars().take(24).collect::<String>());
        number += 1;
    }
    name
}

/// Writes cells in the styles of the workbook.
struct Pen<'a> {
    report: &'a Report<'a>,
    show: Show<'a>,
    words: Words<'a>,
    heading: Format,
    title: Format,
    warning: Format,
    wrapped: Format,
    max_rows: u32,
}

impl<'a> Pen<'a> {
    fn new(report: &'a Report<'a>, max_rows: u32) -> Self {
        Self {
            report,
            show: Show::new(report.catalogue),
            words: Words::new(report.catalogue),
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin),
            title: Format::new().set_bold().set_font_size(14),
            warning: Format::new().set_bold().set_font_color("#9B1C1C"),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            max_rows,
        }
    }

    fn say(&self, message: &Message) -> String {
        self.report.catalogue.text(message)
    }

    /// The text as a cell holds it: nothing that acts, and not longer than a cell may be.
    fn fitted(&self, text: &str) -> String {
        let shown = visible(text);
        // Excel counts UTF-16 units.
        let length = shown.encode_utf16().count();
        if length <= MAX_CHARACTERS {
            return shown.into_owned();
        }
        let mark = self.say(&Message::new("report.value.cut").with("length", length));
        let room = MAX_CHARACTERS - mark.encode_utf16().count();
        let mut used = 0;
        let kept = shown.chars().take_while(|character| {
            used += character.len_utf16();
            used <= room
        });
        kept.collect::<String>() + &mark
    }

    fn string(&self, sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), ReportError> {
        sheet.write_string(row, column, self.fitted(text))?;
        Ok(())
    }

    fn styled(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
        style: &Format,
    ) -> Result<(), ReportError> {
        sheet.write_string_with_format(row, column, self.fitted(text), style)?;
        Ok(())
    }

    /// The mark of a report with names, where it has any; says how many rows it took.
    fn names_mark(&self, sheet: &mut Worksheet, row: u32) -> Result<u32, ReportError> {
        if !self.report.reveal {
            return Ok(0);
        }
        self.styled(sheet, row, 0, self.words.revealed, &self.warning)?;
        Ok(1)
    }

    fn summary(&self, sheet: &mut Worksheet, audit: &Audit) -> Result<(), ReportError> {
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
        row += 1;
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
            self.string(sheet, row, 2, words::status(catalogue, status))?;
            if let Some(source) = &figure.source {
                self.string(sheet, row, 3, &source.citation())?;
            }
        }
        row += 2;
        self.styled(sheet, row, 0, self.words.severity, &self.heading)?;
        self.styled(sheet, row, 1, self.words.found, &self.heading)?;
        for severity in Severity::ALL.into_iter().rev() {
            row += 1;
            let lines = audit.findings.iter().filter(|finding| finding.severity == severity).count();
            self.string(sheet, row, 0, words::severity(catalogue, severity))?;
            sheet.write_number(row, 1, lines as f64)?;
        }
        row += 2;
        self.styled(sheet, row, 0, self.words.notes, &self.heading)?;
        for note in &audit.notes {
            row += 1;
            self.string(sheet, row, 0, &self.say(note))?;
        }
        Ok(())
    }

    /// Headings, then records until the sheet is full; says in the last row how many are left.
    fn rows<const N: usize>(
        &self,
        sheet: &mut Worksheet,
        headings: [&str; N],
        records: impl Iterator<Item = [Value; N]>,
        first: u32,
    ) -> Result<u32, ReportError> {
        for (column, heading) in headings.into_iter().enumerate() {
            self.styled(sheet, first, column as u16, heading, &self.heading)?;
        }
        sheet.set_freeze_panes(first + 1, 0)?;
        let mut row = first;
        let mut left = 0u64;
        for record in records {
            if row + 2 >= self.max_rows {
                left += 1;
                continue;
            }
            row += 1;
            for (column, value) in record.iter().enumerate() {
                let format = number_format(Wording::Natural, value);
                self.value(sheet, row, column as u16, value, &format, Wording::Natural)?;
            }
        }
        sheet.autofilter(first, 0, row.max(first + 1), (N as u16).saturating_sub(1))?;
        self.left(sheet, row, left)?;
        Ok(row)
    }

    fn left(&self, sheet: &mut Worksheet, row: u32, left: u64) -> Result<(), ReportError> {
        if left > 0 {
            let message = Message::new("report.sheet.rows_left").with("count", left);
            self.styled(sheet, row + 1, 0, &self.say(&message), &self.warning)?;
        }
        Ok(())
    }

    fn findings(&self, sheet: &mut Worksheet, audit: &Audit) -> Result<(), ReportError> {
        for (column, width) in [11, 11, 12, 18, 8, 70, 30, 22, 14, 9, 22, 40].into_iter().enumerate() {
            sheet.set_column_width(column as u16, width)?;
        }
        let first = self.names_mark(sheet, 0)?;
        let records = audit.findings.iter().flat_map(|finding| finding_records(self.report, finding));
        self.rows(sheet, FINDING_HEADINGS, records, first)?;
        Ok(())
    }

    fn table(&self, sheet: &mut Worksheet, table: &Table) -> Result<(), ReportError> {
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

    fn manifest(&self, sheet: &mut Worksheet, audit: &Audit) -> Result<(), ReportError> {
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

    /// A value as a cell: numbers as numbers, words as strings, what was not established as nothing.
    fn value(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        value: &Value,
        format: &Format,
        wording: Wording,
    ) -> Result<(), ReportError> {
        match value {
            // Beyond 2^53 a number of the workbook would lose digits.
            Value::Integer(count) | Value::Persons(count) | Value::Tens(count)
                if count.unsigned_abs() <= 1 << 53 =>
            {
                sheet.write_number_with_format(row, column, *count as f64, format)?;
            }
            Value::Real(real) | Value::Stated(real) if real.is_finite() => {
                sheet.write_number_with_format(row, column, *real, format)?;
            }
            Value::Share(share) => {
                sheet.write_number_with_format(row, column, share.value(), format)?;
            }
            Value::Derived(value) => self.value(sheet, row, column, value, format, wording)?,
            Value::Interval(_) | Value::Word { .. } | Value::Named { .. } | Value::List(_) => {
                self.string(sheet, row, column, &self.show.value(value, wording))?;
            }
            Value::Flag(flag) => {
                sheet.write_boolean(row, column, *flag)?;
            }
            other => {
                let text = plain(other);
                if !text.is_empty() {
                    self.string(sheet, row, column, &text)?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a count is no whole number, such as a quota.
fn is_broken_count(kind: ColumnKind, value: &Value) -> bool {
    kind == ColumnKind::Count && matches!(value, Value::Real(real) if real.fract() != 0.0)
}

fn column_format(kind: ColumnKind) -> Format {
    match kind {
        ColumnKind::Text => Format::new(),
        ColumnKind::Count => Format::new().set_num_format("#,##0"),
        ColumnKind::Share => Format::new().set_num_format("0.0%"),
        ColumnKind::Deviation => Format::new().set_num_format("+0.0%;-0.0%;0.0%"),
        ColumnKind::Estimate => Format::new().set_num_format("#,##0.0###"),
        ColumnKind::Number(decimals) => {
            Format::new().set_num_format(format!("#,##0.{}", "0".repeat(usize::from(decimals.clamp(1, 12)))))
        }
    }
}

fn number_format(wording: Wording, value: &Value) -> Format {
    match (wording, value) {
        (Wording::Percent, _) => Format::new().set_num_format("0.0%"),
        (Wording::Signed, _) => Format::new().set_num_format("+0.0%;-0.0%;0.0%"),
        (Wording::Decimals(decimals), _) if decimals > 0 => {
            Format::new().set_num_format(format!("#,##0.{}", "0".repeat(usize::from(decimals))))
        }
        (Wording::Natural, Value::Integer(_) | Value::Persons(_) | Value::Tens(_)) => {
            Format::new().set_num_format("#,##0")
        }
        _ => Format::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tizim_evidence::{Column, Manifest, Privacy, Profile};

    #[test]
    fn names_of_sheets_are_such_as_excel_takes() {
        let mut taken = BTreeSet::new();
        let mut name = |wanted: &str| sheet_name(wanted, &mut taken);
        assert_eq!(name("districts"), "districts");
        assert_eq!(name("Districts"), "Districts 2");
        assert_eq!(name("a[]:*?/\\'b\n"), "a--------b-");
        assert_eq!(name(&"ж".repeat(40)).chars().count(), 28);
        assert_eq!(name(&"ж".repeat(41)).chars().count(), 26);
        assert_eq!(name("History"), "History 2");
        assert_eq!(name(""), "-");
    }

    #[test]
    fn a_full_sheet_says_how_many_rows_are_left() {
        let catalogue = words::tests::english();
        let profile = "[profile]\nid = 'x'\ntitle = 'X'\ncountry = 'XX'\nelection_day = '2030-03-17'";
        let profile = Profile::from_toml(profile).unwrap();
        let manifest = serde_json::json!({
            "tool": "tizim", "version": "0", "schema_version": 1, "command": "x", "profile": "x",
            "profile_blake3": "", "settings": [], "seed": 0, "key_id": null, "inputs": []
        });
        let manifest: Manifest = serde_json::from_value(manifest).unwrap();
        let mut audit = Audit::new("x/1", Message::new("report.heading.summary"));
        audit.exhibits.push(Exhibit::Table(Table {
            id: "rows",
            title: Message::new("report.column.row"),
            note: None,
            columns: vec![Column::new("row", Message::new("report.column.row"), ColumnKind::Count)],
            rows: (0..30i64).map(|row| vec![row.into()]).collect(),
            privacy: Privacy::Open,
        }));
        let report = Report {
            audit: &audit,
            manifest: &manifest,
            profile: &profile,
            catalogue: &catalogue,
            edition: crate::Edition::Working,
            reveal: false,
        };
        let mut bytes = std::io::Cursor::new(Vec::new());
        build(&report, &audit, 20).unwrap().save_to_writer(&mut bytes).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::Reader::new(bytes).unwrap();
        let range = calamine::Reader::worksheet_range(&mut book, "rows").unwrap();
        assert_eq!(range.height(), 20);
        let last = range.get((19, 0)).unwrap().to_string();
        assert_eq!(last, "A worksheet holds no more rows. 13 more stand in the CSV.");
    }
}
