//! Second entries that may become findings: of the many of a code only the gravest are shown, so one is kept as
//! it is until it is known to be one of them.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use tizim_evidence::{Evidence, Finding, Message, Persons, Severity, Subject};

use tizim_people::Token;

use crate::findings::{shown, words};
use crate::law::SecondEntry;
use crate::past::told::mark;
use crate::past::{Since, Standing};
use crate::row::list_file::ListFile;
use crate::verdict::group::SecondEntryBasis;
use crate::verdict::written::{WrittenRow, WrittenVerdict};
use crate::{Code, Rule};

/// Pieces of evidence that one finding about a person keeps.
const MOST_EVIDENCE: usize = 100;

/// A verdict that may become a finding. Of two candidates of one code the greater is given up first: in the order of
/// [`Finding::order`], which is by severity, token and evidence.
#[derive(Debug)]
pub(crate) struct Candidate<'a> {
    severity: Severity,
    token: Option<Token>,
    /// The first rows.
    places: Vec<RowRef<'a>>,
    code: Code,
    rule: Rule,
    /// Index of the profile's rule.
    entry_rule: usize,
    ambiguous: bool,
    unclear_mark: bool,
    list_of_one: bool,
    standing: Option<Standing>,
    since: Option<Since>,
    rows: usize,
    lists: BTreeSet<&'static str>,
}

/// Where a row stands, in the order of [`Evidence`].
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RowRef<'a> {
    file: &'a str,
    list: &'static str,
    row: u64,
    source_ref: Option<Box<str>>,
}

impl<'a> Candidate<'a> {
    pub(crate) fn new(
        verdict: &WrittenVerdict,
        rows: &[WrittenRow],
        basis: &SecondEntryBasis,
        files: &[&'a ListFile<'a>],
    ) -> Self {
        let place = |row: &WrittenRow| {
            let file = files[row.file];
            let source_ref = row.source_ref.clone();
            RowRef { file: file.name, list: file.kind.word(), row: row.row, source_ref }
        };
        Self {
            severity: verdict.severity,
            token: verdict.token,
            places: rows.iter().take(MOST_EVIDENCE).map(place).collect(),
            code: verdict.code,
            rule: verdict.rule,
            entry_rule: basis.entry_rule,
            ambiguous: basis.ambiguous,
            unclear_mark: basis.unclear_mark,
            list_of_one: false,
            standing: verdict.standing,
            since: None,
            rows: rows.len(),
            lists: rows.iter().map(|row| files[row.file].kind.word()).collect(),
        }
    }

    /// The same, where no row states a precinct, and their list stands for it.
    pub(crate) fn in_one_list(self, list_of_one: bool) -> Self {
        Self { list_of_one, ..self }
    }

    /// The same, where it is known whether an earlier run had it.
    pub(crate) fn since(self, since: Option<Since>) -> Self {
        Self { since, ..self }
    }

    /// Whether a verdict comes after this candidate, whatever its rows are.
    pub(crate) fn is_before(&self, verdict: &WrittenVerdict) -> bool {
        (verdict.severity, self.token) < (self.severity, verdict.token)
    }

    /// The finding.
    pub(crate) fn finding(self, pairs: &[SecondEntry]) -> Option<Finding> {
        let pair = pairs.get(self.entry_rule)?;
        let evidence = self.places.into_iter().map(|place| Evidence {
            file: place.file.to_owned(),
            list: Some(place.list.to_owned()),
            row: place.row,
            source_ref: place.source_ref.map(String::from),
        });
        let token = self.token.map_or_else(String::new, |token| token.to_string());
        let mut finding = Finding::new(self.code.word(), self.severity, Subject::new("person", token))
            .titled(
                Message::new(words::entries_title(self.code, self.rule, self.list_of_one))
                    .with("rows", Persons(self.rows as u64))
                    .with("rule", shown::rule(self.rule))
                    .with("lists", shown::lists(pair)),
            )
            .figure("rows", Persons(self.rows as u64))
            .figure("lists", self.lists.into_iter().map(str::to_owned).collect::<Vec<_>>())
            .figure("matched_by", self.rule.word())
            .figure("iin_agrees", self.rule == Rule::Iin)
            .under_rule(&pair.rule)
            .shown_by(evidence)
            .of_persons();
        if self.ambiguous {
            finding = finding.figure("ambiguous", true);
        }
        finding = mark(finding, self.standing, self.since);
        finding.explanations.extend(words::explanations(self.code, Some(self.rule), self.ambiguous));
        finding.explanations.extend(words::unclear_mark(self.unclear_mark));
        Some(finding)
    }
}

impl Ord for Candidate<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.severity, self.code, &self.token, &self.places).cmp(&(
            self.severity,
            other.code,
            &other.token,
            &other.places,
        ))
    }
}

impl PartialOrd for Candidate<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate<'_> {}
