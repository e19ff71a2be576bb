//! Many councils in one table: each by its own quota, the most unequal first.

use tizim_evidence::{
    Audit, Chart, ColumnKind, Exhibit, Interval, Mark, Message, Privacy, Series, Table, Value,
};

use super::charts::deviations;
use super::exhibits::{column, table_of_units};
use crate::judge::assess::Assessment;
use crate::shown::document::does_not_apply;
use crate::shown::words;
use crate::{DistrictRules, Force, Index, Measure};

/// Districts above which a bar for each would show nothing to the eye.
const MOST_BARS: usize = 200;

/// The league table of many councils, from the most unequal by MAL, and all their districts.
pub(crate) fn of_councils(all: &[Assessment], rules: &DistrictRules, audit: &mut Audit) {
    let mut order: Vec<usize> = (0..all.len()).collect();
    let middle = |index: usize| {
        all[index]
            .index(Index::Mal)
            .bounds()
            .map_or(f64::NEG_INFINITY, |(low, high)| f64::midpoint(low, high))
    };
    order.sort_by(|&a, &b| middle(b).total_cmp(&middle(a)).then(all[a].group.cmp(&all[b].group)));
    let ordered: Vec<&Assessment> = order.iter().map(|&place| &all[place]).collect();
    audit.summary.extend(headline(&ordered, rules));
    let shown: Vec<&Assessment> = ordered.iter().copied().filter(|one| !one.without_quota).collect();
    if !shown.is_empty() {
        let districts: usize = shown.iter().map(|one| one.units.len()).sum();
        let chart = if districts <= MOST_BARS { deviations(&shown, rules) } else { extremes(&shown, rules) };
        audit.exhibits.push(Exhibit::Chart(chart));
    }
    audit.exhibits.push(Exhibit::Table(league(&ordered, rules)));
    audit.exhibits.push(Exhibit::Table(table_of_units(&ordered)));
    audit.notes.push(Message::new("districts.note.councils").with("count", all.len()));
    audit.notes.push(Message::new("districts.note.intent"));
}

/// One bar a council, from its most over- to its most under-represented district.
fn extremes(bodies: &[&Assessment], rules: &DistrictRules) -> Chart {
    let bar = |body: &&Assessment| {
        let bounds: Vec<(f64, f64)> = body.deviations.iter().filter_map(Value::bounds).collect();
        let low = bounds.iter().map(|ends| ends.0).fold(f64::INFINITY, f64::min);
        let high = bounds.iter().map(|ends| ends.1).fold(f64::NEG_INFINITY, f64::max);
        Mark {
            label: body.group.clone().into(),
            x: Interval { low, high, tight: false }.into(),
            y: Value::Missing,
            highlighted: false,
        }
    };
    Chart {
        title: Message::new("districts.chart.councils"),
        note: Some(Message::new("districts.chart.councils_note")),
        y_title: Message::new("districts.column.council"),
        series: vec![Series {
            label: Message::new("districts.column.deviation"),
            line: false,
            marks: bodies.iter().map(bar).collect(),
        }],
        ..deviations(&[], rules)
    }
}

/// A council's most over- or under-represented district: its name and its deviation; nothing of a council without a quota, or
/// of one whose districts are equal.
fn extreme(body: &Assessment, unit: Option<usize>) -> [Value; 2] {
    match unit.filter(|_| !body.without_quota) {
        Some(_) if body.units.len() > 1 && body.equal_at_middle() => [does_not_apply(), does_not_apply()],
        Some(unit) => [Value::from(&body.units[unit].name), body.deviations[unit].clone()],
        None => [Value::Missing, Value::Missing],
    }
}

/// One line a council.
fn league(ordered: &[&Assessment], rules: &DistrictRules) -> Table {
    let rows = ordered.iter().map(|one| {
        let outside = |weight: Force| {
            let judged = rules.standards.iter().zip(&one.judgements);
            let breaches = judged.filter(|((_, force), _)| *force == weight).filter_map(|(_, judgement)| {
                let judgement = judgement.as_ref()?;
                Some(judgement.outside.iter().filter(|outside| outside.certain).count())
            });
            breaches.max()
        };
        let (smallest, largest) = one.extremes();
        let ([over, over_by], [under, under_by]) = (extreme(one, smallest), extreme(one, largest));
        vec![
            Value::from(one.group.as_deref().map(Value::place)),
            Value::from(one.units.len()),
            one.total(),
            one.quota(),
            over,
            over_by,
            under,
            under_by,
            one.shown_index(Index::MaxMinRatio),
            one.index(Index::TotalRange),
            one.index(Index::Mal),
            outside(Force::Binding).map_or_else(does_not_apply, Value::from),
            outside(Force::Recommended).map_or_else(does_not_apply, Value::from),
        ]
    });
    Table {
        id: "councils",
        title: Message::new("districts.table.councils"),
        note: Some(if ordered.iter().all(|one| one.without_quota || one.extremes_settled()) {
            Message::new("districts.table.councils_note")
        } else {
            Message::new("districts.table.councils_note_middle")
        }),
        columns: vec![
            column("council", "districts.column.council", ColumnKind::Text),
            column("units", "districts.column.units", ColumnKind::Count),
            column("voters", "districts.column.voters", ColumnKind::Count),
            column("quota", "districts.column.quota", ColumnKind::Number(1)),
            column("over_represented", "districts.column.over_represented", ColumnKind::Text),
            column("over_by", "districts.column.by", ColumnKind::Deviation),
            column("under_represented", "districts.column.under_represented", ColumnKind::Text),
            column("under_by", "districts.column.by", ColumnKind::Deviation),
            column("max_min_ratio", "districts.column.max_min_ratio", ColumnKind::Number(2)),
            column("total_range", "districts.column.total_range", ColumnKind::Share),
            column("mal", "districts.column.mal", ColumnKind::Share),
            column("outside_binding", "districts.column.outside_binding", ColumnKind::Count),
            column("outside_recommended", "districts.column.outside_recommended", ColumnKind::Count),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}

/// The answer in a few sentences: which council is the most unequal, who is over- and under-represented there, and in
/// how many councils a district is outside the widest limit that weighs.
fn headline(ordered: &[&Assessment], rules: &DistrictRules) -> Vec<Message> {
    let comparable = || ordered.iter().filter(|one| one.units.len() > 1 && !one.without_quota);
    let is_equal = |one: &Assessment| one.equal_at_middle() && one.extremes_settled();
    let unequal = comparable().find(|one| !is_equal(one)).or_else(|| comparable().next());
    let mut sentences = Vec::new();
    if let Some(one) = unequal
        && let (Some(smallest), Some(largest)) = one.extremes()
    {
        let title = match (one.equal_at_middle(), one.extremes_settled()) {
            (true, true) => Message::new("districts.summary.council_equal"),
            (true, false) => Message::new("districts.summary.council_equal_middle"),
            (false, true) => Message::new("districts.summary.council"),
            (false, false) => Message::new("districts.summary.council_middle"),
        };
        sentences.push(
            title
                .with("count", ordered.len())
                .with("council", Value::from(one.group.as_deref().map(Value::place)))
                .with("smallest", &one.units[smallest].name)
                .with("low", one.deviations[smallest].clone())
                .with("largest", &one.units[largest].name)
                .with("high", one.deviations[largest].clone())
                .with("quota", one.quota())
                .with("people", words::people(one.basis)),
        );
    }
    if unequal.is_none() {
        sentences.push(Message::new("districts.summary.councils_of_one"));
    }
    let weighs = |force: Force| matches!(force, Force::Binding | Force::Recommended);
    let limits = rules
        .standards
        .iter()
        .enumerate()
        .filter(|(_, (standard, force))| weighs(*force) && standard.measure == Measure::Deviation);
    let widest = limits
        .filter_map(|(place, (standard, _))| Some((place, standard.limit?)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((place, limit)) = widest {
        let outside = |one: &&&Assessment| {
            let judgement = one.judgements.get(place).and_then(Option::as_ref);
            judgement.is_some_and(|judgement| judgement.outside.iter().any(|outside| outside.certain))
        };
        sentences.push(
            Message::new("districts.summary.councils_outside")
                .with("outside", ordered.iter().filter(outside).count())
                .with("count", ordered.len())
                .with("limit", Value::stated(limit)),
        );
    }
    sentences
}
