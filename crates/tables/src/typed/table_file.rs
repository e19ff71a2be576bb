//! One table, opened: what it was found to be, and the ways to read it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::bytes::source::{Backing, Source};
use crate::detect::bound::BoundField;
use crate::detect::detected::{Detected, FileSummary, Format};
use crate::detect::headed;
use crate::detect::open;
use crate::detect::sheets::Which;
use crate::detect::text::Opened;
use crate::error::TableError;
use crate::given::input::Input;
use crate::given::options::Options;
use crate::given::places::PlaceKind;
use crate::given::schema::Schema;
use crate::rows::fetch;
use crate::rows::index;
use crate::rows::pass::{self, Outcome};
use crate::rows::plan::Dates;
use crate::rows::plan::{Plan, SlotPlan};
use crate::rows::reject::{Aside, Reason, Reject, SetAside};
use crate::rows::scan::{Pass, Position, Record, Visitor};
use crate::typed::collector::{Collector, Reading};
use crate::typed::day_order::{DateColumn, DayOrder, DecidedBy, Evidence};
use crate::typed::headed::Headed;
use crate::typed::table::Table;

/// How hard the text of a workbook is packed: the quickest way.
const PACKING: i32 = 1;

/// One table, opened.
#[derive(Debug)]
pub struct TableFile {
    input: Input,
    options: Options,
    schema: Schema,
    source: Mutex<Option<Source>>,
    plan: Plan,
    detected: Detected,
    fields: Vec<BoundField>,
    skip: usize,
    block_size: usize,
    headed: Vec<Headed>,
    of_sheet: Option<String>,
    text_size: Option<u64>,
    workbook: Option<(u64, blake3::Hash)>,
    /// The text of a workbook, packed, once it was released.
    packed: OnceLock<Vec<u8>>,
    outcome: OnceLock<Outcome>,
    /// Fields that whoever knows their meaning could not read, and how many they are in all.
    further: OnceLock<(Vec<Reject>, u64)>,
}

impl TableFile {
    /// Opens a table: finds out its format, encoding, delimiter, heading row and columns.
    ///
    /// # Errors
    /// Any [`TableError`] that makes the whole file unusable.
    pub fn open(input: &Input, schema: &Schema, options: &Options) -> Result<Self, TableError> {
        let mut opened = open::open(input, schema, options, Which::First)?;
        Self::of(input, schema, options, opened.swap_remove(0))
    }

    /// Opens a table that may go on in further sheets of its workbook: all that have the headings of such a table, each a
    /// file of its own under the name `book.xlsx#sheet` where there are several. At least one.
    ///
    /// # Errors
    /// As [`TableFile::open`].
    pub fn open_every(input: &Input, schema: &Schema, options: &Options) -> Result<Vec<Self>, TableError> {
        let opened = open::open(input, schema, options, Which::Every)?;
        let several = opened.len() > 1;
        let file = |opened: Opened| {
            let sheet = opened.detected.sheet.clone().filter(|_| several);
            let input = sheet.map_or_else(|| input.clone(), |sheet| input.clone().of_sheet(&sheet));
            Self::of(&input, schema, options, opened)
        };
        opened.into_iter().map(file).collect()
    }

    fn of(input: &Input, schema: &Schema, options: &Options, mut opened: Opened) -> Result<Self, TableError> {
        let direct = opened.source.is_direct();
        let block_size = options.block_size.clamp(1 << 10, 1 << 19).next_power_of_two();
        let mut found = headed::Found::default();
        if let Some(places) = options.places.as_deref() {
            let job = pass::Job {
                source: &opened.source,
                plan: &opened.plan,
                skip: opened.skip,
                block_size,
                row_bytes: options.limits.row_bytes,
                hash: false,
                step: index::step(None),
            };
            found = headed::find(&job, &opened.fields, schema, places)?;
        }
        opened.plan.slots.extend(found.fields.iter().map(|_| headed::slot()));
        opened.plan.headings = found.headings;
        opened.fields.extend(found.fields);
        Ok(Self {
            input: input.clone(),
            options: options.clone(),
            schema: schema.clone(),
            plan: opened.plan,
            detected: opened.detected,
            fields: opened.fields,
            skip: opened.skip,
            block_size,
            headed: found.told,
            of_sheet: None,
            text_size: direct.then_some(opened.source.size),
            workbook: opened.workbook,
            source: Mutex::new(Some(opened.source)),
            packed: OnceLock::new(),
            outcome: OnceLock::new(),
            further: OnceLock::new(),
        })
    }

    /// Where the table comes from.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// What the file was found to be.
    pub fn detected(&self) -> &Detected {
        &self.detected
    }

    /// The fields the file has; the place in this list is the slot.
    pub fn fields(&self) -> &[BoundField] {
        &self.fields
    }

    /// The slot of a field, if the file has it.
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Whether the file has this field.
    pub fn has(&self, name: &str) -> bool {
        self.slot(name).is_some()
    }

    /// Says of which place rows are that state none of its kind and stand below no heading that does, such as the region that
    /// the sheet is called by. Before the first scan. Whether such a table has a field for it.
    pub fn give_place(&mut self, kind: PlaceKind, name: &str) -> bool {
        let Some(field) = self.schema.headed(kind) else {
            return false;
        };
        let slot = self.slot(&field.name).unwrap_or_else(|| {
            self.fields.push(BoundField::stated_nowhere(&field.name));
            self.plan.slots.push(headed::slot());
            self.plan.slots.len() - 1
        });
        self.plan.headings.give(slot, name);
        self.of_sheet = Some(name.to_owned());
        true
    }

    /// The place that all of it was said to be of by [`TableFile::give_place`].
    pub fn given_place(&self) -> Option<&str> {
        self.of_sheet.as_deref()
    }

    /// What became of headings inside it.
    pub fn headed(&self) -> &[Headed] {
        &self.headed
    }

    /// How its columns of dates with strokes are read; those that hold none and need no word are left out.
    pub fn dates(&self) -> Vec<DateColumn> {
        let dates = |(field, slot): (&BoundField, &SlotPlan)| {
            let Dates { order, decided_by, seen, year_says } = slot.dates?;
            let Evidence { month_first, day_first, open, .. } = seen;
            let column = field.name.clone();
            (month_first + day_first + open > 0 || order != DayOrder::DayFirst).then_some(DateColumn {
                column,
                order,
                decided_by,
                day_first,
                month_first,
                open,
                year_says,
            })
        };
        self.fields.iter().zip(&self.plan.slots).filter_map(dates).collect()
    }

    /// Reads a column of dates, of which nothing decides whether the day stands first, as other tables with the same headings.
    /// Before the first scan.
    pub fn settle_dates(&mut self, field: &str, order: DayOrder) {
        let Some(slot) = self.slot(field).and_then(|slot| self.plan.slots.get_mut(slot)) else { return };
        if let Some(dates) = slot.dates.as_mut().filter(|dates| dates.order == DayOrder::Open) {
            (dates.order, dates.decided_by) = (order, DecidedBy::Tables);
        }
    }

    /// Why a scan shows no date in a column where one is written: where its order forbids to read it. `left`: what the scan
    /// shows, or its shape; an outlier in a column with the day first is told by its value alone, see
    /// [`crate::is_month_first`].
    pub fn refusal_of_date(&self, field: &str, left: &str) -> Option<Reason> {
        self.plan.slots.get(self.slot(field)?)?.order().refusal(left.as_bytes())
    }

    /// Reads a small table into memory, with typed values.
    ///
    /// # Errors
    /// [`TableError::Read`], [`TableError::DamagedCompression`], [`TableError::RowTooLong`].
    pub fn read(&self) -> Result<Table, TableError> {
        let mut collectors = self.scan(&Pass::new(1).closely(), |_| Collector::new(self.fields.len()))?;
        let collector = collectors.pop().unwrap_or_else(|| Collector::new(self.fields.len()));
        let mut table = collector.into_table(
            &self.fields,
            Reading {
                number: &|position| self.row(position).unwrap_or(0),
                rejects: self.rejects(),
                aside: self.set_aside(),
                summary: self.summary().unwrap_or_default(),
                dates: self.dates(),
                headed: self.headed.clone(),
            },
        );
        table.put_groups(&self.schema);
        table.judge_sums(&self.schema);
        table.reject_unreadable();
        table.judge(&self.schema);
        Ok(table)
    }

    /// Shows every record to the visitors, one visitor per worker, and gives the visitors back in the order of
    /// the workers. May be called again for another pass; the first whole pass also numbers the rows, hashes the
    /// file and keeps the rejects.
    ///
    /// # Errors
    /// As [`TableFile::read`], [`TableError::Interrupted`], and [`TableError::OtherHeadings`], after the visitors have seen
    /// all rows.
    pub fn scan<V: Visitor>(
        &self,
        pass: &Pass<'_>,
        make: impl Fn(usize) -> V + Sync,
    ) -> Result<Vec<V>, TableError> {
        let source = self.source()?;
        let job = pass::Job {
            source: &source,
            plan: &self.plan,
            skip: self.skip,
            block_size: self.block_size,
            row_bytes: self.options.limits.row_bytes,
            hash: self.outcome.get().is_none() && self.workbook.is_none(),
            step: index::step(self.text_size),
        };
        let read = pass::run(&job, pass, &make);
        // A file that is cut off while it is read fails in many ways; this is the reason to tell.
        source.unchanged()?;
        let (visitors, outcome) = read?;
        if self.outcome.get().is_none() {
            let names: Vec<&str> = self.fields.iter().map(|field| field.name.as_str()).collect();
            // Another thread may have been first; then both have found the same.
            let _ = self.outcome.set(outcome.finish(&source, self.workbook, &names));
        }
        let other = self.set_aside().iter().find(|row| row.aside == Aside::OtherHeading);
        if let Some(SetAside { row, .. }) = other {
            return Err(TableError::OtherHeadings { path: self.input.name().to_owned(), row: *row });
        }
        Ok(visitors)
    }

    /// Shows single records again. Positions must be in ascending order; a position may occur more than once.
    /// Positions that were set aside or rejected are shown as they are. Does nothing before the first scan. Of a
    /// compressed or UTF-16 file everything up to the last position is read again.
    ///
    /// # Errors
    /// As [`TableFile::read`].
    pub fn fetch(
        &self,
        positions: &[Position],
        mut visit: impl FnMut(&Record<'_>),
    ) -> Result<(), TableError> {
        let Some(outcome) = self.outcome.get() else { return Ok(()) };
        let source = self.source()?;
        if let Some(file) = source.columns.as_deref() {
            let fetched = fetch::columns(&source, &self.plan, file, positions, &mut visit);
            return source.unchanged().and(fetched);
        }
        if source.is_direct() {
            let fetched = fetch::direct(&source, &self.plan, &outcome.index, positions, &mut visit);
            return source.unchanged().and(fetched);
        }
        let job = pass::Job {
            source: &source,
            plan: &self.plan,
            skip: self.skip,
            block_size: self.block_size,
            row_bytes: self.options.limits.row_bytes,
            hash: false,
            step: index::step(None),
        };
        let fetched = fetch::streamed(&job, positions, &mut visit);
        source.unchanged().and(fetched)
    }

    /// The physical row of a position; the first line is 1. After a scan.
    pub fn row(&self, position: Position) -> Option<u64> {
        self.outcome.get()?.index.row(position)
    }

    /// The physical rows before a block. After a scan.
    pub fn rows_before(&self, block: u32) -> Option<u64> {
        self.outcome.get()?.index.rows_before(block)
    }

    /// The position of a physical row. After a scan.
    pub fn position(&self, row: u64) -> Option<Position> {
        self.outcome.get()?.index.position(row)
    }

    /// How many blocks there are at most; `None` for compressed and UTF-16 files before the first scan.
    pub fn blocks(&self) -> Option<u32> {
        let held = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = held.as_ref().and_then(|source| source.columns.as_deref()) {
            return Some(file.blocks());
        }
        drop(held);
        match (self.outcome.get(), self.text_size) {
            (Some(outcome), _) => Some(outcome.index.blocks.len() as u32),
            (None, Some(size)) => u32::try_from(size / self.block_size as u64 + 1).ok(),
            (None, None) => None,
        }
    }

    /// Fields and rows that could not be read, in the order of the rows, up to [`crate::Limits::rejects`]; after a
    /// scan. [`FileSummary::rows`] counts all.
    pub fn rejects(&self) -> &[Reject] {
        self.outcome.get().map_or(&[], |outcome| &outcome.rejects)
    }

    /// Tells of fields that are text as a scan sees it, and that whoever knows their meaning cannot read: those that
    /// are kept, and how many there are in all. Told once: a later call changes nothing.
    pub fn reject_fields(&self, rejects: Vec<Reject>, count: u64) {
        // A second check of the same file finds the same.
        let _ = self.further.set((rejects, count));
    }

    /// The fields told of by [`TableFile::reject_fields`].
    pub fn further_rejects(&self) -> &[Reject] {
        self.further.get().map_or(&[], |(rejects, _)| rejects)
    }

    /// Rows that were set aside, in their order; after a scan.
    pub fn set_aside(&self) -> &[SetAside] {
        self.outcome.get().map_or(&[], |outcome| &outcome.aside)
    }

    /// Size, BLAKE3 and how the rows add up; after a scan.
    pub fn summary(&self) -> Option<FileSummary> {
        let outcome = self.outcome.get()?;
        let mut rows = outcome.tally;
        rows.fields_rejected += self.further.get().map_or(0, |(_, count)| *count);
        Some(FileSummary {
            name: self.input.name().to_owned(),
            bytes: outcome.bytes,
            blake3: match self.detected.format {
                Format::Frame => FileSummary::NO_FILE.to_owned(),
                _ => outcome.blake3.to_hex().to_string(),
            },
            rows,
        })
    }

    /// Packs the text of a workbook, to a fifth or so; it is unpacked for every pass and every fetch, which is far cheaper
    /// than reading the workbook again. For folders of many workbooks. Does nothing for other files.
    pub fn release(&self) {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if self.workbook.is_some()
            && let Some(Backing::Held(text)) = source.as_ref().map(|source| &source.backing)
            && let Ok(mut packed) = zstd::bulk::compress(text, PACKING)
        {
            packed.shrink_to_fit();
            let _ = self.packed.set(packed);
            *source = None;
        }
    }

    /// Bytes that [`TableFile::release`] would free.
    pub fn held_bytes(&self) -> u64 {
        let source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let is_text = |source: &&Source| self.workbook.is_some() && source.columns.is_none();
        let freed = source.as_ref().filter(is_text);
        freed.map_or(0, |source| source.size)
    }

    fn source(&self) -> Result<Source, TableError> {
        let held = self.source.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let text = match (held, self.packed.get()) {
            (Some(source), _) => return Ok(source),
            (None, Some(packed)) => zstd::stream::decode_all(packed.as_slice())
                .map_err(|error| TableError::from_io(self.input.name(), error))?,
            (None, None) => Vec::new(),
        };
        Ok(Source {
            name: self.input.name().to_owned(),
            size: text.len() as u64,
            backing: Backing::Held(Arc::new(text)),
            compression: None,
            utf16: None,
            most_unpacked: 0,
            columns: None,
        })
    }
}
