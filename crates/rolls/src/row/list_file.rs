//! The file that a row stands in, as far as it says something of the row.

use jiff::civil::Date;

use crate::Kind;

/// One file of one list: what holds for all of its rows.
#[derive(Debug, Clone)]
pub struct ListFile<'a> {
    /// Name as given, without folders of this machine.
    pub name: &'a str,
    /// The list, as an index of the lists given.
    pub list: usize,
    /// What the list is for.
    pub kind: Kind,
    /// The day on which the list was extracted, if known.
    pub extract: Option<Date>,
    /// The precinct that the file's name states, for lists of one file per precinct.
    pub precinct: Option<String>,
}
