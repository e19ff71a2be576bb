//! Districts against one standard: who is outside, by how many, and how few would have to move.
//!
//! A verdict holds only if it holds for every completion of the input; otherwise it is undetermined.

use super::compared::{closed_at_the_largest_count, parts};
use super::deviations::judge_deviations;
use super::judgement::{Judgement, Outside, Verdict};
use super::range::judge_range;
use crate::bounds::system::System;
use crate::measure::exact::Limit;
use crate::{Measure, Standard};

/// Judges units by a standard. `exempt` tells which units it protects. `None` where the standard limits nothing, or
/// where it cannot be applied to some part and no other part is outside for certain.
pub(crate) fn judge(system: &System, standard: &Standard, exempt: &[bool]) -> Option<Judgement> {
    let limit = Limit::of(standard.limit?);
    let by_range = match standard.measure {
        Measure::OverallRange | Measure::RangeInRegion => true,
        Measure::Deviation | Measure::DeviationInRegion => false,
        Measure::None => return None,
    };
    let open = system.is_open();
    let closed;
    let system = if open {
        // No electorate is larger than the largest count: whatever is certain then is certain.
        closed = closed_at_the_largest_count(system)?;
        &closed
    } else {
        system
    };
    let mut all = Judgement { verdict: Verdict::Met, outside: Vec::new(), moves: Some((0, 0)) };
    let mut judged_all = true;
    for (units, part) in parts(system, standard.measure, exempt)? {
        let one = if by_range { judge_range(&part, limit) } else { Some(judge_deviations(&part, limit)) };
        let Some(one) = one else {
            judged_all = false;
            continue;
        };
        all.outside
            .extend(one.outside.into_iter().map(|outside| Outside { unit: units[outside.unit], ..outside }));
        all.moves = all.moves.zip(one.moves).map(|(sum, more)| (sum.0 + more.0, sum.1 + more.1));
        all.verdict = match (all.verdict, one.verdict) {
            (Verdict::Breached, _) | (_, Verdict::Breached) => Verdict::Breached,
            (Verdict::Undetermined, _) | (_, Verdict::Undetermined) => Verdict::Undetermined,
            _ => Verdict::Met,
        };
    }
    if !judged_all || open {
        all.moves = None;
    }
    all.outside.sort_by_key(|outside| outside.unit);
    (judged_all || all.verdict == Verdict::Breached).then_some(all)
}
