//! What one worker does with the rows of a block: shows the records, counts and keeps the others.

use crate::bytes::garbled;
use crate::rows::blocks::Block;
use crate::rows::fields::Rows;
use crate::rows::index::BlockEntry;
use crate::rows::plan::{Plan, RawReject, keep};
use crate::rows::reject::{Aside, Reason, Tally};
use crate::rows::row::{Row, Verdict};
use crate::rows::scan::{Position, Record, Visitor};

/// Rows of the first block that are looked at for garbled letters, and of every other: lists are garbled as a whole, or from
/// one of the files on that were joined.
const GARBLED_AT_FIRST: u32 = 1000;
const GARBLED_LATER: u32 = 16;

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
    /// A worker whose records have these slots filled, or all; slots that are not wanted read as empty. `closely`:
    /// every row is looked at for what totals and signatures are known by.
    pub(crate) fn new(plan: &'a Plan, wanted: Option<&[usize]>, closely: bool) -> Self {
        let mut row = Row::new(plan, wanted);
        row.closely = closely;
        Self {
            plan,
            rows: Rows::default(),
            row,
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
        let usual = clean
            && rows.are_regular()
            && self.plan.headings.is_empty()
            && self.plan.are_data(offset, text.len());
        let mut checkpoints = Vec::new();
        let mut index = 0;
        let mut until_checkpoint = step;
        let Self { plan, row, tally, rejects, aside, .. } = self;
        row.bad.clear();
        let looked_at = if number == 0 { GARBLED_AT_FIRST } else { GARBLED_LATER };
        for fields in rows.of(text) {
            if until_checkpoint == 0 {
                checkpoints.push(fields.start());
                until_checkpoint = step;
            }
            until_checkpoint -= 1;
            let position = Position { block: number, index };
            index += 1;
            let plain = usual && !row.closely && row.is_plain(plan, text, &fields);
            let verdict = if plain { Verdict::Record } else { row.judge(plan, text, &fields, offset, clean) };
            let verdict = row.headed(plan, position, verdict);
            let record = Record { position, block: text, made: &row.made, spans: &row.spans };
            match verdict {
                Verdict::Before => tally.before += 1,
                Verdict::Blank => tally.blank += 1,
                Verdict::Record => {
                    tally.taken += 1;
                    if index <= looked_at && plan.decoder.is_none() && garbled::is_garbled(fields.row()) {
                        tally.fields_rejected += 1;
                        keep(rejects, plan.most_rejects, || RawReject::of_row(position, Reason::Garbled));
                    }
                    visitor.record(&record);
                }
                Verdict::Rejected(reason) => {
                    tally.rejected += 1;
                    keep(rejects, plan.most_rejects, || match reason {
                        Reason::TooManyFields => RawReject {
                            shape: format!("{} fields", fields.len()),
                            ..RawReject::of_row(position, reason)
                        },
                        _ => RawReject::of_row(position, reason),
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
            if !plain && matches!(verdict, Verdict::Record | Verdict::Rejected(Reason::NothingUsable)) {
                row.remark(plan, &fields, position, tally, rejects);
            }
        }
        tally.rows += u64::from(index);
        self.show_wanted(text, rows, number, clean, visitor);
        let (length, checkpoints) = (text.len() as u32, checkpoints.into_boxed_slice());
        BlockEntry { offset, length, rows: index, checkpoints }
    }

    /// Shows those rows of a block once more, with all their fields, that the visitor wants after it has seen them all.
    fn show_wanted<V: Visitor>(
        &mut self,
        text: &[u8],
        rows: &Rows,
        number: u32,
        clean: bool,
        visitor: &mut V,
    ) {
        let Self { plan, row, wanted, .. } = self;
        wanted.clear();
        visitor.block_done(number, wanted);
        for &index in wanted.iter() {
            let Some(fields) = rows.row(text, index) else { break };
            row.fill_all(plan, text, &fields, clean);
            let position = Position { block: number, index };
            row.carry(plan.headings.stated(position));
            visitor.whole(&Record { position, block: text, made: &row.made, spans: &row.spans });
        }
        if !wanted.is_empty() {
            row.bad.clear();
            row.keep_wanted();
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
                row.carry(plan.headings.stated(position));
                visit(&Record { position, block: text, made: &row.made, spans: &row.spans });
            }
            if wanted.peek().is_none() {
                break;
            }
        }
    }
}
