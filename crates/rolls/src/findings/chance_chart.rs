//! How many pairs agree under a rule by names, beside how many would by chance alone.

use tizim_evidence::{Chart, ChartKind, Exhibit, Interval, Mark, Message, Persons, Privacy, Series, Value};

use crate::findings::outcome::Outcome;
use crate::findings::shown;

/// The chart; `None` where no expectation was computed.
pub(crate) fn chart(outcome: &Outcome) -> Option<Exhibit> {
    let series = outcome.chance.iter().filter_map(|(rule, chance)| {
        let bounds = Interval { low: chance.low?, high: chance.high?, tight: false };
        let mark = |word, x| Mark {
            label: Value::Word { code: "", word },
            x,
            y: Value::Missing,
            highlighted: false,
        };
        Some(Series {
            label: Message::new("rolls.chart.row").with("row", shown::rule(*rule)),
            line: false,
            marks: vec![
                mark("rolls.column.observed", Persons(chance.observed).into()),
                mark("rolls.column.expected", Value::derived(bounds)),
            ],
        })
    });
    let series: Vec<Series> = series.collect();
    (!series.is_empty()).then(|| {
        Exhibit::Chart(Chart {
            id: "rolls-chance-chart",
            title: Message::new("rolls.chart.chance"),
            note: Some(Message::new("rolls.table.chance_note")),
            kind: ChartKind::Bars,
            x_title: Message::new("rolls.chart.pairs"),
            x_format: "about",
            y_title: Message::new("rolls.column.rule"),
            y_format: "",
            guides: Vec::new(),
            series,
            privacy: Privacy::Open,
        })
    })
}
