//! Functions of one number that the models need.

/// The probability of these log odds.
pub(super) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The log odds of a probability.
pub(super) fn logit(p: f64) -> f64 {
    p.ln() - (-p).ln_1p()
}

/// The derivative of ln Γ at a positive number (NIST Digital Library 5.11.2 after moving the argument up).
pub(super) fn digamma(x: f64) -> f64 {
    let (mut moved, mut below) = (x, 0.0);
    while moved < 10.0 {
        below += 1.0 / moved;
        moved += 1.0;
    }
    let square = 1.0 / (moved * moved);
    moved.ln()
        - 0.5 / moved
        - square * (1.0 / 12.0 - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square / 240.0)))
        - below
}

/// The second derivative of ln Γ at a positive number: the variance of the logarithm of a gamma variable of that shape.
pub(super) fn trigamma(x: f64) -> f64 {
    let (mut moved, mut below) = (x, 0.0);
    while moved < 10.0 {
        below += 1.0 / (moved * moved);
        moved += 1.0;
    }
    let inverse = 1.0 / moved;
    let square = inverse * inverse;
    below
        + inverse
            * (1.0
                + 0.5 * inverse
                + square * (1.0 / 6.0 - square * (1.0 / 30.0 - square * (1.0 / 42.0 - square / 30.0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_of_ln_gamma_are_those_of_tables() {
        // Abramowitz and Stegun 6.3.2 and 6.4.2, and pi²/2.
        assert!((digamma(1.0) + 0.577_215_664_901_532_9).abs() < 1e-11);
        assert!((digamma(0.5) + 1.963_510_026_021_423_5).abs() < 1e-11);
        assert!((trigamma(1.0) - std::f64::consts::PI.powi(2) / 6.0).abs() < 1e-11);
        assert!((trigamma(0.5) - std::f64::consts::PI.powi(2) / 2.0).abs() < 1e-11);
    }
}
