//! Names: the normal form for exact comparison.
//!
//! Two names are the same to an exact rule if their normal forms are the same bytes. The form is in **small letters** and
//! undoes only what typing, files and fonts do to a name, never what spelling does:
//!
//! - Unicode composition (NFC): a decomposed й or ё is whole; stress marks, quotes and invisible characters go;
//! - case;
//! - spaces at the ends; runs of spaces, full stops, commas and brackets are one space; every kind of hyphen is `-`, without
//!   spaces beside it; every kind of apostrophe is `'`, and goes at the ends of a word;
//! - look-alikes: a word is brought into one script ([how that is decided](self#whose-word-is-it)), so that a Latin `A`, `B`,
//!   `C`, `E`, `H`, `K`, `M`, `O`, `P`, `T`, `X`, `y`, `i`, `h` or `ə` inside a Cyrillic word is the letter it looks like;
//! - legacy 8-bit Kazakh fonts: Ї is Ү, Є is Ғ, Ќ is Қ, Ґ is Ө (a Ukrainian name keeps being equal to itself);
//! - **ё is е**: documents of one person differ in it more often than two people do;
//! - a value that stands for "no name" (`-`, `нет`, `не указано`, `н/д`, `XXX`, `жоқ`), an error of a spreadsheet (`#ЗНАЧ!`),
//!   letters that were read in a wrong encoding (`РџСЂРёРј`) or a value without any letter is empty.
//!
//! Kazakh letters are kept: Ә is not А. Spellings of one name are known by [`Spelling`], which grades how like two names are
//! ([`Likeness`]); whether two whole names can be one person's is what [`compare`] says; how probable that is, is a matter of
//! another crate.
//!
//! # Whose word is it?
//! A word with a letter that only Cyrillic has, or with none that only Latin has, is Cyrillic; another is Latin. So
//! `ACEP` typed in Latin letters is the Cyrillic `асер`, and `Smіth` with a Cyrillic `і` is `smith`.

mod distance;
mod endings;
mod full_name;
mod garbled;
mod likeness;
mod one_person;
mod parts;
mod placeholder;
mod rewriting;
mod spelling;

pub use endings::ends_as_surname;
pub use full_name::{FullName, split_full_name};
pub use likeness::Likeness;
pub use one_person::{Agreement, can_all_be_one, compare, is_named};
pub use parts::{DIVIDER, Parts, WINDOW, normalise_parts_into, normalise_side_by_side_into};
pub use spelling::{NamePart, Spelling};

use crate::script::{self, Style};

/// Words about names.
const FILE: &str = include_str!("../../../data/words/names.toml");

struct Name;

impl Style for Name {
    const PARTS_AT_DIGITS: bool = false;
    const GROWTH: usize = 2;
    const NEEDS_LETTER: bool = true;

    fn word(_: &mut [u8], _: usize, end: usize) -> usize {
        end
    }
}

/// Appends the normal form of a name, given in UTF-8, to `out`, and nothing where the value stands for no name.
///
/// Allocates only where `out` must grow, or where the name has characters beyond ASCII and Cyrillic. Applying it twice
/// is the same as once. Bytes that are no UTF-8 become U+FFFD and compare as such.
///
/// ```
/// let mut key = Vec::new();
/// tizim_people::normalise_into("  ИВAНОВ‑Пётров ".as_bytes(), &mut key);
/// assert_eq!(key, "иванов-петров".as_bytes());
/// ```
pub fn normalise_into(value: &[u8], out: &mut Vec<u8>) {
    read_into(value, out);
}

/// What a value is found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// A name, or nothing.
    Name,
    /// What people write where there is no name.
    Placeholder,
    /// An error of a spreadsheet, which begins with `#` in every language.
    Error,
    /// Letters that were read in a wrong encoding.
    Garbled,
}

/// Appends the normal form of a name, and nothing where it is none. What is asked of the value is asked of the form too, so
/// that an apostrophe before it hides nothing.
fn read_into(value: &[u8], out: &mut Vec<u8>) -> Found {
    let start = out.len();
    script::normalise::<Name>(value, out);
    let form = &out[start..];
    let found = if value.trim_ascii_start().starts_with(b"#") || form.starts_with(b"#") {
        Found::Error
    } else if garbled::is_garbled(value) || garbled::is_garbled(form) {
        Found::Garbled
    } else if placeholder::is_placeholder(form) {
        Found::Placeholder
    } else {
        return Found::Name;
    };
    out.truncate(start);
    found
}

/// The normal form as a string of its own: [`normalise_into`] for where speed does not matter.
pub fn normalise(value: &str) -> String {
    let mut out = Vec::new();
    normalise_into(value.as_bytes(), &mut out);
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests;
