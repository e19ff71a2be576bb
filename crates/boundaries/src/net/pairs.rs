//! All pairs of segments that come near to each other.

use geo::Coord;

use super::{Grid, Segment};

/// Shows every pair of segments whose extents come within `near` of each other, once, the smaller index first; of the units
/// for which `wanted` holds alone, so that borders with very many points cost nothing where nobody asks for their pairs.
pub(crate) fn each_pair(
    segments: &[Segment],
    near: f64,
    wanted: impl Fn(u32, u32) -> bool,
    mut visit: impl FnMut(usize, usize),
) {
    let Some(mut cells) = Cells::new(segments, near, usize::MAX) else { return };
    let mut units = Vec::new();
    for cell in 0..cells.grid.len() {
        let (grid, held) = cells.of(cell);
        units.clear();
        units.extend(held.iter().map(|place| segments[*place as usize].unit));
        units.sort_unstable();
        units.dedup();
        if units.iter().enumerate().any(|(at, one)| units[at..].iter().any(|other| wanted(*one, *other))) {
            in_cell(
                segments,
                near,
                grid,
                cell,
                held,
                &|one, other| {
                    let [own, their] = [one, other].map(|place| segments[place as usize].unit);
                    wanted(own.min(their), own.max(their))
                },
                &mut visit,
            );
        }
    }
}

/// Whether so many segments lie upon and across each other as those of no map: a ring of a few thousand random points, or
/// hundreds of thousands of units in one place. What is looked for in them grows with the square of their number.
pub(crate) fn are_tangled(segments: &[Segment]) -> bool {
    let most = 1_000_000 + 64 * segments.len();
    if segments.is_empty() {
        return false;
    }
    let Some(mut cells) = Cells::new(segments, 0.0, most) else { return true };
    let mut pairs = 0;
    for cell in 0..cells.grid.len() {
        let (_, held) = cells.of(cell);
        from_west(segments, held);
        for (place, &one) in held.iter().enumerate() {
            let [_, south, east, north] = segments[one as usize].extent();
            let extents = held[place + 1..].iter().map(|&other| segments[other as usize].extent());
            let beside = extents.take_while(|extent| extent[0] <= east);
            pairs += beside.filter(|extent| extent[1] <= north && extent[3] >= south).count();
            if pairs > most {
                return true;
            }
        }
    }
    false
}

/// Which segments each cell of a grid holds.
struct Cells {
    grid: Grid,
    starts: Vec<u32>,
    held: Vec<u32>,
}

impl Cells {
    /// None where there is no segment, or where all cells together hold more than `most`.
    fn new(segments: &[Segment], near: f64, most: usize) -> Option<Self> {
        let grid = grid(segments, near)?;
        // Counted, then filled in.
        let (mut starts, mut all) = (vec![0_u32; grid.len() + 1], 0);
        for segment in segments {
            grid.along(segment.a, segment.b, near, |cell| {
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
        let mut held = vec![0_u32; starts[grid.len()] as usize];
        for (place, segment) in segments.iter().enumerate() {
            grid.along(segment.a, segment.b, near, |cell| {
                held[ends[cell] as usize] = place as u32;
                ends[cell] += 1;
            });
        }
        Some(Self { grid, starts, held })
    }

    /// The grid, and the segments of one of its cells.
    fn of(&mut self, cell: usize) -> (&Grid, &mut [u32]) {
        let [from, to] = [self.starts[cell], self.starts[cell + 1]].map(|place| place as usize);
        (&self.grid, &mut self.held[from..to])
    }
}

/// Puts segments in order from west to east.
fn from_west(segments: &[Segment], held: &mut [u32]) {
    let west = |place: u32| segments[place as usize].extent()[0];
    held.sort_unstable_by(|&one, &other| west(one).total_cmp(&west(other)).then(one.cmp(&other)));
}

/// The pairs of one cell, from west to east.
fn in_cell(
    segments: &[Segment],
    near: f64,
    grid: &Grid,
    cell: usize,
    held: &mut [u32],
    wanted: &impl Fn(u32, u32) -> bool,
    visit: &mut impl FnMut(usize, usize),
) {
    from_west(segments, held);
    for (place, &one) in held.iter().enumerate() {
        let [west, south, east, north] = segments[one as usize].extent();
        for &other in &held[place + 1..] {
            let extent = segments[other as usize].extent();
            if extent[0] > east + near {
                break;
            }
            if extent[1] > north + near || extent[3] < south - near || !wanted(one, other) {
                continue;
            }
            // Two segments may meet in several cells: the one in which their common extent begins shows them.
            let corner = Coord { x: extent[0].max(west), y: extent[1].max(south) };
            if shown_in(grid, segments[one as usize], segments[other as usize], near, corner) == cell {
                visit(one.min(other) as usize, one.max(other) as usize);
            }
        }
    }
}

/// The first of the cells that both lie in.
fn shown_in(grid: &Grid, one: Segment, other: Segment, near: f64, corner: Coord<f64>) -> usize {
    // Of two short segments it is the cell of the corner, if both touch it; otherwise their first common cell.
    let own = grid.nearest(corner);
    let holds = |segment: Segment| {
        let mut found = false;
        grid.along(segment.a, segment.b, near, |cell| found |= cell == own);
        found
    };
    if holds(one) && holds(other) {
        return own;
    }
    let mut cells = Vec::new();
    grid.along(one.a, one.b, near, |cell| cells.push(cell));
    let mut first = usize::MAX;
    grid.along(other.a, other.b, near, |cell| {
        if cells.contains(&cell) {
            first = first.min(cell);
        }
    });
    first
}

/// About a cell for each segment, and none narrower than what is near.
fn grid(segments: &[Segment], near: f64) -> Option<Grid> {
    let first = segments.first()?.extent();
    let [west, south, east, north] = segments.iter().map(Segment::extent).fold(first, |all, one| {
        [all[0].min(one[0]), all[1].min(one[1]), all[2].max(one[2]), all[3].max(one[3])]
    });
    Some(Grid::over(Coord { x: west, y: south }, Coord { x: east, y: north }, segments.len(), near.max(1e-9)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_pair_is_shown_once(
            ends in prop::collection::vec((0.0..9.0_f64, 0.0..9.0_f64, -1.0..1.0_f64, -1.0..1.0_f64), 2..60),
            near in prop::sample::select(vec![0.0, 0.3]),
        ) {
            let segments: Vec<Segment> = ends
                .iter()
                .enumerate()
                .map(|(place, &(x, y, across, up))| Segment {
                    a: Coord { x, y },
                    b: Coord { x: x + across, y: y + up },
                    unit: place as u32 % 4,
                    ring: 0,
                    polygon: 0,
                })
                .collect();
            let mut shown = Vec::new();
            each_pair(&segments, near, |_, _| true, |one, other| shown.push((one, other)));
            shown.sort_unstable();
            let all = shown.clone();
            shown.dedup();
            prop_assert_eq!(&all, &shown);
            // Of some units alone: the same pairs without the others, and each asked for with the smaller unit first.
            let wanted = |one: u32, other: u32| one < other && (one, other) != (1, 2);
            let mut some = Vec::new();
            each_pair(&segments, near, wanted, |one, other| some.push((one, other)));
            some.sort_unstable();
            let units = |(one, other): &(usize, usize)| {
                let [one, other] = [*one, *other].map(|place| segments[place].unit);
                wanted(one.min(other), one.max(other))
            };
            let expected: Vec<(usize, usize)> = shown.iter().filter(|pair| units(pair)).copied().collect();
            prop_assert_eq!(some, expected);
            for one in 0..segments.len() {
                for other in one + 1..segments.len() {
                    let ends = |place: usize| [segments[place].a, segments[place].b];
                    let meets = super::super::relation(ends(one), ends(other)) != super::super::Relation::Apart;
                    prop_assert!(!meets || shown.contains(&(one, other)));
                }
            }
        }
    }
}
