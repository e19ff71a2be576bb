//! What a cell for marks says of the entry: that it was taken off the list, or that it was used.
//!
//! Only a plain mark settles something: one whose every word is known to say "removed", "struck off" or "died", or to change
//! nothing of it. «Не был исключён», «исключён? нет», «исключён ошибочно», «умер отец», «снято с контроля» and all that
//! nobody has foreseen settle nothing; where they are about a removal they are told as what may explain a pair.

mod clause;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use tizim_people::text::fold;
use tizim_people::{DateOptions, parse_birth_date, parse_date};

use clause::{Clause, LISTS, clauses, is_known, is_used};

/// What a cell says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The entry was taken off the list: said plainly.
    pub(crate) removed: bool,
    /// It is about a removal, and not plainly that of this entry.
    pub(crate) unclear: bool,
    /// The entry was used: somebody voted by it.
    pub(crate) used: bool,
    /// The day, where it is stated.
    pub(crate) day: Option<Date>,
}

impl Mark {
    /// Reads a cell for marks; what says neither is no mark of these.
    pub(crate) fn parse(cell: &str) -> Self {
        if !cell.chars().any(char::is_alphabetic) {
            return Self::default();
        }
        let clauses: Vec<Clause> = clauses(cell).map(|clause| Clause::read(clause, &LISTS)).collect();
        let says = |clause: Clause| clauses.contains(&clause);
        let (plain, unclear) = (says(Clause::Plain), says(Clause::Unclear) || cell.contains('?'));
        let used = self::clauses(cell).any(|clause| is_used(clause, &LISTS));
        let removed = plain && !unclear;
        let day = if removed || used { day_in(cell) } else { None };
        let is_about = || fold(cell).split(' ').any(|word| LISTS.about.has(word));
        Self { removed, unclear: !removed && is_about(), used, day }
    }

    /// Reads a cell of the column for removals, whose heading says "removed": a day, "yes", a decision.
    pub(crate) fn in_column(cell: &str) -> Self {
        let cell = cell.trim();
        if tizim_tables::is_missing(cell.as_bytes()) {
            return Self::default();
        }
        let is_sign = matches!(cell, "+" | "1" | "✓" | "✔" | "☑");
        let folded = fold(cell);
        if !is_sign && (folded == "0" || folded.split(' ').all(|word| LISTS.no.has(word))) {
            return Self::default();
        }
        let has_letters = cell.chars().any(char::is_alphabetic);
        let day = day_in(cell).or_else(|| parse_date(cell.as_bytes(), &DateOptions::default()).ok());
        let is_date = || parse_birth_date(cell.as_bytes(), &DateOptions::default()).is_ok();
        let said = |clause| matches!(Clause::read(clause, &LISTS), Clause::Plain | Clause::Beside);
        let is_said =
            if has_letters { LISTS.yes.has(&folded) || clauses(cell).all(said) } else { day.is_some() };
        let removed = !cell.contains('?') && (is_sign || is_said || is_date());
        Self { removed, unclear: !removed, used: false, day: day.filter(|_| removed) }
    }
}

/// Whether it is known what a cell for marks says: that the entry was removed or used, or something that changes nothing.
pub(crate) fn is_understood(cell: &str) -> bool {
    let says_nothing =
        || !cell.chars().any(char::is_alphabetic) || tizim_tables::is_missing(cell.trim().as_bytes());
    let is_settled = || {
        let mark = Mark::parse(cell);
        mark.removed || mark.used
    };
    says_nothing() || is_settled() || clauses(cell).all(|clause| is_known(clause, &LISTS))
}

/// The first date that stands among words.
fn day_in(cell: &str) -> Option<Date> {
    let is_of_date = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-' | '/');
    cell.split(|letter: char| !is_of_date(letter))
        .map(|part| part.trim_matches(|letter: char| !letter.is_ascii_digit()))
        .filter(|part| part.len() >= 8)
        .find_map(|part| parse_date(part.as_bytes(), &DateOptions::default()).ok())
}
