//! Which pairs of entries of one person are lawful.

pub(crate) mod judged;
pub(crate) mod pairs;
