//! Cells in the styles of the workbook.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet};
use tizim_evidence::{Format as Wording, Message, Show, Value};

use super::formats::number_format;
use crate::csv_record::plain;
use crate::words::Words;
use crate::{Report, ReportError, visible};

/// Characters that a cell holds.
const MAX_CHARACTERS: usize = 32_767;

/// Writes cells in the styles of the workbook.
pub(super) struct Pen<'a> {
    pub(super) report: &'a Report<'a>,
    pub(super) show: Show<'a>,
    pub(super) words: Words<'a>,
    pub(super) heading: Format,
    pub(super) title: Format,
    pub(super) warning: Format,
    pub(super) wrapped: Format,
    pub(super) max_rows: u32,
}

impl<'a> Pen<'a> {
    pub(super) fn new(report: &'a Report<'a>, max_rows: u32) -> Self {
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

    pub(super) fn say(&self, message: &Message) -> String {
        self.report.catalogue.text(message)
    }

    /// The text as a cell holds it: nothing that acts, and not longer than a cell may be.
    pub(super) fn fitted(&self, text: &str) -> String {
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

    pub(super) fn string(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
    ) -> Result<(), ReportError> {
        sheet.write_string(row, column, self.fitted(text))?;
        Ok(())
    }

    pub(super) fn styled(
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
    pub(super) fn names_mark(&self, sheet: &mut Worksheet, row: u32) -> Result<u32, ReportError> {
        if !self.report.reveal {
            return Ok(0);
        }
        self.styled(sheet, row, 0, self.words.revealed, &self.warning)?;
        Ok(1)
    }

    /// Headings, then records until the sheet is full; says in the last row how many are left.
    pub(super) fn rows<const N: usize>(
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

    pub(super) fn left(&self, sheet: &mut Worksheet, row: u32, left: u64) -> Result<(), ReportError> {
        if left > 0 {
            let message = Message::new("report.sheet.rows_left").with("count", left);
            self.styled(sheet, row + 1, 0, &self.say(&message), &self.warning)?;
        }
        Ok(())
    }

    /// A value as a cell: numbers as numbers, words as strings, what was not established as nothing.
    pub(super) fn value(
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
            Value::Interval(_)
            | Value::Word { .. }
            | Value::Named { .. }
            | Value::Day(_)
            | Value::Code { .. }
            | Value::List(_) => {
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
