//! One row: its fields in normal form, its keys, and the row read back as evidence.

pub(crate) mod certificate;
pub(crate) mod entry;
pub(crate) mod evidence;
pub(crate) mod harvest;
pub(crate) mod keys;
pub(crate) mod person;
pub(crate) mod place;
