//! The texts of one language.
//!
//! A catalogue is a TOML file of (nested) keys and [templates](crate::Catalogue::text).

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::Language;

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
    language: Language,
    texts: BTreeMap<String, Text>,
    /// Names of the regions of a profile by the codes that tables write.
    regions: BTreeMap<String, String>,
}

/// A text with the language it is written in, by whose rules its words go with their counts.
#[derive(Debug, Clone)]
struct Text {
    language: Language,
    text: String,
}

/// The case in which a word stands where no other is asked for: `nom` below a key is the key's own text.
const NOMINATIVE: &str = ".nom";

impl Catalogue {
    /// Reads one or more catalogue files in English; a later one replaces keys of an earlier one.
    ///
    /// # Errors
    /// Where a file is not TOML or a key holds no text.
    pub fn from_toml<'a>(files: impl IntoIterator<Item = &'a str>) -> Result<Self, CatalogueError> {
        Self::of(Language::En, files.into_iter().map(|file| (Language::En, file)))
    }

    /// Reads the catalogue of a language from files, each with the language it is written in; a later one replaces keys
    /// of an earlier one, so that a translation that is not whole stands over the English texts.
    ///
    /// A word that languages inflect may be given by its cases: `nom` is the word itself, and `gen`, `dat`, `acc`, `ins`,
    /// `loc`, `abl` are what `{name:gen}` and the like ask for.
    ///
    /// # Errors
    /// Where a file is not TOML or a key holds no text.
    pub fn of<'a>(
        language: Language,
        files: impl IntoIterator<Item = (Language, &'a str)>,
    ) -> Result<Self, CatalogueError> {
        let mut catalogue = Self { language, ..Self::default() };
        for (written_in, file) in files {
            catalogue.add(written_in, "", &toml::from_str::<toml::Table>(file)?)?;
        }
        Ok(catalogue)
    }

    fn add(&mut self, language: Language, prefix: &str, table: &toml::Table) -> Result<(), CatalogueError> {
        for (name, value) in table {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            match value {
                toml::Value::String(text) => {
                    let key = key.strip_suffix(NOMINATIVE).unwrap_or(&key).to_owned();
                    self.texts.insert(key, Text { language, text: text.clone() });
                }
                toml::Value::Table(inner) => self.add(language, &key, inner)?,
                _ => return Err(CatalogueError::NotText { key }),
            }
        }
        Ok(())
    }

    /// The language of the reader, by whose rules numbers are written.
    pub fn language(&self) -> Language {
        self.language
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// Keys whose texts are not in the language of the catalogue.
    pub fn untranslated(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().filter(|(_, text)| text.language != self.language).map(|(key, _)| key.as_str())
    }

    /// The text of a key that takes no arguments; the key itself where there is none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.get(key).unwrap_or(key)
    }

    /// The text of a key that is put together at run time, such as `rules.iin`, where the catalogue has one.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(|text| text.text.as_str())
    }

    /// The word of a vocabulary, such as `list`, for a code that is known at run time alone; the code itself where it has
    /// none.
    pub fn word_of<'a>(&'a self, vocabulary: &str, code: &'a str) -> &'a str {
        self.get(&format!("{vocabulary}.{code}")).unwrap_or(code)
    }

    /// The same texts with names of regions, in the language of the reader, by their codes, in small letters
    /// or capitals. A name that is empty is none.
    #[must_use]
    pub fn with_regions<C: Into<String>, N: Into<String>>(
        mut self,
        regions: impl IntoIterator<Item = (C, N)>,
    ) -> Self {
        let named = regions.into_iter().map(|(code, name)| (code.into().to_uppercase(), name.into()));
        self.regions = named.filter(|(_, name)| !name.is_empty()).collect();
        self
    }

    /// A place as people read it: its region by name where a code stands for it, and what follows behind a stroke or a
    /// colon as it is.
    pub fn place<'a>(&'a self, written: &'a str) -> Cow<'a, str> {
        let end = written.find(['/', ':']).unwrap_or(written.len());
        let code = written[..end].trim_end();
        match self.regions.get(&code.to_uppercase()) {
            Some(name) if code.len() == written.len() => Cow::Borrowed(name),
            Some(name) => Cow::Owned(format!("{name}{}", &written[code.len()..])),
            None => Cow::Borrowed(written),
        }
    }

    /// The word of a key in a case, such as `gen`; where the language does not inflect it, the word itself.
    pub(crate) fn inflected<'a>(&'a self, key: &'a str, case: &str) -> &'a str {
        self.get(&format!("{key}.{case}")).unwrap_or_else(|| self.word(key))
    }

    /// The text of a key with the language it is written in.
    pub(crate) fn written(&self, key: &str) -> Option<(&str, Language)> {
        self.texts.get(key).map(|text| (text.text.as_str(), text.language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_refused() {
        assert!(matches!(Catalogue::from_toml(["a = 1"]), Err(CatalogueError::NotText { .. })));
    }

    #[test]
    fn what_is_not_translated_stands_in_english() {
        let files = [
            (Language::En, "a = 'one'\nb = 'two'\n[c]\nd = 'list'"),
            (Language::Ru, "[c.d]\nnom = 'список'\ngen = 'списка'\n[b]\n"),
        ];
        let catalogue = Catalogue::of(Language::Ru, files).unwrap();
        assert_eq!(catalogue.untranslated().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((catalogue.word("a"), catalogue.word("c.d")), ("one", "список"));
        assert_eq!(catalogue.inflected("c.d", "gen"), "списка");
        assert_eq!(catalogue.inflected("c.d", "ins"), "список");
    }
}
