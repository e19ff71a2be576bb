//! Pages, texts and workbooks in Russian and Kazakh hold no sentence in English: what is built in is given in three languages.

use std::collections::BTreeSet;

use crate::support::{json_file, place, refused, succeed};

/// Commands that need no file, and those of the nation that `tizim synth` wrote beside them.
const SHOWN: [&[&str]; 6] = [
    &["districts", "audit"],
    &["avc", "audit"],
    &[
        "avc",
        "audit",
        "--precincts",
        "n/precincts.csv",
        "--certificates",
        "n/certificates.csv",
        "--forms",
        "n/forms.csv",
        "--profile",
        "n/profile.toml",
    ],
    &[
        "rolls",
        "check",
        "--list",
        "permanent=n/permanent.csv",
        "--list",
        "special=n/special.csv",
        "--precincts",
        "n/precincts.csv",
        "--profile",
        "n/profile.toml",
        "--edition",
        "working",
    ],
    &[
        "rolls",
        "link",
        "--list",
        "permanent=n/permanent.csv",
        "--profile",
        "n/profile.toml",
        "--edition",
        "working",
    ],
    &[
        "rolls",
        "reconcile",
        "n/permanent.csv",
        "n/special.csv",
        "--profile",
        "n/profile.toml",
        "--edition",
        "working",
    ],
];

/// The words between marks, each run of text by itself; what is set as code, styles and scripts left out.
fn runs(page: &str) -> Vec<String> {
    let mut rest = page.to_owned();
    for (open, close) in [("<style", "</style>"), ("<script", "</script>"), ("<code", "</code>")] {
        while let Some(start) = rest.find(open) {
            let end = rest[start..].find(close).map_or(rest.len(), |end| start + end + close.len());
            rest.replace_range(start..end, " ");
        }
    }
    rest.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.to_owned()).collect()
}

/// Two words in Latin letters and nothing but a blank between them: no code, path, name of a column or address stands so. What
/// stands in backticks, as commands and names of columns do, is none.
fn english(run: &str) -> Option<String> {
    let bare: String = run.split('`').step_by(2).collect::<Vec<_>>().join(" | ");
    let words: Vec<&str> = bare.split_whitespace().collect();
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_lowercase());
    words
        .windows(3)
        .map(|words| words.join(" "))
        .find(|three| three.split(' ').all(|word| is_word(word.trim_end_matches([',', ';', ':', '.']))))
}

/// Names of columns, one after the other, are no sentence.
fn is_columns(run: &str) -> bool {
    ["столбцы ", "бағандар: "].iter().any(|said| run.contains(said))
}

fn untranslated<'t>(runs: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
    runs.filter(|run| !is_columns(run)).filter_map(english).collect()
}

#[test]
fn no_sentence_in_english_stands_on_a_page_in_another_language() {
    let place = place();
    let nation = ["synth", "--voters", "1500", "--seed", "19", "--errors", "--quiet", "--out", "n"];
    succeed(place.path(), &nation);
    for language in ["ru", "kk"] {
        for command in SHOWN {
            let of = |format: &'static str| {
                succeed(
                    place.path(),
                    &[command, &["--quiet", "--lang", language, "--format", format]].concat(),
                )
            };
            let page = of("html");
            let runs = runs(&page);
            let left = untranslated(runs.iter().map(String::as_str));
            assert!(left.is_empty(), "{language} {command:?}: {left:?}");
            if command.len() == 2 {
                let text = of("text");
                let left = untranslated(text.lines());
                assert!(left.is_empty(), "{language} {command:?}: {left:?}");
            }
        }
    }
}

#[test]
fn a_sentence_in_english_is_known() {
    assert!(english("<p>область: no source was found").is_some());
    assert!(english("запустите `tizim rolls check once`; arka-azhary.kz, MAL, `a b c`").is_none());
    assert_eq!(runs("<p>one<code>two three four</code> five</p>"), ["one  five", ""][..].to_vec());
}

#[test]
fn sheets_are_called_by_words_of_the_language() {
    let place = place();
    let sheets = |language: &str| {
        let out = format!("{language}.xlsx");
        succeed(place.path(), &["districts", "audit", "--quiet", "--lang", language, "-o", &out]);
        let book: calamine::Xlsx<_> = calamine::open_workbook(place.path().join(out)).unwrap();
        calamine::Reader::sheet_names(&book)
    };
    let (english, others) = (sheets("en"), [sheets("ru"), sheets("kk")]);
    assert!(english.contains(&"map-tiles".to_owned()) && english.contains(&"district-sources".to_owned()));
    for names in others {
        assert_eq!(names.len(), english.len());
        for name in &names {
            let latin = name.chars().any(|letter| letter.is_ascii_alphabetic());
            // A name that was cut ends in a word that asks for another.
            let cut = [" и", " и все", " и", " және", " не"].iter().any(|end| name.ends_with(end));
            assert!(!latin && !cut && name.chars().count() <= 31, "{name} in {names:?}");
        }
    }
}

#[test]
fn built_in_tables_say_their_sources_in_the_language() {
    let place = place();
    for (language, source, file) in [
        ("en", "our subtraction", "built-in districts of 2023"),
        ("ru", "наше вычитание", "встроенная таблица округов 2023 года"),
        ("kk", "өз есебіміз", "2023 жылғы округтердің кіріктірілген кестесі"),
    ] {
        let out = format!("{language}.json");
        let typed = ["districts", "audit", "--quiet", "--lang", language, "--format", "json", "-o", &out];
        succeed(place.path(), &typed);
        let audit = json_file(&place.path().join(&out));
        let unit = audit["units"].as_array().unwrap().iter().find(|unit| unit["id"] == "18").unwrap();
        assert!(unit["source"].as_str().unwrap().starts_with(source), "{}", unit["source"]);
        assert_eq!(audit["manifest"]["inputs"][0]["name"], file);
        assert_eq!(audit["manifest"]["inputs"][0]["role"], "built in");
    }
}

#[test]
fn what_goes_wrong_is_said_in_the_language() {
    let place = place();
    let files: [(&str, &[u8]); 9] = [
        ("other.csv", b"colour,shape\nred,round\n"),
        ("letters.csv", b"\xff\xfe\xfa\xc0\xc1"),
        ("book.xlsx", b"PK\x03\x04nothing of a workbook"),
        ("key.toml", b"oldest = 3\n"),
        ("kind.toml", b"smallest = 3\n"),
        ("below.toml", b"[totals]\nnation = -7\n"),
        ("head.toml", b"[profile]\nid = 'here'\n"),
        ("columns.toml", b"[columns]\nshape = \"colour\"\n"),
        ("flat.toml", b"columns = 2\n"),
    ];
    for (name, bytes) in files {
        std::fs::write(place.path().join(name), bytes).unwrap();
    }
    let wrong: [&[&str]; 11] = [
        &["rolls", "check", "--list", "permanent=other.csv"],
        &["avc", "audit", "--forms", "other.csv"],
        &["districts", "audit", "book.xlsx"],
        &["stats", "letters.csv"],
        &["districts", "audit", "--facts", "key.toml"],
        &["districts", "audit", "--facts", "kind.toml"],
        &["districts", "audit", "--facts", "below.toml"],
        &["districts", "audit", "--profile", "head.toml"],
        &["districts", "audit", "other.csv", "--columns", "columns.toml"],
        &["districts", "audit", "other.csv", "--columns", "flat.toml"],
        &["demo", "--voters", "many", "--out", "x"],
    ];
    for language in ["ru", "kk"] {
        for command in wrong {
            let said = refused(place.path(), &[command, &["--lang", language]].concat());
            let left = untranslated(said.lines().filter(|line| !line.contains("tizim districts audit")));
            assert!(left.is_empty(), "{language} {command:?}: {left:?} in\n{said}");
        }
    }
}
