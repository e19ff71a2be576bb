//! What one worker does with the rows of a block: blank or not, fields into slots, rejects, rows set aside.

use crate::{
    blocks::Block,
    encoding::Decoder,
    foot::{self, Gate},
    index::BlockEntry,
    quotes::Dialect,
    reject::{Aside, Reason, Tally},
    scan::{Position, Record, Span, Visitor},
    shape,
    split::{self, Cell, Fields, Rows, raw},
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
    /// Of stretches that are read again.
    rows: Rows,
    row: RowState,
    /// Rows of the present block that are shown once more.
    wanted: Vec<u32>,
    pub(crate) tally: Tally,
    pub(crate) rejects: Vec<RawReject>,
    pub(crate) aside: Vec<(Position, Aside)>,
}

struct RowState {
    /// The slots that visitors want; the others read as empty.
    wanted: Vec<usize>,
    /// Those of them that one column makes: slot and column.
    single: Vec<(usize, usize)>,
    /// Those that several columns make.
    several: Vec<usize>,
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
    /// A worker whose records have these slots filled, or all; slots that are not wanted read as empty.
    pub(crate) fn new(plan: &'a Plan, wanted: Option<&[usize]>) -> Self {
        let wanted = wanted.map_or_else(|| (0..plan.slots.len()).collect(), <[usize]>::to_vec);
        let columns = |slot: usize| plan.slots.get(slot).map_or(&[][..], |slot| &slot.columns);
        let row = RowState {
            single: wanted
                .iter()
                .filter_map(|&slot| if let [column] = *columns(slot) { Some((slot, column)) } else { None })
                .collect(),
            several: wanted.iter().copied().filter(|&slot| columns(slot).len() > 1).collect(),
            wanted,
            spans: vec![Span::default(); plan.slots.len()],
            made: Vec::new(),
            bad: Vec::new(),
        };
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
        let mut checkpoints = Vec::new();
        let mut index = 0;
        let mut until_checkpoint = step;
        let Self { plan, row, wanted, tally, rejects, aside, .. } = self;
        row.bad.clear();
        for fields in rows.of(text) {
            if until_checkpoint == 0 {
                checkpoints.push(fields.start);
                until_checkpoint = step;
            }
            until_checkpoint -= 1;
            let position = Position { block: number, index };
            index += 1;
            let verdict = row.judge(plan, text, &fields, offset, clean);
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
fn keep(rejects: &mut Vec<RawReject>, most: usize, make: impl FnOnce() -> RawReject) {
    if rejects.len() < most {
        rejects.push(make());
    }
}

impl RowState {
    #[inline]
    fn judge(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>, offset: u64, clean: bool) -> Verdict {
        let start = offset + u64::from(fields.start);
        if start < plan.data_start {
            return Verdict::Before;
        }
        let usable = self.fill(plan, text, fields, clean);
        // A row with more filled fields is no title and no signature; one that begins with a digit is no total.
        let most = (plan.headings.len() / 2).min(4);
        let many = fields.has_more_filled_than(most);
        if !(many && fields.begins_with_digit())
            && let Some(verdict) = self.unlike_a_record(plan, text, fields, clean, !many && most > 0)
        {
            return verdict;
        }
        if plan.numbering == Some(start) {
            return Verdict::Aside(Aside::ColumnNumbers);
        }
        if usable || self.is_usable(plan, text, fields, clean) {
            Verdict::Record
        } else {
            Verdict::Rejected(Reason::NothingUsable)
        }
    }

    /// Whether a row is blank or to be set aside; `few` of its fields are filled.
    fn unlike_a_record(
        &mut self,
        plan: &Plan,
        text: &[u8],
        fields: &Fields<'_>,
        clean: bool,
        few: bool,
    ) -> Option<Verdict> {
        let Some(first) = (0..fields.len()).find(|field| fields.is_filled(*field)) else {
            return Some(Verdict::Blank);
        };
        let first = fields.raw(first);
        let blank = || fields.cells().all(|cell| raw(text, cell).trim_ascii().is_empty());
        if first.trim_ascii().is_empty() && blank() {
            return Some(Verdict::Blank);
        }
        if !few && !plan.gate.is_open(first) {
            return None;
        }
        self.closer_look(plan, text, fields, clean).map(Verdict::Aside)
    }

    #[cold]
    fn closer_look(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>, clean: bool) -> Option<Aside> {
        let values: Vec<String> = fields.cells().map(|cell| plan.value(text, cell)).collect();
        self.fill_all(plan, text, fields, clean);
        let mut slots = plan.slots.iter().zip(&self.spans);
        let telling = slots.any(|(slot, span)| slot.telling && span.length > 0);
        self.keep_wanted();
        foot::classify(&values, &plan.headings, telling)
    }

    /// Whether any slot holds something, wanted or not.
    #[cold]
    fn is_usable(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>, clean: bool) -> bool {
        self.fill_all(plan, text, fields, clean);
        let usable = self.spans.iter().any(|span| span.length > 0);
        self.keep_wanted();
        usable
    }

    /// Puts the fields of a row into the slots that are wanted, and says whether any of them holds something.
    #[inline]
    fn fill(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>, clean: bool) -> bool {
        if !clean {
            // What is unreadable is noted whatever is wanted.
            self.fill_all(plan, text, fields, clean);
            self.keep_wanted();
            return self.wanted.iter().any(|slot| self.spans[*slot].length > 0);
        }
        self.made.clear();
        let mut length = 0;
        for at in 0..self.single.len() {
            let (slot, column) = self.single[at];
            let span = fields.cell(column).map_or(Span::default(), |cell| self.one(plan, text, cell));
            self.spans[slot] = span;
            length |= span.length;
        }
        for at in 0..self.several.len() {
            let slot = self.several[at];
            let span = self.joined(plan, text, &plan.slots[slot].columns, fields);
            self.spans[slot] = span;
            length |= span.length;
        }
        length > 0
    }

    /// Puts the fields of a row into all slots.
    fn fill_all(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>, clean: bool) {
        self.made.clear();
        self.bad.clear();
        for (at, slot) in plan.slots.iter().enumerate() {
            self.spans[at] = self.slot(plan, text, &slot.columns, fields);
            if !clean {
                self.check(at, text);
            }
        }
    }

    /// Empties the slots that nobody wants.
    fn keep_wanted(&mut self) {
        let mut wanted = self.wanted.iter().peekable();
        for (at, span) in self.spans.iter_mut().enumerate() {
            if wanted.next_if(|slot| **slot == at).is_none() {
                *span = Span::default();
            }
        }
    }

    #[inline]
    fn slot(&mut self, plan: &Plan, text: &[u8], columns: &[usize], fields: &Fields<'_>) -> Span {
        match columns {
            [column] => fields.cell(*column).map_or(Span::default(), |cell| self.one(plan, text, cell)),
            _ => self.joined(plan, text, columns, fields),
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

    fn joined(&mut self, plan: &Plan, text: &[u8], columns: &[usize], fields: &Fields<'_>) -> Span {
        let start = self.made.len();
        for cell in columns.iter().filter_map(|&column| fields.cell(column)) {
            let bytes = raw(text, cell);
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
        let Some(span) = self.spans.get_mut(slot) else { return };
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
        fields: &Fields<'_>,
        position: Position,
        tally: &mut Tally,
        rejects: &mut Vec<RawReject>,
    ) {
        while let Some((slot, reason, shape)) = self.bad.pop() {
            tally.fields_rejected += 1;
            keep(rejects, plan.most_rejects, || RawReject { position, slot: Some(slot), reason, shape });
        }
        if fields.has_stray_mark() {
            tally.fields_rejected += 1;
            keep(rejects, plan.most_rejects, || RawReject {
                position,
                slot: None,
                reason: Reason::UnclosedQuote,
                shape: "\"".to_owned(),
            });
        }
        if (plan.headings.len()..fields.len()).any(|field| fields.is_filled(field)) {
            tally.fields_rejected += 1;
            keep(rejects, plan.most_rejects, || RawReject {
                position,
                slot: None,
                reason: Reason::TooManyFields,
                shape: format!("{} fields", fields.len()),
            });
        }
    }
}

impl Plan {
    /// Whether no field of the text needs a look of its own: every byte decodes, none is NUL.
    fn is_clean(&self, text: &[u8]) -> bool {
        let decodes = match &self.decoder {
            None => simdutf8::basic::from_utf8(text).is_ok(),
            Some(decoder) => decoder.decodes(text),
        };
        decodes && memchr::memchr(0, text).is_none()
    }

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
