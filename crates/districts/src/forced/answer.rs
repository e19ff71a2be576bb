//! Was it forced? The answer in sentences, for the whole inequality.

use tizim_evidence::{Audit, Finding, Message, Severity, Subject, Value};

use super::findings::source;
use super::ratio::Span;
use super::{Forced, Reading};
use crate::judge::assess::Assessment;
use crate::shown::words;
use crate::{Demand, DistrictRules, Grade, Index, Origin};

/// What of a ratio above 1 shows in its third decimal.
const SHOWN: f64 = 0.0005;

/// Adds the sentences that answer whether the inequality was forced, and DIST-007 where a better drawing or a better
/// allocation was open.
pub(super) fn add(forced: &Forced, assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    let Some((low, high)) = assessment.index(Index::MaxMinRatio).bounds() else { return };
    let actual = Span { low, high };
    if actual.high <= 1.0 + SHOWN {
        return;
    }
    let first = forced.drawn.as_deref().unwrap_or(forced);
    if let Some(least) = first.least_ratio {
        audit.summary.push(answer(forced, first, least, actual));
        if let (Some(_), Some(now)) = (&forced.drawn, forced.least_ratio) {
            audit.summary.push(
                Message::new("districts.forced.other_lists")
                    .with("least", now.value())
                    .with("allocation", forced.allocation_ratio.value()),
            );
        }
    }
    cannot(forced, audit);
    own_resolution(rules, audit);
    better_drawing(forced, assessment, actual, rules, audit);
    better_allocation(forced, rules, audit);
}

/// The first sentence: how much of the ratio the rules required, and what equal districts would have had.
fn answer(forced: &Forced, first: &Forced, least: Span, actual: Span) -> Message {
    // What share of the excess over 1 was required, at least and at most.
    let share =
        |required: f64, of: f64| if of <= 1.0 { 1.0 } else { ((required - 1.0) / (of - 1.0)).min(1.0) };
    let (low, high) = (share(least.low, actual.high), share(least.high, actual.low));
    let message = if least.high <= 1.0 + SHOWN {
        Message::new("districts.forced.none")
    } else if low >= 1.0 - SHOWN {
        Message::new("districts.forced.all")
    } else if low > 0.5 {
        Message::new("districts.forced.most")
    } else if high < 0.5 {
        Message::new("districts.forced.less_than_half")
    } else {
        Message::new("districts.forced.part")
    };
    let lists = if forced.drawn.is_some() {
        Value::Word { code: "when_drawn", word: "districts.forced.lists_when_drawn" }
    } else {
        Value::Word { code: "given", word: "districts.forced.lists_given" }
    };
    message
        .with("lists", lists)
        .with("least", least.value())
        .with("allocation", first.allocation_ratio.value())
        .with("actual", actual.value())
}

/// Which regions no number of districts serves, by how official the figures are.
fn cannot(forced: &Forced, audit: &mut Audit) {
    let first = forced.drawn.as_deref().unwrap_or(forced);
    let Some(at) =
        (0..first.tolerances.len()).max_by(|&a, &b| first.tolerances[a].total_cmp(&first.tolerances[b]))
    else {
        return;
    };
    let named = |headline: bool| -> Vec<&str> {
        let regions = first.impossible_published[at].iter().copied();
        let of_grade = |place: &usize| first.bears_headline(*place, at) == headline;
        regions.filter(of_grade).map(|place| first.claims.regions[place].name.as_str()).collect()
    };
    let official = if first.claims.is_graded() {
        Message::new("districts.summary.cannot")
    } else {
        Message::new("districts.summary.cannot_given")
    };
    for (headline, message) in [(true, official), (false, Message::new("districts.summary.cannot_weaker"))] {
        let names = named(headline);
        if !names.is_empty() {
            audit
                .summary
                .push(message.with("tolerance", Value::stated(first.tolerances[at])).with("names", names));
        }
    }
}

impl Forced {
    /// Whether a headline may count that a region cannot comply: on official figures, or official ones via press, or
    /// where nobody has graded the figures.
    pub(super) fn bears_headline(&self, place: usize, at: usize) -> bool {
        let grade = self.claims.grade_of_impossible(place, self.tolerances[at], self.minimum);
        grade.is_none_or(Grade::bears_headlines)
    }
}

/// Which of the rules the body that drew the districts laid down itself.
fn own_resolution(rules: &DistrictRules, audit: &mut Audit) {
    let own = rules.drawing.iter().filter(|rule| rule.origin == Origin::Resolution);
    let own: Vec<Value> = own.map(|rule| words::demand(rule.demand)).collect();
    if !own.is_empty() {
        audit.summary.push(
            Message::new("districts.summary.own_resolution")
                .with("count", own.len())
                .with("rules", Value::List(own)),
        );
    }
}

/// Districts inside regions could be more equal: said where some region's districts differ for certain by more than
/// the voter that whole numbers leave.
fn better_drawing(
    forced: &Forced,
    assessment: &Assessment,
    actual: Span,
    rules: &DistrictRules,
    audit: &mut Audit,
) {
    let unequal: Vec<&str> = (0..assessment.regions.len())
        .filter(|&region| differs_within(assessment, region))
        .map(|region| assessment.region_names[region].as_str())
        .collect();
    if unequal.is_empty() {
        return;
    }
    let part = |index: Index| assessment.parts.iter().find(|part| part.index == index);
    let between = part(Index::Mal).map_or(Value::Missing, |part| part.between.clone());
    let within = part(Index::TheilT).map_or(Value::Missing, |part| part.within.clone());
    let allocation = forced.allocation_ratio.at_most(actual).value();
    let finding = Finding::new("DIST-007", Severity::Info, Subject::new("nation", "drawing"))
        .titled(
            Message::new("districts.better_drawing")
                .with("actual", actual.value())
                .with("allocation", allocation.clone())
                .with("mal", assessment.index(Index::Mal))
                .with("mal_between", between.clone())
                .with("count", unequal.len())
                .with("regions", unequal),
        )
        .figure("ratio_as_drawn", actual.value())
        .figure("ratio_of_equal_districts", allocation)
        .figure("mal_as_drawn", assessment.index(Index::Mal))
        .figure("mal_of_equal_districts", between)
        .figure("theil_t_within", within)
        .under("drawing", source(rules, Demand::Drawing))
        .unless(Message::new("districts.explain.blocks"))
        .unless(Message::new("districts.explain.intent"));
    audit.findings.push(finding);
}

/// Whether two districts of a region differ per seat, for certain, by more than one voter.
fn differs_within(assessment: &Assessment, region: usize) -> bool {
    let system = &assessment.system;
    let units: Vec<usize> = (0..system.units.len())
        .filter(|&unit| system.region_of[unit] == region && system.seats[unit] > 0)
        .collect();
    let size = |count: u64, unit: usize| count as f64 / f64::from(system.seats[unit]);
    let largest = units.iter().map(|&unit| size(system.units[unit].low, unit)).fold(0.0, f64::max);
    let smallest =
        units.iter().map(|&unit| size(system.units[unit].high, unit)).fold(f64::INFINITY, f64::min);
    largest > smallest + 1.0
}

/// A better allocation under the same rules, by ratio: says nothing of intent.
fn better_allocation(forced: &Forced, rules: &DistrictRules, audit: &mut Audit) {
    let Some(central) = &forced.central else { return };
    let Some(ratio) = central.ratio else { return };
    if ratio.added() <= 0.0 && central.theil.added() <= 0.0 {
        return;
    }
    let share = forced.simulated.as_ref().map(|one| f64::from(one.used_is_best[0]) / f64::from(one.draws));
    let title = match forced.reading() {
        Reading::Exact => Message::new("districts.better_allocation"),
        Reading::Middle => Message::new("districts.better_allocation_middle"),
        Reading::Simulation => Message::new("districts.better_allocation_draws"),
    };
    let finding = Finding::new("DIST-007", Severity::Info, Subject::new("nation", "allocation"))
        .titled(title.with("used", ratio.used).with("least", ratio.least))
        .figure("ratio_used", ratio.used)
        .figure("ratio_least", ratio.least)
        .figure("theil_t_used", central.theil.used)
        .figure("theil_t_least", central.theil.least)
        .figure("share_of_draws_used_is_best", share)
        .under("allocation", source(rules, Demand::Allocation))
        .unless(Message::new("districts.explain.intent"));
    audit.findings.push(finding);
}
