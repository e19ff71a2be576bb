//! Unusual rates (AVC-014) and flows (AVC-015), judged so that honest nations raise an alarm no more often than stated.
//!
//! Each unit is held against what is usual in its region ([`fit`]). The p-value is the larger of two exact mid-p values,
//! one for a beta-binomial count and one for a binomial count with normal log odds of the same mean and variance, so
//! that no verdict rests on the shape of one model alone. The stated rate of false alarms is shared out over all families
//! of tests of an audit; within a family Benjamini and Hochberg (1995) decide, and what Benjamini and Yekutieli (2001),
//! who allow any dependence, would not name is a `notice`. A least effect keeps large units from being named for nothing.

use std::collections::BTreeMap;

use tizim_evidence::{Evidence, Finding, Message, Persons, Severity, Share, Subject, Value};
use tizim_stats::multiple::Procedure;

use crate::ledger::context::{Context, Row};
use crate::ledger::levels::{Measure, Unit};
use crate::ledger::places::plain_name;
use crate::ledger::register::Register;
use crate::{Level, OutlierRules, RuleId};

mod exhibits;
mod fit;
mod flows;
#[cfg(test)]
pub(crate) mod generators;
#[cfg(test)]
mod honest;
mod tail;

pub(crate) use exhibits::{figures, flows_table, funnel, spread_table};
pub(crate) use flows::Flows;

use fit::{Fit, Observation, Usual};

/// A rate that is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rate {
    /// Certificates issued per voter.
    Issue,
    /// Certificates used of those issued.
    Use,
    /// Votes with a certificate among all votes.
    Share,
}

impl Rate {
    pub(crate) const ALL: [Self; 3] = [Self::Issue, Self::Use, Self::Share];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Issue => "issued per voter",
            Self::Use => "used of those issued",
            Self::Share => "certificates among votes",
        }
    }

    fn rule(self) -> RuleId {
        match self {
            Self::Issue => RuleId::UnusualIssueRate,
            Self::Use => RuleId::UnusualUseRate,
            Self::Share => RuleId::UnusualShareOfVotes,
        }
    }
}

/// A unit as it is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Judged {
    /// Its place among the units of its level.
    pub(crate) unit: usize,
    pub(crate) seen: Observation,
    pub(crate) usual: Usual,
    /// Expected count.
    pub(crate) expected: f64,
    /// ln of the two-sided p-value.
    pub(crate) ln_p: f64,
    /// More than expected.
    pub(crate) high: bool,
    /// ln of the p-values adjusted after Benjamini and Hochberg, and after Benjamini and Yekutieli.
    pub(crate) adjusted: (f64, f64),
    /// Whether the effect is large enough to be worth a look.
    pub(crate) sizeable: bool,
}

/// All units of a level, judged by one rate.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) rate: Rate,
    pub(crate) level: Level,
    pub(crate) judged: Vec<Judged>,
    pub(crate) fit: Fit,
    pub(crate) groups: usize,
    /// ln of the share of the rate of false alarms that this family has.
    pub(crate) ln_limit: f64,
}

impl Family {
    /// The units that are named.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Judged> {
        self.judged.iter().filter(|judged| judged.sizeable && judged.adjusted.0 <= self.ln_limit)
    }
}

/// Units by group, each with its place among the units of its level.
type Groups = Vec<Vec<(usize, Observation)>>;

/// Judges groups of units. The order of units is kept: groups only say who is compared with whom.
pub(crate) fn judge(
    groups: &[Vec<(usize, Observation)>],
    rules: &OutlierRules,
    limit: f64,
) -> (Vec<Judged>, Fit) {
    let plain: Vec<Vec<Observation>> =
        groups.iter().map(|group| group.iter().map(|(_, seen)| *seen).collect()).collect();
    let fit = fit::fit(&plain);
    let mut judged = Vec::new();
    for (group, usual) in groups.iter().zip(&fit.usual) {
        let mut moments: Option<(Usual, (f64, f64))> = None;
        for ((unit, seen), usual) in group.iter().zip(usual) {
            let (mean, variance) = match moments {
                Some((known, moments)) if known == *usual => moments,
                _ => tail::logit_normal_moments(usual.mean, usual.spread),
            };
            moments = Some((*usual, (mean, variance)));
            judged.push(judge_one(*unit, *seen, *usual, mean, variance, rules, limit));
        }
    }
    judged.sort_by_key(|judged| judged.unit);
    adjust(&mut judged);
    (judged, fit)
}

fn judge_one(
    unit: usize,
    seen: Observation,
    usual: Usual,
    mean: f64,
    variance: f64,
    rules: &OutlierRules,
    limit: f64,
) -> Judged {
    let expected = seen.of as f64 * mean;
    let total = (mean * (1.0 - mean) / variance.max(1e-18) - 1.0).clamp(1e-3, 1e9);
    let beta = tail::beta_binomial(seen.count, seen.of, mean * total, (1.0 - mean) * total);
    let two_sided = |tails: &tail::MidTails| (tails.upper.min(tails.lower) + std::f64::consts::LN_2).min(0.0);
    let mut ln_p = two_sided(&beta);
    let mut high = beta.upper < beta.lower;
    // A value above the limit is never named, whatever the second model says: it would only raise it.
    if ln_p < limit.ln() {
        let normal = tail::logit_normal(seen.count, seen.of, usual.mean, usual.spread);
        if two_sided(&normal) > ln_p {
            ln_p = two_sided(&normal);
            high = normal.upper < normal.lower;
        }
    }
    let ratio = {
        let odds = (seen.count as f64) / ((seen.of - seen.count) as f64).max(0.5);
        odds / (mean / (1.0 - mean))
    };
    let sizeable = (seen.count as f64 - expected).abs() >= rules.least_difference
        && if high { ratio >= rules.least_ratio } else { ratio * rules.least_ratio <= 1.0 };
    Judged { unit, seen, usual, expected, ln_p, high, adjusted: (0.0, 0.0), sizeable }
}

fn adjust(judged: &mut [Judged]) {
    let values: Vec<f64> = judged.iter().map(|judged| judged.ln_p).collect();
    let by = |procedure: Procedure| procedure.adjust_ln(&values).unwrap_or_else(|_| vec![0.0; values.len()]);
    let (hochberg, yekutieli) = (by(Procedure::BenjaminiHochberg), by(Procedure::BenjaminiYekutieli));
    for ((judged, hochberg), yekutieli) in judged.iter_mut().zip(hochberg).zip(yekutieli) {
        judged.adjusted = (hochberg, yekutieli);
    }
}

/// Everything about unusual rates and flows.
#[derive(Debug)]
pub(crate) struct Unusual {
    pub(crate) families: Vec<Family>,
    /// Flows from precincts, and from TECs.
    pub(crate) flows: Vec<Flows>,
    /// Families that could not be judged, with the number of units that had the figures.
    pub(crate) unmade: Vec<(Rate, Level, usize)>,
}

/// Judges every rate at precincts and TECs, and the flows.
pub(crate) fn search(context: &Context<'_>) -> Unusual {
    let rules = &context.rules.outliers;
    let use_of_issued = context.register.as_ref().and_then(|register| use_of_issued(context, register));
    let mut wanted = Vec::new();
    let mut unmade = Vec::new();
    for rate in Rate::ALL {
        for level in [Level::Precinct, Level::Tec] {
            let groups = observations(context, rate, level, use_of_issued.as_deref());
            let units: usize = groups.iter().map(Vec::len).sum();
            let counted: u64 = groups.iter().flatten().map(|(_, seen)| seen.count).sum();
            if units < rules.least_units || counted == 0 {
                unmade.push((rate, level, units));
            } else {
                wanted.push((rate, level, groups));
            }
        }
    }
    let flows: Vec<_> = match &context.register {
        Some(register) => [Level::Precinct, Level::Tec]
            .into_iter()
            .filter_map(|level| flows::prepare(context, register, level))
            .collect(),
        None => Vec::new(),
    };
    let families = wanted.len() + flows.len();
    let limit = rules.false_alarm_rate / families.max(1) as f64;
    let flows = flows.into_iter().map(|flows| flows.judge(rules, limit)).collect();
    let family = |(rate, level, groups): (Rate, Level, Groups)| {
        let (judged, fit) = judge(&groups, rules, limit);
        Family { rate, level, judged, fit, groups: groups.len(), ln_limit: limit.ln() }
    };
    let families = if context.run.threads > 1 {
        // Each family is judged by itself: the result does not depend on the number of threads.
        std::thread::scope(|scope| {
            let workers: Vec<_> = wanted.into_iter().map(|wanted| scope.spawn(|| family(wanted))).collect();
            let join = |worker: std::thread::ScopedJoinHandle<'_, Family>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().map(join).collect()
        })
    } else {
        wanted.into_iter().map(family).collect()
    };
    Unusual { families, flows, unmade }
}

/// Certificates issued by each place, and how many of them were used anywhere.
fn use_of_issued(context: &Context<'_>, register: &Register<'_>) -> Option<Vec<Observation>> {
    let knows = |column: &str| context.has_certificate_column(column);
    if !knows("home_precinct") || !(knows("used_precinct") || knows("used_at")) {
        return None;
    }
    let mut seen = vec![Observation { count: 0, of: 0 }; context.places.all.len()];
    for life in &register.lives {
        let Some(place) = register.issues(life).next().and_then(|row| register.home_place(row)) else {
            continue;
        };
        let seen = &mut seen[place as usize];
        seen.of += 1;
        seen.count += u64::from(register.uses(life).next().is_some());
    }
    Some(seen)
}

fn observation(unit: &Unit, rate: Rate, use_of_issued: Option<&[Observation]>) -> Option<Observation> {
    let seen = match rate {
        Rate::Issue => Observation { count: unit.established(Measure::Issued)?, of: unit.voters.total()? },
        Rate::Share => Observation { count: unit.established(Measure::Used)?, of: unit.voted.total()? },
        Rate::Use => {
            let of_places = use_of_issued?;
            unit.places.iter().fold(Observation { count: 0, of: 0 }, |sum, place| {
                let own = of_places[*place as usize];
                Observation { count: sum.count + own.count, of: sum.of + own.of }
            })
        }
    };
    (seen.of > 0 && seen.count <= seen.of).then_some(seen)
}

/// The units of a level by region and kind of precinct.
fn observations(
    context: &Context<'_>,
    rate: Rate,
    level: Level,
    use_of_issued: Option<&[Observation]>,
) -> Groups {
    let mut groups: BTreeMap<(String, String), Vec<(usize, Observation)>> = BTreeMap::new();
    for (index, unit) in context.levels.at(level).iter().enumerate() {
        if let Some(seen) = observation(unit, rate, use_of_issued) {
            let kind = match level {
                Level::Precinct => context.precinct(unit.places[0]).map(|row| plain_name(&row.kind)),
                _ => None,
            };
            groups
                .entry((plain_name(&unit.region), kind.unwrap_or_default()))
                .or_default()
                .push((index, seen));
        }
    }
    groups.into_values().collect()
}

/// Findings AVC-014 and AVC-015, and AVC-090 for families that could not be judged.
pub(crate) fn findings(context: &Context<'_>, unusual: &Unusual) -> Vec<Finding> {
    let mut findings = Vec::new();
    for family in &unusual.families {
        let seen = |units: &mut dyn Iterator<Item = &Judged>| {
            let (count, of) =
                units.fold((0, 0), |sum, judged| (sum.0 + judged.seen.count, sum.1 + judged.seen.of));
            count as f64 / (of as f64).max(1.0)
        };
        let all = seen(&mut family.judged.iter());
        let without_zeros = seen(&mut family.judged.iter().filter(|judged| judged.seen.count > 0));
        for judged in family.named() {
            findings.push(rate_finding(context, family, judged, all, without_zeros));
        }
    }
    for flows in &unusual.flows {
        findings.extend(flows.findings(context));
    }
    for (rate, level, units) in &unusual.unmade {
        let title = Message::new("avc.unchecked.rates")
            .with("measure", rate.word())
            .with("level", level.word())
            .with("units", *units);
        let mut finding = crate::checks::coverage::unchecked(rate.rule().word(), title);
        finding.subject.id = format!("{}-{}", rate.rule().word(), level.word());
        findings.push(finding);
    }
    findings
}

fn rate_finding(
    context: &Context<'_>,
    family: &Family,
    judged: &Judged,
    rate_of_all: f64,
    rate_without_zeros: f64,
) -> Finding {
    let unit = &context.levels.at(family.level)[judged.unit];
    let Observation { count, of } = judged.seen;
    let title = match (judged.high, count) {
        (true, _) => Message::new("avc.unusual.high"),
        (false, 0) => Message::new("avc.unusual.zero"),
        (false, _) => Message::new("avc.unusual.low"),
    };
    let title = title
        .with("place", unit.name.as_str())
        .with("count", Persons(count))
        .with("of", Persons(of))
        .with("rate", Share::of(count, of))
        .with("expected", Value::derived(judged.expected))
        .with("measure", family.rate.word());
    let binomial = tizim_stats::binomial::tails(count, of, judged.expected / of as f64)
        .map_or(f64::NAN, |tails| tails.two_sided_mid_p().log10());
    let log10 = |ln: f64| ln / std::f64::consts::LN_10;
    let rows = context.inputs.precincts.as_ref().map_or(&[][..], |sheet| &sheet.rows);
    let evidence: Vec<Evidence> = match family.level {
        Level::Precinct => unit.own_row.map(|row| rows[row].evidence()).into_iter().collect(),
        _ => unit.places.iter().filter_map(|place| context.precinct(*place)).map(Row::evidence).collect(),
    };
    let mut finding = context
        .finding("AVC-014", family.rate.rule(), Subject::new(family.level.word(), unit.name.as_str()))
        .titled(title)
        .figure("count", Persons(count))
        .figure("of", Persons(of))
        .figure("rate", Share::of(count, of))
        .figure("expected", Value::derived(judged.expected))
        .figure("log10_p", Value::derived(log10(judged.ln_p)))
        .figure("log10_p_hochberg", Value::derived(log10(judged.adjusted.0)))
        .figure("log10_p_yekutieli", Value::derived(log10(judged.adjusted.1)))
        .figure("log10_p_binomial", Value::derived(binomial))
        .figure("spread", Value::derived(judged.usual.spread))
        .figure("units_compared", family.judged.len())
        .shown_by(evidence)
        .unless(Message::new("avc.innocent.students_and_shifts"));
    if family.rate == Rate::Share && judged.high {
        finding = finding.unless(Message::new("avc.innocent.event_there"));
    }
    if count == 0 {
        finding = finding
            .figure("rate_of_all", Value::derived(rate_of_all))
            .figure("rate_without_zeros", Value::derived(rate_without_zeros))
            .unless(Message::new("avc.innocent.not_aggregated"));
    }
    let ceiling = if judged.adjusted.1 <= family.ln_limit { Severity::Warning } else { Severity::Notice };
    finding.severity = finding.severity.min(ceiling);
    finding
}
