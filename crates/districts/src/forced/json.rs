//! Parts of JSON that several sections write alike.

use serde_json::{Value as Json, json};

use super::measure::LARGEST_HOUSE_TRIED;
use super::required::Forced;
use super::simulation::Spread;

/// A tolerance as a key.
pub(super) fn key(tolerance: f64) -> String {
    format!("{tolerance:.2}")
}

/// What the draws say of one figure.
pub(super) fn spread(spread: Spread) -> Json {
    json!({"low": spread.low, "high": spread.high, "least": spread.least, "most": spread.most})
}

/// The smallest house by tolerance.
pub(super) fn houses(forced: &Forced) -> Json {
    let by_tolerance = forced.tolerances.iter().enumerate().map(|(at, &tolerance)| {
        let simulated = forced.simulated.as_ref().map(|simulated| &simulated.houses[at]);
        let spread = simulated.and_then(|(spread, _)| *spread);
        let section = json!({
            "reading": forced.reading().word(),
            "central": forced.central.as_ref().and_then(|central| central.houses[at]),
            "low": spread.map(|spread| spread.low as u64),
            "high": spread.map(|spread| spread.high as u64),
            "least": spread.map(|spread| spread.least as u64),
            "most": spread.map(|spread| spread.most as u64),
            "draws_without": simulated.map(|(_, none)| none),
            "largest_tried": LARGEST_HOUSE_TRIED,
        });
        (key(tolerance), section)
    });
    Json::Object(by_tolerance.collect())
}
