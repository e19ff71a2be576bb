//! Whether coordinates are degrees, the right way round.

use super::{Bounds, RawLayer, RawShape};
use crate::BoundaryError;

/// Beyond these no longitude and no latitude lies; longitudes may be counted from 0 to 360, and on from there.
const FARTHEST: [f64; 2] = [540.0, 90.000_001];

/// Looks at where the features lie.
///
/// # Errors
/// Where coordinates are metres or the wrong way round.
pub(super) fn check(raw: &RawLayer, file: &str, bounds: Option<Bounds>) -> Result<(), BoundaryError> {
    let mut reach: Option<[f64; 4]> = None;
    let (mut beyond, mut beyond_turned) = (None, false);
    for (place, feature) in raw.features.iter().enumerate() {
        for &[x, y] in points(&feature.shape) {
            if !x.is_finite() || !y.is_finite() {
                continue;
            }
            if x.abs() > FARTHEST[0] || y.abs() > FARTHEST[1] {
                beyond = beyond.or(Some(place + 1));
            }
            beyond_turned |= y.abs() > FARTHEST[0] || x.abs() > FARTHEST[1];
            let [west, south, east, north] = reach.unwrap_or([x, y, x, y]);
            reach = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
        }
    }
    let swapped = || BoundaryError::Swapped { file: file.to_owned() };
    if let Some(feature) = beyond {
        let of_degrees = !beyond_turned;
        return Err(if of_degrees {
            swapped()
        } else {
            BoundaryError::NotDegrees { file: file.to_owned(), feature }
        });
    }
    let (Some([west, south, east, north]), Some(bounds)) = (reach, bounds) else { return Ok(()) };
    let apart = east < bounds.west || west > bounds.east || north < bounds.south || south > bounds.north;
    let turned_inside =
        south >= bounds.west && north <= bounds.east && west >= bounds.south && east <= bounds.north;
    if apart && turned_inside { Err(swapped()) } else { Ok(()) }
}

/// All points of a geometry.
pub(super) fn points(shape: &RawShape) -> Box<dyn Iterator<Item = &[f64; 2]> + '_> {
    match shape {
        RawShape::Polygons(polygons) => Box::new(polygons.iter().flatten().flatten()),
        RawShape::Rings { outer, holes } => Box::new(outer.iter().chain(holes).flatten()),
        _ => Box::new(std::iter::empty()),
    }
}
