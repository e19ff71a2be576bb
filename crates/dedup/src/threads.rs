//! The same work on several threads.

use std::thread;

/// Fewer than so many are sorted on one thread.
const WORTH_A_THREAD: usize = 1 << 14;

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

/// Sorts by `key` on `threads` threads; equal ones are in no order.
pub(crate) fn sort_on_each<T: Send, K: Ord>(
    threads: usize,
    items: &mut [T],
    key: &(impl Fn(&T) -> K + Sync),
) {
    if threads <= 1 || items.len() < WORTH_A_THREAD {
        items.sort_unstable_by_key(key);
    } else if !items.is_sorted_by_key(key) {
        let half = threads / 2;
        let (lower, _, upper) = items.select_nth_unstable_by_key(items.len() * half / threads, key);
        thread::scope(|scope| {
            scope.spawn(|| sort_on_each(half, lower, key));
            sort_on_each(threads - half, upper, key);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_on_any_number_of_threads() {
        // A multiplier that is prime to the number of items makes each number once, in no order.
        let count = 3 * WORTH_A_THREAD as u64;
        let mixed: Vec<u64> = (0..count).map(|number| number * 7_368_787 % count).collect();
        for threads in [0, 1, 2, 3, 8] {
            let mut items = mixed.clone();
            sort_on_each(threads, &mut items, &|item| count - item);
            assert!(items.iter().copied().eq((0..count).rev()), "{threads}");
            items.push(count);
            sort_on_each(threads, &mut items, &|item| *item);
            assert!(items.into_iter().eq(0..=count), "{threads}");
        }
    }
}
