//! One worker's part of a batch: members beside each other in the records, and their keys as they come.

use super::member::{KeyPlace, Member};
use crate::budget::Budget;
use crate::records::Position;
use crate::table::UniformMap;

/// Sets of more members than this keep equal keys only once per task.
const SMALL: usize = 16;

/// Room for the keys of a task is taken in steps of at least so many bytes.
const STEP: usize = 1 << 10;

/// What a task delivers.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// Where the key of each member is.
    pub(super) places: Vec<KeyPlace>,
    pub(super) keys: Vec<u8>,
    /// The bytes taken for the keys.
    pub(super) held: usize,
}

/// Cuts the members into tasks of about `size`, never between two of one position.
pub(super) fn tasks(mut members: &[Member], size: usize) -> Vec<&[Member]> {
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
pub(super) struct Task<'a> {
    members: &'a [Member],
    /// The first member that is not behind the position fetched last.
    cursor: usize,
    pub(super) done: Done,
    /// Where the last stored key of a large set is.
    stored: UniformMap<u32, KeyPlace>,
    starts: &'a [u32],
    budget: &'a Budget,
    /// Bytes that could not be had.
    pub(super) needed: usize,
}

impl<'a> Task<'a> {
    pub(super) fn new(members: &'a [Member], starts: &'a [u32], budget: &'a Budget) -> Self {
        let done = Done { places: vec![KeyPlace::NONE; members.len()], ..Done::default() };
        Self { members, cursor: 0, done, stored: UniformMap::default(), starts, budget, needed: 0 }
    }

    /// The positions, each once.
    pub(super) fn positions(&self) -> Vec<Position> {
        let mut positions: Vec<Position> =
            self.members.iter().map(|member| Position(member.position)).collect();
        positions.dedup();
        positions
    }

    /// Takes a key that was fetched.
    pub(super) fn take(&mut self, position: Position, rule: usize, key: &[u8]) {
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
