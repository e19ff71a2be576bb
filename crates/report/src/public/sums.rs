//! Numbers stated once beside each other: figures, sentences and totals together.
//!
//! "20 issued, 18 used" gives away a hidden 2. Where two numbers that are shown differ by a hidden small count, the
//! smaller of them is withheld wherever it stands.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use tizim_evidence::{Audit, Value};

use super::{WITHHELD, counts_no_persons};

/// Withholds what lets a small count of the original be worked out from two numbers of the view.
pub(super) fn protect(view: &mut Audit, original: &Audit) {
    let (small, mut shown) = (numbers(original), numbers(view));
    let small: Vec<i64> = small.range(1..10).copied().filter(|count| !shown.contains(count)).collect();
    let mut withheld = BTreeSet::new();
    for hidden in small {
        let parts: Vec<i64> =
            shown.range(10..).copied().filter(|part| shown.contains(&(part + hidden))).collect();
        for part in parts {
            shown.remove(&part);
            withheld.insert(part);
        }
    }
    if withheld.is_empty() {
        return;
    }
    let sentences = view.summary.iter_mut().chain(&mut view.notes).flat_map(|message| &mut message.arguments);
    for (_, value) in sentences.filter(|(name, _)| !counts_no_persons(name)) {
        withhold(value, &withheld);
    }
    for figure in view.figures.iter_mut().filter(|figure| !counts_no_persons(figure.key)) {
        withhold(&mut figure.value, &withheld);
    }
    if let Some(Json::Object(totals)) = view.document.get_mut("totals") {
        for (_, value) in totals.iter_mut().filter(|(name, _)| !counts_no_persons(name)) {
            withhold_json(value, &withheld);
        }
    }
    if let Some(nation) = view.document.get_mut("levels").and_then(|levels| levels.get_mut("nation")) {
        let members = nation.as_object_mut().into_iter().flatten();
        for (_, value) in members.filter(|(name, _)| !counts_no_persons(name)) {
            withhold_json(value, &withheld);
        }
    }
}

fn withhold(value: &mut Value, withheld: &BTreeSet<i64>) {
    match value {
        Value::Integer(count) if withheld.contains(count) => *value = WITHHELD.into(),
        Value::List(values) => values.iter_mut().for_each(|one| withhold(one, withheld)),
        _ => {}
    }
}

fn withhold_json(value: &mut Json, withheld: &BTreeSet<i64>) {
    match value {
        Json::Object(members) => members.iter_mut().for_each(|(_, member)| withhold_json(member, withheld)),
        Json::Number(number) if number.as_i64().is_some_and(|count| withheld.contains(&count)) => {
            *value = WITHHELD.into();
        }
        _ => {}
    }
}

/// The whole numbers that figures, sentences and totals state of persons.
fn numbers(audit: &Audit) -> BTreeSet<i64> {
    let sentences = audit.summary.iter().chain(&audit.notes).flat_map(|message| &message.arguments);
    let sentences = sentences.filter(|(name, _)| !counts_no_persons(name)).map(|(_, value)| value);
    let figures = audit.figures.iter().filter(|figure| !counts_no_persons(figure.key));
    let mut found = BTreeSet::new();
    sentences.chain(figures.map(|figure| &figure.value)).for_each(|value| {
        if let Value::Integer(count) = value {
            found.insert(*count);
        }
    });
    if let Some(Json::Object(totals)) = audit.document.get("totals") {
        let members = totals.iter().filter(|(name, _)| !counts_no_persons(name));
        found.extend(members.filter_map(|(_, value)| value.as_i64()));
    }
    found
}
