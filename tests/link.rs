//! `tizim rolls link`: leads, in every output called so; masked, repeatable, and refused where nothing can be compared.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::support::{json_file, place, records, refused, succeed, two_lists};

/// A nation of fifteen hundred with errors, a key, and its lists linked once.
fn linked() -> &'static Path {
    static LINKED: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = LINKED.get_or_init(|| {
        let place = place();
        let folder = place.path();
        succeed(folder, &["synth", "--voters", "1500", "--seed", "4", "--errors", "--out", "nation"]);
        let nation = folder.join("nation");
        fs::write(nation.join("key"), [3; 32]).unwrap();
        link(&nation, "linked", &[]);
        (place, nation)
    });
    path
}

/// Links the permanent and the special list of a nation.
fn link(nation: &Path, out: &str, more: &[&str]) -> PathBuf {
    succeed(nation, &[&two_lists("link")[..], &[out], more].concat());
    nation.join(out)
}

#[test]
fn pairs_and_clusters_stand_in_tables_of_the_contract() {
    let folder = linked().join("linked");
    let text = fs::read_to_string(folder.join("pairs.csv")).unwrap();
    let heading = text.lines().next().unwrap();
    assert!(
        heading.starts_with("left_file,left_row,right_file,right_row,probability,weight,code,iin,surname,")
    );
    let pairs = records(&folder.join("pairs.csv"));
    assert!(pairs.len() > 150);
    for pair in &pairs {
        let probability: f64 = pair["probability"].parse().unwrap();
        assert!((0.5..=1.0).contains(&probability) && pair["code"] == "ROLL-040");
        assert!(pair["weight"].parse::<f64>().is_ok());
    }
    let households = records(&folder.join("households.csv"));
    assert!(households.iter().all(|pair| ["ROLL-041", "ROLL-042"].contains(&pair["code"].as_str())));
    assert!(households.iter().all(|pair| pair["probability"].parse::<f64>().unwrap() < 0.5));
    assert!(fs::read_to_string(folder.join("clusters.csv")).unwrap().starts_with("cluster,file,row,token\n"));
    let spelled = pairs.iter().filter(|pair| pair["given_name"] == "spelling").count();
    assert!(spelled > 3, "names in two spellings are known again");
}

#[test]
fn every_edition_calls_a_pair_a_lead_and_names_nobody() {
    let nation = linked();
    let public = link(nation, "public", &["--edition", "public"]);
    for file in ["pairs.csv", "households.csv", "clusters.csv", "model.json"] {
        assert!(!public.join(file).exists(), "{file} has rows about persons");
        assert!(nation.join("linked").join(file).exists(), "{file}");
    }
    let people = records(&nation.join("permanent.csv"));
    for folder in [&public, &nation.join("linked")] {
        for file in ["summary.json", "report.html", "findings.csv"] {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            let is_merged = folder == &public && file == "findings.csv";
            assert!(is_merged || text.to_lowercase().contains("a lead"), "{file}");
            for person in people.iter().filter(|person| person["iin"].len() == 12).take(300) {
                assert!(!text.contains(&person["iin"]), "{file} shows a number");
                assert!(!text.contains(&format!("{} {}", person["surname"], person["given_name"])), "{file}");
            }
        }
    }
    let working = link(nation, "working", &["--edition", "working"]);
    let page = fs::read_to_string(working.join("report.html")).unwrap();
    assert!(
        page.contains("before anything is compared")
            && page.contains("corrected, since columns that agree together say less"),
        "the waterfall"
    );
    let public = fs::read_to_string(public.join("report.html")).unwrap();
    assert!(!public.contains("before anything is compared"), "no rows about persons");
    let learnt = "What each agreement says, in bits";
    assert!(page.contains(learnt) && !public.contains(learnt), "a table of which nothing could be shown");
    let revealed = link(nation, "revealed", &["--reveal"]);
    let page = fs::read_to_string(revealed.join("report.html")).unwrap();
    let shown =
        people.iter().any(|person| page.contains(&format!("{} {}", person["surname"], person["given_name"])));
    assert!(shown, "names are shown where they are asked for");
}

#[test]
fn severity_never_goes_beyond_what_agrees() {
    let summary = json_file(&linked().join("linked/summary.json"));
    let findings = summary["findings"].as_array().unwrap();
    for finding in findings.iter().filter(|finding| finding["code"] == "ROLL-040") {
        let steps = finding["figures"]["evidence_in_bits"]["steps"].as_array().unwrap();
        let number = steps.iter().find(|step| step["column"] == "iin").unwrap();
        match finding["severity"].as_str().unwrap() {
            "warning" => assert_eq!(number["level"], "same"),
            severity => assert!(["info", "notice"].contains(&severity)),
        }
    }
    assert!(findings.iter().any(|finding| finding["severity"] == "notice"));
    assert!(findings.iter().all(|finding| finding["severity"] != "violation"));
    assert_eq!(summary["threshold"], 0.5);
    assert_eq!(summary["model"]["converged"], true);
}

#[test]
fn the_same_bytes_at_any_number_of_threads_and_made_again() {
    let nation = linked();
    let one = link(nation, "one", &["--threads", "1"]);
    for file in ["pairs.csv", "households.csv", "clusters.csv", "model.json", "summary.json", "report.html"] {
        let bytes = |folder: &Path| fs::read(folder.join(file)).unwrap();
        assert!(bytes(&one) == bytes(&nation.join("linked")), "{file}");
    }
    let said = succeed(nation, &["verify", "linked", "--key-file", "key"]);
    assert!(said.starts_with("verified"), "{said}");
    let again = link(nation, "again", &["--model", "linked/model.json"]);
    let pairs = |folder: &Path| fs::read(folder.join("pairs.csv")).unwrap();
    assert!(pairs(&again) == pairs(&one), "a saved model is used as it is");
}

#[test]
fn any_list_of_people_by_its_own_headings() {
    let place = place();
    let folder = place.path();
    let mut people = String::from("first,last,born,mail,trade\n");
    let names = ["Ann", "John", "Mary", "Paul", "Ruth", "Carl", "Jane", "Hugh", "Rose", "Fred"];
    let surnames = ["Smith", "Miller", "Taylor", "Walker", "Turner", "Hughes", "Foster", "Bailey"];
    for (place, surname) in surnames.iter().enumerate() {
        for (number, name) in names.iter().enumerate() {
            let (year, month, day) = (1940 + 7 * place + number, 1 + number, 1 + 3 * place);
            let mail = format!("{name}{surname}{year}@a.example");
            writeln!(people, "{name},{surname},{year}-{month:02}-{day:02},{mail},trade {number}").unwrap();
        }
    }
    // Three of them once more: a slip, another spelling, another address of mail.
    people.push_str("Anne,Smith,1940-01-01,AnnSmith1940@a.example,trade 0\n");
    people.push_str("Karl,Miller,1952-06-04,CarlMiller1952@a.example,trade 5\n");
    people.push_str("Rose,Tayler,1962-09-07,RoseTaylor1962@a.example,\n");
    fs::write(folder.join("people.csv"), people).unwrap();
    let columns = "[columns]\ngiven_name = 'first'\nsurname = 'last'\nbirth_date = 'born'\nemail = 'mail'\nwork = 'trade'\n";
    fs::write(folder.join("columns.toml"), columns).unwrap();
    succeed(
        folder,
        &["rolls", "link", "--list", "permanent=people.csv", "--columns", "columns.toml", "--out", "out"],
    );
    let pairs = records(&folder.join("out/pairs.csv"));
    let rows: Vec<(&str, &str)> =
        pairs.iter().map(|pair| (pair["left_row"].as_str(), pair["right_row"].as_str())).collect();
    for pair in [("2", "82"), ("17", "83"), ("30", "84")] {
        assert!(rows.contains(&pair), "{pair:?} of {rows:?}");
    }
    assert!(rows.len() <= 5, "{rows:?}");
    assert!(pairs[0].contains_key("email") && pairs[0].contains_key("work"), "all columns are compared");
}

#[test]
fn what_cannot_be_linked_is_refused_and_nothing_is_written() {
    let place = place();
    let folder = place.path();
    fs::write(folder.join("one.csv"), "surname,given_name,birth_date\nА,Б,1980-01-01\n").unwrap();
    let typed = ["rolls", "link", "--list", "permanent=one.csv", "--out", "out"];
    let error = refused(folder, &typed);
    assert!(error.contains("nothing can be compared"), "{error}");
    assert!(!folder.join("out").exists());
    for threshold in ["0", "1", "2", "x"] {
        refused(folder, &[&typed[..], &["--threshold", threshold]].concat());
    }
    fs::write(folder.join("model.json"), "{}").unwrap();
    let error = refused(folder, &[&typed[..], &["--model", "model.json"]].concat());
    assert!(error.contains("is no model"), "{error}");
    assert!(refused(folder, &[&typed[..], &["--scope", "across"]].concat()).contains("at least two lists"));
}

#[test]
fn what_was_not_compared_is_said() {
    let place = place();
    let folder = place.path();
    let mut lines = String::from("surname,given_name,birth_date,sex\n");
    for row in 0..3_000 {
        writeln!(lines, "Ахметов,Болат,19{:02}-01-{:02},м", row % 60, row % 28 + 1).unwrap();
    }
    fs::write(folder.join("equal.csv"), lines).unwrap();
    succeed(
        folder,
        &["rolls", "link", "--list", "permanent=equal.csv", "--pairs", "1000", "--out", "out", "--quiet"],
    );
    let summary = json_file(&folder.join("out/summary.json"));
    let notes: Vec<&str> =
        summary["limits"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    assert!(notes.contains(&"silent_column") && notes.contains(&"left_out"), "{notes:?}");
    let codes: Vec<&str> = summary["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "ROLL-090")
        .map(|finding| finding["subject"]["id"].as_str().unwrap())
        .collect();
    assert!(notes.iter().all(|note| codes.contains(note)), "{notes:?} {codes:?}");
}
