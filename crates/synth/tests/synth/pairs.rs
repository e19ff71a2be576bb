//! With errors: every two rows of one person are listed, and are what their kind says.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tizim_people::names::normalise;
use tizim_synth::{Settings, generate};

use crate::support::{BASE, LISTS, Nation};

fn settings(voters: u64) -> Settings {
    Settings { errors: true, ..Settings::new(voters, 5, BASE) }
}

type Place = (String, usize);

struct Pair {
    left: Place,
    right: Place,
    kind: String,
}

fn pairs(nation: &Nation) -> Vec<Pair> {
    let table = nation.table("truth/pairs.csv");
    let place = |row: usize, side: &str| {
        let physical: usize = table.cell(row, &format!("{side}_row")).parse().unwrap();
        (table.cell(row, &format!("{side}_file")).to_owned(), physical - 2)
    };
    (0..table.len())
        .map(|row| Pair {
            left: place(row, "left"),
            right: place(row, "right"),
            kind: table.cell(row, "kind").to_owned(),
        })
        .collect()
}

#[test]
fn each_kind_is_what_it_says() {
    let nation = Nation::of(&settings(20_000));
    let (mut kinds, mut slipped) = (BTreeMap::<String, usize>::new(), 0);
    for Pair { left, right, kind } in pairs(&nation) {
        *kinds.entry(kind.clone()).or_default() += 1;
        let cell = |place: &Place, column: &str| nation.table(&place.0).cell(place.1, column).to_owned();
        let same = |column: &str| cell(&left, column) == cell(&right, column);
        let name =
            |place: &Place| ["surname", "given_name", "patronymic"].map(|part| normalise(&cell(place, part)));
        let names = name(&left).iter().zip(&name(&right)).filter(|(left, right)| left != right).count();
        match kind.as_str() {
            // Two slips can undo each other.
            "typing" => slipped += usize::from(names >= 1 && same("precinct")),
            "date" => assert!(names == 0 && !same("birth_date"), "{kind}"),
            "other-spelling" => assert!(same("birth_date") && same("address"), "{kind}"),
            "passport" => assert!(cell(&left, "surname").is_ascii() || cell(&right, "surname").is_ascii()),
            "moved" => assert!(!same("precinct") && same("birth_date"), "{kind}"),
            "missing-field" => assert!(
                ["patronymic", "birth_date", "address"].iter().any(|column| !same(column)) || names > 0,
                "{kind}"
            ),
            "swapped-fields" => {
                let [left, right] = [name(&left), name(&right)];
                assert_eq!((&left[0], &left[1]), (&right[1], &right[0]));
            }
            "surname-changed" => assert!(same("given_name") && same("birth_date")),
            "several" => assert!(!same("precinct"), "{kind}"),
            _ => {}
        }
    }
    for kind in [
        "typing",
        "date",
        "other-spelling",
        "passport",
        "moved",
        "missing-field",
        "swapped-fields",
        "surname-changed",
        "several",
        "special-and-home",
        "certificate-pair",
        "second-list",
        "one-person-two-iins",
    ] {
        assert!(kinds.contains_key(kind), "{kind}");
    }
    assert!(!kinds.contains_key("twins") && !kinds.contains_key("one-iin-two-people"));
    assert!(slipped * 100 >= kinds["typing"] * 98, "{slipped}");
    assert!(kinds["typing"] > 400 && kinds["other-spelling"] > 300, "{kinds:?}");
}

#[test]
fn every_two_rows_of_one_number_are_listed() {
    let nation = Nation::of(&settings(20_000));
    let listed: BTreeSet<(Place, Place)> = pairs(&nation)
        .into_iter()
        .map(|pair| (pair.left.clone().min(pair.right.clone()), pair.left.max(pair.right)))
        .collect();
    let strangers: BTreeSet<Place> = nation
        .truth()
        .into_iter()
        .filter(|truth| truth.kind == "one-iin-two-people")
        .flat_map(|truth| truth.rows)
        .collect();
    let mut rows: HashMap<String, Vec<Place>> = HashMap::new();
    for file in LISTS {
        for row in 0..nation.table(file).len() {
            if nation.iin(file, row).is_some() {
                rows.entry(nation.table(file).cell(row, "iin").to_owned())
                    .or_default()
                    .push((file.to_owned(), row));
            }
        }
    }
    let mut found = 0;
    for rows in rows.values().filter(|rows| rows.len() > 1) {
        for (place, left) in rows.iter().enumerate() {
            for right in &rows[place + 1..] {
                if strangers.contains(left) && strangers.contains(right) {
                    continue;
                }
                let pair = (left.clone().min(right.clone()), left.clone().max(right.clone()));
                assert!(listed.contains(&pair), "{pair:?}");
                found += 1;
            }
        }
    }
    assert!(found > 500);
}

#[test]
fn the_same_at_any_thread_count_and_lean() {
    let made = |threads, shape| {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { threads: Some(threads), shape, ..settings(6_000) };
        generate(&settings, folder.path()).unwrap();
        ["permanent.csv", "special.csv", "truth/pairs.csv"]
            .map(|file| std::fs::read_to_string(folder.path().join(file)).unwrap())
    };
    let nation = made(1, tizim_synth::Shape::Nation);
    assert!(nation == made(3, tizim_synth::Shape::Nation));
    let lean = made(2, tizim_synth::Shape::Benchmark);
    assert!(
        lean[2].lines().count() > 500 && lean[0].starts_with("iin,surname,given_name,patronymic,birth_date,")
    );
}

#[test]
fn people_of_one_birth_and_of_one_name_are_more_and_are_no_pairs() {
    let nation = Nation::of(&settings(20_000));
    let lawful = nation.truth();
    let count = |kind: &str| lawful.iter().filter(|truth| truth.kind == kind && truth.lawful).count();
    assert!(count("twins") >= 40 && count("same-name-a-generation-apart") >= 40);
    let listed: BTreeSet<Place> =
        pairs(&nation).into_iter().flat_map(|pair| [pair.left, pair.right]).collect();
    for truth in lawful.iter().filter(|truth| truth.kind == "twins") {
        assert!(truth.rows.iter().all(|row| !listed.contains(row)));
    }
}
