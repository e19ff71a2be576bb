//! Names that may be a person's, taken out of whatever the public edition says.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Audit, Exhibit, Object, Value};

/// Shown in place of such a name.
const NOT_SHOWN: &str = "(not shown)";

/// Takes these names out of all texts of a view.
pub(super) fn take_out(view: &mut Audit, names: &BTreeSet<String>) {
    let names = Names::of(names);
    if names.by_first.is_empty() {
        return;
    }
    super::each_value(view, &mut |value| names.out_of(value));
    for finding in &mut view.findings {
        names.out_of_text(&mut finding.subject.id);
    }
    for exhibit in &mut view.exhibits {
        match exhibit {
            Exhibit::Table(table) => table.rows.iter_mut().flatten().for_each(|cell| names.out_of(cell)),
            Exhibit::Chart(chart) => {
                for series in &mut chart.series {
                    series.label.arguments.values_mut().for_each(|value| names.out_of(value));
                    for mark in &mut series.marks {
                        names.out_of(&mut mark.x);
                        names.out_of(&mut mark.y);
                        names.out_of(&mut mark.label);
                    }
                }
            }
            Exhibit::Map(map) => {
                for place in &mut map.places {
                    names.out_of(&mut place.value);
                    names.out_of_text(&mut place.id);
                    names.out_of_text(&mut place.name);
                    place.short.iter_mut().for_each(|short| names.out_of_text(short));
                }
            }
            _ => {}
        }
    }
}

/// Names as sequences of words in small letters, by the first of them.
struct Names {
    by_first: BTreeMap<String, Vec<Vec<String>>>,
}

impl Names {
    fn of(names: &BTreeSet<String>) -> Self {
        let mut by_first: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for name in names {
            let words: Vec<String> = words(name).map(|(_, word)| word.to_lowercase()).collect();
            if let Some(first) = words.first() {
                by_first.entry(first.clone()).or_default().push(words);
            }
        }
        // A longer name goes whole where a shorter one is part of it.
        for names in by_first.values_mut() {
            names.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        Self { by_first }
    }

    fn out_of(&self, value: &mut Value) {
        value.held();
        match value {
            Value::Text(text) | Value::Place(text) => self.out_of_text(text),
            Value::Named { id, name } => {
                self.out_of_text(id);
                self.out_of_text(name);
            }
            Value::Derived(inner) => self.out_of(inner),
            Value::List(values) => values.iter_mut().for_each(|value| self.out_of(value)),
            Value::Object(members) => self.out_of_object(members),
            _ => {}
        }
    }

    fn out_of_object(&self, members: &mut Object) {
        members.values_mut().for_each(|member| self.out_of(member));
    }

    fn out_of_text(&self, text: &mut String) {
        let found: Vec<(usize, String)> =
            words(text).map(|(start, word)| (start, word.to_lowercase())).collect();
        let mut out = String::new();
        let (mut at, mut kept) = (0, 0);
        while at < found.len() {
            let is_here = |words: &&Vec<String>| {
                found[at..].len() >= words.len()
                    && words.iter().zip(&found[at..]).all(|(word, (_, other))| word == other)
            };
            let Some(words) = self.by_first.get(&found[at].1).and_then(|names| names.iter().find(is_here))
            else {
                at += 1;
                continue;
            };
            let (last, _) = &found[at + words.len() - 1];
            let end = last
                + text[*last..].find(|letter: char| !letter.is_alphanumeric()).unwrap_or(text.len() - last);
            out.push_str(&text[kept..found[at].0]);
            out.push_str(NOT_SHOWN);
            kept = end;
            at += words.len();
        }
        if kept > 0 {
            out.push_str(&text[kept..]);
            *text = out;
        }
    }
}

/// The words of a text, and where each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let length = text[start..].find(|letter: char| !letter.is_alphanumeric());
        let end = length.map_or(text.len(), |length| start + length);
        at = end;
        Some((start, &text[start..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_and_what_only_contains_it_stays() {
        let names = ["Проверкин", "Проверкин П.П.", "Ли"].map(str::to_owned).into();
        let names = Names::of(&names);
        let without = |text: &str| {
            let mut value = Value::from(text);
            names.out_of(&mut value);
            value
        };
        for (text, left) in [
            ("Северная/Проверкин", "Северная/(not shown)"),
            ("a; ПРОВЕРКИН П.П. (lists); Ли", "a; (not shown). (lists); (not shown)"),
            ("Лисаковск, Проверкина", "Лисаковск, Проверкина"),
            ("", ""),
        ] {
            assert_eq!(without(text), Value::from(left), "{text}");
        }
    }
}
