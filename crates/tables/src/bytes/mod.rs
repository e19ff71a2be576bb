//! The bytes of a file, whatever holds them, and text out of them.

pub(crate) mod clean;
pub(crate) mod code_pages;
pub(crate) mod encoding;
pub(crate) mod garbled;
pub(crate) mod hash;
pub(crate) mod masks;
pub(crate) mod source;
pub(crate) mod stamp;
