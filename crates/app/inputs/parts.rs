//! Sheets of one workbook that are parts of one table of districts, as where each region has a sheet of its own.

use std::collections::BTreeSet;

use tizim_polling::Regions;
use tizim_tables::{Aside, Table};

use super::region_sheets::called_by_regions;
use super::{Opened, text};

/// The region that a sheet is called by.
#[derive(Debug, Clone)]
pub(crate) struct OfRegion {
    pub(crate) name: String,
    /// Districts are numbered anew on each sheet, so that a number alone names none.
    pub(crate) numbered_anew: bool,
}

/// Keeps the sheets of a workbook that are one table, and notes what becomes of the others.
pub(super) fn joined(mut tables: Vec<Opened>, counted: &str, known: &Regions) -> Vec<Opened> {
    // A table that is given twice is one.
    tables.retain(|opened| opened.table.set_aside().iter().all(|row| row.aside != Aside::RepeatedTable));
    let is_workbook = tables.len() > 1 && tables.iter().all(|opened| opened.sheet.is_some());
    let same_book = tables.iter().all(|opened| opened.record.blake3 == tables[0].record.blake3);
    if !(is_workbook && same_book) {
        return tables;
    }
    let names: Vec<String> = tables.iter().filter_map(|opened| opened.sheet.clone()).collect();
    if let Some(are_regions) = called_by_regions(&names, known)
        && are_parts(&of_regions(&tables, &are_regions))
    {
        return joined_regions(tables, &are_regions);
    }
    let rows: Vec<&Table> = tables.iter().map(|opened| &opened.table).collect();
    if are_one_table(&rows, counted) && !share_a_district(&rows) {
        tables[0].sheets.joined = names;
    } else {
        tables[0].sheets.others = names[1..].to_vec();
        tables.truncate(1);
    }
    tables
}

fn of_regions<'a>(tables: &'a [Opened], are_regions: &[bool]) -> Vec<&'a Table> {
    let of_regions = tables.iter().zip(are_regions).filter(|(_, is_region)| **is_region);
    of_regions.map(|(opened, _)| &opened.table).collect()
}

/// The sheets that are called by regions, each the region of its rows; the others are left out and named.
fn joined_regions(tables: Vec<Opened>, are_regions: &[bool]) -> Vec<Opened> {
    let numbered_anew = share_a_district(&of_regions(&tables, are_regions));
    let (mut regions, mut odd) = (Vec::new(), Vec::new());
    // What the workbook holds beside them is told with its first sheet.
    let sheets = tables[0].sheets.clone();
    for (mut opened, is_region) in tables.into_iter().zip(are_regions) {
        let Some(name) = opened.sheet.clone() else { continue };
        if *is_region {
            opened.region = Some(OfRegion { name, numbered_anew });
            opened.sheets = super::told::sheets::Sheets::default();
            regions.push(opened);
        } else {
            odd.push(name);
        }
    }
    let names = regions.iter().filter_map(|opened| opened.sheet.clone()).collect();
    if let Some(first) = regions.first_mut() {
        first.sheets = super::told::sheets::Sheets { regions: names, odd, ..sheets };
    }
    regions
}

/// Whether tables, each called by a region, are the parts of one. One of two equal ones is no sum of the other.
fn are_parts(tables: &[&Table]) -> bool {
    have_the_same_columns(tables) && !tables.iter().any(|table| table.has("region"))
}

/// Whether tables have the same columns, and none of them is the summary of the others.
fn are_one_table(tables: &[&Table], counted: &str) -> bool {
    have_the_same_columns(tables) && !one_sums_the_others(tables, counted)
}

fn have_the_same_columns(tables: &[&Table]) -> bool {
    let fields = |table: &Table| table.fields().map(str::to_owned).collect::<BTreeSet<_>>();
    tables.iter().all(|table| fields(table) == fields(tables[0]))
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
