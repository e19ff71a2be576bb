//! Workbooks damaged by their structure, and the program itself, which must end: with exit status 0, 1 or 2, in time, within
//! memory, and showing nothing of its inside.
//!
//! ```text
//! TIZIM=/path/to/tizim cargo run --release --example structure -- FORMAT|all --cases 3000 --seed 1 [--seeds FOLDER]
//! ```
//!
//! `examples/mutate.rs` damages bytes, most of which a checksum or the next tag gives away at once. Here what is damaged is
//! well-formed in all but one to four places: attributes, texts and tags of XML (`xml`), records of an `.xlsb` and an `.xls`
//! (`records`), headers, chains and directories of a compound file (`compound`), entries of the archive. Seeds are the
//! files of `corpus/FORMAT`, and those of that format below FOLDER. What is found is written to `artifacts`; the run ends
//! with a line for each format, and exit status 1 where anything was found.

mod compound;
mod records;
mod xml;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use tizim_fuzz::archive::{entries, packed};
use tizim_fuzz::random::Random;

const FORMATS: [&str; 4] = ["xlsx", "xlsb", "ods", "xls"];

/// What a run is given, and what it may take of memory with all its processes: twice that, and 192 MiB for a workbook that
/// is read apart (`SECURITY.md`, Sizes and Workbooks of old formats).
const MEMORY: &str = "64M";
const MOST_KIB: i64 = (2 * 64 + 192) * 1024;

/// What takes more seconds of processor time is told, and what has not ended after so many of the clock is not waited for.
const SLOW: f64 = 5.0;
const ENDLESS: Duration = Duration::from_secs(120);

/// Numbers and words at the ends of what a reader may believe.
const ENDS: [&str; 22] = [
    "",
    "0",
    "-1",
    "1",
    "255",
    "65536",
    "1048577",
    "2147483647",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "1e308",
    "-1e308",
    "NaN",
    "A0",
    "XFD1048576",
    "ZZZZZZZ1",
    "A1:XFD1048576",
    "rId1",
    "../../x",
    "31.12.9999",
    "\u{202e}<&\u{0}",
];

/// Numbers at the ends of their ranges.
const NUMBERS: [u32; 12] =
    [0, 1, 2, 0x7f, 0xff, 0x7fff, 0xffff, 0x0010_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];

/// A workbook of this format, damaged in one to four places.
fn damaged(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = random.of(seeds).clone();
    let mut inside = entries(&bytes);
    for _ in 0..=random.below(4) {
        if inside.is_empty() {
            compound::damage(&mut bytes, random);
        } else {
            damage_archive(&mut inside, random);
        }
    }
    if inside.is_empty() { bytes } else { packed(&inside, random.below(4) == 0).unwrap_or(bytes) }
}

/// Damages an entry of an archive, or which entries there are.
fn damage_archive(inside: &mut Vec<(String, Vec<u8>)>, random: &mut Random) {
    let (at, other) = (random.below(inside.len()), random.below(inside.len()));
    match random.below(12) {
        0 if inside.len() > 1 => drop(inside.remove(at)),
        1 => {
            let bytes = inside[other].1.clone();
            inside[at].1 = bytes;
        }
        2 => {
            let name = inside[at].0.to_uppercase();
            inside[at].0 = name;
        }
        _ if inside[at].0.ends_with(".bin") => records::damage(&mut inside[at].1, random, records::WIDE),
        _ => xml::damage(&mut inside[at].1, random),
    }
}

/// Whether the program refused the workbook, or what was wrong with the run.
fn refused(place: &Path, name: &str, case: u64) -> Result<bool, String> {
    let kind = format!("permanent={name}");
    let typed: &[&str] = match case % 2 {
        0 => &["districts", "audit", name, "--memory", MEMORY, "--format", "json"],
        _ => &["rolls", "check", "--list", &kind, "--memory", MEMORY, "--format", "json"],
    };
    let said = place.join("said");
    let before = seconds();
    let begun = Instant::now();
    let program = std::env::var_os("TIZIM").expect("TIZIM was looked for");
    let mut running = Command::new(program)
        .args(typed)
        .current_dir(place)
        .envs([("LC_ALL", "C"), ("RUST_BACKTRACE", "1")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&said).expect("a file in the folder of the run"))
        .spawn()
        .expect("the program that TIZIM names starts");
    let status = ended(&mut running, begun).ok_or_else(|| format!("does not end in {ENDLESS:?}"))?;
    let said = String::from_utf8_lossy(&fs::read(said).unwrap_or_default()).into_owned();
    if !matches!(status.code(), Some(0..=2)) {
        return Err(format!("ends with {status}"));
    }
    if said.contains("panicked") || said.contains(".rs:") {
        return Err("shows its inside".to_owned());
    }
    let took = seconds() - before;
    if took > SLOW {
        return Err(format!("takes {took:.1} s"));
    }
    Ok(status.code() == Some(2))
}

/// Waits for the program; `None` where it was ended because it did not end.
fn ended(running: &mut Child, begun: Instant) -> Option<std::process::ExitStatus> {
    let mut nap = Duration::from_micros(500);
    loop {
        if let Some(status) = running.try_wait().expect("a program that was started") {
            return Some(status);
        }
        if begun.elapsed() > ENDLESS {
            running.kill().and_then(|()| running.wait()).expect("a program that was started");
            return None;
        }
        thread::sleep(nap);
        nap = (nap * 2).min(Duration::from_millis(20));
    }
}

/// Seconds of processor time of all that have ended.
fn seconds() -> f64 {
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what the children used");
    let of = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    of(used.user_time()) + of(used.system_time())
}

/// The most memory that one process of all that have ended took, in KiB.
fn peak() -> i64 {
    let used = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what the children used");
    // macOS counts in bytes.
    if cfg!(target_os = "macos") { used.max_rss() / 1024 } else { used.max_rss() }
}

/// Files of this format below a folder.
fn gather(folder: &Path, format: &str, seeds: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, format, seeds);
        } else if path.extension().is_some_and(|ending| ending == format) {
            // What is large makes each case slow and is damaged in no other way.
            seeds.extend(fs::read(&path).ok().filter(|bytes| bytes.len() < 100_000));
        }
    }
}

/// Gives so many damaged workbooks of a format to the program; how many were found.
fn run(format: &str, cases: u64, seed: u64, more: Option<&Path>, place: &Path) -> u64 {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(format);
    let mut seeds = Vec::new();
    gather(&corpus, format, &mut seeds);
    if let Some(folder) = more {
        gather(folder, format, &mut seeds);
    }
    let mut random = Random(seed);
    let (begun, mut found, mut taken, mut most) = (Instant::now(), 0, 0, peak());
    for case in 0..cases {
        let (name, bytes) = (format!("damaged.{format}"), damaged(&seeds, &mut random));
        fs::write(place.join(&name), &bytes).expect("a file in the folder of the run");
        let mut ended = refused(place, &name, case);
        if peak() > most.max(MOST_KIB) {
            ended = ended.and_then(|_| Err(format!("takes {} MiB", peak() / 1024)));
        }
        most = peak();
        taken += u64::from(ended == Ok(false));
        if let Err(wrong) = ended {
            found += 1;
            let kept = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("artifacts")
                .join(format!("{format}-{seed}-{case}.{format}"));
            let _ =
                fs::create_dir_all(kept.parent().unwrap_or(place)).and_then(|()| fs::write(&kept, &bytes));
            println!("{} {wrong}", kept.display());
        }
    }
    let took = begun.elapsed().as_secs_f64();
    println!(
        "{format}: {cases} cases of {} seeds in {took:.0} s, {taken} read for all that, {found} found, {} MiB at most so far",
        seeds.len(),
        most / 1024
    );
    found
}

/// What is set in the process that does the work: `cargo run` becomes this program, and what its compilers took of memory would
/// count as that of its children.
const ITSELF: &str = "TIZIM_STRUCTURE_ITSELF";

fn main() -> ExitCode {
    if std::env::var_os(ITSELF).is_none() {
        let program = std::env::current_exe().expect("the program knows where it is");
        let status = Command::new(program).args(std::env::args_os().skip(1)).env(ITSELF, "1").status();
        let code =
            status.expect("the program starts once more").code().and_then(|code| u8::try_from(code).ok());
        return ExitCode::from(code.unwrap_or(1));
    }
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| typed.iter().position(|word| word == name).and_then(|at| typed.get(at + 1));
    let number = |name: &str, else_: u64| option(name).and_then(|word| word.parse().ok()).unwrap_or(else_);
    let (cases, seed) = (number("--cases", 3000), number("--seed", 1));
    let asked = typed.first().map_or("all", String::as_str);
    let chosen: Vec<&str> = FORMATS.into_iter().filter(|format| asked == "all" || asked == *format).collect();
    if chosen.is_empty() || std::env::var_os("TIZIM").is_none() {
        eprintln!(
            "usage: TIZIM=/path/to/tizim structure {}|all --cases N --seed N [--seeds FOLDER]",
            FORMATS.join("|")
        );
        return ExitCode::from(2);
    }
    let place = std::env::temp_dir().join(format!("tizim-structure-{}", std::process::id()));
    fs::create_dir_all(&place).expect("a folder for the run");
    let more = option("--seeds").map(Path::new);
    let found: u64 = chosen.into_iter().map(|format| run(format, cases, seed, more, &place)).sum();
    let _ = fs::remove_dir_all(&place);
    ExitCode::from(u8::from(found > 0))
}
