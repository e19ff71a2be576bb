//! Workbooks with a sheet for each region: where rows do not state their region, the name of their sheet does.

use tizim_polling::Regions;
use tizim_polling::named::named;
use tizim_polling::region::{UnitKind, Written};
use tizim_tables::{PlaceKind, TableFile, is_summary_name};

/// Sheets that are called by no region, at most, one in so many, where the others are; one is in any workbook.
const ONE_IN: usize = 10;

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
    let of_summary = |file: &TableFile| {
        let sheet = file.input().sheet().filter(|sheet| is_summary_name(sheet));
        sheet.filter(|_| file.given_place().is_none()).map(str::to_owned)
    };
    let summaries = files.iter().filter_map(of_summary).collect();
    files.retain(|file| of_summary(file).is_none());
    Given { regions, summaries }
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
