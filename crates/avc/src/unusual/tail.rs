//! Tails of counts in plain `f64` logarithms, fast enough for every precinct of a country and every node of an
//! integral. The printed binomial p-values come from `tizim_stats`, which carries 31 digits; here some ten are enough
//! to compare units, and the tests hold the two against each other.

use std::f64::consts::{LN_2, PI};

/// Mid-p tails of one count, as natural logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct MidTails {
    /// ln of P(X > k) + P(X = k) / 2.
    pub(crate) upper: f64,
    /// ln of P(X < k) + P(X = k) / 2.
    pub(crate) lower: f64,
}

/// ln Γ(x) for x > 0, by Stirling's series after moving x above 20.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    let mut shift = 1.0;
    let mut moved = x;
    while moved < 20.0 {
        shift *= moved;
        moved += 1.0;
    }
    let inverse = 1.0 / (moved * moved);
    let series = (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / moved;
    (moved - 0.5) * moved.ln() - moved + 0.5 * (2.0 * PI).ln() + series - shift.ln()
}

/// ln of `n` over `k`.
pub(crate) fn ln_choose(n: f64, k: f64) -> f64 {
    ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
}

/// Sum of a row of terms relative to the first, which is 1: stops when a term no longer counts.
fn relative_sum(steps: u64, mut ratio: impl FnMut(u64) -> f64) -> f64 {
    let (mut term, mut sum) = (1.0_f64, 0.0_f64);
    for step in 0..steps {
        term *= ratio(step);
        sum += term;
        if term <= sum * 1e-13 {
            break;
        }
    }
    sum
}

/// Both tails from ln P(X = k) and the sum of the terms on the side that is summed, relative to P(X = k).
fn from_side(ln_mass: f64, relative: f64, summed_upper: bool) -> MidTails {
    let near = ln_mass + (relative + 0.5).ln();
    // ln(1 - e^near), kept below zero where rounding lets the near side reach one.
    let far = if near > -LN_2 { (-near.exp_m1()).max(f64::MIN_POSITIVE).ln() } else { (-near.exp()).ln_1p() };
    if summed_upper { MidTails { upper: near, lower: far } } else { MidTails { upper: far, lower: near } }
}

/// Mid-p tails of a binomial count, with ln of `n` over `k` reckoned beforehand.
pub(crate) fn binomial_with(ln_choose: f64, k: u64, n: u64, p: f64) -> MidTails {
    let (count, of) = (k as f64, n as f64);
    let ln_mass = ln_choose + count * p.ln() + (of - count) * (-p).ln_1p();
    let odds = p / (1.0 - p);
    if count >= of * p {
        let ratio = |step: u64| (of - count - step as f64) / (count + step as f64 + 1.0) * odds;
        from_side(ln_mass, relative_sum(n - k, ratio), true)
    } else {
        let ratio = |step: u64| (count - step as f64) / (of - count + step as f64 + 1.0) / odds;
        from_side(ln_mass, relative_sum(k, ratio), false)
    }
}

/// Mid-p tails of a binomial count; `p` strictly between 0 and 1, `k` at most `n`.
pub(crate) fn binomial(k: u64, n: u64, p: f64) -> MidTails {
    binomial_with(ln_choose(n as f64, k as f64), k, n, p)
}

/// Mid-p tails of a beta-binomial count; `alpha` and `beta` above zero, `k` at most `n`.
pub(crate) fn beta_binomial(k: u64, n: u64, alpha: f64, beta: f64) -> MidTails {
    let (count, of) = (k as f64, n as f64);
    let ln_beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let ln_mass = ln_choose(of, count) + ln_beta(count + alpha, of - count + beta) - ln_beta(alpha, beta);
    if count >= of * alpha / (alpha + beta) {
        let ratio = |step: u64| {
            let at = count + step as f64;
            (of - at) * (at + alpha) / ((at + 1.0) * (of - at - 1.0 + beta))
        };
        from_side(ln_mass, relative_sum(n - k, ratio), true)
    } else {
        let ratio = |step: u64| {
            let at = count - step as f64;
            at * (of - at + beta) / ((of - at + 1.0) * (at - 1.0 + alpha))
        };
        from_side(ln_mass, relative_sum(k, ratio), false)
    }
}

pub(crate) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

pub(crate) fn logit(p: f64) -> f64 {
    p.ln() - (-p).ln_1p()
}

/// ln of a sum of exponentials.
fn ln_sum(terms: &[f64]) -> f64 {
    let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY {
        return top;
    }
    top + terms.iter().map(|term| (term - top).exp()).sum::<f64>().ln()
}

/// Beyond this many on either side a count is normal on the scale of log odds to more digits than are needed.
const NORMAL_FROM: u64 = 2000;
/// Step of the integral over standard deviations.
const STEP: f64 = 0.1;

/// Mid-p tails of a binomial count whose log odds are normal with this mean and standard deviation.
pub(crate) fn logit_normal(k: u64, n: u64, mean: f64, spread: f64) -> MidTails {
    if spread < 1e-6 {
        return binomial(k, n, clamp(logistic(mean)));
    }
    let (count, of) = (k as f64, n as f64);
    let own = logit((count + 0.5) / (of + 1.0));
    if k.min(n - k) > NORMAL_FROM {
        let sampling = 1.0 / count + 1.0 / (of - count);
        let z = (own - mean) / (spread * spread + sampling).sqrt();
        return MidTails { upper: ln_normal_upper(z), lower: ln_normal_upper(-z) };
    }
    let ln_choose = ln_choose(of, count);
    // The count draws the integral towards its own log odds: the nodes must reach there and a little beyond.
    let pull = (own - mean) / spread;
    let (low, high) = ((-8.0_f64).min(pull - 3.0).max(-40.0), 8.0_f64.max(pull + 3.0).min(40.0));
    let nodes = ((high - low) / STEP).ceil() as usize;
    let (mut upper, mut lower) = (Vec::with_capacity(nodes + 1), Vec::with_capacity(nodes + 1));
    let ln_weight = STEP.ln() - 0.5 * (2.0 * PI).ln();
    for node in 0..=nodes {
        let z = low + node as f64 * STEP;
        let tails = binomial_with(ln_choose, k, n, clamp(logistic(mean + spread * z)));
        let weight = ln_weight - 0.5 * z * z;
        upper.push(weight + tails.upper);
        lower.push(weight + tails.lower);
    }
    MidTails { upper: ln_sum(&upper).min(0.0), lower: ln_sum(&lower).min(0.0) }
}

fn clamp(p: f64) -> f64 {
    p.clamp(1e-300, 1.0 - 1e-12)
}

/// ln P(Z > z), by the continued fraction of Mills' ratio beyond 3 and by an integral below.
fn ln_normal_upper(z: f64) -> f64 {
    if z > 3.0 {
        let mut fraction = z;
        for term in (1..=60).rev() {
            fraction = z + f64::from(term) / fraction;
        }
        return -0.5 * z * z - 0.5 * (2.0 * PI).ln() - fraction.ln();
    }
    if z < -3.0 {
        return (-ln_normal_upper(-z).exp()).ln_1p();
    }
    // Series of the distribution function about zero (Marsaglia 2004).
    let (mut term, mut sum) = (z, z);
    for index in 1..60 {
        term *= z * z / f64::from(2 * index + 1);
        sum += term;
    }
    (0.5 - sum * (-0.5 * z * z).exp() / (2.0 * PI).sqrt()).ln()
}

/// Mean and variance of a logit-normal probability.
pub(crate) fn logit_normal_moments(mean: f64, spread: f64) -> (f64, f64) {
    let (mut total, mut first, mut second) = (0.0, 0.0, 0.0);
    for node in -40_i32..=40 {
        let z = f64::from(node) * 0.2;
        let weight = (-0.5 * z * z).exp();
        let p = logistic(mean + spread * z);
        total += weight;
        first += weight * p;
        second += weight * p * p;
    }
    let mean = first / total;
    (mean, (second / total - mean * mean).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(one: f64, other: f64, relative: f64) {
        assert!((one - other).abs() <= relative * other.abs().max(1.0), "{one} against {other}");
    }

    #[test]
    fn binomial_tails_agree_with_the_exact_ones() {
        for (k, n, p) in [
            (0, 172_543, 0.01),
            (3, 1200, 0.003),
            (20, 1200, 0.003),
            (22, 30, 0.6),
            (35_951, 11_947_995, 0.003),
        ] {
            let exact = tizim_stats::binomial::tails(k, n, p).unwrap();
            let fast = binomial(k, n, p);
            close(fast.upper, exact.mid_p_upper().ln(), 1e-7);
            close(fast.lower, exact.mid_p_lower().ln(), 1e-7);
        }
    }

    #[test]
    fn beta_binomial_tails_agree_with_the_exact_ones() {
        for (k, n, alpha, beta) in
            [(0, 50, 2.0, 30.0), (9, 1500, 4.0, 1300.0), (40, 1500, 4.0, 1300.0), (12, 12, 0.005, 50.0)]
        {
            let exact = tizim_stats::beta_binomial::tails(k, n, alpha, beta).unwrap();
            let fast = beta_binomial(k, n, alpha, beta);
            close(fast.upper, exact.mid_p_upper().ln(), 1e-7);
            close(fast.lower, exact.mid_p_lower().ln(), 1e-7);
        }
    }

    #[test]
    fn a_mixture_without_spread_is_the_binomial() {
        let (plain, mixed) = (binomial(12, 1500, 0.004), logit_normal(12, 1500, logit(0.004), 1e-4));
        close(mixed.upper, plain.upper, 1e-4);
        close(mixed.lower, plain.lower, 1e-4);
    }

    #[test]
    fn both_tails_of_a_mixture_add_up() {
        for (k, n, spread) in
            [(0, 40, 0.3), (5, 1500, 0.8), (60, 1500, 0.5), (900, 60_000, 0.4), (5000, 900_000, 0.3)]
        {
            let tails = logit_normal(k, n, logit(0.005), spread);
            close(tails.upper.exp() + tails.lower.exp(), 1.0, 1e-4);
        }
    }

    #[test]
    fn the_normal_tail_is_that_of_tables() {
        close(ln_normal_upper(1.959_963_984_540_054), 0.025_f64.ln(), 1e-10);
        close(ln_normal_upper(4.0), 3.167_124_183_311_992e-5_f64.ln(), 1e-10);
        close(ln_normal_upper(-4.0), (-3.167_124_183_311_992e-5_f64).ln_1p(), 1e-10);
    }

    #[test]
    fn logarithms_of_factorials_are_right() {
        close(ln_gamma(11.0), 3_628_800_f64.ln(), 1e-13);
        close(ln_gamma(0.5), PI.sqrt().ln(), 1e-13);
        close(ln_choose(50.0, 25.0), 126_410_606_437_752_f64.ln(), 1e-12);
    }
}
