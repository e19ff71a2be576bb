//! Which row stands where: what one pass leaves behind, so that rows can be numbered and read again.

use crate::rows::scan::Position;

/// One block: where it is, how many rows it has, and the place of every so many.
#[derive(Debug, Clone, Default)]
pub(crate) struct BlockEntry {
    pub(crate) offset: u64,
    pub(crate) length: u32,
    pub(crate) rows: u32,
    /// Places of the rows `step`, 2 `step`, … from the start of the block's text.
    pub(crate) checkpoints: Box<[u32]>,
}

impl BlockEntry {
    /// The stretch (from, to) in the block's text that holds the row, and the first row of it.
    pub(crate) fn stretch(&self, index: u32, step: u32) -> (u32, u32, u32) {
        let group = (index / step) as usize;
        let start = if group == 0 { Some(&0) } else { self.checkpoints.get(group - 1) };
        let end = self.checkpoints.get(group).copied().unwrap_or(self.length);
        (start.copied().unwrap_or(self.length), end, index / step * step)
    }
}

/// After how many rows a place is noted, for a stream of this many bytes: so often that a row is found at once, and
/// so seldom that the places of a hundred million rows take some fifty megabytes. Never, where the size is not known,
/// since such a stream can only be read from its start.
pub(crate) fn step(bytes: Option<u64>) -> u32 {
    match bytes {
        Some(bytes) => 8 << (bytes >> 34).min(8),
        None => u32::MAX,
    }
}

/// All blocks of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    pub(crate) blocks: Vec<BlockEntry>,
    before: Vec<u64>,
    /// After how many rows a place is noted.
    pub(crate) step: u32,
}

impl Index {
    pub(crate) fn new(blocks: Vec<BlockEntry>, step: u32) -> Self {
        let mut total = 0;
        let before = blocks
            .iter()
            .map(|block| {
                let here = total;
                total += u64::from(block.rows);
                here
            })
            .collect();
        Self { blocks, before, step }
    }

    /// Physical rows before the block.
    pub(crate) fn rows_before(&self, block: u32) -> Option<u64> {
        self.before.get(block as usize).copied()
    }

    /// The physical row of a position, from 1.
    pub(crate) fn row(&self, position: Position) -> Option<u64> {
        Some(self.rows_before(position.block)? + u64::from(position.index) + 1)
    }

    /// The position of a physical row.
    pub(crate) fn position(&self, row: u64) -> Option<Position> {
        let row = row.checked_sub(1)?;
        let after = self.before.partition_point(|&before| before <= row);
        // Empty blocks share their number of rows before with the next one: the last of them holds the row.
        let block = after.checked_sub(1)?;
        let index = row - self.before[block];
        (index < u64::from(self.blocks[block].rows))
            .then_some(Position { block: block as u32, index: index as u32 })
    }
}
