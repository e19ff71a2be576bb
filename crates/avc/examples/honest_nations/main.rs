//! How often honest nations raise an alarm, and how often what is odd is found: the table of the README of `tizim-stats`.
//!
//! `nice cargo run --release -p tizim-avc --example honest_nations -- FILE [NATIONS] [NATIONS FOR POWER]`
//!
//! What was measured is appended to FILE line by line, and what stands there is not measured again: a run that was stopped
//! goes on where it was. At its end the table is printed.

mod addresses;
mod certificates;
mod generator;
mod measured;
mod rates;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use generator::Nature;
use measured::{Measured, Measurements};

/// Precincts of a nation, and addresses.
const PRECINCTS: usize = 2000;
const ADDRESSES: usize = 100_000;
/// How far from usual an odd one is, in the nations in which power is measured.
pub(crate) const MULTIPLES: [u32; 2] = [5, 15];
/// How many in a hundred of a precinct's used certificates go to one place there.
pub(crate) const FLOWS: [u64; 2] = [30, 60];

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "an example that prints what it measures")]
fn main() -> ExitCode {
    let mut typed = std::env::args().skip(1);
    let Some(file) = typed.next().map(PathBuf::from) else {
        eprintln!("name the file that keeps what was measured");
        return ExitCode::from(2);
    };
    let mut number = |otherwise: u64| typed.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (nations, powers) = (number(200), number(500));
    match measure(&file, nations, powers) {
        Ok(measured) => {
            println!("{}", table::alarms(&measured, nations));
            println!("{}", table::rates(&measured, nations));
            println!("{}", table::far(&measured, nations));
            println!("{}", table::power(&measured, powers));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            ExitCode::FAILURE
        }
    }
}

fn measure(file: &std::path::Path, nations: u64, powers: u64) -> std::io::Result<Measurements> {
    let mut measured = Measurements::open(file)?;
    for seed in 0..nations {
        for nature in Nature::OF_RATES {
            measured.unless_known(Measured::rates(nature, seed), || {
                vec![
                    u64::from(rates::additions_alarm(nature, seed, PRECINCTS)),
                    u64::from(rates::certificates_alarm(nature, seed, PRECINCTS)),
                ]
            })?;
        }
    }
    for seed in 0..nations {
        for nature in Nature::HONEST.into_iter().chain(Nature::FAR_OUT) {
            measured.unless_known(Measured::alarms(nature, seed), || {
                let certificates = certificates::alarms(nature, seed, PRECINCTS);
                vec![
                    u64::from(addresses::alarm(nature, seed, ADDRESSES, 0.05)),
                    u64::from(rates::additions_alarm(nature, seed, PRECINCTS)),
                    u64::from(certificates.0),
                    u64::from(certificates.1),
                    addresses::threshold(nature, seed, ADDRESSES, 0.05),
                ]
            })?;
        }
    }
    for seed in 0..nations {
        for nature in Nature::FAR_OUT {
            measured.unless_known(Measured::far(nature, seed), || {
                let (named, far) = rates::named_and_far(nature, seed, PRECINCTS);
                vec![named, far]
            })?;
        }
    }
    for seed in 0..powers {
        for multiple in MULTIPLES {
            measured.unless_known(Measured::rate(multiple, seed), || {
                let found = rates::found(seed, PRECINCTS, f64::from(multiple));
                vec![u64::from(found.0), u64::from(found.1)]
            })?;
        }
    }
    for seed in 0..powers.min(nations) {
        for share in FLOWS {
            measured.unless_known(Measured::flow(share, seed), || {
                vec![u64::from(certificates::flow_found(seed, PRECINCTS, share))]
            })?;
        }
    }
    Ok(measured)
}
