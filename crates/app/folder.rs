//! A report folder: several files that appear together, and a manifest that names each with its digest.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tizim_evidence::Manifest;

use crate::output::{Draft, MANIFEST, NewFile};

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
    fn new(name: String, bytes: u64, hash: blake3::Hash) -> Self {
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

/// A report folder that is being written.
pub(crate) struct ReportFolder {
    draft: Draft,
    /// Files that were hashed as they were written.
    written: Mutex<Vec<FileRecord>>,
}

impl ReportFolder {
    /// Begins a folder that will stand at `target`.
    ///
    /// # Errors
    /// Where something stands there already, or the disk says no.
    pub(crate) fn begin(target: &Path, force: bool) -> Result<Self> {
        Ok(Self { draft: Draft::folder(target, force)?, written: Mutex::default() })
    }

    /// Where a file of the folder is being written.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.draft.path().join(name)
    }

    /// Creates one file, to be handed to [`ReportFolder::keep`] when it is written.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn create(&self, name: &str) -> Result<NewFile> {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        NewFile::create(&path)
    }

    /// Takes a file that was written under this name.
    pub(crate) fn keep(&self, name: &str, file: &NewFile) {
        let (bytes, hash) = file.digest();
        let record = FileRecord::new(name.to_owned(), bytes, hash);
        self.written.lock().unwrap_or_else(PoisonError::into_inner).push(record);
    }

    /// Writes one file.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        use std::io::Write;

        let mut file = self.create(name)?;
        file.write_all(bytes)?;
        file.sync()?;
        self.keep(name, &file);
        Ok(())
    }

    /// Adds the manifest and gives the folder its name.
    ///
    /// # Errors
    /// Where the disk says no; then nothing is left.
    pub(crate) fn publish(self, manifest: &Manifest) -> Result<()> {
        let written = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        let files = with_others(self.draft.path(), written)?;
        let mut text = serde_json::to_vec_pretty(&FolderManifest { manifest: manifest.clone(), files })?;
        text.push(b'\n');
        self.write(MANIFEST, &text)?;
        self.draft.publish()
    }
}

/// The files below a folder, in the order of their names, its own manifest left out.
///
/// # Errors
/// Where one cannot be read.
pub(crate) fn records(folder: &Path) -> Result<Vec<FileRecord>> {
    with_others(folder, Vec::new())
}

/// The same, of which some are known already and not read.
fn with_others(folder: &Path, known: Vec<FileRecord>) -> Result<Vec<FileRecord>> {
    let names: BTreeSet<String> = known.iter().map(|record| record.name.clone()).collect();
    let mut records = known;
    walk(folder, "", &names, &mut records)?;
    records.retain(|record| record.name != MANIFEST);
    records.sort();
    Ok(records)
}

fn walk(folder: &Path, prefix: &str, known: &BTreeSet<String>, records: &mut Vec<FileRecord>) -> Result<()> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read the folder `{}`", folder.display()))?
    {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{name}/"), known, records)?;
        } else if !known.contains(&name) {
            let mut hasher = blake3::Hasher::new();
            let bytes = std::io::copy(&mut fs::File::open(entry.path())?, &mut hasher)?;
            records.push(FileRecord::new(name, bytes, hasher.finalize()));
        }
    }
    Ok(())
}

/// Reads the manifest of a report folder.
///
/// # Errors
/// Where the folder has none, or it cannot be read.
pub(crate) fn manifest_of(folder: &Path) -> Result<FolderManifest> {
    let path = folder.join(MANIFEST);
    let text = crate::bounded::bytes(&path, crate::bounded::REQUESTS).map_err(|error| {
        crate::failure::Hinted::error(
            format!("`{}` is no report folder: cannot read its `{MANIFEST}`: {error}", folder.display()),
            "name a folder that `tizim demo` or `tizim rolls check --out` wrote",
        )
    })?;
    serde_json::from_slice(&text).with_context(|| format!("`{}` is damaged", path.display()))
}
