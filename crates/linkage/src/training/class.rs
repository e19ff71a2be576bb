//! Classes of pairs.

use serde::{Deserialize, Serialize};

use crate::records::Kind;

/// What a pair of records can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// One person, at one place.
    Same,
    /// One person, at two places: addresses differ together, as one event.
    Moved,
    /// Two persons of one household: husband and wife, parent and child.
    Household,
    /// Brothers and sisters of one household: surname and patronymic go together.
    Siblings,
    /// Two persons of one household with one birth date.
    Twins,
    /// Two persons of one household with one name and different birth dates: parent and child.
    Generation,
    /// Two persons who have nothing to do with one another.
    Strangers,
}

/// By what a column's agreement in a class comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// It is one person's.
    Person,
    /// They live at one place.
    Place,
    /// They are relatives.
    Kin,
    /// They are children of the same parents.
    Siblings,
    /// They are a generation apart.
    Apart,
    /// It is one person's, at another place than before.
    Elsewhere,
    /// Chance.
    Chance,
}

impl Use {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::Person, Self::Place, Self::Kin, Self::Siblings, Self::Apart, Self::Elsewhere, Self::Chance];
}

/// Number of classes.
pub(crate) const MOST_CLASSES: usize = 7;

impl Class {
    /// The classes that can be told apart with these columns: one person or strangers; and those of households, where there
    /// are an address or two areas, and something else by which persons are told apart.
    pub fn told_apart(kinds: &[Kind]) -> Vec<Self> {
        let areas = kinds.iter().filter(|&&kind| kind == Kind::Area).count();
        let place = kinds.contains(&Kind::Address) || areas > 1;
        let name = kinds.contains(&Kind::GivenName) || kinds.contains(&Kind::FullName);
        let date = kinds.contains(&Kind::Date);
        if !(place && name) {
            return vec![Self::Same, Self::Strangers];
        }
        let mut classes = vec![Self::Same, Self::Moved, Self::Household];
        if kinds.contains(&Kind::Surname) && kinds.contains(&Kind::Patronymic) {
            classes.push(Self::Siblings);
        }
        if date && kinds.contains(&Kind::GivenName) {
            classes.push(Self::Twins);
        }
        if date {
            classes.push(Self::Generation);
        }
        classes.push(Self::Strangers);
        classes
    }

    /// Whether a pair of this class is one person.
    pub const fn is_one_person(self) -> bool {
        matches!(self, Self::Same | Self::Moved)
    }

    /// Whether a pair that is not compared may be of this class. Blocking is for pairs of one person and those that look like it;
    /// a few that it misses would be drawn for very many.
    pub(crate) const fn is_drawn(self) -> bool {
        !matches!(self, Self::Same | Self::Moved | Self::Twins | Self::Generation)
    }

    /// By what a column agrees in this class. Twins and namesakes a generation apart are like one person in all but what tells
    /// them apart.
    pub const fn uses(self, kind: Kind) -> Use {
        match (self, kind) {
            (Self::Strangers, _) | (Self::Twins, Kind::GivenName) => Use::Chance,
            (Self::Generation, Kind::Date) => Use::Apart,
            (Self::Moved, kind) if kind.is_place() => Use::Elsewhere,
            (Self::Same | Self::Moved, _) => Use::Person,
            (Self::Twins | Self::Generation, kind)
                if kind.is_place() || kind.is_name() || matches!(kind, Kind::Date) =>
            {
                Use::Person
            }
            (_, kind) if kind.is_place() => Use::Place,
            (Self::Siblings, Kind::Surname | Kind::Patronymic) => Use::Siblings,
            (_, Kind::Surname | Kind::Patronymic | Kind::FullName | Kind::Phone) => Use::Kin,
            _ => Use::Chance,
        }
    }

    /// Whether what is learnt of a use may come from pairs of this class: how one person's values differ is learnt of pairs that
    /// are one person only. There are so few twins, and so many people born in one year, that a class of twins which had
    /// its say would teach that a person's birth date is anything in that year.
    pub(crate) const fn teaches(self, by: Use) -> bool {
        self.is_one_person() || !matches!(by, Use::Person | Use::Apart)
    }
}
