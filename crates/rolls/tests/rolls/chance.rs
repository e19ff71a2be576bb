//! What chance gives, on rolls without duplicates and on rolls with planted ones; the long version is
//! `examples/chance_coverage`.

use crate::generator::{Nature, roll};
use crate::judged::{MEASURES, judged, judged_beside};

/// Rolls of each kind; bounds of 95 % leave out more than three of six once in 11,000 times.
const ROLLS: u64 = 6;
const MOST_OUTSIDE: usize = 3;

#[test]
fn bounds_hold_what_chance_gives_on_rolls_of_every_kind() {
    for nature in Nature::ALL {
        let mut outside = vec![0; MEASURES.len()];
        let (mut observed, mut expected) = (vec![0.0; MEASURES.len()], vec![0.0; MEASURES.len()]);
        for seed in 0..ROLLS {
            let judged = judged(&roll(nature, 5000 + seed, 1500), seed);
            assert_eq!(judged.len(), MEASURES.len());
            for (measure, judged) in judged.iter().enumerate() {
                outside[measure] += usize::from(!judged.is_covered());
                observed[measure] += judged.observed;
                expected[measure] += judged.expected;
                let of_a_part = MEASURES[measure].contains(' ');
                assert!(of_a_part || judged.model.is_some() && judged.placebo.is_some(), "{judged:?}");
            }
        }
        for (measure, name) in MEASURES.iter().enumerate() {
            assert!(
                outside[measure] <= MOST_OUTSIDE,
                "{} {name}: {} outside",
                nature.words(),
                outside[measure]
            );
            let (seen, said) = (observed[measure], expected[measure]);
            assert!(
                (seen - said).abs() < 6.0 * (seen + said + 4.0).sqrt(),
                "{nature:?} {name}: {seen} observed, {said:.1} expected"
            );
        }
    }
}

#[test]
fn planted_duplicates_are_what_chance_leaves_over() {
    let people = roll(Nature::Together, 9, 3000);
    let planted: Vec<_> =
        people.iter().filter(|person| !person.undated && !person.masked).take(60).cloned().collect();
    let on_heaped = planted.iter().filter(|person| person.day == 1 && [1, 7].contains(&person.month)).count();
    let by_date = judged_beside(&people, &planted, 1)[0];
    let least = by_date.observed - by_date.high;
    let most = by_date.observed - by_date.low;
    let sought = (planted.len() - on_heaped) as f64;
    assert!((least..=most).contains(&sought), "{sought} planted, between {least} and {most}: {by_date:?}");
    assert!(by_date.observed > by_date.high, "sixty stand out: {by_date:?}");
}
