//! Taking records in: values are interned batch by batch, the columns side by side.

use std::hash::BuildHasher;
use std::hash::RandomState;

use hashbrown::HashTable;
use rayon::prelude::*;

use super::{Column, Records, Source, Values};
use crate::Error;
use crate::knowledge::Knowledge;

/// Rows that are kept as text before their values are interned.
const BATCH: usize = 1 << 16;
/// Distinct values whose normal forms one thread makes at a time.
const PIECE: usize = 1 << 12;
/// So many pieces are made side by side before their forms are numbered.
const PIECES: usize = 64;

/// Takes records one by one.
///
/// ```
/// use tizim_linkage::{Column, Kind, Plain, RecordsBuilder, Source};
/// let mut builder = RecordsBuilder::new(vec![Column::new("surname", Kind::Surname), Column::new("born", Kind::Date)]);
/// let list = builder.source(Source { name: "list".into(), free_of_duplicates: false });
/// builder.push(list, &["Smith", "1971-05-24"])?;
/// builder.push(list, &["SMITH ", ""])?;
/// let records = builder.finish(&Plain)?;
/// assert_eq!((records.len(), records.cell(0, 0), records.cell(1, 1)), (2, records.cell(0, 1), 0));
/// # Ok::<(), tizim_linkage::Error>(())
/// ```
pub struct RecordsBuilder {
    columns: Vec<Column>,
    interners: Vec<Interner>,
    sources: Vec<Source>,
    source_of: Vec<u16>,
    waiting: usize,
}

impl RecordsBuilder {
    /// No records yet, of these columns.
    pub fn new(columns: Vec<Column>) -> Self {
        let interners = columns.iter().map(|_| Interner::new()).collect();
        Self { columns, interners, sources: Vec::new(), source_of: Vec::new(), waiting: 0 }
    }

    /// Adds a source and returns its number. There is room for 65,536.
    pub fn source(&mut self, source: Source) -> u16 {
        self.sources.push(source);
        (self.sources.len() - 1) as u16
    }

    /// Adds a record with one value per column; an empty one is missing.
    ///
    /// # Errors
    /// [`Error::Width`] where there are more or fewer values than columns, [`Error::TooMany`] beyond 4,294,967,295 records.
    ///
    /// # Panics
    /// Where no such source was added.
    pub fn push(&mut self, source: u16, values: &[&str]) -> Result<(), Error> {
        if values.len() != self.columns.len() {
            return Err(Error::Width { expected: self.columns.len(), found: values.len() });
        }
        if self.source_of.len() >= u32::MAX as usize {
            return Err(Error::TooMany { most: u64::from(u32::MAX) });
        }
        assert!((source as usize) < self.sources.len(), "the source was added");
        for (interner, value) in self.interners.iter_mut().zip(values) {
            interner.wait(value.trim());
        }
        self.source_of.push(source);
        self.waiting += 1;
        if self.waiting == BATCH {
            self.settle();
        }
        Ok(())
    }

    fn settle(&mut self) {
        self.interners.par_iter_mut().for_each(Interner::settle);
        self.waiting = 0;
    }

    /// Brings values into normal form, numbers them by content, and sets placeholders aside
    /// ([`Records::placeholders`]).
    ///
    /// # Errors
    /// None today; more kinds of input may be refused later.
    pub fn finish(mut self, knowledge: &dyn Knowledge) -> Result<Records, Error> {
        self.settle();
        let numbered: Vec<(Values, Vec<u32>)> = self
            .interners
            .into_par_iter()
            .zip(&self.columns)
            .map(|(interner, column)| interner.finish(column, knowledge))
            .collect();
        let width = self.columns.len();
        let mut cells = vec![0; width * self.source_of.len()];
        let mut values = Vec::with_capacity(width);
        let mut by_column = Vec::with_capacity(width);
        for (distinct, of_column) in numbered {
            values.push(distinct);
            by_column.push(of_column);
        }
        cells.par_chunks_mut(width.max(1) * BATCH).enumerate().for_each(|(batch, cells)| {
            for (row, cells) in cells.chunks_exact_mut(width).enumerate() {
                let row = batch * BATCH + row;
                cells.iter_mut().zip(&by_column).for_each(|(cell, of_column)| *cell = of_column[row]);
            }
        });
        drop(by_column);
        let mut records = Records {
            columns: self.columns,
            values,
            cells,
            sources: self.sources,
            source_of: self.source_of,
            placeholders: Vec::new(),
        };
        records.placeholders = super::placeholders::set_aside(&mut records);
        Ok(records)
    }
}

/// One column as it comes in.
struct Interner {
    waiting: String,
    waiting_ends: Vec<usize>,
    distinct: Values,
    numbers: HashTable<u32>,
    hasher: RandomState,
    cells: Vec<u32>,
}

impl Interner {
    fn new() -> Self {
        Self {
            waiting: String::new(),
            waiting_ends: Vec::new(),
            distinct: Values::new(),
            numbers: HashTable::new(),
            hasher: RandomState::new(),
            cells: Vec::new(),
        }
    }

    fn wait(&mut self, value: &str) {
        self.waiting.push_str(value);
        self.waiting_ends.push(self.waiting.len());
    }

    fn settle(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let mut start = 0;
        for end in std::mem::take(&mut self.waiting_ends) {
            let number = self.number(&waiting[start..end]);
            self.cells.push(number);
            start = end;
        }
    }

    fn number(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return 0;
        }
        let (distinct, hasher) = (&mut self.distinct, &self.hasher);
        let hash = hasher.hash_one(value);
        if let Some(&number) = self.numbers.find(hash, |&number| distinct.text(number) == value) {
            return number;
        }
        let number = distinct.push(value);
        self.numbers.insert_unique(hash, number, |&other| hasher.hash_one(distinct.text(other)));
        number
    }

    /// Normal forms of the distinct values, numbered in the order of a hash of their content.
    fn finish(self, column: &Column, knowledge: &dyn Knowledge) -> (Values, Vec<u32>) {
        let (raw, mut cells) = (self.distinct, self.cells);
        drop(self.numbers);
        let mut normal = Interner::new();
        let mut normal_of = vec![0_u32; raw.len()];
        // Normal forms are made side by side, a piece of the values at a time, and numbered one after another.
        for begin in (1..raw.len()).step_by(PIECES * PIECE) {
            let end = raw.len().min(begin + PIECES * PIECE);
            let of_piece = |begin: usize| {
                let (mut forms, mut ends) = (String::new(), Vec::with_capacity(PIECE));
                for number in begin..end.min(begin + PIECE) {
                    knowledge.normal(column.kind, raw.text(number as u32), &mut forms);
                    ends.push(forms.len());
                }
                (forms, ends)
            };
            let begins: Vec<usize> = (begin..end).step_by(PIECE).collect();
            let pieces: Vec<(String, Vec<usize>)> = begins.into_par_iter().map(of_piece).collect();
            let mut number = begin;
            for (forms, ends) in &pieces {
                let mut start = 0;
                for &end in ends {
                    normal_of[number] = normal.number(&forms[start..end]);
                    (number, start) = (number + 1, end);
                }
            }
        }
        drop(raw);
        let mut order: Vec<(u64, u32)> = normal
            .distinct
            .iter()
            .map(|(number, text)| (tizim_dedup::seeded_hash(0, text.as_bytes()), number))
            .collect();
        let text = |number| normal.distinct.text(number);
        order.par_sort_unstable_by(|left, right| {
            left.0.cmp(&right.0).then_with(|| text(left.1).cmp(text(right.1)))
        });
        let mut values = Values::new();
        let mut place = vec![0_u32; normal.distinct.len()];
        for (_, number) in order {
            place[number as usize] = values.push(normal.distinct.text(number));
        }
        for cell in &mut cells {
            *cell = place[normal_of[*cell as usize] as usize];
            values.count_up(*cell);
        }
        (values, cells)
    }
}
