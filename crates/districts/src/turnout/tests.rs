//! Bounds from turnout against those that somebody else computed, and by brute force.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::certificate::{PARTS, Range};
use super::lists::assume;
use super::program::Lists;
use super::series::TurnoutSeries;
use crate::judge::assess::Assessment;
use crate::{Districts, Electorate, Facts, Unit};

const SERIES: &str = include_str!("../../../../data/kz-2023/turnout.csv");

/// The figures of the 14 regions as the reference took them.
const FIGURES: [(&str, u64); 14] = [
    ("KZ-11", 517_714),
    ("KZ-15", 562_590),
    ("KZ-19", 966_304),
    ("KZ-23", 412_165),
    ("KZ-31", 717_090),
    ("KZ-35", 761_471),
    ("KZ-39", 554_655),
    ("KZ-43", 486_002),
    ("KZ-47", 418_002),
    ("KZ-59", 382_307),
    ("KZ-61", 1_168_658),
    ("KZ-63", 499_085),
    ("KZ-71", 788_931),
    ("KZ-79", 639_663),
];

fn lists(within: &str, more: &str, series: &str) -> Lists {
    let mut facts = format!(
        "[totals]\nnation = 12032550\n[turnout_day]\nwithin = {within}\nmore = {{ {more} }}\n\
         lists = {{ \"20:10\" = 12035004, \"22:10\" = 12035578 }}\n\
         ballots = {{ \"20:10\" = 6509695, \"22:10\" = 6521860 }}\n\
         [turnout_day.between]\nKZ-62 = [141500, 142499]\n"
    );
    for region in ["KZ-10", "KZ-27", "KZ-33", "KZ-55"] {
        writeln!(facts, "{region} = [142500, 562590]").unwrap();
    }
    facts.push_str("KZ-75 = [0, 5000000]\n[totals.regions]\n");
    for (region, voters) in FIGURES {
        writeln!(facts, "{region} = {voters}").unwrap();
    }
    let series = TurnoutSeries::from_csv("turnout.csv", series).unwrap();
    let unit = |(id, _): &(String, Vec<Option<i64>>)| Unit::new(id, Electorate::Unknown).in_region(id);
    let mut districts = Districts::of(series.regions.iter().map(unit).collect());
    districts.facts = Facts::from_toml(&facts).unwrap();
    let units = districts.units.iter().collect();
    let known = Assessment::unmeasured(None, units, &districts, &districts.facts).unwrap();
    assume(&districts, &known, &series).unwrap().lists
}

/// Bases A, A-abroad and A-loose of the reference, to within one person.
#[test]
fn bounds_of_the_reference_are_reproduced() {
    let four: &[&str] = &["KZ-10", "KZ-27", "KZ-33", "KZ-55"];
    let sets: [&[&str]; 7] =
        [&["KZ-10"], &["KZ-27"], &["KZ-33"], &["KZ-55"], &["KZ-75"], four, &["KZ-10", "KZ-33"]];
    let bases = [
        (
            lists("0.0005", "", SERIES),
            [
                (258_504, 562_590),
                (380_404, 535_390),
                (307_324, 562_590),
                (414_845, 562_590),
                (1_191_226, 1_208_368),
                (1_803_654, 1_828_567),
                (736_196, 1_002_113),
            ],
        ),
        (
            lists("0.0005", "KZ-71 = 12500", SERIES),
            [
                (249_122, 562_590),
                (380_404, 541_421),
                (306_042, 562_590),
                (409_441, 562_590),
                (1_185_386, 1_208_368),
                (1_797_043, 1_828_567),
                (730_865, 1_002_113),
            ],
        ),
        (
            lists("0.01", "KZ-71 = 12500", SERIES),
            [
                (169_550, 562_590),
                (345_159, 562_590),
                (252_398, 562_590),
                (353_187, 562_590),
                (1_172_396, 1_221_966),
                (1_718_665, 1_906_768),
                (639_635, 1_059_295),
            ],
        ),
    ];
    for (lists, expected) in bases {
        assert_eq!(lists.conflicts(), []);
        for (regions, (low, high)) in sets.iter().zip(expected) {
            let found = lists.bounds(regions).unwrap();
            assert!(
                found.0.abs_diff(low) <= 1 && found.1.abs_diff(high) <= 1,
                "{regions:?} {found:?} {low} {high}"
            );
        }
    }
}

#[test]
fn a_misprint_is_named() {
    // Almaty at 14:10: 15.38 printed as 51.38.
    let wrong = SERIES.replace("8.51,11.25,15.38", "8.51,11.25,51.38");
    assert_ne!(wrong, SERIES);
    let lists = lists("0.0005", "KZ-71 = 12500", &wrong);
    let conflicts = lists.conflicts();
    let [conflict] = conflicts.as_slice() else { panic!("{conflicts:?}") };
    assert_eq!(conflict.hours, [2]);
    let almaty = lists.regions.iter().position(|(id, _)| id == "KZ-75");
    assert!(conflict.any_one_of.contains(&(2, almaty)) && conflict.any_one_of.contains(&(2, None)));
    assert_eq!(lists.bounds(&["KZ-10"]), None);
}

/// Two regions of known lists, with whole percentages by hour.
fn two_regions(hours: &[(i64, i64, i64)]) -> Lists {
    let known = |count: i128| Range { low: count * PARTS, high: count * PARTS };
    let column = |of: &dyn Fn(&(i64, i64, i64)) -> i64| hours.iter().map(|hour| Some(2 * of(hour))).collect();
    Lists {
        regions: vec![("A".to_owned(), known(3000)), ("B".to_owned(), known(1000))],
        totals: Vec::new(),
        list: 4000,
        ballots: Vec::new(),
        series: TurnoutSeries {
            hours: (0..hours.len()).map(|hour| format!("{}:00", 10 + hour)).collect(),
            regions: vec![("A".to_owned(), column(&|hour| hour.0)), ("B".to_owned(), column(&|hour| hour.1))],
            nation: column(&|hour| hour.2),
            half_units: 2,
            file: String::new(),
        },
    }
}

#[test]
fn one_contradiction_hides_no_other() {
    // True nationwide: 18, 33 and 48; the first and the last are far from it.
    let lists = two_regions(&[(20, 12, 27), (35, 27, 33), (50, 42, 39)]);
    let hours: Vec<Vec<usize>> = lists.conflicts().into_iter().map(|one| one.hours).collect();
    assert_eq!(hours, [vec![0], vec![2]]);
    // Each is told as it would be alone.
    let alone = two_regions(&[(20, 12, 27), (35, 27, 33)]).conflicts();
    assert_eq!(lists.conflicts()[0], alone[0]);
    assert!(alone[0].any_one_of.contains(&(0, None)), "{alone:?}");
}

/// Two regions, of whose lists only the sum is known: each hour says how it is divided.
fn divided(hours: &[(i64, i64, i64)]) -> Lists {
    let mut lists = two_regions(hours);
    for (_, range) in &mut lists.regions {
        *range = Range { low: 0, high: 4000 * PARTS };
    }
    lists
}

#[test]
fn contradictions_that_share_an_hour_are_each_told() {
    // A has about three quarters by the first and the last hour, and a quarter by the second.
    let lists = divided(&[(20, 40, 25), (20, 40, 35), (30, 50, 35)]);
    let hours: Vec<Vec<usize>> = lists.conflicts().into_iter().map(|one| one.hours).collect();
    assert_eq!(hours, [vec![0, 1], vec![1, 2]]);
    assert!(lists.conflicts().iter().all(|one| one.any_one_of.contains(&(1, None))));
}

/// What a percentage in half units of a whole per cent may be.
fn fits(half_units: i64, ballots: u64, list: u64) -> bool {
    let doubled = 200 * i128::from(ballots);
    let list = i128::from(list);
    doubled >= i128::from((half_units - 1).max(0)) * list
        && doubled <= i128::from((half_units + 1).min(200)) * list
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// No lists and ballots that fit the printed percentages lie outside the bounds.
    #[test]
    fn no_true_list_lies_outside(
        truth in proptest::collection::vec((20_u64..400, 0_u64..100, 0_u64..9, 0_u64..9), 2..5), grown in 0_u64..5
    ) {
        let list: u64 = truth.iter().map(|region| region.0).sum();
        let printed = |ballots: u64, list: u64| (200 * ballots + list) / (2 * list) * 2;
        let ballots: Vec<u64> = truth.iter().map(|region| region.0 * region.1 / 100).collect();
        // The first region's list grows before the second hour, by voters who all vote.
        let later = |place: usize, value: u64| if place == 0 { value + grown } else { value };
        let row = |place: usize| {
            let (count, cast) = (truth[place].0, ballots[place]);
            vec![
                Some(printed(cast, count) as i64),
                Some(printed(later(place, cast), later(place, count)) as i64),
            ]
        };
        let cast: u64 = ballots.iter().sum();
        let nation = [Some(printed(cast, list) as i64), Some(printed(cast + grown, list + grown) as i64)];
        for (place, region) in truth.iter().enumerate() {
            prop_assert!(fits(row(place)[0].unwrap(), ballots[place], region.0));
        }
        let lists = Lists {
            regions: truth.iter().enumerate().map(|(place, &(count, _, below, above))| {
                let range = Range {
                    low: i128::from(count.saturating_sub(below)) * PARTS, high: i128::from(count + above) * PARTS,
                };
                (place.to_string(), range)
            }).collect(),
            totals: vec![(1, list + grown)],
            list,
            ballots: vec![(1, cast + grown)],
            series: TurnoutSeries {
                hours: vec!["10:00".to_owned(), "12:00".to_owned()],
                regions: (0..truth.len()).map(|place| (place.to_string(), row(place))).collect(),
                nation: nation.to_vec(),
                half_units: 2,
                file: String::new(),
            },
        };
        prop_assert_eq!(lists.conflicts(), []);
        for (place, region) in truth.iter().enumerate() {
            let (low, high) = lists.bounds(&[place.to_string().as_str()]).unwrap();
            prop_assert!(low <= region.0 && region.0 <= high, "{low} {} {high}", region.0);
        }
    }
}
