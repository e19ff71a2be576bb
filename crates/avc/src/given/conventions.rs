//! What is taken as usual where no law says it: how commissions round, what number nobody holds, how people travel.

use serde::Deserialize;

use crate::Rational;

/// The section `[avc.conventions]` of a profile; what it leaves out is as below.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Conventions {
    /// A way of rounding is a commission's custom where so many of its precincts keep it (4/5),
    pub custom_share: Rational,
    /// and these are at least so many whose quota is no whole number (3).
    pub custom_precincts: usize,
    /// A number that more certificates than this bear is no person's, whatever its check digit says (20).
    pub number_of_nobody: usize,
    /// Parties are taken to be at least so large (2) where flows are judged, and where no register shows how large they are.
    pub party: f64,
    /// Fewer certificates than this do not show how large parties are (100).
    pub party_certificates: u64,
    /// A region with fewer other places of issue (4),
    pub least_homes: usize,
    /// or where these have fewer used certificates (50), does not show where its people go.
    pub least_uses: u64,
    /// Flows smaller than this are no concentration (3).
    pub least_flow: u64,
}

impl Default for Conventions {
    fn default() -> Self {
        Self {
            custom_share: Rational::FOUR_FIFTHS,
            custom_precincts: 3,
            number_of_nobody: 20,
            party: 2.0,
            party_certificates: 100,
            least_homes: 4,
            least_uses: 50,
            least_flow: 3,
        }
    }
}
