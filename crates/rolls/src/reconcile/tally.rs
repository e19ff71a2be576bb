//! What is counted of the differences, by what they are, in which fields, and where.

use std::collections::{BTreeMap, HashMap};

use crate::reconcile::difference::{Differs, Numbers, Side, What};
use crate::reconcile::places::{PlaceNumber, RegionNumber};

/// Differences of one place: pairs where A has the row, and rows of either side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PlaceTally {
    pub(super) changed: u64,
    pub(super) by_name: u64,
    /// Pairs whose row in B is elsewhere, and pairs whose row in A is.
    pub(super) moved_out: u64,
    pub(super) moved_in: u64,
    pub(super) only: [u64; 2],
    /// Rows that are neither equal, nor in a pair, nor in one list alone.
    pub(super) others: [u64; 2],
}

impl PlaceTally {
    pub(super) fn add(&mut self, other: &Self) {
        self.changed += other.changed;
        self.by_name += other.by_name;
        self.moved_out += other.moved_out;
        self.moved_in += other.moved_in;
        for side in 0..2 {
            self.only[side] += other.only[side];
            self.others[side] += other.others[side];
        }
    }

    /// All differences of the place.
    pub(super) fn all(&self) -> u64 {
        self.changed + self.by_name + self.moved_in + self.only.iter().chain(&self.others).sum::<u64>()
    }

    /// Rows of A that are not equal to one of B.
    pub(super) fn differing_in_a(&self) -> u64 {
        self.changed + self.by_name + self.only[0] + self.others[0]
    }
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Pairs of rows that are equal, or the same in all that is compared.
    pub(super) same: u64,
    /// Pairs; a pair is counted once.
    pub(super) changed: u64,
    pub(super) by_name: u64,
    /// Rows of each side in what is no pair.
    pub(super) rows: BTreeMap<(What, Side), u64>,
    /// Changed pairs by field.
    pub(super) fields: BTreeMap<Differs, u64>,
    /// Changed pairs that are spelled in another way and differ in nothing else.
    pub(super) spelling_alone: u64,
    /// Pairs by name, by what their numbers say.
    pub(super) numbers: BTreeMap<Numbers, u64>,
    /// Rows in one list alone, by what explains them first.
    pub(super) explained: BTreeMap<(Side, &'static str), u64>,
    /// Rows that cannot be compared, by the reason.
    pub(super) not_comparable: BTreeMap<(Side, &'static str), u64>,
    pub(super) places: HashMap<PlaceNumber, PlaceTally>,
    /// Pairs whose precinct is another one, by region in A and in B.
    pub(super) moves: BTreeMap<(RegionNumber, RegionNumber), u64>,
}

impl Tally {
    /// Adds what another has counted.
    pub(super) fn add(&mut self, other: Self) {
        self.same += other.same;
        self.changed += other.changed;
        self.by_name += other.by_name;
        self.spelling_alone += other.spelling_alone;
        add_all(&mut self.rows, other.rows);
        add_all(&mut self.fields, other.fields);
        add_all(&mut self.numbers, other.numbers);
        add_all(&mut self.explained, other.explained);
        add_all(&mut self.not_comparable, other.not_comparable);
        add_all(&mut self.moves, other.moves);
        for (place, tally) in other.places {
            self.places.entry(place).or_default().add(&tally);
        }
    }

    /// Rows of a side that are told as this.
    pub(super) fn of(&self, what: What, side: Side) -> u64 {
        match what {
            What::Changed => self.changed,
            What::ByName => self.by_name,
            _ => self.rows.get(&(what, side)).copied().unwrap_or(0),
        }
    }

    /// All rows of a side.
    pub(super) fn all(&self, side: Side) -> u64 {
        self.same + What::ALL.into_iter().map(|what| self.of(what, side)).sum::<u64>()
    }

    /// Rows in this list alone that something explains.
    pub(super) fn explained(&self, side: Side) -> u64 {
        self.explained.iter().filter(|((of, _), _)| *of == side).map(|(_, count)| count).sum()
    }
}

fn add_all<K: Ord>(sums: &mut BTreeMap<K, u64>, others: BTreeMap<K, u64>) {
    for (key, count) in others {
        *sums.entry(key).or_default() += count;
    }
}
