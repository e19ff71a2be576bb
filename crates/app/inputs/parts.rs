//! Sheets of one workbook that are parts of one table of districts, as where each region has a sheet of its own.

use std::collections::BTreeSet;

use tizim_polling::Regions;
use tizim_polling::region::{Fit, Written};
use tizim_tables::Table;

use super::{Opened, text};

/// The region that a sheet is called by.
#[derive(Debug, Clone)]
pub(crate) struct OfRegion {
    pub(crate) name: String,
    /// Districts are numbered anew on each sheet, so that a number alone names none.
    pub(crate) numbered_anew: bool,
}

/// Which sheets of a workbook are read as one table.
#[derive(Debug, PartialEq, Eq)]
enum Parts {
    /// All, and each is the region of its rows.
    Regions,
    /// All.
    All,
    /// The first: the others are further tables, such as those of another year.
    First,
}

/// Keeps the sheets of a workbook that are one table, and notes what becomes of the others.
pub(super) fn joined(mut tables: Vec<Opened>, counted: &str, known: &Regions) -> Vec<Opened> {
    let is_workbook = tables.len() > 1 && tables.iter().all(|opened| opened.sheet.is_some());
    let same_book = tables.iter().all(|opened| opened.record.blake3 == tables[0].record.blake3);
    if !(is_workbook && same_book) {
        return tables;
    }
    let names: Vec<String> = tables.iter().filter_map(|opened| opened.sheet.clone()).collect();
    let rows: Vec<&Table> = tables.iter().map(|opened| &opened.table).collect();
    match parts(&rows, &names, counted, known) {
        Parts::Regions => {
            let numbered_anew = share_a_district(&rows);
            for (opened, name) in tables.iter_mut().zip(&names) {
                opened.region = Some(OfRegion { name: name.clone(), numbered_anew });
            }
            tables[0].sheets.regions = names;
        }
        Parts::All => tables[0].sheets.joined = names,
        Parts::First => {
            tables[0].sheets.others = names[1..].to_vec();
            tables.truncate(1);
        }
    }
    tables
}

fn parts(tables: &[&Table], names: &[String], counted: &str, known: &Regions) -> Parts {
    let fields = |table: &Table| table.fields().map(str::to_owned).collect::<BTreeSet<_>>();
    let have_regions = tables.iter().any(|table| table.has("region"));
    let is_region = |name: &String| {
        let written = Written::parse(name);
        written.is_some_and(|name| name.kind.is_some() || matches!(known.fit(&name), Fit::Unit(_)))
    };
    if tables.iter().any(|table| fields(table) != fields(tables[0])) || one_sums_the_others(tables, counted) {
        Parts::First
    } else if !have_regions && names.iter().all(is_region) {
        Parts::Regions
    } else if share_a_district(tables) {
        Parts::First
    } else {
        Parts::All
    }
}

/// Whether two of the tables name one district.
fn share_a_district(tables: &[&Table]) -> bool {
    let mut before: BTreeSet<(String, String)> = BTreeSet::new();
    tables.iter().any(|table| {
        let own: BTreeSet<(String, String)> = table
            .rows()
            .filter_map(|row| {
                let named =
                    [text(&row, "id"), text(&row, "name")].into_iter().find(|name| !name.is_empty())?;
                Some((text(&row, "region"), named))
            })
            .collect();
        let shares = !before.is_disjoint(&own);
        before.extend(own);
        shares
    })
}

/// Whether one table is the summary of the others.
fn one_sums_the_others(tables: &[&Table], counted: &str) -> bool {
    let sum = |table: &&Table| table.rows().filter_map(|row| row.count(counted)).fold(0, u64::saturating_add);
    let sums: Vec<u64> = tables.iter().map(sum).collect();
    let all = sums.iter().copied().fold(0, u64::saturating_add);
    sums.iter().any(|sum| *sum > 0 && *sum == all - sum)
}
