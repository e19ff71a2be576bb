//! Lengths, areas and compactness against values computed elsewhere or by hand.

use std::f64::consts::PI;

use geo::{LineString, MultiPolygon, Polygon};
use tizim_boundaries::{Compactness, border_km, square_km};

fn shape(outer: &[(f64, f64)], holes: &[&[(f64, f64)]]) -> MultiPolygon<f64> {
    let ring = |points: &[(f64, f64)]| LineString::from(points.to_vec());
    MultiPolygon::from(Polygon::new(ring(outer), holes.iter().map(|hole| ring(hole)).collect()))
}

fn is_near(found: f64, expected: f64) -> bool {
    (found / expected - 1.0).abs() < 1e-9
}

/// Computed with GeographicLib 2.1 for Python: `Geodesic.WGS84.Polygon()`.
#[test]
fn areas_and_borders_are_those_of_geographiclib() {
    let square = [(70.0, 50.0), (71.0, 50.0), (71.0, 51.0), (70.0, 51.0)];
    let triangle = [(66.5, 43.25), (72.75, 44.5), (69.0, 54.125)];
    let across = [(179.0, 65.0), (181.0, 65.0), (181.0, 66.0), (179.0, 66.0)];
    let around_zero = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
    let known = [
        (&square[..], 364_369.720_879_989_3, 7_892_061_583.206_543),
        (&triangle[..], 2_848_316.050_425_163_5, 288_548_763_036.270_5),
        (&across[..], 408_152.864_279_897_4, 10_321_411_388.399_414),
        (&around_zero[..], 887_508.146_424_665_8, 49_238_887_518.554_41),
    ];
    for (points, metres, square_metres) in known {
        let one = shape(points, &[]);
        assert!(is_near(border_km(&one), metres / 1e3) && is_near(square_km(&one), square_metres / 1e6));
        let turned: Vec<_> = points.iter().rev().copied().collect();
        assert!(is_near(square_km(&shape(&turned, &[])), square_metres / 1e6), "whichever way it goes round");
    }
    let hole: &[(f64, f64)] = &[(70.4, 50.4), (70.6, 50.4), (70.6, 50.6), (70.4, 50.6)];
    let holed = shape(&square, &[hole]);
    assert!(is_near(square_km(&holed), (7_892_061_583.206_543 - 315_692_491.129_272_46) / 1e6));
    assert!(is_near(border_km(&holed), (364_369.720_879_989_3 + 72_875.199_008_770_43) / 1e3));
}

/// So small and so near to the equator that the plane of school geometry holds: degrees of longitude and latitude differ by
/// 0.67 %, which `squeezed` takes out again.
fn flat(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let squeezed = 6_378_137.0 / 6_335_439.327;
    points.iter().map(|(x, y)| (x * 1e-3, y * 1e-3 * squeezed)).collect()
}

#[test]
fn shapes_have_the_measures_of_school_geometry() {
    let measures = |points: &[(f64, f64)]| Compactness::of(&shape(&flat(points), &[])).unwrap();
    let circle: Vec<(f64, f64)> = (0..720).map(|step| (f64::from(step) * PI / 360.0).sin_cos()).collect();
    // An L of three squares; its hull is half a square larger, its circle has the diagonal of the 2 by 2 square.
    let angle = [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 2.0), (0.0, 2.0)];
    let expected = [
        (measures(&circle), [1.0, 1.0, 1.0, 1.0, 1.0]),
        (
            measures(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]),
            [PI / 4.0, (PI / 4.0).sqrt(), 2.0 / PI, 1.0, 1.0],
        ),
        (
            measures(&[(0.0, 0.0), (3.0, 0.0), (3.0, 1.0), (0.0, 1.0)]),
            [12.0 * PI / 64.0, (12.0 * PI / 64.0_f64).sqrt(), 3.0 / (PI * 2.5), 1.0, 1.0 / 3.0],
        ),
        (
            measures(&angle),
            [12.0 * PI / 64.0, (12.0 * PI / 64.0_f64).sqrt(), 3.0 / (2.0 * PI), 3.0 / 3.5, 1.0],
        ),
    ];
    for (found, values) in expected {
        let own =
            [found.polsby_popper, found.schwartzberg, found.reock, found.convex_hull, found.width_length];
        for (own, value) in own.iter().zip(values) {
            assert!((own - value).abs() < 2e-4, "{found:?}: {own} is not {value}");
        }
    }
    assert!(Compactness::of(&MultiPolygon::new(Vec::new())).is_none());
}

#[test]
fn a_hole_makes_a_shape_less_compact_and_parts_count_together() {
    let square = flat(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0)]);
    let hole = flat(&[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0)]);
    let holed = Compactness::of(&shape(&square, &[&hole])).unwrap();
    assert!((holed.polsby_popper - 4.0 * PI * 8.0 / 256.0).abs() < 1e-4, "{holed:?}");
    assert!((holed.convex_hull - 8.0 / 9.0).abs() < 1e-4);
    let far = flat(&[(6.0, 0.0), (9.0, 0.0), (9.0, 3.0), (6.0, 3.0)]);
    let mut parts = shape(&square, &[]);
    parts.0.extend(shape(&far, &[]).0);
    let parts = Compactness::of(&parts).unwrap();
    assert!((parts.convex_hull - 18.0 / 27.0).abs() < 1e-4 && (parts.width_length - 1.0 / 3.0).abs() < 1e-4);
}

#[test]
fn what_a_border_encloses_oddly_is_measured_and_parts_on_each_other_once() {
    let parts = |parts: &[&[(f64, f64)]]| {
        let all = parts.iter().flat_map(|points| shape(&flat(points), &[]).0);
        Compactness::of(&MultiPolygon::new(all.collect())).unwrap()
    };
    let whole = |points: &[(f64, f64)]| Compactness::of(&shape(&flat(points), &[])).unwrap();
    let unit = whole(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]).square_km;
    let square: &[(f64, f64)] = &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];
    // Two triangles wound against each other, alike, nearly alike, and unlike.
    for (south, north) in [(0.0, 4.0), (0.0, 4.000_001), (1.0, 4.0)] {
        let tie = whole(&[(0.0, 0.0), (4.0, north), (4.0, south), (0.0, 4.0)]);
        // The borders cross at x, where the heights of the two triangles meet.
        let x = 16.0 / (4.0 + north - south);
        let size = f64::midpoint(4.0 * x, (north - south) * (4.0 - x));
        assert!((tie.square_km / unit / size - 1.0).abs() < 1e-4, "{tie:?} {size}");
        let slope = |one: f64, other: f64| (4.0f64).hypot(other - one);
        let border = 4.0 + (north - south) + slope(0.0, north) + slope(4.0, south);
        let polsby_popper = 4.0 * PI * size / (border * border);
        assert!((tie.polsby_popper - polsby_popper).abs() < 1e-4, "{tie:?} {polsby_popper}");
        let hull = 4.0 * (4.0 + north - south) / 2.0;
        assert!((tie.convex_hull - size / hull).abs() < 1e-4, "{tie:?}");
    }
    // A corner on a corner: seven of nine squares, and of eight in the hull.
    let corner: &[(f64, f64)] = &[(2.0, 2.0), (6.0, 2.0), (6.0, 6.0), (2.0, 6.0)];
    let both = parts(&[square, corner]);
    assert!((both.convex_hull - 28.0 / 32.0).abs() < 1e-4 && (both.square_km / unit - 28.0).abs() < 1e-2);
    // One part within another, whichever comes first, and one twice.
    let within: &[(f64, f64)] = &[(1.0, 1.0), (2.0, 1.0), (2.0, 3.0), (1.0, 3.0)];
    for nested in [parts(&[square, within]), parts(&[within, square]), parts(&[square, square])] {
        assert!((nested.square_km / unit - 16.0).abs() < 1e-2 && (nested.convex_hull - 1.0).abs() < 1e-6);
        assert!((nested.polsby_popper - PI / 4.0).abs() < 1e-4, "{nested:?}");
    }
}

#[test]
fn no_district_is_larger_than_its_hull() {
    // So wide that the shortest ways between its corners leave the hull by kilometres.
    for corners in [
        [(50.0, 45.0), (86.0, 45.0), (86.0, 55.0), (50.0, 55.0)],
        [(-160.0, 60.0), (-120.0, 60.0), (-118.0, 71.0), (-162.0, 72.0)],
    ] {
        let found = Compactness::of(&shape(&corners, &[])).unwrap();
        assert!(found.convex_hull <= 1.0 + 1e-12 && found.convex_hull > 0.999, "{found:?}");
    }
}
