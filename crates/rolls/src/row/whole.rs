//! A row as it is written.

use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::reader::RowReader;

/// What a row says of its person, as it is written: for those who keep the row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WholeRow {
    /// Name, in one.
    pub name: String,
    /// Identification number, else the number of another document.
    pub number: String,
    /// Birth date, else birth year.
    pub birth: String,
    /// Sex.
    pub sex: String,
    /// City, town or village.
    pub settlement: String,
    /// Address.
    pub address: String,
}

impl WholeRow {
    /// What this row says.
    pub(crate) fn of(row: &impl Fields, columns: &Columns) -> Self {
        let first = |slots: [usize; 2]| {
            let texts = slots.map(|slot| row.text(slot));
            texts.into_iter().find(|text| !text.is_empty()).unwrap_or("").to_owned()
        };
        Self {
            name: RowReader::written_names(row, columns),
            number: first([columns.iin, columns.identifier]),
            birth: first([columns.birth_date, columns.birth_year]),
            sex: row.text(columns.sex).to_owned(),
            settlement: row.text(columns.settlement).to_owned(),
            address: row.text(columns.address).to_owned(),
        }
    }
}
