//! From the search to the collector: groups are put together, judged, and collected in their order.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tizim_dedup::{Found, HotKey};
use tizim_evidence::{Finding, Message, Persons, Severity, Subject};
use tizim_people::BirthDate;
use tizim_people::names::DIVIDER;

use crate::findings::collector::Collector;
use crate::findings::{shown, words};
use crate::persons::placeholders::PlaceholderDates;
use crate::search::group_batch::GroupBatch;
use crate::search::group_check::{GroupCheck, SliceVerdicts};
use crate::verdict::agreeing::AgreeingPairs;
use crate::verdict::copies::Copies;
use crate::{Code, RollsError, Rule, Scope};

/// Hot keys that are reported one by one.
const MOST_HOT_KEYS: usize = 100;

/// Takes groups from the search.
pub(crate) struct Grouping<'a> {
    /// The rules of the present search, by their numbers.
    pub(crate) rules: Vec<Rule>,
    pub(crate) check: &'a GroupCheck<'a>,
    scope: Scope,
    /// Dates that say nothing, as far as they are known when the first group comes.
    pub(crate) placeholders: PlaceholderDates,
    /// Files that hold one list.
    pub(crate) copies: Copies,
    pub(crate) collector: Collector<'a>,
    pub(crate) agreeing: BTreeMap<Rule, AgreeingPairs>,
    pub(crate) hot: Vec<Finding>,
    pub(crate) hot_keys: u64,
    /// Groups that wait.
    batch: GroupBatch,
    room: Vec<Mutex<SliceVerdicts>>,
}

impl<'a> Grouping<'a> {
    pub(crate) fn new(check: &'a GroupCheck<'a>, scope: Scope, collector: Collector<'a>) -> Self {
        Self {
            rules: Vec::new(),
            check,
            scope,
            placeholders: PlaceholderDates::default(),
            copies: Copies::default(),
            collector,
            agreeing: BTreeMap::new(),
            hot: Vec::new(),
            hot_keys: 0,
            batch: GroupBatch::default(),
            room: Vec::new(),
        }
    }

    /// Takes one result of the search.
    pub(crate) fn take(&mut self, found: Found<'_>) -> Result<(), RollsError> {
        let Some(rule) = self.rules.get(found.rule()).copied() else { return Ok(()) };
        match found {
            Found::Group(group) => {
                let roll = self.check.reader.roll;
                let is_wanted = |rows: &[u64]| self.scope == Scope::All || roll.are_across(rows);
                self.batch.add(rule, group.positions, is_wanted);
                if self.batch.is_full() { self.judge() } else { Ok(()) }
            }
            Found::HotKey(hot) => self.hot_key(rule, &hot),
        }
    }

    /// Has judged what waits, and collects what came of it in its order.
    pub(crate) fn judge(&mut self) -> Result<(), RollsError> {
        for slice in self.check.batch(&self.batch, &self.placeholders, &self.copies, &mut self.room)? {
            for (rule, pairs) in &slice.agreeing {
                self.agreeing.entry(*rule).or_default().add(pairs);
            }
            for verdict in &slice.written.all {
                self.collector.take(verdict, &slice.written)?;
            }
        }
        self.batch.clear();
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
        } else if rule == Rule::Identifier {
            tizim_tables::shape_of_bytes(hot.key)
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
                .with("rule", shown::rule(rule))
                .with("rows", Persons(hot.count))
                .with("shape", shape.clone()),
        )
        .counting_persons(Persons(hot.count))
        .figure("rows", Persons(hot.count))
        .figure("shape", shape)
        .figure("check", rule.word())
        .shown_by(self.check.reader.places(&[hot.first.0])?)
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
        .titled(
            Message::new("rolls.placeholder_dates").with("dates", dates.len()).with("rows", Persons(rows)),
        )
        .counting_persons(Persons(rows))
        .figure("rows", Persons(rows))
        .figure("dates", dates.len())
        .figure("check", Rule::NameDate.word())
        .under("placeholders-form-no-key", None)
        .unless(Message::new(words::PLACEHOLDER_DATES_UNLESS))
    })
}
