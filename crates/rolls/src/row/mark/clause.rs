//! One clause of a mark, word by word.

use std::sync::LazyLock;

use tizim_people::dates::month_named;
use tizim_people::text::fold;
use tizim_people::words::Words;
use tizim_people::{DateOptions, parse_date};

/// The words of marks, in all languages.
pub(super) struct Lists {
    pub(super) removed: Words,
    pub(super) beside: Words,
    pub(super) place: Words,
    pub(super) numbered: Words,
    pub(super) yes: Words,
    pub(super) no: Words,
    pub(super) contrary: Words,
    pub(super) about: Words,
    pub(super) used: Words,
    pub(super) voted: Words,
    pub(super) known: Words,
}

pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let topic = |name| Words::of_topic(include_str!("../../../../../data/words/marks.toml"), name);
    Lists {
        removed: topic("removed"),
        beside: topic("beside"),
        place: topic("place"),
        numbered: topic("numbered"),
        yes: topic("yes"),
        no: topic("no"),
        contrary: topic("contrary"),
        about: topic("about"),
        used: topic("used"),
        voted: topic("voted"),
        known: topic("known"),
    }
});

/// What a clause says of a removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clause {
    /// It was made.
    Plain,
    /// Something about one, or its contrary.
    Unclear,
    /// Nothing but words that are known: a date, a decision.
    Beside,
    /// Something else.
    Else,
}

impl Clause {
    pub(super) fn read(clause: &str, lists: &Lists) -> Self {
        let words = words(clause);
        let folded = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
        let is_place = |at: usize| lists.place.has(folded(at));
        let (mut plain, mut known, mut about, mut no) = (false, true, false, true);
        for (at, word) in words.iter().enumerate() {
            let text = word.folded.as_str();
            if lists.contrary.has(text) {
                return Self::Unclear;
            }
            plain |= lists.removed.has(text);
            about |= lists.about.has(text);
            no &= lists.no.has(text);
            let before = at.checked_sub(1);
            known &= if word.has_digits {
                let is_numbered =
                    word.is_numbered || before.is_some_and(|before| lists.numbered.has(folded(before)));
                word.is_date || is_numbered || month_named(folded(at + 1)).is_some()
            } else {
                let has_digits = |at: usize| words.get(at).is_some_and(|word| word.has_digits);
                let of_date =
                    || month_named(text).is_some() && (has_digits(at + 1) || before.is_some_and(has_digits));
                let of_place = || before.is_some_and(is_place) || (is_place(at + 1) && before.is_some());
                lists.removed.has(text)
                    || lists.beside.has(text)
                    || of_date()
                    || (of_place() && !lists.no.has(text))
            };
        }
        // «исключён: -»
        let is_open = clause.trim_end().ends_with([':', '-', '–', '—']);
        match (plain, known && !is_open, about) {
            (true, true, _) => Self::Plain,
            (true, false, _) | (false, false, true) => Self::Unclear,
            _ if no && !words.is_empty() => Self::Unclear,
            (false, true, _) => Self::Beside,
            (false, false, false) => Self::Else,
        }
    }
}

/// A word of a clause.
struct Word {
    folded: String,
    has_digits: bool,
    is_date: bool,
    /// A sign for "number" stands before its digits.
    is_numbered: bool,
}

/// The words of a clause: what blanks part, dates whole, all else in normal form.
fn words(clause: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut after_sign = false;
    for written in clause.split_whitespace() {
        let core = written.trim_matches(|sign: char| !sign.is_alphanumeric());
        let has_digits = core.bytes().any(|byte| byte.is_ascii_digit());
        let sign = written.starts_with('№') || written.starts_with('#');
        if has_digits {
            let date = core.trim_end_matches(|letter: char| !letter.is_ascii_digit());
            let is_year =
                date.len() == 4 && date.parse::<u16>().is_ok_and(|year| (1900..=2100).contains(&year));
            let is_date =
                is_year || (date.len() >= 8 && parse_date(date.as_bytes(), &DateOptions::default()).is_ok());
            words.push(Word { folded: fold(core), has_digits, is_date, is_numbered: sign || after_sign });
        } else {
            let plain =
                |word: &str| Word { folded: word.to_owned(), has_digits, is_date: false, is_numbered: false };
            words.extend(fold(core).split(' ').filter(|word| !word.is_empty()).map(plain));
        }
        after_sign = sign && core.is_empty();
    }
    words
}

/// The clauses of a cell: parted by commas, semicolons, lines, and stops behind words that are no abbreviations.
pub(super) fn clauses(cell: &str) -> impl Iterator<Item = &str> {
    let mut letters = 0;
    let mut last = ' ';
    cell.split(move |sign: char| {
        let is_stop = sign == '.' && letters > 3 && last.is_alphabetic();
        letters = if sign.is_alphabetic() { letters + 1 } else { 0 };
        last = sign;
        is_stop || matches!(sign, ',' | ';' | '\n')
    })
}

/// Whether every word of a clause is known, whatever they say together.
pub(super) fn is_known(clause: &str, lists: &Lists) -> bool {
    let Lists { removed, beside, place, numbered, yes, no, contrary, used, voted, known, about: _ } = lists;
    let topics = [removed, beside, place, numbered, yes, no, contrary, used, voted, known];
    let is_word = |text: &str| topics.iter().any(|topic| topic.has(text)) || month_named(text).is_some();
    let words = words(clause);
    let has = |topic: &Words| words.iter().any(|word| topic.has(&word.folded));
    // «не проживает»
    let is_denied = has(no) && has(known);
    !is_denied && words.iter().all(|word| word.has_digits || is_word(&word.folded))
}

/// Whether a clause says that somebody voted by this entry.
pub(super) fn is_used(clause: &str, lists: &Lists) -> bool {
    let folded = fold(clause);
    let mut words = folded.split(' ').peekable();
    let has = |topic: &Words| folded.split(' ').any(|word| topic.has(word));
    let is_voted = std::iter::from_fn(|| words.next().map(|word| (word, words.peek().copied())))
        .any(|(word, next)| lists.voted.has(word) && next.is_some_and(|next| lists.voted.has(next)));
    (has(&lists.used) || is_voted) && !has(&lists.no)
}
