//! Values that stand where nothing is known: one telephone number for five hundred people, 01.01.1900 for a thousand.
//!
//! Such a value is far too frequent for its column, and its company is spread out: those who share it are no family. It is
//! set aside as if it were missing, and told. A birth date that is heaped in every year alike (1 January, where only the year
//! is known) is no placeholder: it says the year, and its frequency takes the rest of its weight.

use hashbrown::HashSet;
use std::hash::RandomState;

use super::{Kind, Records, Values};

/// A value that was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The column.
    pub column: usize,
    /// Number of the value.
    pub value: u32,
    /// Records that have it.
    pub records: u64,
}

/// Fewer records than this share a value for other reasons.
const LEAST_RECORDS: u32 = 20;
/// So many times the frequency of other values is far too frequent.
const TOO_FREQUENT: f64 = 8.0;
/// Share of the different names that as many records drawn at random would have, from which company is spread out.
const SPREAD_OUT: f64 = 0.5;

/// Sets placeholders aside and returns them, by column and value.
pub(super) fn set_aside(records: &mut Records) -> Vec<Placeholder> {
    let name = [Kind::Surname, Kind::FullName, Kind::GivenName]
        .iter()
        .find_map(|&kind| records.columns.iter().position(|column| column.kind == kind));
    let Some(name) = name else { return Vec::new() };
    let mut found = Vec::new();
    for column in 0..records.columns.len() {
        let kind = records.columns[column].kind;
        if !matches!(kind, Kind::Date | Kind::Identifier | Kind::Phone | Kind::Email) {
            continue;
        }
        let frequent = too_frequent(&records.values[column], kind);
        let spread_out = spread_out(records, column, name, &frequent);
        found.extend(spread_out.into_iter().map(|value| Placeholder {
            column,
            value,
            records: u64::from(records.values[column].count(value)),
        }));
    }
    for placeholder in &found {
        let width = records.columns.len();
        for row in records.cells.chunks_exact_mut(width) {
            if row[placeholder.column] == placeholder.value {
                row[placeholder.column] = 0;
            }
        }
        records.values[placeholder.column].forget(placeholder.value);
    }
    found
}

/// Values that are far more frequent than the others, and dates also than the same day of other years.
fn too_frequent(values: &Values, kind: Kind) -> Vec<u32> {
    let mean_without = |value: u32, others: &mut dyn Iterator<Item = u32>| {
        let (mut sum, mut count) = (0_u64, 0_u64);
        for other in others.filter(|&other| other != value) {
            sum += u64::from(values.count(other));
            count += 1;
        }
        sum as f64 / count.max(1) as f64
    };
    let all = 1..values.len() as u32;
    let total: u64 = all.clone().map(|value| u64::from(values.count(value))).sum();
    let overall = total as f64 / all.len().max(1) as f64;
    let frequent = |value: &u32| {
        let count = values.count(*value);
        count >= LEAST_RECORDS && f64::from(count) >= TOO_FREQUENT * overall
    };
    let mut frequent: Vec<u32> = all.clone().filter(frequent).collect();
    if kind == Kind::Date {
        frequent.retain(|&value| {
            let day = |value: u32| values.text(value).get(4..);
            let mut same_day = all.clone().filter(|&other| day(other) == day(value));
            f64::from(values.count(value)) >= TOO_FREQUENT * mean_without(value, &mut same_day)
        });
    }
    frequent
}

/// Those of these values whose records have about as many different names as records drawn at random.
fn spread_out(records: &Records, column: usize, name: usize, frequent: &[u32]) -> Vec<u32> {
    let mut names: Vec<HashSet<u32, RandomState>> = frequent.iter().map(|_| HashSet::default()).collect();
    if frequent.is_empty() {
        return Vec::new();
    }
    for row in 0..records.len() as u32 {
        let cells = records.row(row);
        // `frequent` is in the order of its numbers.
        if let Ok(place) = frequent.binary_search(&cells[column]) {
            names[place].insert(cells[name]);
        }
    }
    let expected = |count: u32| {
        let all = records.len() as f64;
        let seen = |value: u32| {
            1.0 - (1.0 - f64::from(records.values[name].count(value)) / all).powf(f64::from(count))
        };
        (0..records.values[name].len() as u32).map(seen).sum::<f64>()
    };
    let is_spread_out = |(value, names): (&u32, &HashSet<u32, RandomState>)| {
        let expected = expected(records.values[column].count(*value));
        (names.len() > 1 && names.len() as f64 >= SPREAD_OUT * expected).then_some(*value)
    };
    frequent.iter().zip(&names).filter_map(is_spread_out).collect()
}
