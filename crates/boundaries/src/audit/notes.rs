//! How to read what is said of a map.

use tizim_evidence::Message;

use super::drawn::Drawn;
use super::{MapAudit, told};
use crate::measure::additive_square_km;
use crate::{BoundaryRules, CodesFrom, CoordinateSystem, Layer, square_km};

/// How the map was read, and what is taken for what.
pub(super) fn add(layer: &Layer, rules: &BoundaryRules, drawn: &Drawn, audit: &mut MapAudit) {
    if layer.codes == CodesFrom::Place {
        audit.notes.push(Message::new("boundaries.note.codes"));
    }
    if let CodesFrom::Property(property) = &layer.codes
        && !layer.others.is_empty()
    {
        let others = told::names(layer.others.iter().map(|name| (name.as_str(), name.as_str())));
        let note = Message::new("boundaries.codes_chosen").with("property", property).with("others", others);
        audit.notes.push(note);
    }
    if layer.letters_assumed {
        audit.notes.push(Message::new("boundaries.letters_assumed"));
    }
    if layer.rewritten > 0 {
        audit.notes.push(Message::new("boundaries.zeros").with("count", layer.rewritten));
    }
    audit.notes.push(match &layer.system {
        CoordinateSystem::Assumed => Message::new("boundaries.note.assumed"),
        CoordinateSystem::Stated => Message::new("boundaries.note.stated"),
        CoordinateSystem::Converted(from) => Message::new("boundaries.note.converted").with("from", from),
    });
    audit.notes.push(Message::new("boundaries.note.conventions"));
    audit.notes.extend(edges(layer));
    audit.notes.push(Message::new("boundaries.note.gaps").with("metres", rules.near_metres));
    if drawn.of_blocks {
        audit.notes.push(Message::new("boundaries.note.whole_blocks"));
    }
    if !drawn.bridged.is_empty() {
        let named = drawn.bridged.iter().map(|&district| &drawn.districts[district]);
        let named = told::names(named.map(|own| (own.id.as_str(), own.name.as_str())));
        let note = Message::new("boundaries.note.bridged").with("metres", rules.near_metres);
        audit.notes.push(note.with("districts", named));
    }
}

/// By how much the two ways of joining the points of a border differ, where that is most.
fn edges(layer: &Layer) -> Option<Message> {
    let differ = |unit: usize| {
        let area = &layer.units[unit].area;
        let (shortest, straight) = (square_km(area), additive_square_km(area));
        (shortest > 0.0).then_some((unit, (straight - shortest).abs(), (straight / shortest - 1.0).abs()))
    };
    let all = (0..layer.units.len()).filter_map(differ);
    let (unit, square_km, part) = all.max_by(|one, other| one.2.total_cmp(&other.2))?;
    Some(
        Message::new("boundaries.note.edges")
            .with("square_km", square_km)
            .with("part", part)
            .with("unit", told::units(layer, &[unit])),
    )
}
