//! What a column holds.

use serde::{Deserialize, Serialize};

/// What the values of a column are; blocking, comparison and weights follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// Given name or names.
    GivenName,
    /// Surname; shared in families.
    Surname,
    /// Patronymic or middle name; shared by siblings.
    Patronymic,
    /// The whole name in one field, in any order.
    FullName,
    /// A date of one's life, best as `YYYY-MM-DD`.
    Date,
    /// A number or code that is one person's own.
    Identifier,
    /// Street, house and flat, or the whole address; shared in households.
    Address,
    /// A place that is part of others: town, region, precinct, postcode; shared by neighbours.
    Area,
    /// A telephone number; may be a household's.
    Phone,
    /// An e-mail address.
    Email,
    /// Any other text.
    Text,
    /// One of a few values: sex, status.
    Category,
}

impl Kind {
    /// A name of a person, or part of it.
    pub const fn is_name(self) -> bool {
        matches!(self, Self::GivenName | Self::Surname | Self::Patronymic | Self::FullName)
    }

    /// What neighbours and households share because they live together. A telephone may move with its owner.
    pub const fn is_place(self) -> bool {
        matches!(self, Self::Address | Self::Area)
    }

    /// What relatives share because they are relatives.
    pub const fn is_kin(self) -> bool {
        matches!(self, Self::Surname | Self::Patronymic)
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name, as it is shown.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

impl Column {
    /// A column of this name and kind.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind }
    }
}
