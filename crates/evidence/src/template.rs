//! A message put into words: the template of the catalogue with the arguments filled in.
//!
//! A template holds `{name}` or `{name:format}`:
//!
//! | format | shows |
//! |---|---|
//! | none | counts with thin thousands separators, other numbers in up to four significant decimals, text as is |
//! | `percent` | a fraction as per cent, one decimal: `0.356` is `35.6 %` |
//! | `signed` | the same with its sign: `+35.6 %` |
//! | `number1` to `number6` | that many decimals |
//! | `about` | what was estimated, in two or three significant digits; near zero `less than 0.0001` |
//! | `plain` | a number without separators |
//!
//! Bounds are written outward, so that what is shown still holds.
//!
//! `{name|entry|entries}` holds the word that goes with a count: the first for one, the second for any other. Languages
//! with three forms, as Russian, give three: for 1, 21, 31; for 2 to 4, 22 to 24; and for the others.

use crate::{Catalogue, Format, Message, Show, Value};

impl Catalogue {
    /// The text of a message. A key without a text is shown as the key in angle brackets, so that a gap is seen.
    ///
    /// ```
    /// use tizim_evidence::{Catalogue, Message};
    /// let catalogue = Catalogue::from_toml([r#"over = "{who} is {by:signed} from the quota of {quota}""#])?;
    /// let message = Message::new("over").with("who", "Aktobe").with("by", 0.3559).with("quota", 414_915);
    /// assert_eq!(catalogue.text(&message), "Aktobe is +35.6\u{a0}% from the quota of 414\u{202f}915");
    /// # Ok::<(), tizim_evidence::CatalogueError>(())
    /// ```
    pub fn text(&self, message: &Message) -> String {
        let Some(template) = self.get(message.key) else { return format!("<{}>", message.key) };
        let show = Show::new(self);
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            text.push_str(&rest[..open]);
            let Some(length) = rest[open..].find('}') else { break };
            let placeholder = &rest[open + 1..open + length];
            let (name, format) = split_format(placeholder);
            let (counted, words) = placeholder.split_once('|').unwrap_or((name, ""));
            match message.arguments.get(counted) {
                Some(count) if !words.is_empty() => text.push_str(word_for(count, words)),
                Some(value) => text.push_str(&show.value(value, Format::named(format))),
                None => text.push_str(&rest[open..=open + length]),
            }
            rest = &rest[open + length + 1..];
        }
        text.push_str(rest);
        text
    }
}

fn split_format(placeholder: &str) -> (&str, &str) {
    placeholder.split_once(':').unwrap_or((placeholder, ""))
}

/// The word that goes with a count, of two or three; what is no whole number takes the last but one of three, or the last.
fn word_for<'w>(count: &Value, words: &'w str) -> &'w str {
    let forms: Vec<&str> = words.split('|').collect();
    let count = count.whole().map(i64::unsigned_abs);
    let form = match (forms.len(), count) {
        (2, Some(1)) => 0,
        (3, Some(count)) => match (count % 10, count % 100) {
            (1, rest) if rest != 11 => 0,
            (2..=4, rest) if !(12..=14).contains(&rest) => 1,
            _ => 2,
        },
        _ => 1,
    };
    forms.get(form).copied().unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_with_their_counts() {
        let catalogue = Catalogue::from_toml([
            "en = '{n} {n|entry|entries}'\nru = '{n} {n|запись|записи|записей}'\nnone = '{x|entry|entries}'",
        ])
        .unwrap();
        let text = |key, count: i64| catalogue.text(&Message::new(key).with("n", count));
        assert_eq!(
            [1, 2, 0, 21].map(|count| text("en", count)),
            ["1 entry", "2 entries", "0 entries", "21 entries"]
        );
        let expected = [
            "1 запись",
            "3 записи",
            "5 записей",
            "11 записей",
            "12 записей",
            "21 запись",
            "22 записи",
            "111 записей",
        ];
        assert_eq!([1, 3, 5, 11, 12, 21, 22, 111].map(|count| text("ru", count)), expected);
        assert_eq!(catalogue.text(&Message::new("en").with("n", 1.5)), "1.5 entries");
        assert_eq!(catalogue.text(&Message::new("none")), "{x|entry|entries}");
    }

    #[test]
    fn a_template_without_its_argument_shows_the_gap() {
        let catalogue = Catalogue::from_toml(["[a]\nb = 'x {y}'"]).unwrap();
        assert_eq!(catalogue.text(&Message::new("a.b")), "x {y}");
        assert_eq!(catalogue.text(&Message::new("a.c")), "<a.c>");
    }
}
