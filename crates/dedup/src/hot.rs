//! Keys that so many records share that it would be waste to store them all.
//!
//! A worker looks for such keys only in partitions that grow out of proportion, so ordinary input pays nothing.
//! Where it finds a frequent fingerprint, it goes on storing until it has stored one and the same key (by 128 bits)
//! more often than the rule allows; from then on it counts further occurrences instead. So whatever is only counted
//! belongs to a key that is hot for certain, and everything else is stored and compared: hot keys cost neither
//! exactness nor, to speak of, memory.

use crate::table::UniformMap;

/// Hot keys are sought among fingerprints that make up at least this share of a partition.
const SHARE: usize = 16;

/// Occurrences of one key that a worker counted without storing them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The fingerprint, all 128 bits.
    pub(crate) fingerprint: [u64; 2],
    /// How many occurrences.
    pub(crate) count: u64,
    /// The smallest position of them.
    pub(crate) smallest: u64,
}

/// A frequent tag and the key that is counted for it.
#[derive(Clone, Copy, Debug)]
struct Suspect {
    tag: u64,
    /// The fingerprint that seems to be behind the tag, and by how much it leads (a majority vote until it is hot).
    fingerprint: [u64; 2],
    lead: u64,
    counted: u64,
    smallest: u64,
}

/// The frequent tags of one worker, by partition.
#[derive(Debug, Default)]
pub(crate) struct Suspects(UniformMap<usize, Vec<Suspect>>);

impl Suspects {
    /// Looks for frequent tags among the entries of a partition (sorts them), and tells whether there are any.
    pub(crate) fn seek(&mut self, partition: usize, entries: &mut [u64], shift: u32, hot_above: u64) -> bool {
        entries.sort_unstable();
        let least = (hot_above + 1).max((entries.len() / SHARE) as u64);
        for run in entries.chunk_by(|left, right| left >> shift == right >> shift) {
            if run.len() as u64 >= least {
                let tag = run[0] >> shift;
                let suspects = self.0.entry(partition).or_default();
                if suspects.iter().all(|suspect| suspect.tag != tag || suspect.counted > 0) {
                    suspects.push(Suspect {
                        tag,
                        fingerprint: [0; 2],
                        lead: 0,
                        counted: 0,
                        smallest: u64::MAX,
                    });
                }
            }
        }
        self.0.contains_key(&partition)
    }

    /// Whether this occurrence needs no storing, since its key is hot; then it is counted.
    pub(crate) fn counts(
        &mut self,
        partition: usize,
        tag: u64,
        fingerprint: impl FnOnce() -> [u64; 2],
        position: u64,
        hot_above: u64,
    ) -> bool {
        let Some(suspects) = self.0.get_mut(&partition) else { return false };
        if suspects.iter().all(|suspect| suspect.tag != tag) {
            return false;
        }
        let fingerprint = fingerprint();
        let mut same = suspects.iter_mut().filter(|suspect| suspect.tag == tag);
        if let Some(suspect) = same.find(|suspect| suspect.lead > 0 && suspect.fingerprint == fingerprint) {
            if suspect.lead <= hot_above {
                suspect.lead += 1;
                return false;
            }
            suspect.counted += 1;
            suspect.smallest = suspect.smallest.min(position);
            return true;
        }
        let open = |suspect: &&mut Suspect| suspect.tag == tag && suspect.lead <= hot_above;
        if let Some(suspect) = suspects.iter_mut().find(open) {
            if suspect.lead == 0 {
                (suspect.fingerprint, suspect.lead) = (fingerprint, 1);
            } else {
                suspect.lead -= 1;
            }
        }
        false
    }

    /// Forgets a partition.
    pub(crate) fn forget(&mut self, partition: usize) {
        self.0.remove(&partition);
    }

    /// What was counted in a partition: tags with their keys.
    pub(crate) fn counted(&self, partition: usize) -> impl Iterator<Item = (u64, Counted)> {
        self.0.get(&partition).into_iter().flatten().filter(|suspect| suspect.counted > 0).map(|suspect| {
            let Suspect { tag, fingerprint, counted, smallest, .. } = *suspect;
            (tag, Counted { fingerprint, count: counted, smallest })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::Fingerprinter;

    #[test]
    fn only_what_was_stored_often_enough_is_counted() {
        let key = Fingerprinter::new(&[1; 32]).whole(b"placeholder");
        let other = Fingerprinter::new(&[1; 32]).whole(b"another key with the same tag");
        let mut suspects = Suspects::default();
        assert!(!suspects.counts(0, 5, || key, 1, 3), "not yet a suspect");
        assert!(suspects.seek(0, &mut [5 << 8, 5 << 8 | 1, 5 << 8 | 2, 5 << 8 | 3, 7 << 8], 8, 3));
        assert!(!suspects.counts(0, 6, || key, 1, 3), "another tag");
        for position in 0..4 {
            assert!(!suspects.counts(0, 5, || key, position, 3), "stored until there are more than three");
        }
        for position in 4..10 {
            assert!(suspects.counts(0, 5, || key, position, 3));
            assert!(!suspects.counts(0, 5, || other, position, 3));
        }
        let counted: Vec<_> = suspects.counted(0).collect();
        assert_eq!(counted, [(5, Counted { fingerprint: key, count: 6, smallest: 4 })]);
        suspects.forget(0);
        assert_eq!(suspects.counted(0).count(), 0);
    }

    #[test]
    fn a_majority_wins_over_the_first_comer() {
        let first = Fingerprinter::new(&[1; 32]).whole(b"rare");
        let frequent = Fingerprinter::new(&[1; 32]).whole(b"frequent");
        let mut suspects = Suspects::default();
        assert!(suspects.seek(3, &mut [0; 10], 8, 2));
        assert!(!suspects.counts(3, 0, || first, 0, 2));
        let stored = (1..100).filter(|&position| !suspects.counts(3, 0, || frequent, position, 2)).count();
        assert_eq!(stored, 1 + 3, "one to overturn the lead, three to become hot");
    }
}
