//! What a report folder holds: the files that its manifest names, and those that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tizim_evidence::Manifest;

use crate::bounded;
use crate::failure::Hinted;

/// The file that marks a folder as written by this program.
pub(crate) const MANIFEST: &str = "manifest.json";

/// What [`Manifest::tool`] says of this program.
const TOOL: &str = "tizim";

/// One file of a report folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    /// Name, with `/` between folders.
    pub(crate) name: String,
    /// Size.
    pub(crate) bytes: u64,
    /// BLAKE3, hexadecimal in groups of eight.
    pub(crate) blake3: String,
}

impl FileRecord {
    /// A file of this size and digest.
    pub(crate) fn new(name: String, bytes: u64, hash: blake3::Hash) -> Self {
        Self { name, bytes, blake3: crate::manifest::grouped(&hash.to_hex()) }
    }
}

/// What `manifest.json` of a report folder holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FolderManifest {
    /// How the folder came about.
    pub(crate) manifest: Manifest,
    /// The other files in it.
    pub(crate) files: Vec<FileRecord>,
}

impl FolderManifest {
    /// Names of all files that it answers for, its own among them.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        self.files.iter().map(|file| file.name.clone()).chain([MANIFEST.to_owned()]).collect()
    }
}

/// Reads the manifest of a report folder.
///
/// # Errors
/// Where the folder has none, it cannot be read, or another program wrote it.
pub(crate) fn manifest_of(folder: &Path) -> Result<FolderManifest> {
    let path = folder.join(MANIFEST);
    let text = bounded::held(&path, bounded::REQUESTS).map_err(|error| {
        Hinted::error(
            format!("`{}` is no report folder: cannot read its `{MANIFEST}`: {error}", folder.display()),
            "name a folder that `tizim demo` or `tizim rolls check --out` wrote",
        )
    })?;
    let read: FolderManifest =
        serde_json::from_slice(&text).with_context(|| format!("`{}` is damaged", path.display()))?;
    if read.manifest.tool != TOOL {
        anyhow::bail!("`{}` was written by another program", path.display());
    }
    Ok(read)
}

/// The files below a folder, in the order of their names, its own manifest left out.
///
/// # Errors
/// Where one cannot be read, or is no file (a pipe, a device, a link).
pub(crate) fn records(folder: &Path) -> Result<Vec<FileRecord>> {
    with_others(folder, Vec::new())
}

/// The same, of which some are known already and not read.
pub(crate) fn with_others(folder: &Path, known: Vec<FileRecord>) -> Result<Vec<FileRecord>> {
    let names: BTreeSet<String> = known.iter().map(|record| record.name.clone()).collect();
    let mut records = known;
    for name in names_in(folder)? {
        if name == MANIFEST || names.contains(&name) {
            continue;
        }
        let path = folder.join(&name);
        if !path.symlink_metadata()?.is_file() {
            anyhow::bail!("`{}` is no file of a report: a link, a pipe or a device", path.display());
        }
        let mut hasher = blake3::Hasher::new();
        let bytes = std::io::copy(&mut fs::File::open(&path)?, &mut hasher)?;
        records.push(FileRecord::new(name, bytes, hasher.finalize()));
    }
    records.sort();
    Ok(records)
}

/// Names of everything below a folder that is no folder, with `/` between folders. Links are not followed.
///
/// # Errors
/// Where a folder cannot be read.
pub(crate) fn names_in(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    walk(folder, "", &mut |name, is_folder| {
        if !is_folder {
            names.push(name.to_owned());
        }
    })?;
    Ok(names)
}

/// Names of the folders below a folder, the inner ones first.
///
/// # Errors
/// Where one cannot be read.
pub(crate) fn folders_in(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    walk(folder, "", &mut |name, is_folder| {
        if is_folder {
            names.push(name.to_owned());
        }
    })?;
    names.reverse();
    Ok(names)
}

/// Shows what is below a folder, each folder before what is in it.
fn walk(folder: &Path, prefix: &str, see: &mut dyn FnMut(&str, bool)) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read the folder `{}`", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let is_folder = entry.file_type()?.is_dir();
        see(&name, is_folder);
        if is_folder {
            walk(&entry.path(), &format!("{name}/"), see)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_folders_come_first() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("a/b/c")).unwrap();
        fs::write(place.path().join("a/b/f"), "").unwrap();
        assert_eq!(folders_in(place.path()).unwrap(), ["a/b/c", "a/b", "a"]);
        assert_eq!(names_in(place.path()).unwrap(), ["a/b/f"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_something_endless_is_not_read() {
        let place = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/dev/zero", place.path().join("endless")).unwrap();
        let error = records(place.path()).unwrap_err().to_string();
        assert!(error.contains("is no file of a report"), "{error}");
    }
}
