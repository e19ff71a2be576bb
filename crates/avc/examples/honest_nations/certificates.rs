//! Certificates of a whole nation, from the precinct that issued them to the one where they were used (AVC-014, AVC-015),
//! audited as the program audits them.

use std::sync::Arc;

use tizim_avc::{AvcRules, Certificate, Inputs, Precinct, Sheet};
use tizim_evidence::{Finding, Profile, Run};

use super::generator::{Nature, Random, Unit, nation};

const REGIONS: usize = 20;
/// Certificates for each voter.
const ISSUED: f64 = 0.003;
/// How many of the certificates are used.
const USED: f64 = 0.62;

/// Where people of a nation go with their certificates: to each place by its size, and by as much as the kind of nation
/// has places differ.
struct Destinations {
    /// The attractions of a region's precincts, added up.
    by_region: Vec<Vec<(f64, usize)>>,
    /// How many in a hundred stay in their region.
    staying: Vec<f64>,
}

impl Destinations {
    fn of(nature: Nature, units: &[Unit], random: &mut Random) -> Self {
        use Nature::{Binomial, HalfSmall, LogNormal, QuarterZero, Regions, Together, UrbanRural};
        let mut by_region = vec![Vec::new(); REGIONS];
        let mut sums = [0.0; REGIONS];
        for (place, unit) in units.iter().enumerate() {
            let own = match nature {
                Binomial => 1.0,
                LogNormal | HalfSmall | Together => (0.6 * random.normal()).exp(),
                _ => random.gamma(4),
            };
            let of_place =
                if matches!(nature, UrbanRural | Together) && random.chance(0.4) { 3.0 } else { 1.0 };
            let is_passed = !(matches!(nature, QuarterZero | Together) && random.chance(0.25));
            let attraction = if is_passed { unit.voters as f64 * own * of_place } else { 0.0 };
            sums[unit.region] += attraction;
            by_region[unit.region].push((sums[unit.region], place));
        }
        let differ = matches!(nature, Regions | Together);
        let staying =
            (0..REGIONS).map(|_| if differ { 0.4 + 0.55 * random.uniform() } else { 0.75 }).collect();
        Self { by_region, staying }
    }

    /// Where somebody of this home goes.
    fn draw(&self, region: usize, home: usize, random: &mut Random) -> usize {
        loop {
            let to = if random.chance(self.staying[region]) {
                region
            } else {
                random.below(REGIONS as u64) as usize
            };
            let places = &self.by_region[to];
            let at = random.uniform() * places.last().map_or(0.0, |(sum, _)| *sum);
            let found = places.partition_point(|(sum, _)| *sum <= at);
            if let Some((_, place)) = places.get(found)
                && *place != home
            {
                return *place;
            }
        }
    }
}

/// Certificates of a nation whose precincts issued so many.
fn certificates(nature: Nature, units: &[Unit], random: &mut Random) -> Vec<Certificate> {
    let destinations = Destinations::of(nature, units, random);
    let mut rows: Vec<Certificate> = Vec::new();
    for (home, unit) in units.iter().enumerate() {
        // Whoever lives in a dormitory goes home, and many of one dormitory are of one place.
        let dormitory = nature == Nature::NewHousing && unit.count as f64 > 5.0 * ISSUED * unit.voters as f64;
        let town = destinations.draw(unit.region, home, random);
        let mut left = unit.count;
        while left > 0 {
            let most = if nature == Nature::Binomial { 1 } else { 4 };
            let party = (1 + random.below(most)).min(left);
            left -= party;
            let used = random.chance(USED);
            let place = destinations.draw(unit.region, home, random);
            let place = if dormitory && random.chance(0.5) { town } else { place };
            for _ in 0..party {
                rows.push(certificate(rows.len(), home, used.then_some(place)));
            }
        }
    }
    rows
}

fn certificate(before: usize, home: usize, used: Option<usize>) -> Certificate {
    Certificate {
        row: before as u64 + 2,
        // Numbers far apart: no two uses follow each other in a series.
        serial: format!("{:08}", 10_000_000 + 7 * before),
        home_precinct: (home + 1).to_string().into(),
        used_precinct: used.map(|place| (place + 1).to_string()).unwrap_or_default().into(),
        ..Certificate::default()
    }
}

/// The audit's findings about a nation with these certificates.
fn findings(units: &[Unit], certificates: Vec<Certificate>) -> Vec<Finding> {
    let mut used = vec![0; units.len()];
    for place in certificates.iter().filter_map(|row| row.used_precinct.parse::<usize>().ok()) {
        used[place - 1] += 1;
    }
    let precincts = units.iter().zip(used).enumerate().map(|(index, (unit, used))| Precinct {
        row: index as u64 + 2,
        precinct: (index + 1).to_string(),
        region: format!("R{}", unit.region).into(),
        tec: format!("T{}-{}", unit.region, unit.tec).into(),
        voters: Some(unit.voters),
        issued_reported: Some(unit.count),
        used_reported: Some(used),
        voted: Some((unit.voters * 7 / 10).max(used)),
        ..Precinct::default()
    });
    let of_precincts = ["precinct", "region", "tec", "voters", "issued_reported", "used_reported", "voted"];
    let inputs = Inputs {
        precincts: Some(Sheet::new(of_precincts, precincts.collect())),
        certificates: Some(Sheet::new(["serial", "home_precinct", "used_precinct"], certificates)),
        ..Inputs::default()
    };
    let audit = tizim_avc::audit(&inputs, &rules(), &Run::new([7; 32]));
    audit.unwrap_or_else(|_| unreachable!("nobody says stop")).findings
}

/// The rules of the built-in profile.
fn rules() -> AvcRules {
    let text = include_str!("../../../../data/kz-2023/profile.toml");
    let profile = Profile::from_toml(text).unwrap_or_else(|error| unreachable!("{error}"));
    let rules = AvcRules::from_profile(&profile).unwrap_or_else(|error| unreachable!("{error}"));
    rules.unwrap_or_else(|| unreachable!("the profile has rules of certificates"))
}

/// Whether AVC-014 names a unit of an honest nation, and whether AVC-015 names a flow.
pub(crate) fn alarms(nature: Nature, seed: u64, precincts: usize) -> (bool, bool) {
    let units = nation(nature, 500_000 + seed, precincts, REGIONS, ISSUED);
    let mut random = Random::new(900_000 + seed);
    let found = findings(&units, certificates(nature, &units, &mut random));
    let has = |code: &str| found.iter().any(|finding| finding.code == code);
    (has("AVC-014"), has("AVC-015"))
}

/// Whether AVC-015 names the flow from one precinct of a beta-binomial nation, of whose 40 used certificates these in a
/// hundred are used in one place.
pub(crate) fn flow_found(seed: u64, precincts: usize, share: u64) -> bool {
    let (nature, one) = (Nature::BetaBinomial, precincts / 2);
    let mut units = nation(nature, 700_000 + seed, precincts, REGIONS, ISSUED);
    let mut random = Random::new(800_000 + seed);
    units[one].count = 40;
    units[one].voters = units[one].voters.max(2000);
    let mut rows = certificates(nature, &units, &mut random);
    let destinations = Destinations::of(nature, &units, &mut random);
    let place: Arc<str> = (destinations.draw(units[one].region, one, &mut random) + 1).to_string().into();
    let home = (one + 1).to_string();
    for (index, row) in rows.iter_mut().filter(|row| *row.home_precinct == home).enumerate() {
        row.used_precinct = if (index as u64) * 100 < 40 * share {
            place.clone()
        } else {
            (destinations.draw(units[one].region, one, &mut random) + 1).to_string().into()
        };
    }
    let found = findings(&units, rows);
    found.iter().any(|finding| finding.code == "AVC-015" && finding.subject.id.ends_with(&format!("/{home}")))
}
