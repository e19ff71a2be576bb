//! Rows that are no districts: totals, averages, parts and notes by what they say and by what they lack.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;

use serde_json::Value as Json;

use crate::support::{document, place};

fn run(table: &str, typed: &[&str]) -> Json {
    let place = place();
    fs::write(place.path().join("d.csv"), table).unwrap();
    document(
        place.path(),
        &[&["districts", typed[0], "d.csv", "--format", "json", "--quiet"], &typed[1..]].concat(),
    )
}

/// What is told of these, by severity and text.
fn told(audit: &Json, code: &str) -> Vec<String> {
    let findings = audit["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
    findings
        .map(|finding| format!("{} {}", finding["severity"].as_str().unwrap(), finding["title"]))
        .collect()
}

const NUMBERED: &str = "№,Название,Избиратели\n1,Алый,410\n2,Белый,405\n3,Серый,398\n4,Синий,407\n";

#[test]
fn the_country_is_no_part_of_itself() {
    for name in ["Республика Казахстан", "ҚАЗАҚСТАН РЕСПУБЛИКАСЫ", "РК", "Republic of Kazakhstan"]
    {
        let seats = |total: u64| {
            let table = format!("Область,Избиратели\nАлая,410\nБелая,405\nСерая,398\n{name},{total}\n");
            run(&table, &["apportion", "--seats", "20"])
        };
        for total in [1213, 1212] {
            let audit = seats(total);
            assert_eq!(audit["totals"]["voters"], 1213, "{name}");
            assert_eq!(told(&audit, "DIST-090").len(), 1, "{name}");
        }
        // Where it is one among others, it is that.
        assert_eq!(seats(600)["totals"]["voters"], 1813, "{name}");
        // A total that does not add up is told against the rows above it.
        let audit = run(&format!("{NUMBERED},{name},1600\n"), &["audit"]);
        assert_eq!((&audit["totals"]["voters"], told(&audit, "DIST-005").len()), (&Json::from(1620), 1));
    }
    // Whatever it is called: the sum of three and more that has no number is none of them.
    let audit = run(&format!("{NUMBERED},Всё вместе взятое,1620\n"), &["audit"]);
    assert_eq!(audit["totals"]["voters"], 1620);
    // Nearly the sum: it stays, and both readings are given.
    let audit = run(&format!("{NUMBERED},Всё вместе взятое,1619\n"), &["audit"]);
    assert_eq!((&audit["totals"]["voters"], told(&audit, "DIST-090").len()), (&Json::from(3239), 2));
    // With a number of its own it is a district.
    let audit = run(&format!("{NUMBERED}5,Казахстан,400\n"), &["audit"]);
    assert_eq!((&audit["totals"]["voters"], told(&audit, "DIST-090").len()), (&Json::from(2020), 0));
}

#[test]
fn averages_and_parts_are_no_districts() {
    for rows in [
        ",Среднее,405\n,Максимум,410\n",
        ",Орташа,405\n,Ең көп,410\n",
        ",Mean,405\n,Max,410\n",
        ",в т.ч. городские,900\n,сельские,720\n",
    ] {
        let audit = run(&format!("{NUMBERED}{rows}"), &["audit"]);
        assert_eq!(
            (&audit["totals"]["voters"], told(&audit, "DIST-090").len()),
            (&Json::from(1620), 1),
            "{rows}"
        );
        assert!(told(&audit, "DIST-005").is_empty(), "{rows}");
    }
}

#[test]
fn a_sum_of_sums_is_told() {
    let table = "Округ,Избиратели\n1,410\n2,405\n3,398\n4,1213\n5,407\n6,421\n7,399\n8,1227\n9,2440\n";
    let audit = run(table, &["audit"]);
    assert!(
        told(&audit, "DIST-090").iter().any(|title| title.contains("3 rows of d.csv hold exactly the sum"))
    );
}

#[test]
fn a_row_without_number_and_count_is_no_district_of_unknown_size() {
    for note in ["Исп. Примерова П.", "тел. 8 000 000 00 00", "Примерова П."] {
        let audit = run(&format!("{NUMBERED},{note},\n"), &["audit"]);
        assert_eq!(audit["units"].as_array().unwrap().len(), 4, "{note}");
        let told = told(&audit, "DIST-090");
        assert!(told.len() == 1 && told[0].contains("signature, a date or a note"), "{told:?}");
    }
    // With a number it is a district whose size is not known, and nothing is said of a ratio that nobody knows.
    let audit = run(&format!("{NUMBERED}5,Пёстрый,\n,Всё вместе взятое,1619\n"), &["audit"]);
    assert_eq!(audit["units"].as_array().unwrap().len(), 6);
    let told = told(&audit, "DIST-090").join("; ");
    assert!(told.contains("cannot be computed") && !told.contains("not established times"), "{told}");
}

#[test]
fn what_may_be_a_total_of_precincts_breaks_no_cap_for_certain() {
    let place = place();
    let rows = "1,Алая,ТИК-2,1001,7\n2,Алая,ТИК-2,1002,7\n3,Алая,ТИК-2,1003,7\n4,Алая,ТИК-2,1004,7\n";
    for (number, total) in [("4 участка", 4010), ("ТИК-2", 4010), ("5", 4011)] {
        let table =
            format!("Участок,Область,ТИК,Избиратели,Членов комиссии\n{rows}{number},Алая,ТИК-2,{total},7\n");
        fs::write(place.path().join("p.csv"), table).unwrap();
        let typed = ["rolls", "check", "--precincts", "p.csv", "--format", "json", "--quiet"];
        let audit = document(place.path(), &typed);
        let (caps, told) = (told(&audit, "ROLL-020"), told(&audit, "ROLL-090").join("; "));
        let in_doubt = total == 4010;
        assert_eq!(caps.len(), 1, "{number}");
        assert_eq!(caps[0].starts_with("warning"), in_doubt, "{number} {caps:?}");
        assert_eq!(told.contains("precincts above the cap 0 instead of 1"), in_doubt, "{number} {told}");
    }
}

#[test]
fn a_region_alone_in_a_row_is_that_of_the_rows_below() {
    let table = "Область,№ округа,Избиратели\nАлая область,,\n,1,410\n,2,405\nБелая область,,\n,3,398\n,4,407\nИтого,,1620\n";
    let audit = run(table, &["audit"]);
    let units = audit["units"].as_array().unwrap();
    let regions: Vec<&str> = units.iter().map(|unit| unit["region"].as_str().unwrap()).collect();
    assert_eq!(regions, ["Алая область", "Алая область", "Белая область", "Белая область"]);
    let told_of = told(&audit, "DIST-090").join("; ");
    assert!(told_of.contains("2 rows of d.csv hold nothing but a value in column region"), "{told_of}");
    // The same of a column that is named.
    let audit = run(table, &["audit", "--by", "Область"]);
    assert!(told(&audit, "DIST-090").join("; ").contains("hold nothing but a value"));
    // A cell that is written in the first row of several is no heading.
    let table = "Область,№ округа,Избиратели\nАлая область,1,410\n,2,405\n,3,398\n";
    assert!(run(table, &["audit"])["units"][1]["region"].is_null());
    // Nor is a region without rows below it.
    let table =
        "Область,№ округа,Избиратели\nАлая область,,\nБелая область,,\n,1,410\n,2,405\n,3,398\n,4,407\n";
    let audit = run(table, &["audit"]);
    assert!(!told(&audit, "DIST-090").join("; ").contains("hold nothing but a value"));
}
