//! The keys of a JSON document as paths with the kinds of value that stand there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::lines;

/// One line per path, ascending: `units[].seats: number`. Keys that are data (numbers of districts, codes of regions)
/// are written `{ID}`; the figures of findings are kept apart by code. `{low, high, tight}` is a bound. Null, and a list
/// with nothing in it, are told only where nothing else stands. The manifest, which is alike everywhere, has a golden
/// file of its own.
pub(super) fn of(document: &Json) -> String {
    let mut paths = BTreeMap::new();
    let members = document.as_object().unwrap().iter();
    members
        .filter(|(key, _)| *key != "manifest")
        .for_each(|(key, member)| walk(member, shown(key), &mut paths));
    let is_more = |path: &str| paths.keys().any(|other| other.strip_prefix(path).is_some_and(goes_on));
    lines(paths.iter().filter_map(|(path, kinds)| {
        let known: Vec<&str> = kinds.iter().copied().filter(|kind| *kind != "null").collect();
        let known = known.join(" or ");
        let is_told = !known.is_empty() || !is_more(path);
        is_told.then(|| format!("{path}: {}", if known.is_empty() { "null" } else { &known }))
    }))
}

/// Whether this ending of a path leads below it.
fn goes_on(ending: &str) -> bool {
    ending.starts_with(['.', '['])
}

type Paths = BTreeMap<String, BTreeSet<&'static str>>;

fn walk(value: &Json, path: &str, paths: &mut Paths) {
    let kind = match value {
        Json::Object(_) if is_bound(value) => "bound",
        Json::Object(members) => {
            for (key, member) in members {
                let path = match code_of(value, path, key) {
                    Some(code) => format!("findings[{code}].figures"),
                    None => format!("{path}.{}", shown(key)),
                };
                walk(member, &path, paths);
            }
            return;
        }
        Json::Array(members) => {
            for member in members {
                walk(member, &format!("{path}[]"), paths);
            }
            if !members.is_empty() {
                return;
            }
            "null"
        }
        Json::Null => "null",
        Json::Bool(_) => "yes/no",
        Json::Number(_) => "number",
        Json::String(_) => "text",
    };
    paths.entry(path.to_owned()).or_default().insert(kind);
}

/// The code of a finding, for its figures: each code has its own.
fn code_of<'a>(value: &'a Json, path: &str, key: &str) -> Option<&'a str> {
    if path == "findings[]" && key == "figures" { value["code"].as_str() } else { None }
}

fn is_bound(value: &Json) -> bool {
    value.get("low").is_some() && value.get("high").is_some() && value.get("tight").is_some()
}

/// A key, or `{ID}` where it is data: a number, `KZ-10`, `ROLL-001`.
fn shown(key: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_named = key.split_once('-').is_some_and(|(name, number)| {
        name.bytes().all(|byte| byte.is_ascii_uppercase()) && is_number(number)
    });
    if is_number(key) || is_named { "{ID}" } else { key }
}
