//! Law as data. A profile is a TOML file that names one election and holds every number and every rule of its
//! law, each with its source; a domain crate reads its own section into its own types.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::de::{DeValue, ValueDeserializer};

use crate::Language;
use crate::fault::{self, TomlFault};

/// Where a rule or a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRef {
    /// The text: a law, a resolution, a report, a paper.
    pub title: String,
    /// Article, note or page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Date of the text or of the version used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What else a reader must know, such as that the wording is a paraphrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl SourceRef {
    /// A source by its title alone.
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), article: None, date: None, note: None }
    }

    /// The citation in one line.
    ///
    /// ```
    /// let law: tizim_evidence::SourceRef = toml::from_str("title = 'Law'\narticle = 'art. 25(3)'").unwrap();
    /// assert_eq!(law.citation(), "Law, art. 25(3)");
    /// ```
    pub fn citation(&self) -> String {
        let parts = [Some(&self.title), self.article.as_ref(), self.date.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// Not TOML, without a head, or with a number that is none.
    #[error("the file is no law profile: {0}")]
    Syntax(#[from] TomlFault),
    /// A section holds something it should not.
    #[error("section `[{section}]` of the profile is not valid: {fault}")]
    Section {
        /// Name of the section.
        section: String,
        /// What is wrong with it, and where.
        fault: TomlFault,
    },
    /// There are sections that nobody reads.
    #[error("the profile has a section that is not known (line {line}); the sections are {known}")]
    UnknownSection {
        /// Its line.
        line: usize,
        /// The sections there are.
        known: String,
    },
    /// A rule names a source that `[sources]` does not hold.
    #[error("a rule of the profile names the source `{source_id}`; `[sources]` holds {known}")]
    UnknownSource {
        /// Identifier of the missing source, or its shape.
        source_id: String,
        /// Identifiers of the sources that it holds.
        known: String,
    },
}

impl ProfileError {
    /// A section whose values, each well formed, do not fit together.
    pub fn in_section(section: &str, reason: impl Into<String>) -> Self {
        let fault = TomlFault { place: None, reason: reason.into() };
        Self::Section { section: section.to_owned(), fault }
    }
}

#[derive(Deserialize)]
struct Head {
    profile: Named,
    #[serde(default)]
    sources: BTreeMap<String, SourceRef>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: String,
    title: String,
    country: String,
    election_day: String,
    #[serde(default)]
    note: Option<String>,
}

/// The rules of one election.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Identifier such as `kz-2023`.
    pub id: String,
    /// Name in words.
    pub title: String,
    /// ISO code of the country.
    pub country: String,
    /// Day of the election, ISO.
    pub election_day: jiff::civil::Date,
    /// What a reader must know of it.
    pub note: Option<String>,
    /// The texts its rules rest on, by identifier.
    pub sources: BTreeMap<String, SourceRef>,
    text: String,
    language: Language,
}

/// Sections that every profile may have, whatever is audited.
const OWN_SECTIONS: [&str; 2] = ["profile", "sources"];

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// Where the text is not TOML, the head `[profile]` is incomplete, or a decimal is negative, infinite or no number.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        Self::from_toml_in(text, Language::En)
    }

    /// The same, with the texts that the profile gives in several languages (`title = { en = "…", ru = "…" }`) in this one.
    ///
    /// # Errors
    /// As [`Profile::from_toml`].
    pub fn from_toml_in(text: &str, language: Language) -> Result<Self, ProfileError> {
        let head: Head = fault::read_toml_in(text, language)?;
        let election_day = head.profile.election_day.parse().map_err(|_| {
            ProfileError::in_section("profile", "`election_day` is not a date such as 2023-03-19")
        })?;
        Ok(Self {
            id: head.profile.id,
            title: head.profile.title,
            country: head.profile.country,
            election_day,
            note: head.profile.note,
            sources: head.sources,
            text: text.to_owned(),
            language,
        })
    }

    /// One section, read into the caller's type; `None` where the profile has none. A dotted name such as
    /// `people.iin` names a section within a section.
    ///
    /// # Errors
    /// Where the section does not fit the type.
    pub fn section<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ProfileError> {
        let mut table = fault::parsed_in(&self.text, self.language)?;
        let mut parts = name.split('.').peekable();
        let value = loop {
            let Some(value) = parts.next().and_then(|part| table.remove(part)) else { return Ok(None) };
            if parts.peek().is_none() {
                break value;
            }
            let DeValue::Table(inner) = value.into_inner() else { return Ok(None) };
            table = inner;
        };
        T::deserialize(ValueDeserializer::from(value)).map(Some).map_err(|error| ProfileError::Section {
            section: name.to_owned(),
            fault: TomlFault::new(&self.text, &error),
        })
    }

    /// Refuses sections that are neither the profile's own nor among `known`: what nobody reads is a slip, and a slip
    /// in a name must not switch a law off.
    ///
    /// # Errors
    /// [`ProfileError::UnknownSection`].
    pub fn expect_sections(&self, known: &[&str]) -> Result<(), ProfileError> {
        let table = fault::parsed(&self.text)?;
        let unknown = table.keys().find(|key| {
            let name: &str = key.get_ref();
            !OWN_SECTIONS.contains(&name) && !known.contains(&name)
        });
        let Some(unknown) = unknown else { return Ok(()) };
        let line = self.text[..unknown.span().start].matches('\n').count() + 1;
        Err(ProfileError::UnknownSection { line, known: [&OWN_SECTIONS[..], known].concat().join(", ") })
    }

    /// The source of this identifier; an identifier `law#art. 25(3)` adds the article to the source `law`.
    ///
    /// # Errors
    /// Where `[sources]` does not hold it.
    pub fn source(&self, id: &str) -> Result<SourceRef, ProfileError> {
        let (name, article) = id.split_once('#').map_or((id, None), |(name, article)| (name, Some(article)));
        let mut source = self.sources.get(name).cloned().ok_or_else(|| ProfileError::UnknownSource {
            source_id: fault::key(name),
            known: match self.sources.keys().map(|id| format!("`{id}`")).collect::<Vec<_>>() {
                none if none.is_empty() => "none".to_owned(),
                some => some.join(", "),
            },
        })?;
        if let Some(article) = article {
            source.article = Some(article.to_owned());
        }
        Ok(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[profile]\nid = 'x'\ntitle = 'X'\ncountry = 'KZ'\nelection_day = '2023-03-19'\n\
        [sources.law]\ntitle = 'Law'\n[avc]\nquota = 0.01\n[people.iin]\nlength = 12\n";

    #[derive(Deserialize)]
    struct Avc {
        quota: f64,
    }

    #[test]
    fn sections_are_read_by_their_owner() {
        let profile = Profile::from_toml(TEXT).unwrap();
        let section: Avc = profile.section("avc").unwrap().unwrap();
        assert!((section.quota - 0.01).abs() < 1e-12);
        assert!(profile.section::<Avc>("rolls").unwrap().is_none());
        assert!(profile.section::<BTreeMap<String, u8>>("people.iin").unwrap().is_some());
        assert!(profile.section::<Avc>("profile").is_err());
    }

    #[test]
    fn a_section_that_nobody_reads_is_refused() {
        let profile = Profile::from_toml(TEXT).unwrap();
        profile.expect_sections(&["avc", "people"]).unwrap();
        let told = profile.expect_sections(&["people", "rolls"]).unwrap_err().to_string();
        assert!(told.contains("line 8") && told.ends_with("profile, sources, people, rolls"), "{told}");
    }

    #[test]
    fn a_section_says_its_line() {
        let profile = Profile::from_toml(&TEXT.replace("quota", "quotas")).unwrap();
        let told = profile.section::<Avc>("avc").err().unwrap().to_string();
        assert!(told.contains("`[avc]`") && told.contains("missing field `quota`"), "{told}");
        let profile = Profile::from_toml(&TEXT.replace("0.01", "'x'")).unwrap();
        let told = profile.section::<Avc>("avc").err().unwrap().to_string();
        assert!(told.contains("line 9, column 9: invalid type: string, expected f64"), "{told}");
    }

    #[test]
    fn texts_stand_in_the_language_that_is_asked_for() {
        let text = TEXT
            .replace("title = 'X'", "title = { en = 'X', ru = 'Икс' }")
            .replace("title = 'Law'", "title = { ru = 'Закон' }")
            .replace("[avc]", "[rule.note]\nen = 'n'\nkk = 'к'\n[avc]");
        let read = |language| Profile::from_toml_in(&text, language).unwrap();
        assert_eq!((read(Language::Ru).title, read(Language::Kk).title), ("Икс".to_owned(), "X".to_owned()));
        assert_eq!(read(Language::En).source("law").unwrap().title, "Закон");
        let note = |language| read(language).section::<BTreeMap<String, String>>("rule").unwrap().unwrap();
        assert_eq!((&*note(Language::Kk)["note"], &*note(Language::Ru)["note"]), ("к", "n"));
    }

    #[test]
    fn a_source_takes_its_article() {
        let profile = Profile::from_toml(TEXT).unwrap();
        assert_eq!(profile.source("law#art. 23").unwrap().citation(), "Law, art. 23");
        assert!(profile.source("rules").is_err());
    }
}
