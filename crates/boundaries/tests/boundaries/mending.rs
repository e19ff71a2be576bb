//! Repairs: what is inside stays inside, what was wrong is right, and what was changed is said.

use std::collections::BTreeSet;

use geo::Area;
use proptest::prelude::*;
use tizim_boundaries::{
    Layer, Locator, Mended, Problem, ProblemKind, additive_square_km, border_km, geojson, problems, repaired,
    square_km,
};

use crate::locating::{any_map, layer_of};
use crate::support::{collection, polygon, read_map, read_real, real_layer, rectangle, rectangles};

fn own(found: &[Problem]) -> Vec<&Problem> {
    let own = [ProblemKind::SelfIntersection, ProblemKind::TouchesItself, ProblemKind::PartsOverlap];
    found.iter().filter(|problem| own.contains(&problem.kind)).collect()
}

fn one(geometry: &str) -> Layer {
    read_map(collection([(r#"{"id": "u"}"#, geometry)])).unwrap()
}

fn kinds(layer: &Layer) -> BTreeSet<Mended> {
    repaired(layer, 50.0).repairs[0].mended.clone()
}

#[test]
fn a_ring_that_meets_itself_becomes_rings_that_do_not() {
    // A bow tie, a ring with a spike, and an outer ring that runs into its hole and back.
    let tie = one(&polygon(&[&[[70.0, 50.0], [71.0, 51.0], [71.0, 50.0], [70.0, 51.0], [70.0, 50.0]]]));
    let mended = repaired(&tie, 50.0);
    let repair = &mended.repairs[0];
    assert_eq!(repair.mended, BTreeSet::from([Mended::SelfIntersection]));
    assert_eq!((mended.layer.units[0].area.0.len(), repair.at.unwrap().x), (2, 70.5));
    // Drawn as it was, its halves cancel each other out.
    assert!(repair.before < 30.0 && repair.after > 3900.0, "{repair:?}");
    let mut spiked = rectangle(70.0, 50.0, 71.0, 51.0).to_vec();
    spiked.splice(2..2, [[71.0, 50.5], [72.0, 50.5], [71.0, 50.5]]);
    let spiked = one(&polygon(&[&spiked]));
    assert_eq!(kinds(&spiked), BTreeSet::from([Mended::TouchesItself]));
    let mended = repaired(&spiked, 50.0).layer;
    assert!(border_km(&mended.units[0].area) < border_km(&spiked.units[0].area) - 100.0, "the spike is gone");
    let pinched = [
        [70.0, 50.0],
        [72.0, 50.0],
        [72.0, 52.0],
        [71.0, 51.0],
        [71.5, 50.5],
        [70.5, 50.5],
        [71.0, 51.0],
        [70.0, 52.0],
        [70.0, 50.0],
    ];
    let mended = repaired(&one(&polygon(&[&pinched])), 50.0).layer;
    let area = &mended.units[0].area;
    assert_eq!((area.0.len(), area.0[0].interiors().len()), (1, 1));
    assert!(own(&problems(&mended)).is_empty(), "its hole is a gap as any other");
}

#[test]
fn parts_on_each_other_become_one() {
    let parts = [rectangle(70.0, 50.0, 72.0, 51.0), rectangle(71.0, 50.0, 73.0, 51.0)];
    let layer =
        one(&format!(r#"{{"type": "MultiPolygon", "coordinates": [[{:?}], [{:?}]]}}"#, parts[0], parts[1]));
    let mended = repaired(&layer, 50.0);
    assert!(mended.repairs[0].mended.contains(&Mended::PartsOverlap));
    let whole = rectangles(&[("w", [70.0, 50.0, 73.0, 51.0])]);
    // The long way along a parallel is told in two pieces or in one: their geodesics differ a little.
    let (found, expected) = (square_km(&mended.layer.units[0].area), square_km(&whole.units[0].area));
    assert!(
        (found / expected - 1.0).abs() < 2e-3 && problems(&mended.layer).is_empty(),
        "{found} {expected}"
    );
    assert!((mended.repairs[0].before / expected - 4.0 / 3.0).abs() < 2e-3, "it counted twice");
}

#[test]
fn slivers_go_to_the_longest_border_and_wide_gaps_stay() {
    // Seven metres between a and b, of which b has more border; a degree between a and c.
    let layer = rectangles(&[
        ("a", [70.0, 50.0, 71.0, 51.0]),
        ("b", [71.0001, 49.0, 72.0, 52.0]),
        ("south", [70.0, 49.0, 71.0001, 50.0]),
        ("north", [70.0, 51.0, 71.0001, 52.0]),
    ]);
    let gap = problems(&layer);
    assert_eq!(gap.iter().map(|one| one.kind).collect::<Vec<_>>(), [ProblemKind::Gap]);
    let mended = repaired(&layer, 50.0);
    assert_eq!(problems(&mended.layer), []);
    assert_eq!(mended.repairs.len(), 1, "{:?}", mended.repairs);
    let repair = &mended.repairs[0];
    assert_eq!(repair.mended, BTreeSet::from([Mended::SliverGap]));
    assert!((repair.after - repair.before - gap[0].square_km.unwrap()).abs() < 1e-6);
    for (place, unit) in layer.units.iter().enumerate().filter(|(place, _)| *place != repair.unit) {
        assert_eq!(unit, &mended.layer.units[place], "the others are as they were");
    }
    assert!(repaired(&layer, 1.0).repairs.is_empty(), "wider than the tolerance");

    let overlap = rectangles(&[("a", [70.0, 50.0, 71.0001, 51.0]), ("b", [71.0, 50.0, 72.0, 51.0])]);
    let mended = repaired(&overlap, 50.0);
    assert_eq!(problems(&mended.layer), []);
    assert!(mended.repairs.iter().all(|repair| repair.mended.contains(&Mended::SliverOverlap)));
    let change: f64 = mended.repairs.iter().map(|repair| repair.after - repair.before).sum();
    assert!((change + problems(&overlap)[0].square_km.unwrap()).abs() < 1e-3, "{change}");
    let wide = rectangles(&[("a", [70.0, 50.0, 71.5, 51.0]), ("b", [71.0, 50.0, 72.0, 51.0])]);
    assert_eq!(repaired(&wide, 50.0).layer, wide);
}

#[test]
fn the_real_map_is_whole_after_its_repair() {
    let Some(layer) = real_layer() else { return };
    let mended = repaired(&layer, 50.0);
    let found = problems(&mended.layer);
    let kinds: BTreeSet<_> = found.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, BTreeSet::from([ProblemKind::RepeatedName]), "{found:?}");
    let crossed = mended.repairs.iter().find(|one| one.mended.contains(&Mended::SelfIntersection)).unwrap();
    assert!(layer.units[crossed.unit].region.as_deref().unwrap().contains("lytau"));
    assert!(mended.repairs.iter().filter(|one| one.mended.contains(&Mended::SliverGap)).count() > 1);
    // As the lines of the map run: along geodesics the area of a unit changes where a point is put on a long line.
    let all = |layer: &Layer| layer.units.iter().map(|unit| additive_square_km(&unit.area)).sum::<f64>();
    let change: f64 = mended.repairs.iter().map(|one| one.after - one.before).sum();
    assert!((all(&mended.layer) - all(&layer) - change).abs() < 1e-3);
    assert!(change.abs() < 1.0, "pinholes are small: {change} km2");
    let again = read_real(geojson(&mended.layer, |_| Vec::new()));
    let areas = |layer: &Layer| layer.units.iter().map(|unit| square_km(&unit.area)).collect::<Vec<_>>();
    assert!(areas(&again).iter().zip(areas(&mended.layer)).all(|(one, other)| (one - other).abs() < 1e-6));
    assert_eq!(problems(&again), found, "written and read again it is as whole");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_was_inside_stays_inside(units in any_map()) {
        let Some(layer) = layer_of(&units) else { return Ok(()) };
        let mended = repaired(&layer, 0.0);
        let found = problems(&mended.layer);
        // What encloses nothing, there and back, is left as it is.
        let encloses = |problem: &&Problem| mended.layer.units[problem.units[0]].area.unsigned_area() > 1e-9;
        prop_assert!(own(&found).into_iter().filter(encloses).count() == 0, "{:?}", found);
        let (before, after) = (Locator::new(&layer), Locator::new(&mended.layer));
        for place in 0..900 {
            // Off all lines through the few coordinates.
            let (x, y) = (f64::from(place % 30), f64::from(place / 30));
            let (x, y) = (69.9 + (x + 0.4711) * 0.071, 49.8 + (y + 0.331) * 0.172);
            prop_assert_eq!(before.locate(x, y), after.locate(x, y), "{} {}", x, y);
        }
    }
}
