//! The audits of the program: one entry each, with all that the rest of the program asks of an audit. What reads a command
//! line, prints a form, explains a column, makes a report again or checks a profile asks this table and names no audit.

use anyhow::{Context, Result};
use clap::{ArgMatches, Args, FromArgMatches};
use tizim_avc::AvcRules;
use tizim_boundaries::BoundaryRules;
use tizim_districts::DistrictSection;
use tizim_evidence::Profile;
use tizim_rolls::{RollRules, RollsError};

use crate::commands::{
    avc_audit, districts_apportion, districts_assign, districts_audit, districts_split, rolls_check,
    rolls_link, rolls_reconcile,
};
use crate::data::{Texts, texts};
use crate::found::{self, Begin, Find, Found};
use crate::session::Session;

/// A kind of table that an audit reads.
#[derive(Debug)]
pub(crate) struct InputTable {
    /// Its name: of its schema, its form and its role in the manifest.
    pub(crate) name: &'static str,
    /// Its schema, in TOML.
    pub(crate) schema: &'static str,
    /// Whether it may go on from sheet to sheet of a workbook: one for each region or commission is common.
    pub(crate) every_sheet: bool,
    /// Whether its rows are persons or their certificates, and not territories or forms. Lists say so themselves.
    pub(crate) of_persons: bool,
}

/// Reads a section of a profile whole, and says what is wrong with it.
type ReadSection = fn(&Profile) -> Result<()>;

/// One audit.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The first word of its command, with what that word is about.
    pub(crate) group: (&'static str, &'static str),
    /// The second word of its command.
    pub(crate) name: &'static str,
    /// The tables it reads. One that several audits read stands with the first.
    pub(crate) tables: &'static [InputTable],
    /// The texts of its crate in every language; none where an entry before it has them.
    pub(crate) messages: Option<Texts>,
    /// Its options whose value is a file, to be looked for among the inputs when a report is made again; a positional
    /// argument has an empty name.
    pub(crate) file_options: &'static [&'static str],
    /// The section of a profile that it reads, with the reading of it whole: a slip must not switch a law off unseen.
    pub(crate) section: Option<(&'static str, ReadSection)>,
    /// Adds its arguments to its command.
    pub(crate) arguments: fn(clap::Command) -> clap::Command,
    /// Runs it as it was typed; the exit status where it ran.
    pub(crate) run: fn(&ArgMatches) -> Result<u8>,
    /// Finds the same, and shows nothing; `None` where finding and showing are one.
    pub(crate) find: Option<Find>,
    /// How the demonstration shows it; `None` where it does not.
    pub(crate) demo: Option<Demo>,
}

/// How the demonstration shows an audit, which has to be one that finds without showing.
#[derive(Debug)]
pub(crate) struct Demo {
    /// The folder of its report.
    pub(crate) folder: &'static str,
    /// What is said while it runs.
    pub(crate) step: &'static str,
    /// What is typed behind its command; `{nation}` is the folder of the synthetic nation.
    pub(crate) words: &'static [&'static str],
}

impl Demo {
    /// What is typed behind the command for the nation in this folder.
    pub(crate) fn words_for<'n>(&self, nation: &'n str) -> impl Iterator<Item = String> + use<'n> {
        self.words.iter().map(move |word| word.replace("{nation}", nation))
    }
}

/// A table of things, on one sheet.
const fn table(name: &'static str, schema: &'static str) -> InputTable {
    InputTable { name, schema, every_sheet: false, of_persons: false }
}

/// A table that may go on from sheet to sheet.
const fn sheets(name: &'static str, schema: &'static str) -> InputTable {
    InputTable { every_sheet: true, ..table(name, schema) }
}

/// What was typed, as the arguments of a command.
fn typed<A: FromArgMatches>(matches: &ArgMatches) -> Result<A> {
    Ok(A::from_arg_matches(matches)?)
}

macro_rules! data {
    ($path:literal) => {
        include_str!(concat!("../../data/", $path))
    };
}

const DISTRICTS: (&str, &str) =
    ("districts", "Electoral districts: are they equal, and what did the rules force?");

const ROLLS: (&str, &str) = ("rolls", "Voter rolls: is anyone on two lists, or twice on one?");

/// All audits, in the order of the help.
pub(crate) const AUDITS: &[Entry] = &[
    Entry {
        group: DISTRICTS,
        name: "audit",
        tables: &[
            sheets("districts", data!("schemas/districts.toml")),
            table("results", data!("schemas/results.toml")),
            table("blocks", data!("schemas/blocks.toml")),
        ],
        messages: Some(texts!("districts")),
        file_options: &[
            "",
            "against",
            "against-blocks",
            "blocks",
            "boundaries",
            "facts",
            "points",
            "results",
            "standards",
        ],
        section: Some(("districts", |profile| {
            DistrictSection::from_profile(profile)?;
            Ok(())
        })),
        arguments: <districts_audit::Arguments as Args>::augment_args,
        run: |matches| districts_audit::run(&typed(matches)?),
        find: Some(found::find::<districts_audit::Arguments>),
        demo: Some(Demo {
            folder: "districts",
            step: "auditing the 29 districts of Kazakhstan 2023",
            words: &[],
        }),
    },
    Entry {
        group: DISTRICTS,
        name: "apportion",
        tables: &[table("apportion", data!("schemas/apportion.toml"))],
        messages: None,
        file_options: &[""],
        section: None,
        arguments: <districts_apportion::Arguments as Args>::augment_args,
        run: |matches| districts_apportion::run(&typed(matches)?),
        find: Some(found::find::<districts_apportion::Arguments>),
        demo: None,
    },
    Entry {
        group: DISTRICTS,
        name: "assign",
        tables: &[
            table("points", data!("schemas/points.toml")),
            table("boundaries", data!("schemas/boundaries.toml")),
        ],
        messages: Some(texts!("boundaries")),
        file_options: &["", "boundaries"],
        section: Some(("boundaries", |profile| {
            BoundaryRules::from_profile(profile)?;
            Ok(())
        })),
        arguments: <districts_assign::Arguments as Args>::augment_args,
        run: |matches| districts_assign::run(&typed(matches)?),
        find: None,
        demo: None,
    },
    Entry {
        group: DISTRICTS,
        name: "split",
        tables: &[table("adjacency", data!("schemas/adjacency.toml"))],
        messages: Some(texts!("split")),
        file_options: &["", "adjacency", "boundaries"],
        section: None,
        arguments: <districts_split::Arguments as Args>::augment_args,
        run: |matches| districts_split::run(&typed(matches)?),
        find: None,
        demo: None,
    },
    Entry {
        group: ROLLS,
        name: "check",
        tables: &[
            table("roll", data!("schemas/roll.toml")),
            sheets("precincts", data!("schemas/precincts.toml")),
            InputTable { of_persons: true, ..sheets("decisions", data!("schemas/decisions.toml")) },
        ],
        messages: Some(texts!("rolls")),
        file_options: &["decisions", "precincts", "previous"],
        section: Some(("rolls", |profile| match RollRules::from_profile(profile) {
            Ok(_) | Err(RollsError::NoSection { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        })),
        arguments: <rolls_check::Arguments as Args>::augment_args,
        run: |matches| rolls_check::run(&typed(matches)?),
        find: Some(found::find::<rolls_check::Arguments>),
        demo: Some(Demo {
            folder: "rolls",
            step: "checking the voter lists",
            words: &[
                "--list=permanent={nation}/permanent.csv",
                "--list=special={nation}/special.csv",
                "--list=temporary={nation}/temporary.csv",
                "--list=supplementary={nation}/supplementary.csv",
                "--list=avc={nation}/avc.csv",
                "--list=residence-certificates={nation}/residence-certificates.csv",
                "--precincts={nation}/precincts.csv",
                "--profile={nation}/profile.toml",
            ],
        }),
    },
    Entry {
        group: ROLLS,
        name: "link",
        tables: &[InputTable { of_persons: true, ..sheets("labels", data!("schemas/labels.toml")) }],
        messages: None,
        file_options: &["decisions", "labels", "model", "previous"],
        section: None,
        arguments: <rolls_link::Arguments as Args>::augment_args,
        run: |matches| rolls_link::run(&typed(matches)?),
        find: Some(found::find::<rolls_link::Arguments>),
        demo: None,
    },
    Entry {
        group: ROLLS,
        name: "reconcile",
        tables: &[],
        messages: Some(texts!("reconcile")),
        file_options: &[""],
        section: None,
        arguments: <rolls_reconcile::Arguments as Args>::augment_args,
        run: |matches| rolls_reconcile::run(&typed(matches)?),
        find: None,
        demo: None,
    },
    Entry {
        group: ("avc", "Absentee voting certificates: do they add up?"),
        name: "audit",
        tables: &[
            InputTable { of_persons: true, ..sheets("certificates", data!("schemas/certificates.toml")) },
            sheets("forms", data!("schemas/forms.toml")),
        ],
        messages: Some(texts!("avc")),
        file_options: &["precincts", "certificates", "forms"],
        section: Some(("avc", |profile| {
            AvcRules::from_profile(profile)?;
            Ok(())
        })),
        arguments: <avc_audit::Arguments as Args>::augment_args,
        run: |matches| avc_audit::run(&typed(matches)?),
        find: Some(found::find::<avc_audit::Arguments>),
        demo: Some(Demo {
            folder: "avc",
            step: "auditing the absentee certificates",
            words: &[
                "--precincts={nation}/precincts.csv",
                "--certificates={nation}/certificates.csv",
                "--forms={nation}/forms.csv",
                "--list=permanent={nation}/permanent.csv",
                "--list=special={nation}/special.csv",
                "--list=temporary={nation}/temporary.csv",
                "--list=supplementary={nation}/supplementary.csv",
                "--profile={nation}/profile.toml",
            ],
        }),
    },
];

/// Options of every audit whose value is a file.
const FILE_OPTIONS_OF_ALL: [&str; 2] = ["columns", "profile"];

/// What an audit finds for these words, typed behind its command, in a session that `begin` begins.
///
/// # Errors
/// Where the words are none of its own, it cannot find without showing, or an input cannot be used.
pub(crate) fn found(
    entry: &Entry,
    words: impl IntoIterator<Item = String>,
    begin: Begin<'_>,
) -> Result<(Session, Box<dyn Found>)> {
    let find = entry.find.context("this audit cannot be run without writing its report")?;
    let command = (entry.arguments)(clap::Command::new(entry.name).no_binary_name(true));
    find(&command.try_get_matches_from(words)?, begin)
}

/// All tables that audits read.
pub(crate) fn tables() -> impl Iterator<Item = &'static InputTable> {
    AUDITS.iter().flat_map(|entry| entry.tables)
}

/// The audit of these two words.
pub(crate) fn find(group: &str, name: &str) -> Option<&'static Entry> {
    AUDITS.iter().find(|entry| entry.group.0 == group && entry.name == name)
}

/// Whether these two words are the command of an audit.
pub(crate) fn is_one(command: &str) -> bool {
    command.split_once(' ').is_some_and(|(group, name)| find(group, name).is_some())
}

/// Whether the value of this option of a command, as a manifest names both, is a file among the inputs.
pub(crate) fn names_file(command: &str, option: &str) -> bool {
    let entry = command.split_once(' ').and_then(|(group, name)| find(group, name));
    let own = entry.map_or(&[][..], |entry| entry.file_options);
    own.contains(&option) || FILE_OPTIONS_OF_ALL.contains(&option)
}

/// The command line of the tools with that of every audit, behind `after`.
pub(crate) fn with_commands(tools: clap::Command, after: &str) -> clap::Command {
    let names: Vec<String> = tools.get_subcommands().map(|tool| tool.get_name().to_owned()).collect();
    let mut command = tools;
    for (place, name) in names.iter().enumerate() {
        let place = if name == after { 0 } else { place + AUDITS.len() };
        command = command.mut_subcommand(name, |tool| tool.display_order(place));
    }
    for (place, entry) in AUDITS.iter().enumerate() {
        let (word, about) = entry.group;
        let audit = (entry.arguments)(clap::Command::new(entry.name));
        if command.get_subcommands().any(|group| group.get_name() == word) {
            command = command.mut_subcommand(word, |group| group.subcommand(audit));
            continue;
        }
        let group = clap::Command::new(word).about(about).display_order(place + 1);
        command = command
            .subcommand(group.subcommand_required(true).arg_required_else_help(true).subcommand(audit));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_every_command_stands_once() {
        let once = |mut names: Vec<String>| {
            names.sort();
            names.windows(2).all(|pair| pair[0] != pair[1])
        };
        assert!(once(tables().map(|table| table.name.to_owned()).collect()));
        assert!(once(AUDITS.iter().map(|entry| format!("{} {}", entry.group.0, entry.name)).collect()));
    }

    #[test]
    fn what_the_demonstration_types_is_understood_and_each_audit_has_a_folder_of_its_own() {
        let mut folders = std::collections::BTreeSet::from(["nation"]);
        for entry in AUDITS {
            let Some(demo) = &entry.demo else { continue };
            let command = (entry.arguments)(clap::Command::new(entry.name).no_binary_name(true));
            let typed = command.try_get_matches_from(demo.words_for("some folder"));
            assert!(typed.is_ok() && entry.find.is_some(), "{}: {:?}", demo.folder, typed.err());
            assert!(folders.insert(demo.folder), "{}", demo.folder);
        }
        assert!(folders.len() > 1);
    }

    #[test]
    fn options_of_files_are_options_of_their_audit() {
        for entry in AUDITS {
            let command = (entry.arguments)(clap::Command::new(entry.name));
            let known = |option: &str| command.get_arguments().any(|one| one.get_long() == Some(option));
            let positional = command.get_positionals().next().is_some();
            for option in entry.file_options.iter().chain(&FILE_OPTIONS_OF_ALL) {
                assert!(if option.is_empty() { positional } else { known(option) }, "{option}");
            }
        }
        assert!(names_file("districts audit", "facts") && !names_file("avc audit", "facts"));
    }
}
