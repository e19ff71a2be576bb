//! What `truth/` says of the lists is so, and nothing else is.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::support::{Key, LISTS, Nation};
use jiff::civil::date;
use tizim_people::{Century, Iin, IinRules, Sex};

type Place = (String, usize);

fn nation() -> Nation {
    Nation::new(60_000, 11)
}

#[test]
fn planted_groups_hold_what_they_claim() {
    let nation = nation();
    let mut kinds = BTreeSet::new();
    for truth in nation.truth() {
        kinds.insert(truth.kind.clone());
        let cell = |place: &Place, column: &str| nation.table(&place.0).cell(place.1, column).to_owned();
        let all =
            |column: &str| truth.rows.iter().map(|place| cell(place, column)).collect::<BTreeSet<_>>().len();
        let iin = |place: &Place| nation.iin(&place.0, place.1);
        let key = |place: &Place| nation.key(&place.0, place.1);
        let kind = truth.kind.as_str();
        match truth.rule.as_str() {
            "iin" => {
                assert!(truth.rows.iter().all(|place| iin(place).is_some()), "{kind}");
                assert_eq!(all("iin"), 1, "{kind}");
                let names: BTreeSet<_> = truth.rows.iter().map(key).collect();
                assert_eq!(names.len(), if truth.code == "ROLL-012" { 2 } else { 1 }, "{kind}");
            }
            "name-date" => {
                let keys: BTreeSet<Key> = truth.rows.iter().map(key).collect();
                assert_eq!(keys.len(), 1, "{kind}");
                let known = truth.rows.iter().filter(|place| iin(place).is_some()).count();
                assert_eq!(known, if truth.code == "ROLL-013" { 2 } else { 1 }, "{kind}");
            }
            "name-year-address" | "name-year-region" => {
                let names: BTreeSet<_> = truth.rows.iter().map(|place| key(place).name).collect();
                let years: BTreeSet<_> = truth.rows.iter().map(|place| key(place).birth.year()).collect();
                assert_eq!((names.len(), years.len()), (1, 1), "{kind}");
                let column = if truth.rule == "name-year-address" { "address" } else { "region" };
                assert_eq!(all(column), 1, "{kind}");
                assert!(!key(&truth.rows[1]).birth.is_whole());
            }
            _ => {}
        }
        match truth.code.as_str() {
            "ROLL-001" => assert_eq!((truth.rows.len(), all("precinct")), (2, 1), "{kind}"),
            "ROLL-002" => assert_eq!((truth.rows.len(), all("precinct")), (2, 2), "{kind}"),
            "ROLL-003" => assert_eq!(
                (truth.rows[0].0.as_str(), truth.rows[1].0.as_str()),
                ("permanent.csv", "special.csv")
            ),
            "ROLL-006" => {
                let serials = all("avc_serial");
                assert_eq!(serials, if truth.lawful { 1 } else { 2 }, "{kind}");
            }
            "ROLL-010" => assert!(iin(&truth.rows[0]).is_none()),
            "ROLL-011" => {
                let (iin, key) = (iin(&truth.rows[0]).unwrap(), key(&truth.rows[0]));
                assert_ne!(iin.birth_date(), key.birth);
            }
            "ROLL-014" => assert!(key(&truth.rows[0]).birth.age_on(date(2019, 6, 9)).most < 18),
            "ROLL-015" => assert!(key(&truth.rows[0]).birth.age_on(date(2019, 6, 9)).least > 110),
            "ROLL-021" => assert_eq!(truth.rows[0].0, "precincts.csv"),
            _ => {}
        }
        if kind == "twins" {
            assert_eq!((all("birth_date"), all("address"), all("given_name")), (1, 1, 2));
        }
        if kind == "look-alike-letters" {
            assert_ne!(cell(&truth.rows[0], "surname"), cell(&truth.rows[1], "surname"));
        }
    }
    for kind in [
        "same-iin-two-precincts",
        "same-iin-one-precinct",
        "name-and-date",
        "look-alike-letters",
        "capitals-and-yo",
        "year-and-address",
        "year-and-region",
        "special-and-home",
        "special-by-address",
        "special-with-certificate",
        "temporary-not-removed",
        "temporary-and-special",
        "supplementary-and-home",
        "two-residence-certificates",
        "iin-short",
        "iin-letter",
        "iin-eleven-digits",
        "iin-check-digit",
        "iin-against-birth-date",
        "one-iin-two-people",
        "one-person-two-iins",
        "under-age",
        "implausible-age",
        "certificate-pair",
        "home-row-unmarked",
        "destination-without-serial",
        "serials-differ",
        "twins",
        "same-name-same-birth-date",
        "same-name-a-generation-apart",
        "commission-size",
    ] {
        assert!(kinds.contains(kind), "{kind} was not planted");
    }
}

/// Groups of rows over all lists by any key.
fn groups<K: Ord>(nation: &Nation, key: impl Fn(&str, usize) -> Option<K>) -> BTreeMap<K, Vec<Place>> {
    let mut groups: BTreeMap<K, Vec<Place>> = BTreeMap::new();
    for file in LISTS {
        for row in 0..nation.table(file).len() {
            if let Some(key) = key(file, row) {
                groups.entry(key).or_default().push((file.to_owned(), row));
            }
        }
    }
    groups.retain(|_, rows| rows.len() > 1);
    groups
}

fn sorted(mut rows: Vec<Place>) -> Vec<Place> {
    rows.sort();
    rows
}

#[test]
fn nothing_else_is_double() {
    let nation = nation();
    let truth: HashSet<Vec<Place>> = nation.truth().into_iter().map(|truth| sorted(truth.rows)).collect();
    // The law says nothing of a residence certificate beside an entry on a list.
    let lists = |rows: &[Place]| rows.iter().filter(|(file, _)| file != "residence-certificates.csv").count();
    for rows in groups(&nation, |file, row| nation.iin(file, row)).into_values() {
        let certificates = rows.len() - lists(&rows);
        if certificates > 1 {
            let only = rows.into_iter().filter(|(file, _)| file == "residence-certificates.csv").collect();
            assert!(truth.contains(&sorted(only)));
        } else if lists(&rows) > 1 {
            assert!(truth.contains(&sorted(rows)));
        }
    }
    // Rows without a valid number meet nobody by chance under any rule by name.
    let any_without_number = |rows: &[Place]| rows.iter().any(|(file, row)| nation.iin(file, *row).is_none());
    let by_date = groups(&nation, |file, row| Some(nation.key(file, row)).filter(|key| key.birth.is_whole()));
    let by_year = groups(&nation, |file, row| {
        let key = nation.key(file, row);
        Some((key.name, key.birth.year(), nation.table(file).cell(row, "region").to_owned()))
    });
    let by_address = groups(&nation, |file, row| {
        let key = nation.key(file, row);
        Some((key.name, key.birth.year(), nation.table(file).cell(row, "address").to_owned()))
    });
    let named = by_date.into_values().chain(by_year.into_values()).chain(by_address.into_values());
    let mut seen = 0;
    for rows in named.filter(|rows| any_without_number(rows)) {
        seen += 1;
        assert!(truth.contains(&sorted(rows)));
    }
    assert!(seen >= 5);
}

#[test]
fn namesakes_are_all_listed() {
    let nation = nation();
    let table = nation.table("truth/same_name.csv");
    let mut listed: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for row in 0..table.len() {
        let place = (table.cell(row, "file").to_owned(), table.count(row, "row") as usize - 2);
        listed.entry(table.cell(row, "group")).or_default().push(place);
    }
    let listed: HashSet<Vec<Place>> = listed.into_values().map(sorted).collect();
    let found = groups(&nation, |file, row| {
        nation.iin(file, row)?;
        Some(nation.key(file, row)).filter(|key| key.birth.is_whole())
    });
    let found: HashSet<Vec<Place>> = found
        .into_values()
        .filter(|rows| {
            let numbers: HashSet<Option<Iin>> =
                rows.iter().map(|(file, row)| nation.iin(file, *row)).collect();
            numbers.len() > 1
        })
        .map(sorted)
        .collect();
    assert_eq!(found, listed);
    assert!(!listed.is_empty());
}

#[test]
fn numbers_fit_and_nobody_can_hold_them() {
    let nation = nation();
    let real = IinRules::new((1..=6).flat_map(|digit| {
        [(digit, Century { century: 1900, sex: if digit % 2 == 1 { Sex::Male } else { Sex::Female } })]
    }));
    let odd: HashSet<Place> =
        nation.truth().into_iter().filter(|truth| !truth.lawful).flat_map(|truth| truth.rows).collect();
    for file in LISTS {
        for row in 0..nation.table(file).len() {
            let text = nation.table(file).cell(row, "iin");
            assert!(Iin::parse(text.as_bytes(), &real).is_err());
            if !odd.contains(&(file.to_owned(), row)) {
                let iin = nation.iin(file, row).unwrap();
                let birth = nation.key(file, row).birth;
                assert_eq!(iin.birth_date(), birth);
                let age = birth.age_on(date(2019, 6, 9));
                assert!(age.least >= 18 && age.most <= 100);
            }
        }
    }
}
