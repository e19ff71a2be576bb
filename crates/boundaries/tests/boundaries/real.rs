//! What is known of the real units of Kazakhstan.

use std::collections::BTreeSet;

use tizim_boundaries::{Adjacency, Problem, ProblemKind, apart};

use crate::support::real_layer;

#[test]
fn units_and_their_neighbours() {
    let Some(layer) = real_layer() else { return };
    assert_eq!((layer.features, layer.units.len(), layer.faults.len()), (224, 224, 0));
    let regions: BTreeSet<_> = layer.units.iter().map(|unit| unit.region.as_deref()).collect();
    assert_eq!(regions.len(), 20);
    let found = Adjacency::of(&layer, 0.002 * 111_200.0);
    assert_eq!(found.borders.borders().count(), 537, "exact pairs");
    assert_eq!(found.borders.borders().count() + found.near.len(), 548, "within 0.002 degrees");
}

/// District 19 as `facts/smd_2023.csv` lists it (Temirtau, Balkhash, Priozersk, Saran, Shakhtinsk; Abai, Aktogay, Karkaraly,
/// Nura, Shet), by the codes of the units; Sarybel, of which nobody says what it is, left out.
const DISTRICT_19: [&str; 10] = [
    "352400000",
    "351600000",
    "352100000",
    "352200000",
    "352800000",
    "353200000",
    "353600000",
    "354800000",
    "355200000",
    "356400000",
];
/// The rest of the region: Karaganda city, Bukhar-Zhyrau, Osakarov.
const DISTRICT_18: [&str; 3] = ["351000000", "354000000", "355600000"];

#[test]
fn district_19_is_in_parts_and_district_18_is_not() {
    let Some(layer) = real_layer() else { return };
    let district_of: Vec<Option<usize>> = layer
        .units
        .iter()
        .map(|unit| {
            let of = |codes: &[&str]| codes.contains(&unit.id.as_str());
            if of(&DISTRICT_18) { Some(0) } else { of(&DISTRICT_19).then_some(1) }
        })
        .collect();
    assert_eq!(district_of.iter().flatten().count(), 13);
    let graph = Adjacency::of(&layer, 100.0).tolerant();
    let found = apart(&graph, &district_of, |block| tizim_boundaries::square_km(&layer.units[block].area));
    assert_eq!(found.iter().map(|apart| apart.district).collect::<Vec<_>>(), [1]);
    for part in &found[0].parts {
        let names: Vec<&str> = part.blocks.iter().map(|block| layer.units[*block].title()).collect();
        let bridge = part.bridge.as_ref().unwrap();
        assert!(bridge.iter().any(|block| district_of[*block] == Some(0)), "{names:?}");
    }
}

#[test]
fn defects_that_are_known_are_found() {
    let Some(layer) = real_layer() else { return };
    let found = tizim_boundaries::problems(&layer);
    let of_kind = |kind| found.iter().filter(|problem| problem.kind == kind).collect::<Vec<_>>();
    let crossed = of_kind(ProblemKind::SelfIntersection);
    assert_eq!(crossed.len(), 1);
    assert!(layer.units[crossed[0].units[0]].region.as_deref().unwrap().contains("lytau"), "{crossed:?}");
    assert!(of_kind(ProblemKind::TouchesItself).is_empty() && of_kind(ProblemKind::PartsOverlap).is_empty());
    // Of the 23 places that nobody owns, one lies between the unit that crosses itself and its neighbour, where the crossing
    // is; shapely's `buffer(0)`, which mends that unit first, leaves the 22 that are known.
    let gaps = of_kind(ProblemKind::Gap);
    let (at_crossing, pinholes): (Vec<_>, Vec<_>) = gaps.iter().partition(|gap| {
        let (at, crossing) = (gap.at.unwrap(), crossed[0].at.unwrap());
        gap.units.contains(&crossed[0].units[0])
            && (at.x - crossing.x).abs() < 0.01
            && (at.y - crossing.y).abs() < 0.01
    });
    assert_eq!((pinholes.len(), at_crossing.len()), (22, 1));
    assert!(pinholes.iter().all(|gap: &&Problem| gap.width_metres.unwrap() < 10.0), "all are slivers");
    let names: Vec<&str> = of_kind(ProblemKind::RepeatedName)
        .iter()
        .map(|problem| layer.units[problem.units[0]].title())
        .collect();
    assert_eq!(names, ["Kostanay", "Pavlodar"]);
}
