//! Two versions of one list, or one list of two keepers, held against each other: the work that commissions do twice a year.
//!
//! | room | step |
//! |---|---|
//! | `compared`, `content` | which fields both lists have; the content of a row as one key |
//! | `sides` | both lists, scanned for the difference of their contents ([`tizim_dedup::difference`]) |
//! | `steps`, `rows`, `search` | the rows that remain, sought by number, then by name, then on further lists |
//! | `by_number`, `by_name`, `name_groups` | which of them make a pair, and which are one of several |
//! | `teller`, `worker`, `fields`, `explain` | rows read back, compared field by field, explained, counted and written |
//! | `places`, `tally` | where, and how many |
//! | `report` | the audit |
//!
//! Most rows are equal and are never read again. Every row of either list is told as exactly one thing, so that all counts
//! add up to the rows of each list.

mod by_name;
mod by_number;
mod compared;
mod content;
mod difference;
mod explain;
mod fields;
mod name_groups;
mod places;
mod report;
mod rows;
mod search;
mod sides;
mod steps;
mod tables;
mod tally;
mod teller;
mod words;
mod worker;

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use tizim_dedup::{Error as SearchError, Side as DedupSide, Unpaired};
use tizim_evidence::{Audit, Finding, Interrupted, Run};
use tizim_people::MaskKey;

use crate::counts::chance::Chance;
use crate::findings::files_alike::{blind, letters};
use crate::law::RollRules;
use crate::lists::evidence::EvidenceReader;
use crate::lists::roll::Roll;
use crate::lists::row_cache::RowCache;
use crate::search::find::Watching;
use crate::{ListInput, RollsError};

use compared::Compared;
/// Differences as people read them.
pub mod in_words {
    pub use super::words::{differs, explained, numbers, what};
}

pub use difference::{
    DifferenceForm, DifferenceLine, DifferenceRow, DifferenceSink, Differs, Explained, NoDifferences,
    Numbers, Side, What,
};
use explain::{Explainer, FurtherLists};
use places::Places;
use rows::RowBits;
use sides::ListSides;
use steps::Reconciliation;
use tally::Tally;
use teller::{Teller, Telling};

/// Holds two lists against each other: the first two of `lists`; further ones are searched for who stands in one of the two
/// alone.
///
/// Lines about single differences go to `sink` as they are found. The result depends on the input, the profile and (for
/// tokens) the key of the run; not on threads or memory.
///
/// # Errors
/// [`RollsError`]: fewer than two lists, a file that cannot be read, a sink that fails, a run that was cancelled.
pub fn reconcile(
    lists: &[ListInput],
    law: &RollRules,
    run: &Run,
    sink: &mut dyn DifferenceSink,
) -> Result<Audit, RollsError> {
    if lists.len() < 2 || lists.iter().take(2).any(|list| list.files.is_empty()) {
        return Err(RollsError::NothingGiven);
    }
    let roll = Roll::new(lists);
    let (compared, lacking) = Compared::of(&roll);
    let (remaining, places, equal) = remaining(&roll, law, run, compared)?;
    sink.begin(&places.regions.iter().map(|region| region.name.as_str()).collect::<Vec<_>>())
        .map_err(RollsError::Sink)?;
    let told_apart = OnceLock::from(places.told_apart.clone());
    let cache = RowCache::new(usize::try_from(run.memory / 16 * 3).unwrap_or(usize::MAX), false);
    let teller = Teller {
        reader: EvidenceReader {
            roll: &roll,
            law,
            cache: &cache,
            reveal: run.reveal,
            digest: None,
            told_apart: &told_apart,
        },
        compared,
        places: &places,
        explainer: Explainer { law, days: [lists[0].date, lists[1].date] },
        mask: MaskKey::new(&run.key),
        threads: run.threads.max(1),
        placeholders: Vec::new(),
        further: FurtherLists::default(),
    };
    let mut told = Telling::new(sink);
    told.tally.same = equal.pairs;
    let work = Reconciliation { roll: &roll, law, run, cache: &cache };
    let outcome = Outcome { unusable: equal.unusable, ..work.run(remaining, teller, told)? };
    let mut audit = report::audit(lists, law, &places, &outcome, &lacking);
    audit.findings.extend(equal.blind);
    audit.sort_findings();
    Ok(audit)
}

/// What is known in the end.
#[derive(Debug)]
pub(crate) struct Outcome {
    compared: Compared,
    tally: Tally,
    chance: Option<Chance>,
    /// Numbers that too many rows share for a group.
    placeholders: usize,
    /// Rows of each list with a number that is not a whole valid one.
    unusable: [u64; 2],
    /// Not all that stand on further lists were looked at.
    further_cut: bool,
}

/// What the first pass counts beside places.
struct Equal {
    /// Pairs of equal rows.
    pairs: u64,
    /// Names that cannot be compared between the lists, since one is in letters that another cannot hold.
    blind: Option<Finding>,
    /// Rows of each list with a number that is not a whole valid one.
    unusable: [u64; 2],
}

/// Rows without an equal, by list.
#[derive(Debug, Default)]
struct Remaining {
    /// Unlike every row of the other list.
    unlike: [RowBits; 2],
    /// Equal to rows of the other list that are equal to others of this one.
    copies: [RowBits; 2],
}

/// The rows of both lists that have no equal in the other; all places; and what else the first pass counts.
fn remaining(
    roll: &Roll<'_>,
    law: &RollRules,
    run: &Run,
    compared: Compared,
) -> Result<(Remaining, Places, Equal), RollsError> {
    let sides = ListSides {
        roll,
        run,
        rules: law.row_rules(),
        compared,
        counted: AtomicU8::new(0),
        places: Mutex::default(),
        noted: letters(roll),
        notes: Mutex::default(),
        unusable: Default::default(),
    };
    let remaining: Mutex<Remaining> = Mutex::default();
    let take = |record: Unpaired| {
        let side = usize::from(record.side == DedupSide::Right);
        let mut remaining = remaining.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = if record.has_equal { &mut remaining.copies } else { &mut remaining.unlike };
        rows[side].insert(record.position.0);
    };
    let memory = usize::try_from(run.memory / 16 * 11).unwrap_or(usize::MAX).max(tizim_dedup::LEAST_MEMORY);
    let threads = run.threads.max(1);
    let result = tizim_dedup::difference(&sides, &run.key, memory, threads, &Watching(run), &take);
    let statistics = result.map_err(|error| match error {
        SearchError::Records(error) => error,
        SearchError::Cancelled => Interrupted.into(),
        other => RollsError::Search { reason: other.to_string() },
    })?;
    let equal = Equal {
        pairs: statistics.pairs,
        blind: None,
        unusable: sides.unusable.each_ref().map(|count| count.load(Ordering::Relaxed)),
    };
    let places = Places::new(sides.places.into_inner().unwrap_or_else(PoisonError::into_inner), &law.regions);
    let remaining = remaining.into_inner().unwrap_or_else(PoisonError::into_inner);
    let notes = sides.notes.into_inner().unwrap_or_else(PoisonError::into_inner);
    let equal = Equal { blind: blind(roll, &notes), ..equal };
    Ok((remaining, places, equal))
}
