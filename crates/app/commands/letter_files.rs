//! What every search for second entries that writes letters asks first: where they go, and who is over which precinct.

use anyhow::Result;
use tizim_report::Edition;

use crate::arguments::Format;
use crate::failure::Hinted;
use crate::hand_on::recipients::{Precinct, SplitBy};
use crate::inputs::Opened;
use crate::session::Session;

/// Letters are files of a folder, hold rows about persons, and go to commissions only where a table names these.
///
/// # Errors
/// Where there is no such folder, or no such table.
pub(crate) fn refuse_letters_nowhere(
    session: &Session,
    by: Option<SplitBy>,
    precincts: Option<&str>,
) -> Result<()> {
    let Some(by) = by else { return Ok(()) };
    let out = session.common.out.as_deref();
    let is_folder = out.is_some() && session.format() == Format::Text;
    if !is_folder || session.edition(Format::Csv) == Edition::Public {
        return Err(Hinted::error(
            "`--split-by` needs a folder to write rows into",
            "name a folder with `--out`, and leave `--format` and `--edition public` out",
        ));
    }
    if by == SplitBy::Tec && precincts.is_none() {
        return Err(Hinted::error(
            "`--split-by tec` needs to know which commission is over which precinct",
            "name a table with the columns region, precinct and tec with `--precincts FILE`",
        ));
    }
    if !session.common.is_keyed() {
        session.say("without `--key-file` the tokens differ from run to run: answers to these letters cannot be read back");
    }
    Ok(())
}

/// The precincts of a table, with their commissions.
pub(crate) fn tecs(tables: &[Opened]) -> Vec<Precinct> {
    let rows = tables.iter().flat_map(|opened| opened.table.rows());
    rows.map(|row| {
        let text = |name: &str| row.text(name).unwrap_or_default().trim().to_owned();
        Precinct { region: text("region"), number: text("precinct"), tec: text("tec") }
    })
    .collect()
}
