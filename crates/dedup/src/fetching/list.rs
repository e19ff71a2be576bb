//! The members of a batch, listed set by set on all threads.

use std::sync::{Mutex, PoisonError};

use super::member::Member;
use crate::store::{Candidate, Place, Store};
use crate::threads::on_each;

/// Sets whose members a worker lists at one go.
const LISTED: usize = 1 << 14;

/// Lists the members of all sets, set by set: anchors in the second half, all others in the first.
pub(super) fn list(store: &Store, places: &[Place], threads: usize, halves: (&mut [Member], &mut [Member])) {
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
