//! A beta-binomial null for many units, its dispersion estimated so that a few odd units do not set it.
//!
//! With some four expected certificates per precinct the normal funnel fails. Here the share of a unit follows a
//! beta distribution, fitted to all units: by moments (Ridout, Demetrio and Firth, Biometrics 55 (1999), the analysis
//! of variance estimator), by maximum likelihood, or robustly, by the likelihood of the central units given that they
//! are central (after Efron, JASA 102 (2007), who fits an empirical null this way; merely leaving out the extremes
//! would make the null too narrow and accuse the honest).
//!
//! **Warning.** Manipulation in a few units cannot set the robust dispersion. Manipulation in most of them can: it
//! inflates the dispersion and hides itself. So print the dispersion, compare it with other elections, and never take a
//! unit inside its limits for a unit that was found clean.
//!
//! The other way round, honest shares need not follow a beta distribution. With shares that vary log-normally (standard
//! deviation 0.6 of the logarithm, 2,000 units, four expected events each) five to seven units in a thousand fall
//! beyond the nominal thousandth, and Benjamini-Hochberg at 5 % names someone in most honest elections. So a p-value
//! from this null alone is a lead; ask for a minimum size of the effect as well.

use serde::{Deserialize, Serialize};

use crate::beta_binomial::BetaBinomial;
use crate::error::StatsError;
use crate::funnel::Unit;
use crate::gamma::ln_rising;

/// The shapes of a null that is as good as binomial add up to this.
pub const MOST_CONCENTRATED: f64 = 1e9;
/// The shapes never add up to less than this.
const LEAST_CONCENTRATED: f64 = 1e-2;
/// No unit of a robust fit may have a larger total: ten million.
pub const LARGEST_UNIT: u64 = 10_000_000;
/// Rounds of trimming and refitting.
const MOST_ROUNDS: u32 = 10;
/// Masses below this part of the largest are left out when central counts are sought.
const NEGLIGIBLE: f64 = 1e-12;

/// A fitted beta-binomial null.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Dispersion {
    /// The mean share of a unit.
    pub mean: f64,
    /// The intraclass correlation: 0 is binomial, 1 is all or nothing. At least 1e-9.
    pub correlation: f64,
    /// The first shape of the beta distribution.
    pub alpha: f64,
    /// The second shape.
    pub beta: f64,
    /// Units that the estimate rests on.
    pub used: usize,
    /// Units set aside as extreme.
    pub set_aside: usize,
}

impl Dispersion {
    fn from_shape(mean: f64, sum: f64, used: usize, set_aside: usize) -> Self {
        Self {
            mean,
            correlation: 1.0 / (sum + 1.0),
            alpha: mean * sum,
            beta: (1.0 - mean) * sum,
            used,
            set_aside,
        }
    }

    /// The null distribution of the count of a unit with this total.
    ///
    /// # Errors
    /// As [`BetaBinomial::new`].
    pub fn null(&self, total: u64) -> Result<BetaBinomial, StatsError> {
        BetaBinomial::new(total, self.alpha, self.beta)
    }

    /// How much larger the variance of a unit with this total is than under the binomial:
    /// `1 + (total - 1) * correlation`.
    pub fn variance_inflation(&self, total: u64) -> f64 {
        1.0 + (total as f64 - 1.0).max(0.0) * self.correlation
    }
}

/// The fit by moments. Not robust.
///
/// Units without a total are passed over. Spread below that of the binomial gives the least correlation.
///
/// # Errors
/// [`StatsError::TooFew`] for fewer than two units with a total, or where none has a total above one;
/// [`StatsError::CountAboveTotal`]; [`StatsError::ParameterOutside`] if all shares are 0 or all are 1.
///
/// # Example
/// ```
/// use tizim_stats::{dispersion::moments, funnel::Unit};
/// let units = [0, 10, 0, 10].map(|count| Unit { count, total: 10 });
/// let found = moments(&units)?;
/// assert!((found.mean - 0.5).abs() < 1e-12 && found.correlation > 0.99);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn moments(units: &[Unit]) -> Result<Dispersion, StatsError> {
    let units = usable(units)?;
    let (number, total): (f64, f64) = (units.len() as f64, units.iter().map(|unit| unit.total as f64).sum());
    let mean = units.iter().map(|unit| unit.count as f64).sum::<f64>() / total;
    if !(mean > 0.0 && mean < 1.0) {
        return Err(StatsError::ParameterOutside);
    }
    if total <= number {
        return Err(StatsError::TooFew);
    }
    let (mut between, mut within, mut squares) = (0.0, 0.0, 0.0);
    for unit in &units {
        let size = unit.total as f64;
        let share = unit.count as f64 / size;
        between += size * (share - mean).powi(2);
        within += size * share * (1.0 - share);
        squares += size * size;
    }
    let between = between / (number - 1.0);
    let within = within / (total - number);
    let typical = (total - squares / total) / (number - 1.0);
    let correlation = (between - within) / (between + (typical - 1.0) * within);
    let least = 1.0 / (MOST_CONCENTRATED + 1.0);
    let most = 1.0 / (LEAST_CONCENTRATED + 1.0);
    let correlation = if correlation.is_nan() { least } else { correlation.clamp(least, most) };
    Ok(Dispersion::from_shape(mean, (1.0 - correlation) / correlation, units.len(), 0))
}

/// The fit by maximum likelihood over all units. Not robust.
///
/// # Errors
/// As [`moments`].
pub fn maximum_likelihood(units: &[Unit]) -> Result<Dispersion, StatsError> {
    let start = moments(units)?;
    let units = usable(units)?;
    let (mean, sum) = maximise(&start, |alpha, beta| {
        units
            .iter()
            .map(|unit| {
                let (count, total) = (unit.count as f64, unit.total as f64);
                ln_rising(alpha, count) + ln_rising(beta, total - count) - ln_rising(alpha + beta, total)
            })
            .sum()
    });
    Ok(Dispersion::from_shape(mean, sum, units.len(), 0))
}

/// The robust fit: units outside the central `1 - 2 trim` of the null are set aside, and the null is fitted to the
/// others by their likelihood given that they lie inside; repeated until it settles.
///
/// A trim of 0.05 to 0.1 is usual. It withstands a share of odd units of about that size at each end. Time: some
/// tens of evaluations per round, each proportional to the sum of the units' standard deviations.
///
/// # Errors
/// As [`moments`]; [`StatsError::ProbabilityOutside`] unless `0 <= trim < 0.4`; [`StatsError::CountTooLarge`] for a
/// total above [`LARGEST_UNIT`].
///
/// # Example
/// ```
/// use tizim_stats::{dispersion::{maximum_likelihood, robust}, funnel::Unit};
/// let mut units: Vec<Unit> = (0..200).map(|i| Unit { count: 2 + i % 5, total: 1_000 }).collect();
/// units.push(Unit { count: 400, total: 1_000 });
/// let (plain, trimmed) = (maximum_likelihood(&units)?, robust(&units, 0.05)?);
/// assert!(trimmed.correlation < plain.correlation / 10.0);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn robust(units: &[Unit], trim: f64) -> Result<Dispersion, StatsError> {
    if !(0.0..0.4).contains(&trim) {
        return Err(StatsError::ProbabilityOutside);
    }
    if units.iter().any(|unit| unit.total > LARGEST_UNIT) {
        return Err(StatsError::CountTooLarge);
    }
    let mut fit = maximum_likelihood(units)?;
    if trim == 0.0 {
        return Ok(fit);
    }
    let units = usable(units)?;
    let typical = units.iter().map(|unit| unit.total as f64).sum::<f64>() / units.len() as f64;
    for _ in 0..MOST_ROUNDS {
        let central: Vec<Central> = units
            .iter()
            .filter_map(|unit| {
                let (first, last) = central_counts(unit.total, &fit, trim);
                (first..=last).contains(&unit.count).then_some(Central { unit: *unit, first, last })
            })
            .collect();
        if central.len() < 2 || central.iter().all(|unit| unit.first == unit.last) {
            // Nothing left to learn from: keep what there is.
            return Ok(fit);
        }
        let (mean, sum) =
            maximise(&fit, |alpha, beta| central.iter().map(|unit| unit.ln_likelihood(alpha, beta)).sum());
        let next = Dispersion::from_shape(mean, sum, central.len(), units.len() - central.len());
        let shift = (next.mean / fit.mean).ln().abs();
        let change = (next.correlation / fit.correlation).ln().abs();
        let inflation = (next.correlation - fit.correlation).abs() * typical;
        let settled = shift < 1e-3 && (change < 1e-3 || inflation < 1e-3);
        fit = next;
        if settled {
            break;
        }
    }
    Ok(fit)
}

/// A unit inside its central range.
struct Central {
    unit: Unit,
    first: u64,
    last: u64,
}

impl Central {
    /// Minus the logarithm of the range's probability over that of the observed count.
    fn ln_likelihood(&self, alpha: f64, beta: f64) -> f64 {
        let Unit { count, total } = self.unit;
        let mut sum = 1.0;
        let mut term = 1.0;
        for at in count..self.last {
            term *= ratio_up(at, total, alpha, beta);
            sum += term;
        }
        term = 1.0;
        for at in (self.first..count).rev() {
            term /= ratio_up(at, total, alpha, beta);
            sum += term;
        }
        -sum.ln()
    }
}

/// The mass at `at + 1` over that at `at`.
#[inline]
fn ratio_up(at: u64, total: u64, alpha: f64, beta: f64) -> f64 {
    let (count, left) = (at as f64, (total - at) as f64);
    left * (alpha + count) / ((count + 1.0) * (beta + left - 1.0))
}

/// The counts whose mid-p tails are both at least `trim`; at least the one nearest the middle.
fn central_counts(total: u64, fit: &Dispersion, trim: f64) -> (u64, u64) {
    let (alpha, beta) = (fit.alpha, fit.beta);
    // Masses relative to the one at the start, downwards and upwards as far as they matter.
    let start = (((fit.mean * total as f64).round()) as u64).min(total);
    let unimodal = alpha >= 1.0 && beta >= 1.0;
    let mut below = Vec::new();
    let (mut term, mut largest) = (1.0_f64, 1.0_f64);
    for at in (0..start).rev() {
        term /= ratio_up(at, total, alpha, beta);
        largest = largest.max(term);
        below.push(term);
        if unimodal && term < NEGLIGIBLE * largest {
            break;
        }
    }
    let first = start - below.len() as u64;
    let mut masses: Vec<f64> = below.into_iter().rev().collect();
    masses.push(1.0);
    term = 1.0;
    for at in start..total {
        term *= ratio_up(at, total, alpha, beta);
        largest = largest.max(term);
        masses.push(term);
        if beta >= 1.0 && term < NEGLIGIBLE * largest {
            break;
        }
    }
    let whole: f64 = masses.iter().sum();
    let (mut lowest, mut highest) = (None, first);
    let mut before = 0.0;
    for (count, mass) in (first..).zip(&masses) {
        let (lower, upper) = (before + mass / 2.0, whole - before - mass / 2.0);
        if lower >= trim * whole && upper >= trim * whole {
            lowest.get_or_insert(count);
            highest = count;
        } else if lower >= trim * whole && lowest.is_none() {
            // One count holds the whole middle.
            return (count, count);
        }
        before += mass;
    }
    (lowest.unwrap_or(start), highest.max(lowest.unwrap_or(start)))
}

fn usable(units: &[Unit]) -> Result<Vec<Unit>, StatsError> {
    if units.iter().any(|unit| unit.count > unit.total) {
        return Err(StatsError::CountAboveTotal);
    }
    let usable: Vec<Unit> = units.iter().copied().filter(|unit| unit.total > 0).collect();
    if usable.len() < 2 { Err(StatsError::TooFew) } else { Ok(usable) }
}

/// Mean and sum of the shapes at which the likelihood is largest: Nelder and Mead's simplex on the log odds of the
/// mean and the logarithm of the sum, started at a fit.
fn maximise(start: &Dispersion, ln_likelihood: impl Fn(f64, f64) -> f64) -> (f64, f64) {
    let shapes = |point: [f64; 2]| {
        let mean = 1.0 / (1.0 + (-point[0]).exp());
        (mean, point[1].clamp(LEAST_CONCENTRATED.ln(), MOST_CONCENTRATED.ln()).exp())
    };
    let cost = |point: [f64; 2]| {
        let (mean, sum) = shapes(point);
        let (alpha, beta) = (mean * sum, (1.0 - mean) * sum);
        // A step outside the range of the sum costs, so that the simplex comes back.
        let outside = (point[1] - sum.ln()).abs();
        let value = -ln_likelihood(alpha, beta) + outside;
        if alpha > 0.0 && beta > 0.0 && value.is_finite() { value } else { f64::INFINITY }
    };
    let origin = [
        (start.mean / (1.0 - start.mean)).ln(),
        (start.alpha + start.beta).ln().min(MOST_CONCENTRATED.ln() - 1.0),
    ];
    let mut simplex =
        [origin, [origin[0] + 0.1, origin[1]], [origin[0], origin[1] + 0.5]].map(|at| (cost(at), at));
    for _ in 0..300 {
        simplex.sort_by(|left, right| left.0.total_cmp(&right.0));
        let [best, middle, worst] = simplex;
        let size = (0..2)
            .map(|axis| (worst.1[axis] - best.1[axis]).abs() + (middle.1[axis] - best.1[axis]).abs())
            .fold(0.0, f64::max);
        // Settled, or so flat that it does not matter where.
        if size < 1e-5 || (size < 0.05 && worst.0 - best.0 < 1e-8) {
            break;
        }
        let along = |step: f64| {
            let at = [0, 1].map(|axis| {
                let centre = f64::midpoint(best.1[axis], middle.1[axis]);
                centre + step * (centre - worst.1[axis])
            });
            (cost(at), at)
        };
        let reflected = along(1.0);
        let replacement = if reflected.0 < best.0 {
            let expanded = along(2.0);
            Some(if expanded.0 < reflected.0 { expanded } else { reflected })
        } else if reflected.0 < middle.0 {
            Some(reflected)
        } else {
            let inward = along(if reflected.0 < worst.0 { 0.5 } else { -0.5 });
            (inward.0 < worst.0.min(reflected.0)).then_some(inward)
        };
        if let Some(better) = replacement {
            simplex[2] = better;
        } else {
            for vertex in simplex.iter_mut().skip(1) {
                let at = [0, 1].map(|axis| f64::midpoint(best.1[axis], vertex.1[axis]));
                *vertex = (cost(at), at);
            }
        }
    }
    simplex.sort_by(|left, right| left.0.total_cmp(&right.0));
    shapes(simplex[0].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn central_counts_agree_with_exact_tails() {
        for (total, mean, correlation) in
            [(1_200, 0.003, 0.001), (60, 0.5, 0.1), (3_000, 0.02, 0.0005), (5, 0.1, 0.6)]
        {
            let sum = (1.0 - correlation) / correlation;
            let fit = Dispersion::from_shape(mean, sum, 0, 0);
            let null = fit.null(total).unwrap();
            let (first, last) = central_counts(total, &fit, 0.05);
            let inside = |count: u64| {
                let tails = crate::tails::Discrete::tails(&null, count);
                tails.mid_p_lower().value() >= 0.05 && tails.mid_p_upper().value() >= 0.05
            };
            let expected: Vec<u64> = (0..=total).filter(|count| inside(*count)).collect();
            if let (Some(low), Some(high)) = (expected.first(), expected.last()) {
                assert_eq!((first, last), (*low, *high));
            } else {
                assert_eq!(first, last);
            }
        }
    }

    #[test]
    fn edges() {
        assert_eq!(moments(&[]), Err(StatsError::TooFew));
        let all = [Unit { count: 0, total: 9 }, Unit { count: 0, total: 4 }];
        assert_eq!(moments(&all), Err(StatsError::ParameterOutside));
        let same = [Unit { count: 50, total: 100 }; 40];
        assert!(robust(&same, 0.05).unwrap().correlation < 1e-6);
        assert_eq!(robust(&[Unit { count: 5, total: 4 }; 3], 0.1), Err(StatsError::CountAboveTotal));
    }
}
