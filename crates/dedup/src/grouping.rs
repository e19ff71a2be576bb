//! From entries to candidate sets, partition by partition, each small enough for the cache.
//!
//! Most keys occur once. Two bitmaps, a pass to see which tags come again and a pass to pick them, leave little more
//! than the true candidates, and only those are sorted.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::hot::Counted;
use crate::index::Indexer;
use crate::pass::Pass;
use crate::store::{Candidate, Sets};
use crate::threads::on_each;
use crate::watch::Stage;

/// Bits in the bitmaps per entry of a partition.
const BITS: usize = 16;

/// Picks entries whose tags occur more than once.
#[derive(Debug, Default)]
pub(crate) struct Picker {
    entries: Vec<u64>,
    picked: Vec<u64>,
    once: Vec<u64>,
    again: Vec<u64>,
}

impl Picker {
    /// The buffers for partitions of so many entries.
    fn with_capacity(entries: usize) -> Self {
        let (entries, picked) = (Vec::with_capacity(entries), Vec::with_capacity(entries));
        Self { entries, picked, ..Self::default() }
    }

    /// The buffer to put the entries into.
    pub(crate) fn entries(&mut self) -> &mut Vec<u64> {
        &mut self.entries
    }

    /// The bytes of the buffers for so many entries.
    fn bytes(entries: usize) -> usize {
        2 * size_of::<u64>() * (entries + Self::words(entries))
    }

    /// The words of a bitmap for so many entries.
    fn words(entries: usize) -> usize {
        (entries * BITS / 64 + 1).next_power_of_two()
    }

    /// Sorts out all entries whose tag (above `shift`) no other entry has, and returns the others, sorted; a few that
    /// are alone may be among them. The entries are used up.
    pub(crate) fn pick(&mut self, shift: u32) -> &[u64] {
        let words = Self::words(self.entries.len());
        self.once.clear();
        self.once.resize(words, 0);
        self.again.clear();
        self.again.resize(words, 0);
        let mask = words - 1;
        let (once, again) = (&mut self.once[..words], &mut self.again[..words]);
        for &entry in &self.entries {
            let tag = entry >> shift;
            let word = (tag >> 6) as usize & mask;
            let bit = 1_u64 << (tag & 63);
            again[word] |= once[word] & bit;
            once[word] |= bit;
        }
        self.picked.clear();
        self.picked.resize(self.entries.len(), 0);
        let mut count = 0;
        for &entry in &self.entries {
            let tag = entry >> shift;
            let word = (tag >> 6) as usize & mask;
            // Written always, kept only if the tag came again: no branch to mispredict.
            self.picked[count] = entry;
            count += usize::from(again[word] >> (tag & 63) & 1 == 1);
        }
        self.entries.clear();
        let picked = &mut self.picked[..count];
        picked.sort_unstable();
        picked
    }
}

/// Which sets are wanted, by their smallest position: the caller may be in a later round.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) rule: usize,
    pub(crate) from: u64,
    pub(crate) to: u64,
}

/// The candidate sets of every partition that holds some, in the order of the partitions, taken from the budget.
/// Partitions whose sets do not fit the budget are given up, with all that follow.
pub(crate) fn group(
    pass: &Pass<'_>,
    indexers: &[Indexer<'_>],
    window: Window,
    reserve: usize,
    threads: usize,
) -> Vec<(usize, Sets)> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        let mut picker = Picker::default();
        let mut held = 0;
        loop {
            let partition = next.fetch_add(1, Ordering::Relaxed);
            if partition >= pass.limit.load(Ordering::Relaxed) || pass.watch.cancelled() {
                break;
            }
            let entries = indexers.iter().map(|indexer| indexer.len(partition)).sum();
            let needed = Picker::bytes(entries);
            if needed > held {
                drop(std::mem::take(&mut picker));
                pass.budget.give(std::mem::take(&mut held));
                // A little more than needed, since partitions are of nearly one size.
                let needed = needed + needed / 8;
                if !pass.budget.try_take(needed, 0) {
                    pass.limit.fetch_min(partition, Ordering::Relaxed);
                    break;
                }
                held = needed;
                picker = Picker::with_capacity(entries + entries / 16);
            }
            for indexer in indexers {
                indexer.entries(partition, picker.entries());
            }
            let counted: Vec<_> = indexers.iter().flat_map(|indexer| indexer.counted(partition)).collect();
            let rule = pass.plan.rule_of(partition);
            let wanted = |order| rule != window.rule || (order >= window.from && order < window.to);
            let sets = sets_of(pass, picker.pick(pass.layout.shift), &counted, wanted);
            if !sets.is_empty() {
                if !pass.budget.try_take(sets.bytes(), reserve) {
                    pass.limit.fetch_min(partition, Ordering::Relaxed);
                    break;
                }
                found.push((partition, sets));
            }
            if partition.is_multiple_of(64) {
                pass.watch.progress(Stage::Grouping, partition as u64, Some(pass.plan.partitions as u64));
            }
        }
        pass.budget.give(held);
        found
    };
    let mut found: Vec<_> = on_each(threads, &work).into_iter().flatten().collect();
    found.sort_unstable_by_key(|(partition, _)| *partition);
    let limit = pass.limit.load(Ordering::Relaxed);
    while let Some((_, sets)) = found.pop_if(|(partition, _)| *partition >= limit) {
        pass.budget.give(sets.bytes());
    }
    found
}

/// Makes sets of the runs of equal tags.
fn sets_of(
    pass: &Pass<'_>,
    picked: &[u64],
    counted: &[(u64, Counted)],
    wanted: impl Fn(u64) -> bool,
) -> Sets {
    let layout = pass.layout;
    let mut sets = Sets::default();
    let mut members = Vec::new();
    for run in picked.chunk_by(|left, right| left >> layout.shift == right >> layout.shift) {
        if run.len() < 2 || (layout.anchor != 0 && run.iter().all(|entry| entry & layout.anchor == 0)) {
            continue;
        }
        members.clear();
        members.extend(run.iter().map(|entry| Candidate {
            position: entry & layout.position,
            anchor: entry & layout.anchor != 0,
        }));
        if layout.anchor != 0 {
            members.sort_unstable();
        }
        let tag = run[0] >> layout.shift;
        let counted: Vec<Counted> =
            counted.iter().filter(|(of, _)| *of == tag).map(|(_, counted)| *counted).collect();
        let order = counted.iter().map(|counted| counted.smallest).fold(members[0].position, u64::min);
        if wanted(order) {
            sets.push(&members, counted);
        }
    }
    sets
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn picks_every_tag_that_comes_again(tags in prop::collection::vec(0..3000_u64, 0..400)) {
            let mut picker = Picker::default();
            picker.entries().extend(tags.iter().enumerate().map(|(position, tag)| tag << 20 | position as u64));
            let picked = picker.pick(20).to_vec();
            let mut counts = HashMap::new();
            for tag in &tags {
                *counts.entry(*tag).or_insert(0) += 1;
            }
            let expected = tags.iter().enumerate().filter(|(_, tag)| counts[tag] > 1);
            let mut expected: Vec<u64> =
                expected.map(|(position, tag)| tag << 20 | position as u64).collect();
            expected.sort_unstable();
            let really: Vec<u64> = picked.iter().copied().filter(|entry| counts[&(entry >> 20)] > 1).collect();
            prop_assert!(picked.is_sorted());
            prop_assert_eq!(really, expected);
        }
    }
}
