//! What each cell of a grid holds.

use super::Grid;
use super::grid::Way;

/// The numbers of what lies in each cell.
#[derive(Debug)]
pub(crate) struct Cells {
    starts: Vec<u32>,
    held: Vec<u32>,
}

impl Cells {
    /// Sorts numbers into the cells of their ways; those of one cell stay in their order. None where all cells together would
    /// hold more than `most`.
    pub(crate) fn of<'g>(
        grid: &'g Grid,
        numbers: impl Iterator<Item = u32> + Clone,
        way: impl Fn(u32) -> Way<'g>,
        most: usize,
    ) -> Option<Self> {
        // Counted, then filled in.
        let (mut starts, mut all) = (vec![0_u32; grid.len() + 1], 0);
        for number in numbers.clone() {
            way(number).each_cell(|cell| {
                starts[cell + 1] += 1;
                all += 1;
            });
            if all > most {
                return None;
            }
        }
        for cell in 0..grid.len() {
            starts[cell + 1] += starts[cell];
        }
        let mut ends = starts.clone();
        let mut held = vec![0_u32; all];
        for number in numbers {
            way(number).each_cell(|cell| {
                held[ends[cell] as usize] = number;
                ends[cell] += 1;
            });
        }
        Some(Self { starts, held })
    }

    /// How many numbers all cells hold together.
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }

    /// The numbers in a cell.
    pub(crate) fn in_cell(&self, cell: usize) -> &[u32] {
        &self.held[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    /// The same, to put them in another order.
    pub(crate) fn in_cell_mut(&mut self, cell: usize) -> &mut [u32] {
        &mut self.held[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }
}
