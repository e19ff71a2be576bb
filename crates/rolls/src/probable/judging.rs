//! What a pair that was found means: which code, how grave, what the law says of two such entries, what agrees.

use tizim_evidence::Severity;
use tizim_linkage::PairKind;
use tizim_people::{Sex, names};

use crate::law::RollRules;
use crate::past::Standing;
use crate::persons::parted::Person;
use crate::row::entry::{Entry, Number};
use crate::verdict::pairs::Applicable;
use crate::verdict::standing::second_entries;
use crate::{Code, Rule};

/// What the law says of two entries, if they are one person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lawfulness {
    /// The second entry is lawful, or no rule is about such a pair of lists.
    Lawful,
    /// One of the two is marked as removed.
    Explained,
    /// It would be a second entry under this code, by this rule of the profile.
    SecondEntry {
        /// The code of that second entry.
        code: Code,
        /// The rule, as a place among those of the profile.
        entry_rule: usize,
    },
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
    /// Somebody is to look into it, whatever was decided before: it would be a second entry, and two numbers do not speak
    /// against it.
    pub(super) asks: bool,
    /// How the pair stands by the decisions on it.
    pub(super) standing: Option<Standing>,
}

impl Judgement {
    /// The same with the decisions on the pair: one that is cleared is for information.
    pub(super) fn standing(mut self, standing: Option<Standing>) -> Self {
        self.standing = standing;
        if self.is_cleared() {
            self.severity = Severity::Info;
        }
        self
    }

    /// Whether a decision has cleared the pair.
    pub(super) fn is_cleared(&self) -> bool {
        self.standing.and_then(Standing::cleared).is_some()
    }
}

/// Which of address, date of birth, gender and name agree: any three of them are nearly as good as a number (Stephen
/// Ansolabehere and Eitan D. Hersh, "ADGN: an algorithm for record linkage using address, date of birth, gender, and name",
/// 2017).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a letter of the rule's name")]
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
            address: !left.address.normal().is_empty() && left.address.normal() == right.address.normal(),
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

/// Whether the names can be one person's.
fn can_be_one([left, right]: &[Entry<'_>; 2]) -> bool {
    names::compare(left.names.parts(), right.names.parts()) != names::Agreement::Incompatible
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

    /// A score alone is a notice at the most; a warning needs one whole valid number in both rows, and names that can be one
    /// person's. What the law allows, or a
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
            (Code::ProbableDuplicate, Lawfulness::SecondEntry { .. }) if one_number && can_be_one(pair) => {
                Severity::Warning
            }
            (Code::ProbableDuplicate, Lawfulness::SecondEntry { .. }) if !two_numbers => Severity::Notice,
            _ => Severity::Info,
        };
        let severity = match lawfulness {
            Lawfulness::SecondEntry { entry_rule, .. } => {
                severity.min(self.law.second_entries[entry_rule].rule.severity)
            }
            _ => severity,
        };
        let asks = severity > Severity::Info;
        Judgement { code, severity, lawfulness, one_number, two_numbers, agreement, asks, standing: None }
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

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tizim_evidence::Profile;
    use tizim_people::Iin;

    use super::*;
    use crate::Kind;
    use crate::row::address::Address;
    use crate::row::entry::Names;
    use crate::row::entry::tests::named;
    use crate::row::mark::Mark;
    use crate::row::removal::Removal;

    const LAW: &str = include_str!("../../../../data/kz-2023/profile.toml");

    fn law() -> RollRules {
        RollRules::from_profile(&Profile::from_toml(LAW).unwrap()).unwrap()
    }

    fn pair(numbers: [Option<&str>; 2], law: &RollRules) -> [Entry<'static>; 2] {
        let names = Rc::new(Names::new(["иванов", "иван", ""]));
        let of = |place: usize| Entry {
            number: numbers[place].map_or(Number::Missing, |text| {
                Number::Valid(Iin::parse(text.as_bytes(), &law.people.iin).unwrap())
            }),
            ..named(place as u64, &names)
        };
        [of(0), of(1)]
    }

    fn judged(kind: PairKind, pair: &[Entry<'_>; 2], law: &RollRules) -> Judgement {
        Judge::new(law).pair(kind, pair, Agreement::default())
    }

    // Numbers of the years 2060 on, which nobody can hold.
    const ONE: &str = include_str!("../../../people/tests/iin_test_vectors.csv");

    /// Two valid numbers.
    fn numbers(law: &RollRules) -> [&'static str; 2] {
        let valid = |text: &&str| Iin::parse(text.as_bytes(), &law.people.iin).is_ok();
        let mut found = ONE.split(['\n', ',']).filter(valid);
        [found.next().unwrap(), found.next().unwrap()]
    }

    #[test]
    fn a_score_is_a_notice_and_one_whole_number_a_warning() {
        let law = law();
        let [one, other] = numbers(&law);
        let by_score = judged(PairKind::Duplicate, &pair([None, None], &law), &law);
        assert_eq!((by_score.code, by_score.severity), (Code::ProbableDuplicate, Severity::Notice));
        assert!(matches!(by_score.lawfulness, Lawfulness::SecondEntry { code: Code::TwiceInPrecinct, .. }));
        let by_number = judged(PairKind::Duplicate, &pair([Some(one), Some(one)], &law), &law);
        assert_eq!(by_number.severity, Severity::Warning);
        let mut two_people = pair([Some(one), Some(one)], &law);
        two_people[1].names = Rc::new(Names::new(["сейтқали", "айгүл", ""]));
        assert_eq!(judged(PairKind::Duplicate, &two_people, &law).severity, Severity::Notice);
        let half = judged(PairKind::Duplicate, &pair([Some(one), None], &law), &law);
        assert_eq!(half.severity, Severity::Notice);
        let two = judged(PairKind::Duplicate, &pair([Some(one), Some(other)], &law), &law);
        assert_eq!((two.severity, two.two_numbers), (Severity::Info, true));
    }

    #[test]
    fn a_restored_number_is_no_whole_one() {
        let law = law();
        let [one, _] = numbers(&law);
        let mut both = pair([Some(one), Some(one)], &law);
        both[1].number = Number::Restored(Iin::parse(one.as_bytes(), &law.people.iin).unwrap());
        assert_eq!(judged(PairKind::Duplicate, &both, &law).severity, Severity::Notice);
    }

    #[test]
    fn two_people_and_what_is_explained_are_for_information() {
        let law = law();
        for (kind, code) in
            [(PairKind::Twins, Code::TwinsOrHousehold), (PairKind::Generation, Code::GenerationApart)]
        {
            let found = judged(kind, &pair([None, None], &law), &law);
            assert_eq!((found.code, found.severity), (code, Severity::Info));
        }
        let mut removed = pair([None, None], &law);
        removed[0].removal = Removal::of(Mark::parse("исключён"), Mark::default(), Kind::Permanent);
        let found = judged(PairKind::Duplicate, &removed, &law);
        assert_eq!((found.lawfulness, found.severity), (Lawfulness::Explained, Severity::Info));
        let mut lawful = pair([None, None], &law);
        lawful[1].kind = Kind::ResidenceCertificates;
        let found = judged(PairKind::Duplicate, &lawful, &law);
        assert_eq!((found.lawfulness, found.severity), (Lawfulness::Lawful, Severity::Info));
    }

    #[test]
    fn any_three_of_address_date_gender_and_name() {
        let law = law();
        let mut both = pair([None, None], &law);
        let sexes = [Some(Sex::Male), Some(Sex::Male)];
        assert_eq!(Agreement::of(&both[0], &both[1], sexes).letters(), "GN");
        for entry in &mut both {
            entry.address = Address::of("абая 7");
        }
        let agreement = Agreement::of(&both[0], &both[1], sexes);
        assert!(agreement.any_three() && agreement.letters() == "AGN");
        assert!(!Agreement::of(&both[0], &both[1], [None, None]).any_three());
    }
}
