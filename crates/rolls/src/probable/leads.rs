//! Pairs as findings: each a lead, no graver than a score allows, with what agrees and what the law says.

use std::cmp::Reverse;

use tizim_evidence::{Evidence, Finding, Message, Persons, Subject, Value};
use tizim_linkage::ScoredPair;

use super::judging::{Judgement, Lawfulness};
use super::shown;
use super::told::Told;
use crate::Code;
use crate::findings::collector::MOST_FINDINGS;
use crate::findings::{shown as words, words as sentences};
use crate::past::told::mark;

/// A pair about which something is told.
#[derive(Clone, Copy)]
pub(super) struct Lead<'a> {
    /// Its number.
    pub(super) number: u64,
    pub(super) pair: &'a ScoredPair,
    pub(super) judgement: &'a Judgement,
}

impl Told<'_, '_> {
    /// Pairs about which something is told, none that a decision has cleared, by code: the gravest and strongest, as many as are kept.
    pub(super) fn leads(&self) -> Vec<Lead<'_>> {
        let all = self.judged().zip(self.numbers);
        let lead = |((pair, judgement), number): (_, &u64)| Lead { number: *number, pair, judgement };
        let mut leads: Vec<Lead<'_>> = all.map(lead).filter(|lead| !lead.judgement.is_cleared()).collect();
        leads.sort_by_key(|lead| (lead.judgement.code, Reverse(lead.judgement.severity), lead.number));
        leads
    }

    pub(super) fn findings(&self, leads: &[Lead<'_>]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for of_code in leads.chunk_by(|left, right| left.judgement.code == right.judgement.code) {
            let (kept, further) = of_code.split_at(of_code.len().min(MOST_FINDINGS));
            findings.extend(kept.iter().map(|lead| self.finding(lead)));
            if let Some(Lead { judgement, .. }) = further.first() {
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

    fn finding(&self, &Lead { pair, judgement, .. }: &Lead<'_>) -> Finding {
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
        finding = mark(finding, judgement.standing, self.since(pair));
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
}

/// A probability in ten-thousandths, never rounded to certainty.
fn round_probability(probability: f64) -> f64 {
    ((probability * 10_000.0).round() / 10_000.0).min(0.9999)
}
