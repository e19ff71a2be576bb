//! Counts in thousands, as tables of statistics have them, and seats that are shared by inhabitants.

use std::fs;

use serde_json::Value as Json;

use crate::support::{document, place, refused};

fn apportioned(table: &str, further: &[&str]) -> Json {
    let place = place();
    fs::write(place.path().join("t.csv"), table).unwrap();
    let typed = ["districts", "apportion", "t.csv", "--seats", "7", "--format", "json", "--quiet"];
    document(place.path(), &[&typed[..], further].concat())
}

/// The seats by one method, and what is told of the columns.
fn seats(audit: &Json) -> (Vec<u64>, Vec<String>) {
    let method =
        audit["methods"].as_array().unwrap().iter().find(|method| method["id"] == "webster").unwrap();
    let seats = method["seats"].as_object().unwrap().values().map(|seats| seats.as_u64().unwrap()).collect();
    let told = audit["findings"].as_array().unwrap().iter();
    let told = told.filter(|told| told["subject"]["id"].as_str().unwrap().starts_with("thousands"));
    (seats, told.map(|told| told["title"].as_str().unwrap().to_owned()).collect())
}

#[test]
fn figures_in_thousands_are_multiplied_exactly_and_told() {
    let place = place();
    let audit = |table: &str| {
        fs::write(place.path().join("d.csv"), table).unwrap();
        document(place.path(), &["districts", "audit", "d.csv", "--format", "json", "--quiet"])
    };
    let headings = [
        "Избиратели, тыс.",
        "Избиратели (тыс. чел.)",
        "Сайлаушылар саны, мың адам",
        "Voters, thousand",
        "Избирателей в тыс.",
    ];
    for heading in headings {
        let read = audit(&format!("Округ;{heading}\n1;12,5\n2;12,345\n3;9\n4;0,07\n"));
        let units = read["units"].as_array().unwrap();
        let voters: Vec<&Json> = units.iter().map(|unit| &unit["voters"]).collect();
        assert_eq!(
            (voters[0], voters[2], voters[3]),
            (&12_500.into(), &9_000.into(), &70.into()),
            "{heading}"
        );
        let (told, _): (Vec<&Json>, Vec<&Json>) = read["findings"]
            .as_array()
            .unwrap()
            .iter()
            .partition(|told| told["subject"]["id"].as_str().unwrap().starts_with("thousands"));
        assert!(
            told.len() == 1 && told[0]["title"].as_str().unwrap().contains("multiplied by 1,000"),
            "{heading}"
        );
    }
    // In two rows, of which either says so.
    for (above, below) in [("Избиратели, тыс. чел.", "всего"), ("Избиратели", "всего, тыс.")]
    {
        let read = audit(&format!("Округ;{above};;\n;мужчины;женщины;{below}\n1;5,5;7;12,5\n2;4;5;9\n"));
        assert_eq!(read["totals"]["voters"], 21_500, "{above} {below}");
    }
    // Of a person no part is counted.
    let read = audit("Округ;Избиратели, тыс.\n1;12,5\n2;3,1415\n");
    assert!(read["units"][1]["voters"].is_null());
    let read = audit("Округ;Избиратели, чел.\n1;12\n2;13\n");
    assert_eq!(read["totals"]["voters"], 25);
}

#[test]
fn seats_are_shared_by_the_basis_that_is_asked_for() {
    let table = "Область;Избиратели;Население, тыс.\nСевер;1000;1,2\nЮг;1000;3,8\nВосток;1000;0,8\n";
    let (by_voters, _) = seats(&apportioned(table, &[]));
    let (by_population, told) = seats(&apportioned(table, &["--basis", "population"]));
    assert_eq!((by_voters.iter().sum::<u64>(), by_population.iter().max()), (7, Some(&5)), "{by_voters:?}");
    assert_eq!(told.len(), 1);
    let place = place();
    fs::write(place.path().join("t.csv"), table).unwrap();
    let error =
        refused(place.path(), &["districts", "apportion", "t.csv", "--seats", "7", "--basis", "citizens"]);
    assert!(error.contains("no column `citizens`") && error.contains("--basis population"), "{error}");
    fs::write(place.path().join("t.csv"), table.replace(";3,8", ";")).unwrap();
    let error =
        refused(place.path(), &["districts", "apportion", "t.csv", "--seats", "7", "--basis", "population"]);
    assert!(error.contains("row 3: nothing in column `population`"), "{error}");
}
