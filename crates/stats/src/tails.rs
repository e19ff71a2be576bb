//! The tails of a count: one computation for all four distributions.
//!
//! A distribution says its mass at one point (as a logarithm in double-double) and the ratio of neighbouring
//! masses. A tail is then the mass at its larger end times a sum of products of ratios, which stops when the
//! rest cannot matter. The tail on the far side of the mode is summed, the other one is its complement; where
//! that complement would be small (heavy, skewed distributions) it is summed as well. The number of terms grows
//! with the standard deviation, so with the square root of n for a binomial.

use crate::double_double::DoubleDouble;
use crate::error::StatsError;
use crate::probability::LogProbability;

/// No count in a question may be larger than this: a trillion.
pub const LARGEST_COUNT: u64 = 1_000_000_000_000;
/// The part of a sum that may be left out.
const NEGLIGIBLE: f64 = 1e-22;
/// Beyond this a count is taken as this: its tail is beyond any number already.
const BEYOND: u64 = 1 << 60;
/// A complement below this is summed directly instead.
const SMALL_COMPLEMENT: f64 = 1e-6;
/// Masses this close to the observed one count as equally likely (as in R's `binom.test`).
const EQUALLY_LIKELY: f64 = 1e-7;

/// Where the masses turn from rising to falling, or from falling to rising.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turning {
    /// Rising up to here, falling from here.
    Mode(u64),
    /// Falling up to here, rising from here (a distribution with its weight at both ends).
    Antimode(u64),
}

/// A distribution of counts.
pub trait Discrete {
    /// The smallest possible count.
    fn lowest(&self) -> u64;
    /// The largest possible count, if there is one.
    fn highest(&self) -> Option<u64>;
    /// Where the masses turn.
    fn turning(&self) -> Turning;
    /// The natural logarithm of the probability of exactly `count`; minus infinity outside the support.
    fn ln_mass(&self, count: u64) -> DoubleDouble;
    /// `term` times the mass at `count + 1` over that at `count`, both within the support.
    fn step_up(&self, term: DoubleDouble, count: u64) -> DoubleDouble;
    /// `term` times the mass at `count - 1` over that at `count`, both within the support.
    fn step_down(&self, term: DoubleDouble, count: u64) -> DoubleDouble;
    /// Whether the ratios fall monotonically away from the mode, so that a geometric series bounds the rest.
    fn is_log_concave(&self) -> bool {
        true
    }

    /// All tails at `count`.
    ///
    /// A count above the support gives the certain and the impossible event.
    fn tails(&self, count: u64) -> Tails
    where
        Self: Sized,
    {
        Tails::of(self, count)
    }

    /// The probability of `first <= X <= last`; zero when the range is empty.
    fn between(&self, first: u64, last: u64) -> LogProbability
    where
        Self: Sized,
    {
        let first = first.max(self.lowest());
        let last = self.highest().map_or(last, |highest| last.min(highest));
        if first > last { LogProbability::ZERO } else { sum_range(self, first, Some(last)) }
    }
}

/// The probabilities around one observed count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    mass: LogProbability,
    at_most: LogProbability,
    below: LogProbability,
    at_least: LogProbability,
    above: LogProbability,
}

impl Tails {
    fn of<D: Discrete>(distribution: &D, count: u64) -> Self {
        let count = count.min(BEYOND);
        let (lowest, highest) = (distribution.lowest(), distribution.highest());
        if count < lowest {
            let (zero, one) = (LogProbability::ZERO, LogProbability::ONE);
            return Self { mass: zero, at_most: zero, below: zero, at_least: one, above: one };
        }
        if highest.is_some_and(|highest| count > highest) {
            let (zero, one) = (LogProbability::ZERO, LogProbability::ONE);
            return Self { mass: zero, at_most: one, below: one, at_least: zero, above: zero };
        }
        let mass = LogProbability::from_ln(distribution.ln_mass(count));
        let lower_first = match distribution.turning() {
            Turning::Mode(mode) => count < mode,
            Turning::Antimode(_) => highest.is_some_and(|highest| count < highest / 2),
        };
        let at_end = highest == Some(count);
        let (at_most, above) = if at_end {
            (LogProbability::ONE, LogProbability::ZERO)
        } else if lower_first {
            let at_most = sum_range(distribution, lowest, Some(count));
            (at_most, or_summed(at_most.complement(), || sum_range(distribution, count + 1, highest)))
        } else {
            let above = sum_range(distribution, count + 1, highest);
            (or_summed(above.complement(), || sum_range(distribution, lowest, Some(count))), above)
        };
        // The strict tails, each from the side that does not cancel.
        let (below, at_least) = if count == lowest {
            (LogProbability::ZERO, LogProbability::ONE)
        } else if lower_first {
            // Where the mass is nearly all of it, what lies below is summed.
            let below =
                difference(at_most, mass).unwrap_or_else(|| sum_range(distribution, lowest, Some(count - 1)));
            (below, or_summed(below.complement(), || above.plus(mass)))
        } else {
            let at_least = above.plus(mass);
            (or_summed(at_least.complement(), || sum_range(distribution, lowest, Some(count - 1))), at_least)
        };
        Self { mass, at_most, below, at_least, above }
    }

    /// P(X = k).
    pub const fn mass(&self) -> LogProbability {
        self.mass
    }

    /// P(X <= k).
    pub const fn at_most(&self) -> LogProbability {
        self.at_most
    }

    /// P(X < k).
    pub const fn below(&self) -> LogProbability {
        self.below
    }

    /// P(X >= k).
    pub const fn at_least(&self) -> LogProbability {
        self.at_least
    }

    /// P(X > k).
    pub const fn above(&self) -> LogProbability {
        self.above
    }

    /// ln P(X <= k).
    pub fn ln_lower(&self) -> f64 {
        self.at_most.ln()
    }

    /// ln P(X >= k).
    pub fn ln_upper(&self) -> f64 {
        self.at_least.ln()
    }

    /// P(X < k) + P(X = k) / 2 (Lancaster 1961).
    pub fn mid_p_lower(&self) -> LogProbability {
        self.below.plus(self.mass.times(0.5))
    }

    /// P(X > k) + P(X = k) / 2.
    pub fn mid_p_upper(&self) -> LogProbability {
        self.above.plus(self.mass.times(0.5))
    }

    /// Twice the smaller of P(X <= k) and P(X >= k), at most one.
    pub fn two_sided(&self) -> LogProbability {
        capped(self.at_most.smaller(self.at_least).times(2.0))
    }

    /// Twice the smaller mid-p tail, at most one.
    pub fn two_sided_mid_p(&self) -> LogProbability {
        capped(self.mid_p_lower().smaller(self.mid_p_upper()).times(2.0))
    }
}

/// The probability of all counts that are no more likely than the observed one: the "minimum likelihood"
/// two-sided p-value of `binom.test` in R. Masses within 1e-7 of the observed one count as equally likely.
///
/// # Errors
/// [`StatsError::ParameterOutside`] for a distribution with its weight at both ends, where this p-value is not
/// two tails.
///
/// # Example
/// ```
/// use tizim_stats::{Binomial, Probability, tails::two_sided_by_likelihood};
/// // As binom.test(682, 925, 0.75) in R, and scipy.stats.binomtest.
/// let peas = Binomial::new(925, Probability::new(0.75)?)?;
/// assert!((two_sided_by_likelihood(&peas, 682)?.value() - 0.382_491_559_574_851_7).abs() < 1e-13);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn two_sided_by_likelihood<D: Discrete>(
    distribution: &D,
    count: u64,
) -> Result<LogProbability, StatsError> {
    let Turning::Mode(mode) = distribution.turning() else {
        return Err(StatsError::ParameterOutside);
    };
    let (lowest, highest) = (distribution.lowest(), distribution.highest());
    if count < lowest || highest.is_some_and(|highest| count > highest) {
        return Ok(LogProbability::ZERO);
    }
    let limit = distribution.ln_mass(count) + EQUALLY_LIKELY;
    let as_unlikely = |other: u64| (distribution.ln_mass(other) - limit).value() <= 0.0;
    if as_unlikely(mode) {
        return Ok(LogProbability::ONE);
    }
    if count < mode {
        // The first count above the mode that is as unlikely.
        let mut inside = mode;
        let mut outside = match highest {
            Some(highest) if !as_unlikely(highest) => return Ok(distribution.tails(count).at_most()),
            Some(highest) => highest,
            None => {
                let mut width = 1;
                while !as_unlikely(mode + width) {
                    width *= 2;
                }
                mode + width
            }
        };
        while outside - inside > 1 {
            let middle = inside + (outside - inside) / 2;
            if as_unlikely(middle) { outside = middle } else { inside = middle }
        }
        Ok(capped(sum_range(distribution, lowest, Some(count)).plus(sum_range(
            distribution,
            outside,
            highest,
        ))))
    } else {
        let mut inside = mode;
        if !as_unlikely(lowest) {
            return Ok(sum_range(distribution, count, highest));
        }
        let mut outside = lowest;
        while inside - outside > 1 {
            let middle = outside + (inside - outside) / 2;
            if as_unlikely(middle) { outside = middle } else { inside = middle }
        }
        Ok(capped(sum_range(distribution, lowest, Some(outside)).plus(sum_range(
            distribution,
            count,
            highest,
        ))))
    }
}

fn capped(probability: LogProbability) -> LogProbability {
    if probability.ln_precise().value() >= 0.0 { LogProbability::ONE } else { probability }
}

/// The complement if it is large enough to be precise, else the direct sum.
fn or_summed(complement: LogProbability, sum: impl FnOnce() -> LogProbability) -> LogProbability {
    if complement.value() >= SMALL_COMPLEMENT { complement } else { sum() }
}

/// `whole - part`, unless nearly all would cancel.
fn difference(whole: LogProbability, part: LogProbability) -> Option<LogProbability> {
    let share = (part.ln_precise() - whole.ln_precise()).exp();
    let rest = DoubleDouble::ONE - share;
    (rest.value() > SMALL_COMPLEMENT).then(|| LogProbability::scaled(whole.ln_precise(), rest))
}

/// The probability of a range inside the support.
fn sum_range<D: Discrete>(distribution: &D, first: u64, last: Option<u64>) -> LogProbability {
    match distribution.turning() {
        Turning::Mode(mode) => {
            if let Some(last) = last.filter(|last| *last <= mode) {
                sum_down(distribution, last, first)
            } else if first >= mode {
                sum_up(distribution, first, last)
            } else {
                sum_down(distribution, mode, first).plus(sum_up(distribution, mode + 1, last))
            }
        }
        Turning::Antimode(antimode) => {
            let falling = last.map_or(antimode, |last| last.min(antimode));
            let left = if first <= falling {
                sum_up(distribution, first, Some(falling))
            } else {
                LogProbability::ZERO
            };
            let rising = first.max(antimode.saturating_add(1));
            match last {
                Some(last) if rising <= last => left.plus(sum_down(distribution, last, rising)),
                _ => left,
            }
        }
    }
}

/// Masses from `first` upwards, the largest first.
fn sum_up<D: Discrete>(distribution: &D, first: u64, last: Option<u64>) -> LogProbability {
    if last.is_some_and(|last| first > last) {
        return LogProbability::ZERO;
    }
    let ln_first = distribution.ln_mass(first);
    let concave = distribution.is_log_concave();
    let (mut sum, mut term, mut count) = (DoubleDouble::ONE, DoubleDouble::ONE, first);
    while last.is_none_or(|last| count < last) {
        let next = distribution.step_up(term, count);
        count += 1;
        sum = sum + next;
        let left = last.map_or(f64::INFINITY, |last| (last - count) as f64);
        if rest_is_negligible(sum.value(), term.value(), next.value(), left, concave) {
            break;
        }
        term = next;
    }
    LogProbability::scaled(ln_first, sum)
}

/// Masses from `first` downwards to `last`, the largest first.
fn sum_down<D: Discrete>(distribution: &D, first: u64, last: u64) -> LogProbability {
    let ln_first = distribution.ln_mass(first);
    let concave = distribution.is_log_concave();
    let (mut sum, mut term, mut count) = (DoubleDouble::ONE, DoubleDouble::ONE, first);
    while count > last {
        let next = distribution.step_down(term, count);
        count -= 1;
        sum = sum + next;
        if rest_is_negligible(sum.value(), term.value(), next.value(), (count - last) as f64, concave) {
            break;
        }
        term = next;
    }
    LogProbability::scaled(ln_first, sum)
}

/// Whether what follows `next` is below [`NEGLIGIBLE`] of the sum, terms falling.
#[inline]
fn rest_is_negligible(sum: f64, term: f64, next: f64, left: f64, concave: bool) -> bool {
    if next * left <= NEGLIGIBLE * sum {
        return true;
    }
    // Geometric bound: next * r / (1 - r) with r = next / term.
    concave && next < term && next * next <= NEGLIGIBLE * sum * (term - next)
}
