//! What the search asks of its input.
//!
//! The search knows no file and no format. It asks its caller for every record's keys, in parallel, as often as it
//! needs another pass, and later for the keys of a few records again, so that it can compare the bytes themselves.

use std::ops::ControlFlow;

/// The greatest number of rules in one search.
pub const MOST_RULES: usize = 16;

/// Positions lie below two to the power of this.
pub const POSITION_BITS: u32 = 40;

/// Where a record stands in the caller's input; opaque to the search, below 2^40.
///
/// Two habits pay. Groups come out ordered by the smallest position in them, so positions should rise in the order in
/// which people read the input. And [`Records::fetch`] must find its way back from a position, so the cheaper that is
/// (a byte offset, or a block and an index in it), the faster groups are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// A set of rules, by their indices (0 to 15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleSet(u16);

impl RuleSet {
    /// The set without any rule.
    pub const EMPTY: Self = Self(0);

    /// The rules 0 to `count` - 1; counts above 16 are taken as 16.
    pub const fn first(count: usize) -> Self {
        if count >= MOST_RULES { Self(u16::MAX) } else { Self((1 << count) - 1) }
    }

    /// This set and `rule`; a rule of 16 and above is left out.
    #[must_use]
    pub const fn with(self, rule: usize) -> Self {
        if rule < MOST_RULES { Self(self.0 | 1 << rule) } else { self }
    }

    /// Whether `rule` is in the set.
    #[inline]
    pub const fn contains(self, rule: usize) -> bool {
        rule < MOST_RULES && self.0 >> rule & 1 == 1
    }

    /// Whether no rule is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The rules of the set, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..MOST_RULES).filter(move |&rule| self.contains(rule))
    }
}

impl FromIterator<usize> for RuleSet {
    fn from_iter<I: IntoIterator<Item = usize>>(rules: I) -> Self {
        rules.into_iter().fold(Self::EMPTY, Self::with)
    }
}

/// Which records a scan visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Every record.
    All,
    /// Only the anchors: the small side of the search, as the caller has it.
    Anchors,
    /// Every record that is no anchor.
    Others,
}

/// What one scan is to deliver.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    /// The rules whose keys are wanted. Keys of other rules may be delivered and are ignored, but making them is
    /// wasted work.
    pub rules: RuleSet,
    /// The records that are wanted. [`Part::All`], unless the anchors are to be scanned first
    /// ([`Scope::Touching`](crate::Scope::Touching), [`Settings::anchors_first`](crate::Settings::anchors_first)).
    pub part: Part,
    /// How many threads to use.
    pub threads: usize,
}

/// Takes the keys of the records that one worker visits.
pub trait Visitor: Send {
    /// Takes the key of rule `rule` of the record at `position`. A record has at most one key per rule, and may have
    /// none: then this is not called. An empty key is a key.
    fn key(&mut self, rule: usize, position: Position, key: &[u8]);

    /// To be called now and then, say once a block: tells how many `records` were visited since the last call, with
    /// or without keys. `Break` asks the worker to end its scan as soon as it can; what it leaves out is then not
    /// missed.
    fn visited(&mut self, records: u64) -> ControlFlow<()>;

    /// Appends the positions of the records that were visited up to the last call of [`Visitor::visited`], and not told
    /// before, that are likely to be fetched, because an anchor that was scanned before them seems to have the same key.
    /// A caller who keeps these at hand saves reading them again. They come in the order in which they were visited, each
    /// once. Where no anchors were scanned before, there are none.
    fn likely(&mut self, positions: &mut Vec<Position>) {
        let _ = positions;
    }
}

/// The input of a search: records, each with a position and up to one key per rule.
///
/// The keys of a record must be the same at every scan and every fetch. A [`SliceRecords`](crate::SliceRecords) is an
/// implementation for records in memory.
pub trait Records: Sync {
    /// Why records could not be read.
    type Error: Send;

    /// About how many records there are, if that can be told cheaply (a file's size by a row's usual length will do).
    /// It decides how the first pass is planned, never what is found.
    fn estimated_records(&self) -> Option<u64> {
        None
    }

    /// About how many records have a key of a rule, if that can be told cheaply: all of them, unless it is known that few
    /// have. It decides how the first pass is planned, never what is found.
    fn estimated_keys(&self, rule: usize) -> Option<u64> {
        let _ = rule;
        self.estimated_records()
    }

    /// Every position is below this; at most 2^40, the default. The lower it is, the fewer records are fetched in
    /// vain, since bits that no position needs widen the fingerprints.
    fn position_bound(&self) -> u64 {
        1 << POSITION_BITS
    }

    /// Visits each record of `scan.part` exactly once, on up to `scan.threads` threads, and returns the visitors, one
    /// per worker, each made by `make`. A visitor takes some hundred kilobytes: make one per worker, not one per
    /// block. May be called any number of times.
    ///
    /// # Errors
    /// Whatever keeps the records from being read; the search ends with it.
    fn scan<V: Visitor>(&self, scan: &Scan, make: &(dyn Fn() -> V + Sync)) -> Result<Vec<V>, Self::Error>;

    /// Calls `each` with position, rule and key for the keys that the records at `positions` (ascending, none twice)
    /// have under `rules`, in the order of the positions. Is called from several threads at once, with disjoint
    /// stretches of positions.
    ///
    /// # Errors
    /// Whatever keeps the records from being read; the search ends with it.
    fn fetch(
        &self,
        rules: RuleSet,
        positions: &[Position],
        each: &mut dyn FnMut(Position, usize, &[u8]),
    ) -> Result<(), Self::Error>;
}
