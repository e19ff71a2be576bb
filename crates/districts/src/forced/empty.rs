//! Was it forced, where a district has no voters: the ratio of the largest to the smallest is then infinite, and no share of
//! it can be told; whether the rules left room for another drawing can.

use tizim_evidence::Message;

use super::required::Forced;
use crate::judge::assess::Assessment;
use crate::shown::words;

/// How many names stand in a sentence.
const NAMED: usize = 8;

/// The answer where a district is certain to have no voters; `None` where none is.
pub(super) fn answer(forced: &Forced, assessment: &Assessment) -> Option<Message> {
    let empty = assessment.empty_units();
    if empty.is_empty() {
        return None;
    }
    let names: Vec<String> = empty.iter().map(|&unit| assessment.units[unit].name.clone()).collect();
    let regions: Vec<String> = forced
        .claims
        .regions
        .iter()
        .filter(|region| region.high == 0)
        .map(|region| region.name.clone())
        .collect();
    let message = match forced.least_ratio {
        _ if !regions.is_empty() && forced.minimum > 0 => {
            Message::new("districts.forced.empty_region").with("regions", words::shortened(NAMED, regions))
        }
        Some(least) if least.high.is_finite() && regions.is_empty() => {
            Message::new("districts.forced.empty_district")
                .with("least", least.value())
                .with("allocation", forced.allocation_ratio.value())
        }
        _ => Message::new("districts.forced.empty_open"),
    };
    Some(message.with("count", names.len()).with("names", words::shortened(NAMED, names)))
}
