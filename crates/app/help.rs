//! Help and the errors of the command line in Russian and Kazakh: the texts of the catalogue laid over those that stand
//! in the code, which are the English ones. What is laid over is for reading alone; what was typed is always understood by
//! the English command line.

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::{Arg, Command};
use tizim_evidence::{Catalogue, Language};

use crate::arguments;

/// Texts of help by language; those in English stand in the code.
const TEXTS: [(Language, &str); 2] = [
    (Language::Ru, include_str!("../../data/messages/ru/help.toml")),
    (Language::Kk, include_str!("../../data/messages/kk/help.toml")),
];

/// How a help text is laid out. The words of it that are `clap`'s own are filled in.
const LAYOUT: &str = "{before-help}{about-with-newline}\n%USAGE% {usage}\n\n{all-args}{after-help}";

/// Headings of options that several commands share, with the section of the catalogue that holds them.
const SHARED: [(&str, &str); 2] = [("Common options", "common"), ("Reading tables", "reading")];

/// The help text that was asked for, in this language; none where that is English.
pub(crate) fn text(typed: &[OsString], language: Language) -> Option<StyledStr> {
    let mut command = command(language)?;
    let words: Vec<&str> = typed.iter().skip(1).filter_map(|word| word.to_str()).collect();
    let mut at = &mut command;
    for word in words.iter().filter(|word| !word.starts_with('-')) {
        if at.find_subcommand(word).is_some() {
            at = at.find_subcommand_mut(word)?;
        }
    }
    let long = words.iter().any(|word| matches!(*word, "--help" | "help"));
    Some(if long { at.render_long_help() } else { at.render_help() })
}

/// The whole command line with its texts in this language; none where that is English.
pub(crate) fn command(language: Language) -> Option<Command> {
    let catalogue = texts(language)?;
    let mut command = arguments::command();
    command.build();
    Some(laid_over(command, &catalogue, ""))
}

/// The words of help in this language; none in English.
pub(crate) fn texts(language: Language) -> Option<Catalogue> {
    let (language, file) = TEXTS.into_iter().find(|(one, _)| *one == language)?;
    Catalogue::of(language, [(language, file)]).ok().filter(|catalogue| catalogue.keys().next().is_some())
}

/// A command and all below it.
fn laid_over(mut command: Command, catalogue: &Catalogue, path: &str) -> Command {
    let say = |key: &str| catalogue.get(&format!("help.{key}")).map(str::to_owned);
    if let Some(about) = say(&format!("{path}about")) {
        command = with_about(command, &about);
    }
    if let Some(after) = command.get_after_help().map(ToString::to_string) {
        command = command.after_help(after_help(&after, say(&format!("{path}after")), catalogue));
    }
    let heading =
        |name: &str, english: &str| say(&format!("word.{name}")).unwrap_or_else(|| english.to_owned());
    let usage = heading("usage", "Usage");
    let (options, given) = (heading("options", "Options"), heading("arguments", "Arguments"));
    command = command
        .help_template(LAYOUT.replace("%USAGE%", &format!("{usage}:")))
        .subcommand_help_heading(heading("commands", "Commands"))
        .mut_args(|argument| {
            let own = if argument.is_positional() { given.clone() } else { options.clone() };
            let section = argument.get_help_heading().and_then(|heading| {
                SHARED.iter().find(|(english, _)| *english == heading).map(|(_, section)| *section)
            });
            let titled = section.map_or(own, |section| heading(section, section));
            argument_laid_over(argument, catalogue, path).help_heading(titled)
        });
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    for name in names {
        let below = if name == "help" { "word.help_command.".to_owned() } else { format!("{path}{name}.") };
        command = command.mut_subcommand(name, |inner| laid_over(inner, catalogue, &below));
    }
    command
}

/// The first paragraph of a text is the short one.
fn with_about(command: Command, text: &str) -> Command {
    match text.split_once("\n\n") {
        Some((first, _)) => command.about(first.to_owned()).long_about(text.to_owned()),
        None => command.about(text.to_owned()),
    }
}

/// What stands below the options: examples stay as they are, their heading and all else is said in the language.
fn after_help(english: &str, own: Option<String>, catalogue: &Catalogue) -> String {
    let examples = english.split("\n\n").find(|part| part.contains("$ tizim")).unwrap_or_default();
    let lines = examples.split_once('\n').map_or("", |(_, lines)| lines);
    match own {
        Some(own) => own.replace("{examples}", lines),
        None => format!("{}\n{lines}", catalogue.get("help.word.examples").unwrap_or("Examples:")),
    }
}

fn argument_laid_over(argument: Arg, catalogue: &Catalogue, path: &str) -> Arg {
    let Some(text) = keys(&argument, path).iter().find_map(|key| catalogue.get(key)).map(str::to_owned)
    else {
        return argument;
    };
    let (first, rest) =
        text.split_once("\n\n").map_or((text.as_str(), None), |(first, rest)| (first, Some(rest)));
    let short = format!("{first}{}", notes(&argument, catalogue));
    let values = explained(&argument, catalogue);
    let long = rest
        .into_iter()
        .chain(values.as_deref())
        .fold(short.clone(), |long, part| format!("{long}\n\n{part}"));
    argument.hide_default_value(true).hide_possible_values(true).help(short).long_help(long)
}

/// What an option is without a value, and the words it takes.
fn notes(argument: &Arg, catalogue: &Catalogue) -> String {
    if !argument.get_action().takes_values() {
        return String::new();
    }
    let defaults: Vec<String> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let note = |name: &str, hidden: bool, values: String| {
        let word = catalogue.get(&format!("help.word.{name}")).filter(|_| !hidden && !values.is_empty())?;
        Some(format!(" [{}]", word.replace("{value}", &values)))
    };
    let of_default = note("default", argument.is_hide_default_value_set(), defaults.join(", "));
    let of_values = note("values", argument.is_hide_possible_values_set(), values(argument).join(", "));
    of_default.into_iter().chain(of_values).collect()
}

/// The words that an option takes.
fn values(argument: &Arg) -> Vec<String> {
    let values = argument.get_possible_values();
    values.iter().filter(|value| !value.is_hide_set()).map(|value| value.get_name().to_owned()).collect()
}

/// What each word means that an option takes, where that is said.
fn explained(argument: &Arg, catalogue: &Catalogue) -> Option<String> {
    let line = |value: &String| {
        let text = catalogue.get(&format!("help.value.{}.{value}", argument.get_id()))?;
        Some(format!("- {value}: {text}"))
    };
    let lines: Vec<String> = values(argument).iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Where the text of an argument may stand: below its command, or with the options that several commands share.
fn keys(argument: &Arg, path: &str) -> [String; 2] {
    let id = argument.get_id();
    let shared = match argument.get_help_heading() {
        Some(heading) => {
            SHARED.iter().find(|(english, _)| *english == heading).map_or("word", |(_, section)| section)
        }
        None if matches!(id.as_str(), "help" | "version") => "word",
        None => "common",
    };
    [format!("help.{path}{id}"), format!("help.{shared}.{id}")]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use super::*;

    /// Sections with keys and texts, as they stand in the code.
    type Sections = BTreeMap<String, Vec<(String, String)>>;

    /// Words of `clap` itself, which no command brings along.
    const WORDS: [(&str, &str); 10] = [
        ("usage", "Usage"),
        ("commands", "Commands"),
        ("arguments", "Arguments"),
        ("options", "Options"),
        ("common", "Common options"),
        ("reading", "Reading tables"),
        ("default", "default: {value}"),
        ("values", "possible values: {value}"),
        ("examples", "Examples:"),
        ("help", "Print help (see more with '--help')"),
    ];

    /// What `clap` says of a command line that cannot be understood.
    const ERRORS: [(&str, &str); 13] = [
        ("error", "error"),
        ("unknown_argument", "unexpected argument '{argument}'"),
        ("unknown_command", "unknown command '{argument}'"),
        ("invalid_value", "'{value}' is no value for '{argument}'"),
        ("no_value", "a value is required for '{argument}', and none was given"),
        ("too_many", "one value too many for '{argument}': '{value}'"),
        ("missing", "required, and not given: {argument}"),
        ("missing_command", "'{argument}' needs a command behind it"),
        ("twice", "'{argument}' cannot be given more than once"),
        ("conflict", "'{argument}' cannot be given together with '{other}'"),
        ("values", "possible values: {value}"),
        ("similar", "there is something similar: '{value}'"),
        ("more", "More about it: --help"),
    ];

    fn put(sections: &mut Sections, key: &str, text: &str) {
        let (section, name) = key.rsplit_once('.').unwrap();
        let section = sections.entry(section.to_owned()).or_default();
        if section.iter().all(|(known, _)| known != name) {
            section.push((name.to_owned(), text.to_owned()));
        }
    }

    fn gather(command: &Command, path: &str, sections: &mut Sections) {
        let about =
            command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
        put(sections, &format!("help.{path}about"), &about);
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples = after.split("\n\n").find(|part| part.contains("$ tizim")).unwrap_or_default();
        let lines = examples.split_once('\n').map_or("", |(_, lines)| lines);
        if !after.is_empty()
            && after != format!("Examples:\n{lines}")
            && after != format!("Example:\n{lines}")
        {
            put(sections, &format!("help.{path}after"), &after.replace(lines, "{examples}"));
        }
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            if matches!(argument.get_id().as_str(), "help" | "version") {
                continue;
            }
            let text = argument.get_long_help().or(argument.get_help()).map(ToString::to_string);
            let [own, shared] = keys(argument, path);
            let is_shared = argument.get_help_heading().is_some() || argument.is_global_set();
            put(sections, if is_shared { &shared } else { &own }, &text.unwrap_or_default());
            for value in argument.get_possible_values() {
                if let Some(help) = value.get_help() {
                    let key = format!("help.value.{}.{}", argument.get_id(), value.get_name());
                    put(sections, &key, &help.to_string());
                }
            }
        }
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            gather(inner, &format!("{path}{}.", inner.get_name()), sections);
        }
    }

    /// The texts of help as they stand in the code, as a file for whoever translates them.
    fn english() -> String {
        let mut sections = Sections::new();
        for (name, text) in WORDS {
            put(&mut sections, &format!("help.word.{name}"), text);
        }
        for (name, text) in ERRORS {
            put(&mut sections, &format!("help.error.{name}"), text);
        }
        put(&mut sections, "help.word.version", "Print version");
        put(
            &mut sections,
            "help.word.help_command.about",
            "Print this message or the help of the given command",
        );
        gather(&arguments::command(), "", &mut sections);
        let mut file = String::from(
            "# Help as it stands in the code, for whoever translates it; English help does not read this file.\n\
             # The first paragraph of a text is the short one. Made by `TIZIM_BLESS=1 cargo test help`.\n",
        );
        for (section, texts) in sections {
            write!(file, "\n[{section}]\n").unwrap();
            for (name, text) in texts {
                writeln!(file, "{name} = {}", toml::Value::String(text)).unwrap();
            }
        }
        file
    }

    #[test]
    fn the_english_file_says_what_the_program_says() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/messages/en/help.toml");
        if std::env::var_os("TIZIM_BLESS").is_some() {
            std::fs::write(&path, english()).unwrap();
        }
        let stands = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(stands == english(), "help has changed: bless it with TIZIM_BLESS=1 cargo test help");
    }
}
