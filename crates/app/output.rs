//! Writing: whole or not at all, never over what stands there without `--force`, and nothing left behind.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::failure::Hinted;

/// Files that this run has read, which no output may replace.
static READ: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Remembers that a file was read.
pub(crate) fn protect(path: &Path) {
    if let (Ok(path), Ok(mut read)) = (path.canonicalize(), READ.lock()) {
        read.insert(path);
    }
}

/// Refuses a target that is, or holds, a file that was read: `--force` must never cost anyone their list.
fn refuse_inputs(target: &Path) -> Result<()> {
    let (Ok(place), Ok(read)) = (target.canonicalize(), READ.lock()) else { return Ok(()) };
    if read.iter().any(|input| input.starts_with(&place)) {
        return Err(Hinted::error(
            format!("`{}` is an input of this run, or holds one, and is not replaced", target.display()),
            "name another place with `--out`",
        ));
    }
    Ok(())
}

/// The file that marks a folder as written by this program.
pub(crate) const MANIFEST: &str = "manifest.json";

/// A file or folder that appears under its name only once it is complete.
///
/// It is built beside its place under a temporary name, renamed by [`Draft::publish`], and removed if that never
/// comes: after an error, a full disk or Ctrl-C.
pub(crate) struct Draft {
    target: PathBuf,
    temporary: PathBuf,
    force: bool,
    published: bool,
}

impl Draft {
    /// Begins what will stand at `target`.
    ///
    /// # Errors
    /// Where something stands there already and `force` is not set.
    pub(crate) fn begin(target: &Path, force: bool) -> Result<Self> {
        if !force && target.symlink_metadata().is_ok() {
            return Err(Hinted::error(
                format!("`{}` exists already and is not replaced", target.display()),
                "name another place with `--out`, or replace it with `--force`",
            ));
        }
        refuse_what_is_not_ours(target)?;
        let name = target.file_name().context("`--out` names no file or folder")?.to_string_lossy();
        let parent =
            target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !parent.is_dir() {
            return Err(Hinted::error(
                format!("the folder `{}` does not exist", parent.display()),
                "make it first, or name another place with `--out`",
            ));
        }
        let temporary = parent.join(format!(".{name}.{}.partial", std::process::id()));
        Ok(Self { target: target.to_owned(), temporary, force, published: false })
    }

    /// Begins a folder.
    ///
    /// # Errors
    /// Where it cannot be made, or something stands at its place.
    pub(crate) fn folder(target: &Path, force: bool) -> Result<Self> {
        let draft = Self::begin(target, force)?;
        if target.is_file() {
            anyhow::bail!("`{}` is a file, and a folder is to be written", target.display());
        }
        fs::create_dir(&draft.temporary)
            .with_context(|| format!("cannot write beside `{}`", target.display()))?;
        Ok(draft)
    }

    /// Where to write until it is published.
    pub(crate) fn path(&self) -> &Path {
        &self.temporary
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// Where the disk says no; the draft is then removed, and what stood there before stays.
    pub(crate) fn publish(mut self) -> Result<()> {
        refuse_inputs(&self.target)?;
        let replaced = self.force && self.target.symlink_metadata().is_ok();
        let aside = self.temporary.with_extension("replaced");
        if replaced {
            if self.target.is_dir() != self.temporary.is_dir() {
                anyhow::bail!(
                    "`{}` is of another kind (file or folder) and is not replaced",
                    self.target.display()
                );
            }
            fs::rename(&self.target, &aside)?;
        }
        if let Err(error) = fs::rename(&self.temporary, &self.target) {
            if replaced {
                fs::rename(&aside, &self.target)?;
            }
            return Err(error).with_context(|| format!("cannot write `{}`", self.target.display()));
        }
        self.published = true;
        if replaced {
            remove(&aside)?;
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.published {
            // Nothing more can be done about a failure here, and the error that led here is the one to say.
            let _ = remove(&self.temporary);
        }
    }
}

/// `--force` replaces regular files, and folders that this program wrote (or empty ones): never a home folder
/// or a device that was named by a slip of the hand.
fn refuse_what_is_not_ours(target: &Path) -> Result<()> {
    let Ok(metadata) = target.symlink_metadata() else { return Ok(()) };
    let ours = if metadata.is_dir() {
        target.join(MANIFEST).is_file() || fs::read_dir(target)?.next().is_none()
    } else {
        metadata.is_file()
    };
    if ours {
        return Ok(());
    }
    Err(Hinted::error(
        format!("`{}` was not written by tizim and is not replaced", target.display()),
        "name another place with `--out`",
    ))
}

fn remove(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    }
}

/// A new file in a draft, hashed as it is written. Each write goes to the disk: hand it large pieces.
#[derive(Debug)]
pub(crate) struct NewFile {
    file: File,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl NewFile {
    /// Creates the file.
    ///
    /// # Errors
    /// Where something stands there already, or the disk says no.
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let file = File::create_new(path).with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(Self { file, hasher: blake3::Hasher::new(), bytes: 0 })
    }

    /// Waits until the disk has taken it, so that a full disk is noticed.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Its size and BLAKE3.
    pub(crate) fn digest(&self) -> (u64, blake3::Hash) {
        (self.bytes, self.hasher.finalize())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes one whole file or standard output.
///
/// # Errors
/// Where the target exists, or the disk or the reader of the pipe says no.
pub(crate) fn write(out: Option<&Path>, force: bool, bytes: &[u8]) -> Result<()> {
    if let Some(target) = out {
        let draft = Draft::begin(target, force)?;
        let mut file = NewFile::create(draft.path())?;
        let said = || format!("cannot write `{}`", target.display());
        file.write_all(bytes).with_context(said)?;
        file.sync().with_context(said)?;
        return draft.publish();
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context("cannot write to standard output")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_published_leaves_nothing() {
        let place = tempfile::tempdir().unwrap();
        let draft = Draft::folder(&place.path().join("report"), false).unwrap();
        fs::write(draft.path().join("a"), "a").unwrap();
        drop(draft);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_exists_is_replaced_only_by_force() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("out.json");
        write(Some(&target), false, b"1").unwrap();
        assert!(write(Some(&target), false, b"2").is_err());
        assert_eq!(fs::read(&target).unwrap(), b"1");
        write(Some(&target), true, b"2").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"2");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_replaced_whole() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("report");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("old"), "").unwrap();
        assert!(Draft::folder(&target, true).is_err(), "not ours");
        fs::write(target.join(MANIFEST), "{}").unwrap();
        assert!(Draft::folder(&target, false).is_err());
        let draft = Draft::folder(&target, true).unwrap();
        fs::write(draft.path().join("new"), "").unwrap();
        draft.publish().unwrap();
        let names: Vec<_> = fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["new"]);
    }
}
