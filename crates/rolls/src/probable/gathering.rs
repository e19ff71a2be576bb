//! The rows of all pairs, read back and judged pair by pair.

use std::collections::HashMap;
use std::sync::OnceLock;

use tizim_evidence::Run;
use tizim_linkage::{Linked, Row, ScoredPair};
use tizim_people::mask::PersonName;
use tizim_people::{Iin, MaskKey, Sex, Token};

use super::RowAt;
use super::judging::{Agreement, Judge, Judgement};
use crate::RollsError;
use crate::law::RollRules;
use crate::lists::evidence::{EvidenceReader, Lookup};
use crate::lists::roll::Roll;
use crate::lists::row_cache::{CachedRow, RowCache};
use crate::row::entry::Entry;
use crate::row::fields::Fields as _;

/// Pairs whose rows are read back at one go.
const PAIRS_AT_ONCE: usize = 1 << 17;

/// A row of a pair, as it may be told.
#[derive(Debug, Clone)]
pub(super) struct SeenRow {
    pub(super) file: usize,
    pub(super) row: u64,
    pub(super) token: Token,
    /// Initials and year of birth, or the name where names may be shown.
    pub(super) person: Box<str>,
    pub(super) source_ref: Option<Box<str>>,
}

/// What is known of the pairs.
#[derive(Default)]
pub(super) struct Gathered {
    /// The judgement of each pair, in their order.
    pub(super) judgements: Vec<Judgement>,
    pub(super) rows: HashMap<Row, SeenRow>,
    /// Names of the files.
    pub(super) files: Vec<String>,
}

impl Gathered {
    /// Where a record stands.
    pub(super) fn at(&self, row: Row) -> RowAt {
        match self.rows.get(&row) {
            Some(seen) => RowAt { file: self.files[seen.file].clone(), row: seen.row },
            None => RowAt { file: String::new(), row: 0 },
        }
    }
}

/// Reads rows of pairs.
pub(super) struct Gathering<'a> {
    pub(super) roll: &'a Roll<'a>,
    pub(super) law: &'a RollRules,
    pub(super) run: &'a Run,
    /// Where each record stands.
    pub(super) positions: &'a [u64],
}

impl Gathering<'_> {
    pub(super) fn gather(&self, linked: &Linked) -> Result<Gathered, RollsError> {
        let judge = Judge::new(self.law);
        let mut gathered = Gathered {
            files: self.roll.files.iter().map(|file| file.info.name.to_owned()).collect(),
            ..Gathered::default()
        };
        for pairs in linked.pairs.chunks(PAIRS_AT_ONCE) {
            self.run.check()?;
            self.chunk(pairs, &judge, &mut gathered)?;
        }
        Ok(gathered)
    }

    fn chunk(
        &self,
        pairs: &[ScoredPair],
        judge: &Judge<'_>,
        gathered: &mut Gathered,
    ) -> Result<(), RollsError> {
        let cache = RowCache::new(0, false);
        let told_apart = OnceLock::new();
        let reader = EvidenceReader {
            roll: self.roll,
            law: self.law,
            cache: &cache,
            reveal: self.run.reveal,
            told_apart: &told_apart,
        };
        let position = |row: Row| self.positions[row as usize];
        let positions: Vec<u64> =
            pairs.iter().flat_map(|pair| [position(pair.left), position(pair.right)]).collect();
        let mut lookup = Lookup::default();
        let rows = reader.rows(&positions, &[], &mut lookup)?;
        let mut entries = reader.entries();
        let mask = MaskKey::new(&self.run.key);
        for (place, pair) in pairs.iter().enumerate() {
            let changed =
                || RollsError::Changed { file: gathered.files.first().cloned().unwrap_or_default() };
            let left = rows.row(2 * place).ok_or_else(changed)?;
            let right = rows.row(2 * place + 1).ok_or_else(changed)?;
            let both = [reader.entry(&left, None, &mut entries)?, reader.entry(&right, None, &mut entries)?];
            let sexes = [self.sex(&left, &both[0]), self.sex(&right, &both[1])];
            let agreement = Agreement::of(&both[0], &both[1], sexes);
            gathered.judgements.push(judge.pair(pair.kind, &both, agreement));
            for (row, entry) in [pair.left, pair.right].into_iter().zip(&both) {
                gathered.rows.entry(row).or_insert_with(|| self.seen(entry, &mask));
            }
            entries.next_batch();
        }
        Ok(())
    }

    /// The sex that a row states, in its column or by its number.
    fn sex(&self, row: &CachedRow<'_>, entry: &Entry<'_>) -> Option<Sex> {
        let stated = row.text(self.roll.files[entry.file].cached.sex);
        Sex::parse(stated.as_bytes()).or_else(|| entry.number.valid().map(Iin::sex))
    }

    /// A row as it may be told.
    fn seen(&self, entry: &Entry<'_>, mask: &MaskKey) -> SeenRow {
        let [surname, given_name, patronymic] = entry.names.parts();
        let name = PersonName { surname, given_name, patronymic };
        let masked = mask.mask(entry.number.valid(), &name, entry.birth_date);
        let token = masked.token;
        let person = if self.run.reveal {
            let year = masked.birth_year.map_or_else(String::new, |year| format!(", {year}"));
            format!("{}{year}", entry.shown_name)
        } else {
            masked.into_person()
        };
        SeenRow {
            file: entry.file,
            row: entry.row,
            token,
            person: person.into(),
            source_ref: (!entry.source_ref.is_empty()).then(|| entry.source_ref.into()),
        }
    }
}
