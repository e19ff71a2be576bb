//! One row: its fields in normal form, its keys, and the entry that is judged.

pub(crate) mod address;
pub(crate) mod certificate;
pub(crate) mod columns;
pub(crate) mod entry;
pub(crate) mod entry_reader;
pub(crate) mod fields;
pub(crate) mod identifier;
pub(crate) mod keys;
pub(crate) mod list_file;
pub(crate) mod mark;
pub(crate) mod neighbours;
pub(crate) mod normal;
pub(crate) mod place;
pub(crate) mod reader;
pub(crate) mod regions;
pub(crate) mod removal;
pub(crate) mod unread_date;
pub(crate) mod values;
pub(crate) mod whole;
