//! One body of districts (the nation, or one council of many) with everything computed that hangs on its electorates.

use tizim_evidence::{Interrupted, Interval, Persons, Run, Value};

use crate::bounds::system::System;
use crate::bounds::{Bounded, bound_between, bound_index, deviation_ends};
use crate::given::prepare::{KnownTotal, Mismatch, Place, prepare};
use crate::judge::standards::{Judgement, Verdict, judge};
use crate::{
    Basis, CountRange, DistrictRules, Districts, DistrictsError, Facts, Grade, Index, Unit, deviation,
    split_index,
};

/// The parts of an index between and within regions.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) index: Index,
    pub(crate) between: Value,
    pub(crate) within: Value,
}

/// Everything about one body of districts.
pub(crate) struct Assessment<'a> {
    /// Name of the council; `None` for the whole table.
    pub(crate) group: Option<String>,
    pub(crate) units: Vec<&'a Unit>,
    pub(crate) system: System,
    pub(crate) regions: Vec<String>,
    pub(crate) mismatches: Vec<Mismatch>,
    /// Totals of regions that enter the bounds beside the units' own figures.
    pub(crate) known_totals: Vec<KnownTotal>,
    /// Day of the stated total.
    pub(crate) total_as_of: Option<String>,
    /// Whether these are the lists of the election, beside which others are stated: those known when the districts were
    /// drawn.
    pub(crate) of_election: bool,
    /// Who states the total and the order of sizes.
    pub(crate) source_of_facts: Option<String>,
    /// How official that source is.
    pub(crate) grade_of_facts: Option<Grade>,
    /// The total of all, where it is stated and was not set aside.
    pub(crate) stated_total: Option<CountRange>,
    /// Whom the figures count.
    pub(crate) basis: Basis,
    /// Names of the regions, by their positions.
    pub(crate) region_names: Vec<String>,
    /// Some electorate has no upper bound, or nobody votes: no quota.
    pub(crate) without_quota: bool,
    pub(crate) indices: Vec<(Index, Bounded)>,
    pub(crate) parts: Vec<Parts>,
    /// By standard, in the order of the rules; `None` where it could not be judged.
    pub(crate) judgements: Vec<Option<Judgement>>,
    pub(crate) deviations: Vec<Value>,
}

impl<'a> Assessment<'a> {
    pub(crate) fn of(
        group: Option<String>,
        units: Vec<&'a Unit>,
        districts: &Districts,
        facts: &Facts,
        rules: &DistrictRules,
        run: &Run,
    ) -> Result<Self, DistrictsError> {
        let mut assessment = Self::unmeasured(group, units, districts, facts)?;
        assessment.judgements = vec![None; rules.standards.len()];
        assessment.compute(rules, run)?;
        Ok(assessment)
    }

    /// What is known of a body of districts, with nothing measured or judged.
    pub(crate) fn unmeasured(
        group: Option<String>,
        units: Vec<&'a Unit>,
        districts: &Districts,
        facts: &Facts,
    ) -> Result<Self, DistrictsError> {
        let prepared = prepare(&units, districts, facts)?;
        let system = prepared.system;
        let seats: u64 = system.seats.iter().map(|&seats| u64::from(seats)).sum();
        let without_quota = system.is_open() || system.total.low == 0 || seats == 0;
        let set_aside = prepared.mismatches.iter().any(|mismatch| mismatch.at == Place::Nation);
        let name = |id: &String| {
            let region = districts.regions.iter().find(|region| &region.id == id);
            region.map_or_else(|| id.clone(), |region| region.name.clone())
        };
        Ok(Self {
            region_names: prepared.regions.iter().map(name).collect(),
            stated_total: facts.totals.nation.filter(|_| !set_aside),
            grade_of_facts: facts.grade,
            basis: districts.basis,
            group,
            units,
            system,
            known_totals: prepared.known_totals,
            regions: prepared.regions,
            mismatches: prepared.mismatches,
            total_as_of: facts.totals.as_of.clone(),
            of_election: facts.when_drawn.is_some(),
            source_of_facts: facts.source.clone(),
            without_quota,
            indices: Vec::new(),
            parts: Vec::new(),
            judgements: Vec::new(),
            deviations: Vec::new(),
        })
    }

    fn compute(&mut self, rules: &DistrictRules, run: &Run) -> Result<(), Interrupted> {
        if self.without_quota {
            self.indices = Index::ALL.map(|index| (index, Bounded::exactly(f64::NAN))).to_vec();
            self.deviations = vec![Value::Missing; self.units.len()];
            // What is outside for certain is so without a quota too.
            return self.judge(rules, run);
        }
        for index in Index::ALL {
            run.check()?;
            self.indices.push((index, bound_index(&self.system, index)));
        }
        if self.regions.len() > 1 || self.regions.first().is_some_and(|name| !name.is_empty()) {
            self.parts = [Index::TheilT, Index::TheilL, Index::Kolm, Index::Mal]
                .map(|index| self.part(index))
                .to_vec();
        }
        self.deviations = self.all_deviations();
        self.judge(rules, run)
    }

    fn judge(&mut self, rules: &DistrictRules, run: &Run) -> Result<(), Interrupted> {
        for (place, (standard, _)) in rules.standards.iter().enumerate() {
            run.check()?;
            let exempt: Vec<bool> = self.units.iter().map(|unit| standard.protects(unit)).collect();
            let judgement = judge(&self.system, standard, &exempt);
            // Without a quota only what is certain is told.
            self.judgements[place] =
                judgement.filter(|one| !self.without_quota || one.verdict == Verdict::Breached);
        }
        Ok(())
    }

    pub(crate) fn seats(&self) -> u64 {
        self.system.seats.iter().map(|&seats| u64::from(seats)).sum()
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.system.is_exact()
    }

    pub(crate) fn index(&self, index: Index) -> Value {
        let found = self.indices.iter().find(|(other, _)| *other == index);
        found.map_or(Value::Missing, |(_, bounded)| bounded.value(self.is_exact()))
    }

    pub(crate) fn total(&self) -> Value {
        if self.system.is_open() {
            return Value::Missing;
        }
        let total = CountRange { low: self.system.total.low, high: self.system.total.high };
        count_value(total, self.attains_total())
    }

    /// Whether bounds on sums are all that is known: tightened, each of them is attained.
    fn is_unordered(&self) -> bool {
        self.system.all_order().is_empty()
    }

    /// Whether a completion is known with this count of a unit.
    fn attains(&self, unit: usize, count: u64) -> bool {
        let found = |high| self.system.complete(&[(unit, count)], high).is_some();
        self.is_unordered() || (self.system.units.len() <= 400 && (found(false) || found(true)))
    }

    /// Whether completions are known with the whole at both of its ends.
    fn attains_total(&self) -> bool {
        let found = |high, total| {
            self.system.complete(&[], high).is_some_and(|counts| counts.iter().sum::<u64>() == total)
        };
        let total = self.system.total;
        self.is_unordered()
            || total.low == total.high
            || (self.system.units.len() <= 400 && found(false, total.low) && found(true, total.high))
    }

    pub(crate) fn quota(&self) -> Value {
        if self.without_quota {
            return Value::Missing;
        }
        let seats = self.seats() as f64;
        let (low, high) = (self.system.total.low as f64 / seats, self.system.total.high as f64 / seats);
        if self.system.total.low == self.system.total.high {
            Value::from(low)
        } else {
            Value::from(Interval { low: low.next_down(), high: high.next_up(), tight: self.attains_total() })
        }
    }

    /// Electorates where the input is exact, else those at the middle of every bound: for charts and orientation.
    pub(crate) fn people(&self) -> Vec<f64> {
        self.system.units.iter().map(|unit| f64::midpoint(unit.low as f64, unit.high as f64)).collect()
    }

    /// The smallest and the largest unit per seat: those the facts name, else those at the middle of all bounds.
    pub(crate) fn extremes(&self) -> (Option<usize>, Option<usize>) {
        let mut order = crate::measure::lorenz::by_size(&self.people(), &self.system.seats);
        order.retain(|&unit| self.system.seats[unit] > 0);
        (self.system.smallest.or(order.first().copied()), self.system.largest.or(order.last().copied()))
    }

    /// Whether the smallest and the largest unit are the same in every completion.
    pub(crate) fn extremes_settled(&self) -> bool {
        let (Some(smallest), Some(largest)) = self.extremes() else { return false };
        let system = &self.system;
        // Cross products of counts up to 10^12 and seats up to 10^6 fit.
        let at_most = |less: usize, more: usize| {
            u128::from(system.units[less].high) * u128::from(system.seats[more])
                <= u128::from(system.units[more].low) * u128::from(system.seats[less])
        };
        let others = || (0..system.units.len()).filter(|&unit| system.seats[unit] > 0);
        let smallest_is = system.smallest == Some(smallest)
            || others().filter(|&unit| unit != smallest).all(|unit| at_most(smallest, unit));
        let largest_is = system.largest == Some(largest)
            || others().filter(|&unit| unit != largest).all(|unit| at_most(unit, largest));
        smallest_is && largest_is
    }

    /// How many times as much a vote weighs in the smallest unit as in the largest, these two as [`Self::extremes`]
    /// names them: the ratio of all districts where they are the extremes for certain, else bounds from their own.
    pub(crate) fn ratio_of_extremes(&self) -> Value {
        let (Some(smallest), Some(largest)) = self.extremes() else { return Value::Missing };
        if self.without_quota {
            return Value::Missing;
        }
        if self.is_exact() || self.extremes_settled() {
            return self.index(Index::MaxMinRatio);
        }
        let system = &self.system;
        let at = |of_largest: u64, of_smallest: u64| {
            let above = of_largest as f64 * f64::from(system.seats[smallest]);
            above / (of_smallest as f64 * f64::from(system.seats[largest]))
        };
        let (large, small) = (system.units[largest], system.units[smallest]);
        if small.low == 0 {
            return Value::Missing;
        }
        let attained = |of_largest: u64, of_smallest: u64| {
            system.units.len() <= 400
                && system.complete(&[(largest, of_largest), (smallest, of_smallest)], false).is_some()
        };
        let tight = attained(large.low, small.high) && attained(large.high, small.low);
        let (low, high) = (at(large.low, small.high), at(large.high, small.low));
        Value::from(Interval { low: low.next_down(), high: high.next_up(), tight })
    }

    /// The largest drift of a figure that enters the bounds: of a unit with a figure, or of a region's total.
    pub(crate) fn largest_drift(&self) -> f64 {
        let of_units = self.units.iter().filter(|unit| unit.range().is_some()).map(|unit| unit.drift);
        of_units.chain(self.known_totals.iter().map(|known| known.drift)).fold(0.0, f64::max)
    }

    /// The largest drift of a region's total that enters the bounds.
    pub(crate) fn largest_drift_of_totals(&self) -> f64 {
        self.known_totals.iter().map(|known| known.drift).fold(0.0, f64::max)
    }

    /// A unit's electorate after all that is known was used.
    pub(crate) fn voters(&self, unit: usize) -> Value {
        let own = self.system.units[unit];
        if own.high > crate::LARGEST_COUNT {
            return Value::Missing;
        }
        let tight = own.low == own.high || (self.attains(unit, own.low) && self.attains(unit, own.high));
        count_value(CountRange { low: own.low, high: own.high }, tight)
    }

    /// Deviation at the figure that the table states, for orientation beside the bounds.
    pub(crate) fn central_deviation(&self, unit: usize) -> Option<f64> {
        let count = self.units[unit].electorate.central()?;
        let total = f64::midpoint(self.system.total.low as f64, self.system.total.high as f64);
        let due = total * f64::from(self.system.seats[unit]) / self.seats() as f64;
        (!self.without_quota && due > 0.0).then(|| count / due - 1.0)
    }

    fn all_deviations(&self) -> Vec<Value> {
        let seats = self.seats();
        let system = &self.system;
        let unordered = system.smallest.is_none() && system.largest.is_none() && system.order.is_empty();
        deviation_ends(system)
            .into_iter()
            .enumerate()
            .map(|(unit, (low, high))| {
                let at = |(people, total)| deviation(people, system.seats[unit], total, seats);
                let ends = (at(low), at(high));
                if low == high || ends.0.is_nan() {
                    return Value::from(ends.1);
                }
                let attained = |count: u64, high_total: bool| {
                    system.complete(&[(unit, count)], high_total).is_some_and(|counts| {
                        let total = counts.iter().sum();
                        let found = deviation(count, system.seats[unit], total, seats);
                        let end = if high_total { ends.0 } else { ends.1 };
                        found.to_bits() == end.to_bits()
                    })
                };
                // On the tree of sums alone, tightened bounds are attained; an order has to be tried out.
                let fixed_total = system.total.low == system.total.high;
                let tight = (unordered && fixed_total)
                    || (system.units.len() <= 400 && attained(low.0, true) && attained(high.0, false));
                Value::from(Interval { low: ends.0.next_down(), high: ends.1.next_up(), tight })
            })
            .collect()
    }

    fn part(&self, index: Index) -> Parts {
        let system = &self.system;
        if system.is_exact() {
            let people = self.people();
            let split = split_index(index, &people, &system.seats, &system.region_of, self.regions.len());
            let (between, within) = split.map_or((f64::NAN, f64::NAN), |split| (split.between, split.within));
            return Parts { index, between: between.into(), within: within.into() };
        }
        let between = bound_between(system, index);
        let exact_between = between.low.to_bits() == between.high.to_bits();
        let within = self.within(index, &between);
        Parts { index, between: between.value(exact_between), within }
    }

    /// Outer bounds of the part within: the whole less the part between, and where the index allows it, region by
    /// region.
    fn within(&self, index: Index, between: &Bounded) -> Value {
        let Some((_, whole)) = self.indices.iter().find(|(other, _)| *other == index) else {
            return Value::Missing;
        };
        let (mut low, mut high) = (whole.low - between.high, whole.high - between.low);
        if matches!(index, Index::TheilT | Index::TheilL) {
            let (mut least, mut most) = (0.0, 0.0);
            for region in 0..self.regions.len() {
                let (weight_low, weight_high) = self.weight(index, region);
                let mut alone = self.region_alone(region);
                // Where nobody may live there, that adds nothing; an index is of at least one.
                alone.total.low = alone.total.low.max(1);
                if alone.tighten().is_err() {
                    continue;
                }
                let own = bound_index(&alone, index);
                if weight_high > 0.0 && !own.low.is_nan() {
                    least += weight_low * own.low;
                    most += weight_high * own.high;
                }
            }
            low = if low.is_nan() { least } else { low.max(least) };
            high = if high.is_nan() { most } else { high.min(most) };
        }
        Value::from(Interval { low: (low - 1e-11).max(0.0), high: high + 1e-11, tight: false })
    }

    fn weight(&self, index: Index, region: usize) -> (f64, f64) {
        let system = &self.system;
        if index == Index::TheilT {
            let own = system.seats.iter().zip(&system.region_of).filter(|(_, other)| **other == region);
            let share = own.map(|(&seats, _)| f64::from(seats)).sum::<f64>() / self.seats() as f64;
            return (share, share);
        }
        let own = system.regions[region];
        (own.low as f64 / system.total.high as f64, (own.high as f64 / system.total.low as f64).min(1.0))
    }

    /// The units of one region as a system of their own.
    pub(crate) fn region_alone(&self, region: usize) -> System {
        let members: Vec<usize> =
            (0..self.units.len()).filter(|&unit| self.system.region_of[unit] == region).collect();
        let mut alone = System::of(
            members.iter().map(|&unit| self.system.units[unit]).collect(),
            members.iter().map(|&unit| self.system.seats[unit]).collect(),
        );
        alone.total = self.system.regions[region];
        // Part of a tightened system: cannot clash, and bounds stay valid if cut short.
        let _ = alone.tighten();
        alone
    }
}

/// A count, or its bounds, with whether both ends are attained.
pub(crate) fn count_value(range: CountRange, tight: bool) -> Value {
    if range.low == range.high {
        Persons(range.low).into()
    } else {
        Value::derived(Interval { low: range.low as f64, high: range.high as f64, tight })
    }
}
