//! What a finding is about, in one way for the whole table and for one council of many.

use tizim_evidence::{Subject, Value};

use crate::judge::assess::Assessment;

pub(crate) fn body(assessment: &Assessment) -> Subject {
    match &assessment.group {
        Some(group) => Subject::new("council", group.clone()),
        None => Subject::new("nation", "all"),
    }
}

pub(crate) fn subject(assessment: &Assessment, unit: usize) -> Subject {
    let id = &assessment.units[unit].id;
    let id = assessment.group.as_ref().map_or_else(|| id.clone(), |group| format!("{group}/{id}"));
    Subject::new("district", id)
}

/// What goes before a title to tell councils apart; nothing for the whole table.
pub(crate) fn council(assessment: &Assessment) -> Value {
    Value::place(assessment.group.as_ref().map(|group| format!("{group}: ")).unwrap_or_default())
}
