//! Rows below "of which", whose own words do not say that they are parts of what stands above.

use crate::typed::sums::{Counted, Names, Naming, is_numbered};

/// The end of the parts that begin at a row which says so: those behind it are parts where they add up to a whole, and
/// none of them is named as records are.
pub(super) fn end(rows: &[Counted], at: usize, names: &Names, wholes: [u64; 2]) -> usize {
    let mut sum = rows[at].count.unwrap_or(0);
    let is_record = |row: &Counted| {
        (names.have_numbers && names.naming(row) == Naming::Own)
            || (names.are_numbered && is_numbered(&row.name))
            || (row.labelled && !row.part)
    };
    for (behind, row) in rows[at + 1..].iter().enumerate() {
        let Some(count) = row.count.filter(|_| !is_record(row)) else { break };
        sum = sum.saturating_add(count);
        let of_several = behind > 0 || rows[at].count.is_some();
        if of_several && sum > 0 && wholes.contains(&sum) {
            return at + behind + 2;
        }
    }
    at + 1
}

#[cfg(test)]
mod tests {
    use crate::typed::sums::{Counted, find};

    fn row(name: &str, count: u64) -> Counted {
        Counted { count: Some(count), name: name.to_owned(), full: true, ..Counted::default() }
    }

    fn of_which(count: Option<u64>) -> Counted {
        Counted { count, part: true, labelled: true, ..Counted::default() }
    }

    fn labelled(table: &[Counted]) -> Vec<usize> {
        find(table).labelled.into_iter().collect()
    }

    #[test]
    fn parts_below_of_which() {
        let records = [row("Abc 1", 71), row("Abc 2", 64), row("Abc 3", 58)];
        let total = Counted { labelled: true, ..row("", 193) };
        let foot = |parts: &[Counted]| [&records[..], std::slice::from_ref(&total), parts].concat();
        assert_eq!(labelled(&foot(&[of_which(Some(101)), row("men", 92)])), [3, 4, 5]);
        assert_eq!(labelled(&foot(&[of_which(None), row("urban", 120), row("rural", 73)])), [3, 4, 5, 6]);
        // No total above it: the whole is what the records add up to.
        let table = [&records[..], &[of_which(None), row("urban", 120), row("rural", 73)]].concat();
        assert_eq!(labelled(&table), [3, 4, 5]);
        // They add up to something else, or are named as the records are.
        assert_eq!(labelled(&foot(&[of_which(Some(101)), row("port", 90)])), [3, 4]);
        assert_eq!(labelled(&foot(&[of_which(None), row("Abc 4", 120), row("Abc 5", 73)])), [3, 4]);
    }

    #[test]
    fn records_below_a_total_at_the_top_are_no_parts() {
        let table = [
            Counted { labelled: true, ..row("", 135) },
            of_which(None),
            row("north", 71),
            row("south", 35),
            row("west", 29),
        ];
        assert_eq!(labelled(&table), [0, 1]);
    }
}
