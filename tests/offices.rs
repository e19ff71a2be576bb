//! Kinds of file that offices leave, each tried once under other labels than anywhere else.

use std::fs;

use serde_json::Value as Json;

use crate::support::{document, place, succeed};

/// The document of an audit of these files.
fn audited(files: &[(&str, &[u8])], typed: &[&str]) -> Json {
    let place = place();
    for (name, bytes) in files {
        fs::write(place.path().join(name), bytes).unwrap();
    }
    document(place.path(), &[typed, &["--format", "json", "--quiet"]].concat())
}

fn codes(audit: &Json) -> Vec<&str> {
    audit["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// Certificates of two series may bear one number: the series stands in a column of its own.
#[test]
fn a_series_beside_the_number_is_part_of_the_serial() {
    let register = "№;Серия;Номер;Участок;Ф.И.О.;Дата выдачи\n1;АА;000123;5;Ким Анна;08.06.2019\n\
        2;ББ;000123;5;Ли Вера;08.06.2019\n3;АА;000124;5;Пак Ира;08.06.2019\n";
    let forms = "Участок;Серия;С номера;По номер\n5;АА;000100;000200\n5;ББ;000100;000200\n";
    let typed = ["avc", "audit", "--certificates", "c.csv", "--forms", "f.csv", "--profile", "kz-2019"];
    let audit = audited(&[("c.csv", register.as_bytes()), ("f.csv", forms.as_bytes())], &typed);
    assert!(codes(&audit).iter().all(|code| *code == "AVC-090"), "{audit}");
    // Twice in one series is twice.
    let twice = register.replace("ББ;000123", "АА;000123");
    let audit = audited(&[("c.csv", twice.as_bytes()), ("f.csv", forms.as_bytes())], &typed);
    assert!(codes(&audit).contains(&"AVC-002"), "{audit}");
}

/// No entry lacks a serial where the register has no column for serials.
#[test]
fn a_register_without_serials_is_told_once() {
    let register = "Участок,ФИО,Дата выдачи\n5,Ким Анна,08.06.2019\n5,Ли Вера,08.06.2019\n";
    let typed = ["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019"];
    let audit = audited(&[("c.csv", register.as_bytes())], &typed);
    assert!(!codes(&audit).contains(&"AVC-006"), "{audit}");
}

/// Pages of a printed list: headings, column numbers and the total of each page are no people.
#[test]
fn pages_of_a_list_are_people_alone() {
    let list = "ЖСН,Тегі,Аты,Учаске\n1,2,3,4\n800413700018,Ким,Анна,1\nБеттегі барлығы: 1,,,\n\
        ЖСН,Тегі,Аты,Учаске\n1,2,3,4\n,Ли,Вера,2\nБеттегі барлығы: 1,,,\n";
    let audit = audited(&[("p.csv", list.as_bytes())], &["rolls", "check", "--list", "permanent=p.csv"]);
    assert_eq!(audit["lists"][0]["taken"], 2, "{audit}");
}

/// A row without a number whose count is the sum of the three districts of its region is no district, wherever it stands.
#[test]
fn a_sum_without_a_number_is_no_district() {
    for table in [
        "id,name,region,voters\n1,a,A,100\n2,b,A,200\n3,c,A,300\n,All of A,A,600\n4,d,B,250\n",
        "id,name,region,voters\n,All of A,A,600\n1,a,A,100\n2,b,A,200\n3,c,A,300\n4,d,B,250\n",
    ] {
        let audit = audited(&[("d.csv", table.as_bytes())], &["districts", "audit", "d.csv"]);
        assert_eq!(audit["units"].as_array().unwrap().len(), 4, "{audit}");
        assert!(codes(&audit).contains(&"DIST-090"), "it is told");
    }
}

/// Headings in UTF-8 above rows of which some are in a code page: read, and told by row.
#[test]
fn headings_in_another_encoding_than_the_rows_are_read() {
    let mut list = "Тегі;Аты;Учаске\nҚасым;Әсел;1\nҚасымов;Әсел;1\n".as_bytes().to_vec();
    list.extend(b"\xc8\xe2\xe0\xed\xee\xe2;\xcf\xb8\xf2\xf0;2\n");
    let audit = audited(&[("p.csv", &list)], &["rolls", "check", "--list", "permanent=p.csv"]);
    assert_eq!(audit["lists"][0]["taken"], 3, "{audit}");
    let told = |finding: &&Json| finding["subject"]["id"].as_str().is_some_and(|id| id.contains("encoding"));
    assert!(audit["findings"].as_array().unwrap().iter().any(|finding| told(&finding)), "{audit}");
}

/// A voter whose status says "deceased" is no second entry; one that is active is.
#[test]
fn a_status_is_a_mark() {
    let list = "IIN,Surname,Given name,Precinct,Status\n800413700018,Kim,Anna,1,deceased\n\
        800413700018,Kim,Anna,2,active\n";
    let typed = ["rolls", "check", "--list", "permanent=p.csv", "--profile", "profile.toml"];
    let profile = fs::read(crate::support::nation().join("profile.toml")).unwrap();
    let found = |list: &str| {
        let audit = audited(&[("p.csv", list.as_bytes()), ("profile.toml", &profile)], &typed);
        codes(&audit).contains(&"ROLL-002")
    };
    assert!(!found(list) && found(&list.replace("deceased", "active")));
}

/// Districts that state no council are left out of the answer, and the answer says so first.
#[test]
fn the_answer_by_councils_says_whom_it_leaves_out() {
    let place = place();
    fs::write(place.path().join("d.csv"), "Область;Округ;Избирателей\nА;1;1000\n;2;1100\n;3;1200\nБ;4;900\n")
        .unwrap();
    let typed = ["districts", "audit", "d.csv", "--by", "Область", "--quiet"];
    let text = succeed(place.path(), &typed);
    let first = text.lines().filter(|line| !line.trim().is_empty()).nth(2).unwrap();
    assert!(first.starts_with("2 districts state no council"), "{text}");
}
