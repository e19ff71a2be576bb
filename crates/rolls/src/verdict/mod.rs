//! Which pairs of entries of one person are lawful.

pub(crate) mod agreeing;
pub(crate) mod apart;
pub(crate) mod copies;
mod explained;
pub(crate) mod group;
pub(crate) mod pairs;
pub(crate) mod partners;
pub(crate) mod partnerships;
pub(crate) mod standing;
pub(crate) mod written;
