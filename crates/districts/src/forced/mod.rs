//! Required or open: how much of the inequality the rules left no choice about.
//!
//! Inequality on Theil T has two parts: between regions, which the number of seats per region decides, and within
//! regions, which the drawing decides and which equal districts make zero. The part between regions has a least value
//! over all allocations that the rules allow; the allocation used adds the rest of it. The ratio of the largest to the
//! smallest district is followed in the same three steps ([`ratio`]). That split needs every region's electorate. So it
//! is read twice: from published figures alone, as far as they go; and over the stated estimates, as a range over
//! seeded draws, never as one number. What was forced upon those who drew is asked on the lists known at that time,
//! where these are stated, and beside it on those of the election. Not required says nothing of intent.

mod answer;
mod apart;
mod better;
mod claims;
mod comply;
mod document;
mod empty;
mod findings;
mod house;
mod inside;
mod json;
mod measure;
mod methods;
mod own;
mod ratio;
mod relaxing;
mod required;
mod simulation;
mod split;
mod standing;

pub(crate) use self::answer::unanswered as add_unanswered;
pub(crate) use self::comply::exhibit as comply;
pub(crate) use self::document::document;
pub(crate) use self::findings::add as add_findings;
pub use self::measure::least_theil;
pub(crate) use self::methods::exhibit as methods;
pub(crate) use self::relaxing::exhibits;
pub(crate) use self::required::forced;
pub(crate) use self::split::exhibit;
