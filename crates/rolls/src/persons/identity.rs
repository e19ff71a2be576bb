//! Who is who within a group: rows that share a key are parted where something says that they are different people.
//!
//! **Rule by number.** Rows of one valid number whose names exclude each other are two people under one number
//! (ROLL-012); the rows of each of them are judged by themselves. A row without any name goes with the others only where
//! these are one person, and then nothing is above a warning, since the names cannot be compared; the same where a number has
//! lost its leading zeros.
//!
//! **The rule by identifier.** Rows of one document number, or of one number that is not valid, are parted as those of one
//! valid number, and nothing is above a warning. Rows of different valid numbers are no second entry.
//!
//! **Rules by name.** Rows of different valid numbers are different people, or one person with two numbers (ROLL-013,
//! a lead); they never make up a second entry together. A row without a valid number can be any of them: it is put with
//! each, and each of these groups is marked as ambiguous, because at most one of them can be true. The same holds under
//! the rules by birth year for whole birth dates that differ; a row without a whole date is taken to have the one its
//! number states. Where more than 16 people would have to be put with the same rows, these rows stand for themselves.
//!
//! **The rule by digits.** The rows share names alone. A row with a masked number that shows enough digits is put with each
//! person whose valid number it fits, unless the dates or years that both state differ; and where it fits none, with other
//! masked rows that agree with it in enough digits and in what they state of the birth. A row that could be more people
//! than can be told apart stands for itself.
//!
//! A group is left out where a stronger rule that was chosen reports the same rows together; and under the rules by birth
//! year where whole dates are compared and all of its rows state one.

use crate::persons::by_digits::by_digits;
use crate::persons::by_identifier::by_identifier;
use crate::persons::by_name::by_name;
use crate::persons::by_number::by_number;
use crate::persons::parted::Parted;
use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::Entry;
use crate::{Rule, Rules};

/// Takes a group of rows apart.
pub(crate) fn part(
    rule: Rule,
    chosen: Rules,
    entries: &[Entry<'_>],
    placeholders: &PlaceholderDates,
) -> Parted {
    match rule {
        Rule::Iin => by_number(entries),
        Rule::Identifier => by_identifier(chosen, entries, placeholders),
        Rule::NameDigits => by_digits(chosen, entries, placeholders),
        _ => by_name(rule, chosen, entries, placeholders),
    }
}
