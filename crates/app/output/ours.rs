//! What is this program's own and may be replaced or removed, and what is not.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};

use crate::failure::Hinted;
use crate::listing::{self, MANIFEST};

/// `--force` replaces regular files, folders that hold nothing, and folders that this program wrote and that hold nothing
/// else: never a home folder or a device that was named by a slip of the hand, nor what somebody has put beside a report.
///
/// # Errors
/// Where something else stands at `target`.
pub(super) fn refuse_others(target: &Path) -> Result<()> {
    let Ok(metadata) = target.symlink_metadata() else { return Ok(()) };
    let not_ours = || {
        Hinted::error(
            format!("`{}` was not written by tizim and is not replaced", target.display()),
            "name another place with `--out`",
        )
    };
    if metadata.is_file() || (metadata.is_dir() && fs::read_dir(target)?.next().is_none()) {
        return Ok(());
    }
    if !metadata.is_dir() || !target.join(MANIFEST).is_file() {
        return Err(not_ours());
    }
    let listed = listing::manifest_of(target).map_err(|_| not_ours())?.names();
    let names = listing::names_in(target)?;
    let folders = listing::folders_in(target)?;
    let holds_ours = |folder: &str| {
        listed.iter().any(|name| name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    };
    let foreign_folders = folders.iter().filter(|folder| !holds_ours(folder));
    let mut foreign = names.iter().filter(|name| !listed.contains(*name)).chain(foreign_folders);
    let Some(first) = foreign.next() else { return Ok(()) };
    Err(Hinted::error(
        match foreign.count() {
            0 => format!(
                "`{}` holds `{first}`, which tizim did not write, and is not replaced",
                target.display()
            ),
            more => format!(
                "`{}` holds `{first}` and more, {} in all, which tizim did not write, and is not replaced",
                target.display(),
                more + 1
            ),
        },
        "move what is yours out of it, or name another place with `--out`",
    ))
}

/// Removes a file, or a folder that this program wrote. Of a folder with a manifest only what the manifest names goes; the
/// name of something else in it, which stays.
///
/// # Errors
/// Where the disk says no.
pub(super) fn remove(path: &Path) -> Result<Option<String>> {
    let Ok(metadata) = path.symlink_metadata() else { return Ok(None) };
    if !metadata.is_dir() {
        fs::remove_file(path)?;
        return Ok(None);
    }
    let Ok(manifest) = listing::manifest_of(path) else {
        fs::remove_dir_all(path)?;
        return Ok(None);
    };
    let listed = manifest.names();
    let (mut ours, foreign): (Vec<String>, Vec<String>) =
        listing::names_in(path)?.into_iter().partition(|name| listed.contains(name));
    // The manifest last: should this be cut short, the next run knows what to remove.
    ours.sort_by_key(|name| name == MANIFEST);
    for name in &ours {
        fs::remove_file(path.join(name)).with_context(|| format!("cannot remove `{name}`"))?;
    }
    for folder in listing::folders_in(path)?.iter().map(|name| path.join(name)).chain([path.to_owned()]) {
        match fs::remove_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => return Err(error.into()),
            _ => {}
        }
    }
    Ok(foreign.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder whose manifest names these files, with these in it.
    fn folder(at: &Path, listed: &[&str], present: &[&str]) {
        for name in present {
            fs::create_dir_all(at.join(name).parent().unwrap()).unwrap();
            fs::write(at.join(name), "x").unwrap();
        }
        let files: Vec<_> =
            listed.iter().map(|name| serde_json::json!({"name": name, "bytes": 1, "blake3": ""})).collect();
        let manifest = serde_json::json!({
            "tool": "tizim", "version": "0", "schema_version": 1, "command": "x", "profile": "p", "profile_blake3": "",
            "settings": [], "seed": 1, "inputs": []
        });
        fs::write(at.join(MANIFEST), serde_json::json!({"manifest": manifest, "files": files}).to_string())
            .unwrap();
    }

    #[test]
    fn only_what_the_manifest_names_goes() {
        let place = tempfile::tempdir().unwrap();
        let report = place.path().join("report");
        fs::create_dir(&report).unwrap();
        folder(&report, &["a/one", "two", "../outside"], &["a/one", "two", "a/mine"]);
        fs::write(place.path().join("outside"), "").unwrap();
        assert!(listing::manifest_of(&report).is_ok());
        let said = refuse_others(&report).unwrap_err().to_string();
        assert!(said.contains("holds `a/mine`"), "{said}");
        assert_eq!(remove(&report).unwrap().as_deref(), Some("a/mine"));
        assert_eq!(listing::names_in(place.path()).unwrap().len(), 2, "the outside and mine");
        fs::remove_dir_all(&report).unwrap();

        fs::create_dir(&report).unwrap();
        folder(&report, &["a/one", "two"], &["a/one", "two"]);
        refuse_others(&report).unwrap();
        assert_eq!(remove(&report).unwrap(), None);
        assert!(!report.exists());
    }

    #[test]
    fn a_manifest_of_another_makes_no_folder_ours() {
        let place = tempfile::tempdir().unwrap();
        for text in ["{}", "{\"name\": \"web app\"}", "not json"] {
            fs::write(place.path().join(MANIFEST), text).unwrap();
            assert!(refuse_others(place.path()).is_err(), "{text}");
        }
    }
}
