//! The indices of malapportionment, each as a function of electorates and seats.
//!
//! Write `p` for a unit's share of the people, `s` for its share of the seats, `q` for people per seat in the whole.
//! Most indices are an f-divergence, a sum over units of a convex function of `p` and `s`; [`Index::term`] is that
//! function, on which the guaranteed bounds of [`crate::bounds`] rest.

use serde::Serialize;

use crate::measure::lorenz::{gini, share_for_majority};

/// An index of malapportionment; all are 0 for equal districts, but for [`Index::MaxMinRatio`] (1) and
/// [`Index::DauerKelsay`] (just over one half).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Index {
    /// Largest over smallest electorate per seat.
    MaxMinRatio,
    /// Largest minus smallest deviation from the quota (the "overall range" of US law).
    TotalRange,
    /// Mean absolute deviation from the quota, weighted by seats.
    MeanAbsDeviation,
    /// Root mean square deviation from the quota, weighted by seats.
    RmsDeviation,
    /// Standard deviation of electorate per seat over its mean, units unweighted, divisor n.
    Cv,
    /// Half the sum of absolute differences of seat share and people's share (Loosemore and Hanby 1971; Samuels and
    /// Snyder 2001 for districts).
    Mal,
    /// Least squares index: root of half the sum of squared differences of shares (Gallagher 1991).
    Gallagher,
    /// Gini coefficient of seats over people.
    Gini,
    /// Smallest share of the people whose units elect a majority of the seats (Dauer and Kelsay 1955).
    DauerKelsay,
    /// Sum of s ln(s/p) (Theil 1967).
    TheilT,
    /// Sum of p ln(p/s), the mean log deviation (Theil 1967).
    TheilL,
    /// ln of the sum of p exp(1 - s/p) (Kolm 1976, parameter 1).
    Kolm,
    /// Mean absolute difference of shares over units (Rae 1967).
    Rae,
    /// Sum of (s - p)^2 / p, without a root (Sainte-Laguë 1910).
    SainteLague,
    /// Atkinson's index with aversion 1/2 (Atkinson 1970).
    Atkinson05,
    /// Atkinson's index with aversion 1.
    Atkinson1,
}

impl Index {
    /// All of them, in the order of the contract.
    pub const ALL: [Self; 16] = [
        Self::MaxMinRatio,
        Self::TotalRange,
        Self::MeanAbsDeviation,
        Self::RmsDeviation,
        Self::Cv,
        Self::Mal,
        Self::Gallagher,
        Self::Gini,
        Self::DauerKelsay,
        Self::TheilT,
        Self::TheilL,
        Self::Kolm,
        Self::Rae,
        Self::SainteLague,
        Self::Atkinson05,
        Self::Atkinson1,
    ];

    /// Whether it divides by the people of single units, so that one without people makes it infinite.
    pub fn divides_by_people(self) -> bool {
        matches!(self, Self::MaxMinRatio | Self::TheilT | Self::SainteLague)
    }

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::MaxMinRatio => "max_min_ratio",
            Self::TotalRange => "total_range",
            Self::MeanAbsDeviation => "mean_abs_deviation",
            Self::RmsDeviation => "rms_deviation",
            Self::Cv => "cv",
            Self::Mal => "mal",
            Self::Gallagher => "gallagher",
            Self::Gini => "gini",
            Self::DauerKelsay => "dauer_kelsay",
            Self::TheilT => "theil_t",
            Self::TheilL => "theil_l",
            Self::Kolm => "kolm",
            Self::Rae => "rae",
            Self::SainteLague => "sainte_lague",
            Self::Atkinson05 => "atkinson_05",
            Self::Atkinson1 => "atkinson_1",
        }
    }

    /// The index of units with these electorates and seats (slices of one length).
    ///
    /// Infinite where a unit without people or without seats makes it so: the ratio with either, `theil_t` and
    /// `sainte_lague` with a unit without people, `theil_l`, `rms_deviation` and `total_range` with one without
    /// seats. NaN where it is not defined: no people, no seats, or `cv` with a unit without seats.
    ///
    /// ```
    /// use tizim_districts::Index;
    /// let (people, seats) = ([1.0, 1.0, 1.0, 1.0, 6.0], [1; 5]);
    /// assert!((Index::Mal.of(&people, &seats) - 0.4).abs() < 1e-12);
    /// assert!((Index::MaxMinRatio.of(&people, &seats) - 6.0).abs() < 1e-12);
    /// assert!((Index::DauerKelsay.of(&people, &seats) - 0.3).abs() < 1e-12);
    /// ```
    pub fn of(self, people: &[f64], seats: &[u32]) -> f64 {
        let all_people: f64 = people.iter().sum();
        let all_seats: f64 = seats.iter().copied().map(f64::from).sum();
        if all_people <= 0.0 || all_seats <= 0.0 || people.len() != seats.len() {
            return f64::NAN;
        }
        match self {
            Self::MaxMinRatio => {
                let (smallest, largest) = extremes(people, seats);
                if smallest > 0.0 { largest / smallest } else { f64::INFINITY }
            }
            Self::TotalRange => {
                let (smallest, largest) = extremes(people, seats);
                (largest - smallest) * all_seats / all_people
            }
            Self::Cv => coefficient_of_variation(people, seats),
            Self::Gini => gini(people, seats),
            Self::DauerKelsay => share_for_majority(people, seats),
            _ => {
                let sum = people
                    .iter()
                    .zip(seats)
                    .map(|(&count, &seats)| self.term(count / all_people, f64::from(seats) / all_seats))
                    .sum();
                self.finish(sum, people.len())
            }
        }
    }

    /// What a unit with share `p` of the people and share `s` of the seats adds: convex in `p` for every index.
    pub(crate) fn term(self, p: f64, s: f64) -> f64 {
        match self {
            Self::MeanAbsDeviation | Self::Mal | Self::Rae => (p - s).abs(),
            Self::RmsDeviation if s > 0.0 => (p - s) * (p - s) / s,
            Self::RmsDeviation => {
                if p > 0.0 {
                    f64::INFINITY
                } else {
                    0.0
                }
            }
            Self::Gallagher => (p - s) * (p - s),
            Self::TheilT => relative_entropy(s, p),
            Self::TheilL | Self::Atkinson1 => relative_entropy(p, s),
            Self::Kolm => {
                if p > 0.0 {
                    p * (1.0 - s / p).exp()
                } else {
                    0.0
                }
            }
            Self::SainteLague if p > 0.0 => (s - p) * (s - p) / p,
            Self::SainteLague => {
                if s > 0.0 {
                    f64::INFINITY
                } else {
                    0.0
                }
            }
            Self::Atkinson05 => -(p * s).sqrt(),
            Self::MaxMinRatio | Self::TotalRange | Self::Cv | Self::Gini | Self::DauerKelsay => f64::NAN,
        }
    }

    /// The index from the sum of its terms over this many units: increasing in the sum.
    pub(crate) fn finish(self, sum: f64, units: usize) -> f64 {
        match self {
            Self::Mal => sum / 2.0,
            Self::Rae => sum / units as f64,
            Self::RmsDeviation => sum.max(0.0).sqrt(),
            Self::Gallagher => (sum.max(0.0) / 2.0).sqrt(),
            Self::Kolm => sum.ln().max(0.0),
            Self::TheilT | Self::TheilL => sum.max(0.0),
            Self::Atkinson05 => (1.0 - sum * sum).max(0.0),
            Self::Atkinson1 => -(-sum.max(0.0)).exp_m1(),
            _ => sum,
        }
    }
}

/// `a ln(a/b)` with its limits.
fn relative_entropy(a: f64, b: f64) -> f64 {
    if a <= 0.0 {
        0.0
    } else if b <= 0.0 {
        f64::INFINITY
    } else {
        a * (a / b).ln()
    }
}

/// Smallest and largest electorate per seat; a unit without seats counts as infinitely large if it has people.
pub(crate) fn extremes(people: &[f64], seats: &[u32]) -> (f64, f64) {
    people.iter().zip(seats).fold((f64::INFINITY, 0.0_f64), |(smallest, largest), (&count, &seats)| {
        let each = match (seats, count > 0.0) {
            (0, true) => f64::INFINITY,
            (0, false) => return (smallest, largest),
            _ => count / f64::from(seats),
        };
        (smallest.min(each), largest.max(each))
    })
}

fn coefficient_of_variation(people: &[f64], seats: &[u32]) -> f64 {
    if seats.contains(&0) {
        return f64::NAN;
    }
    let each: Vec<f64> = people.iter().zip(seats).map(|(&count, &seats)| count / f64::from(seats)).collect();
    let mean = each.iter().sum::<f64>() / each.len() as f64;
    let variance = each.iter().map(|one| (one - mean) * (one - mean)).sum::<f64>() / each.len() as f64;
    variance.sqrt() / mean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_without_people_or_seats_shows_where_it_must() {
        let with_empty = |index: Index| index.of(&[0.0, 10.0], &[1, 1]);
        for index in Index::ALL {
            let infinite = matches!(index, Index::MaxMinRatio | Index::TheilT | Index::SainteLague);
            assert_eq!(with_empty(index).is_infinite(), infinite, "{}", index.key());
            assert!(!with_empty(index).is_nan());
        }
        for index in Index::ALL {
            let value = index.of(&[10.0, 10.0], &[1, 0]);
            let infinite =
                matches!(index, Index::MaxMinRatio | Index::TotalRange | Index::TheilL | Index::RmsDeviation);
            assert_eq!(value.is_infinite(), infinite, "{} {value}", index.key());
            assert_eq!(value.is_nan(), index == Index::Cv);
        }
        assert!((Index::Atkinson1.of(&[10.0, 10.0], &[1, 0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn one_unit_is_equal_to_itself() {
        for index in Index::ALL {
            let expected = if matches!(index, Index::MaxMinRatio | Index::DauerKelsay) { 1.0 } else { 0.0 };
            assert!((index.of(&[7.0], &[1]) - expected).abs() < 1e-12, "{}", index.key());
            assert!(index.of(&[0.0], &[1]).is_nan());
        }
    }
}
