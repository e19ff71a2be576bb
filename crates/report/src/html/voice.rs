//! Messages and values as they are said on a page.

use tizim_evidence::{Catalogue, Format, Message, Show, Value};

use crate::visible;
use crate::words::Words;

/// Characters of a text that are shown.
const LONGEST: usize = 2000;
/// Puts messages and values into words that can do nothing but be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice<'a> {
    pub(crate) catalogue: &'a Catalogue,
    show: Show<'a>,
}

impl<'a> Voice<'a> {
    pub(crate) fn new(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, show: Show::new(catalogue).typeset() }
    }

    /// The report's own words.
    pub(crate) fn words(self) -> Words<'a> {
        Words::new(self.catalogue)
    }

    /// The sentence, its negative numbers with the minus of the printer.
    pub(crate) fn say(self, message: &Message) -> String {
        self.sentence(&self.catalogue.text(message))
    }

    /// A sentence that is in words already.
    pub(crate) fn sentence(self, text: &str) -> String {
        typeset(&self.text(text))
    }

    /// The text, cut where it is longer than anyone reads on a page.
    pub(crate) fn text(self, text: &str) -> String {
        let Some((end, _)) = text.char_indices().nth(LONGEST) else { return visible(text).into_owned() };
        let cut = Message::new("report.value.cut").with("length", text.chars().count());
        format!("{}{}", visible(&text[..end]), self.catalogue.text(&cut))
    }

    pub(crate) fn value(self, value: &Value, format: Format) -> String {
        self.text(&self.show.value(value, format))
    }
}

/// The hyphen in front of a number that starts a word becomes a minus.
pub(crate) fn typeset(text: &str) -> String {
    let mut typeset = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let starts_number = character == '-'
            && matches!(before, ' ' | '\u{a0}' | '(')
            && characters.peek().is_some_and(char::is_ascii_digit);
        typeset.push(if starts_number { '\u{2212}' } else { character });
        before = character;
    }
    typeset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minus_is_no_hyphen() {
        let text = "-6.9 % (-3) ROLL-001 2023-03-19 a - b";
        assert_eq!(typeset(text), "\u{2212}6.9 % (\u{2212}3) ROLL-001 2023-03-19 a - b");
    }
}
