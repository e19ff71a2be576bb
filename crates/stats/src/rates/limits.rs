//! The limits within which honest units of a size lie, for a funnel: a reader sees which units lie outside, though each was
//! judged against its own peers.

use super::fit::robust;
use super::tail::{MidTails, beta_binomial, logit_normal};
use super::{Normal, Shape, Stop, Unit, shape};

/// How all units spread, whatever their group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    normal: Normal,
    beta: Shape,
    beta_is_likelier: bool,
}

impl Limits {
    /// The law of all units together, differences between groups included, odd ones set aside; `None` for no unit with a
    /// total.
    pub fn of(units: &[Unit], stop: Stop<'_>) -> Option<Self> {
        let units: Vec<Unit> = units.iter().copied().filter(|unit| unit.total > 0).collect();
        if units.is_empty() {
            return None;
        }
        let fit = robust(&[units], 0.0, stop);
        let beta = shape::fit(&fit.kept, 0.0);
        Some(Self {
            normal: Normal { mean: *fit.centres.first()?, spread: fit.spread },
            beta: Shape { mean: *beta.means.first()?, size: beta.size },
            beta_is_likelier: beta.ln_likelihood >= fit.ln_likelihood(),
        })
    }

    fn tails(&self, count: u64, total: u64) -> MidTails {
        if self.beta_is_likelier {
            beta_binomial(count, total, self.beta)
        } else {
            logit_normal(count, total, self.normal)
        }
    }

    /// The least and largest count of a unit of this total, above zero, that lie within the limits of this level (0.95,
    /// say): at most half of the rest of honest units lies beyond either.
    pub fn at(&self, total: u64, level: f64) -> (u64, u64) {
        let beyond = ((1.0 - level) / 2.0).ln();
        // The first count whose tail beyond is small enough; tails fall as counts rise.
        let first = |outside: &dyn Fn(u64) -> bool| {
            let (mut low, mut high) = (0, total);
            while low < high {
                let middle = u64::midpoint(low, high);
                if outside(middle) { high = middle } else { low = middle + 1 }
            }
            low
        };
        let above = first(&|count| self.tails(count, total).upper <= beyond);
        let below = first(&|count| self.tails(count, total).lower > beyond);
        (
            below.min(above),
            if self.tails(above, total).upper <= beyond { above.saturating_sub(1) } else { above },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::generators::Random;
    use super::*;

    #[test]
    fn limits_hold_what_they_say() {
        for law in 0..2 {
            let mut random = Random::new(5 + law);
            let units: Vec<Unit> = (0..4000)
                .map(|_| {
                    let total = 100 + random.below(2900);
                    let rate =
                        0.004 * if law == 0 { random.gamma(4.0) } else { (0.5 * random.normal()).exp() };
                    Unit { count: random.binomial(total, rate.min(0.5)), total }
                })
                .collect();
            let limits = Limits::of(&units, &|| false).unwrap();
            for (level, least, most) in [(0.95, 0.02, 0.06), (0.998, 0.0, 0.004)] {
                let outside = |unit: &&Unit| {
                    let (low, high) = limits.at(unit.total, level);
                    !(low..=high).contains(&unit.count)
                };
                let share = units.iter().filter(outside).count() as f64 / units.len() as f64;
                assert!((least..=most).contains(&share), "{law}, {level}: {share}");
            }
        }
    }
}
