//! The audit in the shape that is shown: the answer first, then figures, tables, and what could not be compared.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Audit, Figure, Finding, Message, Object, Persons, Status, Value};
use tizim_polling::vouched::Vouched;

use crate::findings::not_made::not_made;
use crate::findings::report;
use crate::law::RollRules;
use crate::reconcile::compared::Lacking;
use crate::reconcile::difference::{Side, What};
use crate::reconcile::places::Places;
use crate::reconcile::tally::PlaceTally;
use crate::reconcile::{Outcome, tables, words};
use crate::{ListInput, Rule};

/// Regions that the answer names.
const NAMED: usize = 3;

/// The audit.
pub(super) fn audit(
    lists: &[ListInput],
    law: &RollRules,
    places: &Places,
    outcome: &Outcome,
    lacking: &[Lacking],
) -> Audit {
    let mut audit = Audit::new("tizim-reconcile/1", Message::new("rolls.reconcile.title"));
    let regions = tables::of_regions(places, outcome);
    let differing = tables::most_different(outcome);
    answer(&mut audit, lists, places, outcome, &regions);
    figures(&mut audit, outcome);
    audit.exhibits.push(tables::answer(outcome));
    audit.exhibits.extend(tables::fields(outcome));
    audit.exhibits.push(tables::regions(places, &regions));
    audit.exhibits.extend(tables::precincts(places, &differing));
    audit.exhibits.extend(tables::moves(places, outcome));
    audit.exhibits.extend(tables::numbers(outcome));
    audit.exhibits.extend(tables::explained(outcome));
    audit.notes.push(Message::new("rolls.reconcile.note.sides"));
    if outcome.tally.by_name > 0 {
        audit.notes.push(Message::new("rolls.reconcile.note.by_name"));
    }
    audit.notes.push(Message::new("rolls.reconcile.note.neither_is_right"));
    audit.notes.push(Message::new("rolls.note.entries"));
    audit.document.insert("lists", report::lists(lists));
    audit.document.insert("answer", counts(outcome));
    let chance: BTreeMap<Rule, _> =
        outcome.chance.iter().map(|chance| (Rule::NameDate, chance.clone())).collect();
    audit.document.insert("chance", crate::findings::chance::document(&chance));
    for (key, value) in tables::documents(places, outcome, &regions, &differing) {
        audit.document.insert(key, value);
    }
    audit.unvouched = unvouched(places, law);
    audit.findings = findings(lists, outcome, lacking);
    audit.sort_findings();
    audit
}

/// How many in each, how many the same, where most of the others are, and what to do next.
fn answer(
    audit: &mut Audit,
    lists: &[ListInput],
    places: &Places,
    outcome: &Outcome,
    regions: &[PlaceTally],
) {
    let tally = &outcome.tally;
    let [a, b] = Side::BOTH.map(|side| named(&lists[side.list()]));
    let [rows_a, rows_b] = Side::BOTH.map(|side| Persons(tally.all(side)));
    let is_same = Side::BOTH.into_iter().all(|side| tally.all(side) == tally.same);
    let sentence = if is_same { "rolls.reconcile.summary.same" } else { "rolls.reconcile.summary.answer" };
    audit.summary.push(
        Message::new(sentence)
            .with("a", a)
            .with("b", b)
            .with("rows_a", rows_a)
            .with("rows_b", rows_b)
            .with("same", Persons(tally.same))
            .with("changed", Persons(tally.changed))
            .with("only_a", Persons(tally.of(What::Only, Side::A)))
            .with("only_b", Persons(tally.of(What::Only, Side::B))),
    );
    for side in Side::BOTH.into_iter().filter(|side| tally.all(*side) == 0) {
        audit.summary.push(Message::new("rolls.reconcile.why.no_rows").with("side", side_name(side)));
    }
    if is_same {
        return;
    }
    let mut order: Vec<_> = places.regions.iter().zip(regions).filter(|(_, tally)| tally.all() > 0).collect();
    order.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.all()));
    let names = order.iter().filter(|(region, _)| !region.name.is_empty()).take(NAMED);
    let names: Vec<Value> = names.map(|(region, _)| tables::region(region)).collect();
    audit.summary.push(if names.is_empty() {
        Message::new("rolls.reconcile.summary.nowhere")
    } else {
        Message::new("rolls.reconcile.summary.where")
            .with("named", names.len())
            .with("regions", Value::List(names))
            .with("all", order.len())
    });
    audit.summary.push(Message::new(next(outcome)));
}

/// The sentence of what to do first.
fn next(outcome: &Outcome) -> &'static str {
    let tally = &outcome.tally;
    let is_alone = Side::BOTH.into_iter().any(|side| tally.of(What::Only, side) > tally.explained(side));
    if is_alone {
        "rolls.reconcile.next.only"
    } else if tally.changed > tally.spelling_alone {
        "rolls.reconcile.next.changed"
    } else if tally.by_name > 0 {
        "rolls.reconcile.next.by_name"
    } else {
        "rolls.reconcile.next.others"
    }
}

/// How a list is called: its file, or how many files it has.
fn named(list: &ListInput) -> Value {
    match list.files.as_slice() {
        [file] => file.input().name().into(),
        files => {
            format!("{} + {}", files.first().map_or("", |file| file.input().name()), files.len() - 1).into()
        }
    }
}

fn figures(audit: &mut Audit, outcome: &Outcome) {
    let tally = &outcome.tally;
    let only = |side| tally.of(What::Only, side);
    let moved = tally.moves.values().sum();
    let counted: [(&'static str, &'static str, u64); 13] = [
        ("rows_a", "rolls.reconcile.figure.rows_a", tally.all(Side::A)),
        ("rows_b", "rolls.reconcile.figure.rows_b", tally.all(Side::B)),
        ("same", "rolls.reconcile.figure.same", tally.same),
        ("changed", "rolls.reconcile.figure.changed", tally.changed),
        ("spelling_alone", "rolls.reconcile.figure.spelling_alone", tally.spelling_alone),
        ("moved", "rolls.reconcile.figure.moved", moved),
        ("by_name", "rolls.reconcile.figure.by_name", tally.by_name),
        ("only_in_a", "rolls.reconcile.figure.only_in_a", only(Side::A)),
        ("only_in_a_explained", "rolls.reconcile.figure.only_in_a_explained", tally.explained(Side::A)),
        ("only_in_b", "rolls.reconcile.figure.only_in_b", only(Side::B)),
        ("only_in_b_explained", "rolls.reconcile.figure.only_in_b_explained", tally.explained(Side::B)),
        (
            "several",
            "rolls.reconcile.figure.several",
            Side::BOTH.into_iter().map(|side| tally.of(What::Several, side)).sum(),
        ),
        (
            "not_comparable",
            "rolls.reconcile.figure.not_comparable",
            Side::BOTH.into_iter().map(|side| tally.of(What::NotComparable, side)).sum(),
        ),
    ];
    audit.figures.extend(
        counted.into_iter().map(|(key, label, count)| Figure::new(key, Message::new(label), Persons(count))),
    );
    if let Some(expected) =
        outcome.chance.as_ref().filter(|_| tally.by_name > 0).and_then(|chance| chance.expected)
    {
        audit.figures.push(
            Figure::new(
                "by_name_expected",
                Message::new("rolls.reconcile.figure.by_name_expected"),
                Value::derived(expected),
            )
            .with_status(Status::Estimated)
            .shown_as("about"),
        );
    }
}

/// `answer` of the document: every row of either list is counted once.
fn counts(outcome: &Outcome) -> Object {
    let tally = &outcome.tally;
    let of = |side: Side| {
        let rows = What::ALL.into_iter().map(|what| (what_key(what), tally.of(what, side)));
        let all = [("rows", tally.all(side)), ("same", tally.same)].into_iter().chain(rows);
        all.map(|(key, count)| (key, Value::from(Persons(count)))).collect::<Object>()
    };
    let pairs = |counted: &mut dyn Iterator<Item = (&'static str, u64)>| {
        counted.map(|(key, count)| (key, Value::from(Persons(count)))).collect::<Object>()
    };
    let by_side = |counted: &BTreeMap<(Side, &'static str), u64>| {
        Side::BOTH
            .into_iter()
            .map(|side| {
                let of = counted.iter().filter(|((one, _), _)| *one == side);
                (side.word(), pairs(&mut of.map(|((_, word), count)| (*word, *count))))
            })
            .collect::<Object>()
    };
    Object::new()
        .with("a", of(Side::A))
        .with("b", of(Side::B))
        .with("fields", pairs(&mut tally.fields.iter().map(|(field, count)| (field.word(), *count))))
        .with("spelling_alone", Persons(tally.spelling_alone))
        .with("numbers", pairs(&mut tally.numbers.iter().map(|(numbers, count)| (numbers.word(), *count))))
        .with("explained", by_side(&tally.explained))
        .with("reasons", by_side(&tally.not_comparable))
}

const fn what_key(what: What) -> &'static str {
    match what {
        What::Changed => "changed",
        What::ByName => "by_name",
        What::Several => "several",
        What::MoreOften => "more_often",
        What::Only => "only",
        What::NotComparable => "not_comparable",
    }
}

/// What could not be compared.
fn findings(lists: &[ListInput], outcome: &Outcome, lacking: &[Lacking]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = lacking.iter().map(not_compared).collect();
    for side in Side::BOTH.into_iter().filter(|side| outcome.tally.all(*side) == 0) {
        let key = "rolls.reconcile.why.no_rows";
        let mut finding = about("rows", key, Message::new(key).with("side", side_name(side)));
        finding.subject.id = format!("no rows in {}", side_name(side));
        findings.push(finding);
    }
    if outcome.compared.years && outcome.compared.birth_date {
        let key = "rolls.reconcile.why.years";
        findings.push(about("birth_date", key, Message::new(key)));
    }
    for ((side, reason), rows) in &outcome.tally.not_comparable {
        let key = words::not_comparable(reason);
        let title = Message::new(key).with("side", side_name(*side)).with("rows", Persons(*rows));
        let mut finding =
            about("row", key, title).counting_persons(Persons(*rows)).figure("rows", Persons(*rows));
        finding.subject.id = format!("rows of {} with {reason}", side_name(*side));
        findings.push(finding.of_persons());
    }
    for (side, rows) in Side::BOTH.into_iter().zip(outcome.unusable).filter(|(_, rows)| *rows > 0) {
        let key = "rolls.reconcile.why.unusable";
        let title = Message::new(key).with("side", side_name(side)).with("rows", Persons(rows));
        let mut finding =
            about("iin", key, title).counting_persons(Persons(rows)).figure("rows", Persons(rows));
        finding.subject.id = format!("numbers of {}", side_name(side));
        findings.push(finding.unless(Message::new("rolls.unless.other_profile")).of_persons());
    }
    if outcome.placeholders > 0 {
        let key = "rolls.reconcile.why.placeholders";
        findings.push(about("iin", key, Message::new(key).with("count", outcome.placeholders)));
    }
    if outcome.further_cut {
        let key = "rolls.reconcile.why.further_cut";
        findings.push(about("lists", key, Message::new(key)));
    }
    let digest = |side: Side| match lists[side.list()].files.as_slice() {
        [file] => file.summary().and_then(|summary| summary.content().map(str::to_owned)),
        _ => None,
    };
    if let (Some(a), Some(b)) = (digest(Side::A), digest(Side::B))
        && a == b
    {
        let key = "rolls.reconcile.why.one_file";
        findings.push(about("files", key, Message::new(key)));
    }
    findings
}

fn about(subject: &'static str, key: &'static str, title: Message) -> Finding {
    not_made(subject, key).titled(title).under("compared", None)
}

/// A field that some file of a list lacks.
fn not_compared(lacking: &Lacking) -> Finding {
    let key = if lacking.sides.len() == 2 {
        "rolls.reconcile.why.in_neither"
    } else {
        "rolls.reconcile.why.in_one"
    };
    let sides: Vec<&str> = lacking.sides.iter().map(|side| side_name(*side)).collect();
    let title = Message::new(key).with("field", words::field(lacking.field)).with("side", sides.join(", "));
    about(lacking.field.word(), key, title)
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::A => "A",
        Side::B => "B",
    }
}

/// Names of places that only a few rows state: they may be those of persons.
fn unvouched(places: &Places, law: &RollRules) -> BTreeSet<String> {
    let mut vouched = Vouched::new(&law.regions);
    for region in &places.regions {
        vouched.see(&region.name, region.rows.iter().sum());
    }
    for precinct in &places.precincts {
        vouched.see(&precinct.name, precinct.rows.iter().sum());
    }
    vouched.unvouched()
}
