//! Registers of certificates: of issue, of use, or of both.

use tizim_avc::{Certificate, Sheet};

use super::texts::Texts;
use super::{Opened, birth_date, columns, moment, text, unused};

/// The rows of all files.
pub(crate) fn sheet(tables: &[Opened]) -> Sheet<Certificate> {
    let mut texts = Texts::default();
    let mut rows = Vec::with_capacity(tables.iter().map(|opened| opened.table.len()).sum());
    for opened in tables {
        rows.extend(opened.table.rows().map(|row| {
            let [surname, given_name, patronymic] = names(&row).map(|name| texts.shared(name));
            let issued_at = moment(&row, "issued_at");
            Certificate {
                file: texts.shared(opened.table.file()),
                row: row.number(),
                serial: text(&row, "serial"),
                election_kind: texts.of(&row, "election_kind"),
                home_region: texts.of(&row, "home_region"),
                home_precinct: texts.of(&row, "home_precinct"),
                issued_at_unread: issued_at.is_none() && row.text("issued_at").is_some(),
                issued_at,
                iin: text(&row, "iin"),
                surname,
                given_name,
                patronymic,
                birth_date: birth_date(&row),
                used_region: texts.of(&row, "used_region"),
                used_precinct: texts.of(&row, "used_precinct"),
                used_at: moment(&row, "used_at"),
                retained: row.flag("retained"),
                recorded: row.flag("recorded"),
                returned: row.flag("returned"),
            }
        }));
    }
    Sheet::new(columns(tables), rows).with_unused(unused(tables))
}

/// Surname, given name and patronymic, from three columns or from one.
fn names<'a>(row: &tizim_tables::Row<'a>) -> [&'a str; 3] {
    match (row.text("surname"), row.text("full_name")) {
        (None, Some(full)) => {
            let parts = tizim_people::split_full_name(full);
            [parts.surname, parts.given_name, parts.patronymic]
        }
        _ => ["surname", "given_name", "patronymic"].map(|name| row.text(name).unwrap_or_default().trim()),
    }
}
