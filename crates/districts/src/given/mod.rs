//! What is audited: districts, what is known beside the table, the law; and the possible electorates that follow.

pub(crate) mod drawing;
pub(crate) mod facts;
pub(crate) mod grade;
pub(crate) mod limits;
pub(crate) mod names;
pub(crate) mod prepare;
pub(crate) mod results;
pub(crate) mod rules;
pub(crate) mod units;
