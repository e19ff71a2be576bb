//! Which rows deserve a closer look, told by the first bytes of their first filled cell.

use crate::bytes::encoding::Encoding;

/// Bytes at the start of a cell that are looked at: two letters of most texts.
const LOOKED_AT: usize = 4;

/// Bits of the filter: a few hundred words leave nearly all of them unset.
const BITS: usize = 1 << 13;

/// Knows by the first bytes of a row whether a closer look is worth while. A filter: it may let others through, and never
/// holds back a word that it was made for.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    bits: Box<[u64; BITS / 64]>,
    encoding: Encoding,
}

impl Gate {
    /// A closed gate for a file in this encoding (UTF-16 has become UTF-8 before rows are seen).
    pub(crate) fn new(encoding: Encoding) -> Self {
        Self { bits: Box::new([0; BITS / 64]), encoding }
    }

    /// Lets cells pass that are this text or begin with it as a word: as it is, in capitals, in small letters, with a capital
    /// in front; also with a byte order mark in front, as files joined to one another have.
    pub(crate) fn open_for(&mut self, text: &str) {
        let text = text.trim().trim_start_matches('\u{feff}');
        let mut letters = text.chars();
        let mut capital: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        capital.extend(letters);
        for form in [text.to_owned(), text.to_uppercase(), text.to_lowercase(), capital] {
            let bytes = self.encode(&form);
            if bytes.is_empty() {
                continue;
            }
            self.open(&bytes);
            // A word of fewer bytes ends there or is followed by a blank or a mark.
            if bytes.len() < LOOKED_AT {
                for behind in b" :,.(-_" {
                    let mut longer = bytes.clone();
                    longer.push(*behind);
                    self.open(&longer);
                }
            }
        }
    }

    /// Lets every cell pass that begins with these bytes.
    fn open(&mut self, bytes: &[u8]) {
        let (word, bit) = place(start(bytes));
        self.bits[word] |= bit;
    }

    /// Whether a row whose first filled cell starts with these bytes deserves a closer look.
    #[inline]
    pub(crate) fn is_open(&self, cell: &[u8]) -> bool {
        let cell = match cell {
            [0xef, 0xbb, 0xbf, rest @ ..] => rest.strip_prefix(b"\"").unwrap_or(rest),
            [first, ..] if first.is_ascii_digit() => return false,
            _ => cell.trim_ascii_start(),
        };
        let (word, bit) = place(start(cell));
        // One of few bytes may be the start of a word that is looked up by more.
        self.bits[word] & bit != 0
    }

    fn encode(&self, text: &str) -> Vec<u8> {
        match self.encoding.code_page() {
            None => text.as_bytes()[..text.len().min(LOOKED_AT)].to_vec(),
            Some(page) => text
                .chars()
                .take(LOOKED_AT)
                .filter_map(|letter| {
                    let unit = u32::from(letter);
                    let upper =
                        || page.iter().position(|&entry| u32::from(entry) == unit).map(|at| at as u8 + 0x80);
                    if unit < 0x80 { Some(unit as u8) } else { upper() }
                })
                .collect(),
        }
    }
}

/// The first bytes as a number; zeros stand for those that are not there.
#[inline]
fn start(bytes: &[u8]) -> u32 {
    match bytes.first_chunk() {
        Some(first) => u32::from_le_bytes(*first),
        None => bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)),
    }
}

/// The place of a bit in the filter, spread by Fibonacci's hash.
#[inline]
fn place(start: u32) -> (usize, u64) {
    let hash = (start.wrapping_mul(0x9E37_79B1) >> (32 - BITS.trailing_zeros())) as usize;
    (hash / 64, 1 << (hash % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_lets_the_words_through() {
        for (encoding, total) in [
            (Encoding::Utf8, "Итого".as_bytes()),
            (Encoding::Utf8, "\u{feff}ИТОГО;".as_bytes()),
            (Encoding::Kz1048, b"\xc8\xf2\xee\xe3\xee"),
            (Encoding::Cp866, b"\x88\xe2\xae\xa3\xae"),
        ] {
            let mut gate = Gate::new(encoding);
            gate.open_for("итого");
            gate.open_for("sum");
            assert!(gate.is_open(total), "{encoding:?}");
            assert!(gate.is_open(b"SUM") && gate.is_open(b"Sum of all") && gate.is_open(b" sum"));
            assert!(!gate.is_open(b"12") && !gate.is_open(b"Alma") && !gate.is_open(b""));
        }
    }

    #[test]
    fn few_surnames_are_let_through() {
        let mut gate = Gate::new(Encoding::Utf8);
        for word in &crate::words::WORDS.at_foot {
            gate.open_for(word);
        }
        let letters = "абвгдежзиклмнопрстуфхцчшэюя";
        let starts = letters.chars().flat_map(|first| letters.chars().map(move |second| (first, second)));
        let open = starts
            .filter(|(first, second)| gate.is_open(format!("{}{second}", first.to_uppercase()).as_bytes()));
        assert!(open.count() < 60);
    }
}
