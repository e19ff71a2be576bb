//! The audit of absentee voting certificates: every certificate followed from form to ballot, every total
//! reconciled, every unusual rate judged.

mod audit;
mod checks;
mod given;
mod ledger;
mod shown;
mod unusual;

pub use audit::audit;
pub use given::home_list::{Answer, Holder, HomeList, ListEntry, ListError, Located, MatchedBy};
pub use given::input::{Certificate, Clock, FormRange, Inputs, Precinct, Sheet};
pub use given::rational::{NoFraction, Rational, Rounding};
pub use given::rules::{
    AvcRules, Basis, Demand, Force, Level, Night, OtherList, OutlierRules, Polls, PublishedFigure, QuotaRule,
    SimpleRule, TimeZone, Window,
};
pub use shown::example::national_example;
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
