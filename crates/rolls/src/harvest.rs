//! Rows kept when they are read, since most of them are evidence a moment later.
//!
//! The search fetches all rows of a round of candidates in parallel and then hands out their groups. What is kept here
//! saves reading these rows a second time. And where some lists are short beside the others, rows of the others that
//! seem to stand on a short one too are kept when they are seen first, and need not be fetched at all. Beyond a bound
//! nothing more is kept, and such rows are read again; so this changes how long a check takes and nothing else.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock, RwLockReadGuard};

use crate::columns::{COUNT, Columns};
use crate::person::Fields;

/// Bytes that the fields of a row take, for a first guess.
const USUAL_ROW: usize = 144;

/// Rows of the first pass, and of one round.
#[derive(Debug)]
pub(crate) struct Harvest {
    /// Rows that the first pass kept.
    foreseen: OnceLock<Vec<Stretch>>,
    /// Rows of the present round.
    stretches: RwLock<Vec<Stretch>>,
    /// Bytes of all of them, and of those that the first pass kept.
    bytes: AtomicUsize,
    foreseen_bytes: AtomicUsize,
    limit: usize,
    /// Groups were handed out: what is kept belongs to a round that is over.
    over: AtomicBool,
    /// Whether addresses are kept.
    addresses: bool,
}

/// Rows by ascending position, their fields one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Stretch {
    /// Position, file, and where the fields begin in `bytes`.
    rows: Vec<(u64, u32, usize)>,
    bytes: Vec<u8>,
}

/// A row that was kept: its fields by [`File::kept`](crate::roll::File::kept), in the order of the columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept<'s> {
    pub(crate) position: u64,
    pub(crate) file: usize,
    fields: [&'s [u8]; COUNT],
}

impl<'s> Kept<'s> {
    /// The value in a slot, for as long as the row is kept.
    #[inline]
    pub(crate) fn bytes(&self, slot: usize) -> &'s [u8] {
        self.fields.get(slot).copied().unwrap_or(&[])
    }

    /// The same as text.
    #[inline]
    pub(crate) fn string(&self, slot: usize) -> &'s str {
        str::from_utf8(self.bytes(slot)).unwrap_or("")
    }
}

impl Fields for Kept<'_> {
    #[inline]
    fn field(&self, slot: usize) -> &[u8] {
        self.bytes(slot)
    }
}

impl Harvest {
    pub(crate) fn new(limit: usize, addresses: bool) -> Self {
        Self {
            foreseen: OnceLock::new(),
            stretches: RwLock::default(),
            bytes: AtomicUsize::new(0),
            foreseen_bytes: AtomicUsize::new(0),
            limit,
            over: AtomicBool::new(false),
            addresses,
        }
    }

    /// A stretch to be filled with so many rows; `None` where there is no room.
    pub(crate) fn stretch(&self, rows: usize) -> Option<Stretch> {
        if self.over.swap(false, Ordering::Relaxed) {
            self.stretches.write().unwrap_or_else(PoisonError::into_inner).clear();
            self.bytes.store(self.foreseen_bytes.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        (self.bytes.load(Ordering::Relaxed) < self.limit)
            .then(|| Stretch { rows: Vec::with_capacity(rows), bytes: Vec::with_capacity(rows * USUAL_ROW) })
    }

    /// Keeps one row, if there is room.
    pub(crate) fn keep(
        &self,
        stretch: &mut Stretch,
        position: u64,
        file: usize,
        columns: &Columns,
        record: &impl Fields,
    ) {
        if self.bytes.load(Ordering::Relaxed) + stretch.bytes.len() < self.limit {
            stretch.keep(position, file, columns, self.addresses, record);
        }
    }

    /// Takes a stretch that was filled.
    pub(crate) fn add(&self, mut stretch: Stretch) {
        if stretch.rows.is_empty() {
            return;
        }
        self.bytes.fetch_add(stretch.shrink(), Ordering::Relaxed);
        let mut stretches = self.stretches.write().unwrap_or_else(PoisonError::into_inner);
        // Stretches of one round do not overlap.
        let after = stretches.partition_point(|present| present.first() < stretch.first());
        stretches.insert(after, stretch);
    }

    /// Counts a stretch that was filled in the first pass, to be handed over with all others by [`Harvest::foresee`].
    pub(crate) fn count(&self, stretch: &mut Stretch) {
        let bytes = stretch.shrink();
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.foreseen_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Takes the stretches that were filled in the first pass.
    pub(crate) fn foresee(&self, mut stretches: Vec<Stretch>) {
        stretches.sort_unstable_by_key(Stretch::first);
        // There is one first pass.
        let _ = self.foreseen.set(stretches);
    }

    /// What the first pass kept, by ascending position.
    pub(crate) fn foreseen(&self) -> &[Stretch] {
        self.foreseen.get().map_or(&[], Vec::as_slice)
    }

    /// Groups of this round are being handed out.
    pub(crate) fn handed_out(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// What is kept, by ascending position.
    pub(crate) fn stretches(&self) -> RwLockReadGuard<'_, Vec<Stretch>> {
        self.stretches.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The length of a field that is written in full behind this mark.
const LONG: u16 = u16::MAX;

impl Stretch {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Takes no more memory than it needs, and says how much that is.
    fn shrink(&mut self) -> usize {
        self.rows.shrink_to_fit();
        self.bytes.shrink_to_fit();
        self.bytes.len() + self.rows.len() * size_of::<(u64, u32, usize)>()
    }

    fn first(&self) -> Option<u64> {
        self.rows.first().map(|(position, ..)| *position)
    }

    /// Keeps one row behind the others.
    pub(crate) fn keep(
        &mut self,
        position: u64,
        file: usize,
        columns: &Columns,
        addresses: bool,
        record: &impl Fields,
    ) {
        self.rows.push((position, file as u32, self.bytes.len()));
        for (index, slot) in columns.slots().into_iter().enumerate() {
            if !Columns::has(slot) {
                continue;
            }
            let skipped = index == Columns::ADDRESS && !addresses;
            let field = if skipped { &[] } else { record.field(slot) };
            match u16::try_from(field.len()) {
                Ok(length) if length < LONG => self.bytes.extend_from_slice(&length.to_le_bytes()),
                _ => {
                    self.bytes.extend_from_slice(&LONG.to_le_bytes());
                    self.bytes.extend_from_slice(&(field.len() as u64).to_le_bytes());
                }
            }
            self.bytes.extend_from_slice(field);
        }
    }

    /// A row by its place among these; `kept` are the columns of its file.
    #[inline]
    pub(crate) fn row<'s>(&'s self, place: usize, kept: impl Fn(usize) -> &'s Columns) -> Option<Kept<'s>> {
        let (position, file, start) = *self.rows.get(place)?;
        let mut rest = self.bytes.get(start..)?;
        let mut fields = [&[][..]; COUNT];
        for slot in kept(file as usize).slots() {
            let Some(field) = fields.get_mut(slot) else { continue };
            let (short, behind) = rest.split_first_chunk::<2>()?;
            let short = u16::from_le_bytes(*short);
            let (length, behind) = if short == LONG {
                let (long, behind) = behind.split_first_chunk::<8>()?;
                (usize::try_from(u64::from_le_bytes(*long)).ok()?, behind)
            } else {
                (usize::from(short), behind)
            };
            (*field, rest) = behind.split_at_checked(length)?;
        }
        Some(Kept { position, file: file as usize, fields })
    }
}

/// Finds rows by ascending position among stretches.
#[derive(Debug)]
pub(crate) struct Finder<'s> {
    stretches: &'s [Stretch],
    /// The stretch and the place in it where the last row was found, or would have stood.
    stretch: usize,
    place: usize,
}

impl<'s> Finder<'s> {
    pub(crate) fn new(stretches: &'s [Stretch]) -> Self {
        Self { stretches, stretch: 0, place: 0 }
    }

    /// The stretch and the place in it of the row at this position, not before the last one asked for.
    pub(crate) fn find(&mut self, position: u64) -> Option<(usize, usize)> {
        let ends_before = |stretch: &Stretch| stretch.rows.last().is_none_or(|(last, ..)| *last < position);
        if ends_before(self.stretches.get(self.stretch)?) {
            self.stretch += self.stretches[self.stretch..].partition_point(ends_before);
            self.place = 0;
        }
        let rows = &self.stretches.get(self.stretch)?.rows;
        self.place += ahead(&rows[self.place..], position);
        let found = rows.get(self.place).is_some_and(|(at, ..)| *at == position);
        found.then_some((self.stretch, self.place))
    }
}

/// How many of these rows stand before the position.
fn ahead(rows: &[(u64, u32, usize)], position: u64) -> usize {
    let is_before = |(at, ..): &(u64, u32, usize)| *at < position;
    // Where all rows of a stretch of the file were kept, the distance tells the place.
    let distance = rows.first().map_or(0, |(first, ..)| position.saturating_sub(*first) as usize);
    if rows.get(distance).is_some_and(|(at, ..)| *at == position) {
        return distance;
    }
    // Else it is looked for in steps that double, since it is mostly near.
    let mut step = 1;
    while rows.get(step - 1).is_some_and(is_before) {
        step *= 2;
    }
    let from = step / 2;
    let to = step.min(rows.len());
    from + rows[from..to].partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(Vec<Vec<u8>>);

    impl Fields for Row {
        fn field(&self, slot: usize) -> &[u8] {
            self.0.get(slot).map_or(&[], Vec::as_slice)
        }
    }

    #[test]
    fn what_the_first_pass_kept_outlives_the_rounds() {
        let mut columns = Columns::none();
        columns.iin = 0;
        let harvest = Harvest::new(1 << 20, true);
        let filled = |position| {
            let mut stretch = Stretch::default();
            harvest.keep(&mut stretch, position, 0, &columns, &Row(vec![b"1".to_vec()]));
            stretch
        };
        let mut foreseen = vec![filled(9), filled(3)];
        for stretch in &mut foreseen {
            harvest.count(stretch);
        }
        harvest.foresee(foreseen);
        harvest.add(filled(5));
        harvest.handed_out();
        assert!(harvest.stretch(1).is_some());
        assert!(harvest.stretches().is_empty());
        let mut finder = Finder::new(harvest.foreseen());
        let found = [1, 3, 4, 9, 10].map(|position| finder.find(position));
        assert_eq!(found, [None, Some((0, 0)), None, Some((1, 0)), None]);
        let room = Harvest::new(10, true);
        let mut stretch = Stretch::default();
        (0..9)
            .for_each(|position| room.keep(&mut stretch, position, 0, &columns, &Row(vec![b"12".to_vec()])));
        assert_eq!(stretch.rows.len(), 3, "four bytes each, and room for ten");
    }

    #[test]
    fn rows_come_back_as_they_were_kept() {
        let mut columns = Columns::none();
        (columns.iin, columns.surname, columns.address, columns.source_ref) = (3, 0, 1, 2);
        let kept = columns.kept();
        let harvest = Harvest::new(1 << 24, true);
        for start in [100_u64, 0, 200] {
            let mut stretch = harvest.stretch(10).unwrap();
            for position in (start..start + 30).step_by(3) {
                let long = vec![b'x'; (position as usize % 5) * 20_000];
                let fields = vec![b"name".to_vec(), long, Vec::new(), position.to_string().into_bytes()];
                harvest.keep(&mut stretch, position, 1, &columns, &Row(fields));
            }
            harvest.add(stretch);
        }
        let stretches = harvest.stretches();
        let mut finder = Finder::new(&stretches);
        for position in 0..300 {
            let found = finder.find(position);
            assert_eq!(finder.find(position), found);
            let Some((stretch, place)) = found else {
                assert!(position % 100 >= 30 || position % 100 % 3 != 0, "{position}");
                continue;
            };
            let row = stretches[stretch].row(place, |_| &kept).unwrap();
            assert_eq!((row.position, row.file), (position, 1));
            assert_eq!(row.string(kept.iin), position.to_string());
            assert_eq!(row.string(kept.surname), "name");
            assert_eq!(row.bytes(kept.address).len(), (position as usize % 5) * 20_000);
            assert_eq!(row.bytes(kept.source_ref), b"");
            assert_eq!(row.bytes(kept.mark), b"");
        }
    }
}
