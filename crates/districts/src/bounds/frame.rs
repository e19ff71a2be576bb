//! Real vectors within bounds, with regions and a whole between bounds: where indices are made least and largest.

use super::system::System;

/// Bounds of a tree (whole, regions, units) in real numbers, with the weight (seats) of each unit.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) low: Vec<f64>,
    pub(crate) high: Vec<f64>,
    pub(crate) region_of: Vec<usize>,
    pub(crate) region_low: Vec<f64>,
    pub(crate) region_high: Vec<f64>,
    pub(crate) total_low: f64,
    pub(crate) total_high: f64,
    pub(crate) seats: Vec<u32>,
    /// Whether values are counts, so that only whole numbers need be looked at.
    pub(crate) whole: bool,
    /// Pairs: the first holds no more per seat than the second.
    pub(crate) order: Vec<(usize, usize)>,
    /// Units that an order tells from all others.
    pub(crate) marked: Vec<usize>,
}

impl Frame {
    pub(crate) fn of(system: &System) -> Self {
        let explicit = system.order.iter().flat_map(|&(less, more)| [less, more]);
        Self {
            low: system.units.iter().map(|unit| unit.low as f64).collect(),
            high: system.units.iter().map(|unit| unit.high as f64).collect(),
            region_of: system.region_of.clone(),
            region_low: system.regions.iter().map(|region| region.low as f64).collect(),
            region_high: system.regions.iter().map(|region| region.high as f64).collect(),
            total_low: system.total.low as f64,
            total_high: system.total.high as f64,
            seats: system.seats.clone(),
            whole: true,
            order: system.all_order(),
            marked: system.smallest.into_iter().chain(system.largest).chain(explicit).collect(),
        }
    }

    /// The regions as units of a tree of their own: what is known of inequality between regions.
    pub(crate) fn of_regions(system: &System) -> Self {
        let mut seats = vec![0; system.regions.len()];
        for (&unit, &region) in system.seats.iter().zip(&system.region_of) {
            seats[region] += unit;
        }
        let frame = Self::of(system);
        Self {
            low: frame.region_low,
            high: frame.region_high,
            region_of: vec![0; seats.len()],
            region_low: vec![0.0],
            region_high: vec![f64::MAX],
            total_low: frame.total_low,
            total_high: frame.total_high,
            seats,
            whole: true,
            order: Vec::new(),
            marked: Vec::new(),
        }
    }

    /// Electorates per seat as units of one seat each; what is known of sums is lost, so bounds are outer ones.
    pub(crate) fn per_seat(system: &System) -> Self {
        let frame = Self::of(system);
        let each = |values: &[f64]| -> Vec<f64> {
            values.iter().zip(&system.seats).map(|(value, &seats)| value / f64::from(seats.max(1))).collect()
        };
        let (low, high) = (each(&frame.low), each(&frame.high));
        let seats = || system.seats.iter().map(|&seats| f64::from(seats.max(1)));
        let (least, most) = (seats().fold(f64::INFINITY, f64::min), seats().fold(1.0, f64::max));
        Self {
            // Never nothing: all people, each counted for the most seats that there are.
            total_low: low.iter().sum::<f64>().max(frame.total_low / most * (1.0 - 1e-12)),
            total_high: high.iter().sum::<f64>().min(frame.total_high / least * (1.0 + 1e-12)),
            region_of: vec![0; low.len()],
            region_low: vec![0.0],
            region_high: vec![f64::MAX],
            seats: vec![1; low.len()],
            low,
            high,
            whole: false,
            order: frame.order,
            marked: frame.marked,
        }
    }

    /// Shares of the whole that any vector of this frame with a whole from `from` to `to` can have: its bounds as
    /// fractions, rounded outward by the width of that slice.
    pub(crate) fn shares(&self, from: f64, to: f64) -> Self {
        let scale = |values: &[f64], by: f64| values.iter().map(|value| value / by).collect();
        Self {
            low: scale(&self.low, to),
            high: scale(&self.high, from),
            region_of: self.region_of.clone(),
            region_low: scale(&self.region_low, to),
            region_high: scale(&self.region_high, from),
            total_low: 1.0,
            total_high: 1.0,
            seats: self.seats.clone(),
            whole: false,
            order: Vec::new(),
            marked: Vec::new(),
        }
    }

    /// Carries bounds along the order of sizes; `false` where nothing is left between some bounds.
    pub(crate) fn carry_order(&mut self) -> bool {
        // Chains are as long as the units are many; bounds stay valid if cut short.
        for _ in 0..8 {
            let mut changed = false;
            for &(less, more) in &self.order {
                let ratio = f64::from(self.seats[more]) / f64::from(self.seats[less]);
                let (mut floor, mut ceiling) = (self.low[less] * ratio, self.high[more] / ratio);
                // Rounded inward to whole numbers, with room for the rounding of the quotient.
                if self.whole {
                    floor = (floor * (1.0 - 1e-15)).ceil();
                    ceiling = (ceiling * (1.0 + 1e-15)).floor();
                }
                changed |= floor > self.low[more] || ceiling < self.high[less];
                self.low[more] = self.low[more].max(floor);
                self.high[less] = self.high[less].min(ceiling);
                if self.low[more] > self.high[more] || self.low[less] > self.high[less] {
                    return false;
                }
            }
            if !changed {
                break;
            }
        }
        true
    }

    /// The pair of the order that a vector breaks most per seat, with a size between the two; `None` where it keeps
    /// all of it.
    pub(crate) fn broken_order(&self, vector: &[f64]) -> Option<(usize, f64)> {
        let size = |unit: usize| vector[unit] / f64::from(self.seats[unit]);
        let slack = 1e-12 * self.total_high;
        let broken = self.order.iter().filter(|(less, more)| size(*less) > size(*more) + slack);
        let worst = broken.max_by(|a, b| (size(a.0) - size(a.1)).total_cmp(&(size(b.0) - size(b.1))))?;
        Some((worst.0, f64::midpoint(size(worst.0), size(worst.1)) * f64::from(self.seats[worst.0])))
    }

    /// Whether some vector keeps all bounds and adds up to 1, up to rounding.
    pub(crate) fn reaches_one(&self) -> bool {
        let mut sums = vec![(0.0, 0.0); self.region_low.len()];
        for (unit, &region) in self.region_of.iter().enumerate() {
            sums[region].0 += self.low[unit];
            sums[region].1 += self.high[unit];
        }
        let slack = 1e-12;
        let (mut least, mut most) = (0.0, 0.0);
        for (region, &(low, high)) in sums.iter().enumerate() {
            let (low, high) = (self.region_low[region].max(low), self.region_high[region].min(high));
            if low > high + slack {
                return false;
            }
            least += low;
            most += high;
        }
        least <= 1.0 + slack && most >= 1.0 - slack
    }

    /// The least vector that fills every region to its lower bound, its units taken in this order; with the sums of the
    /// regions.
    fn least_in_regions(&self, order: &[usize]) -> (Vec<f64>, Vec<f64>) {
        let mut values = self.low.clone();
        let mut sums = vec![0.0; self.region_low.len()];
        for (value, &region) in values.iter().zip(&self.region_of) {
            sums[region] += value;
        }
        for &unit in order {
            let region = self.region_of[unit];
            let step = (self.region_low[region] - sums[region]).min(self.high[unit] - values[unit]).max(0.0);
            values[unit] += step;
            sums[region] += step;
        }
        (values, sums)
    }

    /// The vector adding up to `total_low` that makes the sum of slope times value largest.
    pub(crate) fn steepest(&self, slopes: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..slopes.len()).collect();
        order.sort_by(|&a, &b| slopes[b].total_cmp(&slopes[a]).then(a.cmp(&b)));
        let (mut values, mut sums) = self.least_in_regions(&order);
        let mut left = self.total_low - sums.iter().sum::<f64>();
        for &unit in &order {
            let region = self.region_of[unit];
            let room = (self.region_high[region] - sums[region]).min(self.high[unit] - values[unit]);
            let step = room.min(left).max(0.0);
            values[unit] += step;
            sums[region] += step;
            left -= step;
        }
        values
    }

    /// The vector with the least sum of cost times value, its whole anywhere between the bounds; `None` where no
    /// vector keeps them.
    pub(crate) fn cheapest(&self, costs: &[f64]) -> Option<Vec<f64>> {
        let mut order: Vec<usize> = (0..costs.len()).collect();
        order.sort_by(|&a, &b| costs[a].total_cmp(&costs[b]).then(a.cmp(&b)));
        let (mut values, mut sums) = self.least_in_regions(&order);
        let mut whole: f64 = sums.iter().sum();
        for &unit in &order {
            // What costs nothing or less is taken as far as it goes, what costs something only as far as it must.
            let goal = if costs[unit] < 0.0 { self.total_high } else { self.total_low };
            let region = self.region_of[unit];
            let room = (self.region_high[region] - sums[region]).min(self.high[unit] - values[unit]);
            let step = room.min(goal - whole).max(0.0);
            values[unit] += step;
            sums[region] += step;
            whole += step;
        }
        let slack = 1e-9 * self.total_high;
        (whole >= self.total_low - slack && whole <= self.total_high + slack).then_some(values)
    }

    /// The vector adding up to `total_low` that is as near to equal per seat as the bounds let it be.
    ///
    /// Every unit has one common level per seat unless a bound of its own or of its region holds it back. This point
    /// makes every f-divergence least at once (its conditions of Karush, Kuhn and Tucker do not depend on the
    /// function), and its Lorenz curve lies above that of every other.
    pub(crate) fn fairest(&self) -> Vec<f64> {
        self.level(|unit, level| level * f64::from(self.seats[unit]))
    }

    /// The same for the sum of squared differences of shares: a common distance from the seat share instead.
    pub(crate) fn nearest(&self) -> Vec<f64> {
        let seats: f64 = self.seats.iter().copied().map(f64::from).sum();
        let total = self.total_low;
        self.level(|unit, level| total * f64::from(self.seats[unit]) / seats + level - total)
    }

    fn level(&self, at: impl Fn(usize, f64) -> f64) -> Vec<f64> {
        let value = |unit: usize, level: f64| at(unit, level).min(self.high[unit]).max(self.low[unit]);
        let mut members = vec![Vec::new(); self.region_low.len()];
        for (unit, &region) in self.region_of.iter().enumerate() {
            members[region].push(unit);
        }
        let sum =
            |region: usize, level: f64| members[region].iter().map(|&unit| value(unit, level)).sum::<f64>();
        let held = |region: usize, level: f64| {
            sum(region, level).min(self.region_high[region]).max(self.region_low[region])
        };
        let top = 3.0 * self.total_low.max(1.0) * (1.0 + self.seats.len() as f64);
        let common =
            solve(top, self.total_low, |level| (0..members.len()).map(|region| held(region, level)).sum());
        let mut values = vec![0.0; self.low.len()];
        for (region, units) in members.iter().enumerate() {
            let own = held(region, common);
            // Where the region's own bounds hold it back, its units share another level.
            let level = if (own - sum(region, common)).abs() <= 1e-15 * self.total_low {
                common
            } else {
                solve(top, own, |level| sum(region, level))
            };
            for &unit in units {
                values[unit] = value(unit, level);
            }
        }
        values
    }
}

/// The level in 0..=top at which a rising function reaches `goal`, to the last bits of a float.
fn solve(top: f64, goal: f64, sum: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, top);
    for _ in 0..120 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if sum(middle) < goal { low = middle } else { high = middle }
    }
    high
}
