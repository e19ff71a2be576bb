//! Required or open: how much of the inequality the rules left no choice about.
//!
//! Inequality on Theil T has two parts: between regions, which the number of seats per region decides, and within
//! regions, which the drawing decides and which equal districts make zero. The part between regions has a least value
//! over all allocations that the rules allow; the allocation used adds the rest of it. That split needs every
//! region's electorate. So it is read twice: from published figures alone, as far as they go; and over the stated
//! estimates, as a range over seeded draws, never as one number. Not required says nothing of intent.

mod claims;
mod document;
mod findings;
mod measure;
mod methods;
mod relaxing;
mod simulation;

pub(crate) use self::document::{document, exhibit};
pub(crate) use self::findings::add as add_findings;
pub use self::measure::least_theil;
pub(crate) use self::methods::exhibit as methods;
pub(crate) use self::relaxing::exhibits;

use tizim_evidence::{Interrupted, Run};

use self::claims::Claims;
use self::measure::Measured;
use self::simulation::{Simulated, simulate};
use crate::judge::assess::Assessment;
use crate::{Demand, DistrictRules, Districts};

/// The answer to what was required.
pub(crate) struct Forced {
    pub(crate) claims: Claims,
    pub(crate) tolerances: Vec<f64>,
    /// Seats that each region must have.
    pub(crate) minimum: u64,
    /// By tolerance: regions that no number of seats serves, whatever the open figures are.
    pub(crate) impossible_published: Vec<Vec<usize>>,
    /// By tolerance: regions of which it depends on the open figures whether any number of seats serves them.
    pub(crate) undetermined: Vec<Vec<usize>>,
    /// At the central figures, where every region has one.
    pub(crate) central: Option<Measured>,
    /// Over the draws, where anything is estimated.
    pub(crate) simulated: Option<Simulated>,
}

/// Works out what was required; `None` where no rule of drawing is known, or the table has no two regions.
pub(crate) fn forced(
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
    let impossible_published =
        tolerances.iter().map(|&tolerance| claims.impossible(tolerance, minimum)).collect();
    let undetermined = tolerances.iter().map(|&tolerance| claims.undetermined(tolerance, minimum)).collect();
    // Central estimates that what is known forbids are no reading.
    let possible = claims.central().filter(|voters| !claims.is_estimated() || claims.allows(voters));
    let central = possible.map(|voters| measure::measure(&claims, &voters, &tolerances, minimum));
    let simulated = if claims.is_estimated() && central.is_some() {
        Some(simulate(&claims, &tolerances, minimum, rules.draws.max(1), run)?)
    } else {
        None
    };
    // Without a single possible draw the estimates say nothing.
    let simulated = simulated.filter(|simulated| simulated.draws > 0);
    let central = if claims.is_estimated() && simulated.is_none() { None } else { central };
    Ok(Some(Forced { claims, tolerances, minimum, impossible_published, undetermined, central, simulated }))
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
