//! Carrying out the rounds of a plan.

use rayon::prelude::*;

use super::atoms::Atom;
use super::splitting::Splitter;
use super::{Coverage, Plan, Round, pair};
use crate::records::{Records, Row};
use crate::settings::Settings;
use crate::watch::{Stage, Watch, go_on};

/// Most keys of one record in one round, of all combinations of its forms.
const MOST_COMBINATIONS: usize = 8;

/// The pairs to compare, each once, in the order of their rows; and what was left out.
///
/// # Errors
/// Where it was cancelled.
pub(crate) fn collect(
    plan: &Plan,
    records: &Records,
    settings: &Settings,
    watch: &dyn Watch,
) -> Result<(Vec<u64>, Coverage), crate::Error> {
    let mut coverage = Coverage { possible: plan.possible_pairs, ..Coverage::default() };
    let mut pairs = Vec::new();
    if plan.all_pairs {
        for left in 0..records.len() as Row {
            go_on(watch)?;
            let partners = left + 1..records.len() as Row;
            pairs.extend(
                partners
                    .filter(|&right| records.may_pair(settings.within_sources, left, right))
                    .map(|right| pair(left, right)),
            );
        }
    } else {
        let allowance = plan.budget / plan.rounds.len().max(1) as u64;
        let done = std::sync::atomic::AtomicU64::new(0);
        let found: Result<Vec<(Vec<u64>, Coverage)>, crate::Error> = plan
            .rounds
            .par_iter()
            .map(|round| {
                go_on(watch)?;
                let found = carry_out(plan, round, records, settings, allowance);
                let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
                watch.progress(Stage::Blocking, done, plan.rounds.len() as u64);
                Ok(found)
            })
            .collect();
        let found = found?;
        pairs.reserve_exact(found.iter().map(|(of_round, _)| of_round.len()).sum());
        for (of_round, of_coverage) in found {
            pairs.extend(of_round);
            coverage.split_blocks += of_coverage.split_blocks;
            coverage.unsplit_blocks += of_coverage.unsplit_blocks;
            coverage.largest_unsplit = coverage.largest_unsplit.max(of_coverage.largest_unsplit);
            coverage.left_out += of_coverage.left_out;
        }
        go_on(watch)?;
        pairs.par_sort_unstable();
        pairs.dedup();
    }
    coverage.compared = pairs.len() as u64;
    Ok((pairs, coverage))
}

fn carry_out(
    plan: &Plan,
    round: &Round,
    records: &Records,
    settings: &Settings,
    allowance: u64,
) -> (Vec<u64>, Coverage) {
    let entries = entries(plan, round, records);
    let largest = largest_block(&entries, settings.largest_block, allowance / 2);
    let splitter = Splitter {
        records,
        atoms: &plan.atoms,
        within_sources: settings.within_sources,
        largest,
        allowance: allowance as usize,
    };
    let (mut pairs, mut coverage) = (Vec::new(), Coverage::default());
    let mut block = Vec::new();
    for entries in entries.chunk_by(|left, right| left.0 == right.0).filter(|block| block.len() > 1) {
        block.clear();
        block.extend(entries.iter().map(|entry| entry.1));
        splitter.pairs_of(&mut block, &round.atoms, &mut pairs, &mut coverage);
    }
    (pairs, coverage)
}

/// The largest size of which all blocks can be compared whole within the allowance; at least 2.
fn largest_block(entries: &[(u64, Row)], most: u32, allowance: u64) -> usize {
    let mut blocks = vec![0_u64; most as usize + 1];
    for block in entries.chunk_by(|left, right| left.0 == right.0) {
        if let Some(blocks) = blocks.get_mut(block.len()) {
            *blocks += 1;
        }
    }
    let mut spent = 0;
    let mut largest = 2;
    for (size, blocks) in blocks.iter().enumerate().skip(2) {
        spent += blocks * (size * (size - 1) / 2) as u64;
        if spent > allowance {
            break;
        }
        largest = size;
    }
    largest
}

/// Keys of the round with their rows, in their order, each once; keys that only one record has are left out as far as a small
/// table can tell.
fn entries(plan: &Plan, round: &Round, records: &Records) -> Vec<(u64, Row)> {
    let mut seen = Seen::new(records.len());
    let mut entries = Vec::with_capacity(records.len());
    for_keys(plan, round, records, |key, row| {
        seen.count(key);
        entries.push((key, row));
    });
    entries.retain(|&(key, _)| seen.twice(key));
    let mut entries = in_order(&entries);
    entries.dedup();
    entries
}

/// Entries that are sorted at once, which is cheap while they are few.
const SORTED_AT_ONCE: usize = 1 << 9;

/// Sorts entries: first by the beginnings of their keys, which are spread evenly, then each part by itself.
fn in_order(entries: &[(u64, Row)]) -> Vec<(u64, Row)> {
    let parts = (entries.len() / SORTED_AT_ONCE).next_power_of_two();
    let part = |key: u64| ((u128::from(key) * parts as u128) >> 64) as usize;
    let mut ends = vec![0_usize; parts + 1];
    for &(key, _) in entries {
        ends[part(key) + 1] += 1;
    }
    for number in 1..=parts {
        ends[number] += ends[number - 1];
    }
    let mut next = ends.clone();
    let mut sorted = vec![(0, 0); entries.len()];
    for &entry in entries {
        let place = &mut next[part(entry.0)];
        sorted[*place] = entry;
        *place += 1;
    }
    for number in 0..parts {
        sorted[ends[number]..ends[number + 1]].sort_unstable();
    }
    sorted
}

/// Calls for each key of each row. Forms are added up, so that swapped names make the same key.
fn for_keys(plan: &Plan, round: &Round, records: &Records, mut call: impl FnMut(u64, Row)) {
    let atoms: Vec<&Atom> = round.atoms.iter().map(|&atom| &plan.atoms[atom]).collect();
    let mut keys = Keys::new();
    'rows: for row in 0..records.len() as Row {
        let cells = records.row(row);
        let mut key = 0_u64;
        for atom in &atoms {
            match atom.forms(cells[atom.column]) {
                [form] => key = key.wrapping_add(*form),
                [] => continue 'rows,
                _ => {
                    combinations(&atoms, cells, &mut keys);
                    keys.iter().for_each(|&key| call(key, row));
                    continue 'rows;
                }
            }
        }
        call(key, row);
    }
}

type Keys = smallvec::SmallVec<[u64; MOST_COMBINATIONS]>;

/// The keys of a row of which a value has several forms: one for each combination, up to the most.
fn combinations(atoms: &[&Atom], cells: &[u32], keys: &mut Keys) {
    keys.clear();
    keys.push(0);
    for atom in atoms {
        let Some((first, others)) = atom.forms(cells[atom.column]).split_first() else {
            keys.clear();
            return;
        };
        let before = keys.len();
        for &form in others.iter().take(MOST_COMBINATIONS / before - 1) {
            for place in 0..before {
                keys.push(keys[place].wrapping_add(form));
            }
        }
        keys[..before].iter_mut().for_each(|key| *key = key.wrapping_add(*first));
    }
}

/// Which keys came at least twice: two bits at a place that the key's hash gives, so that some that came once are taken
/// for such, and none the other way round.
struct Seen {
    words: Vec<u64>,
    shift: u32,
}

impl Seen {
    fn new(rows: usize) -> Self {
        let places = (rows * 4).next_power_of_two().max(1 << 10);
        Self { words: vec![0; places / 32], shift: 64 - places.trailing_zeros() }
    }

    fn place(&self, key: u64) -> (usize, u32) {
        let place = (key >> self.shift) as usize;
        (place / 32, (place % 32) as u32 * 2)
    }

    fn count(&mut self, key: u64) {
        let (word, bit) = self.place(key);
        let bits = self.words[word] >> bit & 3;
        self.words[word] |= ((bits << 1 | 1) & 3) << bit;
    }

    fn twice(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.words[word] >> bit & 2 != 0
    }
}
