//! Measures how fast points in memory are put into districts:
//! `cargo run --release -p tizim-boundaries --example locate_speed -- MAP POINTS THREADS [CODE [ANSWER]]`.
//!
//! POINTS holds longitude and latitude of each point, eight bytes each, little-endian; CODE names the property with the code.
//! ANSWER takes four bytes for each point: the place of its district in the map, or 4294967295.

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
    let start = Instant::now();
    let locator = Locator::new(&layer);
    let built = start.elapsed().as_secs_f64();
    let mut fastest = f64::MAX;
    let mut located = Vec::new();
    for _ in 0..3 {
        // The answers of the turn before go first, so that each turn takes as much memory as one.
        located = Vec::new();
        let start = Instant::now();
        located.extend(locator.locate_all(&points));
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    let count = |place: Where| located.iter().filter(|own| own.place == place).count();
    let kinds = [Where::District, Where::Boundary, Where::Overlap, Where::Gap].map(count);
    println!("built {built:.3} s, located {fastest:.3} s, points {}, of each kind {kinds:?}", points.len());
    if let Some(answer) = rest.get(1) {
        let units: Vec<u8> =
            located.iter().flat_map(|own| own.unit.unwrap_or(u32::MAX).to_le_bytes()).collect();
        std::fs::write(answer, units)?;
    }
    Ok(())
}
