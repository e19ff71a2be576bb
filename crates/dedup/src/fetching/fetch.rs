//! The keys of a batch, fetched task by task on all threads.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use super::member::Member;
use super::task::{Done, Task, tasks};
use crate::budget::Budget;
use crate::records::{Records, RuleSet};
use crate::threads::on_each;
use crate::watch::{Stage, Watch};

/// What the workers share while they fetch.
pub(super) struct Fetch<'a> {
    tasks: Vec<&'a [Member]>,
    starts: &'a [u32],
    rules: RuleSet,
    budget: &'a Budget,
    watch: &'a dyn Watch,
    total: u64,
    /// The task that is to be taken next.
    next: AtomicUsize,
    /// Members whose keys are there.
    done: AtomicU64,
    /// The most bytes that a task could not have.
    needed: AtomicUsize,
    failed: AtomicBool,
}

/// What all tasks came to.
pub(super) struct Fetches<E> {
    /// What each task delivered, in their order; empty for those that were not begun.
    pub(super) done: Vec<Done>,
    /// At least so many bytes more were needed; 0 if all keys are there.
    pub(super) needed: usize,
    pub(super) failure: Option<E>,
}

impl<'a> Fetch<'a> {
    /// The work on members that are in the order of their positions.
    pub(super) fn new(
        members: &'a [Member],
        starts: &'a [u32],
        rules: RuleSet,
        threads: usize,
        budget: &'a Budget,
        watch: &'a dyn Watch,
    ) -> Self {
        let size = (members.len() / (threads.max(1) * 8)).clamp(256, 16_384);
        Self {
            tasks: tasks(members, size),
            starts,
            rules,
            budget,
            watch,
            total: members.len() as u64,
            next: AtomicUsize::new(0),
            done: AtomicU64::new(0),
            needed: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
        }
    }

    /// Fetches on up to `threads` threads, until all is done, a task fails or has no room, or the run is cancelled.
    pub(super) fn on_all<R: Records>(self, records: &R, threads: usize) -> Fetches<R::Error> {
        let mut done: Vec<Done> = self.tasks.iter().map(|_| Done::default()).collect();
        let mut failure = None;
        for result in on_each(threads, &|| self.on_one(records)) {
            match result {
                Ok(finished) => finished.into_iter().for_each(|(number, task)| done[number] = task),
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        Fetches { done, needed: self.needed.into_inner(), failure }
    }

    /// Takes tasks and fetches them while there are any.
    fn on_one<R: Records>(&self, records: &R) -> Result<Vec<(usize, Done)>, R::Error> {
        let mut finished = Vec::new();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(members) = self.tasks.get(number) else { return Ok(finished) };
            if self.ended() {
                return Ok(finished);
            }
            let mut task = Task::new(members, self.starts, self.budget);
            let positions = task.positions();
            let mut take = |position, rule, key: &[u8]| task.take(position, rule, key);
            if let Err(error) = records.fetch(self.rules, &positions, &mut take) {
                self.failed.store(true, Ordering::Relaxed);
                self.budget.give(task.done.held);
                return Err(error);
            }
            self.needed.fetch_max(task.needed, Ordering::Relaxed);
            finished.push((number, task.done));
            let count = members.len() as u64;
            let done = self.done.fetch_add(count, Ordering::Relaxed) + count;
            self.watch.progress(Stage::Verifying, done, Some(self.total));
        }
    }

    fn ended(&self) -> bool {
        self.watch.cancelled()
            || self.failed.load(Ordering::Relaxed)
            || self.needed.load(Ordering::Relaxed) > 0
    }
}
