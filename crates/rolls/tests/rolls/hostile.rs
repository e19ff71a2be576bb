//! Input made to mislead or to slow down.

use tizim_rolls::Kind;

use crate::support::{iin, line, list, said};

fn row(cells: &[(&str, &str)]) -> String {
    let mut all = vec![("surname", "Ким"), ("given_name", "Анна"), ("region", "Абай"), ("precinct", "1")];
    all.extend_from_slice(cells);
    line(&all)
}

#[test]
fn a_number_that_thousands_have_is_a_placeholder() {
    let number = iin("1980-05-17", 4, 1);
    let lines: Vec<String> = (0..2500)
        .map(|index| row(&[("iin", &number), ("given_name", &"А".repeat(index % 50 + 1))]))
        .collect();
    let said = said(&[list(Kind::Permanent, &lines)]);
    let placeholder = said
        .findings("ROLL-090")
        .into_iter()
        .find(|finding| finding.subject.id == "placeholder in iin")
        .unwrap();
    assert_eq!(placeholder.count, 2500);
    assert!(said.lines.iter().all(|line| line.rule != "iin"));
    assert!(!said.bytes().contains(&number));
}

#[test]
fn a_birth_date_that_hundreds_have_proves_nothing() {
    let mut lines: Vec<String> = Vec::new();
    for index in 0..400 {
        let name = "А".repeat(index % 40 + 1);
        let own = format!("19{:02}-{:02}-{:02}", 40 + index % 50, 1 + index % 12, 1 + index % 28);
        lines.push(row(&[("given_name", &name), ("birth_date", &own), ("region", "")]));
        lines.push(row(&[("given_name", &name), ("birth_date", "1950-01-01"), ("region", "")]));
    }
    let said = said(&[list(Kind::Permanent, &lines)]);
    assert!(
        said.findings("ROLL-090").iter().any(|finding| finding.subject.id == "placeholder in birth_date")
    );
    let hot_row = |row: u64| row % 2 == 1;
    assert!(said.lines.iter().all(|line| line.rule != "name-date" || !hot_row(line.row)));
}

#[test]
fn placeholders_and_illegible_fields_form_no_key() {
    let said = said(&[list(
        Kind::Permanent,
        &[
            row(&[("surname", "-"), ("birth_date", "1980-05-17")]),
            row(&[("surname", "-"), ("birth_date", "1980-05-17")]),
            row(&[("surname", "К?м"), ("birth_date", "1980-05-17")]),
            row(&[("surname", "К?м"), ("birth_date", "1980-05-17")]),
            row(&[("birth_date", "01.01.1900")]),
            row(&[("birth_date", "01.01.1900")]),
            row(&[("iin", "000000000000")]),
            row(&[("iin", "000000000000")]),
            row(&[("birth_date", "1990"), ("address", "н/д"), ("region", "-")]),
            row(&[("birth_date", "1990"), ("address", "н/д"), ("region", "-")]),
        ],
    )]);
    assert_eq!(said.lines, []);
}

#[test]
fn a_thousand_rows_of_one_person_are_one_group() {
    let number = iin("1980-05-17", 4, 1);
    let lines: Vec<String> = (0..1000)
        .map(|index| row(&[("iin", &number), ("birth_date", "1980-05-17"), ("precinct", &index.to_string())]))
        .collect();
    let said = said(&[list(Kind::Permanent, &lines)]);
    assert_eq!(said.codes(), ["ROLL-002"]);
    assert_eq!(said.lines.len(), 1000);
    assert_eq!(said.findings("ROLL-002")[0].evidence.len(), 100);
    assert_eq!(said.findings("ROLL-002")[0].figures["rows"], tizim_evidence::Value::Persons(1000));
}

#[test]
fn many_people_of_one_name_with_rows_without_numbers() {
    let mut lines: Vec<String> = (0..40)
        .map(|index| row(&[("iin", &iin("1980-05-17", 4, index)), ("birth_date", "1980-05-17")]))
        .collect();
    lines.extend((0..40).map(|_| row(&[("birth_date", "1980-05-17")])));
    let said = said(&[list(Kind::Permanent, &lines)]);
    // Not each of 40 with each of 40: those with numbers are told from each other, those without stand for themselves.
    assert_eq!(said.codes(), ["ROLL-001", "ROLL-013"]);
    assert_eq!(said.lines.len(), 80);
}

#[test]
fn fields_of_any_bytes_do_no_harm() {
    let long = "Я".repeat(20_000);
    let strange = ["\u{0}", "\u{feff}\u{200b}", "=cmd|' /C calc'!A0", "\u{301}\u{301}", "🙂", long.as_str()];
    let lines: Vec<String> = strange
        .iter()
        .map(|value| {
            let value = format!("\"{value}\"");
            row(&[
                ("iin", &value),
                ("surname", &value),
                ("given_name", &value),
                ("birth_date", &value),
                ("precinct", &value),
                ("address", &value),
                ("avc_serial", &value),
                ("mark", &value),
                ("added", &value),
                ("removed", &value),
            ])
        })
        .collect();
    let twice = [lines.clone(), lines].concat();
    let _ = said(&[list(Kind::Permanent, &twice), list(Kind::Avc, &twice)]);
}
