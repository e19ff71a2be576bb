//! One row of a block: whether it is a record, blank, or to be set aside; its fields into slots.

use crate::rows::entities;
use crate::rows::fields::{Fields, Rows, raw, unescape};
use crate::rows::foot;
use crate::rows::headed::Stated;
use crate::rows::plan::{Plan, RawReject, keep};
use crate::rows::reject::{Aside, Reason, Tally};
use crate::rows::scan::{Position, Span};
use crate::rows::single::Single;
use crate::rows::written::{Unicode, is_persons, trim, value};
use crate::typed::day_order::DayOrder;
use crate::typed::shape;

/// The row that is looked at: what it is, and its fields in the slots. Used again for the next one.
pub(crate) struct Row {
    /// The slots that visitors want; the others read as empty.
    wanted: Vec<usize>,
    /// Those of them that one column makes.
    single: Vec<Single>,
    /// Those that several columns make, or none: only headings inside the table state them.
    several: Vec<usize>,
    /// As many filled fields as a title or a signature may have.
    few: usize,
    /// Bytes are text as they stand.
    as_written: bool,
    /// Every row is looked at closely, whatever it begins with: for tables of which each row counts.
    pub(crate) closely: bool,
    /// Fields that characters of a web page had cut in two were joined.
    joined: bool,
    /// The row is in UTF-8 and its file is not.
    pub(crate) unicode: Unicode,
    pub(crate) spans: Vec<Span>,
    pub(crate) made: Vec<u8>,
    /// Slots of this row that cannot be read.
    pub(crate) bad: Vec<(u32, Reason, String)>,
}

/// What a row turned out to be.
pub(crate) enum Verdict {
    Before,
    Blank,
    Record,
    Rejected(Reason),
    Aside(Aside),
}

impl Row {
    pub(crate) fn new(plan: &Plan, wanted: Option<&[usize]>) -> Self {
        let wanted = wanted.map_or_else(|| (0..plan.slots.len()).collect(), <[usize]>::to_vec);
        let columns = |slot: usize| plan.slots.get(slot).map_or(&[][..], |slot| &slot.columns);
        let several: Vec<usize> = wanted.iter().copied().filter(|&slot| columns(slot).len() != 1).collect();
        let as_written = plan.decoder.is_none();
        let one = |&slot: &usize| {
            let (plan, &[column]) = (plan.slots.get(slot)?, columns(slot)) else { return None };
            let place = plan.place.clone().map(|place| (place, Vec::new()));
            Some(Single { slot, column, dated: plan.order() != DayOrder::DayFirst, place })
        };
        Self {
            single: wanted.iter().filter_map(one).collect(),
            several,
            wanted,
            few: (plan.columns / 2).min(4),
            closely: false,
            as_written,
            joined: false,
            unicode: Unicode::AsTheFile,
            spans: vec![Span::default(); plan.slots.len()],
            made: Vec::new(),
            bad: Vec::new(),
        }
    }

    /// Whether a row below the headings is a record without a closer look, as nearly all are, with its fields in the slots
    /// that are wanted. Its text is clean, its quotation marks regular.
    #[inline]
    pub(crate) fn is_plain(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>) -> bool {
        // What begins with a digit is no total; what has more filled fields is no title and no signature.
        fields.begins_with_digit()
            && !fields.begins_with_one(plan.dialect.delimiter)
            && fields.len() <= plan.columns
            && fields.has_more_filled_than(self.few)
            && match self.fill_bare(fields) {
                Some(length) => length > 0,
                None => self.fill_wanted(plan, text, fields),
            }
    }

    /// Puts the fields into the slots that are wanted where each is there, has nothing to take off or to decode, and no
    /// marks but those around it, and gives their lengths together; none, with rubbish in the slots, where it is otherwise.
    #[inline]
    fn fill_bare(&mut self, fields: &Fields<'_>) -> Option<u32> {
        if !self.as_written || !self.several.is_empty() {
            return None;
        }
        let mut together = 0;
        for single in &mut self.single {
            let (start, bytes) = match fields.regular(single.column)? {
                (start, [b'"', inner @ .., b'"']) if memchr::memchr(b'"', inner).is_none() => {
                    (start + 1, inner)
                }
                as_it_is => as_it_is,
            };
            if let [first, ..] = bytes
                && (*first <= b'\'' || bytes[bytes.len() - 1] <= b' ' || single.needs_a_look(bytes))
            {
                return None;
            }
            let length = bytes.len() as u32;
            *self.spans.get_mut(single.slot)? = Span { start, length };
            together |= length;
        }
        Some(together)
    }

    /// What a row is, with its fields in the slots that are wanted, if it is a record.
    pub(crate) fn judge(
        &mut self,
        plan: &Plan,
        text: &[u8],
        fields: &Fields<'_>,
        offset: u64,
        clean: bool,
    ) -> Verdict {
        let start = offset + u64::from(fields.start());
        if start < plan.data_start {
            return Verdict::Before;
        }
        let usable = self.fill(plan, text, fields, clean);
        let many = fields.has_more_filled_than(self.few);
        let is_usual = many && fields.begins_with_digit() && !fields.begins_with_one(plan.dialect.delimiter);
        if (!is_usual || self.closely)
            && let Some(verdict) = self.unlike_a_record(plan, text, fields, clean, !many && self.few > 0)
        {
            return verdict;
        }
        if plan.numbering == Some(start) {
            return Verdict::Aside(Aside::ColumnNumbers);
        }
        if !self.joined && has_slipped(plan, fields) {
            return Verdict::Rejected(Reason::TooManyFields);
        }
        if usable || self.is_usable(plan, text, fields, clean) {
            Verdict::Record
        } else {
            Verdict::Rejected(Reason::NothingUsable)
        }
    }

    /// What a row is in a table with headings inside: one of them, or a record that is given what they state.
    #[inline]
    pub(crate) fn headed(&mut self, plan: &Plan, position: Position, verdict: Verdict) -> Verdict {
        if plan.headings.is_empty() {
            return verdict;
        }
        if plan.headings.rows.contains(&position) {
            return Verdict::Aside(Aside::GroupHeading);
        }
        if matches!(verdict, Verdict::Record) {
            self.carry(plan.headings.stated(position));
            self.keep_wanted();
        }
        verdict
    }

    /// Gives a row, whose fields are in the slots, what it leaves empty.
    pub(crate) fn carry(&mut self, stated: &[Stated]) {
        for (slot, value) in stated {
            let Some(span) = self.spans.get_mut(*slot).filter(|span| span.length == 0) else { continue };
            let start = self.made.len() as u32;
            self.made.extend_from_slice(value.as_bytes());
            *span = Span { start: start | Span::MADE, length: value.len() as u32 };
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
        if !few
            && !self.closely
            && !fields.begins_with_one(plan.dialect.delimiter)
            && !plan.gate.is_open(first)
        {
            return None;
        }
        self.closer_look(plan, text, fields, clean)
    }

    #[cold]
    fn closer_look(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>, clean: bool) -> Option<Verdict> {
        let values: Vec<String> = fields.cells().map(|cell| plan.value(text, cell)).collect();
        self.fill_all(plan, text, fields, clean);
        let filled = || plan.slots.iter().zip(&self.spans).filter(|(_, span)| span.length > 0);
        let telling = filled().any(|(slot, _)| slot.telling);
        let about_nobody = plan.slots.iter().any(|slot| slot.who) && !filled().any(|(slot, _)| slot.who);
        self.keep_wanted();
        let aside = foot::classify(&values, &plan.heads, telling).map(Verdict::Aside);
        aside.or_else(|| about_nobody.then_some(Verdict::Rejected(Reason::NothingUsable)))
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
    pub(crate) fn fill(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>, clean: bool) -> bool {
        self.joined = false;
        self.unicode = Unicode::AsTheFile;
        if !clean || fields.len() > plan.width {
            // What is unreadable is noted whatever is wanted.
            self.fill_all(plan, text, fields, clean);
            self.keep_wanted();
            return self.wanted.iter().any(|slot| self.spans[*slot].length > 0);
        }
        self.fill_wanted(plan, text, fields)
    }

    /// The same where the text is clean.
    #[inline]
    fn fill_wanted(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>) -> bool {
        let Self { single, spans, made, as_written, .. } = self;
        made.clear();
        let mut length = 0;
        for single in single {
            let slot = single.slot;
            let span = match fields.written(single.column) {
                // Nothing to take out, to take off or to decode.
                Some((start, bytes @ [first, ..]))
                    if *as_written
                        && *first > b'\''
                        && *first != b'='
                        && bytes.last().is_some_and(|last| *last > b' ')
                        && !single.needs_a_look(bytes) =>
                {
                    Span { start, length: bytes.len() as u32 }
                }
                Some((_, [])) | None => Span::default(),
                Some(_) => value(plan, text, &plan.slots[slot], fields, Unicode::AsTheFile, made),
            };
            if let Some(place) = spans.get_mut(slot) {
                *place = span;
            }
            length |= span.length;
        }
        for at in 0..self.several.len() {
            let slot = self.several[at];
            let span = value(plan, text, &plan.slots[slot], fields, Unicode::AsTheFile, &mut self.made);
            self.spans[slot] = span;
            length |= span.length;
        }
        length > 0
    }

    /// Puts the fields of a row into all slots.
    pub(crate) fn fill_all(&mut self, plan: &Plan, text: &[u8], fields: &Fields<'_>, clean: bool) {
        self.made.clear();
        self.bad.clear();
        let is_unicode = !clean && plan.is_unicode(fields.row());
        self.unicode = if is_unicode { Unicode::ByItself } else { Unicode::AsTheFile };
        self.joined = fields.len() > plan.width && self.join(plan, fields);
        if self.joined {
            return;
        }
        for (at, slot) in plan.slots.iter().enumerate() {
            self.spans[at] = value(plan, text, slot, fields, self.unicode, &mut self.made);
            if !clean {
                self.check(at, text);
            }
        }
    }

    /// Fills all slots with the fields of a row whose characters of a web page cut fields in two, if that makes it a row of
    /// as many fields as there are headings.
    #[cold]
    fn join(&mut self, plan: &Plan, fields: &Fields<'_>) -> bool {
        let Some(text) = entities::resolved(fields.row(), plan.decoder.as_ref()) else { return false };
        let mut rows = Rows::default();
        rows.split(plan.dialect, &text);
        let Some(fields) = rows.row(&text, 0).filter(|row| row.len() <= plan.width && rows.rows == 1) else {
            return false;
        };
        for (span, slot) in self.spans.iter_mut().zip(&plan.slots) {
            let start = self.made.len();
            let cells = slot.columns.iter().filter_map(|column| fields.cell(*column));
            for cell in cells {
                if self.made.len() > start {
                    self.made.push(b' ');
                }
                let bytes = raw(&text, cell);
                if cell.escaped {
                    unescape(bytes, &mut self.made);
                } else {
                    self.made.extend_from_slice(bytes);
                }
            }
            let (begin, bytes) = trim(start as u32, &self.made[start..]);
            *span = Span { start: begin | Span::MADE, length: bytes.len() as u32 };
            if is_persons(plan, &text, slot, &fields, bytes) {
                let shape = shape::shape_of_bytes(bytes);
                self.made.truncate(start);
                self.made.extend_from_slice(shape.as_bytes());
                *span = Span { start: start as u32 | Span::MADE, length: shape.len() as u32 };
            }
        }
        true
    }

    /// Empties the slots that nobody wants.
    pub(crate) fn keep_wanted(&mut self) {
        let mut wanted = self.wanted.iter().peekable();
        for (at, span) in self.spans.iter_mut().enumerate() {
            if wanted.next_if(|slot| **slot == at).is_none() {
                *span = Span::default();
            }
        }
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
    pub(crate) fn remark(
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
        if self.unicode == Unicode::ByItself {
            tally.fields_rejected += 1;
            keep(rejects, plan.most_rejects, || RawReject {
                position,
                slot: None,
                reason: Reason::OtherEncoding,
                shape: "UTF-8".to_owned(),
            });
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
        if (plan.of_sheet || fields.len() <= plan.width) && is_filled_beyond(fields, plan.columns) {
            tally.fields_rejected += 1;
            keep(rejects, plan.most_rejects, || RawReject {
                position,
                slot: None,
                reason: Reason::NoHeading,
                shape: format!("{} fields", fields.len()),
            });
        }
    }
}

/// Whether a row has more fields than there are headings, so that none can be told from its neighbour.
fn has_slipped(plan: &Plan, fields: &Fields<'_>) -> bool {
    fields.len() > plan.width
        && if plan.of_sheet {
            is_filled(fields, plan.columns)
        } else {
            fields.len() > plan.widest || is_filled_beyond(fields, plan.columns)
        }
}

/// Whether a field behind so many holds more than blanks.
fn is_filled_beyond(fields: &Fields<'_>, columns: usize) -> bool {
    (columns..fields.len()).any(|field| is_filled(fields, field))
}

fn is_filled(fields: &Fields<'_>, field: usize) -> bool {
    !fields.raw(field).trim_ascii().is_empty()
}
