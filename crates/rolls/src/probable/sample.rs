//! A sample of pairs for checking by hand, drawn by seed from each stratum by itself.

use std::collections::HashSet;

use tizim_evidence::Run;
use tizim_linkage::{Knowledge, Linkage, Linked, Row, ScoredPair, Settings};

use super::reading::Read;
use super::strata::{LEAST, Stratum};
use super::watching::Watching;
use crate::RollsError;

/// Tries for each pair that is drawn outside all blocks: most pairs of rows are.
const TRIES: u64 = 100;

/// A pair that was drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn {
    pub(super) pair: ScoredPair,
    pub(super) stratum: Stratum,
    /// Pairs in its stratum.
    pub(super) pairs: u64,
}

/// What a sample is drawn from.
pub(super) struct Sampling<'a, 'r> {
    pub(super) linkage: &'a Linkage<'r>,
    pub(super) knowledge: &'r dyn Knowledge,
    pub(super) settings: &'a Settings,
    pub(super) read: &'r Read,
    pub(super) linked: &'a Linked,
    pub(super) run: &'a Run,
}

impl Sampling<'_, '_> {
    /// Draws about so many pairs: half of them from those that are listed, a quarter from those below the threshold, and a
    /// quarter from those outside all blocks. They come in an order that says nothing of their scores.
    pub(super) fn draw(&self, wanted: u64) -> Result<Vec<Drawn>, RollsError> {
        let is_listed = |pair: &&ScoredPair| pair.probability() >= self.settings.threshold;
        let listed: Vec<ScoredPair> = self.linked.pairs.iter().filter(is_listed).copied().collect();
        let mut known: HashSet<(Row, Row)> = listed.iter().map(|pair| (pair.left, pair.right)).collect();
        let mut drawn = Vec::new();
        let strata = Stratum::listed(self.settings.threshold);
        let of_each = wanted.div_ceil(2 * strata.len() as u64);
        for stratum in strata {
            let pairs = listed.iter().filter(|pair| stratum.holds(pair.probability())).copied().collect();
            self.add(stratum, pairs, of_each, &mut drawn);
        }
        let quarter = wanted.div_ceil(4);
        if let Some(stratum) = Stratum::below(self.settings.threshold) {
            let pairs: Vec<ScoredPair> = self.below(&known)?;
            known.extend(pairs.iter().map(|pair| (pair.left, pair.right)));
            self.add(stratum, pairs, quarter, &mut drawn);
        }
        self.outside(known, quarter, &mut drawn);
        drawn.sort_by_key(|one| (self.place(&one.pair, 1), one.pair.left, one.pair.right));
        Ok(drawn)
    }

    /// Where a pair stands among all in an order drawn by seed.
    fn place(&self, pair: &ScoredPair, turn: u64) -> u64 {
        mixed(mixed(self.settings.seed ^ turn) ^ (u64::from(pair.left) << 32 | u64::from(pair.right)))
    }

    /// Draws from the pairs of a stratum.
    fn add(&self, stratum: Stratum, mut pairs: Vec<ScoredPair>, wanted: u64, drawn: &mut Vec<Drawn>) {
        let all = pairs.len() as u64;
        pairs.sort_by_key(|pair| (self.place(pair, 0), pair.left, pair.right));
        let first = pairs.into_iter().take(usize::try_from(wanted).unwrap_or(usize::MAX));
        drawn.extend(first.map(|pair| Drawn { pair, stratum, pairs: all }));
    }

    /// Pairs that were compared and are below the threshold, without those that are hardly any one's.
    fn below(&self, listed: &HashSet<(Row, Row)>) -> Result<Vec<ScoredPair>, RollsError> {
        let settings = Settings { threshold: LEAST, ..self.settings.clone() };
        let linkage = Linkage::new(&self.read.records, self.knowledge, &settings)?;
        let linked = linkage.run_with(&self.linked.model, &Watching(self.run))?;
        Ok(linked.pairs.into_iter().filter(|pair| !listed.contains(&(pair.left, pair.right))).collect())
    }

    /// Draws from all other pairs of rows that may be one person's.
    fn outside(&self, known: HashSet<(Row, Row)>, wanted: u64, drawn: &mut Vec<Drawn>) {
        let all = self.linked.coverage.possible.saturating_sub(known.len() as u64);
        let rows = self.read.records.len() as u64;
        let (wanted, mut seen) = (wanted.min(all), known);
        let (mut found, mut state) = (0, mixed(self.settings.seed ^ 2));
        for _ in 0..wanted * TRIES {
            if found == wanted {
                break;
            }
            state = state.wrapping_add(STEP);
            let (one, other) = (mixed(state) % rows, mixed(state ^ u64::MAX) % rows);
            let (left, right) = (one.min(other) as Row, one.max(other) as Row);
            let sources = [left, right].map(|row| self.read.records.source(row));
            let may_pair = left != right && (self.settings.within_sources || sources[0] != sources[1]);
            if may_pair && seen.insert((left, right)) {
                let pair = self.linkage.score(self.linked, left, right);
                drawn.push(Drawn { pair, stratum: Stratum::Outside, pairs: all });
                found += 1;
            }
        }
    }
}

/// Of the sequence of `SplitMix64` (Steele, Lea and Flood, 2014): its step, and how a state becomes a number.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

pub(super) fn mixed(state: u64) -> u64 {
    let mut bits = state.wrapping_add(STEP);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
