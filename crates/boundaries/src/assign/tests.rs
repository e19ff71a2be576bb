//! What the index takes where borders run side by side through the whole map.

use geo::{Coord, MultiPolygon, Polygon};

use super::build::{ENTRIES, ENTRIES_PER_EDGE};
use super::{Locator, Where};
use crate::{Layer, Unit};

/// Strips side by side, each so wide and thirty degrees long.
fn strips(count: u32, wide: f64) -> Layer {
    let strip = |place: u32| {
        let at =
            |east: u32, along: f64| Coord { x: f64::from(east).mul_add(wide, 50.0 + along), y: 20.0 + along };
        let ring =
            vec![at(place, 0.0), at(place + 1, 0.0), at(place + 1, 30.0), at(place, 30.0), at(place, 0.0)];
        Unit {
            feature: place as usize + 1,
            id: place.to_string(),
            name: None,
            region: None,
            properties: Vec::new(),
            area: MultiPolygon::from(Polygon::new(ring.into(), Vec::new())),
        }
    };
    Layer::of("strips", (0..count).map(strip).collect())
}

#[test]
fn borders_side_by_side_take_no_more_than_they_may() {
    for (count, wide) in [(14, 1e-3), (30, 1e-3), (15, 1e-8), (200, 1e-9), (40, 1e-12)] {
        let layer = strips(count, wide);
        let locator = Locator::new(&layer);
        let index = &locator.index;
        let cells: usize = index.levels.iter().skip(1).map(|level| level.cells.len()).sum();
        let taken = cells + index.held.len();
        let edges = locator.edges() as usize;
        // The outermost grid has its own.
        let most = ENTRIES + edges * (ENTRIES_PER_EDGE + index.levels[0].cells.len());
        assert!(taken <= most, "{count} strips of {wide}: {taken} entries");
        for place in 0..count.min(20) {
            let x = (f64::from(place) + 0.5).mul_add(wide, 50.0);
            let found = locator.locate(x + 8.0, 28.0);
            let is_told = found.place == Where::District && found.unit == Some(place);
            assert!(is_told || wide < 1e-11, "{count} strips of {wide}: {place} is {found:?}");
        }
    }
}
