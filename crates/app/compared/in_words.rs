//! What a finding amounts to on either side, as far as the sides differ: codes for programs, words for people.

use serde_json::Value as Json;
use tizim_evidence::{Catalogue, Format, Show, Value};

use super::differences::severity;

/// What stands before and after: of a finding on both sides only what differs, so that no line says the same twice.
pub(crate) fn sides(catalogue: &Catalogue, was: Option<&Json>, is: Option<&Json>) -> [Value; 2] {
    let [before, after] = match (was, is) {
        (Some(was), Some(is)) => both(catalogue, was, is),
        (was, is) => [was, is].map(|one| one.map(|one| vec![weight(catalogue, one)]).unwrap_or_default()),
    };
    [before, after].map(together)
}

/// A part of a side: as it stands in CSV, and as people read it.
type Part = (String, String);

fn together(parts: Vec<Part>) -> Value {
    if parts.is_empty() {
        // Neither a zero nor unknown: it was not there.
        return Value::Named { id: String::new(), name: "—".to_owned() };
    }
    let (ids, names): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
    Value::Named { id: ids.join("; "), name: names.join("; ") }
}

fn both(catalogue: &Catalogue, was: &Json, is: &Json) -> [Vec<Part>; 2] {
    let mut sides = [Vec::new(), Vec::new()];
    if (&was["severity"], &was["count"]) != (&is["severity"], &is["count"]) {
        sides[0].push(weight(catalogue, was));
        sides[1].push(weight(catalogue, is));
    }
    let keys =
        [was, is].into_iter().filter_map(|one| one["figures"].as_object()).flat_map(|figures| figures.keys());
    let mut keys: Vec<&String> = keys.collect();
    keys.sort();
    keys.dedup();
    for key in keys.into_iter().filter(|key| was["figures"][key.as_str()] != is["figures"][key.as_str()]) {
        for (side, finding) in sides.iter_mut().zip([was, is]) {
            side.push(figure(catalogue, key, &finding["figures"][key.as_str()]));
        }
    }
    sides
}

/// Severity and count.
fn weight(catalogue: &Catalogue, finding: &Json) -> Part {
    let code = finding["severity"].as_str().unwrap_or_default();
    let word = severity(finding).map_or(code, |one| catalogue.word_of("severity", one.word()));
    match &finding["count"] {
        Json::Null => (code.to_owned(), word.to_owned()),
        count => (format!("{code} {count}"), format!("{word}: {}", number(catalogue, count))),
    }
}

fn figure(catalogue: &Catalogue, key: &str, value: &Json) -> Part {
    let name = catalogue.get(&format!("figure.{key}")).map_or_else(|| key.replace('_', " "), str::to_owned);
    (format!("{key} {value}"), format!("{name}: {}", number(catalogue, value)))
}

fn number(catalogue: &Catalogue, value: &Json) -> String {
    Show::new(catalogue).value(&as_value(value), Format::Natural)
}

fn as_value(value: &Json) -> Value {
    match value {
        Json::Null => Value::Missing,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Value::from(number.as_f64().unwrap_or(f64::NAN)), Value::Integer)
        }
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(values) => Value::List(values.iter().map(as_value).collect()),
        Json::Object(members) => match (members.get("low"), members.get("high")) {
            (Some(low), Some(high)) => Value::Interval(tizim_evidence::Interval {
                low: low.as_f64().unwrap_or(f64::NAN),
                high: high.as_f64().unwrap_or(f64::NAN),
                tight: false,
            }),
            _ => Value::Text(value.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(was: &Json, is: &Json) -> String {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/messages/en/report.toml"));
        let catalogue = Catalogue::from_toml([text]).unwrap();
        let side = |value: &Value| match value {
            Value::Named { id, name } => format!("{id} | {name}"),
            _ => "-".to_owned(),
        };
        sides(&catalogue, Some(was), Some(is)).iter().map(side).collect::<Vec<_>>().join(" -> ")
    }

    #[test]
    fn no_line_says_the_same_before_and_after() {
        let finding = |severity: &str, count: u64, deviation: f64| json!({"severity": severity, "count": count, "figures": {"deviation": deviation, "rows": 2}});
        assert_eq!(
            shown(&finding("warning", 1, 0.25), &finding("warning", 1, 0.5)),
            "deviation 0.25 | deviation: 0.25 -> deviation 0.5 | deviation: 0.5"
        );
        assert_eq!(
            shown(&finding("notice", 1, 0.5), &finding("warning", 3, 0.5)),
            "notice 1 | Notice: 1 -> warning 3 | Warning: 3"
        );
    }
}
