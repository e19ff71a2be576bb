//! What is wrong with a TOML text that a user gave, and where: line, column and what was expected, never what stands
//! there. A list of voters given in the place of a profile must not end up on the screen.

use std::fmt;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::Language;

/// A fault in a TOML text. Shows no part of the text but keys that look like keys of a program: lower-case letters,
/// digits, `-`, `_`, and `.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TomlFault {
    /// Line and column, counted from 1, where they are known.
    pub place: Option<(usize, usize)>,
    /// What was expected.
    pub reason: String,
}

impl fmt::Display for TomlFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(formatter, "line {line}, column {column}: {}", self.reason),
            None => formatter.write_str(&self.reason),
        }
    }
}

impl std::error::Error for TomlFault {}

impl TomlFault {
    /// What the reader of TOML says of `text`, without what it quotes.
    pub fn new(text: &str, error: &toml::de::Error) -> Self {
        Self { place: error.span().map(|span| place(text, span.start)), reason: unquoted(error.message()) }
    }

    fn at(text: &str, offset: usize, reason: &str) -> Self {
        Self { place: Some(place(text, offset)), reason: reason.to_owned() }
    }
}

/// Reads a TOML text whose numbers are all finite and whose decimals are none of them negative.
///
/// ```
/// #[derive(serde::Deserialize, Debug)]
/// #[serde(deny_unknown_fields)]
/// struct Limits { least: f64 }
/// let read = |text| tizim_evidence::read_toml::<Limits>(text);
/// assert_eq!(read("least = 2.0")?.least, 2.0);
/// assert_eq!(read("least = nan").unwrap_err().to_string(), "line 1, column 9: expected a finite number");
/// assert!(read("7607, Ivanov").unwrap_err().place.is_some());
/// # Ok::<(), tizim_evidence::TomlFault>(())
/// ```
///
/// # Errors
/// Where the text is not TOML, does not fit the type, or holds such a number.
pub fn read_toml<T: DeserializeOwned>(text: &str) -> Result<T, TomlFault> {
    check_numbers(text, &parsed(text)?)?;
    toml::from_str(text).map_err(|error| TomlFault::new(text, &error))
}

/// The same, where a text may be given in several languages (`title = { en = "…", ru = "…" }`): each is read in this one,
/// or in the first that there is.
///
/// ```
/// use tizim_evidence::{Language, read_toml_in};
/// #[derive(serde::Deserialize)]
/// struct Law { title: String }
/// let law: Law = read_toml_in("title = { en = 'Law', ru = 'Закон' }", Language::Ru)?;
/// assert_eq!(law.title, "Закон");
/// # Ok::<(), tizim_evidence::TomlFault>(())
/// ```
///
/// # Errors
/// As [`read_toml`].
pub fn read_toml_in<T: DeserializeOwned>(text: &str, language: Language) -> Result<T, TomlFault> {
    let mut table = parsed_in(text, language)?;
    check_numbers(text, &table)?;
    let whole = Spanned::new(0..text.len(), std::mem::take(&mut table));
    T::deserialize(toml::de::Deserializer::from(whole)).map_err(|error| TomlFault::new(text, &error))
}

/// The tables of a text, with their places, each text that is given in several languages in this one.
pub(crate) fn parsed_in(text: &str, language: Language) -> Result<DeTable<'_>, TomlFault> {
    let mut table = parsed(text)?;
    table.iter_mut().for_each(|(_, value)| choose(value, language));
    Ok(table)
}

fn choose(value: &mut Spanned<DeValue<'_>>, language: Language) {
    let chosen = match value.get_mut() {
        DeValue::Table(texts) if is_one_text(texts) => {
            std::iter::once(language).chain(Language::ALL).find_map(|language| texts.remove(language.code()))
        }
        DeValue::Table(table) => {
            table.iter_mut().for_each(|(_, value)| choose(value, language));
            None
        }
        DeValue::Array(values) => {
            values.iter_mut().for_each(|value| choose(value, language));
            None
        }
        _ => None,
    };
    if let Some(chosen) = chosen {
        *value = chosen;
    }
}

/// Whether a table holds nothing but one text in several languages.
fn is_one_text(table: &DeTable<'_>) -> bool {
    !table.is_empty()
        && table.iter().all(|(key, value)| {
            let key: &str = key.get_ref();
            let is_language = Language::ALL.iter().any(|language| language.code() == key);
            is_language && matches!(value.get_ref(), DeValue::String(_))
        })
}

/// The tables of a text, with their places.
pub(crate) fn parsed(text: &str) -> Result<DeTable<'_>, TomlFault> {
    DeTable::parse(text).map(Spanned::into_inner).map_err(|error| TomlFault::new(text, &error))
}

/// Degrees, which alone may be negative: half of the Earth is west, and half south.
const DEGREES: [&str; 4] = ["west", "south", "east", "north"];

/// Refuses decimals that are no number, infinite or negative, wherever they stand.
pub(crate) fn check_numbers(text: &str, table: &DeTable<'_>) -> Result<(), TomlFault> {
    table.iter().try_for_each(|(key, value)| {
        let key: &str = key.get_ref();
        check_value(text, value, DEGREES.contains(&key))
    })
}

fn check_value(text: &str, value: &Spanned<DeValue<'_>>, may_be_negative: bool) -> Result<(), TomlFault> {
    let start = value.span().start;
    match value.get_ref() {
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if !number.is_finite() => Err(TomlFault::at(text, start, "expected a finite number")),
            Ok(number) if number.is_sign_negative() && !may_be_negative => {
                Err(TomlFault::at(text, start, "expected a number that is not negative"))
            }
            Ok(_) => Ok(()),
            Err(_) => Err(TomlFault::at(text, start, "expected a finite number")),
        },
        DeValue::Array(values) => {
            values.iter().try_for_each(|value| check_value(text, value, may_be_negative))
        }
        DeValue::Table(table) => check_numbers(text, table),
        _ => Ok(()),
    }
}

/// Line and column of a byte, counted from 1; columns are letters.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// A message of a deserialiser without the values in it: of an unknown word only the shape where it is not written as
/// our keys are, of a value of the wrong kind only the kind, and no text in double quotes.
fn unquoted(message: &str) -> String {
    for start in ["unknown field `", "unknown variant `", "duplicate field `", "duplicate key `"] {
        let Some(rest) = message.strip_prefix(start) else { continue };
        let end = ["`, expected ", "`, there are "].iter().find_map(|end| rest.rfind(end));
        let (word, rest) = rest.split_at(end.unwrap_or(rest.len().saturating_sub(1)));
        return format!("{start}{}{rest}", key(word));
    }
    for start in ["invalid type: ", "invalid value: "] {
        let Some((found, expected)) =
            message.strip_prefix(start).and_then(|rest| rest.rsplit_once(", expected "))
        else {
            continue;
        };
        let kind = found.split(['`', '"']).next().unwrap_or_default().trim_end();
        return format!("{start}{kind}, expected {expected}");
    }
    let mut parts = message.split('"');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let Some(_quoted) = parts.next() {
        text.push('…');
        text.push_str(parts.next().unwrap_or_default());
    }
    text
}

/// A key as it may be shown: as written where it looks like one of a program's, else its shape.
pub(crate) fn key(word: &str) -> String {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_.".contains(letter);
    let named = word.starts_with(|first: char| first.is_ascii_lowercase());
    if named && word.len() <= 60 && word.chars().all(plain) {
        return word.to_owned();
    }
    let shape = word.chars().take(60).map(|letter| match letter {
        letter if letter.is_numeric() => '9',
        letter if letter.is_uppercase() => 'A',
        letter if letter.is_alphabetic() => 'a',
        letter if letter.is_ascii_graphic() || letter == ' ' => letter,
        _ => '·',
    });
    shape.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its errors are looked at")]
    struct Rules {
        #[serde(default)]
        share: f64,
        #[serde(default)]
        day: Option<jiff::civil::Date>,
        #[serde(default)]
        kinds: BTreeMap<Kind, u8>,
    }

    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        OnlyOne,
    }

    fn fault(text: &str) -> String {
        read_toml::<Rules>(text).unwrap_err().to_string()
    }

    #[test]
    fn what_is_unknown_is_named_beside_what_is_known() {
        let told = fault("share = 0.1\nshaer = 0.2\n");
        assert_eq!(told, "line 2, column 1: unknown field `shaer`, expected one of `share`, `day`, `kinds`");
        assert_eq!(
            fault("kinds.only-two = 1"),
            "line 1, column 7: unknown variant `only-two`, expected `only-one`"
        );
    }

    #[test]
    fn nothing_of_a_list_of_people_is_quoted() {
        for text in [
            "760731654687,Кулжанов,Болат\n",
            "760731654687 = 1",
            "\"760731654687\" = 1",
            "Кулжанов = 1976-07-31",
            "'Кулжанов Болат' = 1",
            "share = \"760731654687\"",
            "kinds.only-one = 760731654687",
            "day = \"31.07.1976\"",
            "kinds.Kulzhanov = 1",
            "kinds = { only-one = \"Кулжанов, expected 760731654687\" }",
            "share = 'Кулжанов",
        ] {
            let told = fault(text);
            for value in ["7607316", "Кулж", "31.07", "1976", "Kulzh"] {
                assert!(!told.contains(value), "{told}");
            }
        }
    }

    #[test]
    fn numbers_are_finite_and_not_negative() {
        for number in ["nan", "inf", "-inf", "+nan", "-0.5", "1e999"] {
            assert!(fault(&format!("share = {number}")).contains("number"), "{number}");
            assert!(fault(&format!("kinds = [[{{ x = {number} }}]]")).contains("number"), "{number}");
        }
        assert!(read_toml::<Rules>("share = 0.0\nday = '2023-03-19'").is_ok());
    }
}
