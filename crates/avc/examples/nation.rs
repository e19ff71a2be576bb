//! How long an audit of a whole country takes: 10,000 precincts and about 50,000 to 120,000 certificates.
//!
//! `cargo run --release -p tizim-avc --example nation`

#[path = "../tests/nation/mod.rs"]
mod nation;

use std::time::Instant;

#[expect(clippy::print_stdout, clippy::unwrap_used, reason = "an example that prints what it measures")]
fn main() {
    let mut nation = nation::nation(1, 20, 10, 50);
    // As many certificates as the largest electorate of a country may have: more than honest rates give.
    let extra: Vec<_> = nation.certificates.clone();
    let mut next = 10_000_000;
    while nation.certificates.len() < 120_000 {
        let mut row = extra[nation.certificates.len() % extra.len()].clone();
        next += 7;
        row.serial = format!("KZ{next:08}");
        row.iin = nation::iin(next);
        row.row = nation.certificates.len() as u64 + 2;
        nation.certificates.push(row);
    }
    let (inputs, rules, run) = (nation.inputs(), nation::rules("kz-2023"), nation::run());
    let start = Instant::now();
    let audit = tizim_avc::audit(&inputs, &rules, &run).unwrap();
    println!(
        "{} precincts, {} certificates: {:.3} s, {} findings",
        nation.precincts.len(),
        nation.certificates.len(),
        start.elapsed().as_secs_f64(),
        audit.findings.len()
    );
}
