//! What stands in the place of a region or a precinct: a date that a spreadsheet made of its number, or something of a person in a
//! row that slipped by a column.

use std::collections::BTreeMap;

use tizim_evidence::{Evidence, Finding, Message, Persons, Value};
use tizim_polling::precinct::is_date;
use tizim_polling::vouched::is_shape_of_a_person;

use super::unchecked;
use crate::ledger::context::Context;
use crate::ledger::row::Row;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Instead {
    Date,
    OfAPerson,
}

/// Rows by what they have there, file and column; whether they are persons.
#[derive(Default)]
struct Rows(BTreeMap<(Instead, String, &'static str), (Vec<Evidence>, bool)>);

impl Rows {
    fn region(&mut self, column: &'static str, written: &str, row: &dyn Row, of_persons: bool) {
        if is_shape_of_a_person(written) {
            self.take(Instead::OfAPerson, column, row, of_persons);
        }
    }

    fn precinct(&mut self, column: &'static str, written: &str, row: &dyn Row, of_persons: bool) {
        self.region(column, written, row, of_persons);
        if is_date(written) {
            self.take(Instead::Date, column, row, of_persons);
        }
    }

    fn take(&mut self, instead: Instead, column: &'static str, row: &dyn Row, of_persons: bool) {
        let evidence = row.evidence();
        let rows = self.0.entry((instead, evidence.file.clone(), column)).or_default();
        rows.0.push(evidence);
        rows.1 = of_persons;
    }
}

/// One finding for each file and column that holds such values.
pub(super) fn instead(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut rows = Rows::default();
    for row in context.inputs.precincts.iter().flat_map(|sheet| &sheet.rows) {
        rows.precinct("precinct", &row.precinct, row, false);
        rows.region("region", &row.region, row, false);
    }
    for row in context.inputs.certificates.iter().flat_map(|sheet| &sheet.rows) {
        rows.precinct("home_precinct", &row.home_precinct, row, true);
        rows.region("home_region", &row.home_region, row, true);
        rows.precinct("used_precinct", &row.used_precinct, row, true);
        rows.region("used_region", &row.used_region, row, true);
    }
    for row in context.inputs.forms.iter().flat_map(|sheet| &sheet.rows) {
        rows.precinct("precinct", &row.precinct, row, false);
        rows.region("region", &row.region, row, false);
    }
    findings.extend(rows.0.into_iter().map(finding));
}

fn finding(
    ((instead, file, column), (rows, of_persons)): ((Instead, String, &'static str), (Vec<Evidence>, bool)),
) -> Finding {
    let count = rows.len() as u64;
    let (key, id) = match instead {
        Instead::Date => ("avc.unchecked.dated_precincts", "precincts-as-dates"),
        Instead::OfAPerson => ("avc.unchecked.slipped_places", "slipped-places"),
    };
    let title = Message::new(key)
        .with("file", file.as_str())
        .with("column", column)
        .with("count", if of_persons { Value::from(Persons(count)) } else { count.into() });
    let finding = unchecked("precincts", title).shown_by(rows);
    let mut finding = if of_persons {
        finding.counting_persons(Persons(count)).of_persons()
    } else {
        finding.counting(count)
    };
    finding.subject.id = format!("{id}-{column}-{file}");
    finding
}
