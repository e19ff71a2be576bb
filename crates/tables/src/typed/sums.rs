//! Rows of a small table that may be no records by what they count: sums of others without the word for it, and records
//! that stand twice.

use std::collections::{BTreeMap, BTreeSet};

/// A sum of fewer rows may be chance: districts of 100, 200 and 300 are no district and its total.
const LEAST_SUMMED: usize = 3;

/// A record by what can be judged here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted {
    pub(crate) count: Option<u64>,
    /// The region, or what else a table is divided by; empty where none is stated.
    pub(crate) within: String,
    /// What names the record: its number, else its name.
    pub(crate) name: String,
}

/// Rows that are sums of others, by their places.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// Surely: nothing or something foreign stands where records are named, and three rows or more add up to it.
    pub(crate) sure: BTreeSet<usize>,
    /// Perhaps: they stay, and it is told.
    pub(crate) perhaps: BTreeSet<usize>,
}

/// A sum so far, and of how many rows.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    sum: u64,
    rows: usize,
}

impl Running {
    fn add(&mut self, count: u64) {
        self.sum = self.sum.saturating_add(count);
        self.rows += 1;
    }

    /// Of how many rows a count is the sum; none where it is not, or of one alone.
    fn makes(&self, count: u64) -> Option<usize> {
        (count > 0 && self.sum == count && self.rows > 1).then_some(self.rows)
    }

    /// The same of the others, where the count is among them.
    fn others_make(&self, count: u64) -> Option<usize> {
        (count > 0 && self.sum == count.saturating_mul(2) && self.rows > 2).then_some(self.rows - 1)
    }
}

/// Finds the rows whose count is the sum of the rows above them (all, or those since the last such row), of the others of
/// their region, or of all others.
pub(crate) fn find(rows: &[Counted]) -> Sums {
    let is_foreign = foreign(rows);
    let mut sums = Sums::default();
    let (mut since, mut all) = (Running::default(), Running::default());
    let mut regions: BTreeMap<&str, Running> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(count) = row.count else { continue };
        let region = regions.entry(row.within.as_str()).or_default();
        let summed = [since.makes(count), all.makes(count), region.makes(count)].into_iter().flatten().max();
        match summed {
            Some(rows) if rows >= LEAST_SUMMED && is_foreign(row) => {
                sums.sure.insert(at);
                since = Running::default();
                continue;
            }
            Some(_) => {
                sums.perhaps.insert(at);
            }
            None => {}
        }
        since.add(count);
        all.add(count);
        region.add(count);
    }
    // Totals that stand above what they sum.
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| !sums.sure.contains(at)).collect::<Vec<_>>() {
        let Some(count) = row.count else { continue };
        let region = regions.get(row.within.as_str()).copied().unwrap_or_default();
        let summed = [all.others_make(count), region.others_make(count)].into_iter().flatten().max();
        match summed {
            Some(rows) if rows >= LEAST_SUMMED && is_foreign(row) => {
                sums.sure.insert(at);
                sums.perhaps.remove(&at);
            }
            Some(_) => {
                sums.perhaps.insert(at);
            }
            None => {}
        }
    }
    sums
}

/// Whether nothing stands where records are named, or something that names none: the region, or words among numbers.
fn foreign(rows: &[Counted]) -> impl Fn(&Counted) -> bool {
    let numbered = |name: &str| name.chars().any(char::is_numeric);
    let are_numbered = rows.iter().filter(|row| numbered(&row.name)).count() * 3 >= rows.len() * 2;
    let regions: BTreeSet<String> =
        rows.iter().map(|row| row.within.clone()).filter(|within| !within.is_empty()).collect();
    move |row| row.name.is_empty() || (are_numbered && !numbered(&row.name)) || regions.contains(&row.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(&str, &str, u64)]) -> Vec<Counted> {
        let row = |&(name, within, count): &(&str, &str, u64)| Counted {
            count: Some(count),
            within: within.to_owned(),
            name: name.to_owned(),
        };
        rows.iter().map(row).collect()
    }

    fn judged(table: &[(&str, &str, u64)]) -> (Vec<usize>, Vec<usize>) {
        let sums = find(&rows(table));
        (sums.sure.into_iter().collect(), sums.perhaps.into_iter().collect())
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
        // Names alone are no foreign ones.
        assert_eq!(judged(&[("A", "", 1), ("B", "", 2), ("C", "", 4), ("D", "", 7)]), (vec![], vec![3]));
        assert_eq!(judged(&[("1", "", 0), ("2", "", 0), ("3", "", 0), ("", "", 0)]), (vec![], vec![]));
        assert_eq!(judged(&[("1", "", 10), ("2", "", 11), ("3", "", 12)]), (vec![], vec![]));
    }
}
