//! Characters written as a web page writes them (`&nbsp;`, `&#39;`): in a table divided by semicolons each of them cuts
//! its field in two.

use crate::bytes::encoding::Decoder;

/// Letters of the longest name or number between `&` and `;`.
const LONGEST: usize = 8;

/// A row with these characters as they are meant, in UTF-8; `None` where it has none.
pub(crate) fn resolved(row: &[u8], decoder: Option<&Decoder>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(row.len());
    let plain = |bytes: &[u8], out: &mut Vec<u8>| match decoder {
        Some(decoder) => decoder.decode_into(bytes, out),
        None => out.extend_from_slice(bytes),
    };
    let (mut rest, mut found) = (row, false);
    while let Some(at) = memchr::memchr(b'&', rest) {
        let behind = &rest[at + 1..];
        let end = behind.iter().take(LONGEST + 1).position(|byte| *byte == b';');
        let letter = end.and_then(|end| Some((end, letter(std::str::from_utf8(&behind[..end]).ok()?)?)));
        plain(&rest[..at], &mut out);
        if let Some((end, letter)) = letter {
            out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            found = true;
            rest = &behind[end + 1..];
        } else {
            out.push(b'&');
            rest = behind;
        }
    }
    plain(rest, &mut out);
    found.then_some(out)
}

/// The character of a name or number. Delimiters, marks and line ends are blanks: a row stays one row.
fn letter(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let letter = match name {
        "nbsp" => '\u{a0}',
        "amp" => '&',
        "apos" | "lsquo" | "rsquo" => '\'',
        "quot" | "laquo" | "raquo" | "ldquo" | "rdquo" => '«',
        "lt" => '<',
        "gt" => '>',
        "ndash" | "mdash" | "minus" => '-',
        "shy" => '\u{ad}',
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => number(hexadecimal, 16)?,
            None => number(&name[1..], 10)?,
        },
    };
    Some(if letter.is_control() || matches!(letter, '"' | ';') { ' ' } else { letter })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_web_pages() {
        let text = |row: &str| resolved(row.as_bytes(), None).map(|out| String::from_utf8(out).unwrap());
        assert_eq!(text("a&nbsp;;O&#39;B&#x41;;c").as_deref(), Some("a\u{a0};O'BA;c"));
        assert_eq!(text("a & b; c").as_deref(), None);
        assert_eq!(text("a;&;c&unknownname;d").as_deref(), None);
        assert_eq!(text("&#10;&#59;&quot;").as_deref(), Some("  «"));
    }
}
