//! Funnel plots of shares: each unit against a common share, with limits that narrow as units grow.
//!
//! Source: Spiegelhalter, Statistics in Medicine 24 (2005); overdispersion as in [`crate::overdispersion`], whose
//! warning applies: widespread manipulation widens the funnel and hides itself.
//!
//! These are normal approximations. With a handful of expected events per unit they fail; use
//! [`crate::rates`] there.

use serde::{Deserialize, Serialize};

use crate::error::StatsError;
use crate::interval::Interval;
use crate::normal;
use crate::overdispersion::{self, Overdispersion};

/// The share of units drawn in at each end, as usual.
pub const USUAL_WINSOR: f64 = 0.1;
/// The confidence of the usual inner limits.
pub const INNER: f64 = 0.95;
/// The confidence of the usual outer limits.
pub const OUTER: f64 = 0.998;

/// One unit: so many out of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Events.
    pub count: u64,
    /// Those to whom it could have happened.
    pub total: u64,
}

/// All units against a common share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Funnel {
    /// The common share (theta).
    pub target: f64,
    /// Each unit's distance from it in standard errors under the binomial.
    pub z: Vec<f64>,
    /// How much more the units vary than chance.
    pub overdispersion: Overdispersion,
    /// Each unit's distance after allowing for that.
    pub z_adjusted: Vec<f64>,
    /// The natural logarithm of each unit's two-sided p-value after allowing for it.
    pub ln_p_adjusted: Vec<f64>,
}

impl Funnel {
    /// Puts units against `target`, or against their pooled share if none is given.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] for no units or one with a total of zero; [`StatsError::CountAboveTotal`];
    /// [`StatsError::ParameterOutside`] when the target is not strictly between 0 and 1 (all counts zero, say):
    /// then no spread is defined.
    ///
    /// # Example
    /// ```
    /// use tizim_stats::funnel::{Funnel, Unit};
    /// let units = [(4, 100), (6, 120), (30, 110), (5, 90)].map(|(count, total)| Unit { count, total });
    /// let funnel = Funnel::new(&units, None, 0.1)?;
    /// assert!(funnel.z[2] > 5.0 && funnel.z_adjusted[2] < funnel.z[2]);
    /// # Ok::<(), tizim_stats::StatsError>(())
    /// ```
    pub fn new(units: &[Unit], target: Option<f64>, winsor: f64) -> Result<Self, StatsError> {
        if units.is_empty() || units.iter().any(|unit| unit.total == 0) {
            return Err(StatsError::TooFew);
        }
        if units.iter().any(|unit| unit.count > unit.total) {
            return Err(StatsError::CountAboveTotal);
        }
        let target = target.unwrap_or_else(|| pooled_share(units));
        if !(target > 0.0 && target < 1.0) {
            return Err(StatsError::ParameterOutside);
        }
        let z: Vec<f64> = units
            .iter()
            .map(|unit| {
                let total = unit.total as f64;
                (unit.count as f64 / total - target) / (target * (1.0 - target) / total).sqrt()
            })
            .collect();
        let overdispersion = overdispersion::estimate(&z, winsor)?;
        let z_adjusted: Vec<f64> = z.iter().map(|z| overdispersion.adjust(*z)).collect();
        let ln_p_adjusted = z_adjusted.iter().map(|z| normal::two_sided(*z).ln()).collect();
        Ok(Self { target, z, overdispersion, z_adjusted, ln_p_adjusted })
    }

    /// The limits for a unit of this total at this confidence (0.95 and 0.998 are usual), widened by the
    /// overdispersion. Not cut off at 0 and 1.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] for a total of zero, [`StatsError::LevelOutside`].
    pub fn limits(&self, total: u64, confidence: f64) -> Result<Interval, StatsError> {
        if total == 0 {
            return Err(StatsError::TooFew);
        }
        if !(confidence > 0.0 && confidence < 1.0) {
            return Err(StatsError::LevelOutside);
        }
        let z = normal::quantile(0.5 + confidence / 2.0)?;
        let variance = self.overdispersion.applied() * self.target * (1.0 - self.target) / total as f64;
        let half = z * variance.sqrt();
        Ok(Interval { low: self.target - half, high: self.target + half })
    }
}

fn pooled_share(units: &[Unit]) -> f64 {
    let sum = |of: fn(&Unit) -> u64| units.iter().map(|unit| u128::from(of(unit))).sum::<u128>() as f64;
    sum(|unit| unit.count) / sum(|unit| unit.total)
}
