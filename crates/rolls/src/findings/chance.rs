//! How what chance explains is told: in the JSON document, and as tables.

use std::collections::BTreeMap;

use tizim_evidence::{Column, ColumnKind, Exhibit, Message, Object, Persons, Privacy, Table, Value};

use crate::Rule;
use crate::counts::chance::{Chance, ChancePart};
use crate::findings::shown;

/// `chance` of the document.
pub(crate) fn document(chance: &BTreeMap<Rule, Chance>) -> Object {
    chance.iter().map(|(rule, chance)| (rule.word(), of_rule(chance))).collect()
}

fn of_rule(chance: &Chance) -> Object {
    let regions = chance.regions.iter().map(|(region, part)| {
        let region = Object::new().with("region", region.as_str());
        Value::from(with_part(region, part))
    });
    Object::new()
        .with("observed", Persons(chance.observed))
        .with("expected", Value::derived(chance.expected))
        .with("low", Value::derived(chance.low))
        .with("high", Value::derived(chance.high))
        .with("on_first_of_january", chance.on_first_of_january.map(Persons))
        .with("on_heaped_days", chance.on_heaped_days.map(Persons))
        .with("model", Value::derived(chance.model))
        .with("placebo", Value::derived(chance.placebo))
        .with("within_lists", chance.within_lists.as_ref().map(part))
        .with("between_lists", chance.between_lists.as_ref().map(part))
        .with("regions", Value::List(regions.collect()))
        .with("not_established", chance.not_established.map(why))
}

/// Why there is no expectation.
fn why(code: &'static str) -> Value {
    let word = match code {
        "not_counted" => "rolls.why_no_chance.not_counted",
        "heaped_days" => "rolls.why_no_chance.heaped_days",
        _ => "rolls.why_no_chance.nothing_to_compare",
    };
    Value::Word { code, word }
}

fn part(part: &ChancePart) -> Object {
    with_part(Object::new(), part)
}

fn with_part(object: Object, part: &ChancePart) -> Object {
    object
        .with("observed", Persons(part.observed))
        .with("expected", Value::derived(part.expected))
        .with("low", Value::derived(part.low))
        .with("high", Value::derived(part.high))
}

/// By rule, with within and between lists; and by region.
pub(crate) fn tables(chance: &BTreeMap<Rule, Chance>) -> Vec<Exhibit> {
    let by_rule = Table {
        id: "rolls-chance",
        title: Message::new("rolls.table.chance"),
        note: Some(Message::new("rolls.table.chance_note")),
        columns: [
            vec![
                Column::new("rule", Message::new("rolls.column.rule"), ColumnKind::Text),
                Column::new("pairs", Message::new("rolls.column.pairs"), ColumnKind::Text),
            ],
            counted(),
            vec![
                Column::new("model", Message::new("rolls.column.by_model"), ColumnKind::Estimate),
                Column::new("placebo", Message::new("rolls.column.by_placebo"), ColumnKind::Estimate),
                Column::new("not_established", Message::new("rolls.column.why_no_chance"), ColumnKind::Text),
            ],
        ]
        .concat(),
        rows: chance.iter().flat_map(|(rule, chance)| rows(*rule, chance)).collect(),
        privacy: Privacy::Open,
    };
    let of_regions: Vec<Vec<Value>> = chance
        .iter()
        .flat_map(|(rule, chance)| {
            chance.regions.iter().map(|(region, part)| {
                [vec![shown::rule(*rule), Value::place(region.as_str())], cells(part)].concat()
            })
        })
        .collect();
    let by_region = (!of_regions.is_empty()).then(|| Table {
        id: "rolls-chance-regions",
        title: Message::new("rolls.table.chance_regions"),
        note: Some(Message::new("rolls.table.chance_regions_note")),
        columns: [
            vec![
                Column::new("rule", Message::new("rolls.column.rule"), ColumnKind::Text),
                Column::new("region", Message::new("rolls.column.region"), ColumnKind::Text),
            ],
            counted(),
        ]
        .concat(),
        rows: of_regions,
        privacy: Privacy::Open,
    });
    [Some(by_rule), by_region].into_iter().flatten().map(Exhibit::Table).collect()
}

fn counted() -> Vec<Column> {
    vec![
        Column::new("observed", Message::new("rolls.column.observed"), ColumnKind::Count),
        Column::new("expected", Message::new("rolls.column.expected"), ColumnKind::Estimate),
        Column::new("low", Message::new("rolls.column.low"), ColumnKind::Estimate),
        Column::new("high", Message::new("rolls.column.high"), ColumnKind::Estimate),
    ]
}

fn cells(part: &ChancePart) -> Vec<Value> {
    vec![
        Persons(part.observed).into(),
        Value::derived(part.expected),
        Value::derived(part.low),
        Value::derived(part.high),
    ]
}

/// The rows of a rule: of all pairs, of those within and between lists, and of those of which chance says nothing.
fn rows(rule: Rule, chance: &Chance) -> Vec<Vec<Value>> {
    let word = |code: &'static str, word: &'static str| Value::Word { code, word };
    let all = ChancePart {
        observed: chance.observed,
        expected: chance.expected,
        low: chance.low,
        high: chance.high,
    };
    let reason = chance.not_established.map_or(Value::Missing, why);
    let ways = vec![Value::derived(chance.model), Value::derived(chance.placebo), reason];
    let none = vec![Value::Missing; 3];
    let apart =
        (chance.apart() > 0).then(|| ChancePart { observed: chance.apart(), ..ChancePart::default() });
    let unknown = vec![Value::Missing, Value::Missing, why("heaped_days")];
    let parts = [
        (word("all", "rolls.pairs.all"), Some(all), ways),
        (word("within", "rolls.pairs.within"), chance.within_lists, none.clone()),
        (word("between", "rolls.pairs.between"), chance.between_lists, none),
        (word("heaped_days", "rolls.pairs.heaped_days"), apart, unknown),
    ];
    let row = |(pairs, part, ways): (Value, Option<ChancePart>, Vec<Value>)| {
        Some([vec![shown::rule(rule), pairs], cells(&part?), ways].concat())
    };
    parts.into_iter().filter_map(row).collect()
}
