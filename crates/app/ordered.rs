//! Pieces that several threads make, written in their order.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Writes numbered pieces in their order, whichever thread brings which first. Whoever is far ahead waits, so that what is
/// held is bounded.
pub(crate) struct Ordered<W> {
    state: Mutex<State<W>>,
    moved: Condvar,
    /// How many pieces may be held.
    most: u32,
}

struct State<W> {
    writer: W,
    next: u32,
    held: BTreeMap<u32, Vec<u8>>,
    failed: Option<io::Error>,
}

/// How often a thread that waits looks whether the run was stopped.
const LOOKED_AFTER: Duration = Duration::from_millis(50);

impl<W: Write> Ordered<W> {
    /// Writes to `writer`, holding at most so many pieces.
    pub(crate) fn new(writer: W, most: u32) -> Self {
        let state = State { writer, next: 0, held: BTreeMap::new(), failed: None };
        Self { state: Mutex::new(state), moved: Condvar::new(), most: most.max(1) }
    }

    /// Takes the piece of this number, once for each number from 0 on; returns the room of a written one to be filled again.
    /// After a failure, or once `is_stopped`, what comes is dropped.
    pub(crate) fn put(&self, number: u32, piece: Vec<u8>, is_stopped: impl Fn() -> bool) -> Vec<u8> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while number >= state.next + self.most && state.failed.is_none() && !is_stopped() {
            state = self.moved.wait_timeout(state, LOOKED_AFTER).unwrap_or_else(PoisonError::into_inner).0;
        }
        let mut room = Vec::new();
        state.held.insert(number, piece);
        while state.failed.is_none() {
            let next = state.next;
            let Some(mut piece) = state.held.remove(&next) else { break };
            if let Err(error) = state.writer.write_all(&piece) {
                state.failed = Some(error);
            }
            state.next += 1;
            piece.clear();
            room = piece;
        }
        self.moved.notify_all();
        room
    }

    /// Whether writing failed, so that going on is of no use.
    pub(crate) fn has_failed(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).failed.is_some()
    }

    /// The writer, once all is written.
    ///
    /// # Errors
    /// Where writing failed.
    pub(crate) fn finish(self) -> io::Result<W> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.failed.map_or(Ok(state.writer), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_written_in_their_order() {
        let ordered = Ordered::new(Vec::new(), 3);
        std::thread::scope(|scope| {
            for thread in 0..4_u32 {
                let ordered = &ordered;
                scope.spawn(move || {
                    for number in (thread..100).step_by(4) {
                        ordered.put(number, vec![number as u8], || false);
                    }
                });
            }
        });
        assert_eq!(ordered.finish().unwrap(), (0..100).collect::<Vec<u8>>());
    }

    #[test]
    fn a_failure_is_told_and_nobody_waits_for_ever() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let ordered = Ordered::new(Full, 1);
        ordered.put(0, vec![1], || false);
        ordered.put(5, vec![1], || false);
        assert!(ordered.has_failed());
        assert_eq!(ordered.finish().err().unwrap().kind(), io::ErrorKind::StorageFull);
    }
}
