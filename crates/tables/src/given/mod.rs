//! What is asked of a file: where it is, which table it holds, what the user states about it.

pub(crate) mod frictionless;
pub(crate) mod input;
pub(crate) mod options;
pub(crate) mod places;
pub(crate) mod schema;
