//! One search over the rows, with its settings.

use std::ops::ControlFlow;

use tizim_dedup::{Error as SearchError, Scope as Groups, Settings, Stage, Watch, find_groups};
use tizim_evidence::{Interrupted, Run};

use crate::counts::heaped::said_of_dates;
use crate::search::grouping::Grouping;
use crate::search::records::RollRecords;
use crate::{RollsError, Scope};

/// Memory for each row, and more, that a search in one pass takes for one rule.
const BYTES_PER_ROW: u64 = 16;

/// Which groups of rows the first search is about: where only those across lists are sought, those with a row on a short
/// list, if these are few.
pub(crate) fn first_groups(scope: Scope, records: &RollRecords<'_>) -> Groups {
    let roll = records.roll;
    // A row has more bytes than it takes as an anchor.
    let are_few = roll.short_bytes() * records.chosen.len() as u64 <= search_memory(records) as u64 / 2;
    if scope == Scope::Across && roll.meets_on_short_lists() && are_few {
        Groups::Touching
    } else {
        Groups::Within
    }
}

/// Bytes for a search; the rest is for blocks being read, rows read back, and what the first pass counts and marks.
fn search_memory(records: &RollRecords<'_>) -> usize {
    let marks = records.watched.is_some_and(|watched| watched.name_marks.is_some());
    let sixteenth = records.run.memory / 16;
    let memory = usize::try_from(sixteenth * if marks { 10 } else { 12 }).unwrap_or(usize::MAX);
    memory.max(tizim_dedup::LEAST_MEMORY)
}

/// Groups, as the search finds them.
pub(crate) fn search(
    records: &RollRecords<'_>,
    grouping: &mut Grouping<'_>,
    groups: Groups,
) -> Result<(), RollsError> {
    let run = records.run;
    grouping.rules.clone_from(&records.chosen);
    let mut settings = Settings::new(run.key, records.chosen.len());
    settings.memory = search_memory(records);
    settings.threads = run.threads.max(1);
    for (settings, rule) in settings.rules.iter_mut().zip(&records.chosen) {
        settings.hot_above = rule.hot_above();
    }
    settings.scope = groups;
    // It costs memory, and pays where one pass is enough.
    let one_pass = records.roll.estimated_rows().is_some_and(|rows| rows * BYTES_PER_ROW < run.memory);
    settings.anchors_first = groups == Groups::Within && one_pass && records.roll.has_short_lists();
    let mut failure: Option<RollsError> = None;
    let mut begun = false;
    let result = find_groups(records, &settings, &Watching(run), &mut |found| {
        // The first pass is over when the first group comes: dates that are placeholders are known, files that hold one list,
        // and how regions are written.
        if !std::mem::replace(&mut begun, true) {
            if records.watched.is_some_and(|watched| watched.rows) {
                grouping.check.reader.told_apart.get_or_init(|| records.told_apart());
            }
            if records.watched.is_some() {
                grouping.placeholders = said_of_dates(&records.dates());
            }
            if records.noted.is_some() {
                match records.copies() {
                    Ok(copies) => grouping.copies = copies,
                    Err(error) => {
                        failure = Some(error);
                        return ControlFlow::Break(());
                    }
                }
            }
        }
        if let Some(cache) = records.cache {
            cache.end_round();
        }
        match grouping.take(found) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(error) = failure {
        return Err(error);
    }
    match result {
        Ok(_) => grouping.judge(),
        Err(SearchError::Records(error)) => Err(error),
        Err(SearchError::Cancelled) => Err(Interrupted.into()),
        Err(other) => Err(RollsError::Search { reason: other.to_string() }),
    }
}

/// Progress and cancellation of the search.
pub(crate) struct Watching<'a>(pub(crate) &'a Run);

impl Watch for Watching<'_> {
    fn cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    fn progress(&self, stage: Stage, done: u64, total: Option<u64>) {
        let name = match stage {
            // Reading is told in bytes, by the pass itself.
            Stage::Scanning { .. } => return,
            Stage::Grouping => "grouping",
            _ => "comparing",
        };
        self.0.progress.report(name, done, total.unwrap_or(0));
    }
}
