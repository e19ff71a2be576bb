//! Maps in all the forms that they come in.

use std::io::{Cursor, Write};

use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
use shapefile::{Point, Polygon, PolygonRing, ShapeWriter};
use tizim_boundaries::{
    BoundaryError, Bounds, CodesFrom, CoordinateSystem, FaultKind, Headings, MapFile, ReadOptions, read,
};

use crate::support::{collection, polygon, read_map, rectangle};

fn two() -> String {
    let (one, other) =
        (polygon(&[&rectangle(70.0, 50.0, 71.0, 51.0)]), polygon(&[&rectangle(71.0, 50.0, 72.0, 51.0)]));
    collection([(r#"{"id": 1, "name": "West"}"#, &one[..]), (r#"{"id": 2, "name": "East"}"#, &other[..])])
}

fn ids(layer: &tizim_boundaries::Layer) -> Vec<&str> {
    layer.units.iter().map(|unit| unit.id.as_str()).collect()
}

#[test]
fn one_map_in_every_form_is_one_map() {
    let whole = read_map(two()).unwrap();
    assert_eq!((ids(&whole), whole.units[1].title()), (vec!["1", "2"], "East"));
    assert_eq!(
        (&whole.system, &whole.codes),
        (&CoordinateSystem::Assumed, &CodesFrom::Property("id".to_owned()))
    );
    let text = two();
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_start_matches(r#"{"type": "FeatureCollection", "features": ["#))
        .collect();
    let lines = lines.join("\n").replace("]}}]}", "]}}").replace("},\n", "}\n");
    assert_eq!(read_map(lines.clone()).unwrap().units, whole.units, "one feature per line");
    let sequence = format!("\u{1e}{}", lines.replace('\n', "\n\u{1e}"));
    assert_eq!(read_map(sequence).unwrap().units, whole.units, "a text sequence");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(two().as_bytes()).unwrap();
    assert_eq!(read_map(packed.finish().unwrap()).unwrap(), whole);
    assert_eq!(
        read_map(zipped(&[("a/map.geojson", two().as_bytes()), ("__MACOSX/a/._map.geojson", b"x")])).unwrap(),
        whole
    );
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A shapefile of two units, the first with a hole.
fn shapefile() -> MapFile {
    let ring = |corners: [[f64; 2]; 5]| corners.iter().map(|&[x, y]| Point::new(x, y)).collect::<Vec<_>>();
    let shapes = [
        Polygon::with_rings(vec![
            PolygonRing::Outer(ring(rectangle(70.0, 50.0, 71.0, 51.0))),
            PolygonRing::Inner(ring(rectangle(70.4, 50.4, 70.6, 50.6))),
        ]),
        Polygon::new(PolygonRing::Outer(ring(rectangle(71.0, 50.0, 72.0, 51.0)))),
    ];
    let (mut shp, mut dbf) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    let mut writer = ShapeWriter::new(&mut shp);
    for shape in &shapes {
        writer.write_shape(shape).unwrap();
    }
    drop(writer);
    let mut table = TableWriterBuilder::new()
        .add_numeric_field(FieldName::try_from("ID").unwrap(), 10, 0)
        .add_character_field(FieldName::try_from("NAME").unwrap(), 20)
        .build_with_dest(&mut dbf);
    for (id, name) in [(1.0, "West"), (2.0, "Есиль")] {
        let mut record = Record::default();
        record.insert("ID".to_owned(), FieldValue::Numeric(Some(id)));
        record.insert("NAME".to_owned(), FieldValue::Character(Some(name.to_owned())));
        table.write_record(&record).unwrap();
    }
    drop(table);
    MapFile {
        dbf: Some(dbf.into_inner()),
        cpg: Some(b"UTF-8".to_vec()),
        ..MapFile::new("map.shp", shp.into_inner())
    }
}

#[test]
fn shapefiles_plain_and_zipped() {
    let plain = read(&shapefile(), &ReadOptions::default()).unwrap();
    assert_eq!((ids(&plain), plain.units[1].title()), (vec!["1", "2"], "Есиль"));
    assert_eq!(plain.units[0].area.0[0].interiors().len(), 1);
    let MapFile { bytes, dbf, .. } = shapefile();
    let zip = zipped(&[("x.shp", &bytes), ("X.DBF", &dbf.unwrap()), ("x.cpg", b"UTF-8")]);
    assert_eq!(read_map(zip).unwrap().units, plain.units);
}

#[test]
fn letters_and_long_codes_of_a_shapefile_are_those_of_the_file() {
    let with = |cpg: Option<&str>, codes: [&str; 2], names: [&[u8]; 2]| {
        let plain = shapefile();
        let mut dbf = plain.dbf.clone().unwrap();
        let head = usize::from(u16::from_le_bytes([dbf[8], dbf[9]]));
        dbf[29] = 0;
        // The first field becomes longer at the cost of the second.
        let [code, name] = [32 + 16, 64 + 16].map(|at| usize::from(dbf[at]));
        let (wide, narrow) = (18, code + name - 18);
        (dbf[32 + 16], dbf[64 + 16]) = (wide as u8, narrow as u8);
        for row in 0..2 {
            let at = head + row * (1 + code + name) + 1;
            dbf[at..at + wide].copy_from_slice(format!("{:>wide$}", codes[row]).as_bytes());
            dbf[at + wide..at + code + name].fill(b' ');
            dbf[at + wide..at + wide + names[row].len()].copy_from_slice(names[row]);
        }
        let cpg = cpg.map(|cpg| cpg.as_bytes().to_vec());
        read(&MapFile { dbf: Some(dbf), cpg, ..plain }, &ReadOptions::default())
    };
    let esil: &[u8] = &[0xc5, 0xf1, 0xe8, 0xeb, 0xfc];
    let long = ["90071992547409935", "90071992547409936"];
    let read_as = |cpg| with(cpg, long, [b"West", esil]);
    for cpg in ["Windows-1251", "WINDOWS1251", "ANSI 1251"] {
        let layer = read_as(Some(cpg)).unwrap();
        assert_eq!((ids(&layer), layer.units[1].title()), (long.to_vec(), "Есиль"), "{cpg}");
        assert!(!layer.letters_assumed);
    }
    let assumed = read_as(None).unwrap();
    assert_eq!((assumed.units[1].title(), assumed.letters_assumed), ("Есиль", true));
    let error = read_as(Some("KZ-1048")).unwrap_err();
    assert!(error.to_string().contains("the encoding `KZ-1048`, which is not known here"), "{error}");
}

#[test]
fn a_shapefile_with_a_coordinate_that_is_no_number_loses_that_feature_alone() {
    let whole = shapefile();
    let wanted = 71.0_f64.to_le_bytes();
    // The second feature's first corner, where the first feature has no 71 before it but its own.
    let places: Vec<usize> =
        (108..whole.bytes.len() - 8).filter(|&at| whole.bytes[at..at + 8] == wanted).collect();
    for broken in [f64::NAN, f64::INFINITY, f64::MAX] {
        let mut bytes = whole.bytes.clone();
        let last = *places.last().unwrap();
        bytes[last..last + 8].copy_from_slice(&broken.to_le_bytes());
        match read(&MapFile { bytes, ..whole.clone() }, &ReadOptions::default()) {
            Ok(layer) => {
                assert_eq!(ids(&layer), ["1"]);
                assert_eq!((layer.faults[0].feature, &layer.faults[0].kind), (2, &FaultKind::NotFinite));
            }
            Err(error) => assert!(matches!(error, BoundaryError::NotDegrees { feature: 2, .. }), "{error}"),
        }
    }
}

#[test]
fn a_shapefile_without_its_table_or_cut_off_is_refused() {
    let without = MapFile { dbf: None, ..shapefile() };
    let error = read(&without, &ReadOptions::default()).unwrap_err();
    assert!(matches!(error, BoundaryError::MissingPart { part: ".dbf", .. }), "{error}");
    let whole = shapefile();
    for length in [0, 50, 99, 100, 120, 300, whole.bytes.len() - 1] {
        let cut = MapFile { bytes: whole.bytes[..length].to_vec(), ..whole.clone() };
        assert!(read(&cut, &ReadOptions::default()).is_err(), "{length}");
        let table = whole.dbf.clone().unwrap();
        let cut = MapFile { dbf: Some(table[..length.min(table.len() - 12)].to_vec()), ..whole.clone() };
        assert!(read(&cut, &ReadOptions::default()).is_err(), "table {length}");
    }
}

#[test]
fn no_damaged_byte_of_a_shapefile_breaks_the_program_off() {
    let whole = shapefile();
    let length = whole.dbf.as_ref().unwrap().len();
    // Every byte of the head and the first rows of either file, as damage or malice may leave it.
    for at in 0..length.min(200) {
        for byte in [0x00, 0x01, 0x20, 0x2a, 0x7f, 0x80, 0xff, b'D', b'T', b'M', b'I', b'Y', b'B', b'L', b'F']
        {
            let mut dbf = whole.dbf.clone().unwrap();
            dbf[at] = byte;
            let _ = read(&MapFile { dbf: Some(dbf), ..whole.clone() }, &ReadOptions::default());
        }
    }
    for at in 0..whole.bytes.len() {
        for byte in [0x00, 0x01, 0x0b, 0x1f, 0x7f, 0x80, 0xff] {
            let mut bytes = whole.bytes.clone();
            bytes[at] = byte;
            let _ = read(&MapFile { bytes, ..whole.clone() }, &ReadOptions::default());
        }
    }
}

#[test]
fn coordinates_that_are_no_degrees_or_turned_are_named() {
    let map = |corners: [[f64; 2]; 5]| collection([(r#"{"id": 1}"#, &polygon(&[&corners])[..])]);
    let bounds = Some(Bounds { west: 46.0, south: 40.0, east: 88.0, north: 56.0 });
    let with = |map: String, bounds| {
        read(&MapFile::new("m", map), &ReadOptions { bounds, ..ReadOptions::default() })
    };
    let metres = map(rectangle(6.5e5, 5.6e6, 6.6e5, 5.7e6));
    let not_degrees = |result| match result {
        Err(BoundaryError::NotDegrees { feature: 1, is_mercator, .. }) => is_mercator,
        other => panic!("{other:?}"),
    };
    assert!(!not_degrees(with(metres.clone(), None)) && !not_degrees(with(metres, bounds)), "a UTM zone");
    let mercator = map(rectangle(7.9e6, 6.6e6, 8.0e6, 6.7e6));
    let error = with(mercator.clone(), bounds).unwrap_err();
    assert!(error.to_string().contains("Web Mercator"), "{error}");
    assert!(error.hint().unwrap().contains("-s_srs EPSG:3857"));
    assert!(not_degrees(with(mercator, bounds)));
    let turned = map(rectangle(50.0, 70.0, 51.0, 71.0));
    assert!(matches!(with(turned.clone(), bounds), Err(BoundaryError::Swapped { .. })));
    assert!(with(turned, None).is_ok(), "nothing says where the country is");
    assert!(matches!(
        with(map(rectangle(50.0, 100.0, 51.0, 101.0)), None),
        Err(BoundaryError::Swapped { .. })
    ));
}

#[test]
fn what_lies_outside_of_the_country_is_named_and_not_drawn() {
    let bounds = Some(Bounds { west: 46.0, south: 40.0, east: 88.0, north: 56.0 });
    let options = ReadOptions { bounds, ..ReadOptions::default() };
    let with = |corners: &[[[f64; 2]; 5]]| {
        let features: Vec<(String, String)> =
            (1..).zip(corners).map(|(id, ring)| (format!(r#"{{"id": {id}}}"#), polygon(&[ring]))).collect();
        let map = collection(features.iter().map(|(id, shape)| (&id[..], &shape[..])));
        read(&MapFile::new("m", map), &options)
    };
    let (home, turned) = (rectangle(70.0, 50.0, 71.0, 51.0), rectangle(50.0, 70.0, 51.0, 71.0));
    let (abroad, astride) = (rectangle(-100.0, 40.0, -99.0, 41.0), rectangle(87.0, 50.0, 89.0, 51.0));
    let error = with(&[abroad]).unwrap_err();
    assert!(matches!(error, BoundaryError::Elsewhere { .. }) && error.hint().is_some(), "{error}");
    assert!(error.to_string().contains("from -100.00 to -99.00 degrees east"), "{error}");
    let layer = with(&[home, turned, abroad, astride]).unwrap();
    assert_eq!(ids(&layer), ["1", "4"], "what is in the country in part is drawn");
    let faults: Vec<_> = layer.faults.iter().map(|fault| (fault.feature, &fault.kind)).collect();
    assert_eq!(faults, [(2, &FaultKind::Swapped), (3, &FaultKind::Elsewhere)]);
    assert!(layer.faults.iter().all(|fault| fault.kind.loses()));
}

/// A country as far east as it is north: of a map that is turned, some units still lie in it, each in the place of another.
#[test]
fn a_turned_map_of_which_a_part_lies_in_the_country_is_refused() {
    let bounds = Some(Bounds { west: 46.0, south: 40.0, east: 88.0, north: 56.0 });
    let options = ReadOptions { bounds, ..ReadOptions::default() };
    let units = [[47.0, 48.0], [52.0, 44.0], [66.0, 45.0], [71.0, 51.0], [80.0, 50.0]];
    let map = |turned: bool| {
        let features: Vec<(String, String)> = (1..)
            .zip(units)
            .map(|(id, [x, y])| if turned { (id, [y, x]) } else { (id, [x, y]) })
            .map(|(id, [x, y])| {
                (format!(r#"{{"id": {id}}}"#), polygon(&[&rectangle(x, y, x + 1.0, y + 1.0)]))
            })
            .collect();
        collection(features.iter().map(|(id, shape)| (&id[..], &shape[..])))
    };
    assert_eq!(read(&MapFile::new("m", map(false)), &options).unwrap().units.len(), 5);
    let error = read(&MapFile::new("m", map(true)), &options).unwrap_err();
    assert!(matches!(error, BoundaryError::Swapped { .. }), "{error}");
}

#[test]
fn codes_are_found_or_named() {
    let square = polygon(&[&rectangle(70.0, 50.0, 71.0, 51.0)]);
    let other = polygon(&[&rectangle(71.0, 50.0, 72.0, 51.0)]);
    let same = collection([
        (r#"{"district": "7", "KATO": "a"}"#, &square[..]),
        (r#"{"district": "7", "KATO": "b"}"#, &other[..]),
    ]);
    let merged = read_map(same.clone()).unwrap();
    assert_eq!(
        (ids(&merged), merged.units[0].area.0.len()),
        (vec!["7"], 2),
        "two features of one code are one unit"
    );
    assert_eq!(merged.faults[0].kind, FaultKind::SameCode { first: 1 });
    let by = |code: &str| {
        let named = Headings { code: Some(code.to_owned()), ..Headings::default() };
        read(&MapFile::new("m", same.clone()), &ReadOptions { named, ..ReadOptions::default() })
    };
    assert_eq!(ids(&by("kato").unwrap()), ["a", "b"]);
    let error = by("smd").unwrap_err().to_string();
    assert!(error.contains("`smd`") && error.contains("`KATO`, `district`"), "{error}");
    let one_nameless = read_map(collection([("{}", &square[..]), (r#"{"id": 1}"#, &other[..])])).unwrap();
    assert_eq!(ids(&one_nameless), ["#1", "1"], "the place in the file is no code among codes");
    let nameless = read_map(collection([("null", &square[..]), ("{}", &other[..])])).unwrap();
    assert_eq!((ids(&nameless), &nameless.codes), (vec!["1", "2"], &CodesFrom::Place));
    assert!(nameless.faults.iter().all(|fault| fault.kind == FaultKind::NoProperties));
    let twice = read_map(collection([(r#"{"id": 1}"#, &square[..]), (r#"{"id": 1}"#, &square[..])])).unwrap();
    assert_eq!((twice.units[0].area.0.len(), &twice.faults[0].kind), (1, &FaultKind::Twice { first: 1 }));
}

#[test]
fn a_ring_across_the_antimeridian_stays_in_one_piece() {
    let jumping = [[179.0, 65.0], [-179.0, 65.0], [-179.0, 66.0], [179.0, 66.0], [179.0, 65.0]];
    let layer = read_map(collection([(r#"{"id": 1}"#, &polygon(&[&jumping])[..])])).unwrap();
    let xs: Vec<f64> = layer.units[0].area.0[0].exterior().coords().map(|point| point.x).collect();
    assert!(layer.frame.crosses_antimeridian(), "{:?} {xs:?}", layer.frame);
    assert!((xs[1] - xs[0] - 2.0).abs() < 1e-9, "{xs:?}");
}
