//! Numbers of precincts that a spreadsheet has turned into dates.

use std::collections::BTreeMap;

use tizim_evidence::{Evidence, Finding, Message, Persons, Value};
use tizim_polling::precinct::is_date;

use super::unchecked;
use crate::ledger::context::Context;
use crate::ledger::row::Row;

/// One finding for each file and column that holds such dates.
pub(super) fn dated(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut found: BTreeMap<(String, &'static str), (Vec<Evidence>, bool)> = BTreeMap::new();
    let mut see = |column: &'static str, written: &str, row: &dyn Row, of_persons: bool| {
        if is_date(written) {
            let evidence = row.evidence();
            let rows = found.entry((evidence.file.clone(), column)).or_default();
            rows.0.push(evidence);
            rows.1 = of_persons;
        }
    };
    for row in context.inputs.precincts.iter().flat_map(|sheet| &sheet.rows) {
        see("precinct", &row.precinct, row, false);
    }
    for row in context.inputs.certificates.iter().flat_map(|sheet| &sheet.rows) {
        see("home_precinct", &row.home_precinct, row, true);
        see("used_precinct", &row.used_precinct, row, true);
    }
    for row in context.inputs.forms.iter().flat_map(|sheet| &sheet.rows) {
        see("precinct", &row.precinct, row, false);
    }
    for ((file, column), (rows, of_persons)) in found {
        let count = rows.len() as u64;
        let number = if of_persons { Value::from(Persons(count)) } else { count.into() };
        let title = Message::new("avc.unchecked.dated_precincts")
            .with("file", file.as_str())
            .with("column", column)
            .with("count", number);
        let finding = unchecked("precincts", title).shown_by(rows);
        let mut finding = if of_persons {
            finding.counting_persons(Persons(count)).of_persons()
        } else {
            finding.counting(count)
        };
        finding.subject.id = format!("precincts-as-dates-{column}-{file}");
        findings.push(finding);
    }
}
