//! What is said where a command line cannot be understood, or asks for help: in English by `clap` itself, in other
//! languages by the texts of their catalogue.

use std::ffi::OsString;
use std::io::{self, Write as _};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use tizim_evidence::Language;
use tizim_report::visible;

use crate::{help, language, phrases};

/// What `clap` knows that helps, with the keys of the texts.
const TIPS: [(ContextKind, &str); 5] = [
    (ContextKind::ValidValue, "values"),
    (ContextKind::ValidSubcommand, "values"),
    (ContextKind::SuggestedValue, "similar"),
    (ContextKind::SuggestedArg, "similar"),
    (ContextKind::SuggestedSubcommand, "similar"),
];

/// Shows help on standard output, an error on standard error.
pub(crate) fn print(typed: &[OsString], error: clap::Error) -> io::Result<()> {
    let error = &harmless(error);
    let spoken = language::spoken();
    let asks =
        matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    if asks && let Some(text) = help::text(typed, spoken) {
        return if error.use_stderr() {
            write!(anstream::stderr(), "{}", text.ansi())
        } else {
            write!(anstream::stdout(), "{}", text.ansi())
        };
    }
    match worded(error, spoken) {
        Some(text) => io::stderr().write_all(text.as_bytes()),
        // Whoever read the value has quoted it.
        None if reason(error).is_some_and(|reason| visible(&reason) != reason) => {
            writeln!(io::stderr(), "{}", visible(&error.render().to_string()))
        }
        None => error.print(),
    }
}

/// The error with everything in it that was typed made visible: a shell puts names of files there, which anybody can have
/// given.
fn harmless(mut error: clap::Error) -> clap::Error {
    let shown = |text: &String| visible(text).into_owned();
    let typed: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(shown(text)))),
            ContextValue::Strings(texts) => {
                Some((kind, ContextValue::Strings(texts.iter().map(shown).collect())))
            }
            _ => None,
        })
        .collect();
    for (kind, value) in typed {
        error.insert(kind, value);
    }
    error
}

/// The error in this language; none in English, or where the catalogue has no text for it.
fn worded(error: &clap::Error, spoken: Language) -> Option<String> {
    let catalogue = help::texts(spoken)?;
    let say = |name: &str| catalogue.get(&format!("help.error.{name}"));
    let mut lines = vec![format!("{}: {}", say("error")?, filled(say(key(error)?)?, error))];
    lines.extend(reason(error).map(|reason| format!("  {}", visible(&reason))));
    let of = |kind| error.get(kind).map(joined).filter(|text| !text.is_empty());
    for (kind, name) in TIPS {
        if let (Some(value), Some(text)) = (of(kind), say(name)) {
            lines.push(format!("  {}", text.replace("{value}", &value)));
        }
    }
    if let (Some(usage), Some(word)) = (of(ContextKind::Usage), catalogue.get("help.word.usage")) {
        lines.push(format!("\n{}", usage.replacen("Usage", word, 1).trim_end()));
    }
    lines.push(format!("\n{}\n", say("more")?));
    Some(lines.join("\n"))
}

/// The text of an error by its kind.
fn key(error: &clap::Error) -> Option<&'static str> {
    let of = |kind| error.get(kind).map(joined);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => "unknown_argument",
        ErrorKind::InvalidSubcommand => "unknown_command",
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_some_and(|value| value.is_empty()) => {
            "no_value"
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "invalid_value",
        ErrorKind::MissingRequiredArgument => "missing",
        ErrorKind::MissingSubcommand => "missing_command",
        ErrorKind::TooManyValues => "too_many",
        ErrorKind::ArgumentConflict if of(ContextKind::PriorArg) == of(ContextKind::InvalidArg) => "twice",
        ErrorKind::ArgumentConflict => "conflict",
        _ => return None,
    })
}

/// The template with what the error is about.
fn filled(template: &str, error: &clap::Error) -> String {
    let of = |kind| error.get(kind).map(joined);
    let argument =
        of(ContextKind::InvalidArg).or_else(|| of(ContextKind::InvalidSubcommand)).unwrap_or_default();
    template
        .replace("{argument}", &argument)
        .replace("{value}", &of(ContextKind::InvalidValue).unwrap_or_default())
        .replace("{other}", &of(ContextKind::PriorArg).unwrap_or_default())
}

/// Why a value is none, as whoever read it says.
fn reason(error: &clap::Error) -> Option<String> {
    Some(phrases::say(&std::error::Error::source(error)?.to_string()).into_owned())
}

fn joined(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
