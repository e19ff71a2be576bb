//! Whether bytes are text that needs no closer look: UTF-8 without NUL.

use crate::bytes::masks::{self, Compare, WIDTH, Work};

/// Whether the bytes are UTF-8 and none of them is NUL.
pub(crate) fn is_clean(text: &[u8]) -> bool {
    masks::with_best(IsPlain(text))
        || (simdutf8::basic::from_utf8(text).is_ok() && memchr::memchr(0, text).is_none())
}

/// Whether text holds nothing but ASCII without NUL, characters of two bytes, as letters of Cyrillic are, and those of three
/// bytes from U+2000 to U+2FFF, as `№` and dashes are. Nearly all text does, and its form is simpler than that of any.
struct IsPlain<'a>(&'a [u8]);

/// Pieces that are looked at before it is asked whether to go on.
const PIECES: usize = 64;

impl Work for IsPlain<'_> {
    type Output = bool;

    #[inline(always)]
    #[allow(clippy::inline_always)]
    fn work<C: Compare>(self, compare: C) -> bool {
        // Bytes of the next piece that must go on with a character.
        let mut owed = 0;
        self.0.chunks(PIECES * WIDTH).all(|text| {
            let mut wrong = 0;
            masks::pieces(text, b' ', |_, piece| {
                let begins_two = compare.places_among(piece, 0xc2, 0xdf);
                let begins_three = compare.places(piece, 0xe2);
                let goes_on = compare.places_among(piece, 0x80, 0xbf);
                let beyond_ascii = compare.places_among(piece, 0x80, 0xff);
                wrong |= compare.places(piece, 0);
                wrong |= beyond_ascii ^ (begins_two | begins_three | goes_on);
                wrong |= goes_on ^ ((begins_two | begins_three) << 1 | begins_three << 2 | owed);
                owed = (begins_two | begins_three) >> 63 | begins_three >> 62;
            });
            wrong == 0
        }) && owed == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_clean_text(text: &[u8]) -> bool {
        str::from_utf8(text).is_ok() && !text.contains(&0)
    }

    #[test]
    fn usual_text_needs_no_closer_look() {
        for text in ["", "a", "г. Семей, ул. Абая, д. 1 «А» — №12", "Құлбаева,Айнұр\n"]
        {
            let text = text.repeat(300);
            assert!(masks::with_best(IsPlain(text.as_bytes())), "{text}");
        }
        for text in ["\0", "\u{800}", "\u{3000}", "\u{10000}"] {
            assert!(!masks::with_best(IsPlain(text.as_bytes())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged_as_the_standard_library_does(
            before in "[a-zа-яҚ№—€]{0,99}",
            bytes in prop::collection::vec(prop::sample::select(b"a \x7f\x80\xa0\xbf\xc1\xc2\xd0\xdf\xe0\xe2\xed\xf0\xf4\xff\0".to_vec()), 0..4),
            behind in "[a-zа-яҚ№—€]{0,99}",
            times in 1..60_usize,
        ) {
            let mut text = before.repeat(times).into_bytes();
            text.extend_from_slice(&bytes);
            text.extend_from_slice(behind.as_bytes());
            let expected = is_clean_text(&text);
            prop_assert_eq!(is_clean(&text), expected);
            prop_assert!(expected || !masks::with_best(IsPlain(&text)));
            for cut in text.len().saturating_sub(4)..text.len() {
                prop_assert_eq!(is_clean(&text[..cut]), is_clean_text(&text[..cut]));
            }
        }
    }
}
