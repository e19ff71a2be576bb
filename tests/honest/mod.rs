//! Honest nations and what the audits say of them.

pub(crate) mod additions;
pub(crate) mod generator;
