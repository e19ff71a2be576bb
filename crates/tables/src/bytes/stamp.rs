//! What a file was when it was opened, so that it is noticed when somebody writes to it, or puts another in its place, while
//! it is read.

use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

/// Size, time of the last change, and which thing on the disk it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    changed: Option<SystemTime>,
    thing: (u64, u64),
}

impl Stamp {
    /// What is known of it.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), changed: metadata.modified().ok(), thing: thing(metadata) }
    }

    /// What is no longer as it was with the file of this path, in words; `None` where it is the same.
    pub(crate) fn difference(&self, path: &Path) -> Option<&'static str> {
        let Ok(metadata) = std::fs::metadata(path) else { return Some("it is no longer there") };
        let now = Self::of(&metadata);
        if now.thing != self.thing {
            Some("another file has taken its place")
        } else if now.size != self.size {
            Some("it has another size now")
        } else if now.changed != self.changed {
            Some("somebody has written to it")
        } else {
            None
        }
    }
}

#[cfg(unix)]
fn thing(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;

    (metadata.dev(), metadata.ino())
}

/// Elsewhere size and time have to do.
#[cfg(not(unix))]
fn thing(_metadata: &Metadata) -> (u64, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_happens_to_a_file_is_noticed() {
        let place = std::env::temp_dir().join(format!("tizim-stamp-{}", std::process::id()));
        fs::create_dir_all(&place).unwrap();
        let (file, other) = (place.join("list.csv"), place.join("other.csv"));
        fs::write(&file, "one").unwrap();
        let stamp = Stamp::of(&fs::metadata(&file).unwrap());
        assert_eq!(stamp.difference(&file), None);
        fs::File::open(&file).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(stamp.difference(&file), Some("somebody has written to it"));
        fs::write(&file, "longer").unwrap();
        assert_eq!(stamp.difference(&file), Some("it has another size now"));
        fs::write(&other, "one").unwrap();
        if cfg!(unix) {
            fs::rename(&other, &file).unwrap();
            assert_eq!(stamp.difference(&file), Some("another file has taken its place"));
        }
        fs::remove_file(&file).unwrap();
        assert_eq!(stamp.difference(&file), Some("it is no longer there"));
        fs::remove_dir_all(&place).unwrap();
    }
}
