//! Pairs that would be no lawful ones, had not one of the two entries been taken off its list: a mark explains them.

use tizim_evidence::Severity;

use crate::Code;
use crate::law::{LawfulIf, Place, RollRules};
use crate::persons::parted::Members;
use crate::row::entry::Entry;
use crate::verdict::pairs::{Applicable, EntryVerdict, sides};
use crate::verdict::partners::{Apart, Partners};

/// The rows of one person that stand in such pairs: each is removed, or has a partner that is. `None` where there are none.
///
/// Who was taken off the home list because the law asks for it is on one list, and needs no explanation.
pub(crate) fn explained(
    all: &Members,
    removed: &Members,
    entries: &[Entry<'_>],
    law: &RollRules,
    applicable: &Applicable,
) -> Option<EntryVerdict> {
    let is_removed = |index: &usize| removed.contains(index);
    let mut all = all.clone();
    all.sort_by_key(|index| (entries[*index].kind, !is_removed(index)));
    let mut members = Members::new();
    let mut entry_rule = None;
    for (first, second) in sides(&all, entries) {
        // The removed rows of each side come first.
        let parted = |side: &'_ [usize]| side.partition_point(|index| is_removed(index));
        let ((first_removed, first_standing), (second_removed, second_standing)) =
            (first.split_at(parted(first)), second.split_at(parted(second)));
        for apart in [Apart::SamePlace, Apart::OtherPlace] {
            let kinds = [first, second].map(|side| entries[side[0]].kind);
            let Some((index, pair)) = applicable.rule(law, kinds, apart) else { continue };
            if pair.lawful_if == LawfulIf::RemovedFromHome {
                continue;
            }
            let is_home_first = pair.lists[0] == kinds[0];
            let unlawful = |first: &[usize], second: &[usize]| {
                let is_one_row = first.len() + second.len() == 2 && std::ptr::eq(first, second);
                if first.is_empty() || second.is_empty() || is_one_row {
                    return Members::new();
                }
                let (home, away) = if is_home_first { (first, second) } else { (second, first) };
                let by_list = pair.place == Place::SameList;
                let partners = Partners { entries, home, away, apart, by_list };
                partners.unlawful(pair.lawful_if).map(|(members, _)| members).unwrap_or_default()
            };
            // A certificate covers a row whichever home row bears it: so all rows are asked, and of these the pairs kept.
            let open = unlawful(first, second);
            let mut pairs = unlawful(first_removed, second_removed);
            pairs.extend(unlawful(first_removed, second_standing));
            if !std::ptr::eq(first, second) {
                pairs.extend(unlawful(first_standing, second_removed));
            }
            let before = members.len();
            members.extend(pairs.into_iter().filter(|index| open.contains(index)));
            if members.len() > before {
                entry_rule.get_or_insert(index);
            }
        }
    }
    members.sort_unstable();
    members.dedup();
    Some(EntryVerdict {
        code: Code::ExplainedByMark,
        severity: Severity::Info,
        members,
        entry_rule: entry_rule?,
        undetermined: None,
    })
}
