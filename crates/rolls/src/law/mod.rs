//! The law that a check of lists is judged by: rules of agreement, which second entry is lawful.

pub(crate) mod code;
pub(crate) mod rule;
pub(crate) mod rules;
mod written;

pub use self::rules::*;
