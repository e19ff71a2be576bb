//! Held against the standards, and against another map.

pub(crate) mod assess;
pub(crate) mod compare;
pub(crate) mod grades;
pub(crate) mod standards;
