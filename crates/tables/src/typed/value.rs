//! Values of typed columns as people write them: thousands with separators, decimals with a comma, yes and no in
//! three languages, and the many ways of writing that there is nothing.

use crate::rows::reject::Reason;
use crate::words::{WORDS, has};

/// Whether a value says that there is none: empty, dashes alone, `н/д`, `нет данных`, `N/A`, `дерек жоқ` and the
/// like, in any case. A zero is a value.
pub fn is_missing(value: &[u8]) -> bool {
    let Some(&first) = value.first() else { return true };
    // The longest text has 28 bytes; nearly all values leave here.
    if value.len() > 40 || first.is_ascii_digit() {
        return false;
    }
    // A quick look at the first letter: dashes, dots, `#`, n; among Cyrillic letters н, о, д, м.
    let possible = match first {
        b'-' | b'_' | b'.' | b'*' | b'#' | b' ' | b'n' | b'N' => true,
        0xD0 => matches!(value.get(1), Some(0xBD | 0x9D | 0xBE | 0x9E | 0xB4 | 0x94 | 0xBC | 0x9C)),
        0xD1..=0xD3 => false,
        other => other >= 0x80,
    };
    if !possible {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    let text = text.trim();
    if text.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '−' | '_' | '.' | '…' | '*')) {
        return true;
    }
    let start = text.chars().next().into_iter().flat_map(char::to_lowercase).next();
    if !matches!(start, Some('н' | 'о' | 'д' | 'м' | 'n' | '#')) {
        return false;
    }
    let lower = text.to_lowercase();
    has(&WORDS.missing, &lower)
}

/// What a comma and a dot mean in a column where a single value does not tell (`1.234`, `1,234`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Grouping {
    /// `Some(true)`: a comma before three digits divides thousands; `Some(false)`: it is a decimal comma.
    pub comma: Option<bool>,
    /// The same for the dot.
    pub dot: Option<bool>,
}

impl Grouping {
    /// Decides over all values of a column. A separator that occurs twice in a number, or together with the other
    /// one behind it, divides thousands; one before any other number of digits than three is a decimal one. If only
    /// single separators before three digits occur, a comma in a column of counts divides thousands, a dot does so
    /// where it occurs twice or more and no count from 1,000 is written without one; in a column of decimals a dot
    /// is a decimal point and a comma stays undecided. If the evidence contradicts itself nothing is decided; nor in a column
    /// of counts whose decimals have other than three digits, since `1,000` beside `950,0` may be a thousand or one.
    pub fn of_column<'a>(values: impl Iterator<Item = &'a str>, counts: bool) -> Self {
        let mut comma = Evidence::default();
        let mut dot = Evidence::default();
        let mut plain_thousands = false;
        for value in values {
            let text = plain(value);
            plain_thousands |= text.len() > 3 && text.bytes().all(|byte| byte.is_ascii_digit());
            comma.see(&text, ',', '.');
            dot.see(&text, '.', ',');
        }
        Self {
            comma: comma.verdict(counts, counts.then_some(true)),
            dot: dot.verdict(
                counts,
                if counts { (dot.open > 1 && !plain_thousands).then_some(true) } else { Some(false) },
            ),
        }
    }
}

/// What the values of a column say of one separator.
#[derive(Debug, Default)]
struct Evidence {
    groups: usize,
    decimals: usize,
    /// Those of them with three digits behind the mark.
    of_three: usize,
    open: usize,
}

impl Evidence {
    fn see(&mut self, text: &str, mark: char, other: char) {
        let Some(last) = text.rfind(mark) else { return };
        let behind = text.len() - last - 1;
        if text.matches(mark).count() > 1 || text[last..].contains(other) {
            self.groups += 1;
        } else if behind != 3 || text[..last].contains(other) || text.starts_with('0') || last > 3 {
            self.decimals += 1;
            self.of_three += usize::from(behind == 3);
        } else {
            self.open += 1;
        }
    }

    fn verdict(&self, counts: bool, otherwise: Option<bool>) -> Option<bool> {
        match (self.groups > 0, self.decimals > 0) {
            (true, true) => None,
            (false, true) if counts && self.of_three == 0 => None,
            (true, false) => Some(true),
            (false, true) => Some(false),
            (false, false) => otherwise,
        }
    }
}

/// The text without blanks at its ends and with every kind of blank or apostrophe inside as a plain blank.
fn plain(text: &str) -> String {
    text.trim()
        .trim_start_matches('+')
        .chars()
        .map(|letter| match letter {
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\t' | '\'' | '’' | '`' => ' ',
            '−' | '–' => '-',
            other => other,
        })
        .collect()
}

/// A number taken apart: digits before and after the decimal mark.
struct Parts {
    negative: bool,
    whole: String,
    fraction: String,
}

fn parts(text: &str, grouping: Grouping) -> Result<Parts, Reason> {
    let text = plain(text);
    if text.starts_with('#') {
        return Err(Reason::CellError);
    }
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start().to_owned()),
        None => (false, text),
    };
    if text.is_empty()
        || !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b',' | b'.'))
    {
        return Err(Reason::NotANumber);
    }
    let last = text.rfind([',', '.']);
    let decimal_at = match last {
        None => None,
        Some(at) => {
            let mark = if text[at..].starts_with(',') { ',' } else { '.' };
            let stated = if mark == ',' { grouping.comma } else { grouping.dot };
            let repeated = text.matches(mark).count() > 1;
            let other = text[..at].contains(if mark == ',' { '.' } else { ',' });
            let behind = text.len() - at - 1;
            let open = behind == 3 && !other && !text.starts_with('0') && at <= 3 && at > 0;
            if repeated {
                None
            } else if open {
                match stated {
                    Some(true) => None,
                    Some(false) => Some(at),
                    None => return Err(Reason::Ambiguous),
                }
            } else {
                Some(at)
            }
        }
    };
    let (whole, fraction) = match decimal_at {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text.as_str(), ""),
    };
    let whole = ungrouped(whole).ok_or(Reason::NotANumber)?;
    if whole.is_empty() && fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::NotANumber);
    }
    Ok(Parts { negative, whole, fraction: fraction.to_owned() })
}

/// Digits without their separators, where these stand before every three digits and are all the same.
fn ungrouped(text: &str) -> Option<String> {
    let mark = text.chars().find(|letter| !letter.is_ascii_digit());
    let Some(mark) = mark else { return Some(text.to_owned()) };
    let groups: Vec<&str> = text.split(mark).collect();
    let first = groups.first()?;
    let regular = (1..=3).contains(&first.len())
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    regular.then(|| groups.concat())
}

/// Reads a whole number from 0, with or without separators: `562590`, `562 590`, `562,590`, `562'590`; `1500,0` is
/// whole as well.
///
/// # Errors
/// The reason, where it is none.
pub fn count(text: &str, grouping: Grouping) -> Result<u64, Reason> {
    count_of(&parts(text, grouping)?)
}

/// Reads a number of thousands, exactly: `12,5` is 12 500.
///
/// # Errors
/// The reason, where it is none, or none of whole things.
pub(crate) fn thousands(text: &str, grouping: Grouping) -> Result<u64, Reason> {
    let Parts { negative, mut whole, mut fraction } = parts(text, grouping)?;
    while fraction.len() < THOUSANDTHS {
        fraction.push('0');
    }
    let fraction = {
        whole.push_str(&fraction[..THOUSANDTHS]);
        fraction.split_off(THOUSANDTHS)
    };
    count_of(&Parts { negative, whole, fraction })
}

/// Digits behind the decimal mark of a thousand that are whole.
const THOUSANDTHS: usize = 3;

fn count_of(parts: &Parts) -> Result<u64, Reason> {
    if parts.fraction.bytes().any(|digit| digit != b'0') {
        return Err(Reason::Fraction);
    }
    let value: u64 =
        if parts.whole.is_empty() { 0 } else { parts.whole.parse().map_err(|_| Reason::TooLarge)? };
    if parts.negative && value > 0 { Err(Reason::Negative) } else { Ok(value) }
}

/// Reads a number with or without a fraction: `12.5`, `12,5`, `1 234,5`, `-3`, `1e-3`; `5 %` is 0.05.
///
/// # Errors
/// The reason, where it is none.
pub fn decimal(text: &str, grouping: Grouping) -> Result<f64, Reason> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        return Ok(decimal(percent, grouping)? / 100.0);
    }
    let value: f64 = match parts(text, grouping) {
        Ok(parts) => {
            let sign = if parts.negative { "-" } else { "" };
            format!("{sign}{}.{}", if parts.whole.is_empty() { "0" } else { &parts.whole }, parts.fraction)
                .parse()
                .map_err(|_| Reason::NotANumber)?
        }
        // Scientific notation, as spreadsheets export very small numbers.
        Err(Reason::NotANumber)
            if text.starts_with(|letter: char| letter.is_ascii_digit() || letter == '-') =>
        {
            text.parse().map_err(|_| Reason::NotANumber)?
        }
        Err(reason) => return Err(reason),
    };
    if value.is_finite() { Ok(value) } else { Err(Reason::TooLarge) }
}

/// Reads yes or no in English, Russian and Kazakh, or as a mark in a form (`x`, `v`, `+`, `✓`).
///
/// # Errors
/// [`Reason::NotAFlag`] for anything else.
pub fn flag(text: &str) -> Result<bool, Reason> {
    match text.trim().to_lowercase().as_str() {
        yes if has(&WORDS.yes, yes) => Ok(true),
        no if has(&WORDS.no, no) => Ok(false),
        _ => Err(Reason::NotAFlag),
    }
}

/// What a spreadsheet shows where a formula failed: `#REF!`, `#ССЫЛКА!`.
pub fn is_cell_error(text: &str) -> bool {
    text.starts_with('#') && has(&WORDS.errors, &text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Grouping = Grouping { comma: None, dot: None };

    fn column(values: &[&str], counts: bool) -> Grouping {
        Grouping::of_column(values.iter().copied(), counts)
    }

    #[test]
    fn a_thousand_beside_decimals_is_neither_read_as_one_nor_as_a_thousand() {
        for (values, open) in [
            (["950,0", "1,000", "870", "1 020,00"], "1,000"),
            (["950.0", "2.000", "870", "1020.00"], "2.000"),
            (["640,0", "1,150", "870", "7"], "1,150"),
        ] {
            let grouping = column(&values, true);
            assert_eq!(count(open, grouping), Err(Reason::Ambiguous), "{open}");
            assert!(count(values[0], grouping).is_ok_and(|count| count > 600), "{open}");
        }
        // Where decimals have three digits, it is one of them.
        assert_eq!(count("1,000", column(&["1020,000", "1,000"], true)), Ok(1));
        // In a column of decimals a fraction is nothing strange.
        assert_eq!(decimal("1,250", column(&["0,5", "1,250"], false)), Ok(1.25));
    }

    #[test]
    fn counts_as_people_write_them() {
        let grouping = column(&["562,590"], true);
        for text in [
            "562590",
            "562 590",
            "562\u{a0}590",
            "562\u{202f}590",
            "562'590",
            "562,590",
            " 562590 ",
            "562590.0",
        ] {
            assert_eq!(count(text, grouping), Ok(562_590), "{text}");
        }
        assert_eq!(count("12,032,550", OPEN), Ok(12_032_550));
        assert_eq!(count("1.234", OPEN), Err(Reason::Ambiguous));
        assert_eq!(count("1.234", column(&["1.234", "2.345", "999"], true)), Ok(1234));
        assert_eq!(count("1.234", column(&["1.234", "2.345", "1999"], true)), Err(Reason::Ambiguous));
        assert_eq!(count("1.234", column(&["1.234", "1.234.567"], true)), Ok(1234));
        assert_eq!(count("1.234", column(&["1.234", "1.5"], true)), Err(Reason::Ambiguous));
        assert_eq!(count("1.5", column(&["1.234", "1.5"], true)), Err(Reason::Fraction));
        assert_eq!(count("-5", OPEN), Err(Reason::Negative));
        assert_eq!(count("12.5", OPEN), Err(Reason::Fraction));
        assert_eq!(count("12 5", OPEN), Err(Reason::NotANumber));
        assert_eq!(count("1500 чел.", OPEN), Err(Reason::NotANumber));
        assert_eq!(count("99999999999999999999", OPEN), Err(Reason::TooLarge));
        assert_eq!(count("#REF!", OPEN), Err(Reason::CellError));
        assert_eq!(count("1,2,3", OPEN), Err(Reason::NotANumber));
    }

    #[test]
    fn decimals_as_people_write_them() {
        assert_eq!(decimal("71,4460", OPEN), Ok(71.446));
        assert_eq!(decimal("1 234,5", OPEN), Ok(1234.5));
        assert_eq!(decimal("1.234,5", OPEN), Ok(1234.5));
        assert_eq!(decimal("-0.344", OPEN), Ok(-0.344));
        assert_eq!(decimal("51.128", column(&["51.128"], false)), Ok(51.128));
        assert_eq!(decimal("51,128", column(&["51,128"], false)), Err(Reason::Ambiguous));
        assert_eq!(decimal("51,128", column(&["51,128", "51,1"], false)), Ok(51.128));
        assert_eq!(decimal("5 %", OPEN), Ok(0.05));
        assert_eq!(decimal("1e-3", OPEN), Ok(0.001));
        assert!(decimal("1e999", OPEN).is_err());
        assert!(decimal("inf", OPEN).is_err());
    }

    #[test]
    fn nothing_in_many_words() {
        for word in &WORDS.missing {
            assert!(is_missing(word.as_bytes()) && is_missing(word.to_uppercase().as_bytes()), "{word}");
        }
        for text in ["", "-", "—", "н/д", "Н/Д", "нет данных", "N/A", "#N/A", "дерек жоқ", " - ", "…"]
        {
            assert!(is_missing(text.as_bytes()), "{text}");
        }
        for text in ["0", "нет", "Наурыз", "-5", "Ниязов", "Мая"] {
            assert!(!is_missing(text.as_bytes()), "{text}");
        }
        assert_eq!((flag("Да"), flag("жоқ"), flag("?")), (Ok(true), Ok(false), Err(Reason::NotAFlag)));
    }
}
