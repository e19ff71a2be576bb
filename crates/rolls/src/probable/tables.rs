//! The tables of a page: what was found, what each agreement says, the strongest leads column by column.

use std::collections::BTreeMap;

use tizim_evidence::{Column, ColumnKind, Exhibit, Message, Persons, Privacy, Table, Value};

use super::leads::Lead;
use super::shown;
use super::told::{Count, Told};
use crate::Code;
use crate::findings::shown as words;

/// Pairs whose waterfall a page shows.
const PAIRS_EXPLAINED: usize = 20;

/// How many pairs each code has.
pub(super) fn codes(counts: &BTreeMap<Code, Count>) -> Exhibit {
    let rows = counts.iter().map(|(code, count)| {
        vec![
            code.word().into(),
            words::meaning(*code),
            Persons(count.pairs).into(),
            Persons(count.lawful).into(),
            Persons(count.explained).into(),
        ]
    });
    let column = |key, title, kind| Column::new(key, Message::new(title), kind);
    Exhibit::Table(Table {
        id: "link-codes",
        title: Message::new("rolls.link.table.codes"),
        note: Some(Message::new("rolls.link.lead")),
        columns: vec![
            column("code", "rolls.column.code", ColumnKind::Text),
            column("meaning", "rolls.column.meaning", ColumnKind::Text),
            column("pairs", "rolls.link.column.pairs", ColumnKind::Count),
            column("lawful", "rolls.link.column.lawful", ColumnKind::Count),
            column("explained", "rolls.link.column.explained", ColumnKind::Count),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    })
}

/// What each level of each column says for one person, in bits.
pub(super) fn model(told: &Told<'_, '_>) -> Exhibit {
    let mut rows = Vec::new();
    for column in &told.linked.model.columns {
        for (code, level) in column.levels.iter().enumerate().skip(1) {
            let (person, chance) = (column.person[code], column.chance[code]);
            rows.push(vec![
                shown::column(&column.name),
                shown::level(level),
                Value::derived(person),
                Value::derived(chance),
                Value::derived(shown::rounded((person / chance).log2())),
            ]);
        }
    }
    let column = |key, title, kind| Column::new(key, Message::new(title), kind);
    Exhibit::Table(Table {
        id: "link-model",
        title: Message::new("rolls.link.table.model"),
        note: Some(Message::new("rolls.link.table.model_note")),
        columns: vec![
            column("column", "rolls.link.column.column", ColumnKind::Text),
            column("level", "rolls.link.column.level", ColumnKind::Text),
            column("one_person", "rolls.link.column.one_person", ColumnKind::Estimate),
            column("chance", "rolls.link.column.chance", ColumnKind::Estimate),
            column("bits", "rolls.link.column.bits", ColumnKind::Number(1)),
        ],
        rows,
        // Learnt from the rows of persons: what the public edition may show of it is next to nothing.
        privacy: Privacy::Persons,
    })
}

/// The strongest leads, column by column.
pub(super) fn waterfall(told: &Told<'_, '_>, leads: &[Lead<'_>]) -> Exhibit {
    let mut rows = Vec::new();
    for Lead { number, pair, judgement } in leads.iter().take(PAIRS_EXPLAINED) {
        let explanation = told.linkage.explain(told.linked, pair);
        let people =
            [pair.left, pair.right].map(|row| told.gathered.rows.get(&row).map_or("", |row| &*row.person));
        let mut add = |column: Value, level: Value, bits: f64| {
            rows.push(vec![
                (*number).into(),
                judgement.code.word().into(),
                people[0].into(),
                people[1].into(),
                column,
                level,
                Value::derived(shown::rounded(bits)),
            ]);
        };
        let word = |code, word| Value::Word { code, word };
        add(word("prior", "rolls.link.step.prior"), "".into(), explanation.prior);
        for step in &explanation.steps {
            add(shown::column(&step.column), shown::level(&step.level), step.bits);
        }
        add(word("together", "rolls.link.step.together"), "".into(), explanation.together);
        if explanation.cluster != 0.0 {
            add(word("cluster", "rolls.link.step.cluster"), "".into(), explanation.cluster);
        }
        add(word("weight", "rolls.link.step.weight"), "".into(), explanation.weight);
    }
    let column = |key, title, kind| Column::new(key, Message::new(title), kind);
    Exhibit::Table(Table {
        id: "link-waterfall",
        title: Message::new("rolls.link.table.waterfall"),
        note: Some(Message::new("rolls.link.lead")),
        columns: vec![
            column("pair", "rolls.link.column.pair", ColumnKind::Count),
            column("code", "rolls.column.code", ColumnKind::Text),
            column("left", "rolls.link.column.left", ColumnKind::Text),
            column("right", "rolls.link.column.right", ColumnKind::Text),
            column("column", "rolls.link.column.column", ColumnKind::Text),
            column("level", "rolls.link.column.level", ColumnKind::Text),
            column("bits", "rolls.link.column.bits", ColumnKind::Number(1)),
        ],
        rows,
        privacy: Privacy::Persons,
    })
}
