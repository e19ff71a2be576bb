//! Builds the grid: which edges each cell holds, and who owns its reference point.

use std::collections::HashMap;

use geo::Coord;

use super::bodies::{Bodies, Edge};
use crate::net::{Cells, Grid, turn};

/// Cells for each edge in the outermost grid, and most of them.
const CELLS_PER_EDGE: usize = 4;
const MOST_CELLS: usize = 1 << 23;
/// A cell with more edges is divided, but not more often than this.
const CROWDED: usize = 12;
const DEEPEST: u32 = 10;
/// All divided cells together may take so many entries, cells and edges in them, and so many more for each edge; each crowded
/// cell has the part of it that its edges are of those of all. Edges that no division parts then stay in one cell.
pub(super) const ENTRIES: usize = 1 << 20;
pub(super) const ENTRIES_PER_EDGE: usize = 32;
/// No cell is narrower, in degrees: a tenth of a millimetre.
const LEAST: f64 = 1e-9;

/// What a cell is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cell {
    /// Without a border: its owners, by the number of their set.
    Inner(u32),
    /// With borders.
    Border(u32),
    /// Divided.
    Divided(u32),
}

/// A cell with borders.
#[derive(Debug, Clone, Copy)]
pub(super) struct Border {
    /// The reference point, on no border.
    pub(super) reference: Coord<f64>,
    /// Its owners.
    pub(super) owners: u32,
    /// Its edges are `held[first..first + count]`.
    pub(super) first: u32,
    pub(super) count: u32,
}

/// One grid, of the whole or of a crowded cell.
#[derive(Debug)]
pub(super) struct Level {
    pub(super) grid: Grid,
    pub(super) cells: Vec<Cell>,
}

/// An edge in a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) a: Coord<f64>,
    pub(super) b: Coord<f64>,
    /// Its place among the edges.
    pub(super) edge: u32,
    /// Whether the reference point lies to its left.
    pub(super) is_left: bool,
}

/// The finished index.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) levels: Vec<Level>,
    pub(super) borders: Vec<Border>,
    pub(super) held: Vec<Held>,
    /// Sets of bodies, each ascending; the first is empty.
    pub(super) sets: Vec<Vec<u32>>,
    numbers: HashMap<Vec<u32>, u32>,
}

/// Whether the way from `reference` to `point` crosses the edge, neither of them being on it; a corner exactly on the way
/// counts as right of it, so that two edges that meet there are crossed once or twice, as they should.
#[inline]
pub(super) fn crosses(a: Coord<f64>, b: Coord<f64>, is_left: bool, side: f64, way: [Coord<f64>; 2]) -> bool {
    (side > 0.0) != is_left && (turn(way[0], way[1], a) > 0.0) != (turn(way[0], way[1], b) > 0.0)
}

/// Puts in what is not there and takes out what is.
#[inline]
pub(super) fn toggle(set: &mut Vec<u32>, bodies: &[u32]) {
    for &body in bodies {
        match set.iter().position(|own| *own == body) {
            Some(place) => {
                set.swap_remove(place);
            }
            None => set.push(body),
        }
    }
}

impl Index {
    /// Builds the index of these borders.
    pub(super) fn of(bodies: &Bodies) -> Self {
        let mut index = Self::default();
        index.number(Vec::new());
        let Some((low, high)) = extent(&bodies.edges) else { return index };
        let wanted = (bodies.edges.len() * CELLS_PER_EDGE).clamp(16, MOST_CELLS);
        let grid = Grid::over(low, high, wanted, LEAST);
        let all: Vec<u32> = (0..bodies.edges.len() as u32).collect();
        // Nothing owns a point outside, and no edge lies between there and the first cell but those of that cell.
        let outside = Coord { x: low.x - grid.side(), y: low.y };
        let entries = ENTRIES + ENTRIES_PER_EDGE * all.len();
        if let Some(cells) = cells(&grid, bodies, &all, usize::MAX) {
            index.level(bodies, grid, (&all, &cells), (outside, Vec::new()), Room { depth: 0, entries });
        }
        index
    }

    fn number(&mut self, mut set: Vec<u32>) -> u32 {
        set.sort_unstable();
        let next = self.sets.len() as u32;
        *self.numbers.entry(set).or_insert_with_key(|set| {
            self.sets.push(set.clone());
            next
        })
    }

    /// Adds a grid for these edges; from a point whose owners are known, those of all cells follow one from the other. Its
    /// number.
    fn level(
        &mut self,
        bodies: &Bodies,
        grid: Grid,
        (edges, cells): (&[u32], &Cells),
        known: (Coord<f64>, Vec<u32>),
        room: Room,
    ) -> u32 {
        let number = self.levels.len() as u32;
        self.levels.push(Level { grid, cells: Vec::new() });
        let crowded: usize =
            (0..grid.len()).map(|cell| cells.in_cell(cell).len()).filter(|&own| own > CROWDED).sum();
        let mut filled = Vec::with_capacity(grid.len());
        let (mut row_start, mut before) = (known.clone(), known);
        let mut before_edges: (&[u32], &[u32]) = (edges, edges);
        for cell in 0..grid.len() {
            let own = cells.in_cell(cell);
            let is_first = cell % grid.columns() == 0;
            let (from, from_edges) =
                if is_first { (&row_start, before_edges.0) } else { (&before, before_edges.1) };
            let reference = reference(bodies, &grid, cell, own);
            let owners = walked(bodies, from, reference, from_edges, own);
            let content =
                self.cell(bodies, &grid, cell, own, (reference, &owners), room.of(own.len(), crowded));
            filled.push(content);
            before = (reference, owners);
            before_edges.1 = own;
            if is_first {
                row_start = before.clone();
                before_edges.0 = own;
            }
        }
        self.levels[number as usize].cells = filled;
        number
    }

    fn cell(
        &mut self,
        bodies: &Bodies,
        grid: &Grid,
        cell: usize,
        own: &[u32],
        (reference, owners): (Coord<f64>, &[u32]),
        room: Room,
    ) -> Cell {
        if own.is_empty() {
            return Cell::Inner(self.number(owners.to_vec()));
        }
        let may_divide = room.depth <= DEEPEST && grid.side() > LEAST * 64.0;
        if own.len() > CROWDED && may_divide {
            let (low, high) = grid.corners(cell);
            let inner = Grid::over(low, high, own.len() * 2, LEAST);
            let entries = room.entries.saturating_sub(inner.len());
            if let Some(cells) = cells(&inner, bodies, own, entries) {
                let room = Room { entries: entries - cells.len(), ..room };
                let known = (reference, owners.to_vec());
                return Cell::Divided(self.level(bodies, inner, (own, &cells), known, room));
            }
        }
        let first = self.held.len() as u32;
        self.held.extend(own.iter().map(|&edge| {
            let Edge { a, b, .. } = bodies.edges[edge as usize];
            Held { a, b, edge, is_left: turn(a, b, reference) > 0.0 }
        }));
        let owners = self.number(owners.to_vec());
        self.borders.push(Border { reference, owners, first, count: own.len() as u32 });
        Cell::Border(self.borders.len() as u32 - 1)
    }
}

/// How far cells may be divided further.
#[derive(Debug, Clone, Copy)]
struct Room {
    depth: u32,
    entries: usize,
}

impl Room {
    /// That of a cell with so many edges beside others that are crowded as well.
    fn of(self, own: usize, crowded: usize) -> Self {
        let part = own as f64 / crowded.max(1) as f64;
        Self { depth: self.depth + 1, entries: (self.entries as f64 * part) as usize }
    }
}

/// The edges in each cell, ascending; nothing where that takes more entries than there are.
fn cells(grid: &Grid, bodies: &Bodies, edges: &[u32], entries: usize) -> Option<Cells> {
    let way = |edge: u32| {
        let Edge { a, b, .. } = bodies.edges[edge as usize];
        // A hair wider than the cell, so that rounding of what point is in which cell can lose nothing.
        let hair = 4.0 * f64::EPSILON * a.x.abs().max(a.y.abs()).max(b.x.abs()).max(b.y.abs());
        grid.way(a, b, hair)
    };
    Cells::of(grid, edges.iter().copied(), way, entries)
}

/// A point of the cell in line with none of its edges.
fn reference(bodies: &Bodies, grid: &Grid, cell: usize, own: &[u32]) -> Coord<f64> {
    let (low, high) = grid.corners(cell);
    let at = |attempt: u32| {
        // From the middle on through the cell, never twice in line with what stands on round numbers.
        let part = |step: f64| 0.25 + 0.5 * (0.5 + f64::from(attempt) * step).fract();
        let (across, up) = (part(0.618_033_988_749), part(0.754_877_666_246));
        Coord { x: (high.x - low.x).mul_add(across, low.x), y: (high.y - low.y).mul_add(up, low.y) }
    };
    let is_free = |point: &Coord<f64>| {
        own.iter().all(|&edge| {
            let Edge { a, b, .. } = bodies.edges[edge as usize];
            turn(a, b, *point) != 0.0
        })
    };
    (1..10_000).map(at).find(is_free).unwrap_or_else(|| at(0))
}

/// The owners of a point, from those of another and the edges that may lie between them, which two lists hold together.
fn walked(
    bodies: &Bodies,
    (from, owners): &(Coord<f64>, Vec<u32>),
    to: Coord<f64>,
    one: &[u32],
    other: &[u32],
) -> Vec<u32> {
    let mut set = owners.clone();
    let mut cross = |edge: u32| {
        let edge = &bodies.edges[edge as usize];
        let is_left = turn(edge.a, edge.b, *from) > 0.0;
        if crosses(edge.a, edge.b, is_left, turn(edge.a, edge.b, to), [*from, to]) {
            toggle(&mut set, bodies.of_edge(edge));
        }
    };
    // Both ascend: each edge once.
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    loop {
        match (one.peek(), other.peek()) {
            (Some(own), Some(their)) if own == their => {
                cross(**own);
                one.next();
                other.next();
            }
            (Some(own), Some(their)) if own < their => {
                cross(**own);
                one.next();
            }
            (_, Some(their)) => {
                cross(**their);
                other.next();
            }
            (Some(own), None) => {
                cross(**own);
                one.next();
            }
            (None, None) => return set,
        }
    }
}

fn extent(edges: &[Edge]) -> Option<(Coord<f64>, Coord<f64>)> {
    let first = edges.first()?;
    let mut reach = (first.a, first.a);
    for point in edges.iter().flat_map(|edge| [edge.a, edge.b]) {
        reach.0 = Coord { x: reach.0.x.min(point.x), y: reach.0.y.min(point.y) };
        reach.1 = Coord { x: reach.1.x.max(point.x), y: reach.1.y.max(point.y) };
    }
    Some(reach)
}
