//! What whoever looked into a pair of entries can answer.

use std::fmt;
use std::sync::LazyLock;

use tizim_people::text::fold;
use tizim_people::words::Words;

const WORDS: &str = include_str!("../../../../data/words/answers.toml");

/// An answer. Each of them clears the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Both entries are as they should be.
    Explained,
    /// One of the entries was wrong and has been mended.
    Corrected,
    /// These are two people.
    Rejected,
}

impl Answer {
    /// All, in their order.
    pub const ALL: [Self; 3] = [Self::Explained, Self::Corrected, Self::Rejected];

    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Explained => "explained",
            Self::Corrected => "corrected",
            Self::Rejected => "rejected",
        }
    }

    /// Reads an answer in any of the languages of `data/words/answers.toml`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        static KNOWN: LazyLock<[Words; 3]> =
            LazyLock::new(|| Answer::ALL.map(|answer| Words::of_topic(WORDS, answer.word())));
        let folded = fold(text);
        Self::ALL.into_iter().find(|answer| KNOWN[*answer as usize].has(&folded))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_in_three_languages() {
        for answer in Answer::ALL {
            assert_eq!(Answer::parse(answer.word()), Some(answer));
        }
        assert_eq!(Answer::parse(" Отклонено "), Some(Answer::Rejected));
        assert_eq!(Answer::parse("ТҮЗЕТІЛДІ"), Some(Answer::Corrected));
        assert_eq!(Answer::parse("Не подтверждено"), Some(Answer::Rejected));
        for text in ["", "yes", "explained?", "не объяснено"] {
            assert_eq!(Answer::parse(text), None, "{text}");
        }
    }
}
