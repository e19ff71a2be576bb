//! Blocking against a look at every pair.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Plan, collect, pair, rows};
use crate::comparison::Comparisons;
use crate::invented;
use crate::{Plain, Records, Settings, Unwatched};

/// Pairs that share, in some round, a combination of forms; the forms are added up as keys are.
fn by_every_pair(plan: &Plan, records: &Records) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    let keys = |round: &super::Round, row| {
        round.atoms.iter().try_fold(0_u64, |key, &atom| {
            match plan.atoms[atom].forms(records.cell(plan.atoms[atom].column, row)) {
                [form] => Some(key.wrapping_add(*form)),
                [] => None,
                _ => unreachable!("names of one word have one form"),
            }
        })
    };
    for left in 0..records.len() as u32 {
        for right in left + 1..records.len() as u32 {
            let shares =
                |round: &super::Round| keys(round, left).is_some_and(|key| keys(round, right) == Some(key));
            if plan.rounds.iter().any(shares) {
                found.insert(pair(left, right));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn finds_what_a_look_at_every_pair_finds(seed in any::<u64>(), count in 40_usize..160) {
        let records = invented::records(&invented::people(count, seed).0);
        let comparisons = Comparisons::new(&records, &Plain);
        let settings = Settings { pair_budget: Some(700), largest_block: 1_000, ..Settings::default() };
        let plan = Plan::new(&records, &comparisons, &Plain, &settings);
        prop_assert!(!plan.all_pairs && !plan.rounds.is_empty());
        // An allowance for all, so that no block is split.
        let ample = Plan { budget: u64::MAX, ..plan };
        let (found, coverage) = collect(&ample, &records, &settings, &Unwatched).expect("not cancelled");
        prop_assert!(found.is_sorted_by(|left, right| left < right), "each pair once");
        prop_assert_eq!(coverage.left_out, 0);
        prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), by_every_pair(&ample, &records));
    }
}

#[test]
fn a_large_block_is_split_and_what_is_left_out_is_counted() {
    let records = invented::records(&invented::people(400, 5).0);
    let comparisons = Comparisons::new(&records, &Plain);
    let settings = Settings { pair_budget: Some(3_000), largest_block: 4, ..Settings::default() };
    let plan = Plan::new(&records, &comparisons, &Plain, &settings);
    let (found, coverage) = collect(&plan, &records, &settings, &Unwatched).expect("not cancelled");
    let every = by_every_pair(&plan, &records);
    assert!(coverage.split_blocks > 0);
    let missed = every.difference(&found.iter().copied().collect()).count() as u64;
    assert!(missed <= coverage.left_out, "{missed} of {}", coverage.left_out);
    assert!(found.iter().all(|pair| every.contains(pair)), "splitting adds nothing");
}

#[test]
fn rounds_survive_any_one_field() {
    let (people, _) = invented::people(3_000, 11);
    let records = invented::records(&people);
    let comparisons = Comparisons::new(&records, &Plain);
    let settings = Settings { pair_budget: Some(40_000), ..Settings::default() };
    let plan = Plan::new(&records, &comparisons, &Plain, &settings);
    assert_eq!(plan.depends_on, Vec::<String>::new());
    for column in &records.columns {
        let without =
            plan.rounds.iter().filter(|round| round.keys.iter().all(|key| key.column != column.name));
        assert!(without.count() > 0, "{}", column.name);
    }
}

#[test]
fn pairs_are_two_rows() {
    assert_eq!(rows(pair(7, 3)), (3, 7));
}
