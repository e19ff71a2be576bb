//! Many tests at once: which of ten thousand precincts may be named.
//!
//! Each procedure gives adjusted p-values in the order of the input; a test is rejected at level q exactly when
//! its adjusted value is at most q. The versions on logarithms take ln p and give ln of the adjusted value, so
//! that 1e-754 keeps its size.
//!
//! Sources: Benjamini and Hochberg, JRSS B 57 (1995); Benjamini and Yekutieli, Annals of Statistics 29 (2001);
//! Holm, Scandinavian Journal of Statistics 6 (1979); Bonferroni (1936).

use serde::{Deserialize, Serialize};

use crate::error::StatsError;

/// A way to adjust for many tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Procedure {
    /// False discovery rate, for independent or positively dependent tests.
    BenjaminiHochberg,
    /// False discovery rate under any dependence.
    BenjaminiYekutieli,
    /// Any false rejection at all, stepping down; never weaker than Bonferroni.
    Holm,
    /// Any false rejection at all.
    Bonferroni,
}

impl Procedure {
    /// Adjusted p-values, in the order given. An empty list gives an empty list.
    ///
    /// # Errors
    /// [`StatsError::NotANumber`] if any value is; [`StatsError::ProbabilityOutside`] if any lies outside 0 to 1.
    ///
    /// # Example
    /// ```
    /// use tizim_stats::multiple::Procedure;
    /// let adjusted = Procedure::Holm.adjust(&[0.01, 0.04, 0.03])?;
    /// assert_eq!(adjusted, [0.03, 0.06, 0.06]);
    /// # Ok::<(), tizim_stats::StatsError>(())
    /// ```
    pub fn adjust(self, p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
        check(p_values, 0.0, 1.0)?;
        Ok(self.step(p_values, 1.0, |p, factor| p * factor))
    }

    /// Natural logarithms of the adjusted p-values, from natural logarithms.
    ///
    /// # Errors
    /// [`StatsError::NotANumber`] if any value is; [`StatsError::ProbabilityOutside`] if any is above 0.
    ///
    /// # Example
    /// ```
    /// use tizim_stats::multiple::Procedure;
    /// let adjusted = Procedure::Bonferroni.adjust_ln(&[-1800.0, -1.0])?;
    /// assert!((adjusted[0] - (-1800.0 + 2.0_f64.ln())).abs() < 1e-12);
    /// # Ok::<(), tizim_stats::StatsError>(())
    /// ```
    pub fn adjust_ln(self, ln_p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
        check(ln_p_values, f64::NEG_INFINITY, 0.0)?;
        Ok(self.step(ln_p_values, 0.0, |ln_p, factor| ln_p + factor.ln()))
    }

    fn step(self, values: &[f64], certain: f64, times: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let tests = values.len() as f64;
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|left, right| values[*left].total_cmp(&values[*right]).then(left.cmp(right)));
        let mut adjusted = vec![certain; values.len()];
        match self {
            Self::Bonferroni => {
                for (place, value) in adjusted.iter_mut().zip(values) {
                    *place = times(*value, tests).min(certain);
                }
            }
            Self::Holm => {
                let mut largest = f64::NEG_INFINITY;
                for (rank, index) in order.into_iter().enumerate() {
                    largest = largest.max(times(values[index], tests - rank as f64).min(certain));
                    adjusted[index] = largest;
                }
            }
            Self::BenjaminiHochberg | Self::BenjaminiYekutieli => {
                let penalty = if self == Self::BenjaminiYekutieli {
                    (1..=values.len()).map(|rank| 1.0 / rank as f64).sum()
                } else {
                    1.0
                };
                let mut smallest = certain;
                for (rank, index) in order.into_iter().enumerate().rev() {
                    smallest = smallest.min(times(values[index], penalty * tests / (rank as f64 + 1.0)));
                    adjusted[index] = smallest;
                }
            }
        }
        adjusted
    }
}

/// Benjamini-Hochberg adjusted p-values.
///
/// # Errors
/// As [`Procedure::adjust`].
///
/// # Example
/// ```
/// let adjusted = tizim_stats::multiple::benjamini_hochberg(&[0.01, 0.02, 0.9])?;
/// assert_eq!(adjusted, [0.03, 0.03, 0.9]);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    Procedure::BenjaminiHochberg.adjust(p_values)
}

/// Benjamini-Yekutieli adjusted p-values.
///
/// # Errors
/// As [`Procedure::adjust`].
pub fn benjamini_yekutieli(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    Procedure::BenjaminiYekutieli.adjust(p_values)
}

/// Holm adjusted p-values.
///
/// # Errors
/// As [`Procedure::adjust`].
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    Procedure::Holm.adjust(p_values)
}

/// Bonferroni adjusted p-values.
///
/// # Errors
/// As [`Procedure::adjust`].
pub fn bonferroni(p_values: &[f64]) -> Result<Vec<f64>, StatsError> {
    Procedure::Bonferroni.adjust(p_values)
}

/// Which tests are rejected at this level, from adjusted values.
///
/// # Errors
/// [`StatsError::LevelOutside`] unless the level lies strictly between 0 and 1.
pub fn rejected(adjusted: &[f64], level: f64) -> Result<Vec<bool>, StatsError> {
    if level > 0.0 && level < 1.0 {
        // Products such as 0.05 * 3 / 3 may come out one unit in the last place too high.
        let limit = level * (1.0 + 4.0 * f64::EPSILON);
        Ok(adjusted.iter().map(|value| *value <= limit).collect())
    } else {
        Err(StatsError::LevelOutside)
    }
}

fn check(values: &[f64], least: f64, most: f64) -> Result<(), StatsError> {
    if values.iter().any(|value| value.is_nan()) {
        return Err(StatsError::NotANumber);
    }
    if values.iter().all(|value| (least..=most).contains(value)) {
        Ok(())
    } else {
        Err(StatsError::ProbabilityOutside)
    }
}
