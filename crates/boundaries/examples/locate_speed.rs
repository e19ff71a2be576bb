//! Measures how fast points in memory are put into districts:
//! `cargo run --release -p tizim-boundaries --example locate_speed -- MAP POINTS THREADS [CODE [ANSWER]]`.
//!
//! POINTS holds longitude and latitude of each point, eight bytes each, little-endian; CODE names the property with the code.
//! ANSWER takes four bytes for each point: the place of its district in the map, or 4294967295. Of three turns the fastest is
//! told, in seconds of the clock and of the processor; the index is built anew for each, and that is part of it.

use std::time::Instant;

use tizim_boundaries::{Headings, Locator, MapFile, ReadOptions, Where, read};

#[expect(clippy::print_stdout, reason = "an example that prints what it measures")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, map, points, threads, rest @ ..] = &arguments[..] else {
        return Err("give a map, a file of points and a number of threads".into());
    };
    rayon::ThreadPoolBuilder::new().num_threads(threads.parse()?).build_global()?;
    let named = Headings { code: rest.first().cloned(), ..Headings::default() };
    let layer =
        read(&MapFile::new("map", std::fs::read(map)?), &ReadOptions { named, ..ReadOptions::default() })?;
    let bytes = std::fs::read(points)?;
    let number = |bytes: &[u8]| bytes.try_into().map_or(f64::NAN, f64::from_le_bytes);
    let points: Vec<[f64; 2]> =
        bytes.chunks_exact(16).map(|pair| [number(&pair[..8]), number(&pair[8..])]).collect();
    let mut fastest = (f64::MAX, f64::MAX);
    let mut located = Vec::new();
    for _ in 0..3 {
        // The answers of the turn before go first, so that each turn takes as much memory as one.
        located = Vec::new();
        let (start, busy) = (Instant::now(), processor_seconds());
        located.extend(Locator::new(&layer).locate_all(&points));
        let took = (start.elapsed().as_secs_f64(), processor_seconds() - busy);
        fastest = (fastest.0.min(took.0), fastest.1.min(took.1));
    }
    let count = |place: Where| located.iter().filter(|own| own.place == place).count();
    let kinds = [Where::District, Where::Boundary, Where::Overlap, Where::Gap].map(count);
    let (wall, busy) = fastest;
    println!("located {wall:.3} s, processor {busy:.3} s, points {}, of each kind {kinds:?}", points.len());
    if let Some(answer) = rest.get(1) {
        let units: Vec<u8> =
            located.iter().flat_map(|own| own.unit.unwrap_or(u32::MAX).to_le_bytes()).collect();
        std::fs::write(answer, units)?;
    }
    Ok(())
}

/// What this process took of the processor in its own code, in seconds, to a hundredth; nothing where the system does not
/// tell (`/proc`).
fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold anything; user time is the twelfth field after it, in hundredths.
    let ticks = told.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(11)?.parse::<f64>().ok());
    ticks.map_or(f64::NAN, |ticks| ticks / 100.0)
}
