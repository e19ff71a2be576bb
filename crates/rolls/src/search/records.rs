//! The rows of the lists as records of the search for equal keys, and what else the first pass sees.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tizim_dedup::{Part, Position, Records, RuleSet, Scan, Visitor};
use tizim_evidence::Run;
use tizim_polling::Regions;

use crate::counts::coverage::{Coverage, CoverageTable};
use crate::counts::date_counts::DateCounts;
use crate::counts::file_notes::{FileNoter, FileNotes, Noted};
use crate::counts::odd_rows::OddRows;
use crate::counts::row_checks::RowChecks;
use crate::counts::watched::Watched;
use crate::lists::roll::Roll;
use crate::lists::row_cache::{CachedRow, RowBuffer, RowCache};
use crate::lists::scan::{Look, part_bits};
use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::keys::KeyMaker;
use crate::row::reader::{RowReader, RowRules};
use crate::row::regions::spellings;
use crate::search::anchors::Anchors;
use crate::search::scanner::{NoKeys, Scanner};
use crate::{PrecinctCounts, RollsError, Rule, Rules};

/// Of so many rows one is taken to have a number that is not valid, before they are counted.
const FEW_INVALID: u64 = 64;

/// The rows of all lists.
pub(crate) struct RollRecords<'a> {
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) run: &'a Run,
    pub(crate) row_rules: RowRules<'a>,
    /// The rules, in the order of their numbers in the search.
    pub(crate) chosen: Vec<Rule>,
    /// Of a search limited to groups with rows of some kind: which these are.
    pub(crate) anchors: Option<Anchors<'a>>,
    /// Where rows that are read back are kept.
    pub(crate) cache: Option<&'a RowCache>,
    /// What the first pass looks at beside keys, if anything.
    pub(crate) watched: Option<Watched<'a>>,
    /// Rules of which the first pass counts of how many rows they can make keys; none where another search has done so.
    pub(crate) covered: Rules,
    coverage: Mutex<Coverage>,
    /// What the first pass notes of whole files, if anything.
    pub(crate) noted: Option<Noted>,
    notes: Mutex<FileNotes>,
    /// Which lists the first pass has been over, by [`part_bits`].
    checked: AtomicU8,
    /// The only rows that are visited, where these are known: their positions, ascending.
    pub(crate) only: Option<&'a [u64]>,
    /// The table of precincts, where there is one.
    pub(crate) precincts: &'a [PrecinctCounts],
    /// What the first pass saw.
    seen: Mutex<Vec<RowChecks<'a>>>,
}

impl<'a> RollRecords<'a> {
    pub(crate) fn new(
        roll: &'a Roll<'a>,
        run: &'a Run,
        row_rules: RowRules<'a>,
        chosen: Vec<Rule>,
        watched: Option<Watched<'a>>,
    ) -> Self {
        Self {
            roll,
            run,
            row_rules,
            chosen,
            anchors: None,
            cache: None,
            watched,
            covered: Rules::NONE,
            coverage: Mutex::new(Coverage::new(Rules::NONE)),
            noted: None,
            notes: Mutex::default(),
            checked: AtomicU8::new(0),
            only: None,
            precincts: &[],
            seen: Mutex::default(),
        }
    }

    /// Has the first pass count of how many rows these rules can make keys.
    pub(crate) fn cover(&mut self, rules: Rules) {
        self.covered = rules;
        self.coverage = Mutex::new(Coverage::new(rules));
    }

    /// Of how many rows each rule could make a key.
    pub(crate) fn coverage(&self) -> CoverageTable {
        self.coverage.lock().unwrap_or_else(PoisonError::into_inner).table()
    }

    /// What the first pass has noted of whole files.
    pub(crate) fn notes(&self) -> MutexGuard<'_, FileNotes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The regions, where a bare name that fits two as the lists and the table of precincts write them is none.
    pub(crate) fn told_apart(&self) -> Regions {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let listed: BTreeSet<&str> = seen.iter().flat_map(RowChecks::regions).collect();
        spellings(self.row_rules.regions, listed, self.precincts).told_apart()
    }

    /// What the first pass saw beside keys, one part per worker.
    pub(crate) fn into_seen(self) -> Vec<RowChecks<'a>> {
        self.seen.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rows by whole birth date, as far as the first pass has counted them.
    pub(crate) fn dates(&self) -> DateCounts {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut dates = DateCounts::default();
        for part in seen.iter() {
            dates.add(part.dates());
        }
        dates
    }

    /// Rows that state a birth year and no whole date, as far as the first pass has counted them.
    pub(crate) fn undated(&self) -> OddRows {
        self.odd(RowChecks::undated)
    }

    /// Rows with masked numbers, as far as the first pass has counted them.
    pub(crate) fn masked(&self) -> OddRows {
        self.odd(RowChecks::masked)
    }

    fn odd(&self, kind: impl for<'r> Fn(&'r RowChecks<'a>) -> &'r OddRows) -> OddRows {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut odd = OddRows::default();
        seen.iter().for_each(|part| odd.add(kind(part)));
        odd
    }

    /// Visits the rows for the checks alone, where no rule was chosen.
    pub(crate) fn check_only(&self) -> Result<(), RollsError> {
        let make = || self.scanner(RuleSet::EMPTY, Part::All, NoKeys, true);
        for scanner in self.roll.scan(self.run, self.run.threads, Part::All, Look::AtAll, &make)? {
            self.keep(scanner.checks, scanner.coverage.as_ref(), scanner.notes);
        }
        Ok(())
    }

    fn scanner<V: Visitor>(&self, rules: RuleSet, part: Part, search: V, first: bool) -> Scanner<'a, V> {
        Scanner {
            search,
            search_done: false,
            rules,
            part,
            anchors: self.anchors,
            roll: self.roll,
            row_rules: self.row_rules,
            reader: None,
            maker: KeyMaker::new(self.chosen.clone()),
            checks: self.watched.filter(|_| first).map(RowChecks::new),
            coverage: (first && !self.covered.is_empty()).then(|| Coverage::new(self.covered)),
            notes: self.noted.filter(|_| first).map(FileNoter::new),
            cache: self.cache.filter(|_| first && part != Part::All && self.anchors.is_none()),
            keeps_all: first && self.keeps_all(part),
            file: 0,
            likely: Vec::new(),
            buffer: RowBuffer::default(),
            first_pass: Vec::new(),
        }
    }

    /// Whether all rows of these lists are kept when they are seen first: the short ones, if there is room.
    fn keeps_all(&self, part: Part) -> bool {
        let has_room = |cache: &RowCache| cache.has_room_for(self.roll.short_bytes());
        part == Part::Anchors && self.anchors.is_none() && self.cache.is_some_and(has_room)
    }

    fn keep(
        &self,
        mut checks: Option<RowChecks<'a>>,
        coverage: Option<&Coverage>,
        notes: Option<FileNoter<'a>>,
    ) {
        if let Some(notes) = notes {
            self.notes().merge(notes.finish());
        }
        if let Some(coverage) = coverage {
            self.coverage.lock().unwrap_or_else(PoisonError::into_inner).merge(coverage);
        }
        checks.iter_mut().for_each(RowChecks::end);
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).extend(checks);
    }
}

impl Records for RollRecords<'_> {
    type Error = RollsError;

    fn estimated_records(&self) -> Option<u64> {
        self.only.map_or_else(|| self.roll.estimated_rows(), |only| Some(only.len() as u64))
    }

    fn estimated_keys(&self, rule: usize) -> Option<u64> {
        let rows = self.roll.estimated_rows()?;
        let is_rare = self.chosen.get(rule) == Some(&Rule::Identifier);
        Some(if is_rare && !self.roll.has_identifiers() { rows / FEW_INVALID } else { rows })
    }

    fn position_bound(&self) -> u64 {
        self.roll.position_bound()
    }

    fn scan<V: Visitor>(&self, scan: &Scan, make: &(dyn Fn() -> V + Sync)) -> Result<Vec<V>, RollsError> {
        let first =
            self.checked.fetch_or(part_bits(scan.part), Ordering::Relaxed) & part_bits(scan.part) == 0;
        let make = || self.scanner(scan.rules, scan.part, make(), first);
        if let Some(only) = self.only {
            let scanners = self.roll.visit(self.run, scan.threads, only, &make)?;
            return Ok(scanners.into_iter().map(|scanner| scanner.search).collect());
        }
        let checks = first && self.watched.is_some_and(|watched| watched.rows);
        let keeps_all = first && self.keeps_all(scan.part);
        let keys: Vec<Rule> = if first {
            self.chosen.iter().copied().chain(self.covered.iter()).collect()
        } else {
            self.chosen.clone()
        };
        let places = first && self.noted.is_some_and(|noted| noted.samples);
        let look = if checks || keeps_all { Look::AtAll } else { Look::AtKeys { rules: &keys, places } };
        // Where the anchors are single rows, all lists may hold some.
        let lists = if self.anchors.is_some() { Part::All } else { scan.part };
        let scanners = self.roll.scan(self.run, scan.threads, lists, look, &make)?;
        let mut first_pass = Vec::new();
        let visitors = scanners.into_iter().map(|mut scanner| {
            scanner.end_chunk();
            self.keep(scanner.checks, scanner.coverage.as_ref(), scanner.notes);
            first_pass.append(&mut scanner.first_pass);
            scanner.search
        });
        let visitors = visitors.collect();
        if let Some(cache) = self.cache.filter(|_| !first_pass.is_empty()) {
            cache.add_first_pass(first_pass);
        }
        Ok(visitors)
    }

    fn fetch(
        &self,
        rules: RuleSet,
        positions: &[Position],
        each: &mut dyn FnMut(Position, usize, &[u8]),
    ) -> Result<(), RollsError> {
        let mut fetcher = KeyFetcher {
            roll: self.roll,
            rules,
            maker: KeyMaker::new(self.chosen.clone()),
            reader: RowReader::new(Columns::none(), self.row_rules),
            each,
        };
        let first_pass = self.cache.map(RowCache::first_pass);
        let mut at_hand = Vec::new();
        let mut missing = Vec::with_capacity(positions.len());
        for Position(position) in positions {
            match first_pass.and_then(|first_pass| first_pass.find(*position)) {
                Some(place) => at_hand.push((*position, place)),
                None => missing.push(*position),
            }
        }
        let mut at_hand = at_hand.into_iter().peekable();
        let kept = |(chunk, place): (usize, usize)| {
            let present = |file: usize| self.roll.files[file].present.as_slice();
            first_pass?.chunk(chunk)?.row(place, present)
        };
        let mut buffer = self.cache.and_then(|cache| cache.begin(missing.len()));
        self.roll.fetch(&missing, |position, file, record| {
            while let Some((_, place)) = at_hand.next_if(|(at, _)| *at < position) {
                if let Some(row) = kept(place) {
                    fetcher.tell_cached(&row);
                }
            }
            let columns = &self.roll.files[file].columns;
            fetcher.tell(position, columns, record);
            if let (Some(cache), Some(buffer)) = (self.cache, &mut buffer) {
                cache.keep(buffer, position, file, &self.roll.files[file].present, record);
            }
        })?;
        for (_, place) in at_hand {
            if let Some(row) = kept(place) {
                fetcher.tell_cached(&row);
            }
        }
        if let (Some(cache), Some(mut buffer)) = (self.cache, buffer) {
            cache.add(buffer.finish());
        }
        Ok(())
    }
}

/// Tells the keys of single rows that are fetched.
struct KeyFetcher<'t> {
    roll: &'t Roll<'t>,
    rules: RuleSet,
    maker: KeyMaker,
    reader: RowReader<'t>,
    each: &'t mut dyn FnMut(Position, usize, &[u8]),
}

impl KeyFetcher<'_> {
    fn tell(&mut self, position: u64, columns: &Columns, row: &impl Fields) {
        let Self { rules, maker, reader, each, .. } = self;
        reader.columns = *columns;
        reader.next_row();
        maker.keys(reader, row, |rule| rules.contains(rule), |rule, key| each(Position(position), rule, key));
    }

    fn tell_cached(&mut self, row: &CachedRow<'_>) {
        let columns = self.roll.files[row.file].cached;
        self.tell(row.position, &columns, row);
    }
}
