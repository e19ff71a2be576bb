//! Against `strsim` (0.11, which computes Jaro-Winkler as its authors did).

use proptest::prelude::*;

use super::letters::codes;
use super::{edits_within, jaro, jaro_winkler, jaro_winkler_at_most, mask};

fn letters(text: &str) -> Vec<u16> {
    codes(text).collect()
}

#[test]
fn values_of_the_literature() {
    // Winkler 1990, table of examples.
    for (left, right, value) in
        [("martha", "marhta", 0.961), ("dwayne", "duane", 0.84), ("dixon", "dicksonx", 0.813)]
    {
        assert!((jaro_winkler(&letters(left), &letters(right)) - value).abs() < 5e-4, "{left} {right}");
    }
    assert_eq!(edits_within(3, &letters("ca"), &letters("abc")), Some(3));
    assert_eq!(edits_within(1, &letters("smith"), &letters("smiht")), Some(1));
    assert_eq!(edits_within(1, &letters("smith"), &letters("smithers")), None);
    assert_eq!((jaro(&[], &[]).to_bits(), jaro(&[], &[1]).to_bits()), (1_f64.to_bits(), 0_f64.to_bits()));
}

proptest! {
    #[test]
    fn as_strsim(left in "[a-dé]{0,12}", right in "[a-dé]{0,12}") {
        let (one, other) = (letters(&left), letters(&right));
        prop_assert!((jaro(&one, &other) - strsim::jaro(&left, &right)).abs() < 1e-12);
        let edits = strsim::osa_distance(&left, &right);
        for most in 0..4 {
            prop_assert_eq!(edits_within(most, &one, &other), (edits <= most).then_some(edits));
        }
        let bound = jaro_winkler_at_most(&one, mask(&one), &other, mask(&other));
        prop_assert!(bound + 1e-12 >= jaro_winkler(&one, &other));
    }
}
