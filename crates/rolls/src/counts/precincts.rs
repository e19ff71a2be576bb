//! Precincts and their counts, from a table of precincts and from what was counted in the lists.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Evidence, Finding, Message, Severity, Subject, Value};
use tizim_polling::Regions;

use crate::counts::tallies::PrecinctTally;
use crate::findings::words;
use crate::row::list_file::ListFile;
use crate::row::place::{place_key, place_name};
use crate::{Code, Kind, PrecinctCounts};

/// One precinct, from whatever tells of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Precinct {
    pub(crate) name: String,
    pub(crate) region: String,
    /// As the table of precincts states them.
    pub(crate) stated: PrecinctCounts,
    /// Rows of the permanent list, where there is one with precincts.
    pub(crate) listed: Option<u64>,
    /// Rows of supplementary lists, where there is one.
    pub(crate) supplementary: Option<u64>,
}

impl Precinct {
    /// Voters as stated, else as listed.
    pub(crate) fn voters(&self) -> Option<u64> {
        self.stated.voters.or(self.listed)
    }

    /// Voters added on election day as stated, else as listed.
    pub(crate) fn additions(&self) -> Option<u64> {
        self.stated.added_on_day.or(self.supplementary)
    }

    /// The row of the table that states it.
    pub(crate) fn evidence(&self) -> Option<Evidence> {
        self.stated.evidence.clone()
    }

    pub(crate) fn finding(&self, code: Code, severity: Severity) -> Finding {
        // What is perhaps no precinct breaks no rule for certain.
        let in_doubt = self.stated.perhaps_total;
        let severity = if in_doubt { severity.min(Severity::Warning) } else { severity };
        let mut finding = Finding::new(code.word(), severity, Subject::new("precinct", self.name.clone()))
            .shown_by(self.evidence());
        finding.explanations = words::explanations(code, None, false);
        if in_doubt {
            finding.explanations.insert(0, Message::new("rolls.unless.perhaps_total"));
        }
        finding
    }

    pub(crate) fn title(&self, code: Code) -> Message {
        Message::new(words::title(code)).with("precinct", Value::place(&self.name))
    }
}

/// All precincts that the table or the lists name.
pub(crate) fn precincts(
    stated: Option<&[PrecinctCounts]>,
    counted: &BTreeMap<String, PrecinctTally>,
    files: &[&ListFile<'_>],
    regions: &Regions,
) -> Vec<Precinct> {
    let kinds: BTreeSet<Kind> = files.iter().map(|file| file.kind).collect();
    let has = |kind: Kind| kinds.contains(&kind);
    let mut all: BTreeMap<String, Precinct> = BTreeMap::new();
    for (index, counts) in stated.unwrap_or_default().iter().enumerate() {
        let mut key = place_key(regions, &counts.region, &counts.precinct, 0);
        // A row that names no precinct, or one named before, is still a row of the table.
        if all.contains_key(&key) || key.starts_with('\u{1e}') {
            key = format!("{key}\u{1f}{index}");
        }
        let name = place_name(&counts.region, &counts.precinct, "?");
        let region = counts.region.clone();
        all.insert(key, Precinct { name, region, stated: counts.clone(), ..Precinct::default() });
    }
    for (key, tally) in counted.iter().filter(|(key, _)| !key.starts_with('\u{1e}')) {
        let precinct = all.entry(key.clone()).or_insert_with(|| Precinct {
            name: place_name(&tally.region, &tally.precinct, ""),
            region: tally.region.clone(),
            ..Precinct::default()
        });
        let rows = |kind: Kind| has(kind).then(|| tally.rows.get(&kind).copied().unwrap_or(0));
        precinct.listed = rows(Kind::Permanent).filter(|rows| *rows > 0);
        precinct.supplementary = rows(Kind::Supplementary);
    }
    all.into_values().collect()
}

/// Kinds of precincts by what identifies a precinct.
pub(crate) fn kinds(stated: &[PrecinctCounts], regions: &Regions) -> BTreeMap<String, String> {
    let known = stated.iter().filter(|counts| !counts.kind.is_empty());
    known
        .map(|counts| (place_key(regions, &counts.region, &counts.precinct, 0), counts.kind.clone()))
        .collect()
}
