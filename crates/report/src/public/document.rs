//! The JSON sections of a command in the public edition, and the numbers an audit states beside its findings.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};
use tizim_evidence::{Audit, Value};

use super::{SMALL, is_small};

/// Hides small counts in every section filed under a code or rule of findings about persons (such as
/// `counts.ROLL-001.rows`), and any identifier of a person.
pub(super) fn hide(document: &mut Map<String, Json>, names: &BTreeSet<&str>, persons: &BTreeSet<&str>) {
    for (name, section) in document.iter_mut() {
        walk(section, names.contains(name.as_str()), names, persons);
    }
}

fn walk(section: &mut Json, hiding: bool, names: &BTreeSet<&str>, persons: &BTreeSet<&str>) {
    match section {
        Json::Object(members) => {
            members.retain(|name, _| !persons.contains(name.as_str()));
            // `{"rule": "name-date", "observed": 3}` is filed under its rule as well.
            let is_named =
                members.values().any(|member| member.as_str().is_some_and(|text| names.contains(text)));
            for (name, member) in members.iter_mut() {
                walk(member, hiding || is_named || names.contains(name.as_str()), names, persons);
            }
        }
        Json::Array(members) => members.iter_mut().for_each(|member| walk(member, hiding, names, persons)),
        // A fraction is a rate or an expectation; whole numbers are counts.
        Json::Number(number)
            if hiding && number.as_f64().is_some_and(|count| count.fract() == 0.0 && is_small(count)) =>
        {
            *section = SMALL.into();
        }
        Json::String(text) if persons.contains(text.as_str()) => *section = Json::Null,
        _ => {}
    }
}

/// Every whole number that the audit states beside its findings: a total among them lets a hidden count be
/// worked out.
pub(super) fn numbers(audit: &Audit) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    let sentences = audit.summary.iter().chain(&audit.notes).flat_map(|message| message.arguments.values());
    audit
        .figures
        .iter()
        .map(|figure| &figure.value)
        .chain(sentences)
        .for_each(|value| add(value, &mut found));
    audit.document.values().for_each(|section| add_json(section, &mut found));
    found
}

fn add(value: &Value, found: &mut BTreeSet<u64>) {
    match value {
        Value::Integer(count) => found.extend(u64::try_from(*count)),
        Value::Real(count) if *count >= 0.0 && count.fract() == 0.0 => {
            found.insert(*count as u64);
        }
        Value::List(values) => values.iter().for_each(|one| add(one, found)),
        _ => {}
    }
}

fn add_json(section: &Json, found: &mut BTreeSet<u64>) {
    match section {
        Json::Number(number) => found.extend(number.as_u64()),
        Json::Array(members) => members.iter().for_each(|member| add_json(member, found)),
        Json::Object(members) => members.values().for_each(|member| add_json(member, found)),
        _ => {}
    }
}
