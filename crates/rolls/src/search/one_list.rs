//! Which of the files are one list, as the first pass has noted, and where its samples do not tell, by another pass.

use std::collections::HashSet;

use crate::counts::alike::Open;
use crate::counts::file_notes::PartSeeker;
use crate::lists::scan::Look;
use crate::search::records::RollRecords;
use crate::verdict::copies::Copies;
use crate::{Kind, RollsError, Rule};

impl RollRecords<'_> {
    /// Files that hold one list twice, as far as the first pass is over.
    pub(crate) fn copies(&self) -> Result<Copies, RollsError> {
        let kinds: Vec<Kind> = self.roll.files.iter().map(|file| file.info.kind).collect();
        let open = self.notes().open(&kinds);
        let found = if open.is_empty() { open } else { self.parts_of_wholes(open)? };
        Ok(self.notes().copies(&kinds, &found))
    }

    /// Those of the files that may be parts of larger ones which are, by another pass over the larger ones: nearly all of
    /// their sampled persons stand there, in the same precincts.
    fn parts_of_wholes(&self, mut open: Vec<Open>) -> Result<Vec<Open>, RollsError> {
        let mut wholes: Vec<usize> = open.iter().map(|open| open.whole).collect();
        wholes.sort_unstable();
        wholes.dedup();
        let asked: HashSet<u64> = {
            let notes = self.notes();
            open.iter().flat_map(|open| notes.sampled(open.part)).map(|(person, _)| person).collect()
        };
        let make = || PartSeeker::new(self.roll, self.row_rules, &asked);
        let look = Look::AtKeys { rules: &[Rule::Iin, Rule::NameDate], places: true };
        let mut seen: HashSet<(usize, u64, u64)> = HashSet::new();
        for seeker in self.roll.scan_files(self.run, self.run.threads, &wholes, look, &make)? {
            seen.extend(seeker.seen);
        }
        let notes = self.notes();
        open.retain(|open| {
            let (mut held, mut all) = (0, 0);
            for (person, place) in notes.sampled(open.part) {
                all += 1;
                held += usize::from(seen.contains(&(open.whole, person, place)));
            }
            10 * held >= 9 * all
        });
        Ok(open)
    }
}
