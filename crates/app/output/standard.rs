//! Standard output, of which nothing can be taken back.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether anything was written to it.
static WRITTEN: AtomicBool = AtomicBool::new(false);

/// Standard output, which remembers that something was written to it.
#[derive(Debug)]
pub(crate) struct Standard(io::Stdout);

/// Standard output for an answer.
pub(crate) fn standard() -> Standard {
    Standard(io::stdout())
}

impl Write for Standard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Even what is begun may have come out in part.
        WRITTEN.store(true, Ordering::Relaxed);
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What a run that was interrupted left, in words.
pub(crate) fn left_by_interruption() -> &'static str {
    if WRITTEN.load(Ordering::Relaxed) {
        "interrupted; what stands on standard output is not whole"
    } else {
        "interrupted, nothing was written"
    }
}
