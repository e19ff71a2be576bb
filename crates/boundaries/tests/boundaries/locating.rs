//! The fast index beside its naive twin, which looks at every border of every district.

use std::collections::BTreeMap;

use geo::Coord;
use proptest::prelude::*;
use robust::orient2d;
use tizim_boundaries::{Layer, Located, Locator, Where};

use crate::support::{collection, polygon, read_map, rectangle, rectangles};

fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let exact = |point: Coord<f64>| robust::Coord { x: point.x, y: point.y };
    orient2d(exact(a), exact(b), exact(c))
}

/// Outside, on the border or inside of one polygon, by a ray to the north from the point.
fn naive_polygon(polygon: &geo::Polygon<f64>, point: Coord<f64>) -> (bool, bool) {
    let mut is_inside = false;
    for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
        for line in ring.lines() {
            let (west, east) =
                if line.start.x <= line.end.x { (line.start, line.end) } else { (line.end, line.start) };
            let side = turn(west, east, point);
            let in_height = point.y >= west.y.min(east.y) && point.y <= west.y.max(east.y);
            if side == 0.0 && point.x >= west.x && point.x <= east.x && in_height {
                return (false, true);
            }
            if west.x <= point.x && point.x < east.x && side < 0.0 {
                is_inside = !is_inside;
            }
        }
    }
    (is_inside, false)
}

/// The answer of the twin; of maps in which no two parts of a unit share a border.
fn naive(layer: &Layer, longitude: f64, latitude: f64) -> Located {
    let point = Coord { x: layer.frame.turn(longitude), y: latitude };
    let (mut inside, mut border) = (Vec::new(), Vec::new());
    for (place, unit) in layer.units.iter().enumerate() {
        // A hole beside its outer ring may have been put a turn away from it.
        let places = [-360.0, 0.0, 360.0].map(|turn| Coord { x: point.x + turn, ..point });
        let parts: Vec<(bool, bool)> = unit
            .area
            .iter()
            .flat_map(|polygon| places.iter().map(|place| naive_polygon(polygon, *place)))
            .collect();
        if parts.iter().any(|part| part.0) {
            inside.push(place as u32);
        } else if parts.iter().any(|part| part.1) {
            border.push(place as u32);
        }
    }
    let place = match (inside.len(), border.len()) {
        (0, 0) => Where::Gap,
        (1, 0) => Where::District,
        (0 | 1, _) => Where::Boundary,
        _ => Where::Overlap,
    };
    let mut all = [inside, border].concat();
    let unit = (!all.is_empty()).then(|| all.remove(0));
    all.sort_unstable();
    Located { place, unit, others: all }
}

/// Any rings at all, on few coordinates, so that they cross, touch, run along each other and hold each other.
pub(crate) fn any_map() -> impl Strategy<Value = Vec<Vec<Vec<[f64; 2]>>>> {
    let point =
        (0..7_i32, 0..7_i32).prop_map(|(x, y)| [f64::from(x) * 0.3 + 70.0, f64::from(y) * 0.7 + 50.0]);
    let ring = prop::collection::vec(point, 3..9);
    let polygon = prop::collection::vec(ring, 1..3);
    prop::collection::vec(polygon, 1..6)
}

pub(crate) fn layer_of(units: &[Vec<Vec<[f64; 2]>>]) -> Option<Layer> {
    let features: Vec<(String, String)> = units
        .iter()
        .enumerate()
        .map(|(place, rings)| {
            let rings: Vec<&[[f64; 2]]> = rings.iter().map(Vec::as_slice).collect();
            (format!(r#"{{"id": {place}}}"#), polygon(&rings))
        })
        .collect();
    read_map(collection(features.iter().map(|(properties, geometry)| (&properties[..], &geometry[..])))).ok()
}

/// Whether a polygon has an edge that stands in it twice: the index takes both away, the twin keeps them.
fn doubles_back(layer: &Layer) -> bool {
    let bits = |point: Coord<f64>| (point.x.to_bits(), point.y.to_bits());
    layer.units.iter().flat_map(|unit| &unit.area).any(|polygon| {
        let mut seen: BTreeMap<_, u32> = BTreeMap::new();
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for line in ring.lines() {
                let (a, b) = (bits(line.start), bits(line.end));
                *seen.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
        seen.values().any(|count| *count > 1)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_index_equals_its_twin(units in any_map(), free in prop::collection::vec((69.9..72.0_f64, 49.9..54.5_f64), 40)) {
        let Some(layer) = layer_of(&units) else { return Ok(()) };
        prop_assume!(!doubles_back(&layer));
        let locator = Locator::new(&layer);
        let corners = (-1..14).flat_map(|x| (-1..14).map(move |y| (f64::from(x) * 0.15 + 70.0, f64::from(y) * 0.35 + 50.0)));
        let on_corners = units.iter().flatten().flatten().map(|&[x, y]| (x, y));
        for (x, y) in corners.chain(on_corners).chain(free) {
            prop_assert_eq!(locator.locate(x, y), naive(&layer, x, y), "at {} {}", x, y);
        }
    }
}

#[test]
fn crowded_cells_are_divided_and_stay_exact() {
    // A star of many thin rays in one corner of a large square: thousands of borders in one cell.
    let star: Vec<[f64; 2]> = (0..4001)
        .map(|step| {
            let angle = f64::from(step % 4000) / 4000.0 * std::f64::consts::TAU;
            let reach = if step % 2 == 0 { 1e-4 } else { 3e-5 };
            [70.001 + angle.cos() * reach, 50.001 + angle.sin() * reach]
        })
        .collect();
    let (large, star_map) = (polygon(&[&rectangle(70.0, 50.0, 80.0, 60.0)]), polygon(&[&star]));
    let layer =
        read_map(collection([(r#"{"id": 1}"#, &large[..]), (r#"{"id": 2}"#, &star_map[..])])).unwrap();
    let locator = Locator::new(&layer);
    for step in 0..300 {
        let angle = f64::from(step) * 0.7;
        let reach = 1.1e-4 * f64::from(step) / 300.0;
        let (x, y) = (70.001 + angle.cos() * reach, 50.001 + angle.sin() * reach);
        assert_eq!(locator.locate(x, y), naive(&layer, x, y));
        let [x, y] = star[step as usize * 13];
        assert_eq!(locator.locate(x, y), naive(&layer, x, y));
    }
}

#[test]
fn every_kind_of_place_is_told_with_all_owners() {
    let layer = rectangles(&[
        ("a", [70.0, 50.0, 72.0, 52.0]),
        ("b", [71.0, 50.0, 73.0, 52.0]),
        ("c", [73.0, 50.0, 74.0, 52.0]),
    ]);
    let locator = Locator::new(&layer);
    let told = |x, y| {
        let found = locator.locate(x, y);
        (found.place, found.unit, found.others)
    };
    assert_eq!(told(70.5, 51.0), (Where::District, Some(0), vec![]));
    assert_eq!(told(71.5, 51.0), (Where::Overlap, Some(0), vec![1]));
    assert_eq!(told(71.0, 51.0), (Where::Boundary, Some(0), vec![1]), "inside a, on the border of b");
    assert_eq!(told(73.0, 51.0), (Where::Boundary, Some(1), vec![2]));
    assert_eq!(told(73.0, 52.0), (Where::Boundary, Some(1), vec![2]), "a corner of both");
    assert_eq!(told(74.0, 51.0), (Where::Boundary, Some(2), vec![]), "the outer border");
    for (x, y) in [(75.0, 51.0), (-75.0, 51.0), (f64::NAN, 51.0), (70.5, f64::INFINITY), (1e300, -1e300)] {
        assert_eq!(told(x, y), (Where::Gap, None, vec![]));
    }
}

#[test]
fn holes_islands_and_seams() {
    let holed = polygon(&[&rectangle(70.0, 50.0, 74.0, 54.0), &rectangle(71.0, 51.0, 73.0, 53.0)]);
    let island = polygon(&[&rectangle(71.5, 51.5, 72.0, 52.0)]);
    let seam = format!(
        r#"{{"type": "MultiPolygon", "coordinates": [[{:?}], [{:?}]]}}"#,
        rectangle(75.0, 50.0, 76.0, 51.0),
        rectangle(76.0, 50.0, 77.0, 51.0)
    );
    let map =
        [(r#"{"id": "h"}"#, &holed[..]), (r#"{"id": "i"}"#, &island[..]), (r#"{"id": "s"}"#, &seam[..])];
    let layer = read_map(collection(map)).unwrap();
    let locator = Locator::new(&layer);
    let place = |x, y| (locator.locate(x, y).place, locator.locate(x, y).unit);
    assert_eq!(place(70.5, 50.5), (Where::District, Some(0)));
    assert_eq!(place(71.2, 51.2), (Where::Gap, None), "in the hole");
    assert_eq!(place(71.7, 51.7), (Where::District, Some(1)), "on the island in it");
    assert_eq!(place(71.0, 52.0), (Where::Boundary, Some(0)), "on the rim of the hole");
    assert_eq!(
        place(76.0, 50.5),
        (Where::District, Some(2)),
        "between two parts of one district is no border"
    );
}

#[test]
fn points_across_the_antimeridian() {
    let layer = rectangles(&[("west", [179.0, 65.0, 180.0, 66.0]), ("east", [-180.0, 65.0, -179.0, 66.0])]);
    let locator = Locator::new(&layer);
    let told = |x| (locator.locate(x, 65.5).place, locator.locate(x, 65.5).unit);
    assert_eq!(told(179.5), (Where::District, Some(0)));
    assert_eq!(told(-179.5), (Where::District, Some(1)));
    assert_eq!(told(180.5), (Where::District, Some(1)), "longitudes counted from 0 to 360");
    assert_eq!((told(180.0), told(-180.0)), ((Where::Boundary, Some(0)), (Where::Boundary, Some(0))));
}

proptest! {
    /// The twin counts eighths of a degree on a circle. Slices that begin anywhere and may close the circle, written from -180
    /// to 540 degrees, and each point in each way of counting.
    #[test]
    fn the_earth_is_round(
        start in -1440..1440_i32,
        widths in prop::collection::vec(1..1400_i32, 1..12),
        closes in any::<bool>(),
        free in prop::collection::vec(0..2880_i32, 12),
    ) {
        const TURN: i32 = 2880;
        let degrees = |eighths: i32| f64::from(eighths) / 8.0;
        let mut cuts = vec![start];
        for wide in widths {
            let next = cuts[cuts.len() - 1] + wide;
            if next < start + TURN {
                cuts.push(next);
            }
        }
        if closes {
            while start + TURN - cuts[cuts.len() - 1] > 1400 {
                cuts.push(cuts[cuts.len() - 1] + 1400);
            }
            cuts.push(start + TURN);
        }
        let slices: Vec<(i32, i32)> = cuts.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let names: Vec<String> = (0..slices.len()).map(|place| place.to_string()).collect();
        let units: Vec<(&str, [f64; 4])> =
            slices.iter().zip(&names).map(|(&(west, east), name)| (&name[..], [degrees(west), 50.0, degrees(east), 60.0])).collect();
        let locator = Locator::new(&rectangles(&units));
        for point in cuts.iter().copied().chain([-1440, 1440]).chain(free) {
            let of_slice = |&(west, east): &(i32, i32)| {
                let [from, to] = [west - point, east - point].map(|eighths| eighths.rem_euclid(TURN));
                if from == 0 || to == 0 { (false, true) } else { (to < from, false) }
            };
            let told: Vec<(bool, bool)> = slices.iter().map(of_slice).collect();
            let inside = told.iter().position(|slice| slice.0);
            let mut border = (0..told.len() as u32).filter(|&place| told[place as usize].1);
            let expected = match inside {
                Some(unit) => (Where::District, Some(unit as u32), vec![]),
                None => match border.next() {
                    Some(first) => (Where::Boundary, Some(first), border.collect()),
                    None => (Where::Gap, None, vec![]),
                },
            };
            for turns in [-2, -1, 0, 1] {
                let longitude = degrees(point + turns * TURN);
                let found = locator.locate(longitude, 55.0);
                prop_assert_eq!(&(found.place, found.unit, found.others), &expected, "{} in {:?}", longitude, units);
            }
        }
    }
}
