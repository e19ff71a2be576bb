//! Penadés and Pavía's decomposition against values computed elsewhere in exact fractions.

use proptest::prelude::*;
use tizim_districts::{
    Distortion, DistrictRules, Districts, DistrictsError, Electorate, PartyResult, Unit, add_results, audit,
};
use tizim_evidence::Run;

const VOTES: [[u64; 3]; 4] = [[500, 300, 50], [120, 260, 20], [900, 100, 0], [210, 250, 90]];
const SEATS: [[u32; 3]; 4] = [[1, 1, 0], [0, 1, 0], [2, 0, 0], [1, 1, 0]];
const ELECTORS: [u64; 4] = [1000, 700, 1300, 900];

fn near(value: f64, numerator: f64, denominator: f64) {
    assert!((value - numerator / denominator).abs() < 1e-14, "{value} {numerator}/{denominator}");
}

#[test]
fn values_in_exact_fractions() {
    let rows = |table: [[u64; 3]; 4]| table.map(|row| row.to_vec()).to_vec();
    let seats = SEATS.map(|row| row.to_vec()).to_vec();
    let found = Distortion::of(&rows(VOTES), &seats, Some(&ELECTORS)).unwrap();
    let [first, second, third] = found.parties[..] else { panic!("three parties") };
    near(first.total, -13.0, 280.0);
    near(first.electoral_system, -15.0, 2618.0);
    near(first.population, -2131.0, 52360.0);
    near(first.mean, 757.0, 26180.0);
    near(first.variance, -907.0, 26180.0);
    near(first.malapportionment.unwrap(), -7979.0, 510_510.0);
    near(first.turnout.unwrap(), -51193.0, 2_042_040.0);
    near(second.malapportionment.unwrap(), 82.0, 12155.0);
    near(second.turnout.unwrap(), 1983.0, 97240.0);
    near(third.mean, -1019.0, 14960.0);
    near(third.variance, -271.0, 104_720.0);
    near(third.malapportionment.unwrap(), 907.0, 102_102.0);
    near(found.loosemore_hanby, 29.0, 280.0);
    near(found.with_seats, 3.0, 40.0);
    near(found.without_seats, 1.0, 35.0);
    near(found.mean, 1019.0, 14960.0);
    near(found.electoral_system, 2001.0, 26180.0);
    near(found.with_malapportionment.unwrap(), 28309.0, 340_340.0);
    near(found.malapportionment.unwrap(), 7979.0, 510_510.0);
    near(found.turnout.unwrap(), 51193.0, 2_042_040.0);
    near(found.mal.unwrap(), 23.0, 273.0);
}

fn table(electorate: impl Fn(u64) -> Electorate) -> Districts {
    let unit = |(place, &count): (usize, &u64)| {
        let seats = SEATS[place].iter().sum();
        Unit::new(place.to_string(), electorate(count)).electing(seats)
    };
    Districts::of(ELECTORS.iter().enumerate().map(unit).collect())
}

fn results() -> Vec<PartyResult> {
    let mut results = Vec::new();
    for (district, (votes, seats)) in VOTES.iter().zip(&SEATS).enumerate() {
        for (party, name) in ["A", "B", "C"].into_iter().enumerate() {
            results.push(PartyResult {
                district: district.to_string(),
                party: name.to_owned(),
                votes: votes[party],
                seats: seats[party],
            });
        }
    }
    results
}

#[test]
fn the_section_stands_in_the_document() {
    let districts = table(Electorate::Known);
    let mut audit = audit(&districts, &DistrictRules::default(), &Run::new([0; 32])).unwrap();
    add_results(&districts, &results(), &mut audit).unwrap();
    let section = audit.sections()["distortion"].clone();
    assert_eq!(section["parties"][1]["party"], "B");
    assert_eq!(section["parties"][1]["votes"], 910);
    near(section["mal"].as_f64().unwrap(), 23.0, 273.0);
    near(audit.sections()["indices"]["mal"].as_f64().unwrap(), 23.0, 273.0);
    near(section["steps"]["mean_variance"].as_f64().unwrap(), 2001.0, 26180.0);
}

#[test]
fn open_electorates_leave_their_parts_open() {
    let districts = table(|count| Electorate::Between { low: count, high: count + 1 });
    let mut audit = audit(&districts, &DistrictRules::default(), &Run::new([0; 32])).unwrap();
    add_results(&districts, &results(), &mut audit).unwrap();
    let section = audit.sections()["distortion"].clone();
    assert!(section["mal"].is_null() && section["parties"][0]["turnout"].is_null());
    assert_eq!(section["reason"], "open_electorates");
    near(section["parties"][0]["population"].as_f64().unwrap(), -2131.0, 52360.0);
}

#[test]
fn what_does_not_fit_is_refused() {
    let districts = table(Electorate::Known);
    let run = |change: &dyn Fn(&mut Vec<PartyResult>)| {
        let mut results = results();
        change(&mut results);
        let mut audit = audit(&districts, &DistrictRules::default(), &Run::new([0; 32])).unwrap();
        add_results(&districts, &results, &mut audit)
    };
    let refused =
        |change: &dyn Fn(&mut Vec<PartyResult>)| matches!(run(change), Err(DistrictsError::Results { .. }));
    assert!(refused(&|results| results[0].district = "9".to_owned()));
    assert!(refused(&|results| results[0].votes = 1_000_000));
    assert!(refused(&|results| results[0].seats = 2));
    assert!(refused(&|results| results[1].party = "A".to_owned()));
    assert!(refused(&|results| results.truncate(9)));
    assert!(refused(&Vec::clear));
    // A party that stands nowhere else is no error.
    assert!(run(&|results| results[2].party = "D".to_owned()).is_ok());
}

proptest! {
    #[test]
    fn parts_add_up_and_mal_is_never_passed(
        districts in proptest::collection::vec(
            (proptest::collection::vec((0_u64..90, 0_u32..3), 3), 1_u64..400, 1_u64..60), 1..7)
    ) {
        let votes: Vec<Vec<u64>> =
            districts.iter().map(|one| one.0.iter().map(|cell| cell.0 + one.2).collect()).collect();
        let seats: Vec<Vec<u32>> =
            districts.iter().map(|one| one.0.iter().map(|cell| cell.1).collect()).collect();
        let electors: Vec<u64> = districts.iter().zip(&votes)
            .map(|(one, votes)| votes.iter().sum::<u64>() + one.1).collect();
        let Some(found) = Distortion::of(&votes, &seats, Some(&electors)) else {
            prop_assert!(seats.iter().flatten().all(|&seats| seats == 0));
            return Ok(());
        };
        for one in &found.parties {
            let (unequal, turnout) = (one.malapportionment.unwrap(), one.turnout.unwrap());
            prop_assert!((one.mean + one.variance + unequal + turnout - one.total).abs() < 1e-12);
            prop_assert!((one.mean + one.variance - one.electoral_system).abs() < 1e-12);
            prop_assert!((unequal + turnout - one.population).abs() < 1e-12);
        }
        let nothing = |part: &dyn Fn(&tizim_districts::PartyEffects) -> f64| {
            found.parties.iter().map(part).sum::<f64>().abs() < 1e-12
        };
        prop_assert!(nothing(&|one| one.total) && nothing(&|one| one.mean) && nothing(&|one| one.variance));
        prop_assert!(found.malapportionment.unwrap() <= found.mal.unwrap() + 1e-12);
        prop_assert!((found.with_seats + found.without_seats - found.loosemore_hanby).abs() < 1e-12);
    }
}
