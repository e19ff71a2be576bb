//! What a search hands out.

use crate::records::Position;

/// Records that share one key under one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// The index of the rule.
    pub rule: usize,
    /// The key that all of them have, byte for byte.
    pub key: &'a [u8],
    /// Where they stand: ascending, at least two, at most the rule's `hot_above`.
    pub positions: &'a [Position],
}

/// A key that more records share than the rule allows: it forms no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HotKey<'a> {
    /// The index of the rule.
    pub rule: usize,
    /// The key.
    pub key: &'a [u8],
    /// How many records have it, exactly.
    pub count: u64,
    /// The smallest position of them.
    pub first: Position,
}

/// One result. Results come in the order of rules, then of the smallest position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// Records that share a key.
    Group(Group<'a>),
    /// A key that too many records share.
    HotKey(HotKey<'a>),
}

impl Found<'_> {
    /// The index of the rule.
    pub fn rule(&self) -> usize {
        match self {
            Self::Group(group) => group.rule,
            Self::HotKey(hot) => hot.rule,
        }
    }

    /// The key.
    pub fn key(&self) -> &[u8] {
        match self {
            Self::Group(group) => group.key,
            Self::HotKey(hot) => hot.key,
        }
    }
}
