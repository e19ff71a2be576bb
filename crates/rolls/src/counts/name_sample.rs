//! All rows of some names, drawn by the names' hash: what is counted of pairs among them stands for all rows.
//!
//! How often different people agree is counted of pairs of rows that share a name, and these cannot all be held for a
//! nation. The rows of a name are kept all or not at all, so every pair of a kept name is seen, and one name in so many is
//! kept; of a short roll, every name. Which these are hangs on the names and the seed alone.

use tizim_people::BirthDate;

/// Rows kept at most.
const MOST: usize = 1 << 16;
/// Bits of the hash from here on decide; the lowest and the highest serve other uses.
const SHIFT: u32 = 20;

/// What tells values apart in half the room; 0 for an empty one.
pub(crate) fn short_hash(seed: u64, value: &[u8]) -> u32 {
    if value.is_empty() { 0 } else { (tizim_dedup::seeded_hash(seed, value) as u32).max(1) }
}

/// What tells valid numbers apart in half the room, never 0: the upper half of a product (Knuth, volume 3, 6.4).
pub(crate) fn mixed(number: u64) -> u32 {
    ((number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32).max(1)
}

/// One row of a kept name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SampledRow {
    /// The hash of its names.
    pub(crate) name: u64,
    /// The birth date, packed, whole or not; 0 where it states none.
    pub(crate) date: u32,
    /// The hash of its region; 0 where it states none.
    pub(crate) region: u32,
    /// What tells its number from others; 0 where it states no valid one.
    pub(crate) number: u32,
    /// Whether some digits of its number are hidden.
    pub(crate) masked: bool,
    pub(crate) position: u64,
}

/// The rows of one name in `2^bits`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NameSample {
    bits: u32,
    rows: Vec<SampledRow>,
}

impl SampledRow {
    /// The birth date.
    pub(crate) fn date(&self) -> Option<BirthDate> {
        BirthDate::from_packed(self.date)
    }

    /// Whether both state one valid number: one person, and no chance.
    pub(crate) fn shares_number(&self, other: &Self) -> bool {
        self.number != 0 && self.number == other.number
    }
}

impl NameSample {
    /// Whether rows of names with this hash are kept.
    #[inline]
    pub(crate) fn keeps(&self, hash: u64) -> bool {
        hash >> SHIFT & ((1 << self.bits) - 1) == 0
    }

    /// Keeps a row of a name that is kept.
    pub(crate) fn keep(&mut self, row: SampledRow) {
        self.rows.push(row);
        self.thin();
    }

    /// Puts the rows that another worker kept to these.
    pub(crate) fn add(&mut self, other: Self) {
        self.bits = self.bits.max(other.bits);
        self.rows.extend(other.rows);
        let bits = self.bits;
        self.rows.retain(|row| row.name >> SHIFT & ((1 << bits) - 1) == 0);
        self.thin();
    }

    fn thin(&mut self) {
        // Where one name fills the room, it is kept beyond it.
        while self.rows.len() > MOST && self.bits < 32 {
            self.bits += 1;
            let bits = self.bits;
            self.rows.retain(|row| row.name >> SHIFT & ((1 << bits) - 1) == 0);
        }
    }

    /// For how many names each kept one stands.
    pub(crate) fn weight(&self) -> f64 {
        2_f64.powi(self.bits as i32)
    }

    /// Whether every row with names is here.
    pub(crate) fn is_complete(&self) -> bool {
        self.bits == 0
    }

    /// The rows in the order of their names' hashes, dates and places.
    pub(crate) fn sorted(&self) -> Vec<SampledRow> {
        let mut rows = self.rows.clone();
        rows.sort_unstable();
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64, name: u64) -> SampledRow {
        let name = tizim_dedup::seeded_hash(3, &name.to_le_bytes());
        SampledRow { name, date: 0, region: 0, number: 0, masked: false, position: number }
    }

    fn sampled(rows: impl Iterator<Item = SampledRow>) -> NameSample {
        let mut sample = NameSample::default();
        for row in rows {
            if sample.keeps(row.name) {
                sample.keep(row);
            }
        }
        sample
    }

    #[test]
    fn every_row_of_a_short_roll_is_kept() {
        let sample = sampled((0..5000).map(|number| row(number, number / 2)));
        assert!(sample.is_complete() && sample.sorted().len() == 5000);
        assert!(sample.weight().total_cmp(&1.0).is_eq());
    }

    #[test]
    fn names_are_kept_whole_whoever_saw_them() {
        // 300,000 rows, two of each name.
        let all = || (0..300_000_u64).map(|number| row(number, number / 2));
        let one = sampled(all());
        let mut several = NameSample::default();
        for part in 0..3 {
            several.add(sampled(all().filter(|row| row.position % 3 == part)));
        }
        assert_eq!(one.sorted(), several.sorted());
        assert_eq!(one.weight().to_bits(), several.weight().to_bits());
        let kept = one.sorted();
        assert!(kept.chunk_by(|a, b| a.name == b.name).all(|rows| rows.len() == 2));
        let estimate = kept.len() as f64 * one.weight();
        assert!((estimate / 300_000.0 - 1.0).abs() < 0.03, "{estimate}");
        assert!(kept.len() <= MOST && kept.len() > MOST / 2 - 2000);
    }

    #[test]
    fn one_name_of_all_is_kept_or_not() {
        let sample = sampled((0..100_000).map(|number| row(number, 7)));
        assert!(sample.bits <= 32);
    }
}
