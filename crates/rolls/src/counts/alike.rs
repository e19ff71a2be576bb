//! What samples of two files say of each other: one list, an older version of it, a part of it, or neither.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::Kind;
use crate::counts::file_notes::{FileNotes, Notes, Place, Rows, SAMPLE};
use crate::verdict::copies::{Copies, CopySet, Places};

/// Files of fewer different persons are not compared: a person or two may well be on both.
const FEWEST: usize = 10;
/// Persons of a list who are on another version of it.
const MOST: f64 = 0.9;
/// Persons that both files have, of all that either has: nine in ten of each, where these are as many.
const SHARED: f64 = MOST / (2.0 - MOST);

/// A file that may be a part of another one, of which the samples do not tell: it is smaller by far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) part: usize,
    pub(crate) whole: usize,
}

impl FileNotes {
    /// Files of one kind of list that are one list, and files that hold theirs several times; `kinds` by file. `found` are
    /// parts that were looked for row by row.
    pub(crate) fn copies(&self, kinds: &[Kind], found: &[Open]) -> Copies {
        let mut leader: Vec<usize> = (0..kinds.len()).collect();
        let mut places: BTreeMap<(usize, usize), Places> = found
            .iter()
            .map(|open| ((open.part.min(open.whole), open.part.max(open.whole)), Places::Compared))
            .collect();
        for (left, right) in self.pairs(kinds) {
            if let Verdict::Alike(how) = alike(&self.files[&left].sample, &self.files[&right].sample) {
                places.insert((left, right), how);
            }
        }
        for (left, right) in places.keys() {
            let (from, to) = (leader[*right].max(leader[*left]), leader[*right].min(leader[*left]));
            leader.iter_mut().filter(|each| **each == from).for_each(|each| *each = to);
        }
        let mut sets: BTreeMap<usize, CopySet> = BTreeMap::new();
        for (file, leader) in leader.iter().enumerate() {
            sets.entry(*leader).or_default().files.push(file);
        }
        for ((left, _), how) in places {
            let set = sets.entry(leader[left]).or_default();
            set.places = set.places.max(how);
        }
        let times = |(file, notes): (&usize, &Notes)| {
            let may_repeat = kinds.get(*file).is_some_and(|kind| *kind == Kind::Avc || is_signed(*kind));
            Some((*file, times(notes).filter(|_| !may_repeat)?))
        };
        let pasted = self.files.iter().filter_map(times).collect();
        Copies::new(sets.into_values().filter(|set| set.files.len() > 1).collect(), pasted)
    }

    /// Files that may be parts of larger ones: whether they are is not in the samples.
    pub(crate) fn open(&self, kinds: &[Kind]) -> Vec<Open> {
        let is_open = |(left, right): &(usize, usize)| {
            alike(&self.files[left].sample, &self.files[right].sample) == Verdict::Open
        };
        let sided = |(left, right): (usize, usize)| {
            let reach = |file: usize| self.files[&file].sample.last_key_value().map(|(largest, _)| *largest);
            let (part, whole) = if reach(left) > reach(right) { (left, right) } else { (right, left) };
            Open { part, whole }
        };
        self.pairs(kinds).filter(is_open).map(sided).collect()
    }

    /// The persons of a file's sample, with their precincts.
    pub(crate) fn sampled(&self, file: usize) -> impl Iterator<Item = (u64, u64)> {
        let sample = self.files.get(&file).into_iter().flat_map(|notes| &notes.sample);
        sample.flat_map(|(person, rows)| rows.keys().map(|place| (*person, place.whole)))
    }

    /// Pairs of files of one kind that are worth a comparison, the smaller index first. Of many files, those that share a
    /// person of their samples.
    fn pairs(&self, kinds: &[Kind]) -> impl Iterator<Item = (usize, usize)> {
        let long_enough = self.files.iter().filter(|(_, notes)| notes.sample.len() >= FEWEST);
        let mut of_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (file, _) in long_enough {
            if let Some(kind) = kinds.get(*file).filter(|kind| !is_signed(**kind)) {
                of_kind.entry(*kind).or_default().push(*file);
            }
        }
        let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
        for files in of_kind.into_values() {
            if files.len() <= FEW_FILES {
                let each = |(at, left): (usize, &usize)| {
                    files[at + 1..].iter().map(|right| (*left, *right)).collect::<Vec<_>>()
                };
                pairs.extend(files.iter().enumerate().flat_map(each));
                continue;
            }
            let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
            for file in &files {
                self.files[file]
                    .sample
                    .keys()
                    .for_each(|person| holders.entry(*person).or_default().push(*file));
            }
            for files in holders.into_values().filter(|files| (2..=FEW_FILES).contains(&files.len())) {
                for (at, left) in files.iter().enumerate() {
                    pairs.extend(files[at + 1..].iter().map(|right| (*left, *right)));
                }
            }
        }
        pairs.into_iter()
    }
}

/// A person whom more files than this share tells nothing of two of them.
const FEW_FILES: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// One list.
    Alike(Places),
    /// The smaller one may be a part of the larger.
    Open,
    Other,
}

type Sample = BTreeMap<u64, Rows>;

fn alike(left: &Sample, right: &Sample) -> Verdict {
    // Beyond the last of a sample that is full, it does not tell whether its file has the person.
    let reach = |sample: &Sample| match sample.last_key_value() {
        Some((largest, _)) if sample.len() >= SAMPLE => *largest,
        _ => u64::MAX,
    };
    let limit = reach(left).min(reach(right));
    let told = |sample: &'_ Sample| sample.range(..=limit).count();
    let (of_left, of_right) = (told(left), told(right));
    let shared: Vec<(&Rows, &Rows)> =
        left.range(..=limit).filter_map(|(person, rows)| Some((rows, right.get(person)?))).collect();
    let all = of_left + of_right - shared.len();
    if shared.len() as f64 >= SHARED * all as f64 && all >= FEWEST {
        return compared(&shared).map_or(Verdict::Other, Verdict::Alike);
    }
    let smaller = of_left.min(of_right);
    let is_part = shared.len() as f64 >= MOST * smaller as f64;
    match compared(&shared) {
        Some(how) if is_part && smaller >= FEWEST && how < Places::NotCompared => Verdict::Alike(how),
        // Too few to tell, and none of them tells against it.
        _ if smaller < FEWEST && is_part => Verdict::Open,
        _ => Verdict::Other,
    }
}

/// How the precincts of persons on both lists are compared; `None` where they are others, and not by another numbering.
fn compared(shared: &[(&Rows, &Rows)]) -> Option<Places> {
    let most = |is: &dyn Fn(&Place, &Place) -> bool| {
        let agree =
            |(left, right): &&(&Rows, &Rows)| left.keys().any(|one| right.keys().any(|other| is(one, other)));
        2 * shared.iter().filter(agree).count() > shared.len()
    };
    let is_unstated = |one: &Place, other: &Place| one.number.is_none() || other.number.is_none();
    if most(&|one, other| one.whole == other.whole) {
        Some(Places::Compared)
    } else if most(&|one, other| one.number.is_some() && one.number == other.number) {
        Some(Places::ByNumber)
    } else if most(&is_unstated) || is_renumbered(shared) {
        Some(Places::NotCompared)
    } else {
        None
    }
}

/// Whether each precinct of the one list is one of the other, in several.
fn is_renumbered(shared: &[(&Rows, &Rows)]) -> bool {
    let only = |rows: &Rows| rows.keys().next().filter(|_| rows.len() == 1).map(|place| place.whole);
    let pairs: Vec<(u64, u64)> =
        shared.iter().filter_map(|(left, right)| Some((only(left)?, only(right)?))).collect();
    let distinct: HashSet<(u64, u64)> = pairs.iter().copied().collect();
    let lefts: HashSet<u64> = pairs.iter().map(|(left, _)| *left).collect();
    let rights: HashSet<u64> = pairs.iter().map(|(_, right)| *right).collect();
    let fewest = lefts.len().min(rights.len());
    fewest > 1 && 10 * fewest >= 9 * distinct.len()
}

/// Whether the rows are signatures: sheets of two candidates have the same signers lawfully, and a sheet that was copied whole is
/// what is looked for.
fn is_signed(kind: Kind) -> bool {
    kind == Kind::Signatures
}

/// How often a file holds its list, where it does so more than once.
fn times(notes: &Notes) -> Option<u32> {
    let mut by_times: BTreeMap<u32, usize> = BTreeMap::new();
    for rows in notes.sample.values() {
        *by_times.entry(rows.values().copied().min().unwrap_or(0)).or_default() += 1;
    }
    let several: usize = by_times.range(2..).map(|(_, persons)| persons).sum();
    let is_pasted = notes.sample.len() >= FEWEST && several as f64 >= MOST * notes.sample.len() as f64;
    let usual = by_times.range(2..).max_by_key(|(times, persons)| (**persons, std::cmp::Reverse(**times)));
    usual.map(|(times, _)| *times).filter(|_| is_pasted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::file_notes::mix;

    /// Files of persons, each in a precinct.
    fn notes(files: &[Vec<(u64, u64, u64)>]) -> FileNotes {
        let mut all = FileNotes::default();
        for (file, rows) in files.iter().enumerate() {
            let notes = all.files.entry(file).or_default();
            for (person, region, number) in rows {
                let place = Place { whole: mix(*region, *number), number: (*number > 0).then_some(*number) };
                notes.take(mix(*person, 7), place, 1);
            }
        }
        all
    }

    fn sets(notes: &FileNotes, kinds: &[Kind]) -> Vec<(Vec<usize>, Places)> {
        notes.copies(kinds, &[]).sets().iter().map(|set| (set.files.clone(), set.places)).collect()
    }

    fn list(range: std::ops::Range<u64>) -> Vec<(u64, u64, u64)> {
        range.map(|person| (person, 1, person % 8 + 1)).collect()
    }

    #[test]
    fn copies_and_older_versions_are_found_and_neighbours_are_not() {
        for size in [20, 250, 5_000, 40_000] {
            let files = [
                list(0..size),
                list(0..size),
                // One in twenty is new, and as many are gone.
                list(size / 20..size + size / 20),
                // Half of them.
                list(size / 2..size + size / 2),
                list(10 * size..11 * size),
            ];
            let kinds = [Kind::Permanent; 5];
            assert_eq!(sets(&notes(&files), &kinds), [(vec![0, 1, 2], Places::Compared)], "{size}");
            let mut kinds = kinds;
            kinds[1] = Kind::Special;
            assert_eq!(sets(&notes(&files), &kinds), [(vec![0, 2], Places::Compared)], "{size}");
        }
        assert_eq!(sets(&notes(&[list(0..9), list(0..9)]), &[Kind::Permanent; 2]), []);
    }

    #[test]
    fn a_copy_may_write_its_precincts_otherwise() {
        let kinds = [Kind::Permanent; 2];
        let of = |write: &dyn Fn((u64, u64, u64)) -> (u64, u64, u64)| {
            let copy: Vec<_> = list(0..600).into_iter().map(write).collect();
            sets(&notes(&[list(0..600), copy]), &kinds)
        };
        assert_eq!(of(&|(person, _, number)| (person, 0, number)), [(vec![0, 1], Places::ByNumber)]);
        assert_eq!(
            of(&|(person, region, number)| (person, region, number + 300)),
            [(vec![0, 1], Places::NotCompared)]
        );
        assert_eq!(of(&|(person, region, _)| (person, region, 0)), [(vec![0, 1], Places::NotCompared)]);
        // All in one precinct, or scattered: the same persons are on two lists.
        assert_eq!(of(&|(person, region, _)| (person, region, 99)), []);
        assert_eq!(of(&|(person, region, _)| (person, region, 100 + person % 11)), []);
    }

    #[test]
    fn a_part_is_found_in_the_whole_or_left_open() {
        let kinds = [Kind::Permanent; 2];
        let precinct =
            |size: u64| list(0..size).into_iter().filter(|(_, _, number)| *number == 3).collect::<Vec<_>>();
        let all = notes(&[list(0..2_000), precinct(2_000)]);
        assert_eq!(sets(&all, &kinds), [(vec![0, 1], Places::Compared)]);
        // The same persons, moved to another precinct.
        let moved = precinct(2_000).into_iter().map(|(person, region, _)| (person, region, 77)).collect();
        assert_eq!(sets(&notes(&[list(0..2_000), moved]), &kinds), []);
        let far = notes(&[list(0..100_000), list(0..60)]);
        assert_eq!(sets(&far, &kinds), []);
        let open = far.open(&kinds);
        assert_eq!(open, [Open { part: 1, whole: 0 }]);
        assert_eq!(far.copies(&kinds, &open).sets().len(), 1);
        assert_eq!(notes(&[list(0..20_000), list(50_000..58_000)]).open(&kinds), []);
    }

    #[test]
    fn a_list_pasted_twice_into_one_file() {
        let twice = [list(0..3_000), list(0..3_000)].concat();
        let once = [list(0..3_000), list(0..200)].concat();
        let copies = notes(&[twice, once]).copies(&[Kind::Permanent; 2], &[]);
        assert_eq!((copies.times(0), copies.times(1)), (2, 1));
    }

    #[test]
    fn who_signs_again_is_no_copy() {
        let signed = notes(&[[list(0..300), list(0..300)].concat(), list(0..300)]);
        let copies = signed.copies(&[Kind::Signatures; 2], &[]);
        assert_eq!((copies.sets().len(), copies.times(0)), (0, 1));
        let copies = signed.copies(&[Kind::Permanent; 2], &[]);
        assert_eq!((copies.sets().len(), copies.times(0)), (1, 2));
    }
}
