//! Measures how fast a list is gone through: `cargo run --release --example scan_speed -- SCHEMA.toml LIST.csv [THREADS [FIELD …]]`.
//!
//! The fields named, else all, of every record are looked at. The first pass also hashes the file.

use std::time::Instant;

use tizim_tables::{Input, Options, Pass, Record, Schema, TableFile};

#[expect(clippy::print_stdout, reason = "an example that prints what it measures")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, schema, list, rest @ ..] = &arguments[..] else {
        return Err("give a schema, a list and a number of threads".into());
    };
    let threads: usize = rest.first().map_or(Ok(1), |number| number.parse())?;
    let schema = Schema::from_toml(&std::fs::read_to_string(schema)?)?;
    let file = TableFile::open(&Input::file(list), &schema, &Options::default())?;
    println!("{}", file.detected());
    let wanted: Vec<usize> = rest.iter().skip(1).filter_map(|name| file.slot(name)).collect();
    for number in 1..=3 {
        let start = Instant::now();
        let sums = std::sync::Mutex::new((0_u64, 0_u64));
        let pass = Pass::new(threads);
        let pass = if rest.len() > 1 { pass.wanting(&wanted) } else { pass };
        let visitors = file.scan(&pass, |_| Sum::default())?;
        for visitor in visitors {
            if let Ok(mut sums) = sums.lock() {
                sums.0 += visitor.records;
                sums.1 += visitor.bytes;
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        let bytes = file.summary().map_or(0, |summary| summary.bytes);
        println!("pass {number}: {seconds:.3} s, {:.2} GB/s, {sums:?}", bytes as f64 / seconds / 1e9);
    }
    Ok(())
}

#[derive(Default)]
struct Sum {
    records: u64,
    bytes: u64,
}

impl tizim_tables::Visitor for Sum {
    fn record(&mut self, record: &Record<'_>) {
        self.records += 1;
        for slot in 0..record.slots() {
            self.bytes += record.field(slot).len() as u64;
        }
    }
}
