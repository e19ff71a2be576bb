//! Percentages that cannot all be true.

use std::collections::{BTreeSet, VecDeque};

use super::program::{LeftOut, Lists};

/// How many sets of hours are left out in turn to find further contradictions, and how many contradictions are told.
const TRIED: usize = 200;
const TOLD: usize = 40;

/// What contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    /// Hours of which no one can be left out without resolving it; empty where what is assumed of the lists by itself
    /// contradicts the totals.
    pub(super) hours: Vec<usize>,
    /// Percentages of which giving up one alone resolves it: hour, and region (`None` for the nation).
    pub(super) any_one_of: Vec<(usize, Option<usize>)>,
}

impl Lists {
    /// Every contradiction in a series by itself, in the order of their hours: each is sought with hours of those found before
    /// left out (Reiter 1987), so that none hides another.
    pub(super) fn conflicts(&self) -> Vec<Conflict> {
        let mut found = BTreeSet::<Vec<usize>>::new();
        let mut waiting = VecDeque::from([BTreeSet::new()]);
        let mut seen = BTreeSet::from([BTreeSet::new()]);
        for _ in 0..TRIED {
            let Some(without) = waiting.pop_front().filter(|_| found.len() < TOLD) else { break };
            let known = found.iter().find(|hours| hours.iter().all(|hour| !without.contains(hour))).cloned();
            let Some(hours) = known.or_else(|| self.contradictory_hours(&without)) else { continue };
            for &hour in &hours {
                let mut more = without.clone();
                more.insert(hour);
                if seen.insert(more.clone()) {
                    waiting.push_back(more);
                }
            }
            found.insert(hours);
        }
        found.into_iter().map(|hours| self.of_hours(hours)).collect()
    }

    fn is_impossible(&self, left_out: &LeftOut) -> bool {
        self.program(left_out).is_impossible()
    }

    /// Hours that contradict each other without these, of which none can be spared; `None` where no such are left.
    fn contradictory_hours(&self, without: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let mut out = LeftOut { hours: without.iter().copied().collect(), ..LeftOut::default() };
        if !self.is_impossible(&out) {
            return None;
        }
        // Hours are left out one by one for as long as the others still contradict each other.
        for hour in (0..self.series.hours.len()).filter(|hour| !without.contains(hour)) {
            let mut fewer = out.clone();
            fewer.hours.push(hour);
            if self.is_impossible(&fewer) {
                out = fewer;
            }
        }
        Some((0..self.series.hours.len()).filter(|hour| !out.hours.contains(hour)).collect())
    }

    /// The contradiction of these hours, whatever others say.
    fn of_hours(&self, hours: Vec<usize>) -> Conflict {
        let others: Vec<usize> = (0..self.series.hours.len()).filter(|hour| !hours.contains(hour)).collect();
        let mut any_one_of = Vec::new();
        for &hour in &hours {
            let cells = std::iter::once(None).chain((0..self.regions.len()).map(Some));
            any_one_of.extend(cells.filter_map(|region| {
                let left_out = LeftOut {
                    hours: others.clone(),
                    percentage: region.map(|region| (region, hour)),
                    nation: if region.is_none() { Some(hour) } else { None },
                };
                (!self.is_impossible(&left_out)).then_some((hour, region))
            }));
        }
        Conflict { hours, any_one_of }
    }
}
