//! The heading row: which row it is.

use crate::detect::sample::{SampleRow, field_of, fields_of, places};
use crate::detect::several_rows::{self, SeveralRows, Unclear};
use crate::given::options::Options;
use crate::given::schema::Schema;
use crate::workbook::rewritten::Merged;

/// Rows that are searched for headings.
pub(crate) const SEARCHED: usize = 60;

/// Known headings by which a row is plainly a heading row.
pub(crate) const LEAST_KNOWN: usize = 2;

/// A row taken for the heading row, or several of them.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its place among the rows, from 0.
    pub(crate) at: usize,
    /// How many rows it is: 1, or more where some headings stand over several columns.
    pub(crate) rows: usize,
    /// The headings.
    pub(crate) cells: Vec<String>,
    /// A known heading that stands over several columns of which none is its total.
    pub(crate) unclear: Option<Unclear>,
    /// Our fields in it.
    pub(crate) known: usize,
    /// Whether they are enough for the kind of table.
    pub(crate) enough: bool,
}

/// The row that has most of the headings of a schema; among equals the one that has enough of them, then the first. Where
/// it has headings over several columns each, the one below belongs to it.
pub(crate) fn find(
    rows: &[SampleRow],
    merged: &[Merged],
    schema: &Schema,
    options: &Options,
) -> Option<Found> {
    let best = best_row(rows, schema, options)?;
    let mut one: Option<Found> = None;
    for several in of_several_rows(rows, &best, merged, schema) {
        let found = joined(several, schema, options);
        // Where a heading stands over several columns, the first of them must not be taken for all.
        if found.enough || !best.enough || found.unclear.is_some() {
            let is_better = |one: &Found| found.enough && !one.enough && one.unclear.is_none();
            if one.as_ref().is_none_or(is_better) {
                one = Some(found);
            }
        }
    }
    one.or(Some(best))
}

/// The rows about one that may be headings together, the most first.
fn of_several_rows<'a>(
    rows: &'a [SampleRow],
    best: &Found,
    merged: &'a [Merged],
    schema: &'a Schema,
) -> impl Iterator<Item = SeveralRows> + 'a {
    let at = best.at;
    let places = (2..=several_rows::TALLEST)
        .rev()
        .flat_map(move |count| (0..count).filter_map(move |above| Some((at.checked_sub(above)?, count))));
    places.filter_map(move |place| several_rows::read(rows, place, merged, schema))
}

/// Several rows as one of headings; where a heading over several columns is lost by it, that is told.
fn joined(several: SeveralRows, schema: &Schema, options: &Options) -> Found {
    let mut found = judged(several.top, several.cells, schema, options);
    found.rows = several.rows;
    // The first of several columns is no field of ours because the heading over all of them is.
    let is_lost = |over: &Unclear| {
        let field = field_of(schema, &over.heading).map(|(_, (field, _))| field);
        let is_field =
            |cell: &String| field.is_some() && field_of(schema, cell).map(|(_, (field, _))| field) == field;
        let is_stated = field.is_some_and(|field| {
            options.columns.entries().any(|(name, _)| name == schema.fields[field].name)
        });
        field.is_some() && !is_stated && !found.cells.iter().any(is_field)
    };
    found.unclear = several.spanning.into_iter().find(is_lost);
    found
}

fn judged(at: usize, cells: Vec<String>, schema: &Schema, options: &Options) -> Found {
    let mapped: Vec<&str> = options
        .columns
        .entries()
        .filter(|(_, headings)| headings.iter().all(|heading| !places(&cells, heading, schema).is_empty()))
        .map(|(name, _)| name)
        .collect();
    let known = fields_of(schema, &cells);
    let has = |name: &str| mapped.contains(&name) || known.contains_key(name);
    let extra = known.keys().filter(|name| !mapped.contains(*name)).count();
    let (known, enough) = (mapped.len() * 2 + extra, schema.is_satisfied(has));
    Found { at, rows: 1, cells, unclear: None, known, enough }
}

fn best_row(rows: &[SampleRow], schema: &Schema, options: &Options) -> Option<Found> {
    let judge = |at: usize| judged(at, rows[at].cells.clone(), schema, options);
    if let Some(given) = options.header_row {
        let at = usize::try_from(given).ok()?.checked_sub(1)?;
        return (at < rows.len()).then(|| judge(at));
    }
    let mut best: Option<Found> = None;
    for (at, row) in rows.iter().enumerate().take(SEARCHED) {
        // Once enough headings are found, only a row with more of them is of interest: nearly all rows end at their first
        // cells.
        if let Some(best) = best.as_ref().filter(|best| best.enough && options.columns.is_empty())
            && !may_have_more(&row.cells, schema, best.known)
        {
            continue;
        }
        let found = judge(at);
        let is_better = |best: &Found| (found.enough, found.known) > (best.enough, best.known);
        if found.known > 0 && best.as_ref().is_none_or(is_better) {
            best = Some(found);
        }
    }
    best
}

/// Whether more than so many cells of a row may be known headings.
fn may_have_more(cells: &[String], schema: &Schema, known: usize) -> bool {
    let filled = || cells.iter().filter(|cell| !cell.is_empty());
    let mut left = filled().count();
    for cell in filled() {
        if left <= known {
            return false;
        }
        left -= usize::from(field_of(schema, cell).is_none());
    }
    left > known
}
