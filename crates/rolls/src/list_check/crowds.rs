//! Addresses with many voters.

use tizim_dedup::Part;
use tizim_evidence::{Finding, Object, Value};
use tizim_people::{FullName, MaskKey};

use super::ListCheck;
use crate::counts::addresses::AddressCounts;
use crate::counts::crowds::CrowdCounter;
use crate::counts::row_marks::RowMarks;
use crate::findings::not_made::not_made;
use crate::findings::outcome::Outcome;
use crate::findings::row_findings;
use crate::lists::evidence::EvidenceReader;
use crate::lists::scan::Look;
use crate::{Code, RollsError};

impl ListCheck<'_> {
    /// Addresses with many voters, counted exactly in a second pass where the first gives reason to.
    pub(super) fn crowds(
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
