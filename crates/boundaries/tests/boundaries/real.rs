//! What is known of the real units of Kazakhstan.

use std::collections::BTreeSet;

use tizim_boundaries::{Adjacency, apart};

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
