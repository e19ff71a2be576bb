//! How official a figure is: what a verdict that rests on it can carry.

use serde::{Deserialize, Serialize};
use tizim_evidence::Value;

/// How official a figure is, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Taken from a source that names no primary one, such as an encyclopedia.
    Secondary,
    /// The press, on its own word.
    Press,
    /// An official body, as the press carried it.
    OfficialViaPress,
    /// An official body, in its own publication.
    Official,
}

impl Grade {
    /// The grade of a cell, its words joined by spaces, commas, hyphens or underscores; `None` for anything else.
    ///
    /// ```
    /// use tizim_districts::Grade;
    /// assert_eq!(Grade::from_word("official via press"), Some(Grade::OfficialViaPress));
    /// assert_eq!(Grade::from_word("Official, via press"), Some(Grade::OfficialViaPress));
    /// assert_eq!(Grade::from_word("rumour"), None);
    /// ```
    pub fn from_word(word: &str) -> Option<Self> {
        let words = word.split([' ', ',', '-', '_', '\u{a0}']).filter(|word| !word.is_empty());
        let word = words.collect::<Vec<_>>().join("_").to_lowercase();
        [Self::Secondary, Self::Press, Self::OfficialViaPress, Self::Official]
            .into_iter()
            .find(|grade| grade.code() == word)
    }

    /// The code used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Secondary => "secondary",
            Self::Press => "press",
            Self::OfficialViaPress => "official_via_press",
            Self::Official => "official",
        }
    }

    /// Whether a headline may count what rests on it.
    pub fn bears_headlines(self) -> bool {
        self >= Self::OfficialViaPress
    }

    /// Its code with its word.
    pub(crate) fn value(self) -> Value {
        let word = match self {
            Self::Secondary => "districts.grade.secondary",
            Self::Press => "districts.grade.press",
            Self::OfficialViaPress => "districts.grade.official_via_press",
            Self::Official => "districts.grade.official",
        };
        Value::Word { code: self.code(), word }
    }

    /// The weakest of several; `None` where none is stated.
    pub(crate) fn weakest(grades: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        grades.into_iter().flatten().min()
    }
}
