//! Whether coordinates are degrees, the right way round, and in the country.

use geo::{BoundingRect, MultiPolygon};

use super::{Bounds, RawLayer, RawShape};
use crate::{BoundaryError, FaultKind, Frame};

/// Beyond these no longitude and no latitude lies; longitudes may be counted from 0 to 360, and on from there.
const FARTHEST: [f64; 2] = [540.0, 90.000_001];

/// Looks at where the features lie.
///
/// # Errors
/// Where coordinates are metres or the wrong way round, or where everything lies outside of the country.
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
    let Some(all) = reach else { return Ok(()) };
    let swapped = || BoundaryError::Swapped { file: file.to_owned() };
    if let Some(feature) = beyond {
        let is_mercator = bounds.is_some_and(|bounds| bounds.enclose(from_mercator(all)));
        return Err(if beyond_turned {
            BoundaryError::NotDegrees { file: file.to_owned(), feature, is_mercator }
        } else {
            swapped()
        });
    }
    if bounds.is_some_and(|bounds| most_are_turned(raw, &bounds)) {
        return Err(swapped());
    }
    match bounds.and_then(|bounds| lies_outside(written(all), &bounds)) {
        None => Ok(()),
        Some(FaultKind::Swapped) => Err(swapped()),
        Some(_) => {
            let [west, south, east, north] = all;
            Err(BoundaryError::Elsewhere {
                file: file.to_owned(),
                reach: Bounds { west, south, east, north },
            })
        }
    }
}

/// Whether more features lie in the country only if turned than lie in it only as they stand. Where a country is as far east as
/// it is north some features lie in it either way, and these say nothing.
fn most_are_turned(raw: &RawLayer, bounds: &Bounds) -> bool {
    let (mut stand, mut turned) = (0_u64, 0_u64);
    for feature in &raw.features {
        let finite = points(&feature.shape).filter(|point| point.iter().all(|value| value.is_finite()));
        let reach = finite.fold(None, |reach: Option<[f64; 4]>, &[x, y]| {
            let [west, south, east, north] = reach.unwrap_or([x, y, x, y]);
            Some([west.min(x), south.min(y), east.max(x), north.max(y)])
        });
        let Some(reach @ [west, south, east, north]) = reach.map(written) else { continue };
        match (bounds.touch(reach), bounds.enclose([south, west, north, east])) {
            (true, false) => stand += 1,
            (false, true) => turned += 1,
            _ => {}
        }
    }
    turned > stand
}

/// What is wrong with the place of one feature among others; nothing where it lies in the country, be it in part.
pub(super) fn of_feature(area: &MultiPolygon<f64>, bounds: Option<Bounds>) -> Option<FaultKind> {
    let (extent, bounds) = (area.bounding_rect()?, bounds?);
    let (low, high) = (extent.min(), extent.max());
    lies_outside(written([low.x, low.y, high.x, high.y]), &bounds)
}

/// Longitudes as people write them, where the whole stays in one piece.
fn written([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    let turned = [Frame::written(west), south, Frame::written(east), north];
    if turned[0] <= turned[2] { turned } else { [west, south, east, north] }
}

/// That a rectangle has no point of the country: the wrong way round, where it would be in the country then.
fn lies_outside(reach: [f64; 4], bounds: &Bounds) -> Option<FaultKind> {
    let [west, south, east, north] = reach;
    let turned = [south, west, north, east];
    let kind = || if bounds.enclose(turned) { FaultKind::Swapped } else { FaultKind::Elsewhere };
    (!bounds.touch(reach)).then(kind)
}

/// The rectangle in degrees, were it in metres of Web Mercator.
fn from_mercator(reach: [f64; 4]) -> [f64; 4] {
    const RADIUS: f64 = 6_378_137.0;
    let latitude = |y: f64| (y / RADIUS).sinh().atan().to_degrees();
    let longitude = |x: f64| (x / RADIUS).to_degrees();
    [longitude(reach[0]), latitude(reach[1]), longitude(reach[2]), latitude(reach[3])]
}

/// All points of a geometry.
pub(super) fn points(shape: &RawShape) -> Box<dyn Iterator<Item = &[f64; 2]> + '_> {
    match shape {
        RawShape::Polygons(polygons) => Box::new(polygons.iter().flatten().flatten()),
        RawShape::Rings { outer, holes } => Box::new(outer.iter().chain(holes).flatten()),
        _ => Box::new(std::iter::empty()),
    }
}
