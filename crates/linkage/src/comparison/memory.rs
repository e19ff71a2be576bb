//! What was compared a moment ago.

/// Places for each column.
const PLACES: usize = 1 << 11;

/// Remembers levels of pairs of values, per column in so many places; a later pair takes the place of an earlier one.
/// It changes how long a comparison takes, never its result.
pub(crate) struct Memory {
    places: Vec<(u64, u8)>,
}

impl Memory {
    pub(crate) fn new(columns: usize) -> Self {
        Self { places: vec![(0, 0); columns * PLACES] }
    }

    /// The code of two values (0 is never one of them), from memory or as `compare` says.
    pub(crate) fn recall(
        &mut self,
        column: usize,
        left: u32,
        right: u32,
        compare: impl FnOnce() -> u8,
    ) -> u8 {
        let (low, high) = if left < right { (left, right) } else { (right, left) };
        let pair = u64::from(low) << 32 | u64::from(high);
        let hash = pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53;
        let place = &mut self.places[column * PLACES + hash as usize];
        if place.0 != pair {
            *place = (pair, compare());
        }
        place.1
    }
}
