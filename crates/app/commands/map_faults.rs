//! What is wrong with a map that points are put into.

use tizim_boundaries::Layer;
use tizim_evidence::Severity;

use crate::session::Session;

/// Faults and units that are named one by one.
const FAULTS_SAID: usize = 10;

/// Says what of the map was left out, and which units cross themselves; how grave that is.
pub(super) fn say(session: &Session, layer: &Layer) -> Option<Severity> {
    for fault in layer.faults.iter().filter(|fault| fault.kind.loses()).take(FAULTS_SAID) {
        let id = fault.id.as_ref().map_or_else(String::new, |id| format!(" (`{id}`)"));
        let what = fault.kind.word().replace('_', " ");
        session.say(&format!(
            "`{}`: of feature {}{id} something was left out: {what}",
            layer.file, fault.feature
        ));
    }
    let crossed = tizim_boundaries::crossed(layer);
    if crossed.is_empty() {
        return None;
    }
    let codes = crossed.iter().take(FAULTS_SAID).map(|unit| format!("`{}`", layer.units[*unit].id));
    let codes = codes.collect::<Vec<_>>().join(", ");
    session.say(&format!(
        "`{}`: borders cross themselves, so that points there may come out in no district or in another: {} units, such as {codes}; \
         `tizim districts audit --boundaries` shows where",
        layer.file,
        crossed.len()
    ));
    Some(Severity::Warning)
}
