//! What is told of the pairs, put together: counts, and the document. Everywhere it is said that a pair is a lead.

use std::collections::BTreeMap;

use tizim_evidence::{Audit, Message, Object, Persons, Value};
use tizim_linkage::{Linkage, Linked, ScoredPair, Settings};

use super::commonness::Chanced;
use super::gathering::Gathered;
use super::joined::Joined;
use super::judging::{Judgement, Lawfulness};
use super::reading::Read;
use super::{LinkOptions, LinkedLists, ReviewPair, quality};
use super::{charts, lines, shown, tables};
use crate::findings::report;
use crate::law::RollRules;
use crate::past::told::PastCounts;
use crate::past::{Past, Since};
use crate::{Code, ListInput};

/// What is known when all is done.
pub(super) struct Told<'a, 'r> {
    pub(super) lists: &'a [ListInput],
    pub(super) law: &'a RollRules,
    pub(super) settings: &'a Settings,
    pub(super) options: &'a LinkOptions,
    pub(super) linkage: &'a Linkage<'r>,
    pub(super) linked: &'a Linked,
    /// The number of each pair.
    pub(super) numbers: &'a [u64],
    pub(super) gathered: &'a Gathered,
    pub(super) read: &'a Read,
    pub(super) past: Past<'a>,
    pub(super) review: &'a [ReviewPair],
    pub(super) chanced: &'a Chanced,
}

/// How many pairs and rows a code has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) pairs: u64,
    pub(super) lawful: u64,
    pub(super) explained: u64,
    pub(super) any_three: u64,
    /// Pairs that decisions have cleared; they are not among the others.
    pub(super) cleared: u64,
}

/// Puts together everything that is told.
pub(super) fn told(told: &Told<'_, '_>) -> LinkedLists {
    let counts = told.counts();
    let mut audit = Audit::new("tizim-rolls-link/1", Message::new("rolls.link.title"));
    let joined = Joined::of(told);
    told.summary(&mut audit, &counts, &joined);
    audit.exhibits.push(tables::codes(&counts));
    audit.exhibits.extend(charts::distribution(told));
    audit.exhibits.push(tables::model(told));
    told.quality(&mut audit);
    let leads = told.leads();
    audit.exhibits.extend(charts::waterfall(told, &leads));
    audit.exhibits.push(tables::waterfall(told, &leads));
    audit.notes.push(Message::new("rolls.link.lead"));
    audit.notes.push(Message::new("rolls.link.note.model"));
    audit.notes.push(Message::new("rolls.note.entries"));
    audit.findings = told.findings(&leads);
    audit.findings.extend(told.limits());
    told.document(&mut audit, &counts, &joined);
    told.tell_past(&mut audit, &joined);
    audit.sort_findings();
    let (pairs, households) = lines::pairs(told);
    LinkedLists {
        audit,
        columns: told.linked.model.columns.iter().map(|column| column.name.clone()).collect(),
        pairs,
        households,
        clusters: lines::clusters(told, &joined),
        closed: joined.closed,
        model: told.linked.model.clone(),
        review: told.options.review.map(|_| told.reviewed()),
    }
}

impl Told<'_, '_> {
    pub(super) fn judged(&self) -> impl Iterator<Item = (&ScoredPair, &Judgement)> {
        self.linked.pairs.iter().zip(&self.gathered.judgements)
    }

    fn counts(&self) -> BTreeMap<Code, Count> {
        let mut counts: BTreeMap<Code, Count> = BTreeMap::new();
        for (_, judgement) in self.judged() {
            let count = counts.entry(judgement.code).or_default();
            if judgement.is_cleared() {
                count.cleared += 1;
                continue;
            }
            count.pairs += 1;
            count.lawful += u64::from(judgement.lawfulness == Lawfulness::Lawful);
            count.explained += u64::from(judgement.lawfulness == Lawfulness::Explained);
            count.any_three += u64::from(judgement.agreement.any_three());
        }
        counts
    }

    pub(super) fn rows(&self) -> u64 {
        self.read.records.len() as u64
    }

    /// The sample for checking by hand, as a table of its own.
    fn reviewed(&self) -> Audit {
        let mut audit = Audit::new("tizim-rolls-link-review/1", Message::new("rolls.link.table.review"));
        audit.looks_for_nothing = true;
        audit.summary.push(Message::new("rolls.link.review"));
        audit.exhibits.push(quality::review_table(self.review));
        audit
    }

    /// What is known of the pairs from before.
    fn tell_past(&self, audit: &mut Audit, joined: &Joined) {
        let mut counts = PastCounts::default();
        counts.closed = joined.closed.len() as u64;
        for (pair, judgement) in self.judged() {
            counts.count(judgement.code, judgement.standing, self.since(pair));
        }
        counts.tell(audit, &self.past);
    }

    /// Whether the earlier run had a pair, where one is known.
    pub(super) fn since(&self, pair: &ScoredPair) -> Option<Since> {
        let earlier = self.past.earlier?;
        let token = |row| self.gathered.rows.get(&row).map(|seen| seen.token);
        Some(earlier.since(token(pair.left)?, token(pair.right)?))
    }

    fn document(&self, audit: &mut Audit, counts: &BTreeMap<Code, Count>, joined: &Joined) {
        let one = |(code, count): (&Code, &Count)| {
            let object = Object::new()
                .with("pairs", Persons(count.pairs))
                .with("lawful", Persons(count.lawful))
                .with("explained", Persons(count.explained))
                .with("any_three_of_adgn", Persons(count.any_three))
                .with("cleared", Persons(count.cleared));
            (code.word(), object)
        };
        let rows: u64 = joined.clusters.iter().map(|(_, rows)| rows.len() as u64).sum();
        let limits = self.limits_in_words().into_iter().map(|(code, _)| Value::from(code));
        audit.document.insert("lead", "a lead, not a finding");
        audit.document.insert("lists", report::lists(self.lists));
        audit.document.insert("threshold", Value::stated(self.settings.threshold));
        audit.document.insert("counts", counts.iter().map(one).collect::<Object>());
        audit.document.insert(
            "clusters",
            Object::new()
                .with("clusters", Persons(joined.clusters.len() as u64))
                .with("rows", Persons(rows))
                .with("refused_pairs", Persons(self.linked.clusters.refused.len() as u64)),
        );
        audit.document.insert("coverage", shown::coverage(&self.linked.coverage));
        audit
            .document
            .insert("model", shown::model(&self.linked.model).with("given", self.options.model.is_some()));
        audit.document.insert("limits", Value::List(limits.collect()));
    }
}
