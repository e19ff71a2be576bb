//! How a run ends: exit statuses, the error text on standard error, and hints after it.

use std::fmt::{self, Write as _};
use std::io::{ErrorKind, Write};

use tizim_boundaries::BoundaryError;
use tizim_districts::{Among, DistrictsError};
use tizim_evidence::Interrupted;
use tizim_report::visible;
use tizim_rolls::RollsError;
use tizim_tables::TableError;

use crate::{interrupt, output, phrases};

/// The command ran.
pub(crate) const RAN: u8 = 0;
/// Findings at or above `--fail-on`, or a difference found by `verify`.
pub(crate) const FOUND: u8 = 1;
/// Usage, or input that cannot be used.
pub(crate) const UNUSABLE: u8 = 2;
/// Interrupted.
pub(crate) const INTERRUPTED: u8 = 130;

/// An error with something the user can do about it.
#[derive(Debug)]
pub(crate) struct Hinted {
    message: String,
    hint: String,
    place: Option<Box<Place>>,
}

/// Where an input cannot be used, as far as that is known; never a value, but the shape of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The table, without folders of this machine.
    pub file: Option<String>,
    /// The physical row; the first is 1.
    pub row: Option<u64>,
    /// The column: our name of it, or its heading.
    pub column: Option<String>,
    /// What was expected there, in words.
    pub expected: Option<String>,
    /// The shape of what stands there instead: `9999-99`, or in words what kind of thing it is.
    pub shape: Option<String>,
}

impl Hinted {
    /// An error that carries this hint.
    pub(crate) fn error(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
        anyhow::Error::new(Self { message: message.into(), hint: hint.into(), place: None })
    }

    /// An error at a place in a table.
    pub(crate) fn error_at(message: String, hint: &str, place: Place) -> anyhow::Error {
        anyhow::Error::new(Self { message, hint: hint.to_owned(), place: Some(Box::new(place)) })
    }
}

impl fmt::Display for Hinted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Hinted {}

/// Exit status of an error, after saying it; a broken pipe ends quietly.
pub(crate) fn conclude(error: &anyhow::Error) -> u8 {
    // Some errors pass an interruption on in words of their own; the flag is what counts.
    if interrupt::was_heard() || error.chain().any(<dyn std::error::Error>::is::<Interrupted>) {
        say(output::left_by_interruption());
        return INTERRUPTED;
    }
    if error.chain().any(is_broken_pipe) {
        return RAN;
    }
    let mut text = format!("{}: {}\n", phrases::say("error"), visible(&said(error)));
    for hint in error.chain().filter_map(hint) {
        let _ = writeln!(text, "{}: {}", phrases::say("hint"), visible(&phrases::say(&hint)));
    }
    // Nobody reads standard error, or it is full: the exit status says it as well.
    let _ = std::io::stderr().write_all(text.as_bytes());
    UNUSABLE
}

/// An error with its causes, in the language of the run.
pub(crate) fn said(error: &anyhow::Error) -> String {
    let mut english = String::new();
    let mut parts = Vec::new();
    for cause in error.chain() {
        let text = cause.to_string();
        // Library errors repeat their cause in their own text; say each thing once.
        if !english.contains(&text) {
            parts.push(phrases::say(&text).into_owned());
            english = if english.is_empty() { text } else { format!("{english}: {text}") };
        }
    }
    parts.join(": ")
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
        || cause
            .downcast_ref::<serde_json::Error>()
            .is_some_and(|error| error.io_error_kind() == Some(ErrorKind::BrokenPipe))
}

fn hint(cause: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(hinted) = cause.downcast_ref::<Hinted>() {
        return Some(hinted.hint.clone());
    }
    if let Some(error) = cause.downcast_ref::<DistrictsError>() {
        return of_districts(error).map(Into::into);
    }
    if let Some(error) = cause.downcast_ref::<BoundaryError>() {
        return error.hint();
    }
    if let Some(RollsError::Table(error)) = cause.downcast_ref::<RollsError>() {
        return error.hint().map(Into::into);
    }
    cause.downcast_ref::<TableError>().and_then(|error| error.hint().map(Into::into))
}

/// What can be done about an error, in the language of the run.
pub(crate) fn hints(error: &anyhow::Error) -> Vec<String> {
    error.chain().filter_map(hint).map(|hint| phrases::say(&hint).into_owned()).collect()
}

/// Where an error is, as far as it says so.
pub(crate) fn place(error: &anyhow::Error) -> Place {
    let of = |cause: &(dyn std::error::Error + 'static)| {
        if let Some(hinted) = cause.downcast_ref::<Hinted>() {
            return hinted.place.as_deref().cloned();
        }
        let table = match cause.downcast_ref::<RollsError>() {
            Some(RollsError::Table(error)) => Some(error),
            _ => cause.downcast_ref::<TableError>(),
        };
        table.map(of_table)
    };
    error.chain().find_map(of).unwrap_or_default()
}

/// Where the error of a table is.
fn of_table(error: &TableError) -> Place {
    let file = error.path().map(str::to_owned);
    let place = Place { file, ..Place::default() };
    match error {
        TableError::NoHeading { expected, found, .. } => {
            Place { expected: Some(expected.clone()), shape: Some(found.clone()), ..place }
        }
        TableError::OtherHeadings { row, .. } | TableError::HeadingRowAbsent { row, .. } => {
            Place { row: Some(*row), ..place }
        }
        TableError::UnreadableColumn { heading, kind, .. } => Place {
            column: Some(heading.clone()),
            expected: Some("text, numbers or days".to_owned()),
            shape: Some(kind.clone()),
            ..place
        },
        TableError::BrokenColumn { heading, .. }
        | TableError::DuplicateHeading { heading, .. }
        | TableError::SpanningHeading { heading, .. } => Place { column: Some(heading.clone()), ..place },
        TableError::MappedHeadingAbsent { heading, found, .. } => {
            Place { column: Some(heading.clone()), shape: Some(found.clone()), ..place }
        }
        TableError::Binary { found, expected, .. } => {
            Place { expected: Some((*expected).to_owned()), shape: Some((*found).to_owned()), ..place }
        }
        _ => place,
    }
}

/// What can be done about an error of the audit of districts.
fn of_districts(error: &DistrictsError) -> Option<&'static str> {
    let DistrictsError::DuplicateId { among, .. } = error else { return None };
    Some(match among {
        Among::Claimants => "give each claimant an identifier of its own",
        Among::DistrictsOfCouncil => "give each district of a council an identifier of its own",
        Among::Districts => {
            "give each district an identifier of its own, or, where the table holds several councils, name the column \
             that tells them apart (`--by`)"
        }
    })
}

/// Says one line on standard error; where nobody reads it, that is no reason to end the run.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "tizim: {}", visible(&phrases::say(line)));
}
