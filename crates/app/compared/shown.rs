//! The report of a comparison: the answer, figures, a chart by code, every difference, and what was compared.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tizim_evidence::{
    Audit, Catalogue, Chart, ChartKind, Exhibit, Figure, Mark, Message, Persons, Privacy, Series, Severity,
    Value,
};

use super::differences::{Change, Differences, Identity};
use super::documents::{findings, has_persons};
use super::tables::{self, Sides};

/// What is new, gone and changed, and how grave.
pub(crate) fn audit(before: &Json, after: &Json, catalogue: &Catalogue) -> Audit {
    let differences = Differences::of(before, after);
    let mut audit = Audit::new("tizim-compare/1", Message::new("app.compare.title"));
    audit.looks_for_nothing = true;
    answer(&mut audit, &differences, before, after);
    let mut document = serde_json::Map::new();
    let mut rows = Vec::new();
    for change in Change::ALL {
        let keys = differences.of_change(change);
        let sides_of = |key: &Identity| (differences.before.get(key), differences.after.get(key));
        let entries: Vec<Json> = keys.iter().map(|key| entry(key, sides_of(key))).collect();
        document.insert(change.word().to_owned(), entries.into());
        rows.extend(keys.iter().map(|key| tables::row(catalogue, change, key, sides_of(key))));
    }
    audit.document = document.into();
    let privacy = if has_persons(before) || has_persons(after) { Privacy::Persons } else { Privacy::Open };
    audit.exhibits.extend(by_code(&differences, catalogue));
    audit.exhibits.push(Exhibit::Table(tables::differences(rows, privacy)));
    audit.exhibits.push(Exhibit::Table(tables::reports(before, after)));
    audit.notes.push(Message::new("app.compare.note"));
    if before["profile"] != after["profile"] {
        let profile = |document: &Json| document["profile"].as_str().unwrap_or_default().to_owned();
        audit.notes.push(
            Message::new("app.compare.two_profiles")
                .with("before", profile(before))
                .with("after", profile(after)),
        );
    }
    audit
}

/// Three sentences, and the figures in them.
fn answer(audit: &mut Audit, differences: &Differences<'_>, before: &Json, after: &Json) {
    let [new, gone, changed] = Change::ALL.map(|change| Persons(differences.of_change(change).len() as u64));
    let unchanged = Persons(differences.unchanged() as u64);
    let [earlier, later] = [before, after].map(|document| Persons(findings(document).count() as u64));
    let news: Vec<Severity> = differences.news().map(|(_, severity)| severity).collect();
    let of = |severity| Persons(news.iter().filter(|one| **one == severity).count() as u64);
    audit.summary = vec![
        Message::new("app.compare.summary").with("new", new).with("gone", gone).with("changed", changed),
        Message::new("app.compare.both")
            .with("before", earlier)
            .with("after", later)
            .with("unchanged", unchanged),
        Message::new("app.compare.graver")
            .with("violations", of(Severity::Violation))
            .with("warnings", of(Severity::Warning))
            .with("notices", of(Severity::Notice)),
    ];
    let figure = |key, label, count: Persons| Figure::new(key, Message::new(label), count);
    audit.figures = vec![
        figure("new", "app.compare.new", new),
        figure("gone", "app.compare.gone", gone),
        figure("changed", "app.compare.changed", changed),
        figure("unchanged", "app.compare.unchanged", unchanged),
        figure("before", "app.compare.found_before", earlier),
        figure("after", "app.compare.found_after", later),
    ];
}

/// New, gone and changed, code by code.
fn by_code(differences: &Differences<'_>, catalogue: &Catalogue) -> Option<Exhibit> {
    let mut counts: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for (place, change) in Change::ALL.into_iter().enumerate() {
        for (code, ..) in differences.of_change(change) {
            counts.entry(code).or_default()[place] += 1;
        }
    }
    let series = counts.iter().map(|(one, counts)| Series {
        label: Message::new("app.compare.row").with("row", tables::code(catalogue, one)),
        line: false,
        marks: Change::ALL
            .into_iter()
            .zip(counts)
            .map(|(change, count)| Mark {
                label: tables::word(change),
                x: Some(*count).filter(|count| *count > 0).map(Persons).into(),
                y: Value::Missing,
                highlighted: false,
            })
            .collect(),
    });
    (!counts.is_empty()).then(|| {
        Exhibit::Chart(Chart {
            id: "compare-codes",
            title: Message::new("app.compare.by_code"),
            note: None,
            kind: ChartKind::Matrix,
            x_title: Message::new("app.compare.findings"),
            x_format: "",
            y_title: Message::new("app.compare.column.change"),
            y_format: "",
            guides: Vec::new(),
            series: series.collect(),
            privacy: Privacy::Open,
        })
    })
}

fn entry(key: &Identity, (was, is): Sides<'_>) -> Json {
    let (code, kind, id, rule) = key;
    json!({
        "code": code, "subject": {"kind": kind, "id": id}, "rule": rule,
        "before": was.map(|findings| brief(findings)), "after": is.map(|findings| brief(findings)),
    })
}

fn brief(findings: &[&Json]) -> Json {
    findings
        .iter()
        .map(|one| json!({"severity": one["severity"], "count": one["count"], "figures": one["figures"]}))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::documents::published;
    use super::*;

    pub(super) fn report(findings: &Json, key: &str) -> Json {
        json!({"schema": "x/1", "findings": findings, "manifest": {"key_id": key}})
    }

    pub(super) fn finding(code: &str, kind: &str, id: &str, count: u64) -> Json {
        json!({"code": code, "severity": "notice", "subject": {"kind": kind, "id": id}, "count": count, "figures": {}, "rule": ""})
    }

    fn compare(before: &Json, after: &Json) -> Audit {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/messages/en/report.toml"));
        audit(before, after, &Catalogue::from_toml([text]).unwrap())
    }

    #[test]
    fn new_gone_and_changed_are_told_apart() {
        let before =
            report(&json!([finding("A", "precinct", "1", 1), finding("A", "precinct", "2", 1)]), "k");
        let after = report(&json!([finding("A", "precinct", "2", 5), finding("B", "precinct", "2", 1)]), "k");
        let document = compare(&before, &after).sections();
        let ids = |name: &str| {
            document[name]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["subject"]["id"].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (ids("new"), ids("gone"), ids("changed")),
            (vec![json!("2")], vec![json!("1")], vec![json!("2")])
        );
    }

    #[test]
    fn what_is_new_or_graver_counts_and_what_is_old_does_not() {
        let of = |severity: &str, id: &str| {
            let mut one = finding("A", "precinct", id, 1);
            one["severity"] = json!(severity);
            one
        };
        let news = |before: &[Json], after: &[Json]| {
            let [before, after] = [before, after].map(|findings| report(&json!(findings), "k"));
            Differences::of(&before, &after).news().map(|(_, severity)| severity).max()
        };
        let old = [of("warning", "1"), of("notice", "2")];
        assert_eq!(news(&old, &old), None);
        assert_eq!(news(&old, &[]), None);
        assert_eq!(news(&old, &[of("notice", "1"), of("notice", "2")]), None);
        assert_eq!(
            news(&old, &[of("warning", "1"), of("notice", "2"), of("info", "3")]),
            Some(Severity::Info)
        );
        assert_eq!(news(&old, &[of("violation", "1"), of("info", "3")]), Some(Severity::Violation));
    }

    #[test]
    fn the_public_edition_names_no_person_and_no_number_of_one() {
        let mut listed = finding("C", "precinct", "3", 4);
        listed["evidence"] = json!([{"file": "a.csv", "list": "permanent", "row": 7}]);
        let findings = json!([finding("A", "person", "t0-k1", 2), finding("B", "precinct", "2", 5), listed]);
        let audit = compare(&report(&json!([]), "k"), &published(report(&findings, "k")));
        let text = format!("{} {:?}", audit.sections(), audit.exhibits);
        assert!(text.contains("\"B\"") && !text.contains("t0-k1") && !text.contains("\"C\""), "{text}");
        assert_eq!(
            audit.sections()["new"][0]["after"][0],
            json!({"severity": "notice", "count": null, "figures": {}})
        );
    }
}
