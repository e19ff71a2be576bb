//! The same work on several threads.

use std::thread;

/// Runs `work` on `threads` threads (0 counts as 1) and returns what each returned.
pub(crate) fn on_each<T: Send>(threads: usize, work: &(dyn Fn() -> T + Sync)) -> Vec<T> {
    if threads <= 1 {
        return vec![work()];
    }
    thread::scope(|scope| {
        let handles: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut results = vec![work()];
        for handle in handles {
            match handle.join() {
                Ok(result) => results.push(result),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}
