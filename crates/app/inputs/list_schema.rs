//! The headings of a voter list: those of every list, and in lists of holders of certificates those of the register.

use anyhow::Result;
use tizim_evidence::{Finding, Message, Severity, Subject, Value};
use tizim_rolls::{Kind, ListInput};
use tizim_tables::{Headings, Schema, TableFile, normal_heading};

use crate::data;

/// Fields of a list with the field of the register of certificates that is the same.
const SHARED: [(&str, &str); 2] = [("avc_serial", "serial"), ("added", "issued_at")];

/// The schema of lists of this kind. «Номер» heads the serials in a list of certificates, and the numbers of rows in others.
///
/// # Errors
/// Where a built-in schema cannot be read.
pub(super) fn of(kind: Kind) -> Result<Schema> {
    let mut schema = data::schema("roll")?;
    let shared = match kind {
        Kind::Avc => &SHARED[..],
        Kind::Supplementary => &SHARED[..1],
        _ => return Ok(schema),
    };
    let register = data::schema("certificates")?;
    for (ours, theirs) in shared {
        if let Some(theirs) = register.field(theirs) {
            schema.learn(ours, theirs, |heading| kind == Kind::Avc || is_explicit(heading));
        }
    }
    Ok(schema)
}

/// Whether a heading says more than "number".
fn is_explicit(heading: &str) -> bool {
    heading.split_whitespace().count() > 1 && heading != "Serial number"
}

/// Columns that head serials in the register of certificates and are not read in a list, where they may head those of identity
/// cards: which they are must be said.
pub(super) fn unread_serials(code: &'static str, list: &ListInput) -> Vec<Finding> {
    let Ok(register) = data::schema("certificates") else { return Vec::new() };
    let Some(Headings { en, ru, kk }) = register.field("serial").map(|field| &field.headings) else {
        return Vec::new();
    };
    let known: Vec<String> = [en, ru, kk]
        .into_iter()
        .flatten()
        .filter(|heading| is_explicit(heading))
        .map(|heading| normal_heading(heading))
        .collect();
    let finding = |file: &TableFile| {
        let unused = file.detected().unused.iter();
        let heading = unused.into_iter().find(|heading| known.contains(&normal_heading(heading)))?;
        let name = file.input().name();
        let title = Message::new("app.doubt.serial_unread")
            .with("file", name)
            .with("column", Value::from(heading.as_str()));
        let subject = Subject::new("check", format!("serial-column-{name}"));
        (!file.has("avc_serial")).then(|| Finding::new(code, Severity::Notice, subject).titled(title))
    };
    list.files.iter().filter_map(finding).collect()
}
