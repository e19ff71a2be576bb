//! What a pair that was found means: which code, how grave, what the law says of two such entries, what agrees.

use tizim_evidence::Severity;
use tizim_linkage::PairKind;
use tizim_people::Sex;

use crate::law::RollRules;
use crate::persons::parted::Person;
use crate::row::entry::{Entry, Number};
use crate::verdict::pairs::Applicable;
use crate::verdict::standing::second_entries;
use crate::{Code, Rule};

/// What the law says of two entries, if they are one person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lawfulness {
    /// The second entry is lawful, or no rule is about such a pair of lists.
    Lawful,
    /// One of the two is marked as removed.
    Explained,
    /// It would be a second entry under this code, by this rule of the profile.
    SecondEntry { code: Code, entry_rule: usize },
}

/// What is said of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) lawfulness: Lawfulness,
    /// Both rows state a whole valid number, and it is one.
    pub(super) one_number: bool,
    /// Both state one, and they are two.
    pub(super) two_numbers: bool,
    pub(super) agreement: Agreement,
}

/// Which of address, date of birth, gender and name agree: any three of them are nearly as good as a number (Stephen
/// Ansolabehere and Eitan D. Hersh, "ADGN: an algorithm for record linkage using address, date of birth, gender, and name",
/// 2017).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Agreement {
    pub(super) address: bool,
    pub(super) date: bool,
    pub(super) gender: bool,
    pub(super) name: bool,
}

impl Agreement {
    /// Of two entries; sexes are those of the rows' own columns, else of their numbers.
    pub(super) fn of(left: &Entry<'_>, right: &Entry<'_>, sexes: [Option<Sex>; 2]) -> Self {
        let [one, other] = sexes;
        Self {
            address: !left.address.is_empty() && left.address == right.address,
            date: left.whole_date().is_some() && left.whole_date() == right.whole_date(),
            gender: one.is_some() && one == other,
            name: !left.names.is_empty() && left.names == right.names,
        }
    }

    /// The letters of those that agree, as the rule's name has them.
    pub(super) fn letters(self) -> String {
        let all = [('A', self.address), ('D', self.date), ('G', self.gender), ('N', self.name)];
        all.into_iter().filter(|(_, agrees)| *agrees).map(|(letter, _)| letter).collect()
    }

    /// Whether any three agree.
    pub(super) fn any_three(self) -> bool {
        self.letters().len() >= 3
    }
}

/// Judges pairs by a profile.
pub(super) struct Judge<'l> {
    law: &'l RollRules,
    applicable: Applicable,
}

impl<'l> Judge<'l> {
    pub(super) fn new(law: &'l RollRules) -> Self {
        Self { law, applicable: Applicable::of(law) }
    }

    /// A score alone is a notice at the most; a warning needs one whole valid number in both rows. What the law allows, or a
    /// mark explains, is for information, and so are two people.
    pub(super) fn pair(&self, kind: PairKind, pair: &[Entry<'_>; 2], agreement: Agreement) -> Judgement {
        let code = match kind {
            PairKind::Duplicate => Code::ProbableDuplicate,
            PairKind::Twins => Code::TwinsOrHousehold,
            PairKind::Generation => Code::GenerationApart,
        };
        let numbers = pair.each_ref().map(|entry| match entry.number {
            Number::Valid(iin) => Some(iin),
            _ => None,
        });
        let (one_number, two_numbers) = match numbers {
            [Some(left), Some(right)] => (left == right, left != right),
            _ => (false, false),
        };
        let lawfulness = self.lawfulness(pair, one_number);
        let severity = match (code, lawfulness) {
            (Code::ProbableDuplicate, Lawfulness::SecondEntry { .. }) if one_number => Severity::Warning,
            (Code::ProbableDuplicate, Lawfulness::SecondEntry { .. }) if !two_numbers => Severity::Notice,
            _ => Severity::Info,
        };
        let severity = match lawfulness {
            Lawfulness::SecondEntry { entry_rule, .. } => {
                severity.min(self.law.second_entries[entry_rule].rule.severity)
            }
            _ => severity,
        };
        Judgement { code, severity, lawfulness, one_number, two_numbers, agreement }
    }

    fn lawfulness(&self, pair: &[Entry<'_>; 2], one_number: bool) -> Lawfulness {
        let person = Person { members: [0, 1].into_iter().collect(), ambiguous: false, certain: one_number };
        let rule = if one_number { Rule::Iin } else { Rule::NameDate };
        let found = second_entries(rule, &person, pair, self.law, &self.applicable);
        let open = found.iter().find(|verdict| verdict.code != Code::ExplainedByMark);
        match (open, found.is_empty()) {
            (Some(verdict), _) => {
                Lawfulness::SecondEntry { code: verdict.code, entry_rule: verdict.entry_rule }
            }
            (None, false) => Lawfulness::Explained,
            (None, true) => Lawfulness::Lawful,
        }
    }
}
