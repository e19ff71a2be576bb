//! How many pairs of people agree on full name and birth year, estimated in bounded memory.
//!
//! The number of people per name and year cannot be held for a nation. But the sum of the squares of these numbers can be
//! estimated from counters into which names are hashed: [`tizim_stats::chance`]. People born on 1 January are left out
//! ([`crate::counts::chance`]).

use tizim_stats::chance::SameFirst;

use crate::counts::counters::{Counters, Gathered};

/// First birth year that is counted.
const FIRST_YEAR: u16 = 1880;
/// Number of birth years that are counted.
const YEARS: usize = 160;
/// Counters per year, 2^14.
const WIDTH: usize = 1 << 14;

/// Counters of names per birth year, shared by all workers.
#[derive(Debug)]
pub(crate) struct NameYears {
    counters: Counters,
}

impl NameYears {
    pub(crate) fn new() -> Self {
        Self { counters: Counters::new(YEARS * WIDTH) }
    }

    /// Counts one row by the hash of its names and its birth year.
    #[inline]
    pub(crate) fn count(&self, gathered: &mut Gathered, year: u16, hash: u64) {
        let Some(index) = year.checked_sub(FIRST_YEAR).map(usize::from).filter(|index| *index < YEARS) else {
            return;
        };
        // Names that meet in one year do not meet in all.
        let of_year = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(2 * u64::from(year) + 1));
        self.counters.count(gathered, index * WIDTH + (of_year >> 50) as usize);
    }

    /// Adds what a worker has gathered.
    pub(crate) fn add(&self, gathered: &mut Gathered) {
        self.counters.add(gathered);
    }

    /// The estimates of the years in which somebody was counted.
    pub(crate) fn pairs(&self) -> Vec<(u16, SameFirst)> {
        let counters: Vec<u32> = self.counters.iter().collect();
        let years = counters.chunks_exact(WIDTH).zip(FIRST_YEAR..);
        years
            .filter_map(|(counters, year)| Some((year, SameFirst::from_counters(counters.iter().copied())?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_estimated() {
        let sketch = NameYears::new();
        let mut gathered = Gathered::new();
        // 20,000 names once, 1,000 names three times: 3,000 pairs.
        let mut state = 7_u64;
        let mut hash = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ mixed >> 31
        };
        for _ in 0..20_000 {
            sketch.count(&mut gathered, 1980, hash());
        }
        for _ in 0..1_000 {
            let name = hash();
            (0..3).for_each(|_| sketch.count(&mut gathered, 1980, name));
        }
        sketch.count(&mut gathered, 1700, 1);
        sketch.add(&mut gathered);
        let [(number, year)] = sketch.pairs()[..] else { panic!("one year") };
        assert_eq!(number, 1980);
        let error = (year.pairs - 3000.0).abs();
        assert!(error < 4.0 * year.variance.sqrt() + 100.0, "{} {}", year.pairs, year.variance);
    }
}
