//! One person's data: identification numbers, names, dates, addresses, normal forms and masks.
//!
//! Two entries of a voter list can be compared only after each of their fields has been brought into one form, and
//! every crate of the house must bring it into the same one. This crate is that one place. It knows one person at a
//! time: no list, no file, no election law. What a country decides (which digit of its identification number stands
//! for which century) arrives as data in [`PeopleRules`].
//!
//! | module | what it reads |
//! |---|---|
//! | [`iin`] | the individual identification number, its check digit, birth date and sex |
//! | [`names`] | names: the normal form for exact comparison, look-alike repair, one column to three; spellings of one name and how like two are |
//! | [`dates`] | birth dates, whole or year only, and points in time, in every form that tables hold |
//! | [`address`] | addresses: the normal form |
//! | [`sex`] | the sex column |
//! | [`text`] | other words and numbers: the normal form |
//! | [`words`] | lists of words, kept as data in several languages |
//! | [`mask`] | what may be shown of a person: initials, birth year and a keyed token |
//!
//! Nothing here panics, whatever the bytes, and no error carries the value of a field.

pub mod address;
pub mod dates;
pub mod iin;
pub mod mask;
pub mod names;
mod script;
pub mod sex;
pub mod text;
pub mod words;

pub use address::{AddressMemo, AddressParts, normalise_address_into};
pub use dates::{BirthDate, DateOptions, DateProblem, Moment, parse_birth_date, parse_date, parse_datetime};
pub use iin::{Century, Iin, IinProblem, IinRules, PartialIin};
pub use mask::{Mask, MaskKey, Token};
pub use names::{FullName, normalise_into, split_full_name};
pub use sex::Sex;

use serde::{Deserialize, Serialize};

/// The section `[people]` of a law profile: what a country decides about its people's data.
///
/// ```
/// let rules: tizim_people::PeopleRules = toml::from_str(
///     r#"
///     [iin.centuries]
///     "3" = { century = 1900, sex = "male" }
///     "4" = { century = 1900, sex = "female" }
///     "#,
/// )?;
/// assert!(rules.iin.century(3).is_some());
/// assert!(rules.iin.century(7).is_none());
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleRules {
    /// How the individual identification number is built.
    #[serde(default)]
    pub iin: IinRules,
}
