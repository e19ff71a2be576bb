//! What the rules required, worked out on one set of lists: that of the election, and that known when the districts were
//! drawn.

use tizim_evidence::{Interrupted, Run};

use super::claims::Claims;
use super::measure::{Measured, measure};
use super::ratio::{Span, least_ratio};
use super::simulation::{Simulated, simulate};
use crate::judge::assess::Assessment;
use crate::{Demand, DistrictRules, Districts, Grade, Index};

/// The answer to what was required.
pub(crate) struct Forced {
    pub(crate) claims: Claims,
    pub(crate) tolerances: Vec<f64>,
    /// Seats that each region must have.
    pub(crate) minimum: u64,
    /// By tolerance: regions that no number of seats serves, whatever the open figures are.
    pub(crate) impossible_published: Vec<Vec<usize>>,
    /// By tolerance: regions that no number of seats serves at the very figures stated.
    pub(crate) impossible_as_stated: Vec<Vec<usize>>,
    /// By tolerance: regions of which it depends on the open figures whether any number of seats serves them.
    pub(crate) undetermined: Vec<Vec<usize>>,
    /// At the central figures, where every region has one.
    pub(crate) central: Option<Measured>,
    /// Over the draws, where anything is estimated.
    pub(crate) simulated: Option<Simulated>,
    /// Least ratio over all allocations, with equal districts in every region.
    pub(crate) least_ratio: Option<Span>,
    /// Ratio of equal districts in every region with the seats used.
    pub(crate) allocation_ratio: Span,
    /// Day of the totals.
    pub(crate) day: Option<String>,
    /// The same on what was known when the districts were drawn, where that is stated.
    pub(crate) drawn: Option<Box<Forced>>,
}

impl Forced {
    /// Whether the house leaves every region its least number of seats and no more: seats can be shared out in one way.
    pub(crate) fn has_one_allocation(&self) -> bool {
        self.minimum.max(1).saturating_mul(self.claims.regions.len() as u64) == self.claims.house
    }
}

/// Works out what was required; `None` where no rule of drawing is known, or the table has no two regions. `drawn` is what
/// was known when the districts were drawn, where that is stated.
///
/// # Errors
/// Where the run was stopped.
pub(crate) fn forced(
    assessment: &Assessment,
    districts: &Districts,
    drawn: Option<(&Assessment, &Districts)>,
    rules: &DistrictRules,
    run: &Run,
) -> Result<Option<Forced>, Interrupted> {
    let Some(mut forced) = on_these_lists(assessment, districts, rules, run)? else { return Ok(None) };
    if let Some((known, drawn)) = drawn {
        forced.drawn = on_these_lists(known, drawn, rules, run)?.map(Box::new);
    }
    Ok(Some(forced))
}

/// What was required, on one set of lists.
fn on_these_lists(
    assessment: &Assessment,
    districts: &Districts,
    rules: &DistrictRules,
    run: &Run,
) -> Result<Option<Forced>, Interrupted> {
    let named = assessment.regions.iter().filter(|name| !name.is_empty()).count();
    if rules.drawing.is_empty() || assessment.without_quota || named < 2 || named < assessment.regions.len() {
        return Ok(None);
    }
    let claims = Claims::of(assessment, districts);
    let minimum = rules.value_of(Demand::MinimumSeats).unwrap_or(0);
    let fits = minimum.saturating_mul(claims.regions.len() as u64) <= claims.house;
    if !fits || claims.regions.iter().any(|region| region.used == 0) {
        return Ok(None);
    }
    // Beyond any parliament; the searches below take seats times regions steps.
    if claims.house.saturating_mul(claims.regions.len() as u64) > 5_000_000 {
        return Ok(None);
    }
    let tolerances = rules.tolerances.clone();
    let by_tolerance = |of: &dyn Fn(f64) -> Vec<usize>| tolerances.iter().map(|&at| of(at)).collect();
    // Central estimates that what is known forbids are no reading.
    let possible = claims.central().filter(|voters| !claims.is_estimated() || claims.allows(voters));
    let central = possible.map(|voters| measure(&claims, &voters, &tolerances, minimum));
    let simulated = if claims.is_estimated() && central.is_some() {
        Some(simulate(&claims, &tolerances, minimum, rules.draws.max(1), run)?)
    } else {
        None
    };
    // Without a single possible draw the estimates say nothing.
    let simulated = simulated.filter(|simulated| simulated.draws > 0);
    let central = if claims.is_estimated() && simulated.is_none() { None } else { central };
    let (least_ratio, allocation_ratio) = ratios(&claims, central.as_ref(), minimum);
    Ok(Some(Forced {
        impossible_published: by_tolerance(&|tolerance| claims.impossible(tolerance, minimum)),
        impossible_as_stated: by_tolerance(&|tolerance| claims.impossible_as_stated(tolerance, minimum)),
        undetermined: by_tolerance(&|tolerance| claims.undetermined(tolerance, minimum)),
        least_ratio,
        allocation_ratio,
        day: assessment.total_as_of.clone(),
        drawn: None,
        claims,
        tolerances,
        minimum,
        central,
        simulated,
    }))
}

/// The least ratio that the rules allow, and that of the allocation used, with equal districts in every region.
fn ratios(claims: &Claims, central: Option<&Measured>, minimum: u64) -> (Option<Span>, Span) {
    let used = claims.between(Index::MaxMinRatio);
    let used = Span { low: used.low, high: used.high };
    let exact = central.and_then(|central| central.ratio).filter(|_| !claims.is_open());
    let least = match exact {
        Some(ratio) => Some(Span::exactly(ratio.least)),
        None => least_ratio(&claims.boxes(), claims.house, minimum),
    };
    (least.map(|least| least.at_most(used)), used)
}

/// What the figures of the best allocations rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Every region's electorate is known.
    Exact,
    /// Some are bounds, and their middles are taken.
    Middle,
    /// Some are estimated: draws.
    Simulation,
}

impl Reading {
    /// The word used in JSON.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Middle => "at_the_middle_of_the_bounds",
            Self::Simulation => "simulation_over_estimates",
        }
    }
}

impl Forced {
    /// Position of the widest tolerance; `None` without any.
    pub(crate) fn widest(&self) -> Option<usize> {
        (0..self.tolerances.len()).max_by(|&a, &b| self.tolerances[a].total_cmp(&self.tolerances[b]))
    }

    /// Regions that no number of seats serves, parted by whether a headline may count them: on official figures, or
    /// official ones via press, or where nobody has graded the figures.
    pub(crate) fn impossible_by_grade(&self, at: usize) -> (Vec<usize>, Vec<usize>) {
        self.impossible_published[at].iter().partition(|&&place| self.bears_headline(place, at))
    }

    /// Whether a headline may count that a region cannot comply.
    pub(crate) fn bears_headline(&self, place: usize, at: usize) -> bool {
        self.grade_of_impossible(place, at).is_none_or(Grade::bears_headlines)
    }

    /// The grade of the weakest figure behind the verdict that a region cannot comply.
    pub(crate) fn grade_of_impossible(&self, place: usize, at: usize) -> Option<Grade> {
        self.claims.grade_of_impossible(place, self.tolerances[at], self.minimum)
    }

    /// What the figures of the best allocations rest on.
    pub(crate) fn reading(&self) -> Reading {
        if self.simulated.is_some() {
            Reading::Simulation
        } else if self.claims.is_open() {
            Reading::Middle
        } else {
            Reading::Exact
        }
    }
}
