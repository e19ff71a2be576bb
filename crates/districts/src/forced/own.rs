//! What is stated of one region by itself, or of its districts: the figure, by how much it may differ, and how official it is.

use crate::judge::assess::Assessment;
use crate::{Districts, Grade};

/// What a region's own figure says by itself, drift included: that of the table of regions, else the sum of its units.
pub(super) fn figure(assessment: &Assessment, districts: &Districts, place: usize) -> Option<(u64, u64)> {
    let id = &assessment.regions[place];
    let facts = assessment.known_totals.iter().find(|known| &known.id == id && known.drift <= 0.0);
    if let Some(known) = facts {
        return Some((known.voters.low, known.voters.high));
    }
    let table = districts.regions.iter().find(|region| &region.id == id);
    table.and_then(|region| region.electorate.range(region.drift)).or_else(|| {
        let members = (0..assessment.units.len()).filter(|&unit| assessment.system.region_of[unit] == place);
        members.map(|unit| assessment.units[unit].range()).try_fold((0_u64, 0_u64), |sum, range| {
            range.map(|(low, high)| (sum.0.saturating_add(low), sum.1.saturating_add(high)))
        })
    })
}

/// By what share what [`figure`] takes may differ, where it is of another day.
pub(super) fn drift(assessment: &Assessment, districts: &Districts, place: usize) -> f64 {
    let id = &assessment.regions[place];
    if assessment.known_totals.iter().any(|known| &known.id == id && known.drift <= 0.0) {
        return 0.0;
    }
    let table = districts.regions.iter().find(|region| &region.id == id);
    table.filter(|region| region.electorate.range(region.drift).is_some()).map_or_else(
        || {
            let members =
                (0..assessment.units.len()).filter(|&unit| assessment.system.region_of[unit] == place);
            members.map(|unit| assessment.units[unit].drift).fold(0.0, f64::max)
        },
        |region| region.drift,
    )
}

/// The weakest grade of what [`figure`] takes.
pub(super) fn grade(assessment: &Assessment, districts: &Districts, place: usize) -> Option<Grade> {
    let id = &assessment.regions[place];
    if let Some(known) = assessment.known_totals.iter().find(|known| &known.id == id) {
        return known.grade;
    }
    let table = districts.regions.iter().find(|region| &region.id == id);
    table.and_then(|region| region.grade).or_else(|| {
        let members = (0..assessment.units.len()).filter(|&unit| assessment.system.region_of[unit] == place);
        Grade::weakest(members.map(|unit| assessment.units[unit].grade))
    })
}
