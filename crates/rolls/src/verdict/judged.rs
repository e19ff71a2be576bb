//! A judged case, ready to be counted and written: made in parallel, taken in order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use smallvec::SmallVec;
use tizim_evidence::{Evidence, Severity};
use tizim_people::{FullName, MaskKey, Token};

use crate::law::RollRules;
use crate::lists::roll::{File, Roll};
use crate::persons::identity::Parted;
use crate::row::entry::Entry;
use crate::row::place::{place_key, place_name};
use crate::verdict::pairs::{Applicable, Undetermined, judge};
use crate::{Code, DuplicateLine, Kind, LineForm, Rule, Scope};

/// What a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    /// Second entries of one person, by a rule of the profile.
    SecondEntry {
        entry_rule: usize,
        undetermined: Option<Undetermined>,
        /// The number agrees and the names are compatible.
        certain: bool,
        /// Some of the rows may be another person's.
        ambiguous: bool,
        /// The kinds of the special precincts among the rows, if the table of precincts tells them.
        kinds: Option<Box<str>>,
    },
    /// One number and two people, or one person and two numbers. Of the precincts concerned the first in the order of
    /// letters stands for the case: what identifies it, and its name.
    People { place: String, name: String },
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
    /// Of several tokens the first in their order, those made of a number before others.
    pub(crate) token: Option<Token>,
    /// Its rows among those of all [`Cases`] made together.
    pub(crate) rows: Range<usize>,
}

/// One row of a case.
#[derive(Debug)]
pub(crate) struct JudgedRow {
    pub(crate) position: u64,
    pub(crate) file: usize,
    pub(crate) row: u64,
    pub(crate) source_ref: Option<Box<str>>,
    /// Where its line ends among the lines.
    line_end: usize,
}

impl JudgedRow {
    /// Where it stands.
    pub(crate) fn evidence(&self, file: &File<'_>) -> Evidence {
        Evidence {
            file: file.name.to_owned(),
            list: Some(file.kind.word().to_owned()),
            row: self.row,
            source_ref: self.source_ref.as_deref().map(str::to_owned),
        }
    }
}

/// Cases that were made together, in their order.
#[derive(Debug, Default)]
pub(crate) struct Cases {
    pub(crate) all: Vec<Judged>,
    rows: Vec<JudgedRow>,
    /// The lines of all rows in the form of the sink, without the numbers of their groups.
    lines: Vec<u8>,
}

impl Cases {
    /// Makes room for others.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.rows.clear();
        self.lines.clear();
    }

    /// The rows of a case.
    pub(crate) fn rows(&self, case: &Judged) -> &[JudgedRow] {
        self.rows.get(case.rows.clone()).unwrap_or(&[])
    }

    /// The lines of a case, one per row.
    pub(crate) fn lines(&self, case: &Judged) -> impl Iterator<Item = &[u8]> {
        let before = case.rows.start.checked_sub(1).and_then(|last| self.rows.get(last));
        let mut start = before.map_or(0, |row| row.line_end);
        self.rows(case).iter().map(move |row| {
            let line = self.lines.get(start..row.line_end).unwrap_or(&[]);
            start = row.line_end;
            line
        })
    }
}

/// Neither is a breach of any rule by itself: a number shared by two people is a lead to a wrong entry, two numbers of
/// one name and date are most often two people.
pub(crate) fn people_severity(code: Code) -> Severity {
    if code == Code::OneIinTwoPeople { Severity::Warning } else { Severity::Info }
}

/// What cases are made with.
pub(crate) struct Bench<'a> {
    pub(crate) law: &'a RollRules,
    pub(crate) applicable: &'a Applicable,
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) mask: &'a MaskKey,
    /// Whether names may be shown.
    pub(crate) reveal: bool,
    /// Kinds of precincts by what identifies a precinct.
    pub(crate) precinct_kinds: &'a BTreeMap<String, String>,
    pub(crate) scope: Scope,
    pub(crate) form: LineForm,
}

impl Bench<'_> {
    /// Judges a group that was parted into persons, and puts its cases behind the others.
    pub(crate) fn judge(&self, rule: Rule, parted: &Parted, entries: &[Entry<'_>], cases: &mut Cases) {
        let mut group =
            Group { bench: self, rule, entries, shown: SmallVec::new(), people: SmallVec::new(), cases };
        if self.is_sought(&parted.one_number, entries) {
            group.two_people(Code::OneIinTwoPeople, &parted.one_number);
        }
        for members in parted.two_numbers.iter().filter(|members| self.is_sought(members, entries)) {
            group.two_people(Code::OnePersonTwoIins, members);
        }
        for person in &parted.persons {
            let cases = judge(rule, person, entries, self.law, self.applicable).into_iter();
            for (index, case) in cases.filter(|case| self.is_sought(&case.members, entries)).enumerate() {
                let about = About::SecondEntry {
                    entry_rule: case.entry_rule,
                    undetermined: case.undetermined,
                    certain: person.certain,
                    ambiguous: person.ambiguous,
                    kinds: self.kinds(&case.members, entries),
                };
                group.add(case.code, case.severity, about, index == 0, &case.members);
            }
        }
    }

    /// Whether there are such rows, on as many lists as is asked for.
    fn is_sought(&self, members: &[usize], entries: &[Entry<'_>]) -> bool {
        let mut lists = members.iter().map(|index| entries[*index].list);
        let Some(first) = lists.next() else { return false };
        self.scope == Scope::All || lists.any(|list| list != first)
    }

    /// The kinds of the special precincts among these rows.
    fn kinds(&self, members: &[usize], entries: &[Entry<'_>]) -> Option<Box<str>> {
        if self.precinct_kinds.is_empty() {
            return None;
        }
        let special = members.iter().map(|index| &entries[*index]).filter(|row| row.kind == Kind::Special);
        let kinds: BTreeSet<&str> = special
            .filter_map(|row| self.precinct_kinds.get(&place_key(row.region, row.precinct, row.file)))
            .map(String::as_str)
            .collect();
        (!kinds.is_empty()).then(|| kinds.into_iter().collect::<Vec<_>>().join(", ").into())
    }

    /// The person of a row as it may be shown.
    fn shown(&self, entry: &Entry<'_>) -> Shown {
        let [surname, given_name, patronymic] = entry.names.parts();
        let name = FullName { surname, given_name, patronymic };
        let mask = self.mask.mask(entry.number.valid(), &name, entry.birth_date);
        let token = mask.token;
        let person = if self.reveal {
            let year = mask.birth_year.map_or_else(String::new, |year| format!(", {year}"));
            format!("{}{year}", entry.shown_name)
        } else {
            mask.into_person()
        };
        Shown { token, person, has_number: entry.number.valid().is_some() }
    }
}

/// A person as shown.
struct Shown {
    token: Token,
    person: String,
    has_number: bool,
}

impl Shown {
    /// By token, those made of a number first.
    fn order(&self) -> (bool, Token) {
        (!self.has_number, self.token)
    }
}

/// A group whose cases are being made.
struct Group<'g, 'e> {
    bench: &'g Bench<'g>,
    rule: Rule,
    entries: &'g [Entry<'e>],
    /// Who stands in the rows, and in which row who; empty until the first case.
    shown: SmallVec<[Shown; 1]>,
    people: SmallVec<[usize; 4]>,
    cases: &'g mut Cases,
}

impl Group<'_, '_> {
    /// One number and two people, or one person and two numbers.
    fn two_people(&mut self, code: Code, members: &[usize]) {
        let rows = members.iter().map(|index| &self.entries[*index]);
        let named = rows.map(|row| (place_key(row.region, row.precinct, row.file), row));
        let Some((place, first)) = named.min_by(|left, right| left.0.cmp(&right.0)) else { return };
        let name = place_name(first.region, first.precinct, self.bench.roll.files[first.file].name);
        self.add(code, people_severity(code), About::People { place, name }, true, members);
    }

    fn add(&mut self, code: Code, severity: Severity, about: About, begins: bool, members: &[usize]) {
        self.see_people();
        let start = self.cases.rows.len();
        for &index in members {
            let (entry, person) = (&self.entries[index], &self.shown[self.people[index]]);
            let line = DuplicateLine {
                code,
                severity,
                rule: self.rule,
                list: entry.kind,
                file: self.bench.roll.files[entry.file].name,
                row: entry.row,
                precinct: entry.precinct,
                region: entry.region,
                token: person.token.as_str(),
                person: &person.person,
                source_ref: entry.source_ref,
            };
            (self.bench.form)(&line, &mut self.cases.lines);
            self.cases.rows.push(JudgedRow {
                position: entry.position,
                file: entry.file,
                row: entry.row,
                source_ref: (!entry.source_ref.is_empty()).then(|| entry.source_ref.into()),
                line_end: self.cases.lines.len(),
            });
        }
        let people = members.iter().map(|index| self.shown[self.people[*index]].order());
        let token = people.min().map(|(_, token)| token);
        let rows = start..self.cases.rows.len();
        self.cases.all.push(Judged { rule: self.rule, code, severity, about, begins, token, rows });
    }

    /// Masks the people of the group; of rows that agree in everything that is shown only the first.
    fn see_people(&mut self) {
        for (index, entry) in self.entries.iter().enumerate().skip(self.people.len()) {
            let before = index.checked_sub(1).filter(|before| self.entries[*before].shows_as(entry));
            let person = before.map(|before| self.people[before]);
            self.people.push(person.unwrap_or_else(|| {
                self.shown.push(self.bench.shown(entry));
                self.shown.len() - 1
            }));
        }
    }
}
