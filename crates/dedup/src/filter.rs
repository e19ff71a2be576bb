//! A compact filter of the anchors' keys, so that a scan of many records keeps only those that matter.
//!
//! Two steps. The first has four bits per anchor, one of them set, and stays in a core's own cache while the records
//! stream through it: nearly four of five records end there. The second is a Bloom filter whose bits for one key lie in
//! one word, so that the others cost one access to slower memory. Of all records about one in three hundred passes in
//! vain; it takes eight bytes until it is grouped.
//! Felix Putze, Peter Sanders and Johannes Singler, "Cache-, hash- and space-efficient Bloom filters", 2009.

/// Bits per anchor and rule in the first step.
const FIRST: usize = 4;

/// Bits per anchor and rule in the second step.
const BITS: usize = 12;

/// A set of keys, by partition and tag, that may hold a few more than were put in.
#[derive(Debug)]
pub(crate) struct Filter {
    first: Vec<u64>,
    words: Vec<u64>,
}

/// The words of a step with so many bits per key.
fn words(keys: usize, bits: usize) -> usize {
    keys * bits / 64 + 1
}

impl Filter {
    /// The bytes of a filter for so many keys.
    pub(crate) fn bytes(keys: usize) -> usize {
        (words(keys, FIRST) + words(keys, BITS)) * size_of::<u64>()
    }

    /// An empty filter for so many keys.
    pub(crate) fn new(keys: usize) -> Self {
        Self { first: vec![0; words(keys, FIRST)], words: vec![0; words(keys, BITS)] }
    }

    /// The bytes that it takes.
    pub(crate) fn held(&self) -> usize {
        size_of_val(self.first.as_slice()) + size_of_val(self.words.as_slice())
    }

    /// Puts a key in.
    pub(crate) fn insert(&mut self, partition: u32, tag: u64) {
        let spread = spread(partition, tag);
        let (word, bit) = self.first_place(spread);
        self.first[word] |= bit;
        let (word, bits) = self.place(spread);
        self.words[word] |= bits;
    }

    /// Whether the key may have been put in.
    #[inline]
    pub(crate) fn may_hold(&self, partition: u32, tag: u64) -> bool {
        let spread = spread(partition, tag);
        self.first_holds(spread) && self.second_holds(spread)
    }

    /// Keeps those whose key, by partition and tag, may have been put in.
    pub(crate) fn keep<T: Copy>(&self, all: &mut Vec<T>, key: impl Fn(&T) -> (u32, u64)) {
        let spread = |one: &T| {
            let (partition, tag) = key(one);
            spread(partition, tag)
        };
        keep_where(all, |one| self.first_holds(spread(one)));
        keep_where(all, |one| self.second_holds(spread(one)));
    }

    #[inline]
    fn first_holds(&self, spread: u64) -> bool {
        let (word, bit) = self.first_place(spread);
        self.first[word] & bit != 0
    }

    #[inline]
    fn second_holds(&self, spread: u64) -> bool {
        let (word, bits) = self.place(spread);
        self.words[word] & bits == bits
    }

    #[inline]
    fn first_place(&self, spread: u64) -> (usize, u64) {
        let spread = spread.wrapping_mul(0xd6e8_feb8_6659_fd93);
        let word = (u128::from(spread) * self.first.len() as u128) >> 64;
        (word as usize, 1 << (spread & 63))
    }

    #[inline]
    fn place(&self, spread: u64) -> (usize, u64) {
        let word = (u128::from(spread) * self.words.len() as u128) >> 64;
        let bit = |place: u32| 1_u64 << (spread >> place & 63);
        (word as usize, bit(0) | bit(6) | bit(12) | bit(18))
    }
}

/// Keeps some, in their order: each is moved, kept or not, so that there is no branch to mispredict.
#[inline]
fn keep_where<T: Copy>(all: &mut Vec<T>, keeps: impl Fn(&T) -> bool) {
    let mut kept = 0;
    for at in 0..all.len() {
        let one = all[at];
        all[kept] = one;
        kept += usize::from(keeps(&one));
    }
    all.truncate(kept);
}

/// The bits of a tag are as good as random under the secret, but where positions take many bits there are few of them, so
/// the partition is mixed in.
#[inline]
fn spread(partition: u32, tag: u64) -> u64 {
    let spread = (tag ^ u64::from(partition) << 48).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    spread ^ spread >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 100,000 tags of so many bits, how many that were not put in pass a filter of 10,000.
    fn passing(bits: u32) -> usize {
        let mut filter = Filter::new(10_000);
        let key = |number: u64| {
            let random = (number + 1).wrapping_mul(0x2545_f491_4f6c_dd1d);
            let random = (random ^ random >> 29).wrapping_mul(0x9fb2_1c65_1e98_df25);
            ((random >> 54) as u32, (random ^ random >> 27) & ((1 << bits) - 1))
        };
        for number in 0..10_000 {
            let (partition, tag) = key(number);
            filter.insert(partition, tag);
        }
        assert!((0..10_000).map(key).all(|(partition, tag)| filter.may_hold(partition, tag)));
        let mut kept: Vec<_> = (0..110_000).map(key).collect();
        let expected: Vec<_> =
            kept.iter().copied().filter(|(partition, tag)| filter.may_hold(*partition, *tag)).collect();
        filter.keep(&mut kept, |key| *key);
        assert_eq!(kept, expected);
        kept.len() - 10_000
    }

    #[test]
    fn holds_what_was_put_in_and_little_else() {
        for bits in [23, 30, 40] {
            let passed = passing(bits);
            assert!(passed < 600, "{passed} of 100,000 passed with {bits} bits");
        }
    }
}
