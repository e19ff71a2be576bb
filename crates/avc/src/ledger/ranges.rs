//! Forms by serial range: ranges that overlap, serials used outside what was handed out, and gaps between ranges.

use tizim_evidence::{Finding, Message, Severity, Subject};

use tizim_polling::serial::{Numbered, Serials};

use crate::ledger::context::{Context, Row};
use crate::ledger::places::{Found, PlaceId, Places, plain_name};
use crate::ledger::register::Register;

use crate::{FormRange, RuleId, Sheet};

/// A range that can be read.
#[derive(Debug, Clone)]
pub(crate) struct Range {
    prefix: u32,
    /// The region, where each region numbers its certificates anew.
    scope: String,
    from: u64,
    to: u64,
    row: usize,
    tec: String,
    region: String,
    place: Option<PlaceId>,
}

/// The ranges of the table, in the order of their serials.
#[derive(Debug)]
pub(crate) struct Ranges<'a> {
    sheet: &'a Sheet<FormRange>,
    /// Handed to precincts.
    to_precincts: Vec<Range>,
    /// Handed to TECs, to be passed on.
    to_tecs: Vec<Range>,
    /// Rows whose serials cannot be read or run backwards.
    unreadable: Vec<usize>,
    /// From one serial to the next: 10 where serials end with a check digit.
    step: u64,
    numbered_by_region: bool,
    /// For each series that was seen, the one in which its serials are looked for.
    looked_for_in: Vec<u32>,
    /// Whether every range names its region as the other tables do.
    all_joined: bool,
}

impl<'a> Ranges<'a> {
    pub(crate) fn new(
        places: &Places,
        register: Option<&mut Register<'_>>,
        sheet: &'a Sheet<FormRange>,
    ) -> Self {
        let mut alone = Serials::default();
        let mut ranges = Self {
            sheet,
            to_precincts: vec![],
            to_tecs: vec![],
            unreadable: vec![],
            step: 1,
            numbered_by_region: false,
            looked_for_in: vec![],
            all_joined: true,
        };
        let serials = match register {
            Some(register) => {
                ranges.step = if register.format.check_digit.is_some() { 10 } else { 1 };
                ranges.numbered_by_region = register.numbered_by_region;
                &mut register.serials
            }
            None => &mut alone,
        };
        for (row, range) in sheet.rows.iter().enumerate() {
            let ends = (serials.parse(&range.from_serial), serials.parse(&range.to_serial));
            let (Some(from), Some(to)) = ends else {
                ranges.unreadable.push(row);
                continue;
            };
            if from.prefix != to.prefix || from.number > to.number {
                ranges.unreadable.push(row);
                continue;
            }
            let found = places.lookup(&range.region, &range.precinct);
            let place = found.place();
            let region = match place {
                Some(place) if range.region.trim().is_empty() => plain_name(&places.get(place).region),
                _ => plain_name(places.region(&range.region)),
            };
            ranges.all_joined &= !places.is_apart(&range.region);
            let known = Range {
                prefix: from.prefix,
                scope: if ranges.numbered_by_region { region.clone() } else { String::new() },
                from: from.number / ranges.step,
                to: to.number / ranges.step,
                row,
                tec: plain_name(&range.tec),
                region,
                place,
            };
            if found == Found::Unnamed { ranges.to_tecs.push(known) } else { ranges.to_precincts.push(known) }
        }
        let mut series: Vec<u32> =
            ranges.to_precincts.iter().chain(&ranges.to_tecs).map(|range| range.prefix).collect();
        series.sort_unstable();
        series.dedup();
        ranges.looked_for_in =
            serials.prefixes().map(|prefix| looked_for_in(prefix, &series, serials)).collect();
        for list in [&mut ranges.to_precincts, &mut ranges.to_tecs] {
            list.sort_by(|one, other| {
                let key = |range: &Range| (range.from, range.to, range.row);
                (one.prefix, &one.scope, key(one)).cmp(&(other.prefix, &other.scope, key(other)))
            });
        }
        ranges
    }

    /// How many forms the ranges hand to each precinct, by place; `None` where no range names a precinct, or one may be of
    /// a precinct that cannot be told.
    pub(crate) fn forms_by_place(&self, places: usize) -> Option<Vec<u64>> {
        if self.to_precincts.is_empty() || !self.all_joined {
            return None;
        }
        let mut forms = vec![0_u64; places];
        for range in &self.to_precincts {
            if let Some(place) = range.place {
                let size = (range.to - range.from).saturating_add(1);
                forms[place as usize] = forms[place as usize].saturating_add(size);
            }
        }
        Some(forms)
    }

    fn evidence(&self, range: &Range) -> tizim_evidence::Evidence {
        self.sheet.rows[range.row].evidence()
    }

    /// The ranges that hold a serial, the latest start first. Overlaps are few: a short walk back finds them.
    fn holding<'r>(
        &self,
        list: &'r [Range],
        serial: Numbered,
        region: &'r str,
    ) -> impl Iterator<Item = &'r Range> + use<'r> {
        let number = serial.number / self.step;
        let scope = if self.numbered_by_region { region } else { "" };
        let prefix = self.looked_for_in.get(serial.prefix as usize).copied().unwrap_or(serial.prefix);
        let end = list.partition_point(|range| {
            (range.prefix, range.scope.as_str(), range.from) <= (prefix, scope, number)
        });
        let longest = 64;
        list[end.saturating_sub(longest)..end]
            .iter()
            .rev()
            .filter(move |range| range.prefix == prefix && range.scope == scope && range.to >= number)
    }
}

/// The series in which a serial is looked for: its own, where any range is of it; else, where either side leaves the letters
/// out, the one that there is. Digits before the number are never left out.
fn looked_for_in(prefix: u32, series: &[u32], serials: &Serials) -> u32 {
    if series.contains(&prefix) {
        return prefix;
    }
    let mut alike = series.iter().copied().filter(|other| serials.may_be_one(prefix, *other));
    if serials.lacks_letters(prefix) {
        let only = alike.next().filter(|_| alike.next().is_none());
        return only.unwrap_or(prefix);
    }
    alike.find(|other| serials.lacks_letters(*other)).unwrap_or(prefix)
}

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
                .finding("AVC-006", RuleId::RangeReadable, Subject::new("check", "range-readable"))
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
                    .map_or_else(|| ranges.sheet.rows[range.row].tec.clone(), |place| context.name(place))
            };
            let title = Message::new("avc.ranges.overlap")
                .with("one", names(before))
                .with("other", names(range))
                .with("count", shared)
                .with("first", first.trim())
                .with("last", last.trim());
            findings.push(
                context
                    .finding("AVC-006", RuleId::RangesApart, Subject::new(level(range), names(range)))
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
        .finding("AVC-006", RuleId::RangeGaps, Subject::new("check", "range-gaps"))
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
                .finding("AVC-006", rule, Subject::new("certificate", shown.as_str()))
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
                    .with("home", context.name(home))
                    .with("other", other);
                findings.push(finding(title, RuleId::SerialOfOwnRange).shown_by([ranges.evidence(range)]));
            }
            (None, Some(range), Some(home)) if of_another_tec(context, range, home) => {
                let title = Message::new("avc.ranges.other_tec")
                    .with("home", context.name(home))
                    .with("other", ranges.sheet.rows[range.row].tec.as_str());
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
