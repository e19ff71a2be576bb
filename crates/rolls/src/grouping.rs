//! From groups of positions to judged cases: the rows of many groups are read back together, in the order of the files.

use std::collections::{BTreeMap, BTreeSet};

use tizim_dedup::{Found, HotKey};
use tizim_evidence::{Finding, Message, Severity, Subject};
use tizim_people::{BirthDate, MaskKey};

use crate::collector::Collector;
use crate::entry::Entry;
use crate::evidence::EvidenceReader;
use crate::identity::{self, Placeholders};
use crate::judged::{Judged, judged};
use crate::{Code, RollsError, Rule, Rules, words};

/// Rows that are read back at one time.
const BATCH: usize = 65_536;
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
    threads: usize,
    waiting: Vec<(Rule, Vec<u64>)>,
    rows: usize,
}

/// What judging a group takes.
pub(crate) struct Judging<'a> {
    /// All rules of the check.
    pub(crate) chosen: Rules,
    pub(crate) reader: EvidenceReader<'a>,
    pub(crate) mask: MaskKey,
    pub(crate) placeholders: PlaceholderDates,
}

/// What came of some of the groups that waited.
#[derive(Default)]
struct Part {
    cases: Vec<Judged>,
    agreeing: BTreeMap<Rule, Agreeing>,
}

impl Judging<'_> {
    /// Judges some groups.
    fn part(&self, groups: &[(Rule, Vec<u64>)]) -> Result<Part, RollsError> {
        let mut positions: Vec<u64> =
            groups.iter().flat_map(|(_, positions)| positions.iter().copied()).collect();
        positions.sort_unstable();
        positions.dedup();
        let entries = self.reader.entries(&positions)?;
        let find = |position: &u64| entries.binary_search_by_key(position, |entry| entry.position).ok();
        let mut part = Part::default();
        for (rule, positions) in groups {
            let rows: Vec<&Entry> = positions.iter().filter_map(find).map(|index| &entries[index]).collect();
            self.judge(*rule, &rows, &mut part);
        }
        Ok(part)
    }

    fn judge(&self, rule: Rule, rows: &[&Entry], part: &mut Part) {
        let Some(first) = rows.first() else { return };
        if rule == Rule::NameDate && first.birth_date.is_some_and(|date| self.placeholders.is_date(date)) {
            return;
        }
        if rule != Rule::Iin {
            part.agreeing.entry(rule).or_default().add(&self.pairs(rule, rows));
        }
        let parted = identity::part(rule, self.chosen, rows, &self.placeholders);
        part.cases.extend(judged(rule, &parted, rows, self.reader.law, &self.mask, self.reader.reveal));
    }

    /// Pairs of rows that agree under a rule by name.
    fn pairs(&self, rule: Rule, rows: &[&Entry]) -> Agreeing {
        let pairs = |count: u64| count * count.saturating_sub(1) / 2;
        let settled = |rows: &[&Entry]| -> u64 {
            let mut holders: BTreeMap<u64, u64> = BTreeMap::new();
            for iin in rows.iter().filter_map(|entry| entry.number.valid()) {
                *holders.entry(iin.number()).or_default() += 1;
            }
            holders.into_values().map(pairs).sum()
        };
        let all = pairs(rows.len() as u64);
        let mut open = all - settled(rows);
        if rule > Rule::NameDate {
            // Two whole dates settle a pair, one way or the other.
            let dated: Vec<&Entry> = rows
                .iter()
                .copied()
                .filter(|entry| entry.written_date().is_some_and(|date| !self.placeholders.is_date(date)))
                .collect();
            open -= pairs(dated.len() as u64) - settled(&dated);
        }
        let year = rows.first().and_then(|entry| entry.birth_date).map(BirthDate::year);
        Agreeing { open, by_year: year.map(|year| (year, all)).into_iter().collect() }
    }
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
        Self {
            rules: Vec::new(),
            judging,
            collector,
            agreeing: BTreeMap::new(),
            hot: Vec::new(),
            hot_keys: 0,
            threads: threads.max(1),
            waiting: Vec::new(),
            rows: 0,
        }
    }

    /// Takes one result of the search.
    pub(crate) fn take(&mut self, found: Found<'_>) -> Result<(), RollsError> {
        let Some(rule) = self.rules.get(found.rule()).copied() else { return Ok(()) };
        match found {
            Found::Group(group) => {
                let positions: Vec<u64> = group.positions.iter().map(|position| position.0).collect();
                self.rows += positions.len();
                self.waiting.push((rule, positions));
                if self.rows >= BATCH { self.flush() } else { Ok(()) }
            }
            Found::HotKey(hot) => self.hot_key(rule, &hot),
        }
    }

    /// Judges what waits: in parallel, each worker a stretch, taken in their order.
    pub(crate) fn flush(&mut self) -> Result<(), RollsError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.rows = 0;
        let stretch = waiting.len().div_ceil(self.threads).max(64);
        let judging = &self.judging;
        let parts: Vec<Result<Part, RollsError>> = std::thread::scope(|scope| {
            let mut stretches = waiting.chunks(stretch);
            let first = stretches.next();
            let others: Vec<_> = stretches.map(|groups| scope.spawn(move || judging.part(groups))).collect();
            let first = first.map(|groups| judging.part(groups));
            let others = others.into_iter().map(|worker| match worker.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            first.into_iter().chain(others).collect()
        });
        for part in parts {
            let part = part?;
            for (rule, agreeing) in &part.agreeing {
                self.agreeing.entry(*rule).or_default().add(agreeing);
            }
            for case in &part.cases {
                self.collector.take(case)?;
            }
        }
        Ok(())
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
            let names = hot.key.rsplitn(2, |byte| *byte == 0x1f).last().unwrap_or_default();
            let words: Vec<u8> = names.iter().map(|byte| if *byte == 0x1f { b' ' } else { *byte }).collect();
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
