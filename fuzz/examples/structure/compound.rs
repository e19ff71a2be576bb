//! A compound file, in which an `.xls` stands: its header, its chains of sectors, its directory, and the records of the workbook
//! in it ([MS-CFB]). What begins like none, a page or a text under the name of a workbook, is damaged as XML.

use tizim_fuzz::random::Random;

use super::records::{self, NARROW};
use super::{NUMBERS, xml};

/// Where the header has numbers of four bytes: counts and first sectors of tables, the bound of small streams.
const FIELDS: [usize; 10] = [0x18, 0x1c, 0x20, 0x2c, 0x30, 0x38, 0x3c, 0x40, 0x44, 0x4c];

/// Where an entry of the directory has them: length of the name and kind, two neighbours and a child, first sector, size.
const ENTRY_FIELDS: [usize; 6] = [64, 68, 72, 76, 116, 120];

const ENTRY: usize = 128;

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?;
    usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
}

fn put(bytes: &mut [u8], at: usize, number: u32) {
    if let Some(four) = bytes.get_mut(at..at + 4) {
        four.copy_from_slice(&number.to_le_bytes());
    }
}

/// Damages a compound file in one place.
pub(crate) fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    if !bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        xml::damage(bytes, random);
        return;
    }
    let sector = 1_usize << bytes.get(0x1e).map_or(9, |shift| (*shift).clamp(7, 12));
    let place = |number: usize| number.saturating_add(1).saturating_mul(sector);
    let end = *random.of(&NUMBERS);
    match random.below(8) {
        0 => put(bytes, *random.of(&FIELDS), end),
        1 | 2 => {
            // A link of a chain: to itself, to another, to nowhere.
            let table = word(bytes, 0x4c).map_or(sector, place);
            let links = sector / 4;
            let link = random.below(links);
            let to = if random.below(2) == 0 { end } else { random.below(links) as u32 };
            put(bytes, table.saturating_add(4 * link), to);
        }
        3 | 4 => {
            let directory = word(bytes, 0x30).map_or(sector, place);
            let entry = ENTRY * random.below(sector / ENTRY);
            put(bytes, directory.saturating_add(entry).saturating_add(*random.of(&ENTRY_FIELDS)), end);
        }
        _ => {
            // The longest run of sectors behind each other is the workbook, as programs write it.
            let directory = word(bytes, 0x30).map_or(sector, place);
            let begin = (0..sector / ENTRY)
                .filter_map(|entry| word(bytes, directory.saturating_add(ENTRY * entry + 116)))
                .map(place)
                .find(|at| bytes.get(*at..*at + 2) == Some(&[0x09, 0x08]));
            let Some(begin) = begin else { return };
            let mut stream = bytes.split_off(begin);
            let length = stream.len();
            records::damage(&mut stream, random, NARROW);
            // What stands behind stays where it is, so that chains still lead there.
            stream.resize(length, 0);
            bytes.append(&mut stream);
        }
    }
}
