//! What a run brings along beside its inputs: seed, key, budget, progress, and whether to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The run was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

/// Told how far a long run is. Never told a value of anyone's.
pub trait Progress: Send + Sync {
    /// `done` of `total` (0 where unknown) in this stage; stages are short names such as `reading`.
    fn report(&self, stage: &str, done: u64, total: u64);
}

/// Says nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn report(&self, _stage: &str, _done: u64, _total: u64) {}
}

/// One run of the program.
#[derive(Clone)]
pub struct Run {
    /// Seed of everything random.
    pub seed: u64,
    /// Key of fingerprints and masks.
    pub key: [u8; 32],
    /// Bytes that lists may take in memory.
    pub memory: u64,
    /// Worker threads.
    pub threads: usize,
    /// Whether names are shown in full.
    pub reveal: bool,
    /// Told how far the run is.
    pub progress: Arc<dyn Progress>,
    /// Set from outside to stop the run.
    pub cancelled: Arc<AtomicBool>,
}

impl Run {
    /// A quiet run with this key: seed 0, one thread, 512 MiB.
    pub fn new(key: [u8; 32]) -> Self {
        Self {
            seed: 0,
            key,
            memory: 512 << 20,
            threads: 1,
            reveal: false,
            progress: Arc::new(NoProgress),
            cancelled: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Whether the run was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// To be asked between pieces of work.
    ///
    /// # Errors
    /// [`Interrupted`] once the run was cancelled.
    pub fn check(&self) -> Result<(), Interrupted> {
        if self.is_cancelled() { Err(Interrupted) } else { Ok(()) }
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key is left out: a debug print must not give it away.
        formatter
            .debug_struct("Run")
            .field("seed", &self.seed)
            .field("memory", &self.memory)
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}
