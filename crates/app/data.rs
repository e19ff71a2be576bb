//! What is built into the program: profiles, data sets, messages, and through the table of audits their schemas. Only
//! this file and that table embed `data/`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use tizim_evidence::{Catalogue, Language, Profile, ProfileError};
use tizim_people::PeopleRules;
use tizim_polling::Regions;
use tizim_tables::Schema;

use crate::audits::{self, AUDITS};
use crate::failure::Hinted;

/// A built-in file by its name.
type Embedded = (&'static str, &'static str);

macro_rules! embedded {
    ($($name:literal => $path:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../data/", $path)))),*]
    };
}

/// The messages of one part of the program, in the order of [`Language::ALL`].
pub(crate) type Texts = [&'static str; 3];

/// The messages of this name in every language.
macro_rules! texts {
    ($name:literal) => {
        [
            include_str!(concat!("../../data/messages/en/", $name, ".toml")),
            include_str!(concat!("../../data/messages/ru/", $name, ".toml")),
            include_str!(concat!("../../data/messages/kk/", $name, ".toml")),
        ]
    };
}
pub(crate) use texts;

/// The profile in force where none is named.
pub(crate) const DEFAULT_PROFILE: &str = "kz-2023";

/// Built-in profiles.
const PROFILES: &[Embedded] =
    embedded! { "kz-2023" => "kz-2023/profile.toml", "kz-2019" => "kz-2019/profile.toml" };

/// The built-in table of regions; its form is nobody's input.
const REGIONS_SCHEMA: &str = include_str!("../../data/schemas/regions.toml");

/// The same of the built-in tiles.
const TILES_SCHEMA: &str = include_str!("../../data/schemas/tiles.toml");

/// Standards of equality from all over the world.
pub(crate) const STANDARDS: &str = include_str!("../../data/standards.toml");

/// Messages of what is no audit; those of audits stand with them.
const MESSAGES: [Texts; 2] = [texts!("app"), texts!("report")];

/// What can be answered to a pair of entries, in three languages.
const ANSWERS: &str = include_str!("../../data/words/answers.toml");

/// The 29 single-mandate districts of 2023, as far as they are known.
pub(crate) const DISTRICTS_2023: &str = include_str!("../../data/kz-2023/districts.csv");
/// The 20 regions of 2023.
pub(crate) const REGIONS_2023: &str = include_str!("../../data/kz-2023/regions.csv");
/// The 20 regions with what was known of them when the districts of 2023 were drawn.
pub(crate) const REGIONS_WHEN_DRAWN_2023: &str = include_str!("../../data/kz-2023/regions_when_drawn.csv");
/// Where the districts of 2023 stand on a map of tiles.
pub(crate) const TILES_2023: &str = include_str!("../../data/kz-2023/tiles.csv");
/// Turnout by region and hour as it was published on the day of 2023.
pub(crate) const TURNOUT_2023: &str = include_str!("../../data/kz-2023/turnout.csv");
/// Known totals and order facts of 2023.
pub(crate) const FACTS_2023: &str = include_str!("../../data/kz-2023/facts.toml");

/// A profile with the text it was read from.
pub(crate) struct LoadedProfile {
    pub(crate) profile: Profile,
    pub(crate) text: String,
    /// How it was named on the command line, for the manifest.
    pub(crate) named: String,
}

/// The profile of this identifier or file, its texts in this language where it gives them; the default without one.
///
/// # Errors
/// Where there is none, or it cannot be read.
pub(crate) fn profile(named: Option<&str>, language: Language) -> Result<LoadedProfile> {
    let named = named.unwrap_or(DEFAULT_PROFILE);
    let text = if let Some((_, text)) = PROFILES.iter().find(|(id, _)| *id == named) {
        (*text).to_owned()
    } else {
        crate::bounded::text(named, crate::bounded::STATED).map_err(|error| {
            Hinted::error(
                format!("cannot read the profile `{named}`: {error}"),
                format!(
                    "built-in profiles are {}; anything else is taken as a TOML file",
                    profile_ids().join(", ")
                ),
            )
        })?
    };
    let profile = read_whole(&text, language).with_context(|| format!("in profile `{named}`"))?;
    Ok(LoadedProfile { profile, text, named: named.to_owned() })
}

/// Sections that every audit reads.
const SECTIONS_OF_ALL: [&str; 2] = ["people", "regions"];

/// Reads a profile and, whatever is audited, every section of it: a slip in a name must not switch a law off unseen.
fn read_whole(text: &str, language: Language) -> Result<Profile> {
    let profile = Profile::from_toml_in(text, language)?;
    let sections = || AUDITS.iter().filter_map(|entry| entry.section.as_ref());
    let names: Vec<&str> = SECTIONS_OF_ALL.into_iter().chain(sections().map(|(name, _)| *name)).collect();
    profile.expect_sections(&names)?;
    profile.section::<PeopleRules>("people")?;
    regions(&profile)?;
    sections().try_for_each(|(_, read)| read(&profile))?;
    Ok(profile)
}

/// The regions that a profile names; none where it names none.
///
/// # Errors
/// Where the section `[[regions]]` is not valid, or two of its names cannot be told apart.
pub(crate) fn regions(profile: &Profile) -> Result<Regions, ProfileError> {
    let units = profile.section("regions")?.unwrap_or_default();
    Regions::new(units).map_err(|error| ProfileError::in_section("regions", error.to_string()))
}

/// Identifiers of the built-in profiles.
pub(crate) fn profile_ids() -> Vec<&'static str> {
    PROFILES.iter().map(|(id, _)| *id).collect()
}

/// Text of a built-in profile.
pub(crate) fn profile_text(id: &str) -> &'static str {
    PROFILES.iter().find(|(name, _)| *name == id).map_or("", |(_, text)| text)
}

/// A profile to fill in.
pub(crate) fn profile_form(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../../data/forms/profile.en.toml"),
        Language::Ru => include_str!("../../data/forms/profile.ru.toml"),
        Language::Kk => include_str!("../../data/forms/profile.kk.toml"),
    }
}

/// Names of the schemas.
pub(crate) fn schema_names() -> Vec<&'static str> {
    audits::tables().map(|table| table.name).collect()
}

/// Those of the names that no schema knows.
///
/// # Errors
/// Never, as long as the schemas that are built in can be read.
pub(crate) fn unknown_fields<'n>(
    of: Option<&str>,
    names: impl Iterator<Item = &'n str>,
) -> Result<Vec<&'n str>> {
    let known = of.map_or_else(|| [schema_names(), vec!["regions"]].concat(), |of| vec![of]);
    let schemas = known.into_iter().map(schema).collect::<Result<Vec<Schema>>>()?;
    Ok(names.filter(|name| schemas.iter().all(|schema| schema.field(name).is_none())).collect())
}

/// The words that a form offers for the answer to a pair of entries: the first of each in a language.
///
/// # Errors
/// Where the built-in words are broken.
pub(crate) fn answers(language: &str) -> Result<Vec<String>> {
    type Words = BTreeMap<String, Vec<String>>;
    let answers: toml::Table = toml::from_str(ANSWERS)?;
    let first = |(_, words): (String, toml::Value)| {
        let words: Words = words.try_into()?;
        Ok(words.get(language).and_then(|words| words.first()).cloned().unwrap_or_default())
    };
    answers.into_iter().map(first).collect()
}

/// The schema of an input table.
///
/// # Errors
/// Where there is none of this name.
pub(crate) fn schema(name: &str) -> Result<Schema> {
    let known = audits::tables()
        .map(|table| (table.name, table.schema))
        .chain([("regions", REGIONS_SCHEMA), ("tiles", TILES_SCHEMA)]);
    let Some((_, text)) = known.into_iter().find(|(id, _)| *id == name) else {
        return Err(Hinted::error(
            format!("there is no table `{name}`"),
            format!("the tables are {}", schema_names().join(", ")),
        ));
    };
    Schema::from_toml(text).with_context(|| format!("in the built-in schema `{name}`"))
}

/// The messages of a language; what is not translated stands in English.
///
/// # Errors
/// Where a built-in catalogue is broken.
pub(crate) fn catalogue(language: Language) -> Result<Catalogue> {
    let texts: Vec<Texts> =
        MESSAGES.into_iter().chain(AUDITS.iter().filter_map(|entry| entry.messages)).collect();
    let of = |place: usize| texts.iter().map(move |texts| (Language::ALL[place], texts[place]));
    let place = Language::ALL.iter().position(|one| *one == language).unwrap_or_default();
    let own = if place == 0 { None } else { Some(of(place)) };
    Ok(Catalogue::of(language, of(0).chain(own.into_iter().flatten()))?)
}

/// These messages with the names that a profile has for its regions, so that people read them where tables use codes. A
/// name that it does not have in the language of the reader is given in another.
///
/// # Errors
/// Where the section `[[regions]]` is not valid.
pub(crate) fn with_regions(catalogue: Catalogue, profile: &Profile) -> Result<Catalogue> {
    let language = catalogue.language().code();
    let regions = regions(profile)?;
    Ok(catalogue.with_regions(regions.units().iter().map(|unit| (&unit.id, unit.called(language)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_built_in_can_be_read() {
        for (id, _) in PROFILES {
            assert_eq!(&profile(Some(id), Language::Kk).unwrap().profile.id, id);
        }
        for name in schema_names() {
            schema(name).unwrap();
        }
        for language in Language::ALL {
            assert_eq!(catalogue(language).unwrap().language(), language);
        }
    }
}
