//! Findings about districts, and the words that go with an assessment.

use std::collections::BTreeSet;

use tizim_evidence::{Audit, Figure, Finding, Message, Persons, Severity, Status, Subject, Value};

use crate::bounds::deviation_ends;
use crate::deviation;
use crate::given::prepare::{Mismatch, Place};
use crate::judge::assess::{Assessment, count_value};
use crate::judge::standards::{Judgement, Verdict};
use crate::shown::{headline, words};
use crate::{
    Basis, CountRange, DistrictRules, Districts, Force, Grade, Index, Standard, Unit, smallest_majority,
};

/// How many names stand in a sentence.
const NAMED: usize = 8;

/// How grave a breach is: a violation only where the standard binds.
fn severity(standard: &Standard, force: Force) -> Severity {
    match force {
        Force::Binding => Severity::Violation,
        Force::Recommended if standard.grave => Severity::Warning,
        Force::Recommended => Severity::Notice,
        Force::Described | Force::Foreign | Force::Repealed | Force::None => Severity::Info,
    }
}

/// Adds everything found about one body of districts.
pub(crate) fn of(assessment: &Assessment, districts: &Districts, rules: &DistrictRules, audit: &mut Audit) {
    mismatches(assessment, audit);
    if assessment.without_quota {
        let finding = Finding::new("DIST-090", Severity::Notice, body(assessment))
            .titled(Message::new("districts.without_quota").with("where", council(assessment)))
            .under("quota", None)
            .unless(Message::new("districts.explain.give_totals"));
        audit.findings.push(finding);
        outside(assessment, rules, audit);
    } else {
        without_seat(assessment, audit);
        without_people(assessment, audit);
        outside(assessment, rules, audit);
        compared(assessment, rules, audit);
        open(assessment, rules, audit);
    }
    unknown(assessment, audit);
    if assessment.group.is_none() {
        figures(assessment, districts, rules, audit);
        notes(assessment, districts, audit);
    }
}

pub(crate) fn body(assessment: &Assessment) -> Subject {
    match &assessment.group {
        Some(group) => Subject::new("council", group.clone()),
        None => Subject::new("nation", "all"),
    }
}

fn subject(assessment: &Assessment, unit: usize) -> Subject {
    let id = &assessment.units[unit].id;
    let id = assessment.group.as_ref().map_or_else(|| id.clone(), |group| format!("{group}/{id}"));
    Subject::new("district", id)
}

/// Parts that do not add up: stated totals are then set aside.
fn mismatches(assessment: &Assessment, audit: &mut Audit) {
    for mismatch in &assessment.mismatches {
        let (subject, title) = match &mismatch.at {
            Place::Nation => (Subject::new("nation", "all"), Message::new("districts.mismatch.nation")),
            Place::Region(region) => (
                Subject::new("region", region.clone()),
                Message::new("districts.mismatch.region").with("region", region),
            ),
            Place::Order(at) => (
                Subject::new("district", at.clone()),
                Message::new("districts.mismatch.order").with("at", at),
            ),
        };
        audit.findings.push(mismatch_of(mismatch, subject, title));
    }
}

fn mismatch_of(mismatch: &Mismatch, subject: Subject, title: Message) -> Finding {
    let (stated, parts) = (count_value(mismatch.stated, false), count_value(mismatch.parts, false));
    let title = title.with("stated", stated.clone()).with("parts", parts.clone());
    Finding::new("DIST-005", Severity::Warning, subject)
        .titled(title)
        .figure("stated", stated)
        .figure("parts", parts)
        .under("sum", None)
        .unless(Message::new("districts.explain.dates"))
}

/// What is to be said of the lists known when the districts were drawn beside those of the election: totals that contradict
/// each other and were set aside, and what each of the two sets of lists is used for.
pub(crate) fn when_drawn(drawn: &Assessment, election: &Assessment, audit: &mut Audit) {
    for mismatch in &drawn.mismatches {
        // No list of that time has districts or an order of sizes: what can fail to add up is a region or the whole.
        let (id, title) = match &mismatch.at {
            Place::Region(region) => (
                format!("{region} when drawn"),
                Message::new("districts.mismatch.region_when_drawn").with("region", region),
            ),
            Place::Nation | Place::Order(_) => {
                ("when drawn".to_owned(), Message::new("districts.mismatch.nation_when_drawn"))
            }
        };
        audit.findings.push(mismatch_of(mismatch, Subject::new("nation", id), title));
    }
    let day = |assessment: &Assessment| Value::from(assessment.total_as_of.clone());
    audit.notes.push(
        Message::new("districts.note.two_lists")
            .with("election", day(election))
            .with("drawn", day(drawn))
            .with("drift", drawn.largest_drift()),
    );
}

/// Units that hold people and elect nobody: nothing of theirs can be held against a limit.
fn without_seat(assessment: &Assessment, audit: &mut Audit) {
    for unit in 0..assessment.units.len() {
        if assessment.system.seats[unit] > 0 || assessment.system.units[unit].high == 0 {
            continue;
        }
        let finding = Finding::new("DIST-090", Severity::Warning, subject(assessment, unit))
            .titled(
                Message::new("districts.no_seat")
                    .with("where", council(assessment))
                    .with("district", &assessment.units[unit].name)
                    .with("voters", assessment.voters(unit)),
            )
            .figure("voters", assessment.voters(unit))
            .under("seats", None)
            .shown_by(assessment.units[unit].evidence.clone())
            .unless(Message::new("districts.explain.seat_elsewhere"));
        audit.findings.push(finding);
    }
}

/// Units in which nobody votes: with them, whatever divides by a unit's people is infinite.
fn without_people(assessment: &Assessment, audit: &mut Audit) {
    let units = |certain: bool| -> Vec<usize> {
        let system = &assessment.system;
        let nobody = |unit: &usize| {
            let people = system.units[*unit];
            system.seats[*unit] > 0 && if certain { people.high == 0 } else { people.low == 0 }
        };
        (0..system.units.len()).filter(nobody).collect()
    };
    let certain = units(true);
    let (found, title) = if certain.is_empty() {
        (units(false), Message::new("districts.maybe_no_people"))
    } else {
        (certain, Message::new("districts.no_people"))
    };
    if found.is_empty() {
        return;
    }
    let names: Vec<String> = found.iter().map(|&unit| assessment.units[unit].name.clone()).collect();
    let finding = Finding::new("DIST-090", Severity::Notice, body(assessment))
        .titled(
            title
                .with("where", council(assessment))
                .with("count", found.len())
                .with("names", words::shortened(NAMED, names)),
        )
        .counting(found.len() as u64)
        .shown_by(found.iter().filter_map(|&unit| assessment.units[unit].evidence.clone()))
        .under("electorate", None);
    audit.findings.push(finding);
}

/// What goes before a title to tell councils apart; nothing for the whole table.
pub(crate) fn council(assessment: &Assessment) -> String {
    assessment.group.as_ref().map(|group| format!("{group}: ")).unwrap_or_default()
}

/// Adds where the total row at the foot of a table disagrees with the rows above it.
pub(crate) fn total_rows(districts: &Districts, audit: &mut Audit) {
    for total in &districts.stated_totals {
        let of_table = |unit: &&Unit| match (&total.evidence, &unit.evidence) {
            (Some(row), Some(own)) => row.file == own.file,
            _ => true,
        };
        let bounds = districts
            .units
            .iter()
            .filter(of_table)
            .map(|unit| unit.electorate.range(0.0))
            .map(|range| range.unwrap_or((0, u64::MAX)));
        let parts = bounds.fold(CountRange::exactly(0), |sum, (low, high)| CountRange {
            low: sum.low.saturating_add(low),
            high: sum.high.saturating_add(high),
        });
        if (parts.low..=parts.high).contains(&total.count) {
            continue;
        }
        // Where a row states nothing, there is no sum but what it is at least.
        let parts =
            if parts.high == u64::MAX { Persons(parts.low).into() } else { count_value(parts, false) };
        let finding = Finding::new("DIST-005", Severity::Warning, Subject::new("nation", "total row"))
            .titled(
                Message::new("districts.mismatch.total_row")
                    .with("stated", Persons(total.count))
                    .with("parts", parts.clone()),
            )
            .figure("stated", Persons(total.count))
            .figure("parts", parts)
            .under("sum", None)
            .shown_by(total.evidence.clone())
            .unless(Message::new("districts.explain.dates"));
        audit.findings.push(finding);
    }
}

/// One finding per unit that is outside a binding or recommended limit: the gravest, with the others named.
fn outside(assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
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
        let mut finding = Finding::new("DIST-001", rule.severity, subject(assessment, unit))
            .titled(
                title
                    .with("where", council(assessment))
                    .with("district", &assessment.units[unit].name)
                    .with("deviation", deviation.clone())
                    .with("standard", &standard.title)
                    .with("rests", words::rests_on(grade)),
            )
            .figure("deviation", deviation)
            .figure("grade", grade.map(Grade::code))
            .figure("survives_drift", true)
            .figure("limit", Value::stated(standard.limit))
            .figure(
                "voters_beyond_low",
                (!assessment.without_quota).then_some(Value::derived(outside.beyond.0)),
            )
            .figure("voters_beyond_high", Value::derived(outside.beyond.1))
            .figure("standards", broken.iter().map(|one| one.0.id.as_str()).collect::<Vec<_>>())
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
fn compared(assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
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
        let finding = Finding::new("DIST-001", severity(standard, *force), body(assessment))
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

/// Verdicts that the open figures leave undecided, and standards that could not be applied.
fn open(assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    for ((standard, force), judgement) in rules.standards.iter().zip(&assessment.judgements) {
        if *force == Force::None || standard.limit.is_none() {
            continue;
        }
        let title = match judgement {
            None => Message::new("districts.not_judged").with("where", council(assessment)),
            Some(judgement) if judgement.verdict == Verdict::Undetermined => {
                let deciding: Vec<&str> = judgement
                    .outside
                    .iter()
                    .map(|outside| assessment.units[outside.unit].name.as_str())
                    .collect();
                Message::new("districts.undetermined")
                    .with("where", council(assessment))
                    .with("deciding", deciding)
            }
            Some(_) => continue,
        };
        let severity = if *force == Force::Binding { Severity::Notice } else { Severity::Info };
        let finding = Finding::new("DIST-090", severity, body(assessment))
            .titled(title.with("standard", &standard.title))
            .under(&standard.id, Some(standard.source.clone()));
        audit.findings.push(finding);
    }
}

fn unknown(assessment: &Assessment, audit: &mut Audit) {
    let rows: Vec<_> = assessment.units.iter().filter(|unit| unit.range().is_none()).collect();
    if rows.is_empty() {
        return;
    }
    let finding = Finding::new("DIST-090", Severity::Notice, body(assessment))
        .titled(
            Message::new("districts.unknown_electorates")
                .with("where", council(assessment))
                .with("count", rows.len())
                .with("of", assessment.units.len()),
        )
        .counting(rows.len() as u64)
        .shown_by(rows.iter().filter_map(|unit| unit.evidence.clone()))
        .under("electorate", None);
    audit.findings.push(finding);
}

fn figures(assessment: &Assessment, districts: &Districts, rules: &DistrictRules, audit: &mut Audit) {
    let from_input = assessment.units.iter().all(|unit| unit.status == Status::Counted);
    let derived = if from_input { Status::Counted } else { Status::Derived };
    let total_status =
        if districts.facts.totals.nation.is_some() && !from_input { Status::Published } else { derived };
    let mut add = |figure: Figure| audit.figures.push(figure);
    let (people, quota) = match assessment.basis {
        Basis::Voters => (Message::new("districts.figure.voters"), Message::new("districts.figure.quota")),
        Basis::Population => {
            (Message::new("districts.figure.population"), Message::new("districts.figure.quota_population"))
        }
        Basis::Citizens => {
            (Message::new("districts.figure.citizens"), Message::new("districts.figure.quota_citizens"))
        }
    };
    add(Figure::new("voters", people, assessment.total()).with_status(total_status));
    add(Figure::new("seats", Message::new("districts.figure.seats"), assessment.seats()));
    add(Figure::new("quota", quota, assessment.quota()).with_status(derived).shown_as("number1"));
    for (index, label, format) in [
        (Index::MaxMinRatio, Message::new("districts.figure.max_min_ratio"), "number3"),
        (Index::TotalRange, Message::new("districts.figure.total_range"), "percent"),
        (Index::Mal, Message::new("districts.figure.mal"), "percent"),
        (Index::Gini, Message::new("districts.figure.gini"), "number3"),
        (Index::TheilT, Message::new("districts.figure.theil_t"), "number4"),
        (Index::DauerKelsay, Message::new("districts.figure.dauer_kelsay"), "percent"),
    ] {
        add(Figure::new(index.key(), label, assessment.index(index)).shown_as(format).with_status(derived));
    }
    let count = |status: Status| assessment.units.iter().filter(|unit| unit.status == status).count();
    for (key, label, status) in [
        ("units_published", Message::new("districts.figure.published"), Status::Published),
        ("units_derived", Message::new("districts.figure.derived"), Status::Derived),
        ("units_estimated", Message::new("districts.figure.estimated"), Status::Estimated),
        ("units_counted", Message::new("districts.figure.counted"), Status::Counted),
        ("units_unknown", Message::new("districts.figure.unknown"), Status::Unknown),
    ] {
        if count(status) > 0 {
            add(Figure::new(key, label, count(status)));
        }
    }
    audit.notes.extend(majority(assessment));
    audit.summary.extend(headline::of(assessment, rules));
}

/// The fewest voters whose districts fill a majority of the seats, with these districts.
fn majority(assessment: &Assessment) -> Option<Message> {
    if assessment.without_quota || assessment.units.len() < 2 {
        return None;
    }
    let majority = smallest_majority(&assessment.people(), &assessment.system.seats)?;
    let names = majority.taken.iter().map(|&(unit, _)| assessment.units[unit].name.clone()).collect();
    let title = if assessment.is_exact() {
        Message::new("districts.note.majority")
    } else {
        Message::new("districts.note.majority_middle")
    };
    Some(
        title
            .with("seats", majority.needed)
            .with("of_seats", assessment.seats())
            .with("share", assessment.index(Index::DauerKelsay))
            .with("count", majority.taken.len())
            .with("of", assessment.units.len())
            .with("names", words::shortened(NAMED, names)),
    )
}

fn notes(assessment: &Assessment, districts: &Districts, audit: &mut Audit) {
    let dates: BTreeSet<&str> = assessment
        .units
        .iter()
        .filter_map(|unit| unit.as_of.as_deref())
        .chain(assessment.known_totals.iter().filter_map(|known| known.as_of.as_deref()))
        .filter(|date| !date.is_empty())
        .collect();
    let drift = assessment.largest_drift();
    if !assessment.is_exact() {
        audit.notes.push(Message::new("districts.note.bounds"));
    }
    let total_date = districts.facts.totals.as_of.clone().unwrap_or_default();
    if dates.len() > 1 || drift > 0.0 {
        audit.notes.push(
            Message::new("districts.note.dates")
                .with("dates", dates.into_iter().collect::<Vec<_>>())
                .with("total", total_date)
                .with("drift", drift),
        );
    }
    if let Some(source) = &districts.facts.source {
        audit.notes.push(Message::new("districts.note.facts").with("source", source));
    }
    audit.notes.push(Message::new("districts.note.intent"));
    audit.notes.push(Message::new("districts.note.basis").with("basis", words::basis(districts.basis)));
}
