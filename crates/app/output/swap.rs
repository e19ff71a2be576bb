//! Giving a name: never over what stands there unseen, and where something is replaced, in one step if the system has one.

use std::fs;
use std::io;
use std::path::Path;

/// Gives `from` a name that nothing has.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something has it, or the disk says no.
pub(super) fn into_new(from: &Path, to: &Path) -> io::Result<()> {
    match whole::into_new(from, to) {
        Err(error) if is_unknown(&error) => {
            if to.symlink_metadata().is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(from, to)
        }
        done => done,
    }
}

/// Lets two folders exchange their names in one step; `false` where the system cannot.
///
/// # Errors
/// Where the disk says no; nothing has changed then.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    match whole::exchange(one, other) {
        Ok(()) => Ok(true),
        Err(error) if is_unknown(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a system or its disk does not know such a step, rather than refuses it.
fn is_unknown(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// The systems that know such steps.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod whole {
    use std::io;
    use std::path::Path;

    use rustix::fs::{CWD, RenameFlags, renameat_with};

    pub(super) fn into_new(from: &Path, to: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
    }

    pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod whole {
    use std::io;
    use std::path::Path;

    pub(super) fn into_new(_from: &Path, _to: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_is_not_given_again() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        fs::create_dir(at("new")).unwrap();
        fs::create_dir(at("taken")).unwrap();
        assert_eq!(into_new(&at("new"), &at("taken")).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        into_new(&at("new"), &at("free")).unwrap();
        assert!(at("free").is_dir() && !at("new").exists());
    }

    #[test]
    fn folders_exchange_their_names() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        fs::create_dir(at("one")).unwrap();
        fs::create_dir(at("other")).unwrap();
        fs::write(at("one/file"), "").unwrap();
        if exchange(&at("one"), &at("other")).unwrap() {
            assert!(at("other/file").exists() && at("one").exists() && !at("one/file").exists());
        }
    }
}
