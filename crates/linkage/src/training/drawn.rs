//! Pairs that stand for those that are not compared.
//!
//! Pairs are compared because they agree on much, so that what is learnt of them alone flatters: of all who live in one
//! precinct those are compared who were born in one year. So pairs are drawn from all, some evenly, some among those that
//! agree on a column, and each has the weight that its chance of being drawn gives (D. G. Horvitz and D. J. Thompson, "A
//! generalization of sampling without replacement from a finite universe", 1952; Eric Veach and Leonidas J. Guibas,
//! "Optimally combining sampling techniques for Monte Carlo rendering", 1995, for draws of several kinds).

use rayon::prelude::*;

use super::mixed;
use crate::blocking::pair;
use crate::comparison::Comparisons;
use crate::records::{Records, Row};

/// Records among which pairs are drawn; of more, those with the smallest hashes.
const MOST_RECORDS: usize = 200_000;
/// Pairs that are drawn among those that agree on a column, for each column.
const DRAWN_OF_COLUMN: u64 = 12_000;
/// Pairs that are drawn among all.
const DRAWN_OF_ALL: u64 = 24_000;

/// A pair and how many it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Drawn {
    pub(crate) pair: u64,
    pub(crate) stands_for: f64,
}

/// Pairs of records that agree on a column, or any (`column` is `None`).
struct Stratum {
    column: Option<usize>,
    /// Records, those of one value one after another.
    rows: Vec<Row>,
    /// Where the records of each value begin, and pairs up to there.
    values: Vec<(usize, u64)>,
    pairs: u64,
    draws: u64,
}

impl Stratum {
    /// Of these records, in an order that their content gives.
    fn new(records: &Records, order: &[Row], column: Option<usize>) -> Self {
        let value = |row: Row| column.map_or(1, |column| records.cell(column, row));
        let mut rows: Vec<Row> = order.iter().copied().filter(|&row| value(row) != 0).collect();
        // Stable: records of one value stay in the order of their content.
        rows.sort_by_key(|&row| value(row));
        let (mut values, mut pairs, mut begin) = (Vec::new(), 0, 0);
        for of_value in rows.chunk_by(|&left, &right| value(left) == value(right)) {
            let count = of_value.len() as u64;
            if count > 1 {
                values.push((begin, pairs));
                pairs += count * (count - 1) / 2;
            }
            begin += of_value.len();
        }
        let draws = if column.is_some() { DRAWN_OF_COLUMN } else { DRAWN_OF_ALL };
        Self { column, rows, values, pairs, draws }
    }

    /// The pair of this number.
    fn pair(&self, number: u64) -> (Row, Row) {
        let place = self.values.partition_point(|&(_, before)| before <= number) - 1;
        let (begin, before) = self.values[place];
        let number = number - before;
        // The largest `right` with right (right - 1) / 2 <= number.
        let mut right = (0.5 + (0.25 + 2.0 * number as f64).sqrt()) as u64;
        while right * (right - 1) / 2 > number {
            right -= 1;
        }
        while right * (right + 1) / 2 <= number {
            right += 1;
        }
        let left = number - right * (right - 1) / 2;
        (self.rows[begin + left as usize], self.rows[begin + right as usize])
    }

    fn holds(&self, left: &[u32], right: &[u32]) -> bool {
        self.column.is_none_or(|column| left[column] == right[column] && left[column] != 0)
    }
}

/// Draws pairs that are not among the `compared` (sorted), for `possible` pairs in all.
pub(crate) fn drawn(
    records: &Records,
    comparisons: &Comparisons<'_>,
    compared: &[u64],
    possible: u64,
    (within_sources, seed): (bool, u64),
) -> Vec<Drawn> {
    let order = in_order_of_content(records);
    let of_columns = comparisons.columns.iter().map(|comparison| Some(comparison.column));
    let columns: Vec<Option<usize>> = std::iter::once(None).chain(of_columns).collect();
    let strata: Vec<Stratum> = columns
        .into_par_iter()
        .map(|column| Stratum::new(records, &order, column))
        .filter(|stratum| stratum.pairs > 0)
        .collect();
    let permitted = records.possible_pairs_of(within_sources, &order);
    let scale = possible as f64 / permitted.max(1) as f64;
    let draw = |(number, stratum): (usize, &Stratum)| {
        let one = |turn: u64| {
            let state = mixed(mixed(seed ^ number as u64) ^ turn);
            let (left, right) = stratum.pair(((u128::from(state) * u128::from(stratum.pairs)) >> 64) as u64);
            let found = pair(left, right);
            if !records.may_pair(within_sources, left, right) || compared.binary_search(&found).is_ok() {
                return None;
            }
            let (left, right) = (records.row(left), records.row(right));
            let expected = |stratum: &Stratum| stratum.draws as f64 / stratum.pairs as f64;
            let draws: f64 = strata.iter().filter(|stratum| stratum.holds(left, right)).map(expected).sum();
            Some(Drawn { pair: found, stands_for: scale / draws })
        };
        (0..stratum.draws).filter_map(one).collect::<Vec<_>>()
    };
    strata
        .par_iter()
        .enumerate()
        .map(|(number, stratum)| draw((number, stratum)))
        .collect::<Vec<_>>()
        .concat()
}

/// The records, or as many as there is need for, in an order that does not depend on where they stand.
fn in_order_of_content(records: &Records) -> Vec<Row> {
    let hash = |row: Row| mixed(crate::clusters::content(records, row) ^ records.source(row) as u64);
    let mut hashed: Vec<(u64, Row)> =
        (0..records.len() as Row).into_par_iter().map(|row| (hash(row), row)).collect();
    if hashed.len() > MOST_RECORDS {
        hashed.select_nth_unstable(MOST_RECORDS);
        hashed.truncate(MOST_RECORDS);
    }
    hashed.par_sort_unstable();
    hashed.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Plain, invented};

    #[test]
    fn a_number_is_a_pair() {
        let records = invented::records(&invented::people(60, 2).0);
        let order: Vec<Row> = (0..60).collect();
        let all = Stratum::new(&records, &order, None);
        let mut pairs: Vec<(Row, Row)> = (0..all.pairs).map(|number| all.pair(number)).collect();
        assert_eq!(pairs.len(), 60 * 59 / 2);
        assert!(pairs.iter().all(|(left, right)| left < right));
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(pairs.len(), 60 * 59 / 2);
        let by_sex = Stratum::new(&records, &order, Some(5));
        let alike = |number| {
            let (left, right) = by_sex.pair(number);
            left != right && records.cell(5, left) == records.cell(5, right)
        };
        assert!((0..by_sex.pairs).all(alike));
    }

    /// Those drawn stand for as many pairs as there are, by what these agree on.
    #[test]
    fn those_drawn_stand_for_all_that_are_not_compared() {
        let records = invented::records(&invented::people(400, 4).0);
        let comparisons = Comparisons::new(&records, &Plain);
        let all: Vec<u64> =
            (0..400).flat_map(|left| (left + 1..400).map(move |right| pair(left, right))).collect();
        let compared: Vec<u64> = all.iter().copied().filter(|pair| mixed(*pair).is_multiple_of(3)).collect();
        let others: Vec<u64> = all.iter().copied().filter(|pair| !mixed(*pair).is_multiple_of(3)).collect();
        let drawn = drawn(&records, &comparisons, &compared, all.len() as u64, (true, 0));
        assert!(drawn.iter().all(|drawn| compared.binary_search(&drawn.pair).is_err()));
        for columns in [vec![], vec![0], vec![1], vec![4], vec![0, 5], vec![3, 4]] {
            let agree = |pair: u64| {
                let (left, right) = crate::blocking::rows(pair);
                columns.iter().all(|&column| {
                    records.cell(column, left) == records.cell(column, right)
                        && records.cell(column, left) != 0
                })
            };
            let count = others.iter().filter(|&&pair| agree(pair)).count() as f64;
            let stand_for: f64 =
                drawn.iter().filter(|drawn| agree(drawn.pair)).map(|drawn| drawn.stands_for).sum();
            assert!((stand_for / count - 1.0).abs() < 0.05, "{columns:?}: {stand_for} {count}");
        }
    }
}
