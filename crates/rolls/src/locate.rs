//! Where given persons stand on the lists: the batch of questions that the audit of certificates asks.
//!
//! One pass over the lists, with a table of the persons asked about; rows found are then read back. A row is a person's if
//! both state the same valid number. Where either side has none, names and birth date must agree, or names and birth year
//! where either side states no more; that is a lead.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use tizim_dedup::Part;
use tizim_evidence::{Evidence, Run};
use tizim_people::{BirthDate, Iin, names::normalise};
use tizim_polling::{Holder, Regions};
use tizim_tables::Record;

use crate::law::RollRules;
use crate::lists::roll::Roll;
use crate::lists::scan::{Look, RowVisitor};
use crate::row::columns::Columns;
use crate::row::mark::Mark;
use crate::row::normal::{precinct_key, region_key};
use crate::row::reader::RowReader;
use crate::row::removal::Removal;
use crate::{Kind, ListInput, RollsError};

/// One row of one list that is, or seems to be, the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Kind of list.
    pub kind: Kind,
    /// Where it stands.
    pub evidence: Evidence,
    /// Region as written.
    pub region: String,
    /// Precinct as written.
    pub precinct: String,
    /// Whether the number agrees; else names and birth date or year do.
    pub by_number: bool,
    /// The mark, where the list has a column for it.
    pub mark: Option<String>,
    /// Mark or column for removals say that the row was taken off its list.
    pub removed: bool,
    /// The same, and not after election day: it makes nobody a voter there.
    pub struck_out: bool,
    /// The serial of a certificate, where the list has a column for it.
    pub avc_serial: Option<String>,
}

/// Whether two precincts as written are one. Regions are compared only where both are written.
///
/// ```
/// use tizim_rolls::locate::same_precinct;
/// let regions = tizim_polling::Regions::default();
/// assert!(same_precinct(&regions, ("Абайская область", "№ 012"), ("абайская обл", "Участок №12")));
/// assert!(same_precinct(&regions, ("", "12"), ("Абайская область", "12")));
/// assert!(!same_precinct(&regions, ("", ""), ("", "")));
/// ```
pub fn same_precinct(regions: &Regions, left: (&str, &str), right: (&str, &str)) -> bool {
    let (left_region, right_region) = (region_key(regions, left.0), region_key(regions, right.0));
    let number = precinct_key(left.1);
    !number.is_empty()
        && number == precinct_key(right.1)
        && (left_region.is_empty() || right_region.is_empty() || left_region == right_region)
}

/// What a search of the lists gave.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Per person, in the order asked, the rows in the order of the lists.
    pub sightings: Vec<Vec<Sighting>>,
    /// Precincts of the permanent lists: regions as compared, by the number as compared.
    covered: BTreeMap<String, BTreeSet<String>>,
    /// Regions by all their names.
    regions: Regions,
}

impl Search {
    /// Whether the permanent lists hold a row of this precinct (region and number as written), so that who was not found
    /// there does not stand there. Regions are compared only where both are written, as by [`same_precinct`].
    pub fn covers(&self, (region, precinct): (&str, &str)) -> bool {
        let wanted = region_key(&self.regions, region);
        let regions = self.covered.get(&precinct_key(precinct));
        regions.is_some_and(|regions| wanted.is_empty() || regions.contains("") || regions.contains(&wanted))
    }

    fn cover(&mut self, region: &str, precinct: &str) {
        let number = precinct_key(precinct);
        if !number.is_empty() {
            let key = region_key(&self.regions, region);
            self.covered.entry(number).or_default().insert(key);
        }
    }
}

/// Finds each person on the lists, and which precincts the permanent lists cover.
///
/// # Errors
/// Where a list cannot be read, or the run is cancelled.
pub fn locate(
    lists: &[ListInput],
    holders: &[Holder<'_>],
    law: &RollRules,
    run: &Run,
) -> Result<Search, RollsError> {
    let roll = Roll::new(lists);
    let asked = Asked::of(holders, law);
    let make = || Seeker {
        roll: &roll,
        law,
        asked: &asked,
        reader: None,
        found: Vec::new(),
        seen: SeenPrecincts::default(),
    };
    let mut search = Search {
        sightings: vec![Vec::new(); holders.len()],
        regions: law.regions.clone(),
        ..Search::default()
    };
    let mut found: Vec<(u64, usize, bool)> = Vec::new();
    for mut seeker in roll.scan(run, run.threads, Part::All, Look::AtAll, &make)? {
        found.append(&mut seeker.found);
        for (file, region, precinct) in seeker.seen.seen {
            let [region, precinct] = [&region, &precinct].map(|bytes| str::from_utf8(bytes).unwrap_or(""));
            let stated = roll.files[file].info.precinct.as_deref().unwrap_or("");
            search.cover(region, if precinct.is_empty() { stated } else { precinct });
        }
    }
    found.sort_unstable();
    let mut positions: Vec<u64> = found.iter().map(|(position, ..)| *position).collect();
    positions.dedup();
    let mut next = found.iter().peekable();
    roll.fetch(&positions, |position, file, record| {
        while let Some((_, holder, by_number)) = next.next_if(|(at, ..)| *at == position) {
            if let Some(place) = search.sightings.get_mut(*holder) {
                place.push(sighting(&roll, law, (position, file), record, *by_number));
            }
        }
    })?;
    Ok(search)
}

fn sighting(
    roll: &Roll<'_>,
    law: &RollRules,
    (position, index): (u64, usize),
    record: &Record<'_>,
    by_number: bool,
) -> Sighting {
    let file = &roll.files[index];
    let columns = &file.columns;
    let cell = |slot: usize| Columns::has(slot).then(|| record.text(slot).to_owned());
    let precinct = cell(columns.precinct).filter(|written| !written.is_empty());
    let [mark, column] = [columns.mark, columns.removed].map(|slot| record.text(slot));
    let removal = Removal::of(Mark::parse(mark), Mark::in_column(column), file.info.kind);
    Sighting {
        removed: removal.is_said(),
        struck_out: removal.strikes(law, None),
        kind: file.info.kind,
        evidence: Evidence {
            file: file.info.name.to_owned(),
            list: Some(file.info.kind.word().to_owned()),
            row: roll.row(position).map_or(0, |(_, row)| row),
            source_ref: cell(columns.source_ref).filter(|written| !written.is_empty()),
        },
        region: record.text(columns.region).to_owned(),
        precinct: precinct.or_else(|| file.info.precinct.clone()).unwrap_or_default(),
        by_number,
        mark: cell(columns.mark),
        avc_serial: cell(columns.avc_serial),
    }
}

/// Who is asked about, by number and by name.
#[derive(Debug, Default)]
struct Asked {
    numbers: HashMap<u64, Vec<usize>>,
    /// By names and birth year: the person's number and date, to compare with the row's.
    names: HashMap<Vec<u8>, Vec<Named>>,
    /// A bit per hashed number: nearly all rows are told apart here.
    filter: Vec<u64>,
    /// Whether anyone is asked about without a number, so that rows with one must be compared by name as well.
    without_number: bool,
}

/// A person by name: index, number and birth date.
type Named = (usize, Option<Iin>, BirthDate);

/// Words of the filter, a power of two: 8 bits and more per person.
fn filter_words(persons: usize) -> usize {
    (persons / 8).next_power_of_two().clamp(64, 1 << 20)
}

impl Asked {
    fn of(holders: &[Holder<'_>], law: &RollRules) -> Self {
        let mut asked = Self { filter: vec![0; filter_words(holders.len())], ..Self::default() };
        for (index, holder) in holders.iter().enumerate() {
            let iin = Iin::parse(holder.iin.as_bytes(), &law.people.iin).ok();
            if let Some(iin) = iin {
                asked.numbers.entry(iin.number()).or_default().push(index);
                let (word, bit) = asked.bit(iin.number());
                asked.filter[word] |= bit;
            }
            let date = holder.birth_date.or(iin.map(Iin::birth_date));
            let names = [holder.surname, holder.given_name, holder.patronymic].map(normalise);
            let Some(date) = date.filter(|_| !names[0].is_empty() && !names[1].is_empty()) else { continue };
            asked.without_number |= iin.is_none();
            let mut key: Vec<u8> = Vec::new();
            for name in &names {
                key.extend_from_slice(name.as_bytes());
                key.push(0x1f);
            }
            key.extend_from_slice(&date.year().to_be_bytes());
            asked.names.entry(key).or_default().push((index, iin, date));
        }
        asked
    }

    fn bit(&self, number: u64) -> (usize, u64) {
        let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        (hash as usize >> 6 & (self.filter.len() - 1), 1 << (hash & 63))
    }

    fn may_hold(&self, number: u64) -> bool {
        let (word, bit) = self.bit(number);
        self.filter[word] & bit != 0
    }
}

/// Looks at every row.
struct Seeker<'a> {
    roll: &'a Roll<'a>,
    law: &'a RollRules,
    asked: &'a Asked,
    reader: Option<RowReader<'a>>,
    /// Position, person, and whether by number.
    found: Vec<(u64, usize, bool)>,
    seen: SeenPrecincts,
}

/// The precincts that one worker has seen on permanent lists.
#[derive(Debug, Default)]
struct SeenPrecincts {
    /// The rows are of a permanent list.
    permanent: bool,
    file: usize,
    /// Region and precinct of the last row: neighbours mostly share them.
    last: Option<(Vec<u8>, Vec<u8>)>,
    /// File, region and precinct as written.
    seen: HashSet<(usize, Vec<u8>, Vec<u8>)>,
}

impl SeenPrecincts {
    fn begin(&mut self, file: usize, kind: Kind) {
        self.permanent = kind == Kind::Permanent;
        self.file = file;
        self.last = None;
    }

    #[inline]
    fn see(&mut self, region: &[u8], precinct: &[u8]) {
        let same = |(last, number): &(Vec<u8>, Vec<u8>)| last == region && number == precinct;
        if self.permanent && !self.last.as_ref().is_some_and(same) {
            self.seen.insert((self.file, region.to_vec(), precinct.to_vec()));
            self.last = Some((region.to_vec(), precinct.to_vec()));
        }
    }
}

impl RowVisitor for Seeker<'_> {
    fn begin(&mut self, file: usize) {
        self.reader = Some(RowReader::new(self.roll.files[file].columns, self.law.row_rules()));
        self.seen.begin(file, self.roll.files[file].info.kind);
    }

    fn row(&mut self, position: u64, record: &Record<'_>) {
        let Some(reader) = &mut self.reader else { return };
        reader.next_row();
        self.seen.see(record.field(reader.columns.region), record.field(reader.columns.precinct));
        let iin = reader.iin(record).ok();
        if let Some(iin) = iin
            && self.asked.may_hold(iin.number())
            && let Some(holders) = self.asked.numbers.get(&iin.number())
        {
            self.found.extend(holders.iter().map(|holder| (position, *holder, true)));
        }
        if self.asked.names.is_empty() || (iin.is_some() && !self.asked.without_number) {
            return;
        }
        let Some(date) = reader.birth_date(record).ok().or(iin.map(Iin::birth_date)) else { return };
        let names = reader.names(record);
        if names.is_empty() {
            return;
        }
        let mut key = names.to_vec();
        key.extend_from_slice(&date.year().to_be_bytes());
        for (holder, number, born) in self.asked.names.get(&key).into_iter().flatten() {
            if (iin.is_none() || number.is_none()) && born.agrees_with(date) {
                self.found.push((position, *holder, false));
            }
        }
    }

    fn block(&mut self, _rows: u64, _wanted: &mut Vec<u64>) {}
}
