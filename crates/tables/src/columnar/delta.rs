//! Text that is written as differences (Parquet's `DELTA_LENGTH_BYTE_ARRAY` and `DELTA_BYTE_ARRAY`), written out.
//!
//! Such a page says in a few bytes that it has any number of values of any length. Here they are counted while they are
//! written out; the reader behind gets a plain page.

use super::varint::{varint, zigzag};

/// Numbers in a block of differences come in groups of at least so many.
const LEAST_GROUP: u64 = 32;

/// What is said of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// Values that the page may have.
    pub(super) values: usize,
    /// Whether each value begins with a part of the one before.
    pub(super) has_prefixes: bool,
    /// Bytes of every value, where they are all as long.
    pub(super) width: Option<usize>,
    /// Bytes that may come of it.
    pub(super) most: usize,
}

/// The values as a plain page has them; nothing where they are damaged or too much.
pub(super) fn plain(values: &[u8], asked: Asked) -> Option<Vec<u8>> {
    let mut reader = Bits { bytes: values, at: 0 };
    let prefixes = if asked.has_prefixes { Some(reader.numbers(asked)?) } else { None };
    let lengths = reader.numbers(asked)?;
    if prefixes.as_ref().is_some_and(|prefixes| prefixes.len() != lengths.len()) {
        return None;
    }
    let mut rest = values.get(reader.at..)?;
    let mut out = Vec::new();
    let mut before = 0..0;
    for (at, length) in lengths.iter().enumerate() {
        let own = rest.split_off(..usize::try_from(*length).ok()?)?;
        let prefix = prefixes.as_ref().map_or(Some(0), |prefixes| usize::try_from(prefixes[at]).ok())?;
        let length = prefix + own.len();
        if prefix > before.len()
            || out.len() + length + 4 > asked.most
            || asked.width.is_some_and(|width| length != width)
        {
            return None;
        }
        if asked.width.is_none() {
            out.extend_from_slice(&u32::try_from(length).ok()?.to_le_bytes());
        }
        let start = out.len();
        out.extend_from_within(before.start..before.start + prefix);
        out.extend_from_slice(own);
        before = start..out.len();
    }
    Some(out)
}

/// Bytes from front to back.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Bits<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        varint(|| self.byte())
    }

    fn zigzag(&mut self) -> Option<i64> {
        zigzag(|| self.byte())
    }

    /// Numbers written as differences (`DELTA_BINARY_PACKED`), as many as are stated, if the page can have so many.
    fn numbers(&mut self, asked: Asked) -> Option<Vec<i64>> {
        let (block, groups, count) = (self.varint()?, self.varint()?, self.varint()?);
        let mut last = self.zigzag()?;
        let count = usize::try_from(count).ok().filter(|count| *count <= asked.values)?;
        let group = block.checked_div(groups).filter(|group| {
            *group >= LEAST_GROUP && group.is_multiple_of(8) && block.is_multiple_of(groups)
        })?;
        let (group, groups) = (usize::try_from(group).ok()?, usize::try_from(groups).ok()?);
        let mut numbers = Vec::new();
        if count > 0 {
            numbers.push(last);
        }
        while numbers.len() < count {
            let least = self.zigzag()?;
            let widths = self.bytes.get(self.at..self.at.checked_add(groups)?)?;
            self.at += groups;
            for &width in widths {
                if numbers.len() == count {
                    break;
                }
                let bytes = group.checked_mul(usize::from(width))? / 8;
                let packed = self.bytes.get(self.at..self.at.checked_add(bytes)?)?;
                self.at += bytes;
                for at in 0..group.min(count - numbers.len()) {
                    let difference = least.checked_add(bits(packed, at, width)?)?;
                    last = last.checked_add(difference)?;
                    numbers.push(last);
                }
                // Eight bytes each, and what will be made of them.
                if numbers.len() > asked.most / 8 {
                    return None;
                }
            }
        }
        Some(numbers)
    }
}

/// A number of so many bits, the lowest first.
fn bits(packed: &[u8], at: usize, width: u8) -> Option<i64> {
    // Lengths have 32 bits.
    if width > 32 {
        return None;
    }
    let first = at * usize::from(width);
    let mut number = 0_u64;
    for (place, byte) in packed.get(first / 8..)?.iter().take(5).enumerate() {
        number |= u64::from(*byte) << (8 * place);
    }
    Some(((number >> (first % 8)) & ((1 << width) - 1)).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Asked = Asked { values: 3, has_prefixes: false, width: None, most: 1 << 10 };

    /// Numbers as differences: of so many, the first, and then each so much more.
    fn numbers(count: u8, first: u8, step: u8) -> Vec<u8> {
        let mut out = vec![0x80, 0x01, 0x04, count, 2 * first];
        if count > 1 {
            out.extend_from_slice(&[2 * step, 0, 0, 0, 0]);
        }
        out
    }

    #[test]
    fn values_are_written_out() {
        let lengths = [numbers(3, 1, 1), b"abbccc".to_vec()].concat();
        let plain = plain(&lengths, ASKED).unwrap();
        assert_eq!(plain, b"\x01\0\0\0a\x02\0\0\0bb\x03\0\0\0ccc");
        // The first two of the value before, then one of its own.
        let prefixes =
            [&b"\x80\x01\x04\x03\x00\x00\x02\0\0\0\x02\0\0\0\0\0\0\0"[..], &numbers(3, 2, 0), b"abcdef"]
                .concat();
        let written = super::plain(&prefixes, Asked { has_prefixes: true, ..ASKED }).unwrap();
        assert_eq!(written, b"\x02\0\0\0ab\x04\0\0\0abcd\x04\0\0\0abef");
        let fixed =
            super::plain(&[numbers(2, 2, 0), b"abcd".to_vec()].concat(), Asked { width: Some(2), ..ASKED });
        assert_eq!(fixed.unwrap(), b"abcd");
    }

    #[test]
    fn what_says_more_than_may_be_is_refused() {
        let many = numbers(4, 0, 0);
        assert_eq!(plain(&many, ASKED), None, "more values than the page has");
        assert_eq!(plain(&numbers(3, 1, 1)[..6], ASKED), None, "cut off");
        assert_eq!(plain(b"\x80\x01\x00\x01\x00", ASKED), None, "no groups");
        let long = [numbers(2, 60, 0), vec![b'x'; 120]].concat();
        assert_eq!(plain(&long, Asked { most: 100, ..ASKED }), None, "more bytes than may be");
        // A thousand values, each the whole of the one before: 60 kB of 80 bytes.
        let first = [&b"\x80\x01\x04\xe8\x07\x00"[..], b"\x78\0\0\0\0"].concat();
        assert_eq!(plain(&first, Asked { values: 1000, has_prefixes: true, ..ASKED }), None);
    }
}
