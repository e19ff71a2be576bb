//! Lists of words by topic, kept as data in several languages and compiled once.
//!
//! What stands beside a number or in a column for marks is written in the language of a country, so such words stand in
//! `data/words` and not in the code. A word is compared in the normal form of [`crate::text`]; one that ends with `*` stands
//! for every word that begins so.

use std::collections::{BTreeMap, HashSet};

use crate::text::fold;

/// The words of one topic, in all languages.
///
/// ```
/// use tizim_people::words::Words;
/// let file = r#"
///     [number]
///     ru = ["номер*"]
///     en = ["no", "number"]
/// "#;
/// let words = Words::of_topic(file, "number");
/// assert!(words.has("номера") && words.has("no") && !words.has("north"));
/// assert!(Words::of_topic(file, "precinct").is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    whole: HashSet<String>,
    beginnings: Vec<String>,
}

impl Words {
    /// Reads a topic of an embedded file: a TOML table of topics, each with a list of words for each language. A topic that
    /// is not there has no words.
    pub fn of_topic(file: &str, topic: &str) -> Self {
        let mut words = Self::default();
        for word in listed(file, topic) {
            match word.strip_suffix('*') {
                Some(beginning) => words.beginnings.push(fold(beginning)),
                None => _ = words.whole.insert(fold(&word)),
            }
        }
        words
    }

    /// Whether a word, in normal form, is one of these.
    pub fn has(&self, folded: &str) -> bool {
        self.whole.contains(folded) || self.beginnings.iter().any(|known| folded.starts_with(known))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.beginnings.is_empty()
    }
}

/// The words of a topic as they stand in the file, one language after the other.
pub fn listed(file: &str, topic: &str) -> Vec<String> {
    type Topics = BTreeMap<String, BTreeMap<String, Vec<String>>>;
    let mut topics: Topics = toml::from_str(file).unwrap_or_default();
    topics.remove(topic).unwrap_or_default().into_values().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_in_normal_form() {
        let words = Words::of_topic("[a]\nru = ['УЧАСТОК', 'избират*']\nen = ['N']", "a");
        assert!(words.has("участок") && words.has("избирательный") && words.has("n"));
        assert!(!words.has("участка") && !words.has("избира") && !words.has("no"));
        assert_eq!(listed("no table", "a"), Vec::<String>::new());
    }
}
