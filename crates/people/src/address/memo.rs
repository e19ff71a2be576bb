//! Addresses one after the other, as they stand in lists: neighbours share their street and house, and flats are numbered alike
//! in every house. So the beginning of an address is made anew only where it changes, and its end is looked up.

use super::{is_illegible, normalise_address_into, regular};

/// The longest end that is remembered, in bytes as written.
const LONGEST: usize = size_of::<u128>();
/// Ends that are remembered, a power of two.
const ENDS: usize = 1 << 10;
/// Bytes of the normal form of an end, with a blank before it.
const NORMAL: usize = 30;

/// Makes the normal forms of addresses, and remembers parts of them.
#[derive(Debug)]
pub struct AddressMemo {
    /// The beginning of the last address up to its last comma and the blank behind it, as written; empty where it was not parted.
    written: Vec<u8>,
    /// The same in normal form, with a blank behind it.
    beginning: Vec<u8>,
    is_illegible: bool,
    /// By what [`place`] makes of them.
    ends: Box<[End]>,
    /// The end that is not remembered.
    other: Vec<u8>,
}

/// The end of an address behind its last comma.
#[derive(Clone, Copy, Debug)]
struct End {
    written: u128,
    length: u8,
    normal: [u8; NORMAL],
    normal_length: u8,
    is_illegible: bool,
}

/// The normal form of an address in two parts, one behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressParts<'m> {
    /// What it begins with.
    pub beginning: &'m [u8],
    /// Whether it is the beginning of the address before it, too.
    pub begins_alike: bool,
    /// The rest.
    pub end: &'m [u8],
    /// Whether some character of either [may not have been legible](is_illegible).
    pub is_illegible: bool,
}

impl Default for AddressMemo {
    fn default() -> Self {
        let none = End { written: 0, length: 0, normal: [0; NORMAL], normal_length: 0, is_illegible: false };
        Self {
            written: Vec::new(),
            beginning: Vec::new(),
            is_illegible: false,
            ends: vec![none; ENDS].into(),
            other: Vec::new(),
        }
    }
}

impl AddressMemo {
    /// The normal form of an address, as [`normalise_address_into`] gives it.
    ///
    /// ```
    /// let mut memo = tizim_people::AddressMemo::default();
    /// memo.parts("ул. Абая, д. 5, кв. 3".as_bytes());
    /// let parts = memo.parts("ул. Абая, д. 5, кв. 4".as_bytes());
    /// assert!(parts.begins_alike);
    /// assert_eq!([parts.beginning, parts.end].concat(), "ул абая д 5 кв 4".as_bytes());
    /// ```
    #[inline]
    pub fn parts(&mut self, address: &[u8]) -> AddressParts<'_> {
        let Some((beginning, end, length)) = parted(address) else { return self.whole(address) };
        let place = place(end);
        let known = self.ends[place];
        if known.written != end || known.length != length {
            let Some(read) = End::read(address, end, length) else { return self.whole(address) };
            self.ends[place] = read;
        }
        let begins_alike = self.written == beginning;
        if !begins_alike && !self.begin(beginning) {
            return self.whole(address);
        }
        let End { normal, normal_length, is_illegible, .. } = &self.ends[place];
        AddressParts {
            beginning: &self.beginning,
            begins_alike,
            end: normal.get(..usize::from(*normal_length)).unwrap_or(&[]),
            is_illegible: self.is_illegible || *is_illegible,
        }
    }

    /// Takes another beginning; false where it takes a closer look.
    fn begin(&mut self, written: &[u8]) -> bool {
        self.beginning.clear();
        let is_regular = regular::append(written, &mut self.beginning) && !self.beginning.is_empty();
        self.beginning.push(b' ');
        self.is_illegible = is_illegible(written);
        self.written.clear();
        if is_regular {
            self.written.extend_from_slice(written);
        }
        is_regular
    }

    /// An address that is not parted.
    #[inline(never)]
    fn whole(&mut self, address: &[u8]) -> AddressParts<'_> {
        self.written.clear();
        self.other.clear();
        normalise_address_into(address, &mut self.other);
        let is_illegible = is_illegible(address);
        AddressParts { beginning: &[], begins_alike: false, end: &self.other, is_illegible }
    }
}

impl End {
    /// Reads an end, where it says something and takes no closer look.
    fn read(address: &[u8], written: u128, length: u8) -> Option<Self> {
        let mut form = Vec::new();
        let end = address.get(address.len() - usize::from(length)..)?;
        if !regular::append(end, &mut form) || form.is_empty() {
            return None;
        }
        let mut normal = [0; NORMAL];
        normal.get_mut(..form.len())?.copy_from_slice(&form);
        let (normal_length, is_illegible) = (form.len() as u8, is_illegible(end));
        Some(Self { written, length, normal, normal_length, is_illegible })
    }
}

/// The beginning of an address up to its last comma and a blank, and what stands behind them as a number and its length; `None`
/// where it has no such end, or a long one.
#[inline]
fn parted(address: &[u8]) -> Option<(&[u8], u128, u8)> {
    let last = u128::from_le_bytes(*address.last_chunk::<LONGEST>()?);
    let from = address.len().saturating_sub(LONGEST + 2);
    let blank = from + 1 + address[from..].windows(2).rposition(|pair| pair == b", ")?;
    let (beginning, end) = address.split_at(blank + 1);
    let length = end.len();
    (1..=LONGEST).contains(&length).then(|| (beginning, last >> (8 * (LONGEST - length)), length as u8))
}

/// Where an end is remembered.
#[inline]
fn place(end: u128) -> usize {
    let folded = (end >> 64) as u64 ^ (end as u64).rotate_left(29);
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % ENDS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn in_parts_as_at_once(
            addresses in prop::collection::vec(
                "(г\\. Семей, |№ 5, |-, |Аль-|)(ул\\. Абая|Абая -|\"Абая\"|\\?бая|)(, д\\. [0-3]|, -|,|)(, кв\\. [0-9]{1,3}|, к[вё?]|, -5|, Lenina|, |)(, \\PC{0,12})?",
                1..20,
            )
        ) {
            let mut memo = AddressMemo::default();
            let mut before = Vec::new();
            for address in addresses {
                let parts = memo.parts(address.as_bytes());
                let mut whole = Vec::new();
                normalise_address_into(address.as_bytes(), &mut whole);
                prop_assert_eq!([parts.beginning, parts.end].concat(), whole, "{}", address);
                prop_assert!(!parts.begins_alike || parts.beginning == before);
                prop_assert_eq!(parts.is_illegible, address.contains('?'));
                before = parts.beginning.to_vec();
            }
        }
    }

    #[test]
    fn neighbours_begin_alike() {
        let mut memo = AddressMemo::default();
        for (address, alike) in [
            ("г. Семей, ул. Абая, д. 1, кв. 1", false),
            ("г. Семей, ул. Абая, д. 1, кв. 2", true),
            ("г. Семей, ул. Абая, д. 2, кв. 2", false),
            ("ул. «Абая»", false),
            ("г. Семей, ул. Абая, д. 2, кв. 2", false),
        ] {
            assert_eq!(memo.parts(address.as_bytes()).begins_alike, alike, "{address}");
        }
    }
}
