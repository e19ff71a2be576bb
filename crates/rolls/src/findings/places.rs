//! What is told of how the lists write regions and precincts.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Evidence, Finding, Message, Persons, Value};
use tizim_polling::region::Spellings;
use tizim_polling::vouched::Vouched;
use tizim_polling::{Regions, precinct};

use crate::PrecinctCounts;
use crate::counts::row_summary::RowSummary;
use crate::counts::unstated::{Instead, PlaceColumn, Rows};
use crate::findings::not_made::not_made;
use crate::lists::roll::Roll;
use crate::row::regions::{LISTS, PRECINCTS};

/// Names that a finding lists.
const MOST_NAMED: usize = 20;

/// Bare names that fit two regions, and names that the lists or the table of precincts alone have, where each has some.
pub(crate) fn regions(spellings: &Spellings) -> Vec<Finding> {
    let unclear = |(name, tables): (&str, Vec<&'static str>)| {
        let tables: Vec<Value> = tables.into_iter().map(table).collect();
        let title = Message::new("rolls.why.unclear_region").with("name", name).with("tables", tables);
        let mut finding = not_made("regions", "rolls.why.unclear_region").titled(title);
        finding.subject.id = format!("regions-told-apart-{name}");
        finding
    };
    let mut findings: Vec<Finding> = spellings.unclear().into_iter().map(unclear).collect();
    let strays = spellings.strays(PRECINCTS, LISTS);
    if !strays.is_empty() {
        let names: Vec<Value> =
            strays.iter().take(MOST_NAMED).map(|stray| Value::place(stray.spelling.as_str())).collect();
        let title =
            Message::new("rolls.why.unknown_regions").with("count", strays.len()).with("names", names);
        let mut finding =
            not_made("regions", "rolls.why.unknown_regions").titled(title).counting(strays.len() as u64);
        for table in [PRECINCTS, LISTS] {
            let own = strays.iter().filter(|stray| stray.table == table).take(MOST_NAMED);
            finding = finding.figure(table, own.map(|stray| stray.spelling.clone()).collect::<Vec<_>>());
        }
        findings.push(finding);
    }
    findings
}

/// Files in which a spreadsheet has turned numbers of precincts into dates.
pub(crate) fn precincts_as_dates(
    summary: &RowSummary,
    roll: &Roll<'_>,
    table: &[PrecinctCounts],
) -> Vec<Finding> {
    let listed = summary.dated_precincts.iter();
    let mut dated: BTreeMap<&str, (u64, Vec<Evidence>)> =
        listed.map(|(file, rows)| (roll.files[*file].info.name, (*rows, Vec::new()))).collect();
    for row in table.iter().filter(|row| precinct::is_date(&row.precinct)) {
        if let Some(evidence) = &row.evidence {
            let rows = dated.entry(&evidence.file).or_default();
            rows.0 += 1;
            rows.1.push(evidence.clone());
        }
    }
    let finding = |(name, (rows, evidence)): (&str, (u64, Vec<Evidence>))| {
        let title = Message::new("rolls.why.dated_precincts")
            .with("count", rows)
            .with("column", "precinct")
            .with("file", name);
        let mut finding = not_made("precincts", "rolls.why.dated_precincts").titled(title).counting(rows);
        finding.subject.id = format!("precincts-as-dates-{name}");
        finding.figure("rows", rows).figure("files", vec![name.to_owned()]).shown_by(evidence)
    };
    dated.into_iter().map(finding).collect()
}

/// Files of which some rows state no region, or no precinct, and others do: perhaps it stands in the first row of several
/// alone; and rows that have something of a person there, since they slipped by a column.
pub(crate) fn unstated(summary: &RowSummary, roll: &Roll<'_>) -> Vec<Finding> {
    let finding = |(file, column, instead, rows): (usize, PlaceColumn, Instead, &Rows)| {
        let file = &roll.files[file];
        let taken = file.table.summary().map_or(0, |summary| summary.rows.taken);
        let (key, id) = match instead {
            Instead::Nothing if !file.table.has(column.name()) || rows.count >= taken => return None,
            Instead::Nothing => ("rolls.why.unstated_places", "stated"),
            Instead::OfAPerson => ("rolls.why.slipped_places", "slipped"),
        };
        let title = Message::new(key)
            .with("count", Persons(rows.count))
            .with("column", column.name())
            .with("file", file.info.name);
        let mut finding = not_made("places", key).titled(title);
        finding.subject.id = format!("{}-{id}-{}", column.name(), file.info.name);
        let places = rows.positions.iter().filter_map(|position| {
            Some(Evidence {
                file: file.info.name.to_owned(),
                list: Some(file.info.kind.word().to_owned()),
                row: roll.row(*position)?.1,
                source_ref: None,
            })
        });
        Some(finding.counting_persons(Persons(rows.count)).shown_by(places).of_persons())
    };
    summary.unstated.iter().filter_map(finding).collect()
}

/// Names of places that only a few rows of the lists state: they may be those of persons.
pub(crate) fn unvouched(
    summary: &RowSummary,
    precincts: &[PrecinctCounts],
    regions: &Regions,
) -> BTreeSet<String> {
    let mut places = Vouched::new(regions);
    for precinct in precincts {
        places.know(&precinct.region);
        places.know(&precinct.precinct);
    }
    for precinct in summary.precincts.values() {
        let rows = precinct.rows.values().sum();
        places.see(&precinct.region, rows);
        places.see(&precinct.precinct, rows);
    }
    for region in &summary.regions {
        places.see(region, 0);
    }
    places.unvouched()
}

/// A table that names regions, by its word.
fn table(code: &'static str) -> Value {
    let word = if code == LISTS { "rolls.input.lists" } else { "rolls.input.precincts" };
    Value::Word { code, word }
}
