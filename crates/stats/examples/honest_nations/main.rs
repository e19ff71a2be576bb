//! How often honest nations raise an alarm, and how often what is odd is found: the table of this crate's README.
//!
//! `cargo run --release -p tizim-stats --example honest_nations -- [NATIONS] [NATIONS FOR POWER]`

#![expect(clippy::print_stdout, reason = "an example that prints what it measures")]

mod addresses;
mod generator;
mod rates;

use generator::Nature;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|number| number.parse::<u64>().ok());
    let (nations, powers) = (numbers.next().unwrap_or(200), numbers.next().unwrap_or(500));
    for nature in Nature::HONEST.into_iter().chain([Nature::NewHousing]) {
        let alarms = |alarm: &dyn Fn(u64) -> bool| (0..nations).filter(|seed| alarm(*seed)).count();
        println!(
            "{}, of {nations}: ROLL-022 {}, ROLL-023 {}, AVC-014 {}; an address is named from {} voters",
            nature.words(),
            alarms(&|seed| addresses::alarm(nature, seed, 100_000, 0.05)),
            alarms(&|seed| rates::additions_alarm(nature, seed, 2000)),
            alarms(&|seed| rates::certificates_alarm(nature, seed, 2000)),
            addresses::threshold(nature, 1, 100_000, 0.05),
        );
    }
    for multiple in [5.0, 15.0] {
        let found = (0..powers).map(|seed| rates::found(seed, 2000, multiple));
        let sums = found.fold((0, 0), |sum, one| (sum.0 + u64::from(one.0), sum.1 + u64::from(one.1)));
        println!("one precinct at {multiple} times, of {powers}: ROLL-023 {}, AVC-014 {}", sums.0, sums.1);
    }
}
