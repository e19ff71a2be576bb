//! Regions that cannot comply, figures and notes about what was required.

use tizim_evidence::{
    Audit, Figure, Finding, Interval, Message, Severity, SourceRef, Status, Subject, Value,
};

use super::standing::Standing;
use super::{Forced, Reading, answer};
use crate::judge::assess::Assessment;
use crate::shown::words;
use crate::{Demand, DistrictRules, Grade, Origin};

/// Adds the answer, findings DIST-006 and DIST-007, figures and notes.
pub(crate) fn add(forced: &Forced, assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    answer::add(forced, assessment, rules, audit);
    for place in 0..forced.claims.regions.len() {
        audit.findings.extend(of_region(forced, place, rules));
    }
    figures(forced, audit);
    if let Some(simulated) = &forced.simulated {
        audit.notes.push(
            Message::new("districts.note.estimates")
                .with("draws", simulated.draws)
                .with("rejected", simulated.rejected),
        );
    }
    if rules.drawing.iter().any(|rule| rule.origin == Origin::NotStated) {
        audit.notes.push(Message::new("districts.note.rules_not_stated").with("house", forced.claims.house));
    }
    audit.notes.push(Message::new("districts.note.required"));
}

pub(super) fn source(rules: &DistrictRules, demand: Demand) -> Option<SourceRef> {
    rules.drawing.iter().find(|rule| rule.demand == demand).and_then(|rule| rule.source.clone())
}

/// What is said of one region: first on the lists known when the districts were drawn, where these are stated.
fn of_region(forced: &Forced, place: usize, rules: &DistrictRules) -> Option<Finding> {
    let now = forced.standing(place);
    let Some(drawn) = forced.drawn.as_deref() else { return on_one_list(forced, place, now, rules) };
    let tolerance = |at: usize| forced.tolerances[at];
    let (first, title, severity, at) = match (drawn.standing(place), now) {
        (Standing::Cannot { at }, Standing::Cannot { at: other }) => {
            let title = if at == other {
                Message::new("districts.impossible.both")
            } else {
                Message::new("districts.impossible.both_apart")
                    .with("tolerance_election", Value::stated(tolerance(other)))
            };
            (drawn, title, Severity::Notice, at)
        }
        (Standing::Cannot { at }, _) => {
            (drawn, Message::new("districts.impossible.when_drawn"), Severity::Notice, at)
        }
        (_, Standing::Cannot { at }) => {
            (forced, Message::new("districts.impossible.at_election"), Severity::Info, at)
        }
        (_, now) => return on_one_list(forced, place, now, rules),
    };
    let title =
        title.with("quotas", drawn.claims.quotas(place)).with("quotas_election", forced.claims.quotas(place));
    Some(
        certain(first, place, at, severity, title, rules)
            .figure("quotas_when_drawn", drawn.claims.quotas(place))
            .figure("quotas_election", forced.claims.quotas(place)),
    )
}

/// A finding about a region that no number of seats serves, for certain, with the grade of the weakest source.
fn certain(
    forced: &Forced,
    place: usize,
    at: usize,
    severity: Severity,
    title: Message,
    rules: &DistrictRules,
) -> Finding {
    let grade = forced.claims.grade_of_impossible(place, forced.tolerances[at], forced.minimum);
    let title = title.with("rests", words::rests_on(grade));
    let finding = about(forced, place, at, severity, title, rules)
        .figure("grade", grade.map(Grade::code))
        .figure("survives_drift", true);
    match grade.filter(|grade| !grade.bears_headlines()) {
        Some(_) => finding.unless(Message::new("districts.explain.grade")),
        None => finding,
    }
}

fn about(
    forced: &Forced,
    place: usize,
    at: usize,
    severity: Severity,
    title: Message,
    rules: &DistrictRules,
) -> Finding {
    let region = &forced.claims.regions[place];
    Finding::new("DIST-006", severity, Subject::new("region", region.id.clone()))
        .titled(title.with("region", &region.name).with("tolerance", Value::stated(forced.tolerances[at])))
        .figure("tolerance", Value::stated(forced.tolerances[at]))
        .figure("quotas", forced.claims.quotas(place))
        .figure("seats_used", region.used)
        .under("no-crossing", source(rules, Demand::NoCrossing))
}

/// What one set of figures says of a region.
fn on_one_list(forced: &Forced, place: usize, standing: Standing, rules: &DistrictRules) -> Option<Finding> {
    let quotas = forced.claims.quotas(place);
    match standing {
        Standing::Can => None,
        Standing::Cannot { at } => {
            let title = if forced.claims.published {
                Message::new("districts.impossible.published")
            } else {
                Message::new("districts.impossible.given")
            };
            Some(certain(forced, place, at, Severity::Notice, title.with("quotas", quotas), rules))
        }
        Standing::InDraws { at, share } => {
            let title = if standing.is_nearly_certain() {
                Message::new("districts.impossible.estimated")
            } else {
                Message::new("districts.impossible.in_some_draws")
            };
            let finding = about(forced, place, at, Severity::Info, title.with("share", share), rules)
                .figure("share_of_draws", share)
                .unless(Message::new("districts.explain.estimate"));
            Some(if standing.is_nearly_certain() { finding } else { not_settled(finding) })
        }
        Standing::Open { at } => {
            let title = if forced.lost_in_drift(at, place) {
                Message::new("districts.impossible.lost_in_drift")
            } else {
                Message::new("districts.impossible.undetermined")
            };
            let title = title.with("quotas", quotas).with("deciding", forced.claims.deciding(place));
            let finding = about(forced, place, at, Severity::Info, title, rules)
                .figure("survives_drift", Value::from(forced.lost_in_drift(at, place).then_some(false)));
            Some(not_settled(finding))
        }
    }
}

/// What is not settled is a check that could not be made, and no impossibility.
fn not_settled(finding: Finding) -> Finding {
    Finding { code: "DIST-090", ..finding }
}

fn figures(forced: &Forced, audit: &mut Audit) {
    let status = if forced.simulated.is_some() { Status::Estimated } else { Status::Derived };
    let widest = forced.tolerances.len().saturating_sub(1);
    for (at, &tolerance) in forced.tolerances.iter().enumerate() {
        // A figure for the narrowest and one for the widest; those between stand in the document.
        if at != 0 && at != widest {
            continue;
        }
        let key = if at == 0 { "smallest_house" } else { "smallest_house_wider" };
        let draws = forced.simulated.as_ref().and_then(|one| one.houses[at].0);
        let value = match draws {
            Some(spread) => Value::from(Interval { low: spread.low, high: spread.high, tight: false }),
            None => Value::from(forced.central.as_ref().and_then(|central| central.houses[at])),
        };
        let label = match forced.reading() {
            Reading::Exact => Message::new("districts.figure.smallest_house"),
            Reading::Middle => Message::new("districts.figure.smallest_house_middle"),
            Reading::Simulation => Message::new("districts.figure.smallest_house_draws"),
        };
        let label = label.with("tolerance", Value::stated(tolerance));
        audit.figures.push(Figure::new(key, label, value).with_status(status).shown_as("number0"));
        let graded = |place: &&usize| forced.bears_headline(**place, at);
        let counted = forced.impossible_published[at].iter().filter(graded).count();
        let label = if forced.claims.published {
            Message::new("districts.figure.impossible")
        } else {
            Message::new("districts.figure.impossible_given")
        };
        let label = label.with("tolerance", Value::stated(tolerance));
        let key = if at == 0 { "impossible_published" } else { "impossible_published_wider" };
        audit.figures.push(Figure::new(key, label, counted).with_status(Status::Derived));
    }
}
