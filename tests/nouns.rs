//! The nouns that audits share: one table of spellings goes through all three audits, and comes out alike in each.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, json_file, nation, place, records, succeed};

/// Two spellings of one region, under the profile of 2023.
const SAME: [(&str, &str); 13] = [
    ("Северная область", "Северная обл."),
    ("СЕВЕРНАЯ  ОБЛАСТЬ", "Северная"),
    ("Северная", "=\"Северная обл.\""),
    ("Алматы қаласы", "г. Алматы"),
    ("Almaty city", "город Алматы"),
    ("Алматы облысы", "Алматинская обл"),
    ("Almaty Region", "KZ-19"),
    ("Астана", "г.Астана"),
    ("ВКО", "Шығыс Қазақстан облысы"),
    ("область Абай", "Абай облысы"),
    ("Ақмола облысы", "Акмолинская область"),
    ("Павлодар облысы", "Павлодарская"),
    ("North Kazakhstan oblast", "Северо – Казахстанская обл."),
];

/// What is never one region.
const NEVER: [(&str, &str); 11] = [
    ("Алматы қаласы", "Алматы облысы"),
    ("Almaty city", "Almaty Region"),
    ("Алматы", "Алматы қаласы"),
    ("Алматы", "Алматинская область"),
    ("Almaty", "Almaty Region"),
    ("г. Павлодар", "Павлодарская область"),
    ("Павлодар қаласы", "Павлодар облысы"),
    ("Северная область", "Южная область"),
    ("г. Лесной", "Лесной обл."),
    ("Лесной", "г. Лесной"),
    ("Алматинский район", "Алматинская область"),
];

/// A bare name that fits two regions.
const UNCLEAR: (&str, &str) = ("Алматы", "Алматы қаласы");

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Codes of findings whose subject begins like this.
fn told(audit: &Json, subject: &str) -> usize {
    let findings = audit["findings"].as_array().unwrap().iter();
    findings.filter(|one| one["subject"]["id"].as_str().is_some_and(|id| id.starts_with(subject))).count()
}

/// The codes of the second entries of one person who stands in two places (region and precinct), and the summary.
fn on_two_lists(folder: &Path, one: (&str, &str), other: (&str, &str)) -> (Vec<String>, Json) {
    let row = |(region, precinct): (&str, &str)| {
        format!("Примеров,Пример,Примерович,01.02.1980,{},{}\n", cell(region), cell(precinct))
    };
    let text =
        format!("surname,given_name,patronymic,birth_date,region,precinct\n{}{}", row(one), row(other));
    fs::write(folder.join("list.csv"), text).unwrap();
    let lists = ["rolls", "check", "--list", "permanent=list.csv", "--profile", "kz-2023", "--quiet"];
    succeed(
        folder,
        &[&lists[..], &["--rules", "name-date", "--no-timestamp", "--force", "--out", "checked"]].concat(),
    );
    let lines = records(&folder.join("checked/duplicates.csv"));
    let mut codes: Vec<String> = lines.iter().map(|line| line["code"].clone()).collect();
    codes.dedup();
    (codes, json_file(&folder.join("checked/summary.json")))
}

/// The audit of a table of precincts and a register that name one precinct each.
fn in_register(folder: &Path, one: (&str, &str), other: (&str, &str)) -> Json {
    let (region, precinct) = (cell(one.0), cell(one.1));
    let table = format!("region,precinct,voters,forms,issued_reported\n{region},{precinct},1000,10,1\n");
    fs::write(folder.join("precincts.csv"), table).unwrap();
    let (region, precinct) = (cell(other.0), cell(other.1));
    let register =
        format!("serial,home_region,home_precinct,issued_at\n0001,{region},{precinct},2023-03-10 10:00\n");
    fs::write(folder.join("register.csv"), register).unwrap();
    let tables = ["avc", "audit", "--precincts", "precincts.csv", "--certificates", "register.csv"];
    document(folder, &[&tables[..], &["--profile", "kz-2023", "--format", "json", "--quiet"]].concat())
}

/// Whether the register's entry was counted for the precinct of the table; where not, that is told.
fn is_counted(audit: &Json) -> bool {
    let unjoined = ["regions-known", "regions-told-apart", "precincts-known", "precincts-told-apart"];
    let told: usize = unjoined.iter().map(|subject| told(audit, subject)).sum();
    let findings = audit["findings"].as_array().unwrap().iter();
    let differ = findings.filter(|one| one["code"] == "AVC-013" && one["severity"] != "info").count();
    assert!(told > 0 || differ == 0, "a difference is reported and nothing was said to be apart");
    told == 0
}

fn by_region(folder: &Path, one: &str, other: &str) -> Json {
    let table = format!("id,name,region,voters\n1,A,{},1000\n2,B,{},1000\n", cell(one), cell(other));
    fs::write(folder.join("districts.csv"), table).unwrap();
    let typed = ["districts", "audit", "districts.csv", "--by", "region", "--profile", "kz-2023"];
    document(folder, &[&typed[..], &["--format", "json", "--quiet"]].concat())
}

#[test]
fn one_region_is_one_in_every_audit() {
    let folder = place();
    let folder = folder.path();
    for (one, other) in SAME {
        let (codes, _) = on_two_lists(folder, (one, "12"), (other, "№ 012"));
        assert_eq!(codes, ["ROLL-001"], "{one} {other}");
        assert!(is_counted(&in_register(folder, (one, "12"), (other, "№ 012"))), "{one} {other}");
        assert_eq!(by_region(folder, one, other)["groups"].as_array().unwrap().len(), 1, "{one} {other}");
    }
}

#[test]
fn two_regions_are_two_in_every_audit() {
    let folder = place();
    let folder = folder.path();
    for (one, other) in NEVER {
        let (codes, _) = on_two_lists(folder, (one, "12"), (other, "12"));
        assert_eq!(codes, ["ROLL-002"], "{one} {other}");
        assert!(!is_counted(&in_register(folder, (one, "12"), (other, "12"))), "{one} {other}");
        assert_eq!(by_region(folder, one, other)["groups"].as_array().unwrap().len(), 2, "{one} {other}");
    }
}

#[test]
fn a_bare_name_that_fits_two_is_told_in_every_audit() {
    let folder = place();
    let folder = folder.path();
    let (one, other) = UNCLEAR;
    let (_, summary) = on_two_lists(folder, (one, "12"), (other, "12"));
    assert_eq!(told(&summary, "regions-told-apart-Алматы"), 1);
    let findings = summary["findings"].as_array().unwrap().iter();
    let second =
        findings.filter(|one| one["code"] == "ROLL-002").map(|one| one["severity"].as_str().unwrap());
    assert!(second.clone().count() == 1 && second.clone().all(|severity| severity == "notice"));
    assert_eq!(told(&in_register(folder, (one, "12"), (other, "12")), "regions-told-apart-Алматы"), 1);
    assert_eq!(told(&by_region(folder, one, other), "regions-told-apart-Алматы"), 1);
}

#[test]
fn a_bare_name_beside_a_city_that_no_profile_knows_is_neither_in_a_list() {
    let folder = place();
    let folder = folder.path();
    let person = "Примеров,Пример,Примерович,01.02.1980";
    let head = "surname,given_name,patronymic,birth_date,region,precinct";
    let checked = |others: &str, precincts: &str| {
        let text = format!("{head}\n{person},Лесной,12\n{person},Лесной обл.,12\n{others}");
        fs::write(folder.join("list.csv"), text).unwrap();
        fs::write(folder.join("precincts.csv"), format!("region,precinct,voters\n{precincts}")).unwrap();
        let typed =
            ["rolls", "check", "--list", "permanent=list.csv", "--precincts", "precincts.csv", "--quiet"];
        let audit = document(folder, &[&typed[..], &["--rules", "name-date", "--format", "json"]].concat());
        let findings = audit["findings"].as_array().unwrap().clone();
        let second =
            findings.iter().filter(|one| ["ROLL-001", "ROLL-002"].contains(&one["code"].as_str().unwrap()));
        let second: Vec<String> = second.map(|one| format!("{} {}", one["code"], one["severity"])).collect();
        (second.join(" ").replace('"', ""), told(&audit, "regions-told-apart-Лесной"))
    };
    let (alone, table) = ("Опытова,Мера,,03.02.1975,Южная,1\n", "Лесной обл.,12,2\n");
    assert_eq!(checked(alone, table), ("ROLL-001 warning".to_owned(), 0));
    let city = "Опытова,Мера,,03.02.1975,г. Лесной,1\n";
    assert_eq!(checked(city, table), ("ROLL-002 notice".to_owned(), 1), "another row is of the city");
    let table = "Лесной обл.,12,2\nг. Лесной,1,1\n";
    assert_eq!(
        checked(alone, table),
        ("ROLL-002 notice".to_owned(), 1),
        "the table of precincts has the city"
    );
}

#[test]
fn one_precinct_is_one_in_every_audit() {
    let folder = place();
    let folder = folder.path();
    let spellings = [
        ("12", "Участок №12"),
        ("012", "12.0"),
        ("=\"0012\"", "N 12"),
        ("'12", "УИК-12"),
        ("12А", "12-а"),
        ("12 \"А\"", "012A"),
    ];
    for (one, other) in spellings {
        let region = "Северная область";
        assert_eq!(on_two_lists(folder, (region, one), (region, other)).0, ["ROLL-001"], "{one} {other}");
        assert!(is_counted(&in_register(folder, (region, one), (region, other))), "{one} {other}");
    }
    for (one, other) in [("12", "12А"), ("12", "12N"), ("12А", "12Б"), ("1-2", "12"), ("12", "120")] {
        let region = "Северная область";
        assert_eq!(on_two_lists(folder, (region, one), (region, other)).0, ["ROLL-002"], "{one} {other}");
        assert!(!is_counted(&in_register(folder, (region, one), (region, other))), "{one} {other}");
    }
}

#[test]
fn a_precinct_that_became_a_date_is_told() {
    let folder = place();
    let (_, summary) = on_two_lists(folder.path(), ("Северная", "2023-04-01"), ("Северная", "1-4"));
    assert_eq!(told(&summary, "precincts-as-dates-list.csv"), 1);
    let (_, summary) = on_two_lists(folder.path(), ("Северная", "4-1"), ("Северная", "1-4"));
    assert_eq!(told(&summary, "precincts-as-dates"), 0);
    // Tables of precincts and registers, in both audits.
    let audit = in_register(folder.path(), ("Северная", "12.янв"), ("Северная", "01.04.2023"));
    assert_eq!(told(&audit, "precincts-as-dates-precinct-precincts.csv"), 1);
    assert_eq!(told(&audit, "precincts-as-dates-home_precinct-register.csv"), 1);
    let typed = ["rolls", "check", "--precincts", "precincts.csv", "--format", "json", "--quiet"];
    let audit = document(folder.path(), &typed);
    assert_eq!(told(&audit, "precincts-as-dates-precincts.csv"), 1);
    let told_of = audit["findings"].as_array().unwrap().iter();
    let rows: Vec<_> =
        told_of.filter(|one| one["subject"]["id"] == "precincts-as-dates-precincts.csv").collect();
    assert_eq!((&rows[0]["count"], &rows[0]["evidence"][0]["row"]), (&Json::from(1), &Json::from(2)));
}

/// One holder, in the register under one serial and in two lists under others.
fn with_serials(folder: &Path, register: &str, home: &str, away: &str) -> (usize, usize) {
    let person = "Примеров,Пример,Примерович,1964-07-31";
    let columns = "surname,given_name,patronymic,birth_date";
    let certificates = format!(
        "serial,home_precinct,issued_at,{columns},used_precinct,used_at,retained,recorded\n\
         {register},12,2019-06-01,{person},77,2019-06-09 10:00,yes,yes\n"
    );
    fs::write(folder.join("certificates.csv"), certificates).unwrap();
    for (name, precinct, serial) in [("permanent.csv", 12, home), ("avc.csv", 77, away)] {
        let list = format!("{columns},region,precinct,avc_serial\n{person},KZ-10,{precinct},{serial}\n");
        fs::write(folder.join(name), list).unwrap();
    }
    let lists =
        ["--list", "permanent=permanent.csv", "--list", "avc=avc.csv", "--profile", "kz-2019", "--quiet"];
    let more = ["--format", "json"];
    let rolls = document(folder, &[&["rolls", "check"], &lists[..], &more].concat());
    let certificates = ["avc", "audit", "--certificates", "certificates.csv"];
    let avc = document(folder, &[&certificates, &lists[..], &more].concat());
    let of = |audit: &Json, code: &str| {
        audit["findings"].as_array().unwrap().iter().filter(|one| one["code"] == code).count()
    };
    (of(&rolls, "ROLL-006"), of(&avc, "AVC-011"))
}

#[test]
fn one_serial_is_one_in_both_audits() {
    let folder = place();
    let same = [
        ("АА 000123", "123", "AA-000123"),
        ("000123/АА", "123/АА", "№ 123"),
        ("№ 0123", "=\"\"0123\"\"", "123.0"),
        ("АА 12-34", "12-34", "12/34"),
        ("АА 123", "123 от 05.06.2019", "АУ № 123 на 2 листах"),
        ("N 55", "55", "№ 0055"),
    ];
    for (register, home, away) in same {
        assert_eq!(with_serials(folder.path(), register, home, away), (0, 0), "{register} {home} {away}");
    }
    let (rolls, avc) = with_serials(folder.path(), "АА 000123", "АА 124", "АА 123");
    assert!(rolls > 0 && avc > 0, "another serial is another in both: {rolls} {avc}");
    let (rolls, avc) = with_serials(folder.path(), "АА 000123", "ББ 123", "АА 123");
    assert!(rolls > 0 && avc > 0, "another series is another in both: {rolls} {avc}");
    // Digits before the last are no series that may be missing, and what stands behind a serial is no part of it.
    for (register, home) in
        [("12-34", "34"), ("2019", "123 от 05.06.2019"), ("0000767", "99-767"), ("2", "АУ № 1 на 2 листах")]
    {
        for (register, home) in [(register, home), (home, register)] {
            let (rolls, avc) = with_serials(folder.path(), register, home, register);
            assert!(rolls > 0 && avc > 0, "{register} {home}: {rolls} {avc}");
        }
    }
}

#[test]
fn serials_of_two_runs_of_digits_are_issued_once_each() {
    let folder = place();
    let register = "serial,home_precinct,issued_at\n12-34,1,2019-06-01\n1234,1,2019-06-01\n34,1,2019-06-01\n\
        12-35 от 05.06.2019,1,2019-06-01\n2019,1,2019-06-01\n";
    fs::write(folder.path().join("c.csv"), register).unwrap();
    let typed =
        ["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019", "--format", "json", "--quiet"];
    let twice = |audit: &Json| {
        audit["findings"].as_array().unwrap().iter().filter(|one| one["code"] == "AVC-002").count()
    };
    assert_eq!(twice(&document(folder.path(), &typed)), 0);
    // The same one in other words is issued twice.
    let again = register.replace("2019,1,2019-06-01\n", "№ 12-35,1,2019-06-03\n");
    fs::write(folder.path().join("c.csv"), again).unwrap();
    assert_eq!(twice(&document(folder.path(), &typed)), 1);
}

#[test]
fn rounded_serials_are_no_serials_and_are_told() {
    let folder = place();
    let register = "serial,home_precinct,issued_at,iin,surname,given_name,birth_date\n\
        \"1,00E+06\",1,2019-06-01,800413700018,Примеров,Проба,1980\n\
        \"1,00E+06\",1,2019-06-01,750203800070,Опытова,Мера,1975\n";
    fs::write(folder.path().join("c.csv"), register).unwrap();
    let typed =
        ["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019", "--format", "json", "--quiet"];
    let audit = document(folder.path(), &typed);
    assert_eq!(told(&audit, "rounded-serials"), 1);
    let findings = audit["findings"].as_array().unwrap().iter();
    assert_eq!(findings.filter(|one| one["code"] == "AVC-002").count(), 0);
}

#[test]
fn identifiers_that_lost_their_zeros_are_joined() {
    let folder = place();
    let folder = folder.path();
    fs::write(folder.join("a.csv"), "id,name,region,voters\n01,A,R,1000\n02,B,R,1050\n").unwrap();
    fs::write(folder.join("b.csv"), "id,name,region,voters\n1,A,R,900\n2,B,R,1150\n").unwrap();
    let typed = ["districts", "audit", "a.csv", "--against", "b.csv", "--format", "json", "--quiet"];
    let compared = document(folder, &typed);
    assert_eq!(compared["only_before"].as_array().unwrap().len(), 0);
    assert_eq!(compared["only_after"].as_array().unwrap().len(), 0);
    // Zeros that tell two districts apart are kept.
    fs::write(folder.join("b.csv"), "id,name,region,voters\n1,A,R,900\n001,B,R,1150\n").unwrap();
    let compared = document(folder, &typed);
    assert_eq!(compared["only_before"].as_array().unwrap().len(), 2);
}

#[test]
fn a_time_zone_holds_for_its_region_by_any_name() {
    // 19:30 in the west is 20:30 by the other clock: whether that is after the close hangs on the region.
    let folder = place();
    let folder = folder.path();
    let findings = |region: &str| {
        let register = format!(
            "serial,home_region,home_precinct,used_region,used_precinct,used_at\n1,{region},1,{region},2,2019-06-09 20:30\n"
        );
        fs::write(folder.join("c.csv"), register).unwrap();
        let typed = [
            "avc",
            "audit",
            "--certificates",
            "c.csv",
            "--profile",
            "kz-2019",
            "--format",
            "json",
            "--quiet",
        ];
        let audit = document(folder, &typed);
        let all = audit["findings"].as_array().unwrap().iter();
        let late = all
            .filter(|one| one["rule"] == "use-hours")
            .map(|one| one["severity"].as_str().unwrap().to_owned());
        late.collect::<Vec<_>>()
    };
    let west = findings("Актюбинская область");
    for name in ["KZ-15", "Ақтөбе облысы", "Aktobe", "АКТЮБИНСКАЯ ОБЛ."] {
        assert_eq!(findings(name), west, "{name}");
    }
    assert_ne!(findings("Акмолинская область"), west);
}

#[test]
fn people_read_names_of_regions_where_tables_use_codes() {
    let folder = place();
    let folder = folder.path();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write(
        "precincts.csv",
        "region,tec,precinct,voters,forms\nKZ-71,Т,12,1000,40\nkz-63,Т,7,900,30\nXX-1,Т,8,900,30\n",
    );
    let person = "Примеров,Пример,Примерович,01.02.1980";
    let head = "surname,given_name,patronymic,birth_date,region,precinct";
    write("list.csv", &format!("{head}\n{person},KZ-71,12\n{person},KZ-71,12\n"));
    write("moved.csv", &format!("{head}\n{person},KZ-63,12\n{person},KZ-71,12\n"));
    write(
        "districts.csv",
        "id,name,region,voters\n1,A,KZ-71,1000\n2,B,KZ-71,2000\n3,C,KZ-63,900\n4,D,KZ-63,800\n",
    );
    let avc = ["avc", "audit", "--precincts", "precincts.csv"];
    let check = ["rolls", "check", "--list", "permanent=list.csv", "--precincts", "precincts.csv"];
    let moved = ["rolls", "reconcile", "list.csv", "moved.csv"];
    let by_region = ["districts", "audit", "districts.csv", "--by", "region"];
    let run = |command: &[&str], more: &[&str]| {
        let typed = [command, &["--profile", "kz-2023", "--quiet", "--no-timestamp"], more].concat();
        succeed(folder, &typed)
    };
    for (command, shown) in [
        (&avc[..], &["Astana/12", "East Kazakhstan Region/7", "XX-1/8"][..]),
        (&check, &["Astana / 12"]),
        (&moved, &["East Kazakhstan Region"]),
        (&by_region, &["Most unequal: Astana", "East Kazakhstan Region: "]),
    ] {
        for format in ["text", "html"] {
            let text = run(command, &["--format", format, "--edition", "working"]);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#x2f;", "/");
            for name in shown {
                assert!(text.contains(name), "{command:?} {format}: {name}\n{text}");
            }
            assert!(
                !text.contains("KZ-71") && !text.to_uppercase().contains("KZ-63"),
                "{command:?} {format}\n{text}"
            );
        }
    }
    for (language, name) in [("ru", "город Астана/12"), ("kk", "Астана қаласы/12")] {
        assert!(run(&avc, &["--format", "text", "--lang", language]).contains(name), "{language}");
    }
    let document =
        document(folder, &[&avc[..], &["--profile", "kz-2023", "--format", "json", "--quiet"]].concat());
    let regions = document["levels"]["region"].as_array().unwrap().iter();
    assert_eq!(
        regions.map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>(),
        ["kz-63", "KZ-71", "XX-1"]
    );
    run(&avc, &["--format", "csv", "--out", "findings.csv"]);
    assert!(records(&folder.join("findings.csv")).iter().any(|line| line["subject_id"] == "KZ-71/12"));
}

#[test]
fn names_that_nobody_can_read_are_no_other_persons() {
    let folder = place();
    let folder = folder.path();
    let head = "iin,surname,given_name,patronymic,birth_date,region,precinct";
    for names in [
        "?????????,?????,?????????",
        "#ЗНАЧ!,#ЗНАЧ!,#ЗНАЧ!",
        "РџСЂРёРјРµСЂРѕРІ,РџСЂРѕР±Р°,РџСЂРѕР±РѕРІРёС‡",
        "Ïðèìåðîâ,Ïðîáà,Ïðîáîâè÷",
        "Ïðèìåðîâ,Èÿ,",
    ] {
        let row =
            |names: &str, precinct: u8| format!("640731714687,{names},1964-07-31,Северная,{precinct}\n");
        let text = format!("{head}\n{}{}", row("Примеров,Проба,Пробович", 1), row(names, 2));
        fs::write(folder.join("list.csv"), text).unwrap();
        let profile = nation().join("profile.toml");
        let typed = ["rolls", "check", "--list", "permanent=list.csv", "--quiet", "--force", "--out", "r"];
        succeed(folder, &[&typed[..], &["--profile", profile.to_str().unwrap()]].concat());
        let lines = records(&folder.join("r/duplicates.csv"));
        let of: Vec<_> =
            lines.iter().map(|line| [&line["code"][..], &line["severity"], &line["rule"]]).collect();
        assert_eq!(of, [["ROLL-002", "warning", "iin"]; 2], "{names}");
    }
}
