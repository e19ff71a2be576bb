//! Which columns of a file are our fields.

use crate::given::schema::FieldType;

/// A field of ours that the file has, in a slot of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundField {
    /// Our name.
    pub name: String,
    /// What its values are; `Text` for further fields that no schema knows.
    pub kind: FieldType,
    /// The columns that make it, from 0; several are joined by a space.
    pub columns: Vec<usize>,
    /// Their headings.
    pub headings: Vec<String>,
    /// By their headings they count in thousands.
    pub thousands: bool,
}

impl BoundField {
    /// A field that no column states: headings inside the table do, or what the table is called by.
    pub(crate) fn stated_nowhere(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: FieldType::Text,
            headings: Vec::new(),
            columns: Vec::new(),
            thousands: false,
        }
    }
}
