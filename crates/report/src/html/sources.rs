//! The sources of a page, numbered in the order in which they are first named.

use serde::Serialize;
use tizim_evidence::{Catalogue, SourceRef};

use crate::{visible, words};

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

    /// The list, in the language of the reader as far as the catalogue has what a source is called.
    pub(super) fn list(&self, catalogue: &Catalogue) -> Vec<Source> {
        let named = |text: &str| visible(catalogue.word_of(words::TITLE, text)).into_owned();
        let entry = |(index, source): (usize, &&SourceRef)| Source {
            number: index + 1,
            citation: named(&source.citation()),
            note: source.note.as_deref().map(named),
        };
        self.seen.iter().enumerate().map(entry).collect()
    }
}
