//! What a profile names in the section `[avc]`: numbers of the table of precincts, published figures, kinds of list.

use serde::Deserialize;

/// A kind of list that lets a person vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// Residents for a time.
    Temporary,
    /// A hospital, a remand centre, a ship, a garrison.
    Special,
    /// Added shortly before or on election day.
    Supplementary,
    /// Arrivals with a certificate.
    Avc,
}

impl ListKind {
    /// The word in profiles and findings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Temporary => "temporary",
            Self::Special => "special",
            Self::Supplementary => "supplementary",
            Self::Avc => "avc",
        }
    }
}

macro_rules! columns {
    ($(#[$about:meta])* $kind:ident: $($name:ident $word:literal $text:literal)*) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        pub enum $kind {
            $(#[doc = $text] #[serde(rename = $word)] $name,)*
        }

        impl $kind {
            /// The word in profiles and JSON.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

columns! {
    /// A number of the table of precincts, by its column.
    Number:
    Voters "voters" "Registered voters."
    VotersBasis "voters_basis" "Registered voters on the day from which the quota is reckoned."
    Members "members" "Members of the commission."
    Forms "forms" "Forms received."
    ExtraForms "extra_forms" "Further forms received."
    IssuedReported "issued_reported" "Certificates issued."
    UsedReported "used_reported" "Votes with a certificate."
    ReturnedReported "returned_reported" "Forms returned."
    CancelledReported "cancelled_reported" "Forms spoilt or cancelled."
    LeftOverReported "left_over_reported" "Forms left over."
    Voted "voted" "All who voted."
}

columns! {
    /// A national figure that may have been published.
    Published:
    Voters "voters" "Registered voters on the day from which the quota is reckoned."
    VotersElectionDay "voters_election_day" "Registered voters on election day."
    Voted "voted" "All who voted."
    Forms "forms" "Forms supplied."
    Issued "issued" "Certificates issued."
    Used "used" "Votes with a certificate."
    Returned "returned" "Forms or certificates returned."
}
