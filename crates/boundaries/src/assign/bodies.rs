//! The borders of a layer as single edges, each with the bodies that it bounds.

use std::collections::BTreeMap;

use geo::{Coord, Polygon};

use crate::Layer;

/// A border between two points, with the bodies on one side of it: their inside ends or begins there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) a: Coord<f64>,
    pub(super) b: Coord<f64>,
    /// Its bodies are `toggled[first..first + count]`.
    pub(super) first: u32,
    pub(super) count: u32,
}

/// All borders of a layer, each pair of points once.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    pub(super) edges: Vec<Edge>,
    /// Bodies of the edges, one after the other.
    pub(super) toggled: Vec<u32>,
    /// The unit of each body.
    pub(super) unit_of: Vec<u32>,
}

/// Two ends in one order, by their bits: what is written alike is alike.
type Key = [u64; 4];

fn key(a: Coord<f64>, b: Coord<f64>) -> Key {
    // Adding zero makes minus zero zero.
    let bits = |point: Coord<f64>| [(point.x + 0.0).to_bits(), (point.y + 0.0).to_bits()];
    let ([ax, ay], [bx, by]) = (bits(a), bits(b));
    if (ax, ay) <= (bx, by) { [ax, ay, bx, by] } else { [bx, by, ax, ay] }
}

fn ends([ax, ay, bx, by]: Key) -> (Coord<f64>, Coord<f64>) {
    let point = |x, y| Coord { x: f64::from_bits(x), y: f64::from_bits(y) };
    (point(ax, ay), point(bx, by))
}

/// The edges of a polygon that stand in it an odd number of times, in order.
fn odd_edges(polygon: &Polygon<f64>) -> Vec<Key> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let lines = rings.flat_map(geo::LineString::lines).filter(|line| line.start != line.end);
    odd(lines.map(|line| key(line.start, line.end)).collect())
}

/// What stands an odd number of times, once, in order.
fn odd(mut keys: Vec<Key>) -> Vec<Key> {
    keys.sort_unstable();
    keys.chunk_by(|one, other| one == other)
        .filter(|alike| alike.len() % 2 == 1)
        .map(|alike| alike[0])
        .collect()
}

impl Bodies {
    /// The borders of a layer.
    pub(super) fn of(layer: &Layer) -> Self {
        let mut bodies = Self::default();
        let mut all: Vec<(Key, u32)> = Vec::new();
        for (unit, own) in layer.units.iter().enumerate() {
            let mut polygons: Vec<Vec<Key>> = own.area.iter().map(odd_edges).collect();
            polygons.sort();
            polygons.dedup();
            for body in joined(polygons) {
                let number = bodies.unit_of.len() as u32;
                bodies.unit_of.push(unit as u32);
                all.extend(body.into_iter().map(|edge| (edge, number)));
            }
        }
        all.sort_unstable();
        for alike in all.chunk_by(|one, other| one.0 == other.0) {
            let (a, b) = ends(alike[0].0);
            let (first, count) = (bodies.toggled.len() as u32, alike.len() as u32);
            bodies.toggled.extend(alike.iter().map(|(_, body)| body));
            bodies.edges.push(Edge { a, b, first, count });
        }
        bodies
    }

    /// The number of the edge between two points.
    pub(super) fn find(&self, a: Coord<f64>, b: Coord<f64>) -> Option<u32> {
        let wanted = key(a, b);
        self.edges.binary_search_by_key(&wanted, |edge| key(edge.a, edge.b)).ok().map(|place| place as u32)
    }

    /// The bodies that an edge bounds, ascending.
    #[inline]
    pub(super) fn of_edge(&self, edge: &Edge) -> &[u32] {
        &self.toggled[edge.first as usize..(edge.first + edge.count) as usize]
    }
}

/// Polygons that share an edge are one body, without that edge.
fn joined(polygons: Vec<Vec<Key>>) -> Vec<Vec<Key>> {
    let mut group: Vec<usize> = (0..polygons.len()).collect();
    let mut first_with: BTreeMap<Key, usize> = BTreeMap::new();
    if polygons.len() > 1 {
        for (place, edges) in polygons.iter().enumerate() {
            for &edge in edges {
                let other = *first_with.entry(edge).or_insert(place);
                let (one, other) = (root(&mut group, place), root(&mut group, other));
                group[one.max(other)] = one.min(other);
            }
        }
    }
    let mut bodies: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
    for (place, edges) in polygons.into_iter().enumerate() {
        bodies.entry(root(&mut group, place)).or_default().extend(edges);
    }
    bodies.into_values().map(odd).collect()
}

fn root(group: &mut [usize], place: usize) -> usize {
    let mut root = place;
    while group[root] != root {
        root = group[root];
    }
    group[place] = root;
    root
}
