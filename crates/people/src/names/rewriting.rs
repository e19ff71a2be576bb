//! Rules that put letters in the place of letters, kept as data.

use std::collections::HashMap;

use crate::words::listed;

/// Rules by the letter with which each begins, the longest first.
#[derive(Debug, Default)]
pub(super) struct Rewriting {
    rules: HashMap<char, Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    from: Vec<char>,
    to: Vec<char>,
    begins_word: bool,
    ends_word: bool,
}

impl Rewriting {
    /// Reads the rules of these topics of an embedded file; of two for the same letters that of the later topic holds.
    pub(super) fn of_topics(file: &str, topics: &[&str]) -> Self {
        let mut rewriting = Self::default();
        for written in topics.iter().rev().flat_map(|topic| listed(file, topic)) {
            let mut parts = written.split(' ');
            let (from, to) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let letters = from.trim_start_matches('^').trim_end_matches('$');
            let Some(first) = letters.chars().next() else { continue };
            rewriting.rules.entry(first).or_default().push(Rule {
                from: letters.chars().collect(),
                to: to.chars().collect(),
                begins_word: from.starts_with('^'),
                ends_word: from.ends_with('$'),
            });
        }
        for rules in rewriting.rules.values_mut() {
            rules
                .sort_by_key(|rule| std::cmp::Reverse((rule.from.len(), rule.begins_word || rule.ends_word)));
        }
        rewriting
    }

    /// Appends a word, rewritten, to `out`. Letters without a rule stay as they are.
    pub(super) fn append(&self, word: &[char], out: &mut Vec<char>) {
        let mut at = 0;
        while let Some(letter) = word.get(at) {
            let fits = |rule: &&Rule| {
                word[at..].starts_with(&rule.from)
                    && (!rule.begins_word || at == 0)
                    && (!rule.ends_word || at + rule.from.len() == word.len())
            };
            if let Some(rule) = self.rules.get(letter).and_then(|rules| rules.iter().find(fits)) {
                out.extend_from_slice(&rule.to);
                at += rule.from.len();
            } else {
                out.push(*letter);
                at += 1;
            }
        }
    }

    /// The same as a word of its own.
    pub(super) fn of(&self, word: &[char]) -> Vec<char> {
        let mut out = Vec::with_capacity(word.len() + 2);
        self.append(word, &mut out);
        out
    }

    /// Whether a rule begins with this letter.
    pub(super) fn knows(&self, letter: char) -> bool {
        self.rules.contains_key(&letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_holds_and_a_later_topic() {
        let file =
            "[a]\nx = [\"s с\", \"sh ш\", \"shch щ\", \"^a я\", \"y$ и\", \"ъ\"]\n[b]\nx = [\"s з\"]\n";
        let of = |topics: &[&str], word: &str| -> String {
            Rewriting::of_topics(file, topics).of(&word.chars().collect::<Vec<_>>()).into_iter().collect()
        };
        assert_eq!(of(&["a"], "shchashsъ"), "щaшс");
        assert_eq!(of(&["a"], "asay"), "ясaи");
        assert_eq!(of(&["a"], "ya"), "ya");
        assert_eq!(of(&["a", "b"], "sshs"), "зшз");
        assert_eq!(of(&["c"], "sa"), "sa");
    }
}
