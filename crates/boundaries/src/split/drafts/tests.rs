//! Drafts are ways, and good ones.

use proptest::prelude::*;
use tizim_evidence::Run;

use super::*;
use crate::split::blocks::Blocks;
use crate::split::is_contiguous;
use crate::split::measures::Measures;
use crate::split::tests::{blocks, grid};

fn labels(found: &Found) -> Vec<usize> {
    found.districts.iter().map(|one| usize::from(*one)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_draft_is_a_contiguous_way((blocks, seats) in blocks(), limit in proptest::option::of(0u64..400)) {
        let case = Case::new(&blocks, seats).unwrap();
        let parts = blocks.graph.parts(&(0..blocks.len()).collect::<Vec<_>>()).len();
        let found = drafts(&case, 0, limit, 8_000, &Run::new([0; 32])).unwrap();
        prop_assert_eq!(found.is_empty(), parts > seats);
        for one in &found {
            let districts = labels(one);
            prop_assert_eq!(districts.iter().collect::<std::collections::BTreeSet<_>>().len(), seats);
            prop_assert!(is_contiguous(&blocks, &districts));
            prop_assert_eq!(Measures::of(&case, &districts), one.measures);
        }
    }
}

/// A square of blocks with electorates between 300 and 2,700.
fn square(side: usize) -> Blocks {
    let voters = (0..side * side).map(|block| 300 + (block as u64 * 7919 + 13) % 2401).collect();
    Blocks::new(voters, grid(side, side))
}

#[test]
fn drafts_of_squares_are_nearly_equal() {
    // What each is asked to reach, in thousandths of the quota: drafts that are only begun and not mended do not.
    for (side, seats, thousandths) in [(9, 7, 20), (11, 6, 10), (14, 3, 1)] {
        let blocks = square(side);
        let case = Case::new(&blocks, seats).unwrap();
        let found = drafts(&case, 0, None, 4_000_000, &Run::new([0; 32])).unwrap();
        let best = found.first().unwrap().measures.excess;
        assert!(best * 1000 <= case.total * thousandths, "{side}: {best} of {}", case.total);
    }
}

#[test]
fn a_way_of_whole_rayons_is_drafted() {
    // Ten by ten in rayons of two by five.
    let rayons = (0..100).map(|block| Some(block / 20 * 2 + block % 10 / 5)).collect();
    let blocks = Blocks { rayons, ..square(10) };
    let case = Case::new(&blocks, 4).unwrap();
    let found = drafts(&case, 0, None, 800_000, &Run::new([0; 32])).unwrap();
    let whole = found.iter().filter(|one| one.measures.rayons_cut == 0);
    // Ten rayons into four districts: of two, two, three and three.
    let best = whole.map(|one| one.measures.excess).min().unwrap();
    assert!(best < case.excess_of(0.35), "{best} of {}", case.total);
    assert!(found.iter().all(|one| is_contiguous(&blocks, &labels(one))));
}

#[test]
fn the_border_is_made_short_within_the_limit() {
    let blocks = square(12);
    let case = Case::new(&blocks, 2).unwrap();
    let limit = case.excess_of(0.1);
    let found = drafts(&case, 0, Some(limit), 4_000_000, &Run::new([0; 32])).unwrap();
    let within = found.iter().filter(|one| one.measures.excess <= limit);
    // A straight line through the middle parts twelve pairs, and a crooked one a few more.
    assert!(within.map(|one| one.measures.border).min().unwrap() <= 14);
}

#[test]
fn the_same_drafts_at_any_number_of_threads() {
    let blocks = square(8);
    let case = Case::new(&blocks, 4).unwrap();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| drafts(&case, 0, None, 400_000, &Run::new([0; 32])).unwrap())
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn drafting_stops_when_it_is_told_to() {
    let blocks = square(8);
    let run = Run::new([0; 32]);
    run.cancelled.store(true, std::sync::atomic::Ordering::Relaxed);
    let stopped = drafts(&Case::new(&blocks, 4).unwrap(), 0, None, 400_000, &run);
    assert!(matches!(stopped, Err(SplitError::Interrupted(_))));
}
