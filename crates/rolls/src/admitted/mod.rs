//! Whether entries were admitted to their lists as the law asks: within the window of their kind of list, and, for additions
//! on and before election day, on proof of residence. A pass of its own over the lists that this is about, which are short.

mod entries;
mod proof;
mod windows;

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Run};
use tizim_polling::Regions;

use crate::findings::not_made::not_made;
use crate::law::RollRules;
use crate::lists::evidence::EvidenceReader;
use crate::lists::scan::Look;
use crate::{Code, CodeCount, Kind, RollsError};

use entries::EntryCollector;

/// What is checked of admissions takes from a check of lists.
pub(crate) struct Admission<'a> {
    pub(crate) law: &'a RollRules,
    pub(crate) run: &'a Run,
    pub(crate) reader: &'a EvidenceReader<'a>,
    /// Regions as all lists write them.
    pub(crate) regions: &'a Regions,
    /// Rows of evidence that a finding keeps.
    pub(crate) samples: usize,
}

impl Admission<'_> {
    /// Holds the rows of the lists concerned against windows and certificates of residence.
    pub(crate) fn check(&self, counts: &mut BTreeMap<Code, CodeCount>) -> Result<Vec<Finding>, RollsError> {
        let roll = self.reader.roll;
        let has = |kind: Kind| roll.files.iter().any(|file| file.info.kind == kind);
        let of_proof = |kind| matches!(kind, Kind::Supplementary | Kind::ResidenceCertificates);
        let is_windowed = |kind| self.law.windows.iter().any(|window| window.lists.contains(&kind));
        let chosen: Vec<usize> = (0..roll.files.len())
            .filter(|file| {
                let kind = roll.files[*file].info.kind;
                is_windowed(kind) || of_proof(kind)
            })
            .collect();
        if chosen.is_empty() {
            return Ok(Vec::new());
        }
        let make = || EntryCollector::new(roll, self.law, self.regions);
        let parts = roll.scan_files(self.run, self.run.threads, &chosen, Look::AtAll, &make)?;
        let entries = EntryCollector::entries(parts);
        let mut findings = windows::check(self, &entries, counts)?;
        match (has(Kind::Supplementary), has(Kind::ResidenceCertificates)) {
            (true, true) => findings.extend(proof::check(self, &entries, counts)?),
            (true, false) => findings.push(not_made("ROLL-032", "rolls.why.no_residence_certificates")),
            (false, true) => findings.push(not_made("ROLL-032", "rolls.why.no_supplementary_list")),
            (false, false) => {}
        }
        Ok(findings)
    }
}
