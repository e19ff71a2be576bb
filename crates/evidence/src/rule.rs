//! One rule of law as every audit knows it: how it binds, how grave a breach is, where it stands, and what the law itself
//! says in someone's defence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Language, Message, Profile, ProfileError, Severity, SourceRef};

/// What weight a rule has in the country of the profile, on the day of the election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// Law that applied on the day.
    Binding,
    /// Guidance that the country accepted.
    Recommended,
    /// A practice that a source describes, without a rule that was seen.
    Described,
    /// Another country's law, for comparison.
    Foreign,
    /// Law that no longer applied on the day.
    Repealed,
    /// No law: a judgement of this program, or a law that names no limit.
    None,
}

impl Force {
    /// The word in profiles and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Binding => "binding",
            Self::Recommended => "recommended",
            Self::Described => "described",
            Self::Foreign => "foreign",
            Self::Repealed => "repealed",
            Self::None => "none",
        }
    }
}

/// A sentence of a profile: one text, or one for each language (`{ en = "…", ru = "…", kk = "…" }`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// In whatever language the profile is written.
    One(String),
    /// By language.
    Many(BTreeMap<Language, String>),
}

impl Text {
    /// The sentence in this language; where it has none, in the first that it has.
    pub fn of(&self, language: Language) -> &str {
        match self {
            Self::One(text) => text,
            Self::Many(texts) => {
                texts.get(&language).or_else(|| texts.values().next()).map_or("", String::as_str)
            }
        }
    }

    /// The sentence as a message; each language's catalogue names the text that is its own.
    pub fn message(&self) -> Message {
        let message = Message::new(Message::OF_LAW);
        Language::ALL
            .into_iter()
            .fold(message, |message, language| message.with(language.code(), self.of(language)))
    }
}

/// A rule of a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Identifier, shown with every finding under it.
    pub id: String,
    /// How it binds.
    pub force: Force,
    /// How grave a breach is where everything agrees.
    pub severity: Severity,
    /// The text it comes from; none where it is a judgement of this program.
    pub source: Option<SourceRef>,
    /// What the law says that may explain a breach, to be excluded first.
    pub explanations: Vec<Message>,
}

impl Rule {
    /// A judgement of this program, which no law states.
    pub fn of_program(id: &str, severity: Severity) -> Self {
        Self { id: id.to_owned(), force: Force::None, severity, source: None, explanations: Vec::new() }
    }
}

/// The parts of a rule as a profile writes them; a domain's own type has them beside its numbers.
#[derive(Debug, Clone, Default)]
pub struct WrittenRule {
    /// Identifier.
    pub id: String,
    /// How it binds; where it is not said, as grave as it is: a violation needs a binding rule.
    pub force: Option<Force>,
    /// How grave a breach is; where it is not said, a violation of a binding rule and else a warning.
    pub severity: Option<Severity>,
    /// Identifier of the source, with `#article`.
    pub source: Option<String>,
    /// What may explain a breach.
    pub explanations: Vec<Text>,
}

/// A type of a profile with the parts of a rule beside its own fields, and `rule(&profile, id)` that reads them:
/// `written_rule!(WrittenCap, Severity { value: u64 })`, with `Option<Severity>` where how grave a breach is may be left out.
///
/// ```
/// use tizim_evidence::{Severity, written_rule};
/// written_rule!(WrittenCap, Option<Severity> { value: u64 });
/// # let text = "[profile]\nid = 'x'\ntitle = 'X'\ncountry = 'XX'\nelection_day = '2023-03-19'\n";
/// # let profile = tizim_evidence::Profile::from_toml(text)?;
/// let cap: WrittenCap = toml::from_str("value = 3000\nforce = 'described'")?;
/// assert_eq!((cap.value, cap.rule(&profile, "cap")?.severity), (3000, Severity::Warning));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! written_rule {
    ($name:ident, $severity:ty { $($(#[$meta:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            $($(#[$meta])* $field: $kind,)*
            #[serde(default)]
            force: Option<$crate::Force>,
            severity: $severity,
            #[serde(default)]
            source: Option<String>,
            #[serde(default)]
            explanations: Vec<$crate::Text>,
        }

        impl $name {
            /// The parts of the rule, under this identifier.
            fn rule(&self, profile: &$crate::Profile, id: &str) -> Result<$crate::Rule, $crate::ProfileError> {
                profile.rule($crate::WrittenRule {
                    id: id.to_owned(),
                    force: self.force,
                    severity: self.severity.into(),
                    source: self.source.clone(),
                    explanations: self.explanations.clone(),
                })
            }
        }
    };
}

impl Profile {
    /// A rule with its source.
    ///
    /// # Errors
    /// Where `[sources]` does not hold the source, or a rule that does not bind would make violations.
    pub fn rule(&self, written: WrittenRule) -> Result<Rule, ProfileError> {
        let WrittenRule { id, force, severity, source, explanations } = written;
        let source = source.map(|id| self.source(&id)).transpose()?;
        let severity = severity.unwrap_or(match force {
            Some(Force::Binding) => Severity::Violation,
            _ => Severity::Warning,
        });
        let force = force.unwrap_or(match (severity, &source) {
            (Severity::Violation, _) => Force::Binding,
            (_, Some(_)) => Force::Described,
            (_, None) => Force::None,
        });
        if severity == Severity::Violation && force != Force::Binding {
            let reason = "`severity = \"violation\"` needs `force = \"binding\"`";
            return Err(ProfileError::in_section("rule", reason));
        }
        Ok(Rule {
            id,
            force,
            severity,
            source,
            explanations: explanations.iter().map(Text::message).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    fn profile() -> Profile {
        let head = "[profile]\nid = 'x'\ntitle = 'X'\ncountry = 'XX'\nelection_day = '2030-03-17'\n";
        Profile::from_toml(&format!("{head}[sources.law]\ntitle = 'Law'")).unwrap()
    }

    #[test]
    fn what_is_not_said_follows_from_what_is() {
        let rule = |force, severity, source: Option<&str>| {
            let source = source.map(str::to_owned);
            profile().rule(WrittenRule { force, severity, source, ..WrittenRule::default() })
        };
        let read =
            |force, severity, source| rule(force, severity, source).map(|rule| (rule.force, rule.severity));
        assert_eq!(read(Some(Force::Binding), None, None).unwrap(), (Force::Binding, Severity::Violation));
        assert_eq!(read(Some(Force::Described), None, None).unwrap(), (Force::Described, Severity::Warning));
        assert_eq!(read(None, Some(Severity::Violation), None).unwrap().0, Force::Binding);
        assert_eq!(read(None, Some(Severity::Notice), Some("law")).unwrap().0, Force::Described);
        assert_eq!(read(None, None, None).unwrap(), (Force::None, Severity::Warning));
        assert!(rule(Some(Force::Described), Some(Severity::Violation), None).is_err());
        assert!(rule(None, None, Some("lore")).is_err());
    }

    #[test]
    fn a_sentence_is_said_in_the_language_of_the_report() {
        let text: BTreeMap<String, Text> =
            toml::from_str("a = 'One.'\nb = { ru = 'Одно.', en = 'One.' }\nc = { kk = 'Бір.' }").unwrap();
        let say = |name: &str, language: &str| {
            let file = format!("[law]\nsaid = '{{{language}}}'");
            Catalogue::from_toml([file.as_str()]).unwrap().text(&text[name].message())
        };
        assert_eq!(
            [say("a", "ru"), say("b", "ru"), say("b", "kk"), say("c", "en")],
            ["One.", "Одно.", "One.", "Бір."]
        );
        assert!(toml::from_str::<BTreeMap<String, Text>>("a = { de = 'Eins.' }").is_err());
    }
}
