//! A compact filter of the anchors' keys, so that a scan of many records keeps only those that matter.
//!
//! A Bloom filter whose bits for one key lie in one word: one access to memory per key. With sixteen bits per anchor
//! and four set for each, about one record in two hundred passes in vain; it takes eight bytes until it is grouped.
//! Felix Putze, Peter Sanders and Johannes Singler, "Cache-, hash- and space-efficient Bloom filters", 2009.

/// Bits per anchor and rule.
const BITS: usize = 16;

/// A set of keys, by partition and tag, that may hold a few more than were put in.
#[derive(Debug)]
pub(crate) struct Filter {
    words: Vec<u64>,
}

impl Filter {
    /// The bytes of a filter for so many keys.
    pub(crate) fn bytes(keys: usize) -> usize {
        (keys * BITS / 64 + 1) * size_of::<u64>()
    }

    /// An empty filter for so many keys.
    pub(crate) fn new(keys: usize) -> Self {
        Self { words: vec![0; Self::bytes(keys) / size_of::<u64>()] }
    }

    /// The bytes that it takes.
    pub(crate) fn held(&self) -> usize {
        size_of_val(self.words.as_slice())
    }

    /// Puts a key in.
    pub(crate) fn insert(&mut self, partition: usize, tag: u64) {
        let (word, bits) = self.place(partition, tag);
        self.words[word] |= bits;
    }

    /// Whether the key may have been put in.
    #[inline]
    pub(crate) fn may_hold(&self, partition: usize, tag: u64) -> bool {
        let (word, bits) = self.place(partition, tag);
        self.words[word] & bits == bits
    }

    #[inline]
    fn place(&self, partition: usize, tag: u64) -> (usize, u64) {
        let mixed = tag.wrapping_add((partition as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mixed = u128::from(mixed ^ 0xa5a3_5625_e2c9_5d37) * 0xd6e8_feb8_6659_fd93;
        let mixed = (mixed as u64 ^ (mixed >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let word = (u128::from(mixed) * self.words.len() as u128) >> 64;
        let bit = |place: u32| 1_u64 << (mixed >> place & 63);
        (word as usize, bit(0) | bit(6) | bit(12) | bit(18))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in_and_little_else() {
        let mut filter = Filter::new(10_000);
        for key in 0..10_000_u64 {
            filter.insert((key % 64) as usize, key.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 30);
        }
        assert!((0..10_000_u64).all(|key| {
            filter.may_hold((key % 64) as usize, key.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 30)
        }));
        let others = 10_000..110_000_u64;
        let passed = others.filter(|key| {
            filter.may_hold((key % 64) as usize, key.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 30)
        });
        let passed = passed.count();
        assert!(passed < 1_500, "{passed} of 100,000 passed");
    }
}
