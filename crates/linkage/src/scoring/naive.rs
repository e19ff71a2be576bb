//! Scoring that stops early against scoring that does not.

use crate::invented;
use crate::scoring::{PairKind, Scorer};
use crate::training::Frequencies;
use crate::{Linkage, Plain, Settings, Unwatched};

#[test]
fn stopping_early_loses_nothing() {
    for seed in 0..4 {
        let records = invented::records(&invented::people(220, seed).0);
        let linkage = Linkage::new(&records, &Plain, &Settings::default()).expect("records");
        let linked = linkage.run(&Unwatched).expect("not cancelled");
        let comparisons = crate::comparison::Comparisons::new(&records, &Plain);
        let frequencies = Frequencies::new(&records, &comparisons);
        let scorer = Scorer::new(&records, &comparisons, &frequencies, &linked.model);
        let mut memory = comparisons.memory();
        let mut told = 0;
        for left in 0..220 {
            for right in left + 1..220 {
                let whole = scorer.score(left, right, &mut memory);
                let wanted = (whole.weight >= 0.0 || whole.kind != PairKind::Duplicate).then_some(whole);
                assert_eq!(scorer.score_from(0.0, left, right, &mut memory), wanted);
                told += usize::from(wanted.is_some());
            }
        }
        assert!(told > 20, "{told}");
    }
}
