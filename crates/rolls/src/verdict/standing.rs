//! The verdict on the rows of one person: first who of them still stands on a list, then which pairs are lawful.

use crate::Rule;
use crate::law::RollRules;
use crate::persons::parted::{Members, Person};
use crate::row::entry::Entry;
use crate::verdict::explained::explained;
use crate::verdict::pairs::{Applicable, EntryVerdicts, unlawful};

/// Judges the rows of one person. Of pairs that would be unlawful and of which a row was taken off its list, one verdict
/// says that a mark explains them.
pub(crate) fn second_entries(
    rule: Rule,
    person: &Person,
    entries: &[Entry<'_>],
    law: &RollRules,
    applicable: &Applicable,
) -> EntryVerdicts {
    let used = person.members.iter().filter_map(|index| entries[*index].used).min();
    let (standing, removed): (Members, Members) =
        person.members.iter().copied().partition(|index| !entries[*index].removal.strikes(law, used));
    let mut found = unlawful(rule, person, standing, entries, law, applicable);
    if !removed.is_empty() {
        found.extend(explained(&person.members, &removed, entries, law, applicable));
    }
    found
}
