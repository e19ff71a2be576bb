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

/// How many words a topic of an embedded file has, for [`compiled`].
pub(crate) const fn count(file: &str, topic: &str) -> usize {
    let mut reader = Reader { bytes: file.as_bytes(), at: 0, is_inside: false };
    let mut words = 0;
    while reader.next(topic).is_some() {
        words += 1;
    }
    words
}

/// The words of a topic as [`listed`] gives them, in the order of the file, read when the program is compiled: for words that
/// every name is held against. `N` is their [`count`]. The file holds nothing but topics, each with lists of words in double
/// quotes, and notes in lines of their own.
pub(crate) const fn compiled<const N: usize>(file: &'static str, topic: &str) -> [&'static str; N] {
    let mut reader = Reader { bytes: file.as_bytes(), at: 0, is_inside: false };
    let mut words = [""; N];
    let mut index = 0;
    while let Some((start, end)) = reader.next(topic) {
        words[index] = file.split_at(end).0.split_at(start).1;
        index += 1;
    }
    words
}

/// Walks over a file of words.
struct Reader<'f> {
    bytes: &'f [u8],
    at: usize,
    /// Whether the topic is the one asked for.
    is_inside: bool,
}

impl Reader<'_> {
    /// Where the next word of the topic begins and ends.
    const fn next(&mut self, topic: &str) -> Option<(usize, usize)> {
        while self.at < self.bytes.len() {
            let begins_line = self.at == 0 || self.bytes[self.at - 1] == b'\n';
            if begins_line && self.bytes[self.at] == b'#' {
                self.skip_to(b'\n');
            } else if begins_line && self.bytes[self.at] == b'[' {
                self.at += 1;
                self.is_inside = self.is_at(topic);
                self.skip_to(b'\n');
            } else if self.bytes[self.at] == b'"' {
                self.at += 1;
                let start = self.at;
                self.skip_to(b'"');
                self.at += 1;
                if self.is_inside {
                    return Some((start, self.at - 1));
                }
            } else {
                self.at += 1;
            }
        }
        None
    }

    const fn skip_to(&mut self, sign: u8) {
        while self.at < self.bytes.len() && self.bytes[self.at] != sign {
            self.at += 1;
        }
    }

    /// Whether this topic, with its bracket, stands here.
    const fn is_at(&self, topic: &str) -> bool {
        let topic = topic.as_bytes();
        let mut index = 0;
        while index < topic.len() {
            if self.at + index >= self.bytes.len() || self.bytes[self.at + index] != topic[index] {
                return false;
            }
            index += 1;
        }
        self.at + index < self.bytes.len() && self.bytes[self.at + index] == b']'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compiled_is_what_stands_in_the_file() {
        const FILE: &str = include_str!("../../../data/words/names.toml");
        const ABSENT: [&str; count(FILE, "absent")] = compiled(FILE, "absent");
        let sorted = |mut words: Vec<String>| {
            words.sort();
            words
        };
        assert_eq!(sorted(ABSENT.map(str::to_owned).to_vec()), sorted(listed(FILE, "absent")));
        assert!(ABSENT.len() > 20 && count(FILE, "absen") == 0);
        for topic in ["patronymic_words", "patronymic_endings"] {
            assert_eq!(count(FILE, topic), listed(FILE, topic).len(), "{topic}");
        }
    }

    #[test]
    fn words_are_compared_in_normal_form() {
        let words = Words::of_topic("[a]\nru = ['УЧАСТОК', 'избират*']\nen = ['N']", "a");
        assert!(words.has("участок") && words.has("избирательный") && words.has("n"));
        assert!(!words.has("участка") && !words.has("избира") && !words.has("no"));
        assert_eq!(listed("no table", "a"), Vec::<String>::new());
    }
}
