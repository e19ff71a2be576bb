//! Quantiles of a sample, as numpy computes them by default.

use crate::error::StatsError;

/// The quantile at `share` (0 to 1) by linear interpolation between order statistics: type 7 of Hyndman and Fan,
/// The American Statistician 50 (1996).
///
/// # Errors
/// [`StatsError::TooFew`] for no values, [`StatsError::NotANumber`], [`StatsError::ProbabilityOutside`] for a
/// share outside 0 to 1.
///
/// # Example
/// ```
/// let median = tizim_stats::quantile::linear(&[4.0, 1.0, 3.0, 2.0], 0.5)?;
/// assert_eq!(median, 2.5);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn linear(values: &[f64], share: f64) -> Result<f64, StatsError> {
    if values.iter().any(|value| value.is_nan()) {
        return Err(StatsError::NotANumber);
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    linear_sorted(&sorted, share)
}

/// The same for values already in ascending order.
///
/// # Errors
/// As [`linear`].
pub fn linear_sorted(sorted: &[f64], share: f64) -> Result<f64, StatsError> {
    if !(0.0..=1.0).contains(&share) {
        return Err(StatsError::ProbabilityOutside);
    }
    let Some(last) = sorted.len().checked_sub(1) else {
        return Err(StatsError::TooFew);
    };
    let place = last as f64 * share;
    let below = (place.floor() as usize).min(last);
    let weight = place - below as f64;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    // Equal ends, infinite ones too, need no interpolation.
    let gap = if low.total_cmp(&high).is_eq() { 0.0 } else { high - low };
    Ok(if weight >= 0.5 { high - gap * (1.0 - weight) } else { low + gap * weight })
}
