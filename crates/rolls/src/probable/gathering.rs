//! The rows of all pairs, read back and judged pair by pair.

use std::collections::HashMap;
use std::sync::OnceLock;

use tizim_evidence::Run;
use tizim_linkage::{Row, ScoredPair};
use tizim_people::mask::PersonName;
use tizim_people::{Iin, MaskKey, Sex, Token};

use super::handing::Handing;
use super::judging::{Agreement, Judge, Judgement};
use super::reading::Read;
use super::sample::Drawn;
use super::{ReviewPair, RowAt};
use crate::RollsError;
use crate::law::RollRules;
use crate::lists::evidence::{EvidenceReader, Lookup};
use crate::lists::roll::Roll;
use crate::lists::row_cache::{CachedRow, RowCache};
use crate::past::{Past, Standing};
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
    /// The digest of all that the row states, where it is asked for.
    pub(super) values: Option<Token>,
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
    /// Where a row stands.
    pub(super) fn at(&self, seen: &SeenRow) -> RowAt {
        RowAt { file: self.files[seen.file].clone(), row: seen.row }
    }
}

/// Reads rows of pairs.
pub(super) struct Gathering<'a> {
    pub(super) roll: &'a Roll<'a>,
    pub(super) law: &'a RollRules,
    pub(super) run: &'a Run,
    pub(super) read: &'a Read,
    /// Columns that lists of voters do not have, as places among those compared.
    pub(super) further: Vec<usize>,
    pub(super) past: Past<'a>,
}

impl Gathering<'_> {
    /// Reads both rows of these pairs and judges them; hands on each where somebody takes it.
    pub(super) fn gather(
        &self,
        pairs: &[ScoredPair],
        mut handing: Option<&mut Handing<'_, '_>>,
    ) -> Result<Gathered, RollsError> {
        let judge = Judge::new(self.law);
        let mut gathered = Gathered {
            files: self.roll.files.iter().map(|file| file.info.name.to_owned()).collect(),
            ..Gathered::default()
        };
        for pairs in pairs.chunks(PAIRS_AT_ONCE) {
            self.run.check()?;
            self.chunk(pairs, &judge, &mut gathered, handing.as_deref_mut())?;
        }
        Ok(gathered)
    }

    /// The pairs of a sample as they may be shown.
    pub(super) fn review(&self, drawn: &[Drawn]) -> Result<Vec<ReviewPair>, RollsError> {
        let pairs: Vec<ScoredPair> = drawn.iter().map(|one| one.pair).collect();
        let gathered = self.gather(&pairs, None)?;
        let shown = |one: &Drawn| {
            let rows = [gathered.rows.get(&one.pair.left)?, gathered.rows.get(&one.pair.right)?];
            Some(ReviewPair {
                rows: rows.map(|row| gathered.at(row)),
                people: rows.map(|row| row.person.to_string()),
                stratum: one.stratum,
                pairs: one.pairs,
            })
        };
        Ok(drawn.iter().filter_map(shown).collect())
    }

    fn chunk(
        &self,
        pairs: &[ScoredPair],
        judge: &Judge<'_>,
        gathered: &mut Gathered,
        mut handing: Option<&mut Handing<'_, '_>>,
    ) -> Result<(), RollsError> {
        let cache = RowCache::new(0, false);
        let told_apart = OnceLock::new();
        let mask = MaskKey::new(&self.run.key);
        let reader = EvidenceReader {
            roll: self.roll,
            law: self.law,
            cache: &cache,
            reveal: self.run.reveal,
            told_apart: &told_apart,
            digest: self.past.binds().then_some(&mask),
        };
        let position = |row: Row| self.read.positions[row as usize];
        let positions: Vec<u64> =
            pairs.iter().flat_map(|pair| [position(pair.left), position(pair.right)]).collect();
        let mut lookup = Lookup::default();
        let rows = reader.rows(&positions, &[], &mut lookup)?;
        let mut entries = reader.entries();
        for (place, pair) in pairs.iter().enumerate() {
            let changed =
                || RollsError::Changed { file: gathered.files.first().cloned().unwrap_or_default() };
            let left = rows.row(2 * place).ok_or_else(changed)?;
            let right = rows.row(2 * place + 1).ok_or_else(changed)?;
            let both = [reader.entry(&left, None, &mut entries)?, reader.entry(&right, None, &mut entries)?];
            let sexes = [self.sex(&left, &both[0]), self.sex(&right, &both[1])];
            let agreement = Agreement::of(&both[0], &both[1], sexes);
            let judgement = judge.pair(pair.kind, &both, agreement);
            for (row, entry) in [pair.left, pair.right].into_iter().zip(&both) {
                gathered.rows.entry(row).or_insert_with(|| self.seen(row, entry, &mask));
            }
            let standing = self.standing(pair, gathered);
            gathered.judgements.push(judgement.standing(standing));
            if let Some(handing) = &mut handing {
                handing.pair(gathered, self.past.earlier, pair, &both)?;
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

    /// How a pair stands by the decisions on it.
    fn standing(&self, pair: &ScoredPair, gathered: &Gathered) -> Option<Standing> {
        let decisions = self.past.decisions?;
        let row = |row| gathered.rows.get(&row).and_then(|seen| Some((seen.token, seen.values?)));
        decisions.standing(row(pair.left)?, row(pair.right)?)
    }

    /// The digest of a row, with the columns that lists of voters do not have.
    fn values(&self, row: Row, entry: &Entry<'_>, mask: &MaskKey) -> Option<Token> {
        let of_list = entry.values?;
        let texts: Vec<&str> =
            self.further.iter().map(|column| self.read.records.text(*column, row)).collect();
        if texts.iter().all(|text| text.is_empty()) {
            return Some(of_list);
        }
        let all: Vec<&[u8]> = std::iter::once(of_list.as_str()).chain(texts).map(str::as_bytes).collect();
        Some(mask.token_of_values(&all))
    }

    /// A row as it may be told.
    fn seen(&self, row: Row, entry: &Entry<'_>, mask: &MaskKey) -> SeenRow {
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
            values: self.values(row, entry, mask),
        }
    }
}
