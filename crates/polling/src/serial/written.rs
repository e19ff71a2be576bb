//! A cell taken apart: which of its letters are a series, which of its digits a number, and what only stands beside them.

use std::sync::LazyLock;

use tizim_people::dates::month_named;
use tizim_people::text::fold;
use tizim_people::words::Words;

use crate::precinct;

const FILE: &str = include_str!("../../../../data/words/serials.toml");

static NUMBER: LazyLock<Words> = LazyLock::new(|| Words::of_topic(FILE, "number"));
static DOCUMENT: LazyLock<Words> = LazyLock::new(|| Words::of_topic(FILE, "document"));
static DOCUMENT_SHORT: LazyLock<Words> = LazyLock::new(|| Words::of_topic(FILE, "document_short"));
static BEHIND: LazyLock<Words> = LazyLock::new(|| Words::of_topic(FILE, "behind"));

/// A series has hardly more letters than this.
pub(super) const SERIES: usize = 4;

/// Stands where a date stood.
const DATE: char = '\u{1}';

/// What is left of a text once dates, words for "number" and what follows a serial are taken away.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// The words that may be a series, as written.
    pub(super) words: Vec<String>,
    /// Numbers, each by its runs of digits: `12-34` is one number of two runs. Where a cell holds one serial, all of them
    /// together are its number.
    pub(super) numbers: Vec<Vec<String>>,
    /// Whether a date was taken away.
    pub(super) had_date: bool,
}

/// Letters or digits that stand together, and what parts them from those before.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    apart: &'a str,
    text: &'a str,
    is_digits: bool,
}

impl Part<'_> {
    fn is_behind_date(&self) -> bool {
        self.apart.contains(DATE)
    }

    fn is_small(&self) -> bool {
        self.text.chars().all(|letter| !letter.is_uppercase())
    }
}

impl Written {
    /// The words and numbers of a text, up to where the serial ends: or, in a text of several clauses (`to_clause`), without
    /// what follows a serial in its clause.
    pub(super) fn read(text: &str, to_clause: bool) -> Self {
        let text = without_dates(text);
        let parts = parts(&text);
        let mut read = Self { had_date: text.contains(DATE), ..Self::default() };
        let mut is_over = false;
        for (at, part) in parts.iter().enumerate() {
            let begins_clause = part.apart.contains([',', ';', '\n']);
            if is_over && !(to_clause && begins_clause) {
                continue;
            }
            is_over = false;
            if part.is_digits {
                read.add_run(part);
            } else if is_behind(&parts, at) && !read.numbers.is_empty() {
                is_over = true;
            } else if !is_beside(&parts, at) {
                read.words.push(part.text.to_owned());
            }
        }
        read
    }

    /// A run of digits: a group of a number by thousands (`1 000 123`), a further run of one number (`12-34`), or a number.
    fn add_run(&mut self, part: &Part<'_>) {
        let run = part.text.to_owned();
        let grouped = |last: &String| {
            part.apart == " "
                && run.len() == 3
                && !last.starts_with('0')
                && (last.len() <= 3 || !last.len().is_multiple_of(3))
        };
        let joined = !part.apart.is_empty()
            && part.apart.chars().all(|sign| matches!(sign, '-' | '/' | '.' | '–' | '\\'));
        match self.numbers.last_mut() {
            Some(number) if joined => number.push(run),
            Some(number) if number.len() == 1 && number.first().is_some_and(grouped) => {
                if let Some(last) = number.last_mut() {
                    last.push_str(&run);
                }
            }
            _ => self.numbers.push(vec![run]),
        }
    }
}

/// Whether the word here tells when, where and by whom a certificate was issued, or what the paper is like, and is no series
/// of few letters: short words may be one, unless they are written small or lead
/// to a date (`от 05.06.2019`) or, behind the number, to another number (`НА 2 ЛИСТАХ`).
fn tells(parts: &[Part<'_>], at: usize, behind_number: bool) -> bool {
    let (part, next) = (&parts[at], parts.get(at + 1));
    let letters = part.text.chars().count();
    let leads = |next: &Part<'_>| next.is_behind_date() || (behind_number && next.is_digits);
    let is_small = part.is_small() && (behind_number || letters > 1);
    let stands_alone = (at == 0 || !part.apart.is_empty()) && next.is_none_or(|next| !next.apart.is_empty());
    let is_text = letters >= SERIES || is_small || next.is_some_and(leads);
    stands_alone && is_text && BEHIND.has(&fold(part.text))
}

/// Whether all that follows in the clause tells of a certificate whose number stands before.
fn is_behind(parts: &[Part<'_>], at: usize) -> bool {
    tells(parts, at, true)
}

/// Whether the word here is "number", "series" or the name of the paper, or leads to what stands in front of the number.
fn is_beside(parts: &[Part<'_>], at: usize) -> bool {
    let folded = fold(parts[at].text);
    let number_follows = || {
        let next = parts.get(at + 1);
        next.is_some_and(|next| next.apart.contains(['№', '#']) || NUMBER.has(&fold(next.text)))
    };
    NUMBER.has(&folded)
        || DOCUMENT.has(&folded)
        || (DOCUMENT_SHORT.has(&folded) && number_follows())
        || tells(parts, at, false)
}

/// The text with a sign where a date stands: `05.06.2019`, `5 июня 2019`, `2019 жылғы 5 маусым`.
fn without_dates(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|sign: char| sign.is_whitespace() && sign != '\n')
        .filter(|word| !word.is_empty())
        .collect();
    let core =
        |at: usize| words.get(at).map_or("", |word| word.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let day = |at: usize| core(at).parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let year = |at: usize| {
        core(at).len() == 4 && core(at).parse::<u16>().is_ok_and(|year| (1900..=2100).contains(&year))
    };
    let month = |at: usize| {
        core(at).chars().all(char::is_alphabetic) && month_named(&core(at).to_lowercase()).is_some()
    };
    let filler = |at: usize| {
        matches!(core(at).to_lowercase().as_str(), "г" | "год" | "года" | "ж" | "жыл" | "жылы" | "жылғы")
    };
    let mut left: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let taken = if day(at) && month(at + 1) && year(at + 2) {
            3
        } else if year(at) && filler(at + 1) && day(at + 2) && month(at + 3) {
            4
        } else if year(at)
            && filler(at + 1)
            && words[..at].iter().any(|word| word.contains(|sign: char| sign.is_ascii_digit()))
        {
            2
        } else {
            usize::from(is_date(words[at]))
        };
        if taken == 0 {
            left.push(words[at].to_owned());
        } else {
            let end = words[at + taken - 1];
            let divider = if end.ends_with([',', ';']) { ", " } else { " " };
            left.push(format!("{DATE}{divider}"));
        }
        at += taken.max(1);
        // The word behind a year.
        at += usize::from(taken > 0 && filler(at));
    }
    left.join(" ")
}

/// Whether a word is a date, whatever stands around it (`(05.06.2019г.)`), or what a spreadsheet makes of `12-34`
/// (`дек.34`).
fn is_date(word: &str) -> bool {
    let named = word.trim_matches(|sign: char| !sign.is_alphanumeric());
    let is_short = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() <= 2;
    if named.contains(char::is_alphabetic) && is_short(named) && precinct::is_date(named) {
        return true;
    }
    let word = word.trim_matches(|sign: char| !sign.is_ascii_digit());
    let short = || {
        let parts: Vec<&str> = word.split('.').collect();
        let up_to = |part: &str, most: u8| {
            part.len() == 2 && part.parse().is_ok_and(|number: u8| (1..=most).contains(&number))
        };
        matches!(parts.as_slice(), [day, month, year] if up_to(day, 31) && up_to(month, 12) && up_to(year, 99))
    };
    precinct::is_date(word) || short()
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let kind = |letter: char| match letter {
        _ if letter.is_ascii_digit() => Some(true),
        _ if letter.is_alphanumeric() => Some(false),
        _ => None,
    };
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter| kind(letter).is_some()) {
        let (apart, from) = rest.split_at(start);
        let is_digits = from.starts_with(|letter: char| letter.is_ascii_digit());
        let (text, behind) =
            from.split_at(from.find(|letter| kind(letter) != Some(is_digits)).unwrap_or(from.len()));
        parts.push(Part { apart, text, is_digits });
        rest = behind;
    }
    parts
}
