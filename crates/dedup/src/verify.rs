//! From candidate sets to groups: the keys themselves are compared.
//!
//! Candidates only share a fingerprint. Their keys are fetched again, in batches that fit the memory, and each set is
//! split by the bytes of the keys. So a collision costs a fetch and can never put two records into one group.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use crate::budget::Budget;
use crate::error::Error;
use crate::fetching::{Batch, Fetched, Outcome};
use crate::fingerprint::Fingerprinter;
use crate::found::{Found, Group, HotKey};
use crate::hot::Counted;
use crate::records::{MOST_RULES, Position, Records};
use crate::statistics::Statistics;
use crate::store::{Place, Store};
use crate::watch::Watch;

/// Where the results go.
pub(crate) type Sink<'a> = dyn FnMut(Found<'_>) -> ControlFlow<()> + 'a;

/// A result that must wait because one with a smaller position may still come: a part of a split set.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    rule: usize,
    first: u64,
    count: u64,
    key: Box<[u8]>,
    positions: Box<[Position]>,
}

/// Compares keys and hands out groups.
pub(crate) struct Verifier<'a, R> {
    pub(crate) records: &'a R,
    pub(crate) fingerprinter: Fingerprinter,
    pub(crate) hot_above: [u64; MOST_RULES],
    /// Only groups with an anchor are wanted.
    pub(crate) touching: bool,
    pub(crate) threads: usize,
    pub(crate) budget: &'a Budget,
    pub(crate) watch: &'a dyn Watch,
    waiting: BinaryHeap<Reverse<Waiting>>,
}

impl<'a, R: Records> Verifier<'a, R> {
    pub(crate) fn new(
        records: &'a R,
        fingerprinter: Fingerprinter,
        budget: &'a Budget,
        watch: &'a dyn Watch,
    ) -> Self {
        Self {
            records,
            fingerprinter,
            hot_above: [0; MOST_RULES],
            touching: false,
            threads: 1,
            budget,
            watch,
            waiting: BinaryHeap::new(),
        }
    }

    /// Verifies the sets of all rules below `rules`, whose keys have `key_bytes` bytes on average, and hands out
    /// what they hold.
    pub(crate) fn verify(
        &mut self,
        store: &Store,
        rules: usize,
        key_bytes: usize,
        sink: &mut Sink<'_>,
        statistics: &mut Statistics,
    ) -> Result<(), Error<R::Error>> {
        let mut members = (self.budget.left() / Batch::bytes_per_member(key_bytes)).clamp(1, 1 << 30);
        let mut last: Option<Place> = None;
        loop {
            let places = store.next_batch(last, rules, members, self.threads);
            let Some(&end) = places.last() else { return Ok(()) };
            let outcome = match Batch::new(store, &places, self.threads, self.budget) {
                Ok(mut batch) => {
                    let outcome = batch.fetch(self.records, self.threads, self.budget, self.watch)?;
                    if outcome == Outcome::Fetched {
                        let handed_out = self.hand_out(store, &places, &batch, sink, statistics);
                        batch.end(self.budget);
                        handed_out?;
                        last = Some(end);
                        continue;
                    }
                    batch.end(self.budget);
                    outcome
                }
                Err(needed) => Outcome::TooLarge { needed },
            };
            if let (Outcome::TooLarge { needed }, 1) = (outcome, places.len()) {
                let held = self.budget.memory() - self.budget.left();
                return Err(Error::Memory { memory: self.budget.memory(), needed: held + needed });
            }
            let total: usize = places.iter().map(|place| place.members as usize).sum();
            members = (total / 2).max(1);
        }
    }

    /// Hands out the results that waited, up to the position `before` of `rule` and all of the rules before it.
    pub(crate) fn flush(
        &mut self,
        rule: usize,
        before: u64,
        sink: &mut Sink<'_>,
        statistics: &mut Statistics,
    ) -> Result<(), Error<R::Error>> {
        while let Some(Reverse(waiting)) = self.waiting.peek()
            && (waiting.rule, waiting.first) < (rule, before)
        {
            let Some(Reverse(waiting)) = self.waiting.pop() else { break };
            let Waiting { rule, first, count, key, positions } = waiting;
            self.deliver(rule, first, count, &key, &positions, sink, statistics)?;
        }
        Ok(())
    }

    /// Splits the sets of a batch by their keys and hands out what comes of it.
    fn hand_out(
        &mut self,
        store: &Store,
        places: &[Place],
        batch: &Batch,
        sink: &mut Sink<'_>,
        statistics: &mut Statistics,
    ) -> Result<(), Error<R::Error>> {
        let mut positions = Vec::new();
        let mut members = Vec::new();
        for (set, &place) in places.iter().enumerate() {
            if set % 4096 == 0 && self.watch.cancelled() {
                return Err(Error::Cancelled);
            }
            self.flush(usize::from(place.rule), place.order, sink, statistics)?;
            let agree = batch.agrees(set);
            let mut set = batch.set(set);
            statistics.candidates += set.len() as u64;
            let key = |member: &Fetched| batch.key(member);
            if !agree {
                members.clear();
                members.extend_from_slice(set);
                let place = |member: &Fetched| (member.position, member.anchor);
                members.sort_unstable_by(|left, right| {
                    key(left).cmp(key(right)).then_with(|| place(left).cmp(&place(right)))
                });
                set = &members;
            }
            for class in set.chunk_by(|left, right| agree || key(left) == key(right)) {
                positions.clear();
                positions.extend(class.iter().map(|member| Position(member.position)));
                positions.dedup();
                if self.touching && !class.iter().any(|member| member.anchor) {
                    continue;
                }
                self.result(place, store.counted(place), key(&class[0]), &positions, sink, statistics)?;
            }
        }
        Ok(())
    }

    /// Hands out one result, or lets it wait if one of another set may have to come before it.
    fn result(
        &mut self,
        place: Place,
        counted: &[Counted],
        key: &[u8],
        positions: &[Position],
        sink: &mut Sink<'_>,
        statistics: &mut Statistics,
    ) -> Result<(), Error<R::Error>> {
        let mut count = positions.len() as u64;
        let mut first = positions[0].0;
        if !counted.is_empty() {
            let fingerprint = self.fingerprinter.whole(key);
            for counted in counted.iter().filter(|counted| counted.fingerprint == fingerprint) {
                count += counted.count;
                first = first.min(counted.smallest);
                statistics.counted += counted.count;
            }
        }
        let rule = usize::from(place.rule);
        if count < 2 {
            statistics.collisions += 1;
            return Ok(());
        }
        if first == place.order {
            return self.deliver(rule, first, count, key, positions, sink, statistics);
        }
        let positions = if count > self.hot_above[rule] { &[] } else { positions };
        self.waiting.push(Reverse(Waiting {
            rule,
            first,
            count,
            key: key.into(),
            positions: positions.into(),
        }));
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one result, borrowed from two places")]
    fn deliver(
        &self,
        rule: usize,
        first: u64,
        count: u64,
        key: &[u8],
        positions: &[Position],
        sink: &mut Sink<'_>,
        statistics: &mut Statistics,
    ) -> Result<(), Error<R::Error>> {
        let found = if count > self.hot_above[rule] {
            statistics.hot_keys[rule] += 1;
            Found::HotKey(HotKey { rule, key, count, first: Position(first) })
        } else {
            statistics.groups[rule] += 1;
            statistics.grouped[rule] += count;
            Found::Group(Group { rule, key, positions })
        };
        if sink(found).is_break() { Err(Error::Stopped) } else { Ok(()) }
    }
}
