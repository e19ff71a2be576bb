//! What is said: the answer in sentences, and the findings.

use tizim_evidence::{Finding, Message, Severity, Subject, Value};

use super::Answer;
use crate::split::{Criterion, Measures, Reach, Scope, Standing};

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
    let least = answer.split.least_excess;
    let key = match answer.split.scope(Criterion::Deviation) {
        Scope::Seen if least == 0 => "split.summary.best_seen",
        Scope::Seen => "split.summary.best_found",
        _ => "split.summary.best",
    };
    Some(
        Message::new(key)
            .with("deviation", answer.deviation_value(best.excess))
            .with("voters", answer.voters(best.excess))
            .with("quota", Value::derived(answer.quota()))
            .with("least", answer.voters(least))
            .with("gap", answer.voters(best.excess.saturating_sub(least))),
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
        let limited = answer.question.limit.is_some();
        let beyond = if limited { "split.plan.beyond" } else { "split.plan.beyond_no_limit" };
        let placed = answer.split.beyond.map(|standing| among(with(beyond), standing));
        return Some(placed.unwrap_or_else(|| not_placed(answer, plan.excess, with)));
    };
    let key = match standing {
        Standing { among: 1, .. } => "split.plan.only",
        Standing { less_deviation: 0, less_border: 0, .. } => "split.plan.best_in_both",
        Standing { less_deviation: 0, .. } => "split.plan.most_equal",
        Standing { less_border: 0, .. } => "split.plan.least_border",
        _ => "split.plan.among",
    };
    Some(among(with(key), standing))
}

/// Among how many ways the plan stands, and how many are better.
fn among(message: Message, standing: Standing) -> Message {
    let share = |count: u64| Value::from(count as f64 / standing.among as f64);
    message
        .with("among", standing.among)
        .with("more_equal", standing.less_deviation)
        .with("share_more_equal", share(standing.less_deviation))
        .with("less_border", standing.less_border)
        .with("share_less_border", share(standing.less_border))
}

/// Why the plan is not compared, and what would compare it.
fn not_placed(answer: &Answer<'_>, excess: u64, with: impl Fn(&'static str) -> Message) -> Message {
    let best = answer.split.best[0].as_ref().map(|best| answer.deviation_value(best.measures.excess));
    // The next full per cent that the plan keeps.
    let wide = Value::stated((answer.deviation(excess) * 100.0).ceil() / 100.0);
    match answer.question.limit {
        None => with("split.plan.no_limit").with("best", best).with("wide", wide),
        Some(limit) if answer.deviation(excess) > limit => with("split.plan.outside").with("wide", wide),
        Some(_) => with("split.plan.not_placed"),
    }
}

/// How far the search got, where it did not look at all of them.
fn reach(answer: &Answer<'_>) -> Option<Message> {
    let message = |key| Message::new(key).with("seen", answer.split.seen);
    match answer.split.reach {
        Reach::All => None,
        Reach::Within(excess) => {
            Some(message("split.reach.within").with("limit", answer.deviation_value(excess)))
        }
        Reach::Some => Some(message("split.reach.some")),
    }
}

/// What was found of the plan.
pub(super) fn findings(answer: &Answer<'_>) -> Vec<Finding> {
    let mut found = left_out(answer);
    let Some((plan, contiguous)) = answer.split.plan else { return found };
    let subject = |kind, id: &str| Subject::new(kind, id);
    found.extend(apart(answer).into_iter().map(|(district, parts)| {
        Finding::new("DIST-003", Severity::Warning, subject("district", &district))
            .titled(Message::new("split.finding.apart").with("district", &district).with("parts", parts))
            .figure("parts", parts)
            .unless(Message::new("split.explain.adjacency"))
    }));
    found.extend(better(answer, plan));
    if contiguous && answer.split.standing.is_none() {
        let outside = answer.question.limit.is_some_and(|limit| answer.deviation(plan.excess) > limit);
        let title = match answer.question.limit {
            _ if answer.split.beyond.is_some() => "split.finding.beyond",
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

/// That the map has areas that are in no row of the table.
fn left_out(answer: &Answer<'_>) -> Vec<Finding> {
    let count = answer.names.left_out;
    let finding = || {
        Finding::new("DIST-090", Severity::Notice, Subject::new("check", "blocks"))
            .titled(Message::new("split.finding.left_out").with("count", count))
            .figure("count", count)
            .unless(Message::new("split.explain.left_out"))
    };
    (count > 0).then(finding).into_iter().collect()
}

/// That there are more equal ways within the same limits, or at least among those that are no less equal than the plan.
fn better(answer: &Answer<'_>, plan: Measures) -> Option<Finding> {
    let standing =
        answer.split.standing.or(answer.split.beyond).filter(|standing| standing.less_deviation > 0)?;
    let region = answer.names.region.as_deref().unwrap_or("plan");
    let least = answer.split.best[0].as_ref().map_or(0, |best| best.measures.excess);
    let kept = answer.split.standing.is_some();
    let title = if kept { "split.finding.better" } else { "split.finding.better_beyond" };
    Some(
        Finding::new("DIST-007", Severity::Info, Subject::new("region", region))
            .titled(
                Message::new(title)
                    .with("better", standing.less_deviation)
                    .with("among", standing.among)
                    .with("deviation", answer.deviation_value(plan.excess))
                    .with("voters", answer.voters(plan.excess))
                    .with("least", answer.deviation_value(least))
                    .with("least_voters", answer.voters(least)),
            )
            .figure("deviation", answer.deviation_value(plan.excess))
            .figure("least", answer.deviation_value(least))
            .figure("better", standing.less_deviation)
            .figure("among", standing.among)
            .unless(Message::new("split.explain.description"))
            .unless(Message::new("split.explain.other_reasons")),
    )
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
    if answer.split.reach == Reach::Some {
        notes.push(Message::new("split.note.drafts"));
    }
    if answer.plan().is_some() {
        notes.push(Message::new("split.note.description"));
    }
    if answer.names.synthetic {
        notes.push(Message::new("split.note.synthetic"));
    }
    notes
}
