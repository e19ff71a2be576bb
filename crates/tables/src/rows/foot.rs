//! Rows that are no records though nothing is wrong with them: totals, signatures, stamps, dates, repeated headings.

use std::collections::BTreeMap;

use crate::detect::heading::lookup_forms;
use crate::rows::reject::Aside;
use crate::rows::words::{Label, begins_with, is_of_which, is_part_label, total_label};
use crate::words::WORDS;

/// Fields of ours that a row has to name, at least, to be a row of headings.
const LEAST_HEADINGS: usize = 3;

/// Cells of a row that numbers the columns, at least.
const LEAST_NUMBERS: usize = 4;

/// The same in the midst of a table, where records may be small numbers alone.
const LEAST_NUMBERS_WITHIN: usize = 5;

/// The same where records are about persons: nobody is called 2 and 3.
const LEAST_NUMBERS_AMONG_PERSONS: usize = 3;

/// What is known of the headings of a file when its rows are judged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heads {
    /// The heading of each column as it is written, in each row of headings.
    pub(crate) rows: Vec<Vec<String>>,
    /// The normal form of every heading that the schema knows, with the index of its field.
    pub(crate) known: BTreeMap<String, usize>,
    /// The field of each column.
    pub(crate) fields: Vec<Option<usize>>,
    /// Columns of free text, in which any word may stand.
    pub(crate) free: Vec<bool>,
    /// Columns that name a record: its number or its name.
    pub(crate) naming: Vec<bool>,
    /// Columns of numbers.
    pub(crate) numbers: Vec<bool>,
    /// Each record is about a person.
    pub(crate) persons: bool,
}

impl Heads {
    /// The number of columns.
    fn len(&self) -> usize {
        self.fields.len()
    }

    /// Which field a cell is a heading of.
    fn field_of(&self, cell: &str) -> Option<usize> {
        lookup_forms(cell).iter().find_map(|form| self.known.get(form).copied())
    }

    /// Whether a row is one of headings: those of this table once more, or those of another.
    fn judge(&self, filled: &[(usize, &str)]) -> Option<Aside> {
        let same = |head: &Vec<String>| {
            let repeats = |&(at, cell): &(usize, &str)| head.get(at).is_some_and(|head| is_same(head, cell));
            filled.len() > 1 && filled.iter().all(repeats)
        };
        if self.rows.iter().any(same) {
            return Some(Aside::RepeatedHeading);
        }
        let fields = filled.iter().map(|(at, cell)| (*at, self.field_of(cell)));
        let named: Vec<(usize, usize)> = fields.filter_map(|(at, field)| Some((at, field?))).collect();
        let mut distinct: Vec<usize> = named.iter().map(|(_, field)| *field).collect();
        distinct.sort_unstable();
        distinct.dedup();
        if distinct.len() < LEAST_HEADINGS || named.len() * 2 <= filled.len() {
            return None;
        }
        let in_place = named.iter().filter(|(at, field)| self.fields.get(*at) == Some(&Some(*field))).count();
        Some(if in_place * 2 > named.len() { Aside::RepeatedHeading } else { Aside::OtherHeading })
    }
}

/// Whether two headings say the same.
fn is_same(head: &str, cell: &str) -> bool {
    let plain = |text: &str| crate::detect::normal::normal_form(text);
    head.trim() == cell || { !plain(cell).is_empty() && plain(head) == plain(cell) }
}

/// Judges a row by its cells. `telling` says that a field is filled that only a record has, such as an IIN.
pub(crate) fn classify(cells: &[String], heads: &Heads, telling: bool) -> Option<Aside> {
    let filled: Vec<(usize, &str)> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| (at, cell.trim().trim_start_matches('\u{feff}')))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    if let Some(aside) = heads.judge(&filled) {
        return Some(aside);
    }
    let least = if heads.persons { LEAST_NUMBERS_AMONG_PERSONS } else { LEAST_NUMBERS_WITHIN };
    if filled.len() >= heads.len() && counts_up(&filled, least) {
        return Some(Aside::ColumnNumbers);
    }
    // "Of which" alone stands above the parts of the row before it, and is judged with them.
    if !filled.is_empty() && filled.iter().all(|(_, cell)| is_of_which(cell)) {
        return Some(Aside::Total);
    }
    // What stands in a column of free text says nothing of the row, unless nothing else stands in it.
    let all_free = filled.iter().all(|(at, _)| is(&heads.free, *at));
    let saying: Vec<(usize, &str)> =
        filled.iter().copied().filter(|(at, _)| all_free || !is(&heads.free, *at)).collect();
    if telling {
        // A total or a name to be signed may stand in a column that only records fill. Nobody is called so: the first
        // cell says what the row is, and nothing in the row is as long as a person's number or a date.
        let first_is = |words: &[String]| saying.first().is_some_and(|(_, cell)| begins_with(cell, words));
        let first_is_total =
            saying.first().is_some_and(|(_, cell)| matches!(total_label(cell), Some(Label::Plain)));
        let bare = filled.len() <= MOST_AT_FOOT && !filled.iter().any(|(_, cell)| is_of_person(cell));
        return match () {
            () if bare && (first_is(&WORDS.total) || first_is_total) => Some(Aside::Total),
            () if bare
                && filled.len() <= 3
                && first_is(&WORDS.signature)
                && !first_is(&WORDS.signature_and_name) =>
            {
                Some(Aside::Signature)
            }
            () => None,
        };
    }
    if is_total(&saying, heads) {
        return Some(Aside::Total);
    }
    is_signature(&filled, &saying, heads).then_some(Aside::Signature)
}

/// As many filled cells as a row at the foot of a table has.
const MOST_AT_FOOT: usize = 4;

fn is(columns: &[bool], at: usize) -> bool {
    columns.get(at).copied().unwrap_or(false)
}

/// Whether a cell of the row says that it is a total, or a part of the row before it. "По области" says so only where a
/// record's number or name stands, or where nothing stands there; "of which urban" only where the row has no number or
/// name beside it.
fn is_total(saying: &[(usize, &str)], heads: &Heads) -> bool {
    let is_named = saying.iter().any(|(at, _)| is(&heads.naming, *at));
    let names_alone = |at: usize| saying.iter().all(|(other, _)| *other == at || !is(&heads.naming, *other));
    saying.iter().any(|&(at, cell)| match total_label(cell) {
        Some(Label::Plain) => true,
        Some(Label::Likely) => is(&heads.naming, at) || !is_named,
        None => is_part_label(cell) && names_alone(at),
    })
}

/// Whether the row is one to be signed, dated or noted on. What names a record and counts something is none, whatever
/// word stands beside it.
fn is_signature(filled: &[(usize, &str)], saying: &[(usize, &str)], heads: &Heads) -> bool {
    let columns = heads.len();
    if columns > 2 && filled.len() <= 2 && filled.iter().all(|(_, cell)| is_rule_or_date(cell)) {
        return true;
    }
    let signs = |&(at, cell): &(usize, &str)| {
        let mut others = filled.iter().filter(|(other, _)| *other != at);
        begins_with(cell, &WORDS.signature)
            && (!begins_with(cell, &WORDS.signature_and_name)
                || (columns > 2 && others.all(|(_, cell)| is_rule_or_date(cell))))
    };
    let names = |&(at, cell): &(usize, &str)| is(&heads.naming, at) && !begins_with(cell, &WORDS.signature);
    let counts = |&(at, cell): &(usize, &str)| is(&heads.numbers, at) && is_count(cell);
    let is_record = || filled.iter().any(names) && filled.iter().any(counts);
    filled.len() <= MOST_AT_FOOT && saying.iter().any(signs) && !is_record()
}

/// Digits of the largest count of anything in a table.
const LONGEST_COUNT: usize = 9;

/// Whether a cell is a count, and no telephone number or date.
fn is_count(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let is_of_count =
        |letter: char| letter.is_ascii_digit() || letter.is_whitespace() || ",.'".contains(letter);
    (1..=LONGEST_COUNT).contains(&digits) && cell.chars().all(is_of_count) && !is_rule_or_date(cell)
}

/// Whether a cell may be a person's number or birth date: eight digits or more, or three numbers divided by a mark.
fn is_of_person(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let numbers = cell.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    digits >= 8 || (numbers == 3 && cell.contains(['.', '/', '-']))
}

/// A line to sign on, or a date that stands alone.
fn is_rule_or_date(cell: &str) -> bool {
    if cell.contains("__") {
        return true;
    }
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let dots = cell.chars().filter(|letter| matches!(letter, '.' | '/')).count();
    let rest = cell
        .chars()
        .filter(|letter| !letter.is_ascii_digit() && !matches!(letter, '.' | '/' | ' ' | '«' | '»' | '"'))
        .collect::<String>();
    (6..=8).contains(&digits) && dots >= 2 && matches!(rest.trim(), "" | "г" | "ж")
}

/// Whether a row numbers the columns of a form: 1, 2, 3, … in its filled cells, at least four of them.
pub(crate) fn numbers_columns(cells: &[String]) -> bool {
    let filled: Vec<(usize, &str)> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| (at, cell.trim()))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    counts_up(&filled, LEAST_NUMBERS)
}

fn counts_up(filled: &[(usize, &str)], least: usize) -> bool {
    filled.len() >= least && filled.iter().enumerate().all(|(at, (_, cell))| is_number(cell, at + 1))
}

fn is_number(cell: &str, number: usize) -> bool {
    cell.trim_matches(['(', ')', '.']).parse() == Ok(number)
}
