//! One pass over a file: workers take blocks in turn from one reader, so reading is sequential, memory is one buffer
//! per worker, and the blocks are the same whatever the number of workers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use blake3::hazmat::ChainingValue;

use crate::bytes::hash;
use crate::bytes::source::{SharedHash, Source};
use crate::columnar::blocks::ColumnBlocks;
use crate::error::TableError;
use crate::rows::blocks::{Block, BlockReader};
use crate::rows::engine::Worker;
use crate::rows::index::{BlockEntry, Index};
use crate::rows::plan::{Plan, RawReject};
use crate::rows::reject::{Aside, Reject, SetAside, Tally};
use crate::rows::scan::{Pass, Position, Visitor};

/// What a pass goes over.
pub(crate) struct Job<'a> {
    pub(crate) source: &'a Source,
    pub(crate) plan: &'a Plan,
    pub(crate) skip: usize,
    pub(crate) block_size: usize,
    pub(crate) row_bytes: usize,
    pub(crate) hash: bool,
    /// After how many rows a place is noted.
    pub(crate) step: u32,
}

impl<'a> Job<'a> {
    pub(crate) fn reader(&self, hash: Option<SharedHash>) -> Result<Blocks<'a>, TableError> {
        if let Some(file) = self.source.columns.as_deref() {
            return Ok(Blocks::Made(ColumnBlocks::new(self.source, file)));
        }
        BlockReader::new(self.source, self.plan.dialect, self.block_size, self.skip, self.row_bytes, hash)
            .map(Blocks::Cut)
    }
}

/// Where blocks come from.
pub(crate) enum Blocks<'a> {
    /// From a stream that is cut.
    Cut(BlockReader<'a>),
    /// From columns, of which the text is made.
    Made(ColumnBlocks<'a>),
}

impl Blocks<'_> {
    /// The next block; `false` at the end. May be called from several threads at once.
    pub(crate) fn next(&self, block: &mut Block) -> Result<bool, TableError> {
        match self {
            Self::Cut(reader) => reader.next(block),
            Self::Made(reader) => reader.next(block),
        }
    }

    /// Bytes of the file that were read since the last call.
    fn bytes_read(&self) -> u64 {
        match self {
            Self::Cut(reader) => reader.bytes_read(),
            Self::Made(reader) => reader.bytes_read(),
        }
    }
}

/// What a whole pass has found.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) index: Index,
    pub(crate) tally: Tally,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) aside: Vec<SetAside>,
    pub(crate) bytes: u64,
    pub(crate) blake3: blake3::Hash,
}

/// What the workers have found, put together.
pub(crate) struct RawOutcome {
    entries: Vec<(u32, BlockEntry)>,
    step: u32,
    hashes: Vec<(u32, ChainingValue)>,
    lone: Option<blake3::Hash>,
    tally: Tally,
    rejects: Vec<RawReject>,
    aside: Vec<(Position, Aside)>,
    most: usize,
    bytes: u64,
    stream_hash: Option<SharedHash>,
}

struct Shared<'a> {
    reader: Blocks<'a>,
    /// The first failure in the order of the blocks, and its block.
    failed: Mutex<Option<(u32, TableError)>>,
    bytes: AtomicU64,
}

impl Shared<'_> {
    /// The next block, unless there is none or the pass is over.
    fn next(&self, pass: &Pass<'_>, name: &str, block: &mut Block) -> bool {
        let failed = || self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed().is_some() {
            return false;
        }
        let next = if pass.is_interrupted() {
            block.number = 0;
            Err(TableError::Interrupted { path: name.to_owned() })
        } else {
            self.reader.next(block)
        };
        let bytes = self.reader.bytes_read();
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        pass.report(bytes);
        next.unwrap_or_else(|error| {
            let mut failed = failed();
            if failed.as_ref().is_none_or(|(before, _)| block.number < *before) {
                *failed = Some((block.number, error));
            }
            false
        })
    }
}

struct Part {
    entries: Vec<(u32, BlockEntry)>,
    hashes: Vec<(u32, ChainingValue)>,
    lone: Option<blake3::Hash>,
    tally: Tally,
    rejects: Vec<RawReject>,
    aside: Vec<(Position, Aside)>,
}

/// Goes over the file with all workers.
pub(crate) fn run<V: Visitor>(
    job: &Job<'_>,
    pass: &Pass<'_>,
    make: &(impl Fn(usize) -> V + Sync),
) -> Result<(Vec<V>, RawOutcome), TableError> {
    let stream_hash =
        (job.hash && !job.source.is_direct()).then(|| Arc::new(Mutex::new(blake3::Hasher::new())));
    let shared = Shared {
        reader: job.reader(stream_hash.clone())?,
        failed: Mutex::default(),
        bytes: AtomicU64::new(0),
    };
    let work = |worker: usize| {
        let mut visitor = make(worker);
        let part = work(job, pass, &shared, &mut visitor);
        (visitor, part)
    };
    let results: Vec<(V, Part)> = if pass.threads == 1 {
        vec![work(0)]
    } else {
        std::thread::scope(|scope| {
            let work = &work;
            let workers: Vec<_> = (0..pass.threads).map(|worker| scope.spawn(move || work(worker))).collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        })
    };
    if let Some((_, error)) = shared.failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let mut outcome = RawOutcome {
        entries: Vec::new(),
        step: job.step,
        hashes: Vec::new(),
        lone: None,
        tally: Tally::default(),
        rejects: Vec::new(),
        aside: Vec::new(),
        most: job.plan.most_rejects,
        bytes: shared.bytes.into_inner(),
        stream_hash,
    };
    let mut visitors = Vec::with_capacity(results.len());
    for (visitor, part) in results {
        visitors.push(visitor);
        outcome.entries.extend(part.entries);
        outcome.hashes.extend(part.hashes);
        outcome.lone = outcome.lone.or(part.lone);
        outcome.tally.add(&part.tally);
        outcome.rejects.extend(part.rejects);
        outcome.aside.extend(part.aside);
    }
    Ok((visitors, outcome))
}

fn work<V: Visitor>(job: &Job<'_>, pass: &Pass<'_>, shared: &Shared<'_>, visitor: &mut V) -> Part {
    let mut worker = Worker::new(job.plan, pass.wanted, pass.closely);
    let mut block = Block::default();
    let mut entries = Vec::new();
    let mut hashes = Vec::new();
    let mut lone = None;
    while shared.next(pass, &job.source.name, &mut block) {
        if job.hash && job.source.is_direct() {
            if block.number == 0 && block.last {
                lone = Some(blake3::hash(block.segment()));
            } else if !block.segment().is_empty() {
                let offset = u64::from(block.number) * job.block_size as u64;
                hashes.push((block.number, hash::of_block(block.segment(), offset)));
                // A file of exactly one segment is followed by an empty one.
                if block.number == 0 {
                    lone = Some(blake3::hash(block.segment()));
                }
            }
        }
        entries.push((block.number, worker.block(&mut block, job.step, visitor)));
    }
    let Worker { tally, rejects, aside, .. } = worker;
    Part { entries, hashes, lone, tally, rejects, aside }
}

impl RawOutcome {
    /// Puts everything in order and numbers the rows.
    pub(crate) fn finish(
        mut self,
        source: &Source,
        workbook: Option<(u64, blake3::Hash)>,
        names: &[&str],
    ) -> Outcome {
        self.entries.sort_unstable_by_key(|(number, _)| *number);
        self.hashes.sort_unstable_by_key(|(number, _)| *number);
        let index = Index::new(self.entries.into_iter().map(|(_, entry)| entry).collect(), self.step);
        let hashes: Vec<ChainingValue> = self.hashes.into_iter().map(|(_, hash)| hash).collect();
        let stream =
            self.stream_hash.map(|hash| hash.lock().unwrap_or_else(PoisonError::into_inner).finalize());
        let own = stream.or_else(|| hash::of_file(&hashes)).or(self.lone);
        let (bytes, blake3) = workbook.unwrap_or((self.bytes, own.unwrap_or_else(|| blake3::hash(b""))));
        self.rejects.sort_unstable();
        self.rejects.truncate(self.most);
        self.aside.sort_unstable();
        self.aside.truncate(self.most);
        let rejects = self
            .rejects
            .into_iter()
            .map(|raw| Reject {
                file: source.name.clone(),
                row: index.row(raw.position).unwrap_or(0),
                column: raw
                    .slot
                    .and_then(|slot| names.get(slot as usize))
                    .map_or(String::new(), |name| (*name).to_owned()),
                reason: raw.reason,
                expected: raw.reason.expected().to_owned(),
                found_shape: raw.shape,
            })
            .collect();
        let aside = self
            .aside
            .into_iter()
            .map(|(position, aside)| SetAside { row: index.row(position).unwrap_or(0), aside })
            .collect();
        Outcome { index, tally: self.tally, rejects, aside, bytes, blake3 }
    }
}
