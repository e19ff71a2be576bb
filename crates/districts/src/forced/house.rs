//! The smallest house in which every region can comply, and why it is not known where it is not.

use tizim_evidence::{Audit, Figure, Interval, Message, Status, Value};

use super::measure::LARGEST_HOUSE_TRIED;
use super::required::{Forced, Reading};

/// Adds the figure at one tolerance, and a note where it has no value.
pub(super) fn add(forced: &Forced, at: usize, audit: &mut Audit) {
    let figure = smallest(forced, at);
    if figure.value.is_missing() {
        let reason = reason(forced, at);
        if audit.notes.iter().all(|note| note != &reason) {
            audit.notes.push(reason);
        }
    }
    audit.figures.push(figure);
}

fn smallest(forced: &Forced, at: usize) -> Figure {
    let status = if forced.simulated.is_some() { Status::Estimated } else { Status::Derived };
    let key = if at == 0 { "smallest_house" } else { "smallest_house_wider" };
    let draws = forced.simulated.as_ref().and_then(|one| one.houses[at].0);
    let value = match draws {
        Some(spread) => Value::from(Interval { low: spread.low, high: spread.high, tight: false }),
        None => Value::from(forced.central.as_ref().and_then(|central| central.houses[at])),
    };
    let label = match forced.reading() {
        Reading::Exact => Message::new("districts.figure.smallest_house"),
        Reading::Middle => Message::new("districts.figure.smallest_house_middle"),
        Reading::Simulation => Message::new("districts.figure.smallest_house_draws"),
    };
    let label = label.with("tolerance", Value::stated(forced.tolerances[at]));
    Figure::new(key, label, value).with_status(status).shown_as("number0")
}

/// Why no smallest house is known.
fn reason(forced: &Forced, at: usize) -> Message {
    let regions = &forced.claims.regions;
    let named = |is: &dyn Fn(&super::claims::Claim) -> bool| -> Vec<Value> {
        regions.iter().filter(|region| is(region)).map(|region| Value::place(&region.name)).collect()
    };
    let without = named(&|region| region.stated.is_none() && region.estimate.is_none());
    let empty = named(&|region| region.stated.is_some_and(|stated| stated.round() < 1.0));
    let (message, regions) = if forced.central.is_some() {
        let message = Message::new("districts.note.house_beyond")
            .with("largest", LARGEST_HOUSE_TRIED)
            .with("tolerance", Value::stated(forced.tolerances[at]));
        (message, Vec::new())
    } else if !without.is_empty() {
        (Message::new("districts.note.house_without_figures"), without)
    } else if !empty.is_empty() {
        (Message::new("districts.note.house_empty"), empty)
    } else {
        (Message::new("districts.note.house_estimates"), Vec::new())
    };
    message.with("regions", regions)
}
