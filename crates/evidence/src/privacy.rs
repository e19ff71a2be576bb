//! How much of what is shown is about persons.

/// How much an exhibit says about persons, which decides in which edition it may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Territories, rules, totals, counts of people in them: in every edition. What counts persons says so by its
    /// value, and the public edition suppresses it there.
    Open,
    /// Rows about single persons (masked): never in the public edition.
    Persons,
}
