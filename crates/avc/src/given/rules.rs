//! The section `[avc]` of a law profile: every number and rule of law and every threshold of judgement.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;
use tizim_evidence::{Profile, ProfileError, Severity, SourceRef};

use crate::{ListKind, Number, Published, Rational, RuleId};

/// How strongly a rule binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// A rule of law in force.
    Binding,
    /// A practice that a source describes, without a rule that was seen.
    Described,
    /// A recommendation.
    Recommended,
}

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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaRule {
    /// Stable identifier.
    pub id: String,
    /// Level at which it holds.
    pub level: Level,
    /// What it demands.
    pub demand: Demand,
    /// How strongly it binds.
    pub force: Force,
    /// Its source, by identifier of the profile's `[sources]`, with `#article`.
    pub source: String,
}

/// The window in which certificates may be issued.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Kind of election; empty for every kind that has no window of its own.
    #[serde(default)]
    pub election_kind: String,
    /// First day of issue.
    pub from: Date,
    /// Last moment of issue, local time; midnight at the end of a day is `24:00` written as the next day's `00:00`.
    pub until: DateTime,
    /// How strongly the rule binds.
    pub force: Force,
    /// Its source.
    pub source: String,
}

/// The day and hours of voting.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Polls {
    /// Kind of election; empty for every kind that has no day of its own.
    #[serde(default)]
    pub election_kind: String,
    /// Election day.
    pub day: Date,
    /// Opening, local time.
    pub open: Time,
    /// Close, local time.
    pub close: Time,
    /// Its source.
    pub source: String,
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

/// How grave an entry of a certificate holder on another list is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherList {
    /// Kind of list.
    pub kind: ListKind,
    /// Severity where the identification number agrees; a match by name is never above `warning`.
    pub severity: Severity,
    /// Whether an entry at the destination that bears the certificate's serial is lawful.
    #[serde(default)]
    pub lawful_with_serial: bool,
    /// Its source.
    pub source: String,
}

/// A rule with a severity of its own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimpleRule {
    /// Severity where everything agrees.
    pub severity: Severity,
    /// Its source.
    pub source: String,
}

/// A figure that was published, for the worked example.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedFigure {
    /// The number.
    pub value: u64,
    /// Day for which it holds.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// Its source.
    pub source: String,
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvcRules {
    /// Share of the voters for whom there is a form.
    pub share: Rational,
    /// Which of the two electorates is the first basis: `basis_day` or `election_day`.
    pub basis: Basis,
    /// The day from which the quota is reckoned.
    #[serde(default)]
    pub basis_day: Option<Date>,
    /// Rules on the number of forms.
    #[serde(default)]
    pub quota: Vec<QuotaRule>,
    /// Windows of issue.
    #[serde(default)]
    pub window: Vec<Window>,
    /// Days and hours of voting.
    #[serde(default)]
    pub polls: Vec<Polls>,
    /// Hours in which an issue is worth a look, such as from 22:00 to 06:00.
    #[serde(default)]
    pub night: Option<Night>,
    /// Clocks of the country.
    #[serde(default)]
    pub time_zone: Vec<TimeZone>,
    /// Entries on other lists.
    #[serde(default)]
    pub other_list: Vec<OtherList>,
    /// How grave each single rule is; `warning` where the profile says nothing of it.
    #[serde(default)]
    pub rule: BTreeMap<RuleId, SimpleRule>,
    /// Numbers that the law requires of every precinct.
    #[serde(default)]
    pub required_numbers: Vec<Number>,
    /// Thresholds for unusual rates.
    pub outliers: OutlierRules,
    /// Published national figures of this election, for the worked example.
    #[serde(default)]
    pub published: BTreeMap<Published, PublishedFigure>,
    /// The sources named above, filled in by [`AvcRules::from_profile`].
    #[serde(skip)]
    pub sources: BTreeMap<String, SourceRef>,
}

impl AvcRules {
    /// The section `[avc]` of a profile with the sources it names; `None` where the profile has no such section.
    ///
    /// # Errors
    /// Where the section is not valid: it names an unknown rule, kind, number or source, or its numbers make no sense.
    pub fn from_profile(profile: &Profile) -> Result<Option<Self>, ProfileError> {
        let Some(mut rules) = profile.section::<Self>("avc")? else { return Ok(None) };
        rules.check().map_err(|reason| ProfileError::in_section("avc", reason))?;
        rules.sources = rules
            .named_sources()
            .map(|id| Ok((id.to_owned(), profile.source(id)?)))
            .collect::<Result<_, ProfileError>>()?;
        Ok(Some(rules))
    }

    fn named_sources(&self) -> impl Iterator<Item = &str> {
        let quota = self.quota.iter().map(|rule| &rule.source);
        let windows = self.window.iter().map(|window| &window.source);
        let polls = self.polls.iter().map(|polls| &polls.source);
        let lists = self.other_list.iter().map(|list| &list.source);
        let single = self.rule.values().map(|rule| &rule.source);
        let published = self.published.values().map(|figure| &figure.source);
        quota.chain(windows).chain(polls).chain(lists).chain(single).chain(published).map(String::as_str)
    }

    /// Whether the values fit together; else the reason.
    fn check(&self) -> Result<(), &'static str> {
        let outliers = &self.outliers;
        let windows = self.window.iter().all(|window| window.from <= window.until.date());
        let polls = self.polls.iter().all(|polls| polls.open < polls.close);
        let zones = self.time_zone.iter();
        let named =
            |number: &Number| self.required_numbers.iter().filter(|other| *other == number).count() == 1;
        for (holds, reason) in [
            (
                outliers.false_alarm_rate > 0.0 && outliers.false_alarm_rate < 1.0,
                "`outliers.false_alarm_rate` lies between 0 and 1",
            ),
            (outliers.least_ratio >= 1.0, "`outliers.least_ratio` is at least 1"),
            (outliers.least_run >= 2, "`outliers.least_run` is at least 2"),
            (outliers.run_minutes >= 0, "`outliers.run_minutes` is not negative"),
            (windows, "a `window` ends before it begins"),
            (polls, "`polls` close before they open"),
            (
                zones.clone().all(|zone| (-12..=14).contains(&zone.offset_hours)),
                "`time_zone.offset_hours` lies between -12 and 14",
            ),
            (
                zones.clone().all(|zone| zone.from.zip(zone.until).is_none_or(|(from, until)| from < until)),
                "a `time_zone` ends before it begins",
            ),
            (self.required_numbers.iter().all(named), "`required_numbers` names a number twice"),
            (
                self.basis == Basis::ElectionDay || self.basis_day.is_some(),
                "`basis = \"basis_day\"` needs a `basis_day`",
            ),
        ] {
            if !holds {
                return Err(reason);
            }
        }
        Ok(())
    }
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
