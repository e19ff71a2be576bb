//! The digest of a row's values: whether a row is still what it was when somebody looked at it.

use tizim_people::{BirthDate, MaskKey, Sex, Token};

use crate::row::columns::Columns;
use crate::row::entry::Entry;
use crate::row::fields::Fields;
use crate::row::normal::precinct_key;

/// The digest of all that a row states, in normal form, with its region as it is compared: another spelling of a date or of a region's name, capitals, another
/// order of the columns or another format of the file change nothing, and neither does where the row stands. Of columns the
/// source alone is left out.
pub(crate) fn digest(
    key: &MaskKey,
    entry: &Entry<'_>,
    row: &impl Fields,
    columns: &Columns,
    region: &str,
) -> Token {
    let text = |slot: usize| row.text(slot).trim().to_lowercase();
    let number = entry.number.valid().map_or_else(|| text(columns.iin), |iin| iin.number().to_string());
    let identifier = text(columns.identifier);
    let [surname, given_name, patronymic] = entry.names.parts();
    let birth = entry.birth_date.map_or(0, BirthDate::packed).to_be_bytes();
    let sex = Sex::parse(row.text(columns.sex).as_bytes()).map_or_else(
        || text(columns.sex),
        |sex| if sex == Sex::Male { "m".to_owned() } else { "f".to_owned() },
    );
    let day =
        |day: Option<jiff::civil::Date>, slot: usize| day.map_or_else(|| text(slot), |day| day.to_string());
    let precinct = precinct_key(entry.precinct);
    let (added, removed) = (day(entry.added, columns.added), day(entry.removed, columns.removed));
    let (settlement, serial, mark) = (text(columns.settlement), text(columns.avc_serial), text(columns.mark));
    key.token_of_values(&[
        entry.kind.word().as_bytes(),
        number.as_bytes(),
        identifier.as_bytes(),
        surname.as_bytes(),
        given_name.as_bytes(),
        patronymic.as_bytes(),
        &birth,
        sex.as_bytes(),
        region.as_bytes(),
        precinct.as_bytes(),
        settlement.as_bytes(),
        entry.address.normal().as_bytes(),
        serial.as_bytes(),
        mark.as_bytes(),
        added.as_bytes(),
        removed.as_bytes(),
    ])
}
