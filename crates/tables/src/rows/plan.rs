//! What is known about a file when its rows are read, and what a worker keeps of rows that were not taken.

use std::sync::Arc;

use crate::bytes::clean;
use crate::bytes::encoding::Decoder;
use crate::rows::fields::{Cell, raw, unescape};
use crate::rows::foot::Heads;
use crate::rows::gate::Gate;
use crate::rows::headed::Headings;
use crate::rows::quotes::Dialect;
use crate::rows::reject::Reason;
use crate::rows::scan::Position;
use crate::typed::day_order::{DayOrder, DecidedBy, Evidence};
use crate::typed::own_name::OwnName;
use crate::typed::place_column::PlaceColumn;

/// Which columns make a slot.
#[derive(Debug, Clone)]
pub(crate) struct SlotPlan {
    pub(crate) columns: Vec<usize>,
    /// Only a record has it filled, never a total or a signature.
    pub(crate) telling: bool,
    /// It tells who a record is about: of a table of persons a row without any of these is about nobody.
    pub(crate) who: bool,
    /// It is a place or a paper, and no person is shown there.
    pub(crate) place: Option<Arc<PlaceColumn>>,
    /// Of a column of dates: how those with strokes are to be read, and what was seen of them.
    pub(crate) dates: Option<Dates>,
}

impl SlotPlan {
    /// How dates with strokes are to be read.
    pub(crate) fn order(&self) -> DayOrder {
        self.dates.map_or(DayOrder::DayFirst, |dates| dates.order)
    }
}

/// How dates with strokes are read, by what, and what was seen of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dates {
    pub(crate) order: DayOrder,
    pub(crate) decided_by: DecidedBy,
    pub(crate) seen: Evidence,
    /// The year says enough where day and month cannot be told apart.
    pub(crate) year_says: bool,
}

/// All that is known about a file when its rows are read.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) dialect: Dialect,
    /// How many columns have a heading, from the first on.
    pub(crate) columns: usize,
    /// Fields that a row may have: one with more has slipped, and none of its fields can be told from its neighbour.
    pub(crate) width: usize,
    /// Fields that a row may have, empty ones at its end included: where one row has more than the others, it has slipped
    /// even if the last of them is empty.
    pub(crate) widest: usize,
    /// The rows are those of a sheet: a cell that stands apart from the table is a note beside it.
    pub(crate) of_sheet: bool,
    pub(crate) heads: Heads,
    pub(crate) slots: Vec<SlotPlan>,
    /// Where the person whom a row is about is named.
    pub(crate) own_name: OwnName,
    pub(crate) decoder: Option<Decoder>,
    pub(crate) gate: Gate,
    /// Where the first row below the headings starts in the stream.
    pub(crate) data_start: u64,
    /// Where the row that numbers the columns starts, if there is one.
    pub(crate) numbering: Option<u64>,
    pub(crate) most_rejects: usize,
    /// What headings inside the table state for the rows below them.
    pub(crate) headings: Headings,
}

/// A reject whose row is not numbered yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RawReject {
    pub(crate) position: Position,
    pub(crate) slot: Option<u32>,
    pub(crate) reason: Reason,
    pub(crate) shape: String,
}

impl RawReject {
    /// A row that is rejected or doubted as a whole.
    pub(crate) fn of_row(position: Position, reason: Reason) -> Self {
        Self { position, slot: None, reason, shape: String::new() }
    }
}

/// Keeps a reject while there is room. A worker sees its rows in ascending order, so the first ones of the file are
/// among the first ones of the workers.
pub(crate) fn keep(rejects: &mut Vec<RawReject>, most: usize, make: impl FnOnce() -> RawReject) {
    if rejects.len() < most {
        rejects.push(make());
    }
}

impl Plan {
    /// Whether all rows of so many bytes from this place on stand below the headings, and none of them numbers the columns.
    pub(crate) fn are_data(&self, offset: u64, length: usize) -> bool {
        let numbers_columns = self.numbering.is_some_and(|at| (offset..offset + length as u64).contains(&at));
        offset >= self.data_start && !numbers_columns
    }

    /// Whether no field of the text needs a look of its own: every byte decodes, none is NUL.
    pub(crate) fn is_clean(&self, text: &[u8]) -> bool {
        match &self.decoder {
            None => clean::is_clean(text),
            Some(decoder) => {
                decoder.decodes(text) && memchr::memchr(0, text).is_none() && !holds_unicode(text)
            }
        }
    }

    /// Whether a row is in UTF-8 though the file is in a code page.
    pub(crate) fn is_unicode(&self, row: &[u8]) -> bool {
        self.decoder.is_some() && is_unicode(row)
    }

    /// Appends the text of a cell: unescaped, and decoded unless it is in UTF-8 as it stands.
    pub(crate) fn append(&self, bytes: &[u8], escaped: bool, unicode: bool, out: &mut Vec<u8>) {
        match (self.decoder.as_ref().filter(|_| !unicode), escaped) {
            (None, false) => out.extend_from_slice(bytes),
            (None, true) => unescape(bytes, out),
            (Some(decoder), false) => decoder.decode_into(bytes, out),
            (Some(decoder), true) => {
                let mut plain = Vec::with_capacity(bytes.len());
                unescape(bytes, &mut plain);
                decoder.decode_into(&plain, out);
            }
        }
    }

    /// The text of a cell, with U+FFFD for what does not decode: only for judging headings and foot rows.
    pub(crate) fn value(&self, text: &[u8], cell: Cell) -> String {
        let mut out = Vec::new();
        let bytes = raw(text, cell);
        self.append(bytes, cell.escaped, self.is_unicode(bytes), &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// Whether a row of a file in a code page is in UTF-8 all the same.
pub(crate) fn is_unicode(row: &[u8]) -> bool {
    holds_unicode(row) && simdutf8::basic::from_utf8(row).is_ok()
}

/// Whether two Cyrillic letters in UTF-8 stand side by side: in a code page these bytes are letters with marks between.
fn holds_unicode(text: &[u8]) -> bool {
    let is_pair = |at: usize| matches!(text.get(at..at + 2), Some([0xd0..=0xd3, 0x80..=0xbf]));
    memchr::memchr2_iter(0xd0, 0xd1, text).any(|at| is_pair(at) && is_pair(at + 2))
}
