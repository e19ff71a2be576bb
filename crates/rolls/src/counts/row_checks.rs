//! What the first pass sees of every row beside its keys: counts per precinct, malformed numbers, ages, addresses, dates.
//!
//! Every worker counts for itself; the parts are put together by [`RowSummary`]. Nothing is kept of a row but a few
//! positions, from which evidence is read later.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tizim_people::{BirthDate, DateProblem, Iin, IinProblem, Sex};
use tizim_polling::{Regions, precinct};
use tizim_tables::Reason;

use crate::counts::addresses::AddressCounts;
use crate::counts::chance::is_first_of_january;
use crate::counts::counters::Gathered;
use crate::counts::date_counts::DateCounts;
use crate::counts::hash::hash;
use crate::counts::odd_rows::OddRows;
use crate::counts::row_marks::{MarkWriter, RowMarks};
use crate::counts::row_set::keep_first;
use crate::counts::sketch::NameYears;
use crate::counts::unstated::{PlaceColumn, Unstated};
use crate::law::RollRules;
use crate::row::fields::Fields;
use crate::row::list_file::ListFile;
use crate::row::place::place_key;
use crate::row::reader::{RowReader, UnreadDate, precinct_key};
use crate::{Code, Kind};

/// What is looked at in the first pass.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watched<'a> {
    pub(crate) law: &'a RollRules,
    /// Whether rows are checked one by one, and counted per precinct.
    pub(crate) rows: bool,
    /// Whether birth dates are counted, to find placeholders.
    pub(crate) dates: bool,
    /// Whether rows with masked numbers are counted.
    pub(crate) masked: bool,
    /// Where names are counted per birth year.
    pub(crate) names: Option<&'a NameYears>,
    /// Where voters are counted per address.
    pub(crate) addresses: Option<&'a AddressCounts>,
    /// Where rows are marked by their names, and by their address.
    pub(crate) name_marks: Option<&'a RowMarks>,
    pub(crate) address_marks: Option<&'a RowMarks>,
    /// How many rows of evidence are kept per precinct and reason.
    pub(crate) samples: usize,
    pub(crate) seed: u64,
}

/// Why a row was counted by a row check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fault {
    /// The number is malformed, in the way that [`IinProblem::id`] names.
    Number(&'static str),
    /// Number against birth date.
    Date,
    /// Number against sex.
    Sex,
    /// Under age on election day.
    UnderAge,
    /// Older than plausible.
    TooOld,
    /// Born after election day.
    Unborn,
}

impl Fault {
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Number(_) => Code::IinMalformed,
            Self::Date | Self::Sex => Code::IinAgainstPerson,
            Self::UnderAge => Code::UnderAge,
            Self::TooOld | Self::Unborn => Code::ImplausibleAge,
        }
    }
}

/// In place of a tally's number: the spelling states no precinct.
const UNNUMBERED: usize = usize::MAX;

/// Rows with one fault in one precinct.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    pub(crate) count: u64,
    /// The first of them, ascending.
    pub(crate) positions: Vec<u64>,
}

/// What was counted in one precinct.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PrecinctTally {
    /// As written first.
    pub(crate) region: String,
    /// As written first.
    pub(crate) precinct: String,
    /// The first file in which it occurs, to name it where no number is written.
    pub(crate) file: usize,
    /// Rows by kind of list.
    pub(crate) rows: BTreeMap<Kind, u64>,
    pub(crate) faults: BTreeMap<Fault, Faults>,
    /// Rows by the code of their faults; a row with two faults of one code is one row.
    pub(crate) rows_at_fault: BTreeMap<Code, u64>,
}

/// Cells of one file that should hold a birth date and hold none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UnreadDates {
    pub(crate) count: u64,
    /// The first of them: position, column, why, and the shape of what was found.
    pub(crate) first: Vec<(u64, &'static str, Reason, String)>,
}

/// Cells that cannot be read are kept up to this number per file.
const MOST_UNREAD: usize = 100_000;

impl UnreadDates {
    fn take(&mut self, position: u64, unread: UnreadDate, record: &impl Fields) {
        self.count += 1;
        if self.first.len() < MOST_UNREAD {
            let written = record.field(unread.slot);
            let reason = match unread.problem {
                DateProblem::NoSuchDay if tizim_tables::is_month_first(written) => Reason::NotDayFirst,
                DateProblem::NoSuchDay => Reason::NoSuchDay,
                _ => Reason::NotADate,
            };
            let shape = tizim_tables::shape_of_bytes(written);
            self.first.push((position, unread.column, reason, shape));
        }
    }

    fn add(&mut self, mut other: Self) {
        self.count += other.count;
        self.first.append(&mut other.first);
        self.first.sort_unstable();
        self.first.truncate(MOST_UNREAD);
    }
}

/// Counts of all rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowTotals {
    pub(crate) rows: u64,
    pub(crate) without_number: u64,
    pub(crate) masked_numbers: u64,
    /// Names with an illegible character, by which nobody is compared.
    pub(crate) illegible_names: u64,
    pub(crate) unreadable_dates: u64,
    pub(crate) placeholder_dates: u64,
    /// Perhaps under age: the year alone is given, and it is the one in question.
    pub(crate) age_undetermined: u64,
}

/// One worker's part.
#[derive(Debug)]
pub(crate) struct RowChecks<'a> {
    watched: Watched<'a>,
    file: usize,
    info: Option<&'a ListFile<'a>>,
    /// Raw region and precinct of the last row, and its index.
    last: Vec<u8>,
    at: usize,
    raw: Vec<u8>,
    places: HashMap<Vec<u8>, usize>,
    tallies: Vec<PrecinctTally>,
    totals: RowTotals,
    /// Rows by whole birth date.
    dates: DateCounts,
    /// Rows that state a birth year and no whole date.
    undated: OddRows,
    /// Rows with a number of which some digits are hidden.
    masked: OddRows,
    /// What is still to be counted by names and by address.
    gathered_names: Gathered,
    gathered_addresses: Gathered,
    name_writer: MarkWriter,
    address_writer: MarkWriter,
    sexes: Vec<(Vec<u8>, Option<Sex>)>,
    address: Vec<u8>,
    /// The row and code of the last fault.
    last_fault: Option<(u64, Code)>,
    /// By file.
    unread: BTreeMap<usize, UnreadDates>,
    /// What the place of the last row does not state, and all rows of which that holds.
    unstated_here: [Option<PlaceColumn>; 2],
    unstated: Unstated,
}

impl<'a> RowChecks<'a> {
    pub(crate) fn new(watched: Watched<'a>) -> Self {
        Self {
            watched,
            file: 0,
            info: None,
            last: Vec::new(),
            at: usize::MAX,
            raw: Vec::new(),
            places: HashMap::new(),
            tallies: Vec::new(),
            totals: RowTotals::default(),
            dates: DateCounts::default(),
            undated: OddRows::default(),
            masked: OddRows::default(),
            gathered_names: Gathered::new(),
            gathered_addresses: Gathered::new(),
            name_writer: MarkWriter::default(),
            address_writer: MarkWriter::default(),
            sexes: Vec::new(),
            address: Vec::new(),
            last_fault: None,
            unread: BTreeMap::new(),
            unstated_here: [None; 2],
            unstated: Unstated::default(),
        }
    }

    /// The rows that follow are of this file, `file` among all.
    pub(crate) fn begin(&mut self, file: usize, info: &'a ListFile<'a>) {
        self.file = file;
        self.info = Some(info);
        self.at = usize::MAX;
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
        if name_marks.is_none() && (names.is_none() || written.is_err()) {
            return;
        }
        let normal = reader.names(record);
        if normal.is_empty() {
            return;
        }
        let hash = hash(seed, &[normal]);
        if let (Some(sketch), Ok(date)) = (names, written)
            && !is_first_of_january(date)
        {
            sketch.count(&mut self.gathered_names, date.year(), hash);
        }
        if let Some(marks) = name_marks {
            marks.write(&mut self.name_writer, position, hash);
        }
    }

    /// Regions as written, of each precinct once.
    pub(crate) fn regions(&self) -> impl Iterator<Item = &str> {
        self.tallies.iter().map(|tally| tally.region.as_str())
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
        let Some(kind) = self.info.map(|info| info.kind) else { return };
        self.totals.rows += 1;
        self.find_place(reader, record);
        for column in self.unstated_here.into_iter().flatten() {
            self.unstated.take(self.file, column, position);
        }
        *self.tallies[self.at].rows.entry(kind).or_default() += 1;
        self.totals.illegible_names += u64::from(reader.has_illegible_names(record));
        self.totals.placeholder_dates += u64::from(written == Err(DateProblem::Placeholder));
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
        if let (Some(addresses), Kind::Permanent) = (self.watched.addresses, kind) {
            self.address.clear();
            if AddressCounts::key_into(reader, record, &mut self.address) {
                let hash = hash(self.watched.seed, &[&self.address]);
                addresses.count(&mut self.gathered_addresses, hash);
                if let Some(marks) = self.watched.address_marks {
                    marks.write(&mut self.address_writer, position, hash);
                }
            }
        }
    }

    /// Finds the precinct of the row among those seen.
    fn find_place(&mut self, reader: &RowReader<'_>, record: &impl Fields) {
        self.raw.clear();
        self.raw.extend_from_slice(record.field(reader.columns.region));
        self.raw.push(0x1f);
        self.raw.extend_from_slice(record.field(reader.columns.precinct));
        if self.at != usize::MAX && self.raw == self.last {
            return;
        }
        self.last.clone_from(&self.raw);
        let is_empty = |slot: usize| record.field(slot).is_empty();
        self.unstated_here = [
            is_empty(reader.columns.region).then_some(PlaceColumn::Region),
            is_empty(reader.columns.precinct).then_some(PlaceColumn::Precinct),
        ];
        let written = record.text(reader.columns.precinct);
        // Of each spelling it is found out once whether it states a number.
        let mut known = self.places.get(&self.raw).copied();
        if known.is_none() && precinct_key(written).is_empty() {
            self.places.insert(self.raw.clone(), UNNUMBERED);
            known = Some(UNNUMBERED);
        }
        let states_none = known == Some(UNNUMBERED);
        if states_none {
            // What the file's name states, else the file itself, stands for the precinct.
            self.raw.push(0x1e);
            self.raw.extend_from_slice(&self.file.to_be_bytes());
            known = self.places.get(&self.raw).copied();
        }
        if let Some(at) = known {
            self.at = at;
            // Files may come in any order.
            let tally = &mut self.tallies[at];
            tally.file = tally.file.min(self.file);
        } else {
            self.at = self.tallies.len();
            self.places.insert(self.raw.clone(), self.at);
            let precinct = if states_none {
                self.info.and_then(|info| info.precinct.as_deref()).unwrap_or("")
            } else {
                written
            };
            self.tallies.push(PrecinctTally {
                region: record.text(reader.columns.region).to_owned(),
                precinct: precinct.to_owned(),
                file: self.file,
                ..PrecinctTally::default()
            });
        }
    }

    fn fault(&mut self, fault: Fault, position: u64) {
        let tally = &mut self.tallies[self.at];
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
        if !field.is_empty() && self.sex(field).is_some_and(|sex| sex != iin.sex()) {
            self.fault(Fault::Sex, position);
        }
    }

    /// The sex column has a handful of values; each is read once.
    fn sex(&mut self, field: &[u8]) -> Option<Sex> {
        if let Some((_, sex)) = self.sexes.iter().find(|(known, _)| known == field) {
            return *sex;
        }
        let sex = Sex::parse(field);
        if self.sexes.len() < 16 && field.len() <= 32 {
            self.sexes.push((field.to_vec(), sex));
        }
        sex
    }

    fn age(&mut self, position: u64, date: BirthDate) {
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

/// What all workers saw.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct RowSummary {
    /// By what identifies the precinct.
    pub(crate) precincts: BTreeMap<String, PrecinctTally>,
    pub(crate) totals: RowTotals,
    /// Rows by whole birth date.
    pub(crate) dates: DateCounts,
    /// By file.
    pub(crate) unread: BTreeMap<usize, UnreadDates>,
    /// Regions as written, every spelling.
    pub(crate) regions: BTreeSet<String>,
    /// Rows by file whose precinct a spreadsheet has turned into a date.
    pub(crate) dated_precincts: BTreeMap<usize, u64>,
    /// Rows without a region or without a precinct.
    pub(crate) unstated: Unstated,
}

impl RowSummary {
    /// What is told of how places are written, before spellings of one place are put together.
    fn note(&mut self, tally: &PrecinctTally) {
        if !self.regions.contains(&tally.region) {
            self.regions.insert(tally.region.clone());
        }
        if precinct::is_date(&tally.precinct) {
            *self.dated_precincts.entry(tally.file).or_default() += tally.rows.values().sum::<u64>();
        }
    }

    /// Puts the workers' parts together; the order of the parts does not matter.
    pub(crate) fn of(parts: Vec<RowChecks<'_>>, regions: &Regions) -> Self {
        let mut summary = Self::default();
        for part in parts {
            summary.merge(part, regions);
        }
        summary
    }

    /// Adds what a worker has counted.
    pub(crate) fn merge(&mut self, part: RowChecks<'_>, regions: &Regions) {
        let samples = part.watched.samples;
        self.totals.add(&part.totals);
        self.dates.add(&part.dates);
        self.unstated.add(part.unstated);
        for (file, unread) in part.unread {
            self.unread.entry(file).or_default().add(unread);
        }
        for tally in part.tallies {
            self.note(&tally);
            let key = place_key(regions, &tally.region, &tally.precinct, tally.file);
            let entry = self.precincts.entry(key).or_insert_with(|| PrecinctTally {
                region: tally.region.clone(),
                precinct: tally.precinct.clone(),
                file: tally.file,
                ..PrecinctTally::default()
            });
            entry.add(tally, samples);
        }
    }
}

impl RowTotals {
    fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.without_number += other.without_number;
        self.masked_numbers += other.masked_numbers;
        self.illegible_names += other.illegible_names;
        self.unreadable_dates += other.unreadable_dates;
        self.placeholder_dates += other.placeholder_dates;
        self.age_undetermined += other.age_undetermined;
    }
}

impl PrecinctTally {
    fn add(&mut self, other: Self, samples: usize) {
        // Of several ways to write a precinct the first in the order of letters is shown, however the threads ran.
        if (&other.region, &other.precinct) < (&self.region, &self.precinct) {
            self.region.clone_from(&other.region);
            self.precinct.clone_from(&other.precinct);
        }
        self.file = self.file.min(other.file);
        for (kind, rows) in other.rows {
            *self.rows.entry(kind).or_default() += rows;
        }
        for (code, rows) in other.rows_at_fault {
            *self.rows_at_fault.entry(code).or_default() += rows;
        }
        for (fault, mut found) in other.faults {
            let faults = self.faults.entry(fault).or_default();
            faults.count += found.count;
            faults.positions.append(&mut found.positions);
            faults.positions.sort_unstable();
            faults.positions.truncate(samples);
        }
    }
}
