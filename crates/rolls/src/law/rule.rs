//! The rules by which two rows are taken for one person, strongest first.

use std::fmt;
use std::str::FromStr;

/// What two rows must share. The order is that of strength: a group that lies inside one of a stronger rule is not
/// repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A valid identification number, or one that is valid with the leading zeros that it has lost; the latter never makes
    /// more than a warning. A number that is otherwise malformed, masked or missing forms no key: the rules by name catch
    /// such rows.
    Iin,
    /// The number of another document; where there is none, an identification number that is not valid, as it is written.
    /// What it gives is a lead, whatever the names say: nobody vouches for such a number.
    Identifier,
    /// Surname, given name, patronymic and whole birth date; of a row without a date, the one that the known digits of a
    /// masked number state.
    NameDate,
    /// Surname, given name, patronymic, birth year and address.
    NameYearAddress,
    /// Surname, given name, patronymic, birth year and region.
    NameYearRegion,
    /// Surname, given name, patronymic and the known digits of a masked number, whichever these are (at least four), where
    /// dates do not settle it: a row of which some digits are hidden or illegible is held against the rows of the same
    /// names that have a valid or a masked number.
    NameDigits,
}

/// The word is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected one of iin, identifier, name-date, name-year-address, name-year-region, name-digits")]
pub struct UnknownRule;

impl Rule {
    /// All rules, strongest first.
    pub const ALL: [Self; 6] = [
        Self::Iin,
        Self::Identifier,
        Self::NameDate,
        Self::NameYearAddress,
        Self::NameYearRegion,
        Self::NameDigits,
    ];

    /// The word used on the command line and in every output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Iin => "iin",
            Self::Identifier => "identifier",
            Self::NameDate => "name-date",
            Self::NameYearAddress => "name-year-address",
            Self::NameYearRegion => "name-year-region",
            Self::NameDigits => "name-digits",
        }
    }

    /// A key that more rows share than this says nothing of anyone. Under the rule by digits the key is the name alone, and
    /// a thousand people of one name are no wonder.
    pub(crate) fn hot_above(self) -> u64 {
        if self == Self::NameDigits { 100_000 } else { tizim_dedup::Rule::default().hot_above }
    }

    /// Whether it goes by names: agreements are held against what chance gives.
    pub(crate) fn is_by_name(self) -> bool {
        !matches!(self, Self::Iin | Self::Identifier)
    }

    /// Whether it goes by the birth year.
    pub(crate) fn is_by_year(self) -> bool {
        matches!(self, Self::NameYearAddress | Self::NameYearRegion)
    }

    /// The place in the order of strength, 0 the strongest.
    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|rule| rule.word() == word).ok_or(UnknownRule)
    }
}

/// A choice of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules(u8);

impl Rules {
    /// Every rule.
    pub const ALL: Self = Self(0b11_1111);
    /// No rule.
    pub const NONE: Self = Self(0);

    /// Whether `rule` was chosen.
    pub fn contains(self, rule: Rule) -> bool {
        self.0 >> rule.index() & 1 == 1
    }

    /// The choice without any rule but these.
    pub fn of(rules: impl IntoIterator<Item = Rule>) -> Self {
        Self(rules.into_iter().fold(0, |set, rule| set | 1 << rule.index()))
    }

    /// The rules chosen, strongest first.
    pub fn iter(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.into_iter().filter(move |rule| self.contains(*rule))
    }

    /// Whether none was chosen.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Reads a list such as `iin,name-date`.
impl FromStr for Rules {
    type Err = UnknownRule;

    fn from_str(words: &str) -> Result<Self, Self::Err> {
        let rules: Result<Vec<Rule>, _> = words.split(',').map(|word| word.trim().parse()).collect();
        rules.map(Self::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_rules_are_read() {
        let rules: Rules = "name-date, iin".parse().unwrap();
        assert_eq!(rules.iter().collect::<Vec<_>>(), [Rule::Iin, Rule::NameDate]);
        assert!("iin,,name-date".parse::<Rules>().is_err());
        assert!("".parse::<Rules>().is_err());
        assert_eq!(Rules::ALL.iter().count(), Rule::ALL.len());
        assert!(Rules::NONE.is_empty());
    }
}
