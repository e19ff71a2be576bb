//! What a search is to look for, and with how much.

use crate::records::MOST_RULES;

/// The least memory that a search accepts, in bytes.
pub const LEAST_MEMORY: usize = 1 << 18;

/// The greatest value of [`Rule::hot_above`]: a group of more records is never handed out, but reported as a hot key.
/// A constant, not a share of the memory, so that memory never changes what is found.
pub const LARGEST_GROUP: u64 = 1_000_000;

/// One rule: a way to make a key of a record. The keys themselves come from the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// A key that more records than this share is reported as a [`HotKey`](crate::HotKey) and forms no group: it is
    /// a placeholder, or a key too weak to tell anything. Values above [`LARGEST_GROUP`] are taken as that.
    pub hot_above: u64,
}

impl Default for Rule {
    /// Keys of more than 1,000 records are hot.
    fn default() -> Self {
        Self { hot_above: 1_000 }
    }
}

/// Which groups are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every group of two records or more.
    #[default]
    Within,
    /// Only groups that hold at least one anchor, each with all its members, anchors or not.
    ///
    /// The fast way to hold a short list against a long one: each pass scans the anchors
    /// ([`Part::Anchors`](crate::Part::Anchors)) into a filter that fits the cache, then the other records, of which
    /// only those that the filter lets through take memory. A hot key is reported if an anchor has it.
    Touching,
}

/// How to search.
#[derive(Clone)]
pub struct Settings {
    /// The secret that fingerprints are keyed with. Draw it at random: whoever knows it can write files that make
    /// the search slow. It never changes what is found.
    pub key: [u8; 32],
    /// How many bytes the search may hold at one time, beyond what the caller's own scan and fetch take; at least
    /// 256 KiB. It decides the number of passes, never what is found.
    pub memory: usize,
    /// How many threads to use; 0 counts as 1. It never changes what is found, nor the order.
    pub threads: usize,
    /// The rules, at most 16. Groups come out rule by rule in this order.
    pub rules: Vec<Rule>,
    /// Which groups are wanted.
    pub scope: Scope,
    /// Whether the anchors are scanned before the other records even if all groups are wanted, so that
    /// [`Visitor::likely`](crate::Visitor::likely) can tell which of the others seem to belong to them. It never changes what is
    /// found. With [`Scope::Touching`] they always are.
    pub anchors_first: bool,
    /// For tests: how many bits of the fingerprint the index uses, 64 unless weakened. With few bits nearly every
    /// candidate is a collision; what is found must stay the same, because groups are verified on the keys.
    pub fingerprint_bits: u32,
}

impl Settings {
    /// Settings for `rules` rules with their defaults: 512 MiB, as many threads as the machine has, every group.
    pub fn new(key: [u8; 32], rules: usize) -> Self {
        Self {
            key,
            memory: 512 << 20,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            rules: vec![Rule::default(); rules.min(MOST_RULES + 1)],
            scope: Scope::Within,
            anchors_first: false,
            fingerprint_bits: 64,
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("memory", &self.memory)
            .field("threads", &self.threads)
            .field("rules", &self.rules)
            .field("scope", &self.scope)
            .field("anchors_first", &self.anchors_first)
            .finish_non_exhaustive()
    }
}
