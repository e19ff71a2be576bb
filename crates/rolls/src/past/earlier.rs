//! Groups of an earlier run, found again by the tokens of their rows.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use tizim_people::Token;

use crate::Code;

/// Whether a group, or a pair, was found before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Since {
    /// It was not there.
    New,
    /// It was there already.
    Persisting,
}

impl Since {
    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Persisting => "persisting",
        }
    }
}

/// The groups of an earlier run.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    /// The tokens of the rows of each group, ascending.
    groups: BTreeMap<u64, Vec<Token>>,
    codes: BTreeMap<u64, BTreeSet<String>>,
    by_token: HashMap<Token, Vec<u64>>,
    values: HashMap<Token, BTreeSet<Token>>,
}

impl Earlier {
    /// Adds a row of a group, under a code where groups have one.
    pub fn add(&mut self, group: u64, code: Option<&str>, token: Token) {
        self.groups.entry(group).or_default().push(token);
        if let Some(code) = code {
            self.codes.entry(group).or_default().insert(code.to_owned());
        }
        let of_token = self.by_token.entry(token).or_default();
        if of_token.last() != Some(&group) {
            of_token.push(group);
        }
    }

    /// Adds the digest of the values of a row.
    pub fn add_values(&mut self, token: Token, values: Token) {
        self.values.entry(token).or_default().insert(values);
    }

    /// The digests of the values of all rows of a token.
    pub(super) fn values(&self, token: Token) -> Option<&BTreeSet<Token>> {
        self.values.get(&token)
    }

    /// The greatest number of a group.
    pub(crate) fn last(&self) -> u64 {
        self.groups.last_key_value().map_or(0, |(group, _)| *group)
    }

    /// The first group of a person under a code that is not taken yet.
    pub(crate) fn of_person(&self, code: Code, token: Token, taken: &HashSet<u64>) -> Option<u64> {
        let has_code = |group: &u64| self.codes.get(group).is_some_and(|codes| codes.contains(code.word()));
        let groups = self.by_token.get(&token)?;
        groups.iter().copied().find(|group| has_code(group) && !taken.contains(group))
    }

    /// The number that each group of rows had: of the earlier groups the one with which it has most rows in common, each
    /// given once.
    pub(crate) fn found_again(&self, groups: &[Vec<Token>]) -> Vec<Option<u64>> {
        let mut common = Vec::new();
        for (index, tokens) in groups.iter().enumerate() {
            let candidates: BTreeSet<u64> =
                tokens.iter().filter_map(|token| self.by_token.get(token)).flatten().copied().collect();
            common.extend(candidates.into_iter().map(|group| (self.in_common(group, tokens), group, index)));
        }
        common.sort_unstable_by_key(|&(rows, group, index)| (std::cmp::Reverse(rows), group, index));
        let mut found = vec![None; groups.len()];
        let mut taken = HashSet::new();
        for (_, group, index) in common {
            if found[index].is_none() && taken.insert(group) {
                found[index] = Some(group);
            }
        }
        found
    }

    /// Rows that a group has in common with these, those of one token as often as both have them.
    fn in_common(&self, group: u64, tokens: &[Token]) -> usize {
        let count = |of: &[Token], token: &Token| of.iter().filter(|one| *one == token).count();
        let earlier = self.groups.get(&group).map_or(&[][..], Vec::as_slice);
        let different: BTreeSet<&Token> = tokens.iter().collect();
        different.into_iter().map(|token| count(tokens, token).min(count(earlier, token))).sum()
    }

    /// Whether two rows stood in one group.
    pub(crate) fn since(&self, left: Token, right: Token) -> Since {
        let groups = self.by_token.get(&left).map_or(&[][..], Vec::as_slice);
        let both = [left, right];
        let is_in = |group: &u64| self.in_common(*group, &both) == both.len();
        if groups.iter().any(is_in) { Since::Persisting } else { Since::New }
    }

    /// The groups that were not taken: all of them are gone.
    pub(crate) fn closed(&self, taken: &HashSet<u64>) -> Vec<u64> {
        self.groups.keys().copied().filter(|group| !taken.contains(group)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(letter: char) -> Token {
        Token::parse(&format!("{}-0000-0000", letter.to_string().repeat(4))).unwrap()
    }

    fn earlier(groups: &[(u64, &str)]) -> Earlier {
        let mut earlier = Earlier::default();
        for (group, persons) in groups {
            persons.chars().for_each(|person| earlier.add(*group, Some("ROLL-002"), token(person)));
        }
        earlier
    }

    fn tokens(persons: &str) -> Vec<Token> {
        persons.chars().map(token).collect()
    }

    #[test]
    fn groups_keep_the_number_of_those_they_have_most_in_common_with() {
        let earlier = earlier(&[(1, "ab"), (2, "cde"), (7, "ff")]);
        let found =
            earlier.found_again(&[tokens("bx"), tokens("ab"), tokens("cd"), tokens("e"), tokens("ffg")]);
        assert_eq!(found, [None, Some(1), Some(2), None, Some(7)]);
        assert_eq!(earlier.last(), 7);
        assert_eq!(earlier.closed(&[1, 7].into()), [2]);
    }

    #[test]
    fn a_pair_was_there_where_both_rows_stood_in_one_group() {
        let earlier = earlier(&[(1, "ab"), (2, "cc"), (3, "ad")]);
        for (left, right, since) in [
            ('a', 'b', Since::Persisting),
            ('a', 'd', Since::Persisting),
            ('b', 'd', Since::New),
            ('c', 'c', Since::Persisting),
            ('a', 'a', Since::New),
        ] {
            assert_eq!(earlier.since(token(left), token(right)), since, "{left}{right}");
        }
    }

    #[test]
    fn a_person_has_a_number_for_each_code() {
        let mut earlier = earlier(&[(1, "a"), (2, "a")]);
        earlier.add(3, Some("ROLL-003"), token('a'));
        let mut taken = HashSet::new();
        let mut next = |code| {
            let found = earlier.of_person(code, token('a'), &taken);
            taken.extend(found);
            found
        };
        assert_eq!(next(Code::SpecialAndHome), Some(3));
        assert_eq!(next(Code::TwoPrecincts), Some(1));
        assert_eq!(next(Code::TwoPrecincts), Some(2));
        assert_eq!(next(Code::TwoPrecincts), None);
    }
}
