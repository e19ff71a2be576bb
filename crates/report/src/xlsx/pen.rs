//! Cells in the styles of the workbook.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};
use tizim_evidence::{Catalogue, Format as Wording, Language, Message, Show, Value};

use super::sheet::SheetColumn;
use crate::csv_record::{plain, starts_formula};
use crate::words::Words;
use crate::{ReportError, visible};

/// Characters that a cell holds.
const MAX_CHARACTERS: usize = 32_767;

/// Characters of the name of a sheet, with room for a number behind it.
const LONGEST_NAME: usize = 28;

/// The height of a line, in points.
const LINE_HEIGHT: f64 = 15.0;

/// Lines of a cell that are shown at once.
const MOST_LINES: usize = 12;

/// Columns at least so wide hold sentences, which go on in further lines of their cell.
pub(super) const WIDTH_OF_SENTENCES: u16 = 36;

/// Writes cells in the styles of the workbook.
pub(super) struct Pen<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) revealed: bool,
    pub(super) show: Show<'a>,
    pub(super) words: Words<'a>,
    pub(super) plain: Format,
    pub(super) heading: Format,
    pub(super) to_fill: Format,
    pub(super) typed: Format,
    pub(super) title: Format,
    pub(super) warning: Format,
    pub(super) wrapped: Format,
}

/// The format of the cells of a column.
pub(super) fn of_column(number: Format, column: &SheetColumn) -> Format {
    let top = number.set_align(FormatAlign::Top);
    if column.width >= WIDTH_OF_SENTENCES { top.set_text_wrap() } else { top }
}

/// The height of a row of so many lines, in points; what is longer is seen in the cell itself.
pub(super) fn height(lines: usize) -> f64 {
    LINE_HEIGHT * lines.clamp(1, MOST_LINES) as f64
}

/// Lines that a text takes in a cell of this width.
pub(super) fn lines(text: &str, width: u16) -> usize {
    // Words are not cut, so that a line is never quite full.
    let room = (usize::from(width) * 9 / 10).max(1);
    text.lines().map(|line| line.chars().count().div_ceil(room).max(1)).sum()
}

impl<'a> Pen<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, revealed: bool) -> Self {
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Thin);
        Self {
            catalogue,
            revealed,
            show: Show::new(catalogue),
            words: Words::new(catalogue),
            plain: Format::new(),
            to_fill: heading.clone().set_background_color(Color::RGB(0x00ff_f2cc)),
            heading,
            typed: Format::new().set_num_format("@"),
            title: Format::new().set_bold().set_font_size(14),
            warning: Format::new().set_bold().set_font_color("#9B1C1C").set_align(FormatAlign::Top),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }

    pub(super) fn say(&self, message: &Message) -> String {
        self.catalogue.text(message)
    }

    /// The name of the sheet of a table or chart: English formulas find it by its key; in other languages it is the name that
    /// the catalogue has for it, else the beginning of its title, in whole words.
    pub(super) fn sheet_name(&self, id: &str, title: &Message) -> String {
        if self.catalogue.language() == Language::En {
            return id.to_owned();
        }
        if let Some(name) = self.catalogue.get(&format!("sheet.{id}")) {
            return name.to_owned();
        }
        let title = self.say(title);
        let mut name = String::new();
        for word in title.split_whitespace() {
            if name.chars().count() + word.chars().count() >= LONGEST_NAME {
                break;
            }
            name.push_str(if name.is_empty() { "" } else { " " });
            name.push_str(word);
        }
        let name = name.trim_end_matches([',', ':', ';', '—', ' ']);
        if name.is_empty() { id.to_owned() } else { name.to_owned() }
    }

    /// The text as a cell holds it: nothing that acts, and not longer than a cell may be.
    pub(super) fn fitted<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let shown = visible(text);
        // A UTF-16 unit takes at least one byte here.
        if shown.len() <= MAX_CHARACTERS {
            return shown;
        }
        // Excel counts UTF-16 units.
        let length = shown.encode_utf16().count();
        if length <= MAX_CHARACTERS {
            return shown;
        }
        let mark = self.say(&Message::new("report.value.cut").with("length", length));
        let room = MAX_CHARACTERS - mark.encode_utf16().count();
        let mut used = 0;
        let kept = shown.chars().take_while(|character| {
            used += character.len_utf16();
            used <= room
        });
        Cow::Owned(kept.collect::<String>() + &mark)
    }

    pub(super) fn string(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
    ) -> Result<(), ReportError> {
        self.styled(sheet, row, column, text, &self.plain)
    }

    /// A text, and one that stays a text where it begins as a formula does.
    pub(super) fn styled(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
        style: &Format,
    ) -> Result<(), ReportError> {
        let fitted = self.fitted(text);
        if starts_formula(&fitted) {
            sheet.write_string_with_format(row, column, fitted, &style.clone().set_quote_prefix())?;
        } else {
            sheet.write_string_with_format(row, column, fitted, style)?;
        }
        Ok(())
    }

    /// The mark of a report with names, where it has any; says how many rows it took.
    pub(super) fn names_mark(&self, sheet: &mut Worksheet, row: u32) -> Result<u32, ReportError> {
        if !self.revealed {
            return Ok(0);
        }
        self.styled(sheet, row, 0, self.words.revealed, &self.warning)?;
        Ok(1)
    }

    /// A sentence or more in a column of this width, in a row that is high enough for it.
    pub(super) fn sentence(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        (column, width): (u16, u16),
        text: &str,
    ) -> Result<(), ReportError> {
        sheet.set_row_height(row, height(lines(text, width)))?;
        self.styled(sheet, row, column, text, &self.wrapped)
    }

    /// Lines that the longest sentence of a row takes.
    pub(super) fn lines_of(&self, columns: &[SheetColumn], record: &[Value]) -> usize {
        let sentences = columns.iter().zip(record).filter(|(column, _)| column.width >= WIDTH_OF_SENTENCES);
        let lines = sentences.map(|(column, value)| match value {
            Value::Missing => 1,
            Value::Text(text) => lines(text, column.width),
            other => lines(&self.show.value(other, Wording::of(column.kind)), column.width),
        });
        lines.max().unwrap_or(1)
    }

    /// Headings in the cells of a row.
    pub(super) fn headings<'h>(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        headings: impl IntoIterator<Item = &'h str>,
    ) -> Result<(), ReportError> {
        for (column, heading) in headings.into_iter().enumerate() {
            self.styled(sheet, row, column as u16, heading, &self.heading)?;
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
            Value::Integer(count)
            | Value::Persons(count)
            | Value::Tens(count)
            | Value::Rest { rest: count, .. }
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
            Value::Text(text) if text.is_empty() => {}
            Value::Text(text) => self.styled(sheet, row, column, text, format)?,
            Value::Interval(_)
            | Value::Word { .. }
            | Value::Named { .. }
            | Value::Day(_)
            | Value::Place(_)
            | Value::Code { .. }
            | Value::List(_) => {
                self.styled(sheet, row, column, &self.show.value(value, wording), format)?;
            }
            Value::Flag(flag) => {
                sheet.write_boolean(row, column, *flag)?;
            }
            other => {
                let text = plain(other);
                if !text.is_empty() {
                    self.styled(sheet, row, column, &text, format)?;
                }
            }
        }
        Ok(())
    }
}
