//! Reproducible chance: one independent stream per purpose and index, whatever the order of work.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream of numbers is for, so that one use never disturbs another.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Places = 1,
    Household = 2,
    Rolls = 3,
    Certificates = 4,
    Tables = 5,
    Order = 6,
    Errors = 7,
    Slips = 8,
}

/// A stream of random numbers.
pub(crate) struct Stream(ChaCha8Rng);

impl Stream {
    pub(crate) fn new(seed: u64, purpose: Purpose, index: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = purpose as u8;
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(index);
        Self(generator)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// 0 to `bound` - 1, and 0 where `bound` is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// An index below `length`.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    /// `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: i32, to: i32) -> i32 {
        from + self.below(u64::from((to - from).max(0) as u32) + 1) as i32
    }

    /// 0 up to, not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// An index below `length` of which the first are far more frequent: a few names are everybody's.
    pub(crate) fn skewed(&mut self, length: usize) -> usize {
        let unit = self.unit();
        ((unit * unit.sqrt() * length as f64) as usize).min(length.saturating_sub(1))
    }

    /// The standard normal distribution (Box and Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// The Poisson distribution: by multiplication up to a mean of 30 (Knuth), by the normal beyond.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        if mean > 30.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0) as u32;
        }
        let limit = (-mean).exp();
        let mut product = self.unit();
        let mut count = 0;
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }
}
