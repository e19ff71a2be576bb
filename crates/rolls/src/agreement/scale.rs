//! For how many pairs of namesakes each pair of a sample of names stands, and how sure that is.
//!
//! Counters of all rows tell how many pairs of one name and birth year there are; what is summed over the names of the sample
//! is to its counted pairs as the same sum over all names is to all of those, nearly. This is a ratio estimate (Cochran,
//! *Sampling Techniques*, 3rd ed. 1977, section 6.3): its error is that of the counters, and what the names of the sample
//! give more or less than their counted pairs let expect. Where names are more alike in what they give than in that, their
//! mere number tells more.

use std::collections::BTreeMap;

/// What the sums over the names of a sample stand for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scale {
    /// For how many pairs each stands.
    pub(crate) pairs: f64,
    /// The square of the relative error of the counters.
    pub(crate) doubt: f64,
    /// The part of the names that was not seen.
    unseen: f64,
    /// By name, the pairs that the counters count; empty where they are not asked.
    counted: BTreeMap<u64, f64>,
    /// The sum of these, and of their squares.
    total: f64,
    squares: f64,
}

/// Pairs of one name and birth year, by the odds of each year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamePairs {
    pub(crate) name: u64,
    /// Those that are looked at.
    pub(crate) model: f64,
    /// Those that the counters count.
    pub(crate) counted: f64,
}

/// A sum over names, with what its error hangs on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OverNames {
    pub(crate) sum: f64,
    squares: f64,
    /// Of what each name gives, times its counted pairs.
    crossed: f64,
}

impl OverNames {
    /// Adds what a name gives, of which the counters count so many pairs ([`Scale::counted`]).
    pub(crate) fn add(&mut self, of_name: f64, counted: f64) {
        self.sum += of_name;
        self.squares += of_name * of_name;
        self.crossed += of_name * counted;
    }
}

impl Scale {
    /// Of all names.
    pub(crate) const WHOLE: Self = Self::of_names(1.0);

    /// By the number of names alone: each of the sample stands for so many.
    pub(crate) const fn of_names(weight: f64) -> Self {
        let unseen = if weight > 1.0 { 1.0 - 1.0 / weight } else { 0.0 };
        Self { pairs: weight, doubt: 0.0, unseen, counted: BTreeMap::new(), total: 0.0, squares: 0.0 }
    }

    /// By the number of names or by counters of all rows, whichever tells more: `counted` are all pairs of one name and year
    /// by the odds of each year, with this variance.
    pub(crate) fn of(weight: f64, names: &[NamePairs], counted: f64, variance: f64) -> Self {
        let by_names = Self::of_names(weight);
        let total: f64 = names.iter().map(|name| name.counted).sum();
        if weight <= 1.0 || counted <= 0.0 || total <= 0.0 {
            return by_names;
        }
        let by_counters = Self {
            pairs: counted / total,
            doubt: variance / (counted * counted),
            counted: names.iter().map(|name| (name.name, name.counted)).collect(),
            total,
            squares: names.iter().map(|name| name.counted * name.counted).sum(),
            ..by_names
        };
        let mut model = OverNames::default();
        for name in names {
            model.add(name.model, name.counted);
        }
        let relative =
            |scale: &Self| scale.variance(&model) / (scale.pairs * model.sum).powi(2) + scale.doubt;
        if model.sum > 0.0 && relative(&by_counters) < relative(&by_names) { by_counters } else { by_names }
    }

    /// The same where only the names of the sample up to this one could be looked at, in the order of their hashes, and these
    /// are one in so many by what is looked for.
    pub(crate) fn up_to(&self, last: u64, more: f64) -> Self {
        let counted: BTreeMap<u64, f64> =
            self.counted.range(..=last).map(|(name, pairs)| (*name, *pairs)).collect();
        let total: f64 = counted.values().sum();
        if total <= 0.0 {
            return Self { doubt: self.doubt, ..Self::of_names(self.pairs * more) };
        }
        let part = counted.len() as f64 / self.counted.len() as f64;
        Self {
            pairs: self.pairs * self.total / total,
            doubt: self.doubt,
            unseen: 1.0 - (1.0 - self.unseen) * part,
            total,
            squares: counted.values().map(|pairs| pairs * pairs).sum(),
            counted,
        }
    }

    /// The pairs of a name that the counters count; 0 where they are not asked.
    pub(crate) fn counted(&self, name: u64) -> f64 {
        self.counted.get(&name).copied().unwrap_or(0.0)
    }

    /// The variance of a sum over all names, of which this one over the sample tells, as far as names that were not seen
    /// differ from those that were; what the counters leave open ([`Self::doubt`]) comes to it.
    pub(crate) fn variance(&self, sum: &OverNames) -> f64 {
        self.unseen * self.pairs * self.pairs * self.unevenness(sum)
    }

    /// The squares of what names give more or less than their counted pairs let expect.
    fn unevenness(&self, sum: &OverNames) -> f64 {
        let each = if self.total > 0.0 { sum.sum / self.total } else { 0.0 };
        (sum.squares - 2.0 * each * sum.crossed + each * each * self.squares).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(pairs: &[(f64, f64)]) -> Vec<NamePairs> {
        let pairs = pairs.iter().zip(0..);
        pairs.map(|(&(model, counted), name)| NamePairs { name, model, counted }).collect()
    }

    fn over(scale: &Scale, names: &[NamePairs]) -> OverNames {
        let mut sum = OverNames::default();
        for name in names {
            sum.add(name.model, scale.counted(name.name));
        }
        sum
    }

    #[test]
    fn counters_tell_more_where_names_give_in_proportion() {
        let names = names(&[(1.0, 10.0), (2.0, 20.0), (40.0, 400.0)]);
        let scale = Scale::of(4.0, &names, 2150.0, 430.0);
        assert!((scale.pairs - 5.0).abs() < 1e-12);
        assert!((scale.doubt - 430.0 / 2150.0 / 2150.0).abs() < 1e-15);
        // 43 of 430 counted pairs, each name in the same proportion: nothing but the counters is unsure.
        assert!(scale.variance(&over(&scale, &names)) < 1e-6);
    }

    #[test]
    fn what_differs_from_name_to_name_is_unsure() {
        let names = names(&[(3.0, 10.0), (0.0, 10.0), (0.0, 400.0), (9.0, 0.0)]);
        let scale = Scale::of(4.0, &names, 1680.0, 1.0);
        // By hand: 12 of 420 is 1/35; the squares of 3 - 10/35, 10/35, 400/35 and 9; of the number alone 3² and 9².
        let each = 12.0 / 420.0;
        let by_hand = (3.0_f64 - 10.0 * each).powi(2) + (10.0 * each).powi(2) + (400.0 * each).powi(2) + 81.0;
        assert!(by_hand > 90.0 && scale == Scale::of_names(4.0), "{scale:?}");
        let variance = scale.variance(&over(&scale, &names));
        assert!((variance - 0.75 * 16.0 * 90.0).abs() < 1e-9, "{variance}");
    }

    #[test]
    fn of_all_names_nothing_is_unsure() {
        let names = names(&[(3.0, 10.0), (0.0, 10.0)]);
        assert_eq!(Scale::of(1.0, &names, 20.0, 1.0), Scale::WHOLE);
        assert!(Scale::WHOLE.variance(&over(&Scale::WHOLE, &names)) < f64::MIN_POSITIVE);
        assert_eq!(Scale::WHOLE.up_to(9, 3.0), Scale::of_names(3.0));
    }

    #[test]
    fn the_first_names_of_a_sample_are_a_smaller_one() {
        let names = names(&[(1.0, 10.0), (2.0, 20.0), (7.0, 70.0), (10.0, 100.0)]);
        let scale = Scale::of(4.0, &names, 1000.0, 10.0);
        assert_eq!(scale.up_to(3, 1.0), scale);
        // 30 of 1,000 counted pairs, two of sixteen names.
        let first = scale.up_to(1, 9.0);
        assert!(
            (first.pairs - 1000.0 / 30.0).abs() < 1e-12 && (first.unseen - 0.875).abs() < 1e-12,
            "{first:?}"
        );
        assert!(first.variance(&over(&first, &names[..2])) < 1e-6);
        assert!(first.counted(2) < f64::MIN_POSITIVE);
    }
}
