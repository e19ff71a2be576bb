//! A uniform grid of cells over a rectangle.

use geo::Coord;

/// Cells are widened by this part of their size where a segment is laid through them, so that rounding can lose none.
const MARGIN: f64 = 1e-6;

/// Most columns or rows.
const MOST: f64 = 1e5;

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
    /// A grid of about so many cells between two corners, none of them narrower than `least`.
    pub(crate) fn over(low: Coord<f64>, high: Coord<f64>, cells: usize, least: f64) -> Self {
        let (across, up) = ((high.x - low.x).max(least), (high.y - low.y).max(least));
        // Cells are as wide as they are high, as far as the whole has at least one in each direction.
        let side = (across * up / cells.max(1) as f64).sqrt().max(least);
        let count = |length: f64| (length / side).ceil().clamp(1.0, MOST);
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

    /// Every cell that a segment touches or comes near to by `near`, once: none is missed, some may be added.
    pub(crate) fn along(&self, a: Coord<f64>, b: Coord<f64>, near: f64, mut visit: impl FnMut(usize)) {
        let (across, up) = (self.width * MARGIN + near, self.height * MARGIN + near);
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        let (west, east) = (a.x.min(b.x), a.x.max(b.x));
        let slope = (high.x - low.x) / (high.y - low.y);
        let at = |y: f64| {
            let y = y.clamp(low.y, high.y);
            (y - low.y).mul_add(slope, low.x).clamp(west, east)
        };
        for row in self.row(low.y - up)..=self.row(high.y + up) {
            let bottom = f64::from(row).mul_add(self.height, self.south);
            let (mut from, mut to) = (at(bottom - up), at(bottom + self.height + up));
            if !slope.is_finite() || slope.abs() > 1e9 {
                (from, to) = (west, east);
            }
            let columns = self.column(from.min(to) - across)..=self.column(from.max(to) + across);
            for column in columns {
                visit(row as usize * self.columns as usize + column as usize);
            }
        }
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
            grid.along(a, b, 0.0, |cell| cells.push(cell));
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
}
