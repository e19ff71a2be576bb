//! Headings in two rows: some stand over several columns, and each of these has a word of its own below.

use crate::detect::sample::{SampleRow, field_of};
use crate::given::schema::Schema;
use crate::rows::words::{Label, total_label};
use crate::words::{WORDS, has};
use crate::workbook::rewritten::Merged;

/// Two rows read as one of headings.
#[derive(Debug, Clone)]
pub(crate) struct TwoRows {
    /// The place of the upper one.
    pub(crate) top: usize,
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

/// For each column, where the heading over it stands.
fn over(head: &[String], below: &[String], top: usize, merged: &[Merged]) -> Vec<usize> {
    let width = head.len().max(below.len());
    // A row that is longer than the one above it has slipped, unless cells of that one were made one.
    let reaches = |at: usize| {
        at < head.len()
            || merged.iter().any(|cells| {
                cells.rows.0 as usize == top
                    && (cells.columns.0 as usize..=cells.columns.1 as usize).contains(&at)
            })
    };
    let mut over: Vec<usize> = Vec::with_capacity(width);
    for at in 0..width {
        let before = over.last().copied().filter(|&before| {
            reaches(at)
                && cell(head, at).is_empty()
                && !cell(head, before).is_empty()
                && !cell(below, before).is_empty()
        });
        over.push(before.filter(|_| !cell(below, at).is_empty()).unwrap_or(at));
    }
    over
}

/// Reads a row and the one below as headings, if the upper one has a heading over several columns; for this there has to
/// be a sign: cells that were made one, words for parts and totals, known headings below, or numbers below words. Years may
/// stand in the place of words where the row holds nothing else.
pub(crate) fn read(rows: &[SampleRow], top: usize, merged: &[Merged], schema: &Schema) -> Option<TwoRows> {
    let (head, below) = (&rows.get(top)?.cells, &rows.get(top + 1)?.cells);
    let is_word = |text: &str| text.chars().any(char::is_alphabetic);
    let are_years = is_row_of_years(below);
    if !are_years && below.iter().any(|cell| !cell.trim().is_empty() && !is_word(cell)) {
        return None;
    }
    let width = head.len().max(below.len());
    let over = over(head, below, top, merged);
    let spans = |at: usize| over.iter().filter(|over| **over == at).count();
    let under: Vec<usize> = (0..width).filter(|&at| spans(over[at]) > 1).collect();
    // A count of 2022 stands in a row with other fields; years below a heading stand alone.
    if are_years && (0..width).any(|at| spans(over[at]) == 1 && !cell(below, at).is_empty()) {
        return None;
    }
    let is_made_one = |at: usize| {
        merged.iter().any(|cells| {
            cells.rows == (top as u32, top as u32)
                && cells.columns.0 as usize == over[at]
                && spans(over[at]) > 1
        })
    };
    let is_part = |at: usize| {
        let word = cell(below, at);
        total_label(&word) == Some(Label::Plain)
            || has(&WORDS.parts, &word.to_lowercase())
            || field_of(schema, &word).is_some()
    };
    let is_over_number = |at: usize| {
        let number = rows.get(top + 2).map(|row| cell(&row.cells, at)).unwrap_or_default();
        number.chars().any(char::is_numeric) && !is_word(&number)
    };
    if !under.iter().any(|&at| is_made_one(at) || is_part(at) || is_over_number(at)) {
        return None;
    }
    let joined = |at: usize| {
        let (head, word) = (cell(head, over[at]), cell(below, at));
        let is_known = |text: &str| field_of(schema, text).is_some();
        match (head.is_empty(), word.is_empty()) {
            (_, true) => head,
            (true, _) => word,
            _ if spans(over[at]) > 1 && total_label(&word) == Some(Label::Plain) => head,
            _ if is_known(&word) || (spans(over[at]) == 1 && !is_known(&head)) => word,
            _ if spans(over[at]) == 1 => head,
            _ => format!("{head}: {word}"),
        }
    };
    let mut spanning: Vec<Unclear> = Vec::new();
    for at in (0..width).filter(|&at| spans(at) > 1) {
        let words = (0..width).filter(|&column| over[column] == at).map(|column| cell(below, column));
        spanning.push(Unclear { heading: cell(head, at), below: words.collect() });
    }
    Some(TwoRows { top, cells: (0..width).map(joined).collect(), spanning })
}
