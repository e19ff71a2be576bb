//! Hostile input ends in time and says what was not done.

use std::time::Instant;

use tizim_linkage::{Error, Kind, Linkage, Note, Plain, Settings};

use super::people::{COLUMNS, link, people, records_of};

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

/// Twice the records of one name are twice the work: what is compared grows as the records do, and all else is said.
#[test]
fn work_grows_as_the_records_do() {
    let of = |count: usize| {
        let mut rows: Vec<Vec<String>> = (0..count)
            .map(|_| ["Anna", "Ivanova", "1970-01-01", "one street 1"].map(str::to_owned).to_vec())
            .collect();
        rows.extend(people(20));
        let settings = Settings { pair_budget: Some(4 * count as u64), ..Settings::default() };
        link(&records_of(&COLUMNS, &[(false, rows)]), &settings).coverage
    };
    let (less, more) = (of(4_000), of(8_000));
    assert!(more.compared <= 2 * less.compared + 1_000, "{less:?} {more:?}");
    for coverage in [less, more] {
        assert!(
            coverage.left_out + coverage.compared >= coverage.largest_unsplit.pow(2) / 2 - 10_000,
            "{coverage:?}"
        );
        assert!(coverage.largest_unsplit >= 4_000);
    }
}

#[test]
fn a_list_against_itself_finds_every_row_again() {
    let rows = people(1_500);
    let settings = Settings { within_sources: false, pair_budget: Some(40_000), ..Settings::default() };
    let linked = link(&records_of(&COLUMNS, &[(false, rows.clone()), (false, rows.clone())]), &settings);
    let count = rows.len() as u32;
    let again = linked.pairs.iter().filter(|pair| pair.right == pair.left + count).count();
    assert!(again * 100 >= rows.len() * 97, "{again} of {}", rows.len());
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
