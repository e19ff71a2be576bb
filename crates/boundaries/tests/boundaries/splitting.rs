//! The split regions of Kazakhstan, with the blocks of the real layer and electorates that are made up.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tizim_boundaries::split::{Blocks, Criterion, Effort, Names, Question, Reach, Scope, audit, split};
use tizim_boundaries::{Adjacency, Border, Graph};
use tizim_evidence::{Audit, Figure, Run, Status};

use crate::support::real_layer;

/// The regions that have several districts in 2023, by the first two digits of their units' codes, and how many.
const SPLIT: [(&str, usize); 7] =
    [("71", 2), ("75", 3), ("79", 2), ("19", 2), ("31", 2), ("35", 2), ("61", 3)];

#[test]
fn every_split_region_is_searched_whole() {
    let Some(layer) = real_layer() else { return };
    let graph = Adjacency::of(&layer, 100.0).tolerant();
    let mut of_region: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, unit) in layer.units.iter().enumerate() {
        of_region.entry(unit.id[..2].to_owned()).or_default().push(place);
    }
    for (code, seats) in SPLIT {
        let units = &of_region[code];
        // Made up: nobody's electorate, the same in every run.
        let voters = units.iter().map(|unit| 20_000 + (unit * 7919 % 61) as u64 * 1_000).collect();
        let blocks = Blocks::new(voters, graph.of_blocks(units));
        let question = Question { seats, limit: Some(0.15), ..Question::default() };
        let start = Instant::now();
        let answer = split(&blocks, &question, &Run::new([0; 32])).unwrap();
        let took = start.elapsed();
        println!(
            "{code}: {} blocks into {seats}: {} ways in {took:.1?}, best excess {:?}, front of {}",
            blocks.len(),
            answer.partitions,
            answer.best[0].as_ref().map(|best| best.measures.excess),
            answer.front.len()
        );
        assert!(answer.counted_all && answer.partitions > 0, "{code}");
        assert_eq!(answer.reach, Reach::All, "{code}");
        assert_eq!(u128::from(answer.seen), answer.partitions, "{code}");
        assert!(took < Duration::from_secs(60), "{code}: {took:?}");
        for found in answer.best.iter().flatten().chain(&answer.front) {
            for district in 0..seats {
                let own: Vec<usize> = (0..blocks.len())
                    .filter(|block| usize::from(found.districts[*block]) == district)
                    .collect();
                assert!(!own.is_empty() && blocks.graph.connects(&own), "{code}");
            }
        }
    }
}

/// A square of blocks whose neighbours are those beside and below, with electorates between 700 and 2,900, and a last block that
/// hangs on the corner.
fn square_with_a_tail(side: usize, tail: u64) -> Blocks {
    let at = |row: usize, column: usize| row * side + column;
    let mut borders = vec![Border { one: at(side - 1, side - 1), other: side * side, metres: None }];
    for (row, column) in (0..side).flat_map(|row| (0..side).map(move |column| (row, column))) {
        let beside = (column + 1 < side).then(|| at(row, column + 1));
        let below = (row + 1 < side).then(|| at(row + 1, column));
        borders.extend([beside, below].into_iter().flatten().map(|other| Border {
            one: at(row, column),
            other,
            metres: None,
        }));
    }
    let voters = (0..side * side).map(|block| 700 + (block * 1973 + 7) as u64 % 2201).chain([tail]);
    Blocks::new(voters.collect(), Graph::new(side * side + 1, borders))
}

fn audited(blocks: &Blocks, question: &Question) -> Audit {
    let ids: Vec<String> = (0..blocks.len()).map(|block| block.to_string()).collect();
    let names = Names { names: ids.clone(), ids, ..Names::default() };
    audit(blocks, &names, question, &Run::new([0; 32])).unwrap()
}

fn figure<'a>(audit: &'a Audit, key: &str) -> Option<&'a Figure> {
    audit.figures.iter().find(|figure| figure.key == key)
}

fn says(audit: &Audit, key: &str) -> bool {
    audit.summary.iter().any(|message| message.key == key)
}

#[test]
fn of_very_many_blocks_a_way_is_found_and_nothing_is_said_that_is_not_proven() {
    let blocks = square_with_a_tail(70, 900);
    let effort = Effort { looks: 1_500_000, steps: 1_000_000, ..Effort::default() };
    let question = Question { seats: 5, limit: Some(0.1), effort, ..Question::default() };
    let answer = split(&blocks, &question, &Run::new([0; 32])).unwrap();
    assert_eq!((answer.reach, answer.scope(Criterion::Deviation)), (Reach::Some, Scope::Seen));
    let found = answer.best[0].as_ref().unwrap();
    assert!(found.measures.excess * 100 < answer.total, "{:?} of {}", found.measures, answer.total);
    for district in 0..5 {
        let own: Vec<usize> = (0..blocks.len()).filter(|block| found.districts[*block] == district).collect();
        assert!(!own.is_empty() && blocks.graph.connects(&own));
    }
    let audit = audited(&blocks, &question);
    let best = figure(&audit, "best_deviation").unwrap();
    assert_eq!((best.status, best.label.key), (Status::Estimated, "split.figure.best_deviation_seen"));
    assert!(!says(&audit, "split.summary.best"));
    let bound = figure(&audit, "proven_least").map(|bound| bound.value.bounds());
    assert_eq!(bound.is_some(), answer.least_excess > 0);
    assert_eq!(says(&audit, "split.summary.best_found"), answer.least_excess > 0);
    assert_eq!(says(&audit, "split.summary.best_seen"), answer.least_excess == 0);
}

#[test]
fn the_least_border_of_all_ways_stands_beside_that_of_the_ways_within_the_limit() {
    let blocks = square_with_a_tail(4, 40);
    let effort = Effort { partitions: 0, ..Effort::default() };
    let question = Question { seats: 2, limit: Some(0.05), effort, ..Question::default() };
    let few = audited(&blocks, &question);
    let within = figure(&few, "least_border").unwrap();
    assert_eq!(
        (within.label.key, within.status),
        ("split.figure.least_border_pairs_within", Status::Derived)
    );
    assert!(within.value.bounds() > Some((1.0, 1.0)));
    // To cut off the last block parts one pair, and leaves a district of 40.
    let of_all = figure(&few, "least_border_of_all").unwrap();
    assert_eq!(
        (of_all.label.key, of_all.value.bounds()),
        ("split.figure.least_border_pairs", Some((1.0, 1.0)))
    );
    assert_eq!(figure(&few, "best_deviation").unwrap().label.key, "split.figure.best_deviation");
    // Where all ways are looked at, the two are one.
    let all = audited(&blocks, &Question { effort: Effort::default(), ..question });
    assert_eq!(figure(&all, "least_border").unwrap().value.bounds(), Some((1.0, 1.0)));
    assert!(figure(&all, "least_border_of_all").is_none());
}
