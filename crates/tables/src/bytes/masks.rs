//! Where a byte stands, sixty-four bytes at a time: the groundwork of finding fields and quotation marks.

// What is compiled for one kind of processor must be one function there.
#![allow(clippy::inline_always)]

#[cfg(target_arch = "x86_64")]
use pulp::x86::{V3, V4};
use wide::u8x16;

/// Bytes that are looked at together.
pub(crate) const WIDTH: usize = 64;

/// How a piece is compared with a byte; the fastest way depends on the processor.
pub(crate) trait Compare: Copy {
    /// One bit for every byte of a piece that is the one looked for; the first byte is the lowest bit.
    fn places(self, piece: &[u8; WIDTH], byte: u8) -> u64;

    /// The same for bytes from the first of these to the last.
    fn places_among(self, piece: &[u8; WIDTH], first: u8, last: u8) -> u64;

    /// Lists `start` and the place of each bit of the mask in front of what the room holds; what stands behind them there
    /// is not kept.
    #[inline(always)]
    fn list(self, mut mask: u64, start: u32, room: &mut [u32; WIDTH]) {
        // As many as there mostly are, without asking for each.
        let (eights, _) = room.as_chunks_mut::<8>();
        for eight in eights {
            for place in eight {
                *place = start + mask.trailing_zeros();
                mask &= mask.wrapping_sub(1);
            }
            if mask == 0 {
                break;
            }
        }
    }
}

/// Sixteen bytes at a time, as every processor can that this is compiled for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Everywhere;

impl Compare for Everywhere {
    #[inline(always)]
    fn places(self, piece: &[u8; WIDTH], byte: u8) -> u64 {
        let byte = u8x16::splat(byte);
        let (quarters, _) = piece.as_chunks::<16>();
        quarters
            .iter()
            .rev()
            .fold(0, |mask, quarter| mask << 16 | u64::from(u8x16::new(*quarter).simd_eq(byte).to_bitmask()))
    }

    #[inline(always)]
    fn places_among(self, piece: &[u8; WIDTH], first: u8, last: u8) -> u64 {
        let most = u8x16::splat(last - first);
        let first = u8x16::splat(first);
        let (quarters, _) = piece.as_chunks::<16>();
        quarters.iter().rev().fold(0, |mask, quarter| {
            let distance = u8x16::new(*quarter) - first;
            mask << 16 | u64::from(distance.min(most).simd_eq(distance).to_bitmask())
        })
    }
}

#[cfg(target_arch = "x86_64")]
impl Compare for V3 {
    #[inline(always)]
    fn places(self, piece: &[u8; WIDTH], byte: u8) -> u64 {
        let byte = self.avx._mm256_set1_epi8(byte.cast_signed());
        let [low, high]: [[u8; 32]; 2] = pulp::cast(*piece);
        let mask = |half: [u8; 32]| {
            let equal = self.avx2._mm256_cmpeq_epi8(pulp::cast(half), byte);
            self.avx2._mm256_movemask_epi8(equal).cast_unsigned()
        };
        u64::from(mask(high)) << 32 | u64::from(mask(low))
    }

    #[inline(always)]
    fn places_among(self, piece: &[u8; WIDTH], first: u8, last: u8) -> u64 {
        let most = self.avx._mm256_set1_epi8((last - first).cast_signed());
        let first = self.avx._mm256_set1_epi8(first.cast_signed());
        let [low, high]: [[u8; 32]; 2] = pulp::cast(*piece);
        let mask = |half: [u8; 32]| {
            let distance = self.avx2._mm256_sub_epi8(pulp::cast(half), first);
            let among = self.avx2._mm256_cmpeq_epi8(self.avx2._mm256_min_epu8(distance, most), distance);
            self.avx2._mm256_movemask_epi8(among).cast_unsigned()
        };
        u64::from(mask(high)) << 32 | u64::from(mask(low))
    }
}

#[cfg(target_arch = "x86_64")]
impl Compare for V4 {
    #[inline(always)]
    fn places(self, piece: &[u8; WIDTH], byte: u8) -> u64 {
        let byte = self.avx512f._mm512_set1_epi8(byte.cast_signed());
        self.avx512bw._mm512_cmpeq_epi8_mask(pulp::cast(*piece), byte)
    }

    #[inline(always)]
    fn places_among(self, piece: &[u8; WIDTH], first: u8, last: u8) -> u64 {
        let most = self.avx512f._mm512_set1_epi8((last - first).cast_signed());
        let first = self.avx512f._mm512_set1_epi8(first.cast_signed());
        let distance = self.avx512bw._mm512_sub_epi8(pulp::cast(*piece), first);
        self.avx512bw._mm512_cmple_epu8_mask(distance, most)
    }

    #[inline(always)]
    fn list(self, mask: u64, start: u32, room: &mut [u32; WIDTH]) {
        let mut listed = 0;
        for quarter in 0..4 {
            let mask = (mask >> (16 * quarter)) as u16;
            let places: [u32; 16] = std::array::from_fn(|place| 16 * quarter + place as u32);
            let start = self.avx512f._mm512_set1_epi32(start.cast_signed());
            let places = self.avx512f._mm512_add_epi32(pulp::cast(places), start);
            let places: [u32; 16] = pulp::cast(self.avx512f._mm512_maskz_compress_epi32(mask, places));
            if let Some(room) = room[listed..].first_chunk_mut() {
                *room = places;
            }
            listed += mask.count_ones() as usize;
        }
    }
}

/// Something to do by comparing pieces.
pub(crate) trait Work {
    type Output;

    /// Does it. To be inlined, so that it is compiled for each kind of processor.
    fn work<C: Compare>(self, compare: C) -> Self::Output;
}

/// Does it with the fastest instructions of this processor.
#[inline]
pub(crate) fn with_best<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    match pulp::Arch::new() {
        pulp::Arch::V4(simd) => simd.vectorize(With(work, simd)),
        pulp::Arch::V3(simd) => simd.vectorize(With(work, simd)),
        _ => work.work(Everywhere),
    }
    #[cfg(not(target_arch = "x86_64"))]
    work.work(Everywhere)
}

#[cfg(target_arch = "x86_64")]
struct With<W, C>(W, C);

#[cfg(target_arch = "x86_64")]
impl<W: Work, C: Compare> pulp::NullaryFnOnce for With<W, C> {
    type Output = W::Output;

    #[inline(always)]
    fn call(self) -> W::Output {
        self.0.work(self.1)
    }
}

/// From every set bit on, up to the next one, ones; then zeros up to the one after, and so on.
#[inline(always)]
pub(crate) fn between(mut marks: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        marks ^= marks << shift;
    }
    marks
}

/// The places of the set bits, ascending.
#[inline(always)]
pub(crate) fn bits(mut mask: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        (mask != 0).then(|| {
            let place = mask.trailing_zeros();
            mask &= mask - 1;
            place
        })
    })
}

/// Calls `each` with every piece of the text and where it starts; the last one is filled up.
#[inline(always)]
pub(crate) fn pieces(text: &[u8], filler: u8, mut each: impl FnMut(usize, &[u8; WIDTH])) {
    let (whole, rest) = text.as_chunks::<WIDTH>();
    let mut last = [filler; WIDTH];
    last[..rest.len()].copy_from_slice(rest);
    for number in 0..text.len().div_ceil(WIDTH) {
        each(number * WIDTH, whole.get(number).unwrap_or(&last));
    }
}

/// Lists the places at which `byte` stands. The text is shorter than 4 GiB.
pub(crate) fn places(text: &[u8], byte: u8, places: &mut Vec<u32>) {
    places.clear();
    pieces(text, !byte, |start, piece| {
        places.extend(bits(Everywhere.places(piece, byte)).map(|place| start as u32 + place));
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

    /// What one way of comparing finds, as places behind `start`.
    fn found(compare: impl Compare, piece: &[u8; WIDTH]) -> Vec<u32> {
        let mask = compare.places(piece, 2);
        let mut room = [u32::MAX; WIDTH];
        compare.list(mask, 1000, &mut room);
        room[..mask.count_ones() as usize].to_vec()
    }

    proptest! {
        #[test]
        fn every_processor_finds_the_same(piece in prop::array::uniform32(0_u8..4), other in prop::array::uniform32(1_u8..3)) {
            let mut both = [0; WIDTH];
            both[..32].copy_from_slice(&piece);
            both[32..].copy_from_slice(&other);
            let expected: Vec<u32> = (0..WIDTH).filter(|at| both[*at] == 2).map(|at| 1000 + at as u32).collect();
            prop_assert_eq!(found(Everywhere, &both), expected.clone());
            #[cfg(target_arch = "x86_64")]
            {
                if let Some(simd) = V3::try_new() {
                    prop_assert_eq!(found(simd, &both), expected.clone());
                }
                if let Some(simd) = V4::try_new() {
                    prop_assert_eq!(found(simd, &both), expected);
                }
            }
        }

        #[test]
        fn every_processor_finds_the_same_range(
            half in prop::array::uniform32(0_u8..),
            bounds in prop::array::uniform2(0_u8..),
        ) {
            let [first, last] = [bounds[0].min(bounds[1]), bounds[0].max(bounds[1])];
            let mut piece = [first; WIDTH];
            piece[..32].copy_from_slice(&half);
            let expected = (0..WIDTH).fold(0, |mask, at| mask | u64::from((first..=last).contains(&piece[at])) << at);
            prop_assert_eq!(Everywhere.places_among(&piece, first, last), expected);
            #[cfg(target_arch = "x86_64")]
            {
                if let Some(simd) = V3::try_new() {
                    prop_assert_eq!(simd.places_among(&piece, first, last), expected);
                }
                if let Some(simd) = V4::try_new() {
                    prop_assert_eq!(simd.places_among(&piece, first, last), expected);
                }
            }
        }

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
