//! Registers that were given twice: as CSV and as a workbook, as an older version, or pasted into one file.

use std::collections::{BTreeMap, BTreeSet};

use tizim_polling::precinct;

use crate::Certificate;
use crate::ledger::entry::same_issue;

/// Files with fewer certificates are not compared.
const FEWEST: usize = 10;
/// Of ten certificates of the smaller file so many are on both.
const MOST_OF_TEN: usize = 9;

/// Pairs of files that are one register; a file beside itself holds its register twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct GivenTwice {
    pairs: BTreeSet<(String, String)>,
}

/// What two files have in common, by certificates.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    /// Issued at one time to one person.
    issues: usize,
    /// And used alike, or unused in both.
    uses: usize,
}

impl GivenTwice {
    /// Looks through the rows of each certificate.
    pub(crate) fn find<'r>(lives: impl Iterator<Item = Vec<&'r Certificate>>) -> Self {
        let mut shared: BTreeMap<(&str, &str), Shared> = BTreeMap::new();
        let mut certificates: BTreeMap<&str, usize> = BTreeMap::new();
        for rows in lives {
            let files: BTreeSet<&str> = rows.iter().map(|row| &*row.file).collect();
            for file in files {
                *certificates.entry(file).or_default() += 1;
            }
            let mut pairs: BTreeMap<(&str, &str), bool> = BTreeMap::new();
            // A certificate has a row or two, and a serial that many rows bear is none.
            let rows = if rows.len() > 16 { &[] } else { rows.as_slice() };
            for (at, one) in rows.iter().enumerate() {
                for other in rows[at + 1..].iter().filter(|other| same_issue(one, other)) {
                    *pairs.entry(ordered(one, other)).or_default() |= use_of(one) == use_of(other);
                }
            }
            for (files, used_alike) in pairs {
                let shared = shared.entry(files).or_default();
                shared.issues += 1;
                shared.uses += usize::from(used_alike);
            }
        }
        let is_one = |(files, shared): &((&str, &str), Shared)| {
            let fewest = certificates[files.0].min(certificates[files.1]);
            // A register of use repeats those of another that were used, and of these no other one does.
            let is_version = 2 * shared.uses >= shared.issues;
            fewest >= FEWEST && 10 * shared.issues >= MOST_OF_TEN * fewest && is_version
        };
        let found = shared.into_iter().filter(is_one);
        Self { pairs: found.map(|((one, other), _)| (one.to_owned(), other.to_owned())).collect() }
    }

    /// Whether a row only repeats another one of the same register, given twice.
    pub(crate) fn repeats(&self, row: &Certificate, other: &Certificate) -> bool {
        if self.pairs.is_empty() || !same_issue(row, other) {
            return false;
        }
        let (one, two) = ordered(row, other);
        let adds_nothing = use_of(row) == use_of(other) || use_of(row).is_none();
        adds_nothing && self.pairs.contains(&(one.to_owned(), two.to_owned()))
    }

    /// The files, as they are named.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.pairs
            .iter()
            .map(|(one, other)| if one == other { format!("{one} × 2") } else { format!("{one} = {other}") })
    }
}

fn ordered<'r>(one: &'r Certificate, other: &'r Certificate) -> (&'r str, &'r str) {
    let (one, other) = (&*one.file, &*other.file);
    if one <= other { (one, other) } else { (other, one) }
}

/// Where and when a row says that its certificate was used, and that it came back.
fn use_of(row: &Certificate) -> Option<(String, Option<tizim_people::Moment>, bool)> {
    let place = precinct::normal(&row.used_precinct);
    let returned = row.returned == Some(true);
    (!place.is_empty() || row.used_at.is_some() || returned).then_some((place, row.used_at, returned))
}
