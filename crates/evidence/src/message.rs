//! Words are data too: domain crates name a message and its arguments; the catalogue holds the text.
//!
//! A catalogue is a TOML file of (nested) keys and templates. A template holds `{name}` or `{name:format}`:
//!
//! | format | shows |
//! |---|---|
//! | none | counts with thin thousands separators, other numbers in up to four significant decimals, text as is |
//! | `percent` | a fraction as per cent, one decimal: `0.356` is `35.6 %` |
//! | `signed` | the same with its sign: `+35.6 %` |
//! | `number1` to `number6` | that many decimals |
//! | `about` | what was estimated, in two or three significant digits; near zero `less than 0.0001` |
//! | `plain` | a number without separators |
//!
//! Bounds are written outward, so that what is shown still holds.
//!
//! `{name|entry|entries}` holds the word that goes with a count: the first for one, the second for any other. Languages
//! with three forms, as Russian, give three: for 1, 21, 31; for 2 to 4, 22 to 24; and for the others.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Format, Show, Value};

/// A text to be shown, as its key in the catalogue and the values to fill in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message {
    /// Key in the catalogue, such as `avc.quota.excess`.
    pub key: &'static str,
    /// Values by the name the template gives them.
    pub arguments: BTreeMap<&'static str, Value>,
}

impl Message {
    /// Key of a sentence that the profile itself states.
    pub const OF_LAW: &'static str = "law.said";

    /// Whether the text says nothing of a single case: no argument but the words of a law.
    pub fn is_general(&self) -> bool {
        self.arguments.is_empty() || self.key == Self::OF_LAW
    }

    /// A message without arguments.
    pub fn new(key: &'static str) -> Self {
        Self { key, arguments: BTreeMap::new() }
    }

    /// Fills in one argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.arguments.insert(name, value.into());
        self
    }
}

/// Why a catalogue could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// Not TOML.
    #[error("the message catalogue is not valid TOML: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A key holds something else than text or further keys.
    #[error("the message `{key}` of the catalogue is not a text")]
    NotText {
        /// Dotted key.
        key: String,
    },
}

/// The texts of one language by key.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    texts: BTreeMap<String, String>,
}

impl Catalogue {
    /// Reads one or more catalogue files; a later one replaces keys of an earlier one, so that a partial
    /// translation can stand over the English texts.
    ///
    /// # Errors
    /// Where a file is not TOML or a key holds no text.
    pub fn from_toml<'a>(files: impl IntoIterator<Item = &'a str>) -> Result<Self, CatalogueError> {
        let mut catalogue = Self::default();
        for file in files {
            catalogue.add("", &toml::from_str::<toml::Table>(file)?)?;
        }
        Ok(catalogue)
    }

    fn add(&mut self, prefix: &str, table: &toml::Table) -> Result<(), CatalogueError> {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match value {
                toml::Value::String(text) => {
                    self.texts.insert(key, text.clone());
                }
                toml::Value::Table(inner) => self.add(&key, inner)?,
                _ => return Err(CatalogueError::NotText { key }),
            }
        }
        Ok(())
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The text of a message. A key without a text is shown as the key in angle brackets, so that a gap is seen.
    ///
    /// ```
    /// use tizim_evidence::{Catalogue, Message};
    /// let catalogue = Catalogue::from_toml([r#"over = "{who} is {by:signed} from the quota of {quota}""#])?;
    /// let message = Message::new("over").with("who", "Aktobe").with("by", 0.3559).with("quota", 414_915);
    /// assert_eq!(catalogue.text(&message), "Aktobe is +35.6\u{a0}% from the quota of 414\u{202f}915");
    /// # Ok::<(), tizim_evidence::CatalogueError>(())
    /// ```
    pub fn text(&self, message: &Message) -> String {
        let Some(template) = self.texts.get(message.key) else { return format!("<{}>", message.key) };
        let show = Show::new(self);
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template.as_str();
        while let Some(open) = rest.find('{') {
            text.push_str(&rest[..open]);
            let Some(length) = rest[open..].find('}') else { break };
            let placeholder = &rest[open + 1..open + length];
            let (name, format) = split_format(placeholder);
            let (counted, words) = placeholder.split_once('|').unwrap_or((name, ""));
            match message.arguments.get(counted) {
                Some(count) if !words.is_empty() => text.push_str(word_for(count, words)),
                Some(value) => text.push_str(&show.value(value, Format::named(format))),
                None => text.push_str(&rest[open..=open + length]),
            }
            rest = &rest[open + length + 1..];
        }
        text.push_str(rest);
        text
    }

    /// The text of a key that takes no arguments; the key itself where there is none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text of a key that is put together at run time, such as `rules.iin`, where the catalogue has one.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }
}

fn split_format(placeholder: &str) -> (&str, &str) {
    placeholder.split_once(':').unwrap_or((placeholder, ""))
}

/// The word that goes with a count, of two or three; what is no whole number takes the last but one of three, or the last.
fn word_for<'w>(count: &Value, words: &'w str) -> &'w str {
    let forms: Vec<&str> = words.split('|').collect();
    let count = count.whole().map(i64::unsigned_abs);
    let form = match (forms.len(), count) {
        (2, Some(1)) => 0,
        (3, Some(count)) => match (count % 10, count % 100) {
            (1, rest) if rest != 11 => 0,
            (2..=4, rest) if !(12..=14).contains(&rest) => 1,
            _ => 2,
        },
        _ => 1,
    };
    forms.get(form).copied().unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_with_their_counts() {
        let catalogue = Catalogue::from_toml([
            "en = '{n} {n|entry|entries}'\nru = '{n} {n|запись|записи|записей}'\nnone = '{x|entry|entries}'",
        ])
        .unwrap();
        let text = |key, count: i64| catalogue.text(&Message::new(key).with("n", count));
        assert_eq!(
            [1, 2, 0, 21].map(|count| text("en", count)),
            ["1 entry", "2 entries", "0 entries", "21 entries"]
        );
        let expected = [
            "1 запись",
            "3 записи",
            "5 записей",
            "11 записей",
            "12 записей",
            "21 запись",
            "22 записи",
            "111 записей",
        ];
        assert_eq!([1, 3, 5, 11, 12, 21, 22, 111].map(|count| text("ru", count)), expected);
        assert_eq!(catalogue.text(&Message::new("en").with("n", 1.5)), "1.5 entries");
        assert_eq!(catalogue.text(&Message::new("none")), "{x|entry|entries}");
    }

    #[test]
    fn a_template_without_its_argument_shows_the_gap() {
        let catalogue = Catalogue::from_toml(["[a]\nb = 'x {y}'"]).unwrap();
        assert_eq!(catalogue.text(&Message::new("a.b")), "x {y}");
        assert_eq!(catalogue.text(&Message::new("a.c")), "<a.c>");
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert!(matches!(Catalogue::from_toml(["a = 1"]), Err(CatalogueError::NotText { .. })));
    }
}
