//! What the crate promises: the same result at any number of threads and in any order of rows; clusters, models and waterfalls
//! that hold together; and see `hostile` and `kin`.

mod families;
mod hostile;
mod kin;
mod labelled;
mod people;

use std::collections::BTreeMap;

use people::{COLUMNS, link, people, records_of};
use tizim_linkage::{Error, Kind, Linkage, Linked, PairKind, Plain, Settings, Unwatched, Watch};

/// Weights bit for bit, by what `name` makes of the rows.
fn told(linked: &Linked, name: impl Fn(u32) -> usize) -> BTreeMap<(usize, usize), (u64, PairKind)> {
    let pair = |left: u32, right: u32| (name(left).min(name(right)), name(left).max(name(right)));
    linked
        .pairs
        .iter()
        .map(|found| (pair(found.left, found.right), (found.weight.to_bits(), found.kind)))
        .collect()
}

fn persons(linked: &Linked, name: impl Fn(u32) -> usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> =
        linked.clusters.members.iter().map(|rows| rows.iter().map(|&row| name(row)).collect()).collect();
    for rows in &mut all {
        rows.sort_unstable();
    }
    all.sort_unstable();
    all
}

#[test]
fn the_same_at_any_number_of_threads_and_in_any_order() {
    let rows = people(2_500);
    let settings = Settings { pair_budget: Some(30_000), training_pairs: 9_000, ..Settings::default() };
    let first = link(&records_of(&COLUMNS, &[(false, rows.clone())]), &settings);
    assert!(first.clusters.members.len() > 300, "{}", first.clusters.members.len());
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let again = pool.install(|| link(&records_of(&COLUMNS, &[(false, rows.clone())]), &settings));
        assert_eq!(told(&again, |row| row as usize), told(&first, |row| row as usize), "{threads} threads");
        assert_eq!(again.model, first.model);
        assert_eq!(again.clusters, first.clusters);
    }
    // Row `place` of the shuffled list is row `order[place]` of the first; the step is prime to the number of rows.
    let order: Vec<usize> = (0..rows.len()).map(|place| place * 1_009 % rows.len()).collect();
    let shuffled: Vec<Vec<String>> = order.iter().map(|&row| rows[row].clone()).collect();
    let again = link(&records_of(&COLUMNS, &[(false, shuffled)]), &settings);
    assert_eq!(again.model, first.model);
    assert_eq!(told(&again, |row| order[row as usize]), told(&first, |row| row as usize));
    assert_eq!(persons(&again, |row| order[row as usize]), persons(&first, |row| row as usize));
}

#[test]
fn clusters_are_inside_connected_components() {
    let rows = people(1_500);
    let linked = link(&records_of(&COLUMNS, &[(false, rows.clone())]), &Settings::default());
    let mut component: Vec<usize> = (0..rows.len()).collect();
    loop {
        let before = component.clone();
        for pair in linked.of_kind(PairKind::Duplicate) {
            let (left, right) = (pair.left as usize, pair.right as usize);
            let least = component[left].min(component[right]);
            (component[left], component[right]) = (least, least);
        }
        if before == component {
            break;
        }
    }
    for members in &linked.clusters.members {
        assert!(members.iter().all(|&row| component[row as usize] == component[members[0] as usize]));
    }
    // And every pair that is told as a duplicate is inside one cluster.
    for pair in linked.of_kind(PairKind::Duplicate) {
        assert!(
            linked
                .clusters
                .members
                .iter()
                .any(|rows| rows.contains(&pair.left) && rows.contains(&pair.right))
        );
    }
}

#[test]
fn lists_free_of_duplicates_are_matched_one_to_one() {
    let rows = people(400);
    let records = records_of(&COLUMNS, &[(true, rows.clone()), (true, rows.clone())]);
    let linked = link(&records, &Settings::default());
    let half = rows.len() as u32;
    assert!(linked.clusters.members.len() > rows.len() * 8 / 10, "{}", linked.clusters.members.len());
    for members in &linked.clusters.members {
        assert!(matches!(members[..], [left, right] if left < half && right >= half), "{members:?}");
    }
    assert!(linked.pairs.iter().all(|pair| pair.left < half && pair.right >= half));
}

#[test]
fn a_model_can_be_saved_and_used_again() {
    let records = records_of(&COLUMNS, &[(false, people(600))]);
    let linkage = Linkage::new(&records, &Plain, &Settings::default()).expect("records");
    let first = linkage.run(&Unwatched).expect("not cancelled");
    let saved = serde_json::to_string(&first.model).expect("a model");
    let model = serde_json::from_str(&saved).expect("a model");
    let again = linkage.run_with(&model, &Unwatched).expect("not cancelled");
    let names = |row| row as usize;
    assert_eq!((again.model.columns.len(), told(&again, names).len()), (4, told(&first, names).len()));
    let other =
        records_of(&COLUMNS[..3], &[(false, people(50).into_iter().map(|row| row[..3].to_vec()).collect())]);
    let other = Linkage::new(&other, &Plain, &Settings::default()).expect("records");
    let fewer = other.run_with(&model, &Unwatched).expect("the first three columns are the same");
    assert_eq!(fewer.model.columns.len(), 3);
    for pair in &fewer.pairs {
        assert_eq!(other.explain(&fewer, pair).steps.len(), 3);
    }
    let renamed = [("name", Kind::GivenName)];
    let renamed =
        records_of(&renamed, &[(false, people(50).into_iter().map(|row| row[..1].to_vec()).collect())]);
    let renamed = Linkage::new(&renamed, &Plain, &Settings::default()).expect("records");
    assert!(
        matches!(renamed.run_with(&model, &Unwatched), Err(Error::OtherColumns { column }) if column == "name")
    );
}

#[test]
fn a_waterfall_adds_up() {
    let records = records_of(&COLUMNS, &[(false, people(600))]);
    let linkage = Linkage::new(&records, &Plain, &Settings::default()).expect("records");
    let linked = linkage.run(&Unwatched).expect("not cancelled");
    for pair in &linked.pairs {
        let why = linkage.explain(&linked, pair);
        let sum =
            why.prior + why.steps.iter().map(|step| step.bits).sum::<f64>() + why.together + why.cluster;
        assert!((sum - pair.weight).abs() < 1e-9);
        assert_eq!(linkage.score(&linked, pair.right, pair.left).alone.to_bits(), pair.alone.to_bits());
    }
}

#[test]
fn the_model_knows_how_good_it_is() {
    // Where a person stands twice, the two rows follow one another.
    let rows = people(3_000);
    let linked = link(&records_of(&COLUMNS, &[(false, rows)]), &Settings::default());
    let pairs: Vec<_> = linked.of_kind(PairKind::Duplicate).collect();
    let right = pairs.iter().filter(|pair| pair.right == pair.left + 1).count() as f64;
    let estimated = linked.estimated(0.0);
    assert_eq!((estimated.threshold.to_bits(), estimated.pairs), (0.5_f64.to_bits(), pairs.len() as u64));
    let (precision, recall) = (right / pairs.len() as f64, right / 600.0);
    let near =
        |estimate: Option<f64>, truth: f64| estimate.is_some_and(|estimate| (estimate - truth).abs() < 0.05);
    assert!(near(estimated.precision, precision), "{estimated:?} {precision}");
    assert!(near(estimated.recall, recall), "{estimated:?} {recall}");
    let different: f64 = pairs.iter().map(|pair| 1.0 - pair.probability()).sum();
    assert!((estimated.different - different).abs() < 1e-6, "{estimated:?} {different}");
    assert!(linked.estimated(0.999).pairs < estimated.pairs);
}

#[test]
fn it_can_be_ended() {
    struct Never;
    impl Watch for Never {
        fn cancelled(&self) -> bool {
            true
        }
    }
    let records = records_of(&COLUMNS, &[(false, people(50))]);
    let linkage = Linkage::new(&records, &Plain, &Settings::default()).expect("records");
    assert_eq!(linkage.run(&Never).expect_err("ended"), Error::Cancelled);
}
