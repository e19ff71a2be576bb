//! Rows of one row group, as text.

use std::sync::Arc;

use parquet::errors::ParquetError;

use super::ColumnarProblem;
use super::cells::{Cells, append_rows};
use super::column::Column;
use super::file::{ColumnFile, Leaf};
use super::frame::FrameCells;
use super::handle::Handle;
use super::pages::Allowance;
use crate::contained;

/// A row group that is being read from front to back.
pub(crate) struct OpenGroup {
    pub(super) number: usize,
    /// The row that comes next.
    at: u64,
    columns: Vec<Open>,
    allowance: Arc<Allowance>,
}

/// What a column of the table is in an open row group.
enum Open {
    /// It is not wanted.
    Empty,
    Read {
        leaf: usize,
        column: Box<Column>,
    },
    /// The same in every row.
    Constant(Cells),
    /// Of a table in memory.
    Given(Cells),
}

impl OpenGroup {
    pub(super) fn new(
        file: &ColumnFile,
        handle: Option<&Handle>,
        number: usize,
    ) -> Result<Self, ColumnarProblem> {
        let allowance = Allowance::new(file.page_bytes());
        let open = |(at, leaf): (usize, &Leaf)| {
            if !file.is_wanted(at) {
                return Ok(Open::Empty);
            }
            Ok(match leaf {
                Leaf::Unreadable => Open::Empty,
                Leaf::Given => Open::Given(Cells::default()),
                Leaf::Constant(_) => Open::Constant(Cells::default()),
                Leaf::Column { index, written } => {
                    let damaged = ColumnarProblem::Damaged { group: number + 1, column: index + 1 };
                    let (Some(handle), Some(directory)) = (handle, file.directory()) else {
                        return Err(damaged);
                    };
                    let pages = contained::run(|| handle.pages(file, number, *index, &allowance));
                    let pages = pages.and_then(Result::ok).ok_or(damaged)?;
                    let descriptor = directory.file_metadata().schema_descr().column(*index);
                    let column = Box::new(Column::new(descriptor, *written, pages));
                    Open::Read { leaf: *index, column }
                }
            })
        };
        let columns = file.leaves().iter().enumerate().map(open).collect::<Result<_, _>>()?;
        Ok(Self { number, at: 0, columns, allowance })
    }

    /// The row that comes next.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// Appends the text of these rows; those before are passed over.
    pub(super) fn append(
        &mut self,
        file: &ColumnFile,
        from: u64,
        rows: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), ColumnarProblem> {
        let passed = usize::try_from(from.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = usize::try_from(self.allowance.most()).unwrap_or(usize::MAX);
        let mut room = most;
        for (at, (open, leaf)) in self.columns.iter_mut().zip(file.leaves()).enumerate() {
            match open {
                Open::Empty => {}
                Open::Read { leaf, column } => {
                    let read = contained::run(|| {
                        let is_passed = column.skip(passed)? == passed;
                        Ok::<_, ParquetError>(is_passed && column.read(rows, room)? == rows)
                    });
                    if self.allowance.is_exceeded() || column.cells.text.len() > room {
                        return Err(ColumnarProblem::Pages { most: self.allowance.most() });
                    }
                    room -= column.cells.text.len();
                    if !matches!(read, Some(Ok(true))) {
                        return Err(ColumnarProblem::Damaged { group: self.number + 1, column: *leaf + 1 });
                    }
                }
                Open::Given(cells) => {
                    let Some(frame) = file.frame() else { continue };
                    let mut into = FrameCells::new(cells);
                    frame.write(at, from..from + rows as u64, &mut into);
                    if into.written() != rows {
                        return Err(ColumnarProblem::Broken { heading: file.heading(at).to_owned() });
                    }
                }
                Open::Constant(cells) => {
                    let Leaf::Constant(value) = leaf else { continue };
                    cells.clear();
                    for _ in 0..rows {
                        cells.text.extend_from_slice(value.as_bytes());
                        cells.end();
                    }
                }
            }
        }
        self.at = from + rows as u64;
        let cells = self.columns.iter().map(|open| match open {
            Open::Empty => None,
            Open::Read { column, .. } => Some(&column.cells),
            Open::Constant(cells) | Open::Given(cells) => Some(cells),
        });
        append_rows(&cells.collect::<Vec<_>>(), rows, out);
        Ok(())
    }
}
