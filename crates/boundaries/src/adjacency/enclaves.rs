//! Units that lie in holes of others.

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{BoundingRect, InteriorPoint, LineString, Polygon, Rect};

use crate::Layer;

/// Units that lie wholly in holes of one other unit, each with it, ascending: alone or with others, and whether their common
/// border was drawn once or twice, not farther apart than so many degrees.
pub(super) fn of(layer: &Layer, degrees: f64) -> Vec<(usize, usize)> {
    let with_extent = |part| Some((part, BoundingRect::bounding_rect(part)?));
    let parts: Vec<Vec<(&Polygon<f64>, Rect<f64>)>> =
        layer.units.iter().map(|unit| unit.area.iter().filter_map(with_extent).collect()).collect();
    let mut found = Vec::new();
    for (around, unit) in layer.units.iter().enumerate() {
        let holes: Vec<(&LineString<f64>, Rect<f64>)> = unit
            .area
            .iter()
            .flat_map(Polygon::interiors)
            .filter_map(|hole| Some((hole, hole.bounding_rect()?)))
            .collect();
        let lies_in_one = |(part, extent): &(&Polygon<f64>, Rect<f64>)| {
            let near = holes.iter().filter(|(_, of_hole)| is_within(*extent, *of_hole, degrees));
            let is_in = |(hole, _): &(&LineString<f64>, Rect<f64>)| {
                let inside = part.interior_point();
                inside.is_some_and(|at| coord_pos_relative_to_ring(at.0, hole) == CoordPos::Inside)
            };
            near.into_iter().any(is_in)
        };
        let is_inside =
            |own: &usize| *own != around && !parts[*own].is_empty() && parts[*own].iter().all(lies_in_one);
        if !holes.is_empty() {
            found.extend((0..layer.units.len()).filter(is_inside).map(|own| (own, around)));
        }
    }
    found.sort_unstable();
    found
}

fn is_within(one: Rect<f64>, other: Rect<f64>, degrees: f64) -> bool {
    one.min().x >= other.min().x - degrees
        && one.min().y >= other.min().y - degrees
        && one.max().x <= other.max().x + degrees
        && one.max().y <= other.max().y + degrees
}
