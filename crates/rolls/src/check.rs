//! The entry: everything that is checked together, in as few passes over the lists as possible.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde_json::json;
use tizim_dedup::{Error as SearchError, Part, Scope as Groups, Settings, Stage, Watch, find_groups};
use tizim_evidence::{Audit, Interrupted, Message, Run};
use tizim_people::MaskKey;

use crate::counts::addresses::AddressCounts;
use crate::counts::chance::{Chance, name_and_date, placeholders};
use crate::counts::crowds::CrowdCounter;
use crate::counts::row_checks::{RowSummary, Watched};
use crate::counts::sketch::NameYears;
use crate::counts::{additions, precinct_checks, precincts};
use crate::findings::collector::{CodeCount, Collector};
use crate::findings::not_made::not_made;
use crate::findings::possible;
use crate::findings::report;
use crate::findings::row_findings;
use crate::law::RollRules;
use crate::lists::roll::{Look, Roll};
use crate::row::evidence::EvidenceReader;
use crate::row::harvest::Harvest;
use crate::search::docket::Judges;
use crate::search::grouping::{Grouping, placeholder_dates};
use crate::search::judging::{Judging, PlaceholderDates};
use crate::search::records::{Anchors, RollRecords};
use crate::verdict::pairs::Applicable;
use crate::{Checks, Code, DuplicateSink, Inputs, Options, RollsError, Rule, Rules, Scope};

/// Rows of evidence that an aggregated finding shows.
const SAMPLES: usize = 20;
/// The same with `detail`.
const DETAILED_SAMPLES: usize = 10_000;
/// Memory for each row, and more, that a search in one pass takes for one rule.
const BYTES_PER_ROW: u64 = 16;

/// Checks voter lists and precinct counts: second entries within and across all lists, and the checks of rows and counts.
///
/// Lines about the rows of groups go to `sink` as they are judged; the audit holds findings (a bounded number per code,
/// counts always exact), and `lists`, `counts` and `chance` of the JSON document. The result depends on the input, the
/// profile, the options, the seed and (for tokens) the key of the run; not on threads, memory or the order of passes.
///
/// # Errors
/// [`RollsError`]: nothing given, a file that cannot be read, a sink that fails, a run that was cancelled.
pub fn check(
    inputs: &Inputs<'_>,
    law: &RollRules,
    options: &Options,
    run: &Run,
    sink: &mut dyn DuplicateSink,
) -> Result<Audit, RollsError> {
    if inputs.lists.iter().all(|list| list.files.is_empty()) && inputs.precincts.is_none() {
        return Err(RollsError::NothingGiven);
    }
    let roll = Roll::new(inputs.lists);
    let rules = possible::rules(&roll, options.rules);
    let mut outcome = Outcome::default();
    if !roll.files.is_empty() {
        let work = Work { inputs, law, options, run, roll: &roll, rules: &rules };
        check_lists(work, sink, &mut outcome)?;
        outcome.findings.extend(possible::rules_not_applied(&roll, options.rules));
        outcome.findings.extend(possible::files_in_doubt(inputs.lists, &roll));
    }
    if options.checks == Checks::All {
        if !roll.files.is_empty() {
            outcome.findings.extend(possible::row_checks_not_made(&roll, law, &outcome.summary.totals));
        }
        let precincts = precincts::precincts(inputs.precincts, &outcome.summary.precincts, &roll);
        let mut found = precinct_checks::check(&precincts, law);
        if let Some(judged) = additions::check(&precincts, &law.unusual, run, &mut found)? {
            outcome.judged.insert(Code::AdditionsOutOfLine.word(), judged);
        }
        for finding in &found {
            if let Some(code) = Code::ALL.into_iter().find(|code| code.word() == finding.code) {
                outcome.counts.entry(code).or_default().groups += u64::from(code != Code::NotChecked);
            }
        }
        outcome.findings.extend(found);
    }
    let not_checked =
        outcome.findings.iter().filter(|finding| finding.code == Code::NotChecked.word()).count();
    if not_checked > 0 {
        outcome.counts.entry(Code::NotChecked).or_default().groups = not_checked as u64;
    }
    let mut audit = Audit::new("tizim-rolls/1", Message::new("rolls.title"));
    report::fill(&mut audit, inputs.lists, &outcome, &rules, options.scope);
    audit.document.insert("lists".to_owned(), report::lists(inputs.lists));
    audit.document.insert("counts".to_owned(), report::counts(&outcome.counts));
    audit.document.insert("chance".to_owned(), json!(by_word(&outcome.chance)));
    audit.document.insert("unusual".to_owned(), json!(outcome.judged));
    audit.findings = outcome.findings;
    audit.sort_findings();
    Ok(audit)
}

fn by_word(chance: &BTreeMap<Rule, Chance>) -> BTreeMap<&'static str, Chance> {
    chance.iter().map(|(rule, chance)| (rule.word(), *chance)).collect()
}

/// What was established, before it is put into the shape of an audit.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<tizim_evidence::Finding>,
    pub(crate) counts: BTreeMap<Code, CodeCount>,
    pub(crate) chance: BTreeMap<Rule, Chance>,
    pub(crate) summary: RowSummary,
    pub(crate) rows: u64,
    /// How what no law limits was judged, by code.
    pub(crate) judged: BTreeMap<&'static str, serde_json::Value>,
}

/// What the check of lists works with.
#[derive(Clone, Copy)]
struct Work<'a> {
    inputs: &'a Inputs<'a>,
    law: &'a RollRules,
    options: &'a Options,
    run: &'a Run,
    roll: &'a Roll<'a>,
    rules: &'a [Rule],
}

fn check_lists(
    work: Work<'_>,
    sink: &mut dyn DuplicateSink,
    outcome: &mut Outcome,
) -> Result<(), RollsError> {
    let Work { inputs, law, options, run, roll, rules } = work;
    let all = options.checks == Checks::All;
    let by_date = rules.contains(&Rule::NameDate);
    let names = (all && by_date && options.scope == Scope::All).then(NameYears::new);
    let addresses = (all && possible::has_addresses(roll)).then(AddressCounts::new);
    let samples = if options.detail { DETAILED_SAMPLES } else { SAMPLES };
    let watched = Watched {
        law,
        roll,
        rows: all,
        dates: by_date,
        names: names.as_ref(),
        addresses: addresses.as_ref(),
        samples,
        seed: run.seed,
    };
    // Where whole dates are compared, the rules by year have something to say only of rows that state none; the rule by
    // digits, of rows with masked numbers.
    let later: Vec<Rule> = rules.iter().copied().filter(|rule| by_date && rule.is_by_year()).collect();
    let digits: Vec<Rule> = rules.iter().copied().filter(|rule| *rule == Rule::NameDigits).collect();
    let is_first = |rule: &Rule| !later.contains(rule) && !digits.contains(rule);
    let first: Vec<Rule> = rules.iter().copied().filter(is_first).collect();
    let harvest = Harvest::new(
        usize::try_from(run.memory / 16 * 3).unwrap_or(usize::MAX),
        rules.contains(&Rule::NameYearAddress),
    );
    let reader = EvidenceReader { roll, law, harvest: &harvest, reveal: run.reveal };
    let mask = MaskKey::new(&run.key);
    let collector = Collector::new(law, roll, samples, sink);
    let judging = Judging {
        chosen: Rules::of(rules.iter().copied()),
        reader,
        mask: mask.clone(),
        precinct_kinds: precincts::kinds(inputs.precincts.unwrap_or_default()),
        applicable: Applicable::of(law),
        scope: options.scope,
        form: collector.sink.form(),
    };
    let mut grouping = Grouping::new(&judging, collector);
    let watches = all || by_date;
    let iin_rules = &law.people.iin;
    let mut records = RollRecords::new(roll, run, iin_rules, first, watches.then_some(watched));
    records.harvest = Some(&harvest);
    records.counts_masked = !digits.is_empty();
    if records.chosen.is_empty() {
        records.check_only()?;
    } else {
        let groups = first_groups(options.scope, &records);
        search(&records, &mut grouping, groups)?;
    }
    let hot_dates = placeholders(&records.dates());
    let undated = records.undated() + hot_dates.values().sum::<u64>();
    let taken: u64 =
        roll.files.iter().filter_map(|file| file.table.summary()).map(|file| file.rows.taken).sum();
    // A filter of the anchors saves memory where these are few.
    let groups = |anchors: u64| if anchors < taken / 4 { Groups::Touching } else { Groups::Within };
    if !later.is_empty() && undated > 0 {
        let dates = PlaceholderDates(hot_dates.keys().copied().collect());
        grouping.placeholders = Arc::new(dates.clone());
        let mut again = RollRecords::new(roll, run, iin_rules, later, None);
        again.harvest = Some(&harvest);
        again.anchors = Some(Anchors::Undated(&dates));
        search(&again, &mut grouping, groups(undated))?;
    }
    let masked = records.masked();
    if !digits.is_empty() && masked > 0 {
        let mut again = RollRecords::new(roll, run, iin_rules, digits, None);
        again.harvest = Some(&harvest);
        again.anchors = Some(Anchors::Masked);
        search(&again, &mut grouping, groups(masked))?;
    }
    let hot_dates = placeholders(&records.dates());
    outcome.summary = RowSummary::of(records.into_seen());
    outcome.rows = taken;
    outcome.findings.append(&mut grouping.hot);
    outcome.findings.extend(placeholder_dates(&hot_dates));
    outcome.findings.extend(row_findings::unread_dates(&outcome.summary.unread, samples, &reader)?);
    let estimated = |rule: &Rule| *rule != Rule::Iin && (*rule != Rule::NameDigits || masked > 0);
    for rule in rules.iter().copied().filter(estimated) {
        let agreeing = grouping.agreeing.remove(&rule).unwrap_or_default();
        let chance = match (&names, rule) {
            (Some(sketch), Rule::NameDate) => {
                name_and_date(agreeing.open, &sketch.pairs(), &agreeing.by_year, &outcome.summary.dates)
            }
            _ => Chance::observed(agreeing.open),
        };
        outcome.chance.insert(rule, chance);
    }
    let (findings, counts) = grouping.collector.finish();
    outcome.findings.extend(findings);
    outcome.counts = counts;
    if all {
        outcome.findings.extend(row_findings::faults(
            &outcome.summary.precincts,
            &reader,
            &mut outcome.counts,
        )?);
        if let Some(addresses) = &addresses {
            crowded(&watched, addresses, &reader, run, &mask, outcome)?;
        }
    }
    Ok(())
}

/// Which groups of rows the first search is about: where only those across lists are sought, those with a row on a short
/// list, if these are few.
fn first_groups(scope: Scope, records: &RollRecords<'_>) -> Groups {
    let roll = records.roll;
    // A row has more bytes than it takes as an anchor.
    let are_few = roll.short_bytes() * records.chosen.len() as u64 <= search_memory(records.run) as u64 / 2;
    if scope == Scope::Across && roll.meets_on_short_lists() && are_few {
        Groups::Touching
    } else {
        Groups::Within
    }
}

/// Bytes for a search; the rest is for blocks being read, rows read back, and what the first pass counts.
fn search_memory(run: &Run) -> usize {
    let memory = usize::try_from(run.memory / 4 * 3).unwrap_or(usize::MAX);
    memory.max(tizim_dedup::LEAST_MEMORY)
}

/// Groups, as the search finds them.
fn search(records: &RollRecords<'_>, grouping: &mut Grouping<'_>, groups: Groups) -> Result<(), RollsError> {
    let run = records.run;
    grouping.rules.clone_from(&records.chosen);
    let mut settings = Settings::new(run.key, records.chosen.len());
    settings.memory = search_memory(run);
    settings.threads = run.threads.max(1);
    for (settings, rule) in settings.rules.iter_mut().zip(&records.chosen) {
        settings.hot_above = rule.hot_above();
    }
    settings.scope = groups;
    // It costs memory, and pays where one pass is enough.
    let one_pass = records.roll.estimated_rows().is_some_and(|rows| rows * BYTES_PER_ROW < run.memory);
    settings.anchors_first = groups == Groups::Within && one_pass && records.roll.has_short_lists();
    std::thread::scope(|scope| {
        let mut judges = Judges::new(scope, grouping.judging, settings.threads);
        let mut failure: Option<RollsError> = None;
        let mut begun = false;
        let result = find_groups(records, &settings, &Watching(run), &mut |found| {
            // The first pass is over when the first group comes: dates that are placeholders are known.
            if !std::mem::replace(&mut begun, true) && records.watched.is_some() {
                let dates = placeholders(&records.dates()).into_keys().collect();
                grouping.placeholders = Arc::new(PlaceholderDates(dates));
            }
            if let Some(harvest) = records.harvest {
                harvest.handed_out();
            }
            match grouping.take(found, &mut judges) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failure = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        if let Some(error) = failure {
            return Err(error);
        }
        match result {
            Ok(_) => grouping.finish(&mut judges),
            Err(SearchError::Records(error)) => Err(error),
            Err(SearchError::Cancelled) => Err(Interrupted.into()),
            Err(other) => Err(RollsError::Search { reason: other.to_string() }),
        }
    })
}

/// Addresses with many voters, counted exactly in a second pass where the first gives reason to.
fn crowded(
    watched: &Watched<'_>,
    addresses: &AddressCounts,
    reader: &EvidenceReader<'_>,
    run: &Run,
    mask: &MaskKey,
    outcome: &mut Outcome,
) -> Result<(), RollsError> {
    let level = watched.law.unusual.addresses_false_alarm_rate;
    let Some(usual) = addresses.usual(level) else {
        outcome.findings.push(not_made("ROLL-022", "rolls.why.too_few_addresses"));
        return Ok(());
    };
    let judged = json!({
        "false_alarm_rate": level,
        "families": 1,
        "median": usual.median,
        "least_named": usual.threshold,
    });
    outcome.judged.insert(Code::ManyAtAddress.word(), judged);
    if !addresses.any_at_least(usual.threshold) {
        return Ok(());
    }
    let make = || {
        let iin_rules = &watched.law.people.iin;
        CrowdCounter::new(watched.roll, addresses, usual, watched.samples, watched.seed, iin_rules)
    };
    let crowds = CrowdCounter::crowds(watched.roll.scan(run, run.threads, Part::All, Look::AtAll, &make)?);
    let token = |key: &[u8]| {
        let text = String::from_utf8_lossy(key);
        let name = tizim_people::FullName { surname: &text, given_name: "", patronymic: "" };
        mask.token_of_name(&name, None).to_string()
    };
    let findings = row_findings::crowds(&crowds, usual, reader, &token)?;
    if !findings.is_empty() {
        let count = outcome.counts.entry(Code::ManyAtAddress).or_default();
        count.groups += crowds.len() as u64;
        count.rows += crowds.values().map(|crowd| crowd.voters).sum::<u64>();
    }
    outcome.findings.extend(findings);
    Ok(())
}

/// Progress and cancellation of the search.
struct Watching<'a>(&'a Run);

impl Watch for Watching<'_> {
    fn cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    fn progress(&self, stage: Stage, done: u64, total: Option<u64>) {
        let name = match stage {
            // Reading is told in bytes, by the pass itself.
            Stage::Scanning { .. } => return,
            Stage::Grouping => "grouping",
            _ => "comparing",
        };
        self.0.progress.report(name, done, total.unwrap_or(0));
    }
}
