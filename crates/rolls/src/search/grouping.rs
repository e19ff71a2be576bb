//! From the search to the collector: groups are put on dockets, judged, and collected in their order.

use std::collections::BTreeMap;
use std::sync::Arc;

use tizim_dedup::{Found, HotKey};
use tizim_evidence::{Finding, Message, Persons, Severity, Subject};
use tizim_people::BirthDate;
use tizim_people::names::DIVIDER;

use crate::findings::collector::Collector;
use crate::findings::words;
use crate::search::docket::{Docket, Judges};
use crate::search::judging::{Agreeing, Judging, PlaceholderDates};
use crate::{Code, RollsError, Rule, Scope};

/// Hot keys that are reported one by one.
const MOST_HOT_KEYS: usize = 100;

/// Takes groups from the search.
pub(crate) struct Grouping<'a> {
    /// The rules of the present search, by their numbers.
    pub(crate) rules: Vec<Rule>,
    pub(crate) judging: &'a Judging<'a>,
    pub(crate) placeholders: Arc<PlaceholderDates>,
    pub(crate) collector: Collector<'a>,
    pub(crate) agreeing: BTreeMap<Rule, Agreeing>,
    pub(crate) hot: Vec<Finding>,
    pub(crate) hot_keys: u64,
    /// Groups that wait.
    docket: Docket,
}

impl<'a> Grouping<'a> {
    pub(crate) fn new(judging: &'a Judging<'a>, collector: Collector<'a>) -> Self {
        Self {
            rules: Vec::new(),
            judging,
            placeholders: Arc::default(),
            collector,
            agreeing: BTreeMap::new(),
            hot: Vec::new(),
            hot_keys: 0,
            docket: Docket::default(),
        }
    }

    /// Takes one result of the search.
    pub(crate) fn take(&mut self, found: Found<'_>, judges: &mut Judges<'_, '_>) -> Result<(), RollsError> {
        let Some(rule) = self.rules.get(found.rule()).copied() else { return Ok(()) };
        match found {
            Found::Group(group) => {
                let is_wanted = |rows: &[u64]| {
                    self.judging.scope == Scope::All || self.judging.reader.roll.are_across(rows)
                };
                self.docket.add(rule, group.positions, is_wanted);
                if self.docket.is_full() { self.next(judges) } else { Ok(()) }
            }
            Found::HotKey(hot) => self.hot_key(rule, &hot),
        }
    }

    /// Has judged what waits, and collects what was judged before it.
    fn next(&mut self, judges: &mut Judges<'_, '_>) -> Result<(), RollsError> {
        let judged = judges.next(std::mem::take(&mut self.docket), &self.placeholders)?;
        self.collect(judged)
    }

    /// Has judged all that is left, and collects it.
    pub(crate) fn finish(&mut self, judges: &mut Judges<'_, '_>) -> Result<(), RollsError> {
        self.next(judges)?;
        let judged = judges.end()?;
        self.collect(judged)
    }

    /// Takes what came of groups, in their order.
    fn collect(&mut self, mut judged: Docket) -> Result<(), RollsError> {
        for part in judged.parts() {
            for (rule, pairs) in &part.agreeing {
                self.agreeing.entry(*rule).or_default().add(pairs);
            }
            for case in &part.cases.all {
                self.collector.take(case, &part.cases)?;
            }
        }
        judged.clear();
        self.docket = judged;
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
                .with("rows", Persons(hot.count))
                .with("shape", shape.clone()),
        )
        .counting_persons(Persons(hot.count))
        .figure("rows", Persons(hot.count))
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
