//! Checks of counts: from a table of precincts alone, or from what was counted in the lists.

use std::collections::BTreeMap;

use tizim_evidence::{Evidence, Finding, Message, Persons, Severity, Subject, Value};

use crate::Code;
use crate::counts::precincts::Precinct;
use crate::findings::not_made::not_made;
use crate::findings::words;
use crate::law::RollRules;

/// Caps, sizes of commissions, and whether totals roll forward. A check for which no precinct has the counts is reported as not made.
/// Where rows may be totals of others, what is found without them is told beside.
pub(crate) fn check(precincts: &[Precinct], law: &RollRules) -> Vec<Finding> {
    let mut findings = of_all(precincts, law);
    findings.extend(without_perhaps_totals(precincts, law, &findings));
    findings
}

fn of_all(precincts: &[Precinct], law: &RollRules) -> Vec<Finding> {
    let mut findings = Vec::new();
    caps(precincts, law, &mut findings);
    commissions(precincts, law, &mut findings);
    roll_forward(precincts, &mut findings);
    findings
}

/// A notice (ROLL-090) where rows may be totals: how many precincts each check finds with them, and without them.
fn without_perhaps_totals(precincts: &[Precinct], law: &RollRules, with: &[Finding]) -> Option<Finding> {
    let (doubtful, others): (Vec<&Precinct>, Vec<&Precinct>) =
        precincts.iter().partition(|precinct| precinct.stated.perhaps_total);
    if doubtful.is_empty() || others.is_empty() {
        return None;
    }
    let others: Vec<Precinct> = others.into_iter().cloned().collect();
    let without = of_all(&others, law);
    let mut title = Message::new("rolls.why.perhaps_totals").with("count", doubtful.len());
    let mut finding = not_made("perhaps-total", "rolls.why.perhaps_totals")
        .counting(doubtful.len() as u64)
        .shown_by(doubtful.iter().filter_map(|precinct| precinct.evidence()));
    for (key, key_without, code) in [
        ("above_cap", "above_cap_without", Code::AboveCap),
        ("commissions", "commissions_without", Code::CommissionSize),
        ("flows", "flows_without", Code::TotalsDoNotRoll),
    ] {
        for (key, findings) in [(key, with), (key_without, &without)] {
            let count = findings.iter().filter(|finding| finding.code == code.word()).count();
            title = title.with(key, count);
            finding = finding.figure(key, count);
        }
    }
    Some(finding.titled(title))
}

fn caps(precincts: &[Precinct], law: &RollRules, findings: &mut Vec<Finding>) {
    let Some(cap) = &law.precinct_cap else {
        findings.push(not_made("ROLL-020", "rolls.why.no_rule_in_profile"));
        return;
    };
    if !precincts.iter().any(|precinct| precinct.voters().is_some()) {
        findings.push(not_made("ROLL-020", "rolls.why.no_voters_per_precinct"));
    }
    for precinct in precincts {
        let Some(voters) = precinct.voters().filter(|voters| *voters > cap.value) else { continue };
        // Rows of a list may hold entries that no longer count; a stated number is the precinct's own.
        let stated = precinct.stated.voters.is_some();
        let severity = if stated { cap.rule.severity } else { cap.rule.severity.min(Severity::Warning) };
        findings.push(
            precinct
                .finding(Code::AboveCap, severity)
                .titled(precinct.title(Code::AboveCap).with("voters", Persons(voters)).with("cap", cap.value))
                .figure("voters", Persons(voters))
                .figure("cap", cap.value)
                .figure("stated", stated)
                .under_rule(&cap.rule),
        );
    }
}

fn commissions(precincts: &[Precinct], law: &RollRules, findings: &mut Vec<Finding>) {
    let Some(commission) = &law.commission else {
        findings.push(not_made("ROLL-021", "rolls.why.no_rule_in_profile"));
        return;
    };
    if !precincts.iter().any(|precinct| precinct.stated.members.is_some() && precinct.voters().is_some()) {
        findings.push(not_made("ROLL-021", "rolls.why.no_members"));
    }
    for precinct in precincts {
        let (Some(members), Some(voters)) = (precinct.stated.members, precinct.voters()) else { continue };
        let Some(expected) = commission.members(voters).filter(|expected| *expected != members) else {
            continue;
        };
        let severity = if members < expected { commission.rule.severity } else { Severity::Info };
        findings.push(
            precinct
                .finding(Code::CommissionSize, severity)
                .titled(
                    precinct
                        .title(Code::CommissionSize)
                        .with("members", members)
                        .with("expected", expected)
                        .with("voters", Persons(voters)),
                )
                .figure("members", members)
                .figure("expected_members", expected)
                .figure("voters", Persons(voters))
                .under_rule(&commission.rule),
        );
    }
}

/// Before, added, removed and after: of one precinct or summed up.
#[derive(Debug, Clone, Copy, Default)]
struct Flow {
    before: u64,
    added: u64,
    removed: u64,
    after: u64,
    precincts: u64,
}

/// Rows of the table that a sum, or what it leaves out, is shown by.
const MOST_EVIDENCE: usize = 20;

/// Precincts summed up, of all there are.
#[derive(Debug, Default)]
struct Sum<'a> {
    flow: Flow,
    /// All precincts, also those whose counts are not complete.
    all: u64,
    /// Those that do not roll forward by themselves come first.
    apart: Vec<&'a Precinct>,
    level: Vec<&'a Precinct>,
}

impl<'a> Sum<'a> {
    fn add(&mut self, precinct: &'a Precinct, flow: Option<&Flow>) {
        self.all += 1;
        let Some(flow) = flow else { return };
        self.flow.add(flow);
        let those = if flow.gap() == 0 { &mut self.level } else { &mut self.apart };
        if those.len() < MOST_EVIDENCE {
            those.push(precinct);
        }
    }

    fn evidence(&self) -> impl Iterator<Item = Evidence> + use<'_, 'a> {
        self.apart.iter().chain(&self.level).filter_map(|precinct| precinct.evidence()).take(MOST_EVIDENCE)
    }
}

impl Flow {
    fn of(precinct: &Precinct) -> Option<Self> {
        let stated = &precinct.stated;
        Some(Self {
            before: stated.voters_before?,
            added: stated.added?,
            removed: stated.removed?,
            after: stated.voters?,
            precincts: 1,
        })
    }

    fn add(&mut self, other: &Self) {
        self.before = self.before.saturating_add(other.before);
        self.added = self.added.saturating_add(other.added);
        self.removed = self.removed.saturating_add(other.removed);
        self.after = self.after.saturating_add(other.after);
        self.precincts += other.precincts;
    }

    /// What is there beyond what the flow explains; negative where voters are missing.
    fn gap(&self) -> i128 {
        i128::from(self.after) - (i128::from(self.before) + i128::from(self.added) - i128::from(self.removed))
    }

    fn onto(&self, finding: Finding, title: Message) -> Finding {
        let gap = i64::try_from(self.gap()).unwrap_or(if self.gap() < 0 { i64::MIN } else { i64::MAX });
        finding
            .titled(
                title
                    .with("before", Persons(self.before))
                    .with("added", Persons(self.added))
                    .with("removed", Persons(self.removed))
                    .with("after", Persons(self.after))
                    .with("gap", Value::Persons(gap)),
            )
            .figure("before", Persons(self.before))
            .figure("added", Persons(self.added))
            .figure("removed", Persons(self.removed))
            .figure("after", Persons(self.after))
            .figure("gap", Value::Persons(gap))
            .figure("precincts", self.precincts)
            .under("totals-roll-forward", None)
    }
}

/// Where the table of precincts and the list count otherwise.
fn stated_against_listed(precinct: &Precinct) -> Option<Finding> {
    let (stated, listed) =
        precinct.stated.voters.zip(precinct.listed).filter(|(stated, listed)| stated != listed)?;
    let title = Message::new("rolls.stated_against_listed")
        .with("precinct", Value::place(&precinct.name))
        .with("stated", Persons(stated))
        .with("listed", Persons(listed));
    let finding = precinct.finding(Code::TotalsDoNotRoll, Severity::Notice).titled(title);
    let finding = finding.figure("stated", Persons(stated)).figure("listed", Persons(listed));
    Some(finding.under("stated-against-listed", None))
}

/// Precincts without all the counts of the sum, among so many.
fn without_flow(left_out: &[&Precinct], all: u64) -> Finding {
    let count = left_out.len();
    let title = Message::new("rolls.why.some_without_flow")
        .with("check", "ROLL-024")
        .with("count", count)
        .with("all", all);
    not_made("ROLL-024", "rolls.why.some_without_flow")
        .titled(title)
        .counting(count as u64)
        .figure("precincts", count)
        .figure("precincts_in_all", all)
        .shown_by(left_out.iter().filter_map(|precinct| precinct.evidence()).take(MOST_EVIDENCE))
}

fn roll_forward(precincts: &[Precinct], findings: &mut Vec<Finding>) {
    let mut regions: BTreeMap<&str, Sum<'_>> = BTreeMap::new();
    let mut nation = Sum::default();
    let mut left_out = Vec::new();
    for precinct in precincts {
        findings.extend(stated_against_listed(precinct));
        let flow = Flow::of(precinct);
        regions.entry(precinct.region.as_str()).or_default().add(precinct, flow.as_ref());
        nation.add(precinct, flow.as_ref());
        let Some(flow) = flow else {
            left_out.push(precinct);
            continue;
        };
        if flow.gap() != 0 {
            let finding = precinct.finding(Code::TotalsDoNotRoll, Severity::Warning);
            findings.push(flow.onto(finding, precinct.title(Code::TotalsDoNotRoll)));
        }
    }
    if nation.flow.precincts == 0 {
        findings.push(not_made("ROLL-024", "rolls.why.no_flow"));
        return;
    }
    if !left_out.is_empty() {
        findings.push(without_flow(&left_out, nation.all));
    }
    let mut whole = |kind: &'static str, id: &str, sum: &Sum<'_>| {
        let flow = &sum.flow;
        if flow.gap() != 0 && flow.precincts > 1 {
            let mut finding =
                Finding::new(Code::TotalsDoNotRoll.word(), Severity::Warning, Subject::new(kind, id));
            finding.explanations = words::explanations(Code::TotalsDoNotRoll, None, false);
            let title = match kind {
                _ if sum.all == flow.precincts => Message::new("rolls.totals_do_not_roll"),
                "nation" => Message::new("rolls.some_totals_do_not_roll"),
                _ => Message::new("rolls.some_totals_of_region_do_not_roll"),
            };
            let title =
                title.with("precinct", Value::place(id)).with("counted", flow.precincts).with("all", sum.all);
            let finding = finding.figure("precincts_in_all", sum.all).shown_by(sum.evidence());
            findings.push(flow.onto(finding, title));
        }
    };
    if regions.len() > 1 {
        for (region, sum) in &regions {
            whole("region", region, sum);
        }
    }
    let complete = nation.all == nation.flow.precincts;
    whole("nation", if complete { "all precincts" } else { "precincts with complete counts" }, &nation);
}
