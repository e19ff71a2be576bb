//! Who is who within a group.

pub(crate) mod compatible;
pub(crate) mod identity;
