//! The key figures, each with what it is the best of.

use tizim_evidence::{Audit, Figure, Message, Status, Value};

use super::Answer;
use crate::split::{BorderBy, Criterion, Reach, Scope};

/// Adds them.
pub(super) fn add(answer: &Answer<'_>, audit: &mut Audit) {
    let mut add = |key, label, value: Value, format, status| {
        audit.figures.push(Figure::new(key, label, value).shown_as(format).with_status(status));
    };
    let split = &answer.split;
    let derived = |label| (Message::new(label), Status::Derived);
    let best = |place: usize| split.best[place].as_ref().map(|found| found.measures);
    let (label, status) =
        derived(if split.counted_all { "split.figure.partitions" } else { "split.figure.partitions_some" });
    add("partitions", label, answer.partitions(), "", status);
    let (label, status) = derived("split.figure.quota");
    add("quota", label, Value::derived(answer.quota()), "number1", status);
    let deviation = best(0).map(|best| answer.deviation_value(best.excess));
    let (label, status) = labelled(answer, Criterion::Deviation);
    add("best_deviation", label, deviation.into(), "percent", status);
    let distance = best(0).map(|best| answer.voters(best.excess));
    add("best_distance", Message::new("split.figure.best_distance"), distance.into(), "number1", status);
    if split.scope(Criterion::Deviation) == Scope::Seen && split.least_excess > 0 {
        let (label, status) = derived("split.figure.proven");
        add("proven_least", label, answer.voters(split.least_excess), "number1", status);
    }
    if answer.has_rayons() {
        let (label, status) = labelled(answer, Criterion::RayonsCut);
        add("least_rayons_cut", label, best(1).map(|best| best.rayons_cut).into(), "", status);
    }
    let (label, status) = labelled(answer, Criterion::Border);
    let border = |border: u64| answer.border(border);
    let format = if split.border_by == BorderBy::Metres { "number1" } else { "" };
    add("least_border", label, best(2).map(|best| border(best.border)).into(), format, status);
    if let Some(shortest) = &split.shortest {
        let label = label_of(Criterion::Border, answer, Scope::All);
        add("least_border_of_all", label, border(shortest.measures.border), format, Status::Derived);
    }
    if let Some(plan) = answer.plan() {
        let (label, status) = derived("split.figure.plan_deviation");
        add("plan_deviation", label, answer.deviation_value(plan.excess), "percent", status);
    }
    let (label, status) = derived("split.figure.seen");
    add("seen", label, split.seen.into(), "", status);
}

/// The label of the best by a criterion, and whether it is established.
fn labelled(answer: &Answer<'_>, criterion: Criterion) -> (Message, Status) {
    let scope = answer.split.scope(criterion);
    let status = if scope == Scope::Seen { Status::Estimated } else { Status::Derived };
    (label_of(criterion, answer, scope), status)
}

/// The same in words.
fn label_of(criterion: Criterion, answer: &Answer<'_>, scope: Scope) -> Message {
    let split = &answer.split;
    let [all, any, within, seen] = match (criterion, split.border_by) {
        (Criterion::Deviation, _) => [
            "split.figure.best_deviation",
            "split.figure.best_deviation_any",
            "split.figure.best_deviation_within",
            "split.figure.best_deviation_seen",
        ],
        (Criterion::RayonsCut, _) => [
            "split.figure.least_rayons",
            "split.figure.least_rayons_any",
            "split.figure.least_rayons_within",
            "split.figure.least_rayons_seen",
        ],
        (Criterion::Border, BorderBy::Metres) => [
            "split.figure.least_border_km",
            "split.figure.least_border_km_any",
            "split.figure.least_border_km_within",
            "split.figure.least_border_km_seen",
        ],
        (Criterion::Border, BorderBy::Pairs) => [
            "split.figure.least_border_pairs",
            "split.figure.least_border_pairs_any",
            "split.figure.least_border_pairs_within",
            "split.figure.least_border_pairs_seen",
        ],
    };
    match scope {
        Scope::All if split.counted_all => Message::new(all).with("ways", answer.partitions()),
        Scope::All => Message::new(any),
        Scope::Within(excess) => {
            Message::new(within).with("ways", split.seen).with("limit", answer.deviation_value(excess))
        }
        Scope::Seen => Message::new(seen).with("ways", split.seen),
    }
}

/// What a way is the best of, as a word.
pub(super) fn scope(scope: Scope) -> Value {
    match scope {
        Scope::All => Value::Word { code: "all", word: "split.scope.all" },
        Scope::Within(_) => Value::Word { code: "within", word: "split.scope.within" },
        Scope::Seen => Value::Word { code: "seen", word: "split.scope.seen" },
    }
}

/// A text for each reach: where all ways were looked at, those within a limit, or some.
pub(super) fn by_reach(answer: &Answer<'_>, [all, within, some]: [&'static str; 3]) -> Message {
    match answer.split.reach {
        Reach::All => Message::new(all),
        Reach::Within(excess) => Message::new(within).with("limit", answer.deviation_value(excess)),
        Reach::Some => Message::new(some),
    }
}
