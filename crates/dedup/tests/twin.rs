//! The search against its naive twin: a hash map over all keys.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Mutex;

use proptest::prelude::*;
use tizim_dedup::{
    Error, Found, Position, Records, Rule, RuleSet, Scan, Scope, Settings, SliceRecords, Statistics,
    Unwatched, Visitor, find_groups,
};

/// A record: a key or none per rule.
type Row = Vec<Option<Vec<u8>>>;

/// A result with everything in it: rule, smallest position, key, positions (none for a hot key), count.
type Result = (usize, u64, Vec<u8>, Vec<u64>, u64);

fn naive(rows: &[Row], rules: usize, hot_above: u64, anchors: Option<usize>) -> Vec<Result> {
    let mut results = Vec::new();
    for rule in 0..rules {
        let mut groups: BTreeMap<&[u8], Vec<u64>> = BTreeMap::new();
        for (position, row) in rows.iter().enumerate() {
            if let Some(key) = &row[rule] {
                groups.entry(key).or_default().push(position as u64);
            }
        }
        for (key, positions) in groups {
            let touches = anchors.is_none_or(|anchors| positions.iter().any(|&p| (p as usize) < anchors));
            if positions.len() > 1 && touches {
                let (first, count) = (positions[0], positions.len() as u64);
                let positions = if count > hot_above { Vec::new() } else { positions };
                results.push((rule, first, key.to_vec(), positions, count));
            }
        }
    }
    results.sort();
    results
}

fn search(
    rows: &[Row],
    settings: &Settings,
    anchors: Option<usize>,
) -> std::result::Result<(Vec<Result>, Statistics), Error<Infallible>> {
    let records = SliceRecords::new(rows, |row: &Row, rule, key: &mut Vec<u8>| {
        row[rule].as_ref().is_some_and(|bytes| {
            key.extend_from_slice(bytes);
            true
        })
    })
    .with_anchors(anchors.unwrap_or(0));
    let mut results = Vec::new();
    let statistics = find_groups(&records, settings, &Unwatched, &mut |found| {
        results.push(match found {
            Found::Group(group) => {
                let positions: Vec<u64> = group.positions.iter().map(|position| position.0).collect();
                let count = positions.len() as u64;
                (group.rule, positions[0], group.key.to_vec(), positions, count)
            }
            Found::HotKey(hot) => (hot.rule, hot.first.0, hot.key.to_vec(), Vec::new(), hot.count),
        });
        ControlFlow::Continue(())
    })?;
    Ok((results, statistics))
}

fn settings(rules: usize, hot_above: u64, threads: usize, memory: usize, bits: u32) -> Settings {
    let mut settings = Settings::new([42; 32], rules);
    settings.rules = vec![Rule { hot_above }; rules];
    settings.threads = threads;
    settings.memory = memory;
    settings.fingerprint_bits = bits;
    settings
}

const TINY: usize = tizim_dedup::LEAST_MEMORY;
const AMPLE: usize = 64 << 20;

/// The same answer as the twin, whatever the threads, the memory and the fingerprint.
fn agrees(rows: &[Row], rules: usize, hot_above: u64, anchors: Option<usize>) {
    let expected = naive(rows, rules, hot_above, anchors);
    for (threads, memory, bits, anchors_first) in [
        (1, AMPLE, 64, false),
        (2, AMPLE, 64, false),
        (8, AMPLE, 64, false),
        (1, TINY, 64, false),
        (8, 2 * TINY, 64, false),
        (2, AMPLE, 4, false),
        (2, AMPLE, 0, false),
        (2, AMPLE, 64, true),
        (2, AMPLE, 0, true),
        (2, TINY, 64, true),
    ] {
        let mut settings = settings(rules, hot_above, threads, memory, bits);
        if anchors.is_some() {
            settings.scope = Scope::Touching;
        }
        settings.anchors_first = anchors_first;
        let (found, statistics) = search(rows, &settings, anchors.or(Some(rows.len() / 3))).unwrap();
        let how = format!("{threads} threads, {memory} bytes, {bits} bits, {anchors_first}, {statistics:?}");
        assert_eq!(found.len(), expected.len(), "{how}");
        assert!(found == expected, "{how}");
        assert_eq!(statistics.records, rows.len() as u64, "{how}");
        assert!(statistics.peak_bytes <= memory, "{how}");
        for rule in 0..rules {
            let keys = rows.iter().filter(|row| row[rule].is_some()).count() as u64;
            assert_eq!(statistics.keys[rule], keys, "{how}");
        }
    }
}

fn rows(rules: usize) -> impl Strategy<Value = Vec<Row>> {
    let key = prop_oneof![
        1 => Just(None),
        6 => prop::collection::vec(0..4_u8, 0..5).prop_map(Some),
        2 => prop::collection::vec(any::<u8>(), 0..20).prop_map(Some),
        2 => Just(Some(b"01.01.1900".to_vec())),
    ];
    prop::collection::vec(prop::collection::vec(key, rules), 0..300)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn random_rows(rows in rows(3), hot_above in prop_oneof![Just(1), Just(2), Just(5), Just(1000)]) {
        agrees(&rows, 3, hot_above, None);
    }

    #[test]
    fn random_rows_that_touch_anchors(rows in rows(2), anchors in 0..80_usize, hot_above in 1..40_u64) {
        agrees(&rows, 2, hot_above, Some(anchors.min(rows.len())));
    }
}

/// A small generator, so that large inputs need no strategy.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(self.0 ^ self.0 >> 29) * u128::from(below)) >> 64) as u64
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the key of a record that has one")]
fn number(number: u64) -> Option<Vec<u8>> {
    Some(format!("{number:012}").into_bytes())
}

#[test]
fn tiny_memory_takes_several_passes_and_finds_the_same() {
    let mut numbers = Numbers(1);
    let rows: Vec<Row> = (0..60_000)
        .map(|_| {
            vec![
                number(numbers.next(40_000)),
                number(numbers.next(10_000_000)),
                number(numbers.next(3_000_000)),
            ]
        })
        .collect();
    let expected = naive(&rows, 3, 1000, None);
    for (threads, memory) in [(1, TINY), (2, TINY), (2, 2 * TINY), (4, 4 * TINY), (2, AMPLE)] {
        let (found, statistics) = search(&rows, &settings(3, 1000, threads, memory, 64), None).unwrap();
        assert!(found == expected, "{statistics:?}");
        assert!(statistics.peak_bytes <= memory, "{statistics:?}");
        assert_eq!(memory == AMPLE, statistics.passes == 1, "{statistics:?}");
    }
}

#[test]
fn every_record_twice_in_tiny_memory() {
    let rows: Vec<Row> = (0..40_000).map(|index| vec![number(index * 7 % 20_000)]).collect();
    let expected = naive(&rows, 1, 1000, None);
    assert_eq!(expected.len(), 20_000);
    for threads in [1, 3] {
        let (found, statistics) = search(&rows, &settings(1, 1000, threads, TINY, 64), None).unwrap();
        assert!(found == expected, "{statistics:?}");
        assert!(statistics.peak_bytes <= TINY, "{statistics:?}");
    }
}

#[test]
fn one_enormous_group_is_counted_not_stored() {
    let mut rows: Vec<Row> =
        (0..200_000).map(|_| vec![Some(b"-".to_vec()), Some(b"000000000000".to_vec())]).collect();
    rows[777][0] = number(1);
    rows[199_999][0] = number(1);
    let expected = naive(&rows, 2, 1000, None);
    // Eight workers may each store a thousand before they know the key for frequent: that much must fit.
    for (threads, memory) in [(1, AMPLE), (2, AMPLE), (8, 4 << 20), (2, 1 << 20)] {
        let (found, statistics) = search(&rows, &settings(2, 1000, threads, memory, 64), None).unwrap();
        assert!(found == expected, "{statistics:?}");
        assert!(statistics.peak_bytes <= memory, "{statistics:?}");
        assert!(statistics.counted > 200_000, "{statistics:?}");
    }
}

#[test]
fn many_frequent_keys() {
    let mut numbers = Numbers(5);
    let rows: Vec<Row> = (0..40_000)
        .map(|_| {
            let (left, right) = (numbers.next(20), numbers.next(20));
            vec![number(left * right / 3)]
        })
        .collect();
    for hot_above in [1, 300, 100_000] {
        let expected = naive(&rows, 1, hot_above, None);
        for (threads, memory, bits) in [(1, AMPLE, 64), (8, AMPLE, 64), (2, 8 * TINY, 64), (2, AMPLE, 3)] {
            let (found, statistics) =
                search(&rows, &settings(1, hot_above, threads, memory, bits), None).unwrap();
            assert!(found == expected, "{hot_above} {statistics:?}");
            assert!(statistics.peak_bytes <= memory, "{statistics:?}");
        }
    }
}

/// Keys whose FxHash is one and the same: the fingerprints are keyed, so they are keys like any others.
#[test]
fn keys_that_collide_in_fxhash() {
    const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;
    let step = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(SEED);
    // The second word undoes the first, so that the hash after both is that of two zero words.
    let keys: Vec<[u64; 2]> = (0..20_000_u64).map(|first| [first, step(0, first).rotate_left(5)]).collect();
    assert!(keys.iter().all(|[first, second]| step(step(0, *first), *second) == 0));
    let rows: Vec<Row> = keys
        .iter()
        .chain(&keys[..10])
        .map(|key| vec![Some(key.iter().flat_map(|word| word.to_le_bytes()).collect())])
        .collect();
    let (found, statistics) = search(&rows, &settings(1, 1000, 2, AMPLE, 64), None).unwrap();
    assert_eq!(found, naive(&rows, 1, 1000, None));
    assert_eq!((found.len(), statistics.collisions), (10, 0));
}

#[test]
fn a_weak_fingerprint_accuses_nobody() {
    let rows: Vec<Row> = (0..5_000).map(|index| vec![number(index)]).collect();
    let (found, statistics) = search(&rows, &settings(1, 1000, 2, AMPLE, 6), None).unwrap();
    assert_eq!(found, []);
    assert_eq!((statistics.candidates, statistics.collisions), (5_000, 5_000));
}

#[test]
fn long_keys_are_compared_within_the_memory() {
    let long = |last: u8| {
        let mut key = vec![b'x'; 1 << 20];
        key.push(last);
        Some(key)
    };
    let rows: Vec<Row> = (0..24).map(|index| vec![long(index % 9)]).collect();
    let memory = 8 << 20;
    let (found, statistics) = search(&rows, &settings(1, 1000, 2, memory, 64), None).unwrap();
    assert!(found == naive(&rows, 1, 1000, None));
    assert!(statistics.peak_bytes <= memory, "{statistics:?}");
    let refused = search(&rows, &settings(1, 1000, 2, 1 << 20, 64), None);
    assert!(matches!(refused, Err(Error::Memory { memory: 1_048_576, needed }) if needed > 1 << 20));
}

#[test]
fn anchors_against_many() {
    let mut numbers = Numbers(9);
    let rows: Vec<Row> = (0..120_000)
        .map(|_| vec![number(numbers.next(100_000)), (numbers.next(3) > 0).then(|| b"placeholder".to_vec())])
        .collect();
    for anchors in [0, 1, 3_000] {
        let expected = naive(&rows, 2, 1000, Some(anchors));
        for (threads, memory) in [(1, AMPLE), (8, AMPLE), (2, 4 * TINY)] {
            let mut settings = settings(2, 1000, threads, memory, 64);
            settings.scope = Scope::Touching;
            let (found, statistics) = search(&rows, &settings, Some(anchors)).unwrap();
            assert!(found == expected, "{statistics:?}");
            assert!(statistics.peak_bytes <= memory, "{statistics:?}");
        }
    }
}

/// Hears what a search says of records as they are scanned.
struct Listening<R> {
    records: R,
    likely: Mutex<BTreeSet<u64>>,
}

struct Ear<'a, V> {
    visitor: V,
    likely: &'a Mutex<BTreeSet<u64>>,
}

impl<V: Visitor> Visitor for Ear<'_, V> {
    fn key(&mut self, rule: usize, position: Position, key: &[u8]) {
        self.visitor.key(rule, position, key);
    }

    fn visited(&mut self, records: u64) -> ControlFlow<()> {
        let flow = self.visitor.visited(records);
        let mut likely = Vec::new();
        self.visitor.likely(&mut likely);
        assert!(likely.is_sorted_by(|left, right| left < right));
        self.likely.lock().unwrap().extend(likely.into_iter().map(|position| position.0));
        flow
    }
}

impl<R: Records> Records for Listening<R> {
    type Error = R::Error;

    fn scan<V: Visitor>(
        &self,
        scan: &Scan,
        make: &(dyn Fn() -> V + Sync),
    ) -> std::result::Result<Vec<V>, R::Error> {
        let make = || Ear { visitor: make(), likely: &self.likely };
        Ok(self.records.scan(scan, &make)?.into_iter().map(|ear| ear.visitor).collect())
    }

    fn fetch(
        &self,
        rules: RuleSet,
        positions: &[Position],
        each: &mut dyn FnMut(Position, usize, &[u8]),
    ) -> std::result::Result<(), R::Error> {
        self.records.fetch(rules, positions, each)
    }
}

#[test]
fn a_scan_tells_which_records_seem_to_meet_an_anchor() {
    let mut numbers = Numbers(5);
    let rows: Vec<u64> = (0..50_000).map(|_| numbers.next(1_000_000)).collect();
    let anchors = 1_000;
    for scope in [Scope::Within, Scope::Touching] {
        let records = SliceRecords::new(&rows, |row: &u64, _, key: &mut Vec<u8>| {
            key.extend_from_slice(&row.to_le_bytes());
            true
        });
        let listening = Listening { records: records.with_anchors(anchors), likely: Mutex::default() };
        let settings = Settings { scope, anchors_first: true, ..settings(1, 1000, 2, AMPLE, 64) };
        find_groups(&listening, &settings, &Unwatched, &mut |_| ControlFlow::Continue(())).unwrap();
        let likely = listening.likely.into_inner().unwrap();
        let known: BTreeSet<u64> = rows[..anchors].iter().copied().collect();
        let meeting: BTreeSet<u64> =
            (anchors..rows.len()).filter(|at| known.contains(&rows[*at])).map(|at| at as u64).collect();
        assert!(!meeting.is_empty() && meeting.is_subset(&likely), "{scope:?}");
        assert!(likely.len() < meeting.len() + 1_000, "{scope:?}: {} of {}", meeting.len(), likely.len());
    }
}

#[test]
fn the_secret_changes_nothing() {
    let mut numbers = Numbers(3);
    let rows: Vec<Row> = (0..3_000).map(|_| vec![number(numbers.next(2_000))]).collect();
    let mut settings = settings(1, 1000, 2, AMPLE, 64);
    let (first, _) = search(&rows, &settings, None).unwrap();
    settings.key = [7; 32];
    assert_eq!(search(&rows, &settings, None).unwrap().0, first);
}

#[test]
fn usage_errors_are_told() {
    let rows: Vec<Row> = vec![vec![None; 17]; 3];
    let no_rules = search(&rows, &settings(0, 1, 1, AMPLE, 64), None);
    assert!(matches!(no_rules, Err(Error::Rules(0))));
    assert!(matches!(search(&rows, &settings(17, 1, 1, AMPLE, 64), None), Err(Error::Rules(17))));
    let poor = search(&rows, &settings(1, 1, 1, TINY - 1, 64), None);
    assert!(matches!(poor, Err(Error::Memory { needed: TINY, .. })));
    assert_eq!(search(&rows, &settings(16, 1, 0, TINY, 64), None).unwrap().0, []);
    assert_eq!(Position(3), Position(3));
}
