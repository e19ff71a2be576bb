//! What a row of a register bears out: an issue, a use, or an entry that another row has made already.

use std::collections::HashSet;
use std::sync::Arc;

use tizim_people::names::{can_all_be_one, normalise};
use tizim_polling::precinct;

use crate::Certificate;
use crate::ledger::given_twice::GivenTwice;
use crate::ledger::places::plain_name;

/// What one row says of its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a row may bear out an issue, a use, both or neither")]
pub(crate) struct Side {
    /// The row bears out the issue.
    pub(crate) issue: bool,
    /// The row bears out a use.
    pub(crate) used: bool,
    /// The row repeats an issue that an earlier row of the serial bears out: one issue, written down again.
    pub(crate) again: bool,
    /// The row agrees in every field with an earlier row of the serial: one entry, copied. It bears out nothing.
    pub(crate) copy: bool,
    /// It is a copy since its whole register was given twice.
    pub(crate) repeats: bool,
}

/// A form that is listed because it came back, without an issue: no date and no holder.
fn is_unissued_form(row: &Certificate) -> bool {
    row.returned == Some(true)
        && row.issued_at.is_none()
        && !row.issued_at_unread
        && row.iin.trim().is_empty()
        && row.surname.trim().is_empty()
}

/// What each row of one serial bears out.
///
/// A register of use often repeats the home precinct. So a row with a use and without a date of issue bears out the
/// issue only where no other row of the serial does. A date of issue that is written and cannot be read is one. Rows that agree in place, time and holder of the issue are one
/// issue, written down again with another use. A row that agrees with an earlier one in every field is a copy of it and
/// counts nowhere.
pub(crate) fn sides<'r>(
    rows: impl Iterator<Item = &'r Certificate> + Clone,
    twice: &GivenTwice,
) -> Vec<Side> {
    let used = |row: &Certificate| !row.used_precinct.trim().is_empty() || row.used_at.is_some();
    let dated = |row: &Certificate| row.issued_at.is_some() || row.issued_at_unread;
    let homed = |row: &Certificate| !row.home_precinct.trim().is_empty() && !is_unissued_form(row);
    let clear = rows.clone().any(|row| dated(row) || (homed(row) && !used(row)));
    let mut issues: Vec<&Certificate> = Vec::new();
    let mut seen: Vec<&Certificate> = Vec::new();
    rows.map(|row| {
        let repeats = seen.iter().any(|other| twice.repeats(row, other));
        if repeats || seen.iter().any(|other| is_copy(other, row)) {
            return Side { issue: false, used: false, again: false, copy: true, repeats };
        }
        seen.push(row);
        let bears = dated(row) || (homed(row) && !(used(row) && clear));
        let again = bears && issues.iter().any(|other| same_issue(other, row));
        if bears && !again {
            issues.push(row);
        }
        Side { issue: bears && !again, used: used(row), again, copy: false, repeats: false }
    })
    .collect()
}

/// Whether two rows agree in every field, wherever they stand.
pub(crate) fn is_copy(one: &Certificate, other: &Certificate) -> bool {
    let place = |row: &Certificate| Certificate { file: Arc::default(), row: 0, ..row.clone() };
    let quick = |row: &Certificate| (row.issued_at, row.used_at, row.birth_date);
    quick(one) == quick(other)
        && one.iin == other.iin
        && one.used_precinct == other.used_precinct
        && one.surname == other.surname
        && place(one) == place(other)
}

pub(crate) fn same_issue(one: &Certificate, other: &Certificate) -> bool {
    let facts = |row: &Certificate| {
        (
            precinct::normal(&row.home_precinct),
            row.issued_at,
            row.iin.trim().to_owned(),
            plain_name(&row.election_kind),
        )
    };
    let name =
        |row: &Certificate| [&row.surname, &row.given_name, &row.patronymic].map(|part| plain_name(part));
    facts(one) == facts(other) && name(one) == name(other)
}

/// The rows of one life that name different persons: by identification number, or by names that exclude each other where
/// numbers are missing.
pub(crate) fn different_persons(rows: &[&Certificate]) -> bool {
    let numbers: HashSet<&str> =
        rows.iter().map(|row| row.iin.trim()).filter(|text| !text.is_empty()).collect();
    if !numbers.is_empty() {
        return numbers.len() > 1;
    }
    let names: Vec<[String; 3]> = rows
        .iter()
        .map(|row| [&row.surname, &row.given_name, &row.patronymic].map(|part| normalise(part)))
        .collect();
    let names: Vec<_> = names.iter().map(|name| name.each_ref().map(String::as_str)).collect();
    !can_all_be_one(&names)
}
