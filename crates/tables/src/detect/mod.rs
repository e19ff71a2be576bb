//! What a file is found to be: kind, encoding, headings.

pub(crate) mod bound;
pub(crate) mod content;
pub(crate) mod detected;
pub(crate) mod header;
pub(crate) mod heading;
pub(crate) mod open;
pub(crate) mod probe;
