//! Where a byte stands, sixty-four bytes at a time: the groundwork of finding fields and quotation marks.

use wide::u8x16;

/// Bytes that are looked at together.
pub(crate) const WIDTH: usize = 64;

/// A byte that is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needle(u8x16);

impl Needle {
    pub(crate) fn new(byte: u8) -> Self {
        Self(u8x16::splat(byte))
    }

    /// One bit for every byte of a piece that is the one looked for; the first byte is the lowest bit.
    #[inline]
    pub(crate) fn places(self, piece: &[u8; WIDTH]) -> u64 {
        let (quarters, _) = piece.as_chunks::<16>();
        quarters.iter().rev().fold(0, |mask, quarter| {
            mask << 16 | u64::from(u8x16::new(*quarter).simd_eq(self.0).to_bitmask())
        })
    }
}

/// From every set bit on, up to the next one, ones; then zeros up to the one after, and so on.
#[inline]
pub(crate) fn between(mut marks: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        marks ^= marks << shift;
    }
    marks
}

/// The places of the set bits, ascending.
#[inline]
pub(crate) fn bits(mut mask: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        (mask != 0).then(|| {
            let place = mask.trailing_zeros();
            mask &= mask - 1;
            place
        })
    })
}

/// Calls `each` with every piece of the text and where it starts; the last one is filled up with zeros.
#[inline]
pub(crate) fn pieces(text: &[u8], mut each: impl FnMut(usize, &[u8; WIDTH])) {
    let (whole, rest) = text.as_chunks::<WIDTH>();
    let mut last = [0; WIDTH];
    last[..rest.len()].copy_from_slice(rest);
    let last = (!rest.is_empty()).then_some(&last);
    for (number, piece) in whole.iter().chain(last).enumerate() {
        each(number * WIDTH, piece);
    }
}

/// Lists the places at which `byte` stands. The text is shorter than 4 GiB.
pub(crate) fn places(text: &[u8], byte: u8, places: &mut Vec<u32>) {
    places.clear();
    let needle = Needle::new(byte);
    pieces(text, |start, piece| {
        places.extend(bits(needle.places(piece)).map(|place| start as u32 + place));
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ones_from_mark_to_mark() {
        assert_eq!(between(0b0001_0010), 0b0000_1110);
        assert_eq!(between(1 << 63), 1 << 63);
        assert_eq!(between(1), u64::MAX);
    }

    proptest! {
        #[test]
        fn every_place_is_found(text in prop::collection::vec(0_u8..4, 0..300)) {
            let mut found = vec![7];
            places(&text, 2, &mut found);
            let expected: Vec<u32> =
                (0..text.len()).filter(|&at| text[at] == 2).map(|at| at as u32).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
