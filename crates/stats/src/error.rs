//! What can be wrong with a question put to this crate.

use thiserror::Error;

/// A question that has no answer, with what was expected.
///
/// No variant holds the offending value: the caller knows which one it gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StatsError {
    /// A probability below zero, above one, or not a number.
    #[error("a probability must lie between 0 and 1")]
    ProbabilityOutside,
    /// A confidence or significance level at or outside zero and one.
    #[error("a level must lie strictly between 0 and 1")]
    LevelOutside,
    /// A count larger than the total that it is part of.
    #[error("a count is larger than its total")]
    CountAboveTotal,
    /// A count above [`crate::tails::LARGEST_COUNT`] (or the limit of the distribution, where it is lower).
    #[error("a count is larger than this computation supports")]
    CountTooLarge,
    /// A parameter (mean, shape, degrees of freedom) that is negative, zero where it must not be, infinite,
    /// not a number, or beyond what the computation supports.
    #[error("a parameter must be a positive number within the supported range")]
    ParameterOutside,
    /// Not a number among the values.
    #[error("a value is not a number")]
    NotANumber,
    /// Too few values (or too few with information) for the computation.
    #[error("too few values for this computation")]
    TooFew,
    /// Two lists that must be equally long are not.
    #[error("the lists are not equally long")]
    LengthsDiffer,
    /// Text that is not a decimal number.
    #[error("the text is not a decimal number")]
    NotDecimal,
    /// The iteration did not settle; the result would not be trustworthy.
    #[error("the computation did not converge")]
    NoConvergence,
}
