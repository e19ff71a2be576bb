//! Different people who share their whole name and birth date: by chance, or planted.
//!
//! Every row of every list with a whole, right number and a whole date is taken; groups with two numbers or more are
//! written. An audit may show them as leads (one person, two numbers?) and must not call them second entries.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use crate::SynthError;
use crate::row::{List, Number, Row, Scribe};
use crate::write::{FileRows, Sheet};

/// The normal form of a name and a birth date, as a fingerprint, and the number.
#[derive(Clone, Copy)]
pub(crate) struct NameKey {
    fingerprint: u64,
    iin: u64,
}

impl NameKey {
    /// The key of a row that states a whole number and date.
    pub(crate) fn of(row: &Row, scribe: &Scribe<'_>) -> Option<Self> {
        if row.number != Number::Whole || row.year_only || row.errors.any() {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        let (mut text, mut normal) = (Vec::with_capacity(64), Vec::with_capacity(96));
        for part in 0..3 {
            text.clear();
            match part {
                0 => scribe.names.write_surname(row.person.surname, row.person.female, &mut text),
                1 => scribe.names.write_given(row.person.given, &mut text),
                _ => scribe.names.write_patronymic(row.person.patronymic, &mut text),
            }
            tizim_people::normalise_into(&text, &mut normal);
            normal.push(0);
        }
        normal.hash(&mut hasher);
        row.person.birth.hash(&mut hasher);
        Some(Self { fingerprint: hasher.finish(), iin: row.person.iin })
    }
}

/// All keys of the nation.
#[derive(Default)]
pub(crate) struct SameName {
    entries: Vec<(u64, List, u64, u64)>,
}

impl SameName {
    pub(crate) fn add(&mut self, key: NameKey, list: List, row: u64) {
        self.entries.push((key.fingerprint, list, row, key.iin));
    }

    /// Writes `truth/same_name.csv`.
    pub(crate) fn write(mut self, out: &Path) -> Result<FileRows, SynthError> {
        self.entries.sort_unstable();
        let mut groups: Vec<&[(u64, List, u64, u64)]> = self
            .entries
            .chunk_by(|left, right| left.0 == right.0)
            .filter(|group| group.iter().any(|entry| entry.3 != group[0].3))
            .collect();
        groups.sort_by_key(|group| (group[0].1, group[0].2));
        let mut sheet = Sheet::create(out, "truth/same_name.csv", "group,file,row")?;
        for (number, group) in groups.into_iter().enumerate() {
            for (_, list, row, _) in group {
                sheet.row(&[(number + 1).to_string().as_str(), list.file(), row.to_string().as_str()])?;
            }
        }
        sheet.finish()
    }
}
