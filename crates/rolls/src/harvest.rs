//! Rows kept when the search reads them to compare keys, since most of them are evidence a moment later.
//!
//! The search fetches all rows of a round of candidates in parallel and then hands out their groups. What is kept here
//! saves reading these rows a second time. Beyond a bound nothing more is kept, and such rows are read again; so this
//! changes how long a check takes and nothing else.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use crate::columns::{COUNT, Columns};
use crate::person::Fields;

/// Bytes that the fields of a row take, for a first guess.
const USUAL_ROW: usize = 144;

/// Rows of one round.
#[derive(Debug)]
pub(crate) struct Harvest {
    stretches: RwLock<Vec<Stretch>>,
    bytes: AtomicUsize,
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
            stretches: RwLock::default(),
            bytes: AtomicUsize::new(0),
            limit,
            over: AtomicBool::new(false),
            addresses,
        }
    }

    /// A stretch to be filled with so many rows; `None` where there is no room.
    pub(crate) fn stretch(&self, rows: usize) -> Option<Stretch> {
        if self.over.swap(false, Ordering::Relaxed) {
            self.stretches.write().unwrap_or_else(PoisonError::into_inner).clear();
            self.bytes.store(0, Ordering::Relaxed);
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
        stretch.rows.shrink_to_fit();
        stretch.bytes.shrink_to_fit();
        let bytes = stretch.bytes.len() + stretch.rows.len() * size_of::<(u64, u32, usize)>();
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        let mut stretches = self.stretches.write().unwrap_or_else(PoisonError::into_inner);
        // Stretches of one round do not overlap.
        let after = stretches.partition_point(|present| present.first() < stretch.first());
        stretches.insert(after, stretch);
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
        loop {
            let rows = &self.stretches.get(self.stretch)?.rows;
            if rows.last().is_some_and(|(last, ..)| *last >= position) {
                self.place += ahead(&rows[self.place..], position);
                let found = rows.get(self.place).is_some_and(|(at, ..)| *at == position);
                return found.then_some((self.stretch, self.place));
            }
            self.stretch += 1;
            self.place = 0;
        }
    }
}

/// How many of these rows stand before the position: looked for in steps that double, since it is mostly near.
fn ahead(rows: &[(u64, u32, usize)], position: u64) -> usize {
    let is_before = |(at, ..): &(u64, u32, usize)| *at < position;
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
