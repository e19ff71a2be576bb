//! The language in which the program speaks: what `--lang` says, else that of the system, else English.

use std::ffi::OsString;
use std::sync::OnceLock;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use tizim_evidence::Language;

/// Settled once, before anything is said.
static SPOKEN: OnceLock<Language> = OnceLock::new();

/// Looks through what was typed for a language, before it is understood: help and errors speak it too.
pub(crate) fn settle(typed: &[OsString]) {
    let _ = SPOKEN.set(typed_in(typed).or_else(of_system).unwrap_or_default());
}

/// The language of this run.
pub(crate) fn spoken() -> Language {
    SPOKEN.get().copied().unwrap_or_default()
}

/// Reads the value of `--lang`.
pub(crate) fn parser() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code))
        .map(|code| Language::of_locale(&code).unwrap_or_default())
}

/// The option `--lang` of commands that have no options in common with audits.
pub(crate) fn option() -> clap::Arg {
    clap::Arg::new("lang")
        .long("lang")
        .value_name("LANGUAGE")
        .value_parser(parser())
        .global(true)
        .help("Language of what is shown [default: that of the system, else English]")
}

/// The value of the last `--lang` that names a language.
fn typed_in(typed: &[OsString]) -> Option<Language> {
    let words: Vec<&str> =
        typed.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--").collect();
    let values = words.iter().enumerate().filter_map(|(place, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(place + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    values.filter_map(|code| Language::ALL.into_iter().find(|language| language.code() == code)).next_back()
}

/// The language of the system, where it is one of ours: by the first of the variables that say
/// it, or on Windows by what the user has set.
fn of_system() -> Option<Language> {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    let said = variables.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    #[cfg(windows)]
    let said = said.or_else(sys_locale::get_locale);
    Language::of_locale(&said?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_the_rest_is_understood() {
        let of = |line: &str| typed_in(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of("tizim rolls check --lang ru --oops"), Some(Language::Ru));
        assert_eq!(of("tizim --lang=kk --help"), Some(Language::Kk));
        assert_eq!(of("tizim --lang ru demo --lang en"), Some(Language::En));
        assert_eq!(of("tizim --lang"), None);
        assert_eq!(of("tizim --language ru"), None);
        assert_eq!(of("tizim stats -- --lang ru"), None);
    }
}
