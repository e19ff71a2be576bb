//! Splitting a region through the program.

use std::fs;
use std::path::Path;

use crate::support::{document, error_of, place, refused, succeed, tizim};

/// Six blocks in two rows of three, of three rayons, with a plan of two districts.
fn stage(folder: &Path) {
    let blocks = "id,name,region,rayon,voters,district\na,A,North,R1,100,1\nb,B,North,R1,120,1\nc,C,North,R2,90,1\n\
                  d,D,North,R2,110,2\ne,E,North,R3,130,2\nf,F,North,R3,80,2\n";
    fs::write(folder.join("blocks.csv"), blocks).unwrap();
    let pairs = "one,other,metres\na,b,1000\nb,c,2500\na,d,1500\nb,e,900\nc,f,1200\nd,e,3000\ne,f,2000\n";
    fs::write(folder.join("pairs.csv"), pairs).unwrap();
}

const TYPED: [&str; 8] =
    ["districts", "split", "blocks.csv", "--seats", "2", "--adjacency", "pairs.csv", "--quiet"];

#[test]
fn a_plan_that_is_among_the_best_is_said_to_be() {
    let place = place();
    stage(place.path());
    let found = document(place.path(), &[&TYPED[..], &["--limit", "0.15", "--format", "json"]].concat());
    // Two rows of three blocks into two connected parts, counted by trying all 31 pairs of parts.
    assert_eq!(found["partitions"]["count"], 15);
    assert_eq!(found["search"]["reach"], "all");
    assert_eq!(found["plan"]["standing"]["among"], 2);
    assert_eq!(found["plan"]["standing"]["less_deviation"], 0);
    assert_eq!(found["best"]["deviation"]["districts"][0]["voters"], 310);
    assert_eq!(found["best"]["border"]["border"], 2500);
    assert!(found["findings"].as_array().unwrap().is_empty());
    let text = succeed(place.path(), &TYPED);
    assert!(text.contains("The plan is among the best"), "{text}");
}

#[test]
fn a_worse_plan_is_said_to_be_one_and_nothing_is_said_of_intent() {
    let place = place();
    stage(place.path());
    let worse = fs::read_to_string(place.path().join("blocks.csv")).unwrap();
    let worse = worse.replace("120,1", "120,2").replace("90,1", "90,2").replace("110,2", "110,1");
    fs::write(place.path().join("blocks.csv"), worse).unwrap();
    let found = document(place.path(), &[&TYPED[..], &["--limit", "0.35", "--format", "json"]].concat());
    let finding = &found["findings"][0];
    assert_eq!((finding["code"].as_str(), finding["severity"].as_str()), (Some("DIST-007"), Some("info")));
    let better = found["plan"]["standing"]["less_deviation"].as_u64().unwrap();
    assert!(better > 0 && finding["figures"]["better"] == better);
    let page = succeed(place.path(), &[&TYPED[..], &["--limit", "0.35", "--format", "html"]].concat());
    assert!(page.contains("tests nothing: it says nothing about intent"));
    // It does not keep the narrower limit: then it is placed among none, and that is said.
    let found = document(place.path(), &[&TYPED[..], &["--limit", "0.05", "--format", "json"]].concat());
    assert!(found["plan"]["standing"].is_null());
    assert_eq!(found["findings"][0]["code"], "DIST-090");
}

#[test]
fn a_plan_in_pieces_is_told() {
    let place = place();
    stage(place.path());
    let apart = fs::read_to_string(place.path().join("blocks.csv")).unwrap();
    let apart = apart.replace("120,1", "120,2");
    fs::write(place.path().join("blocks.csv"), apart).unwrap();
    let found = document(place.path(), &[&TYPED[..], &["--format", "json"]].concat());
    let finding = &found["findings"][0];
    assert_eq!((finding["code"].as_str(), finding["subject"]["id"].as_str()), (Some("DIST-003"), Some("1")));
    assert_eq!(found["plan"]["contiguous"], false);
}

#[test]
fn the_same_bytes_at_any_number_of_threads() {
    let place = place();
    stage(place.path());
    let with = |threads: &str| {
        succeed(place.path(), &[&TYPED[..], &["--threads", threads, "--format", "svg"]].concat())
    };
    assert_eq!(with("1"), with("4"));
}

#[test]
fn what_cannot_be_split_is_refused_with_what_to_do() {
    let place = place();
    stage(place.path());
    let with = |more: &[&str]| refused(place.path(), &[&["districts", "split", "blocks.csv"], more].concat());
    assert!(with(&["--seats", "2"]).contains("--adjacency"));
    let pairs = ["--adjacency", "pairs.csv"];
    assert!(with(&[&["--seats", "9"], &pairs[..]].concat()).contains("6 blocks cannot make 9 districts"));
    assert!(with(&[&["--seats", "0"], &pairs[..]].concat()).contains("expected 1 to 30"));
    assert!(with(&[&["--seats", "3", "--plan", "district"], &pairs[..]].concat()).contains("2 districts"));
    assert!(with(&[&["--seats", "2", "--plan", "nowhere"], &pairs[..]].concat()).contains("no column"));
    assert!(with(&[&["--seats", "2", "--limit", "15"], &pairs[..]].concat()).contains("--limit 0.15"));
    assert!(with(&[&["--seats", "2", "--region", "West"], &pairs[..]].concat()).contains("North"));
    let twice = fs::read_to_string(place.path().join("blocks.csv")).unwrap() + "a,A,North,R1,5,1\n";
    fs::write(place.path().join("blocks.csv"), twice).unwrap();
    assert!(with(&[&["--seats", "2"], &pairs[..]].concat()).contains("row 2 already"));
}

#[test]
fn the_table_of_blocks_is_what_other_programs_take() {
    let place = place();
    stage(place.path());
    let table = succeed(place.path(), &[&TYPED[..], &["--format", "csv"]].concat());
    assert!(table.contains("id,name,voters,plan,best_deviation,best_rayons,best_border"), "{table}");
    assert!(table.contains("c,C,90,1,1,2,2"), "{table}");
}

#[test]
fn a_region_is_one_however_it_is_written() {
    let place = place();
    stage(place.path());
    let blocks = fs::read_to_string(place.path().join("blocks.csv")).unwrap();
    let blocks = blocks.replacen("North", "Северная область", 3).replace("North", "Северная обл.");
    fs::write(place.path().join("blocks.csv"), blocks + "g,G,Южная,R4,80,3\n").unwrap();
    let with = ["--region", "СЕВЕРНАЯ", "--format", "json"];
    let found = document(place.path(), &[&TYPED[..], &with].concat());
    assert_eq!(found["partitions"]["count"], 15);
    let several = refused(place.path(), &TYPED);
    assert!(several.contains("2 regions") && several.contains("Северная область; Южная"), "{several}");
}

#[test]
fn an_island_makes_no_district_with_others() {
    let place = place();
    stage(place.path());
    fs::write(place.path().join("pairs.csv"), "one,other\na,b\nd,e\n").unwrap();
    let output = tizim(place.path(), &TYPED);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && text.contains("cannot be put together"),
        "{text}{}",
        error_of(&output)
    );
}

/// A map of the six blocks: squares of half a degree in two rows of three.
fn map_of_blocks() -> String {
    let square = |(place, id): (usize, &str)| {
        let (west, south) = (70.0 + 0.5 * (place % 3) as f64, 50.0 - 0.5 * (place / 3) as f64);
        let (east, north) = (west + 0.5, south + 0.5);
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{id}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
        )
    };
    let features: Vec<String> = ["a", "b", "c", "d", "e", "f"].into_iter().enumerate().map(square).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

#[test]
fn a_map_gives_neighbours_and_is_drawn_with_what_is_made_up_marked() {
    let place = place();
    stage(place.path());
    fs::write(place.path().join("map.geojson"), map_of_blocks()).unwrap();
    let typed = [
        "districts",
        "split",
        "blocks.csv",
        "--seats",
        "2",
        "--boundaries",
        "map.geojson",
        "--quiet",
        "--format",
    ];
    let found = document(place.path(), &[&typed[..], &["json"]].concat());
    assert_eq!(found["partitions"]["count"], 15);
    assert_eq!(found["border_by"], "metres");
    let drawn = succeed(place.path(), &[&typed[..], &["svg", "--synthetic"]].concat());
    assert!(drawn.contains("chart map areas") && drawn.contains(">SYNTHETIC</text>"), "{drawn}");
    assert!(drawn.contains("class=\"outline between\"") && drawn.contains(" km</text>"));
    // Each district bears its number.
    let names = drawn.split("label group on-gap").skip(1).filter_map(|text| text.split(['>', '<']).nth(1));
    assert_eq!(names.collect::<Vec<_>>(), ["1", "2"]);
    let page = succeed(place.path(), &[&typed[..], &["html"]].concat());
    assert_eq!(page.matches("chart map areas").count(), 2, "the most equal way, and the plan");
    assert!(!page.contains("SYNTHETIC"));
    // Whose map it is stands under each of them.
    let of_whom = ["html", "--map-source", "Survey <CC BY>"];
    let page = succeed(place.path(), &[&typed[..], &of_whom].concat());
    assert!(page.matches("Survey &lt;CC BY&gt;").count() >= 2 && !page.contains("<CC BY>"));
    // The same map under an audit of districts: drawn where it is, and not as tiles.
    let districts = "id,name,voters\na,A,100\nb,B,150\nc,C,90\nd,D,110\ne,E,130\nf,F,80\n";
    fs::write(place.path().join("districts.csv"), districts).unwrap();
    let typed =
        ["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--quiet", "--format", "svg"];
    let drawn = succeed(place.path(), &typed);
    assert!(
        drawn.contains("chart map areas") && drawn.matches("<path class=\"place").count() == 6,
        "{drawn}"
    );
}

#[test]
fn a_plan_beyond_the_limit_is_placed_among_the_ways_that_are_no_less_equal() {
    let place = place();
    stage(place.path());
    let worse = fs::read_to_string(place.path().join("blocks.csv")).unwrap();
    let worse = worse.replace("120,1", "120,2").replace("90,1", "90,2").replace("110,2", "110,1");
    fs::write(place.path().join("blocks.csv"), worse).unwrap();
    let found = document(place.path(), &[&TYPED[..], &["--limit", "0.05", "--format", "json"]].concat());
    let within = found["plan"]["deviation"].as_f64().unwrap().to_string();
    let same = document(place.path(), &[&TYPED[..], &["--limit", &within, "--format", "json"]].concat());
    assert!(found["plan"]["standing"].is_null() && same["plan"]["beyond"].is_null());
    assert_eq!(found["plan"]["beyond"], same["plan"]["standing"]);
    let codes: Vec<&str> =
        found["findings"].as_array().unwrap().iter().filter_map(|finding| finding["code"].as_str()).collect();
    assert_eq!(codes, ["DIST-090", "DIST-007"]);
}

#[test]
fn blocks_of_the_region_that_are_in_no_row_are_named() {
    let place = place();
    stage(place.path());
    let map = map_of_blocks();
    let lost = |map: &str| {
        fs::write(place.path().join("map.geojson"), map).unwrap();
        let table = fs::read_to_string(place.path().join("blocks.csv")).unwrap();
        let table: Vec<&str> = table.lines().filter(|line| !line.starts_with("e,")).collect();
        fs::write(place.path().join("five.csv"), table.join("\n")).unwrap();
        let typed = ["districts", "split", "five.csv", "--seats", "2", "--boundaries", "map.geojson"];
        tizim(place.path(), &[&typed[..], &["--format", "json"]].concat())
    };
    // The map says that the block lies in the region: nothing is counted without it.
    let of_north = map.replace("\"id\":", "\"region\":\"Northern\",\"id\":");
    let output = lost(&of_north);
    assert_eq!(output.status.code(), Some(2));
    let said = error_of(&output);
    assert!(said.contains("in no row of the table: 1, such as e") && said.contains("0 voters"), "{said}");
    // Nor does it count where the map puts the block elsewhere.
    let elsewhere = of_north.replace("\"Northern\",\"id\":\"e\"", "\"Eastern\",\"id\":\"e\"");
    assert!(lost(&elsewhere).status.success());
    // Where it says nothing of regions, that is told.
    let output = lost(&map);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = found["findings"].as_array().unwrap();
    let told = findings.iter().find(|finding| finding["subject"]["id"] == "blocks").unwrap();
    assert_eq!((told["code"].as_str(), told["figures"]["count"].as_u64()), (Some("DIST-090"), Some(1)));
    assert!(error_of(&output).contains("the ways are counted without them"));
}

#[test]
fn a_pair_that_is_stated_twice_counts_once_and_two_lengths_are_refused() {
    let place = place();
    stage(place.path());
    let pairs = fs::read_to_string(place.path().join("pairs.csv")).unwrap();
    let once = document(place.path(), &[&TYPED[..], &["--format", "json"]].concat());
    let with = |more: &str| fs::write(place.path().join("pairs.csv"), pairs.clone() + more).unwrap();
    with("b,a,1000\ne,d,3000\n");
    let twice = document(place.path(), &[&TYPED[..], &["--format", "json"]].concat());
    assert_eq!(once["best"], twice["best"]);
    with("b,a,1700\n");
    let said = refused(place.path(), &TYPED);
    assert!(said.contains("row 9, column `metres`") && said.contains("row 2"), "{said}");
    with("c,e,-20\n");
    let said = refused(place.path(), &TYPED);
    assert!(said.contains("row 9, column `metres`") && said.contains("below zero"), "{said}");
    with("c,e,\n");
    let output = tizim(place.path(), &TYPED[..7]);
    let said = error_of(&output);
    assert!(output.status.success() && said.contains("of 1 of 8 pairs of neighbours"), "{said}");
}

#[test]
fn a_chart_of_what_is_made_up_says_so() {
    let place = place();
    stage(place.path());
    let with = |more: &[&str]| succeed(place.path(), &[&TYPED[..], &["--format", "svg"], more].concat());
    assert!(with(&["--synthetic"]).contains("SYNTHETIC") && !with(&[]).contains("SYNTHETIC"));
}
