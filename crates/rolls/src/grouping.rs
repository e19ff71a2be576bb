//! From groups of positions to judged cases: the rows of many groups are read back together, in the order of the files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tizim_dedup::{Found, HotKey};
use tizim_evidence::{Finding, Message, Severity, Subject};
use tizim_people::names::DIVIDER;
use tizim_people::{BirthDate, MaskKey};

use crate::collector::Collector;
use crate::entry::Entry;
use crate::evidence::{Desk, EvidenceReader, Lookup};
use crate::identity::{self, Placeholders};
use crate::judged::{Bench, Cases};
use crate::verdict::Applicable;
use crate::{Code, LineForm, RollsError, Rule, Rules, Scope, words};

/// Rows that are read back at one time.
const BATCH: usize = 65_536;
/// Rows that are worth a stretch.
const LEAST: usize = 256;
/// Stretches for each worker, so that all end together, and the rows of one stay in a core's own cache.
const STRETCHES: usize = 32;
/// Hot keys that are reported one by one.
const MOST_HOT_KEYS: usize = 100;

/// Pairs of rows that agree under a rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Agreeing {
    /// Pairs that are not one person by the number.
    pub(crate) open: u64,
    /// All pairs by birth year.
    pub(crate) by_year: BTreeMap<u16, u64>,
}

/// Birth dates that say nothing.
#[derive(Debug, Default, Clone)]
pub(crate) struct PlaceholderDates(pub(crate) BTreeSet<BirthDate>);

impl Placeholders for PlaceholderDates {
    fn is_date(&self, date: BirthDate) -> bool {
        self.0.contains(&date)
    }
}

/// Takes groups from the search.
pub(crate) struct Grouping<'a> {
    /// The rules of the present search, by their numbers.
    pub(crate) rules: Vec<Rule>,
    pub(crate) judging: Judging<'a>,
    pub(crate) collector: Collector<'a>,
    pub(crate) agreeing: BTreeMap<Rule, Agreeing>,
    pub(crate) hot: Vec<Finding>,
    pub(crate) hot_keys: u64,
    waiting: Waiting,
    workers: Vec<Worker<'a>>,
    /// What came of the groups before, not yet collected.
    judged: Vec<Part>,
    /// Parts to be used again.
    spare: Vec<Part>,
}

/// What a worker uses again for each stretch of groups.
struct Worker<'a> {
    desk: Desk<'a>,
    lookup: Lookup,
}

/// Groups that wait to be judged together.
#[derive(Default)]
struct Waiting {
    positions: Vec<u64>,
    /// The rule of each group, and where it ends among the positions.
    groups: Vec<(Rule, usize)>,
}

impl Waiting {
    /// The groups in stretches of about equally many rows.
    fn stretches(&self, count: usize) -> Vec<Stretch<'_>> {
        let rows = self.positions.len().div_ceil(count).max(LEAST);
        let mut stretches = Vec::with_capacity(count);
        let (mut start, mut groups) = (0, self.groups.as_slice());
        while !groups.is_empty() {
            let count = groups.partition_point(|(_, end)| *end < start + rows) + 1;
            let (these, others) = groups.split_at(count.min(groups.len()));
            let end = these.last().map_or(start, |(_, end)| *end);
            stretches.push(Stretch { start, positions: &self.positions[start..end], groups: these });
            (start, groups) = (end, others);
        }
        stretches
    }
}

/// Some of the groups that wait.
struct Stretch<'w> {
    /// Where its positions begin among all.
    start: usize,
    positions: &'w [u64],
    groups: &'w [(Rule, usize)],
}

/// What judging a group takes.
pub(crate) struct Judging<'a> {
    /// All rules of the check.
    pub(crate) chosen: Rules,
    pub(crate) reader: EvidenceReader<'a>,
    pub(crate) mask: MaskKey,
    pub(crate) placeholders: PlaceholderDates,
    /// Kinds of precincts by what identifies a precinct.
    pub(crate) precinct_kinds: BTreeMap<String, String>,
    pub(crate) applicable: Applicable,
    pub(crate) scope: Scope,
    /// The form of a line.
    pub(crate) form: LineForm,
}

/// What came of some of the groups that waited.
#[derive(Default)]
struct Part {
    cases: Cases,
    agreeing: BTreeMap<Rule, Agreeing>,
}

impl Part {
    fn clear(&mut self) {
        self.cases.clear();
        self.agreeing.clear();
    }
}

impl Judging<'_> {
    /// Judges some groups.
    fn part(
        &self,
        stretch: &Stretch<'_>,
        worker: &mut Worker<'_>,
        part: &mut Part,
    ) -> Result<(), RollsError> {
        let reader = &self.reader;
        let Worker { desk, lookup } = worker;
        let bench = Bench {
            law: reader.law,
            applicable: &self.applicable,
            roll: reader.roll,
            mask: &self.mask,
            reveal: reader.reveal,
            precinct_kinds: &self.precinct_kinds,
            scope: self.scope,
            form: self.form,
        };
        let rows = reader.rows(stretch.positions, lookup)?;
        desk.places.next_batch();
        part.clear();
        let mut entries: Vec<Entry<'_>> = Vec::new();
        let mut place = 0;
        for (rule, end) in stretch.groups {
            entries.clear();
            while place < end - stretch.start {
                if let Some(row) = rows.row(place) {
                    let entry = reader.entry(&row, entries.last(), desk)?;
                    entries.push(entry);
                }
                place += 1;
            }
            self.judge(*rule, &entries, &bench, part);
        }
        Ok(())
    }

    fn judge(&self, rule: Rule, rows: &[Entry<'_>], bench: &Bench<'_>, part: &mut Part) {
        let Some(first) = rows.first() else { return };
        if rule == Rule::NameDate && first.birth_date.is_some_and(|date| self.placeholders.is_date(date)) {
            return;
        }
        let parted = identity::part(rule, self.chosen, rows, &self.placeholders);
        match rule {
            Rule::Iin => {}
            // Rows of one name agree under this rule where their digits do.
            Rule::NameDigits => {
                let rows_of = |person: &identity::Person| -> Vec<&Entry<'_>> {
                    person.members.iter().filter_map(|index| rows.get(*index)).collect()
                };
                let pairs = |person: &identity::Person| {
                    self.sought_of(&rows_of(person), |rows| pairs(rows.len() as u64))
                };
                part.agreeing.entry(rule).or_default().open += parted.persons.iter().map(pairs).sum::<u64>();
            }
            _ => part.agreeing.entry(rule).or_default().add(&self.pairs(rule, rows)),
        }
        bench.judge(rule, &parted, rows, &mut part.cases);
    }

    /// What is counted of pairs among rows, as far as these are pairs that are sought.
    fn sought_of(&self, rows: &[&Entry<'_>], count: impl Fn(&[&Entry<'_>]) -> u64) -> u64 {
        let all = count(rows);
        if self.scope == Scope::All {
            return all;
        }
        let mut by_list: BTreeMap<usize, Vec<&Entry<'_>>> = BTreeMap::new();
        for row in rows {
            by_list.entry(row.list).or_default().push(row);
        }
        all - by_list.values().map(|rows| count(rows)).sum::<u64>()
    }

    /// Pairs of rows that agree under a rule by name.
    fn pairs(&self, rule: Rule, rows: &[Entry<'_>]) -> Agreeing {
        let rows: Vec<&Entry<'_>> = rows.iter().collect();
        let open = self.sought_of(&rows, |rows| self.open_pairs(rule, rows));
        let all = self.sought_of(&rows, |rows| pairs(rows.len() as u64));
        let year = rows.first().and_then(|entry| entry.birth_date).map(BirthDate::year);
        Agreeing { open, by_year: year.map(|year| (year, all)).into_iter().collect() }
    }

    /// Of pairs of rows that agree under a rule by name, those that are not shown to be one person, or two, otherwise.
    fn open_pairs(&self, rule: Rule, rows: &[&Entry<'_>]) -> u64 {
        let settled = |rows: &[&Entry<'_>]| -> u64 {
            let mut holders: BTreeMap<u64, u64> = BTreeMap::new();
            for iin in rows.iter().filter_map(|entry| entry.number.valid()) {
                *holders.entry(iin.number()).or_default() += 1;
            }
            holders.into_values().map(pairs).sum()
        };
        let mut open = pairs(rows.len() as u64) - settled(rows);
        if rule.is_by_year() {
            // Two whole dates settle a pair, one way or the other.
            let dated: Vec<&Entry<'_>> = rows
                .iter()
                .copied()
                .filter(|entry| entry.written_date().is_some_and(|date| !self.placeholders.is_date(date)))
                .collect();
            open -= pairs(dated.len() as u64) - settled(&dated);
        }
        open
    }
}

/// How many pairs so many rows make.
fn pairs(count: u64) -> u64 {
    count * count.saturating_sub(1) / 2
}

impl Agreeing {
    fn add(&mut self, other: &Self) {
        self.open += other.open;
        for (year, pairs) in &other.by_year {
            *self.by_year.entry(*year).or_default() += pairs;
        }
    }
}

impl<'a> Grouping<'a> {
    pub(crate) fn new(judging: Judging<'a>, collector: Collector<'a>, threads: usize) -> Self {
        let worker = || Worker { desk: judging.reader.desk(), lookup: Lookup::default() };
        let workers = (0..threads.max(1)).map(|_| worker()).collect();
        Self {
            rules: Vec::new(),
            judging,
            collector,
            agreeing: BTreeMap::new(),
            hot: Vec::new(),
            hot_keys: 0,
            waiting: Waiting::default(),
            workers,
            judged: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// Takes one result of the search.
    pub(crate) fn take(&mut self, found: Found<'_>) -> Result<(), RollsError> {
        let Some(rule) = self.rules.get(found.rule()).copied() else { return Ok(()) };
        match found {
            Found::Group(group) => {
                let Waiting { positions, groups } = &mut self.waiting;
                let before = positions.len();
                positions.extend(group.positions.iter().map(|position| position.0));
                if self.judging.scope == Scope::Across
                    && !self.judging.reader.roll.are_across(&positions[before..])
                {
                    positions.truncate(before);
                    return Ok(());
                }
                groups.push((rule, positions.len()));
                if positions.len() >= BATCH { self.flush() } else { Ok(()) }
            }
            Found::HotKey(hot) => self.hot_key(rule, &hot),
        }
    }

    /// Judges what waits, in parallel and in stretches, while what was judged before is collected.
    fn flush(&mut self) -> Result<(), RollsError> {
        let judging = &self.judging;
        let stretches = self.waiting.stretches(STRETCHES * self.workers.len());
        let mut parts = std::mem::take(&mut self.spare);
        parts.resize_with(stretches.len(), Part::default);
        let work: Vec<_> = stretches.iter().zip(&mut parts).map(Mutex::new).collect();
        let next = AtomicUsize::new(0);
        let judge = &|worker: &mut Worker<'a>| -> Result<(), RollsError> {
            while let Some(task) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut task = task.lock().unwrap_or_else(PoisonError::into_inner);
                let (stretch, part) = &mut *task;
                judging.part(stretch, worker, part)?;
            }
            Ok(())
        };
        let outcome = std::thread::scope(|scope| {
            let (first, others) = self.workers.split_at_mut(1);
            let others: Vec<_> = others.iter_mut().map(|worker| scope.spawn(move || judge(worker))).collect();
            let collected = collect(&self.judged, &mut self.collector, &mut self.agreeing);
            let judged = first.iter_mut().try_for_each(judge);
            others.into_iter().fold(collected.and(judged), |outcome, worker| match worker.join() {
                Ok(judged) => outcome.and(judged),
                Err(panic) => std::panic::resume_unwind(panic),
            })
        });
        drop(work);
        self.waiting.positions.clear();
        self.waiting.groups.clear();
        self.spare = std::mem::replace(&mut self.judged, parts);
        outcome
    }

    /// Judges and collects all that is left.
    pub(crate) fn finish(&mut self) -> Result<(), RollsError> {
        self.flush()?;
        self.flush()
    }

    /// A key that too many rows share says nothing of anyone: it is told, and forms no group.
    fn hot_key(&mut self, rule: Rule, hot: &HotKey<'_>) -> Result<(), RollsError> {
        self.hot_keys += 1;
        if self.hot.len() >= MOST_HOT_KEYS {
            return Ok(());
        }
        let shape = if rule == Rule::Iin {
            "999999999999".to_owned()
        } else {
            let names = hot.key.rsplitn(2, |byte| *byte == DIVIDER).last().unwrap_or_default();
            let words: Vec<u8> =
                names.iter().map(|byte| if *byte == DIVIDER { b' ' } else { *byte }).collect();
            tizim_tables::shape_of_bytes(words.trim_ascii())
        };
        let finding = Finding::new(
            Code::NotChecked.word(),
            Severity::Notice,
            Subject::new("check", format!("placeholder in {rule}")),
        )
        .titled(
            Message::new("rolls.placeholder_key")
                .with("rule", rule.word())
                .with("rows", hot.count)
                .with("shape", shape.clone()),
        )
        .counting(hot.count)
        .figure("rows", hot.count)
        .figure("shape", shape)
        .figure("check", rule.word())
        .shown_by(self.judging.reader.places(&[hot.first.0])?)
        .under("placeholders-form-no-key", None)
        .of_persons();
        self.hot.push(finding);
        Ok(())
    }
}

/// Takes what came of groups, in their order.
fn collect(
    parts: &[Part],
    collector: &mut Collector<'_>,
    agreeing: &mut BTreeMap<Rule, Agreeing>,
) -> Result<(), RollsError> {
    for part in parts {
        for (rule, pairs) in &part.agreeing {
            agreeing.entry(*rule).or_default().add(pairs);
        }
        for case in &part.cases.all {
            collector.take(case, &part.cases)?;
        }
    }
    Ok(())
}

/// What birth dates that many rows share are told as.
pub(crate) fn placeholder_dates(dates: &BTreeMap<BirthDate, u64>) -> Option<Finding> {
    let rows: u64 = dates.values().sum();
    (rows > 0).then(|| {
        Finding::new(
            Code::NotChecked.word(),
            Severity::Notice,
            Subject::new("check", "placeholder in birth_date"),
        )
        .titled(Message::new("rolls.placeholder_dates").with("dates", dates.len()).with("rows", rows))
        .counting(rows)
        .figure("rows", rows)
        .figure("dates", dates.len())
        .figure("check", Rule::NameDate.word())
        .under("placeholders-form-no-key", None)
        .unless(Message::new(words::PLACEHOLDER_DATES_UNLESS))
    })
}
