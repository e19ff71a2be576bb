//! Fields as values: counts, flags, tables in memory.

pub(crate) mod above;
pub(crate) mod collector;
pub(crate) mod day_order;
pub(crate) mod doubt;
pub(crate) mod groups;
pub(crate) mod headed;
pub(crate) mod judged;
pub(crate) mod name_of_person;
pub(crate) mod of_person;
pub(crate) mod own_name;
pub(crate) mod parts;
pub(crate) mod place_column;
pub(crate) mod shape;
pub(crate) mod sums;
pub(crate) mod table;
pub(crate) mod table_file;
pub(crate) mod value;
