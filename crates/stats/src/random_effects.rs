//! Additive overdispersion: a variance between units besides the one within them.
//!
//! Sources: DerSimonian and Laird, Controlled Clinical Trials 7 (1986); Spiegelhalter, Quality and Safety in Health
//! Care 14 (2005), for the winsorised form; Freeman and Tukey, Annals of Mathematical Statistics 21 (1950), for the
//! arcsine scale, on which the variance of a share does not hang on the share.
//!
//! The warning of [`crate::overdispersion`] applies here too: widespread manipulation becomes variance between
//! units and hides itself.

use serde::{Deserialize, Serialize};

use crate::error::StatsError;
use crate::funnel::Unit;
use crate::overdispersion;

/// An estimate of one unit with the variance that chance gives it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The estimate, on whatever scale.
    pub value: f64,
    /// Its sampling variance on that scale.
    pub variance: f64,
}

/// A share on the arcsine scale: `asin(sqrt(k / n))` with variance `1 / (4 n)`; missing where the total is zero or
/// the count exceeds it.
pub fn arcsine(unit: Unit) -> Option<Estimate> {
    if unit.total == 0 || unit.count > unit.total {
        return None;
    }
    let total = unit.total as f64;
    Some(Estimate { value: (unit.count as f64 / total).sqrt().asin(), variance: 0.25 / total })
}

/// What a random-effects fit found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RandomEffects {
    /// The weighted mean under fixed effects, the centre that z-scores are taken from.
    pub centre: f64,
    /// The weighted mean with the variance between units counted in.
    pub mean: f64,
    /// The standard error of that mean.
    pub standard_error: f64,
    /// The variance between units (tau squared); zero when chance explains the spread.
    pub between: f64,
    /// Cochran's Q, winsorised where that was asked for.
    pub heterogeneity: f64,
    /// Each unit's distance from the mean over the square root of both variances.
    pub z: Vec<f64>,
}

/// Fits a variance between units by the method of moments of DerSimonian and Laird.
///
/// `winsor` is the share of z-scores drawn in at each end before their squares are summed: 0 is the classical
/// estimate, 0.1 the robust one.
///
/// # Errors
/// [`StatsError::TooFew`] for fewer than two estimates; [`StatsError::ParameterOutside`] for a variance that is not
/// positive and finite; [`StatsError::NotANumber`].
///
/// # Example
/// ```
/// use tizim_stats::random_effects::{Estimate, fit};
/// let estimates = [(0.0, 1.0), (4.0, 1.0)].map(|(value, variance)| Estimate { value, variance });
/// let found = fit(&estimates, 0.0)?;
/// // Q = 8, one degree of freedom, weights 1 and 1: (8 - 1) / (2 - 1).
/// assert_eq!((found.mean, found.between), (2.0, 7.0));
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn fit(estimates: &[Estimate], winsor: f64) -> Result<RandomEffects, StatsError> {
    if estimates.len() < 2 {
        return Err(StatsError::TooFew);
    }
    if estimates.iter().any(|estimate| !estimate.value.is_finite()) {
        return Err(StatsError::NotANumber);
    }
    if estimates.iter().any(|estimate| !(estimate.variance > 0.0 && estimate.variance.is_finite())) {
        return Err(StatsError::ParameterOutside);
    }
    let (centre, _) = weighted_mean(estimates, 0.0);
    let z: Vec<f64> = estimates.iter().map(|unit| (unit.value - centre) / unit.variance.sqrt()).collect();
    let (_, drawn_in) = overdispersion::winsorised(&z, winsor)?;
    let heterogeneity: f64 = drawn_in.iter().map(|z| z * z).sum();
    let weight: f64 = estimates.iter().map(|unit| 1.0 / unit.variance).sum();
    let squares: f64 = estimates.iter().map(|unit| 1.0 / (unit.variance * unit.variance)).sum();
    let freedom = estimates.len() as f64 - 1.0;
    let between = ((heterogeneity - freedom) / (weight - squares / weight)).max(0.0);
    let (mean, standard_error) = weighted_mean(estimates, between);
    let z = estimates.iter().map(|unit| (unit.value - mean) / (unit.variance + between).sqrt()).collect();
    Ok(RandomEffects { centre, mean, standard_error, between, heterogeneity, z })
}

fn weighted_mean(estimates: &[Estimate], between: f64) -> (f64, f64) {
    let (mut weights, mut sum) = (0.0, 0.0);
    for estimate in estimates {
        let weight = 1.0 / (estimate.variance + between);
        weights += weight;
        sum += weight * estimate.value;
    }
    (sum / weights, (1.0 / weights).sqrt())
}
