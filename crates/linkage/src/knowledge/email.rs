//! E-mail addresses.

use super::Comparator;
use crate::likeness::{Letters, edits_within, jaro_winkler};
use crate::records::Values;

/// Compares e-mail addresses: the part before the @ says most.
pub(super) struct Emails {
    letters: Letters,
}

impl Emails {
    pub(super) fn new(values: &Values) -> Self {
        Self { letters: Letters::of(values) }
    }
}

impl Comparator for Emails {
    fn levels(&self) -> &'static [&'static str] {
        &["different", "alike", "one slip", "same before the @"]
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        let (left, right) = (self.letters.get(left), self.letters.get(right));
        let (one, other) = (local(left), local(right));
        if one == other {
            3
        } else if edits_within(2, left, right).is_some() {
            2
        } else {
            u8::from(jaro_winkler(one, other) >= 0.88)
        }
    }
}

fn local(email: &[u16]) -> &[u16] {
    email.split(|&letter| letter == u16::from(b'@')).next().unwrap_or(email)
}
