//! Files as offices leave them, through the program: dates, totals, signatures, sheets, slipped rows.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, place, records, refused, repository, succeed};

/// Findings of a code about something.
fn told<'a>(audit: &'a Json, subject: &str) -> Vec<&'a Json> {
    let findings = audit["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|finding| finding["subject"]["id"].as_str().unwrap().starts_with(subject))
        .collect()
}

/// The rows that the evidence of findings names.
fn rows(findings: &[&Json]) -> Vec<u64> {
    let evidence = findings.iter().flat_map(|finding| finding["evidence"].as_array().unwrap());
    evidence.map(|place| place["row"].as_u64().unwrap()).collect()
}

/// A list with these birth dates, checked into a folder; the rejects as row and reason, and the report.
fn list_of_dates(folder: &Path, dates: &[&str]) -> (Vec<(u64, String)>, Json) {
    let mut list = "region,precinct,surname,given_name,patronymic,birth_date\n".to_owned();
    for (at, date) in dates.iter().enumerate() {
        let letters = ["а", "б", "в", "г", "д", "е", "ж", "з", "и", "к"];
        let name: String =
            format!("{at:05}").chars().map(|digit| letters[digit as usize - '0' as usize]).collect();
        let _ = writeln!(list, "N,1,Про{name},Мера,Опытовна,{date}");
    }
    fs::write(folder.join("list.csv"), list).unwrap();
    let typed = [
        "rolls",
        "check",
        "--list",
        "permanent=list.csv",
        "--quiet",
        "--out",
        "report",
        "--force",
        "--no-timestamp",
    ];
    succeed(folder, &typed);
    let rejects = records(&folder.join("report/rejects.csv"));
    let rejects = rejects.iter().map(|reject| {
        assert_eq!((reject["column"].as_str(), reject["found_shape"].as_str()), ("birth_date", "99/99/9999"));
        (reject["row"].parse().unwrap(), reject["reason"].clone())
    });
    (rejects.collect(), crate::support::json_file(&folder.join("report/summary.json")))
}

#[test]
fn one_date_does_not_outvote_a_column_of_a_list() {
    let place = place();
    let mut dates = ["27/05/1980", "06/07/1981", "13/01/1975"].repeat(2000);
    dates[4000] = "05/27/1980";
    let (rejects, report) = list_of_dates(place.path(), &dates);
    assert_eq!(rejects, [(4002, "not-day-first".to_owned())]);
    assert_eq!(told(&report, "day-order-birth_date-list.csv").len(), 1);
    // The same the other way round.
    let mut dates = ["05/27/1980", "07/06/1981", "01/13/1975"].repeat(2000);
    dates[7] = "27/05/1980";
    let (rejects, report) = list_of_dates(place.path(), &dates);
    assert_eq!(rejects, [(9, "not-month-first".to_owned())]);
    let told = told(&report, "day-order-birth_date-list.csv");
    assert_eq!((told.len(), &told[0]["severity"]), (1, &Json::from("notice")));
    // Where about as many say one as the other, the years are read, and this is told.
    let dates = ["05/27/1980", "27/05/1980", "07/06/1981"].repeat(20);
    let (rejects, report) = list_of_dates(place.path(), &dates);
    assert!(rejects.is_empty(), "{rejects:?}");
    let said = self::told(&report, "day-order-birth_date-list.csv");
    assert!(said.len() == 1 && said[0]["title"].as_str().unwrap().contains("The years are read"), "{said:?}");
    // Nothing is told where the day stands first, as everywhere.
    let (rejects, report) = list_of_dates(place.path(), &["27/05/1980", "07/06/1981"]);
    assert!(rejects.is_empty() && self::told(&report, "day-order").is_empty());
}

#[test]
fn dates_of_certificates_are_read_by_most_rows_and_the_others_told() {
    let place = place();
    let head = "serial;home_region;home_precinct;issued_at;surname;given_name;birth_date;used_at\n";
    let audit = |dates: &[&str], used: &str| {
        let row = |(at, date): (usize, &&str)| format!("A00000{at:02};N;1;{date};Проба;Мера;1980;{used}\n");
        let rows: String = (10..).zip(dates).map(row).collect();
        fs::write(place.path().join("c.csv"), format!("{head}{rows}")).unwrap();
        document(
            place.path(),
            &["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019", "--format", "json"],
        )
    };
    let month_first = ["05/27/2019 10:00", "05/28/2019 10:00", "05/29/2019 10:00", "06/07/2019 10:00"];
    let outlier = [&month_first[..], &["27/05/2019 10:00"]].concat();
    let read = audit(&outlier, "06/09/2019 11:00");
    assert_eq!(rows(&told(&read, "unreadable-issued_at")), [6]);
    assert!(told(&read, "unreadable-issued_at")[0]["title"].as_str().unwrap().contains("month first"));
    // Dates of use say nothing of themselves; they are read as the others of their file, and both are told.
    assert_eq!(told(&read, "day-order-issued_at").len(), 1);
    assert_eq!(told(&read, "day-order-used_at").len(), 1);
    let codes = |audit: &Json| {
        audit["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "AVC-004").count()
    };
    assert_eq!(codes(&read), 0, "all are within the window with the month first");
    let tie = audit(&["05/27/2019", "27/05/2019"], "");
    assert_eq!(rows(&told(&tie, "unreadable-issued_at")), [2, 3]);
}

/// The audit of a table of districts.
fn districts(table: &str, more: &[&str]) -> Json {
    let place = place();
    fs::write(place.path().join("d.csv"), table).unwrap();
    let typed = [&["districts", "audit", "d.csv", "--format", "json", "--quiet"], more].concat();
    document(place.path(), &typed)
}

/// The identifiers of its districts.
fn ids(audit: &Json) -> Vec<&str> {
    audit["units"].as_array().unwrap().iter().map(|unit| unit["id"].as_str().unwrap()).collect()
}

#[test]
fn a_record_with_a_note_beside_it_is_no_signature() {
    for note in [
        "Примечание: данные на 1 января",
        "Исполнитель: акимат",
        "Подпись сверена",
        "Note of the commission",
        "Председатель комиссии",
    ] {
        let table = format!("id,voters,source\n1,100,\"{note}\"\n2,120,x\n3,90,\"{note}\"\n4,,\"{note}\"\n");
        let audit = districts(&table, &[]);
        assert_eq!(ids(&audit), ["1", "2", "3", "4"], "{note}");
        assert!(told(&audit, "signatures").is_empty(), "{note}");
    }
    // In a column that nobody knows, a record is still one by its number and its count.
    let audit = districts("id,voters,кто прислал\n1,100,Секретарь комиссии\n2,120,Исполнитель\n", &[]);
    assert_eq!(ids(&audit), ["1", "2"]);
    // What is set aside is told with its row.
    let foot = "Председатель комиссии,____,\n1,Секретарь,____\n,,Примечание: без поселений\n19.03.2023,,\n";
    let audit = districts(&format!("id,voters,source\n1,100,\n2,120,x\n\n{foot}"), &[]);
    assert_eq!(ids(&audit), ["1", "2"]);
    assert_eq!(rows(&told(&audit, "signatures-d.csv")), [5, 6, 7, 8]);
}

#[test]
fn a_place_that_is_called_a_total_stays() {
    for name in ["Всего", "Total", "Барлығы"] {
        let table = format!("id,name,seats,voters\n1,A,1,100\n2,B,1,140\n7,{name},1,120\n8,C,1,90\n");
        let audit = districts(&table, &[]);
        assert_eq!(ids(&audit), ["1", "2", "7", "8"], "{name}");
        let notices = told(&audit, "named_totals-d.csv");
        assert_eq!((rows(&notices), &notices[0]["severity"]), (vec![4], &Json::from("notice")), "{name}");
    }
    // A running number makes no record of a total: it is the sum, or it lacks what the records have.
    for total in ["3,Всего,2,240", "3,Итого,,250", ",Всего,2,250", "Всего,,2,250", "3,Итого,2,"]
    {
        let audit = districts(&format!("id,name,seats,voters\n1,A,1,100\n2,B,1,140\n{total}\n"), &[]);
        assert_eq!(ids(&audit), ["1", "2"], "{total}");
        assert_eq!(rows(&told(&audit, "totals-d.csv")), [4], "{total}");
    }
}

#[test]
fn what_is_a_sum_by_chance_stays_and_both_readings_are_given() {
    let audit = districts("id,name,voters\n1,A,100\n2,B,200\n3,C,300\n", &[]);
    assert_eq!(ids(&audit), ["1", "2", "3"]);
    assert_eq!(rows(&told(&audit, "perhaps_sums-d.csv")), [4]);
    let both =
        audit["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "perhaps-total");
    let both = both.expect("verdicts with and without the row");
    let figure = |name: &str| both["figures"][name].as_f64().unwrap();
    assert_eq!((figure("quota"), figure("quota_without")), (200.0, 150.0));
    assert_eq!((figure("ratio"), figure("ratio_without")), (3.0, 2.0));
    assert_eq!((figure("outside"), figure("outside_without")), (2.0, 2.0));
    assert_eq!(both["evidence"][0]["row"], 4);
    // In one council of many, that council is read both ways.
    let councils = "id,council,voters\n1,X,100\n2,X,100\n3,X,200\n4,Y,70\n5,Y,80\n";
    let audit = districts(councils, &["--by", "council"]);
    let both = |name: &str| {
        let findings = audit["findings"].as_array().unwrap();
        findings.iter().any(|one| one["rule"] == "perhaps-total" && one["subject"]["id"] == name)
    };
    assert_eq!((both("X"), both("Y")), (true, false));
    let audit = districts("id,name,voters\n1,A,100\n2,B,210\n3,C,300\n", &[]);
    assert!(audit["findings"].as_array().unwrap().iter().all(|finding| finding["rule"] != "perhaps-total"));
}

#[test]
fn a_precinct_with_a_name_for_a_number_is_no_total() {
    let place = place();
    let table = "region,precinct,voters\nN,1,1000\nN,2,1100\nN,3,900\nN,СИЗО,3000\n";
    fs::write(place.path().join("p.csv"), table).unwrap();
    let typed =
        ["avc", "audit", "--precincts", "p.csv", "--profile", "kz-2019", "--format", "json", "--quiet"];
    let audit = document(place.path(), &typed);
    assert_eq!(rows(&told(&audit, "perhaps_sums-p.csv")), [5]);
    assert!(told(&audit, "sums-p.csv").is_empty());
    assert!(audit.to_string().contains("СИЗО"), "the precinct is read");
}

#[test]
fn rows_of_a_list_that_are_set_aside_are_told() {
    let place = place();
    let list = "ИИН;Фамилия;Имя;Дата рождения\n980101700123;Примеров;Проба;01.01.1998\n\
                ;Опытова;Мера;02.02.1977\nИтого;2;;\nПредседатель;Сериков А.Б.;;\n";
    fs::write(place.path().join("list.csv"), list).unwrap();
    let typed = ["rolls", "check", "--list", "permanent=list.csv", "--format", "json", "--quiet"];
    let audit = document(place.path(), &typed);
    assert_eq!(rows(&told(&audit, "set-aside-permanent")), [4, 5]);
}

/// What may stand in a column of places when a row has slipped, and what must stay there.
const OF_PERSONS: [&str; 8] = [
    "(961120747690)",
    "ИИН/961120747690",
    "961120_747690",
    "961120 747690",
    "961120747690 Проверкин",
    "Проверкин П.П. 20.11.1996 г.р.",
    "Проверкин",
    "Проверкин Пётр Петрович",
];
const OF_PLACES: [&str; 5] =
    ["СИЗО", "Школа-гимназия № 5", "Посольство в Берлине", "Участок № 12", "Северная"];

/// Everything that was written into a folder.
fn all_of(folder: &Path) -> String {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.map(|file| String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned()).collect()
}

#[test]
fn a_slipped_row_shows_no_one_and_a_place_stays() {
    let place = place();
    let mut list = "region,precinct,surname,given_name,patronymic,birth_date\n".to_owned();
    let head = "serial;home_region;home_precinct;issued_at;surname;given_name;birth_date;used_region;used_precinct;used_at";
    let mut certificates = format!("{head}\n");
    for at in 0..40 {
        let _ = writeln!(list, "Северная,{},Примеров{at},Мера,Опытовна,01.02.1970", at % 3);
        let _ = writeln!(
            certificates,
            "A{at:07};Северная;1;27.05.2019 10:00;Примеров;Мера;1980;Северная;2;09.06.2019 11:00"
        );
    }
    for (at, name) in OF_PERSONS.iter().chain(&OF_PLACES).enumerate() {
        for (region, precinct) in [("Северная", *name), (*name, "4"), (*name, "4"), ("Северная", *name)]
        {
            let _ = writeln!(list, "{region},{precinct},Опытов{at},Мера,Опытовна,01.02.1905");
            let row = "27.05.2019 10:00;Опытов;Мера;1980";
            let _ = writeln!(
                certificates,
                "B{at:07};{region};{precinct};{row};{region};{precinct};09.06.2019 11:00"
            );
        }
    }
    fs::write(place.path().join("list.csv"), list).unwrap();
    fs::write(place.path().join("c.csv"), certificates).unwrap();
    let table = "region;precinct;voters\nСеверная;1;1000\nСеверная;2;1000\nЮжная;2;1000\n";
    fs::write(place.path().join("p.csv"), table).unwrap();
    let rolls = ["rolls", "check", "--list", "permanent=list.csv", "--precincts", "p.csv"];
    let alone = ["avc", "audit", "--certificates", "c.csv", "--profile", "kz-2019"];
    let beside = [&alone[..], &["--precincts", "p.csv"]].concat();
    for typed in [&rolls[..], &alone, &beside] {
        for edition in ["public", "working"] {
            let with = |more: &[&str]| {
                succeed(place.path(), &[typed, &["--edition", edition, "--quiet"], more].concat())
            };
            let all = if typed[0] == "rolls" {
                with(&["--out", "out", "--force"]);
                all_of(&place.path().join("out"))
            } else {
                ["json", "csv", "html", "text"].map(|format| with(&["--format", format])).concat()
            };
            // That rows slipped is said, not shown alone.
            let told = all.contains("slipped by a column");
            assert!(told || edition == "public", "{typed:?} {edition}");
            for number in ["961120", "747690", "20.11.1996"] {
                assert!(!all.contains(number), "{typed:?} {edition}: {number}");
            }
            assert!(edition == "working" || !all.contains("Проверкин"), "{typed:?} {edition}");
        }
    }
    let public = [&alone[..], &["--edition", "public", "--quiet", "--format", "json"]].concat();
    let shown = document(place.path(), &public).to_string();
    for name in OF_PLACES {
        assert!(shown.contains(name), "{name}");
    }
}

#[test]
fn what_states_no_region_is_told_and_makes_no_group() {
    let councils = "id;council;voters\n1;X;100\n2;;120\n3;Y;70\n4;Y;90\n5;;80\n6;X;100\n";
    let audit = districts(councils, &["--by", "council"]);
    assert_eq!(rows(&told(&audit, "councils-stated")), [3, 6]);
    let groups = audit["groups"].as_array().unwrap();
    let groups: Vec<&str> = groups.iter().map(|group| group["group"].as_str().unwrap()).collect();
    assert_eq!(groups, ["X", "Y"]);
    let place = place();
    fs::write(place.path().join("d.csv"), "id;council;voters\n1;;100\n2;;120\n").unwrap();
    let said = crate::support::refused(place.path(), &["districts", "audit", "d.csv", "--by", "council"]);
    assert!(said.contains("`council`"), "{said}");
    // Of a list: the rows are told, of files alone that have the column, and not where no row states it.
    let list = "region,precinct,surname,given_name,birth_date\nN,1,Примеров,Проба,01.02.1970\n,1,Опытова,Мера,01.02.1971\n\
                N,,Пробова,Мера,01.02.1972\n,,Мерова,Проба,01.02.1973\n";
    fs::write(place.path().join("list.csv"), list).unwrap();
    fs::write(
        place.path().join("other.csv"),
        "surname,given_name,birth_date,precinct\nДругова,Мера,01.02.1970,\n",
    )
    .unwrap();
    let lists = ["--list", "permanent=list.csv", "--list", "special=other.csv"];
    let audit =
        document(place.path(), &[&["rolls", "check", "--format", "json", "--quiet"], &lists[..]].concat());
    assert_eq!(rows(&told(&audit, "region-stated-list.csv")), [3, 5]);
    assert_eq!(rows(&told(&audit, "precinct-stated-list.csv")), [4, 5]);
    assert!(told(&audit, "precinct-stated-other.csv").is_empty());
}

#[test]
fn columns_that_are_missing_are_one_question() {
    let place = place();
    let table =
        "Область;УИК;Кол-во изб-лей;Получено ОУ;Итого выдано ОУ\nСеверная;1;1000;20;5\nСеверная;2;900;20;5\n";
    fs::write(place.path().join("p.csv"), table).unwrap();
    let typed =
        ["avc", "audit", "--precincts", "p.csv", "--profile", "kz-2019", "--format", "json", "--quiet"];
    let audit = document(place.path(), &typed);
    let asked = told(&audit, "columns-precincts");
    assert_eq!(asked.len(), 1);
    let title = asked[0]["title"].as_str().unwrap();
    for heading in ["Кол-во изб-лей", "Итого выдано ОУ"] {
        assert!(title.contains(heading), "{title}");
    }
    let checks: Vec<&str> = asked[0]["figures"]["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check.as_str().unwrap())
        .collect();
    assert!(checks.contains(&"quota") && checks.contains(&"reported-issued"), "{checks:?}");
    for check in checks {
        assert!(
            told(&audit, check).iter().all(|finding| finding["subject"]["id"] != check),
            "{check} is told once"
        );
    }
}

#[test]
fn headings_that_people_write_over_inhabitants_and_regions() {
    for heading in [
        "Население",
        "Население, чел.",
        "Население (чел.)",
        "Population",
        "Жители",
        "Число жителей",
        "Тұрғындар саны",
        "Inhabitants",
    ] {
        for region in ["State", "County", "Область", "Облыс"] {
            let table = format!("{region};Номер округа;\"{heading}\"\nA;1;100\nA;2;120\n");
            let audit = districts(&table, &["--basis", "population"]);
            assert_eq!(audit["totals"]["quota"], 110.0, "{heading}");
            assert_eq!(audit["units"][0]["region"], "A", "{region}");
        }
    }
}

#[test]
fn headings_in_two_rows() {
    let table =
        "№ округа,Название,Число избирателей,,\n,,мужчин,женщин,всего\n1,A,40,60,100\n2,B,70,70,140\n";
    let audit = districts(table, &[]);
    assert_eq!((ids(&audit), &audit["totals"]["voters"]), (vec!["1", "2"], &Json::from(240)));
    // Without a total below, it is the user's choice.
    let place = place();
    let table = "№ округа,Название,Число избирателей,\n,,мужчин,женщин\n1,A,40,60\n2,B,70,70\n";
    fs::write(place.path().join("d.csv"), table).unwrap();
    let said = crate::support::refused(place.path(), &["districts", "audit", "d.csv"]);
    assert!(said.contains("мужчин") && said.contains("женщин") && said.contains("--columns"), "{said}");
    fs::write(place.path().join("columns.toml"), "[columns]\nvoters = \"#4\"\n").unwrap();
    let typed = ["districts", "audit", "d.csv", "--columns", "columns.toml", "--format", "json", "--quiet"];
    assert_eq!(document(place.path(), &typed)["totals"]["voters"], 130);
    // Years below a heading are a choice as well, and no district.
    let years = "Округ,Название,Число избирателей,\n,,2021,2023\n1,A,40,60\n2,B,70,70\n";
    fs::write(place.path().join("d.csv"), years).unwrap();
    let said = crate::support::refused(place.path(), &["districts", "audit", "d.csv"]);
    assert!(said.contains("`2021`, `2023`") && said.contains("--columns"), "{said}");
    assert_eq!(document(place.path(), &typed)["totals"]["voters"], 130);
    // But a row that states a count of 2023 beside other fields is a row.
    let table = "id,name,seats,voters\n1,A,1,2022\n2,,1,2023\n";
    assert_eq!(districts(table, &[])["totals"]["voters"], 4045);
}

#[test]
fn headings_in_two_rows_of_which_several_span() {
    // A number and a name below one heading, parts and a total below another, with and without cells to the end of the row.
    for (first, second) in [
        ("Округ,,Избиратели,,", "№,наименование,мужчины,женщины,итого"),
        ("Округ,,Сайлаушылар", "Нөмірі,атауы,ерлер,әйелдер,барлығы"),
        ("Constituency,,Voters,,", "No.,name,urban,rural,total"),
    ] {
        let audit = districts(&format!("{first}\n{second}\n1,A,40,60,100\n2,B,41,60,101\n"), &[]);
        assert_eq!((ids(&audit), &audit["totals"]["voters"]), (vec!["1", "2"], &Json::from(201)), "{second}");
        assert_eq!(
            (&audit["units"][0]["name"], &audit["findings"]),
            (&Json::from("A"), &serde_json::json!([]))
        );
    }
    // `№` alone is the number of a district.
    assert_eq!(ids(&districts("№,Избиратели\n4,40\n7,70\n", &[])), ["4", "7"]);
}

#[test]
fn headings_in_three_rows() {
    let three =
        "Округ,Название,Число избирателей,,\n,,из них,,Всего\n,,муж,жен,\n1,A,40,60,100\n2,B,41,60,101\n";
    let audit = districts(three, &[]);
    assert_eq!((&audit["totals"]["voters"], &audit["findings"]), (&Json::from(201), &serde_json::json!([])));
    // A title above two rows is none of them; nor is a third row of values.
    let titled = "Сведения об округах,,,\nОкруг,Число избирателей,,\n,муж,жен,всего\nАлый,40,60,100\nБелый,41,60,101\n";
    let audit = districts(titled, &[]);
    assert_eq!((ids(&audit), &audit["totals"]["voters"]), (vec!["Алый", "Белый"], &Json::from(201)));
    // Where no column is the total of all, it is the user's choice.
    let place = place();
    let table = "Округ,Избиратели,,,\n,1 января,,1 июля,\n,муж,жен,муж,жен\n1,40,60,50,50\n2,70,70,70,70\n";
    fs::write(place.path().join("d.csv"), table.replace("1 января", "в январе").replace("1 июля", "в июле"))
        .unwrap();
    let said = crate::support::refused(place.path(), &["districts", "audit", "d.csv"]);
    assert!(said.contains("Избиратели") && said.contains("--columns"), "{said}");
}

#[test]
fn merged_headings_hold_for_the_columns_that_they_were_made_of() {
    let place = place();
    let mut book = rust_xlsxwriter::Workbook::new();
    let (page, plain) = (book.add_worksheet(), rust_xlsxwriter::Format::new());
    for (rows, columns, text) in [
        ((0, 2), (0, 0), "Округ"),
        ((0, 2), (1, 1), "Название"),
        ((0, 1), (2, 4), "Избиратели"),
        ((0, 0), (5, 6), "Голосование"),
        ((1, 1), (5, 6), "в день выборов"),
    ] {
        page.merge_range(rows.0, columns.0, rows.1, columns.1, text, &plain).unwrap();
    }
    for (column, word) in (2..).zip(["мужчин", "женщин", "барлығы", "приняло участие", "доля"])
    {
        page.write(2, column, word).unwrap();
    }
    for (row, name, counts) in [(3, "A", [40, 60, 100, 55, 1]), (4, "B", [41, 60, 101, 66, 2])] {
        page.write(row, 0, row - 2).unwrap();
        page.write(row, 1, name).unwrap();
        for (column, count) in (2..).zip(counts) {
            page.write(row, column, count).unwrap();
        }
    }
    book.save(place.path().join("d.xlsx")).unwrap();
    let audit = document(place.path(), &["districts", "audit", "d.xlsx", "--format", "json", "--quiet"]);
    assert_eq!((ids(&audit), &audit["totals"]["voters"]), (vec!["1", "2"], &Json::from(201)));
}

/// A workbook with two lists, one sheet each.
fn book_of_lists(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (sheet, surname) in [("Участок 1", "Примеров"), ("Участок 2", "Опытов")] {
        let page = book.add_worksheet();
        page.set_name(sheet).unwrap();
        for (column, heading) in ["Фамилия", "Имя", "Дата рождения"].into_iter().enumerate()
        {
            page.write(0, column as u16, heading).unwrap();
        }
        for row in 1..=3 {
            page.write(row, 0, format!("{surname}{}", ["а", "б", "в"][row as usize - 1])).unwrap();
            page.write(row, 1, "Мера").unwrap();
            page.write(row, 2, format!("0{row}.02.1970")).unwrap();
        }
    }
    book.save(path).unwrap();
}

#[test]
fn one_sheet_of_a_workbook_is_named_behind_its_file() {
    let place = place();
    book_of_lists(&place.path().join("book.xlsx"));
    let check = |list: &str| {
        document(place.path(), &["rolls", "check", "--list", list, "--format", "json", "--quiet"])["lists"]
            .clone()
    };
    let all = check("permanent=book.xlsx");
    let files: Vec<&str> =
        all.as_array().unwrap().iter().map(|list| list["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["book.xlsx#Участок 1", "book.xlsx#Участок 2"]);
    let one = check("permanent=book.xlsx#Участок 2@2019-06-08");
    assert_eq!((one.as_array().unwrap().len(), &one[0]["taken"]), (1, &Json::from(3)));
    assert_eq!(one[0]["file"], "book.xlsx#Участок 2");
    let said =
        crate::support::refused(place.path(), &["rolls", "check", "--list", "permanent=book.xlsx#нет"]);
    assert!(said.contains("Участок 1"), "the sheets that there are: {said}");
    // A file of exactly that name wins.
    fs::write(place.path().join("book.xlsx#Участок 2"), "Фамилия,Имя\nДругов,Мера\n").unwrap();
    assert_eq!(check("permanent=book.xlsx#Участок 2")[0]["taken"], 1);
}

#[test]
fn a_note_among_the_files_of_a_folder_stops_nothing() {
    let place = place();
    let folder = place.path().join("lists");
    fs::create_dir(&folder).unwrap();
    book_of_lists(&folder.join("a.xlsx"));
    fs::write(folder.join("b.csv"), "Фамилия,Имя,Дата рождения\nДругов,Мера,01.02.1970\n").unwrap();
    fs::write(folder.join("Пояснение.txt"), "Списки получены 1 июня.\nВопросы: в отдел.\n").unwrap();
    fs::write(folder.join("note.docx"), b"PK\x03\x04 not a table").unwrap();
    fs::write(folder.join("scan.pdf"), b"%PDF-1.7\n").unwrap();
    let typed = ["rolls", "check", "--list", "permanent=lists", "--format", "json", "--quiet"];
    let audit = document(place.path(), &typed);
    let taken: i64 =
        audit["lists"].as_array().unwrap().iter().map(|list| list["taken"].as_i64().unwrap()).sum();
    assert_eq!(taken, 7);
    let said = audit["findings"].to_string();
    for name in ["Пояснение.txt", "note.docx", "scan.pdf"] {
        assert!(said.contains(name), "`{name}` is not read, and that is told");
    }
}

#[test]
fn files_of_one_name_are_told_apart_by_a_number() {
    let place = place();
    let row = "surname,given_name,birth_date,precinct\nКим,Ольга,1970-01-02,1\n";
    for folder in ["Ivan", "Olga"] {
        fs::create_dir(place.path().join(folder)).unwrap();
    }
    fs::write(place.path().join("Ivan/roll.csv"), row).unwrap();
    fs::write(place.path().join("Olga/roll.csv"), row.replace(",1\n", ",2\n")).unwrap();
    let lists = ["--list", "permanent=Ivan/roll.csv", "--list", "temporary=Olga/roll.csv"];
    let typed =
        [&["rolls", "check"][..], &lists, &["--out", "checked", "--no-timestamp", "--quiet"]].concat();
    succeed(place.path(), &typed);
    let mut names = Vec::new();
    for file in ["duplicates.csv", "findings.csv", "summary.json", "manifest.json", "report.html"] {
        let text = fs::read_to_string(place.path().join("checked").join(file)).unwrap();
        assert!(!text.contains("Ivan") && !text.contains("Olga"), "{file}");
        names.extend(["roll.csv,", "roll.csv (2)"].into_iter().filter(|name| text.contains(name)));
    }
    assert!(names.contains(&"roll.csv,") && names.contains(&"roll.csv (2)"), "{names:?}");
    // Their content tells which of them is meant where the report is made again.
    succeed(place.path(), &["verify", "checked", "--inputs", "."]);
    fs::write(place.path().join("Olga/roll.csv"), "").unwrap();
    refused(place.path(), &["verify", "checked", "--inputs", "."]);
}

#[test]
fn a_parquet_file_is_a_list_like_any_other() {
    let place = place();
    let list = repository("crates/tables/tests/columns/data/duckdb.parquet");
    let given = format!("permanent={}", list.display());
    let other = repository("crates/tables/tests/columns/data/polars.parquet");
    let second = format!("temporary={}", other.display());
    let typed = ["rolls", "check", "--list", &given, "--list", &second, "--format", "json", "--quiet"];
    let audit = document(place.path(), &typed);
    for input in audit["manifest"]["inputs"].as_array().unwrap() {
        assert_eq!((&input["rows_read"], &input["rows_taken"]), (&60.into(), &60.into()));
    }
    // The same sixty people on both.
    assert_eq!(audit["counts"]["ROLL-004"]["rows"], 120);
}

#[test]
fn dates_that_can_all_be_read_both_ways_are_read_by_what_else_is_known() {
    let place = place();
    let read = |table: &str, list: &str| {
        fs::write(place.path().join("l.csv"), table).unwrap();
        let named = format!("{list}=l.csv");
        let profile = crate::support::nation().join("profile.toml");
        let profile = profile.to_str().unwrap();
        let typed =
            ["rolls", "check", "--list", &named, "--profile", profile, "--out", "r", "--force", "--quiet"];
        crate::support::tizim(place.path(), &typed);
        let found = crate::support::json_file(&place.path().join("r/summary.json"));
        let findings = found["findings"].as_array().unwrap().clone();
        let of = |code: &str| findings.iter().filter(|finding| finding["code"] == code).count();
        let told = findings.iter().map(|finding| finding["title"].as_str().unwrap_or_default());
        (of("ROLL-025"), told.filter(|title| title.contains("slashes")).collect::<Vec<_>>().join("; "))
    };
    // The special list is open from 4 to 8 June 2019.
    let added = "ФИО,ИИН,Участок,Включён\nУчебнов Пример,,12,6/4/2019\nПробин Пример,,12,6/7/2019\n";
    let (outside, told) = read(added, "special");
    assert!(outside == 0 && told.contains("the days that the rules set"), "{outside} {told}");
    // Nothing decides, and nothing is judged.
    let far = added.replace("2019", "2011");
    let (outside, told) = read(&far, "special");
    assert!(outside == 0 && told.contains("Nothing is judged"), "{outside} {told}");
    // The number of a person states the day of birth.
    let born = "ФИО,ИИН,Участок,Дата рождения\nУчебнов Пример,610508300017,12,05/08/1961\n";
    let (_, told) = read(born, "permanent");
    assert!(told.contains("month first") && told.contains("numbers of these persons"), "{told}");
    let (_, told) = read(&born.replace("05/08", "08/05"), "permanent");
    assert_eq!(told, "");
}
