//! How far apart two entries stand, as far as their rows tell: in one precinct, in two, or nobody knows.

use tizim_tables::is_missing;

use crate::persons::parted::Members;
use crate::row::entry::Entry;
use crate::verdict::partners::Apart;

/// Rows of one person that are held against each other; of more the first stand for the rest.
const MOST: usize = 64;

/// Those of these rows that stand so far apart from another one beyond doubt.
pub(crate) fn certain(members: &[usize], entries: &[Entry<'_>], apart: Apart) -> Members {
    let others = &members[..members.len().min(MOST)];
    let is_certain = |one: usize| {
        let mut others = others.iter().filter(|other| **other != one);
        others.any(|other| known(&entries[one], &entries[*other]) == Some(apart))
    };
    members.iter().copied().filter(|member| is_certain(*member)).collect()
}

/// Where two rows stand to each other; `None` where they do not tell. A list without a column for precincts is the list of
/// one; a cell that states none says nothing. Equal numbers are of one precinct where both regions are stated, or neither is:
/// in a single region nobody writes it.
fn known(one: &Entry<'_>, other: &Entry<'_>) -> Option<Apart> {
    match (is_numbered(one), is_numbered(other)) {
        (true, true) if one.place == other.place => Some(Apart::SamePlace),
        (true, true) if !one.place.has_number_of(other.place) => Some(Apart::OtherPlace),
        (true, true) => (has_region(one) && has_region(other)).then_some(Apart::OtherPlace),
        (false, false) => {
            let is_one_list = one.file == other.file && !one.precinct_left_out && !other.precinct_left_out;
            is_one_list.then_some(Apart::SamePlace)
        }
        _ => None,
    }
}

fn is_numbered(row: &Entry<'_>) -> bool {
    !row.place.is_of_file()
}

fn has_region(row: &Entry<'_>) -> bool {
    !row.region_unclear && !is_missing(row.region.trim().as_bytes())
}

/// Whether these rows stand in one list that has no column for precincts.
pub(crate) fn is_list_of_one(members: &[usize], entries: &[Entry<'_>]) -> bool {
    members.iter().all(|index| !is_numbered(&entries[*index]))
}

/// Whether rows of several files state equal numbers of precincts, and no region: of which region each is nobody says.
pub(crate) fn is_region_assumed(members: &[usize], entries: &[Entry<'_>]) -> bool {
    let Some((first, others)) = members.split_first().map(|(first, others)| (&entries[*first], others))
    else {
        return false;
    };
    let unstated = |row: &Entry<'_>| is_numbered(row) && !has_region(row);
    others
        .iter()
        .map(|index| &entries[*index])
        .any(|row| row.file != first.file && row.place == first.place && unstated(row) && unstated(first))
}
