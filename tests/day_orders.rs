//! Dates with strokes that can all be read both ways: what else decides, and what is kept.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{json_file, place, records, repository, succeed};

/// What is said of how dates are read in a check of these lists, and the codes of its findings. The poll of the profile is on
/// 9 June 2019.
fn checked(folder: &Path, lists: &[&str]) -> (Vec<String>, Vec<String>) {
    let profile = repository("data/kz-2019/profile.toml");
    let mut typed = vec!["rolls", "check", "--profile", profile.to_str().unwrap()];
    for list in lists {
        typed.extend(["--list", list]);
    }
    typed.extend(["--quiet", "--no-timestamp", "--force", "--out", "r"]);
    succeed(folder, &typed);
    let report = json_file(&folder.join("r/summary.json"));
    let findings = report["findings"].as_array().unwrap();
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let said = findings.iter().filter(|finding| text(&finding["subject"]["id"]).starts_with("day-order"));
    (
        said.map(|finding| text(&finding["title"])).collect(),
        findings.iter().map(|finding| text(&finding["code"])).collect(),
    )
}

const HEADINGS: &str = "Фамилия;Имя;Отчество;Дата рождения;Участок;Адрес\n";

#[test]
fn the_year_of_birth_is_kept_where_day_and_month_cannot_be_told_apart() {
    let place = place();
    let row = |date: &str, precinct: u8| format!("Мерин;Опыт;Пробович;{date};{precinct};ул. Новая, 7\n");
    fs::write(place.path().join("a.csv"), format!("{HEADINGS}{}", row("11/02/1968", 3))).unwrap();
    fs::write(place.path().join("b.csv"), format!("{HEADINGS}{}", row("02.11.1968", 4))).unwrap();
    let (said, codes) = checked(place.path(), &["permanent=a.csv", "permanent=b.csv"]);
    assert!(codes.contains(&"ROLL-002".to_owned()), "{codes:?}");
    assert!(said.len() == 1 && said[0].contains("Only the years are read"), "{said:?}");
    let rows = records(&place.path().join("r/duplicates.csv"));
    assert!(rows.iter().all(|row| row["rule"] == "name-year-address"), "{rows:?}");
}

#[test]
fn another_list_with_the_same_headings_decides() {
    let place = place();
    let row =
        |date: &str, precinct: u8| format!("Мерин;Опыт;Пробович;{date};{precinct};ул. Новая, {precinct}\n");
    let open = format!("{HEADINGS}{}", row("11/02/1968", 3));
    fs::write(place.path().join("a.csv"), &open).unwrap();
    fs::write(
        place.path().join("b.csv"),
        format!("{HEADINGS}{}Иной;Опыт;;09/23/1990;4;\n", row("11/02/1968", 4)),
    )
    .unwrap();
    let (said, codes) = checked(place.path(), &["permanent=a.csv", "special=b.csv"]);
    assert!(codes.contains(&"ROLL-003".to_owned()), "{codes:?}");
    assert!(said.iter().any(|said| said.contains("another table with the same headings")), "{said:?}");
    // Two that disagree decide nothing, nor does one with other headings.
    fs::write(place.path().join("c.csv"), format!("{HEADINGS}Третий;Опыт;;23/09/1990;4;\n")).unwrap();
    let (said, _) = checked(place.path(), &["permanent=a.csv", "special=b.csv", "special=c.csv"]);
    assert!(said.iter().any(|said| said.contains("Only the years")), "{said:?}");
    fs::write(place.path().join("a.csv"), open.replace("Адрес", "Место жительства")).unwrap();
    let (said, _) = checked(place.path(), &["permanent=a.csv", "special=b.csv"]);
    assert!(said.iter().any(|said| said.contains("Only the years")), "{said:?}");
}

#[test]
fn the_days_of_additions_decide_or_are_told_not_to() {
    let place = place();
    let list = |dates: &[&str]| {
        let mut rows = String::new();
        for (date, at) in dates.iter().zip(1..) {
            let _ = writeln!(rows, "Мерин{at};Опыт;1970;{at};{date}");
        }
        fs::write(place.path().join("l.csv"), format!("Фамилия;Имя;Год рождения;Участок;Включён\n{rows}"))
            .unwrap();
    };
    // Until 10 May, or in the week of the poll: what is assumed would be a breach under one reading alone.
    list(&["02/06/2019", "03/06/2019", "04/06/2019"]);
    let (said, codes) = checked(place.path(), &["temporary=l.csv"]);
    assert!(said.len() == 1 && said[0].contains("are not read"), "{said:?}");
    assert!(!codes.contains(&"ROLL-025".to_owned()), "{codes:?}");
    // 4 to 8 June.
    list(&["06/04/2019", "06/05/2019", "06/07/2019"]);
    let (said, codes) = checked(place.path(), &["special=l.csv"]);
    assert!(
        said.len() == 1 && said[0].contains("month first") && said[0].contains("days that the rules set"),
        "{said:?}"
    );
    assert!(!codes.contains(&"ROLL-025".to_owned()), "{codes:?}");
    list(&["04/06/2019", "05/06/2019", "07/06/2019"]);
    let (said, _) = checked(place.path(), &["special=l.csv"]);
    assert!(said.len() == 1 && said[0].contains("day first"), "{said:?}");
}
