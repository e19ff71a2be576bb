//! The check of lists: groups of rows that share a key, in as few passes over the lists as possible, and on the way whatever
//! else is counted of every row.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tizim_dedup::{Part, Scope as Groups};
use tizim_evidence::{Finding, Object, Run, Value};
use tizim_people::{BirthDate, FullName, MaskKey};

use crate::admitted::Admission;
use crate::agreement::bearers::Reading;
use crate::agreement::rules::Seen;
use crate::counts::addresses::AddressCounts;
use crate::counts::chance::placeholders;
use crate::counts::crowds::CrowdCounter;
use crate::counts::heaped::said_of_dates;
use crate::counts::odd_rows::OddRows;
use crate::counts::precincts;
use crate::counts::row_marks::{Alike, RowMarks};
use crate::counts::row_summary::RowSummary;
use crate::counts::sketch::NameYears;
use crate::counts::watched::Watched;
use crate::findings::collector::Collector;
use crate::findings::not_made::not_made;
use crate::findings::outcome::Outcome;
use crate::findings::{files_alike, possible, row_findings};
use crate::law::RollRules;
use crate::lists::evidence::EvidenceReader;
use crate::lists::roll::Roll;
use crate::lists::row_cache::RowCache;
use crate::lists::scan::Look;
use crate::past::Past;
use crate::persons::placeholders::PlaceholderDates;
use crate::search::anchors::Anchors;
use crate::search::find::{first_groups, search};
use crate::search::group_check::GroupCheck;
use crate::search::grouping::{Grouping, placeholder_dates};
use crate::search::records::RollRecords;
use crate::verdict::group::GroupRules;
use crate::verdict::written::VerdictWriter;
use crate::{Checks, Code, DuplicateSink, Options, PrecinctCounts, RollsError, Rule, Rules};

/// Rows of evidence that an aggregated finding shows.
const SAMPLES: usize = 20;
/// The same with `detail`.
const DETAILED_SAMPLES: usize = 10_000;

/// The part of the memory that marks of one kind may take.
const MARKS_SHARE: u64 = 10;

/// What the check of lists works with.
#[derive(Clone, Copy)]
pub(crate) struct ListCheck<'a> {
    pub(crate) law: &'a RollRules,
    pub(crate) options: &'a Options,
    pub(crate) run: &'a Run,
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) rules: &'a [Rule],
    pub(crate) precincts: &'a [PrecinctCounts],
    pub(crate) past: Past<'a>,
}

/// Rules in the turns in which their groups are sought. Where whole dates are compared, the rules by year have something to
/// say only of rows that state none; the rule by digits, of rows with masked numbers.
struct Turns {
    first: Vec<Rule>,
    by_year: Vec<Rule>,
    by_digits: Vec<Rule>,
}

impl Turns {
    fn of(rules: &[Rule]) -> Self {
        let by_date = rules.contains(&Rule::NameDate);
        let (by_digits, others): (Vec<Rule>, Vec<Rule>) =
            rules.iter().copied().partition(|rule| *rule == Rule::NameDigits);
        let (by_year, first) = others.into_iter().partition(|rule| by_date && rule.is_by_year());
        Self { first, by_year, by_digits }
    }
}

/// Marks of all rows, where something may have to be known of some of them after the first pass.
struct Marks {
    names: Option<RowMarks>,
    addresses: Option<RowMarks>,
}

impl Marks {
    fn of(turns: &Turns, addresses: bool, run: &Run) -> Self {
        let marks = || RowMarks::new(usize::try_from(run.memory / MARKS_SHARE).unwrap_or(usize::MAX));
        // Names are looked at in the first pass where a rule of it is about them.
        let by_name = turns.first.contains(&Rule::NameDate);
        let later = !turns.by_year.is_empty() || !turns.by_digits.is_empty();
        Self { names: (by_name && later).then(marks), addresses: addresses.then(marks) }
    }
}

impl ListCheck<'_> {
    /// Checks the lists, and puts what was found into `outcome`.
    pub(crate) fn check(
        &self,
        sink: &mut dyn DuplicateSink,
        outcome: &mut Outcome,
    ) -> Result<(), RollsError> {
        let Self { law, options, run, roll, rules, .. } = *self;
        let all = options.checks == Checks::All;
        let by_date = rules.contains(&Rule::NameDate);
        let names = (all && rules.iter().any(|rule| rule.is_by_name())).then(NameYears::new);
        let addresses = (all && possible::has_addresses(roll)).then(AddressCounts::new);
        let turns = Turns::of(rules);
        let marks = Marks::of(&turns, addresses.is_some(), run);
        let watched = Watched {
            law,
            rows: all,
            masked: !turns.by_digits.is_empty(),
            name_marks: marks.names.as_ref(),
            address_marks: marks.addresses.as_ref(),
            dates: by_date,
            names: names.as_ref(),
            addresses: addresses.as_ref(),
            samples: self.samples(),
            seed: run.seed,
        };
        let noted = files_alike::noted(roll, rules);
        // Two versions of a list are told apart by addresses as well.
        let by_address = run.reveal
            || rules.contains(&Rule::NameYearAddress)
            || noted.is_some_and(|noted| noted.samples)
            || self.past.binds();
        let cache = RowCache::new(usize::try_from(run.memory / 16 * 3).unwrap_or(usize::MAX), by_address);
        let told_apart = OnceLock::new();
        let key = self.past.binds().then(|| MaskKey::new(&run.key));
        let reader = EvidenceReader {
            roll,
            law,
            cache: &cache,
            reveal: run.reveal,
            told_apart: &told_apart,
            digest: key.as_ref(),
        };
        let check = self.group_check(reader, sink);
        let collector = Collector::new(law, roll.infos(), self.samples(), sink, self.past.earlier);
        let mut grouping = Grouping::new(&check, options.scope, collector);
        let mut records = RollRecords::new(roll, run, law.row_rules(), turns.first.clone(), Some(watched));
        records.watched = records.watched.filter(|_| all || by_date || !turns.by_digits.is_empty());
        records.cache = Some(&cache);
        records.cover(Rules::of(rules.iter().copied()));
        records.noted = noted;
        records.precincts = self.precincts;
        if records.chosen.is_empty() {
            records.check_only()?;
        } else {
            let groups = first_groups(options.scope, &records);
            search(&records, &mut grouping, groups)?;
        }
        outcome.rows = roll.rows_taken();
        outcome.coverage = records.coverage();
        let hot_dates = placeholders(&records.dates());
        self.further_searches(&turns, &records, &hot_dates, marks.names.as_ref(), &cache, &mut grouping)?;
        outcome.findings.extend(files_alike::blind(roll, &records.notes()));
        let (undated, masked) = (records.undated(), records.masked());
        let regions = told_apart.get_or_init(|| records.told_apart());
        outcome.summary = RowSummary::of(records.into_seen(), regions);
        if let Some((file, precincts)) = outcome.summary.precinct_in_each_row() {
            return Err(RollsError::PrecinctInEachRow {
                file: roll.files[file].info.name.to_owned(),
                precincts,
            });
        }
        outcome.findings.append(&mut grouping.hot);
        outcome.findings.extend(placeholder_dates(&hot_dates));
        let unread = &outcome.summary.unread;
        outcome.findings.extend(row_findings::unread_dates(unread, self.samples(), &reader)?);
        let placeholders = said_of_dates(&outcome.summary.dates);
        let seen = Seen {
            run,
            roll,
            scope: options.scope,
            summary: &outcome.summary,
            names: names.as_ref(),
            marks: marks.names.as_ref(),
            undated: &undated,
            counts_undated: by_date,
            masked: &masked,
            reading: Reading { reader, regions: &law.regions, placeholders: &placeholders, seed: run.seed },
        };
        let chance = seen.chance(rules, &mut grouping.agreeing)?;
        outcome.chance = chance;
        let copies = grouping.copies;
        let collected = grouping.collector.finish();
        outcome.findings.extend(collected.findings);
        outcome.findings.extend(files_alike::given_twice(&copies, &roll.infos(), collected.copies));
        outcome.counts = collected.counts;
        outcome.past = collected.past;
        outcome.crossings = collected.crossings;
        if all {
            let admission = Admission { law, run, reader: &reader, regions, samples: self.samples() };
            outcome.findings.extend(admission.check(&mut outcome.counts)?);
            let faults = row_findings::faults(&outcome.summary.precincts, &reader, &mut outcome.counts)?;
            outcome.findings.extend(faults);
            if let Some(addresses) = &addresses {
                self.crowds(addresses, marks.addresses.as_ref(), &reader, outcome)?;
            }
        }
        Ok(())
    }

    fn samples(&self) -> usize {
        if self.options.detail { DETAILED_SAMPLES } else { SAMPLES }
    }

    fn group_check<'c>(&'c self, reader: EvidenceReader<'c>, sink: &dyn DuplicateSink) -> GroupCheck<'c> {
        let chosen = Rules::of(self.rules.iter().copied());
        GroupCheck {
            reader,
            rules: GroupRules::new(self.law, chosen, self.options.scope),
            writer: VerdictWriter {
                mask: MaskKey::new(&self.run.key),
                decisions: self.past.decisions,
                reveal: self.run.reveal,
                regions: self.law.regions.clone(),
                precinct_kinds: precincts::kinds(self.precincts, &self.law.regions),
                form: sink.form(),
                pairs: sink.wants_pairs(),
            },
            threads: self.run.threads.max(1),
        }
    }

    /// The rules by year, about rows without a whole date, and the rule by digits, about rows with a masked number: where the
    /// first pass has seen any.
    fn further_searches(
        &self,
        turns: &Turns,
        records: &RollRecords<'_>,
        hot_dates: &BTreeMap<BirthDate, u64>,
        marks: Option<&RowMarks>,
        cache: &RowCache,
        grouping: &mut Grouping<'_>,
    ) -> Result<(), RollsError> {
        let taken = self.roll.rows_taken();
        // The rows that bear the names of the odd ones (of one birth year, where years are compared), if these are few.
        let namesakes =
            |odd: &OddRows, alike| marks?.rows_with(&marks?.of_rows(odd.positions()?, alike), taken);
        let undated = records.undated();
        let without_date = undated.count() + hot_dates.values().sum::<u64>();
        if !turns.by_year.is_empty() && without_date > 0 {
            let dates: PlaceholderDates = hot_dates.keys().copied().collect();
            grouping.placeholders = dates.clone();
            let only = if hot_dates.is_empty() { namesakes(&undated, Alike::Wholly) } else { None };
            self.search_again(
                &turns.by_year,
                Anchors::Undated(&dates),
                without_date,
                only.as_deref(),
                cache,
                grouping,
            )?;
        }
        let masked = records.masked();
        if !turns.by_digits.is_empty() && masked.count() > 0 {
            let only = namesakes(&masked, Alike::ByNames);
            self.search_again(
                &turns.by_digits,
                Anchors::Masked,
                masked.count(),
                only.as_deref(),
                cache,
                grouping,
            )?;
        }
        Ok(())
    }

    /// A search that is about so many rows alone; among all rows, or only these.
    fn search_again(
        &self,
        rules: &[Rule],
        anchors: Anchors<'_>,
        count: u64,
        only: Option<&[u64]>,
        cache: &RowCache,
        grouping: &mut Grouping<'_>,
    ) -> Result<(), RollsError> {
        let mut again = RollRecords::new(self.roll, self.run, self.law.row_rules(), rules.to_vec(), None);
        again.cache = Some(cache);
        again.anchors = Some(anchors);
        again.only = only;
        // A filter of the anchors saves memory where these are few.
        let are_few = count < self.roll.rows_taken() / 4;
        search(&again, grouping, if are_few { Groups::Touching } else { Groups::Within })
    }

    /// Addresses with many voters, counted exactly in a second pass where the first gives reason to.
    fn crowds(
        &self,
        addresses: &AddressCounts,
        marks: Option<&RowMarks>,
        reader: &EvidenceReader<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), RollsError> {
        let level = self.law.unusual.addresses_false_alarm_rate;
        let Some(usual) = addresses.usual(level) else {
            outcome.findings.push(not_made("ROLL-022", "rolls.why.too_few_addresses"));
            return Ok(());
        };
        let judged = Object::new()
            .with("false_alarm_rate", level)
            .with("families", 1_u64)
            .with("median", Value::derived(usual.median))
            .with("least_named", Value::derived(usual.threshold));
        outcome.judged.insert(Code::ManyAtAddress.word(), judged);
        if !addresses.any_at_least(usual.threshold) {
            return Ok(());
        }
        let row_rules = self.law.row_rules();
        let make =
            || CrowdCounter::new(self.roll, addresses, usual, self.samples(), self.run.seed, row_rules);
        let taken = self.roll.rows_taken();
        let only = marks.and_then(|marks| marks.rows_with(&addresses.marks_from(usual.threshold), taken));
        let parts = match only {
            Some(rows) => self.roll.visit(self.run, self.run.threads, &rows, &make)?,
            None => self.roll.scan(self.run, self.run.threads, Part::All, Look::AtAll, &make)?,
        };
        let crowds = CrowdCounter::crowds(parts);
        let mask = MaskKey::new(&self.run.key);
        let token = |key: &[u8]| {
            let text = String::from_utf8_lossy(key);
            let name = FullName { surname: &text, given_name: "", patronymic: "" };
            mask.token_of_name(&name, None).to_string()
        };
        let findings: Vec<Finding> = row_findings::crowds(&crowds, usual, reader, &token)?;
        if !findings.is_empty() {
            let count = outcome.counts.entry(Code::ManyAtAddress).or_default();
            count.groups += crowds.len() as u64;
            count.rows += crowds.values().map(|crowd| crowd.voters).sum::<u64>();
        }
        outcome.findings.extend(findings);
        Ok(())
    }
}
