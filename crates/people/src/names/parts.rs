//! Surname, given name and patronymic together, as the key of a row is made of them.
#![allow(clippy::inline_always)]

use super::{normalise_into, placeholder};
use crate::script;

/// Stands behind each part in [`normalise_parts_into`]; no normal form holds it.
pub const DIVIDER: u8 = 0x1f;

/// Where the normal forms of surname and given name end, and what is known of all three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The ends of surname and given name; the divider follows.
    pub ends: [usize; 2],
    /// Some character may not have been legible (`?`).
    pub illegible: bool,
}

/// Puts the normal forms of surname, given name and patronymic, each with [`DIVIDER`] behind it, into `out` in place of what
/// it held: [`normalise_into`] of each, in one go where each is one word of Cyrillic letters or empty, as nearly always.
///
/// ```
/// use tizim_people::names::{DIVIDER, normalise_parts_into};
/// let mut key = Vec::new();
/// let parts = normalise_parts_into(["Ким".as_bytes(), "АННА".as_bytes(), b""], &mut key);
/// assert_eq!(key, "ким\u{1f}анна\u{1f}\u{1f}".as_bytes());
/// assert_eq!(&key[..parts.ends[0]], "ким".as_bytes());
/// assert_eq!(key[parts.ends[1]], DIVIDER);
/// ```
#[inline]
pub fn normalise_parts_into(parts: [&[u8]; 3], out: &mut Vec<u8>) -> Parts {
    let [surname, given_name, patronymic] = parts.map(<[u8]>::len);
    let length = surname + given_name + patronymic + 3;
    // What stood there is written over; only growing writes anything first.
    if out.len() < length {
        out.resize(length, 0);
    }
    out.truncate(length);
    if pulp::Arch::new().dispatch(Plain { parts, out }).is_some() {
        return Parts { ends: [surname, surname + 1 + given_name], illegible: false };
    }
    any(parts, out)
}

/// Words of Cyrillic letters, none of which stands for "no name"; compiled for each kind of processor.
struct Plain<'a> {
    parts: [&'a [u8]; 3],
    out: &'a mut [u8],
}

impl pulp::WithSimd for Plain<'_> {
    type Output = Option<()>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Option<()> {
        let Self { parts, mut out } = self;
        for part in parts {
            let (place, behind) = out.split_at_mut_checked(part.len())?;
            if !part.is_empty() && (!script::cyrillic_word(part, place) || placeholder::is_placeholder(place))
            {
                return None;
            }
            let (divider, behind) = behind.split_first_mut()?;
            *divider = DIVIDER;
            out = behind;
        }
        Some(())
    }
}

#[cold]
fn any([surname, given_name, patronymic]: [&[u8]; 3], out: &mut Vec<u8>) -> Parts {
    out.clear();
    normalise_into(surname, out);
    let first = out.len();
    out.push(DIVIDER);
    normalise_into(given_name, out);
    let second = out.len();
    out.push(DIVIDER);
    normalise_into(patronymic, out);
    out.push(DIVIDER);
    Parts { ends: [first, second], illegible: out.contains(&b'?') }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_are_as_if_each_were_alone(
            parts in prop::array::uniform3("[а-яА-ЯәқІ]{0,20}|[а-я]{1,9}[ -][A-Za-zа-я?]{0,9}|нет|н/д|-|"),
            before in "[a-z]{0,99}",
        ) {
            let mut out = before.into_bytes();
            let read = normalise_parts_into(parts.each_ref().map(String::as_bytes), &mut out);
            let mut expected = Vec::new();
            let mut ends = Vec::new();
            for part in &parts {
                normalise_into(part.as_bytes(), &mut expected);
                ends.push(expected.len());
                expected.push(DIVIDER);
            }
            prop_assert_eq!(&out, &expected);
            prop_assert_eq!(read.ends.as_slice(), &ends[..2]);
            prop_assert_eq!(read.illegible, expected.contains(&b'?'));
        }
    }
}
