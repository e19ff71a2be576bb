//! The audit of absentee voting certificates: every certificate followed from form to ballot, every total
//! reconciled, every unusual rate judged.

mod audit;
mod context;
mod coverage;
mod document;
mod example;
mod holders;
mod home_list;
mod input;
mod levels;
mod membership;
mod places;
mod quota;
mod ranges;
mod rational;
mod reconcile;
mod register;
mod rules;
mod serial;
mod serial_checks;
mod times;
mod unusual;
mod uses;

pub use audit::audit;
pub use example::national_example;
pub use home_list::{Answer, Holder, HomeList, ListEntry, ListError, Located, MatchedBy};
pub use input::{Certificate, Clock, FormRange, Inputs, Precinct, Sheet};
pub use rational::{NoFraction, Rational, Rounding};
pub use rules::{
    AvcRules, Basis, Demand, Force, Level, Night, OtherList, OutlierRules, Polls, PublishedFigure, QuotaRule,
    SimpleRule, TimeZone, Window,
};
use tizim_evidence::{Interrupted, Profile, ProfileError};

/// Name and version of the JSON document.
pub const SCHEMA: &str = "tizim-avc/1";

/// Why an audit came to no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AvcError {
    /// The run was cancelled.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// The voter lists could not answer.
    #[error("the voter lists could not be searched: {0}")]
    Lists(ListError),
}

impl AvcRules {
    /// The section `[avc]` of a profile with the sources it names; `None` where the profile has no such section.
    ///
    /// # Errors
    /// Where the section is not valid or names an unknown source.
    pub fn from_profile(profile: &Profile) -> Result<Option<Self>, ProfileError> {
        let Some(mut rules) = profile.section::<Self>("avc")? else { return Ok(None) };
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
}
