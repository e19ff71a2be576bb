//! How large the largest of many whole numbers may be: from which number on one is out of line with the others.
//!
//! Above a high mark whole numbers fall off by a discrete generalised Pareto law, whatever law they follow as a whole
//! (Pickands 1975; discrete: Shimura, "Discretization of distributions in the maximum domain of attraction", Extremes 15
//! (2012)): P(X >= mark + j, given X >= mark) = (1 + shape j / scale)^(-1/shape), and exp(-j / scale) for shape 0, which is
//! the geometric law. Both parameters are fitted by maximum likelihood. The largest numbers may be those that are sought, so
//! all above an upper mark are counted as that and no more (censored). The shape is taken at the upper end of its 95 %
//! interval by likelihood, never below 0: a tail that is lighter is judged as geometric. The mark is
//! as high as leaves enough numbers to fit, since a few large ones of another kind (houses of flats among cottages) show
//! themselves only high up.

use std::collections::BTreeMap;

use crate::error::StatsError;

/// Where numbers come to be out of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// The median.
    pub median: u64,
    /// The smallest number that is out of line.
    pub threshold: u64,
}

/// Fewer numbers show no tail.
pub const FEWEST: u64 = 100;
/// The marks above which a tail is fitted, as shares of all numbers below them: the first that leaves enough.
const MARKS: [f64; 3] = [0.99, 0.97, 0.9];
/// Numbers above this share are censored, and at least five of them.
const CENSORED: f64 = 0.999;
const AT_LEAST_CENSORED: f64 = 5.5;
/// Fewer numbers between mark and censoring do not show their tail as long as a lower mark leaves more.
const FEWEST_IN_TAIL: f64 = 500.0;
/// Shapes that are tried.
const SHAPES: u32 = 60;
const LARGEST_SHAPE: f64 = 1.5;
/// Half the 90 % quantile of chi-square with one degree of freedom: the upper end of a one-sided 95 % interval.
const WITHIN: f64 = 1.352_771_727_047_7;

/// From which number on one is out of line, given how many numbers of each size there are: fewer than `expected` of so
/// large ones would be expected among all, so that honest numbers raise an alarm in no more than that share of cases.
///
/// # Errors
/// [`StatsError::TooFew`] for fewer than [`FEWEST`] numbers; [`StatsError::LevelOutside`] unless `expected` lies
/// between 0 and 1.
///
/// # Example
/// ```
/// // Households, halving with each further person; one hostel.
/// let mut sizes: std::collections::BTreeMap<u64, u64> = (1..=16).map(|size| (size, 100_000 >> size)).collect();
/// sizes.insert(60, 1);
/// let usual = tizim_stats::extremes::usual(&sizes, 0.05)?;
/// assert!((20..60).contains(&usual.threshold));
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn usual(sizes: &BTreeMap<u64, u64>, expected: f64) -> Result<Usual, StatsError> {
    if !(expected > 0.0 && expected < 1.0) {
        return Err(StatsError::LevelOutside);
    }
    let all: u64 = sizes.values().fold(0, |sum, count| sum.saturating_add(*count));
    if all < FEWEST {
        return Err(StatsError::TooFew);
    }
    let end = f64::min(CENSORED, 1.0 - AT_LEAST_CENSORED / all as f64);
    let (median, end) = (quantile(sizes, all, 0.5), quantile(sizes, all, end));
    let tails = MARKS.map(|share| Tail::above(sizes, quantile(sizes, all, share), end));
    let enough = |tail: &&Tail| tail.inside() >= FEWEST_IN_TAIL;
    let tail = tails.iter().find(enough).unwrap_or(&tails[MARKS.len() - 1]);
    let threshold = tail.threshold(expected).max(end.saturating_add(1));
    Ok(Usual { median, threshold })
}

/// The smallest number that more than this share of all does not exceed.
fn quantile(sizes: &BTreeMap<u64, u64>, all: u64, share: f64) -> u64 {
    let mut left = (all as f64 * share).floor() as u64;
    for (size, count) in sizes {
        if left < *count {
            return *size;
        }
        left -= count;
    }
    sizes.keys().next_back().copied().unwrap_or(0)
}

/// The numbers from a mark on.
struct Tail {
    mark: u64,
    /// Steps above the mark, and how many numbers are so far up.
    steps: Vec<(f64, f64)>,
    /// How many are beyond the last step that is looked at, and that step's end.
    censored: f64,
    end: f64,
}

/// A law of the steps.
#[derive(Clone, Copy)]
struct Law {
    shape: f64,
    scale: f64,
}

impl Law {
    /// ln P(X >= mark + steps).
    fn ln_from(self, steps: f64) -> f64 {
        if self.shape < 1e-9 {
            -steps / self.scale
        } else {
            -(self.shape * steps / self.scale).ln_1p() / self.shape
        }
    }
}

impl Tail {
    fn above(sizes: &BTreeMap<u64, u64>, mark: u64, end: u64) -> Self {
        let end = end.max(mark);
        let step = |(size, count): (&u64, &u64)| ((*size - mark) as f64, *count as f64);
        Self {
            mark,
            steps: sizes.range(mark..=end).map(step).collect(),
            censored: sizes.range(end.saturating_add(1)..).map(|(_, count)| *count as f64).sum(),
            end: (end - mark) as f64 + 1.0,
        }
    }

    fn inside(&self) -> f64 {
        self.steps.iter().map(|(_, count)| count).sum()
    }

    fn ln_likelihood(&self, law: Law) -> f64 {
        let inside: f64 = self
            .steps
            .iter()
            .map(|(step, count)| {
                let (from, beyond) = (law.ln_from(*step), law.ln_from(step + 1.0));
                count * (from + (-(beyond - from).exp_m1()).max(f64::MIN_POSITIVE).ln())
            })
            .sum();
        inside + self.censored * law.ln_from(self.end)
    }

    /// The likeliest scale for a shape, by golden section on its logarithm.
    fn with_shape(&self, shape: f64) -> (f64, Law) {
        const GOLDEN: f64 = 0.618_033_988_749_894_9;
        let at = |ln_scale: f64| {
            let law = Law { shape, scale: ln_scale.exp() };
            (self.ln_likelihood(law), law)
        };
        let (mut low, mut high) = (-3.0, (self.end.max(2.0) * 20.0).ln());
        for _ in 0..40 {
            let (left, right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
            if at(left).0 >= at(right).0 { high = right } else { low = left }
        }
        at(f64::midpoint(low, high))
    }

    /// The least number of which fewer than `expected` are expected.
    fn threshold(&self, expected: f64) -> u64 {
        let shapes = (0..=SHAPES).map(|step| LARGEST_SHAPE * f64::from(step) / f64::from(SHAPES));
        let fits: Vec<(f64, Law)> = shapes.map(|shape| self.with_shape(shape)).collect();
        let best = fits.iter().map(|(ln_likelihood, _)| *ln_likelihood).fold(f64::NEG_INFINITY, f64::max);
        let Some((_, law)) = fits.iter().rev().find(|(ln_likelihood, _)| *ln_likelihood >= best - WITHIN)
        else {
            return u64::MAX;
        };
        let wanted = (expected / (self.inside() + self.censored)).ln();
        let steps = if law.shape < 1e-9 {
            -wanted * law.scale
        } else {
            (-law.shape * wanted).exp_m1() * law.scale / law.shape
        };
        self.mark.saturating_add(steps.ceil() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_excess_is_not_the_e_folding() {
        // Geometric with a quarter going on: the law's own threshold is known. ln 4 per step, and not 1 / mean excess = 3.
        let sizes: BTreeMap<u64, u64> =
            (0..12).map(|step| (1 + step, 3 * 4_u64.pow(11 - step as u32))).collect();
        let all: u64 = sizes.values().sum();
        let exact = 1.0 + (all as f64 / 0.05).ln() / 4_f64.ln();
        let found = usual(&sizes, 0.05).unwrap().threshold;
        assert!((exact.ceil() as u64..exact.ceil() as u64 + 4).contains(&found), "{found} {exact}");
    }

    #[test]
    fn edges() {
        assert_eq!(usual(&BTreeMap::from([(1, 99)]), 0.05), Err(StatsError::TooFew));
        assert_eq!(usual(&BTreeMap::from([(1, 100)]), 1.0), Err(StatsError::LevelOutside));
        // All alike: the next ones are out of line.
        let same = usual(&BTreeMap::from([(3, 1000)]), 0.05).unwrap();
        assert!(same.median == 3 && (4..20).contains(&same.threshold), "{same:?}");
        assert!(usual(&BTreeMap::from([(u64::MAX, 500), (1, 500)]), 0.05).is_ok());
    }
}
