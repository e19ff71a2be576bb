//! Maps as a browser shows them: drawn at all, names free of each other, at the width of a desk and of a telephone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::browser::{Window, browser, unguarded};
use crate::support::{place, repository, succeed};

/// What the page says of its own maps once it is laid out, in its title: names, and how many of them collide or leave the map.
const LOOK: &str = "<script>window.onload = () => {
  const names = [...document.querySelectorAll('svg.map text.label')];
  const boxes = names.map(name => {
    const box = name.getBoundingClientRect(), map = name.closest('svg').getBoundingClientRect();
    // The box of a line is higher than its letters.
    return {l: box.left + 1, r: box.right - 1, t: box.top + box.height * 0.25, b: box.bottom - box.height * 0.25, map};
  });
  const meet = (a, b) => a.l < b.r && b.l < a.r && a.t < b.b && b.t < a.b;
  let collisions = 0, beyond = 0;
  boxes.forEach((one, at) => {
    collisions += boxes.slice(at + 1).filter(other => meet(one, other)).length;
    beyond += one.l < one.map.left - 2 || one.r > one.map.right + 2;
  });
  const wide = document.documentElement.scrollWidth > window.innerWidth;
  document.title = `names ${boxes.length} collisions ${collisions} beyond ${beyond} wide ${wide}`;
};</script></body>";

/// Twenty districts of many sizes and names in a row of columns.
fn invented() -> (String, String) {
    let (mut features, mut table) = (Vec::new(), String::from("id,name,region,seats,voters\n"));
    for number in 0..20_u32 {
        let (column, row) = (f64::from(number % 5), f64::from(number / 5));
        let (west, south) = (60.0 + column * column, 44.0 + row * row * 0.6);
        let (east, north) = (60.0 + (column + 1.0) * (column + 1.0), 44.0 + (row + 1.0) * (row + 1.0) * 0.6);
        features.push(format!(
            r#"{{"type": "Feature", "properties": {{"id": {number}}}, "geometry": {{"type": "Polygon",
            "coordinates": [[[{west}, {south}], [{east}, {south}], [{east}, {north}], [{west}, {north}], [{west}, {south}]]]}}}}"#
        ));
        writeln!(table, "{number},North-western oblast {number},R{number},1,{}", 1000 + number * 37).unwrap();
    }
    (format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(",")), table)
}

/// The regions of the real map of Kazakhstan beside the project, where it is, with invented electorates.
fn real(folder: &Path) -> Option<String> {
    let real = repository("../shared/geo/geokz_adm2_2024.geojson");
    let map: serde_json::Value = serde_json::from_slice(&fs::read(&real).ok()?).unwrap();
    let columns = "[columns.boundaries]\nid = 'ADM1_PCODE'\nname = 'ADM1_EN'\n";
    fs::write(folder.join("columns.toml"), columns).unwrap();
    let mut table = String::from("id,name,region,seats,voters\n");
    let mut known = BTreeSet::new();
    for feature in map["features"].as_array().unwrap() {
        let [code, name] = ["ADM1_PCODE", "ADM1_EN"].map(|key| feature["properties"][key].as_str().unwrap());
        if known.insert(code) {
            writeln!(table, "{code},{name},{name},1,{}", 900 + 31 * known.len()).unwrap();
        }
    }
    fs::write(folder.join("regions.csv"), table).unwrap();
    let typed =
        ["districts", "audit", "regions.csv", "--columns", "columns.toml", "--quiet", "--format", "html"];
    Some(succeed(folder, &[&typed[..], &["--boundaries", real.to_str().unwrap()]].concat()))
}

/// A large district with a city of six small ones in it, which are drawn once more below.
fn city(folder: &Path) -> String {
    let square = |id: u32, west: f64, south: f64, side: f64| {
        let (east, north) = (west + side, south + side);
        format!(
            r#"{{"type": "Feature", "properties": {{"id": {id}}}, "geometry": {{"type": "Polygon",
            "coordinates": [[[{west}, {south}], [{east}, {south}], [{east}, {north}], [{west}, {north}], [{west}, {south}]]]}}}}"#
        )
    };
    let mut features =
        vec![square(0, 60.0, 44.0, 5.0), square(1, 65.0, 44.0, 5.0), square(2, 65.0, 49.0, 5.0)];
    let mut table = String::from("id,name,region,seats,voters\n");
    for number in 0..9_u32 {
        if number > 2 {
            let at = f64::from(number - 3);
            features.push(square(
                number,
                60.5 + (at % 3.0).floor() * 0.1,
                50.0 + (at / 3.0).floor() * 0.1,
                0.1,
            ));
        }
        writeln!(table, "{number},No. {number},R,1,{}", 900 + 31 * number).unwrap();
    }
    let map = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
    fs::write(folder.join("city.geojson"), map).unwrap();
    fs::write(folder.join("city.csv"), table).unwrap();
    let typed =
        ["districts", "audit", "city.csv", "--boundaries", "city.geojson", "--quiet", "--format", "html"];
    let page = succeed(folder, &typed);
    assert_eq!(page.matches("class=\"inset\"").count(), 2, "a frame on the map, and the inset");
    for number in 3..9 {
        assert!(page.contains(&format!(">No. {number}</text>")), "{number}");
    }
    page
}

#[test]
fn names_on_a_map_are_free_of_each_other_in_a_browser() {
    let Some(browser) = browser() else { return };
    let place = place();
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).unwrap();
    let (map, table) = invented();
    write("map.geojson", &map);
    write("districts.csv", &table);
    let typed =
        ["districts", "audit", "districts.csv", "--boundaries", "map.geojson", "--quiet", "--format", "html"];
    let mut pages = vec![
        ("invented", succeed(place.path(), &typed)),
        ("tiles", succeed(place.path(), &["districts", "audit", "--quiet", "--format", "html"])),
    ];
    pages.extend(real(place.path()).map(|page| ("real", page)));
    pages.push(("city", city(place.path())));
    for (name, html) in pages {
        let page = place.path().join(format!("{name}.html"));
        fs::write(&page, unguarded(&html).replace("</body>", LOOK)).unwrap();
        for width in [1280, 500, 390] {
            let title = Window { width, dark: false }.title(&browser, &page);
            let count: usize = title.split(' ').nth(1).and_then(|count| count.parse().ok()).unwrap_or(0);
            assert!(
                title.starts_with("names ") && (count > 5 || name == "tiles"),
                "{name} at {width}: {title}"
            );
            assert!(title.ends_with("collisions 0 beyond 0 wide false"), "{name} at {width}: {title}");
        }
    }
}
