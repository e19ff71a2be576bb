//! From which day a workbook counts its days: cells that are not formatted as dates hold the bare number.

use std::io::Read;

use crate::detect::detected::Format;
use crate::workbook::archive::{self, Entry};

/// Bytes of the part of a workbook that says so: its start.
const LOOKED_AT: u64 = 1 << 20;

/// Whether days are counted from 1 January 1904, as programs on the Macintosh did.
pub(crate) fn counts_from_1904(bytes: &[u8], format: Format, entries: &[Entry]) -> bool {
    let part = |name: &str| {
        let entry = entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let mut text = Vec::new();
        archive::unpacked(bytes, entry)?.take(LOOKED_AT).read_to_end(&mut text).ok()?;
        Some(text)
    };
    match format {
        // ECMA-376, part 1, 18.2.28.
        Format::Xlsx => part("xl/workbook.xml").is_some_and(|text| {
            let text = String::from_utf8_lossy(&text).replace('\'', "\"");
            ["date1904=\"1\"", "date1904=\"true\"", "date1904=\"on\""]
                .iter()
                .any(|stated| text.contains(stated))
        }),
        // [MS-XLSB] 2.4.826 BrtWbProp: the first bit.
        Format::Xlsb => part("xl/workbook.bin").is_some_and(|text| {
            let at = memchr::memmem::find(&text[..text.len().min(512)], &[0x99, 0x01]);
            at.and_then(|at| text.get(at + 3)).is_some_and(|flags| flags & 1 != 0)
        }),
        // [MS-XLS] 2.4.77 Date1904, among the records behind the first one of the workbook.
        Format::Xls => {
            let begin = memchr::memmem::find(bytes, &[0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]);
            begin.is_some_and(|begin| states_1904(&bytes[begin..]))
        }
        Format::Ods | Format::Csv | Format::Parquet | Format::Frame => false,
    }
}

fn states_1904(mut records: &[u8]) -> bool {
    const DATE_1904: u16 = 0x22;
    const END: u16 = 0x0a;
    for _ in 0..512 {
        let [kind, kind_high, length, length_high, rest @ ..] = records else { return false };
        let (kind, length) =
            (u16::from_le_bytes([*kind, *kind_high]), u16::from_le_bytes([*length, *length_high]));
        match kind {
            DATE_1904 => return rest.first() == Some(&1),
            END => return false,
            _ => records = rest.get(usize::from(length)..).unwrap_or(&[]),
        }
    }
    false
}
