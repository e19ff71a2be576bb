//! What one worker does with the rows of a block: shows the records, counts and keeps the others.

use crate::bytes::clean;
use crate::bytes::encoding::Decoder;
use crate::rows::blocks::Block;
use crate::rows::foot::Gate;
use crate::rows::index::BlockEntry;
use crate::rows::quotes::Dialect;
use crate::rows::reject::{Aside, Reason, Tally};
use crate::rows::row::{Row, Verdict};
use crate::rows::scan::{Position, Record, Visitor};
use crate::rows::split::{self, Cell, Rows, raw};

/// Which columns make a slot.
#[derive(Debug, Clone)]
pub(crate) struct SlotPlan {
    pub(crate) columns: Vec<usize>,
    /// Only a record has it filled, never a total or a signature.
    pub(crate) telling: bool,
    /// It tells who a record is about: of a table of persons a row without any of these is about nobody.
    pub(crate) who: bool,
}

/// All that is known about a file when its rows are read.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) dialect: Dialect,
    pub(crate) headings: Vec<String>,
    pub(crate) slots: Vec<SlotPlan>,
    pub(crate) decoder: Option<Decoder>,
    pub(crate) gate: Gate,
    /// Where the first row below the headings starts in the stream.
    pub(crate) data_start: u64,
    /// Where the row that numbers the columns starts, if there is one.
    pub(crate) numbering: Option<u64>,
    pub(crate) most_rejects: usize,
}

/// A reject whose row is not numbered yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RawReject {
    pub(crate) position: Position,
    pub(crate) slot: Option<u32>,
    pub(crate) reason: Reason,
    pub(crate) shape: String,
}

/// One worker's state, used for every block.
pub(crate) struct Worker<'a> {
    plan: &'a Plan,
    /// Of stretches that are read again.
    rows: Rows,
    row: Row,
    /// Rows of the present block that are shown once more.
    wanted: Vec<u32>,
    pub(crate) tally: Tally,
    pub(crate) rejects: Vec<RawReject>,
    pub(crate) aside: Vec<(Position, Aside)>,
}

impl<'a> Worker<'a> {
    /// A worker whose records have these slots filled, or all; slots that are not wanted read as empty.
    pub(crate) fn new(plan: &'a Plan, wanted: Option<&[usize]>) -> Self {
        Self {
            plan,
            rows: Rows::default(),
            row: Row::new(plan, wanted),
            wanted: Vec::new(),
            tally: Tally::default(),
            rejects: Vec::new(),
            aside: Vec::new(),
        }
    }

    /// Goes through a block, shows its records, and gives its entry for the index, which notes the place of every
    /// `step`-th row.
    pub(crate) fn block<V: Visitor>(&mut self, block: &mut Block, step: u32, visitor: &mut V) -> BlockEntry {
        let (number, offset) = (block.number, block.text_offset());
        let (text, rows) = block.split(self.plan.dialect);
        let clean = self.plan.is_clean(text);
        let usual = clean && rows.are_regular() && self.plan.are_data(offset, text.len());
        let mut checkpoints = Vec::new();
        let mut index = 0;
        let mut until_checkpoint = step;
        let Self { plan, row, wanted, tally, rejects, aside, .. } = self;
        row.bad.clear();
        for fields in rows.of(text) {
            if until_checkpoint == 0 {
                checkpoints.push(fields.start());
                until_checkpoint = step;
            }
            until_checkpoint -= 1;
            let position = Position { block: number, index };
            index += 1;
            let plain = usual && row.is_plain(plan, text, &fields);
            let verdict = if plain { Verdict::Record } else { row.judge(plan, text, &fields, offset, clean) };
            let record = Record { position, block: text, made: &row.made, spans: &row.spans };
            match verdict {
                Verdict::Before => tally.before += 1,
                Verdict::Blank => tally.blank += 1,
                Verdict::Record => {
                    tally.taken += 1;
                    visitor.record(&record);
                }
                Verdict::Rejected(reason) => {
                    tally.rejected += 1;
                    keep(rejects, plan.most_rejects, || RawReject {
                        position,
                        slot: None,
                        reason,
                        shape: String::new(),
                    });
                }
                Verdict::Aside(kind) => {
                    tally.put_aside(kind);
                    if aside.len() < plan.most_rejects {
                        aside.push((position, kind));
                    }
                    visitor.set_aside(kind, &record);
                }
            }
            if !plain && matches!(verdict, Verdict::Record | Verdict::Rejected(_)) {
                row.remark(plan, &fields, position, tally, rejects);
            }
        }
        tally.rows += u64::from(index);
        wanted.clear();
        visitor.block_done(number, wanted);
        for &index in wanted.iter() {
            let Some(fields) = rows.row(text, index) else { break };
            row.fill_all(plan, text, &fields, clean);
            let position = Position { block: number, index };
            visitor.whole(&Record { position, block: text, made: &row.made, spans: &row.spans });
        }
        if !wanted.is_empty() {
            row.bad.clear();
            row.keep_wanted();
        }
        BlockEntry {
            offset,
            length: text.len() as u32,
            rows: index,
            checkpoints: checkpoints.into_boxed_slice(),
        }
    }

    /// Shows single rows of a stretch of whole rows again: those whose index is asked for, in ascending order.
    pub(crate) fn again(
        &mut self,
        text: &[u8],
        first: Position,
        wanted: &[Position],
        visit: &mut dyn FnMut(&Record<'_>),
    ) {
        let clean = self.plan.is_clean(text);
        let mut wanted = wanted.iter().peekable();
        let Self { plan, rows, row, .. } = self;
        rows.split(plan.dialect, text);
        for (fields, index) in rows.of(text).zip(first.index..) {
            let position = Position { index, ..first };
            while wanted.next_if_eq(&&position).is_some() {
                row.fill(plan, text, &fields, clean);
                visit(&Record { position, block: text, made: &row.made, spans: &row.spans });
            }
            if wanted.peek().is_none() {
                break;
            }
        }
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
    fn are_data(&self, offset: u64, length: usize) -> bool {
        let numbers_columns = self.numbering.is_some_and(|at| (offset..offset + length as u64).contains(&at));
        offset >= self.data_start && !numbers_columns
    }

    /// Whether no field of the text needs a look of its own: every byte decodes, none is NUL.
    fn is_clean(&self, text: &[u8]) -> bool {
        match &self.decoder {
            None => clean::is_clean(text),
            Some(decoder) => decoder.decodes(text) && memchr::memchr(0, text).is_none(),
        }
    }

    /// Appends the text of a cell: unescaped and decoded.
    pub(crate) fn append(&self, bytes: &[u8], escaped: bool, out: &mut Vec<u8>) {
        match (&self.decoder, escaped) {
            (None, false) => out.extend_from_slice(bytes),
            (None, true) => split::unescape(bytes, out),
            (Some(decoder), false) => decoder.decode_into(bytes, out),
            (Some(decoder), true) => {
                let mut plain = Vec::with_capacity(bytes.len());
                split::unescape(bytes, &mut plain);
                decoder.decode_into(&plain, out);
            }
        }
    }

    /// The text of a cell, with U+FFFD for what does not decode: only for judging headings and foot rows.
    pub(crate) fn value(&self, text: &[u8], cell: Cell) -> String {
        let mut out = Vec::new();
        self.append(raw(text, cell), cell.escaped, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }
}
