//! Maps laid on each other through the program: blocks that do not nest, rayons cut, another drawing, repairs, mergers.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, place, refused, succeed, tizim};

/// A feature with these properties in JSON, a rectangle.
fn rectangle(properties: &str, [west, south, east, north]: [f64; 4]) -> String {
    format!(
        r#"{{"type": "Feature", "properties": {properties}, "geometry": {{"type": "Polygon",
        "coordinates": [[[{west}, {south}], [{east}, {south}], [{east}, {north}], [{west}, {north}], [{west}, {south}]]]}}}}"#
    )
}

fn map(features: &[String]) -> String {
    format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","))
}

/// Three districts of two degrees in a row; the first two of region A.
pub(crate) fn stage(folder: &Path) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let district = |id: u32| {
        let west = 68.0 + 2.0 * f64::from(id);
        rectangle(&format!(r#"{{"district": {id}, "name": "D{id}"}}"#), [west, 50.0, west + 2.0, 51.0])
    };
    write("map.geojson", &map(&[district(1), district(2), district(3)]));
    write("districts.csv", "id,name,region,seats,voters\n1,One,A,1,300\n2,Two,A,1,200\n3,Three,B,1,130\n");
    // Rayons of one and a half degrees: the second and the third lie in two districts each.
    let rayon = |number: u32, voters: &str| {
        let west = 70.0 + 1.5 * f64::from(number);
        rectangle(
            &format!(r#"{{"id": "r{number}", "name": "R{number}", {voters}}}"#),
            [west, 50.0, west + 1.5, 51.0],
        )
    };
    let rayons = [
        rayon(0, r#""Voters": 220"#),
        rayon(1, r#""Voters": 150"#),
        rayon(2, r#""voters_low": 90, "voters_high": 120"#),
        rayon(3, r#""Voters": 140"#),
    ];
    write("rayons.geojson", &map(&rayons));
}

/// Beside it: another drawing, another table, addresses, and a map to be repaired.
pub(crate) fn stage_further(folder: &Path) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("earlier.geojson", &earlier());
    write("points.csv", POINTS);
    write("now.csv", NOW);
    write("then.csv", THEN);
    write("broken.geojson", &broken());
}

/// All four addresses of the second rayon stand in One; the third rayon has none.
const POINTS: &str = "id,lon,lat\na,71.6,50.5\nb,71.7,50.5\nc,71.8,50.5\nd,71.9,50.5\ne,70.5,50.5\nf,,\n";

/// Rayons put together: r1 moved from Two to One.
const NOW: &str = "id,voters,district,rayon,region\nr0,220,1,X,A\nr1,150,1,X,A\nr2,120,2,Y,A\nr3,140,3,Y,B\n";
const THEN: &str = "id,voters,district\nr0,220,1\nr1,150,2\nr2,120,2\nr3,140,3\n";

/// A district that crosses itself, and a sliver beside it.
fn broken() -> String {
    let tie = r#"{"type": "Feature", "properties": {"district": 1, "name": "D1", "note": "kept"}, "geometry": {"type": "Polygon",
        "coordinates": [[[70, 50], [71, 51], [72, 51], [72, 50], [71, 50], [70, 51], [70, 50]]]}}"#;
    map(&[
        tie.to_owned(),
        rectangle(r#"{"district": 2, "name": "D2"}"#, [72.0001, 50.0, 74.0, 51.0]),
        rectangle(r#"{"district": 3, "name": "D3"}"#, [74.0, 50.0, 76.0, 51.0]),
        rectangle(r#"{"district": 4, "name": "D4"}"#, [71.9, 51.0, 76.0, 51.5]),
        rectangle(r#"{"district": 5, "name": "D5"}"#, [71.9, 49.5, 76.0, 50.0]),
    ])
}

fn audit(folder: &Path, more: &[&str]) -> Json {
    let typed =
        ["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--quiet", "--format", "json"];
    document(folder, &[&typed[..], more].concat())
}

fn of<'a>(list: &'a Json, key: &str, value: &str) -> &'a Json {
    list.as_array().unwrap().iter().find(|one| one[key] == value).unwrap()
}

fn is_near(value: &Json, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 1e-6 * expected.abs().max(1.0)
}

#[test]
fn blocks_that_do_not_nest_are_prorated_and_cut_rayons_named() {
    let place = place();
    stage(place.path());
    let found = audit(place.path(), &["--blocks", "rayons.geojson"]);
    let blocks = &found["map"]["blocks"];
    assert_eq!((&blocks["units"], &blocks["divided"]), (&Json::from(4), &Json::from(2)));
    // One: the whole first rayon and a third of the second.
    let one = of(&blocks["districts"], "district", "1");
    assert_eq!(one["voters"], serde_json::json!({"low": 220.0, "high": 370.0, "tight": true}));
    assert!(is_near(&one["voters_prorated"], 270.0), "{one}");
    let two = of(&blocks["districts"], "district", "2");
    assert_eq!(two["voters"], serde_json::json!({"low": 0.0, "high": 270.0, "tight": true}));
    assert!(is_near(&two["voters_prorated"], 100.0 + 70.0), "{two}");
    let cuts = found["map"]["cuts"].as_array().unwrap();
    assert_eq!(cuts.iter().map(|cut| cut["rayon"].as_str().unwrap()).collect::<Vec<_>>(), ["r1", "r2"]);
    let parts = cuts[0]["districts"].as_array().unwrap();
    assert_eq!((&parts[0]["district"], &parts[1]["district"]), (&Json::from("2"), &Json::from("1")));
    assert!(is_near(&parts[0]["part"], 2.0 / 3.0), "{parts:?}");
    let named = found["findings"].as_array().unwrap();
    let named = named.iter().find(|one| one["rule"] == "whole-rayons").unwrap();
    assert!(named["title"].as_str().unwrap().contains("r1 (R1): 2 + 1"), "{named}");
    assert_eq!(
        (&named["code"], &named["severity"], &named["count"]),
        (&"DIST-002".into(), &"info".into(), &2.into())
    );
}

#[test]
fn points_divide_blocks_where_they_are_given() {
    let place = place();
    stage(place.path());
    fs::write(place.path().join("points.csv"), POINTS).unwrap();
    let found = audit(place.path(), &["--blocks", "rayons.geojson", "--points", "points.csv"]);
    let blocks = &found["map"]["blocks"];
    assert_eq!(blocks["divided_by_points"], 1);
    let one = of(&blocks["districts"], "district", "1");
    assert!(is_near(&one["voters_prorated"], 370.0), "{one}");
    assert_eq!(one["voters"]["low"], 220.0, "an address is no voter");
    let text = succeed(
        place.path(),
        &[
            "districts",
            "audit",
            "districts.csv",
            "--boundaries",
            "map.geojson",
            "--blocks",
            "rayons.geojson",
            "--points",
            "points.csv",
            "--quiet",
        ],
    );
    assert!(text.contains("BLOCKS THAT ARE DIVIDED BETWEEN DISTRICTS") && text.contains("points"), "{text}");
}

#[test]
fn a_table_joins_the_map_of_blocks_and_what_does_not_is_told() {
    let place = place();
    stage(place.path());
    let table = "id,voters,rayon\nr0,10,North\nr1,20,North\nr2,30,South\nr9,5,South\n";
    fs::write(place.path().join("blocks.csv"), table).unwrap();
    let found = audit(place.path(), &["--blocks", "blocks.csv", "--blocks", "rayons.geojson"]);
    let titles: Vec<&str> =
        found["findings"].as_array().unwrap().iter().filter_map(|one| one["title"].as_str()).collect();
    assert!(
        titles.iter().any(|title| title.starts_with("Blocks of their map") && title.contains("r3")),
        "{titles:?}"
    );
    assert!(
        titles.iter().any(|title| title.starts_with("Rows of the table of blocks") && title.contains("r9"))
    );
    let three = of(&found["map"]["blocks"]["districts"], "district", "3");
    assert_eq!(three["voters"], Json::Null, "of one of its blocks nothing is known");
    let rayons: Vec<&Json> =
        found["map"]["cuts"].as_array().unwrap().iter().map(|cut| &cut["rayon"]).collect();
    assert_eq!(rayons, ["North", "South"]);
    let said = refused(
        place.path(),
        &[
            "districts",
            "audit",
            "districts.csv",
            "--boundaries",
            "map.geojson",
            "--blocks",
            "a.csv",
            "--blocks",
            "b.csv",
        ],
    );
    assert!(said.contains("two tables"), "{said}");
}

/// The border of One and Two lay half a degree farther east.
fn earlier() -> String {
    map(&[
        rectangle(r#"{"district": 1, "name": "D1"}"#, [70.0, 50.0, 72.5, 51.0]),
        rectangle(r#"{"district": 2, "name": "D2"}"#, [72.5, 50.0, 74.0, 51.0]),
        rectangle(r#"{"district": 3, "name": "D3"}"#, [74.0, 50.0, 76.0, 51.0]),
    ])
}

#[test]
fn two_maps_are_compared_by_land_and_voters() {
    let place = place();
    stage(place.path());
    fs::write(place.path().join("earlier.geojson"), earlier()).unwrap();
    fs::write(
        place.path().join("earlier.csv"),
        "id,name,region,seats,voters\n1,One,A,1,310\n2,Two,A,1,190\n3,Three,B,1,130\n",
    )
    .unwrap();
    let blocks = "id,voters,lon,lat\na,40,72.25,50.5\nb,60,70.5,50.5\nc,7,72.4,50.2\n";
    fs::write(place.path().join("places.csv"), blocks).unwrap();
    let found = audit(
        place.path(),
        &["--against", "earlier.geojson", "--against", "earlier.csv", "--blocks", "places.csv"],
    );
    let moves = found["map"]["against"]["moves"].as_array().unwrap();
    assert_eq!(moves.len(), 1, "{moves:?}");
    assert_eq!(
        (&moves[0]["from"], &moves[0]["to"], &moves[0]["voters"]),
        (&"1".into(), &"2".into(), &47.into())
    );
    // A fifth of the earlier district; half a degree by a degree there: 3,946 km2.
    assert!(
        is_near(&moves[0]["part"], 0.2) && (moves[0]["square_km"].as_f64().unwrap() - 3946.0).abs() < 1.0
    );
    assert!(found.get("gained").is_some(), "{:?}", found.as_object().unwrap().keys());
    let typed = [
        "districts",
        "audit",
        "districts.csv",
        "--boundaries",
        "map.geojson",
        "--against",
        "earlier.geojson",
        "--quiet",
    ];
    let html = succeed(place.path(), &[&typed[..], &["--format", "html"]].concat());
    assert!(html.contains("What moved between districts") && html.contains("One → Two"), "drawn and named");
    let alone = ["districts", "audit", "districts.csv", "--against", "earlier.geojson"];
    assert!(refused(place.path(), &alone).contains("there is none to compare it with"));
    // The same map against itself: nothing moved.
    let same = audit(place.path(), &["--against", "map.geojson"]);
    assert_eq!(same["map"]["against"]["moves"], serde_json::json!([]));
}

#[test]
fn two_tables_of_the_same_blocks_are_compared() {
    let place = place();
    stage(place.path());
    stage_further(place.path());
    let typed = [
        "districts",
        "audit",
        "districts.csv",
        "--boundaries",
        "rayons.geojson",
        "--blocks",
        "now.csv",
        "--against-blocks",
        "then.csv",
        "--quiet",
        "--format",
        "json",
    ];
    let found = document(place.path(), &typed);
    let moves = found["map"]["against"]["moves"].as_array().unwrap();
    assert_eq!(moves.len(), 1);
    assert_eq!(
        (&moves[0]["from"], &moves[0]["to"], &moves[0]["voters"]),
        (&"2".into(), &"1".into(), &150.into())
    );
    assert!(is_near(&moves[0]["part"], 0.5), "{moves:?}");
    // Y of region A is in one district, and Y of region B in another: two rayons, and neither is cut.
    assert_eq!(found["map"]["cuts"], serde_json::json!([]));
}

#[test]
fn a_repair_is_asked_for_told_and_written() {
    let place = place();
    stage(place.path());
    fs::write(place.path().join("map.geojson"), broken()).unwrap();
    let plain = audit(place.path(), &[]);
    assert_eq!(plain["map"].get("repairs"), None, "never unasked");
    let found = audit(place.path(), &["--repair", "--repaired", "mended.geojson"]);
    assert_eq!(found["map"]["problems"], plain["map"]["problems"], "what was wrong is told as before");
    let repairs = found["map"]["repairs"].as_array().unwrap();
    let crossed = of(&found["map"]["repairs"], "unit", "1");
    assert!(crossed["repaired"].as_array().unwrap().contains(&"self_intersection".into()), "{repairs:?}");
    assert!(crossed["square_km_after"].as_f64() > crossed["square_km_before"].as_f64());
    assert!(repairs.iter().any(|one| one["repaired"].as_array().unwrap().contains(&"sliver_gap".into())));
    let mended: Json =
        serde_json::from_slice(&fs::read(place.path().join("mended.geojson")).unwrap()).unwrap();
    let first = &mended["features"][0];
    assert_eq!(
        (&first["properties"]["note"], &first["geometry"]["type"]),
        (&"kept".into(), &"MultiPolygon".into())
    );
    assert!(first["properties"]["tizim_repaired"].as_str().unwrap().contains("self_intersection"));
    fs::rename(place.path().join("mended.geojson"), place.path().join("map.geojson")).unwrap();
    let again = audit(place.path(), &["--repair"]);
    assert_eq!(
        (&again["map"]["problems"], &again["map"]["repairs"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
    let said = refused(
        place.path(),
        &["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--repaired", "x"],
    );
    assert!(said.contains("--repair"), "{said}");
}

#[test]
fn the_smallest_district_is_merged_with_each_neighbour() {
    let place = place();
    stage(place.path());
    let table = "id,name,region,seats,voters\n1,One,A,1,300\n2,Two,B,1,210\n3,Three,C,1,90\n";
    fs::write(place.path().join("districts.csv"), table).unwrap();
    let found = audit(place.path(), &[]);
    let mergers = &found["map"]["mergers"];
    assert_eq!((&mergers["smallest"], &mergers["region"]), (&"3".into(), &"C".into()));
    let ways = mergers["ways"].as_array().unwrap();
    // B alone borders on it. Together 300 of 600 voters and of 3 seats: a quota and a half.
    let told: Vec<(&str, u64, bool)> = ways
        .iter()
        .map(|way| {
            (
                way["region"].as_str().unwrap(),
                way["seats"].as_u64().unwrap(),
                way["as_now"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [("B", 1, false), ("B", 2, true)]);
    assert!(is_near(&ways[0]["deviation"], 0.5) && is_near(&ways[1]["deviation"], -0.25), "{ways:?}");
    assert!((ways[0]["border_km"].as_f64().unwrap() - 111.26).abs() < 0.1, "a degree of latitude: {ways:?}");
}

#[test]
fn where_density_is_no_reason_is_said() {
    let place = place();
    stage(place.path());
    // All of one size: the largest is above the quota, and the most densely settled; density and deviation are one thing.
    let found = audit(place.path(), &[]);
    assert_eq!(found["map"]["density"]["unexplained"], serde_json::json!([]));
    // Where none deviates, nothing is claimed of any.
    let fixed = fs::read_to_string(place.path().join("districts.csv")).unwrap();
    fs::write(place.path().join("districts.csv"), "id,name,voters\n1,One,1000\n2,Two,1000\n3,Three,1000\n")
        .unwrap();
    let equal = succeed(
        place.path(),
        &["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--quiet"],
    );
    let equal = equal.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(equal.contains("density has nothing to explain") && !equal.contains("Density points"), "{equal}");
    fs::write(place.path().join("districts.csv"), fixed).unwrap();
    // A little more thinly settled than the middle is a hairline, and says nothing.
    let near = map(&[
        rectangle(r#"{"district": 1, "name": "D1"}"#, [70.0, 50.0, 73.2, 51.0]),
        rectangle(r#"{"district": 2, "name": "D2"}"#, [73.2, 50.0, 75.2, 51.0]),
        rectangle(r#"{"district": 3, "name": "D3"}"#, [75.2, 50.0, 76.5, 51.0]),
    ]);
    fs::write(place.path().join("map.geojson"), near).unwrap();
    assert_eq!(audit(place.path(), &[])["map"]["density"]["unexplained"], serde_json::json!([]));
    // The first is nine times as large, and above the quota all the same.
    let large = map(&[
        rectangle(r#"{"district": 1, "name": "D1"}"#, [60.0, 48.0, 72.0, 51.0]),
        rectangle(r#"{"district": 2, "name": "D2"}"#, [72.0, 50.0, 74.0, 51.0]),
        rectangle(r#"{"district": 3, "name": "D3"}"#, [74.0, 50.0, 76.0, 51.0]),
    ]);
    fs::write(place.path().join("map.geojson"), large).unwrap();
    let found = audit(place.path(), &[]);
    assert_eq!(found["map"]["density"]["unexplained"], serde_json::json!(["1"]));
    let said = tizim(
        place.path(),
        &["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--quiet"],
    );
    let said = String::from_utf8(said.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Density points the other way in: 1.") && said.contains("1 (One)"), "{said}");
}
