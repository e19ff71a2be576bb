//! Bounds against every completion of small inputs, tried one by one.

use proptest::prelude::*;

use super::system::{Box, System};
use super::{bound_between, bound_index, deviation_ends};
use crate::Index;

/// A small input made from a true one, so that at least one completion exists.
fn inputs() -> impl Strategy<Value = System> {
    let unit = (0_u64..40, 0_u64..4, 0_u64..4, 1_u32..4, 0_usize..2);
    (proptest::collection::vec(unit, 2..6), any::<[bool; 6]>(), 0_u64..3).prop_map(|(units, known, slack)| {
        let even = known[4];
        let truth: Vec<u64> = units.iter().map(|unit| unit.0).collect();
        let boxes: Vec<Box> = units
            .iter()
            .map(|unit| Box { low: unit.0.saturating_sub(unit.1), high: unit.0 + unit.2 })
            .collect();
        let seats: Vec<u32> = units.iter().map(|unit| if even { 1 } else { unit.3 }).collect();
        let mut system = System::of(boxes, seats);
        let around = |sum: u64| Box { low: sum.saturating_sub(slack), high: sum + slack };
        if known[0] {
            system.total = around(truth.iter().sum());
        }
        if known[1] {
            system.region_of = units.iter().map(|unit| unit.4).collect();
            let sum = |region| {
                truth.iter().zip(&units).filter(|(_, unit)| unit.4 == region).map(|(count, _)| *count).sum()
            };
            system.regions = vec![around(sum(0)), Box { low: 0, high: u64::MAX }];
            if known[5] {
                system.regions[1] = around(sum(1));
            }
        }
        let size = |unit: &usize| truth[*unit] as f64 / f64::from(system.seats[*unit]);
        let by_size = |a: &usize, b: &usize| size(a).total_cmp(&size(b));
        if known[2] {
            system.smallest = (0..truth.len()).min_by(by_size);
        }
        if known[3] {
            system.largest = (0..truth.len()).max_by(by_size);
        }
        if known[1] != known[4] {
            let last = truth.len() - 1;
            system.order = vec![if by_size(&0, &last).is_le() { (0, last) } else { (last, 0) }];
        }
        system.shave().unwrap();
        system
    })
}

fn completions(system: &System) -> Vec<Vec<u64>> {
    let mut all = vec![Vec::new()];
    for unit in &system.units {
        all = all
            .into_iter()
            .flat_map(|start| {
                (unit.low..=unit.high).map(move |count| {
                    let mut next = start.clone();
                    next.push(count);
                    next
                })
            })
            .collect();
    }
    all.retain(|counts| system.allows(counts));
    all
}

fn reals(counts: &[u64]) -> Vec<f64> {
    counts.iter().map(|&count| count as f64).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_completion_lies_outside_and_tight_ends_are_attained(system in inputs()) {
        // Without anybody for certain there is no quota, and bounds are not asked for.
        prop_assume!(system.total.low > 0);
        let all = completions(&system);
        prop_assert!(!all.is_empty());
        for index in Index::ALL {
            let bounds = bound_index(&system, index);
            let values: Vec<f64> = all
                .iter()
                .map(|counts| index.of(&reals(counts), &system.seats))
                .filter(|value| !value.is_nan())
                .collect();
            for &value in &values {
                prop_assert!(
                    bounds.low <= value + 1e-12 && value <= bounds.high + 1e-12,
                    "{} {value} outside {bounds:?} {system:?}", index.key()
                );
            }
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            if bounds.at_low.is_some() {
                prop_assert!(least - bounds.low <= 2e-6 * least.abs().max(1.0), "{} {least} {bounds:?}", index.key());
            }
            if bounds.at_high.is_some() && largest.is_finite() {
                prop_assert!(bounds.high - largest <= 2e-6 * largest.abs().max(1.0), "{} {largest} {bounds:?}", index.key());
            }
        }
    }

    #[test]
    fn an_order_leaves_no_range_that_no_completion_reaches(system in inputs()) {
        let all = completions(&system);
        for (unit, range) in system.units.iter().enumerate() {
            let reached = || all.iter().map(|counts| counts[unit]);
            // Whole numbers and chains of pairs may leave little; the smallest and the largest leave nothing.
            if system.order.is_empty() && system.seats.iter().all(|&seats| seats == 1) {
                prop_assert_eq!(reached().min(), Some(range.low), "{:?}", &system);
                prop_assert_eq!(reached().max(), Some(range.high), "{:?}", &system);
            }
        }
    }

    #[test]
    fn least_moves_lie_between_their_ends(system in inputs(), hundredths in 0_u64..60) {
        prop_assume!(system.total.low > 0);
        let text = format!(
            "[[standards]]\nid = 'x'\ntitle = 'X'\nmeasure = 'deviation'\nlimit = {}\nsource = {{ title = 'X' }}",
            hundredths as f64 / 100.0
        );
        let standard = crate::Standard::list_from_toml(&text).unwrap().remove(0);
        let judged = crate::judge::standards::judge(&system, &standard, &vec![false; system.units.len()]);
        let seats: u64 = system.seats.iter().map(|&seats| u64::from(seats)).sum();
        for counts in completions(&system) {
            let total: u64 = counts.iter().sum();
            let (mut over, mut missing, mut room) = (0, 0, (0, 0));
            for (&count, &own) in counts.iter().zip(&system.seats) {
                let most = u64::from(own) * total * (100 + hundredths) / (seats * 100);
                let fewest = (u64::from(own) * total * (100 - hundredths)).div_ceil(seats * 100);
                over += count.saturating_sub(most);
                missing += fewest.saturating_sub(count);
                room = (room.0 + fewest, room.1 + most);
            }
            // Where whole numbers leave no way to comply, nothing is said.
            if room.0 > total || room.1 < total {
                continue;
            }
            let Some((low, high)) = judged.as_ref().and_then(|judged| judged.moves) else {
                prop_assert!(false, "no moves for {counts:?} {system:?}");
                return Ok(());
            };
            let moves = over.max(missing);
            prop_assert!(low <= moves && moves <= high, "{moves} {low} {high} {counts:?} {system:?}");
        }
    }

    #[test]
    fn between_regions_too(system in inputs()) {
        prop_assume!(system.total.low > 0);
        for index in [Index::TheilT, Index::TheilL, Index::Mal, Index::Kolm] {
            let bounds = bound_between(&system, index);
            for counts in completions(&system) {
                let mut sums = vec![0.0; system.regions.len()];
                let mut seats = vec![0; system.regions.len()];
                for (unit, &region) in system.region_of.iter().enumerate() {
                    sums[region] += counts[unit] as f64;
                    seats[region] += system.seats[unit];
                }
                let value = index.of(&sums, &seats);
                prop_assert!(
                    value.is_nan() || (bounds.low <= value + 1e-12 && value <= bounds.high + 1e-12),
                    "{} {value} {bounds:?}", index.key()
                );
            }
        }
    }

    #[test]
    fn deviations_lie_between_their_ends(system in inputs()) {
        let ends = deviation_ends(&system);
        for counts in completions(&system) {
            let total: u64 = counts.iter().sum();
            for (&count, (low, high)) in counts.iter().zip(&ends) {
                prop_assert!(count * low.1 >= low.0 * total);
                prop_assert!(count * high.1 <= high.0 * total);
            }
        }
    }
}

#[test]
fn known_bounds_of_a_small_case() {
    // Two units between 4 and 6 that share 10: equal at best, 6 to 4 at worst.
    let mut system = System::of(vec![Box { low: 4, high: 6 }; 2], vec![1; 2]);
    system.total = Box { low: 10, high: 10 };
    system.tighten().unwrap();
    let ratio = bound_index(&system, Index::MaxMinRatio);
    assert!((ratio.low - 1.0).abs() < 1e-14 && (ratio.high - 1.5).abs() < 1e-14);
    assert_eq!(ratio.at_low, Some(vec![5, 5]));
    assert!(ratio.at_high.is_some());
    let mal = bound_index(&system, Index::Mal);
    assert!((mal.high - 0.1).abs() < 1e-14 && mal.at_high.is_some());
}

#[test]
fn an_order_of_sizes_tightens_the_ends() {
    let mut system = System::of(
        vec![
            Box { low: 2, high: 9 },
            Box { low: 4, high: 6 },
            Box { low: 1, high: 9 },
            Box { low: 3, high: 8 },
        ],
        vec![1; 4],
    );
    system.total = Box { low: 20, high: 20 };
    let mut loose = system.clone();
    loose.tighten().unwrap();
    system.order = vec![(0, 1), (2, 3)];
    system.tighten().unwrap();
    for index in [Index::Mal, Index::TheilT, Index::TheilL, Index::Gallagher, Index::Kolm, Index::SainteLague]
    {
        let bounds = bound_index(&system, index);
        let values = completions(&system).into_iter().map(|counts| index.of(&reals(&counts), &system.seats));
        let largest = values.fold(0.0, f64::max);
        assert!(bounds.at_high.is_some() && (bounds.high - largest).abs() < 1e-9, "{}", index.key());
        assert!(bounds.high < bound_index(&loose, index).high - 0.01, "{}", index.key());
    }
}

#[test]
fn variation_is_bounded_where_every_unit_may_be_empty() {
    let mut system = System::of(vec![Box { low: 0, high: 1 }; 2], vec![3, 1]);
    system.total = Box { low: 1, high: 1 };
    system.tighten().unwrap();
    let bounds = bound_index(&system, Index::Cv);
    assert!(bounds.high >= 1.0 && bounds.low <= 1.0, "{bounds:?}");
}
