//! Key figures and notes of one body of districts.

use std::collections::BTreeSet;

use tizim_evidence::{Audit, Figure, Message, Status, Value};

use crate::judge::assess::Assessment;
use crate::shown::words;
use crate::{Basis, Districts, Electorate, Index, Unit, smallest_majority};

/// How many names stand in a sentence.
const NAMED: usize = 8;

/// Adds the figures and the notes.
pub(crate) fn add(assessment: &Assessment, districts: &Districts, audit: &mut Audit) {
    figures(assessment, districts, audit);
    audit.notes.extend(majority(assessment));
    notes(assessment, districts, audit);
}

fn figures(assessment: &Assessment, districts: &Districts, audit: &mut Audit) {
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
    let majority = if assessment.majority_is_in_part() {
        Message::new("districts.figure.dauer_kelsay_in_part")
    } else {
        Message::new("districts.figure.dauer_kelsay")
    };
    for (index, label, format) in [
        (Index::MaxMinRatio, Message::new("districts.figure.max_min_ratio"), "number3"),
        (Index::TotalRange, Message::new("districts.figure.total_range"), "percent"),
        (Index::Mal, Message::new("districts.figure.mal"), "percent"),
        (Index::Gini, Message::new("districts.figure.gini"), "number3"),
        (Index::TheilT, Message::new("districts.figure.theil_t"), "number4"),
        (Index::DauerKelsay, majority, "percent"),
    ] {
        add(Figure::new(index.key(), label, assessment.shown_index(index))
            .shown_as(format)
            .with_status(derived));
    }
    // What is bounded by the input itself was counted by nobody.
    let is_bounded = |unit: &&&Unit| {
        unit.status == Status::Counted
            && matches!(unit.electorate, Electorate::Between { low, high } if low < high)
    };
    let bounded = assessment.units.iter().filter(is_bounded).count();
    let count = |status: Status| {
        let all = assessment.units.iter().filter(|unit| unit.status == status).count();
        if status == Status::Counted { all - bounded } else { all }
    };
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
    if bounded > 0 {
        add(Figure::new("units_bounded", Message::new("districts.figure.bounded"), bounded));
    }
}

/// The fewest voters whose districts fill a majority of the seats, with these districts.
fn majority(assessment: &Assessment) -> Option<Message> {
    if assessment.without_quota || assessment.units.len() < 2 {
        return None;
    }
    let majority = smallest_majority(&assessment.people(), &assessment.system.seats)?;
    let names = majority.taken.iter().map(|&(unit, _)| assessment.units[unit].name.clone()).collect();
    let people = assessment.people();
    let whole: f64 = majority.taken.iter().map(|&(unit, _)| people[unit]).sum();
    let title = match (assessment.is_exact(), assessment.majority_is_in_part()) {
        (true, false) => Message::new("districts.note.majority"),
        (false, false) => Message::new("districts.note.majority_middle"),
        (true, true) => Message::new("districts.note.majority_in_part")
            .with("whole", Value::derived(whole / people.iter().sum::<f64>())),
        (false, true) => Message::new("districts.note.majority_in_part_middle"),
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
