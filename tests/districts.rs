//! Tables of districts as commissions write them, through the program.

use std::fs;

use crate::support::{document, place, refused};

/// The audit of a table as JSON.
fn audit(table: &str, more: &[&str]) -> serde_json::Value {
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    let mut typed = vec!["districts", "audit", "table.csv", "--format", "json"];
    typed.extend(more);
    document(place.path(), &typed)
}

/// What a refused audit says.
fn refusal(table: &str, facts: &str) -> String {
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    fs::write(place.path().join("facts.toml"), facts).unwrap();
    refused(place.path(), &["districts", "audit", "table.csv", "--facts", "facts.toml"])
}

fn findings<'a>(audit: &'a serde_json::Value, code: &str) -> Vec<&'a serde_json::Value> {
    audit["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect()
}

#[test]
fn seats_are_found_under_the_headings_of_commissions() {
    for heading in ["Мандатов", "Число мест", "Количество депутатов", "Депутатские мандаты", "Орын саны"]
    {
        let table = format!(
            "№ п/п;№ округа;Название;{heading};Избирателей\n1;7;а;2;200\n2;8;б;1;100\nИтого;;;3;300\n"
        );
        let audit = audit(&table, &[]);
        assert_eq!(audit["totals"]["seats"], 3, "{heading}");
        assert_eq!(audit["totals"]["quota"], 100.0, "{heading}");
        assert_eq!(audit["units"][0]["id"], "7", "{heading}: the running number is no number of a district");
        assert_eq!(audit["units"][0]["deviation"], 0.0, "{heading}");
    }
}

#[test]
fn a_table_that_does_not_tell_its_seats_is_refused() {
    for cell in ["1.5", "0", "-1", "", "x"] {
        let table = format!("id,name,seats,voters\n1,A,1,100\n2,B,{cell},100\n");
        let error = refusal(&table, "");
        assert!(error.contains("row 3") && error.contains("`seats`"), "{cell}: {error}");
    }
}

#[test]
fn rows_that_sum_a_part_are_no_total() {
    let table = "Регион;Название;Избирателей\nСевер;а;1000\nСевер;б;1200\nИтого по области;;2200\n\
                 Юг;в;900\nВсего по Югу;;900\n";
    assert!(findings(&audit(&format!("{table}ИТОГО;;3100\n"), &[]), "DIST-005").is_empty());
    assert!(findings(&audit(table, &[]), "DIST-005").is_empty());
    assert_eq!(findings(&audit(&format!("{table}ИТОГО;;3200\n"), &[]), "DIST-005").len(), 1);
}

#[test]
fn a_total_of_a_region_that_no_district_is_in_is_refused() {
    let table = "id,region,voters\n1,North,100\n2,South,120\n";
    let error = refusal(table, "[totals.regions]\nEast = 100\n");
    assert!(error.contains("East") && error.contains("`North`, `South`"), "{error}");
}

#[test]
fn a_users_own_table_is_not_under_the_law_of_another_election() {
    let audit = audit("id,region,voters\n1,North,100\n2,South,120\n", &[]);
    assert!(!audit["forced"].to_string().contains("statute"), "{}", audit["forced"]);
    let built_in = document(place().path(), &["districts", "audit", "--format", "json"]);
    assert!(built_in["forced"].to_string().contains("statute"));
    assert_eq!(
        built_in["manifest"]["inputs"].as_array().unwrap().len(),
        3,
        "the built-in tables have hashes too"
    );
}

#[test]
fn results_show_what_unequal_districts_bring_to_parties() {
    let place = place();
    // One voter in four elects two of three seats for the party of the small districts.
    fs::write(place.path().join("table.csv"), "id,voters\n1,100\n2,100\n3,600\n").unwrap();
    fs::write(
        place.path().join("results.csv"),
        "id,party,votes,seats\n1,Small,100,1\n2,Small,100,1\n3,Large,600,1\n",
    )
    .unwrap();
    let typed = ["districts", "audit", "table.csv", "--results", "results.csv", "--format", "json"];
    let audit = document(place.path(), &typed);
    let distortion = audit["distortion"].to_string();
    assert!(distortion.contains("Small") && distortion.contains("Large"), "{distortion}");
    // Two seats of three for a quarter of the votes.
    assert!(distortion.contains(&(2.0 / 3.0 - 0.25).to_string()[..8]), "{distortion}");
}
