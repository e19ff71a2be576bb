//! Rows of tables on a map by their codes: which property holds them, zeros in front, codes of others, and rows that are missing.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{document, error_of, place, refused, succeed, tizim};

/// Five squares in a row from east to west, each with these properties in JSON.
fn squares(properties: [&str; 5]) -> String {
    let one = |(number, properties): (usize, &str)| {
        let (west, east) = (75 - number, 76 - number);
        format!(
            r#"{{"type": "Feature", "properties": {properties}, "geometry": {{"type": "Polygon",
            "coordinates": [[[{west}, 48], [{east}, 48], [{east}, 49], [{west}, 49], [{west}, 48]]]}}}}"#
        )
    };
    let all: Vec<String> = properties.into_iter().enumerate().map(one).collect();
    format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, all.join(","))
}

/// Districts 101 to 105, of which the map holds the last first.
const TABLE: &str = "id,name,voters\n101,Aul,500\n102,Bel,520\n103,Col,480\n104,Dal,510\n105,Eki,490\n";

fn with(table: &str, properties: [&str; 5]) -> tempfile::TempDir {
    let place = place();
    fs::write(place.path().join("t.csv"), table).unwrap();
    fs::write(place.path().join("m.geojson"), squares(properties)).unwrap();
    place
}

const AUDIT: [&str; 5] = ["districts", "audit", "t.csv", "--boundaries", "m.geojson"];

fn audit(folder: &Path) -> Json {
    document(folder, &[&AUDIT[..], &["--quiet", "--format", "json"]].concat())
}

/// The codes of the map, in its order.
fn codes(audit: &Json) -> Vec<&str> {
    let districts = audit["map"]["districts"].as_array().unwrap();
    districts.iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[test]
fn the_place_in_the_file_is_no_code() {
    let unknown = [
        r#"{"zone": 105, "size": 1}"#,
        r#"{"zone": 104, "size": 1}"#,
        r#"{"zone": 103, "size": 1}"#,
        r#"{"zone": 102, "size": 1}"#,
        r#"{"zone": 101, "size": 1}"#,
    ];
    let place = with(TABLE, unknown);
    let said = refused(place.path(), &AUDIT);
    assert!(said.contains("there are `size`, `zone`"), "{said}");
    assert!(
        said.contains("in `zone` stand codes of the table, 5 in all")
            && said.contains(r#"`columns.boundaries.id = "zone"`"#),
        "{said}"
    );
    // What it says to write is what helps.
    fs::write(place.path().join("columns.toml"), "columns.boundaries.id = \"zone\"\n").unwrap();
    let typed = [&AUDIT[..], &["--columns", "columns.toml", "--quiet", "--format", "json"]].concat();
    assert_eq!(codes(&document(place.path(), &typed)), ["105", "104", "103", "102", "101"]);
    // Points are put into no district that is a place in the file either.
    fs::write(place.path().join("p.csv"), "id,lon,lat\na,75.5,48.5\n").unwrap();
    let assign = ["districts", "assign", "p.csv", "--boundaries", "m.geojson"];
    assert!(refused(place.path(), &assign).contains("there are `size`, `zone`"));
    // A map that says nothing at all has nothing by which a row could be found.
    fs::write(place.path().join("m.geojson"), squares(["{}"; 5])).unwrap();
    assert!(refused(place.path(), &AUDIT).contains("names none of its features"));
    assert!(succeed(place.path(), &assign).contains("a,district,1,"));
    // One feature without a code is no district of the table.
    let table = "id,voters\n1,500\n2,520\n3,480\n4,510\n5,490\n";
    let place = with(table, [r#"{"id": 5}"#, "{}", r#"{"id": 3}"#, r#"{"id": 1}"#, r#"{"id": 4}"#]);
    assert_eq!(codes(&audit(place.path())), ["5", "#2", "3", "1", "4"]);
}

#[test]
fn the_property_in_which_the_codes_of_the_table_stand_is_the_code() {
    let of = |id: [u32; 5], okrug: [u32; 5]| -> Vec<String> {
        id.iter().zip(okrug).map(|(id, okrug)| format!(r#"{{"id": {id}, "okrug_no": {okrug}}}"#)).collect()
    };
    let own = of([0, 1, 2, 3, 4], [5, 4, 3, 2, 1]);
    let table = "id,voters\n1,500\n2,520\n3,480\n4,510\n5,490\n";
    let properties = [&own[0], &own[1], &own[2], &own[3], &own[4]].map(String::as_str);
    let place = with(table, properties);
    let output = tizim(place.path(), &AUDIT);
    let said = error_of(&output);
    assert!(said.contains("codes from `okrug_no`"), "{said}");
    assert!(
        said.contains("other properties that could be the code: `id`; `--columns` says which is"),
        "{said}"
    );
    assert_eq!(codes(&audit(place.path())), ["5", "4", "3", "2", "1"]);
    let shown = String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("codes of the map were taken from `okrug_no`"), "{shown}");
    // Numbers of rows are no codes where nothing but points is asked about.
    fs::write(place.path().join("p.csv"), "id,lon,lat\na,75.5,48.5\n").unwrap();
    let assigned = succeed(place.path(), &["districts", "assign", "p.csv", "--boundaries", "m.geojson"]);
    assert!(assigned.contains("a,district,5,"), "{assigned}");
    // Another numbering of the same units is told apart by the table alone.
    let pcodes = "id,voters\nKZ5,500\nKZ4,520\nKZ3,480\nKZ2,510\nKZ1,490\n";
    let both =
        [1, 2, 3, 4, 5].map(|number| format!(r#"{{"KATO": "{number}00", "ADM2_PCODE": "KZ{number}"}}"#));
    let place = with(pcodes, [0, 1, 2, 3, 4].map(|number: usize| both[number].as_str()));
    assert_eq!(codes(&audit(place.path())), ["KZ1", "KZ2", "KZ3", "KZ4", "KZ5"]);
}

#[test]
fn zeros_in_front_make_no_other_code() {
    let table = "id,name,voters\n07,Aul,500\n008,Bel,520\n9,Col,480\n10,Dal,510\n11,Eki,490\n";
    let place =
        with(table, [r#"{"id": 7}"#, r#"{"id": "8"}"#, r#"{"id": "09"}"#, r#"{"id": 10}"#, r#"{"id": 12}"#]);
    let output = tizim(place.path(), &AUDIT);
    let said = error_of(&output);
    assert!(said.contains("zeros in front alone are taken for the same: 3"), "{said}");
    let found = audit(place.path());
    assert_eq!(codes(&found), ["07", "008", "9", "10", "12"]);
    let shown = String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        shown.contains("Districts on the map that are not in the table: 1 of 5. Rows of the table that are not on the map: 1."),
        "{shown}"
    );
    assert!(shown.contains("zeros in front alone were taken for the same: 3"), "{shown}");
    // Where zeros tell two apart, they are two.
    let apart = with(
        "id,voters\n7,500\n8,520\n9,480\n",
        [r#"{"id": "7"}"#, r#"{"id": "07"}"#, r#"{"id": 8}"#, r#"{"id": 9}"#, r#"{"id": 4}"#],
    );
    assert_eq!(codes(&audit(apart.path())), ["7", "07", "8", "9", "4"]);
}

#[test]
fn what_is_not_in_the_table_is_drawn_beside_it() {
    let table = "id,name,voters\n21,Aul,500\n22,Bel,700\n23,Col,480\n24,Dal,510\n";
    let ids =
        [r#"{"id": 21}"#, r#"{"id": 22}"#, r#"{"id": 23}"#, r#"{"id": 24}"#, r#"{"id": 25, "name": "Zhar"}"#];
    let place = with(table, ids);
    let svg = succeed(place.path(), &[&AUDIT[..], &["--quiet", "--format", "svg"]].concat());
    assert!(svg.contains(">not in the table<") && svg.contains("Zhar: not in the table"), "{svg}");
    assert_eq!(svg.matches("class=\"place").count(), 5 + 1, "five places, and one sample in the legend");
    let russian =
        succeed(place.path(), &[&AUDIT[..], &["--quiet", "--format", "svg", "--lang", "ru"]].concat());
    assert!(russian.contains(">нет в таблице<"));
    let csv = succeed(place.path(), &[&AUDIT[..], &["--quiet", "--format", "json"]].concat());
    assert!(!csv.contains("\"not_checked\""), "a word of the page alone");
    // Nothing at all in common is an error with both sides and what would match.
    fs::write(place.path().join("t.csv"), "id,name,voters\nKZ-1,Aul,500\nKZ-2,Bel,520\n").unwrap();
    let said = refused(place.path(), &AUDIT);
    assert!(
        said.contains("no code of `t.csv` is on the map `m.geojson`: in the one codes look like `AA-9`, on the other like `99`"),
        "{said}"
    );
    assert!(said.contains("the map has the properties `id`, `name`"), "{said}");
    let named = [1, 2, 3, 4, 5].map(|number| format!(r#"{{"id": 2{number}, "mark": "KZ-{number}"}}"#));
    fs::write(place.path().join("m.geojson"), squares([0, 1, 2, 3, 4].map(|one: usize| named[one].as_str())))
        .unwrap();
    let said = refused(place.path(), &AUDIT);
    assert!(said.contains("in `mark` stand codes of the table, 2 in all"), "{said}");
    let said = refused(place.path(), &[&AUDIT[..], &["--format", "svg"]].concat());
    assert!(said.contains("no code of `t.csv`"), "{said}");
}

#[test]
fn names_of_other_rows_give_shifted_codes_away() {
    let named = |names: [&str; 5]| -> Vec<String> {
        let of = |(place, name): (usize, &&str)| format!(r#"{{"id": {}, "name": "{name}"}}"#, 105 - place);
        names.iter().enumerate().map(of).collect()
    };
    let case = |names: [&str; 5]| {
        let own = named(names);
        with(TABLE, [0, 1, 2, 3, 4].map(|one: usize| own[one].as_str()))
    };
    let right = case(["Eki", "DAL", "Col rayon", "Bel", "Aul"]);
    let finding = |found: &Json| {
        let findings = found["findings"].as_array().unwrap();
        findings.iter().find(|one| one["subject"]["id"] == "names on the map").cloned()
    };
    assert!(finding(&audit(right.path())).is_none());
    let shifted = case(["Aul", "Eki", "Dal", "Col", "Bel"]);
    let said = refused(shifted.path(), &AUDIT);
    assert!(said.contains("of 5 names compared none agrees, and 5 are those of other rows"), "{said}");
    let partly = case(["Aul", "Rog", "Dal", "Sor", "Tau"]);
    assert_eq!(finding(&audit(partly.path())).unwrap()["severity"], "warning");
    let others = case(["Pol", "Rog", "Lug", "Sor", "Tau"]);
    assert_eq!(finding(&audit(others.path())).unwrap()["severity"], "notice");
    let cyrillic = case(["Екі", "Дал", "Кол", "Бел", "Аул"]);
    assert!(finding(&audit(cyrillic.path())).is_none(), "names in two scripts cannot be compared");
}

#[test]
fn another_map_with_other_codes_is_not_compared() {
    let ids = [r#"{"id": 101}"#, r#"{"id": 102}"#, r#"{"id": 103}"#, r#"{"id": 104}"#, r#"{"id": 105}"#];
    let place = with(TABLE, ids);
    let others = ["A", "B", "C", "D", "E"].map(|code| format!(r#"{{"id": "{code}", "old": "10{code}"}}"#));
    let earlier = squares([0, 1, 2, 3, 4].map(|one: usize| others[one].as_str()));
    fs::write(place.path().join("e.geojson"), earlier).unwrap();
    let said = refused(place.path(), &[&AUDIT[..], &["--against", "e.geojson"]].concat());
    assert!(said.contains("no code of `m.geojson` is on the map `e.geojson`"), "{said}");
    let same = squares(ids).replace(r#""id": 101"#, r#""id": "0101""#);
    fs::write(place.path().join("e.geojson"), same).unwrap();
    let typed = [&AUDIT[..], &["--against", "e.geojson", "--quiet", "--format", "json"]].concat();
    assert_eq!(document(place.path(), &typed)["map"]["against"]["square_km"], 0.0);
}

#[test]
fn what_was_not_checked_is_not_said_to_be_none() {
    let ids = [r#"{"id": 101}"#, r#"{"id": 102}"#, r#"{"id": 103}"#, r#"{"id": 104}"#, r#"{"id": 105}"#];
    let place = with(TABLE, ids);
    let shown = succeed(place.path(), &[&AUDIT[..], &["--quiet"]].concat());
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("as far as blocks show it: not checked"), "{shown}");
}

#[test]
fn districts_without_a_quota_are_drawn_by_their_voters() {
    let table = "id,name,voters_low,voters_high\n101,Aul,500,500\n102,Bel,400,600\n103,Col,,\n104,Dal,510,510\n105,Eki,490,490\n";
    let ids = [r#"{"id": 101}"#, r#"{"id": 102}"#, r#"{"id": 103}"#, r#"{"id": 104}"#, r#"{"id": 105}"#];
    let place = with(table, ids);
    let svg = succeed(place.path(), &[&AUDIT[..], &["--quiet", "--format", "svg"]].concat());
    assert!(
        svg.contains("Voters per seat") && svg.contains("Aul: 500") && svg.contains(">no figure<"),
        "{svg}"
    );
    assert!(svg.contains("<pattern"), "what is bounded is hatched");
}

#[test]
fn the_map_of_another_country_needs_a_profile_where_law_judges() {
    let place = place();
    let map = r#"{"type": "Feature", "properties": {"id": "X1"}, "geometry": {"type": "Polygon",
        "coordinates": [[[-9, 38], [-8, 38], [-8, 39], [-9, 39], [-9, 38]]]}}"#;
    fs::write(place.path().join("m.geojson"), map).unwrap();
    fs::write(place.path().join("t.csv"), "id,voters\nX1,700\nX2,800\n").unwrap();
    assert!(refused(place.path(), &AUDIT).contains("`tizim template profile` prints one to fill in"));
    for language in ["en", "ru", "kk"] {
        let form = succeed(place.path(), &["template", "profile", "--lang", language]);
        let with_bounds: String = form
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|rest| {
                        rest.contains("bounds")
                            || rest.contains(" = ") && !rest.contains('"') && !rest.starts_with("limit")
                    })
                    .unwrap_or(line)
                    .to_owned()
                    + "\n"
            })
            .collect();
        for text in [&form, &with_bounds] {
            fs::write(place.path().join("p.toml"), text).unwrap();
            let typed = [&AUDIT[..], &["--profile", "p.toml", "--quiet", "--format", "json"]].concat();
            assert_eq!(codes(&document(place.path(), &typed)), ["X1"], "{text}");
        }
        assert!(with_bounds.contains("\n[boundaries.bounds]\nwest = "), "{with_bounds}");
    }
    // Points need no law.
    fs::write(place.path().join("p.csv"), "id,lon,lat\na,-8.5,38.5\n").unwrap();
    let typed = ["districts", "assign", "p.csv", "--boundaries", "m.geojson"];
    let output = tizim(place.path(), &typed);
    assert!(error_of(&output).contains("nothing of `m.geojson` is in the country of the profile"));
    assert!(String::from_utf8(output.stdout).unwrap().contains("a,district,X1,"));
}

#[test]
fn a_map_says_whose_it_is_and_what_it_was_made_from() {
    let ids = [r#"{"id": 101}"#, r#"{"id": 102}"#, r#"{"id": 103}"#, r#"{"id": 104}"#, r#"{"id": 105}"#];
    let place = with(TABLE, ids);
    let source = "Survey <of> the land, CC BY 4.0";
    let drawn = |format: &str, more: &[&str]| {
        let typed = [&AUDIT[..], &["--quiet", "--format", format, "--map-source", source], more].concat();
        succeed(place.path(), &typed)
    };
    let svg = drawn("svg", &["--no-timestamp"]);
    assert!(svg.contains(">Borders: m.geojson; Survey &lt;of&gt; the land, CC BY 4.0<"), "{svg}");
    assert!(svg.contains(">From: t.csv, m.geojson<"), "{svg}");
    assert!(drawn("svg", &[]).contains(">From: t.csv, m.geojson. Made on "));
    assert!(drawn("html", &[]).contains("Borders: m.geojson; Survey &lt;of&gt; the land, CC BY 4.0"));
    assert!(drawn("text", &[]).contains("Borders: m.geojson; Survey <of> the land, CC BY 4.0"));
    let json: Json = serde_json::from_str(&drawn("json", &[])).unwrap();
    let settings = json["manifest"]["settings"].as_array().unwrap();
    assert!(settings.iter().any(|one| one["name"] == "map-source" && one["value"] == source));
    // What the page says of its edition holds for it: electorates are shown as they are published.
    let page = drawn("html", &[]);
    assert!(
        page.contains("Electorates of districts are published figures") && page.contains("500"),
        "{page}"
    );
    assert!(page.contains("run its command again on the same files"));
}

#[test]
fn what_is_taken_otherwise_than_it_stands_is_said() {
    let ids = [r#"{"id": 101}"#, r#"{"id": 102}"#, "{}", r#"{"id": 104}"#, r#"{"id": 102}"#];
    let place = with(TABLE, ids);
    // The last feature's ring is not closed.
    let map = fs::read_to_string(place.path().join("m.geojson")).unwrap();
    let open = map.replace("[71, 49], [71, 48]]]", "[71, 49]]]");
    assert_ne!(open, map);
    fs::write(place.path().join("m.geojson"), open).unwrap();
    let output = tizim(place.path(), &AUDIT);
    let said = error_of(&output);
    for line in [
        "features without a code, which join no row of any table: 1",
        "features with the code of an earlier one, taken as further parts of it: 1",
        "features with a ring that does not end where it begins, which was closed: 1",
    ] {
        assert!(said.contains(line), "{said}");
    }
    let found = audit(place.path());
    let titles =
        found["findings"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned());
    let titles: Vec<String> = titles.collect();
    for title in ["without a code", "code of an earlier one", "does not end where it begins"] {
        assert!(titles.iter().any(|one| one.contains(title)), "{titles:?}");
    }
}

#[test]
fn districts_without_blocks_and_blocks_without_districts_are_named() {
    let ids = [r#"{"id": "b1"}"#, r#"{"id": "b2"}"#, r#"{"id": "b3"}"#, r#"{"id": "b4"}"#, r#"{"id": "b5"}"#];
    let place = with("id,voters\nN,900\nS,800\nGHOST,700\n", ids);
    let blocks = "id,voters,district\nb1,500,N\nb2,400,N\nb3,300,S\nb4,500,S\nb5,100,OTHER\n";
    fs::write(place.path().join("b.csv"), blocks).unwrap();
    let typed = [&AUDIT[..], &["--blocks", "b.csv", "--quiet", "--format", "json"]].concat();
    let found = document(place.path(), &typed);
    let findings = found["findings"].as_array().unwrap();
    let titles: Vec<&str> = findings.iter().map(|one| one["title"].as_str().unwrap()).collect();
    assert!(titles.contains(&"Districts of the table that no block on the map is of: GHOST"), "{titles:?}");
    assert!(
        titles.contains(&"Districts that blocks name and the table of districts does not: OTHER"),
        "{titles:?}"
    );
}

#[test]
fn blocks_that_are_cut_are_no_rayons_and_stand_by_their_numbers() {
    let ids = [r#"{"id": 101}"#, r#"{"id": 102}"#, r#"{"id": 103}"#, r#"{"id": 104}"#, r#"{"id": 105}"#];
    let place = with(TABLE, ids);
    let block = |code: &str, west: f64| {
        let east = west + 1.0;
        format!(
            r#"{{"type": "Feature", "properties": {{"id": "{code}", "voters": 40}}, "geometry": {{"type": "Polygon",
            "coordinates": [[[{west}, 48], [{east}, 48], [{east}, 49], [{west}, 49], [{west}, 48]]]}}}}"#
        )
    };
    let blocks = [block("P12", 71.5), block("P2", 72.5), block("P10", 73.5)].join(",");
    let blocks = format!(r#"{{"type": "FeatureCollection", "features": [{blocks}]}}"#);
    fs::write(place.path().join("b.geojson"), blocks).unwrap();
    let shown = succeed(place.path(), &[&AUDIT[..], &["--blocks", "b.geojson", "--quiet"]].concat());
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        shown.contains("Blocks that several districts share: 3. P2: ") && !shown.contains("Rayons that"),
        "{shown}"
    );
    let at = |code: &str| shown.find(&format!("{code}: ")).unwrap();
    assert!(at("P2") < at("P10") && at("P10") < at("P12"));
}
