//! Runs that know of those before: decisions hold as long as the rows do, and groups keep their numbers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{json_file, place, records, refused, succeed};

/// Ninety people, of whom nine stand on the list twice with a slip of the pen and three in another precinct as well; and a
/// key.
pub(crate) fn nation() -> (TempDir, PathBuf) {
    let place = place();
    let nation = place.path().join("nation");
    fs::create_dir(&nation).unwrap();
    let given = ["Айгүл", "Болат", "Гүлнар", "Дастан", "Ерлан", "Жанар", "Қайрат", "Ләззат", "Мұрат"];
    let surnames = [
        "Ахметов",
        "Сейтқали",
        "Оспан",
        "Жұмабай",
        "Төлеген",
        "Нұрлан",
        "Бекжан",
        "Қасым",
        "Ибраев",
        "Досжан",
    ];
    let person = |number: usize, given_name: &str, precinct: usize| {
        let (year, month, day) = (1940 + number * 7 % 60, number % 12 + 1, number * 11 % 28 + 1);
        let surname = surnames[number % 10];
        format!("{surname},{given_name},{year}-{month:02}-{day:02},KZ-10,{precinct},Үлгі көшесі {number},")
    };
    let mut lines = vec!["surname,given_name,birth_date,region,precinct,address,mark".to_owned()];
    lines.extend((0..90).map(|number| person(number, given[number / 10], number % 4 + 1)));
    lines
        .extend((0..9).map(|number| {
            person(number * 10 + 3, &format!("{}а", given[number]), (number * 10 + 3) % 4 + 1)
        }));
    lines.extend([15, 26, 37].map(|number| person(number, given[number / 10], 7)));
    fs::write(nation.join("permanent.csv"), lines.join("\n") + "\n").unwrap();
    fs::write(nation.join("key"), [3; 32]).unwrap();
    fs::write(nation.join("other-key"), [4; 32]).unwrap();
    (place, nation)
}

/// Runs a command on the list.
pub(crate) fn run(nation: &Path, command: &str, out: &str, more: &[&str]) -> PathBuf {
    let usual =
        ["--list", "permanent=permanent.csv", "--key-file", "key", "--no-timestamp", "--quiet", "--out", out];
    succeed(nation, &[&["rolls", command], &usual[..], more].concat());
    nation.join(out)
}

type Record = std::collections::BTreeMap<String, String>;

/// Writes answers to these pairs, with the values of the rows or without.
fn answer(file: &Path, pairs: &[&Record], answers: &[&str], values: bool) {
    let mut text = String::from("token_left,token_right,decision,who,when,note,values_left,values_right\n");
    for (pair, answer) in pairs.iter().zip(answers.iter().cycle()) {
        let [left, right] =
            if values { ["values_left", "values_right"].map(|key| pair[key].as_str()) } else { [""; 2] };
        writeln!(
            text,
            "{},{},{answer},TEC 3,2026-05-20,\"seen, and so on\",{left},{right}",
            pair["token_left"], pair["token_right"]
        )
        .unwrap();
    }
    fs::write(file, text).unwrap();
}

/// Changes a field of a row of the permanent list.
fn change(nation: &Path, row: &str, column: &str, value: &str) {
    let path = nation.join("permanent.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let headings = reader.headers().unwrap().clone();
    let place = headings.iter().position(|heading| heading == column).unwrap();
    let mut lines: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    value.clone_into(&mut lines[row.parse::<usize>().unwrap() - 2][place]);
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(&headings).unwrap();
    for line in &lines {
        writer.write_record(line).unwrap();
    }
    writer.flush().unwrap();
}

/// Pairs of the permanent list whose rows stand in no other pair.
fn lone(pairs: &[Record]) -> Vec<&Record> {
    let rows = |pair: &Record| {
        ["left", "right"]
            .map(|side| (pair[&format!("{side}_file")].clone(), pair[&format!("{side}_row")].clone()))
    };
    let all: Vec<_> = pairs.iter().flat_map(rows).collect();
    let is_lone = |pair: &&Record| {
        rows(pair)
            .iter()
            .all(|row| row.0 == "permanent.csv" && all.iter().filter(|one| *one == row).count() == 1)
            && pair["token_left"] != pair["token_right"]
    };
    pairs.iter().filter(is_lone).collect()
}

#[test]
fn what_was_cleared_stays_cleared_until_a_row_changes() {
    let (_place, nation) = nation();
    let first = records(&run(&nation, "link", "first", &[]).join("pairs.csv"));
    let chosen = &lone(&first)[..6];
    answer(&nation.join("answers.csv"), chosen, &["rejected", "объяснено", "түзетілді"], true);
    let second = run(&nation, "link", "second", &["--decisions", "answers.csv"]);
    let pairs = records(&second.join("pairs.csv"));
    assert_eq!(pairs.len(), first.len(), "every pair is still in the table");
    let cleared: Vec<&Record> = pairs.iter().filter(|pair| pair["state"] == "cleared").collect();
    let words: BTreeSet<&str> = cleared.iter().map(|pair| pair["decision"].as_str()).collect();
    assert_eq!((cleared.len(), words), (6, BTreeSet::from(["corrected", "explained", "rejected"])));
    let summary = json_file(&second.join("summary.json"));
    let of = |key: &str| summary["decisions"][key].as_u64();
    assert_eq!(
        (of("explained"), of("corrected"), of("rejected"), of("not_found")),
        (Some(2), Some(2), Some(2), Some(0))
    );
    assert_eq!(summary["counts"]["ROLL-040"]["cleared"], 6);
    let before = json_file(&nation.join("first/summary.json"));
    let count = |summary: &serde_json::Value| summary["counts"]["ROLL-040"]["pairs"].as_u64().unwrap();
    assert_eq!(count(&summary) + 6, count(&before));
    // A pair of two people is no cluster any more; the others are.
    let rejected = cleared.iter().find(|pair| pair["decision"] == "rejected").unwrap();
    let explained = cleared.iter().find(|pair| pair["decision"] == "explained").unwrap();
    let clusters = records(&second.join("clusters.csv"));
    let holds = |token: &str| clusters.iter().any(|row| row["token"] == token);
    assert!(!holds(&rejected["token_left"]) && holds(&explained["token_left"]));
    // The table of decisions that was written is given to the next run, after a row was changed.
    change(&nation, &explained["left_row"], "address", "elsewhere 7");
    fs::copy(second.join("decisions.csv"), nation.join("known.csv")).unwrap();
    let third = run(&nation, "link", "third", &["--decisions", "known.csv"]);
    let pairs = records(&third.join("pairs.csv"));
    let same = |pair: &&Record| {
        pair["token_left"] == explained["token_left"] && pair["token_right"] == explained["token_right"]
    };
    let again = pairs.iter().find(same).unwrap();
    assert_eq!((again["state"].as_str(), again["decision"].as_str()), ("reopened", ""));
    assert_eq!(pairs.iter().filter(|pair| pair["state"] == "cleared").count(), 5);
    let page = fs::read_to_string(third.join("summary.json")).unwrap();
    assert!(page.contains("a row has changed"), "it says so");
    let met = records(&third.join("decisions.csv"));
    assert_eq!(met.iter().filter(|decision| decision["state"] == "reopened").count(), 1);
    let said = succeed(&nation, &["verify", "third", "--key-file", "key"]);
    assert!(said.starts_with("verified"), "{said}");
}

#[test]
fn answers_without_values_hold_for_the_earlier_run() {
    let (_place, nation) = nation();
    let first = records(&run(&nation, "link", "first", &[]).join("pairs.csv"));
    let chosen: Vec<&Record> = lone(&first)[..2].to_vec();
    answer(&nation.join("answers.csv"), &chosen, &["explained"], false);
    change(&nation, &chosen[0]["right_row"], "address", "elsewhere 7");
    let states = |folder: &Path| -> Vec<String> {
        let pairs = records(&folder.join("pairs.csv"));
        let state = |chosen: &&Record| {
            pairs.iter().find(|pair| pair["token_left"] == chosen["token_left"]).unwrap()["state"].clone()
        };
        chosen.iter().map(state).collect()
    };
    let second = run(&nation, "link", "second", &["--decisions", "answers.csv", "--previous", "first"]);
    assert_eq!(states(&second), ["reopened", "cleared"]);
    let alone = run(&nation, "link", "alone", &["--decisions", "answers.csv"]);
    assert_eq!(states(&alone), ["cleared", "cleared"]);
    assert_eq!(json_file(&alone.join("summary.json"))["decisions"]["unbound"], 2);
    let bound = records(&alone.join("decisions.csv"));
    assert!(
        bound.iter().all(|decision| decision["values_left"].len() == 14),
        "bound to the rows as they are"
    );
}

#[test]
fn a_workbook_of_answers_is_read_as_its_table_is() {
    let (_place, nation) = nation();
    let first = records(&run(&nation, "link", "first", &[]).join("pairs.csv"));
    let chosen = &lone(&first)[..3];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("letter").unwrap();
    sheet.write(0, 0, "No one may be removed or accused on this list alone.").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("pairs").unwrap();
    for (column, heading) in
        ["List", "Token, first entry", "Token, second entry", "Решение", "Кто", "Когда", "Примечание"]
            .iter()
            .enumerate()
    {
        sheet.write(0, column as u16, *heading).unwrap();
    }
    for (row, pair) in chosen.iter().enumerate() {
        let answer = ["Отклонено", "", "explained"][row];
        for (column, text) in
            ["permanent", &pair["token_left"], &pair["token_right"], answer, "АСК"].iter().enumerate()
        {
            sheet.write(row as u32 + 1, column as u16, *text).unwrap();
        }
    }
    book.save(nation.join("answers.xlsx")).unwrap();
    let second = run(&nation, "link", "second", &["--decisions", "answers.xlsx", "--previous", "first"]);
    let decisions = &json_file(&second.join("summary.json"))["decisions"];
    assert_eq!(
        (&decisions["given"], &decisions["rejected"], &decisions["explained"]),
        (&2.into(), &1.into(), &1.into())
    );
    let inputs = &json_file(&second.join("manifest.json"))["manifest"]["inputs"];
    let roles: Vec<&str> =
        inputs.as_array().unwrap().iter().map(|input| input["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["permanent", "previous", "decisions"]);
}

#[test]
fn clusters_keep_their_numbers_and_what_is_new_and_gone_is_told() {
    let (_place, nation) = nation();
    let first = run(&nation, "link", "first", &[]);
    let pairs = records(&first.join("pairs.csv"));
    let chosen = lone(&pairs);
    let clusters = |folder: &Path| -> Vec<(String, String)> {
        records(&folder.join("clusters.csv"))
            .into_iter()
            .map(|row| (row["token"].clone(), row["cluster"].clone()))
            .collect()
    };
    let before = clusters(&first);
    // One of a pair leaves the list, so that all numbers behind it would move; another person comes twice.
    let path = nation.join("permanent.csv");
    let text = fs::read_to_string(&path).unwrap();
    let gone: usize = chosen[0]["right_row"].parse().unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.remove(gone - 1);
    let newcomer = "Үлгібаев,Үлгімұрат,1961-02-03,KZ-10,1,Үлгі көшесі 401,";
    lines.insert(1, newcomer.to_owned());
    lines.push(newcomer.replace("мұрат", "мұрад"));
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let second = run(&nation, "link", "second", &["--previous", "first"]);
    let after = clusters(&second);
    let number =
        |of: &[(String, String)], token: &str| of.iter().find(|row| row.0 == token).map(|row| row.1.clone());
    let kept = before.iter().filter(|row| number(&after, &row.0).as_ref() == Some(&row.1)).count();
    assert!(kept == before.len() - 2, "{kept} of {} rows keep their number", before.len());
    assert_eq!(number(&after, &chosen[0]["token_left"]), None, "it is no pair any more");
    let last = |of: &[(String, String)]| of.iter().map(|row| row.1.parse::<u64>().unwrap()).max().unwrap();
    assert!(last(&after) > last(&before), "a new one has a new number");
    let closed = records(&second.join("closed.csv"));
    assert!(closed.iter().any(|row| row["token"] == chosen[0]["token_left"]));
    let pairs = records(&second.join("pairs.csv"));
    let since = |word: &str| pairs.iter().filter(|pair| pair["since"] == word).count() as u64;
    let previous = &json_file(&second.join("summary.json"))["previous"];
    assert!(since("new") >= 1 && since("persisting") > 8);
    assert_eq!(previous["new"]["ROLL-040"].as_u64(), Some(since("new")));
    assert!(previous["closed"].as_u64().unwrap() >= 1);
    let said = succeed(&nation, &["verify", "second", "--key-file", "key"]);
    assert!(said.starts_with("verified"), "{said}");
    // Against itself nothing is new, and nothing gone.
    let third = run(&nation, "link", "third", &["--previous", "second"]);
    assert_eq!(clusters(&third), after);
    let previous = &json_file(&third.join("summary.json"))["previous"];
    assert_eq!((previous["closed"].as_u64(), previous["new"].get("ROLL-040")), (Some(0), None));
}

#[test]
fn groups_of_a_check_keep_their_numbers_and_their_answers() {
    let (_place, nation) = nation();
    let first = run(&nation, "check", "first", &[]);
    let rows = records(&first.join("duplicates.csv"));
    let group = |number: &str| rows.iter().filter(|row| row["group"] == number).collect::<Vec<_>>();
    let pairs: Vec<Vec<&Record>> = rows
        .iter()
        .map(|row| group(&row["group"]))
        .filter(|group| group.len() == 2 && group.iter().all(|row| row["code"] == "ROLL-002"))
        .collect();
    let (one, other) = (&pairs[0], &pairs[2]);
    assert_ne!(one[0]["group"], other[0]["group"]);
    let mut answers =
        String::from("token_left,token_right,decision,who,when,note,values_left,values_right\n");
    for pair in [one, other] {
        writeln!(
            answers,
            "{},{},explained,TEC,2026-05-20,,{},{}",
            pair[1]["token"], pair[0]["token"], pair[1]["values"], pair[0]["values"]
        )
        .unwrap();
    }
    fs::write(nation.join("answers.csv"), answers).unwrap();
    change(&nation, &other[0]["row"], "mark", "checked");
    let typed = ["--decisions", "answers.csv", "--previous", "first"];
    let second = run(&nation, "check", "second", &typed);
    let after = records(&second.join("duplicates.csv"));
    let state = |pair: &[&Record]| {
        let of: Vec<&Record> = after.iter().filter(|row| row["group"] == pair[0]["group"]).collect();
        assert!(of.iter().zip(pair).all(|(now, before)| now["token"] == before["token"]), "the same number");
        (of[0]["state"].clone(), of[0]["decision"].clone(), of[0]["since"].clone())
    };
    let words =
        |state: &str, decision: &str| (state.to_owned(), decision.to_owned(), "persisting".to_owned());
    assert_eq!(state(one), words("cleared", "explained"));
    assert_eq!(state(other), words("reopened", ""));
    let [before, now] = [&first, &second].map(|folder| json_file(&folder.join("summary.json")));
    let groups = |summary: &serde_json::Value| summary["counts"]["ROLL-002"]["groups"].as_u64().unwrap();
    assert_eq!(groups(&now) + 1, groups(&before), "what is cleared is not counted");
    assert_eq!((&now["decisions"]["explained"], &now["decisions"]["reopened"]), (&1.into(), &1.into()));
    assert_eq!(now["previous"]["closed"], 0);
    let is_found = |summary: &serde_json::Value, token: &str| {
        summary["findings"].as_array().unwrap().iter().any(|one| one["subject"]["id"] == token)
    };
    if is_found(&before, &one[0]["token"]) {
        assert!(!is_found(&now, &one[0]["token"]));
    }
    assert_eq!(after.len(), rows.len());
    let said = succeed(&nation, &["verify", "second", "--key-file", "key"]);
    assert!(said.starts_with("verified"), "{said}");
}

#[test]
fn what_does_not_fit_is_refused() {
    let (_place, nation) = nation();
    run(&nation, "link", "first", &[]);
    run(&nation, "check", "checked", &[]);
    run(&nation, "link", "public", &["--edition", "public"]);
    let lists = ["rolls", "link", "--list", "permanent=permanent.csv", "--quiet"];
    let refuse = |more: &[&str]| refused(&nation, &[&lists[..], more].concat());
    fs::write(nation.join("a.csv"), "token_left,token_right,decision\n").unwrap();
    assert!(refuse(&["--decisions", "a.csv"]).contains("--key-file"));
    assert!(refuse(&["--previous", "first"]).contains("--key-file"));
    assert!(refuse(&["--previous", "first", "--key-file", "other-key"]).contains("another key"));
    assert!(refuse(&["--previous", "checked", "--key-file", "key"]).contains("made by `tizim rolls check`"));
    assert!(refuse(&["--previous", "public", "--key-file", "key"]).contains("no clusters.csv"));
    let token = "7k3q-0m9x-vb2d";
    for (row, column) in
        [(format!("{token},{token},maybe"), "decision"), (format!("{token},Иванов,explained"), "token_right")]
    {
        fs::write(nation.join("a.csv"), format!("token_left,token_right,decision\n{row}\n")).unwrap();
        let said = refuse(&["--decisions", "a.csv", "--key-file", "key"]);
        assert!(said.contains("row 2") && said.contains(column) && !said.contains("Иванов"), "{said}");
    }
}

#[test]
fn names_of_an_earlier_run_are_not_carried_into_one_that_shows_none() {
    let place = place();
    let row = |name: &str| format!("{name},1970-01-02,KZ-71,1\n");
    let twice = |name: &str| row(name).repeat(2);
    let heading = "surname,given_name,birth_date,region,precinct\n";
    fs::write(place.path().join("key"), (0..32).map(|at| at * 7).collect::<Vec<u8>>()).unwrap();
    fs::write(place.path().join("one.csv"), format!("{heading}{}{}", twice("Ким,Ольга"), twice("Цой,Анна")))
        .unwrap();
    fs::write(place.path().join("two.csv"), format!("{heading}{}", twice("Ким,Ольга"))).unwrap();
    let check = |list: &str, more: &[&str]| {
        let list = format!("permanent={list}");
        let typed = ["rolls", "check", "--list", &list, "--key-file", "key", "--quiet"];
        succeed(place.path(), &[&typed[..], more].concat());
    };
    check("one.csv", &["--reveal", "--out", "shown"]);
    let closed = |folder: &str| fs::read_to_string(place.path().join(folder).join("closed.csv")).unwrap();
    check("two.csv", &["--previous", "shown", "--out", "masked"]);
    let masked = closed("masked");
    assert_eq!(masked.lines().count(), 3, "{masked}");
    assert!(!masked.contains("names_shown") && !masked.contains("Цой"), "{masked}");
    check("two.csv", &["--previous", "shown", "--reveal", "--out", "again"]);
    let shown = closed("again");
    assert!(shown.starts_with("names_shown,") && shown.matches("do-not-publish").count() == 2, "{shown}");
}
