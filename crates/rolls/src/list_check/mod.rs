//! The check of lists: groups of rows that share a key, in as few passes over the lists as possible, and on the way whatever
//! else is counted of every row.

mod counted;
mod crowds;
mod turns;

use std::sync::OnceLock;

use tizim_evidence::Run;
use tizim_people::MaskKey;

use crate::admitted::Admission;
use crate::agreement::bearers::Reading;
use crate::agreement::rules::Seen;
use crate::counts::chance::placeholders;
use crate::counts::heaped::said_of_dates;
use crate::counts::precincts;
use crate::counts::row_summary::RowSummary;
use crate::findings::collector::Collector;
use crate::findings::outcome::Outcome;
use crate::findings::{files_alike, row_findings};
use crate::law::RollRules;
use crate::lists::evidence::EvidenceReader;
use crate::lists::roll::Roll;
use crate::lists::row_cache::RowCache;
use crate::past::Past;
use crate::search::find::{first_groups, search};
use crate::search::group_check::GroupCheck;
use crate::search::grouping::{Grouping, placeholder_dates};
use crate::search::records::RollRecords;
use crate::verdict::group::GroupRules;
use crate::verdict::written::VerdictWriter;
use crate::{Checks, DuplicateSink, Options, PrecinctCounts, RollsError, Rule, Rules};

use counted::Counted;
use turns::Turns;

/// Rows of evidence that an aggregated finding shows.
const SAMPLES: usize = 20;
/// The same with `detail`.
const DETAILED_SAMPLES: usize = 10_000;

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

impl ListCheck<'_> {
    /// Checks the lists, and puts what was found into `outcome`.
    pub(crate) fn check(
        &self,
        sink: &mut dyn DuplicateSink,
        outcome: &mut Outcome,
    ) -> Result<(), RollsError> {
        let Self { law, options, run, roll, rules, .. } = *self;
        let turns = Turns::of(rules);
        let mut counted = Counted::of(self, &turns);
        let cache = self.cache();
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
        let watched = counted.watched(self, &turns);
        let mut records = RollRecords::new(roll, run, law.row_rules(), turns.first.clone(), watched);
        records.cache = Some(&cache);
        records.noted = Some(files_alike::noted(roll, rules));
        records.precincts = self.precincts;
        self.first_search(&mut records, &mut grouping)?;
        outcome.rows = roll.rows_taken();
        outcome.coverage = records.coverage();
        let hot_dates = placeholders(&records.dates());
        let name_marks = counted.name_marks.as_ref();
        self.further_searches(&turns, &records, &hot_dates, name_marks, &cache, &mut grouping)?;
        outcome.findings.extend(files_alike::blind(roll, &records.notes()));
        let (undated, masked) = (records.undated(), records.masked());
        let regions = told_apart.get_or_init(|| records.told_apart());
        outcome.summary = RowSummary::of(records.into_seen(), regions);
        self.refuse_precinct_in_each_row(&outcome.summary)?;
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
            names: counted.names.as_ref(),
            marks: name_marks,
            undated: &undated,
            counts_undated: rules.contains(&Rule::NameDate),
            masked: &masked,
            reading: Reading { reader, regions: &law.regions, placeholders: &placeholders, seed: run.seed },
        };
        outcome.chance = seen.chance(rules, &mut grouping.agreeing)?;
        counted.forget_names();
        self.told(grouping, outcome);
        if options.checks == Checks::All {
            let admission = Admission { law, run, reader: &reader, regions, samples: self.samples() };
            outcome.findings.extend(admission.check(&mut outcome.counts)?);
            self.of_single_rows(&counted, &reader, outcome)?;
        }
        Ok(())
    }

    /// Rows that are kept from the first pass on, with their addresses: versions of a list are told apart by these as well.
    fn cache(&self) -> RowCache {
        RowCache::new(usize::try_from(self.run.memory / 16 * 3).unwrap_or(usize::MAX), true)
    }

    /// The pass over all rows, in which groups are sought where any rule of the first turn can be applied.
    fn first_search(
        &self,
        records: &mut RollRecords<'_>,
        grouping: &mut Grouping<'_>,
    ) -> Result<(), RollsError> {
        records.cover(Rules::of(self.rules.iter().copied()));
        if records.chosen.is_empty() {
            return records.check_only();
        }
        let groups = first_groups(self.options.scope, records);
        search(records, grouping, groups)
    }

    /// A column with another value in nearly every row states no precinct.
    fn refuse_precinct_in_each_row(&self, summary: &RowSummary) -> Result<(), RollsError> {
        let Some((file, precincts)) = summary.precinct_in_each_row() else { return Ok(()) };
        Err(RollsError::PrecinctInEachRow { file: self.roll.files[file].info.name.to_owned(), precincts })
    }

    /// What the groups came to.
    fn told(&self, grouping: Grouping<'_>, outcome: &mut Outcome) {
        let copies = grouping.copies;
        let collected = grouping.collector.finish();
        outcome.findings.extend(collected.findings);
        outcome.findings.extend(files_alike::given_twice(&copies, &self.roll.infos(), collected.copies));
        outcome.counts = collected.counts;
        outcome.past = collected.past;
        outcome.crossings = collected.crossings;
    }

    /// The checks of single rows and of addresses.
    fn of_single_rows(
        &self,
        counted: &Counted,
        reader: &EvidenceReader<'_>,
        outcome: &mut Outcome,
    ) -> Result<(), RollsError> {
        let faults = row_findings::faults(&outcome.summary.precincts, reader, &mut outcome.counts)?;
        outcome.findings.extend(faults);
        match &counted.addresses {
            Some(addresses) => self.crowds(addresses, counted.address_marks.as_ref(), reader, outcome),
            None => Ok(()),
        }
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
}
