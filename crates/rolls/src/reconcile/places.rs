//! Regions and precincts of both lists, numbered, and how many rows each list has in them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tizim_polling::Regions;
use tizim_polling::region::{Memo, Spellings};

use crate::reconcile::Side;
use crate::row::normal::{precinct_key, region_into};
use crate::row::regions::LISTS;

/// More spellings of places than so many are none of places: rows of further ones are counted as without one.
const MOST: usize = 1 << 17;

/// Rows by place as it is written, counted by one worker.
#[derive(Debug, Default)]
pub(super) struct WrittenPlaces {
    numbers: HashMap<Box<[u8]>, usize>,
    places: Vec<(Box<[u8]>, [u64; 2])>,
    last: Option<usize>,
    raw: Vec<u8>,
}

/// Stands between region and precinct; no place has it.
const BETWEEN: u8 = 0x1f;

impl WrittenPlaces {
    /// Counts a row.
    #[inline]
    pub(super) fn count(&mut self, side: Side, region: &[u8], precinct: &[u8]) {
        self.raw.clear();
        self.raw.extend_from_slice(region);
        self.raw.push(BETWEEN);
        self.raw.extend_from_slice(precinct);
        let known = self.last.filter(|last| *self.places[*last].0 == *self.raw);
        let number = known.unwrap_or_else(|| self.number());
        self.last = Some(number);
        self.places[number].1[side as usize] += 1;
    }

    fn number(&mut self) -> usize {
        if let Some(number) = self.numbers.get(&*self.raw) {
            return *number;
        }
        if self.places.len() >= MOST {
            self.raw.clear();
            self.raw.push(BETWEEN);
            if let Some(number) = self.numbers.get(&*self.raw) {
                return *number;
            }
        }
        let number = self.places.len();
        self.places.push((self.raw.as_slice().into(), [0; 2]));
        self.numbers.insert(self.raw.as_slice().into(), number);
        number
    }
}

/// The number of a region among [`Places::regions`].
pub(super) type RegionNumber = u32;
/// The number of a precinct among [`Places::precincts`].
pub(super) type PlaceNumber = u32;

/// A region as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RegionCount {
    /// As written, of several spellings the first in the order of letters; empty where none is written.
    pub(super) name: String,
    /// It is a bare name that may be a region or a city.
    pub(super) is_unclear: bool,
    /// Rows of either list.
    pub(super) rows: [u64; 2],
}

/// A precinct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrecinctCount {
    pub(super) region: RegionNumber,
    /// As written first in the order of letters; empty where none is written.
    pub(super) name: String,
    /// Its number as it is compared.
    pub(super) key: String,
    pub(super) rows: [u64; 2],
}

/// All places of both lists.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// In the order of what they are compared as.
    pub(super) regions: Vec<RegionCount>,
    pub(super) precincts: Vec<PrecinctCount>,
    region_numbers: HashMap<String, RegionNumber>,
    place_numbers: HashMap<(RegionNumber, String), PlaceNumber>,
    /// The regions of the country, where a bare name that fits two is none.
    pub(super) told_apart: Regions,
}

impl Places {
    /// From what all workers have counted.
    pub(super) fn new(counted: Vec<WrittenPlaces>, known: &Regions) -> Self {
        let mut written: BTreeMap<(String, String), [u64; 2]> = BTreeMap::new();
        for (raw, rows) in counted.into_iter().flat_map(|worker| worker.places) {
            let text = String::from_utf8_lossy(&raw);
            let (region, precinct) = text.split_once(char::from(BETWEEN)).unwrap_or((&text, ""));
            let sum = written.entry((region.to_owned(), precinct.to_owned())).or_default();
            *sum = [sum[0] + rows[0], sum[1] + rows[1]];
        }
        let mut spellings = Spellings::new(known);
        for (region, _) in written.keys() {
            spellings.see(LISTS, region);
        }
        let mut places = Self { told_apart: spellings.told_apart(), ..Self::default() };
        let told_apart = places.told_apart.clone();
        let mut memo = Memo::new(&told_apart);
        let mut keyed = Vec::with_capacity(written.len());
        for ((region, precinct), rows) in written {
            keyed.push((region_key(&mut memo, &region), precinct_key(&precinct), region, precinct, rows));
        }
        // Numbers follow the order of keys, and of several spellings the first stands for the place.
        keyed.sort();
        let regions: BTreeSet<&String> = keyed.iter().map(|(region, ..)| region).collect();
        for (number, key) in (0..).zip(regions) {
            places.region_numbers.insert(key.clone(), number);
            let is_unclear = tizim_polling::region::is_unclear_key(key);
            places.regions.push(RegionCount { is_unclear, ..RegionCount::default() });
        }
        for (region_key, precinct_key, region, precinct, rows) in keyed {
            places.add(&region_key, precinct_key, region.trim(), precinct.trim(), rows);
        }
        places
    }

    fn add(&mut self, region_key: &str, precinct_key: String, region: &str, precinct: &str, rows: [u64; 2]) {
        let number = self.region_numbers.get(region_key).copied().unwrap_or(0);
        let of_region = &mut self.regions[number as usize];
        if of_region.name.is_empty() && !region_key.is_empty() {
            region.clone_into(&mut of_region.name);
        }
        let next = self.precincts.len() as PlaceNumber;
        let place = *self.place_numbers.entry((number, precinct_key.clone())).or_insert(next);
        if place == next {
            let name = if precinct_key.is_empty() { "" } else { precinct };
            let name = name.to_owned();
            self.precincts.push(PrecinctCount { region: number, name, key: precinct_key, rows: [0; 2] });
        }
        for (side, rows) in rows.into_iter().enumerate() {
            of_region.rows[side] += rows;
            self.precincts[place as usize].rows[side] += rows;
        }
    }

    /// Finds places, for one worker.
    pub(super) fn finder(&self) -> PlaceFinder<'_> {
        PlaceFinder { places: self, memo: Memo::new(&self.told_apart), known: HashMap::new() }
    }
}

fn region_key(memo: &mut Memo<'_>, written: &str) -> String {
    let mut key = Vec::new();
    region_into(memo, written.as_bytes(), &mut key);
    String::from_utf8(key).unwrap_or_default()
}

/// Finds the places of rows by what is written.
#[derive(Debug)]
pub(super) struct PlaceFinder<'p> {
    places: &'p Places,
    memo: Memo<'p>,
    known: HashMap<(String, String), PlaceNumber>,
}

impl PlaceFinder<'_> {
    /// The place of a row.
    pub(super) fn find(&mut self, region: &str, precinct: &str) -> PlaceNumber {
        let written = (region.to_owned(), precinct.to_owned());
        if let Some(known) = self.known.get(&written) {
            return *known;
        }
        let key = region_key(&mut self.memo, region);
        let region = self.places.region_numbers.get(&key).copied().unwrap_or(0);
        let found = self.places.place_numbers.get(&(region, precinct_key(precinct))).copied().unwrap_or(0);
        if self.known.len() < MOST {
            self.known.insert(written, found);
        }
        found
    }
}
