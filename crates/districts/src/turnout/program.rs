//! From a series of turnout and what is assumed of the lists to a linear program.
//!
//! Variables are each region's list before the first hour, and how many it grew by in each hour. With percentages
//! rounded to a last decimal of size `2 e`, a region's ballots at an hour are between `p - e` and `p + e` per cent of its
//! list then; the nation's are their sum, and lie between `P - e` and `P + e` per cent of the nation's list. Ballots
//! themselves drop out, since they are free between these ends; so each hour gives two rows.

use super::certificate::{Bound, Line, PARTS, Program, Range};
use super::series::TurnoutSeries;

/// Lists and percentages as a program.
#[derive(Debug, Clone)]
pub(crate) struct Lists {
    /// The region's list before the first hour: its place, and its bounds in parts of one person.
    pub(super) regions: Vec<(String, Range)>,
    /// Growth of the nation's list up to hours: position of the hour and persons; not falling.
    pub(super) totals: Vec<(usize, u64)>,
    /// The nation's list before the first hour.
    pub(super) list: u64,
    /// Ballots handed out by hours.
    pub(super) ballots: Vec<(usize, u64)>,
    pub(super) series: TurnoutSeries,
}

/// What is left out of a program, to see which percentages contradict each other.
#[derive(Debug, Clone, Default)]
pub(super) struct LeftOut {
    pub(super) hours: Vec<usize>,
    /// A region's percentage at an hour.
    pub(super) percentage: Option<(usize, usize)>,
    /// The nation's percentage at an hour.
    pub(super) nation: Option<usize>,
}

impl Lists {
    /// Hours in which lists can grow: up to the last hour for which the nation's list is stated.
    fn growing(&self) -> usize {
        self.totals.last().map_or(0, |(hour, _)| hour + 1)
    }

    fn variable(&self, region: usize, hour: usize) -> usize {
        self.regions.len() * (hour + 1) + region
    }

    /// The program without what is left out.
    pub(super) fn program(&self, left_out: &LeftOut) -> Program {
        let (count, growing) = (self.regions.len(), self.growing());
        let width = count * (growing + 1);
        let grown = |upto: u64| i128::from(upto.saturating_sub(self.list)) * PARTS;
        let most = grown(self.totals.last().map_or(self.list, |(_, total)| *total));
        let mut ranges: Vec<Range> = self.regions.iter().map(|(_, range)| *range).collect();
        ranges.resize(width, Range { low: 0, high: most });
        let equal = |variables: &mut dyn Iterator<Item = usize>, right: u64| {
            let mut coefficients = vec![0; width];
            for place in variables {
                coefficients[place] = 1;
            }
            Line { coefficients, right: i128::from(right), equal: true }
        };
        let mut lines = vec![equal(&mut (0..count), self.list)];
        let (mut before, mut total_before) = (0, self.list);
        for &(hour, total) in &self.totals {
            let mut grew = (before..=hour).flat_map(|hour| (0..count).map(move |region| (region, hour)));
            let mut grew = grew.by_ref().map(|(region, hour)| self.variable(region, hour));
            lines.push(equal(&mut grew, total.saturating_sub(total_before)));
            (before, total_before) = (hour + 1, total);
        }
        for hour in (0..self.series.hours.len()).filter(|hour| !left_out.hours.contains(hour)) {
            lines.extend(self.of_hour(hour, left_out, width));
        }
        Program { ranges, lines }
    }

    /// The rows of one hour: by the nation's percentage, and by its ballots where these are known.
    fn of_hour(&self, hour: usize, left_out: &LeftOut, width: usize) -> Vec<Line> {
        let all = 100 * self.series.half_units;
        let ends =
            |cell: Option<i64>| cell.map_or((0, all), |value| ((value - 1).max(0), (value + 1).min(all)));
        let of_region = |region: usize| {
            let known = left_out.percentage != Some((region, hour));
            let id = &self.regions[region].0;
            let row = self.series.regions.iter().find(|(other, _)| other == id);
            ends(row.filter(|_| known).and_then(|(_, cells)| cells[hour]))
        };
        let row = |of: &dyn Fn(usize) -> i64, right: i128| {
            let mut coefficients = vec![0_i128; width];
            for region in 0..self.regions.len() {
                let value = i128::from(of(region));
                coefficients[region] = value;
                for before in 0..=hour {
                    if before < self.growing() {
                        coefficients[self.variable(region, before)] = value;
                    }
                }
            }
            Line { coefficients, right, equal: false }
        };
        let mut lines = Vec::new();
        let nation = self.series.nation[hour].filter(|_| left_out.nation != Some(hour));
        if nation.is_some() {
            let (low, high) = ends(nation);
            lines.push(row(&|region| of_region(region).0 - high, 0));
            lines.push(row(&|region| low - of_region(region).1, 0));
        }
        for &(_, ballots) in self.ballots.iter().filter(|(at, _)| *at == hour) {
            let ballots = i128::from(ballots) * i128::from(all);
            lines.push(row(&|region| of_region(region).0, ballots));
            lines.push(row(&|region| -of_region(region).1, -ballots));
            if nation.is_some() {
                // The nation's ballots are within its percentage of its list.
                let (low, high) = ends(nation);
                lines.push(row(&|_| low, ballots));
                lines.push(row(&|_| -high, -ballots));
            }
        }
        lines
    }

    /// Bounds of the lists of some regions together before the first hour, in whole persons; `None` where what is
    /// assumed contradicts itself, or nothing could be computed.
    pub(crate) fn bounds(&self, regions: &[&str]) -> Option<(u64, u64)> {
        let program = self.program(&LeftOut::default());
        let costs = |sign: i128| -> Vec<i128> {
            let own =
                self.regions.iter().map(|(id, _)| if regions.contains(&id.as_str()) { sign } else { 0 });
            let mut costs: Vec<i128> = own.collect();
            costs.resize(program.ranges.len(), 0);
            costs
        };
        let Bound::AtMost(high) = program.largest(&costs(1))? else { return None };
        let Bound::AtMost(low) = program.largest(&costs(-1))? else { return None };
        let low = -(low.div_euclid(PARTS));
        Some((u64::try_from(low).ok()?, u64::try_from(high.div_euclid(PARTS)).ok()?))
    }
}
