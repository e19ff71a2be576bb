//! The manifest of a run: everything needed to do it again.

use tizim_evidence::{InputRecord, Language, Manifest, SCHEMA_VERSION, Setting};
use tizim_tables::{Expansion, Input, tell_apart};

use crate::arguments::{EditionChoice, ListArgument};
use crate::phrases;
use crate::session::Session;

/// Collects the settings that change a result, as they would be typed.
#[derive(Debug, Default)]
pub(crate) struct Settings(Vec<Setting>);

impl Settings {
    /// An option with its value; a positional argument has an empty name.
    pub(crate) fn set(&mut self, name: &str, value: impl std::fmt::Display) -> &mut Self {
        self.0.push(Setting { name: name.to_owned(), value: value.to_string() });
        self
    }

    /// An option that names a file, kept without the folders of this machine.
    pub(crate) fn file(&mut self, name: &str, path: &str) -> &mut Self {
        self.set(name, base_name(path))
    }

    /// A file option that may not have been given.
    pub(crate) fn file_if(&mut self, name: &str, path: Option<&str>) -> &mut Self {
        if let Some(path) = path {
            self.file(name, path);
        }
        self
    }

    /// The lists, kept without the folders of this machine, files of one name told apart by a number.
    pub(crate) fn lists(&mut self, lists: &[ListArgument]) -> &mut Self {
        self.lists_as(&lists.iter().map(|list| ("list", list)).collect::<Vec<_>>())
    }

    /// The same, each under the option by which it was given; a positional argument has an empty name.
    pub(crate) fn lists_as(&mut self, lists: &[(&str, &ListArgument)]) -> &mut Self {
        let given =
            |list: &ListArgument| Expansion { inputs: vec![Input::file(&list.file)], ..Expansion::default() };
        let mut named: Vec<Expansion> = lists.iter().map(|(_, list)| given(list)).collect();
        tell_apart(&mut named);
        for ((option, list), input) in lists.iter().zip(named.iter().flat_map(|named| &named.inputs)) {
            self.set(option, ListArgument { file: input.name().to_owned(), ..(*list).clone() });
        }
        self
    }

    /// An option that may not have been given.
    pub(crate) fn set_if(&mut self, name: &str, value: Option<impl std::fmt::Display>) -> &mut Self {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }

    /// An option without a value.
    pub(crate) fn flag(&mut self, name: &str, on: bool) -> &mut Self {
        if on { self.set(name, "") } else { self }
    }
}

/// The manifest of this run. File names keep no folder of this machine.
pub(crate) fn manifest(
    session: &Session,
    command: &str,
    settings: Settings,
    inputs: Vec<InputRecord>,
) -> Manifest {
    let mut settings = settings.0;
    let mut add =
        |name: &str, value: &str| settings.push(Setting { name: name.to_owned(), value: value.to_owned() });
    if session.common.reveal {
        add("reveal", "");
    }
    match session.common.edition {
        Some(EditionChoice::Public) => add("edition", "public"),
        Some(EditionChoice::Working) => add("edition", "working"),
        None => {}
    }
    let language = session.catalogue.language();
    if language != Language::En {
        add("lang", language.code());
    }
    if session.loaded.named != session.loaded.profile.id {
        add("profile", &base_name(&session.loaded.named));
    }
    Manifest {
        tool: "tizim".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        schema_version: SCHEMA_VERSION,
        command: command.to_owned(),
        profile: session.profile().id.clone(),
        profile_blake3: grouped(&blake3::hash(session.loaded.text.as_bytes()).to_hex()),
        settings,
        seed: session.run.seed,
        key_id: Some(session.key_id.clone()),
        created: session.created.clone(),
        inputs: inputs.into_iter().map(|input| worded(language, input)).collect(),
    }
}

/// The manifest of the same run in this edition: as it would be had the edition been typed.
pub(crate) fn in_edition(manifest: &Manifest, edition: Option<EditionChoice>) -> Manifest {
    let mut manifest = manifest.clone();
    manifest.settings.retain(|setting| setting.name != "edition");
    let Some(edition) = edition else { return manifest };
    // It stands before those of the language and the profile.
    let behind = |setting: &Setting| matches!(setting.name.as_str(), "lang" | "profile");
    let place = manifest.settings.iter().position(behind).unwrap_or(manifest.settings.len());
    let value = match edition {
        EditionChoice::Public => "public",
        EditionChoice::Working => "working",
    };
    let setting = Setting { name: "edition".to_owned(), value: value.to_owned() };
    manifest.settings.insert(place, setting);
    manifest
}

/// How an input was read, in the language of the report.
fn worded(language: Language, input: InputRecord) -> InputRecord {
    InputRecord { read_as: phrases::say_in(language, &input.read_as).into_owned(), ..input }
}

/// A hexadecimal digest in groups of eight, so that people can compare it.
pub(crate) fn grouped(digest: &str) -> String {
    let mut text = String::with_capacity(digest.len() + digest.len() / 8);
    for (index, letter) in digest.chars().enumerate() {
        if index > 0 && index.is_multiple_of(8) {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

/// The name of a file without the folders above it.
pub(crate) fn base_name(path: &str) -> String {
    std::path::Path::new(path.trim_end_matches('/'))
        .file_name()
        .map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_grouped_and_folders_left_out() {
        assert_eq!(grouped("0123456789abcdef01"), "01234567 89abcdef 01");
        assert_eq!(base_name("a/b/c.csv"), "c.csv");
        assert_eq!(base_name("a/lists/"), "lists");
        assert_eq!(base_name("-"), "-");
    }
}
