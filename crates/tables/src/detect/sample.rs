//! The first rows of a file, and which of their cells are known headings.

use crate::detect::heading::lookup_forms;
use crate::given::schema::Schema;

/// Bytes of the longest heading.
const LONGEST_HEADING: usize = 300;

/// A row of the sample.
#[derive(Debug, Clone)]
pub(crate) struct SampleRow {
    pub(crate) cells: Vec<String>,
    /// Where the row after it starts in the stream.
    pub(crate) end: u64,
}

/// The field that a cell is the heading of, if any: which form of the heading is known, and as which field and alias.
pub(crate) fn field_of(schema: &Schema, cell: &str) -> Option<(usize, (usize, usize))> {
    if cell.len() > LONGEST_HEADING {
        return None;
    }
    let forms = lookup_forms(cell);
    forms.iter().enumerate().find_map(|(at, form)| Some((at, *schema.known.get(form)?)))
}
