//! What is known of each region's electorate: bounds that follow from published figures, and estimates apart.

use tizim_evidence::Status;

use crate::assess::Assessment;
use crate::exact::Limit;
use crate::{Districts, Estimate};

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
    /// The figure that is stated for it, if one is.
    pub(crate) stated: Option<f64>,
    pub(crate) estimate: Option<Estimate>,
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
    /// Whether any of the figures is published, and not only counted by whoever gave the table.
    pub(crate) published: bool,
}

impl Claims {
    pub(crate) fn of(assessment: &Assessment, districts: &Districts) -> Self {
        let system = &assessment.system;
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
                    .or((bounds.low == bounds.high).then_some(bounds.low as f64)),
                estimate: table.and_then(|region| region.estimate),
            }
        });
        let is_published = |status: Status| matches!(status, Status::Published | Status::Derived);
        let published = assessment.units.iter().any(|unit| is_published(unit.status))
            || districts.regions.iter().any(|region| is_published(region.status));
        Self {
            published,
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

    /// Regions that no number of seats brings within the tolerance, whatever the open figures are.
    pub(crate) fn impossible(&self, tolerance: f64) -> Vec<usize> {
        let limit = Limit::of(tolerance);
        let serves = |region: &Claim| {
            (1..=self.house).any(|seats| {
                let most = limit.most(seats, self.total_high, self.house);
                let fewest = limit.fewest(seats, self.total_low, self.house);
                region.low <= most && region.high >= fewest
            })
        };
        (0..self.regions.len()).filter(|&place| !serves(&self.regions[place])).collect()
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
