//! What is known, as a set of possible electorates: bounds per unit, per region and in all, and an order.
//!
//! A *completion* is a whole number per unit that keeps all of them. Bounds and sums form a tree (nation, regions,
//! units), on which tightening is exact; the order is used to tighten bounds further, and every completion that
//! is shown as attaining a bound is checked against all of it.

use crate::DistrictsError;

/// Bounds of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Box {
    pub(crate) low: u64,
    pub(crate) high: u64,
}

/// The set of possible electorates.
#[derive(Debug, Clone)]
pub(crate) struct System {
    pub(crate) units: Vec<Box>,
    pub(crate) seats: Vec<u32>,
    /// Region of each unit, as position in `regions`.
    pub(crate) region_of: Vec<usize>,
    pub(crate) regions: Vec<Box>,
    pub(crate) total: Box,
    pub(crate) smallest: Option<usize>,
    pub(crate) largest: Option<usize>,
    /// Pairs: the first holds no more per seat than the second.
    pub(crate) order: Vec<(usize, usize)>,
}

/// Where the bounds contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clash {
    Unit(usize),
    Region(usize),
    Total,
}

impl System {
    /// Units with these bounds and nothing else known.
    pub(crate) fn of(units: Vec<Box>, seats: Vec<u32>) -> Self {
        let region_of = vec![0; units.len()];
        let anything = Box { low: 0, high: u64::MAX };
        Self {
            units,
            seats,
            region_of,
            regions: vec![anything],
            total: anything,
            smallest: None,
            largest: None,
            order: Vec::new(),
        }
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.units.iter().all(|unit| unit.low == unit.high)
    }

    /// Whether some unit has no upper bound at all.
    pub(crate) fn is_open(&self) -> bool {
        self.units.iter().any(|unit| unit.high > crate::LARGEST_COUNT)
    }

    /// Tightens all bounds until nothing changes (at most some rounds: bounds stay valid if cut short).
    pub(crate) fn tighten(&mut self) -> Result<(), Clash> {
        for _ in 0..64 {
            let before = (self.units.clone(), self.regions.clone(), self.total);
            self.tighten_sums()?;
            self.tighten_order()?;
            if before == (self.units.clone(), self.regions.clone(), self.total) {
                break;
            }
        }
        Ok(())
    }

    fn tighten_sums(&mut self) -> Result<(), Clash> {
        let mut sums = vec![Box { low: 0, high: 0 }; self.regions.len()];
        for (unit, &region) in self.units.iter().zip(&self.region_of) {
            sums[region].low = sums[region].low.saturating_add(unit.low);
            sums[region].high = sums[region].high.saturating_add(unit.high);
        }
        for (index, (region, sum)) in self.regions.iter_mut().zip(&sums).enumerate() {
            *region = meet(*region, *sum).ok_or(Clash::Region(index))?;
        }
        let low = self.regions.iter().fold(0_u64, |sum, region| sum.saturating_add(region.low));
        let high = self.regions.iter().fold(0_u64, |sum, region| sum.saturating_add(region.high));
        self.total = meet(self.total, Box { low, high }).ok_or(Clash::Total)?;
        for index in 0..self.regions.len() {
            let region = self.regions[index];
            self.regions[index] = share(region, self.total, Box { low, high }).ok_or(Clash::Region(index))?;
        }
        for index in 0..self.units.len() {
            let region = self.region_of[index];
            self.units[index] =
                share(self.units[index], self.regions[region], sums[region]).ok_or(Clash::Unit(index))?;
        }
        Ok(())
    }

    fn tighten_order(&mut self) -> Result<(), Clash> {
        for (less, more) in self.all_order() {
            let (seats_less, seats_more) = (u64::from(self.seats[less]), u64::from(self.seats[more]));
            let floor = scaled_up(self.units[less].low, seats_more, seats_less);
            let ceiling = scaled_down(self.units[more].high, seats_less, seats_more);
            self.units[more].low = self.units[more].low.max(floor);
            self.units[less].high = self.units[less].high.min(ceiling);
            for index in [less, more] {
                if self.units[index].low > self.units[index].high {
                    return Err(Clash::Unit(index));
                }
            }
        }
        Ok(())
    }

    /// All pairs of the order, those of the smallest and the largest written out. Units without seats have no size.
    pub(crate) fn all_order(&self) -> Vec<(usize, usize)> {
        let mut pairs = self.order.clone();
        for other in 0..self.units.len() {
            pairs.extend(self.smallest.filter(|&unit| unit != other).map(|unit| (unit, other)));
            pairs.extend(self.largest.filter(|&unit| unit != other).map(|unit| (other, unit)));
        }
        pairs.retain(|&(less, more)| self.seats[less] > 0 && self.seats[more] > 0);
        pairs
    }

    /// Whether these counts keep everything that is known.
    pub(crate) fn allows(&self, counts: &[u64]) -> bool {
        let mut sums = vec![0_u64; self.regions.len()];
        for ((&count, unit), &region) in counts.iter().zip(&self.units).zip(&self.region_of) {
            if count < unit.low || count > unit.high {
                return false;
            }
            sums[region] = sums[region].saturating_add(count);
        }
        let total = sums.iter().fold(0_u64, |sum, &region| sum.saturating_add(region));
        sums.iter().zip(&self.regions).all(|(&sum, region)| (region.low..=region.high).contains(&sum))
            && (self.total.low..=self.total.high).contains(&total)
            && self.all_order().into_iter().all(|(less, more)| {
                let left = u128::from(counts[less]) * u128::from(self.seats[more]);
                left <= u128::from(counts[more]) * u128::from(self.seats[less])
            })
    }

    /// A completion with some units fixed and the whole as low or as high as it goes; `None` where none was found.
    pub(crate) fn complete(&self, fixed: &[(usize, u64)], high_total: bool) -> Option<Vec<u64>> {
        let mut system = self.clone();
        for &(unit, count) in fixed {
            system.pin(unit, count)?;
        }
        // The order is kept most easily with the smallest as small and the largest as large as possible.
        if let Some(unit) = system.smallest {
            system.pin(unit, system.units[unit].low)?;
        }
        if let Some(unit) = system.largest {
            system.pin(unit, system.units[unit].high)?;
        }
        for _ in 0..system.units.len() {
            // Chains of the order are settled one by one; without them the tree can be filled at once.
            if self.order.is_empty() {
                break;
            }
            let Some(unit) = (0..system.units.len()).find(|&unit| {
                system.units[unit].low < system.units[unit].high
                    && self.order.iter().any(|&(less, more)| less == unit || more == unit)
            }) else {
                break;
            };
            let Box { low, high } = system.units[unit];
            system.pin(unit, low + (high - low) / 2)?;
        }
        let total = if high_total { system.total.high } else { system.total.low };
        let counts = system.fill(total)?;
        self.allows(&counts).then_some(counts)
    }

    fn pin(&mut self, unit: usize, count: u64) -> Option<()> {
        let own = self.units[unit];
        if count < own.low || count > own.high {
            return None;
        }
        self.units[unit] = Box { low: count, high: count };
        self.tighten().ok()
    }

    /// Counts within all bounds that add up to `total`, in a fixed order of filling.
    pub(crate) fn fill(&self, total: u64) -> Option<Vec<u64>> {
        let mut counts: Vec<u64> = self.units.iter().map(|unit| unit.low).collect();
        let mut sums = vec![0_u64; self.regions.len()];
        for (&count, &region) in counts.iter().zip(&self.region_of) {
            sums[region] += count;
        }
        let mut raise = |room: &dyn Fn(usize, &[u64]) -> u64, sums: &mut [u64]| {
            for (unit, count) in counts.iter_mut().enumerate() {
                let region = self.region_of[unit];
                let step = (self.units[unit].high - *count).min(room(region, sums));
                *count += step;
                sums[region] += step;
            }
        };
        raise(&|region, sums| self.regions[region].low.saturating_sub(sums[region]), &mut sums);
        raise(
            &|region, sums| {
                let left = total.saturating_sub(sums.iter().sum());
                self.regions[region].high.saturating_sub(sums[region]).min(left)
            },
            &mut sums,
        );
        (sums.iter().sum::<u64>() == total).then_some(counts)
    }

    /// Whole numbers near these real ones that add up to a possible total and keep all bounds, if there are any.
    pub(crate) fn round(&self, reals: &[f64]) -> Option<Vec<u64>> {
        let total = (reals.iter().sum::<f64>().round() as u64).clamp(self.total.low, self.total.high);
        let mut near = self.clone();
        for (unit, &real) in near.units.iter_mut().zip(reals) {
            let (floor, ceiling) = (real.max(0.0).floor() as u64, real.max(0.0).ceil() as u64);
            unit.low = floor.clamp(unit.low, unit.high);
            unit.high = ceiling.clamp(unit.low, unit.high);
        }
        near.total = Box { low: total, high: total };
        let counts = near.tighten().ok().and_then(|()| near.fill(total))?;
        self.allows(&counts).then_some(counts)
    }

    /// Names the place of a clash.
    pub(crate) fn error(clash: Clash, units: &[String], regions: &[String]) -> DistrictsError {
        let at = match clash {
            Clash::Unit(unit) => units.get(unit).cloned(),
            Clash::Region(region) => regions.get(region).cloned(),
            Clash::Total => None,
        };
        DistrictsError::Contradiction { at: at.unwrap_or_else(|| "nation".to_owned()) }
    }
}

fn meet(first: Box, second: Box) -> Option<Box> {
    let met = Box { low: first.low.max(second.low), high: first.high.min(second.high) };
    (met.low <= met.high).then_some(met)
}

/// What remains of a part's bounds when the whole lies in `whole` and all parts together in `sum`.
fn share(part: Box, whole: Box, sum: Box) -> Option<Box> {
    let others_high = if sum.high == u64::MAX { u64::MAX } else { sum.high - part.high.min(sum.high) };
    let others_low = sum.low - part.low.min(sum.low);
    let left = Box { low: whole.low.saturating_sub(others_high), high: whole.high.checked_sub(others_low)? };
    meet(part, left)
}

fn scaled_up(count: u64, by: u64, over: u64) -> u64 {
    u64::try_from((u128::from(count) * u128::from(by)).div_ceil(u128::from(over))).unwrap_or(u64::MAX)
}

fn scaled_down(count: u64, by: u64, over: u64) -> u64 {
    u64::try_from(u128::from(count) * u128::from(by) / u128::from(over)).unwrap_or(u64::MAX)
}
