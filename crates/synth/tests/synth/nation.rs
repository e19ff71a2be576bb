//! The same nation from the same seed, at any size, and no nation from nonsense.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::BASE;
use tizim_synth::{Settings, Shape, SynthError, generate};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for part in ["", "truth/"] {
        let Ok(entries) = std::fs::read_dir(folder.join(part)) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = format!("{part}{}", path.file_name().unwrap().to_string_lossy());
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    files
}

fn made(settings: &Settings) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    generate(settings, folder.path()).unwrap();
    files(folder.path())
}

#[test]
fn same_seed_same_bytes_at_any_thread_count() {
    let settings = |threads, seed| Settings { threads: Some(threads), ..Settings::new(110_000, seed, BASE) };
    let one = made(&settings(1, 4));
    assert_eq!(one.len(), 14);
    assert!(one == made(&settings(2, 4)));
    assert!(one == made(&settings(8, 4)));
    let other = made(&settings(2, 5));
    for file in one.keys().filter(|name| name.as_str() != "profile.toml") {
        assert!(one[file] != other[file], "{file}");
    }
}

#[test]
fn rows_are_as_many_as_said() {
    for voters in [1, 2, 19, 20, 300, 2_000, 20_000] {
        let folder = tempfile::tempdir().unwrap();
        let summary = generate(&Settings::new(voters, 9, BASE), folder.path()).unwrap();
        assert_eq!(summary.voters, voters);
        let files = files(folder.path());
        for file in summary.files.iter().filter(|file| file.name != "profile.toml") {
            let name = &file.name;
            let lines = String::from_utf8_lossy(&files[name]).lines().count() as u64;
            assert_eq!(file.rows + 1, lines, "{name} of {voters}");
        }
        let planted: u64 = summary.planted.iter().map(|(.., groups)| groups).sum();
        assert!(voters < 2_000 || planted > 30, "{planted} of {voters}");
    }
}

#[test]
fn the_benchmark_file_is_plain() {
    let settings = Settings { shape: Shape::Benchmark, ..Settings::new(30_000, 2, BASE) };
    let files = made(&settings);
    assert_eq!(files.keys().collect::<Vec<_>>(), ["permanent.csv", "profile.toml", "special.csv"]);
    let text = String::from_utf8(files["permanent.csv"].clone()).unwrap();
    assert!(text.starts_with("iin,surname,given_name,patronymic,birth_date,region,precinct,address\n"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut numbers = std::collections::HashSet::new();
    for record in reader.records() {
        assert!(numbers.insert(record.unwrap()[0].to_owned()));
    }
    assert_eq!(numbers.len(), 30_000);
    let mut special = csv::Reader::from_reader(files["special.csv"].as_slice());
    assert_eq!(special.headers().unwrap().len(), 8);
    let both = special.records().filter(|record| numbers.contains(&record.as_ref().unwrap()[0])).count();
    assert_eq!(both, 750);
    let mean = text.len() / 30_000;
    assert!((130..160).contains(&mean), "{mean} bytes a row");
}

#[test]
fn what_cannot_be_made() {
    let folder = tempfile::tempdir().unwrap();
    let fails = |settings: Settings| generate(&settings, folder.path()).unwrap_err();
    assert!(matches!(fails(Settings::new(0, 1, BASE)), SynthError::Voters { asked: 0 }));
    assert!(matches!(fails(Settings::new(tizim_synth::MOST_VOTERS + 1, 1, BASE)), SynthError::Voters { .. }));
    assert!(matches!(fails(Settings::new(10, 1, "nonsense")), SynthError::Profile { .. }));
    let nowhere = folder.path().join("file");
    std::fs::write(&nowhere, "").unwrap();
    let error = generate(&Settings::new(10, 1, BASE), &nowhere).unwrap_err();
    assert!(matches!(error, SynthError::Write { .. }));
}
