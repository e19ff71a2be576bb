//! Checks of rows: aggregated per code and precinct, with the first rows as evidence.

use tizim_evidence::Value;
use tizim_rolls::{Checks, Kind, Options, Rule, Rules};

use crate::support::{iin, line, list, run, said, said_with};

fn row(cells: &[(&str, &str)]) -> String {
    let mut all = vec![
        ("surname", "Ким"),
        ("given_name", "Анна"),
        ("birth_date", "1980-05-17"),
        ("region", "Абай"),
        ("precinct", "1"),
    ];
    all.extend_from_slice(cells);
    line(&all)
}

fn women(serial: u32) -> String {
    iin("1980-05-17", 4, serial)
}

#[test]
fn malformed_numbers_by_kind_and_precinct() {
    let good = women(1);
    let short = good.trim_start_matches('8').to_owned();
    let mut wrong = good.clone();
    let last = (good.as_bytes()[11] - b'0' + 1) % 10;
    wrong.replace_range(11..12, &last.to_string());
    let lines = [
        row(&[("iin", &good)]),
        row(&[("iin", &short)]),
        row(&[("iin", &wrong)]),
        row(&[("iin", &wrong), ("precinct", "2")]),
        row(&[("iin", "")]),
        row(&[("iin", "8005174?????")]),
    ];
    let said = said(&[list(Kind::Permanent, &lines)]);
    let findings = said.findings("ROLL-010");
    let shown: Vec<(&str, u64, usize)> = findings
        .iter()
        .map(|finding| (finding.subject.id.as_str(), finding.count, finding.evidence.len()))
        .collect();
    assert_eq!(shown, [("Абай / 1", 2, 2), ("Абай / 2", 1, 1)]);
    assert_eq!(findings[0].figures.get("lost_zeros"), Some(&Value::Persons(1)));
    assert_eq!(findings[0].figures.get("check_digit"), Some(&Value::Persons(1)));
    assert_eq!(findings[0].evidence[0].row, 3);
    assert_eq!(said.audit.sections()["counts"]["ROLL-010"], serde_json::json!({"groups": 2, "rows": 3}));
    let figure =
        |key: &str| said.audit.figures.iter().find(|figure| figure.key == key).unwrap().value.clone();
    assert_eq!(figure("without_iin"), Value::Persons(1));
    assert_eq!(figure("masked_iin"), Value::Persons(1));
}

#[test]
fn number_against_person_is_information() {
    let lines = [
        row(&[("iin", &women(1)), ("sex", "ж")]),
        row(&[("iin", &women(2)), ("sex", "м")]),
        row(&[("iin", &women(3)), ("birth_date", "1980-05-18")]),
        row(&[("iin", &women(4)), ("birth_date", "1980")]),
    ];
    let said = said(&[list(Kind::Permanent, &lines)]);
    let [finding] = said.findings("ROLL-011")[..] else { panic!("one finding") };
    assert_eq!((finding.count, finding.severity), (2, tizim_evidence::Severity::Info));
    assert_eq!(finding.evidence.iter().map(|place| place.row).collect::<Vec<_>>(), [3, 4]);
}

/// A row that is wrong in two ways is one row, and more rows than are shown are all counted.
#[test]
fn findings_count_the_rows_that_their_evidence_is_a_part_of() {
    let both: Vec<String> = (1..=30)
        .map(|serial| row(&[("iin", &women(serial)), ("sex", "м"), ("birth_date", "1980-05-18")]))
        .collect();
    let shared = (1..=20).flat_map(|serial| {
        let name = |surname: &str| {
            row(&[("iin", &women(1000 + serial)), ("surname", surname), ("given_name", "Роза")])
        };
        [name("Оспанова"), name("Ким")]
    });
    let lines: Vec<String> = both.into_iter().chain(shared).collect();
    let said = said(&[list(Kind::Permanent, &lines)]);
    for (code, expected) in [("ROLL-011", 30), ("ROLL-012", 40)] {
        let [finding] = said.findings(code)[..] else { panic!("one finding of {code}") };
        assert_eq!(finding.count, expected, "{code}");
        assert!(finding.evidence.len() >= 20 && (finding.evidence.len() as u64) < expected, "{code}");
        assert_eq!(said.audit.sections()["counts"][code]["rows"], expected);
    }
}

#[test]
fn ages_on_election_day() {
    // Election day is 19 March 2023.
    let ages = ["2005-03-19", "2005-03-20", "2005", "1912-03-19", "2023-03-20", "1980"];
    let lines: Vec<String> = ages
        .iter()
        .enumerate()
        .map(|(index, birth)| row(&[("birth_date", birth), ("given_name", &"А".repeat(index + 1))]))
        .collect();
    let said = said(&[list(Kind::Permanent, &lines)]);
    let rows = |code: &str| -> Vec<u64> {
        said.findings(code)
            .iter()
            .flat_map(|finding| finding.evidence.iter().map(|place| place.row))
            .collect()
    };
    assert_eq!(rows("ROLL-014"), [3]);
    assert_eq!(rows("ROLL-015"), [5, 6]);
    let undetermined =
        said.findings("ROLL-090").into_iter().find(|finding| finding.subject.id == "ROLL-014").unwrap();
    assert_eq!(undetermined.count, 1);
}

#[test]
fn a_hostel_stands_out_of_households() {
    let mut lines: Vec<String> = Vec::new();
    for house in 0..600 {
        for person in 0..=(house % 4) {
            let address = format!("ул. Абая, д. {house}");
            lines.push(row(&[
                ("address", &format!("\"{address}\"")),
                ("surname", &format!("К{}", "а".repeat(person + 1))),
            ]));
        }
    }
    let first = lines.len() as u64 + 2;
    lines.extend(
        (0..80).map(|person| row(&[("address", "Общежитие 3"), ("given_name", &"О".repeat(person + 1))])),
    );
    let said = said(&[list(Kind::Permanent, &lines)]);
    let [finding] = said.findings("ROLL-022")[..] else { panic!("one finding") };
    assert_eq!(finding.figures.get("voters"), Some(&Value::Persons(80)));
    assert_eq!(finding.evidence[0].row, first);
    assert_eq!(finding.evidence.len(), 20);
    assert!(!format!("{finding:?}").contains("Общежитие"));
    let detail = Options { detail: true, ..Options::default() };
    let detailed = said_with(&[list(Kind::Permanent, &lines)], None, &detail, &run(2)).unwrap();
    assert_eq!(detailed.findings("ROLL-022")[0].evidence.len(), 80);
}

#[test]
fn what_columns_do_not_allow_is_said() {
    let heading = "surname,given_name,birth_year";
    let lists = [crate::support::list_of(
        Kind::Permanent,
        &[("a.csv", heading, &["Ким,Анна,1980".to_owned()])],
        None,
    )];
    let said = said(&lists);
    let mut checks: Vec<&str> =
        said.findings("ROLL-090").iter().map(|finding| finding.subject.id.as_str()).collect();
    checks.sort_unstable();
    let expected = [
        "ROLL-010",
        "ROLL-011",
        "ROLL-012",
        "ROLL-013",
        "ROLL-020",
        "ROLL-021",
        "ROLL-022",
        "ROLL-023",
        "ROLL-024",
        "iin",
        "name-date",
        "name-year-address",
        "name-year-region",
    ];
    assert_eq!(checks, expected);
}

#[test]
fn no_checks_and_one_rule_are_what_was_asked_for() {
    let lines = [row(&[("iin", "12")]), row(&[("precinct", "2")]), row(&[])];
    let options = Options { rules: Some(Rules::of([Rule::Iin])), checks: Checks::None, ..Options::default() };
    let said = said_with(&[list(Kind::Permanent, &lines)], None, &options, &run(1)).unwrap();
    let told: Vec<&str> = said.audit.findings.iter().map(|finding| finding.subject.id.as_str()).collect();
    assert_eq!(told, ["iin on permanent"], "the only number cannot be used");
    assert_eq!(said.audit.sections()["coverage"]["iin"]["permanent"]["not"]["length"], 1);
    assert_eq!(said.audit.sections()["lists"][0]["rows"], 3);
    assert_eq!(said.audit.sections()["lists"][0]["taken"], 3);
    assert_eq!(said.audit.sections()["chance"], serde_json::json!({}));
}

#[test]
fn chance_is_estimated_for_names_and_dates() {
    // One name on every day of thirty years, and ten of these people twice: chance gives none of it away.
    let mut lines: Vec<String> = Vec::new();
    for day in 0..3600_u32 {
        let birth = format!("{}-{:02}-{:02}", 1950 + day / 360, 1 + day / 30 % 12, 1 + day % 30 % 28);
        lines.push(row(&[("birth_date", &birth)]));
    }
    let said = said(&[list(Kind::Permanent, &lines)]);
    let chance = said.audit.sections()["chance"]["name-date"].clone();
    // Two days of each month are there twice: 24 pairs a year, and 360 * 359 / 2 pairs of names in 336 days.
    // The 10 pairs born on a 1 January are told apart: that day stands for births that nobody knows.
    assert_eq!(chance["observed"], 230);
    assert_eq!(chance["on_first_of_january"], 10);
    let expected = chance["expected"].as_f64().unwrap();
    assert!((150.0..350.0).contains(&expected), "{chance}");
    assert!(chance["low"].as_f64().unwrap() < 230.0 && chance["high"].as_f64().unwrap() > 230.0, "{chance}");
    // No row is without a whole date: there is nothing that chance could give.
    let by_region = said.audit.sections()["chance"]["name-year-region"].clone();
    assert_eq!(
        (by_region["observed"].as_u64(), by_region["high"].as_f64()),
        (Some(0), Some(0.0)),
        "{by_region}"
    );
}
