//! Where the entries of a worker lie: per partition a list of lines, which lie in the order of their arrival in slabs of
//! the shared budget.
//!
//! Entries arrive in no order, thousands of partitions at a time. Written straight to their place, each would touch
//! another page. So each partition first fills one line in a compact buffer that stays in the core's own cache (see
//! `index`), and only whole lines come here: memory is written from front to back.

/// Entries in a line.
pub(crate) const LINE: usize = 16;

/// Lines whose places are found together.
const AHEAD: usize = 32;

/// No line.
const NONE: u32 = u32::MAX;

/// Some entries of one partition.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Line(pub(crate) [u64; LINE]);

impl Line {
    pub(crate) const EMPTY: Self = Self([0; LINE]);
}

/// A stretch of memory for lines, with the links between them. Its pages are touched only as they are used.
#[derive(Debug)]
pub(crate) struct Slab {
    lines: Vec<Line>,
    /// Per line, the line before it in its list.
    previous: Vec<u32>,
}

impl Slab {
    pub(crate) fn new(lines: usize) -> Self {
        Self { lines: Vec::with_capacity(lines), previous: Vec::with_capacity(lines) }
    }

    /// The bytes of a slab of so many lines.
    pub(crate) const fn bytes(lines: usize) -> usize {
        lines * (size_of::<Line>() + size_of::<u32>())
    }
}

/// The lists of one worker.
#[derive(Debug)]
pub(crate) struct Lists {
    slabs: Vec<Slab>,
    /// Lines of a slab: two to the power of this.
    slab_bits: u32,
    /// How many lines were put into the slabs so far.
    used: usize,
    /// Lines that are free again.
    free: Vec<u32>,
    /// Per partition, its last line.
    last: Vec<u32>,
    /// Per partition, how many lines it has.
    counts: Vec<u32>,
}

impl Lists {
    /// The bytes that the lists take per partition before any entry is stored.
    pub(crate) const BYTES_PER_PARTITION: usize = 2 * size_of::<u32>();

    /// No lines; slabs will have `slab_lines` of them, a power of two.
    pub(crate) fn new(partitions: usize, slab_lines: usize) -> Self {
        debug_assert!(slab_lines.is_power_of_two());
        let (last, counts) = (vec![NONE; partitions], vec![0; partitions]);
        Self { slabs: Vec::new(), slab_bits: slab_lines.ilog2(), used: 0, free: Vec::new(), last, counts }
    }

    /// How many lines the partition has.
    pub(crate) fn lines(&self, partition: usize) -> u32 {
        self.counts[partition]
    }

    /// Whether there is room for a line.
    pub(crate) fn has_room(&self) -> bool {
        !self.free.is_empty() || self.used < self.slabs.len() << self.slab_bits
    }

    /// Takes a slab for further lines.
    pub(crate) fn add(&mut self, slab: Slab) {
        self.slabs.push(slab);
    }

    /// Appends a line to a partition. There must be room; else the line is lost.
    pub(crate) fn push(&mut self, partition: usize, line: &Line) {
        let before = self.last[partition];
        let number = if let Some(number) = self.free.pop() {
            let (slab, within) = self.place(number);
            self.slabs[slab].lines[within] = *line;
            self.slabs[slab].previous[within] = before;
            number
        } else {
            let Some(slab) = self.slabs.get_mut(self.used >> self.slab_bits) else { return };
            slab.lines.push(*line);
            slab.previous.push(before);
            self.used += 1;
            (self.used - 1) as u32
        };
        self.last[partition] = number;
        self.counts[partition] += 1;
    }

    /// The slab of a line, and its number there.
    fn place(&self, line: u32) -> (usize, usize) {
        (line as usize >> self.slab_bits, line as usize & ((1 << self.slab_bits) - 1))
    }

    /// Frees the lines of a partition for others.
    pub(crate) fn clear(&mut self, partition: usize) {
        let mut line = std::mem::replace(&mut self.last[partition], NONE);
        while line != NONE {
            self.free.push(line);
            let (slab, within) = self.place(line);
            line = self.slabs[slab].previous[within];
        }
        self.counts[partition] = 0;
    }

    /// Calls `each` with the lines of a partition, the last first.
    pub(crate) fn each(&self, partition: usize, mut each: impl FnMut(&[u64; LINE])) {
        let mut line = self.last[partition];
        // Lines lie far apart. Some links are followed ahead, so that one need not wait for a line to find the next.
        let mut ahead = [0; AHEAD];
        while line != NONE {
            let mut count = 0;
            while count < AHEAD && line != NONE {
                ahead[count] = line;
                count += 1;
                let (slab, within) = self.place(line);
                line = self.slabs[slab].previous[within];
            }
            for line in &ahead[..count] {
                let (slab, within) = self.place(*line);
                each(&self.slabs[slab].lines[within].0);
            }
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
    fn lines_come_back_and_are_used_again() {
        let mut lists = Lists::new(3, 4);
        for number in 0..100_u64 {
            if !lists.has_room() {
                lists.add(Slab::new(4));
            }
            lists.push(number as usize % 2, &Line([number; LINE]));
        }
        let even: Vec<u64> = (0..100).step_by(2).flat_map(|number| [number; LINE]).collect();
        assert_eq!(entries(&lists, 0), even);
        assert_eq!(entries(&lists, 2), []);
        let slabs = lists.slabs();
        lists.clear(0);
        assert_eq!(entries(&lists, 0), []);
        for number in 0..50_u64 {
            assert!(lists.has_room());
            lists.push(2, &Line([number; LINE]));
        }
        assert_eq!(entries(&lists, 2).len(), 50 * LINE);
        assert_eq!(lists.slabs(), slabs);
    }
}
