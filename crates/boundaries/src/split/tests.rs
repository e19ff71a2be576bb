//! The search against looking at everything.

use proptest::prelude::*;
use tizim_evidence::Run;

use super::*;
use crate::{Border, Graph};

fn run() -> Run {
    Run::new([0; 32])
}

pub(super) fn grid(rows: usize, columns: usize) -> Graph {
    let at = |row: usize, column: usize| row * columns + column;
    let mut borders = Vec::new();
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        if column + 1 < columns {
            borders.push(Border { one: at(row, column), other: at(row, column + 1), metres: None });
        }
        if row + 1 < rows {
            borders.push(Border { one: at(row, column), other: at(row + 1, column), metres: None });
        }
    }
    Graph::new(rows * columns, borders)
}

/// Every partition into `seats` contiguous districts, by trying all labels.
fn all(blocks: &Blocks, seats: usize) -> Vec<Vec<usize>> {
    fn go(blocks: &Blocks, seats: usize, labels: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
        let begun = labels.iter().max().map_or(0, |last| last + 1);
        if labels.len() == blocks.len() {
            if begun == seats && is_contiguous(blocks, labels) {
                found.push(labels.clone());
            }
            return;
        }
        for label in 0..=begun.min(seats - 1) {
            labels.push(label);
            go(blocks, seats, labels, found);
            labels.pop();
        }
    }
    let mut found = Vec::new();
    go(blocks, seats, &mut Vec::new(), &mut found);
    found
}

fn count(graph: Graph, seats: usize) -> u128 {
    let blocks = Blocks::new(vec![1; graph.len()], graph);
    let case = Case::new(&blocks, seats).unwrap();
    Diagram::of(&case, usize::MAX, &run()).unwrap().ways()
}

#[test]
fn grids_have_as_many_partitions_as_looking_at_all_finds() {
    for (rows, columns) in [(2, 2), (2, 4), (3, 3)] {
        let blocks = Blocks::new(vec![1; rows * columns], grid(rows, columns));
        for seats in 1..=rows * columns {
            let found = all(&blocks, seats).len() as u128;
            assert_eq!(count(grid(rows, columns), seats), found, "{rows} by {columns} into {seats}");
        }
    }
}

#[test]
fn grids_have_as_many_partitions_as_are_known() {
    let any = |rows: usize, columns: usize| -> u128 {
        (1..=rows * columns).map(|seats| count(grid(rows, columns), seats)).sum()
    };
    // OEIS A145835: partitions of a square into regions of orthogonally connected unit squares.
    assert_eq!([1, 2, 3, 4].map(|side| any(side, side)), [1, 12, 1434, 1_691_690]);
    // OEIS A110476: the same of rectangles, here of 2 by 7, 3 by 4 and 3 by 5.
    assert_eq!([any(2, 7), any(3, 4), any(3, 5)], [106_706, 27_780, 538_150]);
}

/// Random connected-or-not graphs with voters, rayons and lengths.
pub(super) fn blocks() -> impl Strategy<Value = (Blocks, usize)> {
    (3usize..=9).prop_flat_map(|count| {
        let pairs: Vec<(usize, usize)> =
            (0..count).flat_map(|one| (0..one).map(move |other| (one, other))).collect();
        let lengths = proptest::collection::vec(proptest::option::weighted(0.4, 1u32..50), pairs.len());
        let voters = proptest::collection::vec(0u64..60, count);
        let rayons = proptest::collection::vec(proptest::option::weighted(0.8, 0usize..3), count);
        (lengths, voters, rayons, 1usize..=4).prop_map(move |(lengths, mut voters, rayons, seats)| {
            voters[0] += 1;
            let drawn = pairs.iter().zip(lengths).filter_map(|(&(one, other), length)| {
                Some(Border { one, other, metres: Some(f64::from(length?)) })
            });
            let graph = Graph::new(count, drawn);
            (Blocks { voters, rayons, graph }, seats.min(count))
        })
    })
}

/// The front by comparing each with each.
fn front(all: &[Measures]) -> Vec<Measures> {
    let mut front: Vec<Measures> = all
        .iter()
        .filter(|one| !all.iter().any(|other| other != *one && other.reaches(one)))
        .copied()
        .collect();
    front.sort_unstable();
    front.dedup();
    front
}

/// Each way that is said to be the best of all, or of those within an excess, is.
fn best_of_what_they_say(answer: &Split, every: &[Measures]) -> Result<(), TestCaseError> {
    for (best, criterion) in answer.best.iter().zip(Criterion::ALL) {
        let Some(best) = best else { continue };
        let excess = match answer.scope(criterion) {
            Scope::All => u64::MAX,
            Scope::Within(excess) => excess,
            Scope::Seen => continue,
        };
        let first = |of: &Measures| criterion.key(of).0;
        let least = every.iter().filter(|one| one.excess <= excess).map(first).min();
        prop_assert_eq!(Some(first(&best.measures)), least, "{:?}", criterion);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn everything_is_found_that_looking_at_everything_finds((blocks, seats) in blocks(), pick in any::<usize>()) {
        let every = all(&blocks, seats);
        let case = Case::new(&blocks, seats).unwrap();
        let measures: Vec<Measures> = every.iter().map(|one| Measures::of(&case, one)).collect();
        let plan = (!every.is_empty()).then(|| every[pick % every.len()].clone());
        let limit = 0.3;
        let mut question = Question { seats, limit: Some(limit), plan: plan.clone(), ..Question::default() };
        let answer = split(&blocks, &question, &run()).unwrap();
        prop_assert_eq!(answer.partitions, every.len() as u128);
        prop_assert_eq!(answer.seen as usize, every.len());
        prop_assert_eq!(answer.front.iter().map(|one| one.measures).collect::<Vec<_>>(), front(&measures));
        for (best, criterion) in answer.best.iter().zip(Criterion::ALL) {
            let least = measures.iter().map(|one| criterion.key(one)).min();
            prop_assert_eq!(best.as_ref().map(|best| criterion.key(&best.measures)), least);
            if let Some(best) = best {
                let districts: Vec<usize> = best.districts.iter().map(|one| usize::from(*one)).collect();
                prop_assert!(every.contains(&districts));
                prop_assert_eq!(Measures::of(&case, &districts), best.measures);
            }
        }
        if !every.is_empty() {
            prop_assert_eq!(answer.least_border, measures.iter().map(|one| one.border).min());
        }
        if let Some(plan) = plan {
            let plan = Measures::of(&case, &plan);
            let excess = case.excess_of(limit);
            let set: Vec<&Measures> = measures
                .iter()
                .filter(|one| one.excess <= excess && one.rayons_cut <= plan.rayons_cut)
                .collect();
            prop_assert_eq!(answer.standing.is_some(), plan.excess <= excess);
            prop_assert_eq!(answer.beyond.is_some(), plan.excess > excess);
            if let Some(beyond) = answer.beyond {
                let set = || measures.iter().filter(|one| one.excess <= plan.excess && one.rayons_cut <= plan.rayons_cut);
                prop_assert_eq!(beyond.among as usize, set().count());
                prop_assert_eq!(beyond.less_deviation as usize, set().filter(|one| one.excess < plan.excess).count());
            }
            if let Some(standing) = answer.standing {
                prop_assert_eq!(standing.among as usize, set.len());
                prop_assert_eq!(standing.less_deviation as usize, set.iter().filter(|one| one.excess < plan.excess).count());
                prop_assert_eq!(standing.same_border as usize, set.iter().filter(|one| one.border == plan.border).count());
            }
        }
        // The same without looking at all of them: what is within the limit, and the best of it.
        question.effort.partitions = 0;
        let within = split(&blocks, &question, &run()).unwrap();
        let best = measures.iter().map(|one| Criterion::Deviation.key(one)).min();
        prop_assert_eq!(within.best[0].as_ref().map(|best| Criterion::Deviation.key(&best.measures)), best);
        if !every.is_empty() {
            prop_assert_eq!(within.least_excess, measures.iter().map(|one| one.excess).min().unwrap());
        }
        best_of_what_they_say(&within, &measures)?;
        let short = within.shortest.as_ref().or(within.best[2].as_ref()).map(|short| short.measures.border);
        prop_assert_eq!(short, measures.iter().map(|one| one.border).min());
        if let (Reach::Within(excess), true) = (within.reach, within.standing.is_some()) {
            prop_assert!(excess >= case.excess_of(limit));
            prop_assert_eq!(within.standing, answer.standing);
        }
    }

    #[test]
    fn what_is_not_proven_is_not_said((blocks, seats) in blocks(), steps in 0u64..3000, links in 1usize..200) {
        let every = all(&blocks, seats);
        let case = Case::new(&blocks, seats).unwrap();
        let measures: Vec<Measures> = every.iter().map(|one| Measures::of(&case, one)).collect();
        let effort = Effort { links, partitions: 0, steps, looks: 20_000 };
        let question = Question { seats, limit: Some(0.2), effort, ..Question::default() };
        let answer = split(&blocks, &question, &run()).unwrap();
        prop_assert!(answer.partitions <= every.len() as u128);
        if answer.counted_all {
            prop_assert_eq!(answer.partitions, every.len() as u128);
        }
        if let Some(least) = measures.iter().map(|one| one.excess).min() {
            prop_assert!(answer.least_excess <= least);
            prop_assert!(answer.least_border.unwrap_or(0) <= measures.iter().map(|one| one.border).min().unwrap());
        }
        best_of_what_they_say(&answer, &measures)?;
        // A way is drafted wherever there is one.
        prop_assert_eq!(answer.best[0].is_some(), !every.is_empty());
        for found in &answer.front {
            let districts: Vec<usize> = found.districts.iter().map(|one| usize::from(*one)).collect();
            prop_assert!(every.contains(&districts));
        }
    }
}

#[test]
fn the_answer_is_the_same_at_any_number_of_threads() {
    let voters = (0..25).map(|block: u64| 100 + block * block % 37).collect();
    let blocks =
        Blocks { rayons: (0..25).map(|block| Some(block / 4)).collect(), ..Blocks::new(voters, grid(5, 5)) };
    let question = Question { seats: 3, limit: Some(0.1), ..Question::default() };
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| split(&blocks, &question, &run()).unwrap())
    };
    let one = with(1);
    assert_eq!(one, with(4));
    assert!(one.counted_all && one.partitions > 0);
}

#[test]
fn no_border_that_has_a_length_is_none() {
    let graph = Graph::new(
        3,
        [(0, 1, 0.3), (1, 2, 1.7)].map(|(one, other, metres)| Border { one, other, metres: Some(metres) }),
    );
    let answer =
        split(&Blocks::new(vec![5, 1, 5], graph), &Question { seats: 3, ..Question::default() }, &run())
            .unwrap();
    assert_eq!(answer.best[2].as_ref().unwrap().measures.border, 1 + 2);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let blocks = |voters: Vec<u64>| Blocks::new(voters, Graph::new(2, []));
    let ask = |voters: Vec<u64>, seats: usize| {
        split(&blocks(voters), &Question { seats, ..Question::default() }, &run())
            .map(|answer| answer.partitions)
    };
    assert_eq!(ask(vec![1, 1], 0), Err(SplitError::Seats { seats: 0 }));
    assert_eq!(ask(vec![1, 1], 3), Err(SplitError::TooFewBlocks { blocks: 2, seats: 3 }));
    assert_eq!(ask(vec![u64::MAX, 1], 2), Err(SplitError::TooManyVoters));
    assert_eq!(ask(vec![0, 0], 2), Err(SplitError::NoVoters));
    assert_eq!(ask(vec![1, 1], 1), Ok(0), "two islands are no district");
    assert_eq!(ask(vec![1, 1], 2), Ok(1));
    let stopped = run();
    stopped.cancelled.store(true, std::sync::atomic::Ordering::Relaxed);
    let question = Question { seats: 2, ..Question::default() };
    assert!(matches!(split(&blocks(vec![1, 1]), &question, &stopped), Err(SplitError::Interrupted(_))));
}
