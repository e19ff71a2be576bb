//! All rows that bear one of some names, found in a further pass where nothing else tells where they are.

use std::collections::BTreeSet;

use tizim_dedup::{Part, seeded_hash};
use tizim_evidence::Run;
use tizim_tables::Record;

use crate::RollsError;
use crate::lists::roll::Roll;
use crate::lists::scan::{Look, RowVisitor};
use crate::row::reader::{RowReader, RowRules};

/// Looks for rows of some names.
struct Finder<'a> {
    roll: &'a Roll<'a>,
    rules: RowRules<'a>,
    seed: u64,
    names: &'a BTreeSet<u64>,
    reader: Option<RowReader<'a>>,
    found: Vec<u64>,
}

/// The positions of all rows whose names have one of these hashes, ascending.
pub(crate) fn rows_of(
    roll: &Roll<'_>,
    run: &Run,
    rules: RowRules<'_>,
    names: &BTreeSet<u64>,
) -> Result<Vec<u64>, RollsError> {
    let make = || Finder { roll, rules, seed: run.seed, names, reader: None, found: Vec::new() };
    let finders = roll.scan(run, run.threads, Part::All, Look::AtAll, &make)?;
    let mut found: Vec<u64> = finders.into_iter().flat_map(|finder| finder.found).collect();
    found.sort_unstable();
    Ok(found)
}

impl RowVisitor for Finder<'_> {
    fn begin(&mut self, file: usize) {
        self.reader = Some(RowReader::new(self.roll.files[file].columns, self.rules));
    }

    fn row(&mut self, position: u64, record: &Record<'_>) {
        let Some(reader) = &mut self.reader else { return };
        reader.next_row();
        let names = reader.names(record);
        if !names.is_empty() && self.names.contains(&seeded_hash(self.seed, names)) {
            self.found.push(position);
        }
    }

    fn block(&mut self, _rows: u64, _wanted: &mut Vec<u64>) {}
}
