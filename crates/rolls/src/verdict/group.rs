//! The verdicts on one group: rows that share a key under a rule, from wherever they come.

use smallvec::SmallVec;
use tizim_evidence::Severity;

use crate::law::RollRules;
use crate::persons::identity;
use crate::persons::parted::{Members, Parted};
use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::Entry;
use crate::verdict::agreeing::{AgreeingPairs, Counted, agreeing_pairs};
use crate::verdict::pairs::Applicable;
use crate::verdict::partners::Undetermined;
use crate::verdict::standing::second_entries;
use crate::{Code, Rule, Rules, Scope};

/// What groups are judged by: the law, and what is sought.
#[derive(Debug, Clone)]
pub struct GroupRules<'a> {
    pub(crate) law: &'a RollRules,
    pub(crate) applicable: Applicable,
    /// All rules of the check: what a stronger one reports is not repeated.
    chosen: Rules,
    scope: Scope,
}

/// One code that rows of a group earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupVerdict {
    /// The code.
    pub code: Code,
    /// How grave; at most a warning unless number and names agree.
    pub severity: Severity,
    /// Of second entries of one person: the rule of the profile, and how sure the verdict is. `None` where the rows are of
    /// two people, or of one with two numbers.
    pub basis: Option<SecondEntryBasis>,
    /// Whether these rows are another person than those of the verdict before.
    pub(crate) begins: bool,
    pub(crate) members: Members,
}

/// What a verdict on second entries goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondEntryBasis {
    /// Index of the profile's rule among [`RollRules::second_entries`].
    pub entry_rule: usize,
    /// What the input does not tell, where it does not.
    pub undetermined: Option<Undetermined>,
    /// The number agrees and the names are compatible.
    pub certain: bool,
    /// Some of the rows may be another person's.
    pub ambiguous: bool,
    /// A mark in one of the rows is about a removal and not plain: it settles nothing, and may explain.
    pub unclear_mark: bool,
}

/// The verdicts on one group; nearly always one.
pub(crate) type GroupVerdicts = SmallVec<[GroupVerdict; 1]>;

impl GroupVerdict {
    /// The rows it is about, as indices of the rows given, ascending.
    pub fn rows(&self) -> &[usize] {
        &self.members
    }
}

impl<'a> GroupRules<'a> {
    /// By this law, where `chosen` are all rules of agreement that are applied, and `scope` says which second entries are
    /// sought.
    pub fn new(law: &'a RollRules, chosen: Rules, scope: Scope) -> Self {
        Self { law, applicable: Applicable::of(law), chosen, scope }
    }

    /// Judges the rows of one group: those that share a key under `rule`. They are parted into persons, and each pair of
    /// entries of a person is held against the profile. Nothing is read and nothing kept: linkage and other languages
    /// judge their own rows by this.
    ///
    /// No verdict where all pairs are lawful, where a stronger rule of those chosen reports the same rows, or where the
    /// birth date that they share is a placeholder.
    pub fn verdicts(
        &self,
        rule: Rule,
        rows: &[Entry<'_>],
        placeholders: &PlaceholderDates,
    ) -> Vec<GroupVerdict> {
        self.judge(rule, rows, placeholders).0.into_vec()
    }

    /// The same, and the pairs that agree under the rule.
    pub(crate) fn judge(
        &self,
        rule: Rule,
        rows: &[Entry<'_>],
        placeholders: &PlaceholderDates,
    ) -> (GroupVerdicts, AgreeingPairs) {
        let placeholder =
            rows.first().and_then(|row| row.birth_date).filter(|date| placeholders.contains(*date));
        if rows.is_empty() || (rule == Rule::NameDate && placeholder.is_some()) {
            return Default::default();
        }
        let parted = identity::part(rule, self.chosen, rows, placeholders);
        let counted = Counted { placeholders, regions: &self.law.regions, scope: self.scope };
        let agreeing = agreeing_pairs(rule, rows, &parted, counted);
        (self.of_parted(rule, rows, &parted), agreeing)
    }

    fn of_parted(&self, rule: Rule, rows: &[Entry<'_>], parted: &Parted) -> GroupVerdicts {
        let mut verdicts = GroupVerdicts::new();
        let one_number = [(Code::OneIinTwoPeople, &parted.one_number)];
        let two_numbers = parted.two_numbers.iter().map(|members| (Code::OnePersonTwoIins, members));
        for (code, members) in one_number.into_iter().chain(two_numbers) {
            if self.is_sought(members, rows) {
                let members = members.as_slice().into();
                let severity = people_severity(code);
                verdicts.push(GroupVerdict { code, severity, basis: None, begins: true, members });
            }
        }
        for person in &parted.persons {
            let found = second_entries(rule, person, rows, self.law, &self.applicable);
            let sought = found.into_iter().filter(|verdict| self.is_sought(&verdict.members, rows));
            verdicts.extend(sought.enumerate().map(|(index, verdict)| GroupVerdict {
                code: verdict.code,
                severity: verdict.severity,
                basis: Some(SecondEntryBasis {
                    entry_rule: verdict.entry_rule,
                    undetermined: verdict.undetermined,
                    certain: person.certain,
                    ambiguous: person.ambiguous,
                    unclear_mark: verdict.code != Code::ExplainedByMark
                        && verdict.members.iter().any(|index| rows[*index].unclear_mark),
                }),
                begins: index == 0,
                members: verdict.members,
            }));
        }
        verdicts
    }

    /// Whether there are such rows, on as many lists as is asked for.
    fn is_sought(&self, members: &[usize], rows: &[Entry<'_>]) -> bool {
        let mut lists = members.iter().map(|index| rows[*index].list);
        let Some(first) = lists.next() else { return false };
        self.scope == Scope::All || lists.any(|list| list != first)
    }
}

/// Neither is a breach of any rule by itself: a number shared by two people is a lead to a wrong entry, two numbers of
/// one name and date are most often two people.
pub(crate) fn people_severity(code: Code) -> Severity {
    if code == Code::OneIinTwoPeople { Severity::Warning } else { Severity::Info }
}
