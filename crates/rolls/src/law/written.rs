//! The section `[rolls]` of a profile as it is written.

use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use tizim_evidence::{Profile, ProfileError, Rule, Severity, Text, written_rule};
use tizim_polling::Regions;

use crate::law::rules::{Commission, LawfulIf, Limit, ListWindow, Place, RollRules, SecondEntry, Unusual};
use crate::{Code, Kind, RollsError};

/// A rule of a profile that may bear an identifier of its own.
macro_rules! written {
    ($name:ident { $($fields:tt)* }) => {
        written_rule!($name, Severity { #[serde(default)] rule: String, $($fields)* });

        impl $name {
            /// The rule with its source, under its own identifier or this one.
            fn named(&self, profile: &Profile, usual: &str) -> Result<Rule, ProfileError> {
                self.rule(profile, if self.rule.is_empty() { usual } else { &self.rule })
            }
        }
    };
}

written!(WrittenPair {
    lists: [Kind; 2],
    #[serde(default)]
    place: Place,
    #[serde(default)]
    lawful_if: LawfulIf,
    code: Code,
    #[serde(default)]
    aggregate: bool,
});
written!(WrittenLimit { value: u64 });
written!(WrittenCommission { steps: Vec<WrittenStep> });
written!(WrittenPlain {});
written!(WrittenWindow {
    lists: Vec<Kind>,
    #[serde(default)]
    from: Option<Date>,
    until: DateTime,
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    voters_up_to: u64,
    members: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRolls {
    keepers: Option<Text>,
    complaints: Option<Text>,
    precinct_cap: Option<WrittenLimit>,
    voting_age: Option<WrittenLimit>,
    oldest_age: Option<WrittenLimit>,
    commission: Option<WrittenCommission>,
    number_well_formed: Option<WrittenPlain>,
    number_against_person: Option<WrittenPlain>,
    proof_of_residence: Option<WrittenPlain>,
    #[serde(default)]
    window: Vec<WrittenWindow>,
    #[serde(default)]
    second_entry: Vec<WrittenPair>,
    #[serde(default)]
    unusual: Unusual,
}

impl RollRules {
    /// Reads the sections `[rolls]` and `[people]`.
    ///
    /// # Errors
    /// Where `[rolls]` is missing, does not fit, or names a source that `[sources]` does not hold.
    pub fn from_profile(profile: &Profile) -> Result<Self, RollsError> {
        let written: WrittenRolls =
            profile.section("rolls")?.ok_or_else(|| RollsError::NoSection { profile: profile.id.clone() })?;
        let limit = |written: Option<WrittenLimit>, usual: &str| {
            let read = |written: WrittenLimit| {
                Ok::<_, ProfileError>(Limit { value: written.value, rule: written.named(profile, usual)? })
            };
            written.map(read).transpose()
        };
        let plain = |written: Option<WrittenPlain>, usual: &str, severity: Severity| match written {
            Some(written) => written.named(profile, usual),
            None => Ok(Rule::of_program(usual, severity)),
        };
        let commission = written.commission.map(|written| written.read(profile)).transpose()?;
        let second_entries = written.second_entry.into_iter().map(|pair| pair.read(profile));
        let is_backward = |window: &WrittenWindow| window.from.is_some_and(|from| from > window.until.date());
        if written.window.iter().any(is_backward) {
            return Err(ProfileError::in_section("rolls", "a `window` ends before it begins").into());
        }
        let windows = written.window.into_iter().map(|window| window.read(profile));
        if !written.unusual.makes_sense() {
            let reason = "`unusual` needs rates between 0 and 1 and a least multiple of 1 or more";
            return Err(ProfileError::in_section("rolls", reason).into());
        }
        Ok(Self {
            profile: profile.id.clone(),
            unusual: written.unusual,
            election_day: profile.election_day,
            people: profile.section("people")?.unwrap_or_default(),
            regions: Regions::new(profile.section("regions")?.unwrap_or_default())
                .map_err(|error| ProfileError::in_section("regions", error.to_string()))?,
            precinct_cap: limit(written.precinct_cap, "precinct-cap")?,
            voting_age: limit(written.voting_age, "voting-age")?,
            oldest_age: limit(written.oldest_age, "implausible-age")?,
            commission,
            number_well_formed: plain(written.number_well_formed, "number-well-formed", Severity::Notice)?,
            number_against_person: plain(
                written.number_against_person,
                "number-against-person",
                Severity::Info,
            )?,
            keepers: written.keepers,
            complaints: written.complaints,
            windows: windows.collect::<Result<_, ProfileError>>()?,
            proof_of_residence: plain(
                written.proof_of_residence,
                "addition-on-proof-of-residence",
                Severity::Notice,
            )?,
            second_entries: second_entries.collect::<Result<_, ProfileError>>()?,
        })
    }
}

impl WrittenCommission {
    fn read(self, profile: &Profile) -> Result<Commission, ProfileError> {
        let mut steps: Vec<_> = self.steps.iter().map(|step| (step.voters_up_to, step.members)).collect();
        steps.sort_unstable();
        Ok(Commission { steps, rule: self.named(profile, "commission-size")? })
    }
}

impl WrittenWindow {
    fn read(self, profile: &Profile) -> Result<ListWindow, ProfileError> {
        let rule = self.named(profile, "list-window")?;
        Ok(ListWindow { lists: self.lists, from: self.from, until: self.until, rule })
    }
}

impl WrittenPair {
    fn read(self, profile: &Profile) -> Result<SecondEntry, ProfileError> {
        Ok(SecondEntry {
            lists: self.lists,
            place: self.place,
            lawful_if: self.lawful_if,
            code: self.code,
            aggregate: self.aggregate,
            rule: self.named(profile, self.code.word())?,
        })
    }
}
