//! Values of typed columns as people write them: thousands with separators, decimals with a comma, yes and no in
//! three languages, and the many ways of writing that there is nothing.

use crate::reject::Reason;

/// Whether a value says that there is none: empty, dashes, `н/д`, `нет данных`, `N/A`, `жоқ` and the like.
/// Upper and lower case are the same. A zero is a value.
pub fn is_missing(value: &[u8]) -> bool {
    if value.is_empty() {
        return true;
    }
    // The longest token has 30 bytes; nearly all values leave here.
    if value.len() > 32 || value[0].is_ascii_digit() {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{a0}');
    if text.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '−' | '_' | '.' | '…' | '*')) {
        return true;
    }
    const TOKENS: [&str; 17] = [
        "н/д",
        "н.д.",
        "нд",
        "нет данных",
        "нет",
        "не указано",
        "не установлено",
        "отсутствует",
        "n/a",
        "na",
        "#n/a",
        "#н/д",
        "null",
        "none",
        "no data",
        "дерек жоқ",
        "мәлімет жоқ",
    ];
    // "нет" and "none" may mean no in a flag; `flag` looks there first.
    let lower = text.to_lowercase();
    TOKENS.contains(&lower.as_str())
}

/// What the dot and the comma mean in a column, decided over all its values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Grouping {
    /// What a lone `,` before three digits is: `Some(true)` divides thousands, `Some(false)` is a decimal comma.
    pub comma: Option<bool>,
    /// The same for `.`.
    pub dot: Option<bool>,
}

/// Reads a whole number from 0.
///
/// # Errors
/// The reason, where it is none.
pub fn count(text: &str, _grouping: Grouping) -> Result<u64, Reason> {
    text.parse().map_err(|_| Reason::NotANumber)
}

/// Reads a number.
///
/// # Errors
/// The reason, where it is none.
pub fn decimal(text: &str, _grouping: Grouping) -> Result<f64, Reason> {
    text.parse().map_err(|_| Reason::NotANumber)
}

/// Reads yes or no.
///
/// # Errors
/// [`Reason::NotAFlag`] for anything else.
pub fn flag(text: &str) -> Result<bool, Reason> {
    text.parse().map_err(|_| Reason::NotAFlag)
}
