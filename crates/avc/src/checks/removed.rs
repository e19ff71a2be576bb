//! Entries of holders that were taken off their lists by election day, as their marks say: no second entries (AVC-018).

use std::collections::BTreeSet;

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};
use tizim_polling::Kind;

use crate::ledger::context::Context;
use crate::shown::words;
use crate::{Code, Located, Removed, RuleId};

/// One finding on all of them; `None` where there are none.
pub(crate) fn explained(context: &Context<'_>, located: &[Located]) -> Option<Finding> {
    let is_removed = |one: &Located| one.entries.iter().any(|entry| entry.removed == Removed::InTime);
    let holders = located.iter().filter(|one| is_removed(one)).count();
    let entries = located.iter().flat_map(|one| &one.entries);
    let removed: Vec<_> = entries.filter(|entry| entry.removed == Removed::InTime).collect();
    let kinds: BTreeSet<&str> = removed.iter().map(|entry| entry.kind.as_str()).collect();
    let lists: Vec<Value> = Kind::ALL
        .iter()
        .map(|kind| kind.word())
        .filter(|kind| kinds.contains(kind))
        .map(words::list)
        .collect();
    let title = Message::new("avc.lists.explained_by_mark")
        .with("count", Persons(holders as u64))
        .with("lists", Value::List(lists));
    let mut finding = context
        .finding(Code::ExplainedByMark, RuleId::OtherList, Subject::new("list", ""))
        .titled(title)
        .counting_persons(Persons(holders as u64))
        .shown_by(removed.iter().map(|entry| entry.evidence.clone()));
    finding.severity = Severity::Info;
    (holders > 0).then_some(finding)
}
