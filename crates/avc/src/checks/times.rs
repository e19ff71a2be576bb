//! Time: issue outside the window, at night, use outside the hours of voting, use before issue (AVC-004).
//!
//! The law speaks of local time. A register written by another clock of the country could make a lawful hour look
//! late, so what another zone could explain is a `notice` unless the clock of the registers is stated.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use super::clocks::{Clocks, Local, local};
use crate::ledger::context::Context;
use crate::ledger::places::{PlaceId, plain_name};
use crate::ledger::register::Register;
use crate::ledger::row::Row;
use crate::{Code, Polls, RuleId, Window};

/// The entry of `list` for this kind of election, else the one for every kind.
fn of_kind<'r, T>(list: &'r [T], kind: &str, name: impl Fn(&T) -> &str) -> Option<&'r T> {
    let kind = if list.iter().all(|one| name(one).is_empty()) { String::new() } else { plain_name(kind) };
    list.iter()
        .find(|one| !name(one).is_empty() && plain_name(name(one)) == kind)
        .or_else(|| list.iter().find(|one| name(one).is_empty()))
}

/// What is wrong with the time of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wrong {
    IssuedEarly,
    IssuedLate,
    IssuedLateByClock,
    IssuedAtNight,
    UsedOffDay,
    UsedOutsideHours,
    UsedOutsideHoursByClock,
    UsedBeforeIssue,
}

impl Wrong {
    fn rule(self) -> RuleId {
        match self {
            Self::IssuedEarly | Self::IssuedLate | Self::IssuedLateByClock => RuleId::IssueWindow,
            Self::IssuedAtNight => RuleId::IssueAtNight,
            Self::UsedOffDay => RuleId::UseOnElectionDay,
            Self::UsedOutsideHours | Self::UsedOutsideHoursByClock => RuleId::UseHours,
            Self::UsedBeforeIssue => RuleId::UseAfterIssue,
        }
    }

    fn title(self) -> Message {
        match self {
            Self::IssuedEarly => Message::new("avc.time.issued_early"),
            Self::IssuedLate => Message::new("avc.time.issued_late"),
            Self::IssuedLateByClock => Message::new("avc.time.issued_late_by_clock"),
            Self::IssuedAtNight => Message::new("avc.time.issued_at_night"),
            Self::UsedOffDay => Message::new("avc.time.used_off_day"),
            Self::UsedOutsideHours => Message::new("avc.time.used_outside_hours"),
            Self::UsedOutsideHoursByClock => Message::new("avc.time.used_outside_hours_by_clock"),
            Self::UsedBeforeIssue => Message::new("avc.time.used_before_issue"),
        }
    }

    /// The gravest it can be, whatever the profile says.
    fn ceiling(self) -> Severity {
        match self {
            Self::IssuedLateByClock | Self::UsedOutsideHoursByClock | Self::IssuedAtNight => Severity::Notice,
            Self::IssuedEarly | Self::IssuedLate => Severity::Violation,
            _ => Severity::Warning,
        }
    }

    fn explanation(self) -> Message {
        match self {
            Self::IssuedLateByClock | Self::UsedOutsideHoursByClock => {
                Message::new("avc.innocent.other_clock")
            }
            Self::IssuedAtNight => Message::new("avc.innocent.entered_later"),
            Self::UsedOutsideHours => Message::new("avc.innocent.other_hours"),
            _ => Message::new("avc.innocent.time_mistyped"),
        }
    }
}

fn wrong_issue(context: &Context<'_>, window: &Window, local: &Local) -> Option<Wrong> {
    if local.at.date() < window.from {
        return Some(Wrong::IssuedEarly);
    }
    if local.has_time {
        if local.at > window.until {
            let by_clock = local.earliest <= window.until;
            return Some(if by_clock { Wrong::IssuedLateByClock } else { Wrong::IssuedLate });
        }
    } else if local.at.date() > window.until.date() {
        return Some(Wrong::IssuedLate);
    }
    let night = context.rules.night.as_ref().filter(|_| local.has_time)?;
    let time = local.at.time();
    let at_night = if night.from > night.until {
        time >= night.from || time < night.until
    } else {
        (night.from..night.until).contains(&time)
    };
    at_night.then_some(Wrong::IssuedAtNight)
}

fn wrong_use(polls: &Polls, local: &Local) -> Option<Wrong> {
    if local.at.date() != polls.day {
        let by_clock = local.earliest.date() == polls.day || local.latest.date() == polls.day;
        return Some(if by_clock { Wrong::UsedOutsideHoursByClock } else { Wrong::UsedOffDay });
    }
    if !local.has_time {
        return None;
    }
    let open = |at: DateTime| at.date() == polls.day && (polls.open..=polls.close).contains(&at.time());
    if open(local.at) {
        return None;
    }
    Some(if open(local.earliest) || open(local.latest) {
        Wrong::UsedOutsideHoursByClock
    } else {
        Wrong::UsedOutsideHours
    })
}

/// Findings AVC-004, one per precinct and thing that is wrong.
pub(crate) fn check(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    let mut wrong: BTreeMap<(Wrong, String, &'static str), Vec<u32>> = BTreeMap::new();
    let subject = |place: Option<PlaceId>| match place {
        Some(place) => (context.name(place), "precinct"),
        None => ("unnamed".to_owned(), "precinct"),
    };
    let mut note = |what: Wrong, place: Option<PlaceId>, row: u32| {
        let (name, kind) = subject(place);
        wrong.entry((what, name, kind)).or_default().push(row);
    };
    let mut clocks = Clocks::new(context);
    for index in 0..register.sheet.rows.len() as u32 {
        if register.side[index as usize].copy {
            continue;
        }
        let row = register.row(index);
        if let Some(moment) = row.issued_at
            && let Some(window) =
                of_kind(&context.rules.window, &row.election_kind, |window| &window.election_kind)
        {
            let place = register.home_place(index);
            if let Some(what) = wrong_issue(context, window, &local(&mut clocks, moment, place)) {
                note(what, place, index);
            }
        }
        if let Some(moment) = row.used_at
            && let Some(polls) =
                of_kind(&context.rules.polls, &row.election_kind, |polls| &polls.election_kind)
        {
            let place = register.use_place(index);
            if let Some(what) = wrong_use(polls, &local(&mut clocks, moment, place)) {
                note(what, place, index);
            }
        }
    }
    for life in &register.lives {
        let issue = register.issues(life).find_map(|row| Some((row, register.row(row).issued_at?)));
        let used = register.uses(life).find_map(|row| Some((row, register.row(row).used_at?)));
        if let (Some((issued_row, issued)), Some((used_row, used))) = (issue, used)
            && before(
                &local(&mut clocks, used, register.use_place(used_row)),
                &local(&mut clocks, issued, register.home_place(issued_row)),
            )
        {
            note(Wrong::UsedBeforeIssue, register.use_place(used_row), used_row);
        }
    }
    wrong
        .into_iter()
        .map(|((what, name, kind), rows)| finding(context, register, what, name, kind, &rows))
        .collect()
}

/// Whether a use lies before an issue by every reading of the clocks.
fn before(used: &Local, issued: &Local) -> bool {
    if used.has_time && issued.has_time {
        used.latest < issued.earliest
    } else {
        used.at.date() < issued.at.date()
    }
}

fn finding(
    context: &Context<'_>,
    register: &Register<'_>,
    what: Wrong,
    name: String,
    kind: &'static str,
    rows: &[u32],
) -> Finding {
    let title = what.title().with("place", Value::place(&name)).with("count", Persons(rows.len() as u64));
    let mut finding = context
        .finding(Code::OutsideWindow, what.rule(), Subject::new(kind, name))
        .titled(title)
        .counting_persons(Persons(rows.len() as u64))
        .shown_by(rows.iter().map(|row| register.row(*row).evidence()))
        .unless(what.explanation())
        .of_persons();
    let election = register.row(rows[0]).election_kind.as_ref();
    if what.rule() == RuleId::IssueWindow
        && let Some(window) = of_kind(&context.rules.window, election, |window| &window.election_kind)
    {
        finding.explanations.extend(window.rule.explanations.iter().cloned());
        finding.source.clone_from(&window.rule.source);
        finding.severity = window.rule.severity;
    }
    if matches!(what.rule(), RuleId::UseOnElectionDay | RuleId::UseHours | RuleId::UseAfterIssue)
        && let Some(polls) = of_kind(&context.rules.polls, election, |polls| &polls.election_kind)
    {
        finding.explanations.extend(polls.rule.explanations.iter().cloned());
        finding.source = finding.source.or_else(|| polls.rule.source.clone());
    }
    finding.severity = finding.severity.min(what.ceiling());
    finding
}
