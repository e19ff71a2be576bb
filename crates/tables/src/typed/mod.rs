//! Fields as values: counts, flags, tables in memory.

pub(crate) mod of_person;
pub(crate) mod shape;
pub(crate) mod table;
pub(crate) mod table_file;
pub(crate) mod value;
