//! Takes judged groups: counts them, writes their lines, keeps a bounded number of findings.
//!
//! Counts are exact always. Of findings about single persons the [`MOST_FINDINGS`] gravest per code are kept, chosen by
//! severity and the person's token, so that the choice depends neither on the order of the rows nor on threads; one more
//! finding says how many are left to `duplicates.csv`.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

use tizim_evidence::{Evidence, Finding, Message, Persons, Severity, Subject, Value};
use tizim_polling::region::Memo;

use crate::counts::row_set::RowSet;
use crate::findings::candidate::Candidate;
use crate::findings::crossings::Crossings;
use crate::findings::sink::DuplicateSink;
use crate::findings::{shown, words};
use crate::law::RollRules;
use crate::past::told::PastCounts;
use crate::past::{Earlier, Since, Standing};
use crate::row::list_file::ListFile;
use crate::verdict::group::{SecondEntryBasis, people_severity};
use crate::verdict::partners::Undetermined;
use crate::verdict::written::{About, WrittenRow, WrittenVerdict, WrittenVerdicts};
use crate::{Code, RollsError, Rule};

/// Findings about single persons that are kept per code.
pub const MOST_FINDINGS: usize = 5_000;

/// How often a code was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct CodeCount {
    /// Groups of rows, or cases for checks that do not compare rows.
    pub groups: u64,
    /// Rows in them, each counted once.
    pub rows: u64,
    /// Groups of which the identification number agrees; the others agree by names, or by another number.
    #[serde(skip)]
    pub by_number: u64,
}

/// What several groups are put together under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Together {
    /// One finding for all verdicts by a rule of the profile, with the severity reached.
    Rule {
        code: Code,
        entry_rule: usize,
        severity: Severity,
        undetermined: Option<Undetermined>,
        /// The number agrees; else names and dates, or another number, do.
        by_number: bool,
        /// Kinds of precinct, where the table of precincts tells them.
        kinds: Option<Box<str>>,
    },
    /// One finding per precinct.
    Precinct { code: Code, place: String },
}

/// Verdicts that one finding stands for.
#[derive(Debug, Default)]
struct Aggregate {
    name: String,
    groups: u64,
    rows: RowSet,
    /// Rows of verdicts that agree on the number.
    certain: u64,
    /// A mark in one of the rows is about a removal and not plain.
    unclear_mark: bool,
    evidence: Vec<Evidence>,
    /// File and row of the last of it, where it is in order and as much as is kept.
    last: Option<(usize, u64)>,
}

/// What is counted of a code.
#[derive(Debug, Default)]
struct Tally {
    groups: u64,
    by_number: u64,
    /// Groups of one code may overlap, where a row without a number fits several people.
    rows: RowSet,
}

/// What was collected.
#[derive(Debug)]
pub(crate) struct Collected {
    pub(crate) findings: Vec<Finding>,
    pub(crate) counts: BTreeMap<Code, CodeCount>,
    /// What agrees between files of one list.
    pub(crate) copies: CodeCount,
    /// What is known from before.
    pub(crate) past: PastCounts,
    /// Between which lists and regions persons stand twice.
    pub(crate) crossings: Crossings,
}

/// Takes judged groups.
pub(crate) struct Collector<'a> {
    pub(crate) law: &'a RollRules,
    /// All files, by the numbers that rows name.
    pub(crate) files: Vec<&'a ListFile<'a>>,
    /// Rows of evidence that an aggregate keeps.
    pub(crate) samples: usize,
    pub(crate) sink: &'a mut dyn DuplicateSink,
    /// The number of the present group, and of the last one that no earlier run has given one.
    group: u64,
    last: u64,
    earlier: Option<&'a Earlier>,
    /// Numbers of the earlier run that were given again.
    again: HashSet<u64>,
    since: Option<Since>,
    past: PastCounts,
    tallies: BTreeMap<Code, Tally>,
    /// What agrees between files of one list.
    copies: Tally,
    kept: BTreeMap<Code, BinaryHeap<Candidate<'a>>>,
    left_out: BTreeMap<Code, u64>,
    aggregates: BTreeMap<Together, Aggregate>,
    crossings: Crossings,
    /// Regions as they are compared.
    regions: Memo<'a>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(
        law: &'a RollRules,
        files: Vec<&'a ListFile<'a>>,
        samples: usize,
        sink: &'a mut dyn DuplicateSink,
        earlier: Option<&'a Earlier>,
    ) -> Self {
        Self {
            law,
            files,
            samples,
            sink,
            group: 0,
            last: earlier.map_or(0, Earlier::last),
            earlier,
            again: HashSet::new(),
            since: None,
            past: PastCounts::default(),
            tallies: BTreeMap::new(),
            copies: Tally::default(),
            kept: BTreeMap::new(),
            left_out: BTreeMap::new(),
            aggregates: BTreeMap::new(),
            crossings: Crossings::default(),
            regions: Memo::new(&law.regions),
        }
    }

    /// Takes one of these verdicts: counts it, writes its lines, keeps what its finding needs.
    pub(crate) fn take(
        &mut self,
        verdict: &WrittenVerdict,
        written: &WrittenVerdicts,
    ) -> Result<(), RollsError> {
        if verdict.begins {
            self.begin(verdict);
        }
        let rows = written.rows(verdict);
        if !verdict.is_copy {
            self.past.count(verdict.code, verdict.standing, self.since.filter(|_| verdict.begins));
        }
        if !verdict.is_copy && verdict.standing.and_then(Standing::cleared).is_some() {
            return self.write(verdict, written);
        }
        let tally =
            if verdict.is_copy { &mut self.copies } else { self.tallies.entry(verdict.code).or_default() };
        tally.groups += 1;
        tally.by_number += u64::from(verdict.rule == Rule::Iin);
        for row in rows {
            tally.rows.insert(row.position);
        }
        self.write(verdict, written)?;
        if verdict.is_copy {
            return Ok(());
        }
        match &verdict.about {
            // One number and two people, or one person and two numbers: aggregated per precinct.
            About::People { place, name } => {
                let key = Together::Precinct { code: verdict.code, place: place.clone() };
                self.aggregate(key, name, rows, None);
            }
            About::SecondEntry { basis, list_of_one, kinds } => {
                if verdict.code.is_second_entry() {
                    let places = rows.iter().map(|row| (self.files[row.file].kind, &*row.region));
                    self.crossings.count(places, &mut self.regions);
                }
                let SecondEntryBasis { entry_rule, undetermined, .. } = *basis;
                let law = self.law;
                let pair = &law.second_entries[entry_rule];
                let explained = verdict.code == Code::ExplainedByMark;
                if pair.aggregate || undetermined.is_some() || explained {
                    let key = Together::Rule {
                        code: verdict.code,
                        entry_rule,
                        severity: verdict.severity,
                        undetermined,
                        by_number: verdict.rule == Rule::Iin,
                        kinds: kinds.clone(),
                    };
                    self.aggregate(key, "", rows, Some(*basis));
                } else {
                    self.second_entry(verdict, rows, basis, *list_of_one);
                }
            }
        }
        Ok(())
    }

    /// Gives the group its number: the one that it had in the earlier run, else the next.
    fn begin(&mut self, verdict: &WrittenVerdict) {
        let earlier = self.earlier.zip(verdict.token);
        let found = earlier.and_then(|(earlier, token)| earlier.of_person(verdict.code, token, &self.again));
        self.since = self.earlier.map(|_| if found.is_some() { Since::Persisting } else { Since::New });
        self.again.extend(found);
        self.group = found.unwrap_or_else(|| {
            self.last += 1;
            self.last
        });
        self.sink.begin(self.group, self.since);
    }

    fn write(&mut self, verdict: &WrittenVerdict, written: &WrittenVerdicts) -> Result<(), RollsError> {
        written.lines(verdict).try_for_each(|line| self.sink.take(self.group, line)).map_err(RollsError::Sink)
    }

    /// A finding about one person, as far as it is not given up at once.
    fn second_entry(
        &mut self,
        verdict: &WrittenVerdict,
        rows: &[WrittenRow],
        basis: &SecondEntryBasis,
        list_of_one: bool,
    ) {
        let kept = self.kept.entry(verdict.code).or_default();
        let is_full = kept.len() >= MOST_FINDINGS;
        if is_full {
            *self.left_out.entry(verdict.code).or_default() += 1;
            if kept.peek().is_some_and(|last| last.is_before(verdict)) {
                return;
            }
        }
        kept.push(
            Candidate::new(verdict, rows, basis, &self.files).in_one_list(list_of_one).since(self.since),
        );
        if is_full {
            kept.pop();
        }
    }

    fn aggregate(&mut self, key: Together, name: &str, rows: &[WrittenRow], basis: Option<SecondEntryBasis>) {
        let samples = self.samples;
        let aggregate = self.aggregates.entry(key).or_default();
        if aggregate.name.is_empty() || name < aggregate.name.as_str() {
            name.clone_into(&mut aggregate.name);
        }
        aggregate.groups += 1;
        aggregate.certain += u64::from(basis.is_some_and(|basis| basis.certain));
        aggregate.unclear_mark |= basis.is_some_and(|basis| basis.unclear_mark);
        for row in rows {
            aggregate.rows.insert(row.position);
            // Most rows come after the last that is kept anyway.
            let file = self.files[row.file];
            let is_after = |(last, row_of_last): (usize, u64)| {
                let last = self.files[last];
                let files = if std::ptr::eq(file, last) {
                    Ordering::Equal
                } else {
                    (file.name, file.kind.word()).cmp(&(last.name, last.kind.word()))
                };
                files.then(row.row.cmp(&row_of_last)).is_gt()
            };
            if aggregate.last.is_some_and(is_after) {
                continue;
            }
            aggregate.evidence.push(evidence(row, file));
            aggregate.last = None;
        }
        if aggregate.evidence.len() > 2 * samples {
            shorten(&mut aggregate.evidence, samples);
            let last = aggregate.evidence.last().filter(|_| aggregate.evidence.len() >= samples);
            aggregate.last = last.and_then(|last| {
                let is_its = |file: &&ListFile<'_>| {
                    file.name == last.file && last.list.as_deref() == Some(file.kind.word())
                };
                Some((self.files.iter().position(is_its)?, last.row))
            });
        }
    }

    /// The findings, and the counts.
    pub(crate) fn finish(mut self) -> Collected {
        let closed = self.earlier.map_or_else(Vec::new, |earlier| earlier.closed(&self.again));
        self.past.closed = closed.len() as u64;
        self.sink.end(&closed);
        let kept = std::mem::take(&mut self.kept).into_values().flatten();
        let mut findings: Vec<Finding> =
            kept.filter_map(|candidate| candidate.finding(&self.law.second_entries)).collect();
        for (code, count) in &self.left_out {
            let gravest = mildest(&findings, *code);
            findings.push(
                Finding::new(code.word(), gravest, Subject::new("check", "further"))
                    .titled(
                        Message::new("rolls.further")
                            .with("count", Persons(*count))
                            .with("code", code.word()),
                    )
                    .counting_persons(Persons(*count))
                    .of_persons(),
            );
        }
        let samples = self.samples;
        for (key, mut aggregate) in std::mem::take(&mut self.aggregates) {
            shorten(&mut aggregate.evidence, samples);
            findings.push(self.aggregated(key, &aggregate));
        }
        let count = |tally: Tally| CodeCount {
            groups: tally.groups,
            rows: tally.rows.len(),
            by_number: tally.by_number,
        };
        let counts = self.tallies.into_iter().map(|(code, tally)| (code, count(tally))).collect();
        Collected { findings, counts, copies: count(self.copies), past: self.past, crossings: self.crossings }
    }

    fn aggregated(&self, key: Together, aggregate: &Aggregate) -> Finding {
        let rows = aggregate.rows.len();
        let figures = |finding: Finding| {
            finding
                .counting_persons(Persons(aggregate.groups))
                .figure("persons", Persons(aggregate.groups))
                .figure("rows", Persons(rows))
                .shown_by(aggregate.evidence.clone())
                .of_persons()
        };
        match key {
            Together::Rule { code, entry_rule, severity, undetermined, by_number, kinds } => {
                let pair = &self.law.second_entries[entry_rule];
                let lists = words::lists(pair);
                let title =
                    words::aggregate(code, by_number, undetermined).with("count", Persons(aggregate.groups));
                let (subject, shown) = match kinds {
                    Some(kinds) => (format!("{lists} ({kinds})"), Value::from(kinds.into_string())),
                    None => (lists, shown::lists(pair)),
                };
                let mut finding = figures(
                    Finding::new(code.word(), severity, Subject::new("list", subject))
                        .titled(title.with("lists", shown))
                        .figure("iin_agrees", aggregate.certain)
                        .under_rule(&pair.rule),
                );
                if let Some(reason) = undetermined {
                    finding = finding.figure("undetermined", words::undetermined_word(reason));
                }
                let rule = if by_number { Rule::Iin } else { Rule::NameDate };
                finding.explanations.extend(words::explanations(code, Some(rule), false));
                finding.explanations.extend(words::unclear_mark(aggregate.unclear_mark));
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
                            .with("count", Persons(aggregate.groups))
                            .with("precinct", Value::place(&aggregate.name)),
                    )
                    .under(people_rule(code), None),
                );
                // The evidence is rows, and so is what it is a part of.
                finding.count = rows;
                finding.explanations = words::explanations(code, None, false);
                finding
            }
        }
    }
}

/// Where a row stands.
fn evidence(row: &WrittenRow, file: &ListFile<'_>) -> Evidence {
    Evidence {
        file: file.name.to_owned(),
        list: Some(file.kind.word().to_owned()),
        row: row.row,
        source_ref: row.source_ref.as_deref().map(str::to_owned),
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
