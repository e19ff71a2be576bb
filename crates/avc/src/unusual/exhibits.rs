//! What is shown beside the findings: how far units spread, the funnel of issue rates, the largest flows.

use std::collections::BTreeSet;

use tizim_evidence::{
    Chart, ChartKind, Column, ColumnKind, Exhibit, Figure, Mark, Message, Persons, Privacy, Series, Share,
    Status, Table, Value,
};

use super::tail::logistic;
use super::{Family, Rate, Unusual};
use crate::Level;
use crate::ledger::context::Context;

/// A chart of more points than this shows those that are named and an even choice of the others.
const MOST_MARKS: usize = 2000;
/// Standard deviations of the limits drawn.
const LIMITS: [f64; 2] = [1.959_964, 3.090_232];

/// The spread of each family.
pub(crate) fn figures(unusual: &Unusual) -> Vec<Figure> {
    let figure = |family: &Family| {
        let (key, label) = match (family.rate, family.level) {
            (Rate::Issue, Level::Precinct) => {
                ("spread_issue_precinct", Message::new("avc.figure.spread_issue_precinct"))
            }
            (Rate::Issue, _) => ("spread_issue_tec", Message::new("avc.figure.spread_issue_tec")),
            (Rate::Use, Level::Precinct) => {
                ("spread_use_precinct", Message::new("avc.figure.spread_use_precinct"))
            }
            (Rate::Use, _) => ("spread_use_tec", Message::new("avc.figure.spread_use_tec")),
            (Rate::Share, Level::Precinct) => {
                ("spread_share_precinct", Message::new("avc.figure.spread_share_precinct"))
            }
            (Rate::Share, _) => ("spread_share_tec", Message::new("avc.figure.spread_share_tec")),
        };
        Figure::new(key, label, Value::derived(family.fit.spread))
            .shown_as("number3")
            .with_status(Status::Estimated)
    };
    unusual.families.iter().map(figure).collect()
}

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
        Column::new("spread", Message::new("avc.column.spread"), ColumnKind::Number(3)),
        Column::new("spread_untrimmed", Message::new("avc.column.spread_untrimmed"), ColumnKind::Number(3)),
        Column::new("set_aside", Message::new("avc.column.set_aside"), ColumnKind::Count),
    ];
    let rows = unusual.families.iter().map(|family| {
        vec![
            Value::from(family.rate.word()),
            Value::from(family.level.word()),
            Value::from(family.judged.len()),
            Value::from(family.groups),
            Value::derived(family.fit.spread),
            Value::derived(family.fit.untrimmed),
            Value::from(family.fit.set_aside),
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
            Value::from(flow.home.as_str()),
            Value::from(context.name(flow.destination)),
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
        privacy: Privacy::Counts,
    }))
}

/// Issue rates of precincts by their size, with the limits that honest differences leave (Spiegelhalter 2005).
pub(crate) fn funnel(context: &Context<'_>, unusual: &Unusual) -> Option<Exhibit> {
    let family = unusual
        .families
        .iter()
        .find(|family| family.rate == Rate::Issue && family.level == Level::Precinct)?;
    let named: BTreeSet<usize> = family.named().map(|judged| judged.unit).collect();
    let every = family.judged.len().div_ceil(MOST_MARKS).max(1);
    let mark = |judged: &super::Judged, highlighted: bool| Mark {
        label: context.levels.precincts[judged.unit].name.clone(),
        x: Persons(judged.seen.of).into(),
        y: Share::of(judged.seen.count, judged.seen.of).into(),
        highlighted,
    };
    let others = family.judged.iter().filter(|judged| !named.contains(&judged.unit)).step_by(every);
    let singled = family.judged.iter().filter(|judged| named.contains(&judged.unit));
    let mut series = vec![
        Series {
            label: Message::new("avc.chart.precincts"),
            line: false,
            marks: others.map(|judged| mark(judged, false)).collect(),
        },
        Series {
            label: Message::new("avc.chart.singled_out"),
            line: false,
            marks: singled.map(|judged| mark(judged, true)).collect(),
        },
    ];
    let total = family.judged.iter().fold((0.0, 0.0), |sum, judged| (sum.0 + judged.usual.mean, sum.1 + 1.0));
    let (centre, spread) = (total.0 / total.1, family.fit.spread);
    // In whole tens: the end of a line is nobody's number.
    let largest = family.judged.iter().map(|judged| judged.seen.of).max()?.div_ceil(10).saturating_mul(10);
    for (limit, label) in
        LIMITS.into_iter().zip([Message::new("avc.chart.limit_95"), Message::new("avc.chart.limit_998")])
    {
        for sign in [1.0, -1.0] {
            let marks = (1..=40_u64).map(|step| {
                let size = (largest * step).div_ceil(40).max(1);
                let p = logistic(centre);
                let scale = (spread * spread + 1.0 / (size as f64 * p * (1.0 - p))).sqrt();
                let y = logistic(centre + sign * limit * scale);
                Mark { label: String::new(), x: size.into(), y: y.into(), highlighted: false }
            });
            series.push(Series { label: label.clone(), line: true, marks: marks.collect() });
        }
    }
    Some(Exhibit::Chart(Chart {
        id: "avc-funnel",
        title: Message::new("avc.chart.funnel"),
        note: Some(Message::new("avc.chart.funnel_note")),
        kind: ChartKind::Plane,
        x_title: Message::new("avc.chart.voters"),
        x_format: "",
        y_title: Message::new("avc.chart.issue_rate"),
        y_format: "percent",
        guides: Vec::new(),
        series,
        privacy: Privacy::Counts,
    }))
}
