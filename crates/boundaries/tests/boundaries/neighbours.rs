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
    assert!(corner.is_corner(100.0) && found.near.len() == 1);
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
    assert!((near.facing_metres - 111_238.0).abs() < 200.0 && !near.is_corner(50.0), "{near:?}");
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
