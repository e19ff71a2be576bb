//! The kinds of list a person can stand on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a list is for. The profile says of each pair of kinds whether a second entry is lawful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The list of a precinct, by place of residence: the home list.
    Permanent,
    /// Residents for a time, who were to be taken off their home list.
    Temporary,
    /// A hospital, a remand centre, a ship, a garrison, a remote camp, a mission abroad.
    Special,
    /// Added shortly before or on election day.
    Supplementary,
    /// Arrivals with an absentee certificate.
    Avc,
    /// A register of residence certificates handed out.
    ResidenceCertificates,
    /// Signatures in support of one candidate.
    Signatures,
}

/// The word is no kind of list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected one of permanent, temporary, special, supplementary, avc, residence-certificates, signatures"
)]
pub struct UnknownKind;

impl Kind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 7] = [
        Self::Permanent,
        Self::Temporary,
        Self::Special,
        Self::Supplementary,
        Self::Avc,
        Self::ResidenceCertificates,
        Self::Signatures,
    ];

    /// The word used on the command line and in every output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Temporary => "temporary",
            Self::Special => "special",
            Self::Supplementary => "supplementary",
            Self::Avc => "avc",
            Self::ResidenceCertificates => "residence-certificates",
            Self::Signatures => "signatures",
        }
    }

    /// Whether standing on the list lets a person vote there.
    pub fn is_voter_list(self) -> bool {
        !matches!(self, Self::ResidenceCertificates | Self::Signatures)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(UnknownKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_numbered_as_listed() {
        assert!(Kind::ALL.iter().enumerate().all(|(number, kind)| *kind as usize == number));
    }

    #[test]
    fn kinds_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(kind.word().parse::<Kind>(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        assert_eq!("home".parse::<Kind>(), Err(UnknownKind));
    }
}
