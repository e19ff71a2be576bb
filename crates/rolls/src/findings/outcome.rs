//! What a check has established, before it is put into the shape of an audit.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Object};

use crate::counts::chance::Chance;
use crate::counts::coverage::CoverageTable;
use crate::counts::row_summary::RowSummary;
use crate::findings::crossings::Crossings;
use crate::past::told::PastCounts;
use crate::{Code, CodeCount, Rule};

/// What was established, before it is put into the shape of an audit.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    pub(crate) counts: BTreeMap<Code, CodeCount>,
    pub(crate) chance: BTreeMap<Rule, Chance>,
    pub(crate) summary: RowSummary,
    pub(crate) rows: u64,
    /// What is known from before.
    pub(crate) past: PastCounts,
    /// Between which lists and regions persons stand twice.
    pub(crate) crossings: Crossings,
    /// Of how many rows each rule could make a key.
    pub(crate) coverage: CoverageTable,
    /// How what no law limits was judged, by code.
    pub(crate) judged: BTreeMap<&'static str, Object>,
}
