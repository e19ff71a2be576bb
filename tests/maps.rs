//! Maps through the program: points to districts, and districts with their map.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{place, refused, succeed, tizim};

/// Three districts in a row, of which the second is inside the third's hole-free neighbour by half: 1 and 2 overlap.
const MAP: &str = r#"{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"district": 1, "name": "West"}, "geometry": {"type": "Polygon",
    "coordinates": [[[70, 50], [72, 50], [72, 51], [70, 51], [70, 50]]]}},
  {"type": "Feature", "properties": {"district": 2, "name": "Middle"}, "geometry": {"type": "Polygon",
    "coordinates": [[[71, 50], [73, 50], [73, 51], [71, 51], [71, 50]]]}},
  {"type": "Feature", "properties": {"district": 3, "name": "East"}, "geometry": {"type": "Polygon",
    "coordinates": [[[73, 50], [74, 50], [74, 51], [73, 51], [73, 50]]]}}
]}"#;

fn with_map() -> tempfile::TempDir {
    let place = place();
    fs::write(place.path().join("map.geojson"), MAP).unwrap();
    place
}

fn assign(folder: &Path, more: &[&str]) -> String {
    succeed(folder, &[&["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--quiet"], more].concat())
}

#[test]
fn every_point_stands_once_in_the_order_of_the_table() {
    let place = with_map();
    let points = "id;lon;lat\na;70,5;50,5\nb;71,5;50,5\nc;73;50,5\nd;80;50,5\ne;;50\nf;x;50,1\n\"g,1\";73.5;50.5\nh;400;50\n";
    fs::write(place.path().join("points.csv"), points).unwrap();
    let expected = "id,result,district,others\na,district,1,\nb,overlap,1,2\nc,boundary,2,3\nd,gap,,\ne,unreadable,,\n\
        f,unreadable,,\n\"g,1\",district,3,\nh,unreadable,,\n";
    assert_eq!(assign(place.path(), &[]), expected);
    assign(place.path(), &["--out", "o.csv"]);
    assert_eq!(fs::read_to_string(place.path().join("o.csv")).unwrap(), expected);
}

#[test]
fn many_points_are_the_same_bytes_at_any_thread_count() {
    let place = with_map();
    let mut points = String::from("id,lon,lat\n");
    for point in 0..200_000_u64 {
        let part = |step: u64| (point * step % 9973) as f64 / 9973.0;
        writeln!(points, "p{point},{:.6},{:.6}", 69.5 + 5.0 * part(7919), 49.9 + 1.2 * part(104_729)).unwrap();
    }
    fs::write(place.path().join("points.csv"), points).unwrap();
    let one = assign(place.path(), &["--threads", "1"]);
    assert_eq!(one.lines().count(), 200_001);
    assert!(one.lines().skip(1).enumerate().all(|(point, line)| line.starts_with(&format!("p{point},"))));
    for threads in ["2", "7"] {
        assert!(assign(place.path(), &["--threads", threads]) == one, "{threads} threads");
    }
}

#[test]
fn a_map_says_how_it_is_read_and_what_is_left_out() {
    let place = with_map();
    fs::write(place.path().join("points.csv"), "id,lon,lat\na,70.5,50.5\n").unwrap();
    let broken = MAP.replace("[[[73, 50], [74, 50], [74, 51], [73, 51], [73, 50]]]", "[[[73, 50], [74, 50]]]");
    fs::write(place.path().join("map.geojson"), broken).unwrap();
    let output = tizim(place.path(), &["districts", "assign", "points.csv", "--boundaries", "map.geojson"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("units: 2, features: 3; codes from `district`; WGS 84 assumed"), "{said}");
    assert!(said.contains("of feature 3 (`3`) something was left out: short ring"), "{said}");
    assert!(said.contains("points: 1; district: 1; boundary: 0"), "{said}");
}

#[test]
fn the_code_is_named_in_the_file_of_columns() {
    let place = with_map();
    fs::write(place.path().join("points.csv"), "id,lon,lat\na,70.5,50.5\n").unwrap();
    fs::write(place.path().join("columns.toml"), "[columns.boundaries]\nid = 'name'\n").unwrap();
    assert!(assign(place.path(), &["--columns", "columns.toml"]).contains("a,district,West,\n"));
    fs::write(place.path().join("columns.toml"), "[columns.boundaries]\nid = 'smd'\n").unwrap();
    let typed = ["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--columns", "columns.toml"];
    let said = refused(place.path(), &typed);
    assert!(said.contains("no feature of `map.geojson` has a property `smd`; there are `district`, `name`"), "{said}");
}

#[test]
fn a_map_the_wrong_way_round_is_refused_before_anything_is_written() {
    let place = with_map();
    fs::write(place.path().join("points.csv"), "id,lon,lat\na,70.5,50.5\n").unwrap();
    let turned = r#"{"type": "Feature", "properties": {"id": 1}, "geometry": {"type": "Polygon",
        "coordinates": [[[50, 70], [51, 70], [51, 72], [50, 70]]]}}"#;
    fs::write(place.path().join("map.geojson"), turned).unwrap();
    let typed = ["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--out", "o.csv"];
    let said = refused(place.path(), &typed);
    assert!(said.contains("latitude and longitude are the wrong way round") && said.contains("ogr2ogr"), "{said}");
    assert!(!place.path().join("o.csv").exists());
}
