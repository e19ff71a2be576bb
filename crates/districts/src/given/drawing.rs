//! The rules that the drawing of districts had to keep, with who laid each down.

use serde::{Deserialize, Serialize};
use tizim_evidence::{Rule, Severity, SourceRef, Text};

/// Who laid a rule of drawing down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The law.
    Statute,
    /// A resolution of the body that drew the districts.
    Resolution,
    /// Nobody: it was open.
    None,
    /// It is taken to have held, and nobody has said who laid it down.
    #[serde(rename = "not_stated")]
    NotStated,
}

/// What a rule of drawing demands, where this crate can compute with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// At least so many districts in every region.
    MinimumSeats,
    /// No district across a region's border.
    NoCrossing,
    /// The number of districts is fixed.
    HouseSize,
    /// How many districts a region gets.
    Allocation,
    /// Where the borders run within a region.
    Drawing,
}

impl Demand {
    /// The word in profiles and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::MinimumSeats => "minimum_seats",
            Self::NoCrossing => "no_crossing",
            Self::HouseSize => "house_size",
            Self::Allocation => "allocation",
            Self::Drawing => "drawing",
        }
    }
}

/// One rule of the drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawingRule {
    /// Stable identifier.
    pub id: String,
    /// What it demands.
    pub demand: Demand,
    /// The number in it, where there is one: seats at least, seats in all.
    #[serde(default)]
    pub value: Option<u64>,
    /// Who laid it down.
    pub origin: Origin,
    /// Its text.
    #[serde(default)]
    pub source: Option<SourceRef>,
    /// What it says that may explain what it led to.
    #[serde(default)]
    pub explanations: Vec<Text>,
}

impl DrawingRule {
    /// The rule as findings cite it.
    pub(crate) fn cited(&self, severity: Severity) -> Rule {
        Rule {
            source: self.source.clone(),
            explanations: self.explanations.iter().map(Text::message).collect(),
            ..Rule::of_program(&self.id, severity)
        }
    }
}
