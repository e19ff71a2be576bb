//! What is said: the answer in sentences, and the findings.

use tizim_evidence::{Finding, Message, Severity, Subject, Value};

use super::Answer;
use crate::split::{Reach, Standing};

/// The answer, most important first.
pub(super) fn summary(answer: &Answer<'_>) -> Vec<Message> {
    let split = &answer.split;
    let counted = match (split.partitions, split.counted_all) {
        (0, true) => "split.summary.none",
        (_, true) => "split.summary.counted",
        (_, false) => "split.summary.counted_some",
    };
    let counted = Message::new(counted)
        .with("blocks", answer.blocks.len())
        .with("seats", answer.question.seats)
        .with("partitions", answer.partitions());
    let mut said = vec![counted];
    said.extend(best(answer));
    said.extend(plan(answer));
    said.extend(reach(answer));
    said
}

/// The most equal way, and what is proven of it.
fn best(answer: &Answer<'_>) -> Option<Message> {
    let best = answer.split.best[0].as_ref()?.measures;
    let proven = answer.split.least_excess >= best.excess;
    let key = if proven { "split.summary.best" } else { "split.summary.best_found" };
    Some(
        Message::new(key)
            .with("deviation", answer.deviation_value(best.excess))
            .with("quota", Value::derived(answer.quota()))
            .with("least", answer.deviation_value(answer.split.least_excess)),
    )
}

/// Where the plan stands.
fn plan(answer: &Answer<'_>) -> Option<Message> {
    let (plan, contiguous) = answer.split.plan?;
    let with = |key| {
        Message::new(key)
            .with("deviation", answer.deviation_value(plan.excess))
            .with("limit", Value::stated(answer.question.limit))
    };
    if !contiguous {
        return Some(with("split.plan.apart"));
    }
    let Some(standing) = answer.split.standing else {
        let best = answer.split.best[0].as_ref().map(|best| best.measures.excess);
        return Some(match answer.question.limit {
            None => with("split.plan.no_limit").with("best", best.map(|best| answer.deviation_value(best))),
            Some(limit) if answer.deviation(plan.excess) > limit => with("split.plan.outside"),
            Some(_) => with("split.plan.not_placed"),
        });
    };
    let key = match standing {
        Standing { among: 1, .. } => "split.plan.only",
        Standing { less_deviation: 0, less_border: 0, .. } => "split.plan.best_in_both",
        Standing { less_deviation: 0, .. } => "split.plan.most_equal",
        Standing { less_border: 0, .. } => "split.plan.least_border",
        _ => "split.plan.among",
    };
    let share = |count: u64| Value::from(count as f64 / standing.among as f64);
    Some(
        with(key)
            .with("among", standing.among)
            .with("more_equal", standing.less_deviation)
            .with("share_more_equal", share(standing.less_deviation))
            .with("less_border", standing.less_border)
            .with("share_less_border", share(standing.less_border)),
    )
}

/// How far the search got, where it did not look at all of them.
fn reach(answer: &Answer<'_>) -> Option<Message> {
    let message = |key| Message::new(key).with("seen", answer.split.seen);
    let least = answer.deviation_value(answer.split.least_excess);
    match answer.split.reach {
        Reach::All => None,
        Reach::Within(excess) => {
            Some(message("split.reach.within").with("limit", answer.deviation_value(excess)))
        }
        Reach::Some => Some(message("split.reach.some").with("least", least)),
    }
}

/// What was found of the plan.
pub(super) fn findings(answer: &Answer<'_>) -> Vec<Finding> {
    let Some((plan, contiguous)) = answer.split.plan else { return Vec::new() };
    let subject = |kind, id: &str| Subject::new(kind, id);
    let region = answer.names.region.as_deref().unwrap_or("plan");
    let mut found: Vec<Finding> = apart(answer)
        .into_iter()
        .map(|(district, parts)| {
            Finding::new("DIST-003", Severity::Warning, subject("district", &district))
                .titled(Message::new("split.finding.apart").with("district", &district).with("parts", parts))
                .figure("parts", parts)
                .unless(Message::new("split.explain.adjacency"))
        })
        .collect();
    if let Some(standing) = answer.split.standing.filter(|standing| standing.less_deviation > 0) {
        let least = answer.split.best[0].as_ref().map_or(0, |best| best.measures.excess);
        found.push(
            Finding::new("DIST-007", Severity::Info, subject("region", region))
                .titled(
                    Message::new("split.finding.better")
                        .with("better", standing.less_deviation)
                        .with("among", standing.among)
                        .with("deviation", answer.deviation_value(plan.excess))
                        .with("least", answer.deviation_value(least)),
                )
                .figure("deviation", answer.deviation_value(plan.excess))
                .figure("least", answer.deviation_value(least))
                .figure("better", standing.less_deviation)
                .figure("among", standing.among)
                .unless(Message::new("split.explain.description"))
                .unless(Message::new("split.explain.other_reasons")),
        );
    }
    if contiguous && answer.split.standing.is_none() {
        let outside = answer.question.limit.is_some_and(|limit| answer.deviation(plan.excess) > limit);
        let title = match answer.question.limit {
            None => "split.finding.no_limit",
            Some(_) if outside => "split.finding.outside",
            Some(_) => "split.finding.not_placed",
        };
        found.push(
            Finding::new("DIST-090", Severity::Notice, subject("check", "plan")).titled(Message::new(title)),
        );
    }
    found
}

/// Districts of the plan that do not hang together, with the number of their parts.
fn apart(answer: &Answer<'_>) -> Vec<(String, usize)> {
    let Some(plan) = &answer.question.plan else { return Vec::new() };
    let names = answer.names.plan.iter().enumerate();
    let parts = names.map(|(district, name)| {
        let own: Vec<usize> = (0..plan.len()).filter(|block| plan[*block] == district).collect();
        (name.clone(), answer.blocks.graph.parts(&own).len())
    });
    parts.filter(|(_, parts)| *parts > 1).collect()
}

/// How to read it.
pub(super) fn notes(answer: &Answer<'_>) -> Vec<Message> {
    let mut notes = vec![Message::new("split.note.method"), Message::new("split.note.measures")];
    if answer.plan().is_some() {
        notes.push(Message::new("split.note.description"));
    }
    if answer.names.synthetic {
        notes.push(Message::new("split.note.synthetic"));
    }
    notes
}
