//! Maps: in words, in classes of the page's style, and small.

use std::sync::Arc;

use calamine::Reader as _;
use tizim_evidence::{
    Audit, Diverging, Exhibit, Interval, LonLatRing, Map, Message, Place, Privacy, Shape, Value,
};
use tizim_report::{Edition, html, svg, xlsx};

use crate::invented::Fixture;

fn place(id: &str, value: Value, shape: Shape) -> Place {
    Place { id: id.to_owned(), name: format!("District {id}"), short: None, value, shape, group: None }
}

fn audit(places: Vec<Place>, synthetic: bool) -> Audit {
    let word = |key| Message::new(key);
    let mut audit = Audit::new("x/1", word("example.title"));
    audit.exhibits.push(Exhibit::Map(Map {
        id: "map",
        title: word("report.heading.summary"),
        note: Some(word("report.heading.notes")),
        credit: None,
        value_title: word("report.column.value"),
        value_format: "signed",
        scale: Diverging {
            centre: 0.0,
            breaks: vec![0.1, 0.2],
            below: Some(word("report.column.low")),
            within: word("report.column.count"),
            above: word("report.column.high"),
        },
        places,
        names_groups: true,
        synthetic,
        privacy: Privacy::Open,
    }));
    audit
}

fn tiles() -> Vec<Place> {
    let tile = |column, row| Shape::Tile { column, row };
    let bounds = |low, high| Value::from(Interval { low, high, tight: true });
    vec![
        place("1", (-0.25).into(), tile(0, 0)),
        place("2", 0.15.into(), tile(1, 0)),
        place("3", bounds(0.05, 0.15), tile(0, 1)),
        place("4", bounds(-0.6, 0.4), tile(1, 1)),
        place("<b>&5", Value::Missing, tile(3, 1)),
    ]
}

/// A field of squares whose sides are ragged lines of many points, all shared with the neighbours.
fn ragged(columns: u32, rows: u32, points: u32) -> Vec<Place> {
    let side = |from: [f64; 2], to: [f64; 2]| -> LonLatRing {
        let one = |step: u32| {
            let share = f64::from(step) / f64::from(points);
            let wobble = if step == 0 { 0.0 } else { (f64::from(step) * 1.7).sin() * 0.02 };
            [from[0] + (to[0] - from[0]) * share + wobble, from[1] + (to[1] - from[1]) * share + wobble]
        };
        (0..points).map(one).collect()
    };
    let corner = |column: u32, row: u32| [50.0 + f64::from(column), 41.0 + f64::from(row)];
    let square = |column: u32, row: u32| {
        let corners = [
            corner(column, row),
            corner(column + 1, row),
            corner(column + 1, row + 1),
            corner(column, row + 1),
        ];
        // A side is written from its smaller end, so that both neighbours have the same points.
        let mut ring = side(corners[0], corners[1]);
        ring.extend(side(corners[1], corners[2]));
        let turned = |mut line: LonLatRing, end: [f64; 2]| {
            line.push(end);
            line.reverse();
            line
        };
        ring.extend(turned(side(corners[3], corners[2]), corners[2]));
        ring.extend(turned(side(corners[0], corners[3]), corners[3]));
        Shape::Area(Arc::from([vec![ring]]))
    };
    (0..columns)
        .flat_map(|column| (0..rows).map(move |row| (column, row)))
        .map(|(column, row)| {
            let value = f64::from(column) / 20.0 - 0.4;
            place(&format!("{column}-{row}"), value.into(), square(column, row))
        })
        .collect()
}

#[test]
fn a_map_of_tiles_says_in_words_what_it_shows() {
    let (audit, fixture) = (audit(tiles(), false), Fixture::new());
    let page = html(&fixture.report(&audit)).unwrap();
    assert!(page.contains("class=\"chart map tiles\"") && page.contains("role=\"img\""));
    let said = "from \u{2212}25.0\u{a0}% (District 1) to +15.0\u{a0}% (District 2) where it is known exactly. \
                Known only within bounds: 2. Without a figure: 1.";
    assert!(page.contains(said), "{page}");
    for part in [
        "place u4",
        "place o2",
        "url(#chart-map-q0-o2)",
        "url(#chart-map-open)",
        "place none",
        "\u{2212}60…+40",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("District 4</td>") && !page.contains("<b>&5"), "the table behind it, escaped");
    assert!(!page.contains("class=\"synthetic\""));
}

#[test]
fn made_up_figures_are_marked_across_the_map() {
    let fixture = Fixture::new();
    for places in [tiles(), ragged(3, 2, 5)] {
        let audit = audit(places, true);
        let report = fixture.report(&audit);
        for text in [html(&report).unwrap(), svg(&report).unwrap()] {
            assert!(text.contains("class=\"synthetic\"") && text.contains(">SYNTHETIC</text>"));
        }
    }
}

#[test]
fn a_nation_is_small_and_its_borders_stay_shared() {
    let (columns, rows) = (17, 13);
    let places = ragged(columns, rows, 150);
    let points: usize = places.len() * 4 * 150;
    let audit = audit(places, false);
    let drawn = svg(&Fixture::new().report(&audit)).unwrap();
    assert!(points > 120_000 && drawn.len() < 300_000, "{points} points in {} bytes", drawn.len());
    assert_eq!(drawn.matches("<path class=\"place").count(), (columns * rows) as usize);
    assert!(drawn.contains("class=\"scale-bar\"") && drawn.contains(" km</text>"));
    // Between neighbours there is neither a gap nor an overlap: the areas of all places make the area of the outline.
    let areas: f64 = rings(&drawn, "<path class=\"place").iter().map(|ring| area(ring)).sum();
    let mut ends = std::collections::BTreeMap::new();
    for ring in rings(&drawn, "<path class=\"place") {
        for pair in ring.windows(2).chain([[ring[ring.len() - 1], ring[0]].as_slice()]) {
            let (key, sign) =
                if pair[0] < pair[1] { ((pair[0], pair[1]), 1) } else { ((pair[1], pair[0]), -1) };
            *ends.entry(key).or_insert(0) += sign;
        }
    }
    let outline: i64 = ends
        .iter()
        .filter(|(_, uses)| **uses != 0)
        .map(|((one, other), uses)| uses * (one[0] * other[1] - other[0] * one[1]))
        .sum();
    assert_eq!(areas.round() as i64, outline.abs() / 2, "every inner line is walked once in each direction");
}

/// The rings of all paths that begin so, in tenths.
fn rings(svg: &str, start: &str) -> Vec<Vec<[i64; 2]>> {
    let path = |rest: &str| rest.split_once(" d=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let paths = svg.split(start).skip(1).map(path);
    paths
        .flat_map(|path| path.split('z').filter(|ring| !ring.is_empty()).map(ring).collect::<Vec<_>>())
        .collect()
}

fn ring(path: &str) -> Vec<[i64; 2]> {
    let mut at = [0i64; 2];
    let mut points = Vec::new();
    for step in path.trim_start_matches('M').split('l') {
        let split = step[1..].find([' ', '-']).unwrap() + 1;
        let tenths = |text: &str| (text.trim().parse::<f64>().unwrap() * 10.0).round() as i64;
        at = [at[0] + tenths(&step[..split]), at[1] + tenths(&step[split..])];
        points.push(at);
    }
    points
}

fn area(ring: &[[i64; 2]]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(one, other)| one[0] * other[1] - other[0] * one[1]).sum::<i64>().abs() as f64 / 2.0
}

#[test]
fn a_file_of_its_own_needs_no_page() {
    let (audit, fixture) = (audit(tiles(), false), Fixture::new());
    let drawn = svg(&fixture.report(&audit)).unwrap();
    assert!(drawn.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && drawn.ends_with("</svg>\n"));
    assert!(drawn.contains("<title") && drawn.contains("<desc") && !drawn.contains("var("));
    assert_eq!(drawn.matches("http").count(), 1, "nothing from outside but the name of the format");
    assert!(svg(&fixture.report(&Audit::new("x/1", Message::new("example.title")))).is_none());
}

#[test]
fn a_map_without_shapes_says_so_and_harms_nothing() {
    let nothing = |value: f64| place("1", value.into(), Shape::Area(Arc::from([])));
    let line = place("2", 0.1.into(), Shape::Area(Arc::from([vec![vec![[1.0, 2.0], [3.0, f64::NAN]]]])));
    for places in [vec![], vec![nothing(0.1)], vec![nothing(f64::NAN), line]] {
        let drawn = svg(&Fixture::new().report(&audit(places, false))).unwrap();
        assert!(drawn.contains("There is nothing to draw") && !drawn.contains("NaN"), "{drawn}");
    }
}

#[test]
fn a_workbook_has_the_table_and_the_tiles() {
    let (audit, fixture) = (audit(tiles(), false), Fixture::new());
    let mut report = fixture.report(&audit);
    report.edition = Edition::Public;
    let mut bytes = std::io::Cursor::new(Vec::new());
    xlsx(&report, [], None, &mut bytes).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(bytes).unwrap();
    let table = book.worksheet_range("map").unwrap();
    assert!(table.used_cells().any(|cell| *cell.2 == calamine::Data::String("District 1".to_owned())));
    let tiles = book.worksheet_range("map-tiles").unwrap();
    let cells: Vec<String> = tiles.used_cells().map(|cell| cell.2.to_string()).collect();
    assert!(cells.iter().any(|cell| cell.starts_with("2\nDistrict 2\n+15.0")), "{cells:?}");
}

#[test]
fn a_group_bears_its_name_and_a_heavy_border() {
    let mut places = ragged(3, 2, 6);
    for (number, place) in places.iter_mut().enumerate() {
        place.group = Some(if number % 3 == 2 { "Eastern 7".to_owned() } else { "Western 8".to_owned() });
    }
    let drawing = svg(&Fixture::new().report(&audit(places, false))).unwrap();
    for name in ["Western 8", "Eastern 7"] {
        let label = format!(">{name}</text>");
        assert_eq!(drawing.matches(&label).count(), 1, "{name}");
    }
    assert_eq!(drawing.matches("label group on-gap").count(), 2);
    assert_eq!(drawing.matches("class=\"outline between\"").count(), 1);
    // Nobody is drawn into a group by having neighbours.
    let drawing = svg(&Fixture::new().report(&audit(ragged(3, 2, 6), false))).unwrap();
    assert!(!drawing.contains("label group on-gap") && !drawing.contains("outline between"));
}
