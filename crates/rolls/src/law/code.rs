//! The stable codes of this audit's findings.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A finding code of the rolls audit. Codes are never renumbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Code {
    /// Twice in one precinct's list.
    #[serde(rename = "ROLL-001")]
    TwiceInPrecinct,
    /// On the permanent lists of two precincts.
    #[serde(rename = "ROLL-002")]
    TwoPrecincts,
    /// On a special list and on the home list.
    #[serde(rename = "ROLL-003")]
    SpecialAndHome,
    /// On a temporary list and still on the home list.
    #[serde(rename = "ROLL-004")]
    TemporaryAndHome,
    /// On a supplementary list and on another list.
    #[serde(rename = "ROLL-005")]
    SupplementaryAndOther,
    /// An absentee certificate's home row without a mark, or its destination row without the matching serial.
    #[serde(rename = "ROLL-006")]
    CertificateUnmatched,
    /// On two lists of which neither is permanent.
    #[serde(rename = "ROLL-007")]
    TwoOtherLists,
    /// A second entry that a mark explains: one of the two was taken off its list.
    #[serde(rename = "ROLL-008")]
    ExplainedByMark,
    /// Malformed identification numbers.
    #[serde(rename = "ROLL-010")]
    IinMalformed,
    /// Number against birth date or sex.
    #[serde(rename = "ROLL-011")]
    IinAgainstPerson,
    /// One number, two people.
    #[serde(rename = "ROLL-012")]
    OneIinTwoPeople,
    /// One person, two numbers.
    #[serde(rename = "ROLL-013")]
    OnePersonTwoIins,
    /// Under age on election day.
    #[serde(rename = "ROLL-014")]
    UnderAge,
    /// An implausible age.
    #[serde(rename = "ROLL-015")]
    ImplausibleAge,
    /// A precinct above its cap.
    #[serde(rename = "ROLL-020")]
    AboveCap,
    /// Commission size against voters.
    #[serde(rename = "ROLL-021")]
    CommissionSize,
    /// Many voters at one address.
    #[serde(rename = "ROLL-022")]
    ManyAtAddress,
    /// Election-day additions out of line.
    #[serde(rename = "ROLL-023")]
    AdditionsOutOfLine,
    /// Totals that do not roll forward.
    #[serde(rename = "ROLL-024")]
    TotalsDoNotRoll,
    /// Added outside the window of the kind of list.
    #[serde(rename = "ROLL-025")]
    OutsideWindow,
    /// More than one residence certificate.
    #[serde(rename = "ROLL-030")]
    ResidenceCertificates,
    /// More than one signature for one candidate.
    #[serde(rename = "ROLL-031")]
    Signatures,
    /// Additions and certificates of residence that do not go together.
    #[serde(rename = "ROLL-032")]
    ProofOfResidence,
    /// Two rows that are probably one person's.
    #[serde(rename = "ROLL-040")]
    ProbableDuplicate,
    /// Two people of one household with one birth date.
    #[serde(rename = "ROLL-041")]
    TwinsOrHousehold,
    /// Two people of one name, a generation apart.
    #[serde(rename = "ROLL-042")]
    GenerationApart,
    /// A check that could not be made.
    #[serde(rename = "ROLL-090")]
    NotChecked,
}

impl Code {
    /// All codes, ascending.
    pub const ALL: [Self; 27] = [
        Self::TwiceInPrecinct,
        Self::TwoPrecincts,
        Self::SpecialAndHome,
        Self::TemporaryAndHome,
        Self::SupplementaryAndOther,
        Self::CertificateUnmatched,
        Self::TwoOtherLists,
        Self::ExplainedByMark,
        Self::IinMalformed,
        Self::IinAgainstPerson,
        Self::OneIinTwoPeople,
        Self::OnePersonTwoIins,
        Self::UnderAge,
        Self::ImplausibleAge,
        Self::AboveCap,
        Self::CommissionSize,
        Self::ManyAtAddress,
        Self::AdditionsOutOfLine,
        Self::TotalsDoNotRoll,
        Self::OutsideWindow,
        Self::ResidenceCertificates,
        Self::Signatures,
        Self::ProofOfResidence,
        Self::ProbableDuplicate,
        Self::TwinsOrHousehold,
        Self::GenerationApart,
        Self::NotChecked,
    ];

    /// The code as it is written everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::TwiceInPrecinct => "ROLL-001",
            Self::TwoPrecincts => "ROLL-002",
            Self::SpecialAndHome => "ROLL-003",
            Self::TemporaryAndHome => "ROLL-004",
            Self::SupplementaryAndOther => "ROLL-005",
            Self::CertificateUnmatched => "ROLL-006",
            Self::TwoOtherLists => "ROLL-007",
            Self::ExplainedByMark => "ROLL-008",
            Self::IinMalformed => "ROLL-010",
            Self::IinAgainstPerson => "ROLL-011",
            Self::OneIinTwoPeople => "ROLL-012",
            Self::OnePersonTwoIins => "ROLL-013",
            Self::UnderAge => "ROLL-014",
            Self::ImplausibleAge => "ROLL-015",
            Self::AboveCap => "ROLL-020",
            Self::CommissionSize => "ROLL-021",
            Self::ManyAtAddress => "ROLL-022",
            Self::AdditionsOutOfLine => "ROLL-023",
            Self::TotalsDoNotRoll => "ROLL-024",
            Self::OutsideWindow => "ROLL-025",
            Self::ResidenceCertificates => "ROLL-030",
            Self::Signatures => "ROLL-031",
            Self::ProofOfResidence => "ROLL-032",
            Self::ProbableDuplicate => "ROLL-040",
            Self::TwinsOrHousehold => "ROLL-041",
            Self::GenerationApart => "ROLL-042",
            Self::NotChecked => "ROLL-090",
        }
    }

    /// Whether the code judges two entries of one person.
    pub(crate) fn is_second_entry(self) -> bool {
        self <= Self::TwoOtherLists || matches!(self, Self::ResidenceCertificates | Self::Signatures)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_alike_everywhere() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.word());
        }
        assert!(Code::ALL.windows(2).all(|pair| pair[0].word() < pair[1].word()));
        assert_eq!(Code::ALL.iter().filter(|code| code.is_second_entry()).count(), 9);
    }
}
