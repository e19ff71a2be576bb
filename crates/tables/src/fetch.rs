//! Single records read again by their positions.

use crate::{
    blocks::Block,
    engine::{Plan, Worker},
    error::TableError,
    index::{Index, STEP},
    pass::Job,
    scan::{Position, Record},
    source::Source,
};

/// Stretches that lie closer together than this are read in one go.
const GAP: u32 = 16 << 10;

/// Reads the stretches of the file in which the rows are.
pub(crate) fn direct(
    source: &Source,
    plan: &Plan,
    index: &Index,
    positions: &[Position],
    visit: &mut dyn FnMut(&Record<'_>),
) -> Result<(), TableError> {
    let mut reader = source.random()?;
    let mut worker = Worker::new(plan);
    let mut buffer = Vec::new();
    let mut rest = positions;
    while let Some(&first) = rest.first() {
        let Some(entry) = index.blocks.get(first.block as usize) else { break };
        let (start, mut end) = entry.stretch(first.index);
        let mut count = 1;
        while let Some(next) = rest.get(count).filter(|next| next.block == first.block) {
            let (from, to) = entry.stretch(next.index);
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
            return Err(TableError::Changed {
                path: source.name.clone(),
                expected: source.size,
                found: entry.offset + u64::from(start) + read as u64,
            });
        }
        let head = Position { block: first.block, index: first.index / STEP * STEP };
        worker.again(&buffer, head, &rest[..count], visit);
        rest = &rest[count..];
    }
    Ok(())
}

/// Reads the stream again up to the last row.
pub(crate) fn streamed(
    job: &Job<'_>,
    positions: &[Position],
    visit: &mut dyn FnMut(&Record<'_>),
) -> Result<(), TableError> {
    let mut reader = job.reader(None)?;
    let mut worker = Worker::new(job.plan);
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
