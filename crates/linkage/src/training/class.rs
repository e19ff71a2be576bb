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
    /// Two persons of one household, or neighbours.
    Household,
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
    /// Chance.
    Chance,
}

impl Use {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Person, Self::Place, Self::Kin, Self::Chance];
}

/// Number of classes.
pub(crate) const MOST_CLASSES: usize = 6;

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

    /// By what a column agrees in this class.
    pub const fn uses(self, kind: Kind) -> Use {
        match (self, kind) {
            (Self::Strangers, _) => Use::Chance,
            (Self::Moved, kind) if kind.is_place() => Use::Chance,
            (_, kind) if kind.is_place() => Use::Place,
            (Self::Same | Self::Moved, _)
            | (Self::Twins, Kind::Date)
            | (Self::Generation, Kind::GivenName | Kind::Surname | Kind::FullName) => Use::Person,
            (_, Kind::Surname | Kind::Patronymic | Kind::FullName | Kind::Phone) => Use::Kin,
            _ => Use::Chance,
        }
    }
}
