//! Voter lists: what was planted is found, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{document, error_of, json_file, nation, place, records, refused, succeed, tizim};

/// A file and a physical row.
type Place = (String, u64);
/// The rows of one group.
type Group = BTreeSet<Place>;

const LISTS: [&str; 6] =
    ["permanent", "special", "temporary", "supplementary", "avc", "residence-certificates"];

fn row(record: &BTreeMap<String, String>) -> Place {
    (record["file"].clone(), record["row"].parse().unwrap())
}

/// Groups of a CSV file with columns `group, code, file, row`, by code.
fn groups(lines: &[BTreeMap<String, String>]) -> BTreeMap<String, BTreeSet<Group>> {
    let mut collected: BTreeMap<(String, String), Group> = BTreeMap::new();
    for line in lines {
        collected.entry((line["code"].clone(), line["group"].clone())).or_default().insert(row(line));
    }
    let mut by_code: BTreeMap<String, BTreeSet<Group>> = BTreeMap::new();
    for ((code, _), group) in collected {
        by_code.entry(code).or_default().insert(group);
    }
    by_code
}

/// Runs the check of all lists of a nation into `out` beside it; the report folder.
fn check(nation: &Path, out: &Path, more: &[&str]) -> PathBuf {
    let lists: Vec<String> = LISTS
        .iter()
        .map(|kind| {
            let date = if *kind == "permanent" { "@2019-06-08" } else { "" };
            format!("{kind}={kind}.csv{date}")
        })
        .collect();
    let mut typed =
        vec!["rolls", "check", "--profile", "profile.toml", "--precincts", "precincts.csv", "--quiet"];
    for list in &lists {
        typed.extend(["--list", list]);
    }
    typed.extend(["--no-timestamp", "--out", out.to_str().unwrap()]);
    typed.extend(more);
    succeed(nation, &typed);
    out.to_owned()
}

fn is_second_entry(code: &str) -> bool {
    matches!(
        code,
        "ROLL-001" | "ROLL-002" | "ROLL-003" | "ROLL-004" | "ROLL-005" | "ROLL-006" | "ROLL-007" | "ROLL-030"
    )
}

fn judged(nation: &Path, report: &Path) {
    let truth = records(&nation.join("truth/rolls.csv"));
    let planted: Vec<_> = truth.iter().filter(|line| line["lawful"] == "0").cloned().collect();
    let planted = groups(&planted);
    let reported = groups(&records(&report.join("duplicates.csv")));
    for code in planted.keys().chain(reported.keys()).filter(|code| is_second_entry(code)) {
        let empty = BTreeSet::new();
        let (truth, found) = (planted.get(code).unwrap_or(&empty), reported.get(code).unwrap_or(&empty));
        let missed: Vec<_> = truth.difference(found).collect();
        let invented: Vec<_> = found.difference(truth).collect();
        assert!(missed.is_empty() && invented.is_empty(), "{code}: missed {missed:?}, invented {invented:?}");
    }
    // One person with two numbers, or two people of one name: leads, and just those that are there.
    let same_name: Vec<_> = records(&nation.join("truth/same_name.csv"))
        .into_iter()
        .map(|mut line| {
            line.insert("code".into(), "ROLL-013".into());
            line
        })
        .collect();
    assert_eq!(groups(&same_name).get("ROLL-013"), reported.get("ROLL-013"), "ROLL-013");
}

#[test]
fn every_planted_duplicate_is_found_and_none_invented() {
    for seed in ["1", "2", "3"] {
        let place = place();
        succeed(place.path(), &["synth", "--voters", "30000", "--seed", seed, "--out", "nation"]);
        let nation = place.path().join("nation");
        judged(&nation, &check(&nation, &place.path().join("report"), &[]));
    }
}

#[test]
fn across_lists_alone_the_same_is_found() {
    let place = place();
    let found = |out: &str, more: &[&str]| {
        groups(&records(&check(nation(), &place.path().join(out), more).join("duplicates.csv")))
    };
    let (mut all, across) = (found("all", &[]), found("across", &["--scope", "across"]));
    let count =
        |by_code: &BTreeMap<String, BTreeSet<Group>>| by_code.values().map(BTreeSet::len).sum::<usize>();
    let before = count(&all);
    for groups in all.values_mut() {
        groups.retain(|group| group.iter().any(|(file, _)| *file != group.first().unwrap().0));
    }
    all.retain(|_, groups| !groups.is_empty());
    assert!(count(&all) > 0 && count(&all) < before);
    assert_eq!(across, all);
    let summary = fs::read_to_string(place.path().join("across/report.html")).unwrap();
    assert!(summary.contains("Only double entries across lists"), "the report says what was sought");
}

#[test]
fn the_same_bytes_at_any_number_of_threads() {
    let place = place();
    fs::write(place.path().join("key"), [3; 32]).unwrap();
    let key = place.path().join("key");
    let run = |threads: &str| {
        let out = place.path().join(format!("report-{threads}"));
        check(nation(), &out, &["--threads", threads, "--key-file", key.to_str().unwrap()])
    };
    let (one, two, eight) = (run("1"), run("2"), run("8"));
    for file in ["summary.json", "findings.csv", "duplicates.csv", "rejects.csv", "report.html"] {
        let bytes = |folder: &Path| fs::read(folder.join(file)).unwrap();
        assert_eq!(bytes(&one), bytes(&two), "{file}");
        assert_eq!(bytes(&one), bytes(&eight), "{file}");
    }
}

/// The rows of a file in an order given by the seed of a linear congruence; the new row of every old one.
fn shuffled(text: &str) -> (String, BTreeMap<u64, u64>) {
    let mut lines = text.lines();
    let heading = lines.next().unwrap();
    let mut rows: Vec<(u64, &str)> =
        lines.enumerate().map(|(index, line)| (index as u64 + 2, line)).collect();
    let mut state = 88_172_645_463_325_252_u64;
    for index in (1..rows.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        rows.swap(index, (state % (index as u64 + 1)) as usize);
    }
    let moved = rows.iter().enumerate().map(|(index, (old, _))| (*old, index as u64 + 2)).collect();
    let lines: Vec<&str> = std::iter::once(heading).chain(rows.iter().map(|(_, line)| *line)).collect();
    (lines.join("\n") + "\n", moved)
}

#[test]
fn shuffled_rows_give_the_same_findings() {
    let place = place();
    let before = check(nation(), &place.path().join("before"), &[]);
    let mixed = place.path().join("mixed");
    fs::create_dir(&mixed).unwrap();
    let mut moved = BTreeMap::new();
    for kind in LISTS {
        let name = format!("{kind}.csv");
        let (text, rows) = shuffled(&fs::read_to_string(nation().join(&name)).unwrap());
        fs::write(mixed.join(&name), text).unwrap();
        moved.insert(name, rows);
    }
    for name in ["profile.toml", "precincts.csv"] {
        fs::copy(nation().join(name), mixed.join(name)).unwrap();
    }
    let after = check(&mixed, &place.path().join("after"), &[]);
    let counts = |folder: &Path| json_file(&folder.join("summary.json"))["counts"].clone();
    assert_eq!(counts(&before), counts(&after));
    let mut mapped = groups(&records(&before.join("duplicates.csv")));
    for groups in mapped.values_mut() {
        *groups = groups
            .iter()
            .map(|group| group.iter().map(|(file, row)| (file.clone(), moved[file][row])).collect())
            .collect();
    }
    assert_eq!(mapped, groups(&records(&after.join("duplicates.csv"))));
}

#[test]
fn people_are_masked_unless_revealed() {
    let place = place();
    let report = check(nation(), &place.path().join("masked"), &[]);
    let surname = records(&nation().join("permanent.csv"))[0]["surname"].clone();
    let truth = records(&nation().join("truth/rolls.csv"));
    let planted: BTreeSet<u64> = truth
        .iter()
        .filter(|line| line["file"] == "permanent.csv")
        .map(|line| line["row"].parse().unwrap())
        .collect();
    let rows = records(&nation().join("permanent.csv"));
    let mut texts = String::new();
    for file in
        ["summary.json", "findings.csv", "duplicates.csv", "rejects.csv", "report.html", "manifest.json"]
    {
        texts.push_str(&fs::read_to_string(report.join(file)).unwrap());
    }
    assert!(!surname.is_empty());
    for row in planted {
        let person = &rows[row as usize - 2];
        for field in ["iin", "surname"] {
            let value = &person[field];
            assert!(value.len() < 6 || !texts.contains(value.as_str()), "{field} of row {row} is shown");
        }
    }
    let revealed = check(nation(), &place.path().join("revealed"), &["--reveal"]);
    let html = fs::read_to_string(revealed.join("report.html")).unwrap();
    let duplicates = fs::read_to_string(revealed.join("duplicates.csv")).unwrap();
    let named = records(&revealed.join("duplicates.csv"))[0]["person"].clone();
    assert!(
        duplicates.len() > 100 && named.split_whitespace().any(|word| word.chars().count() > 2),
        "{named}"
    );
    assert!(html.to_lowercase().contains("names"), "every page that shows names says so");
}

#[test]
fn the_public_edition_has_no_rows_about_persons() {
    let place = place();
    let report = check(nation(), &place.path().join("public"), &["--edition", "public"]);
    assert!(!report.join("duplicates.csv").exists());
    let summary = json_file(&report.join("summary.json"));
    for finding in summary["findings"].as_array().unwrap() {
        assert_ne!(finding["subject"]["kind"], "person");
        if finding["code"].as_str().unwrap() == "ROLL-002" {
            assert!(finding["evidence"].as_array().unwrap().is_empty());
        }
    }
}

#[test]
fn rows_add_up() {
    let place = place();
    let folder = place.path();
    let list = "ИИН;Фамилия;Имя;Дата рождения;Участок\n900101300016;Ахметов;Данияр;31.12.1999;1\n;;;;\n123;Иванов;Пётр;45000;1\n\n\"Итого\";2;;;\n";
    fs::write(folder.join("list.csv"), list).unwrap();
    succeed(folder, &["rolls", "check", "--list", "permanent=list.csv", "--out", "report", "--quiet"]);
    let summary = json_file(&folder.join("report/summary.json"));
    let input = &summary["manifest"]["inputs"][0];
    let count = |key: &str| input[key].as_u64().unwrap();
    assert_eq!(
        count("rows_read"),
        count("rows_taken") + count("rows_rejected") + count("rows_set_aside"),
        "{input}"
    );
    assert_eq!(summary["lists"][0]["kind"], "permanent");
}

#[test]
fn windows_1251_and_utf_8_give_the_same_findings() {
    let place = place();
    let folder = place.path();
    let text = "ИИН;Фамилия;Имя;Отчество;Дата рождения;Область;Участок\n;Ахметов;Данияр;Ерланович;31.12.1999;Акмола;1\n;АХМЕТОВ;Данияр;Ерланович;31.12.1999;Акмола;2\n";
    fs::write(folder.join("utf8.csv"), text).unwrap();
    let bytes: Vec<u8> = text
        .chars()
        .map(|letter| match letter {
            'А'..='я' => (letter as u32 - 'А' as u32 + 0xC0) as u8,
            _ => u8::try_from(letter).unwrap(),
        })
        .collect();
    fs::write(folder.join("windows.csv"), bytes).unwrap();
    for file in ["utf8.csv", "windows.csv"] {
        let out = format!("out-{file}");
        succeed(
            folder,
            &[
                "rolls",
                "check",
                "--list",
                &format!("permanent={file}"),
                "--out",
                &out.replace('.', "-"),
                "--quiet",
            ],
        );
        let counts = json_file(&folder.join(out.replace('.', "-")).join("summary.json"))["counts"].clone();
        assert_eq!(counts["ROLL-002"]["groups"], 1, "{file}: {counts}");
    }
}

#[test]
fn an_unknown_kind_is_refused() {
    let place = place();
    let error = refused(nation(), &["rolls", "check", "--list", "home=permanent.csv"]);
    assert!(error.contains("residence-certificates"), "{error}");
    assert!(place.path().exists());
}

#[test]
fn a_report_is_verified_and_a_change_is_seen() {
    let place = place();
    let folder = place.path();
    for kind in LISTS {
        let name = format!("{kind}.csv");
        fs::copy(nation().join(&name), folder.join(&name)).unwrap();
    }
    for name in ["profile.toml", "precincts.csv"] {
        fs::copy(nation().join(name), folder.join(name)).unwrap();
    }
    check(folder, &folder.join("report"), &[]);
    let output = tizim(folder, &["verify", "report"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let mut duplicates = fs::read_to_string(folder.join("report/duplicates.csv")).unwrap();
    duplicates.push_str("999999,ROLL-001,violation,iin,permanent,permanent.csv,2,1,KZ-10,x,x,\n");
    fs::write(folder.join("report/duplicates.csv"), duplicates).unwrap();
    assert_eq!(tizim(folder, &["verify", "report"]).status.code(), Some(1));
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.retain(|name| name.to_string_lossy().starts_with('.'));
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn a_report_under_a_profile_of_another_folder_says_how_to_verify_it() {
    let place = place();
    let folder = place.path();
    fs::create_dir(folder.join("law")).unwrap();
    fs::copy(nation().join("profile.toml"), folder.join("law/profile.toml")).unwrap();
    fs::write(folder.join("roll.csv"), "surname,given_name,birth_date\nПримеров,Пример,1980-01-02\n")
        .unwrap();
    let lists = ["rolls", "check", "--list", "permanent=roll.csv", "--profile", "law/profile.toml"];
    succeed(folder, &[&lists[..], &["--quiet", "--no-timestamp", "--out", "report"]].concat());
    let said = refused(folder, &["verify", "report"]);
    assert!(said.contains("the profile `profile.toml`") && said.contains("put a copy"), "{said}");
    let profile = folder.join("profile.toml");
    fs::copy(folder.join("law/profile.toml"), &profile).unwrap();
    assert_eq!(tizim(folder, &["verify", "report"]).status.code(), Some(0));
    fs::write(&profile, fs::read_to_string(&profile).unwrap() + "\n# another\n").unwrap();
    let output = tizim(folder, &["verify", "report"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.code() == Some(1) && said.contains("another text of the profile"), "{said}");
}

#[test]
fn what_is_wrong_with_numbers_is_explained_by_its_reason() {
    let place = place();
    let folder = place.path();
    let explained = |number: &str| {
        fs::write(folder.join("roll.csv"), format!("iin,surname,given_name\n{number},Примеров,Пример\n"))
            .unwrap();
        let typed = ["rolls", "check", "--list", "permanent=roll.csv", "--format", "json", "--quiet"];
        let audit = document(folder, &typed);
        let findings = audit["findings"].as_array().unwrap().iter();
        let malformed: Vec<_> = findings.filter(|one| one["code"] == "ROLL-010").collect();
        assert_eq!(malformed.len(), 1, "{number}");
        malformed[0]["explanations"].to_string()
    };
    // A century that only made-up nations have, a wrong check digit, and zeros that a spreadsheet has dropped.
    assert!(explained("800413700018").contains("century"), "{}", explained("800413700018"));
    assert!(!explained("800413700018").contains("preadsheet"));
    assert!(explained("800413300018").contains("typed wrong"));
    assert!(explained("80041330").contains("leading zeros"));
    assert!(explained("пас. 12345").contains("another document"));
}

#[test]
fn further_files_are_told_in_words() {
    let place = place();
    let folder = place.path();
    fs::create_dir(folder.join("lists")).unwrap();
    let said = |files: usize| {
        for file in 0..files {
            let text = format!("surname,given_name,birth_date\nПримеров,Пример{file},1980-01-02\n");
            fs::write(folder.join(format!("lists/{file}.csv")), text).unwrap();
        }
        error_of(&tizim(folder, &["rolls", "check", "--list", "permanent=lists", "--checks", "none"]))
    };
    assert!(said(4).contains("permanent: 1 more file was read"), "{}", said(4));
    assert!(said(6).contains("permanent: 3 more files were read"), "{}", said(6));
}

#[test]
fn a_report_says_what_to_do_next() {
    let place = place();
    let folder = place.path();
    let rows = "iin,surname,given_name,region,precinct\n\
        800413300019,Примеров,Пример,Абай,1\n800413300019,Примеров,Пример,Абай,2\n";
    fs::write(folder.join("roll.csv"), rows).unwrap();
    let typed = ["rolls", "check", "--list", "permanent=roll.csv", "--quiet"];
    let text = succeed(folder, &typed);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("What to do first (ROLL-"), "{words}");
    assert!(words.contains("akimats"), "who keeps the lists is said by the profile: {words}");
    assert!(words.contains("which paper to ask for"), "{words}");
    // Long sentences are whole.
    assert!(words.contains("and run the check again"), "{words}");
}

#[test]
fn rows_of_unknown_places_do_not_count_among_those_of_known_ones() {
    let place = place();
    fs::create_dir(place.path().join("lists")).unwrap();
    let list = "ИИН;ФИО;Дата рождения\n610508300017;Пробин Опыт Мерович;08.05.1961\n";
    for name in ["УИК 31", "УИК 32", "старый", "новый"] {
        fs::write(place.path().join(format!("lists/{name}.csv")), list).unwrap();
    }
    let typed = ["rolls", "check", "--list", "permanent=lists", "--quiet", "--no-timestamp", "--out", "r"];
    succeed(place.path(), &typed);
    let rows = records(&place.path().join("r/duplicates.csv"));
    let files: Vec<&str> =
        rows.iter().filter(|row| row["code"] == "ROLL-002").map(|row| row["file"].as_str()).collect();
    assert_eq!(files, ["УИК 31.csv", "УИК 32.csv"]);
}
