//! What is known beside the table: totals, and which unit is the smallest or the largest.
//!
//! The TOML form:
//!
//! ```toml
//! source = "who states all this"     # optional; also { en = "…", ru = "…", kk = "…" }
//! smallest = "28"                    # no unit holds fewer people per seat
//! largest = "10"                     # no unit holds more
//! order = [["28", "24"]]             # the first of a pair holds no more per seat than the second
//!
//! [totals]
//! nation = 12032550                  # or [low, high]
//! as_of = "2023-02-26"               # optional
//!
//! [totals.regions]
//! "KZ-10" = 408607                   # or [low, high]
//!
//! [when_drawn]                       # optional: what was known when the districts were drawn; as [totals]
//! nation = 11950485
//! as_of = "2022-10-31"
//!
//! # A series of turnout, with what its bounds assume: see [`crate::TurnoutDay`].
//! # turnout = "turnout.csv"          # before the first table
//! # [turnout_day]
//! # within = 0.0005
//!
//! [[observed]]                       # optional: samples of observers, see [`crate::ObservedSample`]
//! what = "additions"
//! stations = 1352
//! mean = 25
//! net_growth = 12369
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;
use tizim_evidence::Language;

use super::grade::Grade;
use crate::{DistrictsError, ObservedSample, TurnoutDay};

/// A count that is known, or known to lie between two counts, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "Stated")]
pub struct CountRange {
    /// Lower bound.
    pub low: u64,
    /// Upper bound.
    pub high: u64,
}

impl CountRange {
    /// Both bounds are this count.
    pub fn exactly(count: u64) -> Self {
        Self { low: count, high: count }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stated {
    Count(u64),
    Between([u64; 2]),
}

impl From<Stated> for CountRange {
    fn from(stated: Stated) -> Self {
        match stated {
            Stated::Count(count) => Self::exactly(count),
            Stated::Between([low, high]) => Self { low, high },
        }
    }
}

/// Known totals.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KnownTotals {
    /// The whole.
    pub nation: Option<CountRange>,
    /// Day of the totals.
    pub as_of: Option<String>,
    /// By region identifier.
    pub regions: BTreeMap<String, CountRange>,
}

/// Facts beside the table. See the module's head for the TOML form.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// Totals.
    pub totals: KnownTotals,
    /// The unit with the fewest people per seat.
    pub smallest: Option<String>,
    /// The unit with the most people per seat.
    pub largest: Option<String>,
    /// Pairs of which the first holds no more people per seat than the second.
    pub order: Vec<[String; 2]>,
    /// Totals known when the districts were drawn: what was forced is asked on them.
    pub when_drawn: Option<KnownTotals>,
    /// File of a turnout series, beside the file of facts.
    pub turnout: Option<String>,
    /// What bounds from that series assume.
    pub turnout_day: TurnoutDay,
    /// What observers saw in samples of stations.
    pub observed: Vec<ObservedSample>,
    /// Who states the facts.
    pub source: Option<String>,
    /// How official that source is.
    pub grade: Option<Grade>,
}

impl Facts {
    /// Reads the TOML form.
    ///
    /// ```
    /// use tizim_districts::{CountRange, Facts};
    /// let facts = Facts::from_toml("smallest = '28'\n[totals]\nnation = [10, 12]")?;
    /// assert_eq!(facts.totals.nation, Some(CountRange { low: 10, high: 12 }));
    /// # Ok::<(), tizim_districts::DistrictsError>(())
    /// ```
    ///
    /// # Errors
    /// Where the text is not TOML, holds an unknown key, a negative count, or bounds the wrong way round.
    pub fn from_toml(text: &str) -> Result<Self, DistrictsError> {
        Self::from_toml_in(text, Language::En)
    }

    /// The same, where texts may be given in several languages (`source = { en = "…", ru = "…" }`): read in this one.
    ///
    /// ```
    /// use tizim_districts::Facts;
    /// use tizim_evidence::Language;
    /// let facts = Facts::from_toml_in("source = { en = 'a count', ru = 'подсчёт' }", Language::Ru)?;
    /// assert_eq!(facts.source.as_deref(), Some("подсчёт"));
    /// # Ok::<(), tizim_districts::DistrictsError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Facts::from_toml`].
    pub fn from_toml_in(text: &str, language: Language) -> Result<Self, DistrictsError> {
        let facts: Self = tizim_evidence::read_toml_in(text, language).map_err(|fault| {
            DistrictsError::Syntax { what: "the file of facts", reason: fault.to_string() }
        })?;
        for totals in std::iter::once(&facts.totals).chain(&facts.when_drawn) {
            let nation = totals.nation.iter().map(|range| ("nation", range));
            let regions = totals.regions.iter().map(|(id, range)| (id.as_str(), range));
            if let Some((id, _)) = nation.chain(regions).find(|(_, range)| range.low > range.high) {
                return Err(DistrictsError::Reversed { id: id.to_owned() });
            }
        }
        if let Some((id, _)) = facts.turnout_day.between.iter().find(|(_, range)| range.low > range.high) {
            return Err(DistrictsError::Reversed { id: id.clone() });
        }
        facts.observed.iter().try_for_each(ObservedSample::check)?;
        Ok(facts)
    }

    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.totals.nation.is_none()
            && self.totals.regions.is_empty()
            && self.smallest.is_none()
            && self.largest.is_none()
            && self.order.is_empty()
            && self.when_drawn.is_none()
            && self.turnout.is_none()
            && self.observed.is_empty()
    }
}
