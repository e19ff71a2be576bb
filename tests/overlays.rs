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

/// Of a block that lies half beside the map, half of the voters are in the sum of no district; nor can districts have more
/// voters than all blocks.
#[test]
fn voters_beside_the_map_are_told_and_sums_add_up() {
    let place = place();
    stage(place.path());
    let block = |id: &str, [west, east]: [f64; 2], voters: u32| {
        rectangle(&format!(r#"{{"id": "{id}", "Voters": {voters}}}"#), [west, 50.0, east, 51.0])
    };
    let blocks = map(&[
        block("in", [70.0, 72.0], 200),
        block("half", [74.0, 78.0], 160),
        block("out", [80.0, 81.0], 31),
    ]);
    fs::write(place.path().join("beside.geojson"), blocks).unwrap();
    let found = audit(place.path(), &["--blocks", "beside.geojson"]);
    let beyond = &found["map"]["blocks"]["in_no_district"];
    assert_eq!(beyond["voters"], serde_json::json!({"low": 31.0, "high": 191.0, "tight": true}), "{beyond}");
    assert!(is_near(&beyond["voters_prorated"], 111.0) && beyond["blocks"] == 2, "{beyond}");
    let districts = found["map"]["blocks"]["districts"].as_array().unwrap();
    let inside: f64 = districts.iter().map(|one| one["voters_prorated"].as_f64().unwrap()).sum();
    assert!((inside + 111.0 - 391.0).abs() < 1e-6, "{districts:?}");
    let named = |subject: &str| {
        let findings = found["findings"].as_array().unwrap();
        findings
            .iter()
            .find(|one| one["subject"]["id"] == subject)
            .map(|one| one["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(named("voters in no district").as_deref(), Some("DIST-004"));
    assert_eq!(
        named("all districts").as_deref(),
        Some("DIST-005"),
        "630 voters are stated, and 391 there are"
    );
}

/// Of one block a lower bound is known and of another nothing: their district has at least so many, which can be too many.
#[test]
fn half_known_blocks_stay_bounds_through_the_sum() {
    let place = place();
    stage(place.path());
    let table = "id,voters,voters_low,voters_high,district\nr0,150,,,1\nr1,,1000,,1\nr2,,,,2\nr3,140,,,3\nr3,139,,,3\n";
    fs::write(place.path().join("half.csv"), table).unwrap();
    let typed = [
        "districts",
        "audit",
        "districts.csv",
        "--boundaries",
        "rayons.geojson",
        "--blocks",
        "half.csv",
        "--quiet",
        "--format",
        "json",
    ];
    let found = document(place.path(), &typed);
    let blocks = |id: &str| of(&found["map"]["districts"], "id", id)["blocks_voters"].clone();
    assert_eq!(blocks("1"), serde_json::json!({"low": 1150.0, "high": null, "tight": false}));
    assert_eq!(blocks("2"), Json::Null);
    assert_eq!(blocks("3"), serde_json::json!({"low": 139.0, "high": 140.0, "tight": true}));
    let named = |code: &str, word: &str| {
        let findings = found["findings"].as_array().unwrap();
        findings.iter().any(|one| one["code"] == code && one["title"].as_str().unwrap().contains(word))
    };
    assert!(named("DIST-005", "at least 1"), "1150 or more are not the 300 that are stated");
    assert!(named("DIST-090", "several rows") && named("DIST-090", "r3"));
}

/// Two parts of a district some 40 metres apart, with nothing between them, count as one, and the page says so.
#[test]
fn parts_that_come_near_count_as_one_and_are_told() {
    let place = place();
    let part = |west: f64, east: f64| {
        format!("[[[{west}, 50], [{east}, 50], [{east}, 51], [{west}, 51], [{west}, 50]]]")
    };
    let feature = |id: u32, parts: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"district": {id}}},
            "geometry": {{"type": "MultiPolygon", "coordinates": [{parts}]}}}}"#
        )
    };
    let two = [part(70.0, 71.0), part(71.0006, 72.0)].join(",");
    fs::write(place.path().join("map.geojson"), map(&[feature(1, &two), feature(2, &part(72.0, 73.0))]))
        .unwrap();
    fs::write(
        place.path().join("districts.csv"),
        "id,name,region,seats,voters\n1,One,A,1,300\n2,Two,A,1,290\n",
    )
    .unwrap();
    let text = succeed(
        place.path(),
        &["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--quiet"],
    );
    let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("parts that do not touch and count as one") && told.contains("100 m of each other"),
        "{text}"
    );
    assert!(!text.contains("DIST-003"), "{text}");
}

/// Land that was in a district and is in none, and the other way about, moved as well; a town that moves is seen, however little
/// of its rayon it is.
#[test]
fn land_of_nobody_and_a_town_move_too() {
    let place = place();
    stage(place.path());
    let one = |id: u32, name: &str, area: [f64; 4]| {
        rectangle(&format!(r#"{{"district": {id}, "name": "{name}"}}"#), area)
    };
    let then = [
        one(1, "D1", [70.0, 50.0, 73.0, 51.0]),
        one(2, "D2", [72.0, 51.0, 74.0, 52.0]),
        one(3, "D3", [74.0, 50.0, 76.0, 51.0]),
    ];
    fs::write(place.path().join("then.geojson"), map(&then)).unwrap();
    let found = audit(place.path(), &["--against", "then.geojson"]);
    let moves: Vec<(Json, Json)> = found["map"]["against"]["moves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["from"].clone(), one["to"].clone()))
        .collect();
    let expected = [("1", "2"), ("2", "")]
        .map(|(from, to)| (Json::from(from), if to.is_empty() { Json::Null } else { Json::from(to) }));
    let come = (Json::Null, Json::from("2"));
    assert!(expected.iter().chain([&come]).all(|one| moves.contains(one)) && moves.len() == 3, "{moves:?}");
}

/// Two districts along a parallel, one with a point more by a hand's breadth: the lines of the map are a hand's breadth apart,
/// the shortest ways between their ends kilometres.
#[test]
fn an_overlap_is_as_wide_as_it_is_drawn() {
    let place = place();
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
    write("districts.csv", "id,name,region,seats,voters\n1,North,A,1,300\n2,South,A,1,290\n");
    let unit = |id: u32, ring: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"district": {id}}},
            "geometry": {{"type": "Polygon", "coordinates": [[{ring}]]}}}}"#
        )
    };
    write(
        "map.geojson",
        &map(&[
            unit(1, "[66, 49], [72, 49], [72, 51], [66, 51], [66, 49]"),
            unit(2, "[66, 47], [72, 47], [72, 49], [69, 49.000002], [66, 49], [66, 47]"),
        ]),
    );
    let found = audit(place.path(), &[]);
    let overlap = of(&found["map"]["problems"], "kind", "overlap");
    // Half of six degrees of 73.2 km each by 0.22 m.
    let square_km = overlap["square_km"].as_f64().unwrap();
    assert!((square_km - 0.0488).abs() < 0.001, "{overlap}");
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
    let at_least = serde_json::json!({"low": 0.0, "high": null, "tight": false});
    assert_eq!(three["voters"], at_least, "of one of its blocks nothing is known");
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
