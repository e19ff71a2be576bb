//! The vocabulary of the fast path: positions, records, visitors and the settings of a pass.

use std::sync::atomic::{AtomicU64, Ordering};

/// Where a record stands in its file: the block and the physical row within the block, both from 0. It depends
/// on the file and on [`crate::Options::block_size`], never on the number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The block.
    pub block: u32,
    /// The row within the block; blank rows, titles and headings count.
    pub index: u32,
}

impl Position {
    /// Bits of [`Position::pack`] that hold the row within the block: a block has at most one row per byte, and one more.
    pub const INDEX_BITS: u32 = 20;

    /// The position as one number that keeps the order; below 2^40 for files up to 256 GiB with blocks of 256 KiB.
    pub fn pack(self) -> u64 {
        u64::from(self.block) << Self::INDEX_BITS | u64::from(self.index)
    }

    /// The inverse of [`Position::pack`].
    pub fn unpack(packed: u64) -> Self {
        Self {
            block: (packed >> Self::INDEX_BITS) as u32,
            index: (packed & ((1 << Self::INDEX_BITS) - 1)) as u32,
        }
    }
}

/// Where the bytes of one field are: in the block, or (with the top bit) among the bytes made for this record.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) length: u32,
}

impl Span {
    pub(crate) const MADE: u32 = 1 << 31;
}

/// One record, valid during the visit.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    pub(crate) position: Position,
    pub(crate) block: &'a [u8],
    pub(crate) made: &'a [u8],
    pub(crate) spans: &'a [Span],
}

impl<'a> Record<'a> {
    /// Where the record stands.
    #[inline]
    pub fn position(&self) -> Position {
        self.position
    }

    /// The value in a slot as UTF-8, unquoted, with blanks at both ends removed; empty where the field is
    /// missing, could not be decoded, or the slot does not exist. Tokens that mean "missing" ("-", "н/д") are
    /// handed over as they are: see [`crate::is_missing`].
    #[inline]
    pub fn field(&self, slot: usize) -> &'a [u8] {
        let Some(span) = self.spans.get(slot) else { return &[] };
        let start = span.start as usize;
        let length = span.length as usize;
        if span.start & Span::MADE == 0 {
            self.block.get(start..start + length).unwrap_or(&[])
        } else {
            let start = (span.start & !Span::MADE) as usize;
            self.made.get(start..start + length).unwrap_or(&[])
        }
    }

    /// The value in a slot as text; the same as [`Record::field`], at the price of one more check.
    pub fn text(&self, slot: usize) -> &'a str {
        std::str::from_utf8(self.field(slot)).unwrap_or("")
    }

    /// Three values that stand side by side in the text as they are written, with one byte between each and the next: `N`
    /// bytes of the text, from the one before the first value on, and where the values end, counted from where the first
    /// begins. The first two hold something; a third that holds nothing is taken to stand there. `None` where they stand
    /// otherwise, or where the text does not reach so far.
    #[inline]
    pub fn side_by_side<const N: usize>(&self, slots: [usize; 3]) -> Option<(&'a [u8; N], [usize; 3])> {
        let [first, second, third] = slots.map(|slot| self.spans.get(slot).copied().unwrap_or_default());
        let behind_first = first.start + first.length + 1;
        let behind_second = second.start + second.length + 1;
        let are_neighbours = first.length > 0
            && second.length > 0
            && second.start == behind_first
            && (third.length == 0 || third.start == behind_second)
            && first.start & Span::MADE == 0;
        let before = first.start.checked_sub(1).filter(|_| are_neighbours)?;
        let ends = [behind_first - 1, behind_second - 1, behind_second + third.length];
        let text = self.block.get(before as usize..)?.first_chunk()?;
        Some((text, ends.map(|end| (end - first.start) as usize)))
    }

    /// The number of slots.
    pub fn slots(&self) -> usize {
        self.spans.len()
    }
}

/// Who sees the records. One visitor serves one worker, so it needs no locks; a worker's blocks come in ascending
/// order, the records of a block in theirs.
pub trait Visitor: Send {
    /// A record.
    fn record(&mut self, record: &Record<'_>);

    /// A row that was set aside: it is read, but it is no record.
    fn set_aside(&mut self, _aside: crate::Aside, _record: &Record<'_>) {}

    /// All records of a block have been seen. Those whose rows within the block ([`Position::index`], ascending) are put
    /// into `wanted` are shown once more, whole.
    fn block_done(&mut self, _block: u32, _wanted: &mut Vec<u32>) {}

    /// A record that is wanted once more, with all slots filled even if the pass fills only some ([`Pass::wanting`]).
    fn whole(&mut self, _record: &Record<'_>) {}
}

impl<F: FnMut(&Record<'_>) + Send> Visitor for F {
    fn record(&mut self, record: &Record<'_>) {
        self(record);
    }
}

/// How a file is gone through.
#[derive(Clone, Copy)]
pub struct Pass<'a> {
    pub(crate) threads: usize,
    pub(crate) wanted: Option<&'a [usize]>,
    pub(crate) closely: bool,
    pub(crate) interrupted: Option<&'a (dyn Fn() -> bool + Sync)>,
    pub(crate) progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

impl Default for Pass<'_> {
    fn default() -> Self {
        Self::new(1)
    }
}

impl std::fmt::Debug for Pass<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Pass").field("threads", &self.threads).finish_non_exhaustive()
    }
}

impl<'a> Pass<'a> {
    /// A pass with this many workers; 0 counts as 1. One worker is the calling thread itself.
    pub fn new(threads: usize) -> Self {
        Self { threads: threads.max(1), wanted: None, closely: false, interrupted: None, progress: None }
    }

    /// Fills these slots only, ascending; the others read as empty. What is counted and rejected stays the same.
    #[must_use]
    pub fn wanting(mut self, slots: &'a [usize]) -> Self {
        self.wanted = Some(slots);
        self
    }

    /// Looks at every row for the words by which totals and signatures are known, wherever they stand in it; otherwise at
    /// those that begin with such a word or have few fields filled. For tables in which a total would be judged as a record.
    #[must_use]
    pub fn closely(mut self) -> Self {
        self.closely = true;
        self
    }

    /// Asks before every block whether to stop.
    #[must_use]
    pub fn interrupted_by(mut self, interrupted: &'a (dyn Fn() -> bool + Sync)) -> Self {
        self.interrupted = Some(interrupted);
        self
    }

    /// Tells after every block how many bytes of the file were read since the last call. Of a compressed file
    /// these are the compressed bytes, so that they always add up to the size of the file.
    #[must_use]
    pub fn progress(mut self, progress: &'a (dyn Fn(u64) + Sync)) -> Self {
        self.progress = Some(progress);
        self
    }

    pub(crate) fn is_interrupted(&self) -> bool {
        self.interrupted.is_some_and(|interrupted| interrupted())
    }

    pub(crate) fn report(&self, bytes: u64) {
        if let (Some(progress), true) = (self.progress, bytes > 0) {
            progress(bytes);
        }
    }
}

/// A counter of bytes that several layers of readers share.
#[derive(Debug, Default)]
pub(crate) struct ByteCounter(AtomicU64);

impl ByteCounter {
    pub(crate) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// What was added since the last call.
    pub(crate) fn take(&self) -> u64 {
        self.0.swap(0, Ordering::Relaxed)
    }
}
