//! The readers of the formats, in this process.

use std::io::{BufReader, Cursor, Read, Seek};

use calamine::{
    Cell, Data, DataRef, Dimensions, Ods, OdsError, Range, Reader, SheetVisible, Xls, XlsError, Xlsb,
    XlsbError, Xlsx, XlsxError,
};

use crate::detect::detected::Format;
use crate::error::{TableError, bytes_in_words};
use crate::exceeded::Exceeded;
use crate::given::options::{Limits, Options};
use crate::workbook::archive::Entry;
use crate::workbook::rewritten::Merged;
use crate::workbook::sheet::{Next, Sheet};
use crate::workbook::sheet_text::{Much, SheetText, damaged, too_many_cells, value_text};
use crate::workbook::{archive, repeated, shared, sheets_named, spanned, systems};

/// Shows the sheets of a workbook, as [`super::read`] says.
pub(super) fn read(
    path: &str,
    bytes: &[u8],
    format: Format,
    options: &Options,
    visit: &mut dyn FnMut(Sheet) -> Next,
) -> Result<(), TableError> {
    let limits = &options.limits;
    let entries = if format == Format::Xls { Vec::new() } else { archive::entries(bytes) };
    refuse_beyond(path, bytes, &entries, limits)?;
    let cursor = Cursor::new(bytes);
    let from_1904 = systems::counts_from_1904(bytes, format, &entries);
    let of = |name: &str, text: Vec<u8>, merged: Vec<Merged>| Sheet {
        name: name.to_owned(),
        text,
        merged,
        from_1904,
        hidden: false,
    };
    match format {
        Format::Xlsx => {
            if let Some(fault) = sheets_named::fault(bytes, &entries) {
                return Err(damaged(path, &fault));
            }
            let mut book = Xlsx::new(cursor).map_err(|error| xlsx_error(path, &error))?;
            let names = sheet_names(&book);
            each(path, &names, options, visit, |name, much| {
                let text = xlsx_sheet(path, &mut book, name, limits, much)?;
                let merged = match much {
                    Much::All => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
                    Much::OneCell => Vec::new(),
                };
                Ok(of(name, text, merged.iter().map(merged_cells).collect()))
            })
        }
        Format::Xlsb => {
            let mut book = Xlsb::new(cursor).map_err(|error| match error {
                XlsbError::Password => TableError::PasswordProtected { path: path.to_owned() },
                other => damaged(path, &other),
            })?;
            let names = sheet_names(&book);
            each(path, &names, options, visit, |name, much| {
                let mut reader = book.worksheet_cells_reader(name).map_err(|error| damaged(path, &error))?;
                let next = || reader.next_cell().map_err(|error| damaged(path, &error));
                Ok(of(name, cells_text(path, limits, much, next)?, Vec::new()))
            })
        }
        Format::Ods => ods(path, bytes, &entries, options, visit, from_1904),
        Format::Xls | Format::Csv | Format::Parquet | Format::Frame => {
            let mut book = Xls::new(cursor).map_err(|error| match error {
                XlsError::Password => TableError::PasswordProtected { path: path.to_owned() },
                other => damaged(path, &other),
            })?;
            let names = sheet_names(&book);
            each(path, &names, options, visit, |name, much| {
                let text = range_text(path, &book.worksheet_range(name), limits, much)?;
                let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                Ok(of(name, text, merged.iter().map(merged_cells).collect()))
            })
        }
    }
}

/// Refuses an archive whose parts exceed the limits when they are unpacked, or state more texts than stand in them.
fn refuse_beyond(path: &str, bytes: &[u8], entries: &[Entry], limits: &Limits) -> Result<(), TableError> {
    if archive::exceeds(bytes, entries, limits.workbook_bytes) {
        return Err(TableError::TooLarge {
            path: path.to_owned(),
            what: Exceeded::Unpacked,
            cap: bytes_in_words(limits.workbook_bytes),
        });
    }
    // The workbook says itself in which folder they lie.
    let is = |name: &str, known: &str| {
        name.rsplit(['/', '\\']).next().is_some_and(|name| name.eq_ignore_ascii_case(known))
    };
    let shared = entries.iter().filter(|entry| SHARED_BY_SHEETS.iter().any(|known| is(&entry.name, known)));
    if shared.clone().any(|entry| archive::exceeds(bytes, std::slice::from_ref(entry), limits.sheet_bytes)) {
        return Err(TableError::TooLarge {
            path: path.to_owned(),
            what: Exceeded::Shared,
            cap: bytes_in_words(limits.sheet_bytes),
        });
    }
    for entry in shared.filter(|entry| is(&entry.name, SHARED_BY_SHEETS[0])) {
        let text = archive::unpacked(bytes, entry).map(BufReader::new);
        if text.is_some_and(|text| shared::states_too_many(text, entry.unpacked)) {
            return Err(damaged(path, &"more texts are stated than stand in it"));
        }
    }
    Ok(())
}

/// Parts of an archive that its reader holds whole.
const SHARED_BY_SHEETS: [&str; 3] = ["sharedStrings.xml", "styles.xml", "workbook.xml"];

fn merged_cells(region: &Dimensions) -> Merged {
    Merged { rows: (region.start.0, region.end.0), columns: (region.start.1, region.end.1) }
}

/// Cells of an OpenDocument sheet, which are all held at once, in more than a hundred bytes each.
const MOST_CELLS_HELD: u64 = 16_000_000;

/// Shows the sheets of an OpenDocument workbook, once it is known that its cells can be held.
fn ods(
    path: &str,
    bytes: &[u8],
    entries: &[Entry],
    options: &Options,
    visit: &mut dyn FnMut(Sheet) -> Next,
    from_1904: bool,
) -> Result<(), TableError> {
    let content = || {
        let content = entries.iter().find(|entry| entry.name == "content.xml");
        content.and_then(|content| archive::unpacked(bytes, content)).map(BufReader::new)
    };
    let cells = content().map_or(0, repeated::cells);
    let cap = options.limits.workbook_cells.min(MOST_CELLS_HELD);
    if cells > cap {
        return Err(too_many_cells(path, cap));
    }
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => TableError::PasswordProtected { path: path.to_owned() },
        other => damaged(path, &other),
    })?;
    let names = sheet_names(&book);
    let merged = content().map(spanned::cells).unwrap_or_default();
    each(path, &names, options, visit, |name, much| {
        let text = range_text(path, &book.worksheet_range(name), &options.limits, much)?;
        let merged = merged.get(name).cloned().unwrap_or_default();
        Ok(Sheet { name: name.to_owned(), text, merged, from_1904, hidden: false })
    })
}

fn xlsx_error(path: &str, error: &XlsxError) -> TableError {
    match error {
        XlsxError::Password => TableError::PasswordProtected { path: path.to_owned() },
        other => damaged(path, other),
    }
}

/// The names of the sheets, the visible ones first, and how many these are.
struct SheetNames {
    all: Vec<String>,
    visible: usize,
}

fn sheet_names<RS: Read + Seek, R: Reader<RS>>(book: &R) -> SheetNames {
    let (visible, hidden): (Vec<_>, Vec<_>) =
        book.sheets_metadata().iter().partition(|sheet| sheet.visible == SheetVisible::Visible);
    let count = visible.len();
    SheetNames {
        all: visible.into_iter().chain(hidden).map(|sheet| sheet.name.clone()).collect(),
        visible: count,
    }
}

fn each(
    path: &str,
    names: &SheetNames,
    options: &Options,
    visit: &mut dyn FnMut(Sheet) -> Next,
    mut read: impl FnMut(&str, Much) -> Result<Sheet, TableError>,
) -> Result<(), TableError> {
    if let Some(wanted) = &options.sheet {
        let folded = wanted.trim().to_lowercase();
        let Some(name) = names.all.iter().find(|name| name.trim().to_lowercase() == folded) else {
            let found: Vec<String> = names
                .all
                .iter()
                .map(|name| format!("`{}`", crate::typed::shape::heading_for_display(name)))
                .collect();
            return Err(TableError::NoSuchSheet {
                path: path.to_owned(),
                sheet: crate::typed::shape::heading_for_display(wanted),
                found: found.join(", "),
            });
        };
        visit(read(name, Much::All)?);
        return Ok(());
    }
    let is_filled = |sheet: &Sheet| sheet.text.iter().any(|byte| !matches!(byte, b',' | b'\n' | b' '));
    let (mut next, mut shown) = (Next::Whole, false);
    for (at, name) in names.all.iter().enumerate() {
        // A hidden sheet is none of the table's, unless there is nothing else.
        let hidden = at >= names.visible && shown;
        let mut sheet = match next {
            Next::Stop => break,
            _ if hidden => {
                let Ok(sheet) = read(name, Much::OneCell) else { continue };
                sheet
            }
            Next::Whole if !shown => read(name, Much::All)?,
            // A sheet that cannot be read is not known to be empty.
            Next::Whole | Next::FirstCell => {
                let much = if next == Next::Whole { Much::All } else { Much::OneCell };
                let Ok(sheet) = read(name, much) else { continue };
                sheet
            }
        };
        if is_filled(&sheet) {
            shown = true;
            sheet.hidden = hidden;
            next = visit(sheet);
        }
    }
    if shown { Ok(()) } else { Err(TableError::Empty { path: path.to_owned() }) }
}

fn xlsx_sheet<RS: Read + Seek>(
    path: &str,
    book: &mut Xlsx<RS>,
    name: &str,
    limits: &Limits,
    much: Much,
) -> Result<Vec<u8>, TableError> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A sheet that holds a chart or a dialogue has no cells.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(error) => return Err(xlsx_error(path, &error)),
    };
    cells_text(path, limits, much, || reader.next_cell().map_err(|error| xlsx_error(path, &error)))
}

/// A sheet whose cells come one by one, so that those far apart take no room between them.
fn cells_text<'c>(
    path: &str,
    limits: &Limits,
    much: Much,
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'c>>>, TableError>,
) -> Result<Vec<u8>, TableError> {
    let mut text = SheetText::new(path, limits);
    while let Some(cell) = next()?
        && !text.is_enough(much)
    {
        let (row, column) = cell.get_position();
        match cell.get_value() {
            DataRef::Empty => {}
            DataRef::SharedString(value) => text.cell(row, column, value)?,
            DataRef::String(value) => text.cell(row, column, value)?,
            other => text.cell(row, column, &value_text(&Data::from(other.clone())))?,
        }
    }
    text.finish()
}

fn range_text<E: std::fmt::Display>(
    path: &str,
    range: &Result<Range<Data>, E>,
    limits: &Limits,
    much: Much,
) -> Result<Vec<u8>, TableError> {
    let range = range.as_ref().map_err(|error| damaged(path, error))?;
    let mut text = SheetText::new(path, limits);
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    for (row, column, value) in range.used_cells() {
        if text.is_enough(much) {
            break;
        }
        text.cell(first_row + row as u32, first_column + column as u32, &value_text(value))?;
    }
    text.finish()
}
