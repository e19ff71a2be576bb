//! Runs the program in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value as Json;
use tempfile::TempDir;

/// A folder that goes with the test.
pub(crate) fn place() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The program with these arguments, in this folder.
pub(crate) fn tizim(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tizim"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C")
        .output()
        .unwrap()
}

/// Standard output of a run that must succeed.
pub(crate) fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let output = tizim(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", error_of(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// The JSON document of a run that must succeed.
pub(crate) fn document(folder: &Path, arguments: &[&str]) -> Json {
    serde_json::from_str(&succeed(folder, arguments)).unwrap()
}

/// Standard error of a run.
pub(crate) fn error_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Standard error of a run that must be refused with exit status 2.
pub(crate) fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = tizim(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", error_of(&output));
    assert!(output.stdout.is_empty(), "a refusal prints nothing on standard output");
    error_of(&output)
}

/// Reads a JSON file.
pub(crate) fn json_file(path: &Path) -> Json {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Records of a CSV file, each as heading and value.
pub(crate) fn records(path: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// A folder of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A small synthetic nation, made once for all tests that only read it.
pub(crate) fn nation() -> &'static Path {
    static NATION: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = NATION.get_or_init(|| {
        let place = place();
        succeed(place.path(), &["synth", "--voters", "20000", "--seed", "7", "--out", "nation"]);
        let path = place.path().join("nation");
        (place, path)
    });
    path
}

/// The arguments that have `rolls check` or `rolls link` look through two lists of a nation, under its key, without a word but the
/// answer; where it is written follows.
pub(crate) const fn two_lists(command: &str) -> [&str; 13] {
    [
        "rolls",
        command,
        "--list",
        "permanent=permanent.csv",
        "--list",
        "special=special.csv",
        "--profile",
        "profile.toml",
        "--key-file",
        "key",
        "--no-timestamp",
        "--quiet",
        "--out",
    ]
}
