//! Straight ways from a border to another unit, and which of them nothing lies across.

use geo::Coord;

use crate::assign::{Locator, Where};
use crate::net::{Relation, Segment, each_pair, relation};

/// A straight way from a border to another unit's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    /// Where it begins, on a border.
    pub(super) from: Coord<f64>,
    /// Where it ends, on the other unit's.
    pub(super) to: Coord<f64>,
    /// The segment on which it begins.
    pub(super) own: usize,
    /// The unit that it begins at, and that to which it leads.
    pub(super) units: [u32; 2],
}

/// The unit that ways have, as segments among those of borders.
const WAY: u32 = u32::MAX;

/// Of each way, whether nothing lies across it: no border of a third unit nor another of its own, nor ground of a third.
pub(super) fn in_sight(ways: &[Sight], borders: &[Segment], locator: &Locator) -> Vec<bool> {
    let mut open: Vec<bool> = ways.iter().map(|way| is_over_no_other(way, locator)).collect();
    let as_segment = |way: &Sight| Segment { a: way.from, b: way.to, unit: WAY, ring: WAY, polygon: WAY };
    let mut all: Vec<Segment> = ways.iter().map(as_segment).collect();
    all.extend(borders);
    let is_of_both = |one: u32, other: u32| (one == WAY) != (other == WAY);
    each_pair(&all, 0.0, is_of_both, |way, border| {
        // Ways stand before all borders.
        let (sight, border, segment) = (ways[way], border - ways.len(), all[border]);
        if !open[way] || border == sight.own || segment.unit == sight.units[1] {
            return;
        }
        let meet = relation([sight.from, sight.to], [segment.a, segment.b]);
        let is_own = segment.unit == sight.units[0];
        open[way] &= match meet {
            Relation::Apart => true,
            Relation::Touch(at) => is_own && at == sight.from,
            Relation::Cross(_) | Relation::Along(..) => false,
        };
    });
    open
}

/// Whether the middle of a way lies on no unit but the two.
fn is_over_no_other(way: &Sight, locator: &Locator) -> bool {
    let middle = (way.from + way.to) / 2.0;
    let found = locator.locate(middle.x, middle.y);
    let is_of_two = |unit: &u32| way.units.contains(unit);
    match found.place {
        Where::District => found.unit.iter().all(is_of_two),
        Where::Overlap => found.unit.iter().chain(&found.others).any(is_of_two),
        Where::Boundary | Where::Gap => true,
    }
}
