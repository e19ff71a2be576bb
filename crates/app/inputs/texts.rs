//! Texts that repeat from row to row are held once.

use std::collections::HashSet;
use std::sync::Arc;

use tizim_tables::Row;

/// The different texts of a table: hundreds of thousands of rows share a few thousand names of places and persons.
#[derive(Default)]
pub(super) struct Texts(HashSet<Arc<str>>);

impl Texts {
    /// The one copy of this text.
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        self.0.insert(text.clone());
        text
    }

    /// A text field, empty where there is none.
    pub(super) fn of(&mut self, row: &Row<'_>, name: &str) -> Arc<str> {
        self.shared(row.text(name).unwrap_or_default().trim())
    }
}
