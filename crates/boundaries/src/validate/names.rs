//! Names that several units of one region have.

use std::collections::BTreeMap;

use super::{Problem, of_units};
use crate::Layer;

/// One problem for each name that repeats within a region.
pub(super) fn repeated(layer: &Layer) -> Vec<Problem> {
    let mut of_name: BTreeMap<(Option<&str>, String), Vec<usize>> = BTreeMap::new();
    for (place, unit) in layer.units.iter().enumerate() {
        if let Some(name) = &unit.name {
            of_name.entry((unit.region.as_deref(), name.to_lowercase())).or_default().push(place);
        }
    }
    of_name.into_values().filter(|units| units.len() > 1).map(of_units).collect()
}
