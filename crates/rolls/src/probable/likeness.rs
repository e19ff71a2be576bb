//! Why two rows are told as those of one person, perhaps: the evidence column by column, and what the law would say.

use tizim_evidence::Value;
use tizim_linkage::Explanation;

use super::judging::{Judgement, Lawfulness};
use super::shown::rounded;
use crate::Code;

/// Why a pair of rows is told: `prior + columns + together + cluster = bits`, up to rounding.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// Probability, under the model, that both are one person's.
    pub probability: f64,
    /// The same as evidence in bits.
    pub bits: f64,
    /// Bits before anything is compared.
    pub prior: f64,
    /// Each compared column: its name, the level of likeness, bits for one person or (negative) against.
    pub columns: Vec<(String, String, f64)>,
    /// Bits taken back, since columns that agree together say less.
    pub together: f64,
    /// Bits that other rows of the group give.
    pub cluster: f64,
    /// Both rows state a whole valid number, and the numbers differ.
    pub two_numbers: bool,
    /// What the law says of two such entries of one person; `None` of two people.
    pub lawfulness: Option<Lawfulness>,
    /// Whether somebody is to look into it: it would be a second entry of one person.
    pub asks: bool,
}

impl Likeness {
    /// Of a pair that was judged.
    pub(super) fn of(judgement: &Judgement, probability: f64, explanation: Explanation) -> Self {
        let is_one_person = judgement.code == Code::ProbableDuplicate;
        let step = |step: tizim_linkage::Step| (step.column, step.level, rounded(step.bits));
        Self {
            probability,
            bits: rounded(explanation.weight),
            prior: rounded(explanation.prior),
            columns: explanation.steps.into_iter().map(step).collect(),
            together: rounded(explanation.together),
            cluster: rounded(explanation.cluster),
            two_numbers: judgement.two_numbers,
            lawfulness: is_one_person.then_some(judgement.lawfulness),
            asks: judgement.asks,
        }
    }
}

/// What speaks against a second entry of one person, or for a lawful one; often nothing.
pub fn doubts(likeness: &Likeness) -> Vec<Value> {
    let two_numbers = likeness.two_numbers.then_some(("two-numbers", "rolls.link.figure.two_numbers"));
    let law = match likeness.lawfulness {
        Some(Lawfulness::Lawful) => Some(("lawful", "rolls.link.unless.lawful")),
        Some(Lawfulness::Explained) => Some(("explained", "rolls.link.unless.explained")),
        Some(Lawfulness::SecondEntry { .. }) | None => None,
    };
    [two_numbers, law].into_iter().flatten().map(|(code, word)| Value::Word { code, word }).collect()
}
