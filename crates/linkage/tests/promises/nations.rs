//! Names that go together: two nations with names of their own, where people share half of a name for no other reason.

use tizim_linkage::{Kind, PairKind, Settings};

use crate::people::{link, records_of};

const COLUMNS: [(&str, Kind); 6] = [
    ("number", Kind::Identifier),
    ("surname", Kind::Surname),
    ("given", Kind::GivenName),
    ("patronymic", Kind::Patronymic),
    ("born", Kind::Date),
    ("address", Kind::Address),
];

/// People of two nations, none twice, and then a hundred of them once more with another address.
fn rows() -> Vec<Vec<String>> {
    let mut state = 7_u64;
    let mut below = move |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let word = |number: u64, length: u32| -> String {
        let letter = |place: u32| {
            let at =
                number.wrapping_mul(2_654_435_761).wrapping_add(u64::from(place) * 40_503) >> (3 * place);
            char::from(b'a' + (at % 26) as u8)
        };
        (0..length).map(letter).collect()
    };
    let mut rows: Vec<Vec<String>> = (0..4_000)
        .map(|person: u64| {
            let nation = 1_000 * (person % 2);
            vec![
                format!("7{:011}", person.wrapping_mul(999_999_937) % 99_999_999_977),
                word(nation + below(150), 7),
                word(nation + 300 + below(20), 6),
                word(nation + 500 + below(20), 8),
                format!("{}-{:02}-{:02}", 1940 + below(60), 1 + below(12), 1 + below(28)),
                format!("{} street {}", word(2_000 + below(40), 6), 1 + below(60)),
            ]
        })
        .collect();
    for person in 0..100 {
        let mut again = rows[person * 37].clone();
        again[5] = format!("{} lane {}", word(3_000 + below(40), 6), 1 + below(60));
        rows.push(again);
    }
    rows
}

#[test]
fn half_a_name_is_not_a_person() {
    let linked = link(&records_of(&COLUMNS, &[(false, rows())]), &Settings::default());
    let told: Vec<_> = linked.pairs.iter().filter(|pair| pair.kind == PairKind::Duplicate).collect();
    let planted = told.iter().filter(|pair| pair.right >= 4_000 && pair.left == (pair.right - 4_000) * 37);
    assert_eq!(planted.count(), 100);
    assert!(told.len() <= 105, "{} pairs", told.len());
}
