//! A uniform grid of cells over a rectangle.

use std::ops::Range;

use geo::Coord;

/// Cells are widened by this part of their size where a segment is laid through them, so that rounding can lose none.
const MARGIN: f64 = 1e-6;

/// A uniform grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Grid {
    west: f64,
    south: f64,
    /// Size of a cell.
    width: f64,
    height: f64,
    columns: u32,
    rows: u32,
}

impl Grid {
    /// A grid of about so many cells between two corners, never more than thrice as many, none of them narrower than `least`.
    pub(crate) fn over(low: Coord<f64>, high: Coord<f64>, cells: usize, least: f64) -> Self {
        let (across, up) = ((high.x - low.x).max(least), (high.y - low.y).max(least));
        // Cells are as wide as they are high, but a needle is a single row or column of longer ones.
        let cells = cells.max(1) as f64;
        let side = (across * up / cells).sqrt().max(across.max(up) / cells).max(least);
        let count = |length: f64| (length / side).ceil().max(1.0);
        let (columns, rows) = (count(across), count(up));
        Self {
            west: low.x,
            south: low.y,
            width: across / columns,
            height: up / rows,
            columns: columns as u32,
            rows: rows as u32,
        }
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.columns as usize * self.rows as usize
    }

    /// How many columns there are.
    pub(crate) fn columns(&self) -> usize {
        self.columns as usize
    }

    /// The narrower side of a cell.
    pub(crate) fn side(&self) -> f64 {
        self.width.min(self.height)
    }

    /// How wide the whole is.
    pub(crate) fn across(&self) -> f64 {
        self.width * f64::from(self.columns)
    }

    /// The cell of a point; outside, the nearest.
    #[inline]
    pub(crate) fn nearest(&self, point: Coord<f64>) -> usize {
        self.row(point.y) as usize * self.columns as usize + self.column(point.x) as usize
    }

    /// Whether a point lies in the rectangle, its sides included.
    #[inline]
    pub(crate) fn holds(&self, point: Coord<f64>) -> bool {
        let Coord { x: east, y: north } = self.corners(self.len() - 1).1;
        let within = |value: f64, low: f64, high: f64| value >= low && value <= high + (high - low) * MARGIN;
        within(point.x, self.west, east) && within(point.y, self.south, north)
    }

    /// Bottom left and top right corner of a cell.
    pub(crate) fn corners(&self, cell: usize) -> (Coord<f64>, Coord<f64>) {
        let (column, row) = ((cell % self.columns()) as f64, (cell / self.columns()) as f64);
        let corner = |column: f64, row: f64| Coord {
            x: column.mul_add(self.width, self.west),
            y: row.mul_add(self.height, self.south),
        };
        (corner(column, row), corner(column + 1.0, row + 1.0))
    }

    // A float that is too large or too small for the type becomes its nearest value.
    #[inline]
    fn column(&self, x: f64) -> u32 {
        (((x - self.west) / self.width) as u32).min(self.columns - 1)
    }

    #[inline]
    fn row(&self, y: f64) -> u32 {
        (((y - self.south) / self.height) as u32).min(self.rows - 1)
    }

    /// The way of a segment through the grid, with all that comes near to it by `near`.
    #[inline]
    pub(crate) fn way(&self, a: Coord<f64>, b: Coord<f64>, near: f64) -> Way<'_> {
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        let slope = (high.x - low.x) / (high.y - low.y);
        Way { grid: self, low, high, slope, near }
    }
}

/// The cells that a segment touches or comes near to: in each row one run of columns. None is missed, some may be added; what
/// lies outside of the grid has none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way<'g> {
    grid: &'g Grid,
    low: Coord<f64>,
    high: Coord<f64>,
    slope: f64,
    near: f64,
}

impl Way<'_> {
    /// Shows each of its cells once, row by row.
    pub(crate) fn each_cell(&self, mut visit: impl FnMut(usize)) {
        for row in self.rows() {
            for column in self.run(row) {
                visit(row as usize * self.grid.columns() + column as usize);
            }
        }
    }

    /// The rows that it may pass.
    #[inline]
    pub(crate) fn rows(&self) -> Range<u32> {
        let Grid { south, height, rows, .. } = *self.grid;
        let up = height.mul_add(MARGIN, self.near);
        let (from, to) = (self.low.y - up, self.high.y + up);
        if to < south || from > f64::from(rows).mul_add(height, south) {
            return 0..0;
        }
        self.grid.row(from)..self.grid.row(to) + 1
    }

    /// The columns that it passes in a row.
    #[inline]
    pub(crate) fn run(&self, row: u32) -> Range<u32> {
        let Grid { west, south, width, height, columns, .. } = *self.grid;
        let (across, up) = (width.mul_add(MARGIN, self.near), height.mul_add(MARGIN, self.near));
        let ends = (self.low.x.min(self.high.x), self.low.x.max(self.high.x));
        let (from, to) = if self.slope.abs() <= 1e9 {
            let at = |y: f64| {
                let y = y.clamp(self.low.y, self.high.y);
                (y - self.low.y).mul_add(self.slope, self.low.x).clamp(ends.0, ends.1)
            };
            let bottom = f64::from(row).mul_add(height, south);
            let (one, other) = (at(bottom - up), at(bottom + height + up));
            (one.min(other) - across, one.max(other) + across)
        } else {
            (ends.0 - across, ends.1 + across)
        };
        if to < west || from > f64::from(columns).mul_add(width, west) {
            return 0..0;
        }
        self.grid.column(from)..self.grid.column(to) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The naive twin: many points along the segment, each in its own cell.
        #[test]
        fn no_cell_along_a_segment_is_missed(ax in 0.0..1.0_f64, ay in 0.0..1.0_f64, bx in 0.0..1.0_f64, by in 0.0..1.0_f64, cells in 1..900_usize) {
            let grid = Grid::over(Coord { x: 0.0, y: 0.0 }, Coord { x: 1.0, y: 1.0 }, cells, 1e-9);
            let (a, b) = (Coord { x: ax, y: ay }, Coord { x: bx, y: by });
            let mut cells = Vec::new();
            grid.way(a, b, 0.0).each_cell(|cell| cells.push(cell));
            let mut once = cells.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), cells.len());
            for step in 0..=1000 {
                let part = f64::from(step) / 1000.0;
                let point = Coord { x: ax + (bx - ax) * part, y: ay + (by - ay) * part };
                prop_assert!(once.contains(&grid.nearest(point)));
            }
        }
    }
    #[test]
    fn a_needle_has_no_more_cells_than_were_asked_for() {
        let at = |x: f64, y: f64| Coord { x, y };
        for (across, up) in [(1.0, 1.0), (3e-7, 8.0), (8.0, 1e-9), (40.0, 0.0), (0.0, 0.0), (1.0, 700.0)] {
            for cells in [1, 4, 1000] {
                let grid = Grid::over(at(60.0, 40.0), at(60.0 + across, 40.0 + up), cells, 1e-9);
                assert!(
                    (1..=3 * cells + 1).contains(&grid.len()),
                    "{across} {up}: {} for {cells}",
                    grid.len()
                );
            }
        }
    }

    #[test]
    fn what_lies_outside_of_a_grid_is_in_none_of_its_cells() {
        let at = |x: f64, y: f64| Coord { x, y };
        let grid = Grid::over(at(0.0, 0.0), at(1.0, 1.0), 64, 1e-9);
        let cells = |a, b| {
            let mut cells = Vec::new();
            grid.way(a, b, 0.0).each_cell(|cell| cells.push(cell));
            cells
        };
        for (a, b) in [
            (at(1.5, -2.0), at(1.5, 2.0)),
            (at(-0.5, 0.2), at(-0.1, 0.9)),
            (at(0.2, 1.1), at(0.9, 3.0)),
            (at(-4.0, -0.1), at(4.0, -0.1)),
            (at(-1.0, 1.5), at(3.0, 5.5)),
        ] {
            assert_eq!(cells(a, b), [0_usize; 0], "{a:?} {b:?}");
        }
        // It passes the first row and a column, and not the rows above that it passes outside.
        assert_eq!(cells(at(-0.05, -3.0), at(0.45, 0.1)), [3]);
        assert_eq!(cells(at(0.85, -0.1), at(2.85, 1.9)), [7]);
    }
}
