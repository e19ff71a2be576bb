//! Totals that stand above the rows they sum: a district, then its precincts, then the next district.

use crate::typed::sums::{Counted, Found, LEAST_SUMMED, Names, Naming, Running};

/// What is found of rows by the rows that follow them, up to the next row that is named like them or has the word for a
/// total. `None` where nothing is.
pub(super) fn found(rows: &[Counted], names: &Names) -> Vec<Option<Found>> {
    let mut found: Vec<Option<Found>> = vec![None; rows.len()];
    let heads = tiling(rows);
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !says_so(row)) {
        let (Some(count), naming) = (row.count, names.naming(row)) else { continue };
        let tiles = heads.contains(&at);
        if naming == Naming::Own {
            found[at] = tiles.then_some(Found::Perhaps);
            continue;
        }
        let following = &rows[at + 1..];
        let ends = |row: &&Counted| !says_so(row) && names.naming(row) == Naming::Own;
        let mut members = Running::default();
        following.iter().take_while(ends).filter_map(|row| row.count).for_each(|count| members.add(count));
        found[at] = match members.makes(count) {
            Some(_) if tiles => Some(Found::Sure),
            Some(rows) if rows >= LEAST_SUMMED && naming == Naming::None => Some(Found::Sure),
            Some(_) => Some(Found::Perhaps),
            None => members.nearly_makes(count).then_some(Found::Nearly),
        };
    }
    found
}

/// Whether a row says that it is a total or a part of one.
fn says_so(row: &Counted) -> bool {
    row.labelled || row.part
}

/// The first rows of groups, two or more, into which the whole table falls, where each is the sum of the others of its
/// group.
fn tiling(rows: &[Counted]) -> Vec<usize> {
    let (mut heads, mut left, mut members) = (Vec::new(), 0, 0);
    for (at, row) in rows.iter().enumerate() {
        let count = row.count.unwrap_or(0);
        match () {
            () if says_so(row) && left == 0 => {}
            () if says_so(row) => return Vec::new(),
            () if left == 0 && count > 0 => {
                heads.push(at);
                (left, members) = (count, 0);
            }
            () if count > left => return Vec::new(),
            () => {
                (left, members) = (left - count, members + 1);
                if left == 0 && members < 2 {
                    return Vec::new();
                }
            }
        }
    }
    if left > 0 || heads.len() < 2 { Vec::new() } else { heads }
}

#[cfg(test)]
mod tests {
    use crate::typed::sums::{Counted, find};

    fn judged(table: &[(&str, u64)]) -> [Vec<usize>; 3] {
        let row = |&(name, count): &(&str, u64)| Counted {
            count: Some(count),
            name: name.to_owned(),
            numbered: !name.is_empty(),
            full: true,
            ..Counted::default()
        };
        let sums = find(&table.iter().map(row).collect::<Vec<_>>());
        [sums.sure, sums.perhaps, sums.nearly].map(|places| places.into_iter().collect())
    }

    #[test]
    fn a_total_stands_above_its_rows() {
        let none = Vec::<usize>::new;
        let named = |first: &'static str, second: &'static str, total: u64| {
            [
                (first, total),
                ("1", 410),
                ("2", 520),
                ("3", 637),
                ("4", 551),
                (second, 2306),
                ("5", 733),
                ("6", 812),
                ("7", 761),
            ]
        };
        assert_eq!(judged(&named("", "", 2118)), [vec![0, 5], none(), none()]);
        // A word where numbers stand is enough where the whole table falls into such groups.
        assert_eq!(judged(&named("north", "south", 2118)), [vec![0, 5], none(), none()]);
        assert_eq!(judged(&named("north", "south", 2111)), [none(), vec![5], vec![0]]);
        // What has a number like all others stays, and is told.
        assert_eq!(judged(&named("8", "9", 2118)), [none(), vec![0, 5], none()]);
        assert_eq!(judged(&named("8", "9", 2111)), [none(), none(), none()]);
    }

    #[test]
    fn one_row_above_others_is_no_total_by_arithmetic_alone() {
        let none = Vec::<usize>::new;
        assert_eq!(judged(&[("1", 300), ("2", 200), ("3", 100)]), [none(), vec![0], none()]);
        // The word among numbers: a place of its own, of which the next three are the sum by chance.
        let table =
            [("1", 70), ("2", 81), ("3", 95), ("4", 77), ("port", 300), ("5", 90), ("6", 110), ("7", 100)];
        assert_eq!(judged(&table), [none(), vec![4], none()]);
    }
}
