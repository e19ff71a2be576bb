//! What one worker does with the rows of a block: blank or not, fields into slots, rejects, rows set aside.

use std::ops::ControlFlow;

use crate::{
    blocks::Block,
    encoding::Decoder,
    foot::{self, Gate},
    index::{BlockEntry, STEP},
    quotes::Dialect,
    reject::{Aside, Reason, Tally},
    scan::{Position, Record, Span, Visitor},
    shape,
    split::{self, Cell, Cells},
};

/// Which columns make a slot.
#[derive(Debug, Clone)]
pub(crate) struct SlotPlan {
    pub(crate) columns: Vec<usize>,
    /// Only a record has it filled, never a total or a signature.
    pub(crate) telling: bool,
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
    cells: Cells,
    row: RowState,
    pub(crate) tally: Tally,
    pub(crate) rejects: Vec<RawReject>,
    pub(crate) aside: Vec<(Position, Aside)>,
}

#[derive(Default)]
struct RowState {
    spans: Vec<Span>,
    made: Vec<u8>,
    /// Slots of this row that cannot be read.
    bad: Vec<(u32, Reason, String)>,
}

/// What a row turned out to be.
enum Verdict {
    Before,
    Blank,
    Record,
    Rejected(Reason),
    Aside(Aside),
}

impl<'a> Worker<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            cells: Cells::default(),
            row: RowState::default(),
            tally: Tally::default(),
            rejects: Vec::new(),
            aside: Vec::new(),
        }
    }

    /// Goes through a block, shows its records, and gives its entry for the index.
    pub(crate) fn block<V: Visitor>(&mut self, block: &Block, visitor: &mut V) -> BlockEntry {
        let text = block.text();
        let clean = is_clean(text, self.plan.decoder.is_some());
        let mut checkpoints = Vec::new();
        let mut index = 0;
        let Self { plan, cells, row, tally, rejects, aside } = self;
        let offset = block.text_offset();
        let _ = split::rows(plan.dialect, text, cells, |cells| {
            if index > 0 && index % STEP == 0 {
                checkpoints.push(cells.start as u32);
            }
            let position = Position { block: block.number, index };
            index += 1;
            let verdict = row.judge(plan, text, cells, offset, clean);
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
            if matches!(verdict, Verdict::Record | Verdict::Rejected(_)) {
                row.remark(plan, text, cells, position, tally, rejects);
            }
            ControlFlow::Continue(())
        });
        tally.rows += u64::from(index);
        visitor.block_done(block.number);
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
        let clean = is_clean(text, self.plan.decoder.is_some());
        let mut wanted = wanted.iter().peekable();
        let mut position = first;
        let Self { plan, cells, row, .. } = self;
        let _ = split::rows(plan.dialect, text, cells, |cells| {
            while wanted.peek().is_some_and(|next| **next == position) {
                row.fill(plan, text, cells, clean);
                visit(&Record { position, block: text, made: &row.made, spans: &row.spans });
                wanted.next();
            }
            position.index += 1;
            if wanted.peek().is_some() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }
}

/// Whether no byte of the text needs a look of its own: nothing undecodable, no NUL.
fn is_clean(text: &[u8], code_page: bool) -> bool {
    (code_page || simdutf8::basic::from_utf8(text).is_ok()) && memchr::memchr(0, text).is_none()
}

/// Keeps a reject while there is room. A worker sees its rows in ascending order, so the first ones of the file are
/// among the first ones of the workers.
fn keep(rejects: &mut Vec<RawReject>, most: usize, make: impl FnOnce() -> RawReject) {
    if rejects.len() < most {
        rejects.push(make());
    }
}

impl RowState {
    #[inline]
    fn judge(&mut self, plan: &Plan, text: &[u8], cells: &Cells, offset: u64, clean: bool) -> Verdict {
        let start = offset + cells.start as u64;
        if start < plan.data_start {
            return Verdict::Before;
        }
        self.fill(plan, text, cells, clean);
        let mut filled = 0;
        let mut first: &[u8] = &[];
        for cell in &cells.list {
            let bytes = raw(text, *cell);
            if !bytes.is_empty() {
                if filled == 0 {
                    first = bytes;
                }
                filled += 1;
            }
        }
        if filled == 0 {
            return Verdict::Blank;
        }
        if first.trim_ascii().is_empty()
            && cells.list.iter().all(|cell| raw(text, *cell).trim_ascii().is_empty())
        {
            return Verdict::Blank;
        }
        let few = filled <= 4 && filled * 2 <= plan.headings.len();
        if (few || plan.gate.is_open(first))
            && let Some(aside) = self.closer_look(plan, text, cells)
        {
            return Verdict::Aside(aside);
        }
        if plan.numbering == Some(start) {
            return Verdict::Aside(Aside::ColumnNumbers);
        }
        if self.spans.iter().all(|span| span.length == 0) {
            return Verdict::Rejected(Reason::NothingUsable);
        }
        Verdict::Record
    }

    #[cold]
    fn closer_look(&self, plan: &Plan, text: &[u8], cells: &Cells) -> Option<Aside> {
        let values: Vec<String> = cells.list.iter().map(|cell| plan.value(text, *cell)).collect();
        let telling = plan.slots.iter().zip(&self.spans).any(|(slot, span)| slot.telling && span.length > 0);
        foot::classify(&values, &plan.headings, telling)
    }

    /// Puts the fields of a row into the slots.
    #[inline]
    fn fill(&mut self, plan: &Plan, text: &[u8], cells: &Cells, clean: bool) {
        self.spans.clear();
        self.made.clear();
        self.bad.clear();
        for (at, slot) in plan.slots.iter().enumerate() {
            let span = match slot.columns[..] {
                [column] => match cells.list.get(column) {
                    Some(cell) => self.one(plan, text, *cell),
                    None => Span::default(),
                },
                _ => self.joined(plan, text, &slot.columns, cells),
            };
            self.spans.push(span);
            // What was decoded may hold the mark of an undecodable byte.
            if !clean || plan.decoder.is_some() && span.start & Span::MADE != 0 {
                self.check(at, text);
            }
        }
    }

    #[inline]
    fn one(&mut self, plan: &Plan, text: &[u8], cell: Cell) -> Span {
        let bytes = raw(text, cell);
        if !cell.escaped && (plan.decoder.is_none() || bytes.is_ascii()) {
            let (start, bytes) = trim(cell.start, bytes);
            return Span { start, length: bytes.len() as u32 };
        }
        let start = self.made.len();
        plan.append(bytes, cell.escaped, &mut self.made);
        self.span_from(start)
    }

    fn joined(&mut self, plan: &Plan, text: &[u8], columns: &[usize], cells: &Cells) -> Span {
        let start = self.made.len();
        for cell in columns.iter().filter_map(|&column| cells.list.get(column)) {
            let bytes = raw(text, *cell);
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            if self.made.len() > start {
                self.made.push(b' ');
            }
            plan.append(if cell.escaped { bytes } else { bytes.trim_ascii() }, cell.escaped, &mut self.made);
        }
        self.span_from(start)
    }

    fn span_from(&self, start: usize) -> Span {
        let (start, bytes) = trim(start as u32, &self.made[start..]);
        Span { start: start | Span::MADE, length: bytes.len() as u32 }
    }

    /// Empties a slot whose bytes are no text, and notes why.
    fn check(&mut self, slot: usize, text: &[u8]) {
        let Some(span) = self.spans.last_mut() else { return };
        let start = (span.start & !Span::MADE) as usize;
        let source = if span.start & Span::MADE == 0 { text } else { &self.made };
        let bytes = &source[start..start + span.length as usize];
        let reason = if memchr::memchr(0, bytes).is_some() {
            Reason::NulByte
        } else if simdutf8::basic::from_utf8(bytes).is_err() {
            Reason::Undecodable
        } else {
            return;
        };
        self.bad.push((slot as u32, reason, shape::shape_of_bytes(bytes)));
        *span = Span::default();
    }

    /// Notes what is wrong with a row that was read.
    #[inline]
    fn remark(
        &mut self,
        plan: &Plan,
        text: &[u8],
        cells: &Cells,
        position: Position,
        tally: &mut Tally,
        rejects: &mut Vec<RawReject>,
    ) {
        for (slot, reason, shape) in self.bad.drain(..) {
            tally.fields_rejected += 1;
            keep(rejects, plan.most_rejects, || RawReject { position, slot: Some(slot), reason, shape });
        }
        if cells.stray {
            tally.fields_rejected += 1;
            keep(rejects, plan.most_rejects, || RawReject {
                position,
                slot: None,
                reason: Reason::UnclosedQuote,
                shape: "\"".to_owned(),
            });
        }
        if cells.list.len() > plan.headings.len() {
            let extra =
                cells.list[plan.headings.len()..].iter().filter(|cell| !raw(text, **cell).is_empty()).count();
            if extra > 0 {
                tally.fields_rejected += 1;
                keep(rejects, plan.most_rejects, || RawReject {
                    position,
                    slot: None,
                    reason: Reason::TooManyFields,
                    shape: format!("{} fields", cells.list.len()),
                });
            }
        }
    }
}

impl Plan {
    /// Appends the text of a cell: unescaped and decoded.
    fn append(&self, bytes: &[u8], escaped: bool, out: &mut Vec<u8>) {
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

#[inline]
fn raw(text: &[u8], cell: Cell) -> &[u8] {
    text.get(cell.start as usize..cell.end as usize).unwrap_or(&[])
}

/// Takes blanks off both ends.
#[inline]
fn trim(start: u32, bytes: &[u8]) -> (u32, &[u8]) {
    match bytes {
        [first, .., last] if *first > b' ' && *last > b' ' => (start, bytes),
        _ => {
            let front = bytes.trim_ascii_start();
            (start + (bytes.len() - front.len()) as u32, front.trim_ascii_end())
        }
    }
}
