//! Rows found again: among those kept in memory, else read once more.

use std::sync::OnceLock;

use tizim_evidence::Evidence;
use tizim_people::MaskKey;
use tizim_polling::Regions;

use crate::RollsError;
use crate::law::RollRules;
use crate::lists::roll::Roll;
use crate::lists::row_cache::{CachedRow, ChunkFinder, FirstPassRows, RowBuffer, RowCache, RowChunk};
use crate::row::entry::Entry;
use crate::row::entry_reader::{EntryReader, RowPlace};
use crate::row::reader::RowRules;

/// Finds rows by position and makes entries of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EvidenceReader<'a> {
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) law: &'a RollRules,
    /// Rows that were kept from the last reading.
    pub(crate) cache: &'a RowCache,
    /// Whether names may be shown.
    pub(crate) reveal: bool,
    /// The regions, where all spellings of them were seen before rows are read back.
    pub(crate) told_apart: &'a OnceLock<Regions>,
    /// The key under which the values of rows get a digest, if they get one.
    pub(crate) digest: Option<&'a MaskKey>,
}

/// Where rows are found, to be used again for the next ones.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    /// Positions, ascending, with their places in the order in which they were asked for; in the end those of rows that were
    /// not kept.
    sought: Vec<(u64, u32)>,
    /// Where each is, in the order in which they were asked for.
    found: Vec<Source>,
}

/// Rows read back, in the order in which they were asked for.
pub(crate) struct Rows<'r> {
    roll: &'r Roll<'r>,
    first_pass: &'r FirstPassRows,
    kept: &'r [RowChunk],
    /// Rows that were not kept, read again.
    again: RowChunk,
    found: &'r [Source],
}

/// Where a row is.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// By chunk and place in it; in the first pass.
    FirstPass(u32, u32),
    /// The same, in this round.
    Cached(u32, u32),
    /// By place.
    Again(u32),
}

impl Rows<'_> {
    /// The row asked for in this place.
    pub(crate) fn row(&self, index: usize) -> Option<CachedRow<'_>> {
        let present = |file: usize| self.roll.files[file].present.as_slice();
        match *self.found.get(index)? {
            Source::FirstPass(chunk, place) => {
                self.first_pass.chunk(chunk as usize)?.row(place as usize, present)
            }
            Source::Cached(chunk, place) => self.kept.get(chunk as usize)?.row(place as usize, present),
            Source::Again(place) => self.again.row(place as usize, present),
        }
    }
}

impl<'a> EvidenceReader<'a> {
    /// Makes entries of the rows, for one worker.
    pub(crate) fn entries(&self) -> EntryReader<'a> {
        let rules = self.law.row_rules();
        EntryReader::new(
            RowRules { regions: self.told_apart.get().unwrap_or(rules.regions), ..rules },
            self.reveal,
        )
        .digesting(self.digest)
    }

    /// The rows at these positions, in any order; every one of them is read at most once, none that is among those kept.
    pub(crate) fn rows<'r>(
        &self,
        positions: &[u64],
        kept: &'r [RowChunk],
        lookup: &'r mut Lookup,
    ) -> Result<Rows<'r>, RollsError>
    where
        'a: 'r,
    {
        let Lookup { sought, found } = lookup;
        sought.clear();
        found.clear();
        let first_pass = self.cache.first_pass();
        let mut finder = ChunkFinder::new(kept);
        // One after the other, each is near the last.
        sought.extend(positions.iter().copied().zip(0..));
        sought.sort_unstable();
        found.resize(positions.len(), Source::Again(0));
        sought.retain(|&(position, index)| {
            let source = match first_pass.find(position) {
                Some((chunk, place)) => Some(Source::FirstPass(chunk as u32, place as u32)),
                None => {
                    finder.find(position).map(|(chunk, place)| Source::Cached(chunk as u32, place as u32))
                }
            };
            if let Some(source) = source {
                found[index as usize] = source;
            }
            source.is_none()
        });
        // Waiting for memory is much of the work on a row, so it is done for many rows at once.
        let touch = |source: &Source| {
            let (chunk, place) = match *source {
                Source::FirstPass(chunk, place) => (first_pass.chunk(chunk as usize), place),
                Source::Cached(chunk, place) => (kept.get(chunk as usize), place),
                Source::Again(_) => (None, 0),
            };
            chunk.map_or(0, |chunk| chunk.touch(place as usize))
        };
        std::hint::black_box(found.iter().map(touch).fold(0, |all, one| all ^ one));
        for (place, same) in sought.chunk_by(|left, right| left.0 == right.0).enumerate() {
            for (_, index) in same {
                found[*index as usize] = Source::Again(place as u32);
            }
        }
        let mut missing: Vec<u64> = sought.iter().map(|(position, _)| *position).collect();
        missing.dedup();
        let mut again = RowBuffer::default();
        self.roll.fetch(&missing, |position, file, record| {
            again.keep(position, file, &self.roll.files[file].present, true, record);
        })?;
        let again = again.finish();
        if again.len() < missing.len() {
            let file = missing.first().and_then(|position| self.roll.locate(*position));
            let name = file.map_or("", |(file, _)| self.roll.files[file].info.name);
            return Err(RollsError::Changed { file: name.to_owned() });
        }
        Ok(Rows { roll: self.roll, first_pass, kept, again, found })
    }

    /// The entry that a row is; see [`EntryReader::entry`].
    pub(crate) fn entry<'s>(
        &self,
        row: &CachedRow<'s>,
        before: Option<&Entry<'s>>,
        entries: &mut EntryReader<'_>,
    ) -> Result<Entry<'s>, RollsError>
    where
        'a: 's,
    {
        let file = &self.roll.files[row.file];
        let changed = || RollsError::Changed { file: file.info.name.to_owned() };
        let (_, line) = self.roll.row(row.position).ok_or_else(changed)?;
        let place = RowPlace { position: row.position, file: row.file, row: line };
        Ok(entries.entry(row, &file.cached, place, &file.info, before))
    }

    /// Where these rows stand, for findings that need no more of them. Positions in any order.
    pub(crate) fn places(&self, positions: &[u64]) -> Result<Vec<Evidence>, RollsError> {
        let mut positions = positions.to_vec();
        positions.sort_unstable();
        positions.dedup();
        let place = |position: &u64| {
            let (file, row) = self.roll.row(*position)?;
            let file = &self.roll.files[file];
            Some(Evidence {
                file: file.info.name.to_owned(),
                list: Some(file.info.kind.word().to_owned()),
                row,
                source_ref: None,
            })
        };
        let changed = || RollsError::Changed {
            file: self.roll.files.first().map_or("", |file| file.info.name).to_owned(),
        };
        positions.iter().map(|position| place(position).ok_or_else(changed)).collect()
    }
}
