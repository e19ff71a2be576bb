//! Invented people for tests: some stand there twice, misspelt or moved; households share surname and address.

use crate::{Column, Kind, Plain, Records, RecordsBuilder, Source};

use crate::training::mixed;

/// Columns of invented people.
pub(crate) fn columns() -> Vec<Column> {
    let columns = [
        ("given", Kind::GivenName),
        ("surname", Kind::Surname),
        ("born", Kind::Date),
        ("address", Kind::Address),
        ("town", Kind::Area),
        ("sex", Kind::Category),
    ];
    columns.map(|(name, kind)| Column::new(name, kind)).to_vec()
}

/// Values of so many invented records, by a seed; and who is who.
pub(crate) fn people(count: usize, seed: u64) -> (Vec<[String; 6]>, Vec<u64>) {
    let mut state = mixed(seed);
    let mut dice = move |sides: u64| {
        state = mixed(state);
        state % sides
    };
    let syllables = ["ba", "do", "ke", "li", "mu", "na", "ro", "sa", "ti", "ve", "zhu", "er"];
    let name = |number: u64| {
        let part = |divisor: u64| syllables[(number / divisor % 12) as usize];
        format!("{}{}{}n", part(1), part(12), part(144))
    };
    let (mut rows, mut who): (Vec<[String; 6]>, Vec<u64>) = (Vec::new(), Vec::new());
    while rows.len() < count {
        let again = !rows.is_empty() && dice(4) == 0;
        if again {
            let original = dice(rows.len() as u64) as usize;
            let mut row = rows[original].clone();
            match dice(5) {
                0 => row[0].truncate(row[0].len() - 1),
                1 => row[1].insert(2, 'x'),
                2 => row[3] = format!("other street {}", dice(300)),
                3 => row[2] = String::new(),
                _ => row.swap(0, 1),
            }
            who.push(who[original]);
            rows.push(row);
        } else {
            let (year, month, day) = (1930 + dice(70), 1 + dice(12), 1 + dice(28));
            let (given, surname, house) = (dice(60), dice(500), dice(900));
            let sex = if dice(2) == 0 { "f" } else { "m" };
            let row = [
                name(given),
                name(1000 + surname),
                format!("{year}-{month:02}-{day:02}"),
                format!("{} street {}", name(house / 30), house % 30),
                name(house / 100),
                sex.to_owned(),
            ];
            who.push(rows.len() as u64);
            rows.push(row);
        }
    }
    (rows, who)
}

/// Records of one list of these values.
pub(crate) fn records(rows: &[[String; 6]]) -> Records {
    let mut builder = RecordsBuilder::new(columns());
    let list = builder.source(Source { name: "list".to_owned(), free_of_duplicates: false });
    for row in rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        builder.push(list, &cells).expect("six cells");
    }
    builder.finish(&Plain).expect("records")
}
