//! The verdict on the rows of one person: first who of them still stands on a list, then which pairs are lawful.

use jiff::civil::Date;

use crate::law::RollRules;
use crate::persons::parted::{Members, Person};
use crate::row::entry::Entry;
use crate::verdict::explained::explained;
use crate::verdict::pairs::{Applicable, EntryVerdicts, unlawful};
use crate::{Kind, Rule};

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
    let mut found = unlawful(rule, person, standing, entries, law, applicable);
    if !removed.is_empty() {
        found.extend(explained(&person.members, &removed, entries, law, applicable));
    }
    found
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
