//! The keys of one batch of candidates, fetched in parallel and held until they are compared.

mod fetch;
mod list;
mod member;
mod task;

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::budget::Budget;
use crate::error::Error;
use crate::records::{Position, Records, RuleSet};
use crate::store::{Place, Store};
use crate::threads::{on_each, sort_on_each};
use crate::watch::Watch;

use fetch::{Fetch, Fetches};
use list::list;
pub(crate) use member::Fetched;
use member::{KeyPlace, Member};
use task::Done;

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

/// Sets that a worker compares at one go.
const COMPARED: usize = 1 << 12;

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
        let fetch = Fetch::new(&self.members, &self.starts, self.rules, threads, budget, watch);
        let Fetches { done, needed, failure } = fetch.on_all(records, threads);
        self.held += done.iter().map(|done| done.held).sum::<usize>();
        if let Some(error) = failure {
            return Err(Error::Records(error));
        }
        if watch.cancelled() {
            return Err(Error::Cancelled);
        }
        if needed > 0 {
            return Ok(Outcome::TooLarge { needed });
        }
        self.sort_by_set(done).map_err(Error::Changed)?;
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
