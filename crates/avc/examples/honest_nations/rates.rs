//! Rates of precincts, judged as the audits judge them.

use std::collections::BTreeMap;

use tizim_stats::funnel::Unit as Seen;
use tizim_stats::rates::{Bounds, Family, Group, Side, judge};

use super::generator::{Nature, Random, Unit, nation};

/// Additions are one in a hundred voters, certificates three in a thousand.
const ADDITIONS: f64 = 0.01;
const CERTIFICATES: f64 = 0.003;

/// ROLL-023 as the built-in profiles have it.
const ROLL_023: Bounds = Bounds {
    false_alarm_rate: 0.05,
    side: Side::Upper,
    least_ratio: 2.0,
    least_difference: 0.0,
    least_count: 10,
    together: 1.0,
};

/// AVC-014, its rate of false alarms shared by eight families: three rates and the flows, of precincts and of TECs.
const AVC_014: Bounds = Bounds {
    false_alarm_rate: 0.05 / 8.0,
    side: Side::Both,
    least_ratio: 2.0,
    least_difference: 5.0,
    least_count: 0,
    together: 1.0,
};

fn judged(units: impl Iterator<Item = (usize, Seen)>, bounds: &Bounds) -> Family {
    let mut groups: BTreeMap<usize, Vec<(usize, Seen)>> = BTreeMap::new();
    for (place, (region, seen)) in units.enumerate() {
        groups.entry(region).or_default().push((place, seen));
    }
    let groups: Vec<Group> = groups.into_values().map(|units| Group { kind: String::new(), units }).collect();
    judge(&groups, bounds, &|| false).unwrap_or_else(|| unreachable!("nobody says stop"))
}

fn by_precinct(units: &[Unit]) -> impl Iterator<Item = (usize, Seen)> {
    units.iter().map(|unit| (unit.region, Seen { count: unit.count, total: unit.voters }))
}

/// Whether ROLL-023 names any precinct of an honest nation.
pub(crate) fn additions_alarm(nature: Nature, seed: u64, units: usize) -> bool {
    let nation = nation(nature, seed, units, nature.regions(units), ADDITIONS);
    judged(by_precinct(&nation), &ROLL_023).named().next().is_some()
}

/// Whether AVC-014 names any precinct of an honest nation whose certificates are as frequent as additions, the rate of false
/// alarms shared by precincts and TECs alone.
pub(crate) fn certificates_alarm(nature: Nature, seed: u64, units: usize) -> bool {
    let bounds = Bounds { false_alarm_rate: 0.05 / 2.0, ..AVC_014 };
    let nation = nation(nature, seed, units, nature.regions(units), ADDITIONS);
    judged(by_precinct(&nation), &bounds).named().next().is_some()
}

/// How many precincts of a nation ROLL-023 names, and how many of these truly have at least three times the usual rate.
pub(crate) fn named_and_far(nature: Nature, seed: u64, units: usize) -> (u64, u64) {
    let nation = nation(nature, seed, units, nature.regions(units), ADDITIONS);
    let family = judged(by_precinct(&nation), &ROLL_023);
    let far = family.named().filter(|judged| nation[judged.unit].multiple >= 3.0).count();
    (family.named().count() as u64, far as u64)
}

/// Whether one precinct of a beta-binomial nation, of 1,000 voters or more, that has so many times the usual rate is named:
/// by ROLL-023, and by AVC-014.
pub(crate) fn found(seed: u64, units: usize, multiple: f64) -> (bool, bool) {
    let one = units / 2;
    let with_one = |centre: f64| {
        let mut nation = nation(Nature::BetaBinomial, 10_000 + seed, units, 20, centre);
        let mut random = Random::new(77 + seed);
        nation[one].voters = nation[one].voters.max(1000);
        nation[one].count = random.binomial(nation[one].voters, multiple * centre);
        nation
    };
    let names = |centre: f64, bounds: &Bounds| {
        judged(by_precinct(&with_one(centre)), bounds).named().any(|judged| judged.unit == one)
    };
    (names(ADDITIONS, &ROLL_023), names(CERTIFICATES, &AVC_014))
}
