//! Verdicts that hang on the reading alone and are reported together: a commission that keeps one way of rounding throughout.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Severity, Subject};

use super::verdict::{Outcome, Reading, Verdict, electorates};
use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::ledger::row::Row;
use crate::shown::words;
use crate::{Basis, Code, Demand, QuotaRule, Rounding};

/// The custom of rounding by (region, TEC).
pub(super) type Customs<'c> = BTreeMap<(&'c str, &'c str), Rounding>;

/// Precincts whose verdict hangs on the reading alone, and which are reported together: those that keep the way of
/// rounding that their TEC keeps, and those that are short under some readings.
#[derive(Default)]
pub(super) struct Hanging<'a> {
    above: BTreeMap<Rounding, Vec<&'a Unit>>,
    short: Vec<&'a Unit>,
}

impl<'a> Hanging<'a> {
    pub(super) fn takes(
        &mut self,
        unit: &'a Unit,
        customs: &Customs<'_>,
        allowed: &[(Basis, Rounding, u64)],
    ) -> bool {
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

    pub(super) fn report(self, context: &Context<'_>, rule: &QuotaRule) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut push = |units: &[&Unit], title: Message| {
            if units.is_empty() {
                return;
            }
            let rows = units.iter().filter_map(|unit| context.precinct(unit.places[0])).map(Row::evidence);
            let finding =
                Finding::new(Code::Quota.word(), Severity::Notice, Subject::new("nation", "nation"))
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

/// The way of rounding that nearly all precincts of a TEC (or region, where the table names no TEC) keep, of at
/// least some precincts whose quota is no whole number: a custom, where the rule states none (`[avc.conventions]`).
pub(super) fn customs<'c>(context: &'c Context<'_>) -> Customs<'c> {
    let conventions = &context.rules.conventions;
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
            let least = conventions.custom_share.of(tried as u64, Rounding::Up);
            (tried >= conventions.custom_precincts && most as u64 >= least)
                .then_some((key, Rounding::ALL[place]))
        })
        .collect()
}
