//! DIST-001: outside the limit of a standard.

use tizim_evidence::{Audit, Finding, Message, Severity, Value};

use super::about::{body, council, subject};
use crate::bounds::deviation_ends;
use crate::code::Code;
use crate::deviation;
use crate::judge::assess::Assessment;
use crate::judge::judgement::{Judgement, Verdict};
use crate::shown::words;
use crate::{DistrictRules, Force, Grade, Standard};

/// How grave a breach is: a violation only where the standard binds.
fn severity(standard: &Standard, force: Force) -> Severity {
    match force {
        Force::Binding => Severity::Violation,
        Force::Recommended if standard.grave => Severity::Warning,
        Force::Recommended => Severity::Notice,
        Force::Described | Force::Foreign | Force::Repealed | Force::None => Severity::Info,
    }
}

/// One finding per unit that is outside a binding or recommended limit: the gravest, with the others named.
pub(super) fn outside(assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    let judged = || {
        rules.standards.iter().zip(&assessment.judgements).filter_map(|((standard, force), judgement)| {
            let weighs = matches!(force, Force::Binding | Force::Recommended);
            judgement.as_ref().filter(|_| weighs).map(|judgement| (standard, *force, judgement))
        })
    };
    // Of a unit that elects nobody something else is said.
    let electing = (0..assessment.units.len()).filter(|&unit| assessment.system.seats[unit] > 0);
    for unit in electing {
        let certain = |judgement: &Judgement| {
            judgement.outside.iter().find(|outside| outside.unit == unit && outside.certain).cloned()
        };
        let broken: Vec<_> = judged()
            .filter_map(|(standard, force, judgement)| {
                Some((standard, standard.rule(force, severity(standard, force)), certain(judgement)?))
            })
            .collect();
        let Some((standard, rule, outside)) = broken.iter().max_by_key(|one| one.1.severity) else {
            continue;
        };
        let (title, deviation) = deviation_of(assessment, unit);
        let grade = assessment.grade_outside(unit, standard.limit.unwrap_or(0.0));
        let mut finding = Finding::new(Code::Outside.word(), rule.severity, subject(assessment, unit))
            .titled(
                title
                    .with("where", council(assessment))
                    .with("district", &assessment.units[unit].name)
                    .with("deviation", deviation.clone())
                    .with("standard", &standard.title)
                    .with("rests", words::rests_on(grade)),
            )
            .figure("deviation", deviation)
            .figure("grade", grade.map(Grade::value))
            .figure("survives_drift", true)
            .figure("limit", Value::stated(standard.limit))
            .figure(
                "voters_beyond_low",
                (!assessment.without_quota).then_some(Value::derived(outside.beyond.0)),
            )
            .figure("voters_beyond_high", Value::derived(outside.beyond.1))
            .figure("standards", broken.iter().map(|one| by_title(one.0)).collect::<Vec<_>>())
            .under_rule(rule)
            .shown_by(assessment.units[unit].evidence.clone())
            .unless(Message::new("districts.explain.special"));
        if rule.severity < Severity::Violation {
            finding = finding.unless(Message::new("districts.explain.not_binding"));
        }
        if grade.is_some_and(|grade| !grade.bears_headlines()) {
            finding = finding.unless(Message::new("districts.explain.grade"));
        }
        audit.findings.push(finding);
    }
}

/// A unit's deviation with the title that goes with it; without a quota, what it is at the most.
fn deviation_of(assessment: &Assessment, unit: usize) -> (Message, Value) {
    if !assessment.without_quota {
        return (Message::new("districts.outside"), assessment.deviations[unit].clone());
    }
    let (_, (people, total)) = deviation_ends(&assessment.system)[unit];
    let most = deviation(people, assessment.system.seats[unit], total, assessment.seats());
    (Message::new("districts.outside_at_most"), Value::from(most))
}

/// Range standards that weigh, and all foreign and repealed ones: one finding each, for comparison.
pub(super) fn compared(assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    for ((standard, force), judgement) in rules.standards.iter().zip(&assessment.judgements) {
        let Some(judgement) = judgement.as_ref().filter(|judgement| judgement.verdict == Verdict::Breached)
        else {
            continue;
        };
        let certain = judgement.outside.iter().filter(|outside| outside.certain).count() as u64;
        let weighs = matches!(force, Force::Binding | Force::Recommended);
        if weighs && certain > 0 {
            continue;
        }
        let title = if weighs {
            Message::new("districts.breached").with("where", council(assessment))
        } else {
            Message::new("districts.for_comparison").with("where", council(assessment))
        };
        let finding = Finding::new(Code::Outside.word(), severity(standard, *force), body(assessment))
            .titled(
                title
                    .with("standard", &standard.title)
                    .with("count", certain)
                    .with("force", words::force(*force)),
            )
            .counting(certain.max(1))
            .figure("limit", Value::stated(standard.limit))
            .under(&standard.id, Some(standard.source.clone()));
        audit.findings.push(finding);
    }
}

/// A standard by its title, for people; by its identifier for programs.
fn by_title(standard: &Standard) -> Value {
    Value::Named { id: standard.id.clone(), name: standard.title.clone() }
}
