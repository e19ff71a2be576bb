//! The map of districts, filled by deviation from the quota.

use tizim_evidence::{Diverging, Map, Message, Place, Privacy};

use super::charts::guides;
use crate::judge::assess::Assessment;
use crate::{DistrictRules, Districts};

/// The map of one body of districts; `None` where no district of it has a shape.
///
/// Shades deepen at the limits that bind or are recommended, so that the map answers what the standards ask, and once more
/// at twice the widest of them.
pub(super) fn map(assessment: &Assessment, districts: &Districts, rules: &DistrictRules) -> Option<Map> {
    let mut limits: Vec<f64> = guides(rules).into_iter().map(|(at, _)| at).filter(|at| *at > 0.0).collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    limits.extend(limits.last().map(|widest| 2.0 * widest));
    let places = assessment.units.iter().zip(&assessment.deviations).filter_map(|(unit, deviation)| {
        let drawn = districts.shapes.get(&unit.id)?;
        Some(Place {
            id: unit.id.clone(),
            name: unit.name.clone(),
            short: drawn.short.clone(),
            value: deviation.clone(),
            shape: drawn.shape.clone(),
            group: unit.region.clone(),
        })
    });
    let mut map = Map {
        id: "map",
        title: Message::new("districts.map.title"),
        note: None,
        value_title: Message::new("districts.column.deviation"),
        value_format: "signed",
        scale: Diverging {
            centre: 0.0,
            breaks: limits,
            below: Some(Message::new("districts.map.below")),
            within: Message::new("districts.map.within"),
            above: Message::new("districts.map.above"),
        },
        places: places.collect(),
        names_groups: false,
        synthetic: districts.synthetic,
        privacy: Privacy::Open,
    };
    let note = if map.is_of_tiles() { "districts.map.tiles_note" } else { "districts.map.areas_note" };
    map.note = Some(Message::new(note));
    (!map.places.is_empty()).then_some(map)
}
