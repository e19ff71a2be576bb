//! Places as they are compared: addresses, regions, numbers of precincts.

use tizim_people::address::{is_illegible, normalise_address_into};
use tizim_polling::region::Memo;
use tizim_polling::vouched::is_shape_of_a_person;
use tizim_polling::{Regions, precinct};

/// Appends an address as it is compared; nothing where it names no place: no digit, no letter, a token for "missing", an
/// illegible character.
#[inline]
pub(crate) fn address_into(field: &[u8], out: &mut Vec<u8>) {
    if !is_address(field) {
        return;
    }
    let start = out.len();
    normalise_address_into(field, out);
    if !names_a_place(&out[start..]) {
        out.truncate(start);
    }
}

/// Whether a field may hold an address: something is written, all of it is legible, and it is no token for "missing".
#[inline]
fn is_address(field: &[u8]) -> bool {
    says_something(field) && !is_illegible(field)
}

/// Whether something is written in a field that is no token for "missing".
#[inline]
pub(crate) fn says_something(field: &[u8]) -> bool {
    !field.is_empty() && !tizim_tables::is_missing(field)
}

/// Whether an address in normal form names a place: it has a digit or a letter.
#[inline]
pub(crate) fn names_a_place(normal: &[u8]) -> bool {
    normal.iter().any(|byte| byte.is_ascii_digit() || *byte >= 0x80 || byte.is_ascii_alphabetic())
}

/// Whether [`address_into`] appends anything.
#[inline]
pub(super) fn holds_address(field: &[u8]) -> bool {
    // Nearly all name a house by its number, and that last.
    let has_number = field.iter().rev().any(u8::is_ascii_digit) && !is_illegible(field);
    has_number || names_a_place_without_number(field)
}

#[cold]
fn names_a_place_without_number(field: &[u8]) -> bool {
    let mut key = Vec::new();
    address_into(field, &mut key);
    !key.is_empty()
}

/// Appends a region as it is compared.
#[inline]
pub(crate) fn region_into(regions: &mut Memo<'_>, field: &[u8], out: &mut Vec<u8>) {
    if !field.is_empty() && !tizim_tables::is_missing(field) {
        out.extend_from_slice(regions.normal(field).as_bytes());
    }
}

/// A region as it is compared, where many rows write the same; empty where none is written.
#[inline]
pub(crate) fn region_of<'m>(regions: &'m mut Memo<'_>, written: &str) -> &'m str {
    let written = written.trim().as_bytes();
    if tizim_tables::is_missing(written) { "" } else { regions.normal(written) }
}

/// The same, of a region that is written once or twice.
pub(crate) fn region_key(regions: &Regions, written: &str) -> String {
    let written = written.trim();
    if tizim_tables::is_missing(written.as_bytes()) { String::new() } else { regions.normal(written) }
}

/// The number of a precinct as it is compared; empty where none is written, or something instead: `?`, an error of a spreadsheet,
/// the shape of what is a person's.
pub(crate) fn precinct_key(written: &str) -> String {
    if precinct::plain_number(written).is_some() {
        // Its own normal form.
        written.to_owned()
    } else if states_no_precinct(written.trim()) {
        String::new()
    } else {
        precinct::normal(written)
    }
}

fn states_no_precinct(written: &str) -> bool {
    tizim_tables::is_missing(written.as_bytes())
        || tizim_tables::is_cell_error(written)
        || !written.contains(char::is_alphanumeric)
        || is_shape_of_a_person(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precinct_numbers_are_compared_without_their_dress() {
        for written in ["12", " № 12", "Участок №12", "012", "12 "] {
            assert_eq!(precinct_key(written), "12", "{written}");
        }
        for none in ["-", "", " ", "?", "н/д", "#ССЫЛКА!", "#REF!", "999999999999", "Аааааааа Аааааа"]
        {
            assert_eq!(precinct_key(none), "", "{none}");
        }
        assert_eq!(precinct_key("000"), "0");
        assert_ne!(precinct_key("12а"), precinct_key("12"));
    }
}
