//! Records of a binary workbook: a type, a length and so many bytes, one behind the other.

use std::ops::Range;

use tizim_fuzz::random::Random;

use super::NUMBERS;

/// How the type and the length of a record stand: at most so many bytes each, of which seven bits count, or two whole bytes.
#[derive(Clone, Copy)]
pub(crate) struct Heads {
    type_bytes: usize,
    length_bytes: usize,
    seven_bits: bool,
}

/// Those of an `.xlsb` ([MS-XLSB] 2.1.4).
pub(crate) const WIDE: Heads = Heads { type_bytes: 2, length_bytes: 4, seven_bits: true };

/// Those of an `.xls` ([MS-XLS] 2.1.4).
pub(crate) const NARROW: Heads = Heads { type_bytes: 2, length_bytes: 2, seven_bits: false };

struct Record {
    /// The type, the length, and what they speak of.
    whole: Range<usize>,
    length: Range<usize>,
    body: Range<usize>,
}

/// A number of at most so many bytes, and where it ends.
fn number(bytes: &[u8], from: usize, most: usize, seven_bits: bool) -> Option<(usize, usize)> {
    let mut value = 0;
    for at in 0..most {
        let byte = usize::from(*bytes.get(from + at)?);
        if !seven_bits {
            value |= byte << (8 * at);
            continue;
        }
        value |= (byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, from + at + 1));
        }
    }
    Some((value, from + most))
}

fn records(bytes: &[u8], heads: Heads) -> Vec<Record> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some((_, behind)) = number(bytes, from, heads.type_bytes, heads.seven_bits) {
        let Some((length, body)) = number(bytes, behind, heads.length_bytes, heads.seven_bits) else { break };
        let to = body + length;
        if to > bytes.len() {
            break;
        }
        found.push(Record { whole: from..to, length: behind..body, body: body..to });
        from = to;
    }
    found
}

/// Damages a stream of records in one place.
pub(crate) fn damage(bytes: &mut Vec<u8>, random: &mut Random, heads: Heads) {
    let records = records(bytes, heads);
    if records.is_empty() {
        return;
    }
    let record = random.of(&records);
    let other = random.of(&records);
    match random.below(7) {
        0 => drop(bytes.drain(record.whole.clone())),
        1 => {
            let copy = bytes[record.whole.clone()].repeat(1 << random.below(11));
            drop(bytes.splice(record.whole.end..record.whole.end, copy));
        }
        2 => {
            let copy = bytes[other.whole.clone()].to_vec();
            drop(bytes.splice(record.whole.clone(), copy));
        }
        3 => {
            // The body of one under the type of another.
            let copy = bytes[other.body.clone()].to_vec();
            drop(bytes.splice(record.body.clone(), copy));
        }
        4 => bytes[record.length.clone()].iter_mut().for_each(|byte| *byte = random.bits() as u8),
        _ => {
            let length = record.body.len();
            let width = [1, 2, 4][random.below(3)].min(length);
            let at = record.body.start + random.below(length + 1 - width);
            bytes[at..at + width].copy_from_slice(&random.of(&NUMBERS).to_le_bytes()[..width]);
        }
    }
}
