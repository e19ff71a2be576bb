//! What groups are judged by: their rows are read back, parted into persons, and each case is given its code.

use std::collections::{BTreeMap, BTreeSet};

use tizim_people::{BirthDate, MaskKey};

use crate::persons::identity::{self, Placeholders};
use crate::row::entry::Entry;
use crate::row::evidence::{Desk, EvidenceReader, Lookup};
use crate::row::harvest;
use crate::search::docket::{Part, Stretch};
use crate::verdict::judged::Bench;
use crate::verdict::pairs::Applicable;
use crate::{LineForm, RollsError, Rule, Rules, Scope};

/// Pairs of rows that agree under a rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agreeing {
    /// Pairs that are not one person by the number.
    pub(crate) open: u64,
    /// All pairs by birth year.
    pub(crate) by_year: BTreeMap<u16, u64>,
}

/// Birth dates that say nothing.
#[derive(Debug, Default, Clone)]
pub(crate) struct PlaceholderDates(pub(crate) BTreeSet<BirthDate>);

impl Placeholders for PlaceholderDates {
    fn is_date(&self, date: BirthDate) -> bool {
        self.0.contains(&date)
    }
}

/// What judging a group takes.
pub(crate) struct Judging<'a> {
    /// All rules of the check.
    pub(crate) chosen: Rules,
    pub(crate) reader: EvidenceReader<'a>,
    pub(crate) mask: MaskKey,
    /// Kinds of precincts by what identifies a precinct.
    pub(crate) precinct_kinds: BTreeMap<String, String>,
    pub(crate) applicable: Applicable,
    pub(crate) scope: Scope,
    /// The form of a line.
    pub(crate) form: LineForm,
}

/// What judging takes that is used again for the next groups.
pub(crate) struct Judge<'a> {
    desk: Desk<'a>,
    lookup: Lookup,
}

impl Judging<'_> {
    /// One who judges, beside others.
    pub(crate) fn judge(&self) -> Judge<'_> {
        Judge { desk: self.reader.desk(), lookup: Lookup::default() }
    }

    /// Judges some groups, whose rows may be among those kept from this round.
    pub(crate) fn part(
        &self,
        groups: &Stretch<'_>,
        kept: &[harvest::Stretch],
        judge: &mut Judge<'_>,
        part: &mut Part,
    ) -> Result<(), RollsError> {
        let reader = &self.reader;
        let Judge { desk, lookup } = judge;
        let bench = Bench {
            law: reader.law,
            applicable: &self.applicable,
            roll: reader.roll,
            mask: &self.mask,
            reveal: reader.reveal,
            precinct_kinds: &self.precinct_kinds,
            scope: self.scope,
            form: self.form,
        };
        let rows = reader.rows(groups.positions, kept, lookup)?;
        desk.places.next_batch();
        part.clear();
        let mut entries: Vec<Entry<'_>> = Vec::new();
        let mut place = 0;
        for (rule, end) in groups.ends {
            entries.clear();
            while place < end - groups.start {
                if let Some(row) = rows.row(place) {
                    let entry = reader.entry(&row, entries.last(), desk)?;
                    entries.push(entry);
                }
                place += 1;
            }
            self.group(*rule, &entries, groups.placeholders, &bench, part);
        }
        Ok(())
    }

    fn group(
        &self,
        rule: Rule,
        rows: &[Entry<'_>],
        placeholders: &PlaceholderDates,
        bench: &Bench<'_>,
        part: &mut Part,
    ) {
        let Some(first) = rows.first() else { return };
        if rule == Rule::NameDate && first.birth_date.is_some_and(|date| placeholders.is_date(date)) {
            return;
        }
        let parted = identity::part(rule, self.chosen, rows, placeholders);
        match rule {
            Rule::Iin => {}
            // Rows of one name agree under this rule where their digits do.
            Rule::NameDigits => {
                let rows_of = |person: &identity::Person| -> Vec<&Entry<'_>> {
                    person.members.iter().filter_map(|index| rows.get(*index)).collect()
                };
                let pairs = |person: &identity::Person| {
                    self.sought_of(&rows_of(person), |rows| pairs(rows.len() as u64))
                };
                part.agreeing.entry(rule).or_default().open += parted.persons.iter().map(pairs).sum::<u64>();
            }
            _ => part.agreeing.entry(rule).or_default().add(&self.pairs(rule, rows, placeholders)),
        }
        bench.judge(rule, &parted, rows, &mut part.cases);
    }

    /// What is counted of pairs among rows, as far as these are pairs that are sought.
    fn sought_of(&self, rows: &[&Entry<'_>], count: impl Fn(&[&Entry<'_>]) -> u64) -> u64 {
        let all = count(rows);
        if self.scope == Scope::All {
            return all;
        }
        let mut by_list: BTreeMap<usize, Vec<&Entry<'_>>> = BTreeMap::new();
        for row in rows {
            by_list.entry(row.list).or_default().push(row);
        }
        all - by_list.values().map(|rows| count(rows)).sum::<u64>()
    }

    /// Pairs of rows that agree under a rule by name.
    fn pairs(&self, rule: Rule, rows: &[Entry<'_>], placeholders: &PlaceholderDates) -> Agreeing {
        let rows: Vec<&Entry<'_>> = rows.iter().collect();
        let open = self.sought_of(&rows, |rows| open_pairs(rule, rows, placeholders));
        let all = self.sought_of(&rows, |rows| pairs(rows.len() as u64));
        let year = rows.first().and_then(|entry| entry.birth_date).map(BirthDate::year);
        Agreeing { open, by_year: year.map(|year| (year, all)).into_iter().collect() }
    }
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
            .filter(|entry| entry.written_date().is_some_and(|date| !placeholders.is_date(date)))
            .collect();
        open -= pairs(dated.len() as u64) - settled(&dated);
    }
    open
}

/// How many pairs so many rows make.
fn pairs(count: u64) -> u64 {
    count * count.saturating_sub(1) / 2
}

impl Agreeing {
    pub(crate) fn add(&mut self, other: &Self) {
        self.open += other.open;
        for (year, pairs) in &other.by_year {
            *self.by_year.entry(*year).or_default() += pairs;
        }
    }
}
