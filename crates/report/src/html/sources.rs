//! The sources of a page, numbered in the order in which they are first named.

use serde::Serialize;
use tizim_evidence::SourceRef;

use crate::visible;

/// A source in the list.
#[derive(Debug, Serialize)]
pub(super) struct Source {
    number: usize,
    citation: String,
    note: Option<String>,
}

/// Collects sources and hands out their numbers.
#[derive(Debug, Default)]
pub(super) struct Sources<'a> {
    seen: Vec<&'a SourceRef>,
}

impl<'a> Sources<'a> {
    /// The number of a source, the same for the same source.
    pub(super) fn number(&mut self, source: Option<&'a SourceRef>) -> Option<usize> {
        let source = source?;
        let index = self.seen.iter().position(|seen| *seen == source).unwrap_or_else(|| {
            self.seen.push(source);
            self.seen.len() - 1
        });
        Some(index + 1)
    }

    /// The list.
    pub(super) fn list(&self) -> Vec<Source> {
        let entry = |(index, source): (usize, &&SourceRef)| Source {
            number: index + 1,
            citation: visible(&source.citation()).into_owned(),
            note: source.note.as_deref().map(|note| visible(note).into_owned()),
        };
        self.seen.iter().enumerate().map(entry).collect()
    }
}
