//! A place that one run at a time writes to, and what runs that were killed have left beside it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{ours, read};
use crate::failure::{self, Hinted};

/// Endings of what a run has beside its place while it works: what is being written, what was replaced by it, and a report
/// made again to be compared.
pub(crate) const PARTIAL: &str = "partial";
pub(crate) const REPLACED: &str = "replaced";
pub(crate) const AGAIN: &str = "again";

/// How often a lock is tried that another run has just taken away.
const ATTEMPTS: usize = 16;

/// A place, held by this run alone as long as it lives.
pub(crate) struct Place {
    parent: PathBuf,
    name: OsString,
    /// The file whose lock is held; `None` where the disk knows no locks.
    lock: Option<(File, PathBuf)>,
}

impl Place {
    /// Takes the place of `target` for this run, and removes what killed runs have left there.
    ///
    /// # Errors
    /// Where another run has it, or its folder does not exist.
    pub(crate) fn take(target: &Path) -> Result<Self> {
        let name = target.file_name().context("`--out` names no file or folder")?.to_owned();
        let parent =
            target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !parent.is_dir() {
            return Err(Hinted::error(
                format!("the folder `{}` does not exist", parent.display()),
                "make it first, or name another place with `--out`",
            ));
        }
        let path = parent.join(hidden(&name, "tizim-lock"));
        let lock = locked(&path)
            .with_context(|| format!("cannot write beside `{}`", target.display()))?
            .map_err(|Busy| {
                Hinted::error(
                    format!("another run is writing `{}`", target.display()),
                    "wait until it has ended, or name another place with `--out`",
                )
            })?;
        let was_left = lock.as_ref().is_some_and(|lock| lock.was_left);
        let place = Self { parent: parent.to_owned(), name, lock: lock.map(|lock| (lock.file, path)) };
        if let Some((_, path)) = &place.lock {
            super::remember(path);
        }
        // A run that was killed has left its lock as well: without one, a name like that of its leftovers is somebody's own.
        if was_left {
            place.clear(target);
        }
        Ok(place)
    }

    /// Where this run keeps something beside the place.
    pub(crate) fn beside(&self, ending: &str) -> PathBuf {
        self.parent.join(hidden(&self.name, &format!("{}.{ending}", std::process::id())))
    }

    /// The folder that holds it.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// Puts back or removes what runs have left that were killed: none of them holds the place any more.
    fn clear(&self, target: &Path) {
        let Ok(entries) = fs::read_dir(&self.parent) else { return };
        for entry in entries.flatten().filter(|entry| self.is_left(&entry.file_name())) {
            let path = entry.path();
            if read::is_input(&path) || is_typed(&entry.file_name()) {
                continue;
            }
            let is_old = path.extension() == Some(OsStr::new(REPLACED));
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if is_old && target.symlink_metadata().is_err() && fs::rename(&path, target).is_ok() {
                failure::say(&format!(
                    "an earlier run was killed; the report that it was about to replace is back at `{}`",
                    target.display()
                ));
                continue;
            }
            failure::say(&match ours::remove(&path) {
                Ok(None) => format!("removed `{name}`, which a run left that was killed"),
                Ok(Some(foreign)) => format!(
                    "`{name}` was left by a run that was killed; it holds `{foreign}`, which no run wrote, and stays"
                ),
                Err(error) => format!("`{name}` was left by a run that was killed, and stays: {error}"),
            });
        }
    }

    /// Whether this is the name of something that a run keeps beside the place: `.NAME.1234.partial`.
    fn is_left(&self, name: &OsStr) -> bool {
        let prefix = hidden(&self.name, "");
        let Some(rest) = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes()) else {
            return false;
        };
        let Some(dot) = rest.iter().position(|byte| *byte == b'.') else { return false };
        let (run, ending) = (&rest[..dot], &rest[dot + 1..]);
        !run.is_empty()
            && run.iter().all(u8::is_ascii_digit)
            && [PARTIAL, REPLACED, AGAIN].iter().any(|known| known.as_bytes() == ending)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((file, path)) = &self.lock else { return };
        super::forget(path);
        // Where the disk did not let go of something, the lock tells the next run whose it is.
        let left = [PARTIAL, REPLACED, AGAIN].map(|ending| self.beside(ending));
        let is_ours = file.metadata().is_ok_and(|metadata| metadata.len() == 0);
        if is_ours && left.iter().all(|path| path.symlink_metadata().is_err()) {
            // While the lock is held: whoever waits for it sees that the file is gone, and makes another.
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether whoever started this run has typed the name: then it is no leftover, be it read or not.
fn is_typed(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    std::env::args_os().any(|typed| typed.to_string_lossy().contains(&*name))
}

/// `.NAME.` and an ending.
fn hidden(name: &OsStr, ending: &str) -> OsString {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".");
    hidden.push(ending);
    hidden
}

/// Another run holds the lock.
struct Busy;

/// A lock that is held.
struct Lock {
    file: File,
    /// Whether its file stood there before: a run that was killed, or is just ending, has left it.
    was_left: bool,
}

/// The lock on the file of this path; `None` where there are no locks.
fn locked(path: &Path) -> io::Result<Result<Option<Lock>, Busy>> {
    for _ in 0..ATTEMPTS {
        let (file, was_left) = match new_file(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match File::open(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                opened => (opened?, true),
            },
            made => (made?, false),
        };
        match file.try_lock() {
            Ok(()) if is_still(&file, path) => return Ok(Ok(Some(Lock { file, was_left }))),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Err(Busy)),
            Err(TryLockError::Error(_)) => {
                let _ = fs::remove_file(path);
                return Ok(Ok(None));
            }
        }
    }
    Ok(Err(Busy))
}

fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

/// Whether the file still stands under this path: the run that had it before may have removed it.
fn is_still(file: &File, path: &Path) -> bool {
    let (Ok(held), Ok(stands)) = (file.metadata(), path.symlink_metadata()) else { return false };
    read::thing(&held) == read::thing(&stands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_one_runs() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("report");
        let first = Place::take(&target).unwrap();
        assert!(Place::take(&target).err().unwrap().to_string().contains("another run is writing"));
        assert!(Place::take(&folder.path().join("other")).is_ok());
        drop(first);
        assert!(Place::take(&target).is_ok());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_killed_runs_left_goes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in [
            ".report.12.partial",
            ".report.13.again",
            ".report.x.partial",
            ".report.12.other",
            ".rep.1.partial",
        ] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("rows.csv"), "a").unwrap();
        }
        fs::write(at(".report.14.partial"), "a").unwrap();
        // No run was killed here: what is called so is somebody's own.
        drop(Place::take(&at("report")).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 6);
        fs::write(at(".report.tizim-lock"), "").unwrap();
        drop(Place::take(&at("report")).unwrap());
        let mut names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".rep.1.partial", ".report.12.other", ".report.x.partial"]);
    }

    #[test]
    fn what_was_to_be_replaced_comes_back_where_nothing_took_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (old, target) = (folder.path().join(".report.12.replaced"), folder.path().join("report"));
        fs::create_dir(&old).unwrap();
        fs::write(old.join("page"), "old").unwrap();
        fs::write(folder.path().join(".report.tizim-lock"), "").unwrap();
        drop(Place::take(&target).unwrap());
        assert_eq!(fs::read(target.join("page")).unwrap(), b"old");
        assert!(!old.exists());
    }
}
