//! The JSON document of an audit: the contract that programs rely on.

use std::io::{self, BufWriter, ErrorKind, Write};

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value as Json;
use tizim_evidence::{Audit, Finding, Message};

use crate::visible::acts;
use crate::{Report, ReportError};

/// The document: `schema`, `profile`, `edition`, the audit's own sections in their order, `findings`, `notes` and
/// `manifest`. `revealed` stands after `edition` where names are shown.
///
/// In the public edition findings about persons are one line per code and severity, numbers of persons are whole tens,
/// and one from 1 to 9 is the text `"<10"`.
pub fn json(report: &Report<'_>) -> Json {
    // Nothing in a document can fail to become JSON.
    serde_json::to_value(Document { report, audit: &report.view() }).unwrap_or_default()
}

/// Writes the document with two spaces of indentation and a newline at the end. Characters that act on a
/// terminal are written as `\u` escapes, which every reader of JSON turns back. The document is never held whole: that of
/// a hundred thousand precincts has 80 MB.
///
/// # Errors
/// Where the writer fails.
pub fn json_to_writer(report: &Report<'_>, writer: impl Write) -> Result<(), ReportError> {
    let mut harmless = Harmless(BufWriter::with_capacity(BUFFER, writer));
    let document = Document { report, audit: &report.view() };
    // What the disk or the pipe says is told as it is.
    serde_json::to_writer_pretty(&mut harmless, &document).map_err(|error| {
        if error.is_io() { io::Error::from(error).into() } else { ReportError::from(error) }
    })?;
    harmless.write_all(b"\n")?;
    harmless.flush()?;
    Ok(())
}

/// Bytes that are handed on at once.
const BUFFER: usize = 1 << 18;

/// Takes a document text by text, and hands it on with the characters that act written by their numbers.
struct Harmless<W>(W);

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text =
            std::str::from_utf8(bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
        match first_acting(text) {
            Some(_) => self.0.write_all(harmless(text).as_bytes())?,
            None => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The document as text.
///
/// # Errors
/// Where a part of it cannot be written as JSON.
pub fn json_text(report: &Report<'_>) -> Result<String, ReportError> {
    let mut text = serde_json::to_string_pretty(&Document { report, audit: &report.view() })?;
    text.push('\n');
    Ok(harmless_json(text))
}

/// A document in JSON whose characters that act on a terminal are written as `\u` escapes.
///
/// ```
/// assert_eq!(tizim_report::harmless_json("[\"a\u{9b}b\"]".to_owned()), r#"["a\u009bb"]"#);
/// ```
pub fn harmless_json(document: String) -> String {
    if first_acting(&document).is_some() { harmless(&document) } else { document }
}

/// A document whose acting characters are written by their numbers.
fn harmless(document: &str) -> String {
    use std::fmt::Write;

    let mut text = String::with_capacity(document.len() + 64);
    let mut rest = document;
    while let Some((position, character)) = first_acting(rest) {
        text.push_str(&rest[..position]);
        for unit in character.encode_utf16(&mut [0; 2]) {
            // A string takes whatever is written.
            let _ = write!(text, "\\u{unit:04x}");
        }
        rest = &rest[position + character.len_utf8()..];
    }
    text.push_str(rest);
    text
}

/// The first character that acts, other than a line feed, and where it stands.
fn first_acting(text: &str) -> Option<(usize, char)> {
    // Letters of ASCII and Cyrillic never act, and nearly all of a document is made of them.
    let is_rare = |byte: &u8| !matches!(byte, b'\n' | 0x20..=0x7e | 0x80..=0xbf | 0xd0..=0xd3);
    let mut from = 0;
    while let Some(rare) = text.as_bytes()[from..].iter().position(is_rare) {
        let character = text[from + rare..].chars().next()?;
        if acts(character) {
            return Some((from + rare, character));
        }
        from += rare + character.len_utf8();
    }
    None
}

/// The document, written as it is gone through.
struct Document<'a> {
    report: &'a Report<'a>,
    audit: &'a Audit,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { report, audit } = *self;
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("schema", audit.schema)?;
        document.serialize_entry("profile", &report.profile.id)?;
        document.serialize_entry("edition", report.edition.word())?;
        if report.reveal {
            document.serialize_entry("revealed", &true)?;
        }
        let ours = ["schema", "profile", "edition", "revealed", "findings", "notes", "manifest"];
        for (name, section) in audit.document.iter().filter(|(name, _)| !ours.contains(name)) {
            document.serialize_entry(name, section)?;
        }
        let findings = audit.findings.iter().map(|finding| One { report, finding });
        document.serialize_entry("findings", &Each(findings))?;
        document.serialize_entry("notes", &texts(report, &audit.notes))?;
        document.serialize_entry("manifest", &*report.shown_manifest())?;
        document.end()
    }
}

/// What an iterator gives, as a list.
struct Each<I>(I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

/// One finding.
struct One<'a> {
    report: &'a Report<'a>,
    finding: &'a Finding,
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { report, finding } = *self;
        let mut one = serializer.serialize_map(Some(10))?;
        one.serialize_entry("code", finding.code)?;
        one.serialize_entry("severity", &finding.severity)?;
        one.serialize_entry("title", &report.catalogue.text(&finding.title))?;
        one.serialize_entry("subject", &finding.subject)?;
        one.serialize_entry("count", &finding.cases())?;
        one.serialize_entry("figures", &finding.figures)?;
        one.serialize_entry("evidence", &finding.evidence)?;
        one.serialize_entry("rule", &finding.rule)?;
        one.serialize_entry("source", &finding.source)?;
        one.serialize_entry("explanations", &texts(report, &finding.explanations))?;
        one.end()
    }
}

fn texts(report: &Report<'_>, messages: &[Message]) -> Vec<String> {
    messages.iter().map(|message| report.catalogue.text(message)).collect()
}
