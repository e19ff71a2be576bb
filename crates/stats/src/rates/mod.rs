//! Rates of many units, each held against its peers, so that honest units are named no more often than stated.
//!
//! Rates differ between units for honest reasons: between regions, and between the units of a region. A unit is held
//! against the other units of its group (its region, and its kind where that is known). A group too small to say what is
//! usual in it is held against the other groups as well, and only where these are enough to show how far groups differ;
//! else its units are not judged at all ([`peers`]).
//!
//! Two laws describe how rates spread within a group: beta, which gives beta-binomial counts, and normal log odds
//! ([`fit`], [`shape`]). A unit's p-value is the larger one of the two, where a law that the counts of all units refute
//! weighs no more than its likelihood, relative to the other's ([`judge()`]). So no verdict rests on the shape of one law
//! alone while the data leave it open. Within a family Benjamini and Hochberg (1995) decide; what Benjamini and Yekutieli
//! (2001), who allow any dependence, would name too is said apart. A least effect keeps large units from being named for
//! nothing.
//!
//! Where a good part of the units has no events at all, whatever their size, beside others whose rates spread by one law, that
//! part is taken apart where it is likelier so: what is usual is that of the others, and to have none is nothing odd
//! (`empty`).
//!
//! A family whose units do not show how far rates spread names only what is odd under the widest spread, and one that would
//! name its median unit at no count names nobody ([`doubt`]).
//!
//! **Warning.** The spread is estimated from the units that are judged. A few odd units are set aside first; odd units
//! that are many become the spread and hide themselves. A unit that is not named was not found clean.

pub mod doubt;
mod empty;
pub mod fit;
pub mod joined;
pub mod judge;
mod likelihood;
pub mod limits;
mod others;
pub mod peers;
pub mod power;
pub mod shape;
mod special;
pub mod tail;

pub use doubt::Doubt;
pub use joined::{Parts, share_of_empty};
pub use judge::{Bounds, Family, Judged, Side, judge, judge_joined};
pub use limits::Limits;
pub use peers::{Group, Peers};
pub use power::Power;

pub use crate::funnel::Unit;
use special::{digamma, trigamma};

/// Normal log odds: the second law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    /// Mean log odds.
    pub mean: f64,
    /// Their standard deviation.
    pub spread: f64,
}

/// A beta law of rates by its mean and its size: shapes `size / (1 - mean)` and `size / mean`, so that the variance of the
/// log odds is near `1 / size` whatever the mean. For rare events the size is the shape of the gamma law of rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// The mean rate, strictly between 0 and 1.
    pub mean: f64,
    /// The size, above zero.
    pub size: f64,
}

impl Shape {
    /// The least and largest size.
    pub const SIZES: (f64, f64) = (0.05, 1e7);

    /// Both shapes of the beta law, within what [`crate::beta_binomial`] can sum.
    pub fn alpha_beta(self) -> (f64, f64) {
        let mean = self.mean.clamp(1e-12, 1.0 - 1e-9);
        let within = |shape: f64| shape.clamp(1e-9, 1e15);
        (within(self.size / (1.0 - mean)), within(self.size / mean))
    }

    /// The variance of the log odds.
    pub fn variance(self) -> f64 {
        let (alpha, beta) = self.alpha_beta();
        trigamma(alpha) + trigamma(beta)
    }

    /// The mean of the log odds.
    pub fn mean_log_odds(self) -> f64 {
        let (alpha, beta) = self.alpha_beta();
        digamma(alpha) - digamma(beta)
    }

    /// The law with the same mean whose log odds have so much more variance.
    #[must_use]
    pub fn wider_by(self, variance: f64) -> Self {
        if variance <= 0.0 {
            return self;
        }
        let wanted = self.variance() + variance;
        let (mut low, mut high) = (Self::SIZES.0.ln() - 2.0, self.size.ln());
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            let at = Self { size: middle.exp(), ..self };
            (low, high) = if at.variance() > wanted { (middle, high) } else { (low, middle) };
        }
        Self { size: high.exp(), ..self }
    }
}

/// Log odds of a unit's own count, drawn in by half an event.
pub(crate) fn log_odds(unit: Unit) -> f64 {
    ((unit.count as f64 + 0.5) / ((unit.total - unit.count) as f64 + 0.5)).ln()
}

/// What chance adds to the variance of these.
pub(crate) fn sampling_variance(unit: Unit) -> f64 {
    1.0 / (unit.count as f64 + 0.5) + 1.0 / ((unit.total - unit.count) as f64 + 0.5)
}

/// Stops when the caller says so: asked between units and rounds.
pub type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

#[cfg(test)]
pub(crate) mod generators;
#[cfg(test)]
mod honest;
