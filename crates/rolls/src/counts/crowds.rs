//! Addresses with many voters, counted exactly: the second pass of ROLL-022.

use std::collections::{BTreeMap, HashMap};

use tizim_dedup::seeded_hash;
use tizim_stats::extremes::Usual;
use tizim_tables::Record;

use crate::Kind;
use crate::counts::addresses::AddressCounts;
use crate::counts::row_set::keep_first;
use crate::lists::roll::Roll;
use crate::lists::scan::RowVisitor;
use crate::row::reader::{RowReader, RowRules};

/// An address with many voters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Crowd {
    pub(crate) voters: u64,
    /// The first rows.
    pub(crate) positions: Vec<u64>,
}

/// Counts exactly the voters of the addresses whose counters reach the threshold.
#[derive(Debug)]
pub(crate) struct CrowdCounter<'a> {
    pub(crate) roll: &'a Roll<'a>,
    pub(crate) counts: &'a AddressCounts,
    pub(crate) usual: Usual,
    pub(crate) samples: usize,
    pub(crate) seed: u64,
    pub(crate) row_rules: RowRules<'a>,
    reader: Option<RowReader<'a>>,
    permanent: bool,
    key: Vec<u8>,
    found: HashMap<Vec<u8>, Crowd>,
}

impl<'a> CrowdCounter<'a> {
    pub(crate) fn new(
        roll: &'a Roll<'a>,
        counts: &'a AddressCounts,
        usual: Usual,
        samples: usize,
        seed: u64,
        row_rules: RowRules<'a>,
    ) -> Self {
        Self {
            roll,
            counts,
            usual,
            samples,
            seed,
            row_rules,
            reader: None,
            permanent: false,
            key: Vec::new(),
            found: HashMap::new(),
        }
    }

    /// The addresses that are out of line, by their key.
    pub(crate) fn crowds(parts: Vec<Self>) -> BTreeMap<Vec<u8>, Crowd> {
        let mut crowds: BTreeMap<Vec<u8>, Crowd> = BTreeMap::new();
        let mut threshold = u64::MAX;
        for part in parts {
            threshold = part.usual.threshold;
            for (key, mut crowd) in part.found {
                let entry = crowds.entry(key).or_default();
                entry.voters += crowd.voters;
                entry.positions.append(&mut crowd.positions);
                entry.positions.sort_unstable();
                entry.positions.truncate(part.samples);
            }
        }
        crowds.retain(|_, crowd| crowd.voters >= threshold);
        crowds
    }
}

impl RowVisitor for CrowdCounter<'_> {
    fn begin(&mut self, file: usize) {
        let file = &self.roll.files[file];
        self.permanent = file.info.kind == Kind::Permanent;
        self.reader = Some(RowReader::new(file.columns, self.row_rules));
    }

    fn row(&mut self, position: u64, record: &Record<'_>) {
        let (true, Some(reader)) = (self.permanent, &mut self.reader) else { return };
        self.key.clear();
        reader.next_row();
        if !AddressCounts::key_into(reader, record, &mut self.key)
            || self.counts.voters(seeded_hash(self.seed, &self.key)) < self.usual.threshold
        {
            return;
        }
        // At most a thousandth of the counters gets here, so this stays small.
        if !self.found.contains_key(&self.key) {
            self.found.insert(self.key.clone(), Crowd::default());
        }
        if let Some(crowd) = self.found.get_mut(&self.key) {
            crowd.voters += 1;
            keep_first(&mut crowd.positions, position, self.samples);
        }
    }

    fn block(&mut self, _rows: u64, _wanted: &mut Vec<u64>) {}
}
