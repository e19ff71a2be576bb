//! A library that breaks off while it reads a damaged map is no reason for the program to break off, nor to tell where in it that
//! was. (The twin of the room of that name in `tables`, which knows no map, as this knows no table.)

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static IS_CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// What `work` gives; `None` where it panicked, of which nothing is printed.
pub(super) fn run<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_CONTAINED.get() {
                before(info);
            }
        }));
    });
    let was = IS_CONTAINED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_CONTAINED.set(was);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_panics_gives_nothing() {
        assert_eq!(run(|| 5), Some(5));
        assert_eq!(run(|| "x".parse::<usize>().expect("no number")), None);
        assert!(!IS_CONTAINED.get());
    }
}
