//! A judged case, ready to be counted and written: made in parallel, taken in order.

use tizim_evidence::{Evidence, Severity};
use tizim_people::{FullName, MaskKey};

use crate::entry::Entry;
use crate::identity::Parted;
use crate::law::RollRules;
use crate::verdict::{Undetermined, judge};
use crate::{Code, Kind, Rule};

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// Second entries of one person, by a rule of the profile.
    SecondEntry {
        entry_rule: usize,
        undetermined: Option<Undetermined>,
        /// The number agrees and the names are compatible.
        certain: bool,
        /// Some of the rows may be another person's.
        ambiguous: bool,
    },
    /// One number and two people, or one person and two numbers.
    People,
}

/// One code given to rows.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) rule: Rule,
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) about: About,
    /// Whether a group begins here; else the case belongs to the group of the one before.
    pub(crate) begins: bool,
    pub(crate) rows: Vec<JudgedRow>,
}

/// One row of a case.
#[derive(Debug)]
pub(crate) struct JudgedRow {
    pub(crate) position: u64,
    pub(crate) kind: Kind,
    pub(crate) file: usize,
    pub(crate) row: u64,
    pub(crate) region: String,
    pub(crate) precinct: String,
    pub(crate) place: String,
    pub(crate) token: String,
    pub(crate) person: String,
    pub(crate) source_ref: Option<String>,
    pub(crate) has_number: bool,
}

impl JudgedRow {
    fn of(entry: &Entry, mask: &MaskKey, reveal: bool) -> Self {
        let name = FullName {
            surname: &entry.names.surname,
            given_name: &entry.names.given_name,
            patronymic: &entry.names.patronymic,
        };
        let shown = mask.mask(entry.number.valid(), &name, entry.birth_date);
        let person = if reveal {
            let year = shown.birth_year.map_or_else(String::new, |year| format!(", {year}"));
            format!("{}{year}", entry.shown_name)
        } else {
            shown.person()
        };
        Self {
            position: entry.position,
            kind: entry.kind,
            file: entry.file,
            row: entry.row,
            region: entry.region.clone(),
            precinct: entry.precinct.clone(),
            place: entry.place.clone(),
            token: shown.token.to_string(),
            person,
            source_ref: entry.source_ref.clone(),
            has_number: entry.number.valid().is_some(),
        }
    }

    /// Where it stands.
    pub(crate) fn evidence(&self, file: &str) -> Evidence {
        Evidence {
            file: file.to_owned(),
            list: Some(self.kind.word().to_owned()),
            row: self.row,
            source_ref: self.source_ref.clone(),
        }
    }
}

/// Neither is a breach of any rule by itself: a number shared by two people is a lead to a wrong entry, two numbers of
/// one name and date are most often two people.
pub(crate) fn people_severity(code: Code) -> Severity {
    if code == Code::OneIinTwoPeople { Severity::Warning } else { Severity::Info }
}

/// Judges a group that was parted into persons.
pub(crate) fn judged(
    rule: Rule,
    parted: &Parted,
    entries: &[&Entry],
    law: &RollRules,
    mask: &MaskKey,
    reveal: bool,
) -> Vec<Judged> {
    let rows = |members: &[usize]| -> Vec<JudgedRow> {
        members.iter().map(|index| JudgedRow::of(entries[*index], mask, reveal)).collect()
    };
    let one_number = (!parted.one_number.is_empty()).then_some((Code::OneIinTwoPeople, &parted.one_number));
    let two_numbers = parted.two_numbers.iter().map(|members| (Code::OnePersonTwoIins, members));
    let people = one_number.into_iter().chain(two_numbers).map(|(code, members)| Judged {
        rule,
        code,
        severity: people_severity(code),
        about: About::People,
        begins: true,
        rows: rows(members),
    });
    let mut found: Vec<Judged> = people.collect();
    for person in &parted.persons {
        for (index, case) in judge(rule, person, entries, law).into_iter().enumerate() {
            found.push(Judged {
                rule,
                code: case.code,
                severity: case.severity,
                about: About::SecondEntry {
                    entry_rule: case.entry_rule,
                    undetermined: case.undetermined,
                    certain: person.certain,
                    ambiguous: person.ambiguous,
                },
                begins: index == 0,
                rows: rows(&case.members),
            });
        }
    }
    found
}
