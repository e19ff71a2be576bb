//! Which units border on which, with the length of the border, and which only come near to each other.

use std::collections::BTreeMap;

use geo::Coord;

use crate::measure::metres_between;
use crate::net::survey::{Survey, survey};
use crate::net::{Segment, each_pair, segments};
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
    /// Metres of the border of `one` along which `other` is no farther away than the tolerance.
    pub facing_metres: f64,
    /// Where they are nearest.
    pub at: Coord<f64>,
}

impl Near {
    /// Whether they only meet corner to corner, rather than that a common border was drawn twice: along a border that is only
    /// a corner, at most some three times the tolerance can be within it.
    pub fn is_corner(&self, tolerance: f64) -> bool {
        self.facing_metres < 4.0 * tolerance
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
        Self::surveyed(layer, &all, &survey(&all), tolerance)
    }

    /// The same from a survey that was made already.
    pub(crate) fn surveyed(layer: &Layer, all: &[Segment], survey: &Survey, tolerance: f64) -> Self {
        let unit_of = units_of_polygons(layer);
        let border = |(&(one, other), &metres): (&(u32, u32), &f64)| Border {
            one: unit_of[one as usize],
            other: unit_of[other as usize],
            metres: Some(metres),
        };
        let borders = Graph::new(layer.units.len(), survey.borders.iter().map(border));
        let near = if tolerance > 0.0 { near(all, &borders, tolerance) } else { Vec::new() };
        Self { borders, near, tolerance }
    }

    /// The graph in which borders that were drawn twice count as well: pairs that come near along more than a corner.
    pub fn tolerant(&self) -> Graph {
        let drawn_twice = self.near.iter().filter(|near| !near.is_corner(self.tolerance));
        let further = drawn_twice.map(|near| Border {
            one: near.one,
            other: near.other,
            metres: Some(near.facing_metres),
        });
        Graph::new(self.borders.len(), self.borders.borders().chain(further))
    }

    /// Units that border on one other unit alone and have it all around them, by unit and that other: enclaves.
    pub fn enclaves(&self, layer: &Layer) -> Vec<(usize, usize)> {
        let whole = |unit: usize, metres: f64| {
            let border = 1e3 * crate::border_km(&layer.units[unit].area);
            metres > border * (1.0 - 1e-9) - 1e-3
        };
        let mut enclaves = Vec::new();
        for unit in 0..self.borders.len() {
            if let [only] = self.borders.neighbours(unit) {
                // Of two units that have nothing but each other, the one with a hole is around.
                let around =
                    layer.units[only.block].area.iter().any(|polygon| !polygon.interiors().is_empty());
                if around && only.metres.is_some_and(|metres| whole(unit, metres)) {
                    enclaves.push((unit, only.block));
                }
            }
        }
        enclaves
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

/// Metres of one degree of latitude, near enough for a tolerance.
const METRES_OF_DEGREE: f64 = 111_200.0;

fn near(all: &[Segment], borders: &Graph, tolerance: f64) -> Vec<Near> {
    let farthest_north = all.iter().map(|segment| segment.a.y.abs()).fold(0.0, f64::max).min(89.0);
    let degrees = tolerance / METRES_OF_DEGREE / farthest_north.to_radians().cos();
    let mut pairs: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    let wanted =
        |one: u32, other: u32| one != other && borders.between(one as usize, other as usize).is_none();
    each_pair(all, degrees, wanted, |one, other| {
        let (one, other) = if all[one].unit <= all[other].unit { (one, other) } else { (other, one) };
        let units = (all[one].unit as usize, all[other].unit as usize);
        pairs.entry(units).or_default().push((one, other));
    });
    let facing = |((one, other), places): ((usize, usize), Vec<(usize, usize)>)| {
        let (metres_apart, at) = places
            .iter()
            .map(|&(own, their)| apart(all[own], all[their]))
            .min_by(|one, other| one.0.total_cmp(&other.0))?;
        let facing_metres = facing_metres(all, &places, tolerance);
        (metres_apart <= tolerance).then_some(Near { one, other, metres_apart, facing_metres, at })
    };
    pairs.into_iter().filter_map(facing).collect()
}

/// How far two segments are apart, in metres, and where.
fn apart(one: Segment, other: Segment) -> (f64, Coord<f64>) {
    use crate::net::{Relation, relation};
    if let Relation::Touch(at) | Relation::Cross(at) | Relation::Along(at, _) =
        relation([one.a, one.b], [other.a, other.b])
    {
        return (0.0, at);
    }
    let ends = [(one.a, other), (one.b, other), (other.a, one), (other.b, one)];
    let of_end = |(point, segment): (Coord<f64>, Segment)| (to_segment(point, segment), point);
    ends.map(of_end)
        .into_iter()
        .fold((f64::MAX, one.a), |least, own| if own.0 < least.0 { own } else { least })
}

/// Metres from a point to a segment, in a plane that is true around the point.
fn to_segment(point: Coord<f64>, segment: Segment) -> f64 {
    let across = METRES_OF_DEGREE * point.y.to_radians().cos();
    let flat = |end: Coord<f64>| ((end.x - point.x) * across, (end.y - point.y) * METRES_OF_DEGREE);
    let ((ax, ay), (bx, by)) = (flat(segment.a), flat(segment.b));
    let (dx, dy) = (bx - ax, by - ay);
    let part = (-(ax * dx + ay * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (ax + dx * part).hypot(ay + dy * part)
}

/// Metres of the first units' segments within the tolerance of the second's, piece by piece.
fn facing_metres(all: &[Segment], places: &[(usize, usize)], tolerance: f64) -> f64 {
    const MOST_PIECES: f64 = 2000.0;
    let mut of_own: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(own, their) in places {
        of_own.entry(own).or_default().push(their);
    }
    let mut metres = 0.0;
    for (own, their) in of_own {
        let Segment { a, b, .. } = all[own];
        let length = metres_between(a, b);
        let pieces = (length / (tolerance / 4.0)).ceil().clamp(1.0, MOST_PIECES);
        for piece in 0..pieces as u32 {
            let middle = a + (b - a) * ((f64::from(piece) + 0.5) / pieces);
            if their.iter().any(|&their| to_segment(middle, all[their]) <= tolerance) {
                metres += length / pieces;
            }
        }
    }
    metres
}
