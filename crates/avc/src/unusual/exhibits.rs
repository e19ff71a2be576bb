//! What is shown beside the findings: how units were judged and how far they spread, the funnel of issue rates, the largest
//! flows.

use std::collections::BTreeSet;

use tizim_evidence::{
    Chart, ChartKind, Column, ColumnKind, Exhibit, Mark, Message, Object, Persons, Privacy, Series, Share,
    Table, Value,
};
use tizim_stats::rates::{self, Judged, Limits, power::MULTIPLES};

use super::Unusual;
use super::flows::Flows;
use super::rates::{Family, Rate};
use crate::ledger::context::Context;
use crate::shown::words;
use crate::{Level, RuleId};

/// A chart of more points than this shows those that are named and an even choice of the others.
const MOST_MARKS: usize = 2000;
/// Shares of honest precincts within the limits drawn.
const LIMITS: [f64; 2] = [0.95, 0.998];
/// Points of each limit.
const STEPS: u32 = 60;

/// The spread with and without outliers, for every family.
pub(crate) fn spread_table(unusual: &Unusual) -> Option<Exhibit> {
    if unusual.families.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("measure", Message::new("avc.column.measure"), ColumnKind::Text),
        Column::new("level", Message::new("avc.column.level"), ColumnKind::Text),
        Column::new("units", Message::new("avc.column.units"), ColumnKind::Count),
        Column::new("groups", Message::new("avc.column.groups"), ColumnKind::Count),
        Column::new("factor", Message::new("avc.column.factor"), ColumnKind::Number(1)),
        Column::new("factor_untrimmed", Message::new("avc.column.factor_untrimmed"), ColumnKind::Number(1)),
        Column::new("set_aside", Message::new("avc.column.set_aside"), ColumnKind::Count),
        Column::new("without_peers", Message::new("avc.column.without_peers"), ColumnKind::Count),
        Column::new("false_alarm_rate", Message::new("avc.column.false_alarm_rate"), ColumnKind::Share),
        Column::new("rarer_than", Message::new("avc.column.rarer_than"), ColumnKind::Count),
        Column::new("median_total", Message::new("avc.column.median_total"), ColumnKind::Count),
        Column::new("least_named", Message::new("avc.column.least_named"), ColumnKind::Count),
        Column::new("found_at_5", Message::new("avc.column.found_at_5"), ColumnKind::Share),
        Column::new("found_at_15", Message::new("avc.column.found_at_15"), ColumnKind::Share),
    ];
    let rows = unusual.families.iter().map(|family| {
        vec![
            words::rate(family.rate),
            words::level(family.level),
            Value::from(family.found.judged.len()),
            Value::from(family.found.groups),
            Value::derived(family.found.spread.map(f64::exp)),
            Value::derived(family.found.untrimmed.map(f64::exp)),
            Value::from(family.found.set_aside),
            Value::from(family.found.without_peers.len()),
            Value::from(unusual.limit),
            Value::from((-family.found.ln_limit()).exp().round() as u64),
            Value::derived(family.found.power.map(|power| power.total)),
            Value::derived(family.found.power.and_then(|power| power.least_named)),
            Value::derived(family.found.power.map(|power| power.chances[1])),
            Value::derived(family.found.power.map(|power| power.chances[2])),
        ]
    });
    Some(Exhibit::Table(Table {
        id: "avc-spread",
        title: Message::new("avc.table.spread"),
        note: Some(Message::new("avc.table.spread_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Open,
    }))
}

/// The largest flows from home to destination.
pub(crate) fn flows_table(context: &Context<'_>, unusual: &Unusual) -> Option<Exhibit> {
    let flows = unusual.flows.first().filter(|flows| !flows.largest.is_empty())?;
    let columns = vec![
        Column::new("home", Message::new("avc.column.home"), ColumnKind::Text),
        Column::new("destination", Message::new("avc.column.destination"), ColumnKind::Text),
        Column::new("certificates", Message::new("avc.column.flow"), ColumnKind::Count),
        Column::new("expected", Message::new("avc.column.expected"), ColumnKind::Estimate),
    ];
    let rows = flows.largest.iter().map(|flow| {
        vec![
            Value::place(&flow.home),
            Value::place(context.name(flow.destination)),
            Persons(flow.count).into(),
            Value::derived(flow.expected),
        ]
    });
    Some(Exhibit::Table(Table {
        id: "avc-flows",
        title: Message::new("avc.table.flows"),
        note: Some(Message::new("avc.table.flows_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Open,
    }))
}

/// How everything was judged: the stated rate of false alarms and among how many families it is shared, the least effect,
/// the limit that p-values were held against, who had no peers, and what would be found.
pub(crate) fn document(context: &Context<'_>, unusual: &Unusual) -> Object {
    let rules = &context.rules.outliers;
    let families = unusual.families.iter().map(rates_document);
    let flows = unusual.flows.iter().map(flows_document);
    Object::new()
        .with("false_alarm_rate", rules.false_alarm_rate)
        .with("families_in_all", unusual.families())
        .with("false_alarm_rate_of_each", unusual.limit)
        .with("least_ratio", rules.least_ratio)
        .with("least_difference", rules.least_difference)
        .with("least_units", rules.least_units)
        .with("families", families.chain(flows).collect::<Vec<_>>())
}

fn rates_document(family: &Family) -> Object {
    let found = &family.found;
    let power = found.power.map(|power| {
        let chances = MULTIPLES.iter().zip(power.chances).map(|(multiple, chance)| {
            Object::new().with("multiple", *multiple).with("chance", Value::derived(chance))
        });
        Object::new()
            .with("total", Value::derived(power.total))
            .with("expected", Value::derived(power.expected))
            .with("least_named", Value::derived(power.least_named))
            .with("found", chances.collect::<Vec<_>>())
    });
    Object::new()
        .with("rule", family.rate.rule().word())
        .with("level", family.level.word())
        .with("units", found.judged.len())
        .with("without_peers", found.without_peers.len())
        .with("groups", found.groups)
        .with("named", found.named().count())
        .with("log10_p_limit", found.ln_limit() / std::f64::consts::LN_10)
        .with("spread", Value::derived(found.spread))
        .with("power", power)
}

fn flows_document(flows: &Flows) -> Object {
    Object::new()
        .with("rule", RuleId::UnusualFlow.word())
        .with("level", flows.level.word())
        .with("units", flows.best.len())
        .with("without_peers", flows.without_peers)
        .with("named", flows.named().count())
        .with("log10_p_limit", flows.ln_limit() / std::f64::consts::LN_10)
}

/// Issue rates of precincts by their size, with the limits that honest precincts keep (after Spiegelhalter 2005, but with
/// the law of the counts, since a normal one fails at a few certificates each).
pub(crate) fn funnel(context: &Context<'_>, unusual: &Unusual) -> Option<Exhibit> {
    let family = unusual
        .families
        .iter()
        .find(|family| family.rate == Rate::Issue && family.level == Level::Precinct)?;
    let judged = &family.found.judged;
    let named: BTreeSet<usize> = family.found.named().map(|judged| judged.unit).collect();
    let every = (judged.len() - named.len()).div_ceil(MOST_MARKS).max(1);
    let mark = |judged: &Judged, highlighted: bool| Mark {
        label: context.levels.precincts[judged.unit].name.as_str().into(),
        x: Persons(judged.seen.total).into(),
        y: Share::of(judged.seen.count, judged.seen.total).into(),
        highlighted,
    };
    let others = judged.iter().filter(|judged| !named.contains(&judged.unit)).step_by(every);
    let others: Vec<Mark> = others.map(|judged| mark(judged, false)).collect();
    let singled: Vec<Mark> = judged
        .iter()
        .filter(|judged| named.contains(&judged.unit))
        .map(|judged| mark(judged, true))
        .collect();
    let note = if every == 1 {
        Message::new("avc.chart.funnel_note")
    } else {
        Message::new("avc.chart.funnel_note_of_some")
            .with("shown", others.len() + singled.len())
            .with("all", judged.len())
    };
    let series = |label, marks| Series { label, line: false, marks };
    let mut series = vec![
        series(Message::new("avc.chart.precincts"), others),
        series(Message::new("avc.chart.singled_out"), singled),
    ];
    series.extend(limits(judged, &|| context.run.is_cancelled())?);
    Some(Exhibit::Chart(Chart {
        id: "avc-funnel",
        title: Message::new("avc.chart.funnel"),
        note: Some(note),
        kind: ChartKind::Plane,
        x_title: Message::new("avc.chart.voters"),
        x_format: "",
        y_title: Message::new("avc.chart.issue_rate"),
        y_format: "percent",
        guides: Vec::new(),
        series,
        privacy: Privacy::Open,
    }))
}

/// Both limits, over the sizes that there are.
fn limits(judged: &[Judged], stop: rates::Stop<'_>) -> Option<Vec<Series>> {
    let seen: Vec<_> = judged.iter().map(|judged| judged.seen).collect();
    let law = Limits::of(&seen, stop)?;
    let totals = || seen.iter().map(|seen| seen.total);
    // In whole tens: the end of a line is nobody's number.
    let least = (totals().min()? / 10).max(1).saturating_mul(10);
    let most = totals().max()?.div_ceil(10).saturating_mul(10).max(least);
    // Equal steps on the scale of logarithms: the funnel bends where units are small.
    let step = (most as f64 / least as f64).powf(1.0 / f64::from(STEPS));
    let mut sizes: Vec<u64> = (0..=STEPS)
        .map(|at| ((least as f64 * step.powf(f64::from(at))).round() as u64).clamp(least, most))
        .collect();
    sizes.dedup();
    let labels = [Message::new("avc.chart.limit_95"), Message::new("avc.chart.limit_998")];
    let mut series = Vec::new();
    for (level, label) in LIMITS.into_iter().zip(labels) {
        let at: Vec<(u64, (u64, u64))> = sizes.iter().map(|size| (*size, law.at(*size, level))).collect();
        let line = |of: &dyn Fn((u64, u64)) -> u64| Series {
            label: label.clone(),
            line: true,
            marks: at
                .iter()
                .map(|(size, ends)| Mark {
                    label: Value::Missing,
                    x: (*size).into(),
                    y: (of(*ends) as f64 / *size as f64).into(),
                    highlighted: false,
                })
                .collect(),
        };
        series.extend([line(&|ends| ends.1), line(&|ends| ends.0)]);
    }
    Some(series)
}
