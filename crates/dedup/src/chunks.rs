//! Where the entries of a worker lie: per partition a list of chunks, cut from slabs of the shared budget.
//!
//! Entries arrive in no order, thousands of partitions at a time. Written straight to their place, each would touch
//! another page. So each partition first fills one cache line in a compact buffer (see `index`), and only whole lines
//! come here.

/// Entries in a line.
pub(crate) const LINE: usize = 8;

/// Lines in a chunk.
const CHUNK: usize = 8;

/// No chunk.
const NONE: u32 = u32::MAX;

/// One cache line of entries.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Line(pub(crate) [u64; LINE]);

impl Line {
    pub(crate) const EMPTY: Self = Self([0; LINE]);
}

/// A stretch of memory that chunks are cut from, with the links between them. Its pages are touched only as they are
/// used.
#[derive(Debug)]
pub(crate) struct Slab {
    lines: Vec<Line>,
    /// Per chunk, the chunk before it in its list.
    previous: Vec<u32>,
}

impl Slab {
    pub(crate) fn new(chunks: usize) -> Self {
        Self { lines: Vec::with_capacity(chunks * CHUNK), previous: Vec::with_capacity(chunks) }
    }

    /// The bytes of a slab of so many chunks.
    pub(crate) const fn bytes(chunks: usize) -> usize {
        chunks * (CHUNK * size_of::<Line>() + size_of::<u32>())
    }
}

/// The lists of one worker.
#[derive(Debug)]
pub(crate) struct Lists {
    slabs: Vec<Slab>,
    slab_chunks: usize,
    /// How many chunks were cut from the slabs so far.
    cut: usize,
    /// Chunks that were used and are free again.
    free: Vec<u32>,
    /// Per partition, its last chunk.
    last: Vec<u32>,
    /// Per partition, how many lines it has.
    lines: Vec<u32>,
}

impl Lists {
    /// The bytes that the lists take per partition before any entry is stored.
    pub(crate) const BYTES_PER_PARTITION: usize = 2 * size_of::<u32>() + CHUNK * size_of::<u32>();

    pub(crate) fn new(partitions: usize, slab_chunks: usize) -> Self {
        let (last, lines) = (vec![NONE; partitions], vec![0; partitions]);
        Self { slabs: Vec::new(), slab_chunks: slab_chunks.max(1), cut: 0, free: Vec::new(), last, lines }
    }

    /// How many lines the partition has.
    pub(crate) fn lines(&self, partition: usize) -> u32 {
        self.lines[partition]
    }

    /// Whether the next line of the partition needs a new chunk.
    pub(crate) fn needs_chunk(&self, partition: usize) -> bool {
        (self.lines[partition] as usize).is_multiple_of(CHUNK)
    }

    /// Whether a chunk is at hand.
    pub(crate) fn has_chunk(&self) -> bool {
        !self.free.is_empty() || self.cut < self.slabs.len() * self.slab_chunks
    }

    /// Takes a slab to cut chunks from.
    pub(crate) fn add(&mut self, slab: Slab) {
        self.slabs.push(slab);
    }

    /// Appends a line to a partition. A chunk must be at hand if one is needed; else the line is lost.
    pub(crate) fn push(&mut self, partition: usize, line: Line) {
        let within = self.lines[partition] as usize % CHUNK;
        if within == 0 {
            let before = self.last[partition];
            let chunk = if let Some(chunk) = self.free.pop() {
                let (slab, within) = self.place(chunk);
                self.slabs[slab].previous[within] = before;
                chunk
            } else {
                let Some(slab) = self.slabs.get_mut(self.cut / self.slab_chunks) else { return };
                slab.lines.extend_from_slice(&[Line::EMPTY; CHUNK]);
                slab.previous.push(before);
                self.cut += 1;
                (self.cut - 1) as u32
            };
            self.last[partition] = chunk;
        }
        let (slab, chunk) = self.place(self.last[partition]);
        self.slabs[slab].lines[chunk * CHUNK + within] = line;
        self.lines[partition] += 1;
    }

    /// The slab of a chunk, and its number there.
    fn place(&self, chunk: u32) -> (usize, usize) {
        (chunk as usize / self.slab_chunks, chunk as usize % self.slab_chunks)
    }

    /// Frees the chunks of a partition for others.
    pub(crate) fn clear(&mut self, partition: usize) {
        let mut chunk = std::mem::replace(&mut self.last[partition], NONE);
        while chunk != NONE {
            self.free.push(chunk);
            let (slab, within) = self.place(chunk);
            chunk = self.slabs[slab].previous[within];
        }
        self.lines[partition] = 0;
    }

    /// Calls `each` with the lines of a partition, the last chunk first.
    pub(crate) fn each(&self, partition: usize, mut each: impl FnMut(&[u64; LINE])) {
        let mut chunk = self.last[partition];
        let mut lines = match self.lines[partition] as usize {
            0 => return,
            lines => (lines - 1) % CHUNK + 1,
        };
        while chunk != NONE {
            let (slab, within) = self.place(chunk);
            let start = within * CHUNK;
            self.slabs[slab].lines[start..start + lines].iter().for_each(|line| each(&line.0));
            lines = CHUNK;
            chunk = self.slabs[slab].previous[within];
        }
    }

    /// How many slabs were taken.
    pub(crate) fn slabs(&self) -> usize {
        self.slabs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(lists: &Lists, partition: usize) -> Vec<u64> {
        let mut entries = Vec::new();
        lists.each(partition, |line| entries.extend_from_slice(line));
        entries.sort_unstable();
        entries
    }

    #[test]
    fn lines_come_back_and_chunks_are_used_again() {
        let mut lists = Lists::new(3, 4);
        for number in 0..100_u64 {
            let partition = number as usize % 2;
            if lists.needs_chunk(partition) && !lists.has_chunk() {
                lists.add(Slab::new(4));
            }
            lists.push(partition, Line([number; LINE]));
        }
        let even: Vec<u64> = (0..100).step_by(2).flat_map(|number| [number; LINE]).collect();
        assert_eq!(entries(&lists, 0), even);
        assert_eq!(entries(&lists, 2), []);
        let slabs = lists.slabs();
        lists.clear(0);
        assert_eq!(entries(&lists, 0), []);
        for number in 0..50_u64 {
            assert!(lists.has_chunk());
            lists.push(2, Line([number; LINE]));
        }
        assert_eq!(entries(&lists, 2).len(), 400);
        assert_eq!(lists.slabs(), slabs);
    }
}
