//! How many of the leads chance explains, by how common the name is: common names carry the errors.
//!
//! Two ways that share no assumption: what the model's probabilities leave to one, added up, and the [placebo](super::placebo).
//! The bounds cover both. Where the placebo cannot look, nothing is established.

use std::collections::HashMap;

use tizim_evidence::{Column, ColumnKind, Exhibit, Interval, Message, Object, Persons, Value};
use tizim_linkage::{Linked, PairKind, Row, ScoredPair};
use tizim_stats::chance::{Estimate, Expected, covering};

use super::placebo::{OfPerson, Placebo};
use super::quality::table;
use super::reading::Read;
use super::shown;
use crate::persons::placeholders::PlaceholderDates;

/// The most rows that bear a name, by band; the last has no end.
const BANDS: [u32; 5] = [2, 5, 20, 100, u32::MAX];

/// What the placebo can say of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// It looks for such pairs; the band of the name.
    Named(usize),
    /// Both rows state one number.
    OneNumber,
    /// Dates that differ, are missing or heap; names that are no more than alike.
    Other,
}

/// Leads, and what the placebo found in their place.
#[derive(Debug)]
pub(super) struct Chanced {
    leads: Vec<(f64, Reach)>,
    /// Probability and band.
    found: Vec<(f64, usize)>,
    each: f64,
    /// The most rows that bear one name.
    most: u32,
}

/// What chance explains of some of the leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Explained {
    pub(super) leads: u64,
    /// Pairs of different people among them, by the model.
    pub(super) model: f64,
    /// The same by the placebo, if it can say.
    pub(super) placebo: Option<f64>,
    /// Bounds that cover both.
    pub(super) expected: Option<Expected>,
}

/// Rows that bear each surname with each given name.
struct Names(HashMap<[u32; 2], u32>);

impl Names {
    fn of(columns: OfPerson, read: &Read) -> Self {
        let mut names = HashMap::new();
        for row in 0..read.records.len() as Row {
            *names.entry(columns.name(read, row)).or_insert(0) += 1;
        }
        Self(names)
    }

    /// The rows that bear the commoner of the two names of a pair.
    fn rows(&self, columns: OfPerson, read: &Read, pair: &ScoredPair) -> u32 {
        let rows =
            [pair.left, pair.right].map(|row| self.0.get(&columns.name(read, row)).copied().unwrap_or(0));
        rows[0].max(rows[1])
    }
}

fn band(rows: u32) -> usize {
    BANDS.iter().position(|most| rows <= *most).unwrap_or(BANDS.len() - 1)
}

impl Chanced {
    /// Of the leads that were found, beside what the placebo found; without one, of the leads alone.
    pub(super) fn of(
        linked: &Linked,
        read: &Read,
        placebo: Option<&(OfPerson, PlaceholderDates, Placebo)>,
    ) -> Self {
        let duplicates = linked.of_kind(PairKind::Duplicate);
        let Some((columns, out, placebo)) = placebo else {
            let leads = duplicates.map(|pair| (pair.probability(), Reach::Other)).collect();
            return Self { leads, found: Vec::new(), each: 0.0, most: 0 };
        };
        let names = Names::of(*columns, read);
        let reach = |pair: &ScoredPair| {
            if columns.share_number(read, pair.left, pair.right) {
                Reach::OneNumber
            } else if columns.is_looked_for(read, out, pair.left, pair.right) {
                Reach::Named(band(names.rows(*columns, read, pair)))
            } else {
                Reach::Other
            }
        };
        let leads = duplicates.map(|pair| (pair.probability(), reach(pair))).collect();
        let found = placebo.found.iter();
        let found = found.map(|pair| (pair.probability(), band(names.rows(*columns, read, pair)))).collect();
        Self { leads, found, each: placebo.each, most: names.0.values().copied().max().unwrap_or(0) }
    }

    /// What chance explains of the leads from a probability on, as far as the placebo reaches.
    pub(super) fn from(&self, threshold: f64) -> Explained {
        let is_in = |reach: Reach| matches!(reach, Reach::Named(_));
        let leads =
            self.leads.iter().filter(|(probability, reach)| *probability >= threshold && is_in(*reach));
        let found = self.found.iter().filter(|(probability, _)| *probability >= threshold).count();
        self.explained(leads, Some(found))
    }

    /// Of the leads that the placebo can say something of in this way.
    fn of_reach(&self, reach: Reach) -> Explained {
        let leads = self.leads.iter().filter(|(_, one)| *one == reach);
        let found = match reach {
            Reach::Named(band) => Some(self.found.iter().filter(|(_, one)| *one == band).count()),
            _ => None,
        };
        self.explained(leads, found)
    }

    /// Of these leads, with the pairs that the placebo found in their place, if it looks there.
    fn explained<'l>(
        &self,
        leads: impl Iterator<Item = &'l (f64, Reach)>,
        found: Option<usize>,
    ) -> Explained {
        let (leads, model) =
            leads.fold((0, 0.0), |(leads, model), (probability, _)| (leads + 1, model + 1.0 - probability));
        let placebo = found.filter(|_| self.each > 0.0);
        let placebo = placebo.map(|found| Estimate::of_events(found as f64, self.each));
        let by_model = Estimate { expected: model, variance: 0.0 };
        let expected = placebo.and_then(|placebo| covering(&[by_model, placebo]).ok().flatten());
        Explained { leads, model, placebo: placebo.map(|placebo| placebo.expected), expected }
    }

    /// Each band with leads, or in which chance would give some, and what is beyond the placebo.
    fn lines(&self) -> Vec<(Reach, Explained)> {
        let reaches = (0..BANDS.len()).map(Reach::Named).chain([Reach::OneNumber, Reach::Other]);
        let line = |reach| (reach, self.of_reach(reach));
        reaches
            .map(line)
            .filter(|(_, told)| told.leads > 0 || told.placebo.is_some_and(|pairs| pairs > 0.0))
            .collect()
    }

    /// The rows that bear a name of a band.
    fn rows(&self, reach: Reach) -> Value {
        let Reach::Named(band) = reach else { return Value::Missing };
        let low = band.checked_sub(1).map_or(1, |before| BANDS[before] + 1);
        let high = BANDS[band].min(self.most.max(low));
        Interval { low: f64::from(low), high: f64::from(high), tight: true }.into()
    }

    /// The table of a page.
    pub(super) fn exhibit(&self) -> Exhibit {
        let rows = self.lines().into_iter().map(|(reach, told)| {
            let numbers = cells(&told).into_iter().map(|(_, value)| value);
            let rows = match self.rows(reach) {
                Value::Missing => "".into(),
                rows => rows,
            };
            [reach.word(), rows].into_iter().chain(numbers).collect()
        });
        let column = |key, title, kind| Column::new(key, Message::new(title), kind);
        table(
            "link-commonness",
            "rolls.link.table.commonness",
            "rolls.link.table.commonness_note",
            vec![
                column("which", "rolls.link.column.which", ColumnKind::Text),
                column("name_rows", "rolls.link.column.name_rows", ColumnKind::Number(0)),
                column("leads", "rolls.link.column.leads", ColumnKind::Count),
                column("different", "rolls.link.column.by_model", ColumnKind::Estimate),
                column("placebo", "rolls.link.column.by_placebo", ColumnKind::Estimate),
                column("different_low", "rolls.link.column.different_low", ColumnKind::Estimate),
                column("different_high", "rolls.link.column.different_high", ColumnKind::Estimate),
                column("share", "rolls.link.column.share", ColumnKind::Share),
                column("share_low", "rolls.link.column.share_low", ColumnKind::Share),
                column("share_high", "rolls.link.column.share_high", ColumnKind::Share),
            ],
            rows.collect(),
        )
    }

    /// The same in the document.
    pub(super) fn document(&self) -> Value {
        let line = |(reach, told): (Reach, Explained)| {
            let object = Object::new().with("which", reach.word()).with("name_rows", self.rows(reach));
            Value::from(cells(&told).into_iter().fold(object, |object, (key, value)| object.with(key, value)))
        };
        Value::List(self.lines().into_iter().map(line).collect())
    }
}

impl Reach {
    fn word(self) -> Value {
        match self {
            Self::Named(_) => Value::Word { code: "one_date", word: "rolls.link.reach.one_date" },
            Self::OneNumber => Value::Word { code: "one_number", word: "rolls.link.reach.one_number" },
            Self::Other => Value::Word { code: "other", word: "rolls.link.reach.other" },
        }
    }
}

/// What is told of some leads: no share where they are none, or where it is not established.
fn cells(told: &Explained) -> [(&'static str, Value); 8] {
    let share = |of: fn(&Expected) -> f64| {
        let share =
            told.expected.filter(|_| told.leads > 0).map(|all| (of(&all) / told.leads as f64).min(1.0));
        Value::working_only(share.map(shown::in_ten_thousandths))
    };
    let number = |number: Option<f64>| Value::working_only(number.map(shown::rounded));
    [
        ("leads", Persons(told.leads).into()),
        ("different", number(Some(told.model))),
        ("placebo", number(told.placebo)),
        ("different_low", number(told.expected.map(|all| all.low))),
        ("different_high", number(told.expected.map(|all| all.high))),
        ("share", share(|all| all.expected)),
        ("share_low", share(|all| all.low)),
        ("share_high", share(|all| all.high)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chanced(each: f64) -> Chanced {
        let leads = [
            (0.75, Reach::Named(0)),
            (1.0, Reach::Named(0)),
            (0.5, Reach::Named(4)),
            (0.5, Reach::Named(4)),
            (0.875, Reach::OneNumber),
            (0.6, Reach::Other),
        ];
        let found = [(0.6, 4), (0.9, 4), (0.95, 4), (0.8, 3)];
        Chanced { leads: leads.to_vec(), found: found.to_vec(), each, most: 260 }
    }

    #[test]
    fn each_band_is_told_by_both_ways() {
        let told = chanced(0.5);
        let lines = told.lines();
        let of = |reach| lines.iter().find(|(one, _)| *one == reach).unwrap().1;
        let rare = of(Reach::Named(0));
        assert_eq!((rare.leads, rare.model, rare.placebo), (2, 0.25, Some(0.0)));
        let common = of(Reach::Named(4));
        assert_eq!((common.leads, common.model, common.placebo), (2, 1.0, Some(1.5)));
        let expected = common.expected.unwrap();
        // The bounds are those of the one that reaches further: scipy.stats.poisson.ppf(0.975, 1) is 3.
        assert!(expected.high > 3.0 && (expected.low, expected.expected) == (0.0, 1.0), "{expected:?}");
        // No lead, but chance would give one.
        assert_eq!((of(Reach::Named(3)).leads, of(Reach::Named(3)).placebo), (0, Some(0.5)));
        assert!(!lines.iter().any(|(reach, _)| *reach == Reach::Named(1)));
        let beyond = of(Reach::OneNumber);
        assert_eq!((beyond.leads, beyond.model, beyond.placebo, beyond.expected), (1, 0.125, None, None));
    }

    #[test]
    fn a_threshold_counts_what_the_placebo_reaches() {
        let from = |threshold| chanced(0.5).from(threshold);
        let all = from(0.5);
        assert_eq!((all.leads, all.model, all.placebo), (4, 1.25, Some(2.0)));
        let high = from(0.9);
        assert_eq!((high.leads, high.model, high.placebo), (1, 0.0, Some(1.0)));
        let none = chanced(0.0).from(0.5);
        assert_eq!((none.placebo, none.expected), (None, None), "without dates there is no placebo");
    }

    #[test]
    fn a_share_is_told_where_it_is_established() {
        let told = chanced(0.5);
        let share = |reach| cells(&told.of_reach(reach))[5].1.clone();
        assert_eq!(share(Reach::Named(4)).bounds(), Some((0.5, 0.5)));
        assert!(share(Reach::OneNumber).is_missing() && share(Reach::Named(3)).is_missing());
        assert_eq!(told.rows(Reach::Named(4)).bounds(), Some((101.0, 260.0)));
        assert_eq!(told.rows(Reach::Named(0)).bounds(), Some((1.0, 2.0)));
    }

    #[test]
    fn every_name_has_a_band() {
        assert_eq!([1, 2, 3, 5, 6, 100, 101, u32::MAX].map(band), [0, 0, 1, 1, 2, 3, 4, 4]);
    }
}
