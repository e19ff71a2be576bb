//! Workbooks: sheets of text and of rows, written row by row so that memory does not grow with them.
//!
//! Every text is written as a string, so that nothing is ever a formula or a link; one that begins as a formula does is also
//! marked as a text, so that it stays one when somebody edits the cell. A value that was not established is an empty cell;
//! bounds stand in two columns. A workbook names no author, host or time: its creation date is fixed, so that the same report
//! gives the same bytes.

mod book;
mod charts;
mod findings;
mod formats;
mod names;
mod pen;
mod sheet;
mod summary;
mod tables;
mod tiles;

use std::borrow::Cow;
use std::io::{Seek, Write};
use std::path::Path;

use tizim_evidence::Exhibit;

pub use self::book::{Book, Line};
pub use self::sheet::{Sheet, SheetColumn};
use crate::{Report, ReportError};

/// Rows of a sheet, as they come.
pub type SheetRows<'r> = Box<dyn Iterator<Item = Result<Vec<tizim_evidence::Value>, ReportError>> + 'r>;

/// Writes the report as a workbook: a first sheet with summary and manifest, the sheets of `further` in their order, the
/// findings, one sheet per table, chart and map.
///
/// A sheet holds 1,048,576 rows; a table that is longer goes on in the next sheet, and both say so. A text of more than 32,767
/// characters is cut, and says so. What is written waits in the folder `scratch`, as [`Book::new`] says.
///
/// # Errors
/// Where the writer fails, a row of `further` cannot be had, or there is no room for what is not yet written.
pub fn xlsx<'r>(
    report: &Report<'_>,
    further: impl IntoIterator<Item = (Sheet, SheetRows<'r>)>,
    scratch: Option<&Path>,
    writer: impl Write + Seek + Send,
) -> Result<(), ReportError> {
    let audit = report.view();
    let mut book = Book::new(report.catalogue, report.reveal, scratch)?;
    book.summary(report, &audit)?;
    for (sheet, mut rows) in further {
        book.sheet(&sheet, &mut rows)?;
    }
    book.findings(report, &audit)?;
    for exhibit in &audit.exhibits {
        match exhibit {
            Exhibit::Table(table) => book.exhibited(table)?,
            Exhibit::Map(map) => {
                let table: Cow<'_, _> = Cow::Owned(crate::map::table(map));
                book.exhibited(&table)?;
                if map.is_of_tiles() {
                    book.tiles(map)?;
                }
            }
            Exhibit::Chart(chart) => book.chart(chart)?,
            _ => {}
        }
    }
    book.save(writer)
}
