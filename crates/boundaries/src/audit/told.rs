//! Names of units and figures in words.

use tizim_evidence::{Message, Value};

use super::MapAudit;
use crate::{Frame, Layer};

/// Most names in one sentence.
const MOST_NAMES: usize = 12;

/// Names with their codes, up to some of them.
pub(super) fn names<'a>(all: impl IntoIterator<Item = (&'a str, &'a str)>) -> Value {
    let mut names: Vec<String> = all
        .into_iter()
        .map(|(id, name)| if id == name { id.to_owned() } else { format!("{id} ({name})") })
        .collect();
    if names.len() > MOST_NAMES {
        names.truncate(MOST_NAMES);
        names.push("…".to_owned());
    }
    Value::from(names.join(", "))
}

/// Units of a layer, by their places.
pub(super) fn units(layer: &Layer, places: &[usize]) -> Value {
    names(places.iter().map(|&place| (layer.units[place].id.as_str(), layer.units[place].title())))
}

/// A place as people write it: longitude and latitude in degrees, about a metre.
pub(super) fn place(at: geo::Coord<f64>) -> String {
    format!("{:.5}, {:.5}", Frame::written(at.x), at.y)
}

/// What the figures of findings are called.
pub(super) fn labels(audit: &mut MapAudit) {
    audit.labels = vec![
        ("square_km", Message::new("boundaries.column.square_km")),
        ("width_metres", Message::new("boundaries.column.width_metres")),
        ("parts", Message::new("boundaries.column.parts")),
        ("parts_square_km", Message::new("boundaries.column.parts_square_km")),
        ("blocks_voters", Message::new("boundaries.column.blocks_voters")),
        ("stated_voters", Message::new("boundaries.column.voters")),
    ];
}
