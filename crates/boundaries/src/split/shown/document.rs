//! The document of the command's contract.

use tizim_evidence::{Object, Persons, Value};

use super::{Answer, Best, figures};
use crate::split::{BorderBy, Found, Measures, Reach, Standing};

/// Its sections.
pub(super) fn of(answer: &Answer<'_>) -> Object {
    let split = &answer.split;
    let reach = match split.reach {
        Reach::All => "all",
        Reach::Within(_) => "within",
        Reach::Some => "some",
    };
    let within = match split.reach {
        Reach::Within(excess) => answer.deviation_value(excess),
        _ => Value::Missing,
    };
    let border_by = match split.border_by {
        BorderBy::Metres => "metres",
        BorderBy::Pairs => "pairs",
    };
    let mut best = Object::new();
    for Best { key, scope, found, .. } in answer.best() {
        best.insert(key.trim_start_matches("best_"), way(answer, found).with("of", figures::scope(scope)));
    }
    Object::new()
        .with("blocks", answer.blocks.len())
        .with("seats", answer.question.seats)
        .with("voters", Persons(split.total))
        .with("quota", Value::derived(answer.quota()))
        .with("limit", Value::stated(answer.question.limit))
        .with("border_by", border_by)
        .with("synthetic", answer.names.synthetic)
        .with("partitions", Object::new().with("count", answer.partitions()).with("all", split.counted_all))
        .with(
            "search",
            Object::new()
                .with("reach", reach)
                .with("within", within)
                .with("seen", split.seen)
                .with("least_deviation", answer.deviation_value(split.least_excess))
                .with("least_border", split.least_border),
        )
        .with("best", best)
        .with("front", Value::List(split.front.iter().map(|found| way(answer, found).into()).collect()))
        .with("plan", plan(answer))
}

fn measured(answer: &Answer<'_>, of: Measures) -> Object {
    Object::new()
        .with("deviation", answer.deviation_value(of.excess))
        .with("rayons_cut", if answer.has_rayons() { of.rayons_cut.into() } else { Value::Missing })
        .with("border", of.border)
}

/// A way with the blocks of each of its districts.
fn way(answer: &Answer<'_>, found: &Found) -> Object {
    let districts = (0..answer.question.seats).map(|district| {
        let own =
            || (0..answer.blocks.len()).filter(|block| usize::from(found.districts[*block]) == district);
        let ids: Vec<&str> = own().map(|block| answer.names.ids[block].as_str()).collect();
        let voters: u64 = own().map(|block| answer.blocks.voters[block]).sum();
        Object::new().with("voters", Persons(voters)).with("blocks", ids).into()
    });
    measured(answer, found.measures).with("districts", Value::List(districts.collect()))
}

fn plan(answer: &Answer<'_>) -> Value {
    let Some((plan, contiguous)) = answer.split.plan else { return Value::Missing };
    let placed = |standing: Standing| {
        Value::from(
            Object::new()
                .with("among", standing.among)
                .with("less_deviation", standing.less_deviation)
                .with("same_deviation", standing.same_deviation)
                .with("less_border", standing.less_border)
                .with("same_border", standing.same_border),
        )
    };
    measured(answer, plan)
        .with("contiguous", contiguous)
        .with("standing", answer.split.standing.map(placed))
        .with("beyond", answer.split.beyond.map(placed))
        .into()
}
