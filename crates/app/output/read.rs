//! What this run has read, which no output may replace: `--force` must never cost anyone their list or their key.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Result;

use crate::failure::Hinted;

static READ: Mutex<BTreeSet<Read>> = Mutex::new(BTreeSet::new());

/// A file that was read: under its one true path, and as the thing on the disk that other names may stand for too.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Read {
    path: PathBuf,
    thing: Option<(u64, u64)>,
}

/// Remembers that a file was read.
pub(crate) fn protect(path: &Path) {
    let Ok(metadata) = fs::metadata(path) else { return };
    // A pipe or a device cannot be replaced by what is written.
    if !metadata.is_file() {
        return;
    }
    if let (Ok(path), Ok(mut read)) = (path.canonicalize(), READ.lock()) {
        read.insert(Read { path, thing: thing(&metadata) });
    }
}

/// Whether this is a file that was read, or a folder that holds one.
pub(super) fn is_input(path: &Path) -> bool {
    let (Ok(place), Ok(read)) = (path.canonicalize(), READ.lock()) else { return false };
    read.iter().any(|input| input.path.starts_with(&place))
}

/// Refuses a target that is a file that was read, or holds one, under whatever name.
pub(super) fn refuse_inputs(target: &Path) -> Result<()> {
    let (Ok(place), Ok(read)) = (target.canonicalize(), READ.lock()) else { return Ok(()) };
    let same = fs::metadata(target).ok().filter(fs::Metadata::is_file).and_then(|metadata| thing(&metadata));
    let is_target = |input: &Read| input.path.starts_with(&place) || (same.is_some() && input.thing == same);
    if !read.iter().any(is_target) {
        return Ok(());
    }
    Err(Hinted::error(
        format!("`{}` is an input of this run, or holds one, and is not replaced", target.display()),
        "name another place with `--out`",
    ))
}

/// What tells a file from all others, whatever its names: its device and number there; elsewhere the path has to do.
pub(super) fn thing(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    #[cfg(unix)]
    let thing = {
        use std::os::unix::fs::MetadataExt;

        Some((metadata.dev(), metadata.ino()))
    };
    #[cfg(not(unix))]
    let thing = {
        let _ = metadata;
        None
    };
    thing
}
