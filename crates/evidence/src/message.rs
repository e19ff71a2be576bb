//! Words are data too: domain crates name a message and its arguments; the [catalogue](crate::Catalogue) holds the text.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Value;

/// A text to be shown, as its key in the catalogue and the values to fill in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Message {
    /// Key in the catalogue, such as `avc.quota.excess`.
    pub key: &'static str,
    /// Values by the name the template gives them.
    pub arguments: BTreeMap<&'static str, Value>,
    /// Key of the sentence that says it without the numbers that the public edition withholds, where it would read badly with
    /// their marks in it; empty where nothing is left to be said.
    #[serde(skip)]
    pub where_withheld: Option<&'static str>,
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
        Self { key, arguments: BTreeMap::new(), where_withheld: None }
    }

    /// Names the sentence that stands instead where one of the arguments is withheld.
    #[must_use]
    pub fn where_withheld(mut self, key: &'static str) -> Self {
        self.where_withheld = Some(key);
        self
    }

    /// Says that nothing stands instead where one of the arguments is withheld.
    #[must_use]
    pub fn unless_withheld(self) -> Self {
        self.where_withheld("")
    }

    /// Fills in one argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.arguments.insert(name, value.into());
        self
    }
}
