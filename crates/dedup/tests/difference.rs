//! The difference against its naive twin: a map of all contents.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;

use proptest::prelude::*;
use tizim_dedup::{DifferenceStatistics, Error, Side, SliceSides, Unpaired, Unwatched, Watch, difference};

type Told = (Side, u64, bool);

fn naive(left: &[Vec<u8>], right: &[Vec<u8>]) -> (Vec<Told>, u64) {
    let mut contents: BTreeMap<&[u8], [Vec<u64>; 2]> = BTreeMap::new();
    for (side, records) in [left, right].into_iter().enumerate() {
        for (position, record) in records.iter().enumerate() {
            contents.entry(record).or_default()[side].push(position as u64);
        }
    }
    let (mut told, mut pairs) = (Vec::new(), 0);
    for [left, right] in contents.values() {
        let both = left.len().min(right.len());
        pairs += both as u64;
        told.extend(left[both..].iter().map(|position| (Side::Left, *position, both > 0)));
        told.extend(right[both..].iter().map(|position| (Side::Right, *position, both > 0)));
    }
    told.sort_unstable();
    (told, pairs)
}

fn told(
    left: &[Vec<u8>],
    right: &[Vec<u8>],
    memory: usize,
    threads: usize,
    watch: &dyn Watch,
) -> Result<(Vec<Told>, DifferenceStatistics), Error<Infallible>> {
    let told = Mutex::new(Vec::new());
    let each =
        |record: Unpaired| told.lock().unwrap().push((record.side, record.position.0, record.has_equal));
    let statistics = difference(&SliceSides::new(left, right), &[5; 32], memory, threads, watch, &each)?;
    let mut told = told.into_inner().unwrap();
    told.sort_unstable();
    Ok((told, statistics))
}

fn records(count: u32, from: u32) -> Vec<Vec<u8>> {
    (from..from + count).map(|number| number.to_be_bytes().to_vec()).collect()
}

proptest! {
    #[test]
    fn agrees_with_the_twin(
        left in prop::collection::vec(prop::collection::vec(0..4_u8, 0..4), 0..300),
        right in prop::collection::vec(prop::collection::vec(0..4_u8, 0..4), 0..300),
        threads in 1..4_usize,
    ) {
        let (found, statistics) = told(&left, &right, 1 << 20, threads, &Unwatched).unwrap();
        let (expected, pairs) = naive(&left, &right);
        prop_assert_eq!(found, expected);
        prop_assert_eq!((statistics.pairs, statistics.passes), (pairs, 1));
    }
}

#[test]
fn what_does_not_fit_is_done_in_further_passes() {
    let mut left = records(40_000, 0);
    let mut right = records(40_000, 1_000);
    right.reverse();
    left.extend(records(3_000, 500));
    right.extend(records(3_000, 39_000));
    let expected = naive(&left, &right);
    for (memory, threads) in [(1 << 18, 1), (1 << 18, 3), (1 << 20, 2), (1 << 25, 2)] {
        let (found, statistics) = told(&left, &right, memory, threads, &Unwatched).unwrap();
        assert_eq!((found, statistics.pairs), expected, "{memory} {threads}");
        assert!(statistics.peak_bytes <= memory, "{statistics:?}");
        assert_eq!(statistics.passes > 1, memory <= 1 << 18, "{statistics:?}");
    }
}

#[test]
fn a_hundred_thousand_copies_are_counted() {
    let one = |count: usize| vec![b"one record".to_vec(); count];
    for (left, right) in [(100_000, 60_000), (60_000, 100_000), (0, 10), (10, 0), (0, 0)] {
        let (left, mut right) = (one(left), one(right));
        right.push(b"another".to_vec());
        let (found, statistics) = told(&left, &right, 1 << 22, 2, &Unwatched).unwrap();
        assert_eq!((found, statistics.pairs), naive(&left, &right));
    }
}

/// Someone who has pressed Ctrl-C.
struct Cancelled;

impl Watch for Cancelled {
    fn cancelled(&self) -> bool {
        true
    }
}

#[test]
fn it_ends_where_it_cannot_go_on() {
    let one = vec![b"one record".to_vec(); 50_000];
    assert!(
        matches!(told(&one, &one, 1 << 18, 1, &Unwatched), Err(Error::Memory { needed, .. }) if needed > 1 << 18)
    );
    assert!(matches!(told(&one, &one, 1, 1, &Unwatched), Err(Error::Memory { .. })));
    assert!(matches!(told(&one, &one, 1 << 25, 2, &Cancelled), Err(Error::Cancelled)));
}
