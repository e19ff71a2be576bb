//! The built-in data, read as the program reads it.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses its part")]

use std::collections::BTreeMap;

use tizim_districts::{
    DistrictRules, DistrictSection, Districts, Electorate, Estimate, Facts, Grade, Region, Standard,
    TurnoutSeries, Unit,
};
use tizim_evidence::{Profile, Status};

pub const DISTRICTS: &str = include_str!("../../../../data/kz-2023/districts.csv");
pub const REGIONS: &str = include_str!("../../../../data/kz-2023/regions.csv");
pub const REGIONS_WHEN_DRAWN: &str = include_str!("../../../../data/kz-2023/regions_when_drawn.csv");
pub const FACTS: &str = include_str!("../../../../data/kz-2023/facts.toml");
pub const TURNOUT: &str = include_str!("../../../../data/kz-2023/turnout.csv");
pub const PROFILE: &str = include_str!("../../../../data/kz-2023/profile.toml");
pub const STANDARDS: &str = include_str!("../../../../data/standards.toml");

pub type Row = BTreeMap<String, String>;

pub fn rows(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

pub fn text(row: &Row, column: &str) -> Option<String> {
    row.get(column).filter(|text| !text.is_empty()).cloned()
}

pub fn number<T: std::str::FromStr>(row: &Row, column: &str) -> Option<T> {
    text(row, column).map(|text| text.parse().ok().unwrap())
}

pub fn status(row: &Row) -> Status {
    match row["status"].as_str() {
        "published" => Status::Published,
        "derived" => Status::Derived,
        "estimated" => Status::Estimated,
        "unknown" => Status::Unknown,
        other => panic!("unknown status {other}"),
    }
}

fn grade(row: &Row) -> Option<Grade> {
    text(row, "grade").map(|word| Grade::from_word(&word).unwrap())
}

fn electorate(row: &Row) -> Electorate {
    Electorate::from_columns(number(row, "voters"), number(row, "voters_low"), number(row, "voters_high"))
}

pub fn built_in() -> Districts {
    let (districts, regions) = (rows(DISTRICTS), rows(REGIONS));
    let units = districts.iter().map(|row| Unit {
        name: row["name"].clone(),
        region: text(row, "region"),
        seats: number(row, "seats").unwrap(),
        drift: number(row, "drift").unwrap_or(0.0),
        status: status(row),
        grade: grade(row),
        source: text(row, "source"),
        as_of: text(row, "as_of"),
        ..Unit::new(&row["id"], electorate(row))
    });
    let region = |row: &Row| Region {
        id: row["id"].clone(),
        name: row["name_en"].clone(),
        seats: number(row, "seats"),
        electorate: electorate(row),
        drift: number(row, "drift").unwrap_or(0.0),
        estimate: number(row, "ESTIMATE_voters")
            .zip(number(row, "ESTIMATE_sd"))
            .map(|(mean, deviation)| Estimate { mean, deviation }),
        population: number(row, "population_2023_01_01"),
        status: status(row),
        grade: grade(row),
        source: text(row, "source"),
        as_of: text(row, "as_of"),
    };
    Districts {
        units: units.collect(),
        regions: regions.iter().map(region).collect(),
        regions_when_drawn: rows(REGIONS_WHEN_DRAWN).iter().map(region).collect(),
        facts: Facts::from_toml(FACTS).unwrap(),
        turnout: Some(TurnoutSeries::from_csv("turnout.csv", TURNOUT).unwrap()),
        of_profile: true,
        ..Districts::default()
    }
}

pub fn rules() -> DistrictRules {
    let profile = Profile::from_toml(PROFILE).unwrap();
    let section = DistrictSection::from_profile(&profile).unwrap();
    DistrictRules::new(section, Standard::list_from_toml(STANDARDS).unwrap(), "KZ", "2023-03-19")
}
