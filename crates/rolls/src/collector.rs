//! Takes judged groups: counts them, writes their lines, keeps a bounded number of findings.
//!
//! Counts are exact always. Of findings about single persons the [`MOST_FINDINGS`] gravest per code are kept, chosen by
//! severity and the person's token, so that the choice depends neither on the order of the rows nor on threads; one more
//! finding says how many are left to `duplicates.csv`.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use tizim_evidence::{Evidence, Finding, Message, Severity, Subject};
use tizim_people::MaskKey;

use crate::entry::Entry;
use crate::identity::Parted;
use crate::law::RollRules;
use crate::place::place_name;
use crate::roll::Roll;
use crate::sink::{DuplicateLine, DuplicateSink};
use crate::verdict::{Case, Undetermined, judge};
use crate::{Code, Kind, RollsError, Rule, words};

/// Findings about single persons that are kept per code.
pub const MOST_FINDINGS: usize = 5_000;
/// Pieces of evidence that one finding about a person keeps.
const MOST_EVIDENCE: usize = 100;

/// How often a code was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct CodeCount {
    /// Groups of rows, or cases for checks that do not compare rows.
    pub groups: u64,
    /// Rows in them.
    pub rows: u64,
}

/// A finding in the order in which findings are given up when there are too many.
struct Kept(Finding);

impl Ord for Kept {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.order(&other.0)
    }
}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Kept {}

/// What several groups are put together under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Together {
    /// One finding for all cases of a rule of the profile, with the severity reached.
    Rule {
        code: Code,
        entry_rule: usize,
        severity: Severity,
        undetermined: Option<Undetermined>,
        /// Kinds of precinct, where the table of precincts tells them.
        kinds: String,
    },
    /// One finding per precinct.
    Precinct { code: Code, place: String },
}

/// Cases that one finding stands for.
#[derive(Debug, Default)]
struct Aggregate {
    name: String,
    groups: u64,
    rows: u64,
    /// Rows of cases that agree on the number.
    certain: u64,
    evidence: Vec<Evidence>,
}

/// Takes judged groups.
pub(crate) struct Collector<'a> {
    pub(crate) law: &'a RollRules,
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) mask: MaskKey,
    pub(crate) reveal: bool,
    /// Rows of evidence that an aggregate keeps.
    pub(crate) samples: usize,
    pub(crate) sink: &'a mut dyn DuplicateSink,
    /// Kinds of precincts by what identifies a precinct.
    pub(crate) precinct_kinds: BTreeMap<String, String>,
    group: u64,
    pub(crate) counts: BTreeMap<Code, CodeCount>,
    kept: BTreeMap<Code, BinaryHeap<Kept>>,
    left_out: BTreeMap<Code, u64>,
    aggregates: BTreeMap<Together, Aggregate>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(
        law: &'a RollRules,
        roll: &'a Roll<'a>,
        mask: MaskKey,
        reveal: bool,
        samples: usize,
        sink: &'a mut dyn DuplicateSink,
    ) -> Self {
        Self {
            law,
            roll,
            mask,
            reveal,
            samples,
            sink,
            precinct_kinds: BTreeMap::new(),
            group: 0,
            counts: BTreeMap::new(),
            kept: BTreeMap::new(),
            left_out: BTreeMap::new(),
            aggregates: BTreeMap::new(),
        }
    }

    /// Takes a group that was parted into persons.
    pub(crate) fn take(&mut self, rule: Rule, parted: &Parted, entries: &[&Entry]) -> Result<(), RollsError> {
        if !parted.one_number.is_empty() {
            self.group += 1;
            self.people(rule, Code::OneIinTwoPeople, &parted.one_number, entries)?;
        }
        for rows in &parted.two_numbers {
            self.group += 1;
            self.people(rule, Code::OnePersonTwoIins, rows, entries)?;
        }
        for person in &parted.persons {
            let cases = judge(rule, person, entries, self.law);
            self.group += u64::from(!cases.is_empty());
            for case in &cases {
                self.case(rule, case, person.certain, person.ambiguous, entries)?;
            }
        }
        Ok(())
    }

    /// One case of a second entry.
    fn case(
        &mut self,
        rule: Rule,
        case: &Case,
        certain: bool,
        ambiguous: bool,
        entries: &[&Entry],
    ) -> Result<(), RollsError> {
        let token = self.lines(rule, case.code, case.severity, &case.members, entries)?;
        let pair = &self.law.second_entries[case.entry_rule];
        if pair.aggregate || case.undetermined.is_some() {
            let key = Together::Rule {
                code: case.code,
                entry_rule: case.entry_rule,
                severity: case.severity,
                undetermined: case.undetermined,
                kinds: self.kinds_of(&case.members, entries),
            };
            self.aggregate(key, String::new(), &case.members, certain, entries);
            return Ok(());
        }
        let evidence = case.members.iter().take(MOST_EVIDENCE).map(|index| self.evidence(entries[*index]));
        let mut lists: Vec<&str> = case.members.iter().map(|index| entries[*index].kind.word()).collect();
        lists.dedup();
        lists.sort_unstable();
        lists.dedup();
        let mut finding = Finding::new(case.code.word(), case.severity, Subject::new("person", token))
            .titled(
                Message::new(words::title(case.code))
                    .with("rows", case.members.len())
                    .with("lists", words::lists(pair)),
            )
            .figure("rows", case.members.len())
            .figure("lists", lists.into_iter().map(str::to_owned).collect::<Vec<_>>())
            .figure("matched_by", rule.word())
            .figure("iin_agrees", rule == Rule::Iin)
            .under(pair.rule.clone(), Some(pair.source.clone()))
            .shown_by(evidence)
            .of_persons();
        if ambiguous {
            finding = finding.figure("ambiguous", true);
        }
        finding.explanations = words::explanations(case.code, Some(rule), ambiguous);
        self.keep(case.code, finding);
        Ok(())
    }

    /// The kinds of the special precincts among these rows, as the table of precincts tells them.
    fn kinds_of(&self, members: &[usize], entries: &[&Entry]) -> String {
        let special = members.iter().map(|index| entries[*index]).filter(|entry| entry.kind == Kind::Special);
        let kinds: BTreeSet<&str> =
            special.filter_map(|entry| self.precinct_kinds.get(&entry.place).map(String::as_str)).collect();
        kinds.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// One number and two people, or one person and two numbers: aggregated per precinct.
    fn people(
        &mut self,
        rule: Rule,
        code: Code,
        rows: &[usize],
        entries: &[&Entry],
    ) -> Result<(), RollsError> {
        let severity = people_severity(code);
        self.lines(rule, code, severity, rows, entries)?;
        // Of the precincts concerned the first in the order of letters stands for the case.
        let first =
            rows.iter().map(|index| entries[*index]).min_by(|left, right| left.place.cmp(&right.place));
        let Some(first) = first else { return Ok(()) };
        let name = place_name(&first.region, &first.precinct, self.roll.files[first.file].name);
        self.aggregate(Together::Precinct { code, place: first.place.clone() }, name, rows, false, entries);
        Ok(())
    }

    /// Writes the lines of a case and counts it; the token is that of the first row with a valid number, else of the first.
    fn lines(
        &mut self,
        rule: Rule,
        code: Code,
        severity: Severity,
        members: &[usize],
        entries: &[&Entry],
    ) -> Result<String, RollsError> {
        let count = self.counts.entry(code).or_default();
        count.groups += 1;
        count.rows += members.len() as u64;
        let mut subject: Option<(bool, String)> = None;
        for entry in members.iter().map(|index| entries[*index]) {
            let name = tizim_people::FullName {
                surname: &entry.names.surname,
                given_name: &entry.names.given_name,
                patronymic: &entry.names.patronymic,
            };
            let mask = self.mask.mask(entry.number.valid(), &name, entry.birth_date);
            let token = mask.token.to_string();
            let person = if self.reveal {
                let year = mask.birth_year.map_or_else(String::new, |year| format!(", {year}"));
                format!("{}{year}", entry.shown_name)
            } else {
                mask.person()
            };
            let line = DuplicateLine {
                group: self.group,
                code,
                severity,
                rule,
                list: entry.kind,
                file: self.roll.files[entry.file].name,
                row: entry.row,
                precinct: &entry.precinct,
                region: &entry.region,
                token: &token,
                person: &person,
                source_ref: entry.source_ref.as_deref().unwrap_or(""),
            };
            self.sink.line(&line).map_err(RollsError::Sink)?;
            let candidate = (entry.number.valid().is_none(), token);
            if subject.as_ref().is_none_or(|present| candidate < *present) {
                subject = Some(candidate);
            }
        }
        Ok(subject.map(|(_, token)| token).unwrap_or_default())
    }

    fn aggregate(&mut self, key: Together, name: String, rows: &[usize], certain: bool, entries: &[&Entry]) {
        let places: Vec<Evidence> = rows.iter().map(|index| self.evidence(entries[*index])).collect();
        let samples = self.samples;
        let aggregate = self.aggregates.entry(key).or_default();
        if aggregate.name.is_empty() || name < aggregate.name {
            aggregate.name = name;
        }
        aggregate.groups += 1;
        aggregate.rows += rows.len() as u64;
        aggregate.certain += u64::from(certain);
        aggregate.evidence.extend(places);
        if aggregate.evidence.len() > 2 * samples {
            shorten(&mut aggregate.evidence, samples);
        }
    }

    fn evidence(&self, entry: &Entry) -> Evidence {
        Evidence {
            file: self.roll.files[entry.file].name.to_owned(),
            list: Some(entry.kind.word().to_owned()),
            row: entry.row,
            source_ref: entry.source_ref.clone(),
        }
    }

    fn keep(&mut self, code: Code, finding: Finding) {
        let kept = self.kept.entry(code).or_default();
        kept.push(Kept(finding));
        if kept.len() > MOST_FINDINGS {
            kept.pop();
            *self.left_out.entry(code).or_default() += 1;
        }
    }

    /// The findings, and the counts.
    pub(crate) fn finish(mut self) -> (Vec<Finding>, BTreeMap<Code, CodeCount>) {
        let mut findings: Vec<Finding> =
            std::mem::take(&mut self.kept).into_values().flatten().map(|kept| kept.0).collect();
        for (code, count) in &self.left_out {
            let gravest = mildest(&findings, *code);
            findings.push(
                Finding::new(code.word(), gravest, Subject::new("check", "further"))
                    .titled(Message::new("rolls.further").with("count", *count).with("code", code.word()))
                    .counting(*count)
                    .of_persons(),
            );
        }
        let samples = self.samples;
        for (key, mut aggregate) in std::mem::take(&mut self.aggregates) {
            shorten(&mut aggregate.evidence, samples);
            findings.push(self.aggregated(key, &aggregate));
        }
        (findings, self.counts)
    }

    fn aggregated(&self, key: Together, aggregate: &Aggregate) -> Finding {
        let figures = |finding: Finding| {
            finding
                .counting(aggregate.groups)
                .figure("persons", aggregate.groups)
                .figure("rows", aggregate.rows)
                .shown_by(aggregate.evidence.clone())
                .of_persons()
        };
        match key {
            Together::Rule { code, entry_rule, severity, undetermined, kinds } => {
                let pair = &self.law.second_entries[entry_rule];
                let lists = words::lists(pair);
                let title = match undetermined {
                    None => Message::new("rolls.aggregate").with("count", aggregate.groups),
                    Some(reason) => Message::new(words::undetermined(reason)).with("count", aggregate.groups),
                };
                let subject = if kinds.is_empty() { lists } else { format!("{lists} ({kinds})") };
                let mut finding = figures(
                    Finding::new(code.word(), severity, Subject::new("list", subject.clone()))
                        .titled(title.with("lists", subject))
                        .figure("iin_agrees", aggregate.certain)
                        .under(pair.rule.clone(), Some(pair.source.clone())),
                );
                if let Some(reason) = undetermined {
                    finding = finding.figure("undetermined", words::undetermined_word(reason));
                }
                finding.explanations = words::explanations(code, None, false);
                finding
            }
            Together::Precinct { code, .. } => {
                let mut finding = figures(
                    Finding::new(
                        code.word(),
                        people_severity(code),
                        Subject::new("precinct", aggregate.name.clone()),
                    )
                    .titled(
                        Message::new(words::title(code))
                            .with("count", aggregate.groups)
                            .with("precinct", aggregate.name.clone()),
                    )
                    .under(people_rule(code), None),
                );
                finding.explanations = words::explanations(code, None, false);
                finding
            }
        }
    }
}

/// What was left out is at most as grave as the mildest that was kept.
fn mildest(findings: &[Finding], code: Code) -> Severity {
    let of_code = findings.iter().filter(|finding| finding.code == code.word());
    of_code.map(|finding| finding.severity).min().unwrap_or(Severity::Notice)
}

/// Neither is a breach of any rule by itself: a number shared by two people is a lead to a wrong entry, two numbers of
/// one name and date are most often two people.
fn people_severity(code: Code) -> Severity {
    if code == Code::OneIinTwoPeople { Severity::Warning } else { Severity::Info }
}

fn people_rule(code: Code) -> &'static str {
    if code == Code::OneIinTwoPeople { "one-number-one-person" } else { "one-person-one-number" }
}

/// Keeps the first pieces of evidence in their order.
fn shorten(evidence: &mut Vec<Evidence>, samples: usize) {
    evidence.sort_unstable();
    evidence.dedup();
    evidence.truncate(samples);
}
