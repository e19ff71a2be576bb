//! The heading row: which row it is, and which of our fields its columns are.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::bound::BoundField;
use crate::detect::clock;
use crate::detect::normal::normal_form;
use crate::detect::sample::{SampleRow, field_of};
use crate::detect::two_rows::{self, Unclear};
use crate::error::TableError;
use crate::given::options::Options;
use crate::given::schema::{FieldType, Schema};
use crate::typed::shape;
use crate::workbook::rewritten::Merged;

/// Rows that are searched for headings.
pub(crate) const SEARCHED: usize = 60;

/// Known headings by which a row is plainly a heading row.
const LEAST_KNOWN: usize = 2;

/// Digits in a row that no heading has, but numbers of persons and dates do.
const LONG_NUMBER: usize = 6;

/// A row taken for the heading row, or two of them.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its place among the rows, from 0.
    pub(crate) at: usize,
    /// How many rows it is: 1, or 2 where some headings stand over several columns.
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
    let tops = [Some(best.at), best.at.checked_sub(1)];
    let two = tops.into_iter().flatten().find_map(|top| two_rows::read(rows, top, merged, schema));
    let Some(two) = two else { return Some(best) };
    let mut found = judged(two.top, two.cells, schema, options);
    found.rows = 2;
    // The first of several columns is no field of ours because the heading over all of them is.
    let lost = two.spanning.iter().find(|over| {
        let field = field_of(schema, &over.heading).map(|(_, (field, _))| field);
        let is_field =
            |cell: &String| field.is_some() && field_of(schema, cell).map(|(_, (field, _))| field) == field;
        let is_stated = field.is_some_and(|field| {
            options.columns.entries().any(|(name, _)| name == schema.fields[field].name)
        });
        field.is_some() && !is_stated && !found.cells.iter().any(is_field)
    });
    found.unclear = lost.cloned();
    // Where a heading stands over several columns, the first of them must not be taken for all.
    (found.enough || !best.enough || found.unclear.is_some()).then_some(found).or(Some(best))
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

/// Binds the columns of the heading row to our fields: those of the columns file first, then the known headings.
///
/// # Errors
/// [`TableError::MappedHeadingAbsent`], [`TableError::DuplicateHeading`] or [`TableError::NoHeading`].
pub(crate) fn bind(
    path: &str,
    rows: &[SampleRow],
    found: Option<&Found>,
    schema: &Schema,
    options: &Options,
) -> Result<Vec<BoundField>, TableError> {
    let no_heading = |text: String| TableError::NoHeading {
        path: path.to_owned(),
        table: schema.name.clone(),
        expected: schema.needs(),
        found: text,
    };
    let Some(found) = found else { return Err(no_heading(first_row(rows, schema, options))) };
    if let Some(unclear) = &found.unclear {
        let shown = Shown::new(&found.cells, schema, options);
        return Err(TableError::SpanningHeading {
            path: path.to_owned(),
            heading: shown.cell(&unclear.heading),
            choice: unclear
                .below
                .iter()
                .map(|below| format!("`{}`", shown.cell(below)))
                .collect::<Vec<_>>()
                .join(", "),
        });
    }
    let cells = &found.cells;
    let mut fields: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (name, headings) in options.columns.entries() {
        let mut columns = Vec::new();
        for heading in headings {
            let found = || Shown::new(cells, schema, options).row();
            columns.push(mapped_column(path, cells, name, heading, schema, found)?);
        }
        fields.insert(name, columns);
    }
    let taken: Vec<usize> = fields.values().flatten().copied().collect();
    let shown = || Shown::new(cells, schema, options);
    for (name, candidates) in fields_of(schema, cells) {
        if fields.contains_key(name) {
            continue;
        }
        let free: Vec<_> =
            candidates.into_iter().filter(|candidate| !taken.contains(&candidate.column)).collect();
        if let [first, second, ..] = free[..]
            && first.rank == second.rank
        {
            return Err(TableError::DuplicateHeading {
                path: path.to_owned(),
                heading: shown().cell(&cells[first.column]),
                field: name.to_owned(),
                first: first.column + 1,
                second: second.column + 1,
            });
        }
        if let Some(first) = free.first() {
            fields.insert(name, vec![first.column]);
        }
    }
    put_beginnings(&mut fields, schema, cells, options);
    put_clocks(&mut fields, schema, cells, rows.get(found.at + found.rows..).unwrap_or_default(), options);
    if !schema.is_satisfied(|name| fields.contains_key(name)) {
        return Err(no_heading(if found.known > 0 || options.header_row.is_some() {
            shown().row()
        } else {
            first_row(rows, schema, options)
        }));
    }
    let bound = |name: &str, kind, columns: Vec<usize>| BoundField {
        name: name.to_owned(),
        kind,
        headings: columns.iter().map(|&column| cells[column].trim().to_owned()).collect(),
        columns,
    };
    let mut out = Vec::new();
    for field in &schema.fields {
        if let Some(columns) = fields.remove(field.name.as_str()) {
            out.push(bound(&field.name, field.kind, columns));
        }
    }
    out.extend(fields.into_iter().map(|(name, columns)| bound(name, FieldType::Text, columns)));
    Ok(out)
}

/// Puts the column with what the values of a field begin with in front of it, where that stands apart ("Серия", "Номер").
fn put_beginnings<'a>(
    fields: &mut BTreeMap<&'a str, Vec<usize>>,
    schema: &'a Schema,
    cells: &[String],
    options: &Options,
) {
    let taken: BTreeSet<usize> = fields.values().flatten().copied().collect();
    for field in &schema.fields {
        let is_stated = options.columns.entries().any(|(name, _)| name == field.name);
        let Some(&[column]) = fields.get(field.name.as_str()).map(Vec::as_slice) else { continue };
        let begins = |cell: &String| {
            let form = normal_form(cell);
            field.beginning.all().any(|heading| normal_form(heading) == form)
        };
        let beginning = (0..cells.len()).find(|at| !taken.contains(at) && begins(&cells[*at]));
        if let Some(beginning) = beginning.filter(|_| !is_stated) {
            fields.insert(&field.name, vec![beginning, column]);
        }
    }
}

/// Gives each field of moments that no columns file names the column of its time of day, where that stands apart.
fn put_clocks<'a>(
    fields: &mut BTreeMap<&'a str, Vec<usize>>,
    schema: &'a Schema,
    cells: &[String],
    rows: &[SampleRow],
    options: &Options,
) {
    let values = |column: usize| {
        clock::are_times(rows.iter().filter_map(|row| row.cells.get(column)).map(String::as_str))
    };
    for field in &schema.fields {
        let is_stated = options.columns.entries().any(|(name, _)| name == field.name);
        let Some(&[column]) = fields.get(field.name.as_str()).map(Vec::as_slice) else { continue };
        if !is_stated {
            let taken: BTreeSet<usize> = fields.values().flatten().copied().collect();
            let both =
                clock::columns(schema, &field.name, cells, column, |other| !taken.contains(&other), values);
            fields.insert(&field.name, both);
        }
    }
}

/// The column that a columns file names: by its heading, by `heading#2` for the second of that heading, or by `#3`
/// for the third column.
fn mapped_column(
    path: &str,
    cells: &[String],
    field: &str,
    heading: &str,
    schema: &Schema,
    found: impl Fn() -> String,
) -> Result<usize, TableError> {
    match places(cells, heading, schema)[..] {
        [one] => Ok(one),
        [first, second, ..] => Err(TableError::DuplicateHeading {
            path: path.to_owned(),
            heading: shape::heading_for_display(heading),
            field: field.to_owned(),
            first: first + 1,
            second: second + 1,
        }),
        [] => Err(TableError::MappedHeadingAbsent {
            path: path.to_owned(),
            heading: shape::heading_for_display(heading),
            field: field.to_owned(),
            found: found(),
        }),
    }
}

/// The columns of this heading: as it is written, by its form, or by another heading that is known to mean the same.
fn places(cells: &[String], heading: &str, schema: &Schema) -> Vec<usize> {
    let exact: Vec<usize> = (0..cells.len()).filter(|&at| cells[at].trim() == heading.trim()).collect();
    if !exact.is_empty() {
        return exact;
    }
    if let Some((name, number)) = heading.rsplit_once('#')
        && let Some(number) = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
    {
        let all =
            if name.trim().is_empty() { (0..cells.len()).collect() } else { places(cells, name, schema) };
        return all.get(number).copied().into_iter().collect();
    }
    let wanted = normal_form(heading);
    let same: Vec<usize> =
        (0..cells.len()).filter(|&at| !wanted.is_empty() && normal_form(&cells[at]) == wanted).collect();
    let field = |cell: &str| field_of(schema, cell).map(|(_, (field, _))| field);
    match field(heading) {
        Some(meant) if same.is_empty() => {
            (0..cells.len()).filter(|&at| field(&cells[at]) == Some(meant)).collect()
        }
        _ => same,
    }
}

/// A column that may be a field; lower ranks are better: the exact heading before one in brackets, an earlier
/// alias before a later one.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    rank: (usize, usize),
    column: usize,
}

/// The fields of a row that a schema knows, each with its columns from the best to the worst.
fn fields_of<'a>(schema: &'a Schema, cells: &[String]) -> BTreeMap<&'a str, Vec<Candidate>> {
    let mut fields: BTreeMap<&str, Vec<Candidate>> = BTreeMap::new();
    for (column, cell) in cells.iter().enumerate() {
        if let Some((form, (field, alias))) = field_of(schema, cell) {
            let name = schema.fields[field].name.as_str();
            fields.entry(name).or_default().push(Candidate { rank: (form, alias), column });
        }
    }
    for candidates in fields.values_mut() {
        candidates.sort_by_key(|candidate| (candidate.rank, candidate.column));
    }
    fields
}

/// Shows cells of the row taken for the heading row. Any row can be taken for one, by `--header-row` or by `#3` in a
/// columns file, also one about a person: so only what is plainly a heading is shown in words, the rest as its shape. In a
/// table that names no people everything is, unless a number stands in the row that could be someone's.
pub(crate) struct Shown<'a> {
    cells: &'a [String],
    schema: &'a Schema,
    /// Headings that the user wrote into the columns file.
    stated: BTreeSet<String>,
    /// Whether the row is plainly a heading row.
    recognised: bool,
    /// Whether rows of such a table name people.
    names_people: bool,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(cells: &'a [String], schema: &'a Schema, options: &Options) -> Self {
        let stated: BTreeSet<String> = options
            .columns
            .entries()
            .flat_map(|(_, headings)| headings)
            .map(|heading| normal_form(heading))
            .filter(|form| form.chars().any(char::is_alphabetic))
            .collect();
        let by_user = cells.iter().map(|cell| normal_form(cell)).filter(|form| stated.contains(form));
        let known = fields_of(schema, cells).len() + by_user.collect::<BTreeSet<_>>().len();
        let names_people = schema.persons || schema.names_people;
        let recognised = (known >= LEAST_KNOWN || !names_people) && !holds_numbers(cells);
        Self { cells, schema, stated, recognised, names_people }
    }

    /// One cell: in words or as its shape.
    pub(crate) fn cell(&self, cell: &str) -> String {
        let form = normal_form(cell);
        let known = self.schema.known.contains_key(&form) || self.stated.contains(&form);
        let plain = self.recognised && !(self.names_people && cell.chars().any(char::is_numeric));
        if known || plain { shape::heading_for_display(cell) } else { shape::shape(cell.trim()) }
    }

    /// The first filled cells of the row, in a sentence.
    fn row(&self) -> String {
        let filled = self.cells.iter().filter(|cell| !cell.trim().is_empty());
        let shown: Vec<String> = filled.take(20).map(|cell| format!("`{}`", self.cell(cell))).collect();
        match (shown.is_empty(), self.recognised) {
            (true, _) => "an empty row".to_owned(),
            (_, true) => format!("the headings {}", shown.join(", ")),
            (_, false) => format!("a row of the shape {}", shown.join(", ")),
        }
    }
}

/// Whether a row holds what no heading does: a long number, or a cell that is a number alone.
fn holds_numbers(cells: &[String]) -> bool {
    let is_number = |cell: &String| {
        cell.trim().len() > 2 && !cell.chars().any(char::is_alphabetic) && cell.chars().any(char::is_numeric)
    };
    cells.iter().any(|cell| longest_number(cell) >= LONG_NUMBER || is_number(cell))
}

/// The length of the longest run of digits.
fn longest_number(cell: &str) -> usize {
    cell.split(|letter: char| !letter.is_numeric()).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// The first row that is not blank, where no row has a heading that is known: in words or as its shape.
fn first_row(rows: &[SampleRow], schema: &Schema, options: &Options) -> String {
    let nothing: &[String] = &[];
    let row = rows.iter().find(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let shown = Shown::new(row.map_or(nothing, |row| &row.cells), schema, options).row();
    format!(
        "no known heading in the first {} rows; the first that is filled: {shown}",
        rows.len().min(SEARCHED)
    )
}
