//! The quota: forms and issue against the share of voters that the law names.
//!
//! How the share of 1,234 voters is rounded is not stated, nor always on which day voters are counted. So each number
//! is held against every reading, and a verdict that hangs on one of them says so and is no more than a `notice`.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Force, Message, Persons, Severity, Subject, Value};

use crate::ledger::context::{Context, Row};
use crate::ledger::levels::{Measure, Unit};
use crate::ledger::places::plain_name;
use crate::shown::words;
use crate::{Basis, Complete, Demand, Level, Published, QuotaRule, Rational, Rounding, RuleId};

/// One reading of the rule: what it allows, and how far the number of forms is from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) basis: Basis,
    pub(crate) rounding: Rounding,
    pub(crate) allowed: u64,
    pub(crate) above: u64,
    pub(crate) short: u64,
}

/// A number against every reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) readings: Vec<Reading>,
}

/// Which way a number leaves the quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Within,
    /// Under some readings only.
    Hangs,
    /// Under every reading.
    Every,
}

impl Verdict {
    /// The verdict on `number` for allowances under each reading.
    pub(crate) fn new(number: u64, allowances: impl IntoIterator<Item = (Basis, Rounding, u64)>) -> Self {
        let readings = allowances
            .into_iter()
            .map(|(basis, rounding, allowed)| Reading {
                basis,
                rounding,
                allowed,
                above: number.saturating_sub(allowed),
                short: allowed.saturating_sub(number),
            })
            .collect();
        Self { readings }
    }

    fn outcome(&self, of: impl Fn(&Reading) -> u64) -> Outcome {
        let wrong = self.readings.iter().filter(|reading| of(reading) > 0).count();
        match wrong {
            0 => Outcome::Within,
            all if all == self.readings.len() => Outcome::Every,
            _ => Outcome::Hangs,
        }
    }

    pub(crate) fn above(&self) -> Outcome {
        self.outcome(|reading| reading.above)
    }

    pub(crate) fn short(&self) -> Outcome {
        self.outcome(|reading| reading.short)
    }

    /// Whether every reading allows the same number.
    fn is_one(&self) -> bool {
        self.least(|reading| reading.allowed) == self.most(|reading| reading.allowed)
    }

    fn least(&self, of: impl Fn(&Reading) -> u64) -> u64 {
        self.readings.iter().map(of).min().unwrap_or(0)
    }

    fn most(&self, of: impl Fn(&Reading) -> u64) -> u64 {
        self.readings.iter().map(of).max().unwrap_or(0)
    }
}

/// The electorates of a unit that are known, by basis; the profile's first.
pub(crate) fn electorates(context: &Context<'_>, unit: &Unit) -> Vec<(Basis, u64)> {
    let of = |basis: Basis| match basis {
        Basis::BasisDay => unit.voters_basis.total(),
        Basis::ElectionDay => unit.voters.total(),
    };
    let second = match context.rules.basis {
        Basis::BasisDay => Basis::ElectionDay,
        Basis::ElectionDay => Basis::BasisDay,
    };
    [context.rules.basis, second].into_iter().filter_map(|basis| Some((basis, of(basis)?))).collect()
}

/// What each reading allows one precinct.
pub(crate) fn allowances(share: Rational, electorates: &[(Basis, u64)]) -> Vec<(Basis, Rounding, u64)> {
    let readings = |(basis, voters): &(Basis, u64)| {
        let (basis, voters) = (*basis, *voters);
        Rounding::ALL.map(|rounding| (basis, rounding, share.of(voters, rounding)))
    };
    electorates.iter().flat_map(readings).collect()
}

/// What each reading allows a unit of several precincts: rounded once for the unit, or in each precinct and added up.
fn allowances_of(context: &Context<'_>, unit: &Unit, level: Level) -> Vec<(Basis, Rounding, u64)> {
    let share = context.rules.share;
    let known = electorates(context, unit);
    let mut all = allowances(share, &known);
    if level == Level::Precinct {
        return all;
    }
    for (basis, _) in known {
        for rounding in Rounding::ALL {
            let parts = unit.places.iter().filter_map(|place| {
                let row = context.precinct(*place)?;
                match basis {
                    Basis::BasisDay => row.voters_basis,
                    Basis::ElectionDay => row.voters,
                }
            });
            all.push((basis, rounding, parts.map(|voters| share.of(voters, rounding)).sum()));
        }
    }
    all
}

/// Findings AVC-001.
pub(crate) fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for level in Level::ALL {
        let rules: Vec<_> = context.rules.quota.iter().filter(|rule| rule.level == level).collect();
        let Some(rule) = rules.iter().find(|quota| quota.rule.force == Force::Binding).or(rules.first())
        else {
            continue;
        };
        let customs = if level == Level::Precinct { customs(context) } else { Customs::new() };
        let mut hanging = Hanging::default();
        for unit in context.levels.at(level) {
            let allowed = allowances_of(context, unit, level);
            if allowed.is_empty() {
                continue;
            }
            let before = findings.len();
            if level == Level::Precinct && hanging.takes(unit, &customs, &allowed) {
                continue;
            }
            if let Some(received) = unit.received() {
                judge_forms(context, rule, unit, received, &allowed, &mut findings);
            }
            // What was issued beyond the quota says something of its own only where the forms do not say it.
            if findings.len() == before
                && let Some(issued) = unit.established(Measure::Issued)
            {
                judge_issue(context, rule, unit, issued, &allowed, &mut findings);
            }
        }
        findings.extend(hanging.report(context, rule));
    }
    unordered(context, &mut findings);
    findings
}

/// A precinct above the quota under every reading of the rule.
pub(crate) struct Above<'a> {
    pub(crate) unit: &'a Unit,
    /// Forms without those of an order.
    pub(crate) forms: u64,
    /// The most that any reading allows.
    pub(crate) allowed: u64,
    /// How far above that.
    pub(crate) by: u64,
}

/// The precincts that are above the quota under every reading, the farthest first.
pub(crate) fn above_every_reading<'a>(context: &'a Context<'_>) -> Vec<Above<'a>> {
    let of_unit = |unit: &'a Unit| {
        let forms = unit.received()?.saturating_sub(unit.ordered);
        let verdict = Verdict::new(forms, allowances_of(context, unit, Level::Precinct));
        let allowed = verdict.most(|reading| reading.allowed);
        let every = !verdict.readings.is_empty() && verdict.above() == Outcome::Every;
        every.then(|| Above { unit, forms, allowed, by: forms - allowed })
    };
    let mut found: Vec<Above<'a>> = context.levels.precincts.iter().filter_map(of_unit).collect();
    found.sort_by(|one, other| other.by.cmp(&one.by).then_with(|| one.unit.name.cmp(&other.unit.name)));
    found
}

/// The custom of rounding by (region, TEC).
type Customs<'c> = BTreeMap<(&'c str, &'c str), Rounding>;

/// Precincts whose verdict hangs on the reading alone, and which are reported together: those that keep the way of
/// rounding that their TEC keeps, and those that are short under some readings.
#[derive(Default)]
struct Hanging<'a> {
    above: BTreeMap<Rounding, Vec<&'a Unit>>,
    short: Vec<&'a Unit>,
}

impl<'a> Hanging<'a> {
    fn takes(&mut self, unit: &'a Unit, customs: &Customs<'_>, allowed: &[(Basis, Rounding, u64)]) -> bool {
        let Some(received) = unit.received() else { return false };
        let verdict = Verdict::new(received.saturating_sub(unit.ordered), allowed.iter().copied());
        let custom = customs.get(&(unit.region.as_str(), unit.tec.as_str())).copied();
        let kept = |rounding: &Rounding| {
            let keeps = |reading: &Reading| reading.above == 0 && reading.short == 0;
            verdict.readings.iter().any(|reading| reading.rounding == *rounding && keeps(reading))
        };
        if verdict.above() == Outcome::Hangs
            && let Some(rounding) = custom.filter(kept)
        {
            self.above.entry(rounding).or_default().push(unit);
            return true;
        }
        if verdict.above() == Outcome::Within && verdict.short() == Outcome::Hangs {
            self.short.push(unit);
        }
        false
    }

    fn report(self, context: &Context<'_>, rule: &QuotaRule) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut push = |units: &[&Unit], title: Message| {
            if units.is_empty() {
                return;
            }
            let rows = units.iter().filter_map(|unit| context.precinct(unit.places[0])).map(Row::evidence);
            let finding = Finding::new("AVC-001", Severity::Notice, Subject::new("nation", "nation"))
                .under_rule(&rule.rule)
                .titled(title)
                .counting(units.len() as u64)
                .figure("hangs_on_reading", true)
                .shown_by(rows);
            findings.push(finding);
        };
        for (rounding, units) in &self.above {
            let title = Message::new("avc.quota.custom")
                .with("count", units.len())
                .with("rounding", words::rounding(*rounding));
            push(units, title);
        }
        if rule.demand == Demand::Equal {
            push(&self.short, Message::new("avc.quota.short_hangs_many").with("count", self.short.len()));
        }
        findings
    }
}

/// The way of rounding that nearly all precincts of a TEC (or region, where the table names no TEC) keep: four of five,
/// and no fewer than three precincts whose quota is no whole number. A custom, where the rule states none.
fn customs<'c>(context: &'c Context<'_>) -> Customs<'c> {
    let mut seen: BTreeMap<(&str, &str), (usize, [usize; 3])> = BTreeMap::new();
    for unit in &context.levels.precincts {
        let Some(received) = unit.received() else { continue };
        let Some((_, voters)) = electorates(context, unit).first().copied() else { continue };
        let allowed = Rounding::ALL.map(|rounding| context.rules.share.of(voters, rounding));
        if allowed[0] != allowed[2] {
            let (tried, kept) = seen.entry((&unit.region, &unit.tec)).or_default();
            *tried += 1;
            for (count, allowed) in kept.iter_mut().zip(allowed) {
                *count += usize::from(allowed == received.saturating_sub(unit.ordered));
            }
        }
    }
    seen.into_iter()
        .filter_map(|(key, (tried, kept))| {
            let (place, most) =
                kept.into_iter().enumerate().max_by_key(|(place, count)| (*count, 3 - place))?;
            (tried >= 3 && most * 5 >= tried * 4).then_some((key, Rounding::ALL[place]))
        })
        .collect()
}

/// What a whole may have, a part of it may have too: no more than a notice where the table may hold a part only.
fn severity(rule: &QuotaRule, outcome: Outcome, whole: bool) -> Severity {
    match outcome {
        Outcome::Every if whole => rule.rule.severity,
        _ => rule.rule.severity.min(Severity::Notice),
    }
}

/// Whether the table is known to hold all precincts of a unit: by what the user said, or by a total (a row of its own, one
/// that is known from elsewhere, or of the nation a published one) that equals the sum of its precincts.
fn is_whole(context: &Context<'_>, unit: &Unit, level: Level) -> bool {
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
fn of_part(finding: Finding, whole: bool) -> Finding {
    let finding = finding.figure("complete", whole);
    if whole { finding } else { finding.unless(Message::new("avc.innocent.part_of_region")) }
}

fn judge_forms(
    context: &Context<'_>,
    rule: &QuotaRule,
    unit: &Unit,
    received: u64,
    allowed: &[(Basis, Rounding, u64)],
    findings: &mut Vec<Finding>,
) {
    let whole = is_whole(context, unit, rule.level);
    let all = Verdict::new(received, allowed.iter().copied());
    let without_ordered = Verdict::new(received.saturating_sub(unit.ordered), allowed.iter().copied());
    // What an order covers is lawful: it is counted in the document and is no finding.
    let outcome = without_ordered.above();
    if outcome != Outcome::Within {
        let forms = received.saturating_sub(unit.ordered);
        let message = match (outcome, unit.ordered > 0) {
            (Outcome::Every, false) if without_ordered.is_one() => "avc.quota.above_one",
            (Outcome::Every, false) => "avc.quota.above",
            (_, false) => "avc.quota.above_hangs",
            (Outcome::Every, true) if without_ordered.is_one() => "avc.quota.unordered_above_one",
            (Outcome::Every, true) => "avc.quota.unordered_above",
            (_, true) => "avc.quota.unordered_above_hangs",
        };
        let message = above_message(message, unit, Of::Forms(forms), &without_ordered);
        let severity = severity(rule, outcome, whole);
        let finding = base(context, rule, unit, severity, Of::Forms(forms), &without_ordered)
            .titled(message)
            .figure("forms", forms)
            .figure("received", received)
            .figure("extra_ordered", unit.ordered)
            .figure("hangs_on_reading", outcome == Outcome::Hangs);
        let finding = of_part(finding, whole)
            .unless(Message::new("avc.innocent.extra_order"))
            .unless(Message::new("avc.innocent.electorate_of_another_day"));
        findings.push(finding);
    } else if rule.demand == Demand::Equal && all.short() == Outcome::Every {
        let severity = if rule.rule.force == Force::Binding && whole {
            rule.rule.severity
        } else {
            rule.rule.severity.min(Severity::Notice)
        };
        let finding = of_part(base(context, rule, unit, severity, Of::Forms(received), &all), whole)
            .titled(shortage_message(unit, received, &all))
            .figure("forms", received)
            .figure("received", received)
            .figure("hangs_on_reading", false)
            .unless(Message::new("avc.innocent.later_delivery"));
        findings.push(finding);
    }
}

/// The number that a verdict was given on.
#[derive(Debug, Clone, Copy)]
enum Of {
    /// Forms that were received.
    Forms(u64),
    /// Certificates that were issued, each to a person.
    Certificates(u64),
}

impl Of {
    fn value(self) -> Value {
        match self {
            Self::Forms(forms) => forms.into(),
            Self::Certificates(issued) => Persons(issued).into(),
        }
    }

    /// How far the number is from what is allowed: together they would give it.
    fn beside(self, distance: u64) -> Value {
        match self {
            Self::Forms(_) => distance.into(),
            Self::Certificates(_) => Value::derived(distance),
        }
    }
}

fn above_message(key: &'static str, unit: &Unit, of: Of, verdict: &Verdict) -> Message {
    Message::new(key)
        .with("place", unit.name.as_str())
        .with("forms", of.value())
        .with("least", of.beside(verdict.least(|reading| reading.above)))
        .with("most", of.beside(verdict.most(|reading| reading.above)))
        .with("allowed_least", verdict.least(|reading| reading.allowed))
        .with("allowed_most", verdict.most(|reading| reading.allowed))
}

fn shortage_message(unit: &Unit, received: u64, verdict: &Verdict) -> Message {
    Message::new(if verdict.is_one() { "avc.quota.short_one" } else { "avc.quota.short" })
        .with("place", unit.name.as_str())
        .with("forms", received)
        .with("least", verdict.least(|reading| reading.short))
        .with("most", verdict.most(|reading| reading.short))
        .with("allowed_least", verdict.least(|reading| reading.allowed))
        .with("allowed_most", verdict.most(|reading| reading.allowed))
}

fn judge_issue(
    context: &Context<'_>,
    rule: &QuotaRule,
    unit: &Unit,
    issued: u64,
    allowed: &[(Basis, Rounding, u64)],
    findings: &mut Vec<Finding>,
) {
    // Forms that an order added may be issued too.
    let judged = issued.saturating_sub(unit.ordered);
    let verdict = Verdict::new(judged, allowed.iter().copied());
    let outcome = verdict.above();
    if outcome == Outcome::Within {
        return;
    }
    let key = match (outcome, unit.ordered > 0) {
        (Outcome::Every, false) if verdict.is_one() => "avc.quota.issued_above_one",
        (Outcome::Every, false) => "avc.quota.issued_above",
        (_, false) => "avc.quota.issued_above_hangs",
        (Outcome::Every, true) if verdict.is_one() => "avc.quota.issued_unordered_above_one",
        (Outcome::Every, true) => "avc.quota.issued_unordered_above",
        (_, true) => "avc.quota.issued_unordered_above_hangs",
    };
    let whole = is_whole(context, unit, rule.level);
    let of = Of::Certificates(judged);
    let finding = of_part(base(context, rule, unit, severity(rule, outcome, whole), of, &verdict), whole)
        .titled(above_message(key, unit, of, &verdict))
        .figure("issued", Persons(issued))
        .figure("extra_ordered", unit.ordered)
        .figure("hangs_on_reading", outcome == Outcome::Hangs)
        .unless(Message::new("avc.innocent.extra_order"));
    findings.push(finding);
}

/// The finding with the figures that every verdict on the quota carries.
fn base(
    context: &Context<'_>,
    rule: &QuotaRule,
    unit: &Unit,
    severity: Severity,
    of: Of,
    verdict: &Verdict,
) -> Finding {
    let mut finding = Finding::new("AVC-001", severity, Subject::new(rule.level.word(), unit.name.as_str()))
        .under_rule(&rule.rule);
    for reading in &verdict.readings {
        if reading.basis != verdict.readings[0].basis {
            continue;
        }
        let (allowed, above, short) = match reading.rounding {
            Rounding::Down => ("allowed_down", "above_down", "short_down"),
            Rounding::Nearest => ("allowed_nearest", "above_nearest", "short_nearest"),
            Rounding::Up => ("allowed_up", "above_up", "short_up"),
        };
        // The first of the readings with this rounding rounds once for the unit; the second adds up its precincts.
        finding.figures.entry(allowed).or_insert(reading.allowed.into());
        finding.figures.entry(above).or_insert(of.beside(reading.above));
        finding.figures.entry(short).or_insert(of.beside(reading.short));
    }
    let rows = context.inputs.precincts.as_ref().map_or(&[][..], |sheet| &sheet.rows);
    let finding = finding
        .figure("voters", unit.voters.total().map(Persons))
        .figure("voters_basis", unit.voters_basis.total().map(Persons))
        .figure("above_least", of.beside(verdict.least(|reading| reading.above)))
        .figure("above_most", of.beside(verdict.most(|reading| reading.above)));
    if rule.level == Level::Precinct {
        finding.shown_by(unit.own_row.map(|row| rows[row].evidence()))
    } else {
        let places = unit.places.iter().filter_map(|place| context.precinct(*place));
        finding.shown_by(places.map(Row::evidence))
    }
}

/// Extra forms without an order stand out by themselves, whatever the quota says.
fn unordered(context: &Context<'_>, findings: &mut Vec<Finding>) {
    if !(context.has_precinct_column("extra_order") && context.has_precinct_column("extra_forms")) {
        return;
    }
    for unit in &context.levels.precincts {
        let Some(row) = context.precinct(unit.places[0]) else { continue };
        let extra = row.extra_forms.unwrap_or(0);
        if extra > 0 && row.extra_order.trim().is_empty() {
            let title =
                Message::new("avc.quota.unordered").with("place", unit.name.as_str()).with("extra", extra);
            findings.push(
                context
                    .finding(
                        "AVC-001",
                        RuleId::ExtraWithoutOrder,
                        Subject::new("precinct", unit.name.as_str()),
                    )
                    .titled(title)
                    .figure("extra_forms", extra)
                    .shown_by([row.evidence()])
                    .unless(Message::new("avc.innocent.order_not_in_table")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(number: u64, voters: u64) -> Verdict {
        let share = Rational::new(1, 100).unwrap();
        Verdict::new(number, allowances(share, &[(Basis::ElectionDay, voters)]))
    }

    #[test]
    fn a_verdict_that_hangs_on_rounding_says_so() {
        assert_eq!(verdict(12, 1234).above(), Outcome::Within);
        assert_eq!(verdict(13, 1234).above(), Outcome::Hangs);
        assert_eq!(verdict(14, 1234).above(), Outcome::Every);
        assert_eq!(verdict(13, 1234).short(), Outcome::Within);
        assert_eq!(verdict(12, 1234).short(), Outcome::Hangs);
        assert_eq!(verdict(11, 1234).short(), Outcome::Every);
        assert_eq!(verdict(12, 1200).above(), Outcome::Within);
        assert_eq!(verdict(13, 1200).above(), Outcome::Every);
    }

    #[test]
    fn a_verdict_may_hang_on_the_day() {
        let share = Rational::new(1, 100).unwrap();
        let both = [(Basis::BasisDay, 1200), (Basis::ElectionDay, 1300)];
        assert_eq!(Verdict::new(13, allowances(share, &both)).above(), Outcome::Hangs);
        assert_eq!(Verdict::new(14, allowances(share, &both)).above(), Outcome::Every);
    }
}
