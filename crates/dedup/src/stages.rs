//! The stages of a search, one by one, so that benches can measure them.

use crate::fingerprint::Fingerprinter;
use crate::grouping::Picker;

/// The 128-bit fingerprints of `keys` under a fixed secret, folded into one number.
pub fn fingerprints(keys: &[[u8; 12]], whole: bool) -> u64 {
    let fingerprinter = Fingerprinter::new(&[1; 32]);
    let one = |key: &[u8; 12]| {
        if whole {
            fingerprinter.whole(key).into_iter().fold(0, |all, half| all ^ half)
        } else {
            fingerprinter.half(key)
        }
    };
    keys.iter().map(one).fold(0, u64::wrapping_add)
}

/// How many of the `entries` of one partition share their tag, the bits above `shift`, with another.
pub fn repeated(entries: &[u64], shift: u32) -> usize {
    let mut picker = Picker::default();
    picker.entries().extend_from_slice(entries);
    let picked = picker.pick(shift);
    let runs = picked.chunk_by(|left, right| left >> shift == right >> shift);
    runs.filter(|run| run.len() > 1).map(<[u64]>::len).sum()
}
