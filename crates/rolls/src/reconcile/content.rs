//! The whole content of a row as one key: two rows with the same key say the same of the same person.

use tizim_people::{DateProblem, IinProblem, Sex};
use tizim_polling::precinct::plain_number;

use crate::Kind;
use crate::reconcile::compared::Compared;
use crate::row::fields::Fields;
use crate::row::mark::Mark;
use crate::row::normal::precinct_key;
use crate::row::reader::RowReader;
use crate::row::removal::Removal;

/// Makes the contents of rows, with buffers that are used again for the next one.
#[derive(Debug)]
pub(super) struct ContentMaker {
    compared: Compared,
    content: Vec<u8>,
    sexes: SexMemo,
    /// Rows so far with a number that is not a whole valid one.
    pub(super) unusable: u64,
    /// The kind of the list.
    pub(super) kind: Kind,
}

impl ContentMaker {
    pub(super) fn new(compared: Compared) -> Self {
        Self { compared, content: Vec::new(), sexes: SexMemo::default(), unusable: 0, kind: Kind::Permanent }
    }

    /// The content of a row; `precinct` is what its file's name states, for rows that state none.
    #[inline]
    pub(super) fn content(
        &mut self,
        reader: &mut RowReader<'_>,
        record: &impl Fields,
        precinct: Option<&str>,
    ) -> &[u8] {
        let Self { compared, content, sexes, unusable, kind } = self;
        content.clear();
        if compared.number {
            number_into(reader, record, content);
            *unusable += u64::from(content.first() == Some(&OTHER));
        }
        if compared.names {
            names_into(reader, record, content);
        }
        if compared.birth_date {
            date_into(reader, record, compared.years, content);
        }
        if compared.sex {
            content.push(match sexes.read(record.field(reader.columns.sex)) {
                None => 0,
                Some(Sex::Male) => 1,
                Some(Sex::Female) => 2,
            });
        }
        if compared.region {
            reader.region_into(record, content);
            content.push(END);
        }
        if compared.precinct {
            precinct_into(record.text(reader.columns.precinct), precinct, content);
        }
        if compared.removals && is_removed(reader, record, *kind) {
            content.push(VALID);
        }
        content
    }
}

/// Whether a row says that it was removed; most rows say nothing.
#[inline]
fn is_removed(reader: &RowReader<'_>, record: &impl Fields, kind: Kind) -> bool {
    let [mark, column] = [reader.columns.mark, reader.columns.removed].map(|slot| record.text(slot));
    let says_something = !mark.is_empty() || !column.is_empty();
    says_something && Removal::of(Mark::parse(mark), Mark::in_column(column), kind).is_said()
}

/// Stands behind a text; it is in none that was normalised.
const END: u8 = 0xff;

/// What a number is, before it.
const NONE: u8 = 0;
const VALID: u8 = 1;
const OTHER: u8 = 2;

#[inline]
fn number_into(reader: &mut RowReader<'_>, record: &impl Fields, content: &mut Vec<u8>) {
    if let Some(iin) = reader.compared_iin(record) {
        content.push(VALID);
        content.extend_from_slice(&iin.key());
    } else if reader.iin(record) == Err(IinProblem::Empty) {
        content.push(NONE);
    } else {
        content.push(OTHER);
        content.extend_from_slice(record.field(reader.columns.iin).trim_ascii());
        content.push(END);
    }
}

#[inline]
fn names_into(reader: &mut RowReader<'_>, record: &impl Fields, content: &mut Vec<u8>) {
    let names = reader.names(record);
    if names.is_empty() {
        // A part is missing or illegible: what there is counts.
        for part in reader.name_parts(record) {
            content.extend_from_slice(part.as_bytes());
            content.push(END);
        }
    } else {
        content.extend_from_slice(names);
    }
    content.push(END);
}

#[inline]
fn date_into(reader: &mut RowReader<'_>, record: &impl Fields, years: bool, content: &mut Vec<u8>) {
    match reader.birth_date(record) {
        Ok(date) => {
            let packed = if years { u32::from(date.year()) } else { date.packed() };
            content.push(VALID);
            content.extend_from_slice(&packed.to_be_bytes());
        }
        Err(DateProblem::Empty | DateProblem::Placeholder) => content.push(NONE),
        Err(_) => {
            content.push(OTHER);
            let slot = reader.unread.map_or(usize::MAX, |unread| unread.slot);
            content.extend_from_slice(record.field(slot).trim_ascii());
        }
    }
    content.push(END);
}

#[inline]
fn precinct_into(written: &str, stated: Option<&str>, content: &mut Vec<u8>) {
    let written = if written.is_empty() { stated.unwrap_or("") } else { written };
    if written.is_empty() || plain_number(written).is_some() {
        content.extend_from_slice(written.as_bytes());
    } else {
        content.extend_from_slice(precinct_key(written).as_bytes());
    }
    content.push(END);
}

/// What sexes are written as: lists know few ways.
#[derive(Debug, Default)]
struct SexMemo(Vec<(Box<[u8]>, Option<Sex>)>);

impl SexMemo {
    const MOST: usize = 16;

    #[inline]
    fn read(&mut self, written: &[u8]) -> Option<Sex> {
        if let Some((_, sex)) = self.0.iter().find(|(known, _)| **known == *written) {
            return *sex;
        }
        let sex = Sex::parse(written);
        if self.0.len() < Self::MOST {
            self.0.push((written.into(), sex));
        }
        sex
    }
}
