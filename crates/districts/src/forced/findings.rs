//! Findings and words about what was required.

use tizim_evidence::{
    Audit, Figure, Finding, Interval, Message, Severity, SourceRef, Status, Subject, Value,
};

use super::{Forced, Reading};
use crate::judge::assess::Assessment;
use crate::{Demand, DistrictRules, Index, Origin};

/// Adds findings DIST-006 and DIST-007, figures and notes.
pub(crate) fn add(forced: &Forced, assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    cannot_comply(forced, rules, audit);
    better_allocation(forced, assessment, rules, audit);
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

fn source(rules: &DistrictRules, demand: Demand) -> Option<SourceRef> {
    rules.drawing.iter().find(|rule| rule.demand == demand).and_then(|rule| rule.source.clone())
}

/// Regions that no number of seats serves: for certain from published figures, or only with estimates.
fn cannot_comply(forced: &Forced, rules: &DistrictRules, audit: &mut Audit) {
    for (place, region) in forced.claims.regions.iter().enumerate() {
        let certain =
            (0..forced.tolerances.len()).filter(|&at| forced.impossible_published[at].contains(&place));
        let widest = |at: &usize| forced.tolerances[*at];
        let by_width = |a: &usize, b: &usize| widest(a).total_cmp(&widest(b));
        let quotas = forced.claims.quotas(place);
        let finding = |severity: Severity, title: Message, tolerance: f64| {
            Finding::new("DIST-006", severity, Subject::new("region", region.id.clone()))
                .titled(title.with("region", &region.name).with("tolerance", tolerance))
                .figure("tolerance", tolerance)
                .figure("quotas", quotas.clone())
                .figure("seats_used", region.used)
                .under("no-crossing", source(rules, Demand::NoCrossing))
        };
        if let Some(at) = certain.max_by(by_width) {
            let title = if forced.claims.published {
                Message::new("districts.impossible.published")
            } else {
                Message::new("districts.impossible.given")
            };
            let title = title.with("quotas", quotas.clone());
            audit.findings.push(finding(Severity::Notice, title, forced.tolerances[at]));
            continue;
        }
        let Some(simulated) = forced.simulated.as_ref() else {
            let open = (0..forced.tolerances.len()).filter(|&at| forced.undetermined[at].contains(&place));
            if let Some(at) = open.max_by(by_width) {
                let title = Message::new("districts.impossible.undetermined")
                    .with("quotas", quotas.clone())
                    .with("deciding", forced.claims.deciding(place));
                audit.findings.push(finding(Severity::Info, title, forced.tolerances[at]));
            }
            continue;
        };
        let Some(central) = forced.central.as_ref() else { continue };
        let estimated = (0..forced.tolerances.len()).filter(|&at| central.impossible[at].contains(&place));
        if let Some(at) = estimated.max_by(by_width) {
            let share = f64::from(simulated.impossible[at][place]) / f64::from(simulated.draws);
            let title = Message::new("districts.impossible.estimated").with("share", share);
            let finding = finding(Severity::Info, title, forced.tolerances[at])
                .figure("share_of_draws", share)
                .unless(Message::new("districts.explain.estimate"));
            audit.findings.push(finding);
        }
    }
}

/// A better allocation under the same rules, by ratio: says nothing of intent.
fn better_allocation(forced: &Forced, assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    let Some(central) = &forced.central else { return };
    let Some(ratio) = central.ratio else { return };
    let better = ratio.added() > 0.0;
    let theil = central.theil.added() > 0.0;
    let share = forced.simulated.as_ref().map(|one| f64::from(one.used_is_best[0]) / f64::from(one.draws));
    let reading = forced.reading();
    if better || theil {
        let title = match reading {
            Reading::Exact => Message::new("districts.better_allocation"),
            Reading::Middle => Message::new("districts.better_allocation_middle"),
            Reading::Simulation => Message::new("districts.better_allocation_draws"),
        };
        let finding = Finding::new("DIST-007", Severity::Info, Subject::new("nation", "all"))
            .titled(title.with("used", ratio.used).with("least", ratio.least))
            .figure("ratio_used", ratio.used)
            .figure("ratio_least", ratio.least)
            .figure("theil_t_used", central.theil.used)
            .figure("theil_t_least", central.theil.least)
            .figure("share_of_draws_used_is_best", share)
            .under("allocation", source(rules, Demand::Allocation))
            .unless(Message::new("districts.explain.intent"));
        audit.findings.push(finding);
        return;
    }
    // Where all are equal, nothing lies between regions, and nothing within.
    if ratio.used <= 1.0 && assessment.index(Index::MaxMinRatio).bounds().is_some_and(|(_, high)| high <= 1.0)
    {
        return;
    }
    let title = match (reading, share) {
        (Reading::Simulation, Some(share)) => {
            Message::new("districts.summary.allocation_estimated").with("share", share)
        }
        (Reading::Exact, _) => Message::new("districts.summary.allocation"),
        _ => Message::new("districts.summary.allocation_middle"),
    };
    audit.summary.push(title);
    let own: Vec<&str> = rules
        .drawing
        .iter()
        .filter(|rule| rule.origin == Origin::Resolution)
        .map(|rule| rule.id.as_str())
        .collect();
    if !own.is_empty() {
        audit.summary.push(
            Message::new("districts.summary.own_resolution").with("count", own.len()).with("rules", own),
        );
    }
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
        let label = label.with("tolerance", tolerance);
        audit.figures.push(Figure::new(key, label, value).with_status(status).shown_as("number0"));
        let published = forced.impossible_published[at].len();
        let label = if forced.claims.published {
            Message::new("districts.figure.impossible")
        } else {
            Message::new("districts.figure.impossible_given")
        };
        let label = label.with("tolerance", tolerance);
        let key = if at == 0 { "impossible_published" } else { "impossible_published_wider" };
        audit.figures.push(Figure::new(key, label, published).with_status(Status::Derived));
    }
}
