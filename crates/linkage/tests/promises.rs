//! What the crate promises: the same result at any number of threads and in any order of rows; hostile input ends in time
//! and says what was not done.

use std::collections::BTreeMap;
use std::time::Instant;

use tizim_linkage::{
    Column, Error, Kind, Linkage, Linked, Note, PairKind, Plain, Records, RecordsBuilder, Settings, Source,
    Unwatched, Watch,
};

const COLUMNS: [(&str, Kind); 4] = [
    ("given", Kind::GivenName),
    ("surname", Kind::Surname),
    ("born", Kind::Date),
    ("address", Kind::Address),
];

fn records_of(columns: &[(&str, Kind)], lists: &[(bool, Vec<Vec<String>>)]) -> Records {
    let columns = columns.iter().map(|(name, kind)| Column::new(*name, *kind)).collect();
    let mut builder = RecordsBuilder::new(columns);
    for (free_of_duplicates, rows) in lists {
        let list = builder.source(Source { name: "list".into(), free_of_duplicates: *free_of_duplicates });
        for row in rows {
            builder
                .push(list, &row.iter().map(String::as_str).collect::<Vec<_>>())
                .expect("a cell for each column");
        }
    }
    builder.finish(&Plain).expect("records")
}

/// People of whom every fifth stands there once more, with a slip in one field.
fn people(count: usize) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for number in 0..count {
        let mixed = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let part = |shift: u32, of: u64| (mixed >> shift) % of;
        let word = |number: u64| -> String {
            (0..3)
                .map(|place| {
                    ["ma", "re", "to", "li", "su", "ka", "ne"][(number / 7_u64.pow(place) % 7) as usize]
                })
                .collect()
        };
        let row = vec![
            word(part(3, 90)),
            word(part(13, 330)) + "ov",
            format!("{}-{:02}-{:02}", 1940 + part(23, 60), 1 + part(31, 12), 1 + part(37, 28)),
            format!("{} street {}", word(part(41, 50)), part(47, 40)),
        ];
        if number % 5 == 0 {
            let mut again = row.clone();
            match number % 4 {
                0 => again[0].insert(1, 'x'),
                1 => again[1].truncate(5),
                2 => again[3] = "elsewhere 1".into(),
                _ => again[2].clear(),
            }
            rows.push(again);
        }
        rows.push(row);
    }
    rows
}

fn link(records: &Records, settings: &Settings) -> Linked {
    Linkage::new(records, &Plain, settings).expect("records").run(&Unwatched).expect("not cancelled")
}

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
fn one_name_for_all_ends_in_time_and_is_said() {
    let mut rows: Vec<Vec<String>> =
        (0..60_000).map(|_| vec!["Anna".into(), "Ivanova".into(), String::new(), String::new()]).collect();
    rows.extend(people(20));
    let begun = Instant::now();
    let linked = link(&records_of(&COLUMNS, &[(false, rows)]), &Settings::default());
    assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
    let said = |note: &Note| matches!(note, Note::LeftOut { pairs, largest, .. } if *pairs > 1_700_000_000 && *largest >= 60_000);
    assert!(linked.notes.iter().any(said), "{:?}", linked.notes);
    assert!(linked.coverage.compared < 2_000_000 + 12 * 60_024);
}

#[test]
fn where_nothing_can_be_estimated_it_says_so() {
    let empty = records_of(&COLUMNS, &[(false, vec![vec![String::new(); 4]; 50])]);
    assert!(matches!(
        Linkage::new(&empty, &Plain, &Settings::default()),
        Err(Error::NothingToCompare { .. })
    ));
    for rows in [0, 1] {
        let few = records_of(&COLUMNS, &[(false, people(1)[..rows].to_vec())]);
        assert!(matches!(
            Linkage::new(&few, &Plain, &Settings::default()),
            Err(Error::NothingToCompare { .. })
        ));
    }
}

#[test]
fn one_column_sixty_columns_and_odd_text() {
    let one =
        records_of(&COLUMNS[..1], &[(false, people(300).into_iter().map(|row| row[..1].to_vec()).collect())]);
    link(&one, &Settings::default());
    let names: Vec<String> = (0..60).map(|number| format!("field {number}")).collect();
    let columns: Vec<(&str, Kind)> = names.iter().map(|name| (name.as_str(), Kind::Text)).collect();
    let wide: Vec<Vec<String>> = people(80)
        .into_iter()
        .map(|row| (0..60).map(|field| row[field % 4].clone() + &"é".repeat(field)).collect())
        .collect();
    let linked = link(&records_of(&columns, &[(false, wide)]), &Settings::default());
    assert!(linked.notes.iter().any(|note| matches!(note, Note::ColumnBeyond { .. })));
    let odd =
        ["\u{0}", "\u{1f600}\u{1f600}", "'; DROP", "Ә", "a\u{301}", "1900-99-99", "    ", &"x".repeat(5_000)];
    let kinds = [
        Kind::GivenName,
        Kind::Surname,
        Kind::Patronymic,
        Kind::FullName,
        Kind::Date,
        Kind::Identifier,
        Kind::Address,
        Kind::Area,
        Kind::Phone,
        Kind::Email,
        Kind::Text,
        Kind::Category,
    ];
    let columns: Vec<(&str, Kind)> = kinds.iter().map(|&kind| ("odd", kind)).collect();
    let rows = (0..64)
        .map(|row| (0..12).map(|column| odd[(row * 5 + column * row) % 8].to_owned()).collect())
        .collect();
    link(&records_of(&columns, &[(false, rows)]), &Settings::default());
}

#[test]
fn placeholders_are_set_aside_and_told() {
    let columns = [COLUMNS[0], COLUMNS[1], COLUMNS[2], ("phone", Kind::Phone)];
    let mut rows = people(2_000);
    let own = |place: usize| format!("70{place:08}");
    for (place, row) in rows.iter_mut().enumerate() {
        row[3] = if place % 40 == 3 { "7777777777".into() } else { own(place) };
        if place % 37 == 5 {
            row[2] = "1900-01-01".into();
        }
    }
    // A family of thirty has one telephone, and every year's 1 January is heaped alike.
    for row in &mut rows[..30] {
        row[1] = "Onefamily".into();
        row[3] = own(99_999);
    }
    for (place, row) in rows[100..400].iter_mut().enumerate() {
        row[2] = format!("{}-01-02", 1950 + place % 10);
    }
    let records = records_of(&columns, &[(false, rows)]);
    let told: Vec<(usize, &str)> = (records.placeholders().iter())
        .map(|found| (found.column, records.values(found.column).text(found.value)))
        .collect();
    assert_eq!(told, [(2, "1900-01-01"), (3, "7777777777")]);
    assert!((0..records.len() as u32).all(|row| records.text(3, row) != "7777777777"));
    let linked = link(&records, &Settings::default());
    let notes = linked.notes.iter().filter(|note| matches!(note, Note::Placeholder { .. }));
    assert_eq!(notes.count(), 2);
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
