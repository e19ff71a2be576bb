//! The heading row: which row it is, and which of our fields its columns are.

use std::collections::BTreeMap;

use crate::{
    error::TableError,
    heading::{lookup_forms, normal_form},
    options::Options,
    schema::{FieldType, Schema},
    shape,
    table_file::BoundField,
};

/// Rows that are searched for headings.
pub(crate) const SEARCHED: usize = 60;

/// A row of the sample.
#[derive(Debug, Clone)]
pub(crate) struct SampleRow {
    pub(crate) cells: Vec<String>,
    /// Where the row after it starts in the stream.
    pub(crate) end: u64,
}

/// A row taken for the heading row.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its place among the rows, from 0.
    pub(crate) at: usize,
    /// Our fields in it.
    pub(crate) known: usize,
    /// Whether they are enough for the kind of table.
    pub(crate) enough: bool,
}

/// The row that has most of the headings of a schema; among equals the one that has enough of them, then the first.
pub(crate) fn find(rows: &[SampleRow], schema: &Schema, options: &Options) -> Option<Found> {
    let aliases = Aliases::new(schema);
    let judge = |at: usize| {
        let cells = &rows[at].cells;
        let mapped: Vec<&str> = options
            .columns
            .entries()
            .filter(|(_, headings)| headings.iter().all(|heading| !places(cells, heading).is_empty()))
            .map(|(name, _)| name)
            .collect();
        let known = aliases.names(cells);
        let has = |name: &str| mapped.contains(&name) || known.contains_key(name);
        let extra = known.keys().filter(|name| !mapped.contains(*name)).count();
        Found { at, known: mapped.len() * 2 + extra, enough: schema.is_satisfied(has) }
    };
    if let Some(given) = options.header_row {
        let at = usize::try_from(given).ok()?.checked_sub(1)?;
        return (at < rows.len()).then(|| judge(at));
    }
    (0..rows.len().min(SEARCHED))
        .map(judge)
        .filter(|found| found.known > 0)
        .max_by_key(|found| (found.enough, found.known, std::cmp::Reverse(found.at)))
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
    let Some(found) = found else { return Err(no_heading(shapes(rows))) };
    let cells = &rows[found.at].cells;
    let mut fields: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (name, headings) in options.columns.entries() {
        let mut columns = Vec::new();
        for heading in headings {
            columns.push(mapped_column(path, cells, name, heading)?);
        }
        fields.insert(name, columns);
    }
    let taken: Vec<usize> = fields.values().flatten().copied().collect();
    for (name, candidates) in Aliases::new(schema).names(cells) {
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
                heading: shape::heading_for_display(&cells[first.column]),
                field: name.to_owned(),
                first: first.column + 1,
                second: second.column + 1,
            });
        }
        if let Some(first) = free.first() {
            fields.insert(name, vec![first.column]);
        }
    }
    if !schema.is_satisfied(|name| fields.contains_key(name)) {
        return Err(no_heading(if found.known > 0 || options.header_row.is_some() {
            headings_in_words(cells)
        } else {
            shapes(rows)
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

/// The column that a columns file names: by its heading, by `heading#2` for the second of that heading, or by `#3`
/// for the third column.
fn mapped_column(path: &str, cells: &[String], field: &str, heading: &str) -> Result<usize, TableError> {
    match places(cells, heading)[..] {
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
            found: headings_in_words(cells),
        }),
    }
}

fn places(cells: &[String], heading: &str) -> Vec<usize> {
    let exact: Vec<usize> = (0..cells.len()).filter(|&at| cells[at].trim() == heading.trim()).collect();
    if !exact.is_empty() {
        return exact;
    }
    if let Some((name, number)) = heading.rsplit_once('#')
        && let Some(number) = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
    {
        let all = if name.trim().is_empty() { (0..cells.len()).collect() } else { places(cells, name) };
        return all.get(number).copied().into_iter().collect();
    }
    let wanted = normal_form(heading);
    (0..cells.len()).filter(|&at| !wanted.is_empty() && normal_form(&cells[at]) == wanted).collect()
}

/// The headings that a schema knows.
struct Aliases<'a> {
    known: BTreeMap<String, (&'a str, usize)>,
}

/// A column that may be a field; lower ranks are better: the exact heading before one in brackets, an earlier
/// alias before a later one.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    rank: (usize, usize),
    column: usize,
}

impl<'a> Aliases<'a> {
    fn new(schema: &'a Schema) -> Self {
        let mut known = BTreeMap::new();
        for field in &schema.fields {
            for (rank, alias) in field.aliases().enumerate() {
                known.entry(normal_form(alias)).or_insert((field.name.as_str(), rank));
            }
        }
        Self { known }
    }

    /// The fields of a row, each with its columns from the best to the worst.
    fn names(&self, cells: &[String]) -> BTreeMap<&'a str, Vec<Candidate>> {
        let mut fields: BTreeMap<&str, Vec<Candidate>> = BTreeMap::new();
        for (column, cell) in cells.iter().enumerate() {
            if cell.len() > 300 {
                continue;
            }
            let forms = lookup_forms(cell);
            let hit = forms.iter().enumerate().find_map(|(at, form)| Some((at, *self.known.get(form)?)));
            if let Some((form, (name, alias))) = hit {
                fields.entry(name).or_default().push(Candidate { rank: (form, alias), column });
            }
        }
        for candidates in fields.values_mut() {
            candidates.sort_by_key(|candidate| (candidate.rank, candidate.column));
        }
        fields
    }
}

/// Headings, escaped; they are no personal data.
fn headings_in_words(cells: &[String]) -> String {
    let shown: Vec<String> = cells
        .iter()
        .filter(|cell| !cell.trim().is_empty())
        .take(20)
        .map(|cell| format!("`{}`", shape::heading_for_display(cell)))
        .collect();
    if shown.is_empty() { "an empty row".to_owned() } else { format!("the headings {}", shown.join(", ")) }
}

/// The shape of the first row that is not blank: it may be about persons.
fn shapes(rows: &[SampleRow]) -> String {
    let row = rows.iter().find(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let cells: Vec<String> = row
        .into_iter()
        .flat_map(|row| row.cells.iter().take(12))
        .map(|cell| format!("`{}`", shape::shape(cell.trim())))
        .collect();
    format!(
        "no known heading in the first {} rows; the first row is of the shape {}",
        rows.len().min(SEARCHED),
        cells.join(", ")
    )
}
