//! Fast paths against naive twins, and the laws that any answer must obey, on random input.

use proptest::prelude::*;
use tizim_stats::multiple::Procedure;
use tizim_stats::{
    BetaBinomial, Binomial, Discrete, Hypergeometric, Poisson, Probability, beta, chi_square, interval,
};

/// All masses of a small distribution, added up plainly.
fn naive_tails<D: Discrete>(distribution: &D, count: u64) -> (f64, f64) {
    let highest = distribution.highest().unwrap_or(count + 400);
    let add = |range: std::ops::RangeInclusive<u64>| -> f64 {
        range.map(|k| distribution.ln_mass(k).value().exp()).sum()
    };
    (add(distribution.lowest()..=count), if count < highest { add(count + 1..=highest) } else { 0.0 })
}

fn agrees<D: Discrete>(distribution: &D, count: u64) {
    let tails = distribution.tails(count);
    let (lower, upper) = naive_tails(distribution, count);
    assert!(
        (tails.at_most().value() - lower).abs() <= 1e-11 * lower + 1e-15,
        "{} {lower}",
        tails.at_most().value()
    );
    assert!(
        (tails.above().value() - upper).abs() <= 1e-11 * upper + 1e-15,
        "{} {upper}",
        tails.above().value()
    );
    let mid = tails.mid_p_lower().value() + tails.mid_p_upper().value();
    assert!((mid - 1.0).abs() < 1e-14);
    assert!(tails.two_sided().value() <= 1.0);
    assert!(tails.at_least().ln() >= tails.above().ln() && tails.at_most().ln() >= tails.below().ln());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn binomial_twin(trials in 0_u64..300, p in 0.0_f64..=1.0, at in 0.0_f64..=1.0) {
        let distribution = Binomial::new(trials, Probability::new(p).unwrap()).unwrap();
        let count = ((at * (trials + 1) as f64) as u64).min(trials);
        if count >= distribution.lowest() {
            agrees(&distribution, count);
        }
    }

    #[test]
    fn beta_binomial_twin(trials in 0_u64..300, a in -7.0_f64..7.0, b in -7.0_f64..7.0, at in 0.0_f64..=1.0) {
        let distribution = BetaBinomial::new(trials, a.exp(), b.exp()).unwrap();
        agrees(&distribution, ((at * (trials + 1) as f64) as u64).min(trials));
    }

    #[test]
    fn hypergeometric_twin(population in 1_u64..400, m in 0.0_f64..=1.0, d in 0.0_f64..=1.0, at in 0.0_f64..=1.0) {
        let (marked, draws) = ((m * population as f64) as u64, (d * population as f64) as u64);
        let distribution = Hypergeometric::new(population, marked, draws).unwrap();
        let (low, high) = (distribution.lowest(), distribution.highest().unwrap());
        agrees(&distribution, low + ((at * (high - low) as f64) as u64));
    }

    #[test]
    fn poisson_twin(mean in 0.0_f64..60.0, count in 0_u64..100) {
        agrees(&Poisson::new(mean.into()).unwrap(), count);
    }

    #[test]
    fn binomial_is_incomplete_beta(trials in 1_u64..3_000_000, p in 1e-6_f64..0.999_999, z in -12.0_f64..12.0) {
        let probability = Probability::new(p).unwrap();
        let (mean, spread) = (trials as f64 * p, (trials as f64 * p * (1.0 - p)).sqrt());
        let count = (mean + z * spread).round().clamp(1.0, trials as f64) as u64;
        let sum = Binomial::new(trials, probability).unwrap().tails(count);
        let (at_least, below) = beta::incomplete(count as f64, (trials - count + 1) as f64, probability).unwrap();
        prop_assert!((sum.at_least().ln() - at_least.ln()).abs() <= 1e-13 * (1.0 + at_least.ln().abs()));
        prop_assert!((sum.below().ln() - below.ln()).abs() <= 1e-13 * (1.0 + below.ln().abs()));
    }

    #[test]
    fn poisson_is_incomplete_gamma(mean in 1e-3_f64..1e5, z in -9.0_f64..9.0) {
        let count = (mean + z * mean.sqrt()).round().max(0.0) as u64;
        let sum = Poisson::new(mean.into()).unwrap().tails(count).at_most();
        let upper = chi_square::above(2.0 * mean, 2.0 * (count + 1) as f64).unwrap();
        prop_assert!((sum.ln() - upper.ln()).abs() <= 1e-13 * (1.0 + upper.ln().abs()));
    }

    #[test]
    fn huge_concentration_is_binomial(trials in 1_u64..2_000, at in 0.0_f64..1.0) {
        let count = (at * trials as f64) as u64;
        let beta = BetaBinomial::new(trials, 3e13, 7e13).unwrap().tails(count).at_most();
        let binomial = Binomial::new(trials, Probability::parse("0.3").unwrap()).unwrap().tails(count).at_most();
        prop_assert!((beta.ln() - binomial.ln()).abs() < 1e-6 * (1.0 + binomial.ln().abs()));
    }

    #[test]
    fn intervals_are_where_the_tails_say(trials in 1_u64..5_000, at in 0.0_f64..=1.0, level in 0.5_f64..0.9999) {
        let count = ((at * trials as f64).round() as u64).min(trials);
        let tail = (1.0 - level) / 2.0;
        let exact = interval::clopper_pearson(count, trials, level).unwrap();
        if count > 0 {
            let p = Binomial::new(trials, Probability::new(exact.low).unwrap()).unwrap().tails(count);
            prop_assert!((p.at_least().value() / tail - 1.0).abs() < 1e-8);
        }
        if count < trials {
            let p = Binomial::new(trials, Probability::new(exact.high).unwrap()).unwrap().tails(count);
            prop_assert!((p.at_most().value() / tail - 1.0).abs() < 1e-8);
        }
        let mid = interval::mid_p(count, trials, level).unwrap();
        let wilson = interval::wilson(count, trials, level).unwrap();
        prop_assert!(exact.low <= mid.low && mid.high <= exact.high);
        prop_assert!(0.0 <= wilson.low && wilson.low <= wilson.high && wilson.high <= 1.0);
    }

    #[test]
    fn multiple_testing_twin(p in proptest::collection::vec(0.0_f64..=1.0, 0..40)) {
        let tests = p.len() as f64;
        let mut sorted = p.clone();
        sorted.sort_by(f64::total_cmp);
        let harmonic: f64 = (1..=p.len()).map(|rank| 1.0 / rank as f64).sum();
        let naive_up = |value: f64, penalty: f64| {
            (0..sorted.len()).filter(|rank| sorted[*rank] >= value)
                .map(|rank| sorted[rank] * penalty * tests / (rank + 1) as f64).fold(1.0, f64::min)
        };
        let naive_holm = |value: f64| {
            (0..sorted.len()).filter(|rank| sorted[*rank] <= value)
                .map(|rank| sorted[rank] * (tests - rank as f64)).fold(0.0, f64::max).min(1.0)
        };
        let ln: Vec<f64> = p.iter().map(|p| p.ln()).collect();
        for procedure in [Procedure::BenjaminiHochberg, Procedure::BenjaminiYekutieli, Procedure::Holm, Procedure::Bonferroni] {
            let adjusted = procedure.adjust(&p).unwrap();
            let in_logs = procedure.adjust_ln(&ln).unwrap();
            for ((value, adjusted), in_log) in p.iter().zip(adjusted).zip(in_logs) {
                let expected = match procedure {
                    Procedure::BenjaminiHochberg => naive_up(*value, 1.0),
                    Procedure::BenjaminiYekutieli => naive_up(*value, harmonic),
                    Procedure::Holm => naive_holm(*value),
                    _ => (value * tests).min(1.0),
                };
                prop_assert!((adjusted - expected).abs() <= 1e-12);
                prop_assert!((in_log.exp() - adjusted).abs() <= 1e-12);
            }
        }
    }
}

#[test]
fn not_a_number_is_refused() {
    assert!(Procedure::Holm.adjust(&[0.1, f64::NAN]).is_err());
    assert!(Procedure::Holm.adjust(&[0.1, 1.1]).is_err());
    assert!(Procedure::Holm.adjust_ln(&[0.1]).is_err());
    assert!(Procedure::Holm.adjust(&[]).unwrap().is_empty());
}

#[test]
fn limits_of_none_and_of_all_are_exact() {
    use tizim_stats::interval::{clopper_pearson, mid_p, poisson};
    for trials in 1..200_u64 {
        let root = |tail: f64| tail.powf(1.0 / trials as f64);
        let near = |found: f64, exact: f64| (found - exact).abs() <= 2.0 * f64::EPSILON * exact;
        let all = clopper_pearson(trials, trials, 0.95).unwrap();
        assert!(near(all.low, root(0.025)) && near(all.high, 1.0), "{trials} {all:?}");
        let none = clopper_pearson(0, trials, 0.95).unwrap();
        assert!(
            none.low.abs() < f64::MIN_POSITIVE && (none.high + all.low - 1.0).abs() < 1e-15,
            "{trials} {none:?}"
        );
        assert!(near(mid_p(trials, trials, 0.95).unwrap().low, root(0.05)), "{trials}");
    }
    assert_eq!(clopper_pearson(1, 1, 0.95).unwrap().low.to_string(), "0.025");
    assert!((poisson(0, 0.95).unwrap().high + 0.025_f64.ln()).abs() < 1e-15);
}

#[test]
fn a_number_that_vanishes_is_an_error_and_one_that_is_tiny_is_printed() {
    use tizim_stats::requests::{Request, evaluate};
    let request = Request::from_json(
        r#"{"binomial": [{"n": 1, "p": "1e-9000000", "k": 0}], "multiple_testing": [{"p": ["1e-9000000"]}]}"#,
    )
    .unwrap();
    let response = evaluate(&request);
    assert_eq!(response.errors, 1);
    assert!(response.answers["binomial"][0]["error"].as_str().unwrap().contains("`p`"));
    assert_eq!(response.answers["multiple_testing"][0]["bonferroni_adjusted"][0], "1e-9000000");
}
