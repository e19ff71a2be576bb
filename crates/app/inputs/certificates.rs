//! Registers of certificates: of issue, of use, or of both.

use tizim_avc::{Certificate, Sheet};

use super::{Opened, birth_date, columns, moment, text, unused};

/// The rows of all files.
pub(crate) fn sheet(tables: &[Opened]) -> Sheet<Certificate> {
    let rows = tables.iter().flat_map(|opened| {
        opened.table.rows().map(|row| {
            let (surname, given_name, patronymic) = names(&row);
            let issued_at = moment(&row, "issued_at");
            Certificate {
                file: opened.table.file().to_owned(),
                row: row.number(),
                serial: text(&row, "serial"),
                election_kind: text(&row, "election_kind"),
                home_region: text(&row, "home_region"),
                home_precinct: text(&row, "home_precinct"),
                issued_at_unread: issued_at.is_none() && row.text("issued_at").is_some(),
                issued_at,
                iin: text(&row, "iin"),
                surname,
                given_name,
                patronymic,
                birth_date: birth_date(&row),
                used_region: text(&row, "used_region"),
                used_precinct: text(&row, "used_precinct"),
                used_at: moment(&row, "used_at"),
                retained: row.flag("retained"),
                recorded: row.flag("recorded"),
                returned: row.flag("returned"),
            }
        })
    });
    Sheet::new(columns(tables), rows.collect()).with_unused(unused(tables))
}

/// Surname, given name and patronymic, from three columns or from one.
fn names(row: &tizim_tables::Row<'_>) -> (String, String, String) {
    match (row.text("surname"), row.text("full_name")) {
        (None, Some(full)) => {
            let parts = tizim_people::split_full_name(full);
            (parts.surname.to_owned(), parts.given_name.to_owned(), parts.patronymic.to_owned())
        }
        _ => (text(row, "surname"), text(row, "given_name"), text(row, "patronymic")),
    }
}
