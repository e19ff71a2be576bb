//! Who borders on whom, on maps made up for it.

use tizim_boundaries::{Adjacency, apart};

use crate::support::{collection, polygon, read_map, rectangle, rectangles};

#[test]
fn borders_are_common_whether_or_not_their_ends_are() {
    // Two small squares beside one large one, which has no point where they meet.
    let layer = rectangles(&[
        ("large", [70.0, 50.0, 71.0, 52.0]),
        ("south", [71.0, 50.0, 72.0, 51.0]),
        ("north", [71.0, 51.0, 72.0, 52.0]),
        ("corner", [72.0, 52.0, 73.0, 53.0]),
        ("island", [80.0, 50.0, 81.0, 51.0]),
    ]);
    let found = Adjacency::of(&layer, 100.0);
    let pairs: Vec<_> = found.borders.borders().map(|border| (border.one, border.other)).collect();
    assert_eq!(pairs, [(0, 1), (0, 2), (1, 2)]);
    // A degree of latitude from 50 to 51, by GeographicLib.
    let metres = found.borders.between(0, 1).unwrap().metres.unwrap();
    assert!((metres - 111_238.68).abs() < 1.0, "{metres}");
    let corner = &found.near[0];
    assert_eq!((corner.one, corner.other, corner.metres_apart), (2, 3, 0.0));
    assert!(corner.is_corner() && found.near.len() == 1);
    assert_eq!(found.islands(), [4]);
}

#[test]
fn a_border_drawn_twice_is_near_and_counts_when_asked() {
    // Some 36 metres of nothing between the two.
    let layer = rectangles(&[("west", [70.0, 50.0, 71.0, 51.0]), ("east", [71.0005, 50.0, 72.0, 51.0])]);
    let none = Adjacency::of(&layer, 10.0);
    assert!(none.near.is_empty() && none.tolerant().borders().count() == 0);
    let found = Adjacency::of(&layer, 50.0);
    let near = found.near[0];
    assert!((near.metres_apart - 35.0).abs() < 2.0, "{near:?}");
    assert!((near.facing_metres - 111_238.0).abs() < 200.0 && !near.is_corner(), "{near:?}");
    assert_eq!((found.borders.borders().count(), found.tolerant().borders().count()), (0, 1));
}

#[test]
fn an_enclave_is_named_with_what_is_around_it() {
    let outer = polygon(&[&rectangle(70.0, 50.0, 73.0, 53.0), &rectangle(71.0, 51.0, 72.0, 52.0)]);
    let inner = polygon(&[&rectangle(71.0, 51.0, 72.0, 52.0)]);
    let layer =
        read_map(collection([(r#"{"id": "o"}"#, &outer[..]), (r#"{"id": "i"}"#, &inner[..])])).unwrap();
    assert_eq!(Adjacency::of(&layer, 0.0).enclaves(&layer), [(1, 0)]);
}

/// Two units that share a hole are enclaves both, and so is one whose border was drawn a little inside or outside of it; an
/// island in two parts, of which one lies elsewhere, is none.
#[test]
fn enclaves_may_be_two_and_drawn_by_another_hand() {
    let outer = polygon(&[&rectangle(70.0, 50.0, 73.0, 53.0), &rectangle(71.0, 51.0, 72.0, 52.0)]);
    let enclaves = |inside: &[[f64; 4]]| {
        let more: Vec<String> = inside
            .iter()
            .map(|[west, south, east, north]| polygon(&[&rectangle(*west, *south, *east, *north)]))
            .collect();
        let all = [&outer].into_iter().chain(&more).enumerate();
        let ids: Vec<(String, &String)> =
            all.map(|(id, area)| (format!(r#"{{"id": {id}}}"#), area)).collect();
        let layer = read_map(collection(ids.iter().map(|(id, area)| (&id[..], &area[..])))).unwrap();
        Adjacency::of(&layer, 100.0).enclaves(&layer)
    };
    assert_eq!(enclaves(&[[71.0, 51.0, 71.5, 52.0], [71.5, 51.0, 72.0, 52.0]]), [(1, 0), (2, 0)]);
    let metre = 1e-5;
    assert_eq!(enclaves(&[[71.0 + metre, 51.0 + metre, 72.0 - metre, 52.0 - metre]]), [(1, 0)]);
    assert_eq!(enclaves(&[[71.0 - metre, 51.0 - metre, 72.0 + metre, 52.0 + metre]]), [(1, 0)]);
    assert_eq!(enclaves(&[[69.0, 51.0, 72.0, 52.0]]), []);
}

#[test]
fn borders_hold_across_the_antimeridian() {
    let layer = rectangles(&[("west", [179.0, 65.0, 180.0, 66.0]), ("east", [-180.0, 65.0, -179.0, 66.0])]);
    assert_eq!(Adjacency::of(&layer, 0.0).borders.borders().count(), 1);
}

#[test]
fn a_district_in_parts_is_named_with_what_would_connect_it() {
    let row: Vec<(String, [f64; 4])> = (0..5)
        .map(|place| (place.to_string(), [f64::from(place), 0.0, f64::from(place) + 1.0, 1.0]))
        .collect();
    let row: Vec<(&str, [f64; 4])> = row.iter().map(|(id, corners)| (&id[..], *corners)).collect();
    let graph = Adjacency::of(&rectangles(&row), 0.0).borders;
    let districts = [Some(0), Some(0), Some(1), None, Some(0)];
    let found = apart(&graph, &districts, |_| 1.0);
    assert_eq!((found.len(), found[0].district, &found[0].main[..]), (1, 0, &[0, 1][..]));
    assert_eq!(
        (&found[0].parts[0].blocks[..], found[0].parts[0].bridge.as_deref()),
        (&[4][..], Some(&[2, 3][..]))
    );
    assert!(apart(&graph, &[Some(0), Some(0), Some(0), Some(1), Some(1)], |_| 1.0).is_empty());
}

/// Metres as degrees, at 51° north.
fn metres(east: f64, north: f64) -> (f64, f64) {
    (east / (111_320.0 * 51_f64.to_radians().cos()), north / 111_238.0)
}

/// A strip narrower than the tolerance lies between two units: they do not border on each other, and where the strip ends
/// they do.
#[test]
fn what_lies_between_two_units_keeps_them_apart() {
    let width = metres(40.0, 0.0).0;
    let (west, east) = ([70.0, 51.0, 70.5, 51.2], [70.5 + width, 51.0, 71.0, 51.2]);
    let strip = |north: f64| ("strip", [70.5, 51.0, 70.5 + width, north]);
    let layer = rectangles(&[("west", west), strip(51.2), ("east", east)]);
    let found = Adjacency::of(&layer, 100.0);
    assert!(found.near.len() == 1 && found.near[0].is_corner(), "{:?}", found.near);
    assert_eq!(found.tolerant().between(0, 2), None);
    let half = Adjacency::of(&rectangles(&[("west", west), strip(51.1), ("east", east)]), 100.0);
    let near = half.near.iter().find(|near| (near.one, near.other) == (0, 2)).unwrap();
    assert!(!near.is_corner() && (near.facing_metres / 11_124.0 - 1.0).abs() < 0.02, "{near:?}");
    // A strip that fills half of what is between keeps them apart as well.
    let narrow = ("strip", [70.5 + width / 4.0, 51.0, 70.5 + width * 0.75, 51.2]);
    let found = Adjacency::of(&rectangles(&[("west", west), narrow, ("east", east)]), 100.0);
    assert_eq!(found.tolerant().between(0, 2), None, "{:?}", found.near);
    assert!(found.tolerant().between(0, 1).is_some() && found.tolerant().between(1, 2).is_some());
}

/// Precincts of a town, drawn apart by a hand or by metres: each borders on those beside it, and on those at its corners not,
/// whatever the size of precincts.
#[test]
fn small_units_drawn_apart_border_on_those_beside_them() {
    for side in [12.0, 35.0, 60.0, 110.0, 180.0, 700.0] {
        for gap in [1e-9, 0.01, 0.5, side / 30.0] {
            let at = |place: u32| metres(f64::from(place) * (side + gap), f64::from(place) * (side + gap));
            let size = metres(side, side);
            let mut units = Vec::new();
            for place in 0..16_u32 {
                let (west, south) = (71.4 + at(place % 4).0, 51.1 + at(place / 4).1);
                units.push((format!("p{place}"), [west, south, west + size.0, south + size.1]));
            }
            let units: Vec<(&str, [f64; 4])> = units.iter().map(|(id, area)| (id.as_str(), *area)).collect();
            let graph = Adjacency::of(&rectangles(&units), 100.0).tolerant();
            let found: Vec<(usize, usize)> =
                graph.borders().map(|border| (border.one, border.other)).collect();
            let beside = |one: usize, other: usize| one % 4 != 3 && other == one + 1 || other == one + 4;
            let expected: Vec<(usize, usize)> = (0..16)
                .flat_map(|one| (one + 1..16).map(move |other| (one, other)))
                .filter(|&(one, other)| beside(one, other))
                .collect();
            assert_eq!(found, expected, "{side} m, {gap} m apart");
        }
    }
}

/// Two units whose corners point at each other, sharp or blunt, meet and have no border.
#[test]
fn corners_are_no_borders() {
    for (angle, apart) in [(35.0, 0.0), (60.0, 0.0), (90.0, 0.0), (90.0, 20.0), (120.0, 0.0), (60.0, 70.0)] {
        let half = f64::to_radians(angle / 2.0);
        let wedge = |way: f64| {
            let point = |along: f64, up: f64| {
                let (east, north) = metres(way * (apart / 2.0 + along), up);
                [71.0 + east, 51.0 + north]
            };
            let (along, up) = (3000.0 * half.cos(), 3000.0 * half.sin());
            polygon(&[&[point(0.0, 0.0), point(along, -way * up), point(along, way * up), point(0.0, 0.0)]])
        };
        let map = collection([(r#"{"id": "a"}"#, &wedge(1.0)[..]), (r#"{"id": "b"}"#, &wedge(-1.0)[..])]);
        let layer = read_map(map).unwrap();
        let found = Adjacency::of(&layer, 100.0);
        assert!(found.near.len() == 1 && found.near[0].is_corner(), "{angle}°, {apart} m: {:?}", found.near);
    }
}
