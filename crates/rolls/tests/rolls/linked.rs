//! Probable duplicates, on a synthetic nation with errors and on small lists made by hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use tizim_evidence::{Profile, Run, Severity};
use tizim_rolls::{
    Code, Kind, LinkOptions, LinkedLists, LinkedPair, ListInput, NoSink, Past, RollRules, link,
};
use tizim_synth::Settings;
use tizim_tables::{Input, Schema, TableFile};

use crate::support::list;

const SCHEMA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/schemas/roll.toml"));
const BASE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/kz-2019/profile.toml"));

/// A nation with errors, with its law.
struct Nation {
    folder: tempfile::TempDir,
    law: RollRules,
}

impl Nation {
    fn of(voters: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { errors: true, ..Settings::new(voters, 3, BASE) };
        tizim_synth::generate(&settings, folder.path()).unwrap();
        let profile = fs::read_to_string(folder.path().join("profile.toml")).unwrap();
        let law = RollRules::from_profile(&Profile::from_toml(&profile).unwrap()).unwrap();
        Self { folder, law }
    }
}

/// One of five thousand, made once.
fn nation() -> &'static Nation {
    static NATION: OnceLock<Nation> = OnceLock::new();
    NATION.get_or_init(|| Nation::of(5_000))
}

fn file(kind: Kind, folder: &Path, name: &str) -> ListInput {
    let schema = Schema::from_toml(SCHEMA).unwrap();
    let text = fs::read(folder.join(name)).unwrap();
    let table =
        TableFile::open(&Input::bytes(name, text), &schema, &tizim_tables::Options::default()).unwrap();
    ListInput { kind, files: vec![table], date: None, passed_over: vec![] }
}

fn lists() -> Vec<ListInput> {
    let folder = nation().folder.path();
    vec![file(Kind::Permanent, folder, "permanent.csv"), file(Kind::Special, folder, "special.csv")]
}

type Pair = ((String, u64), (String, u64));

fn place(pair: &LinkedPair) -> Pair {
    let at = |row: &tizim_rolls::RowAt| (row.file.clone(), row.row);
    let (left, right) = (at(&pair.left), at(&pair.right));
    if left <= right { (left, right) } else { (right, left) }
}

fn linked() -> &'static LinkedLists {
    static LINKED: OnceLock<LinkedLists> = OnceLock::new();
    LINKED.get_or_init(|| {
        link(
            &lists(),
            &nation().law,
            &LinkOptions::default(),
            Past::default(),
            &Run::new([7; 32]),
            &mut NoSink,
        )
        .unwrap()
    })
}

#[test]
fn nearly_all_planted_pairs_are_found_and_hardly_any_other() {
    let text = fs::read_to_string(nation().folder.path().join("truth/pairs.csv")).unwrap();
    let mut truth: BTreeSet<Pair> = BTreeSet::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let at = |from: usize| (cells[from].to_owned(), cells[from + 1].parse().unwrap());
        let both = [at(0), at(2)];
        if both.iter().all(|(file, _)| ["permanent.csv", "special.csv"].contains(&file.as_str())) {
            let [left, right] = both;
            truth.insert(if left <= right { (left, right) } else { (right, left) });
        }
    }
    let found: BTreeSet<Pair> = linked().pairs.iter().map(place).collect();
    let right = truth.intersection(&found).count() as f64;
    assert!(truth.len() > 200);
    assert!(right / truth.len() as f64 > 0.97, "{right} of {}", truth.len());
    assert!(right / found.len() as f64 > 0.97, "{right} of {} found", found.len());
}

#[test]
fn twins_and_generations_are_told_apart_and_are_no_pairs() {
    let text = fs::read_to_string(nation().folder.path().join("truth/rolls.csv")).unwrap();
    let rows = |kind: &str| -> Vec<u64> {
        let lines = text.lines().filter(|line| line.contains(kind));
        lines.map(|line| line.split(',').nth(5).unwrap().parse().unwrap()).collect()
    };
    let found: BTreeSet<u64> = linked()
        .pairs
        .iter()
        .filter(|pair| pair.left.file == pair.right.file)
        .flat_map(|pair| [pair.left.row, pair.right.row])
        .collect();
    let told = |code: Code| -> BTreeSet<u64> {
        let of = linked().households.iter().filter(|pair| pair.code == code);
        of.flat_map(|pair| [pair.left.row, pair.right.row]).collect()
    };
    for (kind, code) in
        [(",twins,", Code::TwinsOrHousehold), (",same-name-a-generation-apart,", Code::GenerationApart)]
    {
        let rows = rows(kind);
        assert!(rows.len() >= 4, "{kind}");
        assert!(rows.iter().all(|row| !found.contains(row)), "{kind} were taken for one person");
        let told = told(code);
        let missed = rows.iter().filter(|row| !told.contains(row)).count();
        assert!(missed * 2 <= rows.len(), "{missed} rows of {kind} are not told");
    }
    assert!(linked().households.iter().all(|pair| pair.probability < 0.5));
}

#[test]
fn a_score_alone_is_a_notice_and_a_number_a_warning() {
    let findings = &linked().audit.findings;
    assert!(findings.iter().all(|finding| finding.severity <= Severity::Warning));
    let by_score = findings
        .iter()
        .filter(|finding| finding.code == "ROLL-040")
        .filter(|finding| !finding.evidence.iter().any(|row| row.file == "special.csv"));
    let mut seen = 0;
    for finding in by_score {
        let agree = format!("{:?}", finding.figures["evidence_in_bits"]);
        if finding.severity > Severity::Notice {
            assert!(agree.contains("iin"));
        }
        seen += 1;
    }
    assert!(seen > 100);
    let households = findings.iter().filter(|finding| matches!(finding.code, "ROLL-041" | "ROLL-042"));
    assert!(households.clone().count() > 5);
    assert!(households.into_iter().all(|finding| finding.severity == Severity::Info));
}

#[test]
fn the_waterfall_adds_up() {
    let mut checked = 0;
    for pair in &linked().audit.findings {
        let Some(value) = pair.figures.get("evidence_in_bits") else { continue };
        let json = serde_json::to_value(value).unwrap();
        let bits = |value: &serde_json::Value| value.as_f64().unwrap();
        let steps: f64 = json["steps"].as_array().unwrap().iter().map(|step| bits(&step["bits"])).sum();
        let sum = bits(&json["prior"]) + steps + bits(&json["together"]) + bits(&json["cluster"]);
        assert!((sum - bits(&json["weight"])).abs() < 0.1, "{json}");
        checked += 1;
    }
    assert!(checked > 100);
}

#[test]
fn shuffled_rows_and_a_saved_model_give_the_same_pairs() {
    let nation = Nation::of(1_500);
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(nation.folder.path().join("permanent.csv")).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let heading = lines.remove(0);
    // Backwards: row r of n becomes row n - r.
    lines.reverse();
    fs::write(folder.path().join("permanent.csv"), format!("{heading}\n{}\n", lines.join("\n"))).unwrap();
    let linked = |list: ListInput, options: &LinkOptions| {
        link(&[list], &nation.law, options, Past::default(), &Run::new([7; 32]), &mut NoSink).unwrap()
    };
    let usual = LinkOptions::default();
    let forth = linked(file(Kind::Permanent, nation.folder.path(), "permanent.csv"), &usual);
    let back = linked(file(Kind::Permanent, folder.path(), "permanent.csv"), &usual);
    let last = lines.len() as u64 + 3;
    let pairs = |pairs: &[LinkedPair], map: &dyn Fn(u64) -> u64| -> BTreeSet<(u64, u64)> {
        let of = |pair: &LinkedPair| (map(pair.left.row), map(pair.right.row));
        pairs.iter().map(of).map(|(left, right)| (left.min(right), left.max(right))).collect()
    };
    assert!(forth.pairs.len() > 100);
    assert_eq!(pairs(&forth.pairs, &|row| row), pairs(&back.pairs, &|row| last - row));
    let saved = serde_json::to_string(&forth.model).unwrap();
    let options = LinkOptions { model: Some(serde_json::from_str(&saved).unwrap()), ..usual };
    let again = linked(file(Kind::Permanent, nation.folder.path(), "permanent.csv"), &options);
    assert_eq!((again.pairs, again.clusters), (forth.pairs, forth.clusters));
}

#[test]
fn nothing_to_compare_is_said() {
    let none =
        link(&[], &nation().law, &LinkOptions::default(), Past::default(), &Run::new([7; 32]), &mut NoSink);
    assert!(none.is_err());
    let one = list(Kind::Permanent, &["991301950012,А,Б,В,1980-01-01,,,,,,,,".to_owned()]);
    let error = link(
        &[one],
        &nation().law,
        &LinkOptions::default(),
        Past::default(),
        &Run::new([7; 32]),
        &mut NoSink,
    )
    .unwrap_err();
    assert!(error.to_string().contains("nothing can be compared"), "{error}");
}
