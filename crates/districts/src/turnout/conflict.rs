//! Percentages that cannot all be true.

use super::program::{LeftOut, Lists};

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
    /// The contradiction in a series, if there is one.
    pub(super) fn conflict(&self) -> Option<Conflict> {
        let impossible = |left_out: &LeftOut| self.program(left_out).is_impossible();
        if !impossible(&LeftOut::default()) {
            return None;
        }
        // Hours are left out one by one for as long as the others still contradict each other.
        let mut out = LeftOut::default();
        for hour in 0..self.series.hours.len() {
            let mut fewer = out.clone();
            fewer.hours.push(hour);
            if impossible(&fewer) {
                out = fewer;
            }
        }
        let hours: Vec<usize> =
            (0..self.series.hours.len()).filter(|hour| !out.hours.contains(hour)).collect();
        let mut any_one_of = Vec::new();
        for &hour in &hours {
            let regions = 0..self.regions.len();
            let cells = std::iter::once(None).chain(regions.map(Some));
            any_one_of.extend(cells.filter_map(|region| {
                let left_out = LeftOut {
                    percentage: region.map(|region| (region, hour)),
                    nation: if region.is_none() { Some(hour) } else { None },
                    ..LeftOut::default()
                };
                (!impossible(&left_out)).then_some((hour, region))
            }));
        }
        Some(Conflict { hours, any_one_of })
    }
}
