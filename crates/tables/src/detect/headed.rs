//! Headings inside a table: rows that hold nothing but the name of a place, and what they state for the rows below. Found
//! before the rows are read, since rows are read in parallel.

mod groups;

use std::collections::BTreeSet;

use crate::detect::bound::BoundField;
use crate::detect::headed::groups::{Group, Groups};
use crate::error::TableError;
use crate::given::places::{NamedPlace, PlaceKind, Places};
use crate::given::schema::{FieldType, Place, Schema};
use crate::rows::blocks::Block;
use crate::rows::fields::Fields;
use crate::rows::headed::Headings;
use crate::rows::pass::Job;
use crate::rows::plan::{Plan, SlotPlan};
use crate::rows::reject::Reason;
use crate::rows::row::{Row, Verdict};
use crate::rows::scan::{Position, Record};
use crate::typed::headed::Headed;
use crate::typed::value::is_missing;

/// Cells that say something else, at most, in a row that names a place: a region, a district and a precinct.
const MOST_CELLS: usize = 3;

/// Letters, at least, of a text that heads rows.
const LEAST_LETTERS: usize = 3;

const KINDS: [PlaceKind; 3] = [PlaceKind::Region, PlaceKind::District, PlaceKind::Precinct];

/// What the headings inside a table state, the fields that only they state, and what is told of them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) headings: Headings,
    pub(crate) fields: Vec<BoundField>,
    pub(crate) told: Vec<Headed>,
}

/// Finds the headings inside a table. A table with none in its first block, nor a place above its own headings, has none.
///
/// # Errors
/// Where it cannot be read.
pub(crate) fn find(
    job: &Job<'_>,
    fields: &[BoundField],
    schema: &Schema,
    places: &dyn Places,
) -> Result<Found, TableError> {
    let slot = |kind: PlaceKind| {
        let headed = schema.headed(kind)?;
        fields.iter().position(|field| field.name == headed.name)
    };
    let is_further = |field: &&BoundField| schema.field(&field.name).is_none();
    let further = fields.iter().filter(is_further).flat_map(|field| field.columns.clone()).collect();
    if KINDS.into_iter().all(|kind| schema.headed(kind).is_none()) {
        return Ok(Found::default());
    }
    let mut search = Search {
        places,
        plan: job.plan,
        slots: KINDS.map(slot),
        further,
        unnamed: unnamed(fields, schema),
        groups: vec![Group::default()],
        named: BTreeSet::new(),
    };
    let mut row = Row::new(job.plan, None);
    row.closely = !schema.persons;
    let reader = job.reader(None)?;
    let mut block = Block::default();
    let mut number = 0;
    while reader.next(&mut block)? {
        search.block(&mut block, &mut row, &mut number);
        if search.groups.len() == 1 {
            break;
        }
    }
    Ok(Groups { all: search.groups, slots: search.slots, named: search.named, persons: schema.persons }
        .found(fields.len(), schema))
}

/// Where, in a table about people, a number or a paper stands and never a name; and the first column, if nothing is read from it.
fn unnamed(fields: &[BoundField], schema: &Schema) -> Vec<usize> {
    if !(schema.persons || schema.names_people) {
        return Vec::new();
    }
    let is_number = |field: &&BoundField| {
        let of_schema = schema.field(&field.name);
        of_schema.is_some_and(|field| {
            field.kind == FieldType::Code && matches!(field.place, None | Some(Place::Paper))
        })
    };
    let mut columns: Vec<usize> =
        fields.iter().filter(is_number).flat_map(|field| field.columns.clone()).collect();
    if !fields.iter().any(|field| field.columns.contains(&0)) {
        columns.push(0);
    }
    columns
}

struct Search<'a> {
    places: &'a dyn Places,
    plan: &'a Plan,
    /// Where records state each kind of place, if they have a column for it.
    slots: [Option<usize>; KINDS.len()],
    /// Columns that only the user names: what stands alone in one of them is its own.
    further: Vec<usize>,
    /// Columns in which no name of a person stands: a text alone in one of them heads what stands below.
    unnamed: Vec<usize>,
    /// The first has no heading.
    groups: Vec<Group>,
    /// Kinds of places that records are called by.
    named: BTreeSet<PlaceKind>,
}

impl Search<'_> {
    fn block(&mut self, block: &mut Block, row: &mut Row, number: &mut u64) {
        let (of_block, offset) = (block.number, block.text_offset());
        let (text, rows) = block.split(self.plan.dialect);
        let clean = self.plan.is_clean(text);
        for (fields, index) in rows.of(text).zip(0..) {
            *number += 1;
            let position = Position { block: of_block, index };
            let verdict = row.judge(self.plan, text, &fields, offset, clean);
            let is_title = matches!(verdict, Verdict::Before);
            let may_head =
                is_title || matches!(verdict, Verdict::Record | Verdict::Rejected(Reason::NothingUsable));
            if !may_head {
                continue;
            }
            row.fill_all(self.plan, text, &fields, clean);
            row.bad.clear();
            let record = Record { position, block: text, made: &row.made, spans: &row.spans };
            let heading = self.heading(text, &fields, &record);
            if let Some(mut group) = heading.or_else(|| self.heading_of_nothing_known(text, &fields)) {
                (group.heading, group.is_title) = (Some((position, *number)), is_title);
                self.groups.push(group);
            } else if matches!(verdict, Verdict::Record) {
                self.see(text, &fields, &record);
            }
        }
    }

    /// The places that a row names, if it holds nothing else.
    fn heading(&self, text: &[u8], fields: &Fields<'_>, record: &Record<'_>) -> Option<Group> {
        let mut cells: Vec<(usize, String)> = Vec::new();
        let mut filled = 0;
        for (column, cell) in fields.cells().enumerate() {
            let value = self.plan.value(text, cell).trim().to_owned();
            if value.is_empty() {
                continue;
            }
            filled += 1;
            if cells.iter().all(|(_, other)| *other != value) {
                cells.push((column, value));
            }
            if cells.len() > MOST_CELLS {
                return None;
            }
        }
        let of_place = |column: usize| {
            let of =
                |slot: &Option<usize>| slot.is_some_and(|slot| self.plan.slots[slot].columns == [column]);
            self.slots.iter().position(of)
        };
        let persons = self.plan.heads.persons;
        let named = |(column, value): &(usize, String)| match of_place(*column) {
            Some(kind) if persons => {
                let name = record.text(self.slots[kind]?).to_owned();
                Some(vec![NamedPlace { kind: KINDS[kind], name }])
            }
            _ => Some(self.places.named(value)).filter(|named| !named.is_empty()),
        };
        let apart = cells.iter().map(named).collect::<Option<Vec<_>>>().map(|places| places.concat());
        let joined = || {
            let values: Vec<&str> = cells.iter().map(|(_, value)| value.as_str()).collect();
            Some(self.places.named(&values.join(" "))).filter(|named| !named.is_empty())
        };
        let places = apart.or_else(joined).filter(|places| !places.is_empty())?;
        // A record that states its own place and nothing else is one, unless records are persons.
        let states_its_own = |(column, _): &(usize, String)| {
            self.further.contains(column)
                || of_place(*column).is_some_and(|kind| places.iter().any(|place| place.kind == KINDS[kind]))
        };
        if !persons && cells.len() == filled && cells.iter().any(states_its_own) {
            return None;
        }
        let is_name = cells.iter().any(|(at, _)| self.plan.heads.naming.get(*at) == Some(&true));
        Some(Group { is_name, places, ..Group::default() })
    }

    /// A row below other headings with nothing but a text that names no known place: what they state ends there.
    fn heading_of_nothing_known(&self, text: &[u8], fields: &Fields<'_>) -> Option<Group> {
        let before = self.groups.iter().rev().find_map(Group::narrowest)?;
        let mut alone: Option<(usize, String)> = None;
        for (column, cell) in fields.cells().enumerate() {
            let value = self.plan.value(text, cell).trim().to_owned();
            match &alone {
                _ if value.is_empty() => {}
                Some((_, other)) if *other != value => return None,
                Some(_) => {}
                None => alone = Some((column, value)),
            }
        }
        let (_, value) = alone.filter(|(column, _)| self.unnamed.contains(column))?;
        let is_text = value.chars().filter(|sign| sign.is_alphabetic()).count() >= LEAST_LETTERS
            && !value.chars().any(char::is_numeric)
            && !is_missing(value.as_bytes());
        is_text.then(|| Group { ends_from: Some(before), ..Group::default() })
    }

    /// Sees a record.
    fn see(&mut self, text: &[u8], fields: &Fields<'_>, record: &Record<'_>) {
        for (at, kind) in KINDS.into_iter().enumerate() {
            let own = self.slots[at].map_or("", |slot| record.text(slot));
            let above =
                self.groups.iter().rev().take_while(|group| group.place(kind).is_some() || !group.ends(kind));
            let heading = above.into_iter().find_map(|group| group.place(kind)).map(str::to_owned);
            let Some(below) = self.groups.last_mut().and_then(|group| group.below.get_mut(at)) else {
                continue;
            };
            match heading {
                _ if is_missing(own.as_bytes()) => below.nothing += 1,
                Some(heading) if !self.places.are_one(kind, &heading, own) => below.other += 1,
                _ => below.same += 1,
            }
        }
        if !self.plan.heads.persons {
            let is_name = |at: &usize| self.plan.heads.naming[*at];
            for column in (0..self.plan.heads.naming.len()).filter(is_name) {
                let Some(cell) = fields.cell(column) else { continue };
                let named = self.places.named(&self.plan.value(text, cell));
                self.named.extend(named.iter().map(|place| place.kind));
            }
        }
    }
}

/// The plan of a field that only headings inside the table state.
pub(crate) fn slot() -> SlotPlan {
    SlotPlan { columns: Vec::new(), telling: false, who: false, place: None, dates: None }
}
