//! What a reader must be able to see: characters of the input that act instead of being read are shown as
//! escapes, so that a name in a list can neither drive a terminal nor turn the text around it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character acts on its surroundings instead of being read: controls, marks of writing direction,
/// line separators, invisible joiners and tags.
pub(crate) fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// The text with every acting character written as an escape: `\n`, `\t`, `\r`, else `\u{1b}`.
///
/// ```
/// assert_eq!(tizim_report::visible("list\u{202e}vsc.\x1b[31m"), r"list\u{202e}vsc.\u{1b}[31m");
/// assert_eq!(tizim_report::visible("Нұр-Сұлтан 1\u{202f}000"), "Нұр-Сұлтан 1\u{202f}000");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(acts) else { return Cow::Borrowed(text) };
    let mut shown = String::with_capacity(text.len() + 16);
    shown.push_str(&text[..first]);
    for character in text[first..].chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            character if acts(character) => {
                // Writing to a string does not fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
            }
            character => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_after_escaping() {
        for code in (0..=0x0010_ffff).filter_map(char::from_u32) {
            assert!(!visible(&code.to_string()).contains(acts), "{code:?}");
        }
    }

    #[test]
    fn letters_of_the_country_stay() {
        let text = "Қазақстан әіңғүұқөһ Ёё Oʻzbekiston 12\u{a0}%";
        assert_eq!(visible(text), text);
    }
}
