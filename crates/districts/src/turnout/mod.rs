//! What published turnout says of electorates that were not published.
//!
//! At each hour the nation's percentage is the mean of the regions', weighted by their lists, up to the rounding of both.
//! With figures for most regions that bounds the lists of the others, by linear programming whose bounds are proved in
//! whole numbers. They are *conditional*: they hold if everything that is assumed holds, so each assumption is listed
//! with its size, and no verdict rests on them. Percentages that cannot all be true are named.

mod certificate;
mod conflict;
mod lists;
mod observed;
mod program;
mod series;
mod shown;
mod simplex;
#[cfg(test)]
mod tests;

pub use self::observed::ObservedSample;
pub(crate) use self::observed::add as add_observed;
pub use self::series::{TurnoutDay, TurnoutSeries};
pub(crate) use self::shown::add;
