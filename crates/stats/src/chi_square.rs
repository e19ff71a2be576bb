//! The chi-square distribution: tails in logarithms.

use crate::error::StatsError;
use crate::gamma;
use crate::probability::LogProbability;

/// P(X > statistic) with so many degrees of freedom (any positive number).
///
/// # Errors
/// [`StatsError::ParameterOutside`] for a negative or infinite statistic or degrees of freedom outside
/// 2e-9 to 2e13.
///
/// # Example
/// ```
/// let tail = tizim_stats::chi_square::above(3.841_458_820_694_124, 1.0)?;
/// assert!((tail.value() - 0.05).abs() < 1e-15);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn above(statistic: f64, degrees_of_freedom: f64) -> Result<LogProbability, StatsError> {
    Ok(gamma::incomplete(degrees_of_freedom / 2.0, statistic / 2.0)?.1)
}

/// P(X <= statistic) with so many degrees of freedom.
///
/// # Errors
/// As [`above`].
pub fn at_most(statistic: f64, degrees_of_freedom: f64) -> Result<LogProbability, StatsError> {
    Ok(gamma::incomplete(degrees_of_freedom / 2.0, statistic / 2.0)?.0)
}
