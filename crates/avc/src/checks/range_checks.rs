//! Ranges of forms against each other and against the register (AVC-006): ranges that overlap, serials used outside what was
//! handed out, and gaps between ranges.

use tizim_evidence::{Finding, Message, Severity, Subject, Value};

use crate::ledger::context::Context;
use crate::ledger::places::{PlaceId, plain_name};
use crate::ledger::ranges::{Range, Ranges};
use crate::ledger::register::Register;
use crate::ledger::row::Row;
use crate::{Code, RuleId};

/// Whether two ranges count in one series.
fn one_series(one: &Range, other: &Range) -> bool {
    one.prefix == other.prefix && one.scope == other.scope
}

/// AVC-006: ranges that cannot be read or overlap, and gaps between them.
pub(crate) fn check(context: &Context<'_>, ranges: &Ranges<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !ranges.unreadable.is_empty() {
        let rows = ranges.unreadable.iter().map(|row| ranges.sheet.rows[*row].evidence());
        findings.push(
            context
                .finding(Code::OutsideRanges, RuleId::RangeReadable, Subject::new("check", "range-readable"))
                .titled(Message::new("avc.ranges.unreadable").with("count", ranges.unreadable.len()))
                .counting(ranges.unreadable.len() as u64)
                .shown_by(rows),
        );
    }
    for list in [&ranges.to_precincts, &ranges.to_tecs] {
        findings.extend(overlaps(context, ranges, list));
    }
    findings.extend(gaps(context, ranges));
    findings
}

fn overlaps(context: &Context<'_>, ranges: &Ranges<'_>, list: &[Range]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut reach: Option<&Range> = None;
    for range in list {
        if let Some(before) = reach.filter(|before| one_series(before, range) && before.to >= range.from) {
            let shared = (before.to.min(range.to) - range.from).saturating_add(1);
            let last = if before.to < range.to { before } else { range };
            let (first, last) =
                (&ranges.sheet.rows[range.row].from_serial, &ranges.sheet.rows[last.row].to_serial);
            let names = |range: &Range| {
                range
                    .place
                    .map_or_else(|| ranges.sheet.rows[range.row].tec.to_string(), |place| context.name(place))
            };
            let title = Message::new("avc.ranges.overlap")
                .with("one", Value::place(names(before)))
                .with("other", Value::place(names(range)))
                .with("count", shared)
                .with("first", first.trim())
                .with("last", last.trim());
            findings.push(
                context
                    .finding(
                        Code::OutsideRanges,
                        RuleId::RangesApart,
                        Subject::new(level(range), names(range)),
                    )
                    .titled(title)
                    .counting(shared)
                    .figure("shared_serials", shared)
                    .shown_by([ranges.evidence(before), ranges.evidence(range)])
                    .unless(Message::new("avc.innocent.range_corrected")),
            );
        }
        if reach.is_none_or(|before| !one_series(before, range) || before.to < range.to) {
            reach = Some(range);
        }
    }
    findings
}

fn level(range: &Range) -> &'static str {
    if range.place.is_some() { "precinct" } else { "tec" }
}

/// Serials between two ranges that the table hands to nobody: one `info` with how many and how large.
fn gaps(context: &Context<'_>, ranges: &Ranges<'_>) -> Option<Finding> {
    let list = if ranges.to_precincts.is_empty() { &ranges.to_tecs } else { &ranges.to_precincts };
    let mut gaps = Vec::new();
    let mut reach: Option<&Range> = None;
    for range in list {
        if let Some(before) = reach.filter(|before| one_series(before, range) && before.to + 1 < range.from) {
            gaps.push((before, range, range.from - before.to - 1));
        }
        if reach.is_none_or(|before| !one_series(before, range) || before.to < range.to) {
            reach = Some(range);
        }
    }
    let (largest, forms) = (gaps.iter().max_by_key(|gap| gap.2)?, gaps.iter().map(|gap| gap.2).sum::<u64>());
    let title = Message::new("avc.ranges.gaps")
        .with("count", gaps.len())
        .with("forms", forms)
        .with("largest", largest.2)
        .with("after", ranges.sheet.rows[largest.0.row].to_serial.trim());
    let mut finding = context
        .finding(Code::OutsideRanges, RuleId::RangeGaps, Subject::new("check", "range-gaps"))
        .titled(title)
        .counting(gaps.len() as u64)
        .figure("serials", forms)
        .figure("largest", largest.2)
        .shown_by(gaps.iter().map(|gap| ranges.evidence(gap.1)))
        .unless(Message::new("avc.innocent.reserve"));
    finding.severity = finding.severity.min(Severity::Info);
    Some(finding)
}

/// AVC-006: certificates whose serial was handed to nobody, or to another commission than the one that issued it.
pub(crate) fn serials_in_ranges(
    context: &Context<'_>,
    register: &Register<'_>,
    ranges: &Ranges<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if ranges.to_precincts.is_empty() && ranges.to_tecs.is_empty() {
        return findings;
    }
    for life in &register.lives {
        let Some(serial) = life.serial else { continue };
        let issue = register.issues(life).next();
        let Some(row) = issue.or_else(|| register.rows(life).first().copied()) else { continue };
        let home = issue.and_then(|row| register.home_place(row));
        let region = match home {
            Some(home) if register.numbered_by_region => plain_name(&context.places.get(home).region),
            _ => String::new(),
        };
        let precinct_range = ranges
            .holding(&ranges.to_precincts, serial, &region)
            .find(|range| home.is_none() || range.place == home)
            .or_else(|| ranges.holding(&ranges.to_precincts, serial, &region).next());
        let tec_range = ranges.holding(&ranges.to_tecs, serial, &region).next();
        let finding = |title: Message, rule: RuleId| {
            let shown = register.shown(life);
            context
                .finding(Code::OutsideRanges, rule, Subject::new("certificate", shown.as_str()))
                .titled(title.with("serial", shown.as_str()))
                .shown_by([register.row(row).evidence()])
                .unless(Message::new("avc.innocent.serial_mistyped"))
                .unless(Message::new("avc.innocent.forms_table_incomplete"))
        };
        match (precinct_range, tec_range, home) {
            (None, None, _) => {
                findings.push(finding(Message::new("avc.ranges.outside"), RuleId::SerialHandedOut));
            }
            (Some(range), _, Some(home)) if range.place.is_some_and(|place| place != home) => {
                let other = range.place.map_or(String::new(), |place| context.name(place));
                let title = Message::new("avc.ranges.other_precinct")
                    .with("home", Value::place(context.name(home)))
                    .with("other", Value::place(other));
                findings.push(finding(title, RuleId::SerialOfOwnRange).shown_by([ranges.evidence(range)]));
            }
            (None, Some(range), Some(home)) if of_another_tec(context, range, home) => {
                let title = Message::new("avc.ranges.other_tec")
                    .with("home", Value::place(context.name(home)))
                    .with("other", &*ranges.sheet.rows[range.row].tec);
                findings.push(finding(title, RuleId::SerialOfOwnRange).shown_by([ranges.evidence(range)]));
            }
            _ => {}
        }
    }
    findings
}

fn of_another_tec(context: &Context<'_>, range: &Range, home: PlaceId) -> bool {
    let home = context.places.get(home);
    let (tec, region) = (plain_name(&home.tec), plain_name(&home.region));
    !tec.is_empty()
        && !range.tec.is_empty()
        && !context.places.is_apart(&range.region)
        && (tec != range.tec || (!range.region.is_empty() && !region.is_empty() && region != range.region))
}
