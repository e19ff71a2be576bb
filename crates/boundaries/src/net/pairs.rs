//! All pairs of segments that come near to each other.

use geo::Coord;

use super::grid::Way;
use super::{Cells, Grid, Segment};

/// Shows every pair of segments whose extents come within `near` of each other, once, the smaller index first; of the units
/// for which `wanted` holds alone, so that borders with very many points cost nothing where nobody asks for their pairs.
pub(crate) fn each_pair(
    segments: &[Segment],
    near: f64,
    wanted: impl Fn(u32, u32) -> bool,
    mut visit: impl FnMut(usize, usize),
) {
    let Some(grid) = grid(segments, near) else { return };
    let Some(mut cells) = cells(&grid, segments, near, usize::MAX) else { return };
    let mut units = Vec::new();
    for cell in 0..grid.len() {
        let held = cells.in_cell_mut(cell);
        units.clear();
        units.extend(held.iter().map(|place| segments[*place as usize].unit));
        units.sort_unstable();
        units.dedup();
        if units.iter().enumerate().any(|(at, one)| units[at..].iter().any(|other| wanted(*one, *other))) {
            in_cell(
                segments,
                near,
                &grid,
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
    let Some(grid) = grid(segments, 0.0) else { return false };
    let Some(mut cells) = cells(&grid, segments, 0.0, most) else { return true };
    let mut pairs = 0;
    for cell in 0..grid.len() {
        let held = cells.in_cell_mut(cell);
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

/// The segments in each cell of a grid; nothing where all cells together hold more than `most`.
fn cells(grid: &Grid, segments: &[Segment], near: f64, most: usize) -> Option<Cells> {
    let way = |place: u32| {
        let Segment { a, b, .. } = segments[place as usize];
        grid.way(a, b, near)
    };
    Cells::of(grid, 0..segments.len() as u32, way, most)
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
    let way = |place: u32| {
        let Segment { a, b, .. } = segments[place as usize];
        grid.way(a, b, near)
    };
    let place_of_cell = [cell / grid.columns(), cell % grid.columns()].map(|number| number as u32);
    from_west(segments, held);
    for (place, &one) in held.iter().enumerate() {
        let [_, south, east, north] = segments[one as usize].extent();
        let own_way = way(one);
        for &other in &held[place + 1..] {
            let extent = segments[other as usize].extent();
            if extent[0] > east + near {
                break;
            }
            if extent[1] > north + near || extent[3] < south - near || !wanted(one, other) {
                continue;
            }
            if is_first(own_way, way(other), place_of_cell) {
                visit(one.min(other) as usize, one.max(other) as usize);
            }
        }
    }
}

/// Whether a cell, by row and column, is the first of those that two ways have in common.
fn is_first(one: Way<'_>, other: Way<'_>, [row, column]: [u32; 2]) -> bool {
    let common = |row: u32| {
        let (own, their) = (one.run(row), other.run(row));
        (own.start.max(their.start), own.end.min(their.end))
    };
    if common(row).0 != column {
        return false;
    }
    // Back as far as they run side by side: straight as they are, they come together but once.
    for earlier in (one.rows().start.max(other.rows().start)..row).rev() {
        let (from, to) = common(earlier);
        if from != to {
            return from > to;
        }
    }
    true
}

/// About a cell for each segment, and none narrower than what is near; nothing where there is no segment.
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
        /// Short ones and such as go through the whole map, in a map as wide as high and in needles.
        #[test]
        fn every_pair_is_shown_once(
            ends in prop::collection::vec((0.0..9.0_f64, 0.0..9.0_f64, -1.0..1.0_f64, -1.0..1.0_f64), 2..60),
            long in prop::sample::select(vec![1.0, 40.0]),
            wide in prop::sample::select(vec![[1.0, 1.0], [1.0, 1e-6], [1e-8, 1.0]]),
            steep in prop::sample::select(vec![0.02, 1.0]),
            near in prop::sample::select(vec![0.0, 0.3]),
        ) {
            let at = |x: f64, y: f64| Coord { x: x * wide[0], y: y * wide[1] };
            let segments: Vec<Segment> = ends
                .iter()
                .enumerate()
                .map(|(place, &(x, y, across, up))| Segment {
                    a: at(x, y),
                    b: at(across.mul_add(long, x), (across + (up - across) * steep).mul_add(long, y)),
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
    /// What is common to two ways is found without a walk through all cells of both.
    #[test]
    fn lines_side_by_side_through_the_whole_map_are_pairs_once() {
        let strip = |place: u32| {
            let x = f64::from(place) * 1e-4;
            Segment {
                a: Coord { x, y: 0.0 },
                b: Coord { x: x + 30.0, y: 30.0 },
                unit: place,
                ring: 0,
                polygon: 0,
            }
        };
        let crumb = |place: u32| {
            let x = f64::from(place) * 5e-4;
            Segment {
                a: Coord { x, y: 29.0 },
                b: Coord { x, y: 29.0001 },
                unit: 40 + place,
                ring: 0,
                polygon: 0,
            }
        };
        let segments: Vec<Segment> = (0..40).map(strip).chain((0..40_000).map(crumb)).collect();
        let mut shown = Vec::new();
        each_pair(&segments, 0.0, |one, other| one < 40 && other < 40, |one, other| shown.push((one, other)));
        shown.sort_unstable();
        let all: Vec<_> = (0..40).flat_map(|one| (one + 1..40).map(move |other| (one, other))).collect();
        assert_eq!(shown, all);
    }
}
