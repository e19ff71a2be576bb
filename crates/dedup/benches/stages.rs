//! Each stage of a search, and the whole. Every bench checks its answer.

use std::hint::black_box;
use std::ops::ControlFlow;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tizim_dedup::{Found, Scope, Settings, SliceRecords, Unwatched, find_groups, stages};

const RECORDS: usize = 1 << 20;

/// Keys of twelve digits; every hundredth record has the key of another.
fn keys() -> Vec<[u8; 12]> {
    let key = |index: usize| {
        let person = if index % 100 == 99 { index / 2 * 2 % 100_000 } else { index };
        let mut key = [b'0'; 12];
        let mut number = person as u64 * 2_654_435_761 % 1_000_000_000_039;
        for digit in key.iter_mut().rev() {
            *digit += (number % 10) as u8;
            number /= 10;
        }
        key
    };
    (0..RECORDS).map(key).collect()
}

fn fingerprint(criterion: &mut Criterion) {
    let keys = keys();
    let mut group = criterion.benchmark_group("fingerprint");
    group.throughput(Throughput::Elements(RECORDS as u64));
    for (name, whole) in [("64 bits", false), ("128 bits", true)] {
        let expected = stages::fingerprints(&keys, whole);
        group.bench_function(name, |bencher| {
            bencher.iter(|| assert_eq!(stages::fingerprints(black_box(&keys), whole), expected));
        });
    }
    group.finish();
}

fn grouping(criterion: &mut Criterion) {
    // One partition: 3,000 entries, ten of which have the tag of another.
    let tag = |index: u64| index.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 30;
    let entries: Vec<u64> =
        (0..3_000).map(|index| tag(if index < 10 { index + 10 } else { index }) << 30 | index).collect();
    let mut group = criterion.benchmark_group("group");
    group.throughput(Throughput::Elements(3_000));
    group.bench_function("one partition", |bencher| {
        bencher.iter(|| assert_eq!(stages::repeated(black_box(&entries), 30), 20));
    });
    group.finish();
}

fn search(criterion: &mut Criterion) {
    let keys = keys();
    let records = SliceRecords::new(&keys, |key: &[u8; 12], _, buffer| {
        buffer.extend_from_slice(key);
        true
    });
    let mut group = criterion.benchmark_group("search");
    group.sample_size(10);
    group.throughput(Throughput::Elements(RECORDS as u64));
    let members = |settings: &Settings, records: &SliceRecords<'_, _, _>| {
        let mut members = 0;
        let searched = find_groups(records, settings, &Unwatched, &mut |found| {
            if let Found::Group(group) = found {
                members += group.positions.len();
            }
            ControlFlow::Continue(())
        });
        assert!(searched.is_ok());
        members
    };
    for (name, threads, memory) in
        [("one thread", 1, 512 << 20), ("two threads", 2, 512 << 20), ("in 2 MiB", 2, 2 << 20)]
    {
        let mut settings = Settings::new([1; 32], 1);
        (settings.threads, settings.memory) = (threads, memory);
        let expected = members(&settings, &records);
        assert!(expected > RECORDS / 100);
        group.bench_function(name, |bencher| {
            bencher.iter(|| assert_eq!(members(&settings, &records), expected));
        });
    }
    let mut settings = Settings::new([1; 32], 1);
    settings.scope = Scope::Touching;
    let anchored = records.clone().with_anchors(RECORDS / 40);
    let expected = members(&settings, &anchored);
    group.bench_function("touching a fortieth", |bencher| {
        bencher.iter(|| assert_eq!(members(&settings, &anchored), expected));
    });
    group.finish();
}

criterion_group!(benches, fingerprint, grouping, search);
criterion_main!(benches);
