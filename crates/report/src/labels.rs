//! Names of the figures behind a finding, as people read them. Programs read the keys, in JSON and CSV.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tizim_evidence::{Audit, Catalogue, Exhibit, Finding, Format, Message, Value};

use crate::public::WITHHELD;

/// Names and formats of figures: as the audit says, else as its own figures and table columns of the same key have them.
pub(crate) struct Labels<'a> {
    catalogue: &'a Catalogue,
    known: BTreeMap<&'static str, (String, Format)>,
}

/// One figure with its name, and how its value is written.
pub(crate) struct Labelled<'a> {
    pub(crate) label: Cow<'a, str>,
    pub(crate) value: &'a Value,
    pub(crate) format: Format,
}

impl<'a> Labels<'a> {
    /// The names that this audit gives its figures.
    pub(crate) fn of(catalogue: &'a Catalogue, audit: &Audit) -> Self {
        let say = |message: &Message| catalogue.text(message);
        let mut known = BTreeMap::new();
        let tables = audit.exhibits.iter().filter_map(|exhibit| match exhibit {
            Exhibit::Table(table) => Some(table),
            _ => None,
        });
        for column in tables.flat_map(|table| &table.columns) {
            known.entry(column.key).or_insert_with(|| (say(&column.title), Format::of(column.kind)));
        }
        for figure in &audit.figures {
            known.entry(figure.key).or_insert_with(|| (say(&figure.label), Format::named(figure.format)));
        }
        for (key, label) in &audit.labels {
            // What the audit names on purpose goes before the heading of a table; the format of that stays.
            known.entry(key).or_insert_with(|| (String::new(), Format::Natural)).0 = say(label);
        }
        Self { catalogue, known }
    }

    /// The figures of a finding; those that the public edition withholds are left out, and so are keys of checks, which the
    /// title says in words.
    pub(crate) fn figures<'f>(&'f self, finding: &'f Finding) -> impl Iterator<Item = Labelled<'f>> {
        let shown = |(key, value): &(&&'static str, &Value)| {
            let withheld = matches!(value, Value::Text(text) if text == WITHHELD);
            !(withheld || matches!(**key, "check" | "checks") && is_keys(value))
        };
        finding.figures.iter().filter(shown).map(|(key, value)| self.labelled(key, value))
    }

    fn labelled<'f>(&'f self, key: &'static str, value: &'f Value) -> Labelled<'f> {
        if let Some((label, format)) = self.known.get(key) {
            return Labelled { label: label.into(), value, format: *format };
        }
        let label = self.catalogue.get(&format!("figure.{key}"));
        let label = label.map_or_else(|| key.replace('_', " ").into(), Cow::from);
        Labelled { label, value, format: Format::Natural }
    }
}

/// Whether a value is keys alone, which only programs know.
fn is_keys(value: &Value) -> bool {
    match value {
        Value::Text(_) => true,
        Value::List(values) => values.iter().all(is_keys),
        _ => false,
    }
}
