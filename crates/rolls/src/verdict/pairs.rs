//! The verdict on the rows of one person: which pairs of entries the profile calls unlawful, under which code.
//!
//! The profile names a rule for each pair of kinds of list and for where the two entries stand; the first that fits a
//! pair counts, and a pair that none fits is lawful.

use std::collections::BTreeMap;

use jiff::civil::Date;
use smallvec::SmallVec;
use tizim_evidence::Severity;

use crate::law::{LawfulIf, Place, RollRules, SecondEntry};
use crate::persons::parted::{Members, Person};
use crate::row::entry::Entry;
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

    fn rule<'l>(
        &self,
        law: &'l RollRules,
        kinds: [Kind; 2],
        apart: Apart,
    ) -> Option<(usize, &'l SecondEntry)> {
        let index = self.rules[kinds[0] as usize][kinds[1] as usize][apart as usize]?;
        Some((index, law.second_entries.get(index)?))
    }
}

/// Judges the rows of one person. Of pairs that would be unlawful and of which a row was taken off its list, one verdict
/// says that a mark explains them.
pub(crate) fn second_entries(
    rule: Rule,
    person: &Person,
    entries: &[Entry<'_>],
    law: &RollRules,
    applicable: &Applicable,
) -> EntryVerdicts {
    let used = person.members.iter().filter_map(|index| first_use(&entries[*index])).min();
    let (standing, removed): (Members, Members) =
        person.members.iter().copied().partition(|index| is_standing(&entries[*index], used, law));
    let unlawful = |members| unlawful(rule, person, members, entries, law, applicable);
    let mut found = unlawful(standing);
    if !removed.is_empty() {
        let mut explained: Option<EntryVerdict> = None;
        // Who was taken off the home list, as the law asks for, is on one list.
        let is_lawful = |verdict: &EntryVerdict| {
            let pair = law.second_entries.get(verdict.entry_rule);
            pair.is_some_and(|pair| pair.lawful_if == LawfulIf::RemovedFromHome)
        };
        let is_explained = |verdict: &EntryVerdict| {
            !is_lawful(verdict) && verdict.members.iter().any(|index| removed.contains(index))
        };
        for verdict in unlawful(person.members.clone()).into_iter().filter(is_explained) {
            let explained = explained.get_or_insert_with(|| EntryVerdict {
                code: Code::ExplainedByMark,
                severity: Severity::Info,
                members: Members::new(),
                entry_rule: verdict.entry_rule,
                undetermined: None,
            });
            explained.members.extend(verdict.members);
        }
        if let Some(mut explained) = explained {
            explained.members.sort_unstable();
            explained.members.dedup();
            found.push(explained);
        }
    }
    found
}

/// The pairs among these rows that the profile calls unlawful.
fn unlawful(
    rule: Rule,
    person: &Person,
    mut members: Members,
    entries: &[Entry<'_>],
    law: &RollRules,
    applicable: &Applicable,
) -> EntryVerdicts {
    members.sort_by_key(|index| entries[*index].kind);
    let sides = || members.chunk_by(|left, right| entries[*left].kind == entries[*right].kind);
    let mut found = EntryVerdicts::new();
    for (at, first) in sides().enumerate() {
        for second in sides().skip(at) {
            for apart in [Apart::SamePlace, Apart::OtherPlace] {
                // A row is no partner of its own.
                if first.len() + second.len() == 2 && std::ptr::eq(first, second) {
                    continue;
                }
                let kinds = [first, second].map(|side| entries[side[0]].kind);
                let Some((index, pair)) = applicable.rule(law, kinds, apart) else { continue };
                let [home, away] = if pair.lists[0] == kinds[0] { [first, second] } else { [second, first] };
                let partners =
                    Partners { entries, home, away, apart, by_list: pair.place == Place::SameList };
                let Some((members, undetermined)) = partners.unlawful(pair.lawful_if) else { continue };
                let mut severity = severity(rule, person, pair, undetermined.is_some());
                if pair.place != Place::Any && !is_place_known(&members, entries) {
                    severity = severity.min(Severity::Warning);
                }
                if pair.place != Place::Any && is_region_unclear(&members, entries) {
                    severity = severity.min(Severity::Notice);
                }
                found.push(EntryVerdict {
                    code: pair.code,
                    severity,
                    members,
                    entry_rule: index,
                    undetermined,
                });
            }
        }
    }
    if found.len() > 1 { merged(found) } else { found }
}

/// Whether it is certain that the precincts of these rows are one, or several: not where rows of different files do not
/// state them, or state equal numbers and not of which region.
fn is_place_known(members: &[usize], entries: &[Entry<'_>]) -> bool {
    let Some((first, others)) = members.split_first().map(|(first, others)| (&entries[*first], others))
    else {
        return true;
    };
    others.iter().map(|index| &entries[*index]).filter(|row| row.file != first.file).all(|row| {
        let stated = !row.precinct.is_empty() && !first.precinct.is_empty();
        let regions = !row.region.is_empty() && !first.region.is_empty();
        stated && (regions || (row.place != first.place && row.precinct != first.precinct))
    })
}

/// Whether a row names its region in a way that may be that of another row, or may not.
fn is_region_unclear(members: &[usize], entries: &[Entry<'_>]) -> bool {
    let rows = || members.iter().map(|index| &entries[*index]);
    let other = |row: &Entry<'_>| rows().any(|other| other.place.region() != row.place.region());
    rows().any(|row| row.region_unclear && other(row))
}

/// The day on which somebody voted by this entry, as its mark says.
fn first_use(entry: &Entry<'_>) -> Option<Date> {
    entry.removal.day.filter(|_| entry.removal.used)
}

/// Whether a row still makes its person a voter there: a row struck out by election day does not, unless an entry of the
/// person was `used` before. On a temporary list the column for removals tells of the home list, so it strikes nothing out.
fn is_standing(entry: &Entry<'_>, used: Option<Date>, law: &RollRules) -> bool {
    let counts = |day: Date| day <= law.election_day && used.is_none_or(|used| day <= used);
    let by_column = entry.struck && entry.kind != Kind::Temporary && entry.removed.is_none_or(counts);
    let by_mark = entry.removal.removed && entry.removal.day.is_none_or(counts);
    !by_column && !by_mark
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
