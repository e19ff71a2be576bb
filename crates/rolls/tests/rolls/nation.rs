//! A synthetic nation: what was planted is found, what is lawful is silent, nothing is invented.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tizim_evidence::Profile;
use tizim_rolls::{Inputs, Kind, ListInput, Options, RollRules, check};
use tizim_tables::{Input, Schema, TableFile};

use crate::support::{Lines, run};

type Place = (String, u64);
type Groups = BTreeMap<String, BTreeSet<BTreeSet<Place>>>;

const LISTS: [Kind; 6] = [
    Kind::Permanent,
    Kind::Special,
    Kind::Temporary,
    Kind::Supplementary,
    Kind::Avc,
    Kind::ResidenceCertificates,
];

/// Unlawful groups of `truth/rolls.csv`: `group,code,rule,kind,file,row,lawful`.
fn planted(nation: &Path) -> Groups {
    let text = fs::read_to_string(nation.join("truth/rolls.csv")).unwrap();
    let mut lines = text.lines();
    let heading: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut groups: BTreeMap<(String, String), BTreeSet<Place>> = BTreeMap::new();
    for line in lines {
        let cells: BTreeMap<&str, &str> = heading.iter().copied().zip(line.split(',')).collect();
        if cells["lawful"] == "0" {
            let place = (cells["file"].to_owned(), cells["row"].parse().unwrap());
            groups.entry((cells["code"].to_owned(), cells["group"].to_owned())).or_default().insert(place);
        }
    }
    by_code(groups)
}

fn by_code(groups: BTreeMap<(String, String), BTreeSet<Place>>) -> Groups {
    let mut codes = Groups::new();
    for ((code, _), places) in groups {
        codes.entry(code).or_default().insert(places);
    }
    codes
}

fn judged(folder: &Path, seed: u64) {
    let base = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/kz-2019/profile.toml"));
    tizim_synth::generate(&tizim_synth::Settings::new(12_000, seed, base), folder).unwrap();
    let profile = Profile::from_toml(&fs::read_to_string(folder.join("profile.toml")).unwrap()).unwrap();
    let law = RollRules::from_profile(&profile).unwrap();
    let schema = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/schemas/roll.toml"));
    let schema = Schema::from_toml(schema).unwrap();
    let lists = LISTS.map(|kind| {
        let input = Input::file(folder.join(format!("{kind}.csv")));
        let date = (kind == Kind::Permanent).then(|| "2019-06-08".parse().unwrap());
        let file = TableFile::open(&input, &schema, &tizim_tables::Options::default()).unwrap();
        ListInput { kind, files: vec![file], date, passed_over: Vec::new() }
    });
    let mut lines = Lines::default();
    let inputs = Inputs { lists: &lists, ..Inputs::default() };
    check(&inputs, &law, &Options::default(), &run(2), &mut lines).unwrap();
    let mut found: BTreeMap<(String, String), BTreeSet<Place>> = BTreeMap::new();
    for line in lines.0 {
        found.entry((line.code, line.group.to_string())).or_default().insert((line.file, line.row));
    }
    let (planted, found) = (planted(folder), by_code(found));
    let none = BTreeSet::new();
    for code in planted
        .keys()
        .chain(found.keys())
        .filter(|code| *code < &"ROLL-008".to_owned() || *code == "ROLL-030")
    {
        let (planted, found) = (planted.get(code).unwrap_or(&none), found.get(code).unwrap_or(&none));
        let missed: Vec<_> = planted.difference(found).collect();
        let invented: Vec<_> = found.difference(planted).collect();
        assert!(missed.is_empty() && invented.is_empty(), "{code}: missed {missed:?}, invented {invented:?}");
    }
}

#[test]
fn planted_and_found() {
    for seed in [1, 2, 3] {
        let folder = tempfile::tempdir().unwrap();
        judged(folder.path(), seed);
    }
}
