//! Where the entries of a worker lie: per partition a list of lines, which lie in the order of their arrival in long stretches
//! of memory; how many there may be the shared budget grants.
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

/// The lines of a stretch, two to the power of this: 32 MiB of them. From that size on the allocator of every usual system
/// takes memory of its own for it, which it gives back whole when the stretch ends; smaller pieces may lie between others that
/// stay.
const STRETCH_BITS: u32 = 18;

/// A stretch of memory for lines, with the links between them. Its pages are touched only as they are used.
#[derive(Debug)]
struct Stretch {
    lines: Vec<Line>,
    /// Per line, the line before it in its list.
    previous: Vec<u32>,
}

impl Stretch {
    fn new() -> Self {
        let lines = 1 << STRETCH_BITS;
        Self { lines: Vec::with_capacity(lines), previous: Vec::with_capacity(lines) }
    }
}

/// The bytes of so many lines with their links.
pub(crate) const fn bytes_of(lines: usize) -> usize {
    lines * (size_of::<Line>() + size_of::<u32>())
}

/// The lists of one worker.
#[derive(Debug)]
pub(crate) struct Lists {
    stretches: Vec<Stretch>,
    /// How many lines there may be, and how many there are so far.
    granted: usize,
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

    /// No lines.
    pub(crate) fn new(partitions: usize) -> Self {
        let (last, counts) = (vec![NONE; partitions], vec![0; partitions]);
        Self { stretches: Vec::new(), granted: 0, used: 0, free: Vec::new(), last, counts }
    }

    /// How many lines the partition has.
    pub(crate) fn lines(&self, partition: usize) -> u32 {
        self.counts[partition]
    }

    /// Whether there is room for a line.
    pub(crate) fn has_room(&self) -> bool {
        !self.free.is_empty() || self.used < self.granted
    }

    /// Grants so many further lines.
    pub(crate) fn grant(&mut self, lines: usize) {
        self.granted += lines;
    }

    /// How many lines were granted.
    pub(crate) fn granted(&self) -> usize {
        self.granted
    }

    /// Appends a line to a partition. There must be room.
    pub(crate) fn push(&mut self, partition: usize, line: &Line) {
        let before = self.last[partition];
        let number = if let Some(number) = self.free.pop() {
            let (stretch, within) = place(number);
            self.stretches[stretch].lines[within] = *line;
            self.stretches[stretch].previous[within] = before;
            number
        } else {
            let number = self.used as u32;
            let (stretch, within) = place(number);
            if within == 0 {
                self.stretches.push(Stretch::new());
            }
            self.stretches[stretch].lines.push(*line);
            self.stretches[stretch].previous.push(before);
            self.used += 1;
            number
        };
        self.last[partition] = number;
        self.counts[partition] += 1;
    }

    /// Frees the lines of a partition for others.
    pub(crate) fn clear(&mut self, partition: usize) {
        let mut line = std::mem::replace(&mut self.last[partition], NONE);
        while line != NONE {
            self.free.push(line);
            line = self.before(line);
        }
        self.counts[partition] = 0;
    }

    /// The line before another in its list.
    fn before(&self, line: u32) -> u32 {
        let (stretch, within) = place(line);
        self.stretches[stretch].previous[within]
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
                line = self.before(line);
            }
            for line in &ahead[..count] {
                let (stretch, within) = place(*line);
                each(&self.stretches[stretch].lines[within].0);
            }
        }
    }
}

/// The stretch of a line, and its place there.
fn place(line: u32) -> (usize, usize) {
    (line as usize >> STRETCH_BITS, line as usize & ((1 << STRETCH_BITS) - 1))
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
        let mut lists = Lists::new(3);
        for number in 0..100_u64 {
            if !lists.has_room() {
                lists.grant(4);
            }
            lists.push(number as usize % 2, &Line([number; LINE]));
        }
        let even: Vec<u64> = (0..100).step_by(2).flat_map(|number| [number; LINE]).collect();
        assert_eq!(entries(&lists, 0), even);
        assert_eq!(entries(&lists, 2), []);
        let granted = lists.granted();
        lists.clear(0);
        assert_eq!(entries(&lists, 0), []);
        for number in 0..50_u64 {
            assert!(lists.has_room());
            lists.push(2, &Line([number; LINE]));
        }
        assert_eq!(entries(&lists, 2).len(), 50 * LINE);
        assert_eq!(lists.granted(), granted);
    }
}
