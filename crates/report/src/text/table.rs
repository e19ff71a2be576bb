//! A table on a terminal: numbers to the right, words to the left, wide tables in blocks side by side.

use tizim_evidence::{Catalogue, ColumnKind, Message, Table};

use super::layout::{Paint, cut, pad_left, pad_right, width, wrap};
use crate::visible;
use tizim_evidence::{Format, Show};

/// How many rows are shown.
const ROWS: usize = 40;

/// Words are cut at this width where a table is too wide.
const NARROW: usize = 18;

/// Cells wider than this are sentences, and broken into lines.
const SENTENCE: usize = 60;

/// A column with its cells in words.
struct Column {
    heading: String,
    cells: Vec<String>,
    is_words: bool,
    /// Some cell is a sentence.
    is_sentences: bool,
    width: usize,
    /// The width with the heading broken into lines.
    least: usize,
}

impl Column {
    /// A cell in lines; only sentences have several.
    fn lines(&self, row: usize) -> Vec<String> {
        if self.is_sentences { wrap(&self.cells[row], self.width) } else { vec![self.cells[row].clone()] }
    }
}

/// The lines of a table. One that does not fit is cut into blocks, each of which repeats the first column.
pub(super) fn lines(
    table: &Table,
    catalogue: &Catalogue,
    show: Show<'_>,
    paint: Paint,
    columns: usize,
) -> Vec<String> {
    let room = columns.saturating_sub(2);
    let in_words = |index| in_words(table, index, catalogue, show, room);
    let mut cells: Vec<Column> = (0..table.columns.len()).map(in_words).collect();
    shrink(&mut cells, room);
    let shown = table.rows.len().min(ROWS);
    let mut lines = Vec::new();
    for (number, block) in blocks(&cells, room).into_iter().enumerate() {
        if number > 0 {
            lines.push(String::new());
        }
        headings(&block, paint, &mut lines);
        for row in 0..shown {
            let words = |column: &Column| column.lines(row);
            let height = block.iter().map(|column| words(column).len()).max().unwrap_or(0);
            for number in 0..height {
                let part = line(&block, &|column| words(column).get(number).cloned().unwrap_or_default());
                lines.push(if height > 1 { part.trim_end().to_owned() } else { part });
            }
        }
    }
    if shown < table.rows.len() {
        let more = Message::new("report.findings.more_lines").with("count", table.rows.len() - shown);
        lines.push(format!("  {}", catalogue.text(&more)));
    }
    lines
}

/// A column of a table in words, as wide as it asks to be.
fn in_words(table: &Table, index: usize, catalogue: &Catalogue, show: Show<'_>, room: usize) -> Column {
    let column = &table.columns[index];
    let heading = visible(&catalogue.text(&column.title)).into_owned();
    let in_words = |row: &Vec<tizim_evidence::Value>| {
        let value = row.get(index).map_or(String::new(), |value| show.value(value, Format::of(column.kind)));
        visible(&value).into_owned()
    };
    let cells: Vec<String> = table.rows.iter().take(ROWS).map(in_words).collect();
    let widest = cells.iter().map(|cell| width(cell)).max().unwrap_or(0);
    let is_sentences = column.kind == ColumnKind::Text && widest > SENTENCE;
    let widest = widest.min(SENTENCE);
    let least = widest.max(heading_width(&heading)).min(room);
    Column {
        width: widest.max(width(&heading)).min(room),
        least,
        heading,
        cells,
        is_words: column.kind == ColumnKind::Text,
        is_sentences,
    }
}

/// One line of a block.
fn line(block: &[&Column], cell: &dyn Fn(&Column) -> String) -> String {
    let part = |column: &&Column| {
        let text = cut(&cell(column), column.width);
        if column.is_words { pad_right(&text, column.width) } else { pad_left(&text, column.width) }
    };
    format!("  {}", block.iter().map(part).collect::<Vec<_>>().join("  "))
}

/// The headings of a block with the rule that they stand on, whatever their height.
fn headings(block: &[&Column], paint: Paint, lines: &mut Vec<String>) {
    let height = block.iter().map(|column| wrap(&column.heading, column.width).len()).max().unwrap_or(0);
    for number in 0..height {
        let words = |column: &Column| {
            let words = wrap(&column.heading, column.width);
            (number + words.len()).checked_sub(height).map_or(String::new(), |line| words[line].clone())
        };
        lines.push(paint.bold(line(block, &words).trim_end()));
    }
    lines.push(paint.dim(&line(block, &|column| "─".repeat(column.width))));
}

/// The width of a heading that may be broken into three lines.
fn heading_width(heading: &str) -> usize {
    let longest = heading.split(' ').map(width).max().unwrap_or(0);
    longest.max(width(heading).div_ceil(3))
}

/// Breaks headings, then makes columns of words narrower, until the table fits or they cannot give more.
fn shrink(columns: &mut [Column], room: usize) {
    let total =
        |columns: &[Column]| columns.iter().map(|column| column.width + 2).sum::<usize>().saturating_sub(2);
    while total(columns) > room {
        if let Some(column) =
            columns.iter_mut().filter(|column| column.width > column.least).max_by_key(|column| column.width)
        {
            column.width -= 1;
            continue;
        }
        let widest = columns.iter_mut().filter(|column| column.is_words && column.width > NARROW);
        let Some(column) = widest.max_by_key(|column| column.width) else { break };
        column.width -= 1;
        column.least = column.least.min(column.width);
    }
}

/// Columns in blocks that fit, the first column in each.
fn blocks(columns: &[Column], room: usize) -> Vec<Vec<&Column>> {
    let Some((first, others)) = columns.split_first() else { return Vec::new() };
    let mut blocks = vec![vec![first]];
    let mut used = first.width;
    for column in others {
        if used + 2 + column.width > room && blocks.last().is_some_and(|block| block.len() > 1) {
            blocks.push(vec![first]);
            used = first.width;
        }
        if let Some(block) = blocks.last_mut() {
            block.push(column);
            used += 2 + column.width;
        }
    }
    blocks
}
