//! What stands in the place of a number that is not published, and every value that may be one.

use tizim_evidence::{Audit, Value};

/// Numbers of persons below this are not published.
pub const SUPPRESSION_LIMIT: u32 = 10;

/// Shown for a number of persons from 1 to 9.
pub(super) const SMALL: &str = "<10";

/// Shown for a value withheld because it could give a number of persons away.
pub(crate) const WITHHELD: &str = "*";

/// Every value of an audit outside its exhibits.
pub(super) fn each_value(view: &mut Audit, act: &mut dyn FnMut(&mut Value)) {
    let sentences = view.summary.iter_mut().chain(&mut view.notes).chain([&mut view.title]);
    let labels = view.figures.iter_mut();
    for message in sentences {
        message.arguments.values_mut().for_each(&mut *act);
    }
    for figure in labels {
        act(&mut figure.value);
        figure.label.arguments.values_mut().for_each(&mut *act);
    }
    for finding in &mut view.findings {
        let mut cases = finding.cases();
        let before = cases.clone();
        act(&mut cases);
        if cases != before {
            finding.give_as(cases);
        }
        finding.figures.values_mut().for_each(&mut *act);
        let messages = finding.explanations.iter_mut().chain([&mut finding.title]);
        messages.flat_map(|message| message.arguments.values_mut()).for_each(&mut *act);
    }
    view.document.values_mut().for_each(act);
}
