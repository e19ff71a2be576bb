//! Charts of a page: how the weights of pairs are distributed, and how those of some are put together.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Chart, ChartKind, Exhibit, Interval, Mark, Message, Persons, Privacy, Series, Value};
use tizim_linkage::ScoredPair;

use super::leads::Lead;
use super::shown;
use super::told::Told;
use crate::Code;
use crate::findings::shown as words;

/// Bits that a column of the distribution spans.
const WIDTH: f64 = 2.0;
/// Pairs of which it is drawn how their weight is put together, one of each code.
const PAIRS: usize = 3;

/// How many pairs have which weight, by code, with the threshold.
pub(super) fn distribution(told: &Told<'_, '_>) -> Option<Exhibit> {
    let mut counts: BTreeMap<Code, BTreeMap<i64, u64>> = BTreeMap::new();
    for (pair, judgement) in
        told.judged().filter(|(pair, judgement)| !judgement.is_cleared() && pair.weight.is_finite())
    {
        let column = (pair.weight / WIDTH).floor() as i64;
        *counts.entry(judgement.code).or_default().entry(column).or_default() += 1;
    }
    let mark = |(column, pairs): (&i64, &u64)| {
        let low = *column as f64 * WIDTH;
        Mark {
            label: Value::Missing,
            x: Interval { low, high: low + WIDTH, tight: true }.into(),
            y: Persons(*pairs).into(),
            highlighted: false,
        }
    };
    let series = counts.iter().map(|(code, columns)| Series {
        label: Message::new("rolls.chart.row").with("row", words::meaning(*code)),
        line: false,
        marks: columns.iter().map(mark).collect(),
    });
    let threshold = told.settings.threshold;
    let odds = (threshold / (1.0 - threshold)).log2();
    let guide = Message::new("rolls.link.chart.threshold").with("threshold", Value::stated(threshold));
    (!counts.is_empty()).then(|| {
        Exhibit::Chart(Chart {
            id: "link-weights",
            title: Message::new("rolls.link.chart.weights"),
            note: Some(Message::new("rolls.link.chart.weights_note")),
            kind: ChartKind::Columns,
            x_title: Message::new("rolls.link.chart.bits"),
            x_format: "",
            y_title: Message::new("rolls.link.column.pairs"),
            y_format: "",
            guides: vec![(odds, guide)],
            series: series.collect(),
            privacy: Privacy::Open,
        })
    })
}

/// How the weight of the strongest pair of each code is put together, from what is usual to the sum.
pub(super) fn waterfall(told: &Told<'_, '_>, leads: &[Lead<'_>]) -> Option<Exhibit> {
    let mut codes = BTreeSet::new();
    let strongest = leads.iter().filter(|lead| codes.insert(lead.judgement.code));
    let series = strongest.take(PAIRS).map(|lead| Series {
        label: Message::new("rolls.link.chart.pair")
            .with("pair", lead.number)
            .with("meaning", words::meaning(lead.judgement.code)),
        line: false,
        marks: steps(told, lead.pair),
    });
    let series: Vec<Series> = series.collect();
    (!series.is_empty()).then(|| {
        Exhibit::Chart(Chart {
            id: "link-waterfall-chart",
            title: Message::new("rolls.link.chart.waterfall"),
            note: Some(Message::new("rolls.link.chart.waterfall_note")),
            kind: ChartKind::Steps,
            x_title: Message::new("rolls.link.chart.bits"),
            x_format: "number1",
            y_title: Message::new("rolls.link.column.column"),
            y_format: "",
            guides: Vec::new(),
            series,
            // It says of two people in what they agree.
            privacy: Privacy::Persons,
        })
    })
}

fn steps(told: &Told<'_, '_>, pair: &ScoredPair) -> Vec<Mark> {
    let explanation = told.linkage.explain(told.linked, pair);
    let mark = |label: Value, bits: f64, highlighted: bool| Mark {
        label,
        x: Value::derived(shown::rounded(bits)),
        y: Value::Missing,
        highlighted,
    };
    let word = |code, word| Value::Word { code, word };
    let mut marks = vec![mark(word("prior", "rolls.link.step.prior"), explanation.prior, false)];
    let steps = explanation.steps.iter().filter(|step| step.bits != 0.0);
    marks.extend(steps.map(|step| {
        let label = Value::List(vec![shown::column(&step.column), shown::level(&step.level)]);
        mark(label, step.bits, false)
    }));
    if explanation.together != 0.0 {
        marks.push(mark(word("together", "rolls.link.step.together"), explanation.together, false));
    }
    if explanation.cluster != 0.0 {
        marks.push(mark(word("cluster", "rolls.link.step.cluster"), explanation.cluster, false));
    }
    marks.push(mark(word("weight", "rolls.link.step.weight"), explanation.weight, true));
    marks
}
