//! How often the bounds of what chance gives hold the count, on rolls without duplicates: the table of the README of
//! `tizim-rolls`.
//!
//! `nice cargo run --release -p tizim-rolls --example chance_coverage -- [ROLLS] [PEOPLE]`

#![expect(clippy::print_stdout, reason = "an example that prints what it measures")]

mod generator;
mod judged;

use generator::{Nature, roll};
use judged::{Judged, MEASURES, judged};

fn main() {
    let mut typed = std::env::args().skip(1).filter_map(|text| text.parse::<usize>().ok());
    let (rolls, people) = (typed.next().unwrap_or(200), typed.next().unwrap_or(4000));
    println!(
        "{rolls} rolls of {people} people each: share of rolls within the bounds (mean observed; model; placebo; width)"
    );
    println!("| rolls | {} |", MEASURES.join(" | "));
    println!("|---|{}", "---|".repeat(MEASURES.len()));
    for nature in Nature::ALL {
        let found: Vec<Vec<Judged>> = (0..rolls as u64)
            .map(|seed| judged(&roll(nature, 1 + seed, people), seed))
            .filter(|judged| judged.len() == MEASURES.len())
            .collect();
        let cells = (0..MEASURES.len()).map(|measure| {
            let of: Vec<Judged> = found.iter().map(|judged| judged[measure]).collect();
            cell(&of)
        });
        println!("| {} | {} |", nature.words(), cells.collect::<Vec<_>>().join(" | "));
    }
}

fn cell(judged: &[Judged]) -> String {
    let mean = |of: &dyn Fn(&Judged) -> f64| judged.iter().map(of).sum::<f64>() / judged.len() as f64;
    let covered = mean(&|one| f64::from(u8::from(one.is_covered())));
    let way = |of: &dyn Fn(&Judged) -> Option<f64>| mean(&|one| of(one).unwrap_or(one.expected));
    format!(
        "{:.1} % ({:.1}; {:.1}; {:.1}; {:.0})",
        100.0 * covered,
        mean(&|one| one.observed),
        way(&|one| one.model),
        way(&|one| one.placebo),
        mean(&|one| one.high - one.low)
    )
}
