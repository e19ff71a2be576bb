//! Bytes into rows with a position, in parallel, and single rows read again.

pub(crate) mod blocks;
pub(crate) mod engine;
pub(crate) mod entities;
pub(crate) mod fetch;
pub(crate) mod fields;
pub(crate) mod foot;
pub(crate) mod gate;
pub(crate) mod headed;
pub(crate) mod index;
pub(crate) mod pass;
pub(crate) mod plan;
pub(crate) mod quotes;
pub(crate) mod regular;
pub(crate) mod reject;
pub(crate) mod row;
pub(crate) mod scan;
pub(crate) mod single;
pub(crate) mod split;
pub(crate) mod words;
pub(crate) mod written;
