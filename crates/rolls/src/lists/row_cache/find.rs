//! Where a row is among those that were kept.

use super::chunk::{Block, RowChunk, RowStart, split};

/// What the first pass kept. Blocks are in no order, the rows of each stand together.
#[derive(Debug, Default)]
pub(crate) struct FirstPassRows {
    chunks: Vec<RowChunk>,
    /// The chunk of each block, and its rows there: none where none of its rows were kept.
    blocks: Vec<(u32, Block)>,
}

impl FirstPassRows {
    pub(super) fn new(chunks: Vec<RowChunk>) -> Self {
        let numbers = chunks.iter().flat_map(|chunk| &chunk.blocks).map(|block| block.number as usize + 1);
        let mut blocks = vec![(0, Block::default()); numbers.max().unwrap_or(0)];
        for (number, chunk) in (0..).zip(&chunks) {
            for block in &chunk.blocks {
                blocks[block.number as usize] = (number, *block);
            }
        }
        Self { chunks, blocks }
    }

    /// The chunk and the place in it of the row at this position.
    #[inline]
    pub(crate) fn find(&self, position: u64) -> Option<(usize, usize)> {
        let (number, _) = split(position);
        let (chunk, block) = *self.blocks.get(number as usize)?;
        Some((chunk as usize, self.chunks.get(chunk as usize)?.in_block(block, position)?))
    }

    pub(crate) fn chunk(&self, chunk: usize) -> Option<&RowChunk> {
        self.chunks.get(chunk)
    }
}

/// Finds rows among chunks by ascending position.
#[derive(Debug)]
pub(crate) struct ChunkFinder<'s> {
    chunks: &'s [RowChunk],
    /// The last position, its chunk, and the place of its block among those of the chunk, or where they would have stood.
    position: u64,
    chunk: usize,
    block: usize,
}

impl<'s> ChunkFinder<'s> {
    pub(crate) fn new(chunks: &'s [RowChunk]) -> Self {
        Self { chunks, position: 0, chunk: 0, block: 0 }
    }

    /// The chunk and the place in it of the row at this position: soon where it is not before the last one asked for.
    pub(crate) fn find(&mut self, position: u64) -> Option<(usize, usize)> {
        if position < self.position {
            (self.chunk, self.block) = (0, 0);
        }
        self.position = position;
        let ends_before = |chunk: &RowChunk| chunk.rows.last().is_none_or(|last| last.position < position);
        if ends_before(self.chunks.get(self.chunk)?) {
            self.chunk += self.chunks[self.chunk..].partition_point(ends_before);
            self.block = 0;
        }
        let chunk = self.chunks.get(self.chunk)?;
        let (number, _) = split(position);
        // Blocks lie close together, their rows far apart.
        self.block += ahead(&chunk.blocks[self.block..], |block| block.number < number);
        let block = chunk.blocks.get(self.block).filter(|block| block.number == number)?;
        Some((self.chunk, chunk.in_block(*block, position)?))
    }
}

impl RowChunk {
    /// The place of the row at this position, if it is among those of this block that are kept here.
    #[inline]
    fn in_block(&self, block: Block, position: u64) -> Option<usize> {
        let start = block.start as usize;
        let rows = self.rows.get(start..start + block.count as usize)?;
        let is_it = |at: &usize| rows.get(*at).is_some_and(|row| row.position == position);
        // Where all rows of a stretch of the file were kept, the distance tells the place.
        let distance = split(position).1.checked_sub(block.first)? as usize;
        let found = Some(distance).filter(is_it).or_else(|| Some(around(rows, position)).filter(is_it))?;
        Some(start + found)
    }
}

/// How many of these rows stand before the position, which may be anywhere among them.
fn around(rows: &[RowStart], position: u64) -> usize {
    let [Some(first), Some(last)] = [rows.first(), rows.last()] else { return 0 };
    // The distance tells about where it is.
    let distance = position.saturating_sub(first.position);
    let all = last.position - first.position + 1;
    let guess = (distance.saturating_mul(rows.len() as u64) / all) as usize;
    let (before, behind) = rows.split_at(guess.min(rows.len()));
    let is_before = |row: &RowStart| row.position < position;
    if behind.first().is_some_and(is_before) {
        return before.len() + ahead(behind, is_before);
    }
    let mut step = 1;
    while before.len().checked_sub(step).is_some_and(|at| !is_before(&before[at])) {
        step *= 2;
    }
    let from = before.len().saturating_sub(step);
    let to = before.len() - step / 2;
    from + before[from..to].partition_point(is_before)
}

/// How many of these are before what is sought, which is mostly near the first.
fn ahead<T>(ascending: &[T], is_before: impl Fn(&T) -> bool) -> usize {
    // In steps that double.
    let mut step = 1;
    while ascending.get(step - 1).is_some_and(&is_before) {
        step *= 2;
    }
    let from = step / 2;
    let to = step.min(ascending.len());
    from + ascending[from..to].partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use super::super::chunk::RowBuffer;
    use super::super::chunk::tests::Row;
    use tizim_tables::Position;

    use super::*;
    use crate::lists::row_cache::RowCache;
    use crate::row::fields::KeptFields as _;

    proptest::proptest! {
        #[test]
        fn rows_are_found_wherever_they_stand(steps in proptest::collection::vec(1..40_u64, 0..60), sought in 0..900_u64) {
            let places = steps.iter().scan(100, |position, step| {
                *position += step;
                Some(RowStart { position: *position, start: 0, file: 0 })
            });
            let rows: Vec<RowStart> = places.collect();
            let expected = rows.partition_point(|row| row.position < sought);
            proptest::prop_assert_eq!(ahead(&rows, |row| row.position < sought), expected);
            let place = around(&rows, sought);
            proptest::prop_assert!(place == expected, "{} for {}", place, expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn rows_of_the_first_pass_are_found_by_their_blocks(
            blocks in proptest::collection::vec(proptest::collection::btree_set(0..60_u64, 0..20), 1..12),
            rows_of_a_stretch in 1..40_usize,
        ) {
            let cache = RowCache::new(1 << 20, true);
            let mut buffer = RowBuffer::default();
            let finish = |buffer: &mut RowBuffer| cache.add_first_pass(vec![buffer.finish()]);
            let mut waiting = 0;
            for number in (0..blocks.len()).rev() {
                for place in &blocks[number] {
                    let position = (number as u64) << Position::INDEX_BITS | place;
                    let row = Row(vec![position.to_string().into_bytes()]);
                    cache.keep(&mut buffer, position, 0, &[(0, 0)], &row);
                }
                waiting += blocks[number].len();
                if waiting >= rows_of_a_stretch {
                    finish(&mut buffer);
                    waiting = 0;
                }
            }
            finish(&mut buffer);
            let first_pass = cache.first_pass();
            for number in 0..=blocks.len() {
                for place in 0..62 {
                    let position = (number as u64) << Position::INDEX_BITS | place;
                    let found = first_pass.find(position).map(|(chunk, place)| {
                        first_pass.chunk(chunk).unwrap().row(place, |_| &[(0, 0)]).unwrap().kept(0).to_owned()
                    });
                    let is_kept = blocks.get(number).is_some_and(|block| block.contains(&place));
                    proptest::prop_assert_eq!(found, is_kept.then(|| position.to_string()));
                }
            }
        }
    }
}
