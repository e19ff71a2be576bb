//! Links the people of a CSV file and measures: `link FILE COLUMN=KIND … [--truth COLUMN] [--pairs FILE] [--explain N]`.
//!
//! KIND is `given_name`, `surname`, `patronymic`, `full_name`, `date`, `identifier`, `address`, `area`, `phone`, `email`,
//! `text` or `category`. `--truth` names the column that says who is who; `--pairs` writes probability and rows of every
//! pair.

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use tizim_linkage::{Column, Kind, Linkage, Plain, Records, RecordsBuilder, Settings, Source, Stage, Watch};

/// What was asked for.
#[derive(Default)]
struct Request {
    file: String,
    columns: Vec<(String, Kind)>,
    truth: Option<String>,
    pairs: Option<String>,
    explain: usize,
}

fn request() -> Result<Request, Box<dyn Error>> {
    let mut request = Request::default();
    let mut words = std::env::args().skip(1);
    request.file = words.next().ok_or("which file?")?;
    while let Some(word) = words.next() {
        let mut next = || words.next().ok_or("an option without its value");
        match word.as_str() {
            "--truth" => request.truth = Some(next()?),
            "--pairs" => request.pairs = Some(next()?),
            "--explain" => request.explain = next()?.parse()?,
            _ => {
                let (name, kind) = word.split_once('=').ok_or("expected COLUMN=KIND")?;
                request.columns.push((name.to_owned(), serde_json::from_value(kind.into())?));
            }
        }
    }
    Ok(request)
}

fn read(request: &Request) -> Result<(Records, Vec<String>), Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(&request.file)?;
    let headings = reader.headers()?.clone();
    let place = |name: &str| headings.iter().position(|heading| heading == name).ok_or("no such column");
    let places = request.columns.iter().map(|(name, _)| place(name)).collect::<Result<Vec<_>, _>>()?;
    let truth_place = request.truth.as_deref().map(place).transpose()?;
    let columns = request.columns.iter().map(|(name, kind)| Column::new(name, *kind)).collect();
    let mut builder = RecordsBuilder::new(columns);
    let list = builder.source(Source { name: request.file.clone(), free_of_duplicates: false });
    let mut truth = Vec::new();
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row)? {
        let cells: Vec<&str> = places.iter().map(|&place| &row[place]).collect();
        builder.push(list, &cells)?;
        truth.extend(truth_place.map(|place| row[place].to_owned()));
    }
    Ok((builder.finish(&Plain)?, truth))
}

/// Processor seconds of this process up to now, where the system tells.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    stat.split(' ').nth(13).and_then(|ticks| ticks.parse::<f64>().ok()).map_or(0.0, |ticks| ticks / 100.0)
}

/// Says when stages begin.
struct Clock;

impl Watch for Clock {
    fn progress(&self, stage: Stage, done: u64, _total: u64) {
        if done <= 1 || stage == Stage::Scoring && done <= 1 << 15 {
            let _ = writeln!(std::io::stderr(), "  {stage:?} at {} s", processor_seconds());
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let request = request()?;
    let mut out = std::io::stdout().lock();
    let begun = Instant::now();
    let (records, truth) = read(&request)?;
    writeln!(
        out,
        "read {} records in {:?} ({} s of processor up to here)",
        records.len(),
        begun.elapsed(),
        processor_seconds()
    )?;
    let begun = Instant::now();
    let settings = Settings::default();
    let linkage = Linkage::new(&records, &Plain, &settings)?;
    let plan = linkage.plan();
    writeln!(
        out,
        "planned in {:?}: all {} recall {:.4}",
        begun.elapsed(),
        plan.all_pairs,
        plan.expected_recall
    )?;
    for round in &plan.rounds {
        let keys: Vec<String> =
            round.keys.iter().map(|key| format!("{}.{:?}", key.column, key.facet)).collect();
        writeln!(out, "  {} ({:.0})", keys.join(" + "), round.expected_pairs)?;
    }
    let begun = Instant::now();
    let linked = linkage.run(&Clock)?;
    writeln!(out, "linked in {:?} ({} s): {:?}", begun.elapsed(), processor_seconds(), linked.coverage)?;
    writeln!(
        out,
        "pairs {}, clusters {}, refused {}",
        linked.pairs.len(),
        linked.clusters.members.len(),
        linked.clusters.refused.len()
    )?;
    for note in &linked.notes {
        writeln!(out, "  {}", serde_json::to_string(note)?)?;
    }
    let model = &linked.model;
    writeln!(out, "learnt on {} pairs in {} rounds", model.training_pairs, model.rounds)?;
    for class in &model.classes {
        writeln!(out, "  {:?} {:.3e}", class.class, class.share)?;
    }
    for column in &linked.model.columns {
        for code in 1..column.levels.len() {
            let (person, chance) = (column.person[code], column.chance[code]);
            writeln!(
                out,
                "  {:14} {:22} m {person:.5} u {chance:.2e} bits {:+.2} place {:.4} kin {:.4} siblings {:.4} elsewhere {:.4}",
                column.name,
                column.levels[code],
                (person / chance).log2(),
                column.place[code],
                column.kin[code],
                column.siblings[code],
                column.elsewhere[code],
            )?;
        }
    }
    for together in &model.together {
        writeln!(out, "  {} and {} {:+.2}", together.left, together.right, together.bits)?;
    }
    for pair in linked.pairs.iter().take(request.explain) {
        writeln!(out, "{}", serde_json::to_string(&linkage.explain(&linked, pair))?)?;
    }
    if let Some(path) = &request.pairs {
        let mut pairs = std::io::BufWriter::new(std::fs::File::create(path)?);
        writeln!(pairs, "weight,left,right,kind,levels")?;
        for pair in &linked.pairs {
            let levels = linkage.levels(pair).join("|");
            writeln!(pairs, "{:.9},{},{},{:?},{levels}", pair.weight, pair.left, pair.right, pair.kind)?;
        }
    }
    if request.truth.is_some() {
        measure(&mut out, &linked, &truth)?;
    }
    Ok(())
}

/// Precision, recall and F1 of the pairs above the threshold, of the clusters, and the best F1 at any threshold above it.
fn measure(out: &mut impl Write, linked: &tizim_linkage::Linked, truth: &[String]) -> std::io::Result<()> {
    let mut sizes = std::collections::HashMap::<&str, u64>::new();
    for who in truth {
        *sizes.entry(who).or_default() += 1;
    }
    let all: u64 = sizes.values().map(|size| size * (size - 1) / 2).sum();
    let mut say = |name: &str, right: u64, found: u64| {
        let (precision, recall) = (right as f64 / found.max(1) as f64, right as f64 / all as f64);
        let f1 = 2.0 * precision * recall / (precision + recall);
        writeln!(out, "{name}: precision {precision:.4} recall {recall:.4} F1 {f1:.4} ({found} of {all})")
    };
    let same = |left: u32, right: u32| truth[left as usize] == truth[right as usize];
    let mut pairs: Vec<_> = linked.of_kind(tizim_linkage::PairKind::Duplicate).collect();
    let right = pairs.iter().filter(|pair| same(pair.left, pair.right)).count() as u64;
    say("pairs", right, pairs.len() as u64)?;
    let (mut right, mut found) = (0, 0);
    for members in &linked.clusters.members {
        for (place, &left) in members.iter().enumerate() {
            for &other in &members[place + 1..] {
                found += 1;
                right += u64::from(same(left, other));
            }
        }
    }
    say("clusters", right, found)?;
    pairs.sort_by(|left, right| right.weight.total_cmp(&left.weight));
    let (mut right, mut best) = (0, (0.0, 0, 0, 0.0));
    for (place, pair) in pairs.iter().enumerate() {
        right += u64::from(same(pair.left, pair.right));
        let f1 = 2.0 * right as f64 / (place as f64 + 1.0 + all as f64);
        if f1 > best.0 {
            best = (f1, right, place as u64 + 1, pair.weight);
        }
    }
    say(&format!("best at {:.2} bits", best.3), best.1, best.2)
}
