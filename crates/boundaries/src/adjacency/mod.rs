//! Which units border on which, with the length of the border, and which only come near to each other.

mod enclaves;
mod near;
mod sight;

use geo::Coord;

use crate::assign::Locator;
use crate::net::survey::{Survey, survey};
use crate::net::{Segment, segments};
use crate::{Border, Graph, Layer};

/// Two units without a common border that come near to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// One unit, the smaller index.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// Metres between them where they are nearest; 0 where they touch in a point or cross.
    pub metres_apart: f64,
    /// Metres of the border of `one` that have `other` in sight and no farther away than the tolerance: straight ahead, and
    /// nothing of a third unit in between.
    pub facing_metres: f64,
    /// How long the border is that lies within some distance of `other`, over that distance: at the distance where this is
    /// most.
    pub drawn_out: f64,
    /// Where they are nearest.
    pub at: Coord<f64>,
}

impl Near {
    /// Whether they only meet corner to corner, rather than that a common border was drawn twice: two corners have each other
    /// in sight for little more than they are apart, two lines for much more, however short they are.
    pub fn is_corner(&self) -> bool {
        self.drawn_out <= 4.0
    }
}

/// The neighbours of a layer's units.
#[derive(Debug, Clone, Default)]
pub struct Adjacency {
    /// Units that have a piece of border in common, to the last digit.
    pub borders: Graph,
    /// Other pairs that come within the tolerance, in order.
    pub near: Vec<Near>,
    /// The tolerance in metres.
    pub tolerance: f64,
}

impl Adjacency {
    /// The neighbours of the units of a layer. Pieces of border count as common where they lie exactly on each other, whether
    /// or not their ends do; a tolerance of 0 metres looks for no others.
    pub fn of(layer: &Layer, tolerance: f64) -> Self {
        let all = segments(layer);
        Self::surveyed(layer, &all, &survey(&all), &Locator::new(layer), tolerance)
    }

    /// The same from a survey that was made already.
    pub(crate) fn surveyed(
        layer: &Layer,
        all: &[Segment],
        survey: &Survey,
        locator: &Locator,
        tolerance: f64,
    ) -> Self {
        let unit_of = units_of_polygons(layer);
        let border = |(&(one, other), &metres): (&(u32, u32), &f64)| Border {
            one: unit_of[one as usize],
            other: unit_of[other as usize],
            metres: Some(metres),
        };
        let borders = Graph::new(layer.units.len(), survey.borders.iter().map(border));
        let near = if tolerance > 0.0 { near::pairs(all, &borders, locator, tolerance) } else { Vec::new() };
        Self { borders, near, tolerance }
    }

    /// The graph in which borders that were drawn twice count as well: pairs that come near along more than a corner.
    pub fn tolerant(&self) -> Graph {
        let drawn_twice = self.near.iter().filter(|near| !near.is_corner());
        let further = drawn_twice.map(|near| Border {
            one: near.one,
            other: near.other,
            metres: Some(near.facing_metres),
        });
        Graph::new(self.borders.len(), self.borders.borders().chain(further))
    }

    /// Units that lie in holes of one other unit, alone or with others, by unit and that other: enclaves.
    pub fn enclaves(&self, layer: &Layer) -> Vec<(usize, usize)> {
        enclaves::of(layer, self.tolerance / near::METRES_OF_DEGREE)
    }

    /// Units that border on none and come near to none.
    pub fn islands(&self) -> Vec<usize> {
        let is_near = |unit: usize| self.near.iter().any(|near| near.one == unit || near.other == unit);
        (0..self.borders.len())
            .filter(|&unit| self.borders.neighbours(unit).is_empty() && !is_near(unit))
            .collect()
    }
}

/// The unit of each polygon, numbered through the layer.
pub(crate) fn units_of_polygons(layer: &Layer) -> Vec<usize> {
    layer.units.iter().enumerate().flat_map(|(unit, own)| own.area.iter().map(move |_| unit)).collect()
}
