//! The split regions of Kazakhstan, with the blocks of the real layer and electorates that are made up.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tizim_boundaries::Adjacency;
use tizim_boundaries::split::{Blocks, Question, Reach, split};
use tizim_evidence::Run;

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
