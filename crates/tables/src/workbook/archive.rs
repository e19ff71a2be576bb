//! The directory of a ZIP archive, read before a workbook is unpacked: a few kilobytes can unpack to gigabytes.
//!
//! Only what is needed is read (APPNOTE.TXT 4.3.12 and 4.3.16): names, sizes and places. The sizes are the archive's
//! own claim, so where they could hide a bomb the entries are unpacked once, counting, and nothing is kept.

use std::io::Read;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    packed: u64,
    pub(super) unpacked: u64,
    method: u16,
    place: u64,
}

/// The entries of an archive; empty where it has no directory.
pub(crate) fn entries(bytes: &[u8]) -> Vec<Entry> {
    let mut out = Vec::new();
    let Some(end) = memchr::memmem::rfind(bytes, b"PK\x05\x06") else { return out };
    let Some(start) = number(bytes, end + 16, 4) else { return out };
    let mut at = start as usize;
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02")) {
        let field = |offset: usize, length: usize| number(bytes, at + offset, length).unwrap_or(0);
        let (name, extra, comment) = (field(28, 2) as usize, field(30, 2) as usize, field(32, 2) as usize);
        let name_bytes = bytes.get(at + 46..at + 46 + name).unwrap_or(&[]);
        out.push(Entry {
            name: String::from_utf8_lossy(name_bytes).into_owned(),
            packed: field(20, 4),
            unpacked: field(24, 4),
            method: field(10, 2) as u16,
            place: field(42, 4),
        });
        at += 46 + name + extra + comment;
    }
    out
}

/// Whether the archive unpacks to more than `cap` bytes. DEFLATE packs at most 1,032 to 1, so what is claimed is
/// only doubted where the packed size allows more than the cap.
pub(crate) fn exceeds(bytes: &[u8], entries: &[Entry], cap: u64) -> bool {
    if entries.iter().map(|entry| entry.unpacked).sum::<u64>() > cap {
        return true;
    }
    if entries.iter().map(|entry| entry.packed.saturating_mul(1032)).sum::<u64>() <= cap {
        return false;
    }
    let mut total = 0;
    for entry in entries.iter().filter(|entry| entry.method == DEFLATE) {
        let Some(unpacked) = unpacked(bytes, entry) else { continue };
        let mut reader = unpacked.take(cap + 1 - total);
        total += std::io::copy(&mut reader, &mut std::io::sink()).unwrap_or(0);
        if total > cap {
            return true;
        }
    }
    false
}

const DEFLATE: u16 = 8;

/// An entry's bytes, as they are unpacked; none where it does not lie in the archive.
pub(crate) fn unpacked<'a>(bytes: &'a [u8], entry: &Entry) -> Option<Box<dyn Read + 'a>> {
    let local = bytes.get(entry.place as usize..)?;
    let skip = 30 + number(local, 26, 2).unwrap_or(0) + number(local, 28, 2).unwrap_or(0);
    let data = local.get(skip as usize..)?;
    let data = &data[..data.len().min(entry.packed as usize)];
    Some(if entry.method == DEFLATE {
        Box::new(flate2::read::DeflateDecoder::new(data))
    } else {
        Box::new(data)
    })
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(length)?)?;
    Some(field.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}
