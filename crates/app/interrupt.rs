//! Ctrl-C and the signals to end: the first asks every piece of work to stop, and ends the program a little later where one
//! does not hear it; the second ends it at once.

use std::process;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::failure;
use crate::output;

/// Set by the first signal.
static CANCELLED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// How long work may go on after it was asked to stop. Whatever loop does not ask is ended then, and what it had begun to
/// write is removed.
const GRACE: Duration = Duration::from_secs(2);

/// Makes signals heard from here on; the flag that long pieces of work ask for.
pub(crate) fn watch() -> Arc<AtomicBool> {
    Arc::clone(CANCELLED.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let raised = Arc::clone(&flag);
        let heard = AtomicU32::new(0);
        // Without the handler a signal still ends the program, only less tidily.
        let _ = ctrlc::set_handler(move || {
            raised.store(true, Ordering::Relaxed);
            if heard.fetch_add(1, Ordering::Relaxed) > 0 {
                end("ended at once", output::begun());
            }
            std::thread::spawn(|| {
                std::thread::sleep(GRACE);
                output::abandon();
                end(output::left_by_interruption(), None);
            });
        });
        flag
    }))
}

/// Leaves signals to whoever calls the program as a library, before anything is watched; the flag that the caller raises.
/// Where signals are heard here already, the flag is the one that they raise.
pub(crate) fn leave_to_caller() -> &'static AtomicBool {
    CANCELLED.get_or_init(Arc::default)
}

/// Whether the program was asked to end.
pub(crate) fn was_heard() -> bool {
    CANCELLED.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// Ends the program, whatever it is doing.
#[expect(clippy::exit, reason = "the work that goes on cannot be asked any more")]
fn end(how: &str, left: Option<String>) -> ! {
    failure::say(how);
    if let Some(left) = left {
        failure::say(&format!("`{left}` is left over, and is removed by the next run into the same place"));
    }
    process::exit(failure::INTERRUPTED.into())
}
