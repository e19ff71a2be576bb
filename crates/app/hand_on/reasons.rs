//! The first columns of what is handed on: why the rows of a verdict are told together, how grave it is, and what is left open.

use tizim_evidence::{Catalogue, ColumnKind, Message, Value};
use tizim_report::SheetColumn;
use tizim_rolls::{Lawfulness, Likeness, RollRules, Rule, Standing, in_words};

use super::entry::Entry;
use super::reason::Reason;

/// What a table of pairs is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// Rows that share what a rule asks for.
    Groups,
    /// Rows that are alike: each pair a lead.
    Leads,
}

/// Writes the first cells of rows.
pub(super) struct Reasons<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) law: &'a RollRules,
    pub(super) about: About,
}

impl Reasons<'_> {
    pub(super) fn columns(&self) -> Vec<SheetColumn> {
        let word = |key: &str| self.catalogue.word(key).to_owned();
        let number = match self.about {
            About::Groups => "app.pairs.column.group",
            About::Leads => "rolls.link.column.pair",
        };
        let mut columns = vec![
            SheetColumn::count(word(number), 9),
            SheetColumn::text(word("report.column.severity"), 17),
            SheetColumn::text(word("report.column.code"), 10),
            SheetColumn::text(word("report.column.meaning"), 36),
        ];
        columns.extend(match self.about {
            About::Groups => vec![SheetColumn::text(word("app.pairs.column.match"), 24)],
            About::Leads => vec![
                SheetColumn::text(word("app.leads.column.speaks_for"), 48),
                SheetColumn::text(word("app.leads.column.speaks_against"), 36),
                SheetColumn::text(word("app.leads.column.rest"), 36),
                SheetColumn {
                    kind: ColumnKind::Number(1),
                    ..SheetColumn::text(word("app.leads.column.bits"), 11)
                },
                SheetColumn {
                    kind: ColumnKind::Number(4),
                    ..SheetColumn::text(word("app.leads.column.probability"), 13)
                },
                SheetColumn::text(word("rolls.link.figure.second_entry"), 36),
            ],
        });
        columns.push(SheetColumn::text(word("app.pairs.column.rule"), 48));
        columns.push(SheetColumn::text(word("app.pairs.column.doubt"), 30));
        columns
    }

    /// The first cells of a row of this group, about an entry of it.
    pub(super) fn cells(&self, group: u64, entry: &Entry, standing: Option<Standing>) -> Vec<Value> {
        let severity = format!("severity.{}", entry.severity.word());
        let severity = self.catalogue.get(&severity).unwrap_or(entry.severity.word());
        let mut cells: Vec<Value> =
            vec![group.into(), severity.into(), entry.code.word().into(), in_words::meaning(entry.code)];
        match &entry.reason {
            Reason::Rule(rule) => self.rule(*rule, entry, &mut cells),
            Reason::Likeness(likeness) => self.likeness(likeness, &mut cells),
        }
        if let (Some(Standing::Reopened(_)), Some(last)) = (standing, cells.last_mut()) {
            let reopened = Value::Word { code: "reopened", word: "app.pairs.reopened" };
            match last {
                Value::List(doubts) => doubts.push(reopened),
                _ => *last = Value::List(vec![reopened]),
            }
        }
        cells
    }

    /// What the rows share, by which rule of the law, what is left open.
    fn rule(&self, rule: Rule, entry: &Entry, cells: &mut Vec<Value>) {
        cells.push(in_words::rule(rule));
        cells.push(entry.basis.and_then(|basis| self.citation(basis.entry_rule)).into());
        cells.push(listed(entry.basis.as_ref().map_or_else(Vec::new, in_words::doubts)));
    }

    /// The evidence in words and bits, what it would be by which rule of the law, what is left open.
    fn likeness(&self, likeness: &Likeness, cells: &mut Vec<Value>) {
        cells.push(self.steps(likeness, |bits| bits > 0.0));
        cells.push(self.steps(likeness, |bits| bits < 0.0));
        let beside = [
            ("rolls.link.step.prior", likeness.prior),
            ("rolls.link.step.together", likeness.together),
            ("rolls.link.step.cluster", likeness.cluster),
        ];
        let beside = beside.into_iter().filter(|(_, bits)| *bits != 0.0);
        cells.push(joined(beside.map(|(step, bits)| {
            let message = Message::new("app.leads.beside").with("step", Value::Word { code: "", word: step });
            self.catalogue.text(&message.with("bits", bits))
        })));
        cells.push(Value::Real(likeness.bits));
        // Never rounded to certainty.
        cells.push(Value::Real(likeness.probability.min(0.9999)));
        let (code, rule) = match likeness.lawfulness {
            Some(Lawfulness::SecondEntry { code, entry_rule }) => {
                (in_words::meaning(code), self.citation(entry_rule))
            }
            _ => (Value::Missing, None),
        };
        cells.push(code);
        cells.push(rule.into());
        cells.push(listed(in_words::doubts_of_likeness(likeness)));
    }

    /// The columns whose evidence is such, each with how alike it is and its bits.
    fn steps(&self, likeness: &Likeness, is_told: impl Fn(f64) -> bool) -> Value {
        let steps = likeness.columns.iter().filter(|(.., bits)| is_told(*bits));
        joined(steps.map(|(column, level, bits)| {
            let message = Message::new("app.leads.step").with("column", in_words::column(column));
            self.catalogue.text(&message.with("level", in_words::level(level)).with("bits", *bits))
        }))
    }

    /// The article of the law that a rule for second entries has from it.
    fn citation(&self, entry_rule: usize) -> Option<String> {
        let rule = &self.law.second_entries.get(entry_rule)?.rule;
        let source = rule.source.as_ref().map(tizim_evidence::SourceRef::citation);
        Some(source.unwrap_or_else(|| rule.id.clone()))
    }
}

/// Texts in one cell.
fn joined(texts: impl Iterator<Item = String>) -> Value {
    let texts: Vec<String> = texts.collect();
    if texts.is_empty() { Value::Missing } else { texts.join("; ").into() }
}

fn listed(values: Vec<Value>) -> Value {
    if values.is_empty() { Value::Missing } else { Value::List(values) }
}
