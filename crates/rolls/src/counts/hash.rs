//! A hash for counters.

use std::hash::Hasher;

/// A keyed hash of these bytes, the same in every run with one seed. For estimates alone, never for who is who.
pub(crate) fn hash(seed: u64, parts: &[&[u8]]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write_u64(seed);
    for part in parts {
        hasher.write(part);
        hasher.write_u8(0xff);
    }
    hasher.finish()
}
