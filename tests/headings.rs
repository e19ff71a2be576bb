//! Headings as commissions write them, and what a user says about them where they are not known.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, place, refused};

fn audit(folder: &Path, more: &[&str]) -> Json {
    document(folder, &[&["avc", "audit", "--format", "json", "--quiet"], more].concat())
}

#[test]
fn forms_of_commissions_are_read_under_their_own_headings() {
    let place = place();
    let rows = "Абай облысы,1,Семей,2000,7,20,12,9,8,1100\nАбай облысы,2,Семей,1000,7,10,5,3,5,600\n";
    let russian = "Область,№ УИК,Наименование ТИК,Избирателей в списках,Членов комиссии,\
        Получено бланков открепительных удостоверений,Выдано открепительных удостоверений,\
        Проголосовало по открепительным удостоверениям,Возвращено неиспользованных бланков,Проголосовало всего";
    let kazakh = "Облыс,Сайлау учаскесінің №,АСК,Тізімге енгізілген сайлаушылар саны,Комиссия мүшелерінің саны,\
        Алынған есептен шығару куәліктерінің бланкілері,Берілген есептен шығару куәліктері,\
        Есептен шығару куәліктері бойынша дауыс бергендер,Қайтарылған бланкілер,Барлығы дауыс берді";
    for headings in [russian, kazakh] {
        fs::write(place.path().join("p.csv"), format!("{headings}\n{rows}")).unwrap();
        let audit = audit(place.path(), &["--precincts", "p.csv"]);
        let totals = &audit["totals"];
        let read = ["voters", "forms", "issued", "used", "returned", "voted"].map(|key| totals[key].as_u64());
        assert_eq!(read, [3000, 30, 17, 12, 13, 1700].map(Some), "{headings}");
    }
}

#[test]
fn columns_of_one_table_are_named_for_it_alone() {
    let place = place();
    fs::write(place.path().join("p.csv"), "Gebiet,Nummer,Anzahl\nA,1,2000\n").unwrap();
    fs::write(place.path().join("c.csv"), "Nummer,Wo\nKZ0001,1\nKZ0002,1\n").unwrap();
    let typed = ["--precincts", "p.csv", "--certificates", "c.csv", "--columns", "columns.toml"];
    let columns = "[columns]\nvoters = 'Anzahl'\n\n[columns.precincts]\nregion = 'Gebiet'\nprecinct = 'Nummer'\n\n\
        [columns.certificates]\nserial = 'Nummer'\nhome_precinct = 'Wo'\n";
    fs::write(place.path().join("columns.toml"), columns).unwrap();
    let read = audit(place.path(), &typed);
    assert_eq!((&read["totals"]["voters"], &read["totals"]["issued"]), (&Json::from(2000), &Json::from(2)));
    // A table that there is not is named, with those there are.
    fs::write(place.path().join("columns.toml"), "[columns.precinct]\nregion = 'Gebiet'\n").unwrap();
    let said = refused(place.path(), &[&["avc", "audit"], &typed[..]].concat());
    assert!(said.contains("`[columns.precinct]`") && said.contains("precincts, "), "{said}");
}

#[test]
fn columns_of_one_kind_of_list_are_named_for_it_alone() {
    let place = place();
    let person = "Үлгібаев,Үлгі,Үлгіұлы,1980-03-04,12";
    fs::write(place.path().join("p.csv"), format!("A,Имя,Отчество,Дата рождения,B\n{person}\n")).unwrap();
    fs::write(place.path().join("s.csv"), format!("B,Имя,Отчество,Дата рождения,A\n{person}\n")).unwrap();
    let columns =
        "[columns.permanent]\nsurname = 'A'\nprecinct = 'B'\n[columns.roll]\nsurname = 'B'\nprecinct = 'A'\n";
    fs::write(place.path().join("columns.toml"), columns).unwrap();
    let lists = ["--list", "permanent=p.csv", "--list", "special=s.csv", "--columns", "columns.toml"];
    let found =
        document(place.path(), &[&["rolls", "check", "--format", "json", "--quiet"], &lists[..]].concat());
    let names =
        found["counts"].as_object().unwrap().iter().any(|(_, count)| count["groups"].as_u64() > Some(0));
    assert!(names, "one person on both lists: {}", found["counts"]);
}

#[test]
fn lists_know_the_headings_of_certificates_and_of_times() {
    let place = place();
    let read_as = |kind: &str, heading: &str| {
        let text = format!("Фамилия;Имя;{heading}\nҮлгібаев;Үлгі;0001234\n");
        fs::write(place.path().join("l.csv"), text).unwrap();
        let list = format!("{kind}=l.csv");
        let found =
            document(place.path(), &["rolls", "check", "--list", &list, "--format", "json", "--quiet"]);
        let told = found["findings"].as_array().unwrap().iter().any(|finding| {
            finding["subject"]["id"].as_str().is_some_and(|id| id.starts_with("serial-column-"))
        });
        (found["manifest"]["inputs"][0]["read_as"].as_str().unwrap().to_owned(), told)
    };
    for (kind, heading, field) in [
        ("avc", "Серия и номер", "avc_serial"),
        ("avc", "Номер", "avc_serial"),
        ("avc", "Когда выдано", "added"),
        ("supplementary", "Номер удостоверения", "avc_serial"),
        ("permanent", "Номер ОУ", "avc_serial"),
        ("special", "Время включения", "added"),
        ("residence-certificates", "Дата и время выдачи справки", "added"),
        ("permanent", "Дата выбытия", "removed"),
    ] {
        let (read, told) = read_as(kind, heading);
        assert!(read.contains(field) && !told, "{kind} {heading}: {read}");
    }
    // It may be that of an identity card, and where it is not read, it is told.
    for heading in ["Серия и номер", "Номер удостоверения"] {
        let (read, told) = read_as("permanent", heading);
        assert!(!read.contains("avc_serial") && told, "{heading}: {read}");
    }
    let (read, told) = read_as("supplementary", "Номер");
    assert!(!read.contains("avc_serial") && !told, "it counts the rows: {read}");
}
