//! How many pairs of rows agree under a rule by name: what chance is held against.

use std::collections::BTreeMap;

use tizim_polling::Regions;

use crate::counts::chance::is_first_of_january;
use crate::persons::parted::Parted;
use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::Entry;
use crate::row::normal::region_key;
use crate::{Rule, Scope};

/// Pairs of rows that agree under a rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct AgreeingPairs {
    /// Pairs that are not one person by the number; by name and date, without those of days on which birthdays heap.
    pub(crate) open: u64,
    /// Of these, pairs of rows of two lists.
    pub(crate) between_lists: u64,
    /// Of these, pairs of rows of one region, by the region as it is compared.
    pub(crate) by_region: BTreeMap<String, u64>,
    /// The same of those of a 1 January.
    pub(crate) on_first_of_january: u64,
    /// The same of those of other days on which birthdays heap.
    pub(crate) on_heaped_days: u64,
    /// All pairs by birth year, without those of days on which birthdays heap.
    pub(crate) by_year: BTreeMap<u16, u64>,
}

/// What pairs are counted by.
#[derive(Clone, Copy)]
pub(crate) struct Counted<'a> {
    pub(crate) placeholders: &'a PlaceholderDates,
    pub(crate) regions: &'a Regions,
    pub(crate) scope: Scope,
}

/// The pairs of a group that agree under its rule; none under the rule by number.
pub(crate) fn agreeing_pairs(
    rule: Rule,
    rows: &[Entry<'_>],
    parted: &Parted,
    counted: Counted<'_>,
) -> AgreeingPairs {
    let Counted { placeholders, scope, .. } = counted;
    let every = |count: &[&Entry<'_>]| pairs(count.len() as u64);
    match rule {
        Rule::Iin | Rule::Identifier => AgreeingPairs::default(),
        // Rows of one name agree under this rule where their digits do.
        Rule::NameDigits => {
            let mut agreeing = AgreeingPairs::default();
            for person in &parted.persons {
                let rows: Vec<&Entry<'_>> =
                    person.members.iter().filter_map(|index| rows.get(*index)).collect();
                agreeing.add(&open_by_part(&rows, counted, &every));
            }
            agreeing
        }
        _ => {
            let rows: Vec<&Entry<'_>> = rows.iter().collect();
            let open = open_by_part(&rows, counted, &|rows| open_pairs(rule, rows, placeholders));
            let date = rows.first().and_then(|entry| entry.birth_date);
            if rule == Rule::NameDate && date.is_some_and(|date| placeholders.is_heaped(date)) {
                return if date.is_some_and(is_first_of_january) {
                    AgreeingPairs { on_first_of_january: open.open, ..AgreeingPairs::default() }
                } else {
                    AgreeingPairs { on_heaped_days: open.open, ..AgreeingPairs::default() }
                };
            }
            let all = sought_of(scope, &rows, every);
            let by_year = date.map(|date| (date.year(), all)).into_iter().collect();
            AgreeingPairs { by_year, ..open }
        }
    }
}

/// What is counted of pairs among rows: of all, between lists, and by region.
fn open_by_part(
    rows: &[&Entry<'_>],
    Counted { regions, scope, .. }: Counted<'_>,
    count: &dyn Fn(&[&Entry<'_>]) -> u64,
) -> AgreeingPairs {
    let open = sought_of(scope, rows, count);
    if open == 0 {
        return AgreeingPairs::default();
    }
    let mut by_region: BTreeMap<String, Vec<&Entry<'_>>> = BTreeMap::new();
    for row in rows {
        by_region.entry(region_key(regions, row.region)).or_default().push(row);
    }
    by_region.remove("");
    let of_regions = by_region.into_iter().map(|(region, rows)| (region, sought_of(scope, &rows, count)));
    AgreeingPairs {
        open,
        between_lists: sought_of(Scope::Across, rows, count),
        by_region: of_regions.filter(|(_, pairs)| *pairs > 0).collect(),
        ..AgreeingPairs::default()
    }
}

/// What is counted of pairs among rows, as far as these are pairs that are sought.
fn sought_of(scope: Scope, rows: &[&Entry<'_>], count: impl Fn(&[&Entry<'_>]) -> u64) -> u64 {
    let all = count(rows);
    if scope == Scope::All {
        return all;
    }
    let mut by_list: BTreeMap<usize, Vec<&Entry<'_>>> = BTreeMap::new();
    for row in rows {
        by_list.entry(row.list).or_default().push(row);
    }
    all - by_list.values().map(|rows| count(rows)).sum::<u64>()
}

/// Of pairs of rows that agree under a rule by name, those that are not shown to be one person, or two, otherwise.
fn open_pairs(rule: Rule, rows: &[&Entry<'_>], placeholders: &PlaceholderDates) -> u64 {
    let settled = |rows: &[&Entry<'_>]| -> u64 {
        let mut holders: BTreeMap<u64, u64> = BTreeMap::new();
        for iin in rows.iter().filter_map(|entry| entry.number.valid()) {
            *holders.entry(iin.number()).or_default() += 1;
        }
        holders.into_values().map(pairs).sum()
    };
    let mut open = pairs(rows.len() as u64) - settled(rows);
    if rule.is_by_year() {
        // Two whole dates settle a pair, one way or the other.
        let dated: Vec<&Entry<'_>> = rows
            .iter()
            .copied()
            .filter(|entry| entry.written_date().is_some_and(|date| !placeholders.contains(date)))
            .collect();
        open -= pairs(dated.len() as u64) - settled(&dated);
    }
    open
}

/// How many pairs so many rows make.
fn pairs(count: u64) -> u64 {
    count * count.saturating_sub(1) / 2
}

impl AgreeingPairs {
    pub(crate) fn add(&mut self, other: &Self) {
        self.open += other.open;
        self.between_lists += other.between_lists;
        self.on_first_of_january += other.on_first_of_january;
        self.on_heaped_days += other.on_heaped_days;
        for (region, pairs) in &other.by_region {
            *self.by_region.entry(region.clone()).or_default() += pairs;
        }
        for (year, pairs) in &other.by_year {
            *self.by_year.entry(*year).or_default() += pairs;
        }
    }
}
