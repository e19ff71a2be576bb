//! The section `[avc]` of a law profile as the audit knows it: every number and rule of law and every threshold of
//! judgement. How a profile writes it is in `written`.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;
use tizim_evidence::{Rule, SourceRef};

use crate::{Conventions, ListKind, Number, Published, Rational, RuleId};

/// A level of the hierarchy of commissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Precinct.
    Precinct,
    /// Territorial election commission.
    Tec,
    /// Region.
    Region,
    /// The country.
    Nation,
}

impl Level {
    /// All levels, from the bottom.
    pub const ALL: [Self; 4] = [Self::Precinct, Self::Tec, Self::Region, Self::Nation];

    /// The word used in JSON and as kind of a finding's subject.
    pub fn word(self) -> &'static str {
        match self {
            Self::Precinct => "precinct",
            Self::Tec => "tec",
            Self::Region => "region",
            Self::Nation => "nation",
        }
    }
}

/// What a rule on the number of forms demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// No more than the quota.
    AtMost,
    /// Just the quota.
    Equal,
}

/// A rule on the number of forms at one level.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaRule {
    /// Level at which it holds.
    pub level: Level,
    /// What it demands.
    pub demand: Demand,
    /// The rule itself.
    pub rule: Rule,
}

/// The window in which certificates may be issued.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Kind of election; empty for every kind that has no window of its own.
    pub election_kind: String,
    /// First day of issue.
    pub from: Date,
    /// Last moment of issue, local time; midnight at the end of a day is `24:00` written as the next day's `00:00`.
    pub until: DateTime,
    /// The rule itself.
    pub rule: Rule,
}

/// The day and hours of voting.
#[derive(Debug, Clone, PartialEq)]
pub struct Polls {
    /// Kind of election; empty for every kind that has no day of its own.
    pub election_kind: String,
    /// Election day.
    pub day: Date,
    /// Opening, local time.
    pub open: Time,
    /// Close, local time.
    pub close: Time,
    /// The rule itself.
    pub rule: Rule,
}

/// A part of a country that keeps another clock than the rest, for a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeZone {
    /// First day on which it holds; always before, where absent.
    #[serde(default)]
    pub from: Option<Date>,
    /// First day on which it no longer holds.
    #[serde(default)]
    pub until: Option<Date>,
    /// Hours east of UTC.
    pub offset_hours: i8,
    /// Regions by any of their names; none for the rest of the country.
    #[serde(default)]
    pub regions: Vec<String>,
}

/// How grave an entry of a certificate holder on another list is: as grave as the rule says where the identification number
/// agrees; a match by name is never above `warning`.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherList {
    /// Kind of list.
    pub kind: ListKind,
    /// Whether an entry at the destination that bears the certificate's serial is lawful.
    pub lawful_with_serial: bool,
    /// The rule itself.
    pub rule: Rule,
}

/// A figure that was published, for the worked example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFigure {
    /// The number.
    pub value: u64,
    /// Day for which it holds.
    pub as_of: Option<Date>,
    /// Who published it.
    pub source: SourceRef,
}

/// Thresholds of the search for unusual rates.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutlierRules {
    /// The stated rate of false alarms over a whole audit.
    pub false_alarm_rate: f64,
    /// Least ratio to what was expected (upwards; its inverse downwards) that is worth anyone's time.
    pub least_ratio: f64,
    /// Least difference to the expected count.
    pub least_difference: f64,
    /// Least number of units that a comparison needs.
    pub least_units: usize,
    /// Least run of consecutive serials used in one place.
    pub least_run: usize,
    /// A run whose uses lie closer together than this counts as used at one time.
    pub run_minutes: i64,
}

/// The section `[avc]` of a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct AvcRules {
    /// Share of the voters for whom there is a form.
    pub share: Rational,
    /// Which of the two electorates is the first basis: `basis_day` or `election_day`.
    pub basis: Basis,
    /// The day from which the quota is reckoned.
    pub basis_day: Option<Date>,
    /// Rules on the number of forms.
    pub quota: Vec<QuotaRule>,
    /// Windows of issue.
    pub window: Vec<Window>,
    /// Days and hours of voting.
    pub polls: Vec<Polls>,
    /// Hours in which an issue is worth a look, such as from 22:00 to 06:00.
    pub night: Option<Night>,
    /// Clocks of the country.
    pub time_zone: Vec<TimeZone>,
    /// Entries on other lists.
    pub other_list: Vec<OtherList>,
    /// How grave each single rule is; `warning` where the profile says nothing of it.
    pub rule: BTreeMap<RuleId, Rule>,
    /// Numbers that the law requires of every precinct.
    pub required_numbers: Vec<Number>,
    /// Thresholds for unusual rates.
    pub outliers: OutlierRules,
    /// What is taken as usual where no law says it.
    pub conventions: Conventions,
    /// Published national figures of this election, for the worked example.
    pub published: BTreeMap<Published, PublishedFigure>,
}

/// The electorate from which the quota is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Voters on the day that the profile names.
    BasisDay,
    /// Voters on election day.
    ElectionDay,
}

/// Hours of the night.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Night {
    /// From this hour.
    pub from: Time,
    /// Until this hour of the next morning.
    pub until: Time,
}
