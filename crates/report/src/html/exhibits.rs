//! Tables, charts and maps of a page.

use minijinja::Value as Safe;
use serde::Serialize;
use tizim_evidence::{Chart, ChartKind, Column, ColumnKind, Exhibit, Map, Mark, Message, Table, Value};

use super::room::Room;
use super::rows;
use super::voice::Voice;
use crate::{chart, map};
use tizim_evidence::Format;

/// How many numbers behind a chart are shown.
const NUMBERS: usize = 2000;
/// How many cells of a table are shown, in whole rows: some megabytes of a page, which scrolls in a window of its own.
const CELLS: usize = 40_000;
/// Bytes of the page for tables.
const ROOM: usize = 4_000_000;
/// How many rows of a table are shown in any case.
const SURE: usize = 200;

/// A cell with how it is set.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) class: &'static str,
}

/// A heading with how its column is set.
#[derive(Debug, Serialize)]
struct Heading {
    text: String,
    class: &'static str,
}

/// A table as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Grid {
    headings: Vec<Heading>,
    /// The rows as markup, and how many they are.
    rows: Safe,
    count: usize,
    more: Option<String>,
}

/// A table, a chart or a map.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    anchor: String,
    title: String,
    note: Option<String>,
    /// The drawing of a chart or a map.
    drawing: Option<Safe>,
    /// Whether it is a map.
    map: bool,
    /// What was left out of the drawing.
    left_out: Option<String>,
    /// Whose map it is.
    credit: Option<String>,
    /// The rows of a table, or the numbers behind a chart.
    grid: Option<Grid>,
}

/// The exhibits of an audit in their order.
pub(super) fn shown(voice: Voice<'_>, exhibits: &[Exhibit]) -> Vec<Shown> {
    let mut room = Room::of(ROOM);
    let one = |(number, exhibit): (usize, &Exhibit)| {
        let anchor = format!("exhibit-{}", number + 1);
        match exhibit {
            Exhibit::Table(table) => Some(shown_table(voice, table, anchor, &mut room)),
            Exhibit::Chart(chart) => Some(shown_chart(voice, chart, anchor)),
            Exhibit::Map(map) => Some(shown_map(voice, map, anchor, &mut room)),
            _ => None,
        }
    };
    exhibits.iter().enumerate().filter_map(one).collect()
}

fn shown_table(voice: Voice<'_>, table: &Table, anchor: String, room: &mut Room) -> Shown {
    let table = table.without_empty_columns();
    let headings = table
        .columns
        .iter()
        .map(|column| Heading { text: voice.say(&column.title), class: class(column.kind) });
    let row = |row: &Vec<Value>| {
        let cells = table.columns.iter().zip(row);
        let cell = |(column, value): (&Column, &Value)| {
            cell(voice, value, Format::of(column.kind), class(column.kind))
        };
        rows::of_cells(&cells.map(cell).collect::<Vec<_>>())
    };
    let (total, most) = (table.rows.len(), CELLS / table.columns.len().max(1));
    let (rows, shown) = room.take(table.rows.iter().take(most).map(row), SURE.min(most));
    let more =
        || voice.say(&Message::new("report.findings.more_rows").with("shown", shown).with("total", total));
    Shown {
        anchor,
        title: voice.say(&table.title),
        note: table.note.as_ref().map(|note| voice.say(note)),
        drawing: None,
        map: false,
        left_out: None,
        credit: None,
        grid: Some(Grid {
            headings: headings.collect(),
            more: (total > shown).then(more),
            rows: Safe::from_safe_string(rows),
            count: shown,
        }),
    }
}

fn shown_chart(voice: Voice<'_>, chart: &Chart, anchor: String) -> Shown {
    let drawing = chart::draw(chart, voice.catalogue);
    let total: usize = chart.series.iter().map(|series| series.marks.len()).sum();
    let left_out = || {
        let shown = total - drawing.left_out;
        voice.say(&Message::new("report.chart.left_out").with("shown", shown).with("total", total))
    };
    Shown {
        anchor,
        title: voice.say(&chart.title),
        note: chart.note.as_ref().map(|note| voice.say(note)),
        left_out: (drawing.left_out > 0).then(left_out),
        credit: None,
        grid: Some(numbers(voice, chart)),
        map: false,
        drawing: Some(Safe::from_safe_string(drawing.svg)),
    }
}

fn shown_map(voice: Voice<'_>, map: &Map, anchor: String, room: &mut Room) -> Shown {
    let table = map::table(map);
    let table = shown_table(voice, &table, anchor, room);
    Shown {
        drawing: Some(Safe::from_safe_string(map::draw(map, voice.catalogue))),
        map: true,
        credit: map.credit.as_ref().map(|credit| voice.say(credit)),
        ..table
    }
}

/// The numbers behind a chart, for those who cannot see it.
fn numbers(voice: Voice<'_>, chart: &Chart) -> Grid {
    let is_plane = matches!(chart.kind, ChartKind::Plane | ChartKind::LogPlane | ChartKind::Columns);
    let many = chart.series.len() > 1;
    let words = [
        many.then(|| (voice.words().series.to_owned(), "words")),
        Some((voice.words().mark.to_owned(), "words")),
        Some((voice.say(&chart.x_title), "number")),
        is_plane.then(|| (voice.say(&chart.y_title), "number")),
    ];
    let (mut rows, mut count, mut total) = (String::new(), 0, 0);
    for series in &chart.series {
        let is_field = chart.kind == ChartKind::Matrix;
        for mark in series.marks.iter().filter(|mark| !is_field || !mark.x.is_missing()) {
            total += 1;
            if count == NUMBERS {
                continue;
            }
            let x = cell(voice, &mark.x, Format::named(chart.x_format), "number");
            let y = cell(voice, &mark.y, Format::named(chart.y_format), "number");
            let cells = [
                many.then(|| Cell { text: voice.say(&series.label), class: "words" }),
                Some(Cell { text: mark_name(voice, mark), class: "words" }),
                Some(x),
                is_plane.then_some(y),
            ];
            rows.push_str(&rows::of_cells(&cells.into_iter().flatten().collect::<Vec<_>>()));
            count += 1;
        }
    }
    let headings = words.into_iter().flatten().map(|(text, class)| Heading { text, class }).collect();
    let more =
        || voice.say(&Message::new("report.findings.more_rows").with("shown", count).with("total", total));
    Grid { headings, rows: Safe::from_safe_string(rows), count, more: (total > count).then(more) }
}

/// The name of a mark; nothing where it has none.
fn mark_name(voice: Voice<'_>, mark: &Mark) -> String {
    match &mark.label {
        Value::Missing => String::new(),
        Value::Text(name) => voice.text(&voice.catalogue.place(name)),
        label => voice.value(label, Format::Natural),
    }
}

/// Bytes of a code such as `ROLL-001`.
const LONGEST_CODE: usize = 12;

fn cell(voice: Voice<'_>, value: &Value, format: Format, class: &'static str) -> Cell {
    let text = voice.value(value, format);
    let class = match (value.is_missing(), class) {
        (true, "number") => "number missing",
        (true, _) => "missing",
        // A long text among numbers is set as words, so that it can be broken into lines.
        (false, "number") if text.chars().count() > 60 => "words",
        // A code is not broken at its hyphen.
        (false, "words") if text.len() <= LONGEST_CODE && !text.contains(' ') => "words whole",
        (false, class) => class,
    };
    Cell { text, class }
}

fn class(kind: ColumnKind) -> &'static str {
    if kind == ColumnKind::Text { "words" } else { "number" }
}
