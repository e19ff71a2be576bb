//! Points to districts: where the country is, and what it takes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::maps::with_map;
use crate::support::tizim;

#[test]
fn points_that_are_turned_or_in_metres_are_told() {
    let place = with_map();
    let points = "id,lon,lat\na,70.5,50.5\nb,50.5,70.5\nc,7950000,6640000\nd,10,10\n";
    fs::write(place.path().join("points.csv"), points).unwrap();
    let output = tizim(place.path(), &["districts", "assign", "points.csv", "--boundaries", "map.geojson"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("in it if latitude and longitude were turned: 1;"), "{said}");
    assert!(said.contains("no degrees, as coordinates in metres are: 1;"), "{said}");
}

#[test]
fn points_of_which_most_are_turned_are_refused_before_anything_is_written() {
    let place = with_map();
    let points = "id,lon,lat\na,50.4,70.6\nb,50.2,71.1\nc,70.5,50.5\n";
    fs::write(place.path().join("points.csv"), points).unwrap();
    let typed = ["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--quiet"];
    for more in [&[][..], &["--out", "o.csv"]] {
        let output = tizim(place.path(), &[&typed[..], more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(output.stdout.is_empty() && !place.path().join("o.csv").exists());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("are 2 of 3") && said.contains("[columns.points]"), "{said}");
    }
    // As they are told to be read, they are right.
    fs::write(place.path().join("c.toml"), "[columns.points]\nlon = 'lat'\nlat = 'lon'\n").unwrap();
    let output = tizim(place.path(), &[&typed[..], &["--columns", "c.toml"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn points_without_a_usable_place_are_named_by_row_and_column() {
    let place = with_map();
    let points =
        "id,lon,lat\na,70.5,50.5\nb,\"70°30'0\"\"E\",50.5\nc,70.5,\nd,7950000,6640000\ne,70.5°,50.5°\n";
    fs::write(place.path().join("points.csv"), points).unwrap();
    let output = tizim(place.path(), &["districts", "assign", "points.csv", "--boundaries", "map.geojson"]);
    let said = String::from_utf8(output.stderr).unwrap();
    for line in [
        "row 3: `lon` is no decimal number of degrees",
        "row 4: `lat` is no decimal number of degrees",
        "row 5: `lon` is beyond 360, or `lat` beyond 90",
        "coordinates in metres are: 1;",
        "unreadable: 3",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn a_map_that_crosses_itself_is_told_and_findings_decide_the_status() {
    let place = with_map();
    fs::write(place.path().join("points.csv"), "id,lon,lat\na,70.5,50.5\nb,10,10\n").unwrap();
    let with = |map: &str, fail_on: &str| {
        let typed = ["districts", "assign", "points.csv", "--boundaries", map, "--fail-on", fail_on];
        let output = tizim(place.path(), &typed);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(with("map.geojson", "notice").0, Some(1), "a point in no district");
    assert_eq!(with("map.geojson", "violation").0, Some(0));
    let bow = r#"{"type":"Feature","properties":{"id":"K"},"geometry":{"type":"Polygon",
        "coordinates":[[[70,50],[71,51],[71,50],[70,51],[70,50]]]}}"#;
    fs::write(place.path().join("bow.geojson"), bow).unwrap();
    let (status, said) = with("bow.geojson", "warning");
    assert_eq!(status, Some(1));
    assert!(said.contains("borders cross themselves") && said.contains("such as `K`"), "{said}");
}

#[test]
fn a_country_that_is_no_place_on_the_earth_is_refused() {
    let place = with_map();
    fs::write(place.path().join("points.csv"), "id,lon,lat\na,70.5,50.5\n").unwrap();
    let head =
        "[profile]\nid = 'x'\ntitle = 'X'\ncountry = 'XX'\nelection_day = '2030-03-17'\n[boundaries]\n";
    let with = |bounds: &str| {
        fs::write(place.path().join("own.toml"), format!("{head}bounds = {bounds}\n")).unwrap();
        let typed = ["districts", "assign", "points.csv", "--boundaries", "map.geojson"];
        tizim(place.path(), &[&typed[..], &["--profile", "own.toml", "--quiet"]].concat())
    };
    let said = |bounds: &str| {
        let output = with(bounds);
        assert_eq!(output.status.code(), Some(2), "{bounds}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said("{ west = 46, south = 40, east = 880, north = 56 }").contains("the east end of `bounds`"));
    assert!(said("{ west = 46, south = 56, east = 88, north = 40 }").contains("the south end of `bounds`"));
    // Across the antimeridian: 60 degrees east to 170 west.
    assert!(with("{ west = 60, south = 40, east = -170, north = 56 }").status.success());
}

/// The most memory that a run takes, in KiB.
#[cfg(target_os = "linux")]
fn peak(folder: &Path, arguments: &[&str]) -> u64 {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tizim"));
    let mut child = command.args(arguments).current_dir(folder).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let now = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = now.and_then(|now| now.trim().strip_suffix(" kB")?.parse().ok());
        peak = now.unwrap_or(0).max(peak);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_points() {
    let place = with_map();
    let with = |points: u64| {
        let mut table = String::from("id,lon,lat\n");
        for point in 0..points {
            let part = |step: u64| (point * step % 9973) as f64 / 9973.0;
            writeln!(table, "{point},{:.6},{:.6}", 69.5 + 5.0 * part(7919), 49.9 + 1.2 * part(104_729))
                .unwrap();
        }
        fs::write(place.path().join("points.csv"), table).unwrap();
        let typed = ["districts", "assign", "points.csv", "--boundaries", "map.geojson", "--threads", "2"];
        peak(place.path(), &[&typed[..], &["--quiet", "--force", "--out", "o.csv"]].concat())
    };
    let (few, many) = (with(300_000), with(1_500_000));
    // The table is 34 MB longer, and the answer 27.
    assert!(many < few + 8_192, "{few} KiB for few points, {many} KiB for five times as many");
}
