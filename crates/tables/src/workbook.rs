//! Workbooks become delimited text in memory, so that one way leads from rows to records for every format.
//!
//! Every sheet row becomes one line at the same number. Dates become ISO text, whole numbers lose their `.0`, line
//! ends inside cells become blanks. Only the bytes of one sheet are held, within the caps.

mod apart;
pub(crate) mod archive;
mod formats;

pub(crate) mod rewritten;

mod repeated;
mod shared;
mod sheet;
mod sheet_text;
mod sheets_named;
mod spanned;
mod systems;

use crate::contained;
use crate::detect::detected::Format;
use crate::error::TableError;
use crate::given::options::{Options, Workbooks};
use crate::workbook::sheet_text::damaged;
pub use apart::serve;
pub(crate) use sheet::{Next, Sheet};

/// Shows the sheet that the options name; or the visible ones that are not empty, one after another, and of the hidden ones
/// that they are there; or a hidden one where no visible one holds anything.
pub(crate) fn read(
    path: &str,
    bytes: &[u8],
    format: Format,
    options: &Options,
    visit: &mut dyn FnMut(Sheet) -> Next,
) -> Result<(), TableError> {
    match options.workbooks {
        // Its sheets come cell by cell, and what they share is looked at before.
        _ if format == Format::Xlsx => contained::run(|| formats::read(path, bytes, format, options, visit))
            .unwrap_or_else(|| Err(damaged(path, &"its reader broke off"))),
        Workbooks::Here => formats::read(path, bytes, format, options, visit),
        Workbooks::Apart(command) => apart::read(path, bytes, format, options, command, visit),
        Workbooks::Refused => Err(damaged(path, &"workbooks of this format are read by the program alone")),
    }
}
