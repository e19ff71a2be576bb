//! How grave a finding or the breach of a rule is.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// How grave a finding is.
///
/// `violation` needs a binding rule and an identifier that agrees; a statistical outlier is never above `warning`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// A gap in law or data, or a difference that hangs on a reading of the rule.
    Notice,
    /// A lead: look at it.
    Warning,
    /// A binding rule was not kept, as far as the input shows.
    Violation,
}

impl Severity {
    /// All severities, mildest first.
    pub const ALL: [Self; 4] = [Self::Info, Self::Notice, Self::Warning, Self::Violation];

    /// The word used in JSON and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Violation => "violation",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

/// The word is none of the four severities.
#[derive(Debug, thiserror::Error)]
#[error("expected one of info, notice, warning, violation")]
pub struct UnknownSeverity;

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|severity| severity.word() == word).ok_or(UnknownSeverity)
    }
}

impl<'de> serde::Deserialize<'de> for Severity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        word.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_read_back() {
        for severity in Severity::ALL {
            assert_eq!(severity.word().parse::<Severity>().unwrap(), severity);
        }
        assert!("fatal".parse::<Severity>().is_err());
    }
}
