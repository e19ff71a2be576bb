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
mod relaxing;
mod simulation;

pub(crate) use self::document::{document, exhibit};
pub(crate) use self::findings::add as add_findings;
pub use self::measure::least_theil;
pub(crate) use self::relaxing::exhibits;

use tizim_evidence::{Interrupted, Run};

use self::claims::Claims;
use self::measure::Measured;
use self::simulation::{Simulated, simulate};
use crate::assess::Assessment;
use crate::{Demand, DistrictRules, Districts};

/// The answer to what was required.
pub(crate) struct Forced {
    pub(crate) claims: Claims,
    pub(crate) tolerances: Vec<f64>,
    /// Seats that each region must have.
    pub(crate) minimum: u64,
    /// By tolerance: regions that no number of seats serves, whatever the open figures are.
    pub(crate) impossible_published: Vec<Vec<usize>>,
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
    let impossible_published = tolerances.iter().map(|&tolerance| claims.impossible(tolerance)).collect();
    let central = claims.central().map(|voters| measure::measure(&claims, &voters, &tolerances, minimum));
    let simulated = if claims.is_estimated() && central.is_some() {
        Some(simulate(&claims, &tolerances, minimum, rules.draws.max(1), run)?)
    } else {
        None
    };
    Ok(Some(Forced { claims, tolerances, minimum, impossible_published, central, simulated }))
}
