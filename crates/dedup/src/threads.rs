//! The same work on several threads: the one place where this crate, and those that use it, hand work to [`rayon`].

use std::sync::{Mutex, PoisonError};

/// Fewer than so many are sorted on one thread.
const WORTH_A_THREAD: usize = 1 << 14;

/// Runs `work` on up to `threads` threads at once (0 counts as 1), this one among them, and returns what each returned, in
/// no order. Where the pool is busy fewer take part, so `work` takes its share from a counter and never waits for others.
///
/// # Panics
/// Where `work` does, once all have ended.
pub fn on_each<T: Send>(threads: usize, work: &(dyn Fn() -> T + Sync)) -> Vec<T> {
    if threads <= 1 {
        return vec![work()];
    }
    let results = Mutex::new(Vec::with_capacity(threads));
    let work_once = || {
        let result = work();
        results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    };
    rayon::in_place_scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|_| work_once());
        }
        work_once();
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Sorts by `key` on up to `threads` threads; equal ones are in no order.
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
        rayon::join(|| sort_on_each(half, lower, key), || sort_on_each(threads - half, upper, key));
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn all_take_part_and_a_panic_comes_through() {
        for threads in [0, 1, 2, 7] {
            let begun = AtomicUsize::new(0);
            let results = on_each(threads, &|| begun.fetch_add(1, Ordering::Relaxed));
            assert_eq!((results.len(), begun.into_inner()), (threads.max(1), threads.max(1)));
        }
        let next = AtomicUsize::new(0);
        let panicking = || assert!(next.fetch_add(1, Ordering::Relaxed) != 2, "the third");
        assert!(catch_unwind(AssertUnwindSafe(|| on_each(4, &panicking))).is_err());
        assert_eq!(next.into_inner(), 4, "the others ended first");
    }

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
