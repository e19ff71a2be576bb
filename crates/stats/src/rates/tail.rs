//! Mid-p tails of a count whose probability itself varies between units, in a time that does not hang on the count.
//!
//! Beyond `LARGE` on either side sampling is normal on the scale of log odds to more digits than are needed, and is
//! folded into the spread between units. Below that the tails are summed term by term.

use std::f64::consts::{LN_2, PI};

use super::special::{logistic, logit};
use super::{Normal, Shape};
use crate::beta;
use crate::beta_binomial::BetaBinomial;
use crate::double_double::DoubleDouble;
use crate::gamma::ln_factorial;
use crate::normal;
use crate::probability::Probability;
use crate::tails::Discrete;

/// Beyond this many on either side sampling is normal on the scale of log odds.
const LARGE: u64 = 2000;
/// Of at most so many every count may be gone through.
const SUMMED: u64 = 100_000;
/// What is left of one is told as a rest down to here.
const REST: f64 = 1e-9;
/// Step of the integral, in standard deviations.
const STEP: f64 = 0.1;

/// Mid-p tails of one count, as natural logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MidTails {
    /// ln of P(X > k) + P(X = k) / 2.
    pub upper: f64,
    /// ln of P(X < k) + P(X = k) / 2.
    pub lower: f64,
}

impl MidTails {
    /// Nothing is known: both tails are one half.
    const EVEN: Self = Self { upper: -LN_2, lower: -LN_2 };

    /// The tails where this share of all units has no events by itself: they lie below any count.
    pub(super) fn among(self, empty: f64) -> Self {
        if empty <= 0.0 {
            return self;
        }
        Self {
            upper: self.upper + (-empty).ln_1p(),
            lower: (empty + (1.0 - empty) * self.lower.exp()).ln().min(0.0),
        }
    }

    /// ln of twice the smaller tail, at most 0.
    pub fn two_sided(&self) -> f64 {
        (self.upper.min(self.lower) + LN_2).min(0.0)
    }
}

/// `count` of `of`, at most all of them, by a beta-binomial with this shape.
pub fn beta_binomial(count: u64, of: u64, shape: Shape) -> MidTails {
    let (alpha, beta) = shape.alpha_beta();
    if count.min(of - count) > LARGE {
        let sampling = 1.0 / count as f64 + 1.0 / (of - count) as f64;
        let (alpha, beta) = shape.wider_by(sampling).alpha_beta();
        let share = (count as f64 + 0.5) / (of as f64 + 1.0);
        let tails = Probability::new(share).and_then(|share| beta::incomplete(alpha, beta, share));
        return tails
            .map_or(MidTails::EVEN, |(lower, upper)| MidTails { upper: upper.ln(), lower: lower.ln() });
    }
    if of > SUMMED {
        if count > LARGE {
            let failures = beta_binomial(of - count, of, Shape { mean: 1.0 - shape.mean, size: shape.size });
            return MidTails { upper: failures.lower, lower: failures.upper };
        }
        return few_of_many(count, of, (alpha, beta));
    }
    BetaBinomial::precise(of, DoubleDouble::from(alpha), DoubleDouble::from(beta)).map_or(
        MidTails::EVEN,
        |null| {
            let tails = null.tails(count);
            MidTails { upper: tails.mid_p_upper().ln(), lower: tails.mid_p_lower().ln() }
        },
    )
}

/// A small count of so many that they cannot be gone through: what lies below is summed, and what lies above is the rest, or
/// where that is too small to be told as a rest, summed as far as it counts.
fn few_of_many(count: u64, of: u64, (alpha, beta): (f64, f64)) -> MidTails {
    let null = BetaBinomial::of_any_size(of, DoubleDouble::from(alpha), DoubleDouble::from(beta));
    let Ok(null) = null else { return MidTails::EVEN };
    let (k, n) = (count as f64, of as f64);
    let ln_mass = null.ln_mass(count).value();
    let below = relative_sum(count, |step| {
        let at = k - step;
        at * (beta + n - at) / ((alpha + at - 1.0) * (n - at + 1.0))
    });
    let lower = (ln_mass + (below + 0.5).ln()).min(0.0);
    let rest = -lower.exp_m1();
    if rest > REST {
        return MidTails { upper: rest.ln(), lower };
    }
    let above = relative_sum((of - count).min(SUMMED), |step| {
        let at = k + step;
        (alpha + at) * (n - at) / ((at + 1.0) * (beta + n - at - 1.0))
    });
    MidTails { upper: (ln_mass + (above + 0.5).ln()).min(0.0), lower }
}

/// `count` of `of` by a binomial whose log odds are normal.
pub fn logit_normal(count: u64, of: u64, usual: Normal) -> MidTails {
    let (k, n) = (count as f64, of as f64);
    let own = logit((k + 0.5) / (n + 1.0));
    if count.min(of - count) > LARGE {
        let sampling = 1.0 / k + 1.0 / (n - k);
        let z = (own - usual.mean) / (usual.spread * usual.spread + sampling).sqrt();
        return MidTails { upper: normal::above(z).ln(), lower: normal::at_most(z).ln() };
    }
    let choose = (ln_factorial(of) - ln_factorial(count) - ln_factorial(of - count)).value();
    if usual.spread < 1e-6 {
        return binomial(choose, count, of, clamped(logistic(usual.mean)));
    }
    // The count draws the integral towards its own log odds: the nodes must reach there and a little beyond.
    let pull = (own - usual.mean) / usual.spread;
    let (low, high) = ((-8.0_f64).min(pull - 3.0).max(-40.0), 8.0_f64.max(pull + 3.0).min(40.0));
    let nodes = ((high - low) / STEP).ceil() as usize;
    let (mut upper, mut lower) = (Vec::with_capacity(nodes + 1), Vec::with_capacity(nodes + 1));
    let ln_weight = STEP.ln() - 0.5 * (2.0 * PI).ln();
    for node in 0..=nodes {
        let z = low + node as f64 * STEP;
        let tails = binomial(choose, count, of, clamped(logistic(usual.mean + usual.spread * z)));
        let weight = ln_weight - 0.5 * z * z;
        upper.push(weight + tails.upper);
        lower.push(weight + tails.lower);
    }
    MidTails { upper: ln_sum(&upper).min(0.0), lower: ln_sum(&lower).min(0.0) }
}

/// A binomial count in plain `f64`, some ten digits: one node of an integral. [`crate::binomial`] has them all.
fn binomial(ln_choose: f64, count: u64, of: u64, p: f64) -> MidTails {
    let (k, n) = (count as f64, of as f64);
    let ln_mass = ln_choose + k * p.ln() + (n - k) * (-p).ln_1p();
    let odds = p / (1.0 - p);
    let upwards = k >= n * p;
    let relative = if upwards {
        relative_sum(of - count, |step| (n - k - step) / (k + step + 1.0) * odds)
    } else {
        relative_sum(count, |step| (k - step) / (n - k + step + 1.0) / odds)
    };
    let near = ln_mass + (relative + 0.5).ln();
    // ln(1 - e^near), kept below zero where rounding lets the near side reach one.
    let far = if near > -LN_2 { (-near.exp_m1()).max(f64::MIN_POSITIVE).ln() } else { (-near.exp()).ln_1p() };
    if upwards { MidTails { upper: near, lower: far } } else { MidTails { upper: far, lower: near } }
}

/// Sum of terms relative to the first, which is 1: stops when a term no longer counts.
fn relative_sum(steps: u64, mut ratio: impl FnMut(f64) -> f64) -> f64 {
    let (mut term, mut sum) = (1.0_f64, 0.0_f64);
    for step in 0..steps {
        term *= ratio(step as f64);
        sum += term;
        if term <= sum * 1e-13 {
            break;
        }
    }
    sum
}

fn ln_sum(terms: &[f64]) -> f64 {
    let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY {
        return top;
    }
    top + terms.iter().map(|term| (term - top).exp()).sum::<f64>().ln()
}

fn clamped(p: f64) -> f64 {
    p.clamp(1e-300, 1.0 - 1e-12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binomial;

    fn close(one: f64, other: f64, relative: f64) {
        assert!((one - other).abs() <= relative * other.abs().max(1.0), "{one} against {other}");
    }

    #[test]
    fn without_spread_it_is_the_binomial() {
        for (k, n, p) in [(0, 172_543, 0.01), (3, 1200, 0.003), (20, 1200, 0.003), (22, 30, 0.6)] {
            let exact = binomial::tails(k, n, p).unwrap();
            let found = logit_normal(k, n, Normal { mean: logit(p), spread: 0.0 });
            close(found.upper, exact.mid_p_upper().ln(), 1e-7);
            close(found.lower, exact.mid_p_lower().ln(), 1e-7);
        }
    }

    #[test]
    fn both_tails_of_a_mixture_add_up() {
        for (k, n, spread) in
            [(0, 40, 0.3), (5, 1500, 0.8), (60, 1500, 0.5), (900, 60_000, 0.4), (5000, 900_000, 0.3)]
        {
            let tails = logit_normal(k, n, Normal { mean: logit(0.005), spread });
            close(tails.upper.exp() + tails.lower.exp(), 1.0, 1e-4);
        }
    }

    #[test]
    fn large_counts_go_on_from_small_ones() {
        // Across the border between sums and the law of large counts.
        for rate in [0.004, 0.4] {
            for size in [3.0, 80.0] {
                for over in [0.7, 1.3, 2.5] {
                    let (below, above) = (LARGE as f64 * 0.999, LARGE as f64 * 1.001);
                    let shape = Shape { mean: rate, size };
                    let at = |count: f64| {
                        let of = (count / over / rate).round() as u64;
                        beta_binomial(count.round() as u64, of.max(count as u64), shape)
                    };
                    close(at(above).upper, at(below).upper, 0.05);
                    close(at(above).lower, at(below).lower, 0.05);
                }
            }
        }
    }

    #[test]
    fn few_of_many_are_as_when_all_are_summed() {
        for (mean, size) in [(1e-4, 3.0), (1e-3, 80.0), (3e-3, 4000.0), (0.2, 5.0)] {
            let (alpha, beta) = Shape { mean, size }.alpha_beta();
            for count in [0, 1, 7, 90, 600, 1999] {
                let of = 400_000;
                let exact = crate::beta_binomial::tails(count, of, alpha, beta).unwrap();
                let found = few_of_many(count, of, (alpha, beta));
                close(found.lower, exact.mid_p_lower().ln(), 1e-7);
                close(found.upper, exact.mid_p_upper().ln(), 1e-5);
            }
        }
    }

    #[test]
    fn a_trillion_takes_no_time() {
        let shape = Shape { mean: 0.5, size: 1.0 };
        let start = std::time::Instant::now();
        for (count, of) in [
            (500_000_000_000, 1_000_000_000_000),
            (0, 1_000_000_000_000),
            (1_000_000_000_000, 1_000_000_000_000),
            (5, u64::MAX),
            (u64::MAX / 3, u64::MAX),
            (1900, 99_000_000),
            (98_999_000, 99_000_000),
            (3, 40_000_000_000),
        ] {
            for tails in
                [beta_binomial(count, of, shape), logit_normal(count, of, Normal { mean: 0.0, spread: 1.0 })]
            {
                assert!(!tails.upper.is_nan() && !tails.lower.is_nan(), "{count} of {of}: {tails:?}");
            }
        }
        assert!(start.elapsed().as_secs_f64() < 2.0);
    }
}
