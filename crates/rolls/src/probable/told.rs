//! What is told of the pairs: counts, findings, tables, the document. Everywhere it is said that a pair is a lead.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tizim_evidence::{Audit, Evidence, Figure, Finding, Message, Object, Persons, Severity, Subject, Value};
use tizim_linkage::{Linkage, Linked, ScoredPair, Settings};

use super::gathering::Gathered;
use super::judging::{Judgement, Lawfulness};
use super::reading::Read;
use super::{LinkOptions, LinkedLists};
use super::{lines, shown, tables};
use crate::findings::collector::MOST_FINDINGS;
use crate::findings::{report, shown as words, words as sentences};
use crate::law::RollRules;
use crate::{Code, ListInput};

/// What is known when all is done.
pub(super) struct Told<'a, 'r> {
    pub(super) lists: &'a [ListInput],
    pub(super) law: &'a RollRules,
    pub(super) settings: &'a Settings,
    pub(super) options: &'a LinkOptions,
    pub(super) linkage: &'a Linkage<'r>,
    pub(super) linked: &'a Linked,
    pub(super) gathered: &'a Gathered,
    pub(super) read: &'a Read,
}

/// How many pairs and rows a code has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) pairs: u64,
    pub(super) lawful: u64,
    pub(super) explained: u64,
    pub(super) any_three: u64,
}

/// Puts together everything that is told.
pub(super) fn told(told: &Told<'_, '_>) -> LinkedLists {
    let counts = told.counts();
    let mut audit = Audit::new("tizim-rolls-link/1", Message::new("rolls.link.title"));
    told.summary(&mut audit, &counts);
    audit.exhibits.push(tables::codes(&counts));
    audit.exhibits.push(tables::model(told));
    let leads = told.leads();
    audit.exhibits.push(tables::waterfall(told, &leads));
    audit.notes.push(Message::new("rolls.link.lead"));
    audit.notes.push(Message::new("rolls.link.note.model"));
    audit.notes.push(Message::new("rolls.note.entries"));
    audit.findings = told.findings(&leads);
    audit.findings.extend(told.limits());
    told.document(&mut audit, &counts);
    audit.sort_findings();
    let (pairs, households) = lines::pairs(told);
    LinkedLists {
        audit,
        columns: told.linked.model.columns.iter().map(|column| column.name.clone()).collect(),
        pairs,
        households,
        clusters: lines::clusters(told),
        model: told.linked.model.clone(),
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
            count.pairs += 1;
            count.lawful += u64::from(judgement.lawfulness == Lawfulness::Lawful);
            count.explained += u64::from(judgement.lawfulness == Lawfulness::Explained);
            count.any_three += u64::from(judgement.agreement.any_three());
        }
        counts
    }

    fn rows(&self) -> u64 {
        self.read.records.len() as u64
    }

    fn summary(&self, audit: &mut Audit, counts: &BTreeMap<Code, Count>) {
        let pairs = |code| counts.get(&code).copied().unwrap_or_default();
        let duplicates = pairs(Code::ProbableDuplicate);
        audit.summary.push(Message::new("rolls.link.lead"));
        audit.summary.push(
            Message::new("rolls.link.summary.pairs")
                .with("rows", Persons(self.rows()))
                .with("lists", self.lists.len())
                .with("pairs", Persons(duplicates.pairs)),
        );
        audit.summary.push(
            Message::new("rolls.link.summary.two_people")
                .with("twins", Persons(pairs(Code::TwinsOrHousehold).pairs))
                .with("generations", Persons(pairs(Code::GenerationApart).pairs)),
        );
        if duplicates.lawful + duplicates.explained > 0 {
            audit.summary.push(
                Message::new("rolls.link.summary.lawful")
                    .with("lawful", Persons(duplicates.lawful))
                    .with("explained", Persons(duplicates.explained)),
            );
        }
        if !self.linked.model.converged {
            audit
                .summary
                .push(Message::new("rolls.link.why.not_converged").with("rounds", self.linked.model.rounds));
        }
        if self.linked.coverage.left_out > 0 {
            audit.summary.push(
                Message::new("rolls.link.why.left_out")
                    .with("pairs", Value::derived(self.linked.coverage.left_out))
                    .with("blocks", Value::derived(self.linked.coverage.unsplit_blocks)),
            );
        }
        self.figures(audit, duplicates);
    }

    fn figures(&self, audit: &mut Audit, duplicates: Count) {
        let figure = |key, label, value: Value| Figure::new(key, Message::new(label), value);
        audit.figures.extend([
            figure("rows", "rolls.figure.rows", Persons(self.rows()).into()),
            figure("pairs", "rolls.link.figure.pairs", Persons(duplicates.pairs).into()),
            figure(
                "clusters",
                "rolls.link.figure.clusters",
                Persons(self.linked.clusters.members.len() as u64).into(),
            ),
            figure(
                "refused",
                "rolls.link.figure.refused",
                Persons(self.linked.clusters.refused.len() as u64).into(),
            ),
            figure("compared", "rolls.link.figure.compared", Value::derived(self.linked.coverage.compared)),
            figure("possible", "rolls.link.figure.possible", Value::derived(self.linked.coverage.possible)),
            figure("any_three", "rolls.link.figure.any_three", Persons(duplicates.any_three).into()),
        ]);
        audit.labels.extend([
            ("probability", Message::new("rolls.link.figure.probability")),
            ("bits", Message::new("rolls.link.figure.bits")),
            ("agreeing", Message::new("rolls.link.figure.agreeing")),
            ("evidence_in_bits", Message::new("rolls.link.figure.evidence_in_bits")),
            ("two_numbers", Message::new("rolls.link.figure.two_numbers")),
            ("second_entry", Message::new("rolls.link.figure.second_entry")),
        ]);
    }

    /// Pairs about which something is told, by code: the gravest and strongest, as many as are kept.
    fn leads(&self) -> Vec<(&ScoredPair, &Judgement)> {
        let mut leads: Vec<_> = self.judged().collect();
        leads.sort_by(|left, right| {
            let order = |(pair, judgement): &(&ScoredPair, &Judgement)| {
                (judgement.code, Reverse(judgement.severity), pair.left, pair.right)
            };
            let (one, other) = (order(left), order(right));
            (one.0, one.1)
                .cmp(&(other.0, other.1))
                .then(right.0.weight.total_cmp(&left.0.weight))
                .then((one.2, one.3).cmp(&(other.2, other.3)))
        });
        leads
    }

    fn findings(&self, leads: &[(&ScoredPair, &Judgement)]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for of_code in leads.chunk_by(|left, right| left.1.code == right.1.code) {
            let (kept, further) = of_code.split_at(of_code.len().min(MOST_FINDINGS));
            findings.extend(kept.iter().map(|(pair, judgement)| self.finding(pair, judgement)));
            if let Some((_, judgement)) = further.first() {
                let count = Persons(further.len() as u64);
                findings.push(
                    Finding::new(
                        judgement.code.word(),
                        judgement.severity,
                        Subject::new("check", "further-pairs"),
                    )
                    .titled(
                        Message::new("rolls.link.further")
                            .with("count", count)
                            .with("code", judgement.code.word()),
                    )
                    .counting_persons(count)
                    .of_persons(),
                );
            }
        }
        findings
    }

    fn finding(&self, pair: &ScoredPair, judgement: &Judgement) -> Finding {
        let explanation = self.linkage.explain(self.linked, pair);
        let (alike, different) = shown::in_words(&explanation.steps);
        let [left, right] = [pair.left, pair.right].map(|row| self.gathered.rows.get(&row));
        let token = left.map_or("", |row| row.token.as_str());
        let title = sentences::title(judgement.code);
        let mut finding =
            Finding::new(judgement.code.word(), judgement.severity, Subject::new("person", token))
                .titled(Message::new(title).with("alike", alike).with("different", different))
                .figure("probability", Value::derived(round_probability(pair.probability())))
                .figure("bits", Value::derived(shown::rounded(pair.weight)))
                .figure("agreeing", judgement.agreement.letters())
                .figure("evidence_in_bits", shown::waterfall(&explanation))
                .shown_by([left, right].into_iter().flatten().map(|row| Evidence {
                    file: self.gathered.files[row.file].clone(),
                    list: Some(self.kind_of(row.file).to_owned()),
                    row: row.row,
                    source_ref: row.source_ref.as_deref().map(str::to_owned),
                }))
                .unless(Message::new("rolls.link.lead"));
        if judgement.two_numbers {
            finding = finding.figure("two_numbers", true);
        }
        finding = match judgement.lawfulness {
            _ if judgement.code != Code::ProbableDuplicate => finding,
            Lawfulness::Lawful => finding.unless(Message::new("rolls.link.unless.lawful")),
            Lawfulness::Explained => finding.unless(Message::new("rolls.link.unless.explained")),
            Lawfulness::SecondEntry { code, entry_rule } => finding
                .figure("second_entry", words::meaning(code))
                .under_rule(&self.law.second_entries[entry_rule].rule),
        };
        if finding.rule.is_empty() {
            finding = finding.under("probable-duplicates", None);
        }
        finding.explanations.extend(sentences::explanations(judgement.code, None, false));
        finding
    }

    fn kind_of(&self, file: usize) -> &'static str {
        let mut kinds = self.lists.iter().flat_map(|list| list.files.iter().map(|_| list.kind.word()));
        kinds.nth(file).unwrap_or("")
    }

    /// What could not be compared, and how sure the weights are, each with its code.
    fn limits_in_words(&self) -> Vec<(&'static str, Message)> {
        let mut limits: Vec<(&'static str, Message)> =
            self.linked.notes.iter().filter_map(shown::note).collect();
        let coverage = &self.linked.coverage;
        if coverage.compared == 0 {
            let possible = Value::derived(coverage.possible);
            limits.push((
                "nothing_compared",
                Message::new("rolls.link.why.nothing_compared").with("possible", possible),
            ));
        }
        if self.read.unread_dates > 0 {
            let rows = Persons(self.read.unread_dates);
            limits.push(("unread_dates", Message::new("rolls.link.why.unread_dates").with("rows", rows)));
        }
        limits
    }

    /// The same as findings, in every edition.
    fn limits(&self) -> Vec<Finding> {
        self.limits_in_words()
            .into_iter()
            .map(|(check, message)| {
                let severity = if check == "unseen_levels" { Severity::Info } else { Severity::Notice };
                Finding::new(Code::NotChecked.word(), severity, Subject::new("check", check))
                    .titled(message)
                    .figure("check", check)
                    .under("checks-named", None)
            })
            .collect()
    }

    fn document(&self, audit: &mut Audit, counts: &BTreeMap<Code, Count>) {
        let one = |(code, count): (&Code, &Count)| {
            let object = Object::new()
                .with("pairs", Persons(count.pairs))
                .with("lawful", Persons(count.lawful))
                .with("explained", Persons(count.explained))
                .with("any_three_of_adgn", Persons(count.any_three));
            (code.word(), object)
        };
        let clusters = &self.linked.clusters;
        let rows: u64 = clusters.members.iter().map(|members| members.len() as u64).sum();
        let limits = self.limits_in_words().into_iter().map(|(code, _)| Value::from(code));
        audit.document.insert("lead", "a lead, not a finding");
        audit.document.insert("lists", report::lists(self.lists));
        audit.document.insert("threshold", Value::stated(self.settings.threshold));
        audit.document.insert("counts", counts.iter().map(one).collect::<Object>());
        audit.document.insert(
            "clusters",
            Object::new()
                .with("clusters", Persons(clusters.members.len() as u64))
                .with("rows", Persons(rows))
                .with("refused_pairs", Persons(clusters.refused.len() as u64)),
        );
        audit.document.insert("coverage", shown::coverage(&self.linked.coverage));
        audit
            .document
            .insert("model", shown::model(&self.linked.model).with("given", self.options.model.is_some()));
        audit.document.insert("limits", Value::List(limits.collect()));
    }
}

/// A probability in ten-thousandths, never rounded to certainty.
fn round_probability(probability: f64) -> f64 {
    ((probability * 10_000.0).round() / 10_000.0).min(0.9999)
}
