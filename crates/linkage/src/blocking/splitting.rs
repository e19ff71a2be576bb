//! Blocks to pairs: small ones whole, large ones split by further keys, and where none is left, neighbours only.

use super::atoms::Atom;
use super::{Coverage, pair};
use crate::records::{Records, Row};

/// Ways in which a large block is split at once, by different keys: a pair that one key parts may share the other.
const WAYS: usize = 2;
/// Keys by which a block is split one after another.
const MOST_DEPTH: usize = 6;
/// Neighbours that are compared in a block that nothing splits.
const NEIGHBOURS: usize = 3;

/// Makes pairs of blocks.
pub(super) struct Splitter<'records> {
    pub(super) records: &'records Records,
    pub(super) atoms: &'records [Atom],
    pub(super) within_sources: bool,
    /// Largest block that is compared whole.
    pub(super) largest: usize,
    /// Pairs of the round from which large blocks are not split any more: only neighbours in them are compared.
    pub(super) allowance: usize,
}

impl Splitter<'_> {
    /// Adds the pairs of a block that agrees on the keys `used`.
    pub(super) fn pairs_of(
        &self,
        block: &mut [Row],
        used: &[usize],
        pairs: &mut Vec<u64>,
        coverage: &mut Coverage,
    ) {
        if block.len() <= self.largest {
            self.all_pairs(block, pairs);
            return;
        }
        coverage.split_blocks += 1;
        let size = block.len() as u64;
        coverage.left_out += size * (size - 1) / 2;
        let before = pairs.len();
        self.split(block, &mut used.to_vec(), MOST_DEPTH, WAYS, pairs, coverage);
        pairs[before..].sort_unstable();
        let kept = dedup_from(pairs, before);
        coverage.left_out = coverage.left_out.saturating_sub(kept as u64);
    }

    fn split(
        &self,
        block: &mut [Row],
        used: &mut Vec<usize>,
        depth: usize,
        ways: usize,
        pairs: &mut Vec<u64>,
        coverage: &mut Coverage,
    ) {
        let keys = if depth == 0 || pairs.len() >= self.allowance {
            Vec::new()
        } else {
            self.keys_for(block.len(), used, ways)
        };
        if keys.is_empty() {
            coverage.unsplit_blocks += 1;
            coverage.largest_unsplit = coverage.largest_unsplit.max(block.len() as u64);
            self.neighbours(block, pairs);
            return;
        }
        for key in keys {
            used.push(key);
            let atom = &self.atoms[key];
            let has_form = |row: &Row| !atom.forms(self.records.cell(atom.column, *row)).is_empty();
            let mut without: Vec<Row> = block.iter().copied().filter(|row| !has_form(row)).collect();
            if without.len() <= self.largest {
                self.all_pairs(&without, pairs);
            } else {
                self.split(&mut without, used, depth - 1, 1, pairs, coverage);
            }
            let mut entries = self.entries(block, key);
            entries.sort_unstable();
            for part in entries.chunk_by_mut(|left, right| left.0 == right.0) {
                let mut rows: Vec<Row> = part.iter().map(|entry| entry.1).collect();
                if rows.len() <= self.largest {
                    self.all_pairs(&rows, pairs);
                } else {
                    self.split(&mut rows, used, depth - 1, 1, pairs, coverage);
                }
            }
            used.pop();
        }
    }

    /// Keys by which to split a block of this size: of other columns than those used, those that part it just enough, or
    /// else the most telling.
    fn keys_for(&self, size: usize, used: &[usize], ways: usize) -> Vec<usize> {
        let enough = |atom: &Atom| atom.collision * size as f64 <= self.largest as f64 / 2.0;
        let free =
            |atom: usize| used.iter().all(|&other| self.atoms[other].column != self.atoms[atom].column);
        let mut keys: Vec<usize> = (0..self.atoms.len()).filter(|&atom| free(atom)).collect();
        keys.sort_by(|&left, &right| {
            let (left, right) = (&self.atoms[left], &self.atoms[right]);
            enough(right).cmp(&enough(left)).then_with(|| {
                let by_collision = left.collision.total_cmp(&right.collision);
                if enough(left) { by_collision.reverse() } else { by_collision }
            })
        });
        let mut columns = Vec::new();
        keys.retain(|&key| {
            let column = self.atoms[key].column;
            let first = !columns.contains(&column);
            columns.push(column);
            first
        });
        keys.truncate(ways);
        keys
    }

    /// The forms of a key for each row.
    fn entries(&self, block: &[Row], key: usize) -> Vec<(u64, Row)> {
        let atom = &self.atoms[key];
        let forms =
            |&row: &Row| atom.forms(self.records.cell(atom.column, row)).iter().map(move |&form| (form, row));
        block.iter().flat_map(forms).collect()
    }

    fn all_pairs(&self, block: &[Row], pairs: &mut Vec<u64>) {
        for (place, &left) in block.iter().enumerate() {
            for &right in &block[place + 1..] {
                if self.records.may_pair(self.within_sources, left, right) {
                    pairs.push(pair(left, right));
                }
            }
        }
    }

    /// Each record with the next few, in the order of their values (Mauricio A. Hernández and Salvatore J. Stolfo, "The
    /// merge/purge problem for large databases", 1995).
    fn neighbours(&self, block: &mut [Row], pairs: &mut Vec<u64>) {
        let cells = |row: Row| self.records.row(row);
        block.sort_unstable_by(|&left, &right| cells(left).cmp(cells(right)).then(left.cmp(&right)));
        for (place, &left) in block.iter().enumerate() {
            for &right in &block[place + 1..(place + 1 + NEIGHBOURS).min(block.len())] {
                if self.records.may_pair(self.within_sources, left, right) {
                    pairs.push(pair(left, right));
                }
            }
        }
    }
}

/// Takes out what follows an equal one, from `start` on, of sorted pairs; returns how many are left from there.
fn dedup_from(pairs: &mut Vec<u64>, start: usize) -> usize {
    let mut kept = start;
    for place in start..pairs.len() {
        if place == start || pairs[place] != pairs[kept - 1] {
            pairs[kept] = pairs[place];
            kept += 1;
        }
    }
    pairs.truncate(kept);
    kept - start
}
