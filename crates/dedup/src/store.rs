//! The candidate sets that wait for verification.
//!
//! A set is a run of words in the box of its partition: the positions of its members, ascending, the first of them
//! marked. So a member takes eight bytes and a set nothing beyond that.

use crate::budget::Budget;
use crate::hot::Counted;
use crate::records::POSITION_BITS;
use crate::table::UniformMap;
use crate::threads::sort_on_each;

/// Marks the first member of a set.
const START: u64 = 1 << 63;
/// Marks an anchor.
const ANCHOR: u64 = 1 << 62;
/// Marks, on the first member, a set of which some members were only counted.
const COUNTED: u64 = 1 << 61;
/// The bits of a position.
const POSITION: u64 = (1 << POSITION_BITS) - 1;

/// A member of a candidate set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) position: u64,
    pub(crate) anchor: bool,
}

impl Candidate {
    fn of(word: u64) -> Self {
        Self { position: word & POSITION, anchor: word & ANCHOR != 0 }
    }
}

/// The candidate sets of one partition, while they are collected.
#[derive(Debug, Default)]
pub(crate) struct Sets {
    words: Vec<u64>,
    /// By the place of their first word: the members that were only counted.
    counted: Vec<(u32, Vec<Counted>)>,
}

impl Sets {
    /// Appends a set: its members, ascending, and what was only counted.
    pub(crate) fn push(&mut self, members: &[Candidate], counted: Vec<Counted>) {
        let start = self.words.len();
        let word = |member: &Candidate| member.position | if member.anchor { ANCHOR } else { 0 };
        self.words.extend(members.iter().map(word));
        if let Some(first) = self.words.get_mut(start) {
            *first |= START;
            if !counted.is_empty() {
                *first |= COUNTED;
                self.counted.push((start as u32, counted));
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The bytes that the sets take once stored.
    pub(crate) fn bytes(&self) -> usize {
        let counted: usize =
            self.counted.iter().map(|(_, counted)| 64 + size_of_val(counted.as_slice())).sum();
        size_of::<Part>() + size_of_val(self.words.as_slice()) + counted
    }
}

/// The sets of one partition.
#[derive(Debug)]
struct Part {
    rule: usize,
    words: Box<[u64]>,
    counted: UniformMap<u32, Vec<Counted>>,
    bytes: usize,
}

impl Part {
    /// The order of the set at `place`: the smallest position of its members, stored or counted.
    fn order(&self, place: usize) -> u64 {
        let first = self.words[place];
        let counted = if first & COUNTED == 0 { &[][..] } else { self.counted_at(place) };
        counted.iter().map(|counted| counted.smallest).fold(first & POSITION, u64::min)
    }

    fn counted_at(&self, place: usize) -> &[Counted] {
        self.counted.get(&(place as u32)).map_or(&[], Vec::as_slice)
    }

    /// Where each set starts, and its words.
    fn sets(&self) -> impl Iterator<Item = (usize, &[u64])> {
        let mut start = 0;
        self.words.chunk_by(|_, next| next & START == 0).map(move |set| {
            let this = start;
            start += set.len();
            (this, set)
        })
    }
}

/// Where a set is, ordered as sets are verified: by rule, then by smallest position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) rule: u8,
    part: u32,
    start: u32,
    /// How many members the set has.
    pub(crate) members: u32,
    /// How many of them are anchors.
    pub(crate) anchors: u32,
    pub(crate) order: u64,
}

/// All candidate sets that wait.
#[derive(Debug, Default)]
pub(crate) struct Store {
    parts: Vec<Part>,
}

impl Store {
    /// Adds the sets of one partition, whose bytes were taken from the budget before.
    pub(crate) fn add(&mut self, rule: usize, sets: Sets) {
        let bytes = sets.bytes();
        let counted = sets.counted.into_iter().collect();
        self.parts.push(Part { rule, words: sets.words.into_boxed_slice(), counted, bytes });
    }

    /// The bytes of all sets.
    pub(crate) fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.bytes).sum()
    }

    /// Calls `each` with the place of every set of a rule below `rules`.
    fn each_place(&self, rules: usize, mut each: impl FnMut(Place)) {
        for (index, part) in self.parts.iter().enumerate().filter(|(_, part)| part.rule < rules) {
            for (start, set) in part.sets() {
                each(Place {
                    rule: part.rule as u8,
                    part: index as u32,
                    start: start as u32,
                    members: set.len() as u32,
                    anchors: set.iter().filter(|word| *word & ANCHOR != 0).count() as u32,
                    order: part.order(start),
                });
            }
        }
    }

    /// The next sets after `last`, of rules below `rules`, in their order: as many as have `members` members and no
    /// more, but at least one if there is any.
    pub(crate) fn next_batch(
        &self,
        last: Option<Place>,
        rules: usize,
        members: usize,
        threads: usize,
    ) -> Vec<Place> {
        let most = (members / 2).max(1);
        let mut places = Vec::new();
        let mut bound = None;
        self.each_place(rules, |place| {
            if last.is_some_and(|last| place.key() <= last.key())
                || bound.is_some_and(|bound: Place| place.key() >= bound.key())
            {
                return;
            }
            places.push(place);
            if places.len() >= 2 * most {
                places.select_nth_unstable_by_key(most, Place::key);
                bound = Some(places[most]);
                places.truncate(most);
            }
        });
        sort_on_each(threads, &mut places, &Place::key);
        places.truncate(most);
        let mut total = 0;
        let fits = places.iter().take_while(|&&place| {
            let empty = total == 0;
            total += place.members as usize;
            empty || total <= members
        });
        let fits = fits.count();
        places.truncate(fits);
        places
    }

    /// The members of a set.
    pub(crate) fn members(&self, place: Place) -> impl Iterator<Item = Candidate> {
        let words = &self.parts[place.part as usize].words[place.start as usize..];
        words[..place.members as usize].iter().map(|word| Candidate::of(*word))
    }

    /// The members of a set that were only counted.
    pub(crate) fn counted(&self, place: Place) -> &[Counted] {
        self.parts[place.part as usize].counted_at(place.start as usize)
    }

    /// Drops the sets of rules below `rules`.
    pub(crate) fn drop_rules(&mut self, rules: usize, budget: &Budget) {
        self.parts.retain(|part| {
            if part.rule < rules {
                budget.give(part.bytes);
            }
            part.rule >= rules
        });
    }

    /// Keeps of `rule` only the sets of the smallest order, about half of them, and returns the order from which on
    /// they are gone; none if there are fewer than two sets.
    pub(crate) fn halve(&mut self, rule: usize, budget: &Budget) -> Option<u64> {
        // A sample is enough, since the cut need not be exact; but it must leave something on the lower side.
        let sets: usize =
            self.parts.iter().filter(|part| part.rule == rule).map(|part| part.sets().count()).sum();
        let step = (sets / 4096).max(1);
        let mut sample = Vec::new();
        let mut number = 0;
        self.each_place(rule + 1, |place| {
            if usize::from(place.rule) == rule {
                if number % step == 0 {
                    sample.push(place.order);
                }
                number += 1;
            }
        });
        sample.sort_unstable();
        let cut = *sample.get(sample.len() / 2)?;
        if cut == sample[0] {
            return None;
        }
        for part in self.parts.iter_mut().filter(|part| part.rule == rule) {
            let mut kept = Sets::default();
            for (start, set) in part.sets().filter(|(start, _)| part.order(*start) < cut) {
                let members: Vec<Candidate> = set.iter().map(|word| Candidate::of(*word)).collect();
                kept.push(&members, part.counted_at(start).to_vec());
            }
            let bytes = kept.bytes();
            budget.give(part.bytes - bytes);
            *part = Part {
                rule,
                words: kept.words.into_boxed_slice(),
                counted: kept.counted.into_iter().collect(),
                bytes,
            };
        }
        Some(cut)
    }
}

impl Place {
    /// How many members are no anchors.
    pub(crate) fn others(&self) -> usize {
        (self.members - self.anchors) as usize
    }

    fn key(&self) -> (u8, u64, u32, u32) {
        (self.rule, self.order, self.part, self.start)
    }
}
