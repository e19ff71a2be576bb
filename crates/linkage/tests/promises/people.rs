//! Records for the tests.

use tizim_linkage::{
    Column, Kind, Linkage, Linked, Plain, Records, RecordsBuilder, Settings, Source, Unwatched,
};

pub(crate) const COLUMNS: [(&str, Kind); 4] = [
    ("given", Kind::GivenName),
    ("surname", Kind::Surname),
    ("born", Kind::Date),
    ("address", Kind::Address),
];

pub(crate) fn records_of(columns: &[(&str, Kind)], lists: &[(bool, Vec<Vec<String>>)]) -> Records {
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
pub(crate) fn people(count: usize) -> Vec<Vec<String>> {
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

pub(crate) fn link(records: &Records, settings: &Settings) -> Linked {
    Linkage::new(records, &Plain, settings).expect("records").run(&Unwatched).expect("not cancelled")
}
