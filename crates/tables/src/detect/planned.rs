//! From what a file was found to be to the plan by which its rows are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::bytes::encoding::{Decoder, Encoding};
use crate::bytes::source::Source;
use crate::detect::bound::BoundField;
use crate::detect::dates;
use crate::detect::delimiter::SampleReader;
use crate::detect::header::Found;
use crate::detect::normal::normal_form;
use crate::detect::placed;
use crate::detect::sample::SampleRow;
use crate::detect::sampled::Sampled;
use crate::given::options::{Delimiter, Options};
use crate::given::schema::{Field, FieldType, Schema};
use crate::rows::foot::{self, Heads};
use crate::rows::gate::Gate;
use crate::rows::headed::Headings;
use crate::rows::plan::{Dates, Plan, SlotPlan};
use crate::rows::quotes::Dialect;
use crate::typed::day_order::{Evidence, Expected};
use crate::typed::own_name::OwnName;
use crate::typed::place_column::PlaceColumn;
use crate::words::WORDS;

/// How the text is written.
pub(crate) struct Text<'a> {
    pub(crate) source: &'a Source,
    pub(crate) sample: &'a SampleReader<'a>,
    pub(crate) encoding: Encoding,
    pub(crate) delimiter: Delimiter,
    pub(crate) line_end: u8,
    /// A sheet of a workbook, whose rows end with their last filled cell.
    pub(crate) of_sheet: bool,
}

/// The plan by which the rows below the headings are read.
pub(crate) fn plan(
    text: &Text<'_>,
    rows: &[SampleRow],
    found: Option<&Found>,
    headings: &[String],
    fields: &[BoundField],
    schema: &Schema,
    options: &Options,
) -> Plan {
    let first = found.map_or(0, |found| found.at);
    let last = first + found.map_or(0, |found| found.rows - 1);
    let numbering =
        rows.get(last + 1).filter(|row| foot::numbers_columns(&row.cells)).map(|_| rows[last].end);
    let known = |field: &BoundField| schema.field(&field.name);
    let who = |field: &BoundField| {
        let is_named = schema.any_of.iter().flatten().any(|name| *name == field.name);
        schema.persons && (is_named || known(field).is_some_and(|field| field.telling))
    };
    let dialect = Dialect { delimiter: text.delimiter.byte(), line_end: text.line_end };
    let sample = text.sample;
    let behind = (sample.skip + sample.body.len()) as u64;
    let sampled = Sampled::new(text.source, dialect, sample.body, behind);
    let decoder = Decoder::new(text.encoding);
    let dates = dates(&sampled, fields, schema, options);
    let own_name = own_name(fields);
    let places = places(&sampled, decoder.as_ref(), fields, &own_name, schema, options);
    let slot = |(at, field): (usize, &BoundField)| SlotPlan {
        columns: field.columns.clone(),
        telling: known(field).is_some_and(|field| field.telling),
        who: who(field),
        place: places.get(&at).cloned(),
        dates: dates.get(&at).copied(),
    };
    let head_rows = rows[first..=last].iter().map(|row| row.cells.clone());
    Plan {
        dialect,
        gate: gate(text.encoding, rows[first..=last].iter().flat_map(|row| &row.cells), schema),
        columns: headings.len(),
        width: width(&rows[last..], headings.len(), text.of_sheet),
        widest: if text.of_sheet { usize::MAX } else { widest(&rows[last..], headings.len()) },
        of_sheet: text.of_sheet,
        heads: heads(headings, head_rows.collect(), fields, schema),
        own_name,
        slots: fields.iter().enumerate().map(slot).collect(),
        decoder,
        data_start: rows[last].end,
        numbering,
        most_rejects: options.limits.rejects,
        headings: Headings::default(),
    }
}

/// Where rows name the persons whom they are about.
fn own_name(fields: &[BoundField]) -> OwnName {
    let columns = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field.map_or_else(Vec::new, |field| field.columns.clone())
    };
    OwnName {
        surname: columns("surname"),
        given_name: columns("given_name"),
        full_name: columns("full_name"),
    }
}

/// What each column of places and papers is like, by the places of the fields.
fn places(
    text: &Sampled<'_>,
    decoder: Option<&Decoder>,
    fields: &[BoundField],
    own_name: &OwnName,
    schema: &Schema,
    options: &Options,
) -> BTreeMap<usize, Arc<PlaceColumn>> {
    let place = |(at, field): (usize, &BoundField)| {
        let kind = schema.field(&field.name)?.place?;
        let column = if let [column] = field.columns.as_slice() { Some(*column) } else { None };
        Some((at, (kind, column)))
    };
    let (slots, columns): (Vec<usize>, Vec<_>) = fields.iter().enumerate().filter_map(place).unzip();
    let columns = placed::columns(text, decoder, own_name, options.places.as_ref(), &columns);
    slots.into_iter().zip(columns.into_iter().map(Arc::new)).collect()
}

/// How the dates in each column of them are to be read, by the places of the fields.
fn dates(
    text: &Sampled<'_>,
    fields: &[BoundField],
    schema: &Schema,
    options: &Options,
) -> BTreeMap<usize, Dates> {
    let beside = |field: &BoundField| {
        let other = schema.field(&field.name)?.written_in.as_deref()?;
        fields.iter().find(|field| field.name == other)?.columns.first().copied()
    };
    let column = |(at, field): (usize, &BoundField)| match (field.kind, field.columns.as_slice()) {
        (FieldType::Date | FieldType::DateTime, [column, ..]) => {
            let window = options.windows.get(&field.name).copied();
            let expected = Expected { about: options.about, window };
            Some((at, dates::Column { at: *column, beside: beside(field), expected }))
        }
        _ => None,
    };
    let (places, columns): (Vec<usize>, Vec<dates::Column>) =
        fields.iter().enumerate().filter_map(column).unzip();
    let seen = dates::seen(text, &columns);
    let file = seen.iter().copied().fold(Evidence::default(), Evidence::with);
    let dates = |(at, seen): (usize, Evidence)| {
        let (order, decided_by) = seen.order(file);
        // A person is known by the year of birth, too.
        let year_says = schema.field(&fields[at].name).is_some_and(|field| field.written_in.is_some());
        (at, Dates { order, decided_by, seen, year_says })
    };
    places.into_iter().zip(seen).map(dates).collect()
}

/// Lets rows pass that may be totals, signatures or headings, of this table or of another one joined to it.
fn gate<'a>(encoding: Encoding, headings: impl Iterator<Item = &'a String>, schema: &'a Schema) -> Gate {
    let mut gate = Gate::new(encoding);
    for word in &WORDS.at_foot {
        gate.open_for(word);
    }
    let known = schema.fields.iter().flat_map(Field::aliases);
    for heading in headings.map(String::as_str).chain(known) {
        gate.open_for(heading);
    }
    gate
}

/// Fields that a row may have: as many as there are headings; where most rows fill more, a column without a heading is one
/// of theirs, if the row of headings is as wide, with its empty cells, or cells stand in their columns.
fn width(rows: &[SampleRow], columns: usize, of_sheet: bool) -> usize {
    let Some((head, below)) = rows.split_first() else { return columns };
    let fills = |row: &&SampleRow| row.cells.iter().skip(columns).any(|cell| !cell.trim().is_empty());
    let filled = below.iter().filter(fills).count();
    match filled * 2 > below.len() {
        true if of_sheet => usize::MAX,
        true => head.cells.len().max(columns),
        false => columns,
    }
}

/// Fields that rows of delimited text have, with empty ones at their ends: as many as the row of headings or one row in ten
/// has, and at least two.
fn widest(rows: &[SampleRow], columns: usize) -> usize {
    let Some((head, below)) = rows.split_first() else { return usize::MAX };
    let mut widths: Vec<usize> = below.iter().map(|row| row.cells.len()).collect();
    widths.sort_unstable_by_key(|width| std::cmp::Reverse(*width));
    let usual = widths.get((widths.len() / 10).max(1)).or(widths.first());
    usual.map_or(usize::MAX, |usual| head.cells.len().max(*usual).max(columns))
}

fn heads(headings: &[String], rows: Vec<Vec<String>>, fields: &[BoundField], schema: &Schema) -> Heads {
    let of_column = |column: usize| fields.iter().find(|field| field.columns.contains(&column));
    let named = |column: usize| of_column(column).and_then(|bound| schema.field(&bound.name));
    let index = |name: &str| schema.fields.iter().position(|field| field.name == name);
    let remarks = |heading: &String| WORDS.remarks.iter().any(|word| normal_form(heading).contains(word));
    let columns = 0..headings.len();
    Heads {
        known: schema.known.iter().map(|(form, (field, _))| (form.clone(), *field)).collect(),
        fields: columns.clone().map(|column| index(&of_column(column)?.name)).collect(),
        free: columns
            .clone()
            .map(|column| named(column).map_or_else(|| remarks(&headings[column]), |field| field.free))
            .collect(),
        naming: columns.clone().map(|column| named(column).is_some_and(|field| field.naming)).collect(),
        numbers: columns
            .map(|column| {
                named(column).is_some_and(|field| matches!(field.kind, FieldType::Count | FieldType::Decimal))
            })
            .collect(),
        persons: schema.persons,
        rows,
    }
}
