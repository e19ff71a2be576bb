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
//! | `gen`, `dat`, `acc`, `ins`, `loc`, `abl` | a word of the catalogue in this case, where the language inflects it |
//!
//! Bounds are written outward, so that what is shown still holds.
//!
//! `{name|entry|entries}` holds the word that goes with a count: the first for one, the second for any other. Russian takes
//! three: for 1, 21, 31; for 2 to 4, 22 to 24, and fractions; and for the others. Kazakh needs one.

use crate::{Catalogue, Format, Message, Show, grammar};

/// Cases that a language may have beside that in which a word stands alone.
const CASES: [&str; 6] = ["gen", "dat", "acc", "ins", "loc", "abl"];

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
        let Some((template, language)) = self.written(message.key) else {
            return format!("<{}>", message.key);
        };
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
                Some(count) if !words.is_empty() => {
                    text.push_str(grammar::of(language).form(count, words));
                }
                Some(value) if CASES.contains(&format) => text.push_str(&show.inflected(value, format)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, Value};

    #[test]
    fn words_go_with_their_counts_by_the_language_of_the_text() {
        let files = [
            (Language::En, "en = '{n} {n|entry|entries}'\nnone = '{x|entry|entries}'"),
            (Language::Ru, "ru = '{n} {n|запись|записи|записей}'"),
        ];
        let catalogue = Catalogue::of(Language::Ru, files).unwrap();
        let text = |key, count: i64| catalogue.text(&Message::new(key).with("n", count));
        assert_eq!([1, 21].map(|count| text("en", count)), ["1 entry", "21 entries"]);
        assert_eq!(
            [1, 3, 11, 21].map(|count| text("ru", count)),
            ["1 запись", "3 записи", "11 записей", "21 запись"]
        );
        assert_eq!(catalogue.text(&Message::new("ru").with("n", 1.5)), "1,5 записи");
        assert_eq!(catalogue.text(&Message::new("none")), "{x|entry|entries}");
    }

    #[test]
    fn a_word_takes_the_case_that_is_asked_for() {
        let files = [
            (Language::En, "kind = 'special'\nof = 'from the {kind} list'"),
            (
                Language::Ru,
                "of = 'из {kind:gen}'\n[kind]\nnom = 'специальный список'\ngen = 'специального списка'",
            ),
        ];
        let message = || Message::new("of").with("kind", Value::Word { code: "special", word: "kind" });
        let catalogue = Catalogue::of(Language::Ru, files).unwrap();
        assert_eq!(catalogue.text(&message()), "из специального списка");
        let english = Catalogue::from_toml([files[0].1, "of = 'from the {kind:gen} list'"]).unwrap();
        assert_eq!(english.text(&message()), "from the special list");
        let names = Message::new("of").with("kind", vec!["Астана", "Абай"]);
        assert_eq!(catalogue.text(&names), "из Астана, Абай");
    }

    #[test]
    fn a_template_without_its_argument_shows_the_gap() {
        let catalogue = Catalogue::from_toml(["[a]\nb = 'x {y}'"]).unwrap();
        assert_eq!(catalogue.text(&Message::new("a.b")), "x {y}");
        assert_eq!(catalogue.text(&Message::new("a.c")), "<a.c>");
    }
}
