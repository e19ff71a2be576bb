//! DIST-007: a better drawing or a better allocation was open under the same rules. Says nothing of intent.

use tizim_evidence::{Audit, Finding, Message, Severity, Subject, Value};

use super::answer::ratio_as_drawn;
use super::apart;
use super::ratio::Span;
use super::required::{Forced, Reading};
use crate::code::Code;
use crate::judge::assess::Assessment;
use crate::shown::words;
use crate::{Demand, DistrictRules, Grade, Index};

/// Differences below this do not show where a ratio is written with three decimals.
const SHOWN: f64 = 0.001;
/// The same of Theil T, which is written with four.
const SHOWN_THEIL: f64 = 0.0001;

/// Adds what of the inequality a better drawing or a better allocation would have avoided.
pub(super) fn add(forced: &Forced, assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    // A district without voters makes the ratio infinite.
    let empty = (!assessment.empty_units().is_empty()).then(|| Span::exactly(f64::INFINITY));
    let Some(actual) = ratio_as_drawn(assessment).or(empty) else { return };
    audit.findings.extend(better_drawing(forced, assessment, actual, rules));
    audit.findings.extend(better_allocation(forced, rules));
}

/// Districts inside regions could be more equal: said where some region's districts differ for certain by more than
/// the voter that whole numbers leave.
fn better_drawing(
    forced: &Forced,
    assessment: &Assessment,
    actual: Span,
    rules: &DistrictRules,
) -> Option<Finding> {
    let apart = apart::regions(assessment);
    let widest = apart.iter().max_by(|a, b| a.voters.total_cmp(&b.voters))?;
    let names: Vec<Value> =
        apart.iter().map(|one| Value::place(&assessment.region_names[one.region])).collect();
    let grade = Grade::weakest(apart.iter().map(|one| one.grade).chain([widest.grade_of_voters]));
    let part = |index: Index| assessment.parts.iter().find(|part| part.index == index);
    let between = part(Index::Mal).map_or(Value::Missing, |part| part.between.clone());
    let within = part(Index::TheilT).map_or(Value::Missing, |part| part.within.clone());
    let allocation = forced.allocation_ratio.at_most(actual);
    let title = if actual.low.is_infinite() {
        Message::new("districts.better_drawing.empty")
    } else if actual.low - allocation.high > SHOWN {
        Message::new("districts.better_drawing.ratio")
    } else if extremes_stand_alone(assessment) {
        Message::new("districts.better_drawing.same_ratio")
    } else {
        Message::new("districts.better_drawing.ratio_not_settled")
    };
    let title = title
        .with("actual", actual.value())
        .with("allocation", allocation.value())
        .with("apart", Value::derived(widest.voters))
        .with("regions", names)
        .with("rests", words::rests_on(grade));
    let finding = Finding::new(Code::Better.word(), Severity::Info, Subject::new("nation", "drawing"))
        .titled(title)
        .counting(apart.len() as u64)
        .figure("ratio_as_drawn", actual.value())
        .figure("ratio_of_equal_districts", allocation.value())
        .figure("voters_apart_at_least", Value::derived(widest.voters))
        .figure("grade", grade.map(Grade::value))
        .figure("mal_as_drawn", assessment.index(Index::Mal))
        .figure("mal_of_equal_districts", between)
        .figure("theil_t_within", within)
        .under_rule(&rules.cited(Demand::Drawing, Severity::Info))
        .unless(Message::new("districts.explain.blocks"))
        .unless(Message::new("districts.explain.intent"));
    Some(match grade.filter(|grade| !grade.bears_headlines()) {
        Some(_) => finding.unless(Message::new("districts.explain.grade")),
        None => finding,
    })
}

/// Whether the smallest and the largest district are so in every completion and each alone in its region: then equality
/// within regions changes nothing of the ratio of all.
fn extremes_stand_alone(assessment: &Assessment) -> bool {
    let system = &assessment.system;
    let alone = |unit: usize| {
        let of_region = system.region_of.iter().filter(|region| **region == system.region_of[unit]);
        of_region.count() == 1
    };
    match assessment.extremes() {
        (Some(smallest), Some(largest)) => assessment.extremes_settled() && alone(smallest) && alone(largest),
        _ => false,
    }
}

/// A better allocation under the same rules, by ratio, or by Theil T where the ratio is the least there is.
fn better_allocation(forced: &Forced, rules: &DistrictRules) -> Option<Finding> {
    let central = forced.central.as_ref()?;
    let ratio = central.ratio?;
    let (measure, best) = if ratio.added() > SHOWN {
        (Index::MaxMinRatio, ratio)
    } else if central.theil.added() > SHOWN_THEIL {
        (Index::TheilT, central.theil)
    } else {
        return None;
    };
    let share = forced.simulated.as_ref().map(|one| f64::from(one.used_is_best[0]) / f64::from(one.draws));
    let title = match forced.reading() {
        Reading::Exact => Message::new("districts.better_allocation"),
        Reading::Middle => Message::new("districts.better_allocation_middle"),
        Reading::Simulation => Message::new("districts.better_allocation_draws"),
    };
    Some(
        Finding::new(Code::Better.word(), Severity::Info, Subject::new("nation", "allocation"))
            .titled(
                title
                    .with("measure", words::index(measure))
                    .with("used", best.used)
                    .with("least", best.least),
            )
            .figure("ratio_used", ratio.used)
            .figure("ratio_least", ratio.least)
            .figure("theil_t_used", central.theil.used)
            .figure("theil_t_least", central.theil.least)
            .figure("share_of_draws_used_is_best", share)
            .under_rule(&rules.cited(Demand::Allocation, Severity::Info))
            .unless(Message::new("districts.explain.intent")),
    )
}
