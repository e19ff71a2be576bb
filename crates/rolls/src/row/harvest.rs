//! Rows kept when they are read, since most of them are evidence a moment later.
//!
//! The search fetches all rows of a round of candidates in parallel and then hands out their groups. What is kept here
//! saves reading these rows a second time. And where some lists are short beside the others, their rows are kept when they
//! are seen first, and so are rows of the others that seem to stand on a short one too: none of them need be fetched at all.
//! Beyond a bound nothing more is kept, and such rows are read again; so this changes how long a check takes and nothing
//! else.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard};

use crate::row::person::Fields;

mod find;
mod stretch;

pub(crate) use find::{Finder, Foreseen};
pub(crate) use stretch::{Gathering, Kept, Stretch};

/// Rows of the first pass, and of one round.
#[derive(Debug)]
pub(crate) struct Harvest {
    /// Rows that the first pass has kept so far; all of them once they are asked for.
    gathered: Mutex<Vec<Stretch>>,
    foreseen: OnceLock<Foreseen>,
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

impl Harvest {
    pub(crate) fn new(limit: usize, addresses: bool) -> Self {
        Self {
            gathered: Mutex::default(),
            foreseen: OnceLock::new(),
            stretches: RwLock::default(),
            bytes: AtomicUsize::new(0),
            foreseen_bytes: AtomicUsize::new(0),
            limit,
            over: AtomicBool::new(false),
            addresses,
        }
    }

    /// Whether so many bytes of rows may be kept before it is known whether they are evidence.
    pub(crate) fn has_room_for(&self, bytes: u64) -> bool {
        bytes <= self.limit as u64 / 2
    }

    /// Begins to gather so many rows of a round; `None` where there is no room.
    pub(crate) fn begin(&self, rows: usize) -> Option<Gathering> {
        if self.over.load(Ordering::Relaxed) {
            // Whoever still judges groups of the round that is over holds on to its rows for so long.
            let mut stretches = self.stretches.write().unwrap_or_else(PoisonError::into_inner);
            if self.over.swap(false, Ordering::Relaxed) {
                stretches.clear();
                self.bytes.store(self.foreseen_bytes.load(Ordering::Relaxed), Ordering::Relaxed);
            }
        }
        (self.bytes.load(Ordering::Relaxed) < self.limit).then(|| Gathering::with_room_for(rows))
    }

    /// Keeps one row, if there is room.
    pub(crate) fn keep(
        &self,
        gathering: &mut Gathering,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        self.keep_below(self.limit, gathering, position, file, present, record);
    }

    /// The same in the first pass, which leaves some room for the rounds.
    pub(crate) fn keep_early(
        &self,
        gathering: &mut Gathering,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        self.keep_below(self.limit / 8 * 7, gathering, position, file, present, record);
    }

    #[inline]
    fn keep_below(
        &self,
        limit: usize,
        gathering: &mut Gathering,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        if self.bytes.load(Ordering::Relaxed) + gathering.size() < limit {
            gathering.keep(position, file, present, self.addresses, record);
        }
    }

    /// Takes rows of a round.
    pub(crate) fn add(&self, stretch: Stretch) {
        if stretch.is_empty() {
            return;
        }
        let mut stretches = self.stretches.write().unwrap_or_else(PoisonError::into_inner);
        self.bytes.fetch_add(stretch.size(), Ordering::Relaxed);
        // Stretches of one round do not overlap.
        let after = stretches.partition_point(|present| present.first() < stretch.first());
        stretches.insert(after, stretch);
    }

    /// Counts rows of the first pass, to be handed over with all others by [`Harvest::foresee`].
    pub(crate) fn count(&self, stretch: &Stretch) {
        self.bytes.fetch_add(stretch.size(), Ordering::Relaxed);
        self.foreseen_bytes.fetch_add(stretch.size(), Ordering::Relaxed);
    }

    /// Takes rows of the first pass.
    pub(crate) fn foresee(&self, mut stretches: Vec<Stretch>) {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner).append(&mut stretches);
    }

    /// What the first pass kept. To be asked when it is over.
    pub(crate) fn foreseen(&self) -> &Foreseen {
        self.foreseen.get_or_init(|| {
            let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
            Foreseen::new(std::mem::take(&mut gathered))
        })
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

#[cfg(test)]
mod tests {
    use tizim_tables::Position;

    use super::stretch::tests::Row;
    use super::stretch::{Block, Place};
    use super::*;
    use crate::lists::columns::Columns;

    #[test]
    fn what_the_first_pass_kept_outlives_the_rounds() {
        let columns = [(0, 0)];
        let harvest = Harvest::new(1 << 20, true);
        let filled = |position| {
            let mut gathering = Gathering::default();
            harvest.keep(&mut gathering, position, 0, &columns, &Row(vec![b"1".to_vec()]));
            gathering.finish()
        };
        let block = 1 << Position::INDEX_BITS;
        for position in [9 + 2 * block, 3] {
            let stretch = filled(position);
            harvest.count(&stretch);
            harvest.foresee(vec![stretch]);
        }
        harvest.add(filled(5));
        harvest.handed_out();
        assert!(harvest.begin(1).is_some());
        assert!(harvest.stretches().is_empty());
        let found = [10, 1, 3, 2 + block, 4, 9 + block, 9 + 2 * block, 10 + block, 9 + 3 * block]
            .map(|position| harvest.foreseen().find(position));
        let (first, second) = (Some((1, 0)), Some((0, 0)));
        assert_eq!(found, [None, None, first, None, None, None, second, None, None]);
        let room = Harvest::new(3 * size_of::<Place>() + size_of::<Block>() + 10, true);
        let mut gathering = Gathering::default();
        (0..9).for_each(|position| {
            room.keep(&mut gathering, position, 0, &columns, &Row(vec![b"123".to_vec()]));
        });
        assert_eq!(gathering.finish().rows.len(), 3, "four bytes each beside its place, and room for ten");
        assert!(gathering.is_empty());
    }

    #[test]
    fn rows_come_back_as_they_were_kept() {
        let mut columns = Columns::none();
        (columns.iin, columns.surname, columns.address, columns.source_ref) = (3, 0, 1, 2);
        let (kept, present) = (columns.kept(), columns.present().collect::<Vec<_>>());
        let harvest = Harvest::new(1 << 24, true);
        for start in [100_u64, 0, 200] {
            let mut gathering = harvest.begin(10).unwrap();
            for position in (start..start + 30).step_by(3) {
                let long = vec![b'x'; [0, 126, 127, 128, 80_000][position as usize % 5]];
                let fields = vec![b"name".to_vec(), long, Vec::new(), position.to_string().into_bytes()];
                harvest.keep(&mut gathering, position, 1, &present, &Row(fields));
            }
            harvest.add(gathering.finish());
        }
        let stretches = harvest.stretches();
        let mut finder = Finder::new(&stretches);
        for position in (0..300).rev() {
            assert_eq!(finder.find(position).is_some(), position % 100 < 30 && position % 100 % 3 == 0);
        }
        for position in 0..300 {
            let found = finder.find(position);
            assert_eq!(finder.find(position), found);
            assert_eq!(finder.find(position), found);
            let Some((stretch, place)) = found else {
                assert!(position % 100 >= 30 || position % 100 % 3 != 0, "{position}");
                continue;
            };
            let row = stretches[stretch].row(place, |_| present.as_slice()).unwrap();
            assert_eq!((row.position, row.file), (position, 1));
            assert_eq!(row.string(kept.iin), position.to_string());
            assert_eq!(row.string(kept.surname), "name");
            assert_eq!(row.bytes(kept.address).len(), [0, 126, 127, 128, 80_000][position as usize % 5]);
            assert_eq!(row.bytes(kept.source_ref), b"");
            assert_eq!(row.bytes(kept.mark), b"");
        }
    }
}
