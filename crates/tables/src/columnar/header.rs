//! What the header of a page states of its sizes, read before anyone takes memory for them.
//!
//! A header is a structure in Thrift's compact protocol (Parquet's `PageHeader`). What is not as the format says, though a
//! lenient reader might make something of it, is refused: so nobody reads other numbers than were looked at here.

use std::io::Read;

use super::varint::{varint, zigzag};

/// What a page says of itself.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sizes {
    /// Bytes of the header.
    pub(super) header: u64,
    /// Bytes of the page as it stands in the file.
    pub(super) packed: u64,
    /// Bytes that it unpacks to.
    pub(super) unpacked: u64,
    /// Values of a dictionary.
    pub(super) entries: u64,
    /// Bytes before its values that are never packed.
    pub(super) levels: u64,
    /// Whether its values are not packed, whatever holds for the column.
    pub(super) is_plain: bool,
}

// Kinds of fields.
const STOP: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const SHORT: u8 = 4;
const NUMBER: u8 = 5;
const LONG: u8 = 6;
const BYTES: u8 = 8;
const STRUCTURE: u8 = 12;

// Fields of a header.
const UNPACKED: i64 = 2;
const PACKED: i64 = 3;
const OF_DATA: i64 = 5;
const OF_DICTIONARY: i64 = 7;
const OF_DATA_2: i64 = 8;

/// So deep do structures stand in each other in a header.
const DEEPEST: u32 = 4;

/// Bytes that a header may have: with the statistics of long values.
const LONGEST: u64 = 1 << 20;

/// The sizes; nothing where it is no header.
pub(super) fn sizes(bytes: impl Read) -> Option<Sizes> {
    let mut reader = Reader { bytes: bytes.take(LONGEST), read: 0 };
    let mut sizes = Sizes::default();
    let mut last = 0;
    while let Some((field, kind)) = reader.field(&mut last)? {
        match (field, kind) {
            (UNPACKED, NUMBER) => sizes.unpacked = sizes.unpacked.max(reader.size()?),
            (PACKED, NUMBER) => sizes.packed = sizes.packed.max(reader.size()?),
            (OF_DATA | OF_DICTIONARY | OF_DATA_2, STRUCTURE) => reader.of_page(field, &mut sizes)?,
            (1..=OF_DATA_2, _) if kind != expected(field) => return None,
            (_, kind) => reader.pass(kind, DEEPEST)?,
        }
    }
    sizes.header = reader.read;
    Some(sizes)
}

/// The kind of a field of the header that the format states.
fn expected(field: i64) -> u8 {
    if field < OF_DATA { NUMBER } else { STRUCTURE }
}

struct Reader<R> {
    bytes: R,
    read: u64,
}

impl<R: Read> Reader<R> {
    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.bytes.read_exact(&mut byte).ok()?;
        self.read += 1;
        Some(byte[0])
    }

    fn varint(&mut self) -> Option<u64> {
        varint(|| self.byte())
    }

    fn zigzag(&mut self) -> Option<i64> {
        zigzag(|| self.byte())
    }

    /// A number of 32 bits that counts something.
    fn size(&mut self) -> Option<u64> {
        i32::try_from(self.zigzag()?).ok().and_then(|size| u64::try_from(size).ok())
    }

    /// The next field with its kind; nothing inside where the structure ends.
    #[expect(clippy::option_option, reason = "the outer one is damage, the inner one the end")]
    fn field(&mut self, last: &mut i64) -> Option<Option<(i64, u8)>> {
        let byte = self.byte()?;
        let (step, kind) = (byte >> 4, byte & 0x0f);
        if kind == STOP {
            return Some(None);
        }
        *last = if step == 0 { self.zigzag()? } else { *last + i64::from(step) };
        (0..=i64::from(i16::MAX)).contains(last).then_some(Some((*last, kind)))
    }

    /// What the header of one kind of page states.
    fn of_page(&mut self, of: i64, sizes: &mut Sizes) -> Option<()> {
        let (mut last, mut levels) = (0, [0, 0]);
        let numbers = match of {
            OF_DATA => 4,
            OF_DICTIONARY => 2,
            _ => 6,
        };
        sizes.is_plain = false;
        while let Some((field, kind)) = self.field(&mut last)? {
            match (of, field) {
                (OF_DATA, 5) | (OF_DATA_2, 8) if kind == STRUCTURE => self.pass(kind, DEEPEST)?,
                (OF_DICTIONARY, 3) | (OF_DATA_2, 7) if kind == TRUE || kind == FALSE => {
                    sizes.is_plain = of == OF_DATA_2 && kind == FALSE;
                }
                (_, 1..) if field <= numbers && kind == NUMBER => {
                    let size = self.zigzag()?;
                    match (of, field) {
                        (OF_DICTIONARY, 1) => sizes.entries = sizes.entries.max(u64::try_from(size).ok()?),
                        (OF_DATA_2, 5 | 6) => {
                            levels[usize::from(field == 6)] = u64::from(u32::try_from(size).ok()?);
                        }
                        _ => {}
                    }
                }
                (_, 9..) => self.pass(kind, DEEPEST)?,
                _ => return None,
            }
        }
        sizes.levels = levels.iter().sum();
        Some(())
    }

    /// Passes over what nobody asks for. A header has no lists, which could be of any length.
    fn pass(&mut self, kind: u8, depth: u32) -> Option<()> {
        match kind {
            TRUE | FALSE => Some(()),
            BYTE => self.byte().map(drop),
            SHORT | NUMBER | LONG => self.varint().map(drop),
            BYTES => {
                let length = self.varint()?;
                let passed =
                    std::io::copy(&mut self.bytes.by_ref().take(length), &mut std::io::sink()).ok()?;
                self.read += passed;
                (passed == length).then_some(())
            }
            STRUCTURE => {
                let depth = depth.checked_sub(1)?;
                let mut last = 0;
                while let Some((_, kind)) = self.field(&mut last)? {
                    self.pass(kind, depth)?;
                }
                Some(())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of the first version, of 100 values in 40 bytes that were 1,000, with statistics.
    const DATA: &[u8] =
        b"\x15\x00\x15\xd0\x0f\x15\x50\x2c\x15\xc8\x01\x15\x10\x15\x06\x15\x06\x1c\x28\x01a\x00\x00\x00";
    /// A dictionary of seven values.
    const DICTIONARY: &[u8] = b"\x15\x04\x15\x10\x15\x10\x4c\x15\x0e\x15\x00\x12\x00\x00";

    #[test]
    fn a_header_states_its_sizes() {
        let data = Sizes { header: DATA.len() as u64, packed: 40, unpacked: 1000, ..Sizes::default() };
        assert_eq!(sizes([DATA, b"rest"].concat().as_slice()), Some(data));
        let dictionary = Sizes { header: 14, packed: 8, unpacked: 8, entries: 7, ..Sizes::default() };
        assert_eq!(sizes(DICTIONARY), Some(dictionary));
        // The second version: 3 and 0 bytes of levels, values not packed.
        let second =
            b"\x15\x06\x15\x14\x15\x14\x5c\x15\x14\x15\x00\x15\x14\x15\x00\x15\x06\x15\x00\x12\x00\x00";
        let found = sizes(second.as_slice()).unwrap();
        assert_eq!((found.unpacked, found.levels, found.is_plain), (10, 3, true));
    }

    #[test]
    fn what_is_no_header_states_nothing() {
        for cut in 0..DATA.len() {
            assert_eq!(sizes(&DATA[..cut]), None, "{cut}");
        }
        // A size stated as another kind, a negative one, one beyond 32 bits, a list.
        for wrong in [
            &b"\x15\x00\x11\x15\x50\x00"[..],
            b"\x15\x00\x15\x01\x00",
            b"\x15\x00\x15\x80\x80\x80\x80\x20\x00",
            b"\xf9\x01\xf3\xff\xff\xff\xff\x07\x00",
        ] {
            assert_eq!(sizes(wrong), None, "{wrong:?}");
        }
        // Stated twice, the greater counts.
        let twice = b"\x15\x00\x15\xd0\x0f\x15\x50\x05\x04\x02\x00";
        assert_eq!(sizes(twice.as_slice()).unwrap().unpacked, 1000);
    }
}
