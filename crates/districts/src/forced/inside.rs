//! What the borders inside regions, which no rule decides, have to do with the inequality: the ratio of the largest district to
//! the smallest alone does not show it.

use tizim_evidence::{Message, Value};

use super::apart::{self, Apart};
use super::ratio::Span;
use super::required::{Forced, Reading};
use crate::judge::assess::Assessment;
use crate::shown::words;
use crate::{Grade, Index};

/// What of Theil T shows in its fourth decimal.
const SHOWN_THEIL: f64 = 0.000_05;

/// Whether a part of the inequality was open for certain, though the ratio of the extremes need not show it: borders inside
/// regions, on figures that a headline may count or that are no weaker than those of the extremes, or seats that could be
/// shared more equally.
pub(super) fn was_open(forced: &Forced, assessment: Option<&Assessment>) -> bool {
    let drawn = assessment.is_some_and(|one| {
        let of_ratio = grade_of_extremes(one);
        apart::regions(one).iter().any(|region| {
            region.bears_headline() || of_ratio.is_some_and(|of_ratio| region.grade >= Some(of_ratio))
        })
    });
    drawn || exactly(forced).is_some_and(|theil| theil.added() > SHOWN_THEIL)
}

/// The weakest grade behind the largest and the smallest district.
fn grade_of_extremes(assessment: &Assessment) -> Option<Grade> {
    let (smallest, largest) = assessment.extremes();
    Grade::weakest([smallest, largest].into_iter().flatten().map(|unit| assessment.grade_outside(unit, 0.0)))
}

/// Theil T between regions, where every region's electorate is known.
fn exactly(forced: &Forced) -> Option<super::measure::Between> {
    forced.central.as_ref().filter(|_| forced.reading() == Reading::Exact).map(|one| one.theil)
}

/// The sentences about borders inside regions; none where no region has two districts.
pub(super) fn sentences(forced: &Forced, assessment: &Assessment) -> Vec<Message> {
    if assessment.units.len() == assessment.regions.len() {
        return Vec::new();
    }
    let apart = apart::regions(assessment);
    let (official, weaker): (Vec<Apart>, Vec<Apart>) = apart.iter().partition(|one| one.bears_headline());
    let named = |message: Message, regions: &[Apart]| {
        let names = regions.iter().map(|one| Value::place(&assessment.region_names[one.region]));
        (!regions.is_empty()).then(|| message.with("regions", names.collect::<Vec<_>>()))
    };
    let mut sentences: Vec<Message> = [
        named(Message::new("districts.forced.inside"), &official),
        named(Message::new("districts.forced.inside_weaker"), &weaker),
    ]
    .into_iter()
    .flatten()
    .collect();
    let within = assessment.parts.iter().find(|part| part.index == Index::TheilT).map(|part| &part.within);
    let bounds = within.and_then(Value::bounds).map(|(low, high)| Span { low, high });
    match (exactly(forced), bounds) {
        (Some(theil), Some(within)) if assessment.is_exact() && within.low > SHOWN_THEIL => {
            sentences.push(
                Message::new("districts.forced.inside_parts")
                    .with("theil", assessment.index(Index::TheilT))
                    .with("least", theil.least)
                    .with("allocation", theil.added())
                    .with("within", within.value()),
            );
        }
        (_, Some(within)) if apart.is_empty() && within.high > SHOWN_THEIL => {
            sentences.push(Message::new("districts.forced.inside_open"));
        }
        _ => {}
    }
    sentences.into_iter().map(|one| one.with("lists", words::lists(forced.drawn.is_some()))).collect()
}
