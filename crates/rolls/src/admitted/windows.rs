//! ROLL-025: entries added outside the window of their kind of list.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};
use tizim_people::Moment;

use super::Admission;
use super::entries::{Added, AdmittedEntry};
use crate::findings::not_made::not_made;
use crate::findings::{shown, words};
use crate::law::ListWindow;
use crate::{Code, CodeCount, Kind, RollsError};

/// One finding per kind of list and window, and one where moments could not be read.
pub(super) fn check(
    admission: &Admission<'_>,
    entries: &[AdmittedEntry],
    counts: &mut BTreeMap<Code, CodeCount>,
) -> Result<Vec<Finding>, RollsError> {
    let mut findings = Vec::new();
    for window in &admission.law.windows {
        for kind in &window.lists {
            let of_kind: Vec<&AdmittedEntry> = entries.iter().filter(|entry| entry.kind == *kind).collect();
            if of_kind.is_empty() {
                continue;
            }
            let is_outside =
                |entry: &&&AdmittedEntry| matches!(entry.added, Added::At(moment) if !window.holds(moment));
            let outside: Vec<&AdmittedEntry> = of_kind.iter().filter(is_outside).copied().collect();
            if !outside.is_empty() {
                findings.push(outside_window(admission, window, *kind, &outside)?);
                let count = counts.entry(Code::OutsideWindow).or_default();
                count.groups += 1;
                count.rows += outside.len() as u64;
            }
            findings.extend(unread(admission, *kind, &of_kind)?);
        }
    }
    Ok(findings)
}

impl ListWindow {
    /// Whether the moment lies inside; a day without an hour does where some of it does.
    pub(super) fn holds(&self, moment: Moment) -> bool {
        let after_start = self.from.is_none_or(|from| from <= moment.date);
        let before_end = match moment.time {
            Some(_) => moment.civil() <= self.until,
            None => moment.date <= self.until.date(),
        };
        after_start && before_end
    }
}

fn outside_window(
    admission: &Admission<'_>,
    window: &ListWindow,
    kind: Kind,
    outside: &[&AdmittedEntry],
) -> Result<Finding, RollsError> {
    let count = Persons(outside.len() as u64);
    let places: BTreeSet<&str> = outside.iter().map(|entry| entry.place_name.as_str()).collect();
    let early = outside.iter().filter(|entry| {
        matches!(entry.added, Added::At(moment) if window.from.is_some_and(|from| moment.date < from))
    });
    let positions: Vec<u64> = outside.iter().take(admission.samples).map(|entry| entry.position).collect();
    let from = Value::day(window.from.map_or_else(String::new, |from| from.to_string()));
    let severity = window.rule.severity.min(Severity::Warning);
    let title = if window.from.is_some() { "rolls.outside_window" } else { "rolls.after_window" };
    let mut finding = Finding::new(Code::OutsideWindow.word(), severity, Subject::new("list", kind.word()))
        .titled(
            Message::new(title)
                .with("count", count)
                .with("list", shown::kind(kind))
                .with("from", from)
                .with("until", Value::day(window.until.strftime("%Y-%m-%d %H:%M").to_string())),
        )
        .counting_persons(count)
        .figure("rows", count)
        .figure("precincts", places.len() as u64)
        .figure("before_window", Persons(early.count() as u64))
        .shown_by(admission.reader.places(&positions)?)
        .under_rule(&window.rule)
        .of_persons();
    finding.explanations.extend(words::explanations(Code::OutsideWindow, None, false));
    Ok(finding)
}

/// Where no moment could be read, the window was held against nothing.
fn unread(
    admission: &Admission<'_>,
    kind: Kind,
    entries: &[&AdmittedEntry],
) -> Result<Option<Finding>, RollsError> {
    let of = |sought: Added| entries.iter().filter(move |entry| entry.added == sought);
    let unreadable: Vec<&&AdmittedEntry> = of(Added::Unreadable).collect();
    let unstated = of(Added::Unstated).count();
    let count = unreadable.len() + unstated;
    if count == 0 {
        return Ok(None);
    }
    let positions: Vec<u64> = unreadable.iter().take(admission.samples).map(|entry| entry.position).collect();
    let title = Message::new("rolls.why.added_unread")
        .with("count", Persons(count as u64))
        .with("rows", Persons(entries.len() as u64))
        .with("list", shown::kind(kind));
    let mut finding = not_made("ROLL-025", "rolls.why.added_unread")
        .titled(title)
        .counting_persons(Persons(count as u64))
        .figure("rows", Persons(count as u64))
        .figure("unreadable", Persons(unreadable.len() as u64))
        .shown_by(admission.reader.places(&positions)?);
    finding.subject.id = format!("ROLL-025 on {}", kind.word());
    Ok(Some(finding))
}
