//! Was it forced? The answer in sentences, for the whole inequality, each on one set of lists.

use tizim_evidence::{Audit, Message, Value};

use super::ratio::Span;
use super::required::Forced;
use super::{empty, inside};
use crate::judge::assess::Assessment;
use crate::shown::words;
use crate::{DistrictRules, Index, Origin};

/// What of a ratio above 1 shows in its third decimal.
const SHOWN: f64 = 0.0005;

/// Adds the sentences that answer whether the inequality was forced.
pub(super) fn add(forced: &Forced, assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    let given = match ratio_as_drawn(assessment) {
        Some(actual) => Some(on_lists_given(forced, actual, assessment)),
        None => empty::answer(forced, assessment),
    };
    let Some(given) = given else { return };
    let given = std::iter::once(given).chain(inside::sentences(forced, assessment));
    // Behind who is over- and under-represented the most, and before who else is.
    let answers = forced.drawn.as_deref().and_then(on_lists_when_drawn).into_iter();
    let answers: Vec<Message> = answers.chain(given).collect();
    let place = audit.summary.iter().take_while(|message| is_of_extremes(message)).count();
    audit.summary.splice(place..place, answers);
    if let Some(drawn) = &forced.drawn {
        let title = Message::new("districts.summary.cannot_when_drawn");
        audit.summary.extend(cannot(drawn, title));
        audit.summary.extend(cannot(forced, Message::new("districts.summary.cannot_election")));
    } else if forced.claims.is_graded() {
        audit.summary.extend(cannot(forced, Message::new("districts.summary.cannot")));
    } else {
        audit.summary.extend(cannot(forced, Message::new("districts.summary.cannot_given")));
    }
    audit.summary.extend(own_resolution(rules));
}

/// Says why it cannot be told whether the inequality was forced, where it was not worked out.
pub(crate) fn unanswered(assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    let unequal = ratio_as_drawn(assessment).is_some() || !assessment.empty_units().is_empty();
    if rules.drawing.is_empty() || assessment.units.len() < 2 || assessment.without_quota || !unequal {
        return;
    }
    let regions = &assessment.regions;
    let named = regions.iter().filter(|name| !name.is_empty()).count();
    let message = match named {
        0 => Message::new("districts.forced.no_regions"),
        1 if regions.len() == 1 => Message::new("districts.forced.one_region"),
        _ if named < regions.len() => Message::new("districts.forced.some_without_region"),
        _ => Message::new("districts.forced.not_worked_out"),
    };
    let place = audit.summary.iter().take_while(|message| is_of_extremes(message)).count();
    audit.summary.insert(place, message);
}

/// Whether a sentence says who is over- and under-represented the most.
fn is_of_extremes(message: &Message) -> bool {
    let name = message.key.rsplit('.').next().unwrap_or_default();
    ["extremes", "tied", "equal"].into_iter().any(|beginning| name.starts_with(beginning))
}

/// The ratio of the largest to the smallest district; `None` where the districts are equal, or nothing is known of it.
pub(super) fn ratio_as_drawn(assessment: &Assessment) -> Option<Span> {
    let (low, high) = assessment.index(Index::MaxMinRatio).bounds()?;
    (high > 1.0 + SHOWN).then_some(Span { low, high })
}

/// Whether every region is one district, so that nobody drew a border inside one.
fn is_undivided(assessment: &Assessment) -> bool {
    assessment.units.len() == assessment.regions.len()
}

/// What share of the excess of a ratio over 1 was required, at least and at most; `None` where the rules left room for
/// equality. `without_choice`: the rules allowed nothing else, so that both ratios are one, whatever the figures are.
fn share_required(least: Span, of: Span, without_choice: bool) -> Option<(f64, f64)> {
    if without_choice {
        return (of.high > 1.0 + SHOWN).then_some((1.0, 1.0));
    }
    let share =
        |required: f64, of: f64| if of <= 1.0 { 1.0 } else { ((required - 1.0) / (of - 1.0)).min(1.0) };
    (least.high > 1.0 + SHOWN).then(|| (share(least.low, of.high), share(least.high, of.low)))
}

/// On the lists known when the districts were drawn: of regions alone where these have several districts, since no list of
/// that time tells the districts apart.
fn on_lists_when_drawn(drawn: &Forced) -> Option<Message> {
    let (least, allocation) = (drawn.least_ratio?, drawn.allocation_ratio);
    let share = share_required(least, allocation, drawn.has_one_allocation());
    let message = if share.is_none() {
        Message::new("districts.forced.when_drawn_nothing")
    } else {
        Message::new("districts.forced.when_drawn")
    };
    let whole = drawn.has_one_allocation();
    let message = message
        .with("whole", words::forced_in_part(share, inside::was_open(drawn, None)))
        .with("verdict", words::forced_between(share, whole));
    Some(with_ratios(message, least, allocation))
}

/// On the lists of the election, or on those of a table that speaks of no others: the districts as drawn too.
fn on_lists_given(forced: &Forced, actual: Span, assessment: &Assessment) -> Message {
    let Some(least) = forced.least_ratio else {
        return Message::new("districts.forced.too_many").with("actual", actual.value());
    };
    let without_choice = forced.has_one_allocation() && is_undivided(assessment);
    let share = share_required(least, actual, without_choice);
    let message = match (forced.drawn.is_some(), share.is_none()) {
        (true, true) => Message::new("districts.forced.election_nothing"),
        (true, false) => Message::new("districts.forced.election"),
        (false, true) => Message::new("districts.forced.given_nothing"),
        (false, false) => Message::new("districts.forced.given"),
    };
    let allocation = forced.allocation_ratio.at_most(actual);
    let message = message
        .with("whole", words::forced_in_part(share, inside::was_open(forced, Some(assessment))))
        .with("verdict", words::forced(share, without_choice));
    with_ratios(message, least, allocation).with("actual", actual.value())
}

fn with_ratios(message: Message, least: Span, allocation: Span) -> Message {
    message.with("least", least.value()).with("allocation", allocation.value())
}

/// Which regions no number of districts serves at the widest tolerance, by how official the figures are.
fn cannot(forced: &Forced, title: Message) -> Vec<Message> {
    let Some(at) = forced.widest() else { return Vec::new() };
    let (official, weaker) = forced.impossible_by_grade(at);
    if official.is_empty() && weaker.is_empty() {
        return Vec::new();
    }
    let of_another_day = on_figures_of_another_day(forced, official.iter().chain(&weaker));
    let names = |places: Vec<usize>| {
        words::or_nobody(
            places.into_iter().map(|place| Value::place(&forced.claims.regions[place].name)).collect(),
        )
    };
    let told = title
        .with("tolerance", Value::stated(forced.tolerances[at]))
        .with("names", names(official))
        .with("weaker", names(weaker));
    std::iter::once(told).chain(of_another_day).collect()
}

/// Of which of these regions the figure is of another day, and by how much it was allowed to differ: the verdict holds no
/// farther.
fn on_figures_of_another_day<'a>(
    forced: &Forced,
    places: impl Iterator<Item = &'a usize>,
) -> Option<Message> {
    let regions = places.map(|&place| &forced.claims.regions[place]).filter(|region| region.drift > 0.0);
    let (names, drifts): (Vec<Value>, Vec<f64>) =
        regions.map(|region| (Value::place(&region.name), region.drift)).unzip();
    let message = Message::new("districts.summary.cannot_of_another_day")
        .with("drift", Value::stated(drifts.iter().copied().fold(0.0, f64::max)));
    (!names.is_empty()).then(|| message.with("names", names))
}

/// Which of the rules the body that drew the districts laid down itself.
fn own_resolution(rules: &DistrictRules) -> Option<Message> {
    let own = rules.drawing.iter().filter(|rule| rule.origin == Origin::Resolution);
    let own: Vec<Value> = own.map(|rule| words::demand(rule.demand)).collect();
    (!own.is_empty()).then(|| {
        Message::new("districts.summary.own_resolution")
            .with("count", own.len())
            .with("rules", Value::List(own))
    })
}
