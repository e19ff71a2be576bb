//! What is known of a kind of value: normal forms, canonical forms for blocking, graded similarity.
//!
//! This is where the caller's knowledge of a language or a country comes in; [`Plain`] knows names in Latin letters, and
//! dates, numbers and addresses of anywhere.

mod address;
mod date;
mod email;
mod forms;
mod identifier;
mod name;
mod normal;
mod text;

pub use forms::{Facet, Forms};

use crate::records::{Kind, Values};

/// What is known of values. Every method has a default, [`Plain`]'s.
pub trait Knowledge: Sync {
    /// Appends the normal form of a value: two values of one normal form are the same value. Appends nothing where the
    /// value says nothing ("unknown", "-"): it is then missing.
    fn normal(&self, kind: Kind, value: &str, normal: &mut String) {
        normal::normal(kind, value, normal);
    }

    /// Adds the forms under which a value (in normal form) is looked for: values that may be spellings of one another
    /// should share one. Several forms of one facet are alternatives.
    fn forms(&self, kind: Kind, value: &str, forms: &mut Forms) {
        forms::forms(kind, value, forms);
    }

    /// Compares distinct values of a column, for all of its values at once, so that what is needed of each can be made
    /// ready once.
    fn comparator<'values>(&self, kind: Kind, values: &'values Values) -> Box<dyn Comparator + 'values> {
        comparator(kind, values)
    }
}

/// Grades how alike two distinct values of a column are.
///
/// The result must not depend on anything but the two values, and need not be symmetric: it is always asked with the
/// smaller number first.
pub trait Comparator: Send + Sync {
    /// Names of the levels, from "no likeness" (level 0) up to the closest one that is not the same value. At most 12.
    fn levels(&self) -> &'static [&'static str];

    /// Level of two distinct values, neither of them missing (number 0).
    fn level(&self, left: u32, right: u32) -> u8;

    /// Whether a call costs so little that remembering results is not worth while.
    fn is_cheap(&self) -> bool {
        false
    }
}

/// Knows names in Latin letters, dates, numbers, addresses, e-mails, and no language.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Knowledge for Plain {}

/// The comparison that [`Plain`] makes for a kind.
pub fn comparator<'values>(kind: Kind, values: &'values Values) -> Box<dyn Comparator + 'values> {
    match kind {
        Kind::GivenName | Kind::Surname | Kind::Patronymic => Box::new(name::Names::new(values)),
        Kind::FullName => Box::new(name::FullNames::new(values)),
        Kind::Date => Box::new(date::Dates::new(values)),
        Kind::Identifier | Kind::Phone => Box::new(identifier::Identifiers::new(values)),
        Kind::Address => Box::new(address::Addresses::new(values)),
        Kind::Email => Box::new(email::Emails::new(values)),
        Kind::Area => Box::new(text::Areas::new(values)),
        Kind::Text => Box::new(text::Texts::new(values)),
        Kind::Category => Box::new(text::Categories),
    }
}

/// A comparison by a function of the two texts, for callers that need nothing prepared.
pub struct ByText<'values, F> {
    /// The column's values.
    pub values: &'values Values,
    /// Names of the levels, as [`Comparator::levels`].
    pub levels: &'static [&'static str],
    /// Level of two distinct texts.
    pub grade: F,
}

impl<F: Fn(&str, &str) -> u8 + Send + Sync> Comparator for ByText<'_, F> {
    fn levels(&self) -> &'static [&'static str] {
        self.levels
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        (self.grade)(self.values.text(left), self.values.text(right))
    }
}
