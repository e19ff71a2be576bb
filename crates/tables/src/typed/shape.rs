//! Values shown as shapes, so that an error can say what was found without saying whose it is.

/// Longest shape that is shown, in characters.
const LONGEST: usize = 32;

/// The shape of a value: digits become `9`, Cyrillic letters `А` or `а`, other letters `A` or `a`; blanks and
/// ASCII punctuation stay; everything else is shown as `?`. Long shapes are cut with `…`. An empty value has the
/// shape `(empty)`.
///
/// ```
/// assert_eq!(tizim_tables::shape("1980-01-31"), "9999-99-99");
/// assert_eq!(tizim_tables::shape("Сәуле"), "Ааааа");
/// ```
pub fn shape(value: &str) -> String {
    if value.is_empty() {
        return "(empty)".to_owned();
    }
    let mut out = String::new();
    for (count, letter) in value.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        out.push(shape_of(letter));
    }
    out
}

/// The shape of bytes that may not be text: bytes that do not decode are shown as `?`.
pub fn shape_of_bytes(value: &[u8]) -> String {
    let cut = value.len().min(LONGEST * 4 + 4);
    shape(&String::from_utf8_lossy(&value[..cut]))
}

fn shape_of(letter: char) -> char {
    let cyrillic = ('\u{400}'..='\u{52f}').contains(&letter);
    match letter {
        _ if letter.is_numeric() => '9',
        _ if cyrillic && letter.is_uppercase() => 'А',
        _ if cyrillic && letter.is_alphabetic() => 'а',
        _ if letter.is_uppercase() => 'A',
        _ if letter.is_alphabetic() => 'a',
        ' ' | '!'..='~' => letter,
        _ if letter.is_whitespace() => ' ',
        _ => '?',
    }
}

/// A heading made fit for a message: control characters escaped, long ones cut. For what is plainly a heading alone.
pub(crate) fn heading_for_display(heading: &str) -> String {
    let mut out = String::new();
    for (count, letter) in heading.trim().chars().enumerate() {
        if count == 48 {
            out.push('…');
            break;
        }
        if letter.is_whitespace() {
            out.push(' ');
        } else if letter == '`' {
            out.push('\'');
        } else if letter.is_control() {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_or_digit_survives() {
        assert_eq!(shape("O'Brien-Қасымов 12/5"), "A'Aaaaa-Ааааааа 99/9");
        assert_eq!(shape(""), "(empty)");
        assert_eq!(shape("a\u{0}b"), "a?a");
        assert_eq!(shape(&"x".repeat(100)).chars().count(), LONGEST + 1);
        assert_eq!(shape_of_bytes(b"ab\xff1"), "aa?9");
    }

    #[test]
    fn headings_are_escaped() {
        assert_eq!(heading_for_display(" Дата\nрождения "), "Дата рождения");
        assert_eq!(heading_for_display("a\u{1b}[31m`"), "a\\u{1b}[31m'");
    }
}
