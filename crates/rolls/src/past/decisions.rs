//! How pairs of rows stand by the decisions that were taken on them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use tizim_people::Token;

use super::{Answer, Decision, DecisionState, Earlier, MetDecision};

/// Rows of a group of which all pairs are looked up: nobody answers for more of them one by one.
const MOST_ROWS: usize = 200;

/// How a pair of rows stands by the decisions on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was decided, and both rows are as they were.
    Cleared(Answer),
    /// It was decided, and a row has changed since.
    Reopened(Answer),
}

impl Standing {
    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cleared(_) => DecisionState::Cleared.word(),
            Self::Reopened(_) => DecisionState::Reopened.word(),
        }
    }

    /// What was answered.
    pub const fn answer(self) -> Answer {
        match self {
            Self::Cleared(answer) | Self::Reopened(answer) => answer,
        }
    }

    /// The answer where the pair is cleared.
    pub const fn cleared(self) -> Option<Answer> {
        match self {
            Self::Cleared(answer) => Some(answer),
            Self::Reopened(_) => None,
        }
    }
}

/// A row as decisions know it: the token of its person, and the digest of its values.
pub type DecidedRow = (Token, Token);

/// All decisions that a run is given. Of several on one pair the last one counts.
#[derive(Debug, Default)]
pub struct Decisions {
    all: Vec<Decision>,
    by_tokens: HashMap<[Token; 2], Vec<usize>>,
    /// By token, the values of rows of an earlier run: decisions that state none were taken on these.
    earlier: HashMap<Token, BTreeSet<Token>>,
    /// The greatest [`DecisionState`] of each.
    met: Vec<AtomicU8>,
    /// Values of the pairs that a decision without any has cleared.
    bound: Mutex<BTreeMap<usize, BTreeSet<[Token; 2]>>>,
}

impl Decisions {
    /// Decisions in the order in which they were taken. Those that state no values were taken on the rows of the earlier run;
    /// where there is none, they are bound to the rows as they are now.
    pub fn new(decisions: impl IntoIterator<Item = Decision>, earlier: Option<&Earlier>) -> Self {
        let all: Vec<Decision> = decisions.into_iter().map(Decision::ordered).collect();
        let mut by_tokens: HashMap<[Token; 2], Vec<usize>> = HashMap::new();
        let mut known = HashMap::new();
        for (index, decision) in all.iter().enumerate() {
            by_tokens.entry(decision.tokens).or_default().push(index);
            if decision.values.is_none() {
                for token in decision.tokens {
                    if let Some(values) = earlier.and_then(|earlier| earlier.values(token)) {
                        known.insert(token, values.clone());
                    }
                }
            }
        }
        let met = all.iter().map(|_| AtomicU8::new(DecisionState::NotMet as u8)).collect();
        Self { all, by_tokens, earlier: known, met, bound: Mutex::default() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a decision states no values, and no earlier run does: it is bound to the rows as they are now.
    fn is_unbound(&self, decision: &Decision) -> bool {
        decision.values.is_none() && decision.tokens.iter().any(|token| !self.earlier.contains_key(token))
    }

    /// How many of them are bound to the rows as they are now, since nothing says what they were taken on.
    pub(crate) fn unbound(&self) -> u64 {
        self.all.iter().filter(|decision| self.is_unbound(decision)).count() as u64
    }

    /// How two rows stand; `None` where nothing was decided on them.
    pub fn standing(&self, left: DecidedRow, right: DecidedRow) -> Option<Standing> {
        let rows = if right < left { [right, left] } else { [left, right] };
        let indices = self.by_tokens.get(&rows.map(|(token, _)| token))?;
        let values = rows.map(|(_, values)| values);
        let mut standing = None;
        for &index in indices {
            let decision = &self.all[index];
            let found = if self.holds(decision, values) {
                if decision.values.is_none() {
                    let mut bound = self.bound.lock().unwrap_or_else(PoisonError::into_inner);
                    bound.entry(index).or_default().insert(values);
                }
                Standing::Cleared(decision.answer)
            } else {
                Standing::Reopened(decision.answer)
            };
            let state = match found {
                Standing::Cleared(_) => DecisionState::Cleared,
                Standing::Reopened(_) => DecisionState::Reopened,
            };
            self.met[index].fetch_max(state as u8, Ordering::Relaxed);
            // One that holds counts before one that does not.
            let holds = |standing: Standing| standing.cleared().is_some();
            if !standing.is_some_and(holds) || holds(found) {
                standing = Some(found);
            }
        }
        standing
    }

    /// Whether a decision was taken on rows of these values.
    fn holds(&self, decision: &Decision, values: [Token; 2]) -> bool {
        match decision.values {
            Some(stated) => stated == values,
            None if self.is_unbound(decision) => true,
            None => {
                decision.tokens.iter().zip(values).all(|(token, values)| {
                    self.earlier.get(token).is_some_and(|known| known.contains(&values))
                })
            }
        }
    }

    /// How the rows of a group stand: cleared where every pair of them is, open again where any pair is.
    pub(crate) fn standing_of(&self, rows: &[DecidedRow]) -> Option<Standing> {
        if self.all.is_empty() || rows.len() > MOST_ROWS {
            return None;
        }
        let pairs = || {
            rows.iter()
                .enumerate()
                .flat_map(|(at, left)| rows[at + 1..].iter().map(move |right| (*left, *right)))
        };
        let (mut reopened, mut cleared, mut open) = (None, None, false);
        for (left, right) in pairs() {
            match self.standing(left, right) {
                Some(Standing::Reopened(answer)) => reopened = reopened.max(Some(answer)),
                Some(Standing::Cleared(answer)) => cleared = cleared.max(Some(answer)),
                None => open = true,
            }
        }
        reopened.map(Standing::Reopened).or_else(|| cleared.filter(|_| !open).map(Standing::Cleared))
    }

    /// All decisions with what came of them, each bound to the values for which it holds: to be given to the next run.
    pub fn met(&self) -> Vec<MetDecision> {
        let bound = self.bound.lock().unwrap_or_else(PoisonError::into_inner);
        let mut met = Vec::with_capacity(self.all.len());
        for (index, decision) in self.all.iter().enumerate() {
            let state = self.state(index);
            match bound.get(&index) {
                Some(bound) => met.extend(bound.iter().map(|values| MetDecision {
                    decision: Decision { values: Some(*values), ..decision.clone() },
                    state,
                })),
                None => met.push(MetDecision { decision: decision.clone(), state }),
            }
        }
        met
    }

    fn state(&self, index: usize) -> DecisionState {
        match self.met[index].load(Ordering::Relaxed) {
            0 => DecisionState::NotMet,
            1 => DecisionState::Reopened,
            _ => DecisionState::Cleared,
        }
    }

    /// How many were not met.
    pub(crate) fn not_met(&self) -> u64 {
        (0..self.all.len()).filter(|index| self.state(*index) == DecisionState::NotMet).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(letter: char) -> Token {
        Token::parse(&format!("{}-0000-0000", letter.to_string().repeat(4))).unwrap()
    }

    fn decision(tokens: [char; 2], values: Option<[char; 2]>, answer: Answer) -> Decision {
        Decision {
            tokens: tokens.map(token),
            values: values.map(|values| values.map(token)),
            answer,
            who: String::new(),
            when: String::new(),
            note: String::new(),
        }
    }

    fn row(person: char, values: char) -> DecidedRow {
        (token(person), token(values))
    }

    #[test]
    fn a_pair_is_cleared_as_long_as_both_rows_stay() {
        let decisions = Decisions::new([decision(['b', 'a'], Some(['2', '1']), Answer::Explained)], None);
        assert_eq!(decisions.not_met(), 1);
        let cleared = Some(Standing::Cleared(Answer::Explained));
        assert_eq!(decisions.standing(row('a', '1'), row('b', '2')), cleared);
        assert_eq!(decisions.standing(row('b', '2'), row('a', '1')), cleared);
        let reopened = Some(Standing::Reopened(Answer::Explained));
        assert_eq!(decisions.standing(row('a', '1'), row('b', '3')), reopened);
        assert_eq!(decisions.standing(row('a', '2'), row('b', '1')), reopened, "values of the other row");
        assert_eq!(decisions.standing(row('a', '1'), row('c', '2')), None);
        assert_eq!(decisions.met()[0].state, DecisionState::Cleared);
    }

    #[test]
    fn rows_of_one_person_are_told_apart_by_their_values() {
        let decisions = Decisions::new([decision(['a', 'a'], Some(['2', '1']), Answer::Corrected)], None);
        let cleared = Some(Standing::Cleared(Answer::Corrected));
        assert_eq!(decisions.standing(row('a', '1'), row('a', '2')), cleared);
        assert_eq!(decisions.standing(row('a', '2'), row('a', '1')), cleared);
        assert!(matches!(decisions.standing(row('a', '2'), row('a', '2')), Some(Standing::Reopened(_))));
    }

    #[test]
    fn without_values_it_is_bound_to_the_earlier_run_or_to_what_is_there() {
        let given = || [decision(['a', 'b'], None, Answer::Rejected)];
        let now = Decisions::new(given(), None);
        assert_eq!(now.unbound(), 1);
        assert!(matches!(now.standing(row('a', '1'), row('b', '2')), Some(Standing::Cleared(_))));
        assert_eq!(now.met()[0].decision.values, Some([token('1'), token('2')]));
        let mut earlier = Earlier::default();
        for (person, values) in [('a', '1'), ('b', '2')] {
            earlier.add_values(token(person), token(values));
        }
        let then = Decisions::new(given(), Some(&earlier));
        assert_eq!(then.unbound(), 0);
        assert!(matches!(then.standing(row('a', '1'), row('b', '3')), Some(Standing::Reopened(_))));
        assert_eq!(then.met()[0].decision.values, None, "it stays what it was");
        assert!(matches!(then.standing(row('a', '1'), row('b', '2')), Some(Standing::Cleared(_))));
    }

    #[test]
    fn the_last_decision_counts_and_one_that_holds_before_one_that_does_not() {
        let decisions = Decisions::new(
            [
                decision(['a', 'b'], Some(['1', '2']), Answer::Corrected),
                decision(['a', 'b'], Some(['1', '3']), Answer::Explained),
                decision(['a', 'b'], Some(['1', '3']), Answer::Rejected),
            ],
            None,
        );
        assert_eq!(
            decisions.standing(row('a', '1'), row('b', '3')),
            Some(Standing::Cleared(Answer::Rejected))
        );
        assert_eq!(
            decisions.standing(row('a', '1'), row('b', '2')),
            Some(Standing::Cleared(Answer::Corrected))
        );
        assert!(matches!(decisions.standing(row('a', '9'), row('b', '9')), Some(Standing::Reopened(_))));
    }

    #[test]
    fn a_group_is_cleared_where_all_its_pairs_are() {
        let pair = |left, right| decision([left, right], Some(['1', '1']), Answer::Explained);
        let decisions = Decisions::new([pair('a', 'b'), pair('b', 'c')], None);
        let rows = |persons: &str| persons.chars().map(|person| row(person, '1')).collect::<Vec<_>>();
        assert_eq!(decisions.standing_of(&rows("ab")), Some(Standing::Cleared(Answer::Explained)));
        assert_eq!(
            decisions.standing_of(&rows("abc")),
            None,
            "nothing was decided on the first and the last"
        );
        let whole = Decisions::new([pair('a', 'b'), pair('b', 'c'), pair('a', 'c')], None);
        assert!(matches!(whole.standing_of(&rows("abc")), Some(Standing::Cleared(_))));
        let changed = [row('a', '1'), row('b', '1'), row('c', '2')];
        assert!(matches!(whole.standing_of(&changed), Some(Standing::Reopened(_))));
    }
}
