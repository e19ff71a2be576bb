//! How long the audits of this crate take, on made-up tables: `cargo run --release --example timing`.

use std::io::Write;
use std::time::Instant;

use tizim_districts::{
    Claimant, DistrictRules, Districts, Electorate, Facts, Standard, Unit, apportion, audit,
};
use tizim_evidence::Run;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let standards = Standard::list_from_toml(include_str!("../../../data/standards.toml"))?;
    let rules =
        DistrictRules::new(tizim_districts::DistrictSection::default(), standards, "KZ", "2023-03-19");
    let run = Run::new([0; 32]);
    let mut state = 1_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };

    let mut councils = Districts { by: Some("council".to_owned()), ..Districts::default() };
    for place in 0..5_000_u64 {
        let mut unit = Unit::new(place.to_string(), Electorate::Known(1_000 + next(500)));
        unit.group = Some((place % 220).to_string());
        councils.units.push(unit);
    }
    let start = Instant::now();
    audit(&councils, &rules, &run)?;
    writeln!(out, "5,000 known districts in 220 councils: {:?}", start.elapsed())?;

    for unit in councils.units.iter_mut().step_by(5) {
        unit.electorate = Electorate::Between { low: 900, high: 1_600 };
    }
    let start = Instant::now();
    audit(&councils, &rules, &run)?;
    writeln!(out, "the same with every fifth only bounded: {:?}", start.elapsed())?;
    let start = Instant::now();
    audit(&councils, &rules, &Run { threads: 2, ..run.clone() })?;
    writeln!(out, "the same in two threads: {:?}", start.elapsed())?;

    let units: Vec<Unit> = (0..30_u64)
        .map(|place| {
            let electorate =
                if place < 10 { Electorate::Known(300_000 + next(200_000)) } else { Electorate::Unknown };
            Unit::new(place.to_string(), electorate).in_region((place / 3).to_string())
        })
        .collect();
    let facts = Facts::from_toml("[totals]\nnation = 12000000")?;
    let table = Districts { units, facts, ..Districts::default() };
    let start = Instant::now();
    audit(&table, &rules, &run)?;
    writeln!(out, "30 districts of which 20 are unknown, with the nation's total: {:?}", start.elapsed())?;

    let claimants: Vec<Claimant> = (0..200)
        .map(|id: u32| Claimant { id: id.to_string(), name: String::new(), voters: 10_000 + next(5_000_000) })
        .collect();
    let start = Instant::now();
    apportion(&claimants, 5_000, 1)?;
    writeln!(out, "5,000 seats between 200 claimants: {:?}", start.elapsed())?;
    Ok(())
}
