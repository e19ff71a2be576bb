//! A report folder: several files that appear together, and a manifest that names each with its digest.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use tizim_evidence::Manifest;

use crate::listing::{self, FileRecord, FolderManifest, MANIFEST};
use crate::output::{Draft, NewFile};

/// A report folder that is being written.
pub(crate) struct ReportFolder {
    draft: Draft,
    /// Where in it files are written: nothing, or the name of a folder inside with its slash.
    part: String,
    /// Files that were hashed as they were written.
    written: Mutex<Vec<FileRecord>>,
}

impl ReportFolder {
    /// Begins a folder that will stand at `target`.
    ///
    /// # Errors
    /// Where something stands there already, or the disk says no.
    pub(crate) fn begin(target: &Path, force: bool) -> Result<Self> {
        Ok(Self { draft: Draft::folder(target, force)?, part: String::new(), written: Mutex::default() })
    }

    /// The same, which stays for nobody but this user where `closed`: names of voters are in it.
    pub(crate) fn closed(mut self, closed: bool) -> Self {
        self.draft.close_for_good(closed);
        self
    }

    /// Files that come now are written into the folder `name` inside this one.
    pub(crate) fn begin_part(&mut self, name: &str) {
        self.part = format!("{name}/");
    }

    /// Files that come now are written into this folder itself again.
    pub(crate) fn end_part(&mut self) {
        self.part.clear();
    }

    /// Where a file of the folder is being written.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.draft.path().join(self.named(name))
    }

    /// The name of a file in the whole of the folder.
    fn named(&self, name: &str) -> String {
        format!("{}{name}", self.part)
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

    /// Takes a file that was written under this name, once the disk has it.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn keep(&self, name: &str, file: &NewFile) -> Result<()> {
        file.sync().with_context(|| format!("cannot write `{name}`"))?;
        let (bytes, hash) = file.digest();
        let record = FileRecord::new(self.named(name), bytes, hash);
        self.written.lock().unwrap_or_else(PoisonError::into_inner).push(record);
        Ok(())
    }

    /// Writes one file.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        use std::io::Write;

        let mut file = self.create(name)?;
        file.write_all(bytes).with_context(|| format!("cannot write `{name}`"))?;
        self.keep(name, &file)
    }

    /// Adds the manifest and gives the folder its name.
    ///
    /// # Errors
    /// Where the disk says no; then nothing is left.
    pub(crate) fn publish(self, manifest: &Manifest) -> Result<()> {
        let written = std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner));
        let files = listing::with_others(self.draft.path(), written)?;
        let mut text = serde_json::to_vec_pretty(&FolderManifest { manifest: manifest.clone(), files })?;
        text.push(b'\n');
        self.write(MANIFEST, &text)?;
        self.draft.publish()
    }
}
