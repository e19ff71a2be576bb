//! Names of regions and identifiers of districts, joined where several tables, or one table in several ways, write the same.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Severity, Subject};
use tizim_polling::region::{Region, Spellings};
use tizim_polling::{Regions, ids};

use crate::code::Code;
use crate::{Districts, Facts, PartyResult, TurnoutSeries};

/// The table of districts, as a finding names it.
const DISTRICTS: &str = "districts";

/// Brings the regions and groups of all these tables under one spelling each, the one that stands first, and the names of
/// regions in the facts. A bare name that fits two units stays by itself; a finding says so.
pub fn join_regions(tables: &mut [&mut Districts], known: &Regions) -> Vec<Finding> {
    let mut spellings = Spellings::new(known);
    for unit in tables.iter().flat_map(|table| &table.units) {
        for name in [&unit.group, &unit.region].into_iter().flatten() {
            spellings.see(DISTRICTS, name);
        }
    }
    let joined = |name: &mut String| {
        if let Region::Unit(spelling) = spellings.region(name) {
            spelling.clone_into(name);
        }
    };
    for table in tables.iter_mut() {
        for unit in &mut table.units {
            [&mut unit.group, &mut unit.region].into_iter().flatten().for_each(joined);
        }
    }
    let unclear = |(name, _): (&str, _)| {
        let title = Message::new("districts.unclear_region").with("name", name);
        Finding::new(
            Code::NotChecked.word(),
            Severity::Notice,
            Subject::new("check", format!("regions-told-apart-{name}")),
        )
        .titled(title)
    };
    spellings.unclear().into_iter().map(unclear).collect()
}

/// Names of regions in the facts as the table of districts spells them; a name that it does not hold stays.
pub fn join_facts(facts: &mut Facts, districts: &Districts, known: &Regions) {
    let spellings = spellings_of(districts, known);
    for totals in std::iter::once(&mut facts.totals).chain(&mut facts.when_drawn) {
        join_keys(&mut totals.regions, &spellings);
    }
    join_keys(&mut facts.turnout_day.more, &spellings);
    join_keys(&mut facts.turnout_day.between, &spellings);
    let mut named: Vec<&mut String> = facts.smallest.iter_mut().chain(&mut facts.largest).collect();
    named.extend(facts.order.iter_mut().flatten());
    rename(named, &identifiers(districts));
}

/// Names of regions in a series of turnout as the table of districts spells them; a name that it does not hold stays.
pub fn join_turnout(series: &mut TurnoutSeries, districts: &Districts, known: &Regions) {
    let spellings = spellings_of(districts, known);
    for place in 0..series.regions.len() {
        let spelling = spelled(&spellings, &series.regions[place].0);
        if !series.regions.iter().any(|(other, _)| *other == spelling) {
            series.regions[place].0 = spelling;
        }
    }
}

fn spellings_of(districts: &Districts, known: &Regions) -> Spellings {
    let mut spellings = Spellings::new(known);
    for region in districts.units.iter().filter_map(|unit| unit.region.as_deref()) {
        spellings.see(DISTRICTS, region);
    }
    spellings
}

fn spelled(spellings: &Spellings, name: &str) -> String {
    match spellings.region(name) {
        Region::Unit(spelling) => spelling.to_owned(),
        _ => name.to_owned(),
    }
}

/// Two entries for one region contradict each other: the second keeps its name, which no district has.
fn join_keys<T>(entries: &mut BTreeMap<String, T>, spellings: &Spellings) {
    for (name, entry) in std::mem::take(entries) {
        let spelling = spelled(spellings, &name);
        let spelling = if entries.contains_key(&spelling) { name } else { spelling };
        entries.insert(spelling, entry);
    }
}

/// Identifiers of an earlier table as the present one writes them, group by group.
pub fn join_earlier(before: &mut Districts, districts: &Districts) {
    let mut own: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    for unit in &districts.units {
        own.entry(unit.group.as_deref()).or_default().push(&unit.id);
    }
    let mut theirs: BTreeMap<Option<String>, Vec<&mut String>> = BTreeMap::new();
    for unit in &mut before.units {
        theirs.entry(unit.group.clone()).or_default().push(&mut unit.id);
    }
    for (group, ids) in theirs {
        rename(ids, own.get(&group.as_deref()).map_or(&[][..], Vec::as_slice));
    }
}

/// Districts of results as the table of districts writes them.
pub fn join_results(results: &mut [PartyResult], districts: &Districts) {
    rename(results.iter_mut().map(|result| &mut result.district).collect(), &identifiers(districts));
}

fn identifiers(districts: &Districts) -> Vec<&str> {
    districts.units.iter().map(|unit| unit.id.as_str()).collect()
}

/// Names that differ from one of `own` in lost zeros alone become that one.
fn rename(names: Vec<&mut String>, own: &[&str]) {
    let joined: Vec<Option<String>> = {
        let asked: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        ids::join(&asked, own).into_iter().map(|id| id.map(str::to_owned)).collect()
    };
    for (name, id) in names.into_iter().zip(joined) {
        if let Some(id) = id {
            *name = id;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Electorate, Unit};

    fn table(rows: &[(&str, &str)]) -> Districts {
        let unit = |(id, group): &(&str, &str)| Unit {
            group: Some((*group).to_owned()),
            ..Unit::new(*id, Electorate::Known(1000)).in_region(*group)
        };
        Districts::of(rows.iter().map(unit).collect())
    }

    fn groups(districts: &Districts) -> Vec<&str> {
        districts.units.iter().filter_map(|unit| unit.group.as_deref()).collect()
    }

    #[test]
    fn one_region_in_four_spellings_is_one_group() {
        let names = ["Северная область", "Северная обл.", "СЕВЕРНАЯ ОБЛАСТЬ", "Северная"];
        let mut districts = table(&names.map(|name| (name, name)));
        assert!(join_regions(&mut [&mut districts], &Regions::default()).is_empty());
        assert_eq!(groups(&districts), ["Северная область"; 4]);
    }

    #[test]
    fn a_bare_name_that_fits_two_is_told_and_stays_by_itself() {
        let mut districts = table(&[("1", "Лесной"), ("2", "г. Лесной"), ("3", "Лесной обл.")]);
        let told = join_regions(&mut [&mut districts], &Regions::default());
        assert_eq!((told.len(), told[0].code), (1, Code::NotChecked.word()));
        assert_eq!(groups(&districts), ["Лесной", "г. Лесной", "Лесной обл."]);
    }

    #[test]
    fn lost_zeros_are_given_back_within_a_group() {
        let mut before = table(&[("1", "A"), ("2", "A"), ("1", "B")]);
        join_earlier(&mut before, &table(&[("01", "A"), ("02", "A"), ("001", "B")]));
        let ids: Vec<_> = before.units.iter().map(|unit| unit.id.as_str()).collect();
        assert_eq!(ids, ["01", "02", "001"]);
        let mut facts =
            Facts::from_toml("smallest = '1'\norder = [['2', '3']]\n[totals.regions]\n'a обл.' = 5\n[when_drawn.regions]\n'A область' = 6").unwrap();
        join_facts(&mut facts, &table(&[("01", "A"), ("02", "A")]), &Regions::default());
        assert_eq!(facts.smallest.as_deref(), Some("01"));
        assert_eq!(facts.order, [["02".to_owned(), "3".to_owned()]]);
        assert!(facts.totals.regions.contains_key("A"));
        assert!(facts.when_drawn.unwrap().regions.contains_key("A"));
    }

    #[test]
    fn regions_of_a_series_are_those_of_the_table() {
        let text = "region;на 10:00;10.30\nСеверная обл.;10 %;20 %\nЮжная;5%;7,5%\nВсего по стране;8;15\n";
        let mut series = TurnoutSeries::read("t.csv", text, |label| label.starts_with("Всего")).unwrap();
        join_turnout(&mut series, &table(&[("1", "Северная область")]), &Regions::default());
        let names: Vec<&str> = series.regions.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Северная область", "Южная"]);
        assert_eq!(series.hours, ["10:00", "10:30"]);
        assert_eq!((series.regions[1].1[1], series.nation[0]), (Some(150), Some(160)));
    }
}
