//! Verdicts with their lines, ready to be counted and written: made in parallel, taken in order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use smallvec::SmallVec;
use tizim_evidence::Severity;
use tizim_people::{FullName, MaskKey, Token};
use tizim_polling::Regions;

use crate::findings::sink::Why;
use crate::past::{Decisions, Standing};
use crate::row::entry::Entry;
use crate::row::place::{place_key, place_name};
use crate::verdict::apart;
use crate::verdict::copies::{Across, Copies};
use crate::verdict::group::{GroupRules, GroupVerdict, GroupVerdicts, SecondEntryBasis};
use crate::verdict::partnerships::Partnerships;
use crate::{Code, DuplicateLine, Kind, LineForm, Rule, Undetermined};

/// What a verdict is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    /// Second entries of one person, by a rule of the profile.
    SecondEntry {
        basis: SecondEntryBasis,
        /// No row states a precinct: their list stands for it.
        list_of_one: bool,
        /// The kinds of the special precincts among the rows, if the table of precincts tells them.
        kinds: Option<Box<str>>,
    },
    /// One number and two people, or one person and two numbers. Of the precincts concerned the first in the order of
    /// letters stands for the rows: what identifies it, and its name.
    People { place: String, name: String },
}

/// One code given to rows.
#[derive(Debug)]
pub(crate) struct WrittenVerdict {
    pub(crate) rule: Rule,
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) about: About,
    /// It is one entry of a list that was given twice.
    pub(crate) is_copy: bool,
    /// How its rows stand by the decisions on them.
    pub(crate) standing: Option<Standing>,
    /// Whether a group begins here; else the verdict belongs to the group of the one before.
    pub(crate) begins: bool,
    /// Of several tokens the first in their order, those made of a number before others.
    pub(crate) token: Option<Token>,
    /// Its rows among those of all [`WrittenVerdicts`] made together.
    pub(crate) rows: Range<usize>,
}

/// One row of a verdict.
#[derive(Debug)]
pub(crate) struct WrittenRow {
    pub(crate) position: u64,
    pub(crate) file: usize,
    pub(crate) row: u64,
    pub(crate) source_ref: Option<Box<str>>,
    /// Region as written.
    pub(crate) region: Box<str>,
    /// Where its line ends among the lines.
    line_end: usize,
}

/// Verdicts that were made together, in their order.
#[derive(Debug, Default)]
pub(crate) struct WrittenVerdicts {
    pub(crate) all: Vec<WrittenVerdict>,
    rows: Vec<WrittenRow>,
    /// The lines of all rows in the form of the sink, without the numbers of their groups.
    lines: Vec<u8>,
}

impl WrittenVerdicts {
    /// Makes room for others.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.rows.clear();
        self.lines.clear();
    }

    /// The rows of a verdict.
    pub(crate) fn rows(&self, verdict: &WrittenVerdict) -> &[WrittenRow] {
        self.rows.get(verdict.rows.clone()).unwrap_or(&[])
    }

    /// The lines of a verdict, one per row.
    pub(crate) fn lines(&self, verdict: &WrittenVerdict) -> impl Iterator<Item = &[u8]> {
        let before = verdict.rows.start.checked_sub(1).and_then(|last| self.rows.get(last));
        let mut start = before.map_or(0, |row| row.line_end);
        self.rows(verdict).iter().map(move |row| {
            let line = self.lines.get(start..row.line_end).unwrap_or(&[]);
            start = row.line_end;
            line
        })
    }
}

/// Masks people, and puts verdicts into the form in which they are taken.
pub(crate) struct VerdictWriter<'p> {
    pub(crate) mask: MaskKey,
    /// Decisions on pairs, if any.
    pub(crate) decisions: Option<&'p Decisions>,
    /// Whether names may be shown.
    pub(crate) reveal: bool,
    /// Regions by all their names.
    pub(crate) regions: Regions,
    /// Kinds of precincts by what identifies a precinct.
    pub(crate) precinct_kinds: BTreeMap<String, String>,
    pub(crate) form: LineForm,
    /// Whether lines say which rows are pairs.
    pub(crate) pairs: bool,
}

impl VerdictWriter<'_> {
    /// Puts the verdicts on a group behind the others.
    pub(crate) fn write(
        &self,
        rules: &GroupRules<'_>,
        rule: Rule,
        verdicts: GroupVerdicts,
        entries: &[Entry<'_>],
        copies: &Copies,
        written: &mut WrittenVerdicts,
    ) {
        let mut group = Group {
            writer: self,
            rules,
            rule,
            entries,
            shown: SmallVec::new(),
            people: SmallVec::new(),
            written,
        };
        for mut verdict in verdicts {
            let across = copies.of(verdict.members.iter().map(|index| &entries[*index]));
            match (across, &mut verdict.basis) {
                (Across::OneEntry, _) => verdict.severity = Severity::Info,
                (Across::Versions, basis) if verdict.severity > Severity::Info => {
                    verdict.severity = verdict.severity.min(Severity::Notice);
                    if let Some(basis) = basis {
                        basis.undetermined = basis.undetermined.or(Some(Undetermined::TwoVersions));
                    }
                }
                (Across::Lists | Across::Versions, _) => {}
            }
            let is_copy = across == Across::OneEntry;
            let about = match verdict.basis {
                Some(basis) => {
                    let list_of_one = apart::is_list_of_one(&verdict.members, entries);
                    Some(About::SecondEntry {
                        basis,
                        list_of_one,
                        kinds: self.kinds(&verdict.members, entries),
                    })
                }
                None => people(&verdict.members, entries, &self.regions),
            };
            if let Some(about) = about {
                group.add(&verdict, about, is_copy);
            }
        }
    }

    /// The kinds of the special precincts among these rows.
    fn kinds(&self, members: &[usize], entries: &[Entry<'_>]) -> Option<Box<str>> {
        if self.precinct_kinds.is_empty() {
            return None;
        }
        let special = members.iter().map(|index| &entries[*index]).filter(|row| row.kind == Kind::Special);
        let kinds: BTreeSet<&str> = special
            .filter_map(|row| {
                self.precinct_kinds.get(&place_key(&self.regions, row.region, row.precinct, row.file))
            })
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

/// Of the precincts concerned the first in the order of letters stands for the rows.
fn people(members: &[usize], entries: &[Entry<'_>], regions: &Regions) -> Option<About> {
    let rows = members.iter().map(|index| &entries[*index]);
    let named = rows.map(|row| (place_key(regions, row.region, row.precinct, row.file), row));
    let (place, first) = named.min_by(|left, right| left.0.cmp(&right.0))?;
    Some(About::People { place, name: place_name(first.region, first.precinct, first.file_name) })
}

/// A group whose verdicts are being written.
struct Group<'g, 'e> {
    writer: &'g VerdictWriter<'g>,
    rules: &'g GroupRules<'g>,
    rule: Rule,
    entries: &'g [Entry<'e>],
    /// Who stands in the rows, and in which row who; empty until the first verdict.
    shown: SmallVec<[Shown; 1]>,
    people: SmallVec<[usize; 4]>,
    written: &'g mut WrittenVerdicts,
}

impl Group<'_, '_> {
    fn add(&mut self, verdict: &GroupVerdict, about: About, is_copy: bool) {
        let GroupVerdict { code, mut severity, begins, ref members, .. } = *verdict;
        self.see_people();
        let standing = self.standing(members);
        if standing.and_then(Standing::cleared).is_some() {
            severity = Severity::Info;
        }
        let start = self.written.rows.len();
        let partners = if self.writer.pairs {
            self.rules.partners(self.rule, verdict, self.entries)
        } else {
            Partnerships::new()
        };
        for (place, &index) in members.iter().enumerate() {
            let (entry, person) = (&self.entries[index], &self.shown[self.people[index]]);
            let line = DuplicateLine {
                code,
                severity,
                why: Why::Rule(self.rule),
                list: entry.kind,
                file: entry.file_name,
                row: entry.row,
                precinct: entry.precinct,
                region: entry.region,
                token: person.token.as_str(),
                person: &person.person,
                source_ref: entry.source_ref,
                values: entry.values.as_ref().map_or("", Token::as_str),
                standing,
                basis: verdict.basis,
                partners: partners.get(place).copied().unwrap_or(0),
                whole: entry.whole.as_deref(),
            };
            (self.writer.form)(&line, &mut self.written.lines);
            self.written.rows.push(WrittenRow {
                position: entry.position,
                file: entry.file,
                row: entry.row,
                source_ref: (!entry.source_ref.is_empty()).then(|| entry.source_ref.into()),
                region: entry.region.into(),
                line_end: self.written.lines.len(),
            });
        }
        let people = members.iter().map(|index| self.shown[self.people[*index]].order());
        let token = people.min().map(|(_, token)| token);
        let rows = start..self.written.rows.len();
        self.written.all.push(WrittenVerdict {
            rule: self.rule,
            code,
            severity,
            about,
            is_copy,
            standing,
            begins,
            token,
            rows,
        });
    }

    /// How these rows stand by the decisions on them.
    fn standing(&self, members: &[usize]) -> Option<Standing> {
        let decisions = self.writer.decisions?;
        let row = |index: &usize| Some((self.shown[self.people[*index]].token, self.entries[*index].values?));
        decisions.standing_of(&members.iter().map(row).collect::<Option<Vec<_>>>()?)
    }

    /// Masks the people of the group; of rows that agree in everything that is shown only the first.
    fn see_people(&mut self) {
        for (index, entry) in self.entries.iter().enumerate().skip(self.people.len()) {
            let before = index.checked_sub(1).filter(|before| self.entries[*before].shows_as(entry));
            let person = before.map(|before| self.people[before]);
            self.people.push(person.unwrap_or_else(|| {
                self.shown.push(self.writer.shown(entry));
                self.shown.len() - 1
            }));
        }
    }
}
