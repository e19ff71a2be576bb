//! Regions whose districts differ for certain, by how much, and how official the figures are that say so.

use crate::Grade;
use crate::judge::assess::Assessment;

/// A region in which two districts differ for certain by more than the voter that whole numbers leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Apart {
    /// Position of the region.
    pub(super) region: usize,
    /// By how many voters per seat its districts differ at least.
    pub(super) voters: f64,
    /// The weakest grade behind that number; `None` where none is stated.
    pub(super) grade_of_voters: Option<Grade>,
    /// The weakest grade behind the bare fact that they differ: a pair of better known districts may show it.
    pub(super) grade: Option<Grade>,
}

impl Apart {
    /// Whether a headline may say that the districts of this region differ.
    pub(super) fn bears_headline(&self) -> bool {
        self.grade.is_none_or(Grade::bears_headlines)
    }
}

/// All such regions, in their order.
pub(super) fn regions(assessment: &Assessment) -> Vec<Apart> {
    (0..assessment.regions.len()).filter_map(|region| of_region(assessment, region)).collect()
}

fn of_region(assessment: &Assessment, region: usize) -> Option<Apart> {
    let system = &assessment.system;
    let units: Vec<usize> = (0..system.units.len())
        .filter(|&unit| system.region_of[unit] == region && system.seats[unit] > 0)
        .collect();
    let bounds = |&unit: &usize| (system.units[unit].low, system.units[unit].high, system.seats[unit]);
    let voters = gap(units.iter().map(bounds))?;
    Some(Apart {
        region,
        voters,
        grade_of_voters: grade_at(assessment, &units, voters),
        grade: grade_at(assessment, &units, 0.0),
    })
}

/// By how many voters per seat the largest is above the smallest at least; `None` where that is not more than one.
fn gap(units: impl Iterator<Item = (u64, u64, u32)> + Clone) -> Option<f64> {
    let largest = units.clone().map(|(low, _, seats)| low as f64 / f64::from(seats)).fold(0.0, f64::max);
    let smallest = units.map(|(_, high, seats)| high as f64 / f64::from(seats)).fold(f64::INFINITY, f64::min);
    (largest > smallest + 1.0).then(|| (largest - smallest).floor())
}

/// The weakest grade behind a difference of so many voters: of the best known districts whose own figures show it, else of
/// all figures.
fn grade_at(assessment: &Assessment, units: &[usize], voters: f64) -> Option<Grade> {
    let steps = [Grade::Official, Grade::OfficialViaPress, Grade::Press, Grade::Secondary];
    let shows = |least: &Option<Grade>| {
        let known = units.iter().filter_map(|&unit| {
            let grade = assessment.units[unit].grade;
            let counts = grade.is_none() || least.is_some_and(|least| grade >= Some(least));
            let (low, high) = assessment.units[unit].range().filter(|_| counts)?;
            Some((low, high, assessment.system.seats[unit]))
        });
        gap(known).is_some_and(|gap| gap >= voters)
    };
    let shown = std::iter::once(None).chain(steps.map(Some)).find(shows);
    shown.unwrap_or_else(|| assessment.weakest_grade())
}
