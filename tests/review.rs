//! How good a list of probable duplicates is: a sample is drawn, looked at, and read back; the model's opinion of itself is
//! called so.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::past::{nation, run};
use crate::support::{json_file, records, refused, succeed};

/// Whether two rows of the list are one person's, by how the list was made.
fn is_one_person(left: u64, right: u64) -> bool {
    let original = |row: u64| match row {
        92..=100 => (row - 92) * 10 + 5,
        101 => 17,
        102 => 28,
        103 => 39,
        row => row,
    };
    original(left) == original(right)
}

/// Answers a sample truly, as far as `answered` says so of a stratum.
fn answer(sample: &Path, labels: &Path, answered: impl Fn(&str) -> bool) {
    let mut text = String::from("same_person,stratum,stratum_pairs,note\n");
    for pair in records(sample) {
        let row = |key: &str| pair[key].parse().unwrap();
        let truth = if is_one_person(row("left_row"), row("right_row")) { "yes" } else { "нет" };
        let said = if answered(&pair["stratum"]) { truth } else { "" };
        writeln!(text, "{said},{},{},seen", pair["stratum"], pair["stratum_pairs"]).unwrap();
    }
    fs::write(labels, text).unwrap();
}

#[test]
fn a_sample_is_drawn_by_seed_and_its_answers_are_read_back() {
    let (_place, folder) = nation();
    let drawn = run(&folder, "link", "drawn", &["--review", "60"]);
    let sample = records(&drawn.join("review.csv"));
    let strata = |word: &str| sample.iter().filter(|pair| pair["stratum"] == word).count();
    assert!(strata("outside") >= 10 && strata("0.99 to 1") >= 3, "{sample:?}");
    assert!(sample.iter().all(|pair| pair["same_person"] == "?" && !pair.contains_key("probability")));
    let bytes = |folder: &Path| fs::read(folder.join("review.csv")).unwrap();
    assert!(bytes(&drawn) == bytes(&run(&folder, "link", "again", &["--review", "60", "--threads", "1"])));
    assert!(bytes(&drawn) != bytes(&run(&folder, "link", "other", &["--review", "60", "--seed", "9"])));
    answer(&drawn.join("review.csv"), &folder.join("labels.csv"), |_| true);
    let measured = run(&folder, "link", "measured", &["--labels", "labels.csv"]);
    let summary = json_file(&measured.join("summary.json"));
    let at = &summary["measured"]["at"];
    let own = at.as_array().unwrap().iter().find(|one| one["threshold"] == 0.5).unwrap();
    for share in ["precision", "recall"] {
        let part = |end: &str| own[&format!("{share}{end}")].as_f64().unwrap();
        assert!(part("_low") <= part("") && part("") <= part("_high"), "{own}");
    }
    let listed = records(&measured.join("pairs.csv")).len() as u64;
    assert_eq!(own["pairs"].as_u64(), Some(listed));
    assert!(own["most_false"].as_u64().unwrap() <= listed);
    let said = succeed(&folder, &["verify", "measured", "--key-file", "key"]);
    assert!(said.starts_with("verified"), "{said}");
}

#[test]
fn without_answers_below_and_outside_recall_is_not_established() {
    let (_place, folder) = nation();
    let drawn = run(&folder, "link", "drawn", &["--review", "60"]);
    answer(&drawn.join("review.csv"), &folder.join("labels.csv"), |stratum| stratum != "outside");
    let summary =
        json_file(&run(&folder, "link", "measured", &["--labels", "labels.csv"]).join("summary.json"));
    let own =
        summary["measured"]["at"].as_array().unwrap().iter().find(|one| one["threshold"] == 0.5).unwrap();
    assert!(own["precision"].is_number() && own["recall"].is_null(), "{own}");
    let said = summary["summary"].to_string() + &summary["notes"].to_string();
    let page = fs::read_to_string(folder.join("measured/report.html")).unwrap();
    assert!(said.contains("not established") || page.contains("not established"), "{said}");
    // The workbook of the sample, as it was written, has no answer.
    fs::copy(drawn.join("review.xlsx"), folder.join("review.xlsx")).unwrap();
    let summary =
        json_file(&run(&folder, "link", "empty", &["--labels", "review.xlsx"]).join("summary.json"));
    let strata = summary["measured"]["strata"].as_array().unwrap();
    let sum = |key: &str| strata.iter().map(|one| one[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum("drawn"), sum("answered")), (records(&drawn.join("review.csv")).len() as u64, 0));
}

#[test]
fn what_is_wrong_with_the_answers_is_told() {
    let (_place, folder) = nation();
    let drawn = run(&folder, "link", "drawn", &["--review", "60"]);
    let text = fs::read_to_string(drawn.join("review.csv")).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let answered = |line: &str, answer: &str| line.replacen(",?,", &format!(",{answer},"), 1);
    // The first pair twice alike, the second twice in contradiction, the third not at all.
    for line in lines.iter_mut().skip(1).enumerate().filter(|(number, _)| *number != 2).map(|(_, line)| line)
    {
        *line = answered(line, "yes");
    }
    lines.push(lines[1].clone());
    lines.push(lines[2].replacen(",yes,", ",no,", 1));
    fs::write(folder.join("labels.csv"), lines.join("\n") + "\n").unwrap();
    let measured = run(&folder, "link", "measured", &["--labels", "labels.csv"]);
    let found = &json_file(&measured.join("summary.json"))["measured"];
    let count = |key: &str| found[key].as_u64().unwrap();
    assert_eq!((count("unanswered"), count("repeated"), count("contradicted")), (2, 2, 1));
    let page = fs::read_to_string(measured.join("report.html")).unwrap();
    assert!(page.contains("whatever these pairs are") && page.contains("by one answer"));
}

#[test]
fn the_model_s_opinion_is_called_so_and_is_not_published() {
    let (_place, folder) = nation();
    let working = run(&folder, "link", "working", &["--edition", "working"]);
    let estimated = &json_file(&working.join("summary.json"))["estimated"];
    assert_eq!(estimated["by"], "the model itself");
    assert!(estimated["at"][0]["precision"].as_f64().unwrap() > 0.5, "{estimated}");
    assert!(fs::read_to_string(working.join("report.html")).unwrap().contains("Model-based"));
    let public = run(&folder, "link", "public", &["--edition", "public"]);
    let estimated = &json_file(&public.join("summary.json"))["estimated"];
    assert!(!estimated["at"][0]["precision"].is_number() && !estimated["at"][0]["recall"].is_number());
    assert!(!fs::read_to_string(public.join("report.html")).unwrap().contains("Model-based"));
}

#[test]
fn what_is_no_sample_is_refused() {
    let (_place, folder) = nation();
    let typed = ["rolls", "link", "--list", "permanent=permanent.csv", "--quiet"];
    let refuse = |more: &[&str]| refused(&folder, &[&typed[..], more].concat());
    assert!(refuse(&["--review", "60"]).contains("--out"));
    assert!(refuse(&["--review", "60", "--out", "x", "--edition", "public"]).contains("--review"));
    for (row, column) in
        [("maybe,outside,7", "same_person"), ("yes,below,7", "stratum"), ("yes,outside,", "stratum_pairs")]
    {
        fs::write(folder.join("l.csv"), format!("same_person,stratum,stratum_pairs\n{row}\n")).unwrap();
        let said = refuse(&["--labels", "l.csv"]);
        assert!(said.contains("row 2") && said.contains(column), "{said}");
    }
}

#[test]
fn answers_that_taught_the_weights_measure_the_list_they_came_from() {
    let (_place, folder) = nation();
    let drawn = run(&folder, "link", "drawn", &["--review", "60"]);
    let rows = |pair: &std::collections::BTreeMap<String, String>| {
        ["left_file", "left_row", "right_file", "right_row"].map(|column| pair[column].clone()).join(",")
    };
    let mut text =
        String::from("left_file,left_row,right_file,right_row,same_person,stratum,stratum_pairs\n");
    let sample = records(&drawn.join("review.csv"));
    for pair in &sample {
        let row = |key: &str| pair[key].parse().unwrap();
        let truth = if is_one_person(row("left_row"), row("right_row")) { "yes" } else { "no" };
        writeln!(text, "{},{truth},{},{}", rows(pair), pair["stratum"], pair["stratum_pairs"]).unwrap();
    }
    // An answer about rows of another list.
    writeln!(text, "other.csv,2,other.csv,3,yes,{},{}", sample[0]["stratum"], sample[0]["stratum_pairs"])
        .unwrap();
    fs::write(folder.join("labels.csv"), text).unwrap();
    let plain = run(&folder, "link", "plain", &["--labels", "labels.csv"]);
    let taught = run(&folder, "link", "taught", &["--labels", "labels.csv", "--learn"]);
    let summary = |folder: &Path| json_file(&folder.join("summary.json"));
    let model = |folder: &Path| fs::read_to_string(folder.join("model.json")).unwrap();
    assert_eq!(model(&plain), model(&drawn), "answers that measure teach nothing");
    assert_ne!(model(&taught), model(&plain));
    let learnt = |folder: &Path| summary(folder)["model"]["labelled_pairs"].as_u64().unwrap();
    assert_eq!((learnt(&plain), learnt(&taught)), (0, sample.len() as u64));
    let of = |folder: &Path| summary(folder)["measured"]["of"].as_str().unwrap().to_owned();
    assert_eq!((of(&plain).as_str(), of(&taught).as_str()), ("this list", "the list before it was learnt"));
    let page = |folder: &Path| fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page(&taught).contains("draw a new sample") && !page(&plain).contains("draw a new sample"));
    assert!(!page(&taught).contains("of those who looked"), "no measure of this list");
    assert!(page(&plain).contains("of those who looked"));
    assert!(page(&taught).contains("could not be learnt from"), "one names rows of another list");
    let again = run(&folder, "link", "again", &["--labels", "labels.csv", "--learn", "--threads", "1"]);
    assert_eq!(fs::read(taught.join("pairs.csv")).unwrap(), fs::read(again.join("pairs.csv")).unwrap());
    let said = succeed(&folder, &["verify", "taught", "--key-file", "key"]);
    assert!(said.starts_with("verified"), "{said}");
    let model = run(&folder, "link", "model", &["--labels", "labels.csv", "--model", "taught/model.json"]);
    assert_eq!(of(&model), "this list", "these may be other answers");
    assert!(page(&model).contains("what they say is too good") && !page(&plain).contains("too good"));
    let typed = ["rolls", "link", "--list", "permanent=permanent.csv", "--quiet", "--learn"];
    assert!(refused(&folder, &typed).contains("--labels"));
    let both = [&typed[..], &["--labels", "labels.csv", "--model", "plain/model.json"]].concat();
    assert!(refused(&folder, &both).contains("--model"));
}
