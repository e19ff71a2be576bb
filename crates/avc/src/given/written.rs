//! The section `[avc]` of a law profile as it is written.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;
use tizim_evidence::{Profile, ProfileError, Severity, written_rule};

use crate::given::rules::{OtherList, Polls, PublishedFigure, QuotaRule, Window};
use crate::{
    AvcRules, Basis, Conventions, Demand, Level, ListKind, Night, Number, OutlierRules, Published, Rational,
    RuleId, TimeZone,
};

written_rule!(WrittenQuota, Option<Severity> { id: String, level: Level, demand: Demand });
written_rule!(WrittenWindow, Option<Severity> {
    #[serde(default)]
    election_kind: String,
    from: Date,
    until: DateTime
});
written_rule!(WrittenPolls, Option<Severity> {
    #[serde(default)]
    election_kind: String,
    day: Date,
    open: Time,
    close: Time
});
written_rule!(WrittenOtherList, Option<Severity> {
    kind: ListKind,
    #[serde(default)]
    lawful_with_serial: bool
});
written_rule!(WrittenSimple, Option<Severity> {});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFigure {
    value: u64,
    #[serde(default)]
    as_of: Option<Date>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAvc {
    share: Rational,
    basis: Basis,
    #[serde(default)]
    basis_day: Option<Date>,
    #[serde(default)]
    quota: Vec<WrittenQuota>,
    #[serde(default)]
    window: Vec<WrittenWindow>,
    #[serde(default)]
    polls: Vec<WrittenPolls>,
    #[serde(default)]
    night: Option<Night>,
    #[serde(default)]
    time_zone: Vec<TimeZone>,
    #[serde(default)]
    other_list: Vec<WrittenOtherList>,
    #[serde(default)]
    rule: BTreeMap<RuleId, WrittenSimple>,
    #[serde(default)]
    required_numbers: Vec<Number>,
    outliers: OutlierRules,
    #[serde(default)]
    conventions: Conventions,
    #[serde(default)]
    published: BTreeMap<Published, WrittenFigure>,
}

impl AvcRules {
    /// The section `[avc]` of a profile with the sources it names; `None` where the profile has no such section.
    ///
    /// # Errors
    /// Where the section is not valid: it names an unknown rule, kind, number or source, or its numbers make no sense.
    pub fn from_profile(profile: &Profile) -> Result<Option<Self>, ProfileError> {
        let Some(written) = profile.section::<WrittenAvc>("avc")? else { return Ok(None) };
        let rules = written.read(profile)?;
        rules.check().map_err(|reason| ProfileError::in_section("avc", reason))?;
        Ok(Some(rules))
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
            (outliers.least_difference >= 0.0, "`outliers.least_difference` is not negative"),
            (outliers.least_run >= 2, "`outliers.least_run` is at least 2"),
            (outliers.run_minutes >= 0, "`outliers.run_minutes` is not negative"),
            (self.conventions.party >= 1.0, "`conventions.party` is at least 1"),
            (self.conventions.custom_precincts > 0, "`conventions.custom_precincts` is at least 1"),
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

impl WrittenAvc {
    /// The section with its rules and their sources.
    fn read(self, profile: &Profile) -> Result<AvcRules, ProfileError> {
        let quota = self.quota.into_iter().map(|written| {
            let rule = written.rule(profile, &written.id)?;
            Ok(QuotaRule { level: written.level, demand: written.demand, rule })
        });
        let window = self.window.into_iter().map(|written| {
            let rule = written.rule(profile, RuleId::IssueWindow.word())?;
            let WrittenWindow { election_kind, from, until, .. } = written;
            Ok(Window { election_kind, from, until, rule })
        });
        let polls = self.polls.into_iter().map(|written| {
            let rule = written.rule(profile, RuleId::UseHours.word())?;
            let WrittenPolls { election_kind, day, open, close, .. } = written;
            Ok(Polls { election_kind, day, open, close, rule })
        });
        let other_list = self.other_list.into_iter().map(|written| {
            let id = format!("{}-{}", RuleId::OtherList.word(), written.kind.word());
            let rule = written.rule(profile, &id)?;
            Ok(OtherList { kind: written.kind, lawful_with_serial: written.lawful_with_serial, rule })
        });
        let single = self.rule.into_iter().map(|(id, written)| Ok((id, written.rule(profile, id.word())?)));
        let published = self.published.into_iter().map(|(figure, WrittenFigure { value, as_of, source })| {
            Ok((figure, PublishedFigure { value, as_of, source: profile.source(&source)? }))
        });
        Ok(AvcRules {
            share: self.share,
            basis: self.basis,
            basis_day: self.basis_day,
            quota: quota.collect::<Result<_, ProfileError>>()?,
            window: window.collect::<Result<_, ProfileError>>()?,
            polls: polls.collect::<Result<_, ProfileError>>()?,
            night: self.night,
            time_zone: self.time_zone,
            other_list: other_list.collect::<Result<_, ProfileError>>()?,
            rule: single.collect::<Result<_, ProfileError>>()?,
            required_numbers: self.required_numbers,
            outliers: self.outliers,
            conventions: self.conventions,
            published: published.collect::<Result<_, ProfileError>>()?,
        })
    }
}
