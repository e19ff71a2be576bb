//! What each recipient is sent, counted, and the list of all that was sent.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use tizim_report::{CsvTarget, CsvWriter};
use tizim_rolls::Standing;

use super::recipients::Recipient;

/// What one recipient is sent.
#[derive(Debug, Default)]
pub(super) struct Letter {
    /// The verdicts that wait for an answer and in which it has an entry, by their place.
    pub(super) verdicts: BTreeSet<usize>,
    /// The groups in which it has an entry.
    pub(super) groups: BTreeSet<u64>,
    pub(super) pairs: u64,
    /// Those that wait for an answer.
    pub(super) open_pairs: u64,
    /// Both entries of some pair are its own.
    pub(super) both_own: bool,
    /// Entries of groups that are too large for pairs.
    pub(super) entries: u64,
    /// Of pairs and entries, how many were not decided, by the answer how many were, and how many are open again.
    pub(super) open: u64,
    pub(super) answered: [u64; 3],
    pub(super) reopened: u64,
}

impl Letter {
    /// Counts pairs or entries that stand so.
    pub(super) fn count(&mut self, standing: Option<Standing>) {
        match standing {
            None => self.open += 1,
            Some(Standing::Cleared(answer)) => self.answered[answer as usize] += 1,
            Some(Standing::Reopened(_)) => self.reopened += 1,
        }
    }

    /// Whether something in it waits for an answer.
    pub(super) fn is_open(&self) -> bool {
        self.open + self.reopened > 0
    }
}

/// Whether what stands so waits for an answer.
pub(super) fn is_open(standing: Option<Standing>) -> bool {
    standing.and_then(Standing::cleared).is_none()
}

/// The list of what was sent to whom: the file of each letter, and how much of it is open.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn list(reveal: bool, files: &[String], letters: &BTreeMap<Recipient, Letter>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let headings = [
        "region",
        "tec",
        "file",
        "groups",
        "pairs",
        "entries",
        "open",
        "explained",
        "corrected",
        "rejected",
        "reopened",
    ];
    let mut writer = CsvWriter::marked(reveal, &mut bytes, CsvTarget::Stream, headings)?;
    for (file, (recipient, letter)) in files.iter().zip(letters) {
        writer.with(|mut record| {
            record.text(&recipient.region).text(&recipient.tec).text(file);
            record
                .count(letter.groups.len() as u64)
                .count(letter.pairs)
                .count(letter.entries)
                .count(letter.open);
            for answered in letter.answered {
                record.count(answered);
            }
            record.count(letter.reopened);
            record.end();
        })?;
    }
    writer.finish()?;
    Ok(bytes)
}
