//! Rows of a small table that may be no records by what they say and count: totals that say so, sums of others without
//! the word for it.
//!
//! Neither a label nor arithmetic removes a record alone. A row with the word for a total is one where it names no
//! record, where it lacks what the others have, or where it is a sum; a row without the word where it is a sum of three
//! rows or more and nothing stands where records are named. What remains stays, and is told.

use std::collections::{BTreeMap, BTreeSet};

use crate::typed::{above, parts};

/// A sum of fewer rows may be chance: districts of 100, 200 and 300 are no district and its total.
pub(super) const LEAST_SUMMED: usize = 3;

/// A sum is nearly one where it is off by no more than this part of it.
const NEARLY: u64 = 100;

/// A row by what can be judged here.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its own")]
pub(crate) struct Counted {
    pub(crate) count: Option<u64>,
    /// The region, or what else a table is divided by; empty where none is stated.
    pub(crate) within: String,
    /// What names the record: its number, else its name; empty where nothing does but the word for a total.
    pub(crate) name: String,
    /// Something stands in the column by which records are named first: their number.
    pub(crate) numbered: bool,
    /// The row has the word for a total.
    pub(crate) labelled: bool,
    /// It says that it is a part of the row before it.
    pub(crate) part: bool,
    /// It is called by the name of the whole country.
    pub(crate) nation: bool,
    /// Every count is stated that nearly all rows state.
    pub(crate) full: bool,
}

/// Rows that are no records, or perhaps none, by their places.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// Totals by their word.
    pub(crate) labelled: BTreeSet<usize>,
    /// Rows with the word for a total that are records by all else: they stay, and it is told.
    pub(crate) named: BTreeSet<usize>,
    /// Totals without a word for it: nothing stands where records are named, and three rows or more add up to them.
    pub(crate) sure: BTreeSet<usize>,
    /// Perhaps: they stay, and it is told.
    pub(crate) perhaps: BTreeSet<usize>,
    /// Perhaps, though the sum is not exact: they lack the number or the name that the others have. They stay, and it is told.
    pub(crate) nearly: BTreeSet<usize>,
}

/// A sum so far, and of how many rows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Running {
    sum: u64,
    rows: usize,
}

impl Running {
    pub(super) fn add(&mut self, count: u64) {
        self.sum = self.sum.saturating_add(count);
        self.rows += 1;
    }

    /// Of how many rows a count is the sum; none where it is not, or of one alone.
    pub(super) fn makes(&self, count: u64) -> Option<usize> {
        (count > 0 && self.sum == count && self.rows > 1).then_some(self.rows)
    }

    /// Whether a count is nearly the sum of three rows or more.
    pub(super) fn nearly_makes(&self, count: u64) -> bool {
        count > 0 && self.rows >= LEAST_SUMMED && self.sum.abs_diff(count).saturating_mul(NEARLY) <= count
    }

    /// The same of the others, where the count is among them.
    fn others_make(&self, count: u64) -> Option<usize> {
        (count > 0 && self.sum == count.saturating_mul(2) && self.rows > 2).then_some(self.rows - 1)
    }
}

/// What stands where a row is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// Nothing, or the name of the region; or no number, where the others have one.
    None,
    /// A word, where the others have numbers.
    Word,
    /// What the others have.
    Own,
}

/// How the rows of a table are named.
pub(super) struct Names {
    /// Most are called by numbers.
    pub(super) are_numbered: bool,
    /// Nearly all have something where the number stands.
    pub(super) have_numbers: bool,
    regions: BTreeSet<String>,
}

impl Names {
    fn of(rows: &[Counted]) -> Self {
        let numbered = rows.iter().filter(|row| is_numbered(&row.name)).count();
        let regions = rows.iter().map(|row| row.within.clone()).filter(|within| !within.is_empty());
        let filled = rows.iter().filter(|row| row.numbered).count();
        Self {
            are_numbered: numbered * 3 >= rows.len() * 2,
            have_numbers: filled * 3 >= rows.len() * 2,
            regions: regions.collect(),
        }
    }

    pub(super) fn naming(&self, row: &Counted) -> Naming {
        match () {
            () if row.name.is_empty() || self.regions.contains(&row.name) => Naming::None,
            () if self.have_numbers && !row.numbered => Naming::None,
            () if self.are_numbered && !is_numbered(&row.name) => Naming::Word,
            () => Naming::Own,
        }
    }
}

pub(super) fn is_numbered(name: &str) -> bool {
    name.chars().any(char::is_numeric)
}

/// What a row is, of which so many others are the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Record,
    Labelled,
    Named,
    Sure,
    Perhaps,
    Nearly,
}

fn judged(row: &Counted, naming: Naming, summed: Option<usize>, nearly: bool) -> Found {
    match summed {
        _ if row.labelled && (naming != Naming::Own || !row.full || row.count.is_none()) => Found::Labelled,
        Some(_) if row.labelled => Found::Labelled,
        None if row.labelled => Found::Named,
        // The country is no part of itself.
        _ if row.nation && (summed.is_some() || nearly || naming == Naming::None) => Found::Labelled,
        // A precinct that is called by a word alone is none the less a precinct.
        Some(rows) if rows >= LEAST_SUMMED && naming == Naming::None => Found::Sure,
        Some(_) => Found::Perhaps,
        None if nearly && naming != Naming::Own => Found::Nearly,
        None => Found::Record,
    }
}

/// Sums of the rows so far.
#[derive(Debug, Clone, Default)]
struct Sofar<'a> {
    /// Of all, and of those since the last total.
    all: Running,
    since: Running,
    /// The same without rows that may be sums of others.
    plain: Running,
    plain_since: Running,
    regions: BTreeMap<&'a str, Running>,
}

impl<'a> Sofar<'a> {
    fn of_region(&self, row: &Counted) -> Running {
        self.regions.get(row.within.as_str()).copied().unwrap_or_default()
    }

    /// Of how many rows the count of a row is the sum, and whether it nearly is.
    fn makes(&self, row: &Counted) -> (Option<usize>, bool) {
        let count = row.count.unwrap_or(0);
        let sums = [self.since, self.plain_since, self.all, self.plain, self.of_region(row)];
        (sums.iter().filter_map(|sum| sum.makes(count)).max(), sums.iter().any(|sum| sum.nearly_makes(count)))
    }

    fn add(&mut self, row: &'a Counted, found: Found) {
        if matches!(found, Found::Labelled | Found::Sure) {
            (self.since, self.plain_since) = Default::default();
            return;
        }
        let Some(count) = row.count else { return };
        self.since.add(count);
        self.all.add(count);
        self.regions.entry(row.within.as_str()).or_default().add(count);
        if found == Found::Perhaps {
            self.plain_since = Running::default();
        } else {
            self.plain.add(count);
            self.plain_since.add(count);
        }
    }
}

/// Finds the totals among these rows, and the rows whose count is the sum of the rows above them (all, or those since the
/// last total), of the others of their region, or of all others.
pub(crate) fn find(rows: &[Counted]) -> Sums {
    let names = Names::of(rows);
    let above = above::found(rows, &names);
    let mut found = vec![Found::Record; rows.len()];
    let mut sofar = Sofar::default();
    // Behind a part of the row before it other parts may stand, whose rows do not say so. They add up to the last total,
    // or to all records so far.
    let (mut among_parts, mut parts_end, mut total) = (false, 0, 0);
    for (at, row) in rows.iter().enumerate() {
        let ((summed, nearly), naming) = (sofar.makes(row), names.naming(row));
        let own = judged(row, naming, summed, nearly);
        if row.part && sofar.all.rows > 1 {
            parts_end = parts_end.max(parts::end(rows, at, &names, [total, sofar.all.sum]));
        }
        // "Of which" alone at the top heads the records.
        let begins = row.part && (row.count.is_some() || sofar.all.rows > 0);
        among_parts = begins || (among_parts && names.have_numbers && naming == Naming::None);
        found[at] = match (own, above[at]) {
            _ if at < parts_end => Found::Labelled,
            (Found::Record | Found::Nearly, _) if among_parts => Found::Labelled,
            (Found::Record | Found::Nearly | Found::Perhaps, Some(above)) => above,
            _ => own,
        };
        if row.labelled && !row.part {
            total = row.count.filter(|_| summed.is_some()).unwrap_or(0);
        }
        sofar.add(row, found[at]);
    }
    let (all, regions) = (sofar.all, sofar.regions);
    // Totals that stand above what they sum.
    for (row, found) in rows.iter().zip(&mut found) {
        let Some(count) = row.count.filter(|_| !matches!(found, Found::Labelled | Found::Sure)) else {
            continue;
        };
        let region = regions.get(row.within.as_str()).copied().unwrap_or_default();
        let summed = [all.others_make(count), region.others_make(count)].into_iter().flatten().max();
        if summed.is_some() {
            *found = judged(row, names.naming(row), summed, false);
        }
    }
    let of = |wanted: Found| (0..rows.len()).filter(|&at| found[at] == wanted).collect();
    Sums {
        labelled: of(Found::Labelled),
        named: of(Found::Named),
        sure: of(Found::Sure),
        perhaps: of(Found::Perhaps),
        nearly: of(Found::Nearly),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows with a name, a region and a count; a name that begins with `=` has the word for a total beside it.
    fn rows(rows: &[(&str, &str, u64)]) -> Vec<Counted> {
        let row = |&(name, within, count): &(&str, &str, u64)| Counted {
            count: Some(count),
            within: within.to_owned(),
            name: name.trim_start_matches('=').to_owned(),
            numbered: !name.trim_start_matches('=').is_empty(),
            labelled: name.starts_with('='),
            full: true,
            ..Counted::default()
        };
        rows.iter().map(row).collect()
    }

    fn judged(table: &[(&str, &str, u64)]) -> (Vec<usize>, Vec<usize>) {
        let sums = find(&rows(table));
        (sums.sure.into_iter().collect(), sums.perhaps.into_iter().collect())
    }

    fn labelled(table: &[Counted]) -> (Vec<usize>, Vec<usize>) {
        let sums = find(table);
        (sums.labelled.into_iter().collect(), sums.named.into_iter().collect())
    }

    #[test]
    fn totals_without_a_word_for_it() {
        let table = [
            ("1", "N", 5),
            ("2", "N", 6),
            ("3", "N", 7),
            ("", "N", 18),
            ("4", "S", 8),
            ("5", "S", 9),
            ("6", "S", 2),
            ("S", "", 19),
            ("", "", 37),
        ];
        assert_eq!(judged(&table), (vec![3, 7, 8], vec![]));
        // A name, and no number where all others have one.
        let mut table = rows(&[("1", "", 5), ("2", "", 6), ("3", "", 7), ("all of it", "", 18)]);
        table[3].numbered = false;
        assert_eq!(find(&table).sure.into_iter().collect::<Vec<_>>(), [3]);
        // Above what they sum.
        let table = [("", "", 18), ("1", "", 5), ("2", "", 6), ("3", "", 7)];
        assert_eq!(judged(&table), (vec![0], vec![]));
    }

    #[test]
    fn arithmetic_alone_removes_nothing() {
        assert_eq!(judged(&[("1", "", 100), ("2", "", 200), ("3", "", 300)]), (vec![], vec![2]));
        assert_eq!(judged(&[("1", "", 1), ("2", "", 2), ("3", "", 4), ("4", "", 7)]), (vec![], vec![3]));
        // Two rows are too few, whatever is missing.
        assert_eq!(judged(&[("1", "", 10), ("2", "", 20), ("", "", 30)]), (vec![], vec![2]));
        // A word among numbers may be a precinct all the same.
        let table = [("1", "N", 100), ("2", "N", 120), ("3", "N", 80), ("сизо", "N", 300)];
        assert_eq!(judged(&table), (vec![], vec![3]));
        assert_eq!(judged(&[("A", "", 1), ("B", "", 2), ("C", "", 4), ("D", "", 7)]), (vec![], vec![3]));
        assert_eq!(judged(&[("1", "", 0), ("2", "", 0), ("3", "", 0), ("", "", 0)]), (vec![], vec![]));
        assert_eq!(judged(&[("1", "", 10), ("2", "", 11), ("3", "", 12)]), (vec![], vec![]));
    }

    #[test]
    fn a_word_alone_removes_no_record() {
        // A number of its own, all counts, no sum: a place that is called so.
        assert_eq!(labelled(&rows(&[("1", "", 10), ("2", "", 11), ("=7", "", 12)])), (vec![], vec![2]));
        // It is a total where the number is missing, foreign or a running one, or a count that all others have.
        assert_eq!(labelled(&rows(&[("1", "", 10), ("2", "", 11), ("=", "", 12)])), (vec![2], vec![]));
        assert_eq!(labelled(&rows(&[("1", "", 10), ("2", "", 11), ("=север", "", 12)])), (vec![2], vec![]));
        assert_eq!(labelled(&rows(&[("1", "", 10), ("2", "", 11), ("=3", "", 21)])), (vec![2], vec![]));
        assert_eq!(labelled(&rows(&[("=1", "", 21), ("2", "", 10), ("3", "", 11)])), (vec![0], vec![]));
        let mut table = rows(&[("1", "", 10), ("2", "", 11), ("=3", "", 22)]);
        table[2].full = false;
        assert_eq!(labelled(&table), (vec![2], vec![]));
        table[2] = Counted { count: None, ..table[1].clone() };
        table[2].labelled = true;
        assert_eq!(labelled(&table), (vec![2], vec![]));
        // What a total sums begins behind the one before.
        let table = [("1", "", 10), ("2", "", 11), ("=", "", 21), ("3", "", 5), ("4", "", 6), ("=5", "", 11)];
        assert_eq!(labelled(&rows(&table)), (vec![2, 5], vec![]));
    }
}
