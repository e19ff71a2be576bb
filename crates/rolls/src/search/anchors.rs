//! Searches that are about some rows alone: their groups hold one of these.

use tizim_dedup::Part;
use tizim_people::IinProblem;

use crate::persons::placeholders::PlaceholderDates;
use crate::row::fields::Fields;
use crate::row::reader::RowReader;

/// Rows that a search is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Anchors<'a> {
    /// Rows that state a birth year and no whole date that says anything: these dates are placeholders.
    Undated(&'a PlaceholderDates),
    /// Rows with a number of which some digits are hidden.
    Masked,
}

/// Whether a row belongs to this part of the rows; where there are no anchors, lists are the parts, and it does.
#[inline]
pub(crate) fn is_of(
    part: Part,
    anchors: Option<Anchors<'_>>,
    reader: &mut RowReader<'_>,
    record: &impl Fields,
) -> bool {
    let (Some(anchors), Part::Anchors | Part::Others) = (anchors, part) else { return true };
    let is_anchor = match anchors {
        Anchors::Undated(placeholders) => {
            let Ok(date) = reader.birth_date(record) else { return false };
            !date.is_whole() || placeholders.contains(date)
        }
        Anchors::Masked => matches!(reader.iin(record), Err(IinProblem::Masked)),
    };
    is_anchor == (part == Part::Anchors)
}
