//! The answer in a few sentences: how many entries agree by number and how many by name alone, and what chance explains of
//! the latter, rule by rule.

use tizim_evidence::{Audit, Figure, Message, Persons, Severity, Value};

use crate::counts::chance::Chance;
use crate::findings::outcome::Outcome;
use crate::findings::shown;
use crate::{Kind, ListInput, Rule, Scope};

/// What agrees by number and what by name alone, apart, and what chance explains of the latter.
pub(super) fn add(audit: &mut Audit, lists: &[ListInput], outcome: &Outcome, scope: Scope) {
    let second = || outcome.counts.iter().filter(|(code, _)| code.is_second_entry()).map(|(_, count)| count);
    let groups: u64 = second().map(|count| count.groups).sum();
    let by_number: u64 = second().map(|count| count.by_number).sum();
    let by_name = groups - by_number;
    if outcome.rows == 0 {
        audit.summary.push(Message::new("rolls.summary.no_rows").with("lists", lists.len()));
    } else {
        audit.summary.push(counted(lists, outcome, by_number));
        if by_name > 0 {
            audit.summary.push(Message::new("rolls.summary.by_name").with("by_name", Persons(by_name)));
            audit.summary.extend(outcome.crossings.sentences());
            for (rule, chance) in &outcome.chance {
                audit.summary.extend(beside_chance(*rule, chance));
                audit.summary.extend(apart(*rule, chance));
            }
            audit.summary.extend(lawful_pairs(lists));
        } else {
            audit.summary.extend(outcome.crossings.sentences());
        }
        audit.summary.extend(compared(outcome));
    }
    if scope == Scope::Across {
        audit.summary.push(Message::new("rolls.summary.across_alone"));
    }
    audit.summary.push(Message::new("rolls.summary.entries_not_votes"));
    audit.figures.push(Figure::new("rows", Message::new("rolls.figure.rows"), Persons(outcome.rows)));
    audit.figures.push(Figure::new(
        "groups_by_number",
        Message::new("rolls.figure.groups_by_number"),
        Persons(by_number),
    ));
    if outcome.coverage.keys().any(|rule| *rule != Rule::Iin) {
        audit.figures.push(Figure::new(
            "groups_by_name",
            Message::new("rolls.figure.groups_by_name"),
            Persons(by_name),
        ));
    }
}

/// How many rows were read, how many may be double entries by number, and how many breaches there are.
fn counted(lists: &[ListInput], outcome: &Outcome, by_number: u64) -> Message {
    let is_violation = |finding: &&tizim_evidence::Finding| finding.severity == Severity::Violation;
    let violations = outcome.findings.iter().filter(is_violation).count();
    let sentence = if violations == 0 { "rolls.summary.no_breach" } else { "rolls.summary.lists" };
    Message::new(sentence)
        .with("rows", Persons(outcome.rows))
        .with("lists", lists.len())
        .with("by_number", Persons(by_number))
        .with("violations", Persons(violations as u64))
}

/// How many pairs agree by a rule by name, beside what chance alone would give; nothing where none agrees. Chance may explain them
/// where it may explain those within the lists and those between them, too.
fn beside_chance(rule: Rule, chance: &Chance) -> Option<Message> {
    if chance.observed == 0 {
        return None;
    }
    let parts = [
        ("rolls.summary.beyond_chance_within", chance.within_lists),
        ("rolls.summary.beyond_chance_between", chance.between_lists),
    ];
    let beyond = parts.into_iter().find_map(|(title, part)| {
        let (count, most) = part.and_then(|part| Some((part.observed, part.high?)))?;
        (count as f64 > most).then_some((title, count, most))
    });
    let (title, bounds) = match (chance.expected, chance.low, chance.high) {
        (Some(expected), Some(low), Some(high)) if chance.observed as f64 <= high && beyond.is_some() => {
            let (title, part, most) = beyond?;
            let title = Message::new(title)
                .where_withheld("rolls.summary.beyond_chance_in_part_withheld")
                .with("part", Persons(part))
                .with("most", Value::derived(most));
            (title, Some((expected, low, high)))
        }
        (Some(expected), Some(low), Some(high)) if chance.observed as f64 <= high => (
            Message::new("rolls.summary.chance_explains")
                .where_withheld("rolls.summary.chance_explains_withheld"),
            Some((expected, low, high)),
        ),
        (Some(_), Some(_), Some(high)) if high < 1.0 => (Message::new("rolls.summary.no_chance"), None),
        (Some(expected), Some(low), Some(high)) => (
            Message::new("rolls.summary.beyond_chance")
                .where_withheld("rolls.summary.beyond_chance_withheld"),
            Some((expected, low, high)),
        ),
        _ => (Message::new("rolls.summary.agree"), None),
    };
    let title = title.with("rule", shown::rule(rule)).with("observed", Persons(chance.observed));
    Some(match bounds {
        Some((expected, low, high)) => title
            .with("expected", Value::derived(expected))
            .with("low", Value::derived(low))
            .with("high", Value::derived(high)),
        None => title,
    })
}

/// How many pairs agree on days of which chance says nothing; nothing where none does.
fn apart(rule: Rule, chance: &Chance) -> Option<Message> {
    let count = chance.apart();
    let sentence = || Message::new("rolls.summary.apart").with("rule", shown::rule(rule));
    (count > 0).then(|| sentence().with("count", Persons(count)))
}

/// That pairs are counted which the profile allows, where there are lists that make such.
fn lawful_pairs(lists: &[ListInput]) -> Option<Message> {
    let makes_some = |list: &ListInput| matches!(list.kind, Kind::ResidenceCertificates | Kind::Avc);
    (lists.len() > 1 && lists.iter().any(makes_some)).then(|| Message::new("rolls.summary.lawful_pairs"))
}

/// How many rows could be compared by number.
fn compared(outcome: &Outcome) -> Option<Message> {
    let keyed: u64 = outcome.coverage.get(&Rule::Iin)?.values().map(|covered| covered.keyed).sum();
    Some(
        Message::new("rolls.summary.coverage")
            .with("keyed", Persons(keyed))
            .with("rows", Persons(outcome.rows)),
    )
}
