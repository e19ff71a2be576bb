//! What is wrong with maps that were made up to be wrong.

use tizim_boundaries::{Problem, ProblemKind, problems};

use crate::support::{collection, polygon, read_map, rectangle, rectangles};

fn kinds(found: &[Problem]) -> Vec<(ProblemKind, Vec<usize>)> {
    found.iter().map(|problem| (problem.kind, problem.units.clone())).collect()
}

#[test]
fn a_map_that_is_whole_has_no_problem() {
    let layer = rectangles(&[
        ("large", [70.0, 50.0, 71.0, 52.0]),
        ("south", [71.0, 50.0, 72.0, 51.0]),
        ("north", [71.0, 51.0, 72.0, 52.0]),
        ("island", [80.0, 50.0, 81.0, 51.0]),
    ]);
    assert_eq!(problems(&layer), [], "ends of borders between those of others are no gaps");
}

#[test]
fn a_gap_has_a_place_a_size_and_units_around_it() {
    // Four around a hole of a tenth of a degree, and no border of theirs ends at its corners but their own.
    let layer = rectangles(&[
        ("west", [70.0, 50.0, 71.0, 51.0]),
        ("south", [71.0, 50.0, 72.0, 50.4]),
        ("north", [71.0, 50.5, 72.0, 51.0]),
        ("east", [72.0, 50.0, 73.0, 51.0]),
        ("middle", [71.1, 50.4, 72.0, 50.5]),
    ]);
    let found = problems(&layer);
    assert_eq!(kinds(&found), [(ProblemKind::Gap, vec![0, 1, 2, 4])]);
    // 0.1 by 0.1 degrees there, by GeographicLib: 78.9949 km2.
    let size = found[0].square_km.unwrap();
    assert!((size - 78.99).abs() < 0.1, "{size}");
}

#[test]
fn an_overlap_is_found_whether_borders_cross_or_one_is_inside() {
    let crossing = rectangles(&[("a", [70.0, 50.0, 72.0, 51.0]), ("b", [71.0, 49.5, 73.0, 50.5])]);
    let found = problems(&crossing);
    assert_eq!(kinds(&found), [(ProblemKind::Overlap, vec![0, 1])]);
    // One degree by a half.
    assert!((found[0].square_km.unwrap() - 3967.0).abs() < 3.0, "{found:?}");
    let inside = rectangles(&[("a", [70.0, 50.0, 72.0, 52.0]), ("b", [70.5, 50.5, 71.0, 51.0])]);
    assert_eq!(kinds(&problems(&inside)), [(ProblemKind::Overlap, vec![0, 1])]);
    let same = rectangles(&[("a", [70.0, 50.0, 72.0, 52.0]), ("b", [70.0, 50.0, 72.0, 52.0])]);
    assert_eq!(kinds(&problems(&same)), [(ProblemKind::Overlap, vec![0, 1])]);
    let three = rectangles(&[
        ("a", [70.0, 50.0, 72.0, 51.0]),
        ("b", [71.0, 50.0, 73.0, 51.0]),
        ("c", [71.5, 50.0, 74.0, 51.0]),
    ]);
    let found = kinds(&problems(&three)).into_iter().map(|problem| problem.1).collect::<Vec<_>>();
    assert_eq!(found.len(), 3, "{found:?}");
    assert!([vec![0, 1], vec![0, 1, 2], vec![1, 2]].iter().all(|units| found.contains(units)), "{found:?}");
}

#[test]
fn slivers_of_borders_drawn_twice_are_thin() {
    // The same border, with one point more on one side of it, some 7 metres off.
    let west = [[70.0, 50.0], [71.0, 50.0], [71.0001, 50.5], [71.0, 51.0], [70.0, 51.0], [70.0, 50.0]];
    let one = (polygon(&[&west]), polygon(&[&rectangle(71.0, 50.0, 72.0, 51.0)]));
    let layer = read_map(collection([(r#"{"id": 1}"#, &one.0[..]), (r#"{"id": 2}"#, &one.1[..])])).unwrap();
    let found = problems(&layer);
    assert_eq!(kinds(&found), [(ProblemKind::Overlap, vec![0, 1])]);
    assert!(found[0].width_metres.unwrap() < 8.0, "{found:?}");
}

/// A rayon with a hole in it, and beside the hole's border, inside of it, what the others are.
fn around(hole: [f64; 4], others: &[(&str, [f64; 4])]) -> tizim_boundaries::Layer {
    let [west, south, east, north] = hole;
    let rayon = polygon(&[&rectangle(70.0, 50.0, 73.0, 52.0), &rectangle(west, south, east, north)]);
    let more: Vec<(String, String)> = others
        .iter()
        .map(|(id, [west, south, east, north])| {
            (format!(r#"{{"id": "{id}"}}"#), polygon(&[&rectangle(*west, *south, *east, *north)]))
        })
        .collect();
    let others = more.iter().map(|(properties, geometry)| (&properties[..], &geometry[..]));
    read_map(collection([(r#"{"id": "rayon"}"#, &rayon[..])].into_iter().chain(others))).unwrap()
}

/// What lies in a gap is no gap: a town drawn a metre inside the hole that was left for it, and an island in a lake.
#[test]
fn what_lies_inside_of_a_gap_is_taken_off_and_named() {
    let metre = 1e-5;
    let town = [71.0 + metre, 51.0 + metre, 71.5 - metre, 51.5 - metre];
    let layer = around([71.0, 51.0, 71.5, 51.5], &[("town", town)]);
    let found = problems(&layer);
    assert_eq!(kinds(&found), [(ProblemKind::Gap, vec![0, 1])]);
    // Half a degree on each side, 55.6 and 35.0 km, by 0.7 and 1.1 m on both of them.
    let square_km = found[0].square_km.unwrap();
    assert!((square_km - 0.156).abs() < 0.002, "{found:?}");
    assert!(found[0].width_metres.unwrap() < 1.2, "{found:?}");
    // It is filled where slivers are.
    let mended = tizim_boundaries::repaired(&layer, 50.0);
    assert_eq!(problems(&mended.layer), [], "{:?}", mended.repairs);
    assert!(
        mended.layer.units[0].area.0[0].interiors().len() == 1 && mended.layer.units[1].area.0.len() == 1
    );
    // A lake of one degree by a half with an island of half of it.
    let lake = around([71.0, 51.0, 72.0, 51.5], &[("island", [71.25, 51.0 + 0.125, 71.75, 51.5 - 0.125])]);
    let found = problems(&lake);
    let whole = problems(&around([71.0, 51.0, 72.0, 51.5], &[]))[0].square_km.unwrap();
    assert!((found[0].square_km.unwrap() / whole - 0.75).abs() < 1e-3, "{found:?}");
    assert_eq!(found[0].units, [0, 1]);
}

/// Two units of which each has a hole: what both cover is a ring.
#[test]
fn an_overlap_around_something_is_a_ring() {
    let outer = rectangle(70.0, 50.0, 71.0, 51.0);
    let half = rectangle(70.25, 50.0 + 0.25, 70.75, 51.0 - 0.25);
    let ring = polygon(&[&outer, &half]);
    let layer = read_map(collection([(r#"{"id": 1}"#, &ring[..]), (r#"{"id": 2}"#, &ring[..])])).unwrap();
    let found = problems(&layer);
    let overlap = found.iter().find(|problem| problem.kind == ProblemKind::Overlap).unwrap();
    let whole = tizim_boundaries::square_km(&layer.units[0].area);
    assert!((overlap.square_km.unwrap() / whole - 1.0).abs() < 1e-4, "{found:?} {whole}");
    let gap = found.iter().find(|problem| problem.kind == ProblemKind::Gap).unwrap();
    assert!((gap.square_km.unwrap() / whole - 1.0 / 3.0).abs() < 1e-3, "{found:?}");
}

#[test]
fn rings_that_cross_or_touch_themselves_are_named_with_the_place() {
    let bow = [[70.0, 50.0], [71.0, 51.0], [71.0, 50.0], [70.0, 51.0], [70.0, 50.0]];
    let eight =
        [[72.0, 50.0], [73.0, 50.0], [72.5, 50.5], [73.0, 51.0], [72.0, 51.0], [72.5, 50.5], [72.0, 50.0]];
    let spike =
        [[74.0, 50.0], [75.0, 50.0], [75.0, 51.0], [75.0, 52.0], [75.0, 51.0], [74.0, 51.0], [74.0, 50.0]];
    let parts = format!(
        r#"{{"type": "MultiPolygon", "coordinates": [[{:?}], [{:?}]]}}"#,
        rectangle(76.0, 50.0, 77.0, 51.0),
        rectangle(76.5, 50.5, 77.5, 51.5)
    );
    let map = [
        (r#"{"id": 1}"#, polygon(&[&bow])),
        (r#"{"id": 2}"#, polygon(&[&eight])),
        (r#"{"id": 3}"#, polygon(&[&spike])),
        (r#"{"id": 4}"#, parts),
    ];
    let layer = read_map(collection(map.iter().map(|(id, geometry)| (*id, &geometry[..])))).unwrap();
    let found = problems(&layer);
    let expected = [
        (ProblemKind::SelfIntersection, vec![0]),
        (ProblemKind::TouchesItself, vec![1]),
        (ProblemKind::TouchesItself, vec![2]),
        (ProblemKind::PartsOverlap, vec![3]),
    ];
    assert_eq!(kinds(&found), expected);
    assert_eq!(found[0].at.map(|at| (at.x, at.y)), Some((70.5, 50.5)));
}

#[test]
fn repeated_names_and_the_antimeridian_are_told() {
    let square = polygon(&[&rectangle(179.0, 50.0, 180.0, 51.0)]);
    let other = polygon(&[&rectangle(-180.0, 50.0, -179.0, 51.0)]);
    let names = [
        (r#"{"id": 1, "name": "Esil", "region": "A"}"#, &square[..]),
        (r#"{"id": 2, "name": "ESIL", "region": "A"}"#, &other[..]),
    ];
    let found = problems(&read_map(collection(names)).unwrap());
    assert_eq!(kinds(&found), [(ProblemKind::RepeatedName, vec![0, 1]), (ProblemKind::Antimeridian, vec![])]);
    let apart = [
        (r#"{"id": 1, "name": "Esil", "region": "A"}"#, &square[..]),
        (r#"{"id": 2, "name": "Esil", "region": "B"}"#, &square[..]),
    ];
    let found = problems(&read_map(collection(apart)).unwrap());
    assert!(
        found.iter().all(|problem| problem.kind != ProblemKind::RepeatedName),
        "names repeat between regions"
    );
}
