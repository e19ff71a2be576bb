//! Text encodings of the files that reach an auditor, and decoding without ever replacing a byte in silence.
//!
//! The 8-bit code pages leave ASCII as it is, so rows and fields are found on the raw bytes and only the fields
//! that are wanted are decoded. A byte that stands for nothing is decoded to 0xFF, which is never part of UTF-8,
//! so that one check for UTF-8 later finds the undecodable fields of every encoding.

use serde::{Serialize, Serializer};

use crate::bytes::code_pages;
use crate::error::TableError;

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1251.
    Windows1251,
    /// KZ-1048 (STRK1048-2002), the Kazakh variant of Windows-1251.
    Kz1048,
    /// PT 154.
    Pt154,
    /// CP866, from DOS.
    Cp866,
}

/// Marks a byte that could not be decoded; never part of UTF-8.
pub(crate) const UNDECODABLE: u8 = 0xFF;

impl Encoding {
    /// The usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1251 => "Windows-1251",
            Self::Kz1048 => "KZ-1048",
            Self::Pt154 => "PT 154",
            Self::Cp866 => "CP866",
        }
    }

    /// Reads a name as users write it: `utf-8`, `cp1251`, `win-1251`, `kz1048`, `ptcp154`, `ibm866`, …
    ///
    /// # Errors
    /// [`TableError::UnknownEncoding`] for a name that is not known here.
    pub fn parse(name: &str) -> Result<Self, TableError> {
        let plain: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        Ok(match plain.as_str() {
            "utf8" | "utf8bom" | "utf8sig" => Self::Utf8,
            "utf16" | "utf16le" | "unicode" => Self::Utf16Le,
            "utf16be" => Self::Utf16Be,
            "windows1251" | "win1251" | "cp1251" | "1251" | "ansi" => Self::Windows1251,
            "kz1048" | "cp1048" | "strk10482002" | "rk1048" | "1048" => Self::Kz1048,
            "pt154" | "ptcp154" | "csptcp154" | "cp154" | "cyrillicasian" | "154" => Self::Pt154,
            "cp866" | "ibm866" | "dos866" | "dos" | "866" => Self::Cp866,
            _ => {
                return Err(TableError::UnknownEncoding {
                    name: crate::typed::shape::heading_for_display(name),
                });
            }
        })
    }

    /// The upper half of an 8-bit code page; `None` for Unicode.
    pub(crate) fn code_page(self) -> Option<&'static [u16; 128]> {
        match self {
            Self::Windows1251 => Some(&code_pages::WINDOWS1251),
            Self::Kz1048 => Some(&code_pages::KZ1048),
            Self::Pt154 => Some(&code_pages::PT154),
            Self::Cp866 => Some(&code_pages::CP866),
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => None,
        }
    }

    /// Decodes bytes to UTF-8, with 0xFF for what does not decode. UTF-8 is copied as it is.
    pub fn decode(self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len() * 2);
        match self {
            Self::Utf8 => out.extend_from_slice(bytes),
            Self::Utf16Le | Self::Utf16Be => {
                let mut decoder = Utf16Decoder::new(self == Self::Utf16Be);
                decoder.push(bytes, &mut out);
                decoder.finish(&mut out);
            }
            _ => {
                if let Some(page) = Decoder::new(self) {
                    page.decode_into(bytes, &mut out);
                }
            }
        }
        out
    }
}

impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A decoder of one 8-bit code page: for each upper byte its UTF-8 form and length.
#[derive(Debug, Clone)]
pub(crate) struct Decoder {
    table: Box<[([u8; 3], u8); 128]>,
    /// The bytes that stand for nothing: one or two at the most in the pages known here.
    undecodable: Vec<u8>,
}

impl Decoder {
    /// The decoder of an 8-bit code page; `None` for Unicode.
    pub(crate) fn new(encoding: Encoding) -> Option<Self> {
        let page = encoding.code_page()?;
        let mut table = Box::new([([0_u8; 3], 0_u8); 128]);
        for (entry, &unit) in table.iter_mut().zip(page) {
            let mut buffer = [0_u8; 4];
            let text = char::from_u32(u32::from(unit)).filter(|&letter| letter != '\u{FFFD}');
            match text {
                Some(letter) => {
                    let text = letter.encode_utf8(&mut buffer).as_bytes();
                    entry.0[..text.len()].copy_from_slice(text);
                    entry.1 = text.len() as u8;
                }
                None => *entry = ([UNDECODABLE, 0, 0], 1),
            }
        }
        let undecodable = (0x80..=0xFF).filter(|byte| page[usize::from(byte - 0x80)] == 0xFFFD).collect();
        Some(Self { table, undecodable })
    }

    /// Whether every byte stands for something.
    pub(crate) fn decodes(&self, bytes: &[u8]) -> bool {
        self.undecodable.iter().all(|byte| memchr::memchr(*byte, bytes).is_none())
    }

    /// Appends the decoded bytes.
    pub(crate) fn decode_into(&self, bytes: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + bytes.len() * 3, 0);
        let mut at = start;
        for &byte in bytes {
            if byte < 0x80 {
                out[at] = byte;
                at += 1;
            } else {
                let (text, length) = self.table[usize::from(byte - 0x80)];
                out[at..at + 3].copy_from_slice(&text);
                at += usize::from(length);
            }
        }
        out.truncate(at);
    }
}

/// Turns a stream of UTF-16 into UTF-8, piece by piece.
#[derive(Debug)]
pub(crate) struct Utf16Decoder {
    high_first: bool,
    odd: Option<u8>,
    surrogate: Option<u16>,
}

impl Utf16Decoder {
    pub(crate) fn new(high_first: bool) -> Self {
        Self { high_first, odd: None, surrogate: None }
    }

    /// Decodes the next piece; half a unit or half a pair at its end waits for the next one.
    pub(crate) fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        let mut rest = bytes;
        if let Some(first) = self.odd.take() {
            match rest.split_first() {
                Some((&second, after)) => {
                    self.unit([first, second], out);
                    rest = after;
                }
                None => self.odd = Some(first),
            }
        }
        let mut pairs = rest.chunks_exact(2);
        for pair in &mut pairs {
            self.unit([pair[0], pair[1]], out);
        }
        if let [last] = pairs.remainder() {
            self.odd = Some(*last);
        }
    }

    /// Says that nothing follows: what still waits cannot be decoded.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        if self.odd.take().is_some() | self.surrogate.take().is_some() {
            out.push(UNDECODABLE);
        }
    }

    fn unit(&mut self, pair: [u8; 2], out: &mut Vec<u8>) {
        let unit = if self.high_first { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
        if let Some(high) = self.surrogate.take() {
            if let Some(Ok(letter)) = char::decode_utf16([high, unit]).next() {
                push_letter(letter, out);
                return;
            }
            out.push(UNDECODABLE);
        }
        if (0xD800..0xDC00).contains(&unit) {
            self.surrogate = Some(unit);
        } else {
            match char::from_u32(u32::from(unit)) {
                Some(letter) => push_letter(letter, out),
                None => out.push(UNDECODABLE),
            }
        }
    }
}

fn push_letter(letter: char, out: &mut Vec<u8>) {
    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_kazakh_pages_differ() {
        // From Python: "Әлия Ғ".encode("kz1048") and .encode("ptcp154").
        assert_eq!(Encoding::Kz1048.decode(b"\xa3\xeb\xe8\xff \xaa"), "Әлия Ғ".as_bytes());
        assert_eq!(Encoding::Pt154.decode(b"\xaa\xeb\xe8\xff \x81"), "Әлия Ғ".as_bytes());
        assert_eq!(Encoding::Cp866.decode(b"\x88\xa2\xa0\xad"), "Иван".as_bytes());
        assert_eq!(
            Encoding::Windows1251.decode(b"\xc8\xe2\xe0\xed \x98"),
            b"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd \xff"
        );
    }

    #[test]
    fn utf16_in_pieces() {
        let text = "Ақтөбе 𝄞,1";
        for high_first in [false, true] {
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|unit| if high_first { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            for size in 1..5 {
                let mut decoder = Utf16Decoder::new(high_first);
                let mut out = Vec::new();
                for piece in bytes.chunks(size) {
                    decoder.push(piece, &mut out);
                }
                decoder.finish(&mut out);
                assert_eq!(out, text.as_bytes());
            }
        }
        assert_eq!(Encoding::Utf16Le.decode(b"\x00\xd8a\x00"), b"\xffa");
        assert_eq!(Encoding::Utf16Le.decode(b"a\x00b"), b"a\xff");
        assert_eq!(Encoding::Utf16Le.decode(b"\x00\xdc"), b"\xff");
    }

    #[test]
    fn names_as_users_write_them() {
        assert_eq!(Encoding::parse("CP-1251").ok(), Some(Encoding::Windows1251));
        assert_eq!(Encoding::parse("STRK1048-2002").ok(), Some(Encoding::Kz1048));
        assert!(Encoding::parse("latin1").is_err());
    }
}
