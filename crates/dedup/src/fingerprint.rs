//! Keyed fingerprints of keys: SipHash-1-3 with 128 bits of output.
//!
//! A keyed pseudorandom function keeps whoever writes the input from choosing keys that collide or crowd one
//! partition. The first half of the fingerprint places a key in the index; both are made only where 128 bits are needed,
//! which is rare.
//!
//! Jean-Philippe Aumasson and Daniel J. Bernstein, "SipHash: a fast short-input PRF", 2012; the 128-bit output is that
//! of the reference implementation.

/// The state of the hash.
#[derive(Clone, Copy, Debug)]
struct State {
    v0: u64,
    v1: u64,
    v2: u64,
    v3: u64,
}

impl State {
    #[inline]
    fn round(&mut self) {
        self.v0 = self.v0.wrapping_add(self.v1);
        self.v2 = self.v2.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(13) ^ self.v0;
        self.v3 = self.v3.rotate_left(16) ^ self.v2;
        self.v0 = self.v0.rotate_left(32);
        self.v2 = self.v2.wrapping_add(self.v1);
        self.v0 = self.v0.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(17) ^ self.v2;
        self.v3 = self.v3.rotate_left(21) ^ self.v0;
        self.v2 = self.v2.rotate_left(32);
    }

    #[inline]
    fn absorb(&mut self, word: u64) {
        self.v3 ^= word;
        self.round();
        self.v0 ^= word;
    }

    #[inline]
    fn squeeze(&mut self) -> u64 {
        self.round();
        self.round();
        self.round();
        self.v0 ^ self.v1 ^ self.v2 ^ self.v3
    }
}

/// A hash of a key for counters and sketches, the same in every run with one seed and on every machine: never for who is
/// who. SipHash-1-3 under a key of zeros of the seed, the key and a byte 0xff, as `std`'s hasher gives it for these parts.
///
/// ```
/// assert_eq!(tizim_dedup::seeded_hash(7, b"key"), tizim_dedup::seeded_hash(7, b"key"));
/// assert_ne!(tizim_dedup::seeded_hash(7, b"key"), tizim_dedup::seeded_hash(8, b"key"));
/// ```
#[inline]
#[must_use]
pub fn seeded_hash(seed: u64, key: &[u8]) -> u64 {
    SeededHash::new(seed).with(key).finish()
}

/// A [`seeded_hash`] on the way, of a key that comes part by part: where many keys begin alike, what they share is hashed once.
///
/// ```
/// use tizim_dedup::{SeededHash, seeded_hash};
/// let street = SeededHash::new(7).with(b"ul abaya ");
/// assert_eq!(street.with(b"5").finish(), seeded_hash(7, b"ul abaya 5"));
/// assert_eq!(street.with(b"6").finish(), seeded_hash(7, b"ul abaya 6"));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct SeededHash {
    state: State,
    /// The bytes behind the last whole word, as a little-endian number.
    rest: u64,
    /// Bytes of the key so far.
    length: u64,
}

impl SeededHash {
    /// Of nothing yet.
    #[inline]
    pub fn new(seed: u64) -> Self {
        let mut state = Fingerprinter::with_key(0, 0).start;
        // That of 128 bits of output begins and ends otherwise.
        state.v1 ^= 0xee;
        state.absorb(seed);
        Self { state, rest: 0, length: 0 }
    }

    /// With these bytes behind the others.
    #[inline]
    pub fn with(mut self, part: &[u8]) -> Self {
        let held = 8 * (self.length as u32 % 8);
        let (words, last) = part.as_chunks::<8>();
        for word in words {
            self.absorb_behind(held, u64::from_le_bytes(*word));
        }
        let (bits, last) = (8 * last.len() as u32, last_bytes(part, last));
        if held + bits >= u64::BITS {
            self.absorb_behind(held, last);
        } else {
            self.rest |= last << held;
        }
        self.length += part.len() as u64;
        self
    }

    /// Absorbs the bits held and those that fit behind them; the others are held then.
    #[inline]
    fn absorb_behind(&mut self, held: u32, word: u64) {
        self.state.absorb(self.rest | word << held);
        self.rest = word.checked_shr(u64::BITS - held).unwrap_or(0);
    }

    /// The hash.
    #[inline]
    #[must_use]
    pub fn finish(mut self) -> u64 {
        let held = self.length % 8;
        let last = self.rest | 0xff << (8 * held);
        let length = (self.length + 9) << 56;
        if held == 7 {
            self.state.absorb(last);
            self.state.absorb(length);
        } else {
            self.state.absorb(length | last);
        }
        self.state.v2 ^= 0xff;
        self.state.squeeze()
    }
}

/// Makes fingerprints under one secret.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fingerprinter {
    start: State,
}

impl Fingerprinter {
    /// Derives the 16-byte key of SipHash from all 32 bytes of the secret: the second half of it, hashed under the
    /// first.
    pub(crate) fn new(secret: &[u8; 32]) -> Self {
        let (first, second) = secret.split_at(16);
        let [low, high] = Self::with_key(tail(&first[..8]), tail(&first[8..])).whole(second);
        Self::with_key(low, high)
    }

    fn with_key(low: u64, high: u64) -> Self {
        Self {
            start: State {
                v0: low ^ 0x736f_6d65_7073_6575,
                v1: high ^ 0x646f_7261_6e64_6f6d ^ 0xee,
                v2: low ^ 0x6c79_6765_6e65_7261,
                v3: high ^ 0x7465_6462_7974_6573,
            },
        }
    }

    /// The first half of the fingerprint of `key`.
    #[inline]
    pub(crate) fn half(&self, key: &[u8]) -> u64 {
        self.absorbed(key).squeeze()
    }

    /// The fingerprint of `key`, as two halves.
    pub(crate) fn whole(&self, key: &[u8]) -> [u64; 2] {
        let mut state = self.absorbed(key);
        let first = state.squeeze();
        state.v1 ^= 0xdd;
        [first, state.squeeze()]
    }

    /// What the state is behind the last byte of `key`.
    #[inline]
    fn absorbed(&self, key: &[u8]) -> State {
        let mut state = self.start;
        let (words, rest) = key.as_chunks::<8>();
        for word in words {
            state.absorb(u64::from_le_bytes(*word));
        }
        state.absorb((key.len() as u64) << 56 | last_bytes(key, rest));
        state.v2 ^= 0xee;
        state
    }
}

/// The bytes of a key behind its last whole word, as a little-endian number.
#[inline]
fn last_bytes(key: &[u8], rest: &[u8]) -> u64 {
    match key.last_chunk::<8>() {
        // The last eight bytes, shifted so that those that are already absorbed fall out.
        Some(_) if rest.is_empty() => 0,
        Some(last) => u64::from_le_bytes(*last) >> (64 - 8 * rest.len()),
        None => tail(rest),
    }
}

/// Up to eight bytes as a little-endian number.
#[inline]
fn tail(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // Bytes that are in both are the same bits.
        let [first, last] = [first, last].map(|half| u64::from(u32::from_le_bytes(*half)));
        return first | last << (8 * (bytes.len() - 4));
    }
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use std::hash::Hasher;

    use proptest::prelude::*;
    use siphasher::sip128::{Hasher128, SipHasher13};

    use super::*;

    fn reference(key: [u64; 2], bytes: &[u8]) -> [u64; 2] {
        let mut hasher = SipHasher13::new_with_keys(key[0], key[1]);
        hasher.write(bytes);
        let hash = hasher.finish128();
        [hash.h1, hash.h2]
    }

    #[test]
    fn agrees_with_the_reference_at_every_short_length() {
        let bytes: Vec<u8> = (0..100).collect();
        for length in 0..=bytes.len() {
            let ours = Fingerprinter::with_key(3, 4).whole(&bytes[..length]);
            assert_eq!(ours, reference([3, 4], &bytes[..length]), "length {length}");
        }
    }

    #[test]
    fn every_byte_of_the_secret_counts() {
        let plain = Fingerprinter::new(&[0; 32]).whole(b"key");
        for index in 0..32 {
            let mut secret = [0; 32];
            secret[index] = 1;
            assert_ne!(Fingerprinter::new(&secret).whole(b"key"), plain, "byte {index}");
        }
    }

    proptest! {
        #[test]
        fn seeded_is_what_std_gives(seed: u64, key in prop::collection::vec(any::<u8>(), 0..70)) {
            let mut hasher = std::hash::DefaultHasher::new();
            hasher.write_u64(seed);
            hasher.write(&key);
            hasher.write_u8(0xff);
            prop_assert_eq!(seeded_hash(seed, &key), hasher.finish());
        }

        #[test]
        fn a_key_in_parts_is_the_key(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..9)) {
            let hash = parts.iter().fold(SeededHash::new(3), |hash, part| hash.with(part));
            prop_assert_eq!(hash.finish(), seeded_hash(3, &parts.concat()));
        }

        #[test]
        fn agrees_with_the_reference(low: u64, high: u64, bytes: Vec<u8>) {
            prop_assert_eq!(Fingerprinter::with_key(low, high).whole(&bytes), reference([low, high], &bytes));
        }
    }
}
