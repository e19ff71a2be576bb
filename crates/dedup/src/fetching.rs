//! The keys of one batch of candidates, fetched in parallel and held until they are compared.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::budget::Budget;
use crate::error::Error;
use crate::records::{Position, Records, RuleSet};
use crate::store::{Place, Store};
use crate::table::UniformMap;
use crate::threads::{on_each, sort_on_each};
use crate::watch::{Stage, Watch};

/// One candidate and its key.
#[derive(Clone, Copy, Debug)]
struct Member {
    position: u64,
    /// The set it is in, by its number in the batch.
    set: u32,
    /// Where its key is: in the bytes of which task, from where, how long.
    task: u32,
    offset: u32,
    length: u32,
    rule: u8,
    anchor: bool,
    fetched: bool,
}

impl Member {
    const NONE: Self =
        Self { position: 0, set: 0, task: 0, offset: 0, length: 0, rule: 0, anchor: false, fetched: false };
}

/// Whether a batch could be fetched.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All keys are there.
    Fetched,
    /// They do not fit the memory, of which at least so many bytes more were needed.
    TooLarge { needed: usize },
}

/// A batch of candidate sets.
#[derive(Debug)]
pub(crate) struct Batch {
    /// By position, once they are fetched.
    members: Vec<Member>,
    /// The positions and the numbers of the members, set by set.
    by_set: Vec<(u64, u32)>,
    /// Where each set starts in `by_set`, and the end.
    starts: Vec<u32>,
    /// Whether all members of a set have one key.
    agreeing: Vec<bool>,
    /// How many members at the front are to be sorted by themselves.
    front: usize,
    /// The bytes of the keys, task by task.
    keys: Vec<Vec<u8>>,
    rules: RuleSet,
    /// The bytes taken from the budget.
    held: usize,
}

/// Sets of more members than this keep equal keys only once per task.
const SMALL: usize = 16;

/// Sets that a worker compares at one go.
const COMPARED: usize = 1 << 12;

/// Room for the keys of a task is taken in steps of at least so many bytes.
const STEP: usize = 1 << 10;

/// What a task delivers: its number, its keys and the bytes taken for them.
type Done = (usize, Vec<u8>, usize);

impl Batch {
    /// About how many bytes a member takes in all, if its key has `key_bytes` bytes.
    pub(crate) fn bytes_per_member(key_bytes: usize) -> usize {
        Self::BYTES_PER_MEMBER + Self::BYTES_PER_SET + 2 * (key_bytes + 8)
    }

    const BYTES_PER_MEMBER: usize = size_of::<Member>() + size_of::<Position>() + size_of::<(u64, u32)>();
    /// The list of places is made with room for twice as many.
    const BYTES_PER_SET: usize = 2 * size_of::<Place>() + 2 * size_of::<u32>() + size_of::<bool>();

    /// The members of the sets at `places`, if the budget has room for them; else the bytes that they need.
    pub(crate) fn new(store: &Store, places: &[Place], budget: &Budget) -> Result<Self, usize> {
        let total: usize = places.iter().map(|place| place.members as usize).sum();
        let held = total * Self::BYTES_PER_MEMBER + places.len() * Self::BYTES_PER_SET;
        if u32::try_from(total).is_err() || !budget.try_take(held, 0) {
            return Err(held);
        }
        let mut members = vec![Member::NONE; total];
        let mut starts = Vec::with_capacity(places.len() + 1);
        starts.push(0);
        // They will be brought into the order of the records. That is no work where their sets are in it, once anchors,
        // which mostly stand in lists of their own, are taken apart: they are put in from behind.
        let (mut front, mut back) = (0, total);
        for (set, &place) in places.iter().enumerate() {
            for candidate in store.members(place) {
                let free = if candidate.anchor {
                    back -= 1;
                    back
                } else {
                    front += 1;
                    front - 1
                };
                let (position, anchor) = (candidate.position, candidate.anchor);
                members[free] =
                    Member { position, set: set as u32, rule: place.rule, anchor, ..Member::NONE };
            }
            starts.push((front + total - back) as u32);
        }
        members[front..].reverse();
        let place = |member: &Member| (member.position, member.set);
        if members.first().map(place) > members.last().map(place) {
            members.rotate_left(front);
            front = total - front;
        }
        let rules = places.iter().map(|place| usize::from(place.rule)).collect();
        let (by_set, agreeing, keys) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { members, by_set, starts, agreeing, front, keys, rules, held })
    }

    /// The positions and the numbers of the members of a set, by ascending position.
    pub(crate) fn set(&self, set: usize) -> &[(u64, u32)] {
        &self.by_set[self.starts[set] as usize..self.starts[set + 1] as usize]
    }

    pub(crate) fn key(&self, member: u32) -> &[u8] {
        let Member { task, offset, length, .. } = self.members[member as usize];
        &self.keys[task as usize][offset as usize..(offset + length) as usize]
    }

    /// Whether all members of a set have one key.
    pub(crate) fn agrees(&self, set: usize) -> bool {
        self.agreeing[set]
    }

    pub(crate) fn is_anchor(&self, member: u32) -> bool {
        self.members[member as usize].anchor
    }

    /// Gives back what was taken from the budget.
    pub(crate) fn end(self, budget: &Budget) {
        budget.give(self.held);
    }

    /// Fetches the keys of all members.
    pub(crate) fn fetch<R: Records>(
        &mut self,
        records: &R,
        threads: usize,
        budget: &Budget,
        watch: &dyn Watch,
    ) -> Result<Outcome, Error<R::Error>> {
        self.sort_by_position(threads);
        let total = self.members.len() as u64;
        let task_size = (self.members.len() / (threads.max(1) * 8)).clamp(256, 16_384);
        let queue = Mutex::new(tasks(&mut self.members, task_size).into_iter().enumerate());
        let (done, needed, failed) = (AtomicU64::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let starts = &self.starts;
        let work = || -> Result<Vec<Done>, R::Error> {
            let mut finished = Vec::new();
            loop {
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((number, members)) = next else { return Ok(finished) };
                if watch.cancelled() || failed.load(Ordering::Relaxed) || needed.load(Ordering::Relaxed) > 0 {
                    return Ok(finished);
                }
                let count = members.len() as u64;
                let mut task = Task::new(number as u32, members, starts, budget);
                if let Err(error) =
                    records.fetch(self.rules, &task.positions(), &mut |position, rule, key| {
                        task.take(position, rule, key);
                    })
                {
                    failed.store(true, Ordering::Relaxed);
                    budget.give(task.held);
                    return Err(error);
                }
                needed.fetch_max(task.needed, Ordering::Relaxed);
                finished.push((number, task.keys, task.held));
                let done = done.fetch_add(count, Ordering::Relaxed) + count;
                watch.progress(Stage::Verifying, done, Some(total));
            }
        };
        let results = on_each(threads, &work);
        drop(queue);
        self.keep(results).map_err(Error::Records)?;
        if watch.cancelled() {
            return Err(Error::Cancelled);
        }
        match needed.into_inner() {
            0 => {}
            needed => return Ok(Outcome::TooLarge { needed }),
        }
        if let Some(member) = self.members.iter().find(|member| !member.fetched) {
            return Err(Error::Changed(member.position));
        }
        self.sort_by_set();
        self.compare(threads);
        Ok(Outcome::Fetched)
    }

    fn sort_by_position(&mut self, threads: usize) {
        let place = |member: &Member| (member.position, member.set);
        let (front, back) = self.members.split_at_mut(self.front);
        sort_on_each(threads, front, &place);
        sort_on_each(threads, back, &place);
        if let (Some(last), Some(first)) = (front.last(), back.first())
            && place(last) > place(first)
        {
            sort_on_each(threads, &mut self.members, &place);
        }
    }

    /// Finds out in which sets all members have one key. The keys lie far apart, so most of this is waiting for memory, and
    /// is done for many sets at once.
    fn compare(&mut self, threads: usize) {
        let sets = self.starts.len() - 1;
        let next = AtomicUsize::new(0);
        let this = &*self;
        let work = || {
            let mut compared = Vec::new();
            loop {
                let start = next.fetch_add(COMPARED, Ordering::Relaxed);
                if start >= sets {
                    return compared;
                }
                let agrees = |set| {
                    let keys = |member: &(u64, u32)| this.key(member.1);
                    let mut members = this.set(set).iter().map(keys);
                    members.next().is_some_and(|first| members.all(|key| key == first))
                };
                let end = sets.min(start + COMPARED);
                compared.push((start, (start..end).map(agrees).collect::<Vec<bool>>()));
            }
        };
        let mut agreeing = vec![false; sets];
        for (start, compared) in on_each(threads, &work).into_iter().flatten() {
            agreeing[start..start + compared.len()].copy_from_slice(&compared);
        }
        self.agreeing = agreeing;
    }

    /// Keeps the keys that the workers fetched.
    fn keep<E>(&mut self, results: Vec<Result<Vec<Done>, E>>) -> Result<(), E> {
        for result in results {
            for (number, keys, held) in result? {
                if self.keys.len() <= number {
                    self.keys.resize_with(number + 1, Vec::new);
                }
                self.keys[number] = keys;
                self.held += held;
            }
        }
        Ok(())
    }

    /// Lists the members set by set, in each by ascending position.
    fn sort_by_set(&mut self) {
        let mut next = self.starts.clone();
        self.by_set = vec![(0, 0); self.members.len()];
        for (number, member) in self.members.iter().enumerate() {
            let place = &mut next[member.set as usize];
            self.by_set[*place as usize] = (member.position, number as u32);
            *place += 1;
        }
    }
}

/// Cuts the members into tasks of about `size`, never between two of one position.
fn tasks(mut members: &mut [Member], size: usize) -> Vec<&mut [Member]> {
    let mut tasks = Vec::new();
    while !members.is_empty() {
        let mut end = size.min(members.len());
        while end < members.len() && members[end].position == members[end - 1].position {
            end += 1;
        }
        let (task, rest) = members.split_at_mut(end);
        tasks.push(task);
        members = rest;
    }
    tasks
}

/// A stretch of members whose keys one worker fetches.
struct Task<'a> {
    number: u32,
    members: &'a mut [Member],
    /// The first member that is not behind the position fetched last.
    cursor: usize,
    keys: Vec<u8>,
    /// Where the last stored key of a large set is.
    stored: UniformMap<u32, (u32, u32)>,
    starts: &'a [u32],
    budget: &'a Budget,
    held: usize,
    /// Bytes that could not be had.
    needed: usize,
}

impl<'a> Task<'a> {
    fn new(number: u32, members: &'a mut [Member], starts: &'a [u32], budget: &'a Budget) -> Self {
        let (cursor, held, needed) = (0, 0, 0);
        let (keys, stored) = (Vec::new(), UniformMap::default());
        Self { number, members, cursor, keys, stored, starts, budget, held, needed }
    }

    /// The positions, each once.
    fn positions(&self) -> Vec<Position> {
        let mut positions: Vec<Position> =
            self.members.iter().map(|member| Position(member.position)).collect();
        positions.dedup();
        positions
    }

    /// Takes a key that was fetched.
    fn take(&mut self, position: Position, rule: usize, key: &[u8]) {
        while self.members.get(self.cursor).is_some_and(|member| member.position < position.0) {
            self.cursor += 1;
        }
        let same = self.members[self.cursor..].iter().take_while(|member| member.position == position.0);
        let Some(index) = same.clone().position(|member| usize::from(member.rule) == rule && !member.fetched)
        else {
            return;
        };
        let index = self.cursor + index;
        let set = self.members[index].set;
        let large = (self.starts[set as usize + 1] - self.starts[set as usize]) as usize > SMALL;
        let stored = if large { self.stored.get(&set).copied() } else { None };
        let place = stored.filter(|&(offset, length)| {
            self.keys.get(offset as usize..(offset + length) as usize) == Some(key)
        });
        let Some((offset, length)) = place.or_else(|| self.store(key)) else { return };
        if large {
            self.stored.insert(set, (offset, length));
        }
        let number = self.number;
        let member = &mut self.members[index];
        (member.task, member.offset, member.length, member.fetched) = (number, offset, length, true);
    }

    /// Stores the bytes of a key, if the budget allows it.
    fn store(&mut self, key: &[u8]) -> Option<(u32, u32)> {
        let offset = self.keys.len();
        let end = offset + key.len();
        if u32::try_from(end).is_err() {
            self.needed = self.needed.max(end);
            return None;
        }
        if end > self.keys.capacity() {
            let room = end.max(2 * self.keys.capacity()).max(STEP);
            // Growing holds the old bytes and the new for a moment.
            if !self.budget.try_take(room, 0) {
                self.needed = self.needed.max(room);
                return None;
            }
            let old = self.keys.capacity();
            self.keys.reserve_exact(room - offset);
            self.budget.give(old);
            self.held += room - old;
        }
        self.keys.extend_from_slice(key);
        Some((offset as u32, key.len() as u32))
    }
}
