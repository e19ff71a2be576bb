//! Of how many rows each rule could make a key, and why not of the others.
//!
//! Counted of every row of the first pass, by what its reader has read for the keys anyway.

use std::collections::BTreeMap;

use tizim_people::{BirthDate, DateProblem, IinProblem};

use crate::row::columns::Columns;
use crate::row::fields::Fields;
use crate::row::identifier::NoIdentifier;
use crate::row::list_file::ListFile;
use crate::row::reader::RowReader;
use crate::{Kind, Rule, Rules};

/// What came of a row under a rule: a key, or why not. Words for outputs, in the order in which they are told.
pub(crate) const OUTCOMES: [&str; 23] = [
    "keyed",
    "no_column",
    "empty",
    "length",
    "not_a_digit",
    "masked",
    "lost_zeros",
    "check_digit",
    "never_issued",
    "century_unknown",
    "date_invalid",
    "no_name",
    "illegible_name",
    "no_date",
    "unreadable_date",
    "placeholder_date",
    "year_alone",
    "no_address",
    "no_region",
    "no_number",
    "valid_number",
    "unusable",
    "other",
];

const KEYED: usize = 0;
const RULES: usize = Rule::ALL.len();

/// What nearly every row comes to under the rule by other numbers.
const VALID_NUMBER: usize = 20;

/// The place of a word among [`OUTCOMES`].
#[cold]
fn outcome(word: &str) -> usize {
    OUTCOMES.iter().position(|known| *known == word).unwrap_or(OUTCOMES.len() - 1)
}

type Counts = [[u64; OUTCOMES.len()]; RULES];

/// Rows by rule, kind of list and outcome, as one worker has counted them.
#[derive(Debug, Clone)]
pub(crate) struct Coverage {
    rules: Rules,
    by_name: bool,
    kind: Kind,
    /// Rules that the present file has no columns for.
    lacking: Rules,
    /// Rows that state all that any of the rules asks for, as nearly all do; by kind of list.
    complete: [u64; Kind::ALL.len()],
    /// Whether there can be such rows in the present file.
    may_be_complete: bool,
    counts: Box<[Counts; Kind::ALL.len()]>,
    /// Whether a list of this kind was begun.
    seen: [bool; Kind::ALL.len()],
}

/// What a rule could make of the rows of the lists of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RuleCoverage {
    pub(crate) rows: u64,
    /// Rows of which a key could be made.
    pub(crate) keyed: u64,
    /// The others, by the reason.
    pub(crate) not: BTreeMap<&'static str, u64>,
}

/// By rule and kind of list.
pub(crate) type CoverageTable = BTreeMap<Rule, BTreeMap<Kind, RuleCoverage>>;

impl Coverage {
    /// Nothing counted yet, under these rules.
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            rules,
            by_name: rules.iter().any(|rule| rule != Rule::Iin),
            kind: Kind::Permanent,
            lacking: Rules::NONE,
            complete: [0; Kind::ALL.len()],
            may_be_complete: false,
            counts: Box::new([[[0; OUTCOMES.len()]; RULES]; Kind::ALL.len()]),
            seen: [false; Kind::ALL.len()],
        }
    }

    /// The rows that follow are of this file.
    pub(crate) fn begin(&mut self, file: &ListFile<'_>, columns: &Columns) {
        self.kind = file.kind;
        self.seen[file.kind as usize] = true;
        self.lacking = Rules::of(self.rules.iter().filter(|rule| !columns.allow(*rule)));
        self.may_be_complete = self.lacking.is_empty() && !Columns::has(columns.identifier);
    }

    /// Counts a row.
    #[inline]
    pub(crate) fn row(&mut self, reader: &mut RowReader<'_>, record: &impl Fields) {
        if self.may_be_complete && reader.iin(record).is_ok() && self.is_complete(reader, record) {
            self.complete[self.kind as usize] += 1;
        } else {
            self.outcomes(reader, record);
        }
    }

    /// Whether a row with a valid number states all else that any of the rules asks for.
    #[inline]
    fn is_complete(&self, reader: &mut RowReader<'_>, record: &impl Fields) -> bool {
        !self.by_name
            || !reader.names(record).is_empty()
                && reader.birth_date(record).is_ok_and(BirthDate::is_whole)
                && (!self.rules.contains(Rule::NameYearRegion) || !reader.place(record).region_missing())
                && (!self.rules.contains(Rule::NameYearAddress) || reader.has_address(record))
    }

    /// Counts what comes of a row under each rule.
    fn outcomes(&mut self, reader: &mut RowReader<'_>, record: &impl Fields) {
        if self.rules.contains(Rule::Iin) {
            let outcome = match reader.iin(record) {
                Ok(_) => KEYED,
                Err(problem) => self.without_number(problem),
            };
            self.counts[self.kind as usize][Rule::Iin.index()][outcome] += 1;
        }
        if self.by_name {
            self.names(reader, record);
        }
    }

    #[cold]
    fn without_number(&self, problem: IinProblem) -> usize {
        match problem {
            _ if self.lacking.contains(Rule::Iin) => outcome("no_column"),
            IinProblem::LostZeros { candidate: Some(_) } => KEYED,
            problem => outcome(problem.id()),
        }
    }

    fn names(&mut self, reader: &mut RowReader<'_>, record: &impl Fields) {
        let nameless = reader.names(record).is_empty().then(|| reader.has_illegible_names(record));
        let nameless = nameless.map(|illegible| if illegible { "illegible_name" } else { "no_name" });
        let date = reader.birth_date(record);
        let counts = &mut self.counts[self.kind as usize];
        for rule in self.rules.iter().filter(|rule| *rule != Rule::Iin) {
            let why = if self.lacking.contains(rule) {
                Some("no_column")
            } else if rule == Rule::Identifier {
                match reader.identifier(record) {
                    Ok(_) => None,
                    Err(NoIdentifier::ValidNumber) => {
                        counts[rule.index()][VALID_NUMBER] += 1;
                        continue;
                    }
                    Err(why) => Some(why.word()),
                }
            } else if nameless.is_some() {
                nameless
            } else if rule == Rule::NameDigits {
                let shown = matches!(reader.iin(record), Err(IinProblem::Masked))
                    || reader.compared_iin(record).is_some();
                (!shown).then_some("no_number")
            } else {
                undated(rule, date).or_else(|| placeless(rule, reader, record))
            };
            counts[rule.index()][why.map_or(KEYED, outcome)] += 1;
        }
    }

    /// Adds what another has counted.
    pub(crate) fn merge(&mut self, other: &Self) {
        let pairs = self.counts.iter_mut().flatten().flatten().zip(other.counts.iter().flatten().flatten());
        pairs.for_each(|(count, other)| *count += other);
        self.complete.iter_mut().zip(other.complete).for_each(|(count, other)| *count += other);
        self.seen.iter_mut().zip(other.seen).for_each(|(seen, other)| *seen |= other);
    }

    /// What was counted, by rule and kind of list.
    pub(crate) fn table(&self) -> CoverageTable {
        let of_rule = |rule: Rule, kind: Kind| {
            let mut counts = self.counts[kind as usize][rule.index()];
            let of_complete = if rule == Rule::Identifier { VALID_NUMBER } else { KEYED };
            counts[of_complete] += self.complete[kind as usize];
            let not = OUTCOMES.into_iter().zip(counts).skip(1).filter(|(_, count)| *count > 0);
            RuleCoverage { rows: counts.iter().sum(), keyed: counts[KEYED], not: not.collect() }
        };
        let kinds = || Kind::ALL.into_iter().filter(|kind| self.seen[*kind as usize]);
        self.rules
            .iter()
            .map(|rule| (rule, kinds().map(|kind| (kind, of_rule(rule, kind))).collect()))
            .collect()
    }
}

/// Why the birth date is not enough for a rule.
#[inline]
fn undated(rule: Rule, date: Result<BirthDate, DateProblem>) -> Option<&'static str> {
    match date {
        Ok(date) => (rule == Rule::NameDate && !date.is_whole()).then_some("year_alone"),
        Err(DateProblem::Empty) => Some("no_date"),
        Err(DateProblem::Placeholder) => Some("placeholder_date"),
        Err(_) => Some("unreadable_date"),
    }
}

/// Why the address or the region is not enough for a rule.
#[inline]
fn placeless(rule: Rule, reader: &mut RowReader<'_>, record: &impl Fields) -> Option<&'static str> {
    match rule {
        Rule::NameYearAddress => (!reader.has_address(record)).then_some("no_address"),
        Rule::NameYearRegion => {
            tizim_tables::is_missing(record.field(reader.columns.region)).then_some("no_region")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use tizim_people::IinRules;

    use super::*;
    use crate::row::keys::KeyMaker;
    use crate::row::reader::RowRules;

    /// The naive twin: a row is covered where a key is made of it.
    #[test]
    fn a_row_is_covered_where_a_key_is_made() {
        let names = ["iin", "surname", "given_name", "birth_date", "address", "region"];
        let columns = Columns::named(|name| names.iter().position(|known| *known == name));
        let cells: [&[&str]; 6] = [
            &["", "12", "65041*00001*", "650413000010", "нет"],
            &["Сейтқали", "", "?йтқали", "нет"],
            &["Асет", "-"],
            &["1980-05-17", "1980", "", "01.01.1900", "17.13.1980"],
            &["ул. Абая, 5", "", "-", "?", " . "],
            &["Абай", "", "-"],
        ];
        let (rules, regions) = (IinRules::default(), tizim_polling::Regions::default());
        let mut reader = RowReader::new(columns, RowRules { iin: &rules, regions: &regions });
        let maker = KeyMaker::new(Rule::ALL.to_vec());
        let file = ListFile { name: "", list: 0, kind: Kind::Special, extract: None, precinct: None };
        let mut coverage = Coverage::new(Rules::ALL);
        coverage.begin(&file, &columns);
        let mut keys = [0; Rule::ALL.len()];
        let rows: usize = cells.iter().map(|choices| choices.len()).product();
        for mut number in 0..rows {
            let row = cells.map(|choices| {
                let cell = choices[number % choices.len()];
                number /= choices.len();
                cell
            });
            reader.next_row();
            maker.keys(&mut reader, &row.as_slice(), |_| true, |rule, _| keys[rule] += 1);
            coverage.row(&mut reader, &row.as_slice());
        }
        assert_eq!(OUTCOMES[VALID_NUMBER], NoIdentifier::ValidNumber.word());
        let table = coverage.table();
        for (rule, keyed) in Rule::ALL.into_iter().zip(keys) {
            let covered = &table[&rule][&Kind::Special];
            assert_eq!((covered.rows, covered.keyed), (rows as u64, keyed), "{rule}: {:?}", covered.not);
            assert_eq!(covered.keyed + covered.not.values().sum::<u64>(), covered.rows);
            assert!(!covered.not.contains_key("other"));
        }
        let mut twice = coverage.clone();
        twice.merge(&coverage);
        assert_eq!(twice.table()[&Rule::NameDate][&Kind::Special].rows, 2 * rows as u64);
    }
}
