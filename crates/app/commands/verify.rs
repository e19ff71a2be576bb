//! `tizim verify DIR`: makes a report again and says what differs.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use tizim_evidence::Manifest;

use super::Typed;
use crate::listing::{self, FileRecord};
use crate::located;
use crate::output::{self, Place};
use crate::phrases;
use crate::{audits, failure};

/// Make a report folder again from its inputs, and say what differs
///
/// First every file of the folder is held against the digest in its manifest, then the command is run again with the
/// settings that the manifest names and the outcome compared file by file. Where the masking key is not given, tokens
/// are left out of the comparison. Exit status 1 if anything differs. Memory: as the command that made the folder.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  $ tizim verify tizim-demo\n  $ tizim verify checked --inputs . --key-file key"
)]
pub(crate) struct Arguments {
    /// Report folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,

    /// Where the input files are
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) inputs: PathBuf,

    /// Key of the masks, where the report was made with one
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    conclude(&verified(arguments)?)
}

/// What came of making a report again.
pub(crate) struct Verified {
    /// Files that the report has.
    pub(crate) files: usize,
    /// Whether it was made again under the same key; if not, tokens were left out of the comparison.
    pub(crate) same_key: bool,
    /// What differs, line by line.
    pub(crate) differences: Vec<String>,
}

/// Makes a report again and finds what differs.
///
/// # Errors
/// Where the folder is none of a report, or an input is missing.
pub(crate) fn verified(arguments: &Arguments) -> Result<Verified> {
    let stated = listing::manifest_of(&arguments.folder)?;
    let mut said = Vec::new();
    let damaged = differences(&stated.files, &listing::records(&arguments.folder)?);
    said.extend(damaged.iter().map(|name| format!("changed since it was written: {name}")));

    let scratch = Scratch::beside(&arguments.folder)?;
    let again_at = scratch.0.join("report");
    let command = again(&stated.manifest, arguments, &again_at)?;
    super::execute(command).context("the report cannot be made again")?;
    let made = listing::manifest_of(&again_at)?;
    let same_key = made.manifest.key_id == stated.manifest.key_id;
    for (before, now) in stated.manifest.inputs.iter().zip(&made.manifest.inputs) {
        if before.blake3 != now.blake3 {
            said.push(format!("another input file than was read then: {}", before.name));
        }
    }
    if made.manifest.profile_blake3 != stated.manifest.profile_blake3 {
        said.push(format!("another text of the profile than was used then: {}", stated.manifest.profile));
    }
    for name in differences(&stated.files, &made.files) {
        if same_key || !equal_but_for_tokens(&arguments.folder.join(&name), &again_at.join(&name))? {
            said.push(format!("made again, it is different: {name}"));
        }
    }
    if made.manifest.version != stated.manifest.version {
        said.push(format!(
            "made by tizim {}, and this is {}",
            stated.manifest.version, made.manifest.version
        ));
    }
    Ok(Verified { files: stated.files.len(), same_key, differences: said })
}

fn conclude(Verified { files, same_key, differences: said }: &Verified) -> Result<u8> {
    let mut text = String::new();
    for line in said {
        // Names come from the manifest, which anybody can have written: none may act on a terminal or begin a line.
        text.push_str(&tizim_report::visible(&phrases::say(line)));
        text.push('\n');
    }
    if said.is_empty() {
        let verified = format!(
            "verified: {files} files are as they were written, and came out the same when made again"
        );
        text = format!("{}\n", phrases::say(&verified));
    }
    if !*same_key {
        text.push_str(&phrases::say(
            "the masking key is another one, so tokens were left out of the comparison",
        ));
        text.push('\n');
    }
    output::write(None, false, text.as_bytes())?;
    Ok(if said.is_empty() { failure::RAN } else { failure::FOUND })
}

/// Names of files that are not the same in both.
fn differences(before: &[FileRecord], now: &[FileRecord]) -> Vec<String> {
    let index = |records: &[FileRecord]| -> BTreeMap<String, String> {
        records.iter().map(|record| (record.name.clone(), record.blake3.clone())).collect()
    };
    let (before, now) = (index(before), index(now));
    let mut names: Vec<String> = before.keys().chain(now.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| before.get(name) != now.get(name));
    names
}

/// Refuses what no report is made with: anybody can have written the manifest, and making a report again must write nothing
/// but the report.
fn check(manifest: &Manifest) -> Result<()> {
    let is_known = matches!(manifest.command.as_str(), "demo" | "synth") || audits::is_one(&manifest.command);
    if !is_known {
        bail!("the manifest names a command that this version does not know");
    }
    for setting in &manifest.settings {
        let is_word = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let (name, value) = (&setting.name, &setting.value);
        let is_plain = name.chars().all(is_word) && !name.starts_with('-') && !value.starts_with('-');
        if !is_plain || WRITING.contains(&name.as_str()) {
            bail!("the manifest states `{name}`, with which no report is made again");
        }
    }
    Ok(())
}

/// Options that say where something is written.
const WRITING: [&str; 4] = ["force", "manifest", "out", "repaired"];

/// The command that made the report, to be run into another folder.
fn again(manifest: &Manifest, arguments: &Arguments, out: &Path) -> Result<Typed> {
    check(manifest)?;
    let mut typed: Vec<OsString> = vec!["tizim".into()];
    typed.extend(manifest.command.split(' ').map(OsString::from));
    for setting in &manifest.settings {
        let value = located::value(manifest, &setting.name, &setting.value, &arguments.inputs)?;
        if !setting.name.is_empty() {
            typed.push(format!("--{}", setting.name).into());
        }
        if !setting.value.is_empty() {
            typed.push(value);
        }
    }
    // English is not recorded; the system of whoever verifies may speak another language.
    let named_language = manifest.settings.iter().any(|setting| setting.name == "lang");
    if !named_language {
        typed.extend(["--lang".into(), "en".into()]);
    }
    let named_profile = manifest.settings.iter().any(|setting| setting.name == "profile");
    let is_audit = !matches!(manifest.command.as_str(), "demo" | "synth");
    if !named_profile && is_audit {
        typed.extend(["--profile".into(), manifest.profile.clone().into()]);
    }
    typed.extend(["--seed".into(), manifest.seed.to_string().into()]);
    typed.extend(["--quiet".into(), "--out".into(), out.into()]);
    match &manifest.created {
        _ if manifest.command == "synth" => {}
        Some(moment) => typed.extend(["--created".into(), moment.clone().into()]),
        None => typed.push("--no-timestamp".into()),
    }
    if let Some(key) = &arguments.key_file {
        typed.extend(["--key-file".into(), key.into()]);
    }
    // What is wrong with it, without the lines on how it is typed.
    let wrong = |error: clap::Error| {
        anyhow::Error::msg(error.to_string().lines().next().unwrap_or_default().to_owned())
    };
    super::parse(typed).map_err(wrong).context("the manifest names a command that this version does not know")
}

/// Whether two text files hold the same lines once tokens and the key's identifier are left out. The order of lines
/// may hang on the tokens, so it is left out too.
fn equal_but_for_tokens(before: &Path, now: &Path) -> Result<bool> {
    let lines = |path: &Path| -> Result<Vec<String>> {
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let mut lines: Vec<String> = text.lines().map(without_tokens).collect();
        lines.sort();
        Ok(lines)
    };
    Ok(before.exists() && now.exists() && lines(before)? == lines(now)?)
}

/// A line with every `xxxx-xxxx-xxxx` of the token alphabet put out.
fn without_tokens(line: &str) -> String {
    const LENGTH: usize = 14;
    let bytes = line.as_bytes();
    let is_token = |window: &[u8]| {
        window.iter().enumerate().all(|(index, byte)| match index {
            4 | 9 => *byte == b'-',
            _ => byte.is_ascii_digit() || (byte.is_ascii_lowercase() && !b"ilou".contains(byte)),
        })
    };
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes.get(at..at + LENGTH).is_some_and(is_token) {
            kept.extend_from_slice(b"(token)");
            at += LENGTH;
        } else {
            kept.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// A folder beside the report that is removed again; should this run be killed, by the next one that writes there.
struct Scratch(PathBuf, #[expect(dead_code, reason = "held as long as the folder is there")] Place);

impl Scratch {
    fn beside(folder: &Path) -> Result<Self> {
        let place = Place::take(&folder.canonicalize()?)?;
        let scratch = place.beside(output::AGAIN);
        output::remember(&scratch);
        fs::create_dir(&scratch).with_context(|| format!("cannot write beside `{}`", folder.display()))?;
        output::only_for_us(&scratch)?;
        Ok(Self(scratch, place))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // There is nothing to be done about a failure here.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_put_out() {
        assert_eq!(without_tokens("a,7k3q-0m9x-vb2d,И. И., 1985"), "a,(token),И. И., 1985");
        assert_eq!(without_tokens("2019-06-09"), "2019-06-09");
    }

    #[test]
    fn differences_are_named_once() {
        let record =
            |name: &str, digest: &str| FileRecord { name: name.into(), bytes: 1, blake3: digest.into() };
        let before = [record("a", "1"), record("b", "1"), record("c", "1")];
        let now = [record("a", "1"), record("b", "2"), record("d", "1")];
        assert_eq!(differences(&before, &now), ["b", "c", "d"]);
    }
}
