//! Rows that bear the names of odd ones, read back: those that state no whole date, or hide digits of their number.

use std::collections::{BTreeMap, BTreeSet};

use tizim_dedup::seeded_hash;
use tizim_people::BirthDate;
use tizim_people::names::DIVIDER;
use tizim_polling::Regions;

use crate::RollsError;
use crate::agreement::scale::Scale;
use crate::counts::name_sample::{SampledRow, short_hash};
use crate::lists::evidence::{EvidenceReader, Lookup};
use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::{Entry, Number};
use crate::row::normal::region_key;

/// Rows read at one go.
const AT_ONCE: usize = 1 << 12;
/// Rows read of a sample at most; beyond them only some of its names are.
const MOST: usize = 1 << 15;

/// A row that bears one of the names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bearer {
    /// The hash of its names.
    pub(crate) name: u64,
    /// The birth year; 0 where it states none.
    pub(crate) year: u16,
    /// The whole birth date, unless that is a placeholder.
    pub(crate) date: Option<BirthDate>,
    /// The hash of its region; 0 where it states none.
    pub(crate) region: u32,
    /// The hash of its address; 0 where it states none.
    pub(crate) address: u32,
    pub(crate) list: usize,
    pub(crate) number: Number,
}

/// All rows of some names, in the order of these.
#[derive(Debug)]
pub(crate) struct Bearers {
    pub(crate) rows: Vec<Bearer>,
    /// What these stand for.
    pub(crate) scale: Scale,
    /// How many rows are odd, whether anybody bears their names or not; of a sample, how many of it.
    pub(crate) odd: u64,
}

impl Bearers {
    /// Takes out rows born more than so many years before or after every odd row of their name: without a whole date, that is.
    pub(crate) fn keep_near(&mut self, years: u16) {
        let mut odd: BTreeMap<u64, Vec<u16>> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.is_undated()) {
            odd.entry(row.name).or_default().push(row.year);
        }
        self.rows.retain(|row| {
            odd.get(&row.name).is_some_and(|odd| odd.iter().any(|year| year.abs_diff(row.year) <= years))
        });
    }
}

impl Bearer {
    /// Whether it states a birth year, and no whole date that says anything.
    pub(crate) fn is_undated(&self) -> bool {
        self.date.is_none() && self.year != 0
    }

    /// Whether both state one valid number: one person, and no chance.
    pub(crate) fn shares_number(&self, other: &Self) -> bool {
        self.number.valid().is_some_and(|number| other.number.valid() == Some(number))
    }
}

/// What rows are read back with.
pub(crate) struct Reading<'a> {
    pub(crate) reader: EvidenceReader<'a>,
    pub(crate) regions: &'a Regions,
    pub(crate) placeholders: &'a PlaceholderDates,
    pub(crate) seed: u64,
}

impl Reading<'_> {
    /// The names of the rows at these positions.
    pub(crate) fn names(&self, positions: &[u64]) -> Result<BTreeSet<u64>, RollsError> {
        Ok(self.bearers(positions)?.into_iter().map(|bearer| bearer.name).collect())
    }

    /// The rows at these positions, by their names.
    pub(crate) fn bearers(&self, positions: &[u64]) -> Result<Vec<Bearer>, RollsError> {
        let (mut found, mut lookup) = (Vec::new(), Lookup::default());
        for positions in positions.chunks(AT_ONCE) {
            let rows = self.reader.rows(positions, &[], &mut lookup)?;
            let mut entries = self.reader.entries();
            for place in 0..positions.len() {
                let Some(row) = rows.row(place) else { continue };
                found.push(self.bearer(&self.reader.entry(&row, None, &mut entries)?));
            }
        }
        found.sort_by_key(|bearer: &Bearer| bearer.name);
        Ok(found)
    }

    /// Of a sample of names, the rows of those names of which some row is odd, and so many others. Namesakes of odd rows are
    /// to all of them as pairs of namesakes are to all such pairs, nearly: the frequent names count in both.
    pub(crate) fn of_sample(
        &self,
        rows: &[SampledRow],
        scale: &Scale,
        strangers: usize,
        is_odd: impl Fn(&SampledRow) -> bool,
    ) -> Result<Bearers, RollsError> {
        let mut positions = Vec::new();
        let (mut taken, mut all, mut last) = (0_u64, 0_u64, u64::MAX);
        for namesakes in rows.chunk_by(|one, other| one.name == other.name) {
            let odd = namesakes.iter().filter(|row| is_odd(row)).count() as u64;
            all += odd;
            if positions.len() >= MOST {
                last = last.min(namesakes[0].name.saturating_sub(1));
            } else if odd > 0 {
                taken += odd;
                if namesakes.len() > 1 {
                    positions.extend(namesakes.iter().map(|row| row.position));
                }
            }
        }
        if !positions.is_empty() {
            positions.extend(some_of(rows, strangers));
        }
        let more = all as f64 / taken.max(1) as f64;
        let scale = if taken < all { scale.up_to(last, more) } else { scale.clone() };
        positions.sort_unstable();
        positions.dedup();
        Ok(Bearers { rows: self.bearers(&positions)?, scale, odd: all })
    }

    fn name(&self, entry: &Entry<'_>) -> u64 {
        let mut names = Vec::new();
        for part in entry.names.parts() {
            names.extend_from_slice(part.as_bytes());
            names.push(DIVIDER);
        }
        seeded_hash(self.seed, &names)
    }

    fn bearer(&self, entry: &Entry<'_>) -> Bearer {
        Bearer {
            name: self.name(entry),
            year: entry.birth_date.map_or(0, BirthDate::year),
            date: entry.written_date().filter(|date| !self.placeholders.contains(*date)),
            region: short_hash(self.seed, region_key(self.regions, entry.region).as_bytes()),
            address: short_hash(self.seed, entry.address.normal().as_bytes()),
            list: entry.list,
            number: entry.number,
        }
    }
}

/// The positions of about so many rows of a sample, or of none.
pub(crate) fn some_of(rows: &[SampledRow], count: usize) -> impl Iterator<Item = u64> + '_ {
    let step = rows.len().div_ceil(count.max(1)).max(1);
    rows.iter().step_by(step).take(count).map(|row| row.position)
}

/// How many rows of a sample were born in each year.
pub(crate) fn years(rows: &[SampledRow]) -> BTreeMap<u16, f64> {
    let mut years = BTreeMap::new();
    for date in rows.iter().filter_map(SampledRow::date) {
        *years.entry(date.year()).or_insert(0.0) += 1.0;
    }
    years
}
