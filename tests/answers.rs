//! What the first sentences say, and what they leave out, through the program.

use std::fs;

use crate::support::{document, place, refused, succeed};

const GRADED: &str =
    "id,name,region,voters,grade\n1,One,A,1500,press\n2,Two,A,1000,official\n3,Three,B,860,secondary\n";

/// The lines above the key figures, as one.
fn above_the_figures(text: &str) -> String {
    let head = text.split("KEY FIGURES").next().unwrap();
    head.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn told(audit: &serde_json::Value, code: &str) -> Vec<String> {
    let findings = audit["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
    findings.map(|finding| finding["subject"]["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_headline_on_weak_figures_names_them() {
    let place = place();
    let head = |grades: &str| {
        fs::write(place.path().join("d.csv"), grades).unwrap();
        above_the_figures(&succeed(place.path(), &["districts", "audit", "d.csv", "--quiet"]))
    };
    let weak = head(GRADED);
    assert!(weak.contains("as one in One (weakest source: secondary)."), "{weak}");
    assert!(
        weak.contains("By figures of the press or of secondary sources, certainly more than 15.0"),
        "{weak}"
    );
    let official = head(&GRADED.replace("press", "official").replace("secondary", "Official, via press"));
    assert!(
        !official.contains("weakest source") && official.contains("Certainly more than 15.0"),
        "{official}"
    );
}

#[test]
fn a_grade_that_is_none_is_refused() {
    let place = place();
    fs::write(place.path().join("d.csv"), GRADED.replace("press", "rumour")).unwrap();
    let said = refused(place.path(), &["districts", "audit", "d.csv"]);
    assert!(said.contains("row 2, column `grade`") && !said.contains("rumour"), "{said}");
}

/// The words that our own reports write are read, and others in Russian and Kazakh are refused as English ones are.
#[test]
fn grades_are_read_in_the_languages_of_the_reports() {
    let place = place();
    let head = |press: &str, secondary: &str| {
        let table =
            GRADED.replace("press", press).replace("secondary", secondary).replace("official", "ресми");
        fs::write(place.path().join("d.csv"), table).unwrap();
        above_the_figures(&succeed(place.path(), &["districts", "audit", "d.csv", "--quiet"]))
    };
    let english = head("press", "secondary");
    assert!(english.contains("weakest source: secondary"), "{english}");
    assert_eq!(head("пресса", "вторичный источник"), english);
    assert_eq!(head("баспасөз", "жанама дереккөз"), english);
    fs::write(place.path().join("d.csv"), GRADED.replace("press", "слухи")).unwrap();
    let said = refused(place.path(), &["districts", "audit", "d.csv"]);
    assert!(said.contains("column `grade`") && !said.contains("слухи"), "{said}");
}

#[test]
fn where_nobody_can_be_compared_the_first_sentence_says_so() {
    let place = place();
    fs::write(place.path().join("d.csv"), "id,name,region,voters\n1,a,R,\n2,b,R,2000\n").unwrap();
    let text = succeed(place.path(), &["districts", "audit", "d.csv", "--quiet"]);
    assert!(above_the_figures(&text).contains("cannot be known"), "{text}");
}

#[test]
fn parts_of_a_row_are_no_districts_and_no_councils() {
    let place = place();
    let table = "Мәслихат;Округ №;Атауы;Сайлаушылар\nА;1;а;1000\nА;2;б;1200\nОның ішінде:;;;\nв т.ч. город;;;700\n\
        Б;1;в;900\nБ;2;г;950\n";
    fs::write(place.path().join("d.csv"), table).unwrap();
    let audit =
        document(place.path(), &["districts", "audit", "d.csv", "--by", "Мәслихат", "--format", "json"]);
    assert_eq!(audit["groups"].as_array().unwrap().len(), 2);
    let rows = audit["manifest"]["inputs"][0].clone();
    assert_eq!((&rows["rows_taken"], &rows["rows_set_aside"]), (&4.into(), &2.into()), "{rows}");
}

#[test]
fn turnout_is_read_as_newspapers_print_it() {
    let place = place();
    let table = "id,name,region,voters\n1,a,Северная область,50000\n2,b,Южная область,30000\n3,c,Восточная область,\n4,d,Горная область,\n";
    fs::write(place.path().join("d.csv"), table).unwrap();
    let facts = "turnout = 't.csv'\n[totals]\nnation = 140000\n";
    fs::write(place.path().join("facts.toml"), facts).unwrap();
    let series = |third: &str| {
        format!(
            "Регион;на 10:00;на 20.00\nСеверная обл.;10,12 %;61,24 %\nЮжная;12,10 %;55,55 %\n{third};20,00 %;70,70 %\n\
             Горная;5,50 %;44,44 %\nВсего по стране;12,91 %;60,70 %\n"
        )
    };
    let bounds = |third: &str| {
        fs::write(place.path().join("t.csv"), series(third)).unwrap();
        let typed = ["districts", "audit", "d.csv", "--facts", "facts.toml", "--format", "json"];
        let audit = document(place.path(), &typed);
        let regions = audit["conditional"]["regions"].as_array().unwrap();
        let own = regions.iter().find(|region| region["id"] == "Восточная область").unwrap();
        (own["voters"].clone(), told(&audit, "DIST-090"))
    };
    let (joined, notices) = bounds("ВОСТОЧНАЯ");
    assert_eq!((&joined["low"], &joined["high"]), (&41_954.into(), &42_055.into()), "{joined}");
    assert!(!notices.contains(&"turnout-regions".to_owned()), "{notices:?}");
    // A region that the table does not know is told, and leaves the one that is meant open.
    let (open, notices) = bounds("Западная область");
    assert_eq!(open["low"], 0, "{open}");
    assert!(notices.contains(&"turnout-regions".to_owned()), "{notices:?}");
}

#[test]
fn a_region_whose_total_row_is_its_sum_is_there_whole() {
    let place = place();
    let severity = |total: &str| {
        let table = format!(
            "region,precinct,voters,forms\nWest,1,2000,30\nWest,2,1500,20\n{total}\nEast,1,900,9\n,Total,4400,59\n"
        );
        fs::write(place.path().join("p.csv"), table).unwrap();
        let audit = document(place.path(), &["avc", "audit", "--precincts", "p.csv", "--format", "json"]);
        let of_region =
            |finding: &&serde_json::Value| finding["code"] == "AVC-001" && finding["subject"]["id"] == "West";
        let notices = told(&audit, "AVC-090");
        let found = audit["findings"].as_array().unwrap().iter().find(of_region).unwrap();
        (found["severity"].as_str().unwrap().to_owned(), notices)
    };
    for total in ["West,Total,3500,50", "West Total,,3500,50", "Итого West,,3500,50"] {
        assert_eq!(severity(total).0, "violation", "{total}");
    }
    assert_eq!(severity("West,Total,3600,50").0, "notice", "a part is no whole");
    let notices = severity("West,Total,3500,50").1;
    assert!(notices.contains(&"table-certificates".to_owned()) && notices.len() < 10, "{notices:?}");
}

#[test]
fn a_city_that_is_called_as_a_region_is_offered_by_its_full_name() {
    let place = place();
    fs::write(place.path().join("p.csv"), "region,precinct,voters,forms\nАлматы қаласы,1,1000,10\n").unwrap();
    let said = refused(place.path(), &["avc", "audit", "--precincts", "p.csv", "--complete", "Almaty"]);
    assert!(said.contains("`Almaty Region`") && said.contains("`город Алматы`"), "{said}");
}

/// Between which lists and regions most double entries stand is said at once; in public only where it is many.
#[test]
fn the_first_sentences_say_between_which_lists_and_regions() {
    let place = place();
    let person =
        |number: usize| format!("Сидоров{},Иван,{:02}.01.1970", char::from(b'a' + number as u8), number + 2);
    let list = |region: &str, count: usize| {
        let rows: Vec<String> = (0..count).map(|number| format!("{},{region},1", person(number))).collect();
        format!("surname,given_name,birth_date,region,precinct\n{}\n", rows.join("\n"))
    };
    fs::write(place.path().join("p.csv"), list("Север", 20)).unwrap();
    fs::write(place.path().join("s.csv"), list("Юг", 12)).unwrap();
    let lists = ["rolls", "check", "--list", "permanent=p.csv", "--list", "special=s.csv", "--quiet"];
    let head = |more: &[&str]| above_the_figures(&succeed(place.path(), &[&lists[..], more].concat()));
    let said = head(&[]);
    assert!(said.contains("these two kinds: permanent, special (12 groups)"), "{said}");
    assert!(said.contains("these two: Север, Юг (12 groups)"), "{said}");
    let public = head(&["--edition", "public"]);
    assert!(public.contains("permanent, special (10+ groups)"), "{public}");
    assert!(!public.contains('*'), "{public}");
    fs::write(place.path().join("s.csv"), list("Юг", 5)).unwrap();
    let public = head(&["--edition", "public"]);
    assert!(!public.contains("two kinds") && !public.contains('*'), "{public}");
}

#[test]
fn why_facts_are_refused_is_said_in_the_language_of_the_run() {
    let place = place();
    fs::write(place.path().join("d.csv"), "id,region,voters\n1,A,1000\n2,B,1100\n").unwrap();
    fs::write(place.path().join("f.toml"), "turnout = \"t.csv\"\n").unwrap();
    let said = |series: &str, language: &str| {
        fs::write(place.path().join("t.csv"), series).unwrap();
        refused(place.path(), &["districts", "audit", "d.csv", "--facts", "f.toml", "--lang", language])
    };
    for (series, russian, kazakh) in [
        ("id,region,10:00\nA,A,15\n", "нет строки без кода", "белгісі жоқ жол"),
        ("id,region,10:00\nA,A,150\n,all,15\n", "ожидается процент от 0 до 100", "аралығындағы пайыз"),
        ("id,region,turnout\nA,A,15\n", "ни один столбец не озаглавлен часом", "сияқты сағат жоқ"),
        ("id,region,10:00\nA,A,15\nA,A,15\n,all,15\n", "регион стоит дважды", "екі рет кездеседі"),
    ] {
        let (ru, kk) = (said(series, "ru"), said(series, "kk"));
        assert!(ru.contains(russian) && kk.contains(kazakh), "{ru}\n{kk}");
    }
}

/// Headings without rows are an answer about nothing, and the first sentences say so.
#[test]
fn a_table_without_rows_is_no_clean_bill() {
    let place = place();
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
    write("precincts.csv", "precinct,region,voters,forms\n");
    write("certificates.csv", "serial,issued_at\n");
    write("none.csv", "iin,surname,given_name,birth_date\n");
    write("some.csv", "iin,surname,given_name,birth_date\n,Сынов,Сын,1981-02-03\n");
    let head = |typed: &[&str]| above_the_figures(&succeed(place.path(), &[typed, &["--quiet"]].concat()));
    for table in [["--precincts", "precincts.csv"], ["--certificates", "certificates.csv"]] {
        let typed = [&["avc", "audit"][..], &table].concat();
        assert!(head(&typed).contains("A table that was given has no rows"), "{typed:?}");
        let audit = document(place.path(), &[&typed[..], &["--format", "json"]].concat());
        let about = format!("rows-of-{}", &table[0][2..]);
        assert!(
            told(&audit, "AVC-090").contains(&about)
                && !told(&audit, "AVC-090").contains(&"hours".to_owned())
        );
    }
    assert!(
        head(&["rolls", "check", "--precincts", "precincts.csv"])
            .contains("The table of precincts has no rows")
    );
    let compared = head(&["rolls", "reconcile", "none.csv", "some.csv"]);
    assert!(compared.contains("A has no rows") && !compared.contains("B has no rows"), "{compared}");
}
