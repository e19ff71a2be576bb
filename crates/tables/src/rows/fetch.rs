//! Single records read again by their positions.

use crate::bytes::source::Source;
use crate::columnar::{ColumnFile, blocks};
use crate::error::TableError;
use crate::rows::blocks::Block;
use crate::rows::engine::Worker;
use crate::rows::index::Index;
use crate::rows::pass::Job;
use crate::rows::plan::Plan;
use crate::rows::scan::{Position, Record};

/// Stretches that lie closer together than this are read in one go: about what the kernel copies while it would be
/// called again.
const GAP: u32 = 2 << 10;

/// Reads the stretches of the file in which the rows are.
pub(crate) fn direct(
    source: &Source,
    plan: &Plan,
    index: &Index,
    positions: &[Position],
    visit: &mut dyn FnMut(&Record<'_>),
) -> Result<(), TableError> {
    let mut reader = source.random()?;
    let mut worker = Worker::new(plan, None, false);
    let mut buffer = Vec::new();
    let mut rest = positions;
    while let Some(&first) = rest.first() {
        let Some(entry) = index.blocks.get(first.block as usize) else { break };
        let (start, mut end, _) = entry.stretch(first.index, index.step);
        let mut count = 1;
        while let Some(next) = rest.get(count).filter(|next| next.block == first.block) {
            let (from, to, _) = entry.stretch(next.index, index.step);
            if from > end.saturating_add(GAP) {
                break;
            }
            end = to.max(end);
            count += 1;
        }
        let length = end.saturating_sub(start) as usize;
        buffer.resize(length, 0);
        let read = reader
            .read_at(entry.offset + u64::from(start), &mut buffer)
            .map_err(|error| TableError::from_io(&source.name, error))?;
        if read < length {
            return Err(TableError::Changed { path: source.name.clone(), what: "it is shorter than it was" });
        }
        let (mut these, others) = rest.split_at(count);
        while let Some(&first) = these.first() {
            let (from, to, head) = entry.stretch(first.index, index.step);
            let count =
                these.partition_point(|position| position.index / index.step == first.index / index.step);
            let (wanted, behind) = these.split_at(count);
            let text = buffer.get((from - start) as usize..(to - start) as usize).unwrap_or(&[]);
            worker.again(text, Position { index: head, ..first }, wanted, visit);
            these = behind;
        }
        rest = others;
    }
    Ok(())
}

/// Makes the rows of a file of columns again.
pub(crate) fn columns(
    source: &Source,
    plan: &Plan,
    file: &ColumnFile,
    positions: &[Position],
    visit: &mut dyn FnMut(&Record<'_>),
) -> Result<(), TableError> {
    let mut worker = Worker::new(plan, None, false);
    blocks::again(&source.name, file, positions, &mut |text, first, wanted| {
        worker.again(text, first, wanted, visit);
    })
}

/// Reads the stream again up to the last row.
pub(crate) fn streamed(
    job: &Job<'_>,
    positions: &[Position],
    visit: &mut dyn FnMut(&Record<'_>),
) -> Result<(), TableError> {
    let reader = job.reader(None)?;
    let mut worker = Worker::new(job.plan, None, false);
    let mut block = Block::default();
    let mut rest = positions;
    while !rest.is_empty() && reader.next(&mut block)? {
        let count = rest.partition_point(|position| position.block <= block.number);
        if count > 0 {
            let head = Position { block: block.number, index: 0 };
            worker.again(block.text(), head, &rest[..count], visit);
            rest = &rest[count..];
        }
    }
    Ok(())
}
