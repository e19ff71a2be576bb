use proptest::prelude::*;

use super::*;

#[test]
fn placeholder() {
    assert_eq!(normalise("-"), "");
}

proptest! {
    #[test]
    fn idempotent(text in ".{0,20}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }
}
