//! Was it forced? The word that answers holds in every completion of what is stated: by brute force.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use proptest::prelude::*;
use tizim_districts::{DistrictRules, DistrictSection, Districts, Electorate, Unit, audit};
use tizim_evidence::{Audit, Run, Value};

type Stated = (usize, u64, u64);

const REGIONS: [&str; 3] = ["A", "B", "C"];

fn answered(units: &[Stated]) -> Audit {
    let mut section = DistrictSection { tolerances: vec![0.1], ..DistrictSection::default() };
    section
        .rules
        .push(toml::from_str("id = 'one'\ndemand = 'minimum_seats'\nvalue = 1\norigin = 'statute'").unwrap());
    let rules = DistrictRules::new(section, Vec::new(), "KZ", "2023-03-19");
    let unit = |(place, &(region, low, high)): (usize, &Stated)| {
        let electorate = if low == high { Electorate::Known(low) } else { Electorate::Between { low, high } };
        Unit::new((place + 1).to_string(), electorate).in_region(REGIONS[region])
    };
    let districts = Districts::of(units.iter().enumerate().map(unit).collect());
    audit(&districts, &rules, &Run::new([0; 32])).unwrap()
}

/// The code of the answer; `None` where there is no such sentence.
fn verdict(units: &[Stated]) -> Option<&'static str> {
    let audit = answered(units);
    let answer = audit.summary.iter().find(|message| message.key.starts_with("districts.forced.given"))?;
    match answer.arguments["verdict"] {
        Value::Word { code, .. } => Some(code),
        _ => None,
    }
}

fn ratio(sizes: impl Iterator<Item = f64> + Clone) -> f64 {
    sizes.clone().fold(0.0, f64::max) / sizes.fold(f64::INFINITY, f64::min)
}

/// All ways to give each region a seat at least.
fn allocations(regions: usize, house: usize) -> Vec<Vec<usize>> {
    if regions == 1 {
        return vec![vec![house]];
    }
    (1..=house + 1 - regions)
        .flat_map(|own| {
            allocations(regions - 1, house - own).into_iter().map(move |mut rest| {
                rest.push(own);
                rest
            })
        })
        .collect()
}

/// The share that was required at these counts; `None` where the districts are equal.
fn share(units: &[Stated], counts: &[u64]) -> Option<f64> {
    let mut voters = vec![0_u64; REGIONS.len()];
    for (unit, count) in units.iter().zip(counts) {
        voters[unit.0] += count;
    }
    voters.retain(|&count| count > 0);
    let sizes = |seats: &[usize]| {
        voters
            .iter()
            .zip(seats.to_vec())
            .map(|(&count, seats)| count as f64 / seats as f64)
            .collect::<Vec<_>>()
    };
    let of = |seats: &Vec<usize>| ratio(sizes(seats).into_iter());
    let least = allocations(voters.len(), units.len()).iter().map(of).fold(f64::INFINITY, f64::min);
    let drawn = ratio(counts.iter().map(|&count| count as f64));
    (drawn > 1.0).then(|| (least - 1.0) / (drawn - 1.0))
}

fn completions(units: &[Stated]) -> Vec<Vec<u64>> {
    units.iter().fold(vec![Vec::new()], |all: Vec<Vec<u64>>, &(_, low, high)| {
        let longer = |start: Vec<u64>| {
            (low..=high).map(move |count| start.iter().copied().chain([count]).collect::<Vec<u64>>())
        };
        all.into_iter().flat_map(longer).collect()
    })
}

/// Whether a share is what the word says.
fn holds(word: &str, share: f64) -> bool {
    let (nothing, all) = (share <= 0.0006, share >= 0.9994);
    match word {
        "none" => nothing,
        "all" => all,
        "most" => share > 0.4999 && share < 0.9996,
        "most_or_all" => share > 0.4999,
        "less_than_half" => share < 0.5001 && share > 0.0004,
        "less_than_half_or_none" => share < 0.5001,
        "part" => share > 0.0004 && share < 0.9996,
        "part_or_all" => share > 0.0004,
        _ => true,
    }
}

proptest! {
    #[test]
    fn the_word_holds_in_every_completion(
        units in prop::collection::vec((0..3_usize, 1..7_u64, 0..3_u64), 2..5)
            .prop_map(|units| units.into_iter().map(|(region, low, more)| (region, low, low + more)).collect::<Vec<_>>())
    ) {
        if let Some(word) = verdict(&units) {
            for counts in completions(&units) {
                if let Some(share) = share(&units, &counts) {
                    prop_assert!(holds(word, share), "{word}, and {share} at {counts:?} of {units:?}");
                }
            }
        }
    }
}

#[test]
fn what_no_rule_left_open_was_forced_whatever_the_figures_are() {
    // One district in every region, and no seat more: nobody chose anything.
    assert_eq!(verdict(&[(0, 5, 8), (1, 2, 3), (2, 2, 2)]), Some("all"));
    // The same figures with a border inside a region.
    assert_eq!(verdict(&[(0, 5, 8), (0, 2, 3), (1, 2, 2), (2, 5, 6)]), Some("part_or_all"));
}

#[test]
fn a_district_that_may_be_empty_has_one_bound_and_no_weight_above_it() {
    let audit = answered(&[(0, 50, 50), (1, 30, 30), (2, 0, 60)]);
    let unit = &audit.sections()["units"][2];
    assert_eq!(unit["vote_value"]["high"], serde_json::Value::Null, "{unit}");
    assert!(unit["vote_value"]["low"].as_f64().unwrap() > 0.0, "{unit}");
    assert!(unit["deviation"]["low"].as_f64().unwrap() >= -1.0, "{unit}");
    let quotas = &audit.sections()["forced"]["regions"][2]["quotas"];
    assert!(quotas["low"].as_f64().unwrap() >= 0.0, "{quotas}");
    let texts = [
        include_str!("../../../data/messages/en/districts.toml"),
        include_str!("../../../data/messages/en/report.toml"),
    ];
    let catalogue = tizim_evidence::Catalogue::from_toml(texts).unwrap();
    let answer = audit.summary.iter().find(|message| message.key == "districts.forced.given").unwrap();
    let text = catalogue.text(answer);
    assert!(text.contains("at least 1.66") && !text.contains("not established"), "{text}");
}

/// The keys of the sentences, in their order.
fn sentences(units: &[Stated]) -> Vec<&'static str> {
    answered(units).summary.iter().map(|message| message.key).collect()
}

#[test]
fn a_district_without_voters_is_answered_too() {
    let drawn = [(0, 0, 0), (0, 1000, 1000), (1, 1500, 1500), (1, 1400, 1400)];
    let audit = answered(&drawn);
    let answer = &audit.summary[1];
    assert_eq!(answer.key, "districts.forced.empty_district");
    let is = |key: &str, value: f64| {
        let (low, high) = answer.arguments[key].bounds().unwrap();
        assert!((low - value).abs() < 1e-12 && (high - value).abs() < 1e-12, "{key}");
    };
    // One seat for A, three for B; and as the seats are used, two each.
    is("least", 1000.0 * 3.0 / 2900.0);
    is("allocation", 2.9);
    assert!(audit.findings.iter().any(|finding| finding.title.key == "districts.better_drawing.empty"));
    let ratio = audit.figures.iter().find(|figure| figure.key == "max_min_ratio").unwrap();
    assert!(matches!(ratio.value, Value::Word { code: "infinite", .. }), "{:?}", ratio.value);
    // A region in which nobody votes and which must have a seat leaves no choice.
    let region = [(0, 0, 0), (1, 1000, 1000), (1, 1500, 1500)];
    assert_eq!(sentences(&region)[1], "districts.forced.empty_region");
    // Nobody counted at all: there is no quota, and no answer.
    assert!(sentences(&[(0, 0, 0), (1, 0, 0)]).iter().all(|key| !key.starts_with("districts.forced")));
}

#[test]
fn districts_as_far_out_as_those_named_are_named_too() {
    let tied = [(0, 1000, 1000), (0, 1000, 1000), (1, 1500, 1500), (1, 1500, 1500), (1, 1200, 1200)];
    let audit = answered(&tied);
    assert_eq!(audit.summary[1].key, "districts.summary.tied_both");
    assert_eq!(audit.summary[1].arguments["over"], Value::from(vec!["2".to_owned()]));
    assert_eq!(audit.summary[1].arguments["under"], Value::from(vec!["3".to_owned()]));
    assert!(audit.summary[2].key.starts_with("districts.forced."));
    assert_eq!(sentences(&[(0, 1000, 1000), (0, 900, 900), (1, 900, 900)])[1], "districts.summary.tied_over");
    assert_eq!(sentences(&[(0, 900, 900), (0, 950, 950), (1, 950, 950)])[1], "districts.summary.tied_under");
    assert_eq!(sentences(&[(0, 900, 900), (1, 900, 900)])[0], "districts.summary.equal");
    // Equal bounds are no equal counts: that is said of their middle alone.
    let open = [(0, 900, 1000), (0, 900, 1000), (1, 1500, 1500), (1, 1200, 1200)];
    assert_eq!(sentences(&open)[..2], ["districts.summary.extremes_middle", "districts.summary.tied_over"]);
    assert!(matches!(answered(&open).summary[1].arguments["at"], Value::Word { code: "middle", .. }));
}

#[test]
fn where_it_cannot_be_told_the_answer_says_so() {
    assert_eq!(sentences(&[(0, 900, 900), (0, 1000, 1000)])[1], "districts.forced.one_region");
    let section = DistrictSection {
        rules: vec![
            toml::from_str("id = 'one'\ndemand = 'minimum_seats'\nvalue = 1\norigin = 'statute'").unwrap(),
        ],
        ..DistrictSection::default()
    };
    let rules = DistrictRules::new(section, Vec::new(), "KZ", "2023-03-19");
    let keys = |regions: [Option<&str>; 3]| -> Vec<&'static str> {
        let unit = |(place, region): (usize, Option<&str>)| {
            let unit = Unit::new(place.to_string(), Electorate::Known(900 + 50 * place as u64));
            if let Some(region) = region { unit.in_region(region) } else { unit }
        };
        let districts = Districts::of(regions.into_iter().enumerate().map(unit).collect());
        let audit = audit(&districts, &rules, &Run::new([0; 32])).unwrap();
        audit.summary.iter().map(|message| message.key).collect()
    };
    assert!(keys([None, None, None]).contains(&"districts.forced.no_regions"));
    assert!(keys([Some("A"), Some("B"), None]).contains(&"districts.forced.some_without_region"));
}
