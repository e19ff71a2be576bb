//! The keys of a row under the rules, made in one reading: the names are normalised once and stand first in every key.

use tizim_people::{BirthDate, IinProblem};
use tizim_polling::region::Memo;

use crate::Rule;
use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::normal::{address_into, region_into};
use crate::row::reader::RowReader;

/// Makes the keys of rows.
#[derive(Debug)]
pub(crate) struct KeyMaker {
    /// The rules, strongest first; the index of a rule here is its number in the search.
    chosen: Vec<Rule>,
}

impl KeyMaker {
    pub(crate) fn new(chosen: Vec<Rule>) -> Self {
        Self { chosen }
    }

    /// Calls `each` with the number of a rule and the row's key under it, for the rules that `wanted` holds.
    #[inline]
    pub(crate) fn keys(
        &self,
        reader: &mut RowReader<'_>,
        record: &impl Fields,
        wanted: impl Fn(usize) -> bool,
        mut each: impl FnMut(usize, &[u8]),
    ) {
        // The birth date, once it and names were looked for, and if both are there.
        let mut dated: Option<Option<BirthDate>> = None;
        for (number, rule) in self.chosen.iter().enumerate() {
            if !wanted(number) {
                continue;
            }
            if *rule == Rule::Iin {
                if let Some(iin) = reader.compared_iin(record) {
                    each(number, &iin.key());
                }
                continue;
            }
            if *rule == Rule::Identifier {
                if let Ok(identifier) = reader.identifier(record) {
                    each(number, identifier.as_bytes());
                }
                continue;
            }
            if *rule == Rule::NameDigits {
                if shows_digits(reader, record) && !reader.names(record).is_empty() {
                    each(number, reader.names(record));
                }
                continue;
            }
            let date = *dated.get_or_insert_with(|| {
                let date = reader.birth_date(record).ok()?;
                (!reader.names(record).is_empty()).then_some(date)
            });
            let Some(date) = date else { continue };
            reader.behind_names(|columns, regions, key| {
                if name_key(*rule, date, (columns, regions), record, key) {
                    each(number, key);
                }
            });
        }
    }
}

/// Whether the number of a row shows some digits.
#[cold]
#[inline(never)]
fn shows_digits(reader: &mut RowReader<'_>, record: &impl Fields) -> bool {
    matches!(reader.iin(record), Err(IinProblem::Masked)) || reader.compared_iin(record).is_some()
}

/// Appends what a rule by name asks for beside the names; false where the row does not have it.
#[inline]
fn name_key(
    rule: Rule,
    date: BirthDate,
    (columns, regions): (&Columns, &mut Memo<'_>),
    record: &impl Fields,
    key: &mut Vec<u8>,
) -> bool {
    let start = key.len();
    match rule {
        Rule::Iin | Rule::Identifier | Rule::NameDigits => return false,
        Rule::NameDate => {
            if !date.is_whole() {
                return false;
            }
            key.extend_from_slice(&date.packed().to_be_bytes());
            return true;
        }
        Rule::NameYearAddress => address_into(record.field(columns.address), key),
        Rule::NameYearRegion => region_into(regions, record.field(columns.region), key),
    }
    if key.len() == start {
        return false;
    }
    key.extend_from_slice(&date.year().to_be_bytes());
    true
}
