//! What the first pass sees of every row beside its keys: counts per precinct, malformed numbers, ages, addresses, dates.
//!
//! Every worker counts for itself; the parts are put together by the [row summary](super::row_summary). Nothing is kept of a row but a few
//! positions, from which evidence is read later.

use std::collections::BTreeMap;

use tizim_dedup::seeded_hash;
use tizim_people::{BirthDate, DateProblem, Iin, IinProblem};

use crate::counts::address_hash::AddressHasher;
use crate::counts::births::UsualBirths;
use crate::counts::chance::is_first_of_january;
use crate::counts::counters::Gathered;
use crate::counts::date_counts::DateCounts;
use crate::counts::faults::Fault;
use crate::counts::name_sample::{NameSample, SampledRow, mixed, short_hash};
use crate::counts::odd_rows::OddRows;
use crate::counts::row_marks::{Mark, MarkWriter};
use crate::counts::row_set::keep_first;
use crate::counts::row_totals::RowTotals;
use crate::counts::sexes::Sexes;
use crate::counts::tallies::Tallies;
use crate::counts::unread_dates::UnreadDates;
use crate::counts::unread_marks::UnreadMarks;
use crate::counts::unstated::{Instead, PlaceColumn, Unstated};
use crate::counts::watched::Watched;
use crate::law::RollRules;
use crate::row::fields::Fields;
use crate::row::list_file::ListFile;
use crate::row::reader::RowReader;
use crate::{Code, Kind};

/// One worker's part.
#[derive(Debug)]
pub(crate) struct RowChecks<'a> {
    pub(super) watched: Watched<'a>,
    file: usize,
    info: Option<&'a ListFile<'a>>,
    pub(super) precincts: Tallies,
    pub(super) totals: RowTotals,
    /// Rows by whole birth date.
    pub(super) dates: DateCounts,
    /// All rows of some names, where names are counted.
    pub(super) sample: NameSample,
    /// Rows that state a birth year and no whole date.
    undated: OddRows,
    /// Rows with a number of which some digits are hidden.
    masked: OddRows,
    /// What is still to be counted by names and by address.
    gathered_names: Gathered,
    gathered_addresses: Gathered,
    name_writer: MarkWriter,
    address_writer: MarkWriter,
    sexes: Sexes,
    hasher: AddressHasher,
    usual_births: UsualBirths,
    /// The place of the last row by its number, and the columns of it that state none.
    place: u64,
    instead: Vec<(PlaceColumn, Instead)>,
    region: Vec<u8>,
    /// The row and code of the last fault.
    last_fault: Option<(u64, Code)>,
    /// By file.
    pub(super) unread: BTreeMap<usize, UnreadDates>,
    /// Rows without a region or without a precinct.
    pub(super) unstated: Unstated,
    /// By file.
    pub(super) marks: BTreeMap<usize, UnreadMarks>,
    wording: String,
}

impl<'a> RowChecks<'a> {
    pub(crate) fn new(watched: Watched<'a>) -> Self {
        let RollRules { election_day, voting_age, oldest_age, .. } = watched.law;
        let [voting_age, oldest_age] =
            [voting_age, oldest_age].map(|limit| limit.as_ref().map(|limit| limit.value));
        Self {
            watched,
            file: 0,
            info: None,
            precincts: Tallies::default(),
            totals: RowTotals::default(),
            dates: DateCounts::default(),
            sample: NameSample::default(),
            undated: OddRows::default(),
            masked: OddRows::default(),
            gathered_names: Gathered::new(),
            gathered_addresses: Gathered::new(),
            name_writer: MarkWriter::default(),
            address_writer: MarkWriter::default(),
            sexes: Sexes::default(),
            hasher: AddressHasher::new(watched.seed),
            usual_births: UsualBirths::new(*election_day, voting_age, oldest_age),
            place: 0,
            instead: Vec::new(),
            region: Vec::new(),
            last_fault: None,
            unread: BTreeMap::new(),
            unstated: Unstated::default(),
            marks: BTreeMap::new(),
            wording: String::new(),
        }
    }

    /// The rows that follow are of this file, `file` among all.
    pub(crate) fn begin(&mut self, file: usize, info: &'a ListFile<'a>) {
        self.file = file;
        self.info = Some(info);
        self.precincts.begin(info.kind);
        self.hasher.begin();
        self.place = 0;
    }

    pub(crate) fn row(&mut self, position: u64, reader: &mut RowReader<'_>, record: &impl Fields) {
        let written = reader.birth_date(record);
        if let Some(unread) = reader.unread {
            self.totals.unreadable_dates += 1;
            self.unread.entry(self.file).or_default().take(position, unread, record);
        }
        if self.watched.dates {
            match written {
                Ok(date) if date.is_whole() => self.dates.count(date),
                Ok(_) => self.undated.take(position),
                Err(_) => {}
            }
        }
        self.names(position, written, reader, record);
        if self.watched.masked && matches!(reader.iin(record), Err(IinProblem::Masked)) {
            self.masked.take(position);
        }
        if self.watched.rows {
            self.check(position, written, reader, record);
        }
    }

    /// Counts and marks the row by its names.
    #[inline]
    fn names(
        &mut self,
        position: u64,
        written: Result<BirthDate, DateProblem>,
        reader: &mut RowReader<'_>,
        record: &impl Fields,
    ) {
        let Watched { names, name_marks, seed, .. } = self.watched;
        if name_marks.is_none() && names.is_none() {
            return;
        }
        let normal = reader.names(record);
        if normal.is_empty() {
            return;
        }
        let hash = seeded_hash(seed, normal);
        if let Some(sketch) = names {
            if let Ok(date) = written
                && !is_first_of_january(date)
            {
                sketch.count(&mut self.gathered_names, date.year(), hash);
            }
            if self.sample.keeps(hash) {
                self.keep_sampled(position, (hash, written.ok()), reader, record);
            }
        }
        if let Some(marks) = name_marks {
            let year = written.ok().map(BirthDate::year);
            marks.write(&mut self.name_writer, position, Mark::of_names(hash, year));
        }
    }

    /// Keeps what is asked of a row of a name that is kept.
    fn keep_sampled(
        &mut self,
        position: u64,
        (name, date): (u64, Option<BirthDate>),
        reader: &mut RowReader<'_>,
        record: &impl Fields,
    ) {
        self.region.clear();
        reader.region_into(record, &mut self.region);
        let number = reader.compared_iin(record).map_or(0, |iin| mixed(iin.number()));
        self.sample.keep(SampledRow {
            name,
            date: date.map_or(0, BirthDate::packed),
            region: short_hash(self.watched.seed, &self.region),
            number,
            masked: matches!(reader.iin(record), Err(IinProblem::Masked)),
            position,
        });
    }

    /// Regions as written, of each precinct once.
    pub(crate) fn regions(&self) -> impl Iterator<Item = &str> {
        self.precincts.iter().map(|tally| tally.region.as_str())
    }

    /// After the last row: nothing is left to be counted.
    pub(crate) fn end(&mut self) {
        if let Some(names) = self.watched.names {
            names.add(&mut self.gathered_names);
        }
        if let Some(addresses) = self.watched.addresses {
            addresses.add(&mut self.gathered_addresses);
        }
        if let Some(marks) = self.watched.name_marks {
            marks.add(&mut self.name_writer);
        }
        if let Some(marks) = self.watched.address_marks {
            marks.add(&mut self.address_writer);
        }
    }

    /// Rows by whole birth date.
    pub(crate) fn dates(&self) -> &DateCounts {
        &self.dates
    }

    /// Rows that state a birth year and no whole date.
    pub(crate) fn undated(&self) -> &OddRows {
        &self.undated
    }

    /// Rows with a number of which some digits are hidden.
    pub(crate) fn masked(&self) -> &OddRows {
        &self.masked
    }

    fn check(
        &mut self,
        position: u64,
        written: Result<BirthDate, DateProblem>,
        reader: &mut RowReader<'_>,
        record: &impl Fields,
    ) {
        let Some(info) = self.info else { return };
        let kind = info.kind;
        self.totals.rows += 1;
        self.place(info, reader, record);
        self.precincts.count();
        for (column, instead) in &self.instead {
            self.unstated.take(self.file, *column, *instead, position);
        }
        self.totals.illegible_names += u64::from(reader.has_illegible_names(record));
        self.totals.placeholder_dates += u64::from(written == Err(DateProblem::Placeholder));
        let mark = record.field(reader.columns.mark);
        if !mark.is_empty() {
            self.mark(position, record.text(reader.columns.mark));
        }
        let number = reader.iin(record);
        match number {
            Ok(iin) => self.compare(position, iin, written.ok(), reader, record),
            Err(IinProblem::Empty) => self.totals.without_number += 1,
            Err(IinProblem::Masked) => self.totals.masked_numbers += 1,
            Err(problem) => self.fault(Fault::Number(problem.id()), position),
        }
        if let Some(date) = written.ok().or(number.ok().map(Iin::birth_date)) {
            self.age(position, date);
        }
        if let (Some(addresses), Kind::Permanent) = (self.watched.addresses, kind)
            && let Some(hash) = self.hasher.hash(reader, record)
        {
            let counter = addresses.count(&mut self.gathered_addresses, hash);
            if let Some(marks) = self.watched.address_marks {
                marks.write(&mut self.address_writer, position, Mark::of_counter(counter));
            }
        }
    }

    fn mark(&mut self, position: u64, mark: &str) {
        self.marks.entry(self.file).or_default().take(position, mark, &mut self.wording);
    }

    /// Goes to the precinct of a row.
    #[inline]
    fn place(&mut self, info: &ListFile<'_>, reader: &mut RowReader<'_>, record: &impl Fields) {
        let place = reader.place(record).number();
        if place == self.place {
            return;
        }
        self.place = place;
        self.precincts.find(self.file, info, reader, record);
        let slots =
            [(reader.columns.region, PlaceColumn::Region), (reader.columns.precinct, PlaceColumn::Precinct)];
        let instead =
            slots.into_iter().filter_map(|(slot, column)| Some((column, Instead::of(record.field(slot))?)));
        self.instead.clear();
        self.instead.extend(instead);
    }

    fn fault(&mut self, fault: Fault, position: u64) {
        let tally = self.precincts.last();
        let this = Some((position, fault.code()));
        if self.last_fault != this {
            *tally.rows_at_fault.entry(fault.code()).or_default() += 1;
            self.last_fault = this;
        }
        let faults = tally.faults.entry(fault).or_default();
        faults.count += 1;
        keep_first(&mut faults.positions, position, self.watched.samples);
    }

    /// The number against birth date and sex.
    fn compare(
        &mut self,
        position: u64,
        iin: Iin,
        written: Option<BirthDate>,
        reader: &mut RowReader<'_>,
        record: &impl Fields,
    ) {
        if written.is_some_and(|date| !date.agrees_with(iin.birth_date())) {
            self.fault(Fault::Date, position);
        }
        let field = record.field(reader.columns.sex);
        if !field.is_empty() && self.sexes.read(field).is_some_and(|sex| sex != iin.sex()) {
            self.fault(Fault::Sex, position);
        }
    }

    fn age(&mut self, position: u64, date: BirthDate) {
        if self.usual_births.hold(date) {
            return;
        }
        let law = self.watched.law;
        let age = date.age_on(law.election_day);
        if age.most < 0 {
            self.fault(Fault::Unborn, position);
        } else if let Some(limit) = &law.voting_age
            && i64::from(age.most) < limit.value as i64
        {
            self.fault(Fault::UnderAge, position);
        } else if law.voting_age.as_ref().is_some_and(|limit| i64::from(age.least) < limit.value as i64) {
            self.totals.age_undetermined += 1;
        }
        if law.oldest_age.as_ref().is_some_and(|limit| i64::from(age.least) > limit.value as i64) {
            self.fault(Fault::TooOld, position);
        }
    }
}
