//! Who is who within a group.

pub(crate) mod by_digits;
pub(crate) mod by_identifier;
pub(crate) mod by_name;
pub(crate) mod by_number;
pub(crate) mod heaped;
pub(crate) mod identity;
pub(crate) mod parted;
pub(crate) mod placeholders;
