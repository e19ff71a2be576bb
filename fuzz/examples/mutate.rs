//! The targets under a mutator of our own, with stable Rust.
//!
//! ```text
//! cargo run --release --example mutate -- TARGET|all --seconds 60 --seed 1 [--cases N]
//! ```
//!
//! Inputs are the files of `corpus/TARGET`, damaged: bits and bytes changed, pieces cut out, doubled, moved, overwritten with
//! numbers at the ends of their ranges, joined from two files, cut off; in archives also inside the entries, which are packed
//! anew. What panics is written to `artifacts/TARGET-SEED-CASE` and told; what takes longer than ten seconds is told as well,
//! and what has not ended after two minutes ends the run. A run ends with one line for each target, and exit status 1 where anything was found.

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use tizim_fuzz::archive::{entries, packed};
use tizim_fuzz::random::Random;
use tizim_fuzz::{TARGETS, Target};

/// What takes longer is told.
const SLOW: Duration = Duration::from_secs(10);

/// What takes longer is not waited for.
const ENDLESS: Duration = Duration::from_secs(120);

/// Words that matter to the readers.
const WORDS: [&[u8]; 22] = [
    b"\"",
    b"\n",
    b"\r\n",
    b";",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"1e308",
    b"-1",
    b"nan",
    b"inf",
    b"99999999999999999999",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"[[",
    b"{",
    b"&#x0;",
    b"<c r=\"XFD1048576\">",
    b"31.12.9999",
    b"\xcc\x81",
    b"\xe2\x80\xae",
    b"0",
];

/// Damages bytes in one to six ways.
fn damage(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    for _ in 0..=random.below(6) {
        let length = bytes.len();
        let (from, to) = random.piece(length);
        match random.below(11) {
            0 if length > 0 => bytes[random.below(length)] ^= 1 << random.below(8),
            1 if length > 0 => bytes[random.below(length)] = random.bits() as u8,
            2 => drop(bytes.drain(from..to)),
            3 => {
                let piece = bytes[from..to].to_vec();
                let times = 1 + random.below(4);
                bytes.splice(to..to, piece.repeat(times));
            }
            4 => {
                let piece = bytes[from..to].to_vec();
                let at = random.below(length + 1);
                bytes.splice(at..at, piece);
            }
            5 => {
                const ENDS: [u64; 8] = [0, 1, 0x7f, 0xff, 0x7fff_ffff, 0xffff_ffff, u64::MAX, 0x8000];
                let number = ENDS[random.below(ENDS.len())].to_le_bytes();
                let width = [1, 2, 4, 8][random.below(4)].min(length - from.min(length));
                bytes[from..from + width].copy_from_slice(&number[..width]);
            }
            6 => bytes.truncate(from),
            7 => {
                let word = WORDS[random.below(WORDS.len())];
                bytes.splice(from..from, word.iter().copied());
            }
            8 => {
                let (start, end) = random.piece(other.len());
                bytes.splice(from..to, other[start..end].iter().copied());
            }
            9 => bytes[from..to].reverse(),
            _ => {
                // A figure for a figure keeps the form and changes what it says.
                let figures: Vec<usize> = (from..to).filter(|at| bytes[*at].is_ascii_digit()).collect();
                for at in figures {
                    bytes[at] = b'0' + random.below(10) as u8;
                }
            }
        }
    }
}

/// A damaged file: the bytes of it, or of one entry of an archive.
fn damaged(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    let other = &seeds[random.below(seeds.len())];
    let mut inside = if random.below(4) == 0 { Vec::new() } else { entries(&bytes) };
    if inside.is_empty() {
        damage(&mut bytes, other, random);
        return bytes;
    }
    let at = random.below(inside.len());
    damage(&mut inside[at].1, other, random);
    packed(&inside, false).unwrap_or(bytes)
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut seeds: Vec<Vec<u8>> = paths.iter().filter_map(|path| fs::read(path).ok()).collect();
    if seeds.is_empty() {
        seeds.push(Vec::new());
    }
    seeds
}

/// Writes a case down; where, or why not.
fn keep(case: &str, bytes: &[u8]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(case);
    let kept = fs::create_dir_all(path.parent().unwrap_or(&path)).and_then(|()| fs::write(&path, bytes));
    kept.map_or_else(|error| error.to_string(), |()| path.display().to_string())
}

/// Runs a case, and ends the program where it does not end.
fn watched<T>(case: &str, bytes: &[u8], run: impl FnOnce() -> T) -> T {
    let (done, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if ended.recv_timeout(ENDLESS) == Err(RecvTimeoutError::Timeout) {
                println!("{case} does not end, {}", keep(case, bytes));
                std::process::exit(1);
            }
        });
        let result = run();
        drop(done);
        result
    })
}

/// Runs a target on damaged inputs; what was found.
fn run((name, target): Target, seconds: u64, cases: u64, seed: u64) -> u64 {
    let seeds = seeds(name);
    let mut random = Random(seed);
    let begun = Instant::now();
    let (mut done, mut found) = (0, 0);
    while done < cases && begun.elapsed().as_secs() < seconds {
        let bytes = if done < seeds.len() as u64 {
            seeds[done as usize].clone()
        } else {
            damaged(&seeds, &mut random)
        };
        let one = Instant::now();
        let case = format!("{name}-{seed}-{done}");
        let broke = watched(&case, &bytes, || panic::catch_unwind(|| target(&bytes)).is_err());
        if broke || one.elapsed() > SLOW {
            found += 1;
            println!(
                "{case} {} in {:?}, {}",
                if broke { "broke" } else { "slow" },
                one.elapsed(),
                keep(&case, &bytes)
            );
        }
        done += 1;
    }
    println!("{name}: {done} cases in {:.0} s, {found} found", begun.elapsed().as_secs_f64());
    found
}

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| -> Option<u64> {
        let at = typed.iter().position(|word| word == name)?;
        typed.get(at + 1)?.parse().ok()
    };
    let seconds = option("--seconds").unwrap_or(if option("--cases").is_some() { u64::MAX } else { 10 });
    let (cases, seed) = (option("--cases").unwrap_or(u64::MAX), option("--seed").unwrap_or(1));
    let asked = typed.first().map_or("all", String::as_str);
    let chosen: Vec<Target> =
        TARGETS.iter().filter(|(name, _)| asked == "all" || *name == asked).copied().collect();
    if chosen.is_empty() {
        eprintln!("there is no target `{asked}`");
        return ExitCode::from(2);
    }
    let found: u64 = chosen.into_iter().map(|target| run(target, seconds, cases, seed)).sum();
    ExitCode::from(u8::from(found > 0))
}
