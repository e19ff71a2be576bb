//! Groups from the search are judged: their rows are found again, and the verdicts on them written.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use tizim_dedup::on_each;

use crate::lists::evidence::{EvidenceReader, Lookup};
use crate::lists::row_cache::RowChunk;
use crate::persons::placeholders::PlaceholderDates;
use crate::row::entry::Entry;
use crate::row::entry_reader::EntryReader;
use crate::search::group_batch::{GroupBatch, GroupSlice};
use crate::verdict::agreeing::AgreeingPairs;
use crate::verdict::copies::{Across, Copies};
use crate::verdict::group::GroupRules;
use crate::verdict::written::{VerdictWriter, WrittenVerdicts};
use crate::{RollsError, Rule};

/// What judging groups takes.
pub(crate) struct GroupCheck<'a> {
    pub(crate) reader: EvidenceReader<'a>,
    pub(crate) rules: GroupRules<'a>,
    pub(crate) writer: VerdictWriter<'a>,
    pub(crate) threads: usize,
}

/// What came of some groups, in their order.
#[derive(Debug, Default)]
pub(crate) struct SliceVerdicts {
    pub(crate) written: WrittenVerdicts,
    pub(crate) agreeing: BTreeMap<Rule, AgreeingPairs>,
}

impl GroupCheck<'_> {
    /// Judges all groups of a batch, on all threads, and tells what came of them slice by slice, in their order.
    ///
    /// `room` is memory used again for the next batch.
    pub(crate) fn batch<'r>(
        &self,
        batch: &GroupBatch,
        placeholders: &PlaceholderDates,
        copies: &Copies,
        room: &'r mut Vec<Mutex<SliceVerdicts>>,
    ) -> Result<impl Iterator<Item = &'r mut SliceVerdicts> + use<'r>, RollsError> {
        let slices = batch.slices(self.threads);
        if room.len() < slices.len() {
            room.resize_with(slices.len(), Mutex::default);
        }
        // Rows of this round stay where they are for so long.
        let kept = self.reader.cache.chunks();
        let next = AtomicUsize::new(0);
        let results = on_each(self.threads, &|| -> Result<(), RollsError> {
            let mut entries = self.reader.entries();
            let mut lookup = Lookup::default();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(slice) = slices.get(index) else { return Ok(()) };
                let mut verdicts = room[index].lock().unwrap_or_else(PoisonError::into_inner);
                let judged = {
                    let found = (&mut entries, &mut lookup);
                    self.slice(*slice, (placeholders, copies), &kept, found, &mut verdicts)
                };
                if judged.is_err() {
                    // Nobody need go on.
                    next.store(slices.len(), Ordering::Relaxed);
                    return judged;
                }
            }
        });
        results.into_iter().collect::<Result<(), _>>()?;
        let judged = room.iter_mut().take(slices.len());
        Ok(judged.map(|verdicts| verdicts.get_mut().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Judges some groups, whose rows may be among those kept from this round.
    fn slice(
        &self,
        slice: GroupSlice<'_>,
        (placeholders, copies): (&PlaceholderDates, &Copies),
        kept: &[RowChunk],
        (reader, lookup): (&mut EntryReader<'_>, &mut Lookup),
        verdicts: &mut SliceVerdicts,
    ) -> Result<(), RollsError> {
        let rows = self.reader.rows(slice.positions, kept, lookup)?;
        reader.next_batch();
        verdicts.written.clear();
        verdicts.agreeing.clear();
        let mut entries: Vec<Entry<'_>> = Vec::new();
        let mut place = 0;
        for (rule, end) in slice.groups() {
            entries.clear();
            while place < end {
                if let Some(row) = rows.row(place) {
                    let entry = self.reader.entry(&row, entries.last(), reader)?;
                    entries.push(entry);
                }
                place += 1;
            }
            copies.leave_one(&mut entries);
            let (found, agreeing) = self.rules.judge(rule, &entries, placeholders);
            if rule.is_by_name() && copies.of(entries.iter()) != Across::OneEntry {
                verdicts.agreeing.entry(rule).or_default().add(&agreeing);
            }
            self.writer.write(&self.rules, rule, found, &entries, copies, &mut verdicts.written);
        }
        Ok(())
    }
}
