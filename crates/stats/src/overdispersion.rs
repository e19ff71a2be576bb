//! Multiplicative overdispersion: units vary more than chance, and the funnel is widened to match.
//!
//! Source: Spiegelhalter, "Handling over-dispersion of performance indicators", Quality and Safety in Health Care
//! 14 (2005); "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005).
//!
//! **Warning.** The spread is estimated from the units themselves. Manipulation of a few units is kept out by
//! winsorising; manipulation that is widespread becomes the spread, widens the funnel and hides itself. A
//! dispersion well above that of comparable elections is itself something to report, and no unit is cleared by
//! lying inside a funnel that it helped to widen.

use serde::{Deserialize, Serialize};

use crate::error::StatsError;
use crate::quantile;

/// How much more the units vary than chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Overdispersion {
    /// The mean square of the winsorised z-scores (phi): 1 when units vary as chance has it.
    pub factor: f64,
    /// What z-scores were drawn in to, below and above.
    pub winsor: [f64; 2],
    /// The number of units.
    pub units: usize,
}

impl Overdispersion {
    /// The factor that z-scores are adjusted by: never below one, since units that vary less than chance are no
    /// reason to accuse more of them.
    pub fn applied(&self) -> f64 {
        self.factor.max(1.0)
    }

    /// Whether the factor exceeds one by more than its own error, `1 + 2 sqrt(2 / units)` (Spiegelhalter 2005).
    pub fn is_marked(&self) -> bool {
        self.factor > 1.0 + 2.0 * (2.0 / self.units as f64).sqrt()
    }

    /// A z-score on the scale of the overdispersed null.
    pub fn adjust(&self, z: f64) -> f64 {
        z / self.applied().sqrt()
    }
}

/// Draws values beyond the quantiles at `share` and `1 - share` in to those quantiles (numpy's linear
/// interpolation), and returns these quantiles with the values.
///
/// # Errors
/// [`StatsError::ProbabilityOutside`] unless `0 <= share < 0.5`; [`StatsError::TooFew`];
/// [`StatsError::NotANumber`].
///
/// # Example
/// ```
/// let (limits, drawn_in) = tizim_stats::overdispersion::winsorised(&[0.0, 1.0, 2.0, 3.0, 100.0], 0.25)?;
/// assert_eq!((limits, drawn_in), ([1.0, 3.0], vec![1.0, 1.0, 2.0, 3.0, 3.0]));
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn winsorised(values: &[f64], share: f64) -> Result<([f64; 2], Vec<f64>), StatsError> {
    if !(0.0..0.5).contains(&share) {
        return Err(StatsError::ProbabilityOutside);
    }
    let low = quantile::linear(values, share)?;
    let high = quantile::linear(values, 1.0 - share)?;
    Ok(([low, high], values.iter().map(|value| value.max(low).min(high)).collect()))
}

/// The factor by which the variance of z-scores exceeds one, winsorised at `share` (0.1 is usual).
///
/// # Errors
/// As [`winsorised`].
///
/// # Example
/// ```
/// let found = tizim_stats::overdispersion::estimate(&[-2.0, 2.0, -2.0, 2.0], 0.1)?;
/// assert_eq!(found.factor, 4.0);
/// assert_eq!(found.adjust(6.0), 3.0);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn estimate(z_scores: &[f64], share: f64) -> Result<Overdispersion, StatsError> {
    let (winsor, drawn_in) = winsorised(z_scores, share)?;
    let factor = drawn_in.iter().map(|z| z * z).sum::<f64>() / drawn_in.len() as f64;
    Ok(Overdispersion { factor, winsor, units: z_scores.len() })
}
