//! Measures a search over synthetic keys: `measure [records] [rules] [threads] [MiB] [kind]`, where kind is `roll`
//! (one record in a hundred stands twice), `pairs` (every record twice), `equal` (one key) or `touching` (the first
//! fortieth against the others).
#![expect(clippy::print_stdout, reason = "this program's purpose is its figures")]

use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tizim_dedup::{
    Error, Found, Part, Position, Records, RuleSet, Scan, Scope, Settings, Visitor, Watch, find_groups,
};

/// Synthetic records, whose keys of twelve digits are made as they are asked for.
struct Synthetic {
    records: u64,
    anchors: u64,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Roll,
    Pairs,
    Equal,
}

impl Synthetic {
    /// The twelve digits of a record under a rule.
    #[inline]
    fn key(&self, position: u64, rule: usize) -> [u8; 12] {
        let person = match self.kind {
            Kind::Roll if position % 100 == 99 => position.wrapping_mul(7_919) % self.records,
            Kind::Roll => position,
            Kind::Pairs => position % (self.records / 2).max(1),
            Kind::Equal => 0,
        };
        let mut key = *b"000000000000";
        let mut number = person.wrapping_mul(2_654_435_761) % 1_000_000_000_039 + rule as u64;
        for pair in key.chunks_exact_mut(4).rev() {
            let digits = number % 10_000;
            number /= 10_000;
            pair[0] = b'0' + (digits / 1000) as u8;
            pair[1] = b'0' + (digits / 100 % 10) as u8;
            pair[2] = b'0' + (digits / 10 % 10) as u8;
            pair[3] = b'0' + (digits % 10) as u8;
        }
        key
    }
}

impl Records for Synthetic {
    type Error = Infallible;

    fn estimated_records(&self) -> Option<u64> {
        Some(self.records)
    }

    fn position_bound(&self) -> u64 {
        // As if positions were offsets in a file of 150 bytes a row.
        self.records * 150
    }

    fn scan<V: Visitor>(&self, scan: &Scan, make: &(dyn Fn() -> V + Sync)) -> Result<Vec<V>, Infallible> {
        let (start, end) = match scan.part {
            Part::All => (0, self.records),
            Part::Anchors => (0, self.anchors),
            Part::Others => (self.anchors, self.records),
        };
        let next = AtomicU64::new(start);
        let work = || {
            let mut visitor = make();
            loop {
                let from = next.fetch_add(8192, Ordering::Relaxed);
                let to = end.min(from + 8192);
                if from >= end {
                    return visitor;
                }
                for position in from..to {
                    for rule in scan.rules.iter() {
                        visitor.key(rule, Position(position), &self.key(position, rule));
                    }
                }
                if visitor.visited(to - from).is_break() {
                    return visitor;
                }
            }
        };
        Ok(std::thread::scope(|scope| {
            let workers: Vec<_> = (0..scan.threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
        }))
    }

    fn fetch(
        &self,
        rules: RuleSet,
        positions: &[Position],
        each: &mut dyn FnMut(Position, usize, &[u8]),
    ) -> Result<(), Infallible> {
        for &position in positions {
            for rule in rules.iter() {
                each(position, rule, &self.key(position.0, rule));
            }
        }
        Ok(())
    }
}

/// Notes when each stage was last heard of.
struct Clock(Instant, std::sync::Mutex<Vec<(tizim_dedup::Stage, f64)>>);

impl Watch for Clock {
    fn progress(&self, stage: tizim_dedup::Stage, _: u64, _: Option<u64>) {
        let now = self.0.elapsed().as_secs_f64();
        if let Ok(mut times) = self.1.lock() {
            match times.last_mut() {
                Some((last, time)) if *last == stage => *time = now,
                _ => times.push((stage, now)),
            }
        }
    }
}

/// Only makes the keys.
struct Idle(u64);

impl Visitor for Idle {
    fn key(&mut self, _: usize, _: Position, key: &[u8]) {
        self.0 += u64::from(key[std::hint::black_box(11)]);
    }

    fn visited(&mut self, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

fn main() -> Result<(), Error<Infallible>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |index: usize, default: u64| arguments.get(index).and_then(|n| n.parse().ok()).unwrap_or(default);
    let (records, rules, threads) = (number(0, 12_000_000), number(1, 1) as usize, number(2, 2) as usize);
    let kind = arguments.get(4).map_or("roll", String::as_str);
    let synthetic = Synthetic {
        records,
        anchors: records / 40,
        kind: match kind {
            "pairs" => Kind::Pairs,
            "equal" => Kind::Equal,
            _ => Kind::Roll,
        },
    };
    let mut settings = Settings::new([9; 32], rules);
    settings.threads = threads;
    settings.memory = (number(3, 512) as usize) << 20;
    if kind == "touching" {
        settings.scope = Scope::Touching;
    }
    let start = Instant::now();
    let scan = Scan { rules: RuleSet::first(rules), part: Part::All, threads };
    let idle: u64 =
        synthetic.scan(&scan, &|| Idle(0)).map_err(Error::Records)?.iter().map(|idle| idle.0).sum();
    let making = start.elapsed();
    let clock = Clock(Instant::now(), std::sync::Mutex::default());
    let (mut members, mut sum) = (0, idle & 1);
    let start = Instant::now();
    let statistics = find_groups(&synthetic, &settings, &clock, &mut |found| {
        if let Found::Group(group) = found {
            members += group.positions.len();
            sum = sum.wrapping_mul(31).wrapping_add(group.positions[0].0);
        }
        ControlFlow::Continue(())
    })?;
    let all = start.elapsed();
    println!("making the keys alone {making:.3?}, search {all:.3?}, members {members}, checksum {sum:x}");
    println!("{statistics:?}");
    if let Ok(times) = clock.1.lock() {
        for (stage, time) in times.iter().take(12) {
            println!("{time:.3} {stage:?}");
        }
    }
    Ok(())
}
