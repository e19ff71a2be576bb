//! How a search ends before its time.

use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use tizim_dedup::{
    Error, Position, Records, RuleSet, Scan, Settings, SliceRecords, Stage, Unwatched, Visitor, Watch,
    find_groups,
};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that SliceRecords asks for")]
fn key(number: &u64, _rule: usize, key: &mut Vec<u8>) -> bool {
    key.extend_from_slice(&number.to_le_bytes());
    true
}

/// Cancels once a stage was heard of.
struct Impatient(fn(Stage) -> bool, AtomicU64);

impl Watch for Impatient {
    fn cancelled(&self) -> bool {
        self.1.load(Ordering::Relaxed) > 0
    }

    fn progress(&self, stage: Stage, _done: u64, _total: Option<u64>) {
        self.1.fetch_add(u64::from(self.0(stage)), Ordering::Relaxed);
    }
}

#[test]
fn a_watch_cancels_at_every_stage() {
    let numbers: Vec<u64> = (0..20_000).map(|number| number / 2).collect();
    let records = SliceRecords::new(&numbers, key);
    let stages: [fn(Stage) -> bool; 3] = [
        |stage| matches!(stage, Stage::Scanning { .. }),
        |stage| stage == Stage::Grouping,
        |stage| stage == Stage::Verifying,
    ];
    for stage in stages {
        let watch = Impatient(stage, AtomicU64::new(0));
        let mut groups = 0;
        let ended = find_groups(&records, &Settings::new([1; 32], 1), &watch, &mut |_| {
            groups += 1;
            ControlFlow::Continue(())
        });
        assert!(matches!(ended, Err(Error::Cancelled)));
        assert_eq!(groups, 0);
    }
}

#[test]
fn a_sink_stops() {
    let numbers = [1, 1, 2, 2];
    let records = SliceRecords::new(&numbers, key);
    let mut groups = 0;
    let ended = find_groups(&records, &Settings::new([1; 32], 1), &Unwatched, &mut |_| {
        groups += 1;
        ControlFlow::Break(())
    });
    assert!(matches!(ended, Err(Error::Stopped)));
    assert_eq!(groups, 1);
}

/// Three records with one key, one of them out of bounds or gone when it is fetched.
struct Broken {
    bound: u64,
    gone: u64,
}

impl Records for Broken {
    type Error = Infallible;

    fn position_bound(&self) -> u64 {
        self.bound
    }

    fn scan<V: Visitor>(&self, _scan: &Scan, make: &(dyn Fn() -> V + Sync)) -> Result<Vec<V>, Infallible> {
        let mut visitor = make();
        for position in [0, 5, 70] {
            visitor.key(0, Position(position), b"one");
        }
        Ok(vec![visitor])
    }

    fn fetch(
        &self,
        _rules: RuleSet,
        positions: &[Position],
        each: &mut dyn FnMut(Position, usize, &[u8]),
    ) -> Result<(), Infallible> {
        let there = positions.iter().filter(|position| position.0 != self.gone);
        there.for_each(|&position| each(position, 0, b"one"));
        Ok(())
    }
}

#[test]
fn broken_promises_are_errors() {
    let settings = Settings::new([1; 32], 1);
    let search = |bound, gone| {
        find_groups(&Broken { bound, gone }, &settings, &Unwatched, &mut |_| ControlFlow::Continue(()))
    };
    assert!(matches!(search(64, 99), Err(Error::Position(70))));
    assert!(matches!(search(1 << 40, 5), Err(Error::Changed(5))));
    assert!(matches!(search(u64::MAX, 99), Ok(statistics) if statistics.grouped == [3]));
}
