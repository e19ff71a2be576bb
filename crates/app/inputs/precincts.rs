//! The table of precincts: what commissions reported.

use std::collections::{BTreeMap, BTreeSet};

use tizim_avc::{KnownVoters, Precinct, Sheet};
use tizim_tables::is_total_label;

use super::texts::Texts;
use super::{Opened, columns, perhaps_totals, text, unused};

/// The rows of all files.
pub(crate) fn sheet(tables: &[Opened]) -> Sheet<Precinct> {
    let mut texts = Texts::default();
    let mut rows = Vec::with_capacity(tables.iter().map(|opened| opened.table.len()).sum());
    for opened in tables {
        rows.extend(opened.table.rows().map(|row| Precinct {
            file: texts.shared(opened.table.file()),
            row: row.number(),
            precinct: text(&row, "precinct"),
            region: texts.of(&row, "region"),
            tec: texts.of(&row, "tec"),
            settlement: texts.of(&row, "settlement"),
            kind: texts.of(&row, "kind"),
            voters: row.count("voters"),
            voters_basis: row.count("voters_basis"),
            members: row.count("members"),
            forms: row.count("forms"),
            extra_forms: row.count("extra_forms"),
            extra_order: text(&row, "extra_order"),
            issued_reported: row.count("issued_reported"),
            used_reported: row.count("used_reported"),
            returned_reported: row.count("returned_reported"),
            cancelled_reported: row.count("cancelled_reported"),
            left_over_reported: row.count("left_over_reported"),
            voted: row.count("voted"),
        }));
    }
    Sheet::new(columns(tables), rows).with_unused(unused(tables)).with_perhaps_totals(perhaps_totals(tables))
}

/// Totals of voters that rows of the tables state ("Итого", "North Total"): of a region, the largest where parts of it have
/// theirs, and of the nation. Totals of commissions are left out.
pub(crate) fn stated_totals(tables: &[Opened]) -> KnownVoters {
    let names: BTreeSet<String> =
        tables.iter().flat_map(|opened| opened.table.rows().map(|row| text(&row, "region"))).collect();
    let mut known = KnownVoters::default();
    for row in tables.iter().flat_map(|opened| opened.table.totals()) {
        let Some(voters) = row.count("voters") else { continue };
        if !is_label_or_empty(&text(&row, "tec")) {
            continue;
        }
        let written = text(&row, "region");
        if !is_label_or_empty(&written) {
            keep_largest(&mut known.regions, written, voters);
        } else if let Some(region) = named_in(&written, &names) {
            keep_largest(&mut known.regions, region, voters);
        } else {
            known.nation = known.nation.max(Some(voters));
        }
    }
    known
}

fn is_label_or_empty(cell: &str) -> bool {
    cell.is_empty() || is_total_label(cell)
}

fn keep_largest(totals: &mut BTreeMap<String, u64>, region: String, voters: u64) {
    let total = totals.entry(region).or_default();
    *total = voters.max(*total);
}

/// The region that the label of a total names ("North Total"), if it names one.
fn named_in(label: &str, names: &BTreeSet<String>) -> Option<String> {
    let mut named = names.iter().filter(|name| !name.is_empty() && label.contains(name.as_str()));
    // The longest, where the name of one is a part of another's.
    let longest = named.clone().max_by_key(|name| name.len())?;
    named.all(|name| longest.contains(name.as_str())).then(|| longest.clone())
}
