//! Which of our fields the columns of the heading row are.

use std::collections::{BTreeMap, BTreeSet};

use crate::detect::bound::BoundField;
use crate::detect::clock;
use crate::detect::header::{Found, SEARCHED};
use crate::detect::normal::normal_form;
use crate::detect::sample::{SampleRow, fields_of, places};
use crate::detect::shown::Shown;
use crate::error::TableError;
use crate::given::options::Options;
use crate::given::schema::{FieldType, Schema};
use crate::typed::shape;

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
    let mut fields = stated_columns(path, cells, schema, options)?;
    add_known(&mut fields, path, cells, schema, options)?;
    put_beginnings(&mut fields, schema, cells, options);
    put_clocks(&mut fields, schema, cells, rows.get(found.at + found.rows..).unwrap_or_default(), options);
    if !schema.is_satisfied(|name| fields.contains_key(name)) {
        return Err(no_heading(if found.known > 0 || options.header_row.is_some() {
            Shown::new(cells, schema, options).row()
        } else {
            first_row(rows, schema, options)
        }));
    }
    let bound = |name: &str, kind, columns: Vec<usize>| BoundField {
        name: name.to_owned(),
        kind,
        headings: columns.iter().map(|&column| cells[column].trim().to_owned()).collect(),
        columns,
        thousands: false,
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

/// The columns that the columns file names, by field.
fn stated_columns<'a>(
    path: &str,
    cells: &[String],
    schema: &Schema,
    options: &'a Options,
) -> Result<BTreeMap<&'a str, Vec<usize>>, TableError> {
    let mut fields: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (name, headings) in options.columns.entries() {
        let mut columns = Vec::new();
        for heading in headings {
            let found = || Shown::new(cells, schema, options).row();
            columns.push(mapped_column(path, cells, name, heading, schema, found)?);
        }
        fields.insert(name, columns);
    }
    Ok(fields)
}

/// Adds the columns whose headings are known, where nothing was stated for their field.
fn add_known<'a>(
    fields: &mut BTreeMap<&'a str, Vec<usize>>,
    path: &str,
    cells: &[String],
    schema: &'a Schema,
    options: &Options,
) -> Result<(), TableError> {
    let taken: Vec<usize> = fields.values().flatten().copied().collect();
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
                heading: Shown::new(cells, schema, options).cell(&cells[first.column]),
                field: name.to_owned(),
                first: first.column + 1,
                second: second.column + 1,
            });
        }
        if let Some(first) = free.first() {
            fields.insert(name, vec![first.column]);
        }
    }
    Ok(())
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
