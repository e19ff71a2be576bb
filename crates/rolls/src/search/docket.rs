//! Groups that wait to be judged, and those who judge them while others are still being found.
//!
//! The search hands out its groups on one thread. As soon as there are enough for a docket, others judge them, stretch by
//! stretch; this one goes on with the search, and helps when the next docket is full. While it hands out groups there are
//! no more threads at work than were asked for; where it fetches keys of the next ones, those who judge end their docket
//! beside it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Scope, ScopedJoinHandle};

use tizim_dedup::Position;

use crate::search::judging::{Agreeing, Judge, Judging, PlaceholderDates};
use crate::verdict::judged::Cases;
use crate::{RollsError, Rule};

/// Rows that are read back at one time.
const ROWS: usize = 65_536;
/// Rows that are worth a stretch.
const LEAST: usize = 256;
/// Stretches for each thread, so that all end together, and the rows of one stay in a core's own cache.
const STRETCHES: usize = 32;

/// Groups that are judged together.
#[derive(Debug, Default)]
pub(crate) struct Docket {
    positions: Vec<u64>,
    /// The rule of each group, and where it ends among the positions.
    groups: Vec<(Rule, usize)>,
    /// Dates that say nothing, as far as they are known when the first group comes.
    placeholders: Arc<PlaceholderDates>,
    /// Where each stretch ends among the groups.
    ends: Vec<usize>,
    /// How many stretches were begun.
    begun: AtomicUsize,
    /// What came of each.
    parts: Vec<Mutex<Part>>,
}

/// Some groups of a docket.
pub(crate) struct Stretch<'d> {
    /// Where its positions begin among all.
    pub(crate) start: usize,
    pub(crate) positions: &'d [u64],
    /// The rule of each group, and where it ends among all positions.
    pub(crate) ends: &'d [(Rule, usize)],
    pub(crate) placeholders: &'d PlaceholderDates,
}

/// What came of some groups.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) cases: Cases,
    pub(crate) agreeing: BTreeMap<Rule, Agreeing>,
}

impl Part {
    pub(crate) fn clear(&mut self) {
        self.cases.clear();
        self.agreeing.clear();
    }
}

impl Docket {
    /// Puts a group behind the others, if it is wanted.
    pub(crate) fn add(&mut self, rule: Rule, group: &[Position], is_wanted: impl FnOnce(&[u64]) -> bool) {
        let before = self.positions.len();
        self.positions.extend(group.iter().map(|position| position.0));
        if is_wanted(&self.positions[before..]) {
            self.groups.push((rule, self.positions.len()));
        } else {
            self.positions.truncate(before);
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.positions.len() >= ROWS
    }

    /// Makes room for other groups.
    pub(crate) fn clear(&mut self) {
        self.positions.clear();
        self.groups.clear();
        self.ends.clear();
    }

    /// What came of the groups, in their order.
    pub(crate) fn parts(&mut self) -> impl Iterator<Item = &mut Part> {
        let parts = self.parts.iter_mut().take(self.ends.len());
        parts.map(|part| part.get_mut().unwrap_or_else(PoisonError::into_inner))
    }

    /// Cuts the groups into stretches of about equally many rows.
    fn call(&mut self, threads: usize, placeholders: &Arc<PlaceholderDates>) {
        self.placeholders = Arc::clone(placeholders);
        let rows = self.positions.len().div_ceil(STRETCHES * threads).max(LEAST);
        self.ends.clear();
        let mut next = rows;
        for (index, (_, end)) in self.groups.iter().enumerate() {
            if *end >= next || index + 1 == self.groups.len() {
                self.ends.push(index + 1);
                next = end + rows;
            }
        }
        if self.parts.len() < self.ends.len() {
            self.parts.resize_with(self.ends.len(), Mutex::default);
        }
        *self.begun.get_mut() = 0;
    }

    fn stretch(&self, index: usize) -> Option<Stretch<'_>> {
        let end = *self.ends.get(index)?;
        let first = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let start = first.checked_sub(1).map_or(0, |before| self.groups[before].1);
        let ends = &self.groups[first..end];
        let last = ends.last().map_or(start, |(_, end)| *end);
        let positions = &self.positions[start..last];
        Some(Stretch { start, positions, ends, placeholders: &self.placeholders })
    }

    /// Judges stretches as long as there are some that nobody has begun.
    fn judge(&self, judging: &Judging<'_>, judge: &mut Judge<'_>) -> Result<(), RollsError> {
        // Rows of this round stay where they are for so long.
        let kept = judging.reader.harvest.stretches();
        loop {
            let index = self.begun.fetch_add(1, Ordering::Relaxed);
            let Some(stretch) = self.stretch(index) else { return Ok(()) };
            let mut part = self.parts[index].lock().unwrap_or_else(PoisonError::into_inner);
            judging.part(&stretch, &kept, judge, &mut part).inspect_err(|_| {
                // Nobody need go on.
                self.begun.store(self.ends.len(), Ordering::Relaxed);
            })?;
        }
    }
}

/// Those who judge: the thread that has them, and others.
pub(crate) struct Judges<'scope, 'a> {
    scope: &'scope Scope<'scope, 'a>,
    judging: &'a Judging<'a>,
    own: Judge<'a>,
    /// Others who have nothing to judge.
    idle: Vec<Judge<'a>>,
    /// Those who judge a docket, each on a thread that ends with it and leaves its memory to those that fetch.
    at_work: Vec<AtWork<'scope, 'a>>,
    docket: Option<Arc<Docket>>,
}

type AtWork<'scope, 'a> = ScopedJoinHandle<'scope, (Judge<'a>, Result<(), RollsError>)>;

impl<'scope, 'a: 'scope> Judges<'scope, 'a> {
    /// As many as there are threads.
    pub(crate) fn new(scope: &'scope Scope<'scope, 'a>, judging: &'a Judging<'a>, threads: usize) -> Self {
        let idle = (1..threads).map(|_| judging.judge()).collect();
        Self { scope, judging, own: judging.judge(), idle, at_work: Vec::new(), docket: None }
    }

    /// Ends what is being judged, begins to judge these groups, and returns what was ended.
    pub(crate) fn next(
        &mut self,
        mut docket: Docket,
        placeholders: &Arc<PlaceholderDates>,
    ) -> Result<Docket, RollsError> {
        let ended = self.end()?;
        docket.call(self.idle.len() + 1, placeholders);
        if self.idle.is_empty() {
            docket.judge(self.judging, &mut self.own)?;
            return Ok(docket);
        }
        let (docket, judging) = (Arc::new(docket), self.judging);
        for mut judge in self.idle.drain(..) {
            let docket = Arc::clone(&docket);
            self.at_work.push(self.scope.spawn(move || {
                let outcome = docket.judge(judging, &mut judge);
                (judge, outcome)
            }));
        }
        self.docket = Some(docket);
        Ok(ended)
    }

    /// Ends what is being judged, with the help of this thread, and returns it: without any group where nothing was.
    pub(crate) fn end(&mut self) -> Result<Docket, RollsError> {
        let Some(docket) = self.docket.take() else { return Ok(Docket::default()) };
        let mut outcome = docket.judge(self.judging, &mut self.own);
        for other in self.at_work.drain(..) {
            match other.join() {
                Ok((judge, its)) => {
                    self.idle.push(judge);
                    outcome = outcome.and(its);
                }
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        outcome?;
        Ok(Arc::into_inner(docket).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_hold_all_groups_in_their_order() {
        let mut docket = Docket::default();
        for round in 0..3 {
            docket.clear();
            let sizes = (0..700_usize).map(|group| 2 + group * (round + 7) % 90);
            let mut position = 0;
            for size in sizes {
                let group: Vec<Position> = (0..size as u64).map(|row| Position(position + row)).collect();
                position += size as u64;
                docket.add(Rule::Iin, &group, |_| true);
                docket.add(Rule::Iin, &group, <[u64]>::is_empty);
            }
            docket.call(2, &Arc::default());
            let mut next = 0;
            let mut groups = 0;
            for index in 0..docket.ends.len() {
                let stretch = docket.stretch(index).unwrap();
                assert_eq!(stretch.start as u64, next);
                for position in stretch.positions {
                    assert_eq!(*position, next);
                    next += 1;
                }
                assert_eq!(stretch.ends.last().unwrap().1 as u64, next);
                groups += stretch.ends.len();
            }
            assert_eq!((next, groups), (position, 700));
            assert!(docket.stretch(docket.ends.len()).is_none());
            assert_eq!(docket.parts().count(), docket.ends.len());
        }
        let mut empty = Docket::default();
        empty.call(2, &Arc::default());
        assert!(empty.stretch(0).is_none() && empty.parts().next().is_none());
    }
}
