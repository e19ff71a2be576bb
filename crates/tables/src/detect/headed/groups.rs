//! Rows by the heading above them: which of them are given what it states.

use std::collections::BTreeSet;

use super::{Found, KINDS};
use crate::detect::bound::BoundField;
use crate::given::places::{NamedPlace, PlaceKind};
use crate::given::schema::Schema;
use crate::rows::headed::Headings;
use crate::rows::scan::Position;
use crate::typed::headed::{Headed, Use};

/// Rows below a heading, and what they state themselves of each kind of place.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Where the heading stands; none above the first.
    pub(super) heading: Option<(Position, u64)>,
    /// It stands above the headings of the table.
    pub(super) is_title: bool,
    /// In the column by which records are named.
    pub(super) is_name: bool,
    pub(super) places: Vec<NamedPlace>,
    /// Its heading names nothing known: what was said before of this kind of place and of narrower ones ends.
    pub(super) ends_from: Option<PlaceKind>,
    pub(super) below: [Below; KINDS.len()],
}

/// What rows state of one kind of place.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Below {
    pub(super) nothing: u64,
    /// As the heading does.
    pub(super) same: u64,
    pub(super) other: u64,
}

impl Group {
    pub(super) fn place(&self, kind: PlaceKind) -> Option<&str> {
        self.places.iter().find(|place| place.kind == kind).map(|place| place.name.as_str())
    }

    /// Whether what was said before of this kind of place no longer holds.
    pub(super) fn ends(&self, kind: PlaceKind) -> bool {
        self.places.iter().any(|place| place.kind <= kind) || self.ends_from.is_some_and(|from| from <= kind)
    }

    /// The narrowest kind of place that its heading names.
    pub(super) fn narrowest(&self) -> Option<PlaceKind> {
        self.places.iter().map(|place| place.kind).max()
    }

    fn records(&self) -> u64 {
        let Below { nothing, same, other } = self.below[0];
        nothing + same + other
    }
}

/// All headings of a table with the rows below them.
pub(super) struct Groups {
    /// The first has no heading.
    pub(super) all: Vec<Group>,
    /// Where records state each kind of place, if they have a column for it.
    pub(super) slots: [Option<usize>; KINDS.len()],
    /// Kinds of places that records are called by.
    pub(super) named: BTreeSet<PlaceKind>,
    /// Records are persons.
    pub(super) persons: bool,
}

/// What headings state of one kind of place: what is told of it, and what each group is given.
type OfKind = (Headed, Vec<Option<String>>);

impl Groups {
    /// What the headings state, once all rows were seen. `slots`: the fields that the table has.
    pub(super) fn found(self, slots: usize, schema: &Schema) -> Found {
        let mut found = Found::default();
        if self.all.len() == 1 || self.are_records() {
            return found;
        }
        let mut given = Vec::new();
        for (at, kind) in KINDS.into_iter().enumerate() {
            let field = schema.headed(kind);
            let Some((mut told, values)) = self.of_kind(kind, field.is_some()) else { continue };
            if let Some(field) = field.filter(|_| told.below > 0) {
                given.push((self.slots[at].unwrap_or(slots + found.fields.len()), values));
                if self.slots[at].is_none() {
                    found.fields.push(BoundField::stated_nowhere(&field.name));
                }
            }
            told.field = field.map_or_else(String::new, |field| field.name.clone());
            found.told.extend(Some(told).filter(|told| !(told.rows.is_empty() && told.ended.is_empty())));
        }
        let inside = self.all.iter().filter(|group| !group.is_title);
        found.headings = Headings {
            rows: inside.filter_map(|group| group.heading).map(|(position, _)| position).collect(),
            stretches: self.stretches(&given),
        };
        found
    }

    /// Where each group begins, and what its rows are given by slot.
    fn stretches(&self, given: &[(usize, Vec<Option<String>>)]) -> Vec<(Position, Vec<(usize, String)>)> {
        let stretch = |(at, group): (usize, &Group)| {
            let stated = given.iter().filter_map(|(slot, values)| Some((*slot, values[at].clone()?)));
            // What stands above the headings of the table holds from its first row on.
            let begin = group.heading.filter(|_| !group.is_title).map(|(position, _)| position);
            (begin.unwrap_or(Position { block: 0, index: 0 }), stated.collect())
        };
        self.all.iter().enumerate().map(stretch).collect()
    }

    /// Whether what looks like headings may be records: places are what records are called by, or nothing stands below one.
    fn are_records(&self) -> bool {
        let is_record = |group: &Group| {
            group.is_name && group.places.iter().any(|place| self.named.contains(&place.kind))
        };
        let heads_nothing = |pair: &[Group]| {
            let [one, other] = pair else { return false };
            let names_again = || one.places.iter().any(|place| other.place(place.kind).is_some());
            !one.is_title && one.records() == 0 && names_again()
        };
        !self.persons && (self.all.iter().any(is_record) || self.all[1..].windows(2).any(heads_nothing))
    }

    /// What is told of the headings that name this kind of place, and what each group is given; none where no heading does.
    fn of_kind(&self, kind: PlaceKind, has_field: bool) -> Option<OfKind> {
        let at = KINDS.iter().position(|other| *other == kind)?;
        let first = self.all.iter().position(|group| group.place(kind).is_some())?;
        let unheaded: u64 = self.all[..first].iter().map(|group| group.below[at].nothing).sum();
        let is_used = match has_field {
            false => Use::NoField,
            true if unheaded > 0 => Use::Unclear,
            true => Use::Given,
        };
        let ending = self.all.iter().filter(|group| group.ends_from == Some(kind));
        let ended = ending.filter_map(|group| group.heading).map(|(_, row)| row).collect();
        let (rows, apart) = (Vec::new(), Vec::new());
        let mut told = Headed { kind, field: String::new(), rows, below: 0, apart, ended, is_used };
        let mut values = vec![None; self.all.len()];
        for begin in (first..self.all.len()).filter(|at| self.all[*at].place(kind).is_some()) {
            let behind = self.all[begin + 1..].iter().position(|group| group.ends(kind));
            let end = behind.map_or(self.all.len(), |behind| begin + 1 + behind);
            let below = Below::sum(self.all[begin..end].iter().map(|group| group.below[at]));
            let row = self.all[begin].heading.map_or(0, |(_, row)| row);
            let is_given = below.same + below.other == 0 && is_used == Use::Given;
            if !self.all[begin].is_title || is_given || below.other > 0 {
                told.rows.push(row);
            }
            if below.other > 0 {
                told.apart.push(row);
            }
            if is_given {
                told.below += below.nothing;
                values[begin..end].fill(self.all[begin].place(kind).map(str::to_owned));
            }
        }
        Some((told, values))
    }
}

impl Below {
    fn sum(all: impl Iterator<Item = Self>) -> Self {
        all.fold(Self::default(), |sum, below| Self {
            nothing: sum.nothing + below.nothing,
            same: sum.same + below.same,
            other: sum.other + below.other,
        })
    }
}
