//! Who owns the two sides of a border.

use geo::Coord;

use super::build::{Border, Held, crosses, toggle};
use super::locator::{Locator, units};
use crate::net::turn;

impl Locator {
    /// The number of the border between two points, whichever comes first, where the layer has it.
    pub(crate) fn edge_between(&self, a: Coord<f64>, b: Coord<f64>) -> Option<u32> {
        self.bodies.find(a, b)
    }

    /// Both ends of a border.
    pub(crate) fn ends(&self, edge: u32) -> [Coord<f64>; 2] {
        let edge = &self.bodies.edges[edge as usize];
        [edge.a, edge.b]
    }

    /// The units that a border bounds, ascending.
    pub(crate) fn units_of(&self, edge: u32) -> Vec<u32> {
        units(&self.bodies, self.bodies.of_edge(&self.bodies.edges[edge as usize]))
    }

    /// How many borders there are.
    pub(crate) fn edges(&self) -> u32 {
        self.bodies.edges.len() as u32
    }

    /// The units to the left and to the right of borders that lie on each other at this point, as the first of them runs;
    /// each side ascending. The point may be rounded off the borders.
    pub(crate) fn sides(&self, point: Coord<f64>, edges: &[u32]) -> [Vec<u32>; 2] {
        let none = || [Vec::new(), Vec::new()];
        let Some(&first) = edges.first() else { return none() };
        let Some(border) = self.border_at(point) else { return none() };
        let held = &self.index.held[border.first as usize..(border.first + border.count) as usize];
        let mut own = self.index.sets[border.owners as usize].clone();
        for &Held { a, b, edge, is_left } in held {
            if !edges.contains(&edge) && crosses(a, b, is_left, turn(a, b, point), [border.reference, point])
            {
                toggle(&mut own, self.bodies.of_edge(&self.bodies.edges[edge as usize]));
            }
        }
        let mut other = own.clone();
        for &edge in edges {
            toggle(&mut other, self.bodies.of_edge(&self.bodies.edges[edge as usize]));
        }
        let [a, b] = self.ends(first);
        let (own, other) = (units(&self.bodies, &own), units(&self.bodies, &other));
        // The reference point sees its own side.
        if turn(a, b, border.reference) > 0.0 { [own, other] } else { [other, own] }
    }

    fn border_at(&self, point: Coord<f64>) -> Option<&Border> {
        self.cell(self.index.levels.first()?, point).err()
    }
}
