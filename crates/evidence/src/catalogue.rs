//! The texts of one language.
//!
//! A catalogue is a TOML file of (nested) keys and [templates](crate::Catalogue::text).

use std::collections::BTreeMap;

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

    /// The text of a key that takes no arguments; the key itself where there is none.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text of a key that is put together at run time, such as `rules.iin`, where the catalogue has one.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_refused() {
        assert!(matches!(Catalogue::from_toml(["a = 1"]), Err(CatalogueError::NotText { .. })));
    }
}
