//! Areas as a map shows them.

use std::sync::Arc;

use geo::{LineString, MultiPolygon};
use tizim_evidence::{LonLatRing, Shape};

/// The shape of areas on a map: their rings as they are, those of all polygons together.
pub fn shape<'a>(areas: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Shape {
    let ring = |line: &LineString<f64>| line.coords().map(|at| [at.x, at.y]).collect::<LonLatRing>();
    let polygons = areas.into_iter().flatten().map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(ring).collect::<Vec<LonLatRing>>()
    });
    Shape::Area(Arc::from(polygons.collect::<Vec<_>>()))
}
