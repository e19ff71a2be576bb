//! Which rows of a verdict are pairs: a verdict names all rows that it is about, and not every two of them are at odds.

use smallvec::{SmallVec, smallvec};

use crate::Rule;
use crate::findings::sink::MOST_PAIRED;
use crate::persons::parted::Person;
use crate::row::entry::Entry;
use crate::verdict::group::{GroupRules, GroupVerdict};
use crate::verdict::standing::second_entries;

/// For each row of a verdict a bit for each row behind it that it is a pair with.
pub(crate) type Partnerships = SmallVec<[u32; 4]>;

impl GroupRules<'_> {
    /// The pairs among the rows of a verdict: two rows that earn its code when they are judged alone, or, where it says
    /// that rows are two people's, two that are not alike. A row that earns it in no pair (of three entries the extract of
    /// one may settle what another says) is a pair with every other. None of a verdict on too many rows to be told as pairs.
    pub(crate) fn partners(&self, rule: Rule, verdict: &GroupVerdict, rows: &[Entry<'_>]) -> Partnerships {
        let members = verdict.rows();
        let all = |place: usize| (1_u32 << members.len()) - (2 << place);
        match members.len() {
            0..2 => return Partnerships::new(),
            2 => return smallvec![0b10, 0],
            count if count > MOST_PAIRED => return Partnerships::new(),
            _ => {}
        }
        let mut found: Partnerships = smallvec![0; members.len()];
        let mut has_partner = 0_u32;
        for (place, &left) in members.iter().enumerate() {
            for (other, &right) in members.iter().enumerate().skip(place + 1) {
                if self.is_pair(rule, verdict, [left, right], rows) {
                    found[place] |= 1 << other;
                    has_partner |= 1 << place | 1 << other;
                }
            }
        }
        for place in (0..members.len()).filter(|place| has_partner >> place & 1 == 0) {
            found[place] |= all(place);
            for before in &mut found[..place] {
                *before |= 1 << place;
            }
        }
        found
    }

    fn is_pair(&self, rule: Rule, verdict: &GroupVerdict, pair: [usize; 2], rows: &[Entry<'_>]) -> bool {
        let Some(basis) = verdict.basis else {
            return !rows[pair[0]].shows_as(&rows[pair[1]]);
        };
        let person = Person {
            members: pair.into_iter().collect(),
            ambiguous: basis.ambiguous,
            certain: basis.certain,
        };
        let found = second_entries(rule, &person, rows, self.law, &self.applicable);
        found.iter().any(|found| found.code == verdict.code)
    }
}
