//! Tails in log space, intervals, multiple testing, overdispersion and funnels.
//!
//! This crate exists because an audit of a nation needs probabilities that ordinary statistics libraries get
//! wrong: the chance of no invalid ballot among 172,543 at a rate of one per cent is 7.6e-754, which a plain
//! number cannot hold, and at twelve million trials the usual formulas lose their digits. Every probability
//! here is carried as a logarithm in double-double arithmetic ([`double_double`], some 31 digits), so that the
//! smaller tail is right to the last digits of an `f64` and the larger one is its exact complement.
//!
//! The crate speaks no words and knows no election: numbers in, numbers out.
//!
//! - Tails: [`binomial`], [`beta_binomial`], [`poisson`], [`hypergeometric`], all through [`tails`].
//! - Continuous: [`normal`], [`chi_square`], [`gamma`], [`beta`].
//! - [`interval`]: Clopper-Pearson, mid-p, Wilson, Poisson.
//! - [`finite`]: how many of a finite population are marked, from a draw.
//! - [`multiple`]: Benjamini-Hochberg, Benjamini-Yekutieli, Holm, Bonferroni.
//! - [`overdispersion`], [`funnel`], [`random_effects`], [`rates`]: how far units spread, and who stands out.
//! - [`extremes`]: how large the largest of many numbers may be.
//! - [`chance`]: how many agreements on two things are chance.
//! - [`requests`]: the command `tizim stats`.
//!
//! # Example
//! ```
//! // No invalid ballot among 172,543, where one in a hundred is usual.
//! use tizim_stats::{Binomial, Discrete, Probability};
//! let tails = Binomial::new(172_543, Probability::parse("0.01")?)?.tails(0);
//! assert_eq!(tails.at_most().decimal(16), "7.645069626621351e-754");
//! assert!((tails.at_most().log10() + 753.116_618).abs() < 1e-6);
//! # Ok::<(), tizim_stats::StatsError>(())
//! ```

pub mod beta;
pub mod beta_binomial;
pub mod binomial;
pub mod chance;
pub mod chi_square;
pub mod decimal;
pub mod double_double;
mod error;
pub mod extremes;
pub mod finite;
pub mod funnel;
pub mod gamma;
pub mod hypergeometric;
pub mod interval;
pub mod multiple;
pub mod normal;
pub mod overdispersion;
pub mod poisson;
pub mod probability;
pub mod quantile;
pub mod random_effects;
pub mod rates;
pub mod requests;
pub mod tails;

pub use beta_binomial::BetaBinomial;
pub use binomial::Binomial;
pub use double_double::DoubleDouble;
pub use error::StatsError;
pub use hypergeometric::Hypergeometric;
pub use poisson::Poisson;
pub use probability::{LogProbability, Probability};
pub use tails::{Discrete, Tails};
