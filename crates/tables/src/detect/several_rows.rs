//! Headings in two rows or more: some stand over several columns, and each of these has a word of its own below.

use crate::detect::sample::{SampleRow, field_of};
use crate::given::schema::Schema;
use crate::rows::words::{Label, total_label};
use crate::words::{WORDS, has};
use crate::workbook::rewritten::Merged;

/// Rows of the tallest headings.
pub(crate) const TALLEST: usize = 4;

/// Several rows read as one of headings.
#[derive(Debug, Clone)]
pub(crate) struct SeveralRows {
    /// The place of the uppermost.
    pub(crate) top: usize,
    /// How many there are.
    pub(crate) rows: usize,
    /// One heading for each column: of a column that is the total of those under one heading, that heading.
    pub(crate) cells: Vec<String>,
    /// The headings over several columns.
    pub(crate) spanning: Vec<Unclear>,
}

/// A heading over several columns, and the words below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unclear {
    pub(crate) heading: String,
    pub(crate) below: Vec<String>,
}

/// Whether nothing but years stands in a row, two or more of them, no two alike.
fn is_row_of_years(cells: &[String]) -> bool {
    let mut years: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let is_year =
        |cell: &&str| cell.len() == 4 && cell.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year));
    let all = years.len();
    years.sort_unstable();
    years.dedup();
    all > 1 && years.len() == all && years.iter().all(is_year)
}

/// The text of a cell; none where the row ends before it.
fn cell(cells: &[String], at: usize) -> String {
    cells.get(at).map_or("", |cell| cell.trim()).to_owned()
}

/// Whether a cell says that the number of what its heading names stands below.
fn is_number_word(cell: &str) -> bool {
    has(&WORDS.number, cell.trim_end_matches('.').to_lowercase().as_str())
}

fn is_word(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic) || is_number_word(cell)
}

/// A row of headings and what stands below it.
struct Level<'a> {
    head: &'a [String],
    below: &'a [String],
    /// Cells of the row of headings that were made one across: first and last column.
    made_one: Vec<(usize, usize)>,
    /// The first row below all headings.
    first: &'a [String],
    schema: &'a Schema,
}

impl Level<'_> {
    fn width(&self) -> usize {
        self.head.len().max(self.below.len())
    }

    /// Whether the word below says by itself that it is a part of something, its total or its number, or is a known heading.
    fn is_part(&self, at: usize) -> bool {
        let word = cell(self.below, at);
        total_label(&word) == Some(Label::Plain)
            || has(&WORDS.parts, &word.to_lowercase())
            || is_number_word(&word)
            || field_of(self.schema, &word).is_some()
    }

    fn is_over_number(&self, at: usize) -> bool {
        let number = cell(self.first, at);
        number.chars().any(char::is_numeric) && !is_word(&number)
    }

    /// Whether a column may have a heading in the row: one longer than the row above it has slipped, unless cells of that one
    /// were made one, or it goes on as headings do.
    fn reaches(&self, at: usize) -> bool {
        at < self.head.len()
            || self.made_one.iter().any(|(first, last)| (*first..=*last).contains(&at))
            || (self.head.len()..=at).all(|at| self.is_part(at) || self.is_over_number(at))
    }

    /// For each column, where the heading over it stands.
    fn over(&self) -> Vec<usize> {
        let mut over: Vec<usize> = Vec::with_capacity(self.width());
        for at in 0..self.width() {
            if let Some((first, _)) =
                self.made_one.iter().find(|(first, last)| (*first..=*last).contains(&at))
            {
                over.push(if cell(self.below, at).is_empty() { at } else { *first });
                continue;
            }
            let may_go_on = |before: usize| {
                !self.made_one.iter().any(|(first, _)| *first == before)
                    && self.reaches(at)
                    && cell(self.head, at).is_empty()
                    && !cell(self.head, before).is_empty()
                    && !cell(self.below, before).is_empty()
            };
            let before = over.last().copied().filter(|&before| may_go_on(before));
            over.push(before.filter(|_| !cell(self.below, at).is_empty()).unwrap_or(at));
        }
        over
    }

    /// The heading of a column, from the one over so many and the word below.
    fn joined(&self, at: usize, over: usize, columns: usize) -> String {
        let (head, word) = (cell(self.head, over), cell(self.below, at));
        let is_known = |text: &str| field_of(self.schema, text).is_some();
        match (head.is_empty(), word.is_empty()) {
            (_, true) => head,
            (true, _) => word,
            _ if columns > 1 && total_label(&word) == Some(Label::Plain) => head,
            _ if columns > 1 && is_number_word(&word) && is_known(&head) => head,
            _ if is_known(&word) || (columns == 1 && !is_known(&head)) => word,
            _ if columns == 1 => head,
            _ => format!("{head}: {word}"),
        }
    }

    /// The two as one row, with the headings over several columns; for this there has to be a sign: cells that were made one,
    /// words for parts and totals, known headings below, or numbers below words. A heading over all columns is a title.
    fn read(&self) -> Option<(Vec<String>, Vec<Unclear>)> {
        let over = self.over();
        let columns = |at: usize| over.iter().filter(|over| **over == at).count();
        let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        let under: Vec<usize> = (0..self.width()).filter(|&at| columns(over[at]) > 1).collect();
        let is_made_one = |at: usize| self.made_one.iter().any(|(first, _)| *first == over[at]);
        let is_sign = |&at: &usize| is_made_one(at) || self.is_part(at) || self.is_over_number(at);
        let is_title = filled(self.head) == 1 && under.len() == filled(self.below);
        if is_title || !under.iter().any(is_sign) {
            return None;
        }
        let spanning = (0..self.width()).filter(|&at| columns(at) > 1).map(|at| Unclear {
            heading: cell(self.head, at),
            below: (0..self.width())
                .filter(|&below| over[below] == at)
                .map(|at| cell(self.below, at))
                .collect(),
        });
        let cells = (0..self.width()).map(|at| self.joined(at, over[at], columns(over[at])));
        Some((cells.collect(), spanning.collect()))
    }
}

/// Reads so many rows as headings, if each but the last has a heading over several columns. Years may stand in the place of
/// words in the last, where it holds nothing else.
pub(crate) fn read(
    rows: &[SampleRow],
    (top, count): (usize, usize),
    merged: &[Merged],
    schema: &Schema,
) -> Option<SeveralRows> {
    let last = top + count - 1;
    let mut heads: Vec<Vec<String>> = rows.get(top..=last)?.iter().map(|row| row.cells.clone()).collect();
    put_down(&mut heads, top, merged);
    let below = heads.pop()?;
    let are_years = is_row_of_years(&below);
    let holds_words =
        |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty() || is_word(cell.trim()));
    // A row of values is none of headings.
    if !(are_years || holds_words(&below)) || (count > 2 && !heads.iter().all(|head| holds_words(head))) {
        return None;
    }
    let first = rows.get(last + 1).map_or(&[][..], |row| &row.cells);
    let (mut below, mut spanning) = (below, Vec::new());
    for (at, head) in heads.iter().enumerate().rev() {
        let made_one = made_one(merged, top + at, last);
        let level = Level { head, below: &below, made_one, first, schema };
        // A count of 2022 stands in a row with other fields; years below a heading stand alone.
        if are_years && at + 2 == count {
            let over = level.over();
            let alone = |at: usize| over.iter().filter(|other| **other == over[at]).count() == 1;
            if (0..below.len()).any(|at| alone(at) && !cell(&below, at).is_empty()) {
                return None;
            }
        }
        let (cells, over_several) = level.read()?;
        spanning.extend(over_several);
        below = cells;
    }
    Some(SeveralRows { top, rows: count, cells: below, spanning })
}

/// A heading over several rows stands in the last of them that is above other headings.
fn put_down(heads: &mut [Vec<String>], top: usize, merged: &[Merged]) {
    for cells in merged.iter().filter(|cells| cells.rows.0 < cells.rows.1) {
        let (from, column) = (cells.rows.0 as usize, cells.columns.0 as usize);
        let to = last_of(cells, top + heads.len() - 1);
        let Some(from) = from.checked_sub(top).filter(|from| *from < to.saturating_sub(top)) else {
            continue;
        };
        let Some(text) = heads[from].get_mut(column).map(std::mem::take) else { continue };
        let row = &mut heads[to - top];
        row.resize(row.len().max(column + 1), String::new());
        row[column] = text;
    }
}

/// The row in which the text of merged cells is looked for, in headings that end with a row.
fn last_of(cells: &Merged, last: usize) -> usize {
    let across = cells.columns.0 < cells.columns.1;
    // Over several columns it has words below it.
    (cells.rows.1 as usize).min(if across { last.saturating_sub(1) } else { last })
}

/// The cells of a row that were made one across.
fn made_one(merged: &[Merged], row: usize, last: usize) -> Vec<(usize, usize)> {
    let across = |cells: &&Merged| {
        cells.columns.0 < cells.columns.1
            && cells.rows.0 as usize <= row
            && (last_of(cells, last) == row || (cells.rows.0 == cells.rows.1 && cells.rows.0 as usize == row))
    };
    merged.iter().filter(across).map(|cells| (cells.columns.0 as usize, cells.columns.1 as usize)).collect()
}
