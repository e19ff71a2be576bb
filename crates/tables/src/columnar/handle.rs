//! The bytes of a file of columns, and what stands at their end.

use std::fs::File;
use std::sync::Arc;

use bytes::Bytes;
use parquet::column::page::PageReader;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use super::ColumnarProblem;
use super::file::ColumnFile;
use super::pages::{self, Allowance};
use crate::bytes::source::Backing;

/// The end of a file.
const MAGIC: &[u8; 4] = b"PAR1";

/// The end of a file whose directory is encrypted.
const ENCRYPTED: &[u8; 4] = b"PARE";

/// The bytes of the file, opened for one reader: columns of one file are not read through one handle by two threads.
#[derive(Debug, Clone)]
pub(super) enum Handle {
    File(Arc<File>),
    Held(Bytes),
}

impl Handle {
    pub(super) fn open(backing: &Backing) -> Result<Self, ColumnarProblem> {
        Ok(match backing {
            Backing::File(path, _) => {
                Self::File(Arc::new(File::open(path).map_err(|_| ColumnarProblem::Directory)?))
            }
            Backing::Held(bytes) => Self::Held(Bytes::from_owner(Shared(Arc::clone(bytes)))),
        })
    }

    pub(super) fn pages(
        &self,
        file: &ColumnFile,
        group: usize,
        column: usize,
        allowance: &Arc<Allowance>,
    ) -> Result<Box<dyn PageReader>, ParquetError> {
        let Some(directory) = file.directory() else {
            return Err(ParquetError::General(String::new()));
        };
        let group = directory.row_group(group);
        let (chunk, rows) = (group.column(column), usize::try_from(group.num_rows()).unwrap_or(0));
        match self {
            Self::File(file) => pages::of(file.try_clone()?, chunk, rows, allowance),
            Self::Held(bytes) => pages::of(bytes.clone(), chunk, rows, allowance),
        }
    }

    /// Bytes of the file.
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::File(file) => Length::len(&**file),
            Self::Held(bytes) => Length::len(bytes),
        }
    }

    /// Four bytes, of which the last stands so far before the end.
    fn four(&self, before: u64) -> Option<[u8; 4]> {
        let at = self.length().checked_sub(before + 4)?;
        let found = match self {
            Self::File(file) => file.get_bytes(at, 4),
            Self::Held(bytes) => bytes.get_bytes(at, 4),
        };
        found.ok()?.first_chunk().copied()
    }

    pub(super) fn ends_encrypted(&self) -> bool {
        self.four(0).is_some_and(|last| last == *ENCRYPTED)
    }

    /// How long the directory is, where the file ends as such files do.
    pub(super) fn directory_length(&self) -> Option<u64> {
        self.four(0).filter(|end| end == MAGIC)?;
        self.four(4).map(|length| u64::from(u32::from_le_bytes(length)))
    }
}

struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
