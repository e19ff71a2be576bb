//! Workbooks with a sheet for each region: where rows do not state their region, the name of their sheet does.

use std::collections::BTreeSet;

use tizim_polling::Regions;
use tizim_polling::named::named;
use tizim_polling::region::{UnitKind, Written};
use tizim_tables::{PlaceKind, Row, TableFile, is_summary_name};

/// Sheets that are called by no region, at most, one in so many, where the others are; one is in any workbook.
const ONE_IN: usize = 10;

/// By what precincts are called.
const CALLED: &str = "precinct";

/// Which of these sheets of one workbook are called by regions; none where they are not, but for a few.
pub(super) fn called_by_regions(names: &[String], known: &Regions) -> Option<Vec<bool>> {
    let is_region = |name: &String| is_called_by_a_region(name, known);
    let are: Vec<bool> = names.iter().map(is_region).collect();
    let regions = are.iter().filter(|is_region| **is_region).count();
    let others = names.len() - regions;
    (regions >= 2 && others <= (names.len() / ONE_IN).max(1)).then_some(are)
}

/// Whether a sheet is called by a region and nothing else.
pub(super) fn is_called_by_a_region(name: &str, known: &Regions) -> bool {
    let named = named(known, name);
    let is_city = || Written::parse(name).is_some_and(|written| written.kind == Some(UnitKind::City));
    named.precinct.is_none() && named.district.is_none() && (named.region.is_some() || is_city())
}

/// What became of the sheets of one workbook.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// The sheets whose rows are of the region that they are called by.
    pub(super) regions: Vec<String>,
    /// Those that sum the others, and were taken out.
    pub(super) summaries: Vec<String>,
}

/// Gives the rows of each sheet that is called by a region this region, and takes out what sums them.
pub(super) fn give(files: &mut Vec<TableFile>, known: &Regions) -> Given {
    let regions = give_each(files, known);
    if regions.is_empty() {
        return Given::default();
    }
    let (mut summaries, mut kept) = (Vec::new(), Vec::new());
    for file in std::mem::take(files) {
        let sheet = file.input().sheet().filter(|_| file.given_place().is_none()).map(str::to_owned);
        match sheet.filter(|sheet| is_summary_name(sheet) || has_a_row_for_each(&file, &regions, known)) {
            Some(sheet) => summaries.push(sheet),
            None => kept.push(file),
        }
    }
    *files = kept;
    Given { regions, summaries }
}

/// Whether precincts are called by the regions of the other sheets, so that each row sums one of these. A sheet whose rows
/// state their region themselves is none, nor is one that cannot be read, of which the audit is told as of any other.
fn has_a_row_for_each(file: &TableFile, regions: &[String], known: &Regions) -> bool {
    if !file.has(CALLED) || file.has("region") {
        return false;
    }
    let Ok(table) = file.read() else { return false };
    let sheets: BTreeSet<String> = regions.iter().map(|region| known.normal(region.trim())).collect();
    let is_of_a_sheet =
        |row: &Row<'_>| row.text(CALLED).is_some_and(|called| sheets.contains(&known.normal(called.trim())));
    let summed = table.rows().filter(is_of_a_sheet).count();
    summed > 0 && summed * 2 > table.len()
}

/// Gives the rows of each sheet of one workbook that is called by a region this region; the names of these sheets.
pub(super) fn give_each(files: &mut [TableFile], known: &Regions) -> Vec<String> {
    let names: Vec<String> =
        files.iter().filter_map(|file| file.input().sheet().map(str::to_owned)).collect();
    let are = (names.len() == files.len()).then(|| called_by_regions(&names, known)).flatten();
    let mut given = Vec::new();
    for ((file, name), is_region) in files.iter_mut().zip(names).zip(are.unwrap_or_default()) {
        if is_region && file.give_place(PlaceKind::Region, name.trim()) {
            given.push(name);
        }
    }
    given
}
