//! What may be shown of a row taken for the heading row.

use std::collections::BTreeSet;

use crate::detect::header::LEAST_KNOWN;
use crate::detect::normal::normal_form;
use crate::detect::sample::fields_of;
use crate::given::options::Options;
use crate::given::schema::Schema;
use crate::typed::shape;

/// Digits in a row that no heading has, but numbers of persons and dates do.
const LONG_NUMBER: usize = 6;

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
    pub(crate) fn row(&self) -> String {
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
