//! The section `totals` of the document, and the figures that a reader looks for.

use tizim_evidence::{Figure, Message, Object, Persons, Share, Status, Value};

use crate::ledger::context::Context;
use crate::ledger::register::{Register, State};
use crate::ledger::tally::{Measure, Tally};

/// A number of the precincts as a value: forms are things, certificates and voters persons, and what is left of the
/// forms follows from both.
pub(crate) type Kind = fn(u64) -> Value;

const PERSONS: Kind = |count| Persons(count).into();
const THINGS: Kind = |count| count.into();
const LEFT: Kind = |count| Value::derived(count);

/// What commissions report as returned are forms that were not issued.
pub(crate) fn reported_kind(measure: Measure) -> Kind {
    if measure == Measure::Returned { LEFT } else { PERSONS }
}

/// `totals`: each number, `null` where it was not established for every precinct, with what is known at least.
pub(crate) fn totals(context: &Context<'_>) -> Object {
    let nation = &context.levels.nation;
    let mut totals = Object::new();
    let mut at_least = Object::new();
    let mut put = |key: &'static str, tally: Tally, kind: Kind| {
        totals.insert(key, tally.total().map(kind));
        if let Some(known) = tally.at_least().filter(|_| tally.missing() > 0) {
            let known = Object::new().with("sum", kind(known)).with("precincts_missing", tally.missing());
            at_least.insert(key, known);
        }
    };
    put("voters", nation.voters, PERSONS);
    put("voters_basis", nation.voters_basis, PERSONS);
    put("forms", nation.forms, THINGS);
    put("extra_forms", nation.extra, THINGS);
    put("voted", nation.voted, PERSONS);
    put("cancelled", nation.cancelled, LEFT);
    put("left_over", nation.left_over, LEFT);
    for (measure, reported) in [
        (Measure::Issued, "issued_reported"),
        (Measure::Used, "used_reported"),
        (Measure::Returned, "returned_reported"),
    ] {
        put(reported, nation.reported(measure), reported_kind(measure));
    }
    for measure in Measure::ALL {
        let counted = counted_in_all(context, measure);
        totals.insert(format!("{}_counted", measure.word()), counted.map(Persons));
        let own = counted.filter(|_| measure != Measure::Returned);
        let stated = own.map(PERSONS).or(nation.reported(measure).total().map(reported_kind(measure)));
        totals.insert(measure.word(), stated);
    }
    totals.insert("not_recorded_as_used", not_recorded_as_used(context).map(Persons));
    let precincts = context.inputs.precincts.as_ref().map(|_| context.levels.precincts.len());
    totals.insert("precincts", precincts);
    let certificates = context.register.as_ref().map(|register| Persons(register.lives.len() as u64));
    totals.insert("certificates", certificates);
    totals.insert("at_least", at_least);
    if let Some(register) = &context.register {
        let states = State::ALL.into_iter().zip(in_states(register));
        let states: Object = states.map(|(state, count)| (state.word(), Persons(count))).collect();
        totals.insert("states", states);
    }
    totals
}

/// How many certificates stand in each state.
pub(crate) fn in_states(register: &Register<'_>) -> [u64; State::ALL.len()] {
    let mut counts = [0; State::ALL.len()];
    for life in &register.lives {
        counts[register.state(life) as usize] += 1;
    }
    counts
}

/// What the whole register holds, where it covers every precinct of the table.
pub(crate) fn counted_in_all(context: &Context<'_>, measure: Measure) -> Option<u64> {
    let register = context.register.as_ref()?;
    let column = match measure {
        Measure::Issued => ["home_precinct", "issued_at"],
        Measure::Used => ["used_precinct", "used_at"],
        Measure::Returned => ["returned", "returned"],
    };
    if !column.iter().any(|column| context.has_certificate_column(column)) {
        return None;
    }
    if context.levels.uncovered.iter().any(|(own, _)| *own == measure) {
        return None;
    }
    let rows = register.side.iter().zip(&register.sheet.rows);
    let count = rows.filter(|(side, row)| match measure {
        Measure::Issued => side.issue,
        Measure::Used => side.used,
        // Certificates that their holders gave back, and no count of the unused forms that commissions report.
        Measure::Returned => !side.copy && row.returned == Some(true),
    });
    Some(count.count() as u64)
}

/// Counted where the register covers everything, else reported where every precinct did.
pub(crate) fn established(context: &Context<'_>, measure: Measure) -> Option<u64> {
    counted_in_all(context, measure).or(context.levels.nation.reported(measure).total())
}

/// Certificates issued and not recorded as used.
///
/// Where the register holds issue and use of all, its certificates are counted one by one: a use without an issue is no
/// use of an issued certificate. Totals are subtracted where counts alone are known.
pub(crate) fn not_recorded_as_used(context: &Context<'_>) -> Option<u64> {
    if let Some((issued, used)) = certificates(context) {
        return Some(issued - used);
    }
    let [issued, used] = [Measure::Issued, Measure::Used].map(|measure| established(context, measure));
    issued.zip(used).and_then(|(issued, used)| issued.checked_sub(used))
}

/// How many certificates the register holds an issue of, and how many of these a use of too, where it holds both of all.
fn certificates(context: &Context<'_>) -> Option<(u64, u64)> {
    let register = context.register.as_ref()?;
    counted_in_all(context, Measure::Issued)?;
    counted_in_all(context, Measure::Used)?;
    let issued = || register.lives.iter().filter(|life| register.issues(life).next().is_some());
    let used = issued().filter(|life| register.uses(life).next().is_some());
    Some((issued().count() as u64, used.count() as u64))
}

/// Whether the register holds issue and use of all.
pub(crate) fn counts_certificates(context: &Context<'_>) -> bool {
    certificates(context).is_some()
}

/// The share of issued certificates that were used.
fn use_rate(context: &Context<'_>) -> Option<Share> {
    let totals = || Some((established(context, Measure::Issued)?, established(context, Measure::Used)?));
    let (issued, used) = certificates(context).or_else(totals)?;
    Share::of(used, issued)
}

/// The figures that a reader looks for.
pub(crate) fn figures(context: &Context<'_>) -> Vec<Figure> {
    let nation = &context.levels.nation;
    let (issued, used) = (established(context, Measure::Issued), established(context, Measure::Used));
    let unused = not_recorded_as_used(context);
    let share = |part: Option<u64>, whole: Option<u64>| {
        part.zip(whole).and_then(|(part, whole)| Share::of(part, whole))
    };
    let known = |figure: Figure| {
        let status = if figure.value.is_missing() { Status::Unknown } else { figure.status };
        figure.with_status(status)
    };
    // Registers hold entries: a certificate that is issued or used twice has two.
    let entries = |measure: Measure| match (measure, counted_in_all(context, measure).is_some()) {
        (Measure::Issued, true) => Message::new("avc.figure.entries_of_issue"),
        (Measure::Issued, false) => Message::new("avc.figure.issued"),
        (_, true) => Message::new("avc.figure.entries_of_use"),
        (_, false) => Message::new("avc.figure.used"),
    };
    [
        Figure::new("voters", Message::new("avc.figure.voters"), nation.voters.total().map(Persons)),
        Figure::new("forms", Message::new("avc.figure.forms"), nation.forms.total()),
        Figure::new("issued", entries(Measure::Issued), issued.map(Persons)),
        Figure::new("used", entries(Measure::Used), used.map(Persons)),
        Figure::new("not_recorded_as_used", Message::new("avc.figure.unused"), unused.map(Persons)),
        Figure::new(
            "issue_rate",
            Message::new("avc.figure.issue_rate"),
            share(issued, nation.voters.total()),
        )
        .shown_as("percent"),
        Figure::new("use_rate", Message::new("avc.figure.use_rate"), use_rate(context)).shown_as("percent"),
        Figure::new(
            "share_of_voted",
            Message::new("avc.figure.share_of_voted"),
            share(used, nation.voted.total()),
        )
        .shown_as("percent"),
    ]
    .map(known)
    .to_vec()
}
