//! Broken maps, one by one: a clear error or a fault that names its feature, the rest read, and never a panic.

use std::fmt::Write as _;

use tizim_boundaries::{BoundaryError, FaultKind, MapFile, ReadOptions, read};

use crate::support::{collection, polygon, read_map, rectangle};

/// Reads one broken geometry between two sound ones: the kinds of fault of feature 2, and how many units remain.
fn between(geometry: &str) -> (Vec<FaultKind>, usize) {
    let sound = |west: f64| polygon(&[&rectangle(west, 50.0, west + 1.0, 51.0)]);
    let (one, other) = (sound(70.0), sound(71.0));
    let map =
        collection([(r#"{"id": 1}"#, &one[..]), (r#"{"id": 2}"#, geometry), (r#"{"id": 3}"#, &other[..])]);
    let layer = read_map(map).unwrap();
    assert!(
        layer.faults.iter().all(|fault| fault.feature == 2 && fault.id.as_deref() != Some("1")),
        "{:?}",
        layer.faults
    );
    (layer.faults.into_iter().map(|fault| fault.kind).collect(), layer.units.len())
}

#[test]
fn each_broken_geometry_is_a_fault_of_its_feature() {
    let cases = [
        ("null", FaultKind::NoGeometry),
        (r#"{"type": "GeometryCollection", "geometries": []}"#, FaultKind::Empty),
        (r#"{"type": "Polygon", "coordinates": []}"#, FaultKind::Empty),
        (r#"{"type": "MultiPolygon", "coordinates": []}"#, FaultKind::Empty),
        (r#"{"type": "Polygon", "coordinates": [[]]}"#, FaultKind::Empty),
        (r#"{"type": "Polygon", "coordinates": [[[70, 50], [71, 50]]]}"#, FaultKind::ShortRing),
        (
            r#"{"type": "Polygon", "coordinates": [[[70, 50], [71, 50], [70, 50], [70, 50]]]}"#,
            FaultKind::ShortRing,
        ),
        (r#"{"type": "Point", "coordinates": [70, 50]}"#, FaultKind::NotAnArea),
        (r#"{"type": "LineString", "coordinates": [[70, 50], [71, 51]]}"#, FaultKind::NotAnArea),
        (r#"{"type": "Polygon", "coordinates": "x"}"#, FaultKind::NotAFeature),
        (
            r#"{"type": "Polygon", "coordinates": [[[null, 50], [71, 50], [71, 51], [70, 50]]]}"#,
            FaultKind::NotAFeature,
        ),
        (r#"{"type": "Sphere", "coordinates": []}"#, FaultKind::NotAFeature),
    ];
    for (geometry, expected) in cases {
        let (kinds, units) = between(geometry);
        assert!(kinds.contains(&expected) && units == 2, "{geometry}: {kinds:?}, {units} units");
    }
    let mixed = r#"{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [72, 50]},
        {"type": "Polygon", "coordinates": [[[72, 50], [73, 50], [73, 51], [72, 50]]]}]}"#;
    assert!(between(mixed).0.contains(&FaultKind::NotAnArea) && between(mixed).1 == 3, "the area is kept");
    let open = r#"{"type": "Polygon", "coordinates": [[[72, 50], [73, 50], [73, 51]]]}"#;
    assert!(between(open).0.contains(&FaultKind::OpenRing) && between(open).1 == 3, "closed and kept");
    let polar =
        r#"{"type": "Polygon", "coordinates": [[[-180, 70], [-90, 70], [0, 70], [90, 70], [180, 70]]]}"#;
    assert!(between(polar).0.contains(&FaultKind::AroundPole), "{:?}", between(polar));
    // Closed by an edge all around, straight or wavy; a map of the world and Antarctica go along a pole or back again.
    for latitude in [70, 75] {
        let polar = format!(
            r#"{{"type": "Polygon", "coordinates": [[[-180, 70], [-90, {latitude}], [0, 70], [90, 70], [180, 70], [-180, 70]]]}}"#
        );
        assert!(between(&polar).0.contains(&FaultKind::AroundPole), "{:?}", between(&polar));
    }
    for world in [
        "[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]",
        "[-180, -60], [180, -60], [180, 80], [-180, 80], [-180, -60]",
        "[-180, -90], [180, -90], [180, -70], [0, -75], [-180, -70], [-180, -90]",
    ] {
        let world = format!(r#"{{"type": "Polygon", "coordinates": [[{world}]]}}"#);
        assert_eq!(between(&world), (vec![], 3));
    }
    let polar = r#"{"type": "Polygon", "coordinates": [[[-150, 70], [-30, 70], [90, 70], [-150, 70]]]}"#;
    assert!(between(polar).0.contains(&FaultKind::AroundPole), "{:?}", between(polar));
}

#[test]
fn what_is_no_json_says_in_which_feature() {
    let square = polygon(&[&rectangle(70.0, 50.0, 71.0, 51.0)]);
    let map = collection([(r#"{"id": 1}"#, &square[..]), (r#"{"id": 2}"#, &square[..])]);
    for broken in ["NaN", "Infinity", "070", "\"a"] {
        let place = map.rfind("71.0").unwrap();
        let text = format!("{}{broken}{}", &map[..place], &map[place + 4..]);
        match read_map(text).unwrap_err() {
            BoundaryError::Syntax { feature: 2, .. } | BoundaryError::Truncated { .. } => {}
            error => panic!("{broken}: {error}"),
        }
    }
    let too_large = map.replacen("71.0", "1e999", 1);
    assert_eq!(read_map(too_large).unwrap().faults[0].kind, FaultKind::NotAFeature);
    for length in (1..map.len()).step_by(7) {
        assert!(read_map(&map.as_bytes()[..length]).is_err(), "cut after {length}");
    }
    assert!(matches!(
        read_map(&map.as_bytes()[..map.len() - 30]),
        Err(BoundaryError::Truncated { feature: 2, .. })
    ));
}

#[test]
fn what_is_no_map_is_refused() {
    for bytes in [
        &b""[..],
        b"   ",
        b"id,lon,lat\n1,2,3\n",
        b"[1, 2]",
        b"{}",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"\0\0\x27\x0a",
        b"{\"type\": \"Topology\"}",
    ] {
        assert!(read_map(bytes).is_err(), "{bytes:?}");
    }
    let nothing = read_map(r#"{"type": "FeatureCollection", "features": []}"#).unwrap_err();
    assert!(matches!(nothing, BoundaryError::NoAreas { features: 0, .. }), "{nothing}");
    let points = collection([(r#"{"id": 1}"#, r#"{"type": "Point", "coordinates": [1, 2]}"#)]);
    assert!(read_map(points).unwrap_err().to_string().contains("of feature 1: not an area"));
}

#[test]
fn what_unpacks_to_more_than_the_memory_is_refused() {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&vec![b' '; 1 << 21]).unwrap();
    let options = ReadOptions { memory: 1 << 20, ..ReadOptions::default() };
    let error = read(&MapFile::new("m.gz", packed.finish().unwrap()), &options).unwrap_err();
    assert!(matches!(error, BoundaryError::TooLarge { mebibytes: 1, .. }), "{error}");
}

#[test]
fn a_ring_of_a_million_points_is_read() {
    let mut ring = String::new();
    for step in 0..1_000_000 {
        let angle = f64::from(step) / 1e6 * std::f64::consts::TAU;
        write!(ring, "[{:.5},{:.5}],", angle.cos() + 70.0, angle.sin() + 50.0).unwrap();
    }
    let map = format!(r#"{{"type":"Polygon","coordinates":[[{ring}[71.0,50.0]]]}}"#);
    let layer = read_map(map).unwrap();
    assert!(layer.units[0].area.0[0].exterior().0.len() > 500_000, "points that are written alike are one");
}

/// Of a file with a feature on each line any line may be broken, the first one too.
#[test]
fn a_broken_line_is_left_out_whichever_it_is() {
    let line = |id: u32| {
        let west = 70 + id;
        format!(
            r#"{{"type": "Feature", "properties": {{"id": {id}}}, "geometry": {{"type": "Polygon", "coordinates": [[[{west}, 50], [{}, 50], [{west}, 51], [{west}, 50]]]}}}}"#,
            west + 1
        )
    };
    for broken in 0..4 {
        let mut lines: Vec<String> = (0..4).map(line).collect();
        let half = lines[broken].len() / 2;
        lines[broken].truncate(half);
        let layer = read_map(lines.join("\n")).unwrap();
        assert_eq!((layer.units.len(), layer.features), (3, 4), "line {broken}");
        let kinds: Vec<_> = layer.faults.iter().map(|fault| (fault.feature, &fault.kind)).collect();
        assert_eq!(kinds, [(broken + 1, &FaultKind::NotAFeature)]);
    }
}
