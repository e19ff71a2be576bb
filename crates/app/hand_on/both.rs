//! One sink in the place of two.

use std::io;

use tizim_rolls::{DuplicateSink, LineForm, Since};

use super::entry;
use super::spool::Spool;
use crate::commands::duplicate_file::{DuplicateFile, duplicate_line};

/// `duplicates.csv` and what letters are made of, from the same lines.
pub(crate) struct Both {
    pub(crate) file: DuplicateFile,
    pub(crate) spool: Spool,
}

impl DuplicateSink for Both {
    fn form(&self) -> LineForm {
        // The line of the file first, and behind all how long it is.
        |line, form| {
            let start = form.len();
            duplicate_line(line, form);
            let length = form.len() - start;
            entry::keep(line, form);
            form.extend_from_slice(&(length as u32).to_le_bytes());
        }
    }

    fn wants_pairs(&self) -> bool {
        true
    }

    fn take(&mut self, group: u64, form: &[u8]) -> io::Result<()> {
        let Some((both, length)) = form.split_last_chunk() else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let (line, kept) = both.split_at(u32::from_le_bytes(*length) as usize);
        self.file.take(group, line)?;
        self.spool.take(group, kept)
    }

    fn begin(&mut self, group: u64, since: Option<Since>) {
        self.file.begin(group, since);
    }

    fn end(&mut self, closed: &[u64]) {
        self.file.end(closed);
    }
}
