//! One body of districts (the nation, or one council of many) with everything computed that hangs on its electorates.

use tizim_evidence::{Interrupted, Run, Value};

use crate::bounds::system::System;
use crate::bounds::{Bounded, bound_index};
use crate::given::prepare::{KnownTotal, Mismatch, Place, prepare};
use crate::judge::judgement::{Judgement, Verdict};
use crate::judge::standards::judge;
use crate::{Basis, CountRange, DistrictRules, Districts, DistrictsError, Facts, Grade, Index, Unit};

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

    /// Electorates where the input is exact, else those at the middle of every bound: for charts and orientation.
    pub(crate) fn people(&self) -> Vec<f64> {
        self.system.units.iter().map(|unit| f64::midpoint(unit.low as f64, unit.high as f64)).collect()
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
}
