//! Surname, given name and patronymic together, as the key of a row is made of them.
#![allow(clippy::inline_always)]

use super::{Found, placeholder, read_into};
use crate::script;

/// Stands behind each part in [`normalise_parts_into`]; no normal form holds it.
pub const DIVIDER: u8 = 0x1f;

/// Where the normal forms of surname and given name end, and what is known of all three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The ends of surname and given name; the divider follows.
    pub ends: [usize; 2],
    /// Some character may not have been legible (`?`), or the whole was read in a wrong encoding: then no part is left.
    pub illegible: bool,
}

/// Puts the normal forms of surname, given name and patronymic, each with [`DIVIDER`] behind it, into `out` in place of what
/// it held: [`super::normalise_into`] of each, in one go where each is one word of Cyrillic letters or empty, as nearly always.
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

/// The bytes that [`normalise_side_by_side_into`] looks at.
pub const WINDOW: usize = script::WINDOW;

/// The same as [`normalise_parts_into`] of three parts that stand side by side in a text with one byte between each and the
/// next, all at once. The first part begins with the second byte of `text`, and counted from there the parts have these `ends`.
/// `None`, with `out` as it was, where they do not fit or any of them takes a closer look.
///
/// ```
/// use tizim_people::names::{WINDOW, normalise_side_by_side_into};
/// let mut text = [b','; WINDOW];
/// text[1..16].copy_from_slice("Ким,АННА".as_bytes());
/// let mut key = Vec::new();
/// assert!(normalise_side_by_side_into(&text, [6, 15, 16], &mut key).is_some());
/// assert_eq!(key, "ким\u{1f}анна\u{1f}\u{1f}".as_bytes());
/// ```
#[inline]
pub fn normalise_side_by_side_into(
    text: &[u8; WINDOW],
    ends: [usize; 3],
    out: &mut Vec<u8>,
) -> Option<Parts> {
    let mut form = [0; WINDOW - 2];
    SideBySide { text, ends, form: &mut form }.fold().then_some(())?;
    let [first, second, third] = ends;
    let stands_for_none =
        |start: usize, end: usize| form.get(start..end).is_none_or(placeholder::is_placeholder);
    if stands_for_none(0, first) || stands_for_none(first + 1, second) || stands_for_none(second + 1, third) {
        return None;
    }
    out.clear();
    out.extend_from_slice(&form);
    out.truncate(third + 1);
    Some(Parts { ends: [first, second], illegible: false })
}

/// Words of Cyrillic letters side by side; compiled for each kind of processor.
struct SideBySide<'a> {
    text: &'a [u8; WINDOW],
    ends: [usize; 3],
    form: &'a mut [u8; WINDOW - 2],
}

impl SideBySide<'_> {
    #[inline]
    fn fold(self) -> bool {
        // Conditions on so many bytes are quicker in vectors than in the masks of wider ones.
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            return simd.vectorize(self);
        }
        pulp::Arch::new().dispatch(self)
    }
}

impl pulp::NullaryFnOnce for SideBySide<'_> {
    type Output = bool;

    #[inline(always)]
    fn call(self) -> bool {
        script::cyrillic_words(self.text, self.ends, DIVIDER, self.form)
    }
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
fn any(parts: [&[u8]; 3], out: &mut Vec<u8>) -> Parts {
    out.clear();
    let (mut ends, mut illegible) = ([0; 3], false);
    for (part, end) in parts.into_iter().zip(&mut ends) {
        match read_into(part, out) {
            Found::Garbled => {
                out.clear();
                out.extend([DIVIDER; 3]);
                return Parts { ends: [0, 1], illegible: true };
            }
            Found::Error => illegible = true,
            Found::Name | Found::Placeholder => illegible |= is_lost(part),
        }
        *end = out.len();
        out.push(DIVIDER);
    }
    let [first, second, _] = ends;
    Parts { ends: [first, second], illegible: illegible || out.contains(&b'?') }
}

/// Whether letters of a name are lost: the sign that programs put in their place.
fn is_lost(name: &[u8]) -> bool {
    const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();
    name.windows(REPLACEMENT.len()).any(|here| here == REPLACEMENT)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{garbled, normalise_into};
    use super::*;

    /// The text in which the parts stand side by side, and their ends.
    fn side_by_side(parts: &[String; 3]) -> Option<([u8; WINDOW], [usize; 3])> {
        let joined = parts.join(",");
        let mut text = [b','; WINDOW];
        text[1..].get_mut(..joined.len())?.copy_from_slice(joined.as_bytes());
        let first = parts[0].len();
        let second = first + 1 + parts[1].len();
        Some((text, [first, second, second + 1 + parts[2].len()]))
    }

    #[test]
    fn every_letter_is_folded_side_by_side_as_alone() {
        let mut known = 0;
        for letter in (0x380..0x580).filter_map(char::from_u32) {
            let parts = [letter.to_string(), format!("а{letter}"), format!("{letter}ю")];
            let (text, ends) = side_by_side(&parts).unwrap();
            let (mut all, mut each) = (Vec::new(), Vec::new());
            if let Some(read) = normalise_side_by_side_into(&text, ends, &mut all) {
                assert_eq!(
                    read,
                    normalise_parts_into(parts.each_ref().map(String::as_bytes), &mut each),
                    "{letter}"
                );
                assert_eq!(all, each, "{letter}");
                known += 1;
            }
        }
        assert_eq!(known, 0x40 + 0x36 + 0x30 - 2 + 4);
    }

    #[test]
    fn what_does_not_fit_takes_a_closer_look() {
        let mut out = Vec::new();
        let text = std::array::from_fn(|at| if at % 2 == 1 { 0xd0 } else { 0xb0 });
        assert!(normalise_side_by_side_into(&text, [2, 3, 4], &mut out).is_some());
        for ends in
            [[2, 1, 4], [2, 3, 3], [64, 65, 66], [2, 3, 64], [usize::MAX; 3], [1, 2, 4], [2, 5, 6], [3, 4, 5]]
        {
            assert!(normalise_side_by_side_into(&text, ends, &mut out).is_none(), "{ends:?}");
        }
    }

    proptest! {
        #[test]
        fn side_by_side_is_as_if_each_were_alone(
            parts in prop::array::uniform3("[а-яА-ЯёЁәқІ]{0,10}|[а-яӘ]{1,9}|[а-я]{1,5}[ -][A-Za-zа-я?]{0,5}|нет|н/д|-|"),
        ) {
            let Some((text, ends)) = side_by_side(&parts) else { return Ok(()) };
            let mut out = Vec::new();
            if let Some(read) = normalise_side_by_side_into(&text, ends, &mut out) {
                let mut expected = Vec::new();
                prop_assert_eq!(read, normalise_parts_into(parts.each_ref().map(String::as_bytes), &mut expected));
                prop_assert_eq!(out, expected);
            }
        }

        #[test]
        fn any_bytes_side_by_side_are_as_alone(
            text in prop::array::uniform32(prop::sample::select(vec![0x80_u8, 0x86, 0x91, 0x96, 0xa5, 0xbf, 0xd0, 0xd1, 0xd2, 0xd3, b',', b'a'])),
            ends in prop::array::uniform3(0_usize..12),
        ) {
            let mut window = [b','; WINDOW];
            window[1..33].copy_from_slice(&text);
            let mut out = Vec::new();
            if let Some(read) = normalise_side_by_side_into(&window, ends, &mut out) {
                let [first, second, third] = ends;
                let parts = [&text[..first], &text[first + 1..second], &text[second + 1..third]];
                let mut expected = Vec::new();
                prop_assert_eq!(read, normalise_parts_into(parts, &mut expected));
                prop_assert_eq!(out, expected);
            }
        }

        #[test]
        fn parts_are_as_if_each_were_alone(
            parts in prop::array::uniform3("([РСТУ][ЂѓіІЇёЎџµ]){2,4}|[ђїєќўЂ]{1,8}|['#]{1,2}[а-я]{1,3}|[а-яА-ЯәқІ]{0,20}|[а-я]{1,9}[ -][A-Za-zа-я?]{0,9}|нет|н/д|-|"),
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
            if parts.iter().any(|part| garbled::is_garbled(part.as_bytes())) {
                prop_assert_eq!(out, [DIVIDER; 3]);
                prop_assert!(read.illegible);
                return Ok(());
            }
            prop_assert_eq!(&out, &expected);
            prop_assert_eq!(read.ends.as_slice(), &ends[..2]);
            let is_lost = parts.iter().any(|part| part.trim_start_matches('\'').starts_with('#'));
            prop_assert_eq!(read.illegible, is_lost || expected.contains(&b'?'));
        }
    }
}
