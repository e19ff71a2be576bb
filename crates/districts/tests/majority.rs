//! The voters behind a majority of the seats: where a district of several seats is counted in part, no districts hold them.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use tizim_districts::{DistrictRules, DistrictSection, Districts, Electorate, Unit, audit};
use tizim_evidence::{Audit, Run};

fn audited(units: &[(u32, Electorate)]) -> Audit {
    let rules = DistrictRules::new(DistrictSection::default(), Vec::new(), "KZ", "2023-03-19");
    let unit = |(place, (seats, electorate)): (usize, &(u32, Electorate))| {
        let mut unit = Unit::new((place + 1).to_string(), *electorate);
        unit.seats = *seats;
        unit
    };
    let districts = Districts::of(units.iter().enumerate().map(unit).collect());
    audit(&districts, &rules, &Run::new([0; 32])).unwrap()
}

/// The keys of the note and of the figure's label.
fn told(audit: &Audit) -> (&'static str, &'static str) {
    let note = audit.notes.iter().find(|note| note.key.contains("majority")).unwrap();
    let figure = audit.figures.iter().find(|figure| figure.key == "dauer_kelsay").unwrap();
    (note.key, figure.label.key)
}

#[test]
fn a_part_of_a_district_is_not_called_districts() {
    let known = Electorate::Known;
    // Five of nine seats: four of the first, one of the four of the second.
    let audit = audited(&[(4, known(1000)), (4, known(1600)), (1, known(900))]);
    let in_part = ("districts.note.majority_in_part", "districts.figure.dauer_kelsay_in_part");
    assert_eq!(told(&audit), in_part);
    let note = audit.notes.iter().find(|note| note.key == in_part.0).unwrap();
    assert_eq!(note.arguments["share"].bounds(), Some((1400.0 / 3500.0, 1400.0 / 3500.0)));
    assert_eq!(note.arguments["whole"].bounds(), Some((2600.0 / 3500.0, 2600.0 / 3500.0)));
}

#[test]
fn whole_districts_are_called_so() {
    let known = Electorate::Known;
    let whole = ("districts.note.majority", "districts.figure.dauer_kelsay");
    // Four of six seats, and the first two districts hold four.
    let audit = audited(&[(2, known(300)), (2, known(500)), (1, known(400)), (1, known(410))]);
    assert_eq!(told(&audit), whole);
    // Between bounds another district may be the one that is divided.
    let open = Electorate::Between { low: 200, high: 600 };
    let audit = audited(&[(2, known(300)), (2, open), (1, known(400)), (1, known(410))]);
    assert_eq!(told(&audit).1, "districts.figure.dauer_kelsay_in_part");
    let audit = audited(&[(1, known(300)), (1, open), (1, known(400))]);
    assert_eq!(told(&audit), ("districts.note.majority_middle", whole.1));
}
