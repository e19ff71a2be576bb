//! Whether the table holds a unit whole, and what a verdict is worth where it may hold a part only.

use tizim_evidence::{Finding, Message, Severity};

use super::verdict::Outcome;
use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::ledger::places::plain_name;
use crate::{Complete, Level, Published, QuotaRule};

/// What a whole may have, a part of it may have too: no more than a notice where the table may hold a part only.
pub(super) fn severity(rule: &QuotaRule, outcome: Outcome, whole: bool) -> Severity {
    match outcome {
        Outcome::Every if whole => rule.rule.severity,
        _ => rule.rule.severity.min(Severity::Notice),
    }
}

/// Whether the table is known to hold all precincts of a unit: by what the user said, or by a total (a row of its own, one
/// that is known from elsewhere, or of the nation a published one) that equals the sum of its precincts.
pub(super) fn is_whole(context: &Context<'_>, unit: &Unit, level: Level) -> bool {
    let said = match &context.inputs.complete {
        Complete::All => true,
        Complete::Regions(names) => {
            let mut names = names.iter().map(|name| plain_name(context.places.region(name)));
            level != Level::Nation
                && names.any(|name| name == plain_name(context.places.region(&unit.region)))
        }
        Complete::AsTotalsShow => false,
    };
    if said || level == Level::Precinct {
        return true;
    }
    let rows = context.inputs.precincts.as_ref().map_or(&[][..], |sheet| &sheet.rows);
    let own = unit.own_row.and_then(|row| rows.get(row)?.voters);
    let known = &context.inputs.known;
    let regions = || {
        let plain = |name: &str| plain_name(context.places.region(name));
        known.regions.iter().find(|(name, _)| plain(name) == plain(&unit.region)).map(|(_, total)| *total)
    };
    let elsewhere = match level {
        Level::Nation => [known.nation, context.rules.published.get(&Published::Voters).map(|one| one.value)],
        Level::Region => [regions(), None],
        _ => [None, None],
    };
    unit.voters.total().is_some_and(|sum| own == Some(sum) || elsewhere.contains(&Some(sum)))
}

/// A finding of a unit of which the table may hold a part only says so first.
pub(super) fn of_part(finding: Finding, whole: bool) -> Finding {
    let finding = finding.figure("complete", whole);
    if whole { finding } else { finding.unless(Message::new("avc.innocent.part_of_region")) }
}
