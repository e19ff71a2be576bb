//! Rows that no number settles, by full name and birth date. That two rows agree in these is no proof that they are one
//! person's: chance gives such pairs as well, and how many is estimated.

use std::collections::BTreeMap;

use tizim_people::BirthDate;

use crate::counts::chance::is_first_of_january;
use crate::reconcile::by_number::Settled;
use crate::reconcile::difference::Side;

/// A row of a group of one full name and birth year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dated {
    /// Written, or stated by the number.
    pub(super) date: BirthDate,
    pub(super) side: Side,
    pub(super) position: u64,
}

/// Pairs of rows of the two lists that agree, counted to tell what chance explains.
#[derive(Debug, Clone, Default)]
pub(super) struct Agreeing {
    /// That agree on name and birth year, by the year; none of a 1 January.
    pub(super) same_year: BTreeMap<u16, u64>,
    /// On name and birth date as well.
    pub(super) same_date: BTreeMap<u16, u64>,
    pub(super) born_on_new_year: u64,
}

/// Puts the rows of a group into pairs: those of one whole date first, then those of which one states the year alone. Calls
/// `pair` with each.
pub(super) fn settle(rows: &mut [Dated], settled: &mut Settled, pair: &mut dyn FnMut([u64; 2])) {
    rows.sort_unstable();
    let mut rest: Vec<Dated> = Vec::new();
    for same in rows.chunk_by(|one, other| one.date == other.date) {
        if !same[0].date.is_whole() || !settle_all(same, settled, pair) {
            rest.extend(same);
        }
    }
    let (years, whole): (Vec<Dated>, Vec<Dated>) = rest.iter().partition(|row| !row.date.is_whole());
    let has = |rows: &[Dated], side| rows.iter().any(|row| row.side == side);
    for side in Side::BOTH {
        // A row that states a whole date can be any of those of the other list that state the year alone.
        let other = side.other();
        if has(&years, side) && (has(&whole, other) || has(&years, other)) {
            settle_all(&rest, settled, pair);
            return;
        }
    }
}

/// Puts rows that can all be one person's into a pair, or tells them as several; false where they are of one list.
fn settle_all(rows: &[Dated], settled: &mut Settled, pair: &mut dyn FnMut([u64; 2])) -> bool {
    let of = |side: Side| rows.iter().filter(move |row| row.side == side).map(|row| row.position);
    let [left, right] = Side::BOTH.map(|side| of(side).collect::<Vec<u64>>());
    match (left.as_slice(), right.as_slice()) {
        ([], _) | (_, []) => return false,
        ([one], [other]) => {
            settled.paired[Side::A as usize].insert(*one);
            settled.paired[Side::B as usize].insert(*other);
            pair([*one, *other]);
        }
        _ => {
            for row in rows {
                settled.several[row.side as usize].insert(row.position);
            }
        }
    }
    true
}

impl Agreeing {
    /// Counts the pairs of a group, sorted by date.
    pub(super) fn count(&mut self, rows: &[Dated]) {
        let pairs = |rows: &mut dyn Iterator<Item = &Dated>| {
            let mut count = [0_u64; 2];
            rows.for_each(|row| count[row.side as usize] += 1);
            count[0] * count[1]
        };
        let Some(year) = rows.first().map(|row| row.date.year()) else { return };
        let usual = |row: &&Dated| row.date.is_whole() && !is_first_of_january(row.date);
        *self.same_year.entry(year).or_default() += pairs(&mut rows.iter().filter(usual));
        for same in rows.chunk_by(|one, other| one.date == other.date) {
            let agreeing = pairs(&mut same.iter());
            if is_first_of_january(same[0].date) {
                self.born_on_new_year += agreeing;
            } else if same[0].date.is_whole() {
                *self.same_date.entry(year).or_default() += agreeing;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(rows: &[(Side, Option<(u8, u8)>)]) -> (Vec<[u64; 2]>, Vec<u64>) {
        let mut dated: Vec<Dated> = (0..)
            .zip(rows)
            .map(|(position, (side, day))| Dated {
                date: match day {
                    Some((month, day)) => BirthDate::full(1980, *month, *day).unwrap(),
                    None => BirthDate::year_only(1980).unwrap(),
                },
                side: *side,
                position,
            })
            .collect();
        let (mut pairs, mut settled) = (Vec::new(), Settled::default());
        settle(&mut dated, &mut settled, &mut |pair| pairs.push(pair));
        let mut several: Vec<u64> =
            settled.several.iter().flat_map(super::super::rows::RowBits::iter).collect();
        several.sort_unstable();
        (pairs, several)
    }

    #[test]
    fn pairs_are_never_arbitrary() {
        use Side::{A, B};
        let may = Some((5, 1));
        assert_eq!(settled(&[(A, may), (B, may)]), (vec![[0, 1]], vec![]));
        assert_eq!(settled(&[(A, may), (A, may)]), (vec![], vec![]), "one list alone");
        assert_eq!(settled(&[(A, may), (B, may), (B, may)]), (vec![], vec![0, 1, 2]));
        assert_eq!(settled(&[(A, may), (B, Some((6, 1)))]), (vec![], vec![]), "two days");
        assert_eq!(settled(&[(A, may), (B, None)]), (vec![[0, 1]], vec![]), "a year fits a day of it");
        assert_eq!(
            settled(&[(A, may), (B, may), (B, None)]),
            (vec![[0, 1]], vec![]),
            "the whole date goes first"
        );
        assert_eq!(settled(&[(A, may), (A, Some((6, 1))), (B, None)]), (vec![], vec![0, 1, 2]));
    }

    #[test]
    fn pairs_are_counted_across_lists_alone() {
        let date = |month, day| BirthDate::full(1980, month, day).unwrap();
        let row = |date, side| Dated { date, side, position: 0 };
        let mut rows = [
            row(date(1, 1), Side::A),
            row(date(1, 1), Side::B),
            row(date(5, 1), Side::A),
            row(date(5, 1), Side::B),
            row(date(6, 1), Side::B),
        ];
        rows.sort_unstable();
        let mut agreeing = Agreeing::default();
        agreeing.count(&rows);
        assert_eq!(
            (agreeing.same_year[&1980], agreeing.same_date[&1980], agreeing.born_on_new_year),
            (2, 1, 1)
        );
    }
}
