//! Pairs of which it is known what they are: they teach, and nothing else changes.

use tizim_linkage::{Labelled, Linkage, Linked, PairKind, Plain, Settings, Unwatched};

use crate::people::{COLUMNS, people, records_of};
use crate::{persons, told};

fn linked(rows: Vec<Vec<String>>, labels: &[Labelled]) -> Linked {
    let records = records_of(&COLUMNS, &[(false, rows)]);
    let settings = Settings { training_pairs: 9_000, ..Settings::default() };
    let linkage = Linkage::new(&records, &Plain, &settings).expect("records");
    linkage.run_labelled(labels, &Unwatched).expect("not cancelled")
}

/// What somebody might have said of every third pair of the weaker half: always this.
fn labels(of: &Linked, same: bool) -> Vec<Labelled> {
    let mut pairs: Vec<_> = of.of_kind(PairKind::Duplicate).collect();
    pairs.sort_by(|one, other| one.weight.total_cmp(&other.weight));
    let weaker = pairs[..pairs.len() / 2].iter().step_by(3);
    weaker.map(|pair| Labelled { left: pair.left, right: pair.right, same }).collect()
}

#[test]
fn answers_move_the_weights_the_way_they_say() {
    let rows = people(2_500);
    let without = linked(rows.clone(), &[]);
    assert_eq!(without.model.labelled_pairs, 0);
    let mean = |labels: &[Labelled]| {
        let with = linked(rows.clone(), labels);
        assert_eq!(with.model.labelled_pairs, labels.len() as u64);
        // The same pairs under either model: those that nobody said anything of.
        let weight = |left: u32, right: u32| {
            let found = with.pairs.iter().find(|pair| (pair.left, pair.right) == (left, right));
            found.map_or(-1.0, |pair| pair.alone)
        };
        let is_labelled = |left, right| labels.iter().any(|label| (label.left, label.right) == (left, right));
        let others = without.of_kind(PairKind::Duplicate).filter(|pair| !is_labelled(pair.left, pair.right));
        let weights: Vec<f64> = others.map(|pair| weight(pair.left, pair.right) - pair.alone).collect();
        weights.iter().sum::<f64>() / weights.len() as f64
    };
    let (yes, no) = (mean(&labels(&without, true)), mean(&labels(&without, false)));
    assert!(yes > 0.0 && no < 0.0 && yes - no > 0.2, "{yes} {no}");
}

#[test]
fn the_same_at_any_number_of_threads_and_in_any_order() {
    let rows = people(1_200);
    let labels = labels(&linked(rows.clone(), &[]), true);
    let first = linked(rows.clone(), &labels);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    let again = pool.install(|| linked(rows.clone(), &labels));
    assert_eq!(
        (told(&again, |row| row as usize), &again.model),
        (told(&first, |row| row as usize), &first.model)
    );
    let order: Vec<usize> = (0..rows.len()).map(|place| place * 1_009 % rows.len()).collect();
    let mut place = vec![0_u32; rows.len()];
    order.iter().zip(0..).for_each(|(&row, at)| place[row] = at);
    let shuffled = order.iter().map(|&row| rows[row].clone()).collect();
    let moved = labels.iter().rev().map(|label| {
        let [left, right] = [label.left, label.right].map(|row| place[row as usize]);
        Labelled { left, right, ..*label }
    });
    let again = linked(shuffled, &moved.collect::<Vec<_>>());
    assert_eq!(again.model, first.model);
    assert_eq!(told(&again, |row| order[row as usize]), told(&first, |row| row as usize));
    assert_eq!(persons(&again, |row| order[row as usize]), persons(&first, |row| row as usize));
}

#[test]
fn answers_that_are_none_teach_nothing() {
    let rows = people(600);
    let first = linked(rows.clone(), &[]);
    let label = |left, right, same| Labelled { left, right, same };
    let beyond = rows.len() as u32;
    // One row twice, a row that is not there, and two answers that contradict each other.
    let labels = [label(3, 3, true), label(0, beyond, true), label(1, 2, true), label(2, 1, false)];
    let again = linked(rows.clone(), &labels);
    assert_eq!((again.model.labelled_pairs, &again.model), (0, &first.model));
    // Said twice it is one answer.
    let twice = linked(rows, &[label(1, 2, false), label(2, 1, false)]);
    assert_eq!(twice.model.labelled_pairs, 1);
}
