//! The keys of a row under the rules, made in one reading: the names are normalised once and stand first in every key.

use tizim_people::{BirthDate, IinProblem};

use crate::Rule;
use crate::person::{Fields, PersonReader};

/// Makes the keys of rows.
#[derive(Debug)]
pub(crate) struct KeyMaker {
    /// The rules, strongest first; the index of a rule here is its number in the search.
    chosen: Vec<Rule>,
    key: Vec<u8>,
}

impl KeyMaker {
    pub(crate) fn new(chosen: Vec<Rule>) -> Self {
        Self { chosen, key: Vec::new() }
    }

    /// Calls `each` with the number of a rule and the row's key under it, for the rules that `wanted` holds.
    #[inline]
    pub(crate) fn keys(
        &mut self,
        reader: &mut PersonReader<'_>,
        record: &impl Fields,
        wanted: impl Fn(usize) -> bool,
        mut each: impl FnMut(usize, &[u8]),
    ) {
        // Whether names and date are there, once they were looked for.
        let mut named: Option<Option<BirthDate>> = None;
        let mut length = 0;
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
            if *rule == Rule::NameDigits {
                named = None;
                if digits_key(reader, record, &mut self.key) {
                    each(number, &self.key);
                }
                continue;
            }
            let date = *named.get_or_insert_with(|| {
                let date = reader.birth_date(record).ok()?;
                self.key.clear();
                self.key.extend_from_slice(reader.names(record));
                length = self.key.len();
                (length > 0).then_some(date)
            });
            let Some(date) = date else { continue };
            self.key.truncate(length);
            if name_key(*rule, date, reader, record, &mut self.key) {
                each(number, &self.key);
            }
        }
    }
}

/// The names of a row whose number shows some digits; false where it shows none or there are no names.
#[cold]
#[inline(never)]
fn digits_key(reader: &mut PersonReader<'_>, record: &impl Fields, key: &mut Vec<u8>) -> bool {
    key.clear();
    let masked = matches!(reader.iin(record), Err(IinProblem::Masked));
    if masked || reader.compared_iin(record).is_some() {
        key.extend_from_slice(reader.names(record));
    }
    !key.is_empty()
}

/// Appends what a rule by name asks for beside the names; false where the row does not have it.
#[inline]
fn name_key(
    rule: Rule,
    date: BirthDate,
    reader: &PersonReader<'_>,
    record: &impl Fields,
    key: &mut Vec<u8>,
) -> bool {
    let start = key.len();
    match rule {
        Rule::Iin | Rule::NameDigits => return false,
        Rule::NameDate => {
            if !date.is_whole() {
                return false;
            }
            key.extend_from_slice(&date.packed().to_be_bytes());
            return true;
        }
        Rule::NameYearAddress => reader.address_into(record, key),
        Rule::NameYearRegion => reader.region_into(record, key),
    }
    if key.len() == start {
        return false;
    }
    key.extend_from_slice(&date.year().to_be_bytes());
    true
}
