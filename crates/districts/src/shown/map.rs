//! The map of districts, filled by deviation from the quota, or by voters where there is none.

use tizim_evidence::{Diverging, Interval, Map, Message, Place, Privacy, Value};

use super::charts::guides;
use super::words;
use crate::judge::assess::Assessment;
use crate::{DistrictRules, Districts, Unit};

/// The map of one body of districts; `None` where no district of it has a shape.
///
/// Shades deepen at the limits that bind or are recommended, so that the map answers what the standards ask, and once more
/// at twice the widest of them. Without a quota there is nothing to deviate from, and voters per seat are shown.
pub(super) fn map(assessment: &Assessment, districts: &Districts, rules: &DistrictRules) -> Option<Map> {
    let place = |(number, unit): (usize, &&Unit)| {
        let drawn = districts.shapes.get(&unit.id)?;
        Some(Place {
            id: unit.id.clone(),
            name: unit.name.clone(),
            short: drawn.short.clone(),
            value: if assessment.without_quota {
                per_seat(assessment, number)
            } else {
                assessment.deviations[number].clone()
            },
            shape: drawn.shape.clone(),
            group: unit.region.clone(),
        })
    };
    let listed: Vec<Place> = assessment.units.iter().enumerate().filter_map(place).collect();
    if listed.is_empty() {
        return None;
    }
    let unlisted = districts.unlisted.iter().map(|(id, name, drawn)| Place {
        id: id.clone(),
        name: name.clone(),
        short: None,
        value: Value::Word { code: "not_in_table", word: "districts.map.unlisted" },
        shape: drawn.shape.clone(),
        group: None,
    });
    let places = listed.into_iter().chain(unlisted).collect();
    let mut map = if assessment.without_quota { of_voters(assessment) } else { of_deviations(rules) };
    map = Map { places, synthetic: districts.synthetic, ..map };
    map.note = Some(Message::new(match (map.is_of_tiles(), assessment.without_quota) {
        (true, _) => "districts.map.tiles_note",
        (false, true) => "districts.map.voters_note",
        (false, false) => "districts.map.areas_note",
    }));
    Some(map)
}

/// A map of deviations, with nothing on it yet.
fn of_deviations(rules: &DistrictRules) -> Map {
    let mut limits: Vec<f64> = guides(rules).into_iter().map(|(at, _)| at).filter(|at| *at > 0.0).collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    limits.extend(limits.last().map(|widest| 2.0 * widest));
    let scale = Diverging {
        centre: 0.0,
        breaks: limits,
        below: Some(Message::new("districts.map.below")),
        within: Message::new("districts.map.within"),
        above: Message::new("districts.map.above"),
    };
    empty(Message::new("districts.map.title"), Message::new("districts.column.deviation"), "signed", scale)
}

/// A map of voters per seat, with nothing on it yet.
fn of_voters(assessment: &Assessment) -> Map {
    let scale = Diverging {
        centre: 0.0,
        breaks: Vec::new(),
        below: None,
        within: Message::new("districts.map.below"),
        above: Message::new("districts.map.above"),
    };
    let per_seat = Message::new("districts.map.per_seat").with("people", words::people(assessment.basis));
    empty(Message::new("districts.map.voters_title"), per_seat, "number0", scale)
}

fn empty(title: Message, value_title: Message, value_format: &'static str, scale: Diverging) -> Map {
    Map {
        id: "map",
        title,
        note: None,
        credit: None,
        value_title,
        value_format,
        scale,
        places: Vec::new(),
        names_groups: false,
        synthetic: false,
        privacy: Privacy::Open,
    }
}

/// Voters of a district per seat of it.
fn per_seat(assessment: &Assessment, unit: usize) -> Value {
    let seats = f64::from(assessment.units[unit].seats);
    match assessment.voters(unit).bounds() {
        Some((low, high)) if seats > 0.0 && low < high => {
            Value::derived(Interval { low: low / seats, high: high / seats, tight: false })
        }
        Some((exact, _)) if seats > 0.0 => Value::derived(exact / seats),
        _ => Value::Missing,
    }
}
