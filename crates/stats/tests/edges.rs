//! Values computed by hand, as fractions, where a wrong sign or factor would go unseen elsewhere.

use tizim_stats::double_double::LN_10;
use tizim_stats::{BetaBinomial, DoubleDouble, decimal};

fn close(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() <= 1e-12 * theirs.abs(), "{ours}, expected {theirs}");
}

#[test]
fn the_mean_of_a_beta_binomial() {
    close(BetaBinomial::new(10, 2.0, 3.0).unwrap().mean(), 4.0);
    close(BetaBinomial::new(1, 0.5, 1.5).unwrap().mean(), 0.25);
}

#[test]
fn a_hair_below_a_power_of_ten_is_written_with_its_power() {
    let hair = DoubleDouble::from(1e-28);
    for power in [3.0, -3.0] {
        let exactly = decimal::from_ln(LN_10 * power, 6);
        let below = decimal::from_ln(LN_10 * power - hair, 6);
        assert_eq!(below, exactly, "{power}");
    }
    assert_eq!(decimal::from_ln(LN_10 * 3.0 - DoubleDouble::from(1e-5), 7), "9.999900e2");
}
