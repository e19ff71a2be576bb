//! The tables of the report: what the rows are, in which fields they differ, where, and who moved.

use std::cmp::Reverse;

use tizim_evidence::{Column, ColumnKind, Exhibit, Message, Object, Persons, Privacy, Table, Value};

use crate::reconcile::Outcome;
use crate::reconcile::difference::{Side, What};
use crate::reconcile::places::{PlaceNumber, Places, RegionCount};
use crate::reconcile::tally::PlaceTally;
use crate::reconcile::words;

/// Rows of a table that people read.
const MOST_SHOWN: usize = 50;
/// Precincts of the JSON document.
const MOST_PRECINCTS: usize = 20_000;

/// Differences by region, in the order of [`Places::regions`].
pub(super) fn of_regions(places: &Places, outcome: &Outcome) -> Vec<PlaceTally> {
    let mut regions = vec![PlaceTally::default(); places.regions.len()];
    for (place, tally) in &outcome.tally.places {
        regions[places.precincts[*place as usize].region as usize].add(tally);
    }
    regions
}

/// A place that is not written has no name.
pub(super) fn name(name: &str) -> Value {
    if name.is_empty() {
        Value::Word { code: "not-stated", word: "rolls.reconcile.not_stated" }
    } else {
        name.into()
    }
}

/// A region as it is shown.
pub(super) fn region(region: &RegionCount) -> Value {
    if region.name.is_empty() { name("") } else { Value::place(&region.name) }
}

fn column(key: &'static str, title: &'static str, kind: ColumnKind) -> Column {
    Column::new(key, Message::new(title), kind)
}

fn count(key: &'static str, title: &'static str) -> Column {
    column(key, title, ColumnKind::Count)
}

fn table(id: &'static str, title: Message, columns: Vec<Column>, rows: Vec<Vec<Value>>) -> Exhibit {
    Exhibit::Table(Table { id, title, note: None, columns, rows, privacy: Privacy::Open })
}

/// What the rows of either list are: the columns add up.
pub(super) fn answer(outcome: &Outcome) -> Exhibit {
    let tally = &outcome.tally;
    let pair = |first: Value, of: &dyn Fn(Side) -> u64| {
        let counts = Side::BOTH.map(|side| Value::from(Persons(of(side))));
        [vec![first], counts.to_vec()].concat()
    };
    let mut rows = vec![pair(words::SAME, &|_| tally.same)];
    rows.extend(What::ALL.into_iter().map(|what| pair(words::what(what), &|side| tally.of(what, side))));
    rows.push(pair(words::ALL, &|side| tally.all(side)));
    let columns = vec![
        column("what", "rolls.reconcile.column.what", ColumnKind::Text),
        count("rows_a", "rolls.reconcile.column.rows_a"),
        count("rows_b", "rolls.reconcile.column.rows_b"),
    ];
    table("reconcile-rows", Message::new("rolls.reconcile.table.rows"), columns, rows)
}

/// In which fields pairs of one number differ; nothing where none does.
pub(super) fn fields(outcome: &Outcome) -> Option<Exhibit> {
    let rows: Vec<_> = outcome
        .tally
        .fields
        .iter()
        .map(|(field, pairs)| vec![words::differs(*field), Persons(*pairs).into()])
        .collect();
    let columns = vec![
        column("field", "rolls.reconcile.column.field", ColumnKind::Text),
        count("pairs", "rolls.reconcile.column.pairs"),
    ];
    let title = Message::new("rolls.reconcile.table.fields");
    (!rows.is_empty()).then(|| table("reconcile-fields", title, columns, rows))
}

/// What the numbers of pairs by name say; nothing where there is none.
pub(super) fn numbers(outcome: &Outcome) -> Option<Exhibit> {
    let rows: Vec<_> = outcome
        .tally
        .numbers
        .iter()
        .map(|(numbers, pairs)| vec![words::numbers(*numbers), Persons(*pairs).into()])
        .collect();
    let columns = vec![
        column("numbers", "rolls.reconcile.column.numbers", ColumnKind::Text),
        count("pairs", "rolls.reconcile.column.pairs"),
    ];
    let title = Message::new("rolls.reconcile.table.numbers");
    (!rows.is_empty()).then(|| table("reconcile-numbers", title, columns, rows))
}

/// What explains rows that stand in one list alone; nothing where nothing does.
pub(super) fn explained(outcome: &Outcome) -> Option<Exhibit> {
    let explained = &outcome.tally.explained;
    let mut known: Vec<&'static str> = explained.keys().map(|(_, word)| *word).collect();
    known.sort_unstable();
    known.dedup();
    let of = |side, word| Persons(explained.get(&(side, word)).copied().unwrap_or(0)).into();
    let rows: Vec<Vec<Value>> = known
        .into_iter()
        .map(|word| vec![words::explained(word), of(Side::A, word), of(Side::B, word)])
        .collect();
    let columns = vec![
        column("explained", "rolls.reconcile.column.explained", ColumnKind::Text),
        count("only_in_a", "rolls.reconcile.column.only_in_a"),
        count("only_in_b", "rolls.reconcile.column.only_in_b"),
    ];
    let title = Message::new("rolls.reconcile.table.explained");
    (!rows.is_empty()).then(|| table("reconcile-explained", title, columns, rows))
}

/// Columns of differences of a place, with what they count.
type PlaceColumn = (&'static str, &'static str, fn(&PlaceTally) -> u64);

const PLACE_COLUMNS: [PlaceColumn; 7] = [
    ("changed", "rolls.reconcile.column.changed", |tally| tally.changed),
    ("by_name", "rolls.reconcile.column.by_name", |tally| tally.by_name),
    ("only_in_a", "rolls.reconcile.column.only_in_a", |tally| tally.only[0]),
    ("only_in_b", "rolls.reconcile.column.only_in_b", |tally| tally.only[1]),
    ("moved_out", "rolls.reconcile.column.moved_out", |tally| tally.moved_out),
    ("moved_in", "rolls.reconcile.column.moved_in", |tally| tally.moved_in),
    ("others", "rolls.reconcile.column.others", |tally| tally.others.iter().sum()),
];

fn place_counts(rows: [u64; 2], tally: &PlaceTally) -> Vec<(&'static str, Value)> {
    let same = rows[0].saturating_sub(tally.differing_in_a());
    let first = [("rows_a", rows[0]), ("rows_b", rows[1]), ("same", same)];
    let others = PLACE_COLUMNS.into_iter().map(|(key, _, of)| (key, of(tally)));
    first.into_iter().chain(others).map(|(key, count)| (key, Persons(count).into())).collect()
}

fn place_columns(named: &[(&'static str, &'static str)]) -> Vec<Column> {
    let names = named.iter().map(|(key, title)| column(key, title, ColumnKind::Text));
    let counts = [
        count("rows_a", "rolls.reconcile.column.rows_a"),
        count("rows_b", "rolls.reconcile.column.rows_b"),
        count("same", "rolls.reconcile.column.same"),
    ];
    names.chain(counts).chain(PLACE_COLUMNS.into_iter().map(|(key, title, _)| count(key, title))).collect()
}

/// Where the differences are, by region.
pub(super) fn regions(places: &Places, regions: &[PlaceTally]) -> Exhibit {
    let mut order: Vec<_> = places.regions.iter().zip(regions).collect();
    order.sort_by_key(|(region, _)| &region.name);
    let rows = order.into_iter().map(|(region, tally)| {
        let counts = place_counts(region.rows, tally).into_iter().map(|(_, value)| value);
        std::iter::once(self::region(region)).chain(counts).collect()
    });
    let columns = place_columns(&[("region", "rolls.reconcile.column.region")]);
    table(
        "reconcile-regions",
        Message::new("rolls.reconcile.table.regions"),
        columns,
        rows.take(MOST_PRECINCTS).collect(),
    )
}

/// Precincts with differences, those with the most first.
pub(super) fn most_different(outcome: &Outcome) -> Vec<(PlaceNumber, PlaceTally)> {
    let mut differing: Vec<_> = outcome.tally.places.iter().map(|(place, tally)| (*place, *tally)).collect();
    differing.sort_by_key(|(place, tally)| (Reverse(tally.all()), *place));
    differing
}

/// The precincts with the most differences; nothing where none has any.
pub(super) fn precincts(places: &Places, differing: &[(PlaceNumber, PlaceTally)]) -> Option<Exhibit> {
    let rows: Vec<Vec<Value>> = differing
        .iter()
        .take(MOST_SHOWN)
        .map(|(place, tally)| {
            let precinct = &places.precincts[*place as usize];
            let names = [region(&places.regions[precinct.region as usize]), name(&precinct.name)];
            let counts = place_counts(precinct.rows, tally).into_iter().map(|(_, value)| value);
            names.into_iter().chain(counts).collect()
        })
        .collect();
    let columns = place_columns(&[
        ("region", "rolls.reconcile.column.region"),
        ("precinct", "rolls.reconcile.column.precinct"),
    ]);
    let title = Message::new("rolls.reconcile.table.precincts")
        .with("shown", rows.len())
        .with("all", differing.len());
    (!rows.is_empty()).then(|| table("reconcile-precincts", title, columns, rows))
}

/// From which region to which people moved, the most first; nothing where nobody did.
pub(super) fn moves(places: &Places, outcome: &Outcome) -> Option<Exhibit> {
    let mut moves: Vec<_> = outcome.tally.moves.iter().collect();
    moves.sort_by_key(|(regions, pairs)| (Reverse(**pairs), **regions));
    let region = |number: u32| region(&places.regions[number as usize]);
    let rows: Vec<Vec<Value>> = moves
        .iter()
        .take(MOST_SHOWN)
        .map(|((from, to), pairs)| vec![region(*from), region(*to), Persons(**pairs).into()])
        .collect();
    let columns = vec![
        column("from", "rolls.reconcile.column.from", ColumnKind::Text),
        column("to", "rolls.reconcile.column.to", ColumnKind::Text),
        count("pairs", "rolls.reconcile.column.pairs"),
    ];
    let title =
        Message::new("rolls.reconcile.table.moves").with("shown", rows.len()).with("all", moves.len());
    (!rows.is_empty()).then(|| table("reconcile-moves", title, columns, rows))
}

/// The same places for the JSON document: regions, precincts with differences, and all moves.
pub(super) fn documents(
    places: &Places,
    outcome: &Outcome,
    regions: &[PlaceTally],
    differing: &[(PlaceNumber, PlaceTally)],
) -> [(&'static str, Value); 3] {
    let with_counts = |object: Object, counts: Vec<(&'static str, Value)>| {
        counts.into_iter().fold(object, |object, (key, value)| object.with(key, value))
    };
    let of_regions = places.regions.iter().zip(regions).map(|(region, tally)| {
        Value::from(with_counts(
            Object::new().with("region", self::region(region)),
            place_counts(region.rows, tally),
        ))
    });
    let mut chosen: Vec<_> = differing.iter().take(MOST_PRECINCTS).collect();
    chosen.sort_by_key(|(place, _)| *place);
    let precinct = chosen.into_iter().map(|(place, tally)| {
        let precinct = &places.precincts[*place as usize];
        let named = Object::new()
            .with("region", region(&places.regions[precinct.region as usize]))
            .with("precinct", name(&precinct.name));
        Value::from(with_counts(named, place_counts(precinct.rows, tally)))
    });
    let of = |number: u32| region(&places.regions[number as usize]);
    let moves = outcome.tally.moves.iter().take(MOST_PRECINCTS).map(|((from, to), pairs)| {
        Value::from(Object::new().with("from", of(*from)).with("to", of(*to)).with("pairs", Persons(*pairs)))
    });
    [
        ("regions", Value::List(of_regions.take(MOST_PRECINCTS).collect())),
        ("precincts", Value::List(precinct.collect())),
        ("moves", Value::List(moves.collect())),
    ]
}
