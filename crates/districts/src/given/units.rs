//! The input: districts, the regions they lie in, and what is known of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tizim_evidence::{Evidence, Shape, Status};

use super::grade::Grade;
use crate::{Facts, TurnoutSeries};

/// What is known of a count of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Electorate {
    /// The count itself.
    Known(u64),
    /// The count lies between these, both included.
    Between {
        /// Lower bound.
        low: u64,
        /// Upper bound.
        high: u64,
    },
    /// Nothing beside what totals and order facts imply.
    #[default]
    Unknown,
}

impl Electorate {
    /// The count of a table row: `voters` where it stands alone, else the bounds where both are there.
    ///
    /// ```
    /// use tizim_districts::Electorate;
    /// assert_eq!(Electorate::from_columns(Some(5), None, None), Electorate::Known(5));
    /// assert_eq!(Electorate::from_columns(None, Some(4), Some(6)), Electorate::Between { low: 4, high: 6 });
    /// assert_eq!(Electorate::from_columns(None, None, None), Electorate::Unknown);
    /// ```
    pub fn from_columns(voters: Option<u64>, low: Option<u64>, high: Option<u64>) -> Self {
        match (voters, low, high) {
            (_, Some(low), Some(high)) => Self::Between { low, high },
            (Some(count), ..) => Self::Known(count),
            _ => Self::Unknown,
        }
    }

    /// The bounds after a count of another date may have drifted by this fraction either way, rounded outward.
    ///
    /// ```
    /// use tizim_districts::Electorate;
    /// assert_eq!(Electorate::Known(1000).range(0.01), Some((990, 1010)));
    /// assert_eq!(Electorate::Known(1000).range(0.0), Some((1000, 1000)));
    /// assert_eq!(Electorate::Unknown.range(0.01), None);
    /// ```
    pub fn range(self, drift: f64) -> Option<(u64, u64)> {
        let (low, high) = match self {
            Self::Known(count) => (count, count),
            Self::Between { low, high } => (low, high),
            Self::Unknown => return None,
        };
        if drift.is_nan() || drift <= 0.0 {
            return Some((low, high));
        }
        // In whole millionths, so that the bounds are exact and rounded outward.
        let millionths = (drift.min(1000.0) * 1e6 - 1e-6).ceil().max(0.0) as u128;
        let below = u128::from(low) * 1_000_000_u128.saturating_sub(millionths) / 1_000_000;
        let above = (u128::from(high) * (1_000_000 + millionths)).div_ceil(1_000_000);
        Some((u64::try_from(below).unwrap_or(low), u64::try_from(above).unwrap_or(u64::MAX)))
    }

    /// The figure a reader would quote: the count, or the middle of its bounds.
    pub fn central(self) -> Option<f64> {
        match self {
            Self::Known(count) => Some(count as f64),
            Self::Between { low, high } => Some(f64::midpoint(low as f64, high as f64)),
            Self::Unknown => None,
        }
    }
}

/// Whom the districts are to hold in equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Registered voters.
    #[default]
    Voters,
    /// Residents.
    Population,
    /// Citizens.
    Citizens,
}

impl Basis {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Voters => "voters",
            Self::Population => "population",
            Self::Citizens => "citizens",
        }
    }
}

/// One district, or a unit that elects several members.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Identifier, unique in the table.
    pub id: String,
    /// Name; the identifier where the table has none.
    pub name: String,
    /// Identifier of the region it lies in.
    pub region: Option<String>,
    /// Council or other body that it belongs to, where the table holds several.
    pub group: Option<String>,
    /// Members it elects.
    pub seats: u32,
    /// Whom it holds.
    pub electorate: Electorate,
    /// Fraction by which the count may differ from its value on the day of the totals; 0 where it is of that day.
    pub drift: f64,
    /// The same unit counted on other bases, where the table has them.
    pub other_bases: Vec<(Basis, Electorate)>,
    /// Where the count stands between published and unknown.
    pub status: Status,
    /// How official its source is, where that is stated.
    pub grade: Option<Grade>,
    /// Who states it.
    pub source: Option<String>,
    /// Day of the count, ISO, or a month.
    pub as_of: Option<String>,
    /// Where it stands in the input.
    pub evidence: Option<Evidence>,
}

impl Unit {
    /// A unit of one seat and this electorate, with nothing else known.
    ///
    /// ```
    /// use tizim_districts::{Electorate, Unit};
    /// let unit = Unit::new("10", Electorate::Known(562_590));
    /// assert_eq!((unit.name.as_str(), unit.seats), ("10", 1));
    /// ```
    pub fn new(id: impl Into<String>, electorate: Electorate) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            region: None,
            group: None,
            seats: 1,
            electorate,
            drift: 0.0,
            other_bases: Vec::new(),
            status: match electorate {
                Electorate::Unknown => Status::Unknown,
                _ => Status::Counted,
            },
            grade: None,
            source: None,
            as_of: None,
            evidence: None,
        }
    }

    /// Places it in a region.
    #[must_use]
    pub fn in_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the members it elects.
    #[must_use]
    pub fn electing(mut self, seats: u32) -> Self {
        self.seats = seats;
        self
    }

    /// The bounds of its electorate on the day of the totals, where anything is stated.
    pub fn range(&self) -> Option<(u64, u64)> {
        self.electorate.range(self.drift)
    }
}

/// An estimate: never mixed with what is published, always named as what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Central value.
    pub mean: f64,
    /// Standard deviation.
    pub deviation: f64,
}

/// A region: a claimant of whole districts.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Identifier, as units name it.
    pub id: String,
    /// Name.
    pub name: String,
    /// Seats it was given; `None` to take them from its units.
    pub seats: Option<u32>,
    /// Its published electorate.
    pub electorate: Electorate,
    /// Fraction by which the count may differ from its value on the day of the totals.
    pub drift: f64,
    /// Estimate, where nothing is published.
    pub estimate: Option<Estimate>,
    /// Residents, where known.
    pub population: Option<u64>,
    /// Where the count stands between published and unknown.
    pub status: Status,
    /// How official its source is, where that is stated.
    pub grade: Option<Grade>,
    /// Who states it.
    pub source: Option<String>,
    /// Day of the count.
    pub as_of: Option<String>,
}

/// The total row at the foot of a table: never used, only held against the rows above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedTotal {
    /// The sum that it states, on the basis of `electorate`.
    pub count: u64,
    /// Where it stands; it is held against the units of the same file. Without it, against all.
    pub evidence: Option<Evidence>,
}

/// How a district is drawn: nothing is measured by it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Its shape.
    pub shape: Shape,
    /// A name that fits into a tile.
    pub short: Option<String>,
}

/// Everything an audit of districts looks at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Districts {
    /// The districts.
    pub units: Vec<Unit>,
    /// Regions, where a table of them is given; else they are made from the units.
    pub regions: Vec<Region>,
    /// Known totals and order.
    pub facts: Facts,
    /// The regions with the figures that were known when the districts were drawn; empty where no table says so. The
    /// totals of that time stand in the facts.
    pub regions_when_drawn: Vec<Region>,
    /// The series of turnout that the facts name.
    pub turnout: Option<TurnoutSeries>,
    /// Total rows at the foot of the tables that the units come from.
    pub stated_totals: Vec<StatedTotal>,
    /// Places of units that may be sums of others: they are judged as the others, and it is told how all would read
    /// without them.
    pub perhaps_totals: Vec<usize>,
    /// What `electorate` counts.
    pub basis: Basis,
    /// The column that `group` was read from.
    pub by: Option<String>,
    /// Where districts are drawn on a map, by their identifiers; those that have no shape are not on it.
    pub shapes: BTreeMap<String, Drawn>,
    /// What else is drawn on that map, and is no district of the table: code, name, and where.
    pub unlisted: Vec<(String, String, Drawn)>,
    /// Whether the electorates are made up, which the map then says.
    pub synthetic: bool,
    /// Whether these are the very districts whose rules of drawing the profile states. Of any other table, such as a
    /// user's own, nobody has said who laid which rule down: its house is its own number of seats, and the origin of
    /// its rules is not stated.
    pub of_profile: bool,
}

impl Districts {
    /// The same districts as far as they were known when they were drawn: regions and totals of that time, and no
    /// figure of a single district. `None` where nothing is stated of that time.
    pub(crate) fn as_drawn(&self) -> Option<Self> {
        let totals = self.facts.when_drawn.clone()?;
        let unknown = |unit: &Unit| Unit { electorate: Electorate::Unknown, drift: 0.0, ..unit.clone() };
        Some(Self {
            units: self.units.iter().map(unknown).collect(),
            regions: self.regions_when_drawn.clone(),
            facts: Facts { totals, grade: self.facts.grade, ..Facts::default() },
            basis: self.basis,
            of_profile: self.of_profile,
            ..Self::default()
        })
    }

    /// Districts without facts or a table of regions.
    pub fn of(units: Vec<Unit>) -> Self {
        Self { units, ..Self::default() }
    }
}
