//! Maps through the program: points to districts, and districts with their map.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, json_file, place, refused, succeed, tizim};

/// Three districts in a row, of which the second is inside the third's hole-free neighbour by half: 1 and 2 overlap.
const MAP: &str = r#"{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"district": 1, "name": "West"}, "geometry": {"type": "Polygon",
    "coordinates": [[[70, 50], [72, 50], [72, 51], [70, 51], [70, 50]]]}},
  {"type": "Feature", "properties": {"district": 2, "name": "Middle"}, "geometry": {"type": "Polygon",
    "coordinates": [[[71, 50], [73, 50], [73, 51], [71, 51], [71, 50]]]}},
  {"type": "Feature", "properties": {"district": 3, "name": "East"}, "geometry": {"type": "Polygon",
    "coordinates": [[[73, 50], [74, 50], [74, 51], [73, 51], [73, 50]]]}}
]}"#;

pub(crate) fn with_map() -> tempfile::TempDir {
    let place = place();
    fs::write(place.path().join("map.geojson"), MAP).unwrap();
    place
}

fn assign(folder: &Path, more: &[&str]) -> String {
    succeed(
        folder,
        &[&["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--quiet"], more].concat(),
    )
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
        writeln!(points, "p{point},{:.6},{:.6}", 69.5 + 5.0 * part(7919), 49.9 + 1.2 * part(104_729))
            .unwrap();
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
    let broken =
        MAP.replace("[[[73, 50], [74, 50], [74, 51], [73, 51], [73, 50]]]", "[[[73, 50], [74, 50]]]");
    fs::write(place.path().join("map.geojson"), broken).unwrap();
    let output = tizim(place.path(), &["districts", "assign", "points.csv", "--boundaries", "map.geojson"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("units: 2, features: 3; codes from `district`; WGS 84 assumed"), "{said}");
    assert!(said.contains("of feature 3 (`3`) something was left out: short ring"), "{said}");
    assert!(said.contains("points: 1; district: 1; boundary: 0"), "{said}");
}

#[test]
fn how_an_answer_was_made_stands_beside_it() {
    let place = with_map();
    fs::write(place.path().join("points.csv"), "id,lon,lat\na,70.5,50.5\nb,71.5,50.5\nc,,\n").unwrap();
    let made = |name: &str| {
        let manifest = format!("{name}.json");
        let typed = ["--out", &format!("{name}.csv")[..], "--manifest", &manifest, "--no-timestamp"];
        assign(place.path(), &typed);
        json_file(&place.path().join(manifest))
    };
    let found = made("one");
    let inputs = found["manifest"]["inputs"].as_array().unwrap();
    let roles: Vec<&str> = inputs.iter().map(|input| input["role"].as_str().unwrap()).collect();
    assert_eq!((roles, &inputs[0]["rows_read"]), (vec!["points", "boundaries"], &Json::from(3)));
    assert_eq!(
        found["counts"],
        serde_json::json!({"boundary": 0, "district": 1, "gap": 0, "overlap": 1, "unreadable": 1})
    );
    let written = fs::read(place.path().join("one.csv")).unwrap();
    let digest: String = found["files"][0]["blake3"].as_str().unwrap().split(' ').collect();
    assert_eq!(digest, blake3::hash(&written).to_hex().to_string());
    assert_eq!(found["files"][0]["bytes"], written.len());
    let again = made("two");
    assert_eq!((&again["manifest"], &again["counts"]), (&found["manifest"], &found["counts"]));
    let alone = ["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--manifest", "m.json"];
    assert!(refused(place.path(), &alone).contains("--out"));
}

#[test]
fn the_code_is_named_in_the_file_of_columns() {
    let place = with_map();
    fs::write(place.path().join("points.csv"), "id,lon,lat\na,70.5,50.5\n").unwrap();
    fs::write(place.path().join("columns.toml"), "[columns.boundaries]\nid = 'name'\n").unwrap();
    assert!(assign(place.path(), &["--columns", "columns.toml"]).contains("a,district,West,\n"));
    fs::write(place.path().join("columns.toml"), "[columns.boundaries]\nid = 'smd'\n").unwrap();
    let typed =
        ["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--columns", "columns.toml"];
    let said = refused(place.path(), &typed);
    assert!(
        said.contains("no feature of `map.geojson` has a property `smd`; there are `district`, `name`"),
        "{said}"
    );
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
    assert!(
        said.contains("latitude and longitude are the wrong way round") && said.contains("ogr2ogr"),
        "{said}"
    );
    assert!(!place.path().join("o.csv").exists());
}

/// Six blocks of one degree in a row, the first three of region A, the others of B.
fn blocks() -> String {
    let block = |place: usize| {
        let (west, east, region) = (70 + place, 71 + place, if place < 3 { "A" } else { "B" });
        format!(
            r#"{{"type": "Feature", "properties": {{"id": "b{place}", "region": "{region}"}}, "geometry": {{"type": "Polygon",
            "coordinates": [[[{west}, 50], [{east}, 50], [{east}, 51], [{west}, 51], [{west}, 50]]]}}}}"#
        )
    };
    let blocks: Vec<String> = (0..6).map(block).collect();
    format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, blocks.join(","))
}

fn finding<'a>(audit: &'a Json, code: &str) -> Vec<&'a Json> {
    audit["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect()
}

#[test]
fn districts_made_of_blocks_are_judged_on_the_map() {
    let place = place();
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
    write("map.geojson", &blocks());
    write("districts.csv", "id,name,region,seats,voters\n1,One,A,1,300\n2,Two,A,1,200\n3,Three,B,1,290\n");
    write(
        "blocks.csv",
        "id,voters,district\nb0,100,1\nb1,100,2\nb2,100,1\nb3,100,3\nb4,90,3\nb5,100,1\nb7,5,1\n",
    );
    let typed =
        ["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--blocks", "blocks.csv"];
    let audit = document(place.path(), &[&typed[..], &["--quiet", "--format", "json"]].concat());
    let apart = finding(&audit, "DIST-003");
    assert_eq!(
        (apart.len(), &apart[0]["subject"]["id"], &apart[0]["figures"]["parts"]),
        (1, &Json::from("1"), &Json::from(3))
    );
    let crossing = finding(&audit, "DIST-002");
    assert_eq!(
        (crossing.len(), &crossing[0]["subject"]["id"], &crossing[0]["severity"]),
        (1, &Json::from("1"), &Json::from("warning"))
    );
    // The blocks of 2 add up to 100 and not to 200, those of 3 to 190 and not to 290.
    let sums: Vec<&Json> =
        finding(&audit, "DIST-005").iter().map(|finding| &finding["subject"]["id"]).collect();
    assert_eq!(sums, ["2", "3"]);
    let not_joined = finding(&audit, "DIST-090");
    assert!(
        not_joined.iter().any(|finding| finding["title"].as_str().unwrap().contains("b7")),
        "{not_joined:?}"
    );
    let districts = audit["map"]["districts"].as_array().unwrap();
    assert_eq!(districts.len(), 3);
    assert_eq!(districts[0]["regions"], serde_json::json!(["A", "B"]));
    // One block is nearly a trapezium of 7,892 km2 (GeographicLib), and as compact as a square drawn out to the north.
    let two = &districts[1];
    assert!((two["square_km"].as_f64().unwrap() - 7892.06).abs() < 0.01, "{two}");
    assert!((0.70..0.79).contains(&two["polsby_popper"].as_f64().unwrap()), "{two}");
    assert_eq!(audit["map"]["borders"].as_array().unwrap().len(), 5);
}

#[test]
fn a_region_in_two_spellings_is_crossed_by_nobody() {
    let place = place();
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
    write("map.geojson", &blocks());
    write("districts.csv", "id,name,region,seats,voters\n1,One,A,1,300\n3,Three,B,1,290\n");
    let table = |last: &str| {
        format!(
            "id,voters,district,region\nb0,100,1,Северная область\nb1,100,1,Северная обл.\nb2,100,1,СЕВЕРНАЯ\n\
             b3,100,3,Южная обл.\nb4,90,3,ЮЖНАЯ ОБЛАСТЬ\nb5,100,3,{last}\n"
        )
    };
    let typed =
        ["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--blocks", "blocks.csv"];
    let audited = |last: &str| {
        write("blocks.csv", &table(last));
        document(place.path(), &[&typed[..], &["--quiet", "--format", "json"]].concat())
    };
    let audit = audited("Южная");
    assert!(finding(&audit, "DIST-002").is_empty());
    assert_eq!(audit["map"]["districts"][0]["regions"], serde_json::json!(["Северная область"]));
    assert_eq!(finding(&audited("Западная"), "DIST-002").len(), 1);
}

#[test]
fn a_map_of_districts_stands_in_every_format_of_the_report() {
    let place = with_map();
    fs::write(
        place.path().join("d.csv"),
        "id,name,region,seats,voters\n1,W,A,1,300\n2,M,A,1,200\n4,X,B,1,290\n",
    )
    .unwrap();
    let typed = ["districts", "audit", "d.csv", "--boundaries", "map.geojson", "--quiet", "--no-timestamp"];
    let text = succeed(place.path(), &typed);
    assert!(text.contains("Several units cover the same") && text.contains("Districts on the map"), "{text}");
    assert!(!text.contains("<boundaries.") && !text.contains("{units}"), "{text}");
    let audit = document(place.path(), &[&typed[..], &["--format", "json"]].concat());
    let unmatched: Vec<&str> =
        finding(&audit, "DIST-090").iter().map(|finding| finding["title"].as_str().unwrap()).collect();
    assert!(
        unmatched.iter().any(|title| title.contains("without a row") && title.contains("3 (East)")),
        "{unmatched:?}"
    );
    assert!(
        unmatched.iter().any(|title| title.contains("without a unit") && title.contains('4')),
        "{unmatched:?}"
    );
    let overlap = finding(&audit, "DIST-004");
    assert_eq!(overlap.len(), 1);
    // Between two parallels, as the lines of the map run; by the shortest ways between the corners it would be 7892.06.
    assert!((overlap[0]["figures"]["square_km"].as_f64().unwrap() - 7892.219).abs() < 0.001);
    assert!(
        audit["manifest"]["inputs"].as_array().unwrap().iter().any(|input| input["role"] == "boundaries")
    );
    for format in ["html", "csv"] {
        let shown = succeed(place.path(), &[&typed[..], &["--format", format]].concat());
        assert!(shown.contains("cover the same") && !shown.contains("<boundaries."), "{format}");
    }
}

#[test]
fn enclaves_islands_and_corners_are_named() {
    let place = place();
    let square = |id: &str, [west, south, east, north]: [f64; 4], hole: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"id": "{id}"}}, "geometry": {{"type": "Polygon", "coordinates":
            [[[{west}, {south}], [{east}, {south}], [{east}, {north}], [{west}, {north}], [{west}, {south}]]{hole}]}}}}"#
        )
    };
    let features = [
        square("around", [70.0, 50.0, 73.0, 53.0], ", [[71, 51], [71, 52], [72, 52], [72, 51], [71, 51]]"),
        square("within", [71.0, 51.0, 72.0, 52.0], ""),
        square("corner", [73.0, 53.0, 74.0, 54.0], ""),
        square("alone", [80.0, 50.0, 81.0, 51.0], ""),
    ];
    let map = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
    fs::write(place.path().join("map.geojson"), map).unwrap();
    let table = "id,name,voters\naround,A,300\nwithin,B,310\ncorner,C,290\nalone,D,300\n";
    fs::write(place.path().join("d.csv"), table).unwrap();
    let text =
        succeed(place.path(), &["districts", "audit", "d.csv", "--boundaries", "map.geojson", "--quiet"]);
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    for expected in ["enclave within around", "island alone", "corner to corner around corner"] {
        assert!(lines.iter().any(|line| line.join(" ") == expected), "{expected}: {text}");
    }
}

#[test]
fn made_up_electorates_are_marked_across_every_map() {
    let place = with_map();
    let districts = "id,name,region,seats,voters\n1,W,A,1,300\n2,M,A,1,200\n3,X,B,1,290\n";
    fs::write(place.path().join("d.csv"), districts).unwrap();
    let typed = ["districts", "audit", "d.csv", "--boundaries", "map.geojson", "--quiet"];
    let with = |more: &[&str]| succeed(place.path(), &[&typed[..], more].concat());
    let marks = |page: &str| page.matches(">SYNTHETIC</text>").count();
    assert_eq!(marks(&with(&["--format", "svg"])), 0);
    assert_eq!(marks(&with(&["--synthetic", "--format", "svg"])), 1);
    let page = with(&["--synthetic", "--against", "map.geojson", "--format", "html"]);
    assert_eq!(marks(&page), 2, "and across the map of what moved");
    assert!(page.contains("electorates are made up"));
    // Whoever works with the nation of `synth` names its profile, and that says so.
    succeed(place.path(), &["synth", "--voters", "1000", "--seed", "1", "--out", "nation", "--quiet"]);
    let of_nation = with(&["--profile", "nation/profile.toml", "--format", "svg"]);
    assert_eq!(marks(&of_nation), 1);
}
