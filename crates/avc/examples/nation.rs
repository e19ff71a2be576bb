//! How long an audit of a whole country takes: 10,000 precincts and some 120,000 certificates.
//!
//! `cargo run --release -p tizim-avc --example nation`

#[path = "../tests/nation/mod.rs"]
mod nation;

use std::time::Instant;

#[expect(clippy::print_stdout, clippy::unwrap_used, reason = "an example that prints what it measures")]
fn main() {
    let nation = nation::nation_at(0.009, 1, 20, 10, 50);
    let (inputs, rules, run) = (nation.inputs(), nation::rules("kz-2023"), nation::run());
    let run = tizim_evidence::Run { threads: 2, ..run };
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
