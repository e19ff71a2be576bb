//! Addresses: the normal form.
//!
//! Small letters, look-alikes repaired as in [names](crate::names), punctuation and spaces unified, the words for street,
//! house and flat as one short word each in Russian and Kazakh alike, and the order kept: `ул. Абая, д.5А, кв. 3` and
//! `Улица Абая дом 5 «А» квартира 3` are one. Digits and letters are parted (`5А` is `5 а`), a hyphen between two letters
//! stays (`Аль-Фараби`), other hyphens are spaces (`5-3`), a slash stays (`5/2`), the sign № goes.
//!
//! This is a key for exact comparison within one settlement, no geocoder: a house written without the word `д.` differs
//! from one written with it.

mod memo;
mod regular;
mod short_forms;

pub use memo::{AddressMemo, AddressParts};

use crate::script::{self, Style};
use short_forms::short_form;

struct Address;

impl Style for Address {
    const PARTS_AT_DIGITS: bool = true;
    const GROWTH: usize = 3;
    const NEEDS_LETTER: bool = false;

    fn word(buffer: &mut [u8], start: usize, end: usize) -> usize {
        short_form_in(buffer, start, end)
    }
}

/// Replaces the word `buffer[start..end]` by its short form, if it has one; returns its new end.
#[inline]
fn short_form_in(buffer: &mut [u8], start: usize, end: usize) -> usize {
    let Some(short) = buffer.get(start..end).and_then(short_form) else { return end };
    match buffer.get_mut(start..start + short.len()) {
        Some(place) => {
            place.copy_from_slice(short);
            start + short.len()
        }
        None => end,
    }
}

/// Appends the normal form of an address, given in UTF-8, to `out`.
///
/// As fast and as frugal as [`normalise_into`](crate::normalise_into) for names. Applying it twice is the same as once.
///
/// ```
/// let mut key = Vec::new();
/// tizim_people::normalise_address_into("Ул. Абая, дом №5А, кв.3".as_bytes(), &mut key);
/// assert_eq!(key, "ул абая д 5 а кв 3".as_bytes());
/// ```
pub fn normalise_address_into(value: &[u8], out: &mut Vec<u8>) {
    if !regular::append(value, out) {
        script::normalise::<Address>(value, out);
    }
}

/// Whether some character of an address may not have been legible (`?`).
///
/// ```
/// assert!(tizim_people::address::is_illegible("ул. Аб?я, 5".as_bytes()));
/// assert!(!tizim_people::address::is_illegible("ул. Абая, 5".as_bytes()));
/// ```
#[inline]
pub fn is_illegible(address: &[u8]) -> bool {
    address.contains(&b'?')
}

#[cfg(test)]
mod tests;
