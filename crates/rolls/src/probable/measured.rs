//! How good the list is, by pairs that were looked at by hand: precision, recall, and how many may be false.
//!
//! Of each stratum a part was drawn, and of this a part was answered. The number of pairs of one person in a stratum has exact
//! bounds ([`finite`]); bounds of all strata together hold together with 95 % confidence, since each of them leaves its share
//! of the rest (Bonferroni). Without answers on pairs below the threshold and outside all blocks, recall is not established.
//!
//! A pair without an answer is not missing by chance: those who looked may have left out what is hard. So the bounds hold
//! whatever the pairs without an answer are, each of them, and how many they are is told. A pair that was answered twice is
//! one pair; where its answers contradict each other it has none.

use std::collections::BTreeMap;

use tizim_stats::finite;

use super::RowAt;
use super::strata::Stratum;

/// The confidence of all bounds.
const CONFIDENCE: f64 = 0.95;

/// A pair that was drawn, with the answer of whoever looked at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The rows, where the table says which.
    pub rows: Option<[RowAt; 2]>,
    /// The stratum it was drawn from.
    pub stratum: Stratum,
    /// Pairs in that stratum.
    pub pairs: u64,
    /// Whether both rows are one person's; `None` where nobody has said.
    pub same: Option<bool>,
}

/// A share with its bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounded {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// What was answered of a stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Answered {
    pub(super) stratum: Stratum,
    pub(super) pairs: u64,
    pub(super) drawn: u64,
    pub(super) labelled: u64,
    pub(super) same: u64,
}

/// What the answers say of the pairs from a probability on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    pub(super) threshold: f64,
    /// Pairs at or above it.
    pub(super) pairs: u64,
    pub(super) precision: Option<Bounded>,
    pub(super) recall: Option<Bounded>,
    /// At most so many of the pairs are false.
    pub(super) most_false: Option<u64>,
}

/// How the answers of a sample hang together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Answers {
    /// Pairs, each counted once.
    pub(super) pairs: u64,
    /// Pairs without an answer, with those whose answers contradict each other.
    pub(super) unanswered: u64,
    /// Lines about a pair that stands there before.
    pub(super) repeated: u64,
    /// Pairs that are one person's by one answer and two people's by another.
    pub(super) contradicted: u64,
}

/// Each pair once, with its answer; pairs whose rows the table does not name are taken for different ones.
pub(super) fn each_once(labels: &[Label]) -> (Vec<Label>, Answers) {
    let mut answers = Answers::default();
    let mut once: Vec<(Label, bool)> = Vec::new();
    let mut known: BTreeMap<[&RowAt; 2], usize> = BTreeMap::new();
    for label in labels {
        let rows = label.rows.as_ref().map(|[left, right]| [left.min(right), left.max(right)]);
        let before = rows.and_then(|rows| known.get(&rows).copied());
        let Some((kept, is_contradicted)) = before.and_then(|at| once.get_mut(at)) else {
            known.extend(rows.map(|rows| (rows, once.len())));
            once.push((label.clone(), false));
            continue;
        };
        answers.repeated += 1;
        *is_contradicted |= kept.same.zip(label.same).is_some_and(|(one, other)| one != other);
        kept.same = kept.same.or(label.same);
    }
    for (label, is_contradicted) in &mut once {
        if *is_contradicted {
            label.same = None;
            answers.contradicted += 1;
        }
        answers.unanswered += u64::from(label.same.is_none());
    }
    answers.pairs = once.len() as u64;
    (once.into_iter().map(|(label, _)| label).collect(), answers)
}

/// The strata in which labels stand, those of the highest probability first.
pub(super) fn answered(labels: &[Label]) -> Vec<Answered> {
    let mut strata: Vec<Answered> = Vec::new();
    for label in labels {
        let at = strata.iter().position(|known| known.stratum == label.stratum).unwrap_or_else(|| {
            strata.push(Answered {
                stratum: label.stratum,
                pairs: label.pairs,
                drawn: 0,
                labelled: 0,
                same: 0,
            });
            strata.len() - 1
        });
        let stratum = &mut strata[at];
        stratum.drawn += 1;
        stratum.labelled += u64::from(label.same.is_some());
        stratum.same += u64::from(label.same == Some(true));
    }
    strata.sort_by(|left, right| right.stratum.from().total_cmp(&left.stratum.from()));
    // A table that was put together by hand may hold more pairs of a stratum than it says there are.
    for stratum in &mut strata {
        stratum.pairs = stratum.pairs.max(stratum.drawn);
    }
    strata
}

/// What the answers say at each probability at which a stratum begins, and at `own`, unless that is within one.
pub(super) fn measured(strata: &[Answered], own: f64) -> Vec<Measured> {
    let is_within = |stratum: &Answered| match stratum.stratum {
        Stratum::Scored { from, to } => from < own && own < to,
        Stratum::Outside => false,
    };
    let scored = strata.iter().filter(|stratum| stratum.stratum != Stratum::Outside);
    let mut thresholds: Vec<f64> = scored.map(|stratum| stratum.stratum.from()).collect();
    thresholds.extend(Some(own).filter(|_| !strata.is_empty() && !strata.iter().any(is_within)));
    thresholds.sort_by(|left, right| right.total_cmp(left));
    thresholds.dedup_by(|left, right| left.total_cmp(right).is_eq());
    thresholds.into_iter().map(|threshold| measured_at(strata, threshold)).collect()
}

fn measured_at(strata: &[Answered], threshold: f64) -> Measured {
    let is_known = |stratum: &Answered| stratum.labelled > 0 || stratum.pairs == 0;
    let (above, below): (Vec<Answered>, Vec<Answered>) =
        strata.iter().copied().partition(|stratum| stratum.stratum.from() >= threshold);
    let is_complete = below.iter().any(|stratum| stratum.stratum == Stratum::Outside);
    let precise = above.iter().all(is_known);
    let recalled = precise && is_complete && below.iter().all(is_known);
    Measured {
        threshold,
        pairs: above.iter().map(|stratum| stratum.pairs).sum(),
        precision: precise.then(|| precision(&above)).flatten(),
        recall: recalled.then(|| recall(&above, &below)).flatten(),
        most_false: precise.then(|| most_false(&above)).flatten(),
    }
}

/// Pairs of one person in these strata: the estimate, and bounds that hold for all of `together` strata at once, whichever
/// the pairs without an answer are.
fn one_person(strata: &[Answered], together: usize) -> Option<Bounded> {
    let confidence = 1.0 - (1.0 - CONFIDENCE) / together.max(1) as f64;
    let mut sum = Bounded { value: 0.0, low: 0.0, high: 0.0 };
    for stratum in strata.iter().filter(|stratum| stratum.labelled > 0) {
        let bounds = |same| finite::marked(same, stratum.drawn, stratum.pairs, confidence).ok();
        let (low, _) = bounds(stratum.same)?;
        let (_, high) = bounds(stratum.same + stratum.drawn - stratum.labelled)?;
        sum.value += stratum.pairs as f64 * stratum.same as f64 / stratum.labelled as f64;
        sum.low += low as f64;
        sum.high += high as f64;
    }
    Some(sum)
}

fn precision(above: &[Answered]) -> Option<Bounded> {
    let pairs = above.iter().map(|stratum| stratum.pairs).sum::<u64>() as f64;
    let found = one_person(above, above.len()).filter(|_| pairs > 0.0)?;
    Some(Bounded { value: found.value / pairs, low: found.low / pairs, high: found.high / pairs })
}

fn recall(above: &[Answered], below: &[Answered]) -> Option<Bounded> {
    let together = above.len() + below.len();
    let (found, missed) = (one_person(above, together)?, one_person(below, together)?);
    let share = |found: f64, missed: f64| if found + missed > 0.0 { found / (found + missed) } else { 1.0 };
    (found.value + missed.value > 0.0).then(|| Bounded {
        value: share(found.value, missed.value),
        low: share(found.low, missed.high),
        high: share(found.high, missed.low),
    })
}

fn most_false(above: &[Answered]) -> Option<u64> {
    let confidence = 1.0 - (1.0 - CONFIDENCE) / above.len().max(1) as f64;
    let of = |stratum: &Answered| {
        finite::most_marked(stratum.drawn - stratum.same, stratum.drawn, stratum.pairs, confidence).ok()
    };
    above.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(stratum: Stratum, pairs: u64, answers: &[Option<bool>]) -> Vec<Label> {
        answers.iter().map(|same| Label { rows: None, stratum, pairs, same: *same }).collect()
    }

    const HIGH: Stratum = Stratum::Scored { from: 0.9, to: 1.0 };
    const LOW: Stratum = Stratum::Scored { from: 0.5, to: 0.9 };
    const BELOW: Stratum = Stratum::Scored { from: 0.01, to: 0.5 };

    #[test]
    fn a_list_that_was_checked_whole_is_known_exactly() {
        let mut all = labels(HIGH, 4, &[Some(true), Some(true), Some(true), Some(false)]);
        all.extend(labels(BELOW, 2, &[Some(true), Some(false)]));
        all.extend(labels(Stratum::Outside, 1, &[Some(false)]));
        let found = measured(&answered(&all), 0.9);
        let exactly = |value: f64| Some(Bounded { value, low: value, high: value });
        assert_eq!(
            (found[0].threshold, found[0].precision, found[0].recall),
            (0.9, exactly(0.75), exactly(0.75))
        );
        assert_eq!((found[0].pairs, found[0].most_false), (4, Some(1)));
        assert_eq!((found[1].threshold, found[1].recall), (0.01, exactly(1.0)));
    }

    #[test]
    fn pairs_without_an_answer_may_be_anything() {
        // Twelve pairs, all drawn, of which three have no answer: between six and nine are one person's.
        let mut answers = vec![Some(true); 6];
        answers.extend([Some(false), Some(false), Some(false), None, None, None]);
        let found = measured(&answered(&labels(HIGH, 12, &answers)), 0.9)[0];
        let precision = found.precision.unwrap();
        assert_eq!((precision.low, precision.high), (0.5, 0.75));
        assert!((precision.value - 6.0 / 9.0).abs() < 1e-12);
        assert_eq!(found.most_false, Some(6));
    }

    #[test]
    fn a_pair_counts_once() {
        let at = |row| RowAt { file: "a.csv".to_owned(), row };
        let label =
            |left, right, same| Label { rows: Some([at(left), at(right)]), stratum: HIGH, pairs: 9, same };
        let all = [
            label(1, 2, Some(true)),
            label(2, 1, Some(true)),
            label(3, 4, None),
            label(3, 4, Some(false)),
            label(5, 6, Some(true)),
            label(6, 5, Some(false)),
            label(7, 8, None),
        ];
        let (once, answers) = each_once(&all);
        assert_eq!(
            once.iter().map(|label| label.same).collect::<Vec<_>>(),
            [Some(true), Some(false), None, None]
        );
        assert_eq!(answers, Answers { pairs: 4, unanswered: 2, repeated: 3, contradicted: 1 });
        // Without rows nobody can tell.
        assert_eq!(each_once(&labels(HIGH, 9, &[Some(true), Some(false)])).1.repeated, 0);
    }

    #[test]
    fn strata_count_by_their_size() {
        let mut all = labels(HIGH, 900, &[Some(true); 30]);
        all.extend(labels(LOW, 100, &[[Some(true); 10], [Some(false); 10]].concat()));
        let found = measured(&answered(&all), 0.9)[1];
        let precision = found.precision.unwrap();
        assert!((precision.value - 0.95).abs() < 1e-12, "{precision:?}");
        assert!(precision.low < 0.9 && precision.low > 0.7 && precision.high > 0.96 && precision.high < 1.0);
        assert_eq!(found.recall, None, "nothing is known of what is not listed");
        // scipy: hypergeom with 0 of 30 among 900, and 10 of 20 among 100, at 97.5 % to one side.
        assert_eq!(found.most_false, Some(102 + 70));
    }

    #[test]
    fn unanswered_strata_leave_it_open() {
        let mut all = labels(HIGH, 900, &[Some(true), None]);
        all.extend(labels(LOW, 100, &[None, None]));
        let found = measured(&answered(&all), 0.9);
        assert!(found[0].precision.is_some() && found[1].precision.is_none());
        assert_eq!(found[1].most_false, None);
        assert!(measured(&answered(&[]), 0.5).is_empty());
        // Nothing scores between: the list is the same from there on. Within a stratum nothing can be told.
        let at = |own: f64| measured(&answered(&labels(HIGH, 1, &[Some(true)])), own);
        assert_eq!(
            at(0.5).iter().map(|one| (one.threshold, one.pairs)).collect::<Vec<_>>(),
            [(0.9, 1), (0.5, 1)]
        );
        assert_eq!(at(0.95).len(), 1);
    }
}
