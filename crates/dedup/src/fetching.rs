//! The keys of one batch of candidates, fetched in parallel and held until they are compared.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::budget::Budget;
use crate::error::Error;
use crate::records::{Position, Records, RuleSet};
use crate::store::{Candidate, Place, Store};
use crate::table::UniformMap;
use crate::threads::{on_each, sort_on_each};
use crate::watch::{Stage, Watch};

/// One candidate.
#[derive(Clone, Copy, Debug)]
struct Member {
    position: u64,
    /// The set it is in, by its number in the batch.
    set: u32,
    rule: u8,
    anchor: bool,
}

impl Member {
    const NONE: Self = Self { position: 0, set: 0, rule: 0, anchor: false };

    fn place(&self) -> (u64, u32) {
        (self.position, self.set)
    }
}

/// Where a key is in the bytes of its task.
#[derive(Clone, Copy, Debug)]
struct KeyPlace {
    offset: u32,
    length: u32,
}

impl KeyPlace {
    /// No key was fetched.
    const NONE: Self = Self { offset: 0, length: u32::MAX };

    fn is_none(self) -> bool {
        self.length == Self::NONE.length
    }
}

/// A candidate of which the key was fetched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fetched {
    pub(crate) position: u64,
    /// Which task has the key, and where there.
    task: u32,
    key: KeyPlace,
    pub(crate) anchor: bool,
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
    /// By position while they are fetched; none afterwards.
    members: Vec<Member>,
    /// How many of them, at the front, are in an order of their own.
    front: usize,
    /// The members once they are fetched, set by set.
    by_set: Vec<Fetched>,
    /// Where each set starts in `by_set`, and the end.
    starts: Vec<u32>,
    /// Whether all members of a set have one key.
    agreeing: Vec<bool>,
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

/// Sets whose members a worker lists at one go.
const LISTED: usize = 1 << 14;

/// What a task delivers.
#[derive(Debug, Default)]
struct Done {
    number: usize,
    /// Where the key of each member is.
    places: Vec<KeyPlace>,
    keys: Vec<u8>,
    /// The bytes taken for the keys.
    held: usize,
}

impl Batch {
    /// About how many bytes a member takes in all, if its key has `key_bytes` bytes.
    pub(crate) fn bytes_per_member(key_bytes: usize) -> usize {
        Self::BYTES_PER_MEMBER + Self::BYTES_PER_SET + 2 * (key_bytes + 8)
    }

    const BYTES_PER_MEMBER: usize =
        size_of::<Member>() + size_of::<Position>() + size_of::<KeyPlace>() + size_of::<Fetched>();
    /// The list of places is made with room for twice as many.
    const BYTES_PER_SET: usize = 2 * size_of::<Place>() + 2 * size_of::<u32>() + size_of::<bool>();

    /// The members of the sets at `places`, if the budget has room for them; else the bytes that they need.
    pub(crate) fn new(
        store: &Store,
        places: &[Place],
        threads: usize,
        budget: &Budget,
    ) -> Result<Self, usize> {
        let total: usize = places.iter().map(|place| place.members as usize).sum();
        let held = total * Self::BYTES_PER_MEMBER + places.len() * Self::BYTES_PER_SET;
        if u32::try_from(total).is_err() || !budget.try_take(held, 0) {
            return Err(held);
        }
        let mut starts = Vec::with_capacity(places.len() + 1);
        let mut start = 0;
        starts.push(start);
        starts.extend(places.iter().map(|place| {
            start += place.members;
            start
        }));
        // They will be brought into the order of the records. That is no work where their sets are in it, once anchors,
        // which mostly stand in lists of their own, are taken apart.
        let front: usize = places.iter().map(Place::others).sum();
        let mut members = vec![Member::NONE; total];
        list(store, places, threads, members.split_at_mut(front));
        let rules = places.iter().map(|place| usize::from(place.rule)).collect();
        let (by_set, agreeing, keys) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { members, front, by_set, starts, agreeing, keys, rules, held })
    }

    /// The members of a set, by ascending position.
    pub(crate) fn set(&self, set: usize) -> &[Fetched] {
        &self.by_set[self.starts[set] as usize..self.starts[set + 1] as usize]
    }

    pub(crate) fn key(&self, member: &Fetched) -> &[u8] {
        let Fetched { task, key: KeyPlace { offset, length }, .. } = *member;
        &self.keys[task as usize][offset as usize..(offset + length) as usize]
    }

    /// Whether all members of a set have one key.
    pub(crate) fn agrees(&self, set: usize) -> bool {
        self.agreeing[set]
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
        let tasks = tasks(&self.members, task_size);
        let next = AtomicUsize::new(0);
        let (done, needed, failed) = (AtomicU64::new(0), AtomicUsize::new(0), AtomicBool::new(false));
        let starts = &self.starts;
        let work = || -> Result<Vec<Done>, R::Error> {
            let mut finished = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(members) = tasks.get(number) else { return Ok(finished) };
                if watch.cancelled() || failed.load(Ordering::Relaxed) || needed.load(Ordering::Relaxed) > 0 {
                    return Ok(finished);
                }
                let count = members.len() as u64;
                let mut task = Task::new(members, starts, budget);
                if let Err(error) =
                    records.fetch(self.rules, &task.positions(), &mut |position, rule, key| {
                        task.take(position, rule, key);
                    })
                {
                    failed.store(true, Ordering::Relaxed);
                    budget.give(task.done.held);
                    return Err(error);
                }
                needed.fetch_max(task.needed, Ordering::Relaxed);
                finished.push(Done { number, ..task.done });
                let done = done.fetch_add(count, Ordering::Relaxed) + count;
                watch.progress(Stage::Verifying, done, Some(total));
            }
        };
        let mut fetched: Vec<Done> = (0..tasks.len()).map(|_| Done::default()).collect();
        let mut failure = None;
        for result in on_each(threads, &work) {
            match result {
                Ok(done) => done.into_iter().for_each(|done| {
                    let number = done.number;
                    fetched[number] = done;
                }),
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        self.held += fetched.iter().map(|done| done.held).sum::<usize>();
        if let Some(error) = failure {
            return Err(Error::Records(error));
        }
        if watch.cancelled() {
            return Err(Error::Cancelled);
        }
        match needed.into_inner() {
            0 => {}
            needed => return Ok(Outcome::TooLarge { needed }),
        }
        self.sort_by_set(fetched).map_err(Error::Changed)?;
        self.compare(threads);
        Ok(Outcome::Fetched)
    }

    fn sort_by_position(&mut self, threads: usize) {
        let members = &mut self.members;
        let (front, back) = members.split_at_mut(self.front);
        sort_on_each(threads, front, &Member::place);
        sort_on_each(threads, back, &Member::place);
        let [Some(last), Some(first)] = [front.last(), back.first()] else { return };
        if last.place() < first.place() {
            return;
        }
        if members.last().map(Member::place) < members.first().map(Member::place) {
            members.rotate_left(self.front);
        } else {
            sort_on_each(threads, members, &Member::place);
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
                    let mut members = this.set(set).iter().map(|member| this.key(member));
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

    /// Lists the members set by set, in each by ascending position, and keeps their keys; or tells the position of one that
    /// has none.
    fn sort_by_set(&mut self, fetched: Vec<Done>) -> Result<(), u64> {
        let mut next = self.starts.clone();
        let none = Fetched { position: 0, task: 0, key: KeyPlace::NONE, anchor: false };
        self.by_set = vec![none; self.members.len()];
        let members = std::mem::take(&mut self.members);
        let mut rest = members.as_slice();
        for (task, done) in fetched.into_iter().enumerate() {
            let (here, others) = rest.split_at(done.places.len());
            for (&Member { position, set, anchor, .. }, &key) in here.iter().zip(&done.places) {
                if key.is_none() {
                    return Err(position);
                }
                let place = &mut next[set as usize];
                self.by_set[*place as usize] = Fetched { position, task: task as u32, key, anchor };
                *place += 1;
            }
            self.keys.push(done.keys);
            rest = others;
        }
        Ok(())
    }
}

/// Lists the members of all sets, set by set: anchors in the second half, all others in the first.
fn list(store: &Store, places: &[Place], threads: usize, halves: (&mut [Member], &mut [Member])) {
    let (mut others, mut anchors) = halves;
    let mut pieces = Vec::new();
    let mut first = 0;
    for places in places.chunks(LISTED) {
        let count = places.iter().map(Place::others).sum();
        let (these, rest) = others.split_at_mut(count);
        others = rest;
        let count = places.iter().map(|place| place.anchors as usize).sum();
        let (those, rest) = anchors.split_at_mut(count);
        anchors = rest;
        pieces.push((first, places, these, those));
        first += places.len() as u32;
    }
    let queue = Mutex::new(pieces.into_iter());
    let work = || {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((first, places, others, anchors)) = next else { return };
            let (mut others, mut anchors) = (others.iter_mut(), anchors.iter_mut());
            for (set, &place) in (first..).zip(places) {
                for Candidate { position, anchor } in store.members(place) {
                    let half = if anchor { &mut anchors } else { &mut others };
                    if let Some(member) = half.next() {
                        *member = Member { position, set, rule: place.rule, anchor };
                    }
                }
            }
            debug_assert!(others.len() + anchors.len() == 0);
        }
    };
    on_each(threads, &work);
}

/// Cuts the members into tasks of about `size`, never between two of one position.
fn tasks(mut members: &[Member], size: usize) -> Vec<&[Member]> {
    let mut tasks = Vec::new();
    while !members.is_empty() {
        let mut end = size.min(members.len());
        while end < members.len() && members[end].position == members[end - 1].position {
            end += 1;
        }
        let (task, rest) = members.split_at(end);
        tasks.push(task);
        members = rest;
    }
    tasks
}

/// A stretch of members whose keys one worker fetches.
struct Task<'a> {
    members: &'a [Member],
    /// The first member that is not behind the position fetched last.
    cursor: usize,
    done: Done,
    /// Where the last stored key of a large set is.
    stored: UniformMap<u32, KeyPlace>,
    starts: &'a [u32],
    budget: &'a Budget,
    /// Bytes that could not be had.
    needed: usize,
}

impl<'a> Task<'a> {
    fn new(members: &'a [Member], starts: &'a [u32], budget: &'a Budget) -> Self {
        let done = Done { places: vec![KeyPlace::NONE; members.len()], ..Done::default() };
        Self { members, cursor: 0, done, stored: UniformMap::default(), starts, budget, needed: 0 }
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
        let members = self.members[self.cursor..].iter().zip(&self.done.places[self.cursor..]);
        let mut same = members.take_while(|(member, _)| member.position == position.0);
        let Some(index) = same.position(|(member, key)| usize::from(member.rule) == rule && key.is_none())
        else {
            return;
        };
        let index = self.cursor + index;
        let set = self.members[index].set;
        let large = (self.starts[set as usize + 1] - self.starts[set as usize]) as usize > SMALL;
        let stored = if large { self.stored.get(&set).copied() } else { None };
        let place = stored.filter(|&KeyPlace { offset, length }| {
            self.done.keys.get(offset as usize..(offset + length) as usize) == Some(key)
        });
        let Some(place) = place.or_else(|| self.store(key)) else { return };
        if large {
            self.stored.insert(set, place);
        }
        self.done.places[index] = place;
    }

    /// Stores the bytes of a key, if the budget allows it.
    fn store(&mut self, key: &[u8]) -> Option<KeyPlace> {
        let Done { keys, held, .. } = &mut self.done;
        let offset = keys.len();
        let end = offset + key.len();
        if end >= u32::MAX as usize {
            self.needed = self.needed.max(end);
            return None;
        }
        if end > keys.capacity() {
            let room = end.max(2 * keys.capacity()).max(STEP);
            // Growing holds the old bytes and the new for a moment.
            if !self.budget.try_take(room, 0) {
                self.needed = self.needed.max(room);
                return None;
            }
            let old = keys.capacity();
            keys.reserve_exact(room - offset);
            self.budget.give(old);
            *held += room - old;
        }
        keys.extend_from_slice(key);
        Some(KeyPlace { offset: offset as u32, length: key.len() as u32 })
    }
}
