//! How the quota would read without rows that may be totals of others: nobody can tell by the table alone, so both are
//! given.

use tizim_evidence::{Finding, Message, Persons, Value};

use super::above_at;
use crate::checks::coverage::unchecked;
use crate::ledger::context::Context;
use crate::ledger::row::Row;
use crate::{Inputs, Level, Precinct, Sheet};

/// A notice (AVC-090) where rows of the precinct table may be totals of others; nothing where there are none.
pub(crate) fn check(context: &Context<'_>) -> Option<Finding> {
    let sheet = context.inputs.precincts.as_ref()?;
    let doubtful: Vec<&Precinct> =
        sheet.perhaps_totals.iter().filter_map(|&place| sheet.rows.get(place)).collect();
    if doubtful.is_empty() || doubtful.len() == sheet.rows.len() {
        return None;
    }
    let others = without(context.inputs, sheet);
    let without = Context::new(&others, context.rules, context.run);
    let mut title = Message::new("avc.unchecked.perhaps_totals").with("count", doubtful.len());
    let mut finding = unchecked("perhaps-total", Message::new("avc.unchecked.perhaps_totals"))
        .counting(doubtful.len() as u64)
        .shown_by(doubtful.iter().map(|row| row.evidence()));
    for (keys, of) in [
        (["voters", "forms", "above_precincts", "above_regions"], context),
        (["voters_without", "forms_without", "above_precincts_without", "above_regions_without"], &without),
    ] {
        let nation = &of.levels.nation;
        let above = |level: Level| above_at(of, level).len().into();
        let figures: [Value; 4] = [
            nation.voters.total().map(Persons).into(),
            nation.forms.total().into(),
            above(Level::Precinct),
            above(Level::Region),
        ];
        for (key, figure) in keys.into_iter().zip(figures) {
            title = title.with(key, figure.clone());
            finding = finding.figure(key, figure);
        }
    }
    Some(finding.titled(title))
}

/// The same inputs without the rows in doubt.
fn without<'a>(inputs: &Inputs<'a>, sheet: &Sheet<Precinct>) -> Inputs<'a> {
    let in_doubt = |place: &usize| sheet.perhaps_totals.contains(place);
    let rows = sheet.rows.iter().enumerate().filter(|(place, _)| !in_doubt(place));
    let rows = rows.map(|(_, row)| row.clone()).collect();
    Inputs {
        precincts: Some(Sheet::new(sheet.columns.iter().cloned(), rows)),
        certificates: inputs.certificates.clone(),
        forms: inputs.forms.clone(),
        lists: inputs.lists,
        clock: inputs.clock,
        complete: inputs.complete.clone(),
        known: inputs.known.clone(),
        regions: inputs.regions.clone(),
        people: inputs.people.clone(),
        told: Vec::new(),
    }
}
