//! Law as data. A profile is a TOML file that names one election and holds every number and every rule of its
//! law, each with its source; a domain crate reads its own section into its own types.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

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
    /// Not TOML, or a value of the wrong kind.
    #[error("the profile is not valid: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A section holds something it should not.
    #[error("section `[{section}]` of profile `{profile}` is not valid: {reason}")]
    Section {
        /// Identifier of the profile.
        profile: String,
        /// Name of the section.
        section: String,
        /// What the reader of the section said.
        reason: String,
    },
    /// A rule names a source that `[sources]` does not hold.
    #[error("profile `{profile}` names the source `{source_id}`, which its `[sources]` does not hold")]
    UnknownSource {
        /// Identifier of the profile.
        profile: String,
        /// Identifier of the missing source.
        source_id: String,
    },
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
    sections: toml::Table,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// Where the text is not TOML or the head `[profile]` is incomplete.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        let head: Head = toml::from_str(text)?;
        let sections: toml::Table = toml::from_str(text)?;
        let election_day =
            head.profile.election_day.parse().map_err(|error: jiff::Error| ProfileError::Section {
                profile: head.profile.id.clone(),
                section: "profile".to_owned(),
                reason: format!("`election_day` is not a date: {error}"),
            })?;
        Ok(Self {
            id: head.profile.id,
            title: head.profile.title,
            country: head.profile.country,
            election_day,
            note: head.profile.note,
            sources: head.sources,
            sections,
        })
    }

    /// One section, read into the caller's type; `None` where the profile has none. A dotted name such as
    /// `people.iin` names a section within a section.
    ///
    /// # Errors
    /// Where the section does not fit the type.
    pub fn section<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, ProfileError> {
        let mut parts = name.split('.');
        let first = parts.next().and_then(|part| self.sections.get(part));
        let Some(value) = parts.fold(first, |value, part| value.and_then(|inner| inner.get(part))) else {
            return Ok(None);
        };
        value.clone().try_into().map(Some).map_err(|error: toml::de::Error| ProfileError::Section {
            profile: self.id.clone(),
            section: name.to_owned(),
            reason: error.message().to_owned(),
        })
    }

    /// The source of this identifier; an identifier `law#art. 25(3)` adds the article to the source `law`.
    ///
    /// # Errors
    /// Where `[sources]` does not hold it.
    pub fn source(&self, id: &str) -> Result<SourceRef, ProfileError> {
        let (name, article) = id.split_once('#').map_or((id, None), |(name, article)| (name, Some(article)));
        let mut source = self.sources.get(name).cloned().ok_or_else(|| ProfileError::UnknownSource {
            profile: self.id.clone(),
            source_id: name.to_owned(),
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
    fn a_source_takes_its_article() {
        let profile = Profile::from_toml(TEXT).unwrap();
        assert_eq!(profile.source("law#art. 23").unwrap().citation(), "Law, art. 23");
        assert!(profile.source("rules").is_err());
    }
}
