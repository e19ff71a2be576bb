//! Takes judged groups: counts them, writes their lines, keeps a bounded number of findings.
//!
//! Counts are exact always. Of findings about single persons the [`MOST_FINDINGS`] gravest per code are kept, chosen by
//! severity and the person's token, so that the choice depends neither on the order of the rows nor on threads; one more
//! finding says how many are left to `duplicates.csv`.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use tizim_evidence::{Evidence, Finding, Message, Severity, Subject};

use crate::judged::{About, Judged, people_severity};
use crate::law::{RollRules, SecondEntry};
use crate::place::place_name;
use crate::roll::Roll;
use crate::row_set::RowSet;
use crate::sink::{DuplicateLine, DuplicateSink};
use crate::verdict::Undetermined;
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
    /// Rows in them, each counted once.
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
    rows: RowSet,
    /// Rows of cases that agree on the number.
    certain: u64,
    evidence: Vec<Evidence>,
    /// The evidence is in order, and no more than is kept.
    sorted: bool,
}

/// Takes judged groups.
pub(crate) struct Collector<'a> {
    pub(crate) law: &'a RollRules,
    pub(crate) roll: &'a Roll<'a>,
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
    /// Rows of each code: groups of one code may overlap, where a row without a number fits several people.
    seen: BTreeMap<Code, RowSet>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(
        law: &'a RollRules,
        roll: &'a Roll<'a>,
        samples: usize,
        sink: &'a mut dyn DuplicateSink,
    ) -> Self {
        Self {
            law,
            roll,
            samples,
            sink,
            precinct_kinds: BTreeMap::new(),
            group: 0,
            counts: BTreeMap::new(),
            kept: BTreeMap::new(),
            left_out: BTreeMap::new(),
            aggregates: BTreeMap::new(),
            seen: BTreeMap::new(),
        }
    }

    /// Takes one case: counts it, writes its lines, keeps what its finding needs.
    pub(crate) fn take(&mut self, case: &Judged) -> Result<(), RollsError> {
        self.group += u64::from(case.begins);
        let count = self.counts.entry(case.code).or_default();
        count.groups += 1;
        let seen = self.seen.entry(case.code).or_default();
        for row in &case.rows {
            seen.insert(row.position);
        }
        count.rows = seen.len();
        for row in &case.rows {
            let line = DuplicateLine {
                group: self.group,
                code: case.code,
                severity: case.severity,
                rule: case.rule,
                list: row.kind,
                file: self.roll.files[row.file].name,
                row: row.row,
                precinct: &row.precinct,
                region: &row.region,
                token: &row.token,
                person: &row.person,
                source_ref: row.source_ref.as_deref().unwrap_or(""),
            };
            self.sink.line(&line).map_err(RollsError::Sink)?;
        }
        match case.about {
            About::People => self.people(case),
            About::SecondEntry { entry_rule, undetermined, certain, ambiguous } => {
                let law = self.law;
                let pair = &law.second_entries[entry_rule];
                if pair.aggregate || undetermined.is_some() {
                    let key = Together::Rule {
                        code: case.code,
                        entry_rule,
                        severity: case.severity,
                        undetermined,
                        kinds: self.kinds_of(case),
                    };
                    self.aggregate(key, String::new(), case, certain);
                } else {
                    self.second_entry(case, pair, ambiguous);
                }
            }
        }
        Ok(())
    }

    /// A finding about one person.
    fn second_entry(&mut self, case: &Judged, pair: &SecondEntry, ambiguous: bool) {
        // Of several tokens the first in their order, those made of a number before others.
        let token = case.rows.iter().map(|row| (!row.has_number, &row.token)).min();
        let Some((_, token)) = token else { return };
        let subject = Subject::new("person", token.clone());
        if self.is_beyond(case.code, case.severity, &subject) {
            return;
        }
        let evidence =
            case.rows.iter().take(MOST_EVIDENCE).map(|row| row.evidence(self.roll.files[row.file].name));
        let lists: BTreeSet<&str> = case.rows.iter().map(|row| row.kind.word()).collect();
        let mut finding = Finding::new(case.code.word(), case.severity, subject)
            .titled(
                Message::new(words::title(case.code))
                    .with("rows", case.rows.len())
                    .with("lists", words::lists(pair)),
            )
            .figure("rows", case.rows.len())
            .figure("lists", lists.into_iter().map(str::to_owned).collect::<Vec<_>>())
            .figure("matched_by", case.rule.word())
            .figure("iin_agrees", case.rule == Rule::Iin)
            .under(pair.rule.clone(), Some(pair.source.clone()))
            .shown_by(evidence)
            .of_persons();
        if ambiguous {
            finding = finding.figure("ambiguous", true);
        }
        finding.explanations = words::explanations(case.code, Some(case.rule), ambiguous);
        self.keep(case.code, finding);
    }

    /// Whether a finding would be given up at once, so that it need not be made; if so, it is counted as left out.
    fn is_beyond(&mut self, code: Code, severity: Severity, subject: &Subject) -> bool {
        let kept = self.kept.entry(code).or_default();
        let beyond = kept.len() >= MOST_FINDINGS
            && kept.peek().is_some_and(|Kept(last)| {
                severity < last.severity || (severity == last.severity && *subject > last.subject)
            });
        if beyond {
            *self.left_out.entry(code).or_default() += 1;
        }
        beyond
    }

    /// The kinds of the special precincts among these rows, as the table of precincts tells them.
    fn kinds_of(&self, case: &Judged) -> String {
        if self.precinct_kinds.is_empty() {
            return String::new();
        }
        let special = case.rows.iter().filter(|row| row.kind == Kind::Special);
        let kinds: BTreeSet<&str> =
            special.filter_map(|row| self.precinct_kinds.get(&row.place).map(String::as_str)).collect();
        kinds.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// One number and two people, or one person and two numbers: aggregated per precinct. Of the precincts concerned the
    /// first in the order of letters stands for the case.
    fn people(&mut self, case: &Judged) {
        let Some(first) = case.rows.iter().min_by(|left, right| left.place.cmp(&right.place)) else { return };
        let name = place_name(&first.region, &first.precinct, self.roll.files[first.file].name);
        self.aggregate(Together::Precinct { code: case.code, place: first.place.clone() }, name, case, false);
    }

    fn aggregate(&mut self, key: Together, name: String, case: &Judged, certain: bool) {
        let samples = self.samples;
        let aggregate = self.aggregates.entry(key).or_default();
        if aggregate.name.is_empty() || name < aggregate.name {
            aggregate.name = name;
        }
        aggregate.groups += 1;
        aggregate.certain += u64::from(certain);
        for row in &case.rows {
            aggregate.rows.insert(row.position);
            let file = self.roll.files[row.file].name;
            // Most rows come after the last that is kept anyway.
            let place = (file, Some(row.kind.word()), row.row);
            let last = aggregate.evidence.last();
            let last = last.map(|last| (last.file.as_str(), last.list.as_deref(), last.row));
            if aggregate.sorted
                && aggregate.evidence.len() >= samples
                && last.is_some_and(|last| place > last)
            {
                continue;
            }
            aggregate.evidence.push(row.evidence(file));
            aggregate.sorted = false;
        }
        if aggregate.evidence.len() > 2 * samples {
            shorten(&mut aggregate.evidence, samples);
            aggregate.sorted = true;
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
                .figure("rows", aggregate.rows.len())
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
                // The evidence is rows, and so is what it is a part of.
                finding.count = aggregate.rows.len();
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

fn people_rule(code: Code) -> &'static str {
    if code == Code::OneIinTwoPeople { "one-number-one-person" } else { "one-person-one-number" }
}

/// Keeps the first pieces of evidence in their order.
fn shorten(evidence: &mut Vec<Evidence>, samples: usize) {
    evidence.sort_unstable();
    evidence.dedup();
    evidence.truncate(samples);
}
