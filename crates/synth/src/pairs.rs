//! `truth/pairs.csv`: every two rows, over all lists, that are one person's.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use crate::SynthError;
use crate::plan::Plan;
use crate::row::List;
use crate::truth::{Positions, RowRef};
use crate::write::{FileRows, Sheet};

/// Kinds of planted groups whose rows are of two people though their number is one, and of one though it is two.
const TWO_PEOPLE: &str = "one-iin-two-people";
const ONE_PERSON: &str = "one-person-two-iins";

/// A row that was planned, by its list and place in the plan.
type Place = (List, u32);

/// Writes the file.
pub(crate) fn write(out: &Path, plan: &Plan, positions: &Positions) -> Result<FileRows, SynthError> {
    let mut sheet = Sheet::create(out, "truth/pairs.csv", "left_file,left_row,right_file,right_row,kind")?;
    let position = |(list, id): Place| positions[list as usize][id as usize];
    let mut lines: Vec<_> = pairs(plan)
        .into_iter()
        .map(|((left, right), kind)| {
            let [left, right] = [left, right].map(|place| (place.0, position(place)));
            (left.min(right), left.max(right), kind)
        })
        .collect();
    lines.sort_unstable();
    for ((left_list, left), (right_list, right), kind) in lines {
        let (left, right) = (left.to_string(), right.to_string());
        sheet.row(&[left_list.file(), left.as_str(), right_list.file(), right.as_str(), kind])?;
    }
    sheet.finish()
}

/// The pairs with their kind: what was planted, or `second-list` for further rows of a person.
fn pairs(plan: &Plan) -> BTreeMap<(Place, Place), &'static str> {
    let mut pairs = BTreeMap::new();
    // Rows of a person were planned with one number, whether it is written or not.
    let mut rows_of: HashMap<u64, Vec<Place>> = HashMap::new();
    for list in List::ALL {
        for (id, row) in plan.rows[list as usize].iter().enumerate() {
            rows_of.entry(row.person.iin).or_default().push((list, id as u32));
        }
    }
    for rows in rows_of.values() {
        every_two(rows, "second-list", &mut pairs);
    }
    let place = |row: &RowRef| (row.list, row.id);
    for truth in &plan.truth.rolls {
        let rows: Vec<Place> = truth.rows.iter().map(place).collect();
        let mut found = BTreeMap::new();
        every_two(&rows, truth.kind, &mut found);
        for (pair, kind) in found {
            match truth.kind {
                TWO_PEOPLE => _ = pairs.remove(&pair),
                ONE_PERSON => _ = pairs.insert(pair, kind),
                // Twins and namesakes are not there.
                _ => _ = pairs.entry(pair).and_modify(|known| *known = kind),
            }
        }
    }
    for (kind, left, right) in &plan.truth.pairs {
        every_two(&[place(left), place(right)], kind, &mut pairs);
    }
    pairs
}

fn every_two(rows: &[Place], kind: &'static str, pairs: &mut BTreeMap<(Place, Place), &'static str>) {
    let rows: Vec<Place> = rows.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    for (place, left) in rows.iter().enumerate() {
        for right in &rows[place + 1..] {
            pairs.insert((*left, *right), kind);
        }
    }
}
