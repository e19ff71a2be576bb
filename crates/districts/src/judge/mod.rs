//! Held against the standards, and against another map.

pub(crate) mod assess;
pub(crate) mod compare;
mod compared;
mod deviations;
mod extremes;
pub(crate) mod grades;
pub(crate) mod judgement;
mod parts;
mod range;
pub(crate) mod standards;
pub(crate) mod values;
