//! What a file is found to be: kind, encoding, headings.

pub(crate) mod binding;
pub(crate) mod bound;
mod clock;
pub(crate) mod columns;
pub(crate) mod content;
pub(crate) mod dates;
pub(crate) mod decided;
pub(crate) mod delimiter;
pub(crate) mod detected;
pub(crate) mod headed;
pub(crate) mod header;
pub(crate) mod heading;
pub(crate) mod normal;
pub(crate) mod open;
pub(crate) mod placed;
mod planned;
pub(crate) mod probe;
pub(crate) mod sample;
mod sampled;
pub(crate) mod several_rows;
pub(crate) mod sheets;
mod shown;
pub(crate) mod text;
pub(crate) mod thousands;
