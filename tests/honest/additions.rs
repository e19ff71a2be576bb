//! Election-day additions (ROLL-023).

use tizim_evidence::{Profile, Run};
use tizim_rolls::{Checks, Inputs, NoSink, Options, PrecinctCounts, RollRules, Scope, check};

use super::generator::{Nature, Unit, nation};

/// Additions are one in a hundred voters.
const CENTRE: f64 = 0.01;
const REGIONS: usize = 20;

/// The precincts that ROLL-023 names.
pub(crate) fn named(units: &[Unit]) -> Vec<usize> {
    let counts: Vec<PrecinctCounts> = units
        .iter()
        .enumerate()
        .map(|(number, unit)| PrecinctCounts {
            region: format!("R{}", unit.region),
            precinct: number.to_string(),
            voters: Some(unit.voters),
            added_on_day: Some(unit.count),
            ..PrecinctCounts::default()
        })
        .collect();
    let profile = Profile::from_toml(include_str!("../../data/kz-2023/profile.toml")).unwrap();
    let rules = RollRules::from_profile(&profile).unwrap();
    let inputs = Inputs { lists: &[], precincts: Some(&counts) };
    let options = Options { rules: None, scope: Scope::All, checks: Checks::All, detail: false };
    let audit = check(&inputs, &rules, &options, &Run::new([7; 32]), &mut NoSink).unwrap();
    let of_others = audit.findings.iter().filter(|finding| finding.rule == "additions-against-others");
    let number = |id: &str| id.rsplit(['/', ' ']).next().and_then(|number| number.parse().ok()).unwrap();
    of_others.map(|finding| number(&finding.subject.id)).collect()
}

/// Whether an honest nation raises an alarm.
pub(crate) fn alarm(nature: Nature, seed: u64, units: usize) -> bool {
    !named(&nation(nature, seed, units, REGIONS, CENTRE)).is_empty()
}

/// Whether one precinct of a beta-binomial nation that added so many times the usual share is named.
pub(crate) fn found(seed: u64, units: usize, multiple: f64) -> bool {
    let mut nation = nation(Nature::BetaBinomial, 10_000 + seed, units, REGIONS, CENTRE);
    let mut random = super::generator::Random::new(77 + seed);
    let one = &mut nation[units / 2];
    one.voters = one.voters.max(1000);
    one.count = random.binomial(one.voters, (multiple * CENTRE).min(0.9));
    named(&nation).contains(&(units / 2))
}
