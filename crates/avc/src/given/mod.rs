//! What an audit is given: tables, the lists to be asked, the law.

pub(crate) mod code;
pub(crate) mod conventions;
pub(crate) mod home_list;
pub(crate) mod input;
pub(crate) mod named;
pub(crate) mod rational;
pub(crate) mod rule_id;
pub(crate) mod rules;
mod written;
