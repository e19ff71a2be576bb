//! Rows kept when they are read, since most of them are evidence a moment later.
//!
//! The search fetches all rows of a round of candidates in parallel and then hands out their groups. What is kept here
//! saves reading these rows a second time. And where some lists are short beside the others, their rows are kept when they
//! are seen first, and so are rows of the others that seem to stand on a short one too: none of them need be fetched at all.
//! Beyond a bound nothing more is kept, and such rows are read again; so this changes how long a check takes and nothing
//! else.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard};

use crate::row::fields::Fields;

mod chunk;
mod find;

pub(crate) use chunk::{CachedRow, RowBuffer, RowChunk};
pub(crate) use find::{ChunkFinder, FirstPassRows};

/// Rows of the first pass, and of one round.
#[derive(Debug)]
pub(crate) struct RowCache {
    /// Rows that the first pass has kept so far; all of them once they are asked for.
    gathered: Mutex<Vec<RowChunk>>,
    first_pass: OnceLock<FirstPassRows>,
    /// Rows of the present round.
    chunks: RwLock<Vec<RowChunk>>,
    /// Bytes of all of them, and of those that the first pass kept.
    bytes: AtomicUsize,
    first_pass_bytes: AtomicUsize,
    limit: usize,
    /// Groups were handed out: what is kept belongs to a round that is over.
    over: AtomicBool,
    /// Whether addresses are kept.
    addresses: bool,
}

impl RowCache {
    pub(crate) fn new(limit: usize, addresses: bool) -> Self {
        Self {
            gathered: Mutex::default(),
            first_pass: OnceLock::new(),
            chunks: RwLock::default(),
            bytes: AtomicUsize::new(0),
            first_pass_bytes: AtomicUsize::new(0),
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
    pub(crate) fn begin(&self, rows: usize) -> Option<RowBuffer> {
        if self.over.load(Ordering::Relaxed) {
            // Whoever still judges groups of the round that is over holds on to its rows for so long.
            let mut chunks = self.chunks.write().unwrap_or_else(PoisonError::into_inner);
            if self.over.swap(false, Ordering::Relaxed) {
                chunks.clear();
                self.bytes.store(self.first_pass_bytes.load(Ordering::Relaxed), Ordering::Relaxed);
            }
        }
        (self.bytes.load(Ordering::Relaxed) < self.limit).then(|| RowBuffer::with_room_for(rows))
    }

    /// Keeps one row, if there is room.
    pub(crate) fn keep(
        &self,
        buffer: &mut RowBuffer,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        self.keep_below(self.limit, buffer, position, file, present, record);
    }

    /// The same in the first pass, which leaves some room for the rounds.
    pub(crate) fn keep_early(
        &self,
        buffer: &mut RowBuffer,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        self.keep_below(self.limit / 8 * 7, buffer, position, file, present, record);
    }

    #[inline]
    fn keep_below(
        &self,
        limit: usize,
        buffer: &mut RowBuffer,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        if self.bytes.load(Ordering::Relaxed) + buffer.size() < limit {
            buffer.keep(position, file, present, self.addresses, record);
        }
    }

    /// Takes rows of a round.
    pub(crate) fn add(&self, chunk: RowChunk) {
        if chunk.is_empty() {
            return;
        }
        let mut chunks = self.chunks.write().unwrap_or_else(PoisonError::into_inner);
        self.bytes.fetch_add(chunk.size(), Ordering::Relaxed);
        // Chunks of one round do not overlap.
        let after = chunks.partition_point(|present| present.first() < chunk.first());
        chunks.insert(after, chunk);
    }

    /// Counts rows of the first pass, to be handed over with all others by [`RowCache::add_first_pass`].
    pub(crate) fn count(&self, chunk: &RowChunk) {
        self.bytes.fetch_add(chunk.size(), Ordering::Relaxed);
        self.first_pass_bytes.fetch_add(chunk.size(), Ordering::Relaxed);
    }

    /// Takes rows of the first pass.
    pub(crate) fn add_first_pass(&self, mut chunks: Vec<RowChunk>) {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner).append(&mut chunks);
    }

    /// What the first pass kept. To be asked when it is over.
    pub(crate) fn first_pass(&self) -> &FirstPassRows {
        self.first_pass.get_or_init(|| {
            let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
            FirstPassRows::new(std::mem::take(&mut gathered))
        })
    }

    /// Groups of this round are being handed out.
    pub(crate) fn end_round(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// What is kept, by ascending position.
    pub(crate) fn chunks(&self) -> RwLockReadGuard<'_, Vec<RowChunk>> {
        self.chunks.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tizim_tables::Position;

    use super::chunk::tests::Row;
    use super::chunk::{Block, RowStart};
    use super::*;
    use crate::row::columns::Columns;
    use crate::row::fields::KeptFields as _;

    #[test]
    fn what_the_first_pass_kept_outlives_the_rounds() {
        let columns = [(0, 0)];
        let cache = RowCache::new(1 << 20, true);
        let filled = |position| {
            let mut buffer = RowBuffer::default();
            cache.keep(&mut buffer, position, 0, &columns, &Row(vec![b"1".to_vec()]));
            buffer.finish()
        };
        let block = 1 << Position::INDEX_BITS;
        for position in [9 + 2 * block, 3] {
            let chunk = filled(position);
            cache.count(&chunk);
            cache.add_first_pass(vec![chunk]);
        }
        cache.add(filled(5));
        cache.end_round();
        assert!(cache.begin(1).is_some());
        assert!(cache.chunks().is_empty());
        let found = [10, 1, 3, 2 + block, 4, 9 + block, 9 + 2 * block, 10 + block, 9 + 3 * block]
            .map(|position| cache.first_pass().find(position));
        let (first, second) = (Some((1, 0)), Some((0, 0)));
        assert_eq!(found, [None, None, first, None, None, None, second, None, None]);
        let room = RowCache::new(3 * size_of::<RowStart>() + size_of::<Block>() + 10, true);
        let mut buffer = RowBuffer::default();
        (0..9).for_each(|position| {
            room.keep(&mut buffer, position, 0, &columns, &Row(vec![b"123".to_vec()]));
        });
        assert_eq!(buffer.finish().rows.len(), 3, "four bytes each beside its place, and room for ten");
        assert!(buffer.is_empty());
    }

    #[test]
    fn rows_come_back_as_they_were_kept() {
        let mut columns = Columns::none();
        (columns.iin, columns.surname, columns.address, columns.source_ref) = (3, 0, 1, 2);
        let (kept, present) = (columns.kept(), columns.present().collect::<Vec<_>>());
        let cache = RowCache::new(1 << 24, true);
        for start in [100_u64, 0, 200] {
            let mut buffer = cache.begin(10).unwrap();
            for position in (start..start + 30).step_by(3) {
                let long = vec![b'x'; [0, 126, 127, 128, 80_000][position as usize % 5]];
                let fields = vec![b"name".to_vec(), long, Vec::new(), position.to_string().into_bytes()];
                cache.keep(&mut buffer, position, 1, &present, &Row(fields));
            }
            cache.add(buffer.finish());
        }
        let chunks = cache.chunks();
        let mut finder = ChunkFinder::new(&chunks);
        for position in (0..300).rev() {
            assert_eq!(finder.find(position).is_some(), position % 100 < 30 && position % 100 % 3 == 0);
        }
        for position in 0..300 {
            let found = finder.find(position);
            assert_eq!(finder.find(position), found);
            assert_eq!(finder.find(position), found);
            let Some((chunk, place)) = found else {
                assert!(position % 100 >= 30 || position % 100 % 3 != 0, "{position}");
                continue;
            };
            let row = chunks[chunk].row(place, |_| present.as_slice()).unwrap();
            assert_eq!((row.position, row.file), (position, 1));
            assert_eq!(row.kept(kept.iin), position.to_string());
            assert_eq!(row.kept(kept.surname), "name");
            assert_eq!(row.field(kept.address).len(), [0, 126, 127, 128, 80_000][position as usize % 5]);
            assert_eq!(row.field(kept.source_ref), b"");
            assert_eq!(row.field(kept.mark), b"");
        }
    }
}
