//! What is said of unusual rates and flows, and of those that could not be judged.

use tizim_evidence::{Evidence, Finding, Message, Persons, Severity, Share, Subject, Value};
use tizim_stats::rates::{Doubt, Judged, Peers, Unit as Seen};

use super::Unusual;
use super::rates::{Family, Rate};
use crate::checks::coverage::unchecked;
use crate::ledger::context::Context;
use crate::ledger::row::Row;
use crate::shown::words;
use crate::{Code, Level};

/// Findings AVC-014 and AVC-015, and AVC-090 for families that could not be judged.
pub(crate) fn findings(context: &Context<'_>, unusual: &Unusual) -> Vec<Finding> {
    let mut findings = Vec::new();
    for family in &unusual.families {
        let rates = Rates::of(family);
        findings
            .extend(family.found.named().map(|judged| rate_finding(context, unusual, family, judged, rates)));
        findings.extend(doubtful(family));
        findings.extend(without_peers(family));
    }
    for flows in &unusual.flows {
        findings.extend(flows.findings(context, unusual.families()));
    }
    findings.extend(
        [Level::Precinct, Level::Tec, Level::Region].into_iter().filter_map(|level| unmade(unusual, level)),
    );
    findings
}

/// AVC-090 for the rates that were not judged at a level, since too few units have the figures: one notice for all.
fn unmade(unusual: &Unusual, level: Level) -> Option<Finding> {
    let unmade: Vec<_> = unusual.unmade.iter().filter(|unmade| unmade.level == level).collect();
    let id = |rate: Rate| format!("{}-{}", rate.rule().word(), level.word());
    match unmade.as_slice() {
        [] => None,
        [unmade] => {
            let title = Message::new("avc.unchecked.rates")
                .with("measure", words::rate(unmade.rate))
                .with("level", words::level(level))
                .with("units", unmade.units);
            let mut finding = unchecked(unmade.rate.rule().word(), title);
            finding.subject.id = id(unmade.rate);
            Some(finding)
        }
        several => {
            let measures: Vec<Value> = several.iter().map(|unmade| words::rate(unmade.rate)).collect();
            let checks: Vec<String> = several.iter().map(|unmade| id(unmade.rate)).collect();
            let title = Message::new("avc.unchecked.several_rates")
                .with("measures", measures)
                .with("level", words::level(level));
            let finding = unchecked("unusual-rates", title).counting(several.len() as u64);
            let mut finding = finding.figure("checks", checks);
            finding.subject.id = format!("unusual-rates-{}", level.word());
            Some(finding)
        }
    }
}

/// AVC-090 for a family that does not show how far rates differ, or would name no unit of common size at any count.
fn doubtful(family: &Family) -> Option<Finding> {
    let title = match family.found.doubt? {
        Doubt::Spread => Message::new("avc.unchecked.rates_without_spread"),
        Doubt::Power => Message::new("avc.unchecked.rates_without_power")
            .with("size", Value::derived(family.found.power.map(|power| power.total))),
    };
    let units = family.found.judged.len();
    let title = title
        .with("measure", words::rate(family.rate))
        .with("level", words::level(family.level))
        .with("units", units);
    let mut finding = unchecked(family.rate.rule().word(), title).counting(units as u64);
    finding.subject.id = format!("{}-{}-in-doubt", family.rate.rule().word(), family.level.word());
    Some(finding)
}

/// AVC-090 for units of regions too small to compare them in, where too few regions show how far regions differ.
fn without_peers(family: &Family) -> Option<Finding> {
    let units = family.found.without_peers.len();
    let title = Message::new("avc.unchecked.rates_without_peers")
        .with("measure", words::rate(family.rate))
        .with("level", words::level(family.level))
        .with("units", units)
        .with("least_units", tizim_stats::rates::peers::SMALL)
        .with("least_regions", tizim_stats::rates::peers::FEWEST_GROUPS);
    let mut finding = unchecked(family.rate.rule().word(), title).counting(units as u64);
    finding.subject.id = format!("{}-{}-without-peers", family.rate.rule().word(), family.level.word());
    (units > 0).then_some(finding)
}

/// The rate of all units together, and of those that are not zero.
#[derive(Clone, Copy)]
struct Rates {
    all: f64,
    without_zeros: f64,
}

impl Rates {
    fn of(family: &Family) -> Self {
        let rate = |least: u64| {
            let units =
                family.found.judged.iter().map(|judged| judged.seen).filter(|seen| seen.count >= least);
            let sums =
                units.fold((0.0, 0.0), |sum, seen| (sum.0 + seen.count as f64, sum.1 + seen.total as f64));
            sums.0 / f64::max(sums.1, 1.0)
        };
        Self { all: rate(0), without_zeros: rate(1) }
    }
}

/// Whom a unit was compared with: the code of the figure, and the words of the title.
fn compared_with(family: &Family, judged: &Judged, has_region: bool) -> (&'static str, Value) {
    let (code, word) = match (judged.peers, family.level, has_region, family.by_kind) {
        (Peers::Group { .. }, Level::Precinct, true, true) => ("kind_in_region", "avc.peers.kind_in_region"),
        (Peers::Group { .. }, Level::Precinct, true, false) => ("region", "avc.peers.precincts_of_region"),
        (Peers::Group { .. }, Level::Precinct, false, true) => ("kind", "avc.peers.kind"),
        (Peers::Group { .. }, Level::Precinct, false, false) => ("all", "avc.peers.precincts"),
        (Peers::Group { .. }, _, true, _) => ("region", "avc.peers.tecs_of_region"),
        (Peers::Group { .. }, _, false, _) => ("all", "avc.peers.tecs"),
        (Peers::Groups { others: 0, .. }, Level::Precinct, _, true) => {
            ("kind_in_other_regions", "avc.peers.kind_in_other_regions")
        }
        (Peers::Groups { others: 0, .. }, ..) => ("other_regions", "avc.peers.other_regions"),
        (Peers::Groups { .. }, Level::Precinct, _, true) => ("kind_in_regions", "avc.peers.kind_in_regions"),
        (Peers::Groups { .. }, ..) => ("regions", "avc.peers.regions"),
    };
    (code, Value::Word { code, word })
}

/// What is unusual of a unit, in a sentence.
fn rate_title(name: &str, family: &Family, judged: &Judged, peers: Value) -> Message {
    let Seen { count, total: of } = judged.seen;
    let title = match (judged.high, count) {
        (true, _) => Message::new("avc.unusual.high"),
        (false, 0) => Message::new("avc.unusual.zero"),
        (false, _) => Message::new("avc.unusual.low"),
    };
    title
        .with("place", Value::place(name))
        .with("count", Persons(count))
        .with("of", Persons(of))
        .with("rate", Share::of(count, of))
        .with("expected", Value::derived(judged.expected))
        .with("measure", words::rate(family.rate))
        .with("peers", peers)
}

fn rate_finding(
    context: &Context<'_>,
    unusual: &Unusual,
    family: &Family,
    judged: &Judged,
    rates: Rates,
) -> Finding {
    let unit = &context.levels.at(family.level)[judged.unit];
    let Seen { count, total: of } = judged.seen;
    let (compared_with, peers) = compared_with(family, judged, !unit.region.is_empty());
    let title = rate_title(&unit.name, family, judged, peers);
    let compared = match judged.peers {
        Peers::Group { others } => others,
        Peers::Groups { groups, .. } => groups - 1,
    };
    let log10 = |ln: f64| ln / std::f64::consts::LN_10;
    let rows = context.inputs.precincts.as_ref().map_or(&[][..], |sheet| &sheet.rows);
    let evidence: Vec<Evidence> = match family.level {
        Level::Precinct => unit.own_row.map(|row| rows[row].evidence()).into_iter().collect(),
        _ => unit.places.iter().filter_map(|place| context.precinct(*place)).map(Row::evidence).collect(),
    };
    let mut finding = context
        .finding(Code::UnusualRate, family.rate.rule(), Subject::new(family.level.word(), unit.name.as_str()))
        .titled(title)
        .figure("count", Persons(count))
        .figure("of", Persons(of))
        .figure("rate", Share::of(count, of))
        .figure("expected", Value::derived(judged.expected))
        .figure("log10_p", Value::derived(log10(judged.ln_p)))
        .figure("log10_p_hochberg", Value::derived(log10(judged.adjusted.0)))
        .figure("log10_p_yekutieli", Value::derived(log10(judged.adjusted.1)))
        .figure("log10_p_limit", log10(family.found.ln_limit()))
        .figure("log10_p_binomial", Value::derived(binomial(judged)))
        .figure("false_alarm_rate", context.rules.outliers.false_alarm_rate)
        .figure("families", unusual.families())
        .figure("spread", Value::derived(judged.spread))
        .figure("compared_with", compared_with)
        .figure("units_compared", compared)
        .shown_by(evidence)
        .unless(Message::new("avc.innocent.students_and_shifts"));
    if family.rate == Rate::Share && judged.high {
        finding = finding.unless(Message::new("avc.innocent.event_there"));
    }
    if count == 0 {
        finding = finding
            .figure("rate_of_all", Value::derived(rates.all))
            .figure("rate_without_zeros", Value::derived(rates.without_zeros))
            .unless(Message::new("avc.innocent.not_aggregated"));
    }
    finding = finding.unless(Message::new("avc.innocent.far_out"));
    let ceiling = if judged.adjusted.1 <= unusual.limit.ln() { Severity::Warning } else { Severity::Notice };
    finding.severity = finding.severity.min(ceiling);
    finding
}

/// What the p-value would be were chance alone at work: for readers who reckon so. Missing where the total is beyond what
/// can be summed.
fn binomial(judged: &Judged) -> f64 {
    const MOST: u64 = 100_000_000;
    let Seen { count, total } = judged.seen;
    if total > MOST {
        return f64::NAN;
    }
    tizim_stats::binomial::tails(count, total, judged.expected / total as f64)
        .map_or(f64::NAN, |tails| tails.two_sided_mid_p().log10())
}
