//! The chart of trades, and maps of the best way and of the plan.

use tizim_evidence::{
    Chart, ChartKind, Diverging, Exhibit, Map, Mark, Message, Place, Privacy, Series, Value,
};

use super::{Answer, Best, figures, table};
use crate::split::{BorderBy, Measures, Scope};

/// All that is shown, in order.
pub(super) fn of(answer: &Answer<'_>) -> Vec<Exhibit> {
    let mut exhibits = Vec::new();
    if let Some(Best { found, scope, .. }) = answer.best().first() {
        let districts: Vec<usize> = found.districts.iter().map(|one| usize::from(*one)).collect();
        let names: Vec<String> = (1..=answer.question.seats).map(|number| number.to_string()).collect();
        let title = if *scope == Scope::Seen { "split.map.best_found" } else { "split.map.best" };
        let best = map(answer, "map", Message::new(title), &districts, &names);
        exhibits.extend(best.map(Exhibit::Map));
        if let Some(plan) = &answer.question.plan {
            let plan = map(answer, "map-plan", Message::new("split.map.plan"), plan, &answer.names.plan);
            exhibits.extend(plan.map(Exhibit::Map));
        }
        exhibits.push(Exhibit::Table(table::best(answer)));
        exhibits.push(Exhibit::Chart(trades(answer)));
        exhibits.push(Exhibit::Table(table::front(answer)));
        exhibits.push(Exhibit::Table(table::blocks(answer)));
    }
    exhibits
}

/// What the points of the chart are, for each reach.
const NOTES: [&str; 3] =
    ["split.chart.trades_note", "split.chart.trades_note_within", "split.chart.trades_note_seen"];

/// Deviation against border of the ways that no other reaches, and of the plan.
fn trades(answer: &Answer<'_>) -> Chart {
    let mark = |measures: Measures, label: Value, highlighted: bool| Mark {
        label,
        x: answer.deviation_value(measures.excess),
        y: answer.border(measures.border),
        highlighted,
    };
    let ways = answer.split.front.iter().map(|found| mark(found.measures, String::new().into(), false));
    let mut series =
        vec![Series { label: Message::new("split.chart.front"), line: false, marks: ways.collect() }];
    if let Some(plan) = answer.plan() {
        let label = Value::Word { code: "plan", word: "split.best.plan" };
        let marks = vec![mark(plan, label, true)];
        series.push(Series { label: Message::new("split.best.plan"), line: false, marks });
    }
    let limit = answer.question.limit;
    let guide = |limit: f64| (limit, Message::new("split.chart.limit").with("limit", Value::stated(limit)));
    Chart {
        id: "trades",
        title: Message::new(if answer.names.synthetic {
            "split.chart.trades_synthetic"
        } else {
            "split.chart.trades"
        }),
        note: Some(figures::by_reach(answer, NOTES)),
        kind: ChartKind::Plane,
        x_title: Message::new("split.column.deviation"),
        x_format: "percent",
        y_title: answer.border_title(),
        y_format: if answer.split.border_by == BorderBy::Metres { "number0" } else { "" },
        guides: limit.map(guide).into_iter().collect(),
        series,
        privacy: Privacy::Open,
    }
}

/// Blocks filled by the deviation of their district, with lines between districts.
fn map(
    answer: &Answer<'_>,
    id: &'static str,
    title: Message,
    districts: &[usize],
    names: &[String],
) -> Option<Map> {
    let mut voters = vec![0u64; names.len().max(1)];
    for (block, district) in districts.iter().enumerate() {
        *voters.get_mut(*district)? += answer.blocks.voters[block];
    }
    let deviation = |district: usize| Value::derived(voters[district] as f64 / answer.quota() - 1.0);
    let places = answer.names.shapes.iter().enumerate().filter_map(|(block, shape)| {
        let district = districts[block];
        Some(Place {
            id: answer.names.ids[block].clone(),
            name: format!("{} ({})", answer.names.names[block], names[district]),
            short: Some(answer.names.names[block].clone()),
            value: deviation(district),
            shape: shape.clone()?,
            group: Some(names[district].clone()),
        })
    });
    let map = Map {
        id,
        title,
        credit: None,
        note: Some(Message::new("split.map.note")),
        value_title: Message::new("split.column.district_deviation"),
        value_format: "signed",
        scale: Diverging {
            centre: 0.0,
            breaks: answer
                .question
                .limit
                .map_or_else(Vec::new, |limit| vec![limit / 3.0, 2.0 * limit / 3.0, limit]),
            below: Some(Message::new("split.map.below")),
            within: Message::new("split.map.within"),
            above: Message::new("split.map.above"),
        },
        places: places.collect(),
        names_groups: true,
        synthetic: answer.names.synthetic,
        privacy: Privacy::Open,
    };
    (!map.places.is_empty()).then_some(map)
}
