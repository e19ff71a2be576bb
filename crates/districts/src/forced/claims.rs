//! What is known of each region's electorate: bounds that follow from published figures, and estimates apart.

use tizim_evidence::{Interval, Status, Value};

use super::own;
use crate::bounds::system::{Box, System};
use crate::bounds::{Bounded, bound_index};
use crate::judge::assess::Assessment;
use crate::measure::exact::Limit;
use crate::{CountRange, Districts, Estimate, Grade, Index};

/// One region as a claimant.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Seats that it was given.
    pub(crate) used: u64,
    /// Bounds from everything published, order facts included.
    pub(crate) low: u64,
    pub(crate) high: u64,
    /// The figure that is stated for it, if one is; the middle where only bounds are.
    pub(crate) stated: Option<f64>,
    pub(crate) estimate: Option<Estimate>,
    /// Whether a single number is stated for it, or for all its districts, and not bounds.
    has_figure: bool,
    /// By what share its own figure, of another day, may differ.
    pub(crate) drift: f64,
    /// Bounds that its own figure gives by itself, or those of its districts, with the weakest grade of them.
    own: Option<(u64, u64)>,
    own_grade: Option<Grade>,
}

/// All regions, the house and the whole.
#[derive(Debug, Clone)]
pub(crate) struct Claims {
    pub(crate) regions: Vec<Claim>,
    pub(crate) house: u64,
    pub(crate) total_low: u64,
    pub(crate) total_high: u64,
    /// The whole that estimates are scaled to.
    pub(crate) total: f64,
    /// What is known of units, regions and order together; draws that it forbids are none.
    system: System,
    /// Whether any of the figures is published, and not only counted by whoever gave the table.
    pub(crate) published: bool,
    /// Bounds of the whole as stated, and how official that is.
    stated_total: Option<CountRange>,
    grade_of_total: Option<Grade>,
    /// The weakest grade of all figures.
    weakest: Option<Grade>,
}

impl Claims {
    pub(crate) fn of(assessment: &Assessment, districts: &Districts) -> Self {
        let system = &assessment.system;
        let is_one = |(low, high): (u64, u64)| low == high;
        let regions = assessment.regions.iter().enumerate().map(|(place, id)| {
            let members = || (0..assessment.units.len()).filter(move |&unit| system.region_of[unit] == place);
            let table = districts.regions.iter().find(|region| &region.id == id);
            let sum: Option<f64> = members().map(|unit| assessment.units[unit].electorate.central()).sum();
            let bounds = system.regions[place];
            Claim {
                id: id.clone(),
                name: table.map_or_else(|| id.clone(), |region| region.name.clone()),
                used: members().map(|unit| u64::from(system.seats[unit])).sum(),
                low: bounds.low,
                high: bounds.high,
                stated: table
                    .and_then(|region| region.electorate.central())
                    .or(sum)
                    // Wide bounds beside an estimate are no figure.
                    .filter(|_| table.is_none_or(|region| region.estimate.is_none()))
                    .or((bounds.low == bounds.high).then_some(bounds.low as f64))
                    // What else is known may leave less room than the statement does.
                    .map(|stated| stated.clamp(bounds.low as f64, bounds.high as f64)),
                estimate: table.and_then(|region| region.estimate),
                has_figure: table.and_then(|region| region.electorate.range(0.0)).map_or_else(
                    || members().all(|unit| assessment.units[unit].electorate.range(0.0).is_some_and(is_one)),
                    is_one,
                ),
                drift: own::drift(assessment, districts, place),
                own: own::figure(assessment, districts, place),
                own_grade: own::grade(assessment, districts, place),
            }
        });
        let is_published = |status: Status| matches!(status, Status::Published | Status::Derived);
        let published = assessment.units.iter().any(|unit| is_published(unit.status))
            || districts.regions.iter().any(|region| is_published(region.status));
        Self {
            system: system.clone(),
            published,
            stated_total: assessment.stated_total,
            grade_of_total: assessment.grade_of_facts,
            weakest: assessment.weakest_grade(),
            regions: regions.collect(),
            house: assessment.seats(),
            total_low: system.total.low,
            total_high: system.total.high,
            total: f64::midpoint(system.total.low as f64, system.total.high as f64),
        }
    }

    pub(crate) fn is_estimated(&self) -> bool {
        self.regions.iter().any(|region| region.stated.is_none())
    }

    /// Whether anybody has said how official the figures are.
    pub(crate) fn is_graded(&self) -> bool {
        self.weakest.is_some()
    }

    /// Whether some region's electorate, or the whole, is known only as bounds.
    pub(crate) fn is_open(&self) -> bool {
        self.total_low < self.total_high || self.regions.iter().any(|region| region.low < region.high)
    }

    /// The grade of the weakest figure behind the verdict that no number of seats serves a region: of its own figure and
    /// the whole's where these two decide it, else of all.
    pub(crate) fn grade_of_impossible(&self, place: usize, tolerance: f64, minimum: u64) -> Option<Grade> {
        let region = &self.regions[place];
        let limit = Limit::of(tolerance);
        let decided = region.own.zip(self.stated_total).is_some_and(|((low, high), total)| {
            !(minimum.max(1)..=self.house).any(|seats| {
                low <= limit.most(seats, total.high, self.house)
                    && high >= limit.fewest(seats, total.low, self.house)
            })
        });
        if decided { Grade::weakest([region.own_grade, self.grade_of_total]) } else { self.weakest }
    }

    /// Regions with a stated figure that no number of seats serves at that very figure, whatever drift it is allowed.
    pub(crate) fn impossible_as_stated(&self, tolerance: f64, minimum: u64) -> Vec<usize> {
        let limit = Limit::of(tolerance);
        let total = self.total.round() as u64;
        let served = |people: u64| {
            limit
                .seats(people, total, self.house)
                .is_some_and(|(fewest, most)| fewest.max(minimum).max(1) <= most.min(self.house))
        };
        let stated = |place: usize| {
            let region = &self.regions[place];
            region.stated.filter(|_| region.has_figure).map(|stated| stated.round() as u64)
        };
        (0..self.regions.len()).filter(|&place| stated(place).is_some_and(|people| !served(people))).collect()
    }

    /// Whether both ends of every region are attained: on sums alone they are, an order of sizes may stand in the way.
    pub(crate) fn ends_are_attained(&self) -> bool {
        self.system.all_order().is_empty()
    }

    /// Bounds of the electorates, by region.
    pub(crate) fn boxes(&self) -> Vec<(u64, u64)> {
        self.regions.iter().map(|region| (region.low, region.high)).collect()
    }

    /// Bounds of an index of equal districts in every region, with the seats used.
    pub(crate) fn between(&self, index: Index) -> Bounded {
        let boxes = self.regions.iter().map(|region| Box { low: region.low, high: region.high });
        let seats = self.regions.iter().map(|region| u32::try_from(region.used).unwrap_or(u32::MAX));
        let mut regions = System::of(boxes.collect(), seats.collect());
        regions.total = Box { low: self.total_low, high: self.total_high };
        // Part of a tightened system: cannot clash, and bounds stay valid if cut short.
        let _ = regions.tighten();
        bound_index(&regions, index)
    }

    /// Both ends of a region's electorate, each with the whole that puts its quotas farthest out: the whole moves with
    /// the region, so that the two cannot be bounded apart.
    fn ends(&self, place: usize) -> ((u64, u64), (u64, u64)) {
        let low: u64 = self.regions.iter().fold(0, |sum, region| sum.saturating_add(region.low));
        let high: u64 = self.regions.iter().fold(0, |sum, region| sum.saturating_add(region.high));
        let region = &self.regions[place];
        let most = self.total_high.min(high.saturating_sub(region.high).saturating_add(region.low));
        let least = self.total_low.max(low.saturating_sub(region.low).saturating_add(region.high));
        ((region.low, most.max(region.low)), (region.high, least))
    }

    /// A region's electorate in quotas of the whole, over all that is possible.
    pub(crate) fn quotas(&self, place: usize) -> Value {
        let ((low, most), (high, least)) = self.ends(place);
        let at = |people: u64, total: u64| people as f64 * self.house as f64 / total as f64;
        if low == high && most == least {
            return Value::from(at(low, most));
        }
        let (low, high) = (at(low, most).next_down().max(0.0), at(high, least).next_up());
        Value::from(Interval { low, high, tight: self.ends_are_attained() })
    }

    /// Regions that no number of seats serves, whatever the open figures are.
    pub(crate) fn impossible(&self, tolerance: f64, minimum: u64) -> Vec<usize> {
        let limit = Limit::of(tolerance);
        let served = |place: usize| {
            let ((low, most), (high, least)) = self.ends(place);
            (minimum.max(1)..=self.house).any(|seats| {
                low <= limit.most(seats, most, self.house) && high >= limit.fewest(seats, least, self.house)
            })
        };
        (0..self.regions.len()).filter(|&place| !served(place)).collect()
    }

    /// Regions of which it depends on the open figures whether some number of seats serves them.
    pub(crate) fn undetermined(&self, tolerance: f64, minimum: u64) -> Vec<usize> {
        let for_certain = self.impossible(tolerance, minimum);
        // From the quotas at the low end, each number of seats that serves them reaches up to its own highest quotas.
        let served_throughout = |place: usize| {
            let Some((low, high)) = self.quotas(place).bounds() else { return false };
            let mut reached = low;
            for seats in minimum.max(1)..=self.house {
                let seats = seats as f64;
                if seats * (1.0 - tolerance) <= reached {
                    reached = reached.max(seats * (1.0 + tolerance));
                }
            }
            low >= minimum.max(1) as f64 * (1.0 - tolerance) && reached > low && reached >= high
        };
        let open = |place: &usize| !for_certain.contains(place) && !served_throughout(*place);
        if self.is_open() { (0..self.regions.len()).filter(open).collect() } else { Vec::new() }
    }

    /// The regions whose figures would decide what is undetermined of this one: its own, else those of the others.
    pub(crate) fn deciding(&self, place: usize) -> Vec<Value> {
        let is_open = |region: &&Claim| region.low < region.high;
        if is_open(&&self.regions[place]) {
            return vec![Value::place(&self.regions[place].name)];
        }
        self.regions.iter().filter(is_open).map(|region| Value::place(&region.name)).collect()
    }

    /// Whether totals and the stated order of sizes allow these electorates of the regions.
    pub(crate) fn allows(&self, voters: &[u64]) -> bool {
        let mut pinned = self.system.clone();
        for (region, &count) in pinned.regions.iter_mut().zip(voters) {
            if count < region.low || count > region.high {
                return false;
            }
            *region = Box { low: count, high: count };
        }
        pinned.tighten().is_ok()
    }

    /// Whole electorates at the stated figures and the central estimates; `None` where a region has neither.
    pub(crate) fn central(&self) -> Option<Vec<u64>> {
        self.scaled(|estimate| estimate.mean)
    }

    /// Whole electorates with these values for the estimates, scaled so that all add up to the whole.
    pub(crate) fn scaled(&self, mut value: impl FnMut(Estimate) -> f64) -> Option<Vec<u64>> {
        let stated: f64 = self.regions.iter().filter_map(|region| region.stated).map(f64::round).sum();
        let values: Option<Vec<(f64, bool)>> = self
            .regions
            .iter()
            .map(|region| match (region.stated, region.estimate) {
                (Some(stated), _) => Some((stated.round(), false)),
                (None, Some(estimate)) => Some((value(estimate).max(1.0), true)),
                (None, None) => None,
            })
            .collect();
        let values = values?;
        let estimated: f64 = values.iter().filter(|value| value.1).map(|value| value.0).sum();
        let left = (self.total.round() - stated).max(0.0);
        let scale = if estimated > 0.0 { left / estimated } else { 1.0 };
        let real: Vec<f64> =
            values.iter().map(|&(value, open)| if open { value * scale } else { value }).collect();
        let mut whole: Vec<u64> = real.iter().map(|value| value.floor() as u64).collect();
        if estimated > 0.0 {
            // Largest remainders, so that the whole is met to the voter.
            let missing = (self.total.round() as u64).saturating_sub(whole.iter().sum());
            let mut open: Vec<usize> = (0..real.len()).filter(|&place| values[place].1).collect();
            open.sort_by(|&a, &b| real[b].fract().total_cmp(&real[a].fract()).then(a.cmp(&b)));
            for &place in open.iter().take(missing as usize) {
                whole[place] += 1;
            }
        }
        whole.iter().all(|&count| count > 0).then_some(whole)
    }
}
