//! The audit of one table of districts.

use tizim_evidence::{Audit, Message, Run};

use crate::{DistrictRules, Districts, DistrictsError, SCHEMA};

/// Judges districts: indices, standards, what was required, what is open.
///
/// # Errors
/// Where the input as a whole cannot be used, or the run was stopped.
pub fn audit(districts: &Districts, rules: &DistrictRules, run: &Run) -> Result<Audit, DistrictsError> {
    run.check()?;
    if districts.units.is_empty() || rules.draws > 100_000 {
        return Err(DistrictsError::NoUnits);
    }
    Ok(Audit::new(SCHEMA, Message::new("districts.title")))
}
