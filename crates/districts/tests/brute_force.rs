//! Optima, leximin and house sizes against trying every allocation of small random cases.

use proptest::prelude::*;
use tizim_districts::{
    Claimant, Index, Method, allocate, apportion, impossible, least_theil, smallest_house,
};

/// All ways to share `seats` between `claimants`, each with at least `minimum`.
fn allocations(claimants: usize, seats: u64, minimum: u64) -> Vec<Vec<u64>> {
    if claimants == 1 {
        return vec![vec![seats]];
    }
    let rest = minimum * (claimants as u64 - 1);
    (minimum..=seats - rest)
        .flat_map(|own| {
            allocations(claimants - 1, seats - own, minimum).into_iter().map(move |mut others| {
                others.insert(0, own);
                others
            })
        })
        .collect()
}

fn value(index: Index, voters: &[u64], seats: &[u64]) -> f64 {
    let people: Vec<f64> = voters.iter().map(|&count| count as f64).collect();
    index.of(&people, &seats.iter().map(|&seats| seats as u32).collect::<Vec<_>>())
}

/// Departures from the quota, the largest first, in exact units: `|v S - s V| / s`.
fn departures(voters: &[u64], seats: &[u64]) -> Vec<f64> {
    let (total, house): (u64, u64) = (voters.iter().sum(), seats.iter().sum());
    let mut all: Vec<f64> = voters
        .iter()
        .zip(seats)
        .map(|(&count, &own)| (count * house).abs_diff(own * total) as f64 / own as f64)
        .collect();
    all.sort_by(|a, b| b.total_cmp(a));
    all
}

fn less(first: &[f64], second: &[f64]) -> bool {
    let different = first.iter().zip(second).find(|(a, b)| (*a - *b).abs() > 1e-9 * (1.0 + a.abs()));
    different.is_some_and(|(a, b)| a < b)
}

/// The textbook's divisor of a method for one more seat.
type Divisor = fn(f64) -> f64;

proptest! {
    #[test]
    fn claimants_without_voters(
        voters in proptest::collection::vec(0_u64..20, 2..5), extra in 0_u64..6, minimum in 0_u64..2,
    ) {
        prop_assume!(voters.iter().any(|&count| count > 0));
        let seats = (voters.len() as u64 * minimum + extra).max(1);
        let claimants: Vec<Claimant> = voters
            .iter()
            .enumerate()
            .map(|(id, &voters)| Claimant { id: id.to_string(), name: String::new(), voters })
            .collect();
        let shared = apportion(&claimants, seats, minimum).unwrap();
        let all = allocations(voters.len(), seats, minimum);
        let least = |index: Index| {
            let values = all.iter().map(|seats| value(index, &voters, seats)).filter(|value| value.is_finite());
            values.min_by(f64::total_cmp)
        };
        for (index, optimum) in
            [(Index::MaxMinRatio, &shared.optima.ratio), (Index::TotalRange, &shared.optima.range)]
        {
            match (least(index), optimum) {
                (Some(least), Some(optimum)) => {
                    prop_assert!((least - optimum.value()).abs() < 1e-12, "{} {least} {optimum:?}", index.key());
                    prop_assert!((value(index, &voters, &optimum.seats) - least).abs() < 1e-12);
                }
                (None, None) => {}
                found => prop_assert!(false, "{} {found:?}", index.key()),
            }
        }
        let largest = |seats: &Vec<u64>| {
            let sizes = voters.iter().zip(seats).filter(|(count, _)| **count > 0);
            sizes.map(|(&count, &own)| count as f64 / own as f64).fold(0.0, f64::max)
        };
        let least = all.iter().map(largest).fold(f64::INFINITY, f64::min);
        match &shared.optima.largest {
            Some(optimum) => prop_assert!((optimum.value() - least).abs() < 1e-12, "{least} {optimum:?}"),
            None => prop_assert!(least.is_infinite()),
        }
    }

    #[test]
    fn optima_and_leximin(
        voters in proptest::collection::vec(1_u64..60, 2..5), extra in 0_u64..8, minimum in 1_u64..3,
    ) {
        let seats = voters.len() as u64 * minimum + extra;
        let claimants: Vec<Claimant> = voters
            .iter()
            .enumerate()
            .map(|(id, &voters)| Claimant { id: id.to_string(), name: String::new(), voters })
            .collect();
        let shared = apportion(&claimants, seats, minimum).unwrap();
        let all = allocations(voters.len(), seats, minimum);
        let least = |of: &dyn Fn(&[u64]) -> f64| all.iter().map(|seats| of(seats)).fold(f64::INFINITY, f64::min);
        let optima = &shared.optima;
        for (optimum, index) in [
            (optima.ratio.as_ref().unwrap(), Index::MaxMinRatio),
            (optima.range.as_ref().unwrap(), Index::TotalRange),
            (&optima.mal, Index::Mal),
        ] {
            let expected = least(&|seats| value(index, &voters, seats));
            prop_assert!((optimum.value() - expected).abs() < 1e-12 * (1.0 + expected), "{index:?}");
            prop_assert!((value(index, &voters, &optimum.seats) - expected).abs() < 1e-12 * (1.0 + expected));
            prop_assert_eq!(optimum.seats.iter().sum::<u64>(), seats);
            prop_assert!(optimum.seats.iter().all(|&own| own >= minimum));
        }
        let largest = |seats: &[u64]| voters.iter().zip(seats).map(|(&v, &s)| v as f64 / s as f64).fold(0.0, f64::max);
        prop_assert!((optima.largest.as_ref().unwrap().value() - least(&largest)).abs() < 1e-9);
        let theil = least(&|seats| value(Index::TheilT, &voters, seats));
        let found = value(Index::TheilT, &voters, &least_theil(&voters, seats, minimum));
        prop_assert!((found - theil).abs() < 1e-12, "{found} against {theil}");
        let found = allocate(Method::Leximin, &voters, seats, minimum).unwrap();
        let ours = departures(&voters, &found.seats);
        for other in &all {
            prop_assert!(!less(&departures(&voters, other), &ours), "{:?} beats {:?} for {:?}", other, found.seats, voters);
        }
        let equals = all.iter().filter(|other| !less(&ours, &departures(&voters, other))).count();
        prop_assert_eq!(equals > 1, !found.tied.is_empty(), "{} equally good for {:?}", equals, &voters);
    }

    #[test]
    fn divisor_methods_are_stable(
        voters in proptest::collection::vec(1_u64..500, 2..7), extra in 0_u64..30,
    ) {
        // No seat could be moved to a stronger claim, judged by the textbook's floats.
        let seats = voters.len() as u64 + extra;
        let divisors: [(Method, Divisor); 5] = [
            (Method::Jefferson, |s| s + 1.0),
            (Method::Webster, |s| s + 0.5),
            (Method::HuntingtonHill, |s| (s * (s + 1.0)).sqrt()),
            (Method::Adams, |s| s),
            (Method::Dean, |s| s * (s + 1.0) / (s + 0.5)),
        ];
        for (method, divisor) in divisors {
            let found = allocate(method, &voters, seats, 1).unwrap().seats;
            prop_assert_eq!(found.iter().sum::<u64>(), seats);
            let next = |place: usize, own: u64| voters[place] as f64 / divisor(own as f64);
            for (taker, &own) in found.iter().enumerate() {
                for (giver, &other) in found.iter().enumerate() {
                    if other > 1 && taker != giver {
                        prop_assert!(next(taker, own) <= next(giver, other - 1) * (1.0 + 1e-12));
                    }
                }
            }
        }
    }

    #[test]
    fn houses(voters in proptest::collection::vec(1_u64..40, 2..4), tolerance in 0.02_f64..0.4) {
        let total: u64 = voters.iter().sum();
        let tolerance = (tolerance * 1000.0).round() / 1000.0;
        let off = |count: u64, own: u64, house: u64| (count * house) as f64 / (own * total) as f64 - 1.0;
        let fits = |count: u64, own: u64, house: u64| off(count, own, house).abs() <= tolerance + 1e-12;
        for house in 1..12 {
            for minimum in 0..4 {
                let out = impossible(&voters, house, tolerance, minimum);
                for (place, &count) in voters.iter().enumerate() {
                    let served = (minimum.max(1)..=200).any(|own| fits(count, own, house));
                    prop_assert_eq!(out.contains(&place), !served);
                }
            }
        }
        let naive = (1..40).find(|&house| {
            house >= voters.len() as u64
                && allocations(voters.len(), house, 1)
                    .iter()
                    .any(|seats| voters.iter().zip(seats).all(|(&count, &own)| fits(count, own, house)))
        });
        prop_assert_eq!(smallest_house(&voters, tolerance, 1, 39), naive);
    }

    #[test]
    fn hamilton_keeps_quota_and_minimum(
        voters in proptest::collection::vec(0_u64..300, 1..7), extra in 0_u64..20, minimum in 0_u64..3,
    ) {
        prop_assume!(voters.iter().any(|&count| count > 0));
        let seats = voters.len() as u64 * minimum + extra;
        prop_assume!(seats > 0);
        let found = allocate(Method::Hamilton, &voters, seats, minimum).unwrap().seats;
        prop_assert_eq!(found.iter().sum::<u64>(), seats);
        prop_assert!(found.iter().all(|&own| own >= minimum));
    }
}

#[test]
fn a_claimant_without_voters_leaves_the_range_defined() {
    let voters = [0_u64, 17, 30];
    let claimant =
        |(id, &voters): (usize, &u64)| Claimant { id: id.to_string(), name: String::new(), voters };
    let claimants: Vec<Claimant> = voters.iter().enumerate().map(claimant).collect();
    for seats in 3..9 {
        let optima = apportion(&claimants, seats, 1).unwrap().optima;
        assert_eq!(optima.ratio, None);
        let least = allocations(3, seats, 1)
            .iter()
            .map(|seats| value(Index::TotalRange, &voters, seats))
            .fold(f64::INFINITY, f64::min);
        let range = optima.range.unwrap();
        assert!((range.value() - least).abs() < 1e-12, "{seats}: {range:?} {least}");
        assert!((value(Index::TotalRange, &voters, &range.seats) - least).abs() < 1e-12);
    }
}
