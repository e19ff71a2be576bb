//! What was planted, and where.

use std::collections::BTreeMap;
use std::path::Path;

use crate::SynthError;
use crate::places::Places;
use crate::plan::certificates::Ledger;
use crate::row::{List, serial_text};
use crate::write::{FileRows, Sheet};

/// A row of a list, before its physical row is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowRef {
    pub(crate) list: List,
    /// Its place in the plan's rows of that list.
    pub(crate) id: u32,
}

/// Rows of lists that belong together under a code.
pub(crate) struct RollTruth {
    pub(crate) code: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) rows: Vec<RowRef>,
    /// Looks like a second entry and is none.
    pub(crate) lawful: bool,
}

/// What a line about certificates speaks of.
#[derive(Clone, Copy)]
pub(crate) enum AvcSubject {
    /// Index of a certificate of the ledger.
    Certificate(usize),
    /// Index of a precinct.
    Precinct(usize),
    /// The region of the precinct of this index.
    RegionOf(usize),
}

/// How sure a line about certificates is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// Planted: an audit must find it.
    Planted,
    /// Follows from something planted: an audit may report it.
    SideEffect,
    /// Looks odd and is lawful.
    Lawful,
}

/// Something planted among certificates and forms.
pub(crate) struct AvcTruth {
    pub(crate) code: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) subject: AvcSubject,
    pub(crate) certainty: Certainty,
}

/// Everything planted.
#[derive(Default)]
pub(crate) struct Truth {
    pub(crate) rolls: Vec<RollTruth>,
    /// Lines about rows of `precincts.csv`: code, kind, index of the precinct.
    pub(crate) precincts: Vec<(&'static str, &'static str, usize)>,
    pub(crate) avc: Vec<AvcTruth>,
    /// Rows of one person of which the second is typed with errors: kind, first row, second.
    pub(crate) pairs: Vec<(&'static str, RowRef, RowRef)>,
}

/// Physical rows of the plan's rows, per list.
pub(crate) type Positions = [Vec<u64>; 6];

impl Truth {
    pub(crate) fn avc(&mut self, code: &'static str, kind: &'static str, subject: AvcSubject) {
        self.avc.push(AvcTruth { code, kind, subject, certainty: Certainty::Planted });
    }

    pub(crate) fn avc_side_effect(&mut self, code: &'static str, kind: &'static str, subject: AvcSubject) {
        self.avc.push(AvcTruth { code, kind, subject, certainty: Certainty::SideEffect });
    }

    /// How many groups of each code and kind, lawful ones left out.
    pub(crate) fn counts(&self) -> Vec<(String, String, u64)> {
        let rolls = self.rolls.iter().filter(|truth| !truth.lawful).map(|truth| (truth.code, truth.kind));
        let precincts = self.precincts.iter().map(|(code, kind, _)| (*code, *kind));
        let avc = self
            .avc
            .iter()
            .filter(|truth| truth.certainty == Certainty::Planted)
            .map(|truth| (truth.code, truth.kind));
        let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        let pairs = self.pairs.iter().map(|(kind, ..)| ("", *kind));
        for key in rolls.chain(precincts).chain(avc).chain(pairs) {
            *counts.entry(key).or_default() += 1;
        }
        counts.into_iter().map(|((code, kind), count)| (code.to_owned(), kind.to_owned(), count)).collect()
    }

    /// Writes `truth/rolls.csv` and `truth/avc.csv`.
    pub(crate) fn write(
        &self,
        out: &Path,
        places: &Places,
        ledger: &Ledger,
        positions: &Positions,
    ) -> Result<Vec<FileRows>, SynthError> {
        Ok(vec![self.write_rolls(out, positions)?, self.write_avc(out, places, ledger)?])
    }

    fn write_rolls(&self, out: &Path, positions: &Positions) -> Result<FileRows, SynthError> {
        let mut sheet = Sheet::create(out, "truth/rolls.csv", "group,code,rule,kind,file,row,lawful")?;
        let mut group = 0u64;
        for truth in &self.rolls {
            group += 1;
            for row in &truth.rows {
                let position = positions[row.list as usize][row.id as usize];
                sheet.row(&[
                    group.to_string().as_str(),
                    truth.code,
                    truth.rule,
                    truth.kind,
                    row.list.file(),
                    position.to_string().as_str(),
                    if truth.lawful { "1" } else { "0" },
                ])?;
            }
        }
        for (code, kind, precinct) in &self.precincts {
            group += 1;
            let row = (precinct + 2).to_string();
            sheet.row(&[group.to_string().as_str(), code, "", kind, "precincts.csv", row.as_str(), "0"])?;
        }
        sheet.finish()
    }

    fn write_avc(&self, out: &Path, places: &Places, ledger: &Ledger) -> Result<FileRows, SynthError> {
        let heading = "code,kind,subject_kind,subject,file,row,certainty";
        let mut sheet = Sheet::create(out, "truth/avc.csv", heading)?;
        for truth in &self.avc {
            let (kind, subject, file, row) = match truth.subject {
                AvcSubject::Certificate(id) => {
                    let serial = serial_text(ledger.certificates[id].serial);
                    ("certificate", serial, "certificates.csv", ledger.position(id))
                }
                AvcSubject::Precinct(precinct) => {
                    let number = places.precincts[precinct].number.to_string();
                    ("precinct", number, "precincts.csv", precinct as u64 + 2)
                }
                AvcSubject::RegionOf(precinct) => {
                    let region = places.region_code(precinct as u32).to_owned();
                    ("region", region, "precincts.csv", precinct as u64 + 2)
                }
            };
            let certainty = match truth.certainty {
                Certainty::Planted => "planted",
                Certainty::SideEffect => "side-effect",
                Certainty::Lawful => "lawful",
            };
            sheet.row(&[
                truth.code,
                truth.kind,
                kind,
                subject.as_str(),
                file,
                row.to_string().as_str(),
                certainty,
            ])?;
        }
        sheet.finish()
    }
}
