//! How often honest nations raise an alarm, and how often what is odd is found: the table in `docs/JUDGING.md`.
//!
//! `cargo run --release --example honest_nations [NATIONS]`

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "an example that prints what it measures")]

#[path = "../tests/honest/mod.rs"]
mod honest;

use honest::{additions, generator::Nature};

fn main() {
    let nations: u64 = std::env::args().nth(1).map_or(200, |number| number.parse().unwrap());
    for nature in Nature::HONEST.into_iter().chain([Nature::NewHousing]) {
        let alarms = (0..nations).filter(|seed| additions::alarm(nature, *seed, 2000)).count();
        println!("ROLL-023, {}: {alarms} of {nations}", nature.words());
    }
    for multiple in [5.0, 15.0] {
        let found = (0..500).filter(|seed| additions::found(*seed, 2000, multiple)).count();
        println!("ROLL-023, one precinct at {multiple} times: {found} of 500");
    }
}
