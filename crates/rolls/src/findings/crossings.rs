//! Between which kinds of list, and between which regions, persons stand twice: counted group by group as they come.

use std::collections::BTreeMap;

use tizim_evidence::{Chart, ChartKind, Exhibit, Mark, Message, Persons, Privacy, Series, Value};
use tizim_polling::region::Memo;

use crate::Kind;
use crate::findings::shown;
use crate::row::normal::region_of;

/// Regions that a chart shows: those of which there is most to tell.
const REGIONS: usize = 24;

/// Groups of second entries by the two places that each joins; a group of three places counts under each two of them.
#[derive(Debug, Default)]
pub(crate) struct Crossings {
    kinds: BTreeMap<(Kind, Kind), u64>,
    regions: BTreeMap<(String, String), u64>,
    /// Regions as they are shown: of several spellings the first in the order of letters.
    names: BTreeMap<String, String>,
}

impl Crossings {
    /// Counts a group, of which each row tells its list and its region.
    pub(crate) fn count<'r>(&mut self, rows: impl Iterator<Item = (Kind, &'r str)>, known: &mut Memo<'_>) {
        let (mut kinds, mut regions) = (BTreeMap::new(), BTreeMap::new());
        for (kind, region) in rows {
            *kinds.entry(kind).or_default() += 1;
            let region = region.trim();
            let key = region_of(known, region);
            if key.is_empty() {
                continue;
            }
            match self.names.get_mut(key) {
                Some(name) if region < name.as_str() => region.clone_into(name),
                Some(_) => {}
                None => drop(self.names.insert(key.to_owned(), region.to_owned())),
            }
            *regions.entry(key.to_owned()).or_default() += 1;
        }
        count_pairs(&kinds, &mut self.kinds);
        count_pairs(&regions, &mut self.regions);
    }

    /// The charts: kind of list by kind of list, and region by region where there are several.
    pub(crate) fn exhibits(&self) -> Vec<Exhibit> {
        let mut exhibits = Vec::new();
        let kinds: Vec<Kind> =
            Kind::ALL.into_iter().filter(|kind| self.kinds.keys().any(|pair| has(pair, kind))).collect();
        if !kinds.is_empty() {
            let names: Vec<Value> = kinds.iter().map(|kind| shown::kind(*kind)).collect();
            let chart = matrix("rolls-kinds", "rolls.chart.kinds", &names, |row, column| {
                self.kinds.get(&ordered(kinds[row], kinds[column])).copied()
            });
            exhibits.push(chart);
        }
        let mut regions: Vec<(u64, &String)> =
            self.names.keys().map(|key| (self.of_region(key), key)).collect();
        regions.retain(|(groups, _)| *groups > 0);
        regions.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(right.1)));
        regions.truncate(REGIONS);
        if regions.len() > 1 {
            let mut keys: Vec<&String> = regions.into_iter().map(|(_, key)| key).collect();
            keys.sort_by_key(|key| &self.names[*key]);
            let names: Vec<Value> = keys.iter().map(|key| Value::place(self.names[*key].as_str())).collect();
            let chart = matrix("rolls-regions", "rolls.chart.regions", &names, |row, column| {
                self.regions.get(&ordered(keys[row].clone(), keys[column].clone())).copied()
            });
            exhibits.push(chart);
        }
        exhibits
    }

    /// Where most entries stand that agree, by number or by name: the two kinds of list, and the two regions where there are several.
    pub(crate) fn sentences(&self) -> Vec<Message> {
        let mut sentences = Vec::new();
        if let Some((pair, count)) = most(&self.kinds) {
            let message = if pair.0 == pair.1 {
                Message::new("rolls.summary.most_in_kind")
            } else {
                Message::new("rolls.summary.most_in_kinds")
            };
            sentences.push(told(message, count, shown::kind(pair.0), shown::kind(pair.1)));
        }
        let several = self.names.len() > 1;
        if let Some((pair, count)) = most(&self.regions).filter(|_| several) {
            let message = if pair.0 == pair.1 {
                Message::new("rolls.summary.most_in_region")
            } else {
                Message::new("rolls.summary.most_in_regions")
            };
            let name = |key: &String| Value::place(self.names[key].as_str());
            sentences.push(told(message, count, name(&pair.0), name(&pair.1)));
        }
        sentences
    }

    fn of_region(&self, key: &String) -> u64 {
        self.regions.iter().filter(|(pair, _)| has(pair, key)).map(|(_, groups)| groups).sum()
    }
}

/// The pair with most groups; of several the first.
fn most<T: Ord>(groups: &BTreeMap<(T, T), u64>) -> Option<(&(T, T), u64)> {
    let (pair, count) = groups.iter().min_by(|left, right| right.1.cmp(left.1).then(left.0.cmp(right.0)))?;
    Some((pair, *count))
}

/// A sentence about two places, which says nothing where its number is not published.
fn told(message: Message, count: u64, one: Value, other: Value) -> Message {
    let count = Value::rest(Persons(count), Persons(count));
    message.with("count", count).with("one", one).with("other", other).unless_withheld()
}

fn has<T: PartialEq>(pair: &(T, T), one: &T) -> bool {
    pair.0 == *one || pair.1 == *one
}

fn ordered<T: Ord>(one: T, other: T) -> (T, T) {
    if one <= other { (one, other) } else { (other, one) }
}

/// Adds a group to each two of its places, and to one place twice where several of its rows stand there.
fn count_pairs<T: Ord + Clone>(of_group: &BTreeMap<T, usize>, all: &mut BTreeMap<(T, T), u64>) {
    for (one, rows) in of_group {
        if *rows > 1 {
            *all.entry((one.clone(), one.clone())).or_default() += 1;
        }
        for (other, _) in of_group.range(one.clone()..).skip(1) {
            *all.entry((one.clone(), other.clone())).or_default() += 1;
        }
    }
}

/// A field of which the half below the diagonal says all.
fn matrix(
    id: &'static str,
    title: &'static str,
    names: &[Value],
    groups: impl Fn(usize, usize) -> Option<u64>,
) -> Exhibit {
    let row = |row: usize| Series {
        label: Message::new("rolls.chart.row").with("row", names[row].clone()),
        line: false,
        marks: (0..=row)
            .map(|column| Mark {
                label: names[column].clone(),
                x: groups(row, column).map(Persons).into(),
                y: Value::Missing,
                highlighted: false,
            })
            .collect(),
    };
    Exhibit::Chart(Chart {
        id,
        title: Message::new(title),
        note: Some(Message::new("rolls.chart.crossings_note")),
        kind: ChartKind::Matrix,
        x_title: Message::new("rolls.column.groups"),
        x_format: "",
        y_title: Message::new("rolls.chart.other_entry"),
        y_format: "",
        guides: Vec::new(),
        series: (0..names.len()).map(row).collect(),
        privacy: Privacy::Open,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_counts_under_each_two_of_its_places() {
        let (mut crossings, known) = (Crossings::default(), tizim_polling::Regions::default());
        let mut known = Memo::new(&known);
        let mut count = |rows: &[(Kind, &str)]| crossings.count(rows.iter().copied(), &mut known);
        count(&[(Kind::Permanent, "B"), (Kind::Permanent, "A"), (Kind::Special, "A")]);
        count(&[(Kind::Special, "A"), (Kind::Permanent, "A")]);
        count(&[(Kind::Avc, ""), (Kind::Permanent, "C")]);
        let kinds: Vec<((Kind, Kind), u64)> = crossings.kinds.clone().into_iter().collect();
        assert_eq!(
            kinds,
            [
                ((Kind::Permanent, Kind::Permanent), 1),
                ((Kind::Permanent, Kind::Special), 2),
                ((Kind::Permanent, Kind::Avc), 1)
            ]
        );
        let regions: Vec<u64> = crossings.regions.values().copied().collect();
        assert_eq!(regions, [2, 1], "A twice in both groups, A and B in one");
        let exhibits = crossings.exhibits();
        let Exhibit::Chart(chart) = &exhibits[1] else { panic!("no chart of regions") };
        let marks: Vec<Vec<Value>> =
            chart.series.iter().map(|row| row.marks.iter().map(|mark| mark.x.clone()).collect()).collect();
        assert_eq!(marks, [vec![Value::Persons(2)], vec![Value::Persons(1), Value::Missing]]);
    }
}
