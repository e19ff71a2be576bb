//! `tizim compare A B`: what is new, gone or changed between two reports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Value as Json, json};
use tizim_evidence::{
    Audit, Column, ColumnKind, Exhibit, Figure, Message, Persons, Privacy, Severity, Table, Value,
};
use tizim_report::Edition;

use crate::arguments::Common;
use crate::failure::Hinted;
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{bounded, data, show};

/// Names under which a report's document stands in its folder.
const DOCUMENTS: [&str; 2] = ["summary.json", "report.json"];

/// What is new, gone or changed between two reports of the same command
///
/// A and B are report folders or the JSON documents of two audits, the earlier one first. Findings are matched by code,
/// subject and rule; findings about persons only where both reports were made under one masking key (--key-file).
/// `--fail-on` counts what is new, and what is graver than it was: exit status 1 where such a finding is at or above it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tizim compare report-may report-june")]
pub(crate) struct Arguments {
    /// Earlier report
    #[arg(value_name = "A")]
    before: PathBuf,

    /// Later report
    #[arg(value_name = "B")]
    after: PathBuf,

    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let (before, after) = (document(&arguments.before)?, document(&arguments.after)?);
    refuse_unlike(&before, &after)?;
    let made_under = after["profile"].as_str().filter(|id| data::profile_ids().contains(id));
    let session = Session::begin(arguments.common.clone(), made_under.unwrap_or(data::DEFAULT_PROFILE))?;
    let public = session.edition(session.format()) == Edition::Public;
    let (before, after) = if public { (published(before), published(after)) } else { (before, after) };
    let audit = compare(&before, &after);
    let mut settings = Settings::default();
    settings.file("", &arguments.before.to_string_lossy()).file("", &arguments.after.to_string_lossy());
    let manifest = manifest::manifest(&session, "compare", settings, Vec::new());
    show::audit(&session, &audit, &manifest)?;
    Ok(show::status_of(&session, worst_news(&before, &after)))
}

/// The gravest of what is new, or graver than it was.
fn worst_news(before: &Json, after: &Json) -> Option<Severity> {
    let was = index(before);
    let worse = |(key, now): (&Identity, &Vec<&Json>)| {
        let (before, now) = (was.get(key).and_then(|findings| worst(findings)), worst(now));
        now.filter(|_| now > before)
    };
    index(after).iter().filter_map(worse).max()
}

/// The gravest of some findings.
fn worst(findings: &[&Json]) -> Option<Severity> {
    let severity = |finding: &&Json| Severity::ALL.into_iter().find(|one| finding["severity"] == one.word());
    findings.iter().filter_map(severity).max()
}

/// The JSON document of a report: the file itself, or the one in the folder.
fn document(path: &Path) -> Result<Json> {
    let file = if path.is_dir() {
        DOCUMENTS.iter().map(|name| path.join(name)).find(|file| file.is_file()).ok_or_else(|| {
            Hinted::error(
                format!("the folder `{}` holds no report", path.display()),
                "name a folder with a summary.json or report.json, or the JSON file itself",
            )
        })?
    } else {
        path.to_owned()
    };
    let text = bounded::bytes(&file, bounded::REPORT)
        .with_context(|| format!("cannot read `{}`", file.display()))?;
    let document: Json = serde_json::from_slice(&text)
        .with_context(|| format!("`{}` is not a report in JSON", file.display()))?;
    if document["findings"].is_array() && document["schema"].is_string() {
        return Ok(document);
    }
    anyhow::bail!("`{}` is not a report: it has no findings", file.display())
}

/// A document without the findings about persons, and without the numbers of the others, unless it is of the public
/// edition itself.
fn published(mut document: Json) -> Json {
    if document["edition"] == "public" {
        return document;
    }
    let about_persons = |finding: &Json| {
        let subject =
            ["person", "certificate", "address"].iter().any(|kind| finding["subject"]["kind"] == *kind);
        let places = finding["evidence"].as_array().into_iter().flatten();
        subject || places.into_iter().any(|place| place["list"].is_string())
    };
    if let Some(Json::Array(findings)) = document.get_mut("findings") {
        findings.retain(|finding| !about_persons(finding));
        for finding in findings {
            finding["count"] = Json::Null;
            finding["figures"] = json!({});
        }
    }
    document
}

fn refuse_unlike(before: &Json, after: &Json) -> Result<()> {
    if before["schema"] != after["schema"] {
        anyhow::bail!("these are reports of two kinds, {} and {}", before["schema"], after["schema"]);
    }
    let key = |document: &Json| document["manifest"]["key_id"].clone();
    if key(before) != key(after) && (has_persons(before) || has_persons(after)) {
        return Err(Hinted::error(
            "the reports name persons under different masking keys, so that the same person has two tokens",
            "make both reports with the same `--key-file`, or compare public editions",
        ));
    }
    Ok(())
}

fn has_persons(document: &Json) -> bool {
    findings(document).any(|finding| finding["subject"]["kind"] == "person")
}

fn findings(document: &Json) -> impl Iterator<Item = &Json> {
    document["findings"].as_array().into_iter().flatten()
}

/// What makes two findings the same one.
type Identity = (String, String, String, String);

fn identity(finding: &Json) -> Identity {
    let word = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let subject = &finding["subject"];
    (word(&finding["code"]), word(&subject["kind"]), word(&subject["id"]), word(&finding["rule"]))
}

fn index(document: &Json) -> BTreeMap<Identity, Vec<&Json>> {
    let mut index: BTreeMap<Identity, Vec<&Json>> = BTreeMap::new();
    for finding in findings(document) {
        index.entry(identity(finding)).or_default().push(finding);
    }
    index
}

/// What a finding amounts to; where it stands in the files may change without changing what was found.
fn substance(findings: &[&Json]) -> Vec<String> {
    let mut parts: Vec<String> =
        findings.iter().map(|one| format!("{}{}{}", one["severity"], one["count"], one["figures"])).collect();
    parts.sort();
    parts
}

fn compare(before: &Json, after: &Json) -> Audit {
    let (was, is) = (index(before), index(after));
    let new: Vec<&Identity> = is.keys().filter(|key| !was.contains_key(*key)).collect();
    let gone: Vec<&Identity> = was.keys().filter(|key| !is.contains_key(*key)).collect();
    let changed: Vec<&Identity> = was
        .iter()
        .filter(|(key, old)| is.get(*key).is_some_and(|now| substance(old) != substance(now)))
        .map(|(key, _)| key)
        .collect();

    let mut audit = Audit::new("tizim-compare/1", Message::new("app.compare.title"));
    audit.summary.push(
        Message::new("app.compare.summary")
            .with("new", Persons(new.len() as u64))
            .with("gone", Persons(gone.len() as u64))
            .with("changed", Persons(changed.len() as u64)),
    );
    audit.figures = vec![
        Figure::new("new", Message::new("app.compare.new"), Persons(new.len() as u64)),
        Figure::new("gone", Message::new("app.compare.gone"), Persons(gone.len() as u64)),
        Figure::new("changed", Message::new("app.compare.changed"), Persons(changed.len() as u64)),
    ];
    let mut rows = Vec::new();
    let mut document = serde_json::Map::new();
    for (name, keys) in [("new", &new), ("gone", &gone), ("changed", &changed)] {
        let entries: Vec<Json> = keys.iter().map(|key| entry(key, was.get(*key), is.get(*key))).collect();
        document.insert(name.to_owned(), entries.into());
        rows.extend(keys.iter().map(|key| row(name, key, was.get(*key), is.get(*key))));
    }
    audit.document = document.into();
    audit.exhibits.push(Exhibit::Table(Table {
        id: "differences",
        title: Message::new("app.compare.table"),
        note: None,
        columns: ["change", "code", "kind", "subject", "before", "after"]
            .into_iter()
            .map(|key| Column::new(key, heading(key), ColumnKind::Text))
            .collect(),
        rows,
        privacy: if has_persons(before) || has_persons(after) { Privacy::Persons } else { Privacy::Open },
    }));
    audit
}

fn heading(key: &str) -> Message {
    Message::new(match key {
        "change" => "app.compare.column.change",
        "code" => "app.compare.column.code",
        "kind" => "app.compare.column.kind",
        "subject" => "app.compare.column.subject",
        "before" => "app.compare.column.before",
        _ => "app.compare.column.after",
    })
}

fn entry(key: &Identity, was: Option<&Vec<&Json>>, is: Option<&Vec<&Json>>) -> Json {
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

fn row(change: &str, key: &Identity, was: Option<&Vec<&Json>>, is: Option<&Vec<&Json>>) -> Vec<Value> {
    let words = |findings: Option<&Vec<&Json>>| match findings.and_then(|findings| findings.first()) {
        Some(one) => {
            let severity = one["severity"].as_str().unwrap_or_default();
            match &one["count"] {
                Json::Null => severity.into(),
                count => format!("{severity} {count}").into(),
            }
        }
        None => Value::Missing,
    };
    vec![
        change.into(),
        key.0.as_str().into(),
        key.1.as_str().into(),
        key.2.as_str().into(),
        words(was),
        words(is),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(findings: &Json, key: &str) -> Json {
        json!({"schema": "x/1", "findings": findings, "manifest": {"key_id": key}})
    }

    fn finding(code: &str, kind: &str, id: &str, count: u64) -> Json {
        json!({"code": code, "severity": "notice", "subject": {"kind": kind, "id": id}, "count": count, "figures": {}, "rule": ""})
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
            worst_news(&report(&json!(before), "k"), &report(&json!(after), "k"))
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

    #[test]
    fn persons_under_two_keys_are_refused() {
        let persons = json!([finding("A", "person", "t", 1)]);
        assert!(refuse_unlike(&report(&persons, "k"), &report(&persons, "l")).is_err());
        assert!(refuse_unlike(&report(&persons, "k"), &report(&persons, "k")).is_ok());
        assert!(refuse_unlike(&report(&json!([]), "k"), &report(&json!([]), "l")).is_ok());
    }
}
