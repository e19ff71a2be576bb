//! The JSON document of an audit: the contract that programs rely on.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Map, Value as Json, json as literal};
use tizim_evidence::{Audit, Finding, Message, Value};

use crate::public::shown_count;
use crate::visible::acts;
use crate::{Report, ReportError};

/// The document: `schema`, `profile`, `edition`, the audit's own sections in their order, `findings`, `notes` and
/// `manifest`. `revealed` stands after `edition` where names are shown.
///
/// In the public edition findings about persons are one line per code and severity, and a count from 1 to 9 is
/// the text `"<10"`.
pub fn json(report: &Report<'_>) -> Json {
    let audit = report.view();
    let mut document = Map::new();
    document.insert("schema".to_owned(), audit.schema.into());
    document.insert("profile".to_owned(), report.profile.id.as_str().into());
    document.insert("edition".to_owned(), report.edition.word().into());
    if report.reveal {
        document.insert("revealed".to_owned(), true.into());
    }
    for (name, section) in &audit.document {
        if !document.contains_key(name) {
            document.insert(name.clone(), section.clone());
        }
    }
    document.insert("findings".to_owned(), findings(report, &audit));
    document.insert("notes".to_owned(), texts(report, &audit.notes));
    document.insert("manifest".to_owned(), literal!(report.manifest));
    Json::Object(document)
}

/// Writes the document with two spaces of indentation and a newline at the end. Characters that act on a
/// terminal are written as `\u` escapes, which every reader of JSON turns back.
///
/// # Errors
/// Where the writer fails.
pub fn json_to_writer(report: &Report<'_>, mut writer: impl Write) -> Result<(), ReportError> {
    let text = serde_json::to_string_pretty(&json(report))?;
    let mut rest = text.as_str();
    while let Some(position) = rest.find(|character| character != '\n' && acts(character)) {
        writer.write_all(&rest.as_bytes()[..position])?;
        let Some(character) = rest[position..].chars().next() else { break };
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(writer, "\\u{unit:04x}")?;
        }
        rest = &rest[position + character.len_utf8()..];
    }
    writer.write_all(rest.as_bytes())?;
    writer.write_all(b"\n")?;
    writer.flush()?;
    Ok(())
}

fn findings(report: &Report<'_>, audit: &Audit) -> Json {
    audit.findings.iter().map(|finding| one(report, finding)).collect()
}

fn one(report: &Report<'_>, finding: &Finding) -> Json {
    literal!({
        "code": finding.code,
        "severity": finding.severity,
        "title": report.catalogue.text(&finding.title),
        "subject": finding.subject,
        "count": shown_count(finding),
        "figures": shown_figures(finding),
        "evidence": finding.evidence,
        "rule": finding.rule,
        "source": finding.source,
        "explanations": texts(report, &finding.explanations),
    })
}

/// The figures of a finding without the mark of suppression, which is shown as its count.
pub(crate) fn shown_figures(finding: &Finding) -> BTreeMap<&'static str, &Value> {
    let shown = |key: &&'static str| *key != crate::public::SUPPRESSED;
    finding.figures.iter().map(|(key, value)| (*key, value)).filter(|(key, _)| shown(key)).collect()
}

fn texts(report: &Report<'_>, messages: &[Message]) -> Json {
    messages.iter().map(|message| report.catalogue.text(message)).collect()
}
