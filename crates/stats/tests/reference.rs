//! Every family against values computed apart from this crate (see `make_reference.py`).
//!
//! The smaller tail must agree to 1e-12 relative in log10, and to 1e-13 in the probability itself where that is in
//! range; the larger tail to 1e-15 absolute. The measured worst errors are printed (`--nocapture`).

#![expect(clippy::unwrap_used, clippy::float_cmp, reason = "helpers of tests, which may panic")]

use tizim_stats::tails::two_sided_by_likelihood;
use tizim_stats::{
    BetaBinomial, Binomial, Discrete, Hypergeometric, LogProbability, Poisson, Probability, Tails, beta,
    chi_square, decimal, interval, normal,
};

/// Rows of a reference file, without its heading.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(2).map(|line| line.split(',').collect())
}

fn real(text: &str) -> f64 {
    text.parse().unwrap()
}

fn whole(text: &str) -> u64 {
    text.parse().unwrap()
}

/// The worst errors of one family.
#[derive(Debug, Default)]
struct Worst {
    cases: usize,
    log10_relative: f64,
    relative: f64,
    larger_absolute: f64,
}

impl Worst {
    fn tail(&mut self, found: LogProbability, log10: &str, value: &str, place: &dyn std::fmt::Debug) {
        if log10 == "-inf" {
            assert_eq!(found.ln(), f64::NEG_INFINITY, "{place:?}");
            return;
        }
        let expected = decimal::parse(value).unwrap();
        if real(value) > 0.5 {
            let off = (found.value() - expected.value()).abs();
            assert!(off < 1e-15, "{place:?}: larger tail off by {off:e}");
            self.larger_absolute = self.larger_absolute.max(off);
            return;
        }
        let log10 = real(log10);
        let off = ((found.log10() - log10) / log10).abs();
        assert!(off < 1e-14, "{place:?}: log10 off by {off:e}");
        self.log10_relative = self.log10_relative.max(off);
        // The probability itself, from the logarithms in double-double, however small it is.
        let expected_ln = decimal::parse_ln(value).unwrap();
        let off = (found.ln_precise() - expected_ln).abs().value();
        assert!(off < 1e-17, "{place:?}: probability off by {off:e}");
        self.relative = self.relative.max(off);
    }

    fn tails(&mut self, tails: &Tails, expected: &[&str], place: &dyn std::fmt::Debug) {
        self.cases += 1;
        let [pmf, cdf, sf, cdf_value, sf_value] = expected else { panic!("five answers") };
        if *pmf != "-inf" {
            let off = ((tails.mass().log10() - real(pmf)) / real(pmf)).abs();
            assert!(off < 1e-14 || tails.mass().value() > 0.999, "{place:?}: mass off by {off:e}");
        }
        self.tail(tails.at_most(), cdf, cdf_value, place);
        self.tail(tails.above(), sf, sf_value, place);
        // The strict and the other tails fit together.
        let sum = tails.below().plus(tails.mass()).plus(tails.above()).value();
        assert!((sum - 1.0).abs() < 1e-15, "{place:?}: the parts make {sum}");
        let both = tails.at_least().value() + tails.below().value();
        assert!((both - 1.0).abs() < 1e-15, "{place:?}: {both}");
    }
}

#[test]
fn binomial() {
    let mut worst = Worst::default();
    for row in rows(include_str!("reference_binomial.csv")) {
        let distribution = Binomial::new(whole(row[0]), Probability::parse(row[1]).unwrap()).unwrap();
        worst.tails(&distribution.tails(whole(row[2])), &row[3..], &&row[..3]);
    }
    println!("binomial {worst:?}");
    assert!(worst.cases > 400);
}

#[test]
fn poisson() {
    let mut worst = Worst::default();
    for row in rows(include_str!("reference_poisson.csv")) {
        let distribution = Poisson::new(decimal::parse(row[0]).unwrap()).unwrap();
        worst.tails(&distribution.tails(whole(row[1])), &row[2..], &&row[..2]);
    }
    println!("poisson {worst:?}");
}

#[test]
fn hypergeometric() {
    let mut worst = Worst::default();
    for row in rows(include_str!("reference_hypergeometric.csv")) {
        let distribution = Hypergeometric::new(whole(row[0]), whole(row[1]), whole(row[2])).unwrap();
        worst.tails(&distribution.tails(whole(row[3])), &row[4..], &&row[..4]);
    }
    println!("hypergeometric {worst:?}");
}

#[test]
fn beta_binomial() {
    let mut worst = Worst::default();
    for row in rows(include_str!("reference_beta_binomial.csv")) {
        let (alpha, beta) = (decimal::parse(row[1]).unwrap(), decimal::parse(row[2]).unwrap());
        let distribution = BetaBinomial::precise(whole(row[0]), alpha, beta).unwrap();
        worst.tails(&distribution.tails(whole(row[3])), &row[4..], &&row[..4]);
    }
    println!("beta-binomial {worst:?}");
}

#[test]
fn continuous() {
    let mut worst = 0.0_f64;
    for row in rows(include_str!("reference_continuous.csv")) {
        let x = real(row[1]);
        let upper = match row[0] {
            "normal" => normal::above(x),
            "chi_square" => chi_square::above(x, real(row[2])).unwrap(),
            _ => beta::incomplete(real(row[2]), real(row[3]), Probability::parse(row[1]).unwrap()).unwrap().1,
        };
        let expected = real(row[4]);
        let off = if real(row[5]) > 0.5 {
            (upper.value() - real(row[5])).abs()
        } else {
            ((upper.log10() - expected) / expected).abs()
        };
        assert!(off < 1e-13, "{row:?}: {} off by {off:e}", upper.log10());
        worst = worst.max(off);
    }
    println!("normal, chi-square, beta: worst {worst:e}");
}

#[test]
fn intervals() {
    let mut worst = [0.0_f64; 4];
    for row in rows(include_str!("reference_intervals.csv")) {
        let (trials, count, level) = (whole(row[0]), whole(row[1]), real(row[2]));
        let found = [
            interval::clopper_pearson(count, trials, level).unwrap(),
            interval::wilson(count, trials, level).unwrap(),
            interval::mid_p(count, trials, level).unwrap(),
            interval::poisson(count, level).unwrap(),
        ];
        for (kind, interval) in found.iter().enumerate() {
            for (limit, expected) in [(interval.low, row[3 + 2 * kind]), (interval.high, row[4 + 2 * kind])] {
                let expected = real(expected);
                let off = (limit - expected).abs() / expected.abs().max(1e-300);
                let off = if limit == expected { 0.0 } else { off };
                assert!(off < 1e-9, "{:?} kind {kind}: {limit} for {expected}, off by {off:e}", &row[..3]);
                worst[kind] = worst[kind].max(off);
            }
        }
    }
    println!("Clopper-Pearson, Wilson, mid-p, Poisson: worst {worst:?}");
}

#[test]
fn two_sided_by_least_likelihood() {
    for row in rows(include_str!("reference_two_sided.csv")) {
        let distribution = Binomial::new(whole(row[0]), Probability::new(real(row[1])).unwrap()).unwrap();
        let found = two_sided_by_likelihood(&distribution, whole(row[2])).unwrap().value();
        let expected = real(row[3]);
        assert!((found - expected).abs() <= 1e-10 * expected + 1e-300, "{row:?}: {found}");
    }
}

#[test]
fn random_effects_as_statsmodels() {
    // statsmodels 0.15.0, combine_effects(..., method_re="dl").
    use tizim_stats::random_effects::{Estimate, fit};
    let estimates =
        [(0.61, 0.0123), (0.30, 0.0400), (0.95, 0.0310), (0.11, 0.0098), (0.47, 0.0220), (0.72, 0.0517)]
            .map(|(value, variance)| Estimate { value, variance });
    let found = fit(&estimates, 0.0).unwrap();
    for (found, expected) in [
        (found.between, 0.080_009_747_125_081_53),
        (found.mean, 0.510_802_470_817_289_4),
        (found.standard_error, 0.132_798_432_762_562_42),
        (found.heterogeneity, 23.899_462_954_889_65),
        (found.centre, 0.439_603_069_664_596_67),
    ] {
        assert!((found / expected - 1.0).abs() < 1e-12, "{found} for {expected}");
    }
}

#[test]
fn counts_beyond_any_support() {
    let poisson = Poisson::new(4.0.into()).unwrap();
    assert!(poisson.tails(u64::MAX).above().ln() < -1e19);
    assert_eq!(poisson.tails(u64::MAX).at_most().value(), 1.0);
    let binomial = Binomial::new(10, Probability::new(0.5).unwrap()).unwrap();
    assert_eq!(binomial.tails(11).at_least(), LogProbability::ZERO);
    assert_eq!(binomial.between(11, 5), LogProbability::ZERO);
    for p in [0.0, 1.0] {
        let sure = Binomial::new(7, Probability::new(p).unwrap()).unwrap();
        let certain = if p == 0.0 { 0 } else { 7 };
        assert_eq!(sure.tails(certain).mass().value(), 1.0);
        assert_eq!(sure.tails(3).mass().value(), 0.0);
        assert_eq!(two_sided_by_likelihood(&sure, certain).unwrap(), LogProbability::ONE);
    }
}
