//! Scoring that stops as soon as it is certain that a pair says nothing.

use super::{ByClass, ScoredPair, Scorer};
use crate::comparison::{MISSING, Memory, Pattern};
use crate::records::Row;
use crate::training::Class;

/// Rounding may make a bound smaller by this.
const SLACK: f64 = 1e-6;

impl Scorer<'_> {
    /// The score of two records, or `None` if it is below `least` bits and the pair is neither twins nor a generation apart.
    /// The same as [`Scorer::score`], cheaper: what is cheap to compare is compared first, and the rest only if it could
    /// still make a difference.
    pub(crate) fn score_from(
        &self,
        least: f64,
        left: Row,
        right: Row,
        memory: &mut Memory,
    ) -> Option<ScoredPair> {
        let (one, other) = (self.records.row(left), self.records.row(right));
        let mut scores = self.shares;
        let mut bound = [0.0; super::MOST_CLASSES];
        let mut pattern = Pattern::default();
        let mut unequal = smallvec::SmallVec::<[usize; 24]>::new();
        let swapped = self.comparisons.is_swapped(left, right);
        for &place in &self.order {
            let comparison = &self.comparisons.columns[place];
            let (left, right) = (one[comparison.column], other[comparison.column]);
            let code = match swapped {
                Some((given, _)) if given == place => Some(MISSING),
                Some((_, surname)) if surname == place => Some(comparison.same + 1),
                _ if left == 0 || right == 0 => Some(MISSING),
                _ => (left == right).then_some(comparison.same),
            };
            if let Some(code) = code {
                pattern.set(place, code);
                self.add(&mut scores, place, code, left);
            } else {
                unequal.push(place);
                bound.iter_mut().zip(&self.most_unequal[place]).for_each(|(bound, most)| *bound += most);
            }
        }
        for place in unequal {
            if self.says_nothing(least, &scores, &bound) {
                return None;
            }
            let comparison = &self.comparisons.columns[place];
            let (left, right) = (one[comparison.column], other[comparison.column]);
            let code = self.comparisons.compare(place, left, right, memory);
            pattern.set(place, code);
            self.add(&mut scores, place, code, left);
            bound.iter_mut().zip(&self.most_unequal[place]).for_each(|(bound, most)| *bound -= most);
        }
        let scored = self.score_pattern(left, right, pattern);
        (scored.weight >= least || scored.kind != super::PairKind::Duplicate).then_some(scored)
    }

    /// Whether no class that is told can come up to strangers any more.
    fn says_nothing(&self, least: f64, scores: &ByClass, bound: &ByClass) -> bool {
        let persons = self.classes.iter().filter(|class| class.is_one_person()).count() as f64;
        self.classes.iter().zip(scores.iter().zip(bound)).all(|(class, (score, bound))| {
            let most = score + bound + SLACK;
            match class {
                Class::Same | Class::Moved => most + persons.log2() < least,
                Class::Twins | Class::Generation => most < 0.0,
                _ => true,
            }
        })
    }
}
