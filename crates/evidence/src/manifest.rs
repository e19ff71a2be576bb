//! What went into a report, so that anyone can recompute it: version, settings that matter, profile and inputs.

use serde::{Deserialize, Serialize};

use crate::{Persons, Value};

/// Version of the JSON contract.
pub const SCHEMA_VERSION: u32 = 1;

/// A setting that changes the result (never threads, memory, paths or verbosity).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Option as typed, without dashes.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// One input file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InputRecord {
    /// What it was read as: `permanent`, `precincts`, `districts` …
    pub role: String,
    /// File name as given, without folders of this machine.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes, hexadecimal in groups of eight.
    pub blake3: String,
    /// What was detected or set: encoding, delimiter, heading row, columns.
    pub read_as: String,
    /// Records read below the heading.
    pub rows_read: Value,
    /// Records used.
    pub rows_taken: Value,
    /// Records that could not be used.
    pub rows_rejected: Value,
    /// Blank lines, totals and signature lines set aside.
    pub rows_set_aside: Value,
}

impl InputRecord {
    /// Whether every record read is accounted for, as far as the numbers are shown.
    pub fn adds_up(&self) -> bool {
        let parts = [&self.rows_taken, &self.rows_rejected, &self.rows_set_aside];
        let sum = parts.into_iter().try_fold(0_i64, |sum, part| Some(sum.saturating_add(part.whole()?)));
        self.rows_read.whole().zip(sum).is_none_or(|(read, sum)| read == sum)
    }

    /// The same, where each record is a person: an entry on a list, a certificate.
    #[must_use]
    pub fn of_persons(mut self) -> Self {
        for rows in
            [&mut self.rows_read, &mut self.rows_taken, &mut self.rows_rejected, &mut self.rows_set_aside]
        {
            if let Some(count) = rows.whole() {
                *rows = Persons(count.unsigned_abs()).into();
            }
        }
        self
    }
}

/// How a report came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `tizim`.
    pub tool: String,
    /// Version of the program.
    pub version: String,
    /// Version of the JSON contract.
    pub schema_version: u32,
    /// Command, such as `rolls check`.
    pub command: String,
    /// Profile identifier.
    pub profile: String,
    /// BLAKE3 of the profile text.
    pub profile_blake3: String,
    /// Settings that change the result.
    pub settings: Vec<Setting>,
    /// Seed of everything random.
    pub seed: u64,
    /// Identifier of the masking key; says nothing of the key.
    pub key_id: Option<String>,
    /// Moment of the run, unless left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// Inputs in the order they were given.
    pub inputs: Vec<InputRecord>,
}
