//! Writing: whole or not at all, never over what stands there without `--force`, and nothing left behind.

mod ours;
mod place;
mod read;
mod standard;
mod swap;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};

use crate::failure::{self, Hinted};
use crate::listing;
pub(crate) use place::{AGAIN, Place};
use place::{PARTIAL, REPLACED};
pub(crate) use read::protect;
pub(crate) use standard::{left_by_interruption, standard};

/// What is being written, to be removed where the program is ended from outside. Held while something gets its name, so that
/// it is not taken apart meanwhile.
static BEGUN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn all_begun() -> MutexGuard<'static, Vec<PathBuf>> {
    BEGUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has a file or folder removed where the program is ended from outside.
pub(crate) fn remember(path: &Path) {
    all_begun().push(path.to_owned());
}

/// No longer so.
fn forget(path: &Path) {
    all_begun().retain(|begun| begun != path);
}

/// Removes what is being written; nothing can be published any more.
pub(crate) fn abandon() {
    let begun = all_begun();
    // The lock of a place, which was first, goes last: without it the next run would take what is left for somebody's own.
    for path in begun.iter().rev() {
        // Work goes on meanwhile, and may write what is being removed.
        let _ = ours::remove(path).or_else(|_| ours::remove(path));
    }
    std::mem::forget(begun);
}

/// The name of something that is being written, where there is one.
pub(crate) fn begun() -> Option<String> {
    let begun = BEGUN.try_lock().ok()?;
    begun.iter().rev().find(|path| path.exists()).map(|path| path.display().to_string())
}

/// A file or folder that appears under its name only once it is complete.
///
/// It is built beside its place under a temporary name, open to nobody else, renamed by [`Draft::publish`], and removed if
/// that never comes: after an error, a full disk or Ctrl-C; after a kill by the next run that writes to the place.
pub(crate) struct Draft {
    target: PathBuf,
    temporary: PathBuf,
    force: bool,
    /// How open it is once it has its name.
    openness: Option<fs::Permissions>,
    /// It stays for the eyes of this user alone.
    closed: bool,
    place: Place,
}

impl Draft {
    /// Begins what will stand at `target`.
    ///
    /// # Errors
    /// Where something stands there already and `force` is not set, or another run writes there.
    fn begin(target: &Path, force: bool) -> Result<Self> {
        // First of all, so that what a killed run has left goes even where this one is refused.
        let place = Place::take(target);
        if !force && target.symlink_metadata().is_ok() {
            return Err(exists(target));
        }
        ours::refuse_others(target)?;
        read::refuse_inputs(target)?;
        let place = place?;
        let temporary = place.beside(PARTIAL);
        remember(&temporary);
        Ok(Self { target: target.to_owned(), temporary, force, openness: None, closed: false, place })
    }

    /// Begins a folder.
    ///
    /// # Errors
    /// Where it cannot be made, or something stands at its place.
    pub(crate) fn folder(target: &Path, force: bool) -> Result<Self> {
        let mut draft = Self::begin(target, force)?;
        if target.is_file() {
            anyhow::bail!("`{}` is a file, and a folder is to be written", target.display());
        }
        fs::create_dir(&draft.temporary)
            .and_then(|()| draft.close())
            .with_context(|| format!("cannot write beside `{}`", target.display()))?;
        Ok(draft)
    }

    /// Begins a file.
    ///
    /// # Errors
    /// As [`Draft::folder`].
    pub(crate) fn file(target: &Path, force: bool) -> Result<(Self, NewFile)> {
        let mut draft = Self::begin(target, force)?;
        if target.is_dir() {
            anyhow::bail!("`{}` is a folder, and a file is to be written", target.display());
        }
        let file = NewFile::create(&draft.temporary)?;
        draft.close().with_context(|| format!("cannot write beside `{}`", target.display()))?;
        Ok((draft, file))
    }

    /// Until it has its name, it is for the eyes of this user alone.
    fn close(&mut self) -> io::Result<()> {
        let usual = fs::metadata(&self.temporary)?.permissions();
        only_for_us(&self.temporary)?;
        self.openness = Some(usual);
        Ok(())
    }

    /// Where `closed`, nobody but this user may look into it, or into any file of it, once it has its name.
    pub(crate) fn close_for_good(&mut self, closed: bool) {
        self.closed = closed;
    }

    /// Where to write until it is published.
    pub(crate) fn path(&self) -> &Path {
        &self.temporary
    }

    /// Gives it its name, once the disk has all of it.
    ///
    /// # Errors
    /// Where the disk says no, or something stands there by now; the draft is then removed, and what stood there stays.
    pub(crate) fn publish(self) -> Result<()> {
        let said = || format!("cannot write `{}`", self.target.display());
        read::refuse_inputs(&self.target)?;
        sync_folders(&self.temporary).with_context(said)?;
        if self.closed {
            close_all(&self.temporary).with_context(said)?;
        }
        // From here on nobody takes it apart.
        let begun = all_begun();
        let old = match self.target.symlink_metadata() {
            Ok(_) if self.force => self.replace().with_context(said)?,
            _ => {
                match swap::into_new(&self.temporary, &self.target) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        return Err(exists(&self.target));
                    }
                    done => done.with_context(said)?,
                }
                None
            }
        };
        sync_folder(self.place.parent()).with_context(said)?;
        if let (Some(usual), false) = (&self.openness, self.closed) {
            fs::set_permissions(&self.target, usual.clone()).with_context(said)?;
        }
        if let Some(old) = old {
            say_what_stays(&old, ours::remove(&old));
        }
        drop(begun);
        Ok(())
    }

    /// Puts it in the place of what stands there, whole at every moment where the system can; where the old one is now.
    fn replace(&self) -> Result<Option<PathBuf>> {
        ours::refuse_others(&self.target)?;
        if self.target.is_dir() != self.temporary.is_dir() {
            anyhow::bail!("it is of another kind (file or folder) and is not replaced");
        }
        if !self.target.is_dir() {
            fs::rename(&self.temporary, &self.target)?;
            return Ok(None);
        }
        let aside = self.place.beside(REPLACED);
        if swap::exchange(&self.temporary, &self.target)? {
            let _ = only_for_us(&self.temporary);
            fs::rename(&self.temporary, &aside)?;
            return Ok(Some(aside));
        }
        // Killed between the two, the next run puts the old one back.
        fs::rename(&self.target, &aside)?;
        if let Err(error) = fs::rename(&self.temporary, &self.target) {
            fs::rename(&aside, &self.target)?;
            return Err(error.into());
        }
        Ok(Some(aside))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        forget(&self.temporary);
        // Once published, nothing stands there. Nothing more can be done about a failure here, and the error that led here
        // is the one to say.
        let _ = ours::remove(&self.temporary);
    }
}

fn exists(target: &Path) -> anyhow::Error {
    Hinted::error(
        format!("`{}` exists already and is not replaced", target.display()),
        "name another place with `--out`, or replace it with `--force`",
    )
}

/// Says what is left of an old report that could not be removed whole.
fn say_what_stays(old: &Path, removed: Result<Option<String>>) {
    match removed {
        Ok(None) => {}
        Ok(Some(foreign)) => failure::say(&format!(
            "the old report is replaced; `{foreign}` was put into it meanwhile, and is in `{}`",
            old.display()
        )),
        Err(error) => {
            failure::say(&format!("the old report is replaced, and stays at `{}`: {error}", old.display()));
        }
    }
}

/// Nobody but this user may look into a file, or a folder and anything in it.
fn close_all(path: &Path) -> Result<()> {
    if path.is_dir() {
        let inside = listing::folders_in(path)?.into_iter().chain(listing::names_in(path)?);
        for name in inside {
            only_for_us(&path.join(name))?;
        }
    }
    Ok(only_for_us(path)?)
}

/// Nobody but this user may look into it.
///
/// # Errors
/// Where the disk says no.
#[cfg(unix)]
pub(crate) fn only_for_us(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let usual = fs::metadata(path)?.permissions();
    fs::set_permissions(path, fs::Permissions::from_mode(usual.mode() & 0o700))
}

/// Elsewhere it is as open as the folder that holds it.
#[cfg(not(unix))]
pub(crate) fn only_for_us(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Waits until the disk knows the names in a folder and in those below; of a file there is nothing to do.
fn sync_folders(path: &Path) -> Result<()> {
    if path.is_dir() {
        for below in listing::folders_in(path)? {
            sync_folder(&path.join(below))?;
        }
        sync_folder(path)?;
    }
    Ok(())
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match File::open(path)?.sync_all() {
        // Some disks of networks cannot.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        done => done,
    }
}

/// Elsewhere a folder cannot be waited for.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
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
    write_closed(false, out, force, bytes)
}

/// The same, where `closed` for the eyes of this user alone.
///
/// # Errors
/// As [`write()`].
pub(crate) fn write_closed(closed: bool, out: Option<&Path>, force: bool, bytes: &[u8]) -> Result<()> {
    write_by(closed, out, force, |writer| writer.write_all(bytes))
}

/// The same of what is written part by part.
///
/// # Errors
/// As [`write()`].
pub(crate) fn write_by(
    closed: bool,
    out: Option<&Path>,
    force: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    if let Some(target) = out {
        let (mut draft, mut file) = Draft::file(target, force)?;
        draft.close_for_good(closed);
        let said = || format!("cannot write `{}`", target.display());
        write(&mut file).with_context(said)?;
        file.sync().with_context(said)?;
        return draft.publish();
    }
    let mut stdout = standard();
    let said = "cannot write to standard output";
    write(&mut stdout).context(said)?;
    stdout.flush().context(said)
}

#[cfg(test)]
mod tests;
