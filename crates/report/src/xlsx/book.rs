//! A workbook that grows sheet by sheet, and each sheet row by row.

use std::collections::BTreeSet;
use std::io::{Seek, Write};
use std::path::Path;

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, IgnoreError, Workbook, Worksheet,
};
use tizim_evidence::{Catalogue, ColumnKind, Format as Wording, Message, Value};

use super::formats::{column_format, is_broken_count};
use super::names::sheet_name;
use super::pen::{Pen, height, lines, of_column};
use super::sheet::{Sheet, SheetColumn};
use crate::ReportError;

/// Rows that a worksheet holds.
const MAX_ROWS: u32 = 1_048_576;

/// The width of a sheet of text, in characters.
const TEXT_WIDTH: u16 = 86;

/// Characters of a row that can still be read on one page.
const MOST_ON_A_PAGE: u32 = 260;

/// A line of a sheet of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The heading of the sheet.
    Title(String),
    /// The heading of what follows.
    Heading(String),
    /// What must not be missed.
    Warning(String),
    /// A sentence or more.
    Text(String),
}

/// A workbook that grows sheet by sheet.
pub struct Book<'a> {
    pub(super) pen: Pen<'a>,
    workbook: Workbook,
    taken: BTreeSet<String>,
    max_rows: u32,
}

/// A sheet that is being filled.
struct Filling {
    /// Its place in the workbook.
    index: usize,
    /// The row of the headings, and the last that is written.
    headings: u32,
    row: u32,
}

impl<'a> Book<'a> {
    /// A workbook in the words of a catalogue; every sheet of one that is `revealed` says that it holds names in full.
    ///
    /// What is written is held in files without a name until it is saved, in the folder `scratch`, else in the one that the
    /// system has for such; nobody else can open them, and they go with the program.
    ///
    /// # Errors
    /// Where nothing can be written in that folder.
    pub fn new(
        catalogue: &'a Catalogue,
        revealed: bool,
        scratch: Option<&Path>,
    ) -> Result<Self, ReportError> {
        let mut workbook = Workbook::new();
        if let Some(scratch) = scratch {
            workbook.set_tempdir(scratch)?;
        }
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        Ok(Self { pen: Pen::new(catalogue, revealed), workbook, taken: BTreeSet::new(), max_rows: MAX_ROWS })
    }

    /// Adds a sheet whose rows are written in their order, and says under which name.
    pub(super) fn add(&mut self, name: &str) -> Result<(&Pen<'a>, &mut Worksheet, String), ReportError> {
        let name = sheet_name(name, &mut self.taken);
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(&name)?.set_paper_size(A4).set_footer("&C&P / &N");
        Ok((&self.pen, sheet, name))
    }

    /// The same of one whose cells are written in any order.
    pub(super) fn add_free(&mut self, name: &str) -> Result<(&Pen<'a>, &mut Worksheet), ReportError> {
        let name = sheet_name(name, &mut self.taken);
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(&name)?.set_paper_size(A4).set_footer("&C&P / &N");
        Ok((&self.pen, sheet))
    }

    /// The row below the headings of a sheet that begins so.
    pub(super) fn first_row(&self, sheet: &Sheet) -> u32 {
        let above = u32::from(self.pen.revealed) + u32::from(!sheet.title.is_empty());
        above + sheet.notes.len() as u32 + 1
    }

    /// The sheet that was added last.
    pub(super) fn last_sheet(&mut self) -> Result<&mut Worksheet, ReportError> {
        let last = self.workbook.worksheets().len().saturating_sub(1);
        Ok(self.workbook.worksheet_from_index(last)?)
    }

    /// Its name.
    pub(super) fn last_name(&mut self) -> String {
        self.workbook.worksheets().last().map_or_else(String::new, Worksheet::name)
    }

    /// Adds a sheet of text.
    ///
    /// # Errors
    /// Where there is no room for what is not yet written.
    pub fn text(&mut self, name: &str, text: &[Line]) -> Result<(), ReportError> {
        let (pen, sheet, _) = self.add(name)?;
        sheet.set_column_width(0, TEXT_WIDTH)?.set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
        let first = pen.names_mark(sheet, 0)?;
        for (row, line) in (first..).zip(text) {
            let (text, style) = match line {
                Line::Title(text) => (text, &pen.title),
                Line::Heading(text) => (text, &pen.heading),
                Line::Warning(text) => (text, &pen.warning),
                Line::Text(text) => (text, &pen.wrapped),
            };
            if !matches!(line, Line::Title(_)) {
                sheet.set_row_height(row, height(lines(text, TEXT_WIDTH)))?;
            }
            pen.styled(sheet, row, 0, text, style)?;
        }
        Ok(())
    }

    /// Adds a sheet of rows, and says how many they are. Where a sheet is full it goes on in a further one, and both say so.
    ///
    /// # Errors
    /// Where a row cannot be had, or there is no room for what is not yet written.
    pub fn sheet(
        &mut self,
        sheet: &Sheet,
        rows: &mut dyn Iterator<Item = Result<Vec<Value>, ReportError>>,
    ) -> Result<u64, ReportError> {
        let formats: Vec<Format> =
            sheet.columns.iter().map(|column| of_column(column_format(column.kind), column)).collect();
        let fraction = Format::new().set_num_format("#,##0.0###");
        let (mut filling, mut name) = self.begin(sheet, &[])?;
        let mut written = 0;
        for record in rows {
            let record = record?;
            if filling.row + 2 >= self.max_rows {
                (filling, name) = self.go_on(sheet, &filling, &name)?;
            }
            filling.row += 1;
            written += 1;
            let page = self.workbook.worksheet_from_index(filling.index)?;
            let lines = self.pen.lines_of(&sheet.columns, &record);
            if lines > 1 {
                page.set_row_height(filling.row, height(lines))?;
            }
            for (place, (column, value)) in sheet.columns.iter().zip(&record).enumerate() {
                let format = if is_broken_count(column.kind, value) { &fraction } else { &formats[place] };
                self.pen.value(page, filling.row, place as u16, value, format, Wording::of(column.kind))?;
            }
        }
        self.end(sheet, &filling)?;
        Ok(written)
    }

    /// Begins a sheet: what stands above the rows, and the headings.
    fn begin(&mut self, sheet: &Sheet, more: &[String]) -> Result<(Filling, String), ReportError> {
        let index = self.workbook.worksheets().len();
        let (pen, page, name) = self.add(&sheet.name)?;
        let mut row = pen.names_mark(page, 0)?;
        if !sheet.title.is_empty() {
            pen.styled(page, row, 0, &sheet.title, &pen.title)?;
            row += 1;
        }
        for note in sheet.notes.iter().chain(more) {
            pen.string(page, row, 0, note)?;
            row += 1;
        }
        for (place, column) in sheet.columns.iter().enumerate() {
            page.set_column_width(place as u16, f64::from(column.width))?;
            if column.to_fill && column.kind == ColumnKind::Text {
                // What is typed in stays as it is typed: no zeros are lost, and no number becomes a date.
                page.set_column_format(place as u16, &pen.typed)?;
            }
            let style = if column.to_fill { &pen.to_fill } else { &pen.heading };
            pen.styled(page, row, place as u16, &column.title, style)?;
        }
        page.set_freeze_panes(row + 1, 0)?.set_landscape().set_repeat_rows(row, row)?;
        let heading = |column: &SheetColumn| lines(&column.title, column.width);
        page.set_row_height(row, height(sheet.columns.iter().map(heading).max().unwrap_or(1)))?;
        // A wider table goes over several pages, the first column on each of them.
        let width: u32 = sheet.columns.iter().map(|column| u32::from(column.width)).sum();
        if width <= MOST_ON_A_PAGE {
            page.set_print_fit_to_pages(1, 0);
        } else {
            page.set_repeat_columns(0, 0)?;
        }
        Ok((Filling { index, headings: row, row }, name))
    }

    /// Ends a full sheet and begins the next.
    fn go_on(&mut self, sheet: &Sheet, full: &Filling, name: &str) -> Result<(Filling, String), ReportError> {
        let before = Message::new("report.sheet.continued_from").with("sheet", name);
        let before = self.pen.say(&before);
        let begun = self.begin(sheet, &[before])?;
        let after = Message::new("report.sheet.continues_on").with("sheet", begun.1.as_str());
        let page = self.workbook.worksheet_from_index(full.index)?;
        self.pen.styled(page, full.row + 1, 0, &self.pen.say(&after), &self.pen.warning)?;
        self.end(sheet, full)?;
        Ok(begun)
    }

    /// Filters, words to choose from, and no complaint about identifiers that are texts.
    fn end(&mut self, sheet: &Sheet, filling: &Filling) -> Result<(), ReportError> {
        let Some(last_column) = (sheet.columns.len() as u16).checked_sub(1) else { return Ok(()) };
        let page = self.workbook.worksheet_from_index(filling.index)?;
        let first = filling.headings + 1;
        let last = filling.row.max(first);
        page.autofilter(filling.headings, 0, last, last_column)?;
        page.ignore_error_range(first, 0, last, last_column, IgnoreError::NumberStoredAsText)?;
        for (place, column) in
            sheet.columns.iter().enumerate().filter(|(_, column)| !column.choices.is_empty())
        {
            // A form without rows is filled in below its headings.
            let last = if filling.row < first { self.max_rows - 1 } else { last };
            let list = DataValidation::new().allow_list_strings(&column.choices)?;
            page.add_data_validation(first, place as u16, last, place as u16, &list)?;
        }
        Ok(())
    }

    /// Writes the workbook.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn save(mut self, writer: impl Write + Seek + Send) -> Result<(), ReportError> {
        self.workbook.save_to_writer(writer)?;
        Ok(())
    }
}

/// The paper of all sheets.
const A4: u8 = 9;

#[cfg(test)]
mod tests {
    use calamine::Reader;

    use super::*;
    use crate::words;

    #[test]
    fn a_full_sheet_goes_on_in_the_next_and_says_so() {
        let catalogue = words::tests::english();
        let mut book = Book::new(&catalogue, true, None).unwrap();
        book.max_rows = 20;
        let sheet = Sheet {
            name: "rows".to_owned(),
            title: "Rows".to_owned(),
            notes: Vec::new(),
            columns: vec![SheetColumn::count("Row", 8)],
        };
        let written = book.sheet(&sheet, &mut (0..40_i64).map(|row| Ok(vec![row.into()]))).unwrap();
        assert_eq!(written, 40);
        let mut bytes = std::io::Cursor::new(Vec::new());
        book.save(&mut bytes).unwrap();
        let mut book: calamine::Xlsx<_> = Reader::new(bytes).unwrap();
        assert_eq!(book.sheet_names(), ["rows", "rows 2", "rows 3"]);
        let mut seen = Vec::new();
        for (name, next) in [("rows", Some("rows 2")), ("rows 2", Some("rows 3")), ("rows 3", None)] {
            let range = book.worksheet_range(name).unwrap();
            let cells: Vec<String> = range.rows().map(|row| row[0].to_string()).collect();
            assert!(cells[0].starts_with("Names shown"), "{name} says that it holds names");
            let last = cells.last().unwrap();
            match next {
                Some(next) => {
                    assert_eq!(
                        (range.height(), last),
                        (20, &format!("This table goes on in the sheet “{next}”."))
                    );
                }
                None => assert_eq!(last, "39"),
            }
            seen.extend(cells.iter().filter_map(|cell| cell.parse::<i64>().ok()));
        }
        assert_eq!(seen, (0..40).collect::<Vec<_>>());
    }
}
