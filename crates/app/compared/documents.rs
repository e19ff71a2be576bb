//! Documents of reports that are compared: read, and refused where they cannot be held against each other.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};

use crate::failure::Hinted;
use crate::{bounded, listing, output};

/// Names under which a report's document stands in its folder.
const DOCUMENTS: [&str; 2] = ["summary.json", "report.json"];

/// Values of a document that is compared, each of which takes some hundred bytes. An audit of 100,000 precincts and 346,000
/// certificates has under three million.
const MOST_VALUES: usize = 8_000_000;

/// How many values a text in JSON has at most, read before there is room for one of them.
fn values(text: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while let Some(found) = text[at..].iter().position(|byte| matches!(byte, b'"' | b',' | b'[' | b'{')) {
        at += found + 1;
        if text[at - 1] != b'"' {
            count += 1;
            continue;
        }
        while let Some(end) = text[at..].iter().position(|byte| matches!(byte, b'"' | b'\\')) {
            let is_end = text[at + end] == b'"';
            at = (at + end + if is_end { 1 } else { 2 }).min(text.len());
            if is_end {
                break;
            }
        }
    }
    count
}

/// The JSON document of a report: the file itself, or the one in the folder.
pub(crate) fn document(path: &Path) -> Result<Json> {
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
    if path.is_dir() {
        // What is compared is no place for an output.
        listing::names_in(path)?.iter().for_each(|name| output::protect(&path.join(name)));
    }
    let text = bounded::bytes(&file, bounded::REPORT)
        .with_context(|| format!("cannot read `{}`", file.display()))?;
    if values(&text) > MOST_VALUES {
        return Err(Hinted::error(
            format!(
                "`{}` holds more than {MOST_VALUES} values, more than a report that is compared may",
                file.display()
            ),
            "compare reports in the public edition, which have a line for each kind of finding",
        ));
    }
    let document: Json = serde_json::from_slice(&text)
        .with_context(|| format!("`{}` is not a report in JSON", file.display()))?;
    if document["findings"].is_array() && document["schema"].is_string() {
        return Ok(document);
    }
    anyhow::bail!("`{}` is not a report: it has no findings", file.display())
}

/// A document without the findings about persons, and without the numbers of the others, unless it is of the public
/// edition itself.
pub(crate) fn published(mut document: Json) -> Json {
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

pub(crate) fn refuse_unlike(before: &Json, after: &Json) -> Result<()> {
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

pub(crate) fn has_persons(document: &Json) -> bool {
    findings(document).any(|finding| finding["subject"]["kind"] == "person")
}

pub(crate) fn findings(document: &Json) -> impl Iterator<Item = &Json> {
    document["findings"].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_under_two_keys_are_refused() {
        let report = |findings: &Json, key: &str| json!({"schema": "x/1", "findings": findings, "manifest": {"key_id": key}});
        let persons = json!([{"subject": {"kind": "person", "id": "t"}}]);
        assert!(refuse_unlike(&report(&persons, "k"), &report(&persons, "l")).is_err());
        assert!(refuse_unlike(&report(&persons, "k"), &report(&persons, "k")).is_ok());
        assert!(refuse_unlike(&report(&json!([]), "k"), &report(&json!([]), "l")).is_ok());
    }

    #[test]
    fn values_are_counted_outside_of_texts() {
        assert_eq!(values(br#"{"a,[": ["b\",[", 2], "c": "d\\"}"#), 4);
        assert_eq!(values(br#"["never ends, [\"#), 1);
        assert!(values("[],".repeat(9).as_bytes()) >= 9);
    }
}
