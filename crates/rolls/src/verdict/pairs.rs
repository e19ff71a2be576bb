//! The verdict on the rows of one person: which pairs of entries the profile calls unlawful, under which code.
//!
//! The profile names a rule for each pair of kinds of list and for where the two entries stand; the first that fits a
//! pair counts, and a pair that none fits is lawful.

use std::collections::BTreeMap;

use smallvec::SmallVec;
use tizim_evidence::Severity;

use crate::law::{Place, RollRules, SecondEntry};
use crate::persons::parted::{Members, Person};
use crate::row::entry::Entry;
use crate::verdict::apart;
use crate::verdict::partners::{Apart, Partners, Undetermined};
use crate::{Code, Kind, Rule};

/// One code that the rows of one person earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryVerdict {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    /// Indices of the rows, ascending.
    pub(crate) members: Members,
    /// Index of the profile's rule.
    pub(crate) entry_rule: usize,
    /// What the input does not tell, where it does not.
    pub(crate) undetermined: Option<Undetermined>,
}

/// What the rows of one person earn; nearly always one code.
pub(crate) type EntryVerdicts = SmallVec<[EntryVerdict; 1]>;

/// For each pair of kinds of list and where the two entries stand, the rule of the profile that applies.
#[derive(Debug, Clone)]
pub(crate) struct Applicable {
    /// Indices of the rules by first kind, second kind and [`Apart`].
    rules: [[[Option<usize>; 2]; Kind::ALL.len()]; Kind::ALL.len()],
}

impl Applicable {
    pub(crate) fn of(law: &RollRules) -> Self {
        let rule = |first, second, apart| first_that_fits(law, [first, second], apart);
        let apart =
            |first, second| [Apart::SamePlace, Apart::OtherPlace].map(|apart| rule(first, second, apart));
        Self { rules: Kind::ALL.map(|first| Kind::ALL.map(|second| apart(first, second))) }
    }

    pub(crate) fn rule<'l>(
        &self,
        law: &'l RollRules,
        kinds: [Kind; 2],
        apart: Apart,
    ) -> Option<(usize, &'l SecondEntry)> {
        let index = self.rules[kinds[0] as usize][kinds[1] as usize][apart as usize]?;
        Some((index, law.second_entries.get(index)?))
    }
}

/// The rows of each kind of list with those of each other kind, and with themselves; `members` are in the order of kinds.
pub(crate) fn sides<'m>(
    members: &'m [usize],
    entries: &'m [Entry<'_>],
) -> impl Iterator<Item = (&'m [usize], &'m [usize])> {
    let sides = || members.chunk_by(|left, right| entries[*left].kind == entries[*right].kind);
    sides().enumerate().flat_map(move |(at, first)| sides().skip(at).map(move |second| (first, second)))
}

/// The pairs among these rows of a person that the profile calls unlawful.
pub(crate) fn unlawful(
    rule: Rule,
    person: &Person,
    mut members: Members,
    entries: &[Entry<'_>],
    law: &RollRules,
    applicable: &Applicable,
) -> EntryVerdicts {
    members.sort_by_key(|index| entries[*index].kind);
    let mut found = EntryVerdicts::new();
    for (first, second) in sides(&members, entries) {
        for apart in [Apart::SamePlace, Apart::OtherPlace] {
            // A row is no partner of its own.
            if first.len() + second.len() == 2 && std::ptr::eq(first, second) {
                continue;
            }
            let kinds = [first, second].map(|side| entries[side[0]].kind);
            let Some((index, pair)) = applicable.rule(law, kinds, apart) else { continue };
            let [home, away] = if pair.lists[0] == kinds[0] { [first, second] } else { [second, first] };
            let partners = Partners { entries, home, away, apart, by_list: pair.place == Place::SameList };
            let Some((mut members, mut undetermined)) = partners.unlawful(pair.lawful_if) else { continue };
            let mut severity = severity(rule, person, pair, undetermined.is_some());
            if matches!(pair.place, Place::SamePrecinct | Place::OtherPrecinct) {
                // Rows of which nobody knows where they stand do not count among those of which it is known.
                let certain = apart::certain(&members, entries, apart);
                if certain.is_empty() {
                    undetermined = undetermined.or(Some(Undetermined::PlaceNotStated));
                    severity = severity.min(Severity::Warning);
                } else {
                    members = certain;
                }
                if apart::is_region_assumed(&members, entries) {
                    severity = severity.min(Severity::Warning);
                }
                if is_region_unclear(&members, entries) {
                    severity = severity.min(Severity::Notice);
                }
            }
            found.push(EntryVerdict { code: pair.code, severity, members, entry_rule: index, undetermined });
        }
    }
    if found.len() > 1 { merged(found) } else { found }
}

/// Whether a row names its region in a way that may be that of another row, or may not.
fn is_region_unclear(members: &[usize], entries: &[Entry<'_>]) -> bool {
    let rows = || members.iter().map(|index| &entries[*index]);
    let other = |row: &Entry<'_>| rows().any(|other| other.place.region() != row.place.region());
    rows().any(|row| row.region_unclear && other(row))
}

/// The first rule of the profile for this pair of kinds.
fn first_that_fits(law: &RollRules, [first, second]: [Kind; 2], apart: Apart) -> Option<usize> {
    law.second_entries.iter().position(|pair| {
        let kinds = pair.lists == [first, second] || pair.lists == [second, first];
        let place = match pair.place {
            Place::Any => true,
            Place::SamePrecinct | Place::SameList => apart == Apart::SamePlace,
            Place::OtherPrecinct => apart == Apart::OtherPlace,
        };
        kinds && place
    })
}

/// A violation needs the number and compatible names, and places that are known; a lead is at most a warning; what is not determined, a notice.
fn severity(rule: Rule, person: &Person, pair: &SecondEntry, undetermined: bool) -> Severity {
    let highest = match (undetermined, rule, person.certain && !person.ambiguous) {
        (true, ..) | (_, Rule::NameDigits, _) => Severity::Notice,
        (false, Rule::Iin, true) => Severity::Violation,
        _ => Severity::Warning,
    };
    pair.rule.severity.min(highest)
}

/// One verdict per code: the gravest rule stands for it. One that is determined is not mixed with one that is not.
fn merged(found: EntryVerdicts) -> EntryVerdicts {
    let mut verdicts: BTreeMap<Code, EntryVerdict> = BTreeMap::new();
    for verdict in found {
        let Some(present) = verdicts.get_mut(&verdict.code) else {
            verdicts.insert(verdict.code, verdict);
            continue;
        };
        match (present.undetermined.is_some(), verdict.undetermined.is_some()) {
            (true, false) => *present = verdict,
            (false, true) => {}
            _ => {
                present.members.extend(verdict.members);
                present.members.sort_unstable();
                present.members.dedup();
                if verdict.severity > present.severity {
                    present.severity = verdict.severity;
                    present.entry_rule = verdict.entry_rule;
                }
                present.undetermined = present.undetermined.max(verdict.undetermined);
            }
        }
    }
    verdicts.into_values().collect()
}
