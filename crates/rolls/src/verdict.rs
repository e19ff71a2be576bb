//! The verdict on the rows of one person: which pairs of entries the profile calls unlawful, under which code.
//!
//! The profile names a rule for each pair of kinds of list and for where the two entries stand; the first that fits a
//! pair counts, and a pair that none fits is lawful. Rows are not compared pair by pair: a group may hold a thousand, so
//! partners are counted per precinct.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use tizim_evidence::Severity;

use crate::certificate::Certificate;
use crate::entry::Entry;
use crate::identity::Person;
use crate::law::{LawfulIf, Place, RollRules, SecondEntry};
use crate::{Code, Kind, Rule};

/// Why a verdict could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Undetermined {
    /// A list has no column for marks or serials.
    NoSerialColumn,
    /// The home row is marked, in a table that has no place for the serial.
    MarkWithoutSerial,
    /// The date of the extract, or of the removal, is not given.
    NoDates,
    /// The home list was extracted before the removal.
    ExtractNotLater,
}

/// One code that the rows of one person earn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    /// Indices of the rows, ascending.
    pub(crate) members: Vec<usize>,
    /// Index of the profile's rule.
    pub(crate) entry_rule: usize,
    /// What the input does not tell, where it does not.
    pub(crate) undetermined: Option<Undetermined>,
}

/// Where two entries stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    SamePlace,
    OtherPlace,
}

/// Judges the rows of one person.
pub(crate) fn judge(rule: Rule, person: &Person, entries: &[&Entry], law: &RollRules) -> Vec<Case> {
    let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    let standing = |index: &&usize| is_standing(entries[**index], law);
    for &index in person.members.iter().filter(standing) {
        by_kind.entry(entries[index].kind).or_default().push(index);
    }
    let kinds: Vec<Kind> = by_kind.keys().copied().collect();
    let mut found: Vec<Case> = Vec::new();
    for (at, first) in kinds.iter().enumerate() {
        for second in &kinds[at..] {
            for apart in [Apart::SamePlace, Apart::OtherPlace] {
                let Some((index, pair)) = applicable(law, *first, *second, apart) else { continue };
                let [home, away] = pair.lists.map(|kind| by_kind[&kind].as_slice());
                let partners =
                    Partners { entries, home, away, apart, by_list: pair.place == Place::SameList };
                let Some((members, undetermined)) = partners.unlawful(pair.lawful_if) else { continue };
                let severity = severity(rule, person, pair, undetermined.is_some());
                found.push(Case { code: pair.code, severity, members, entry_rule: index, undetermined });
            }
        }
    }
    merged(found)
}

/// Whether a row still makes its person a voter there: a row struck out by election day does not. On a temporary list
/// the column for removals tells of the home list, so it strikes nothing out.
fn is_standing(entry: &Entry, law: &RollRules) -> bool {
    let struck = entry.struck && entry.removed.is_none_or(|day| day <= law.election_day);
    !struck || entry.kind == Kind::Temporary
}

/// The first rule of the profile for this pair of kinds.
fn applicable(law: &RollRules, first: Kind, second: Kind, apart: Apart) -> Option<(usize, &SecondEntry)> {
    law.second_entries.iter().enumerate().find(|(_, pair)| {
        let kinds = pair.lists == [first, second] || pair.lists == [second, first];
        let place = match pair.place {
            Place::Any => true,
            Place::SamePrecinct | Place::SameList => apart == Apart::SamePlace,
            Place::OtherPrecinct => apart == Apart::OtherPlace,
        };
        kinds && place
    })
}

/// A violation needs the number and compatible names; a lead is at most a warning; what is not determined, a notice.
fn severity(rule: Rule, person: &Person, pair: &SecondEntry, undetermined: bool) -> Severity {
    let highest = match (undetermined, rule, person.certain && !person.ambiguous) {
        (true, ..) => Severity::Notice,
        (false, Rule::Iin, true) => Severity::Violation,
        _ => Severity::Warning,
    };
    pair.severity.min(highest)
}

/// One case per code: the gravest rule stands for it. A case that is determined is not mixed with one that is not.
fn merged(found: Vec<Case>) -> Vec<Case> {
    let mut cases: BTreeMap<Code, Case> = BTreeMap::new();
    for case in found {
        let Some(present) = cases.get_mut(&case.code) else {
            cases.insert(case.code, case);
            continue;
        };
        match (present.undetermined.is_some(), case.undetermined.is_some()) {
            (true, false) => *present = case,
            (false, true) => {}
            _ => {
                present.members.extend(&case.members);
                present.members.sort_unstable();
                present.members.dedup();
                if case.severity > present.severity {
                    present.severity = case.severity;
                    present.entry_rule = case.entry_rule;
                }
                present.undetermined = present.undetermined.max(case.undetermined);
            }
        }
    }
    cases.into_values().collect()
}

/// The pairs of one kind with another (or with itself) that stand so far apart.
struct Partners<'a> {
    entries: &'a [&'a Entry],
    home: &'a [usize],
    away: &'a [usize],
    apart: Apart,
    /// Compare by list and not by precinct.
    by_list: bool,
}

/// Rows, and what could not be determined of them.
type Unlawful = Option<(Vec<usize>, Option<Undetermined>)>;

impl<'a> Partners<'a> {
    fn unlawful(&self, lawful_if: LawfulIf) -> Unlawful {
        match lawful_if {
            LawfulIf::Never => self.with_partners(self.home, self.away).map(|rows| (rows, None)),
            LawfulIf::CertificateMatches => self.without_certificate(),
            LawfulIf::RemovedFromHome => self.not_removed(),
        }
    }

    fn place(&self, index: usize) -> PlaceKey<'a> {
        let entry = &self.entries[index];
        if self.by_list { PlaceKey::List(entry.list) } else { PlaceKey::Precinct(&entry.place) }
    }

    /// The rows of either side that have a partner on the other; `None` where there is no pair.
    fn with_partners(&self, home: &[usize], away: &[usize]) -> Option<Vec<usize>> {
        let same_side = std::ptr::eq(self.home, self.away);
        let count = |rows: &[usize]| {
            let mut counts: HashMap<PlaceKey<'a>, usize> = HashMap::new();
            for &index in rows {
                *counts.entry(self.place(index)).or_default() += 1;
            }
            counts
        };
        let (at_home, at_away) = (count(home), count(away));
        let has_partner = |index: usize, counts: &HashMap<PlaceKey<'a>, usize>, total: usize| {
            let here = counts.get(&self.place(index)).copied().unwrap_or(0);
            match self.apart {
                // On its own side a row finds itself.
                Apart::SamePlace => here > usize::from(same_side),
                Apart::OtherPlace => total > here,
            }
        };
        let mut rows: Vec<usize> =
            home.iter().copied().filter(|index| has_partner(*index, &at_away, away.len())).collect();
        rows.extend(away.iter().copied().filter(|index| has_partner(*index, &at_home, home.len())));
        rows.sort_unstable();
        rows.dedup();
        (!rows.is_empty()).then_some(rows)
    }

    /// Destination rows that no home row covers, with their home rows.
    fn without_certificate(&self) -> Unlawful {
        let mut covering: HashMap<&str, Vec<usize>> = HashMap::new();
        for &index in self.home {
            let certificate = &self.entries[index].certificate;
            for written in [&certificate.serial, &certificate.mark].into_iter().flatten() {
                covering.entry(written.digits()).or_default().push(index);
            }
        }
        let is_covered = |index: usize| {
            let destination = &self.entries[index].certificate;
            let written = [&destination.serial, &destination.mark].into_iter().flatten();
            let candidates = written.filter_map(|serial| covering.get(serial.digits())).flatten();
            // A thousand rows of one serial are alike; the first few decide.
            candidates.take(64).any(|home| self.entries[*home].certificate.covers(destination))
        };
        let open: Vec<usize> = self.away.iter().copied().filter(|index| !is_covered(*index)).collect();
        let rows = self.with_partners(self.home, &open)?;
        let home_kind = self.home.first().map(|index| self.entries[*index].kind);
        let home = rows
            .iter()
            .filter(|index| Some(self.entries[**index].kind) == home_kind)
            .map(|index| &self.entries[*index].certificate);
        let away = open.iter().map(|index| &self.entries[*index].certificate);
        let undetermined = if away.clone().all(|each| !each.could_hold_serial())
            || home.clone().all(|each| !each.serial_column && !each.mark_column)
        {
            Some(Undetermined::NoSerialColumn)
        } else if home.clone().any(Certificate::marked_without_place_for_serial) {
            Some(Undetermined::MarkWithoutSerial)
        } else {
            None
        };
        Some((rows, undetermined))
    }

    /// Home rows, none of them struck out, with the temporary ones.
    fn not_removed(&self) -> Unlawful {
        let rows = self.with_partners(self.home, self.away)?;
        let partners = |side: &[usize]| -> Vec<usize> {
            side.iter().copied().filter(|index| rows.binary_search(index).is_ok()).collect()
        };
        let (home, away) = (partners(self.home), partners(self.away));
        let latest: Option<Date> = home.iter().filter_map(|index| self.entries[*index].extract).max();
        let removal = |index: &usize| self.entries[*index].removed.or(self.entries[*index].added);
        let earliest: Option<Date> = away.iter().filter_map(removal).min();
        let (Some(latest), Some(earliest)) = (latest, earliest) else {
            return Some((rows, Some(Undetermined::NoDates)));
        };
        if latest <= earliest {
            return Some((rows, Some(Undetermined::ExtractNotLater)));
        }
        let mut still: Vec<usize> = home
            .into_iter()
            .filter(|index| self.entries[*index].extract.is_some_and(|day| day > earliest))
            .collect();
        still.extend(away.iter().filter(|index| removal(index).is_some_and(|day| day < latest)));
        still.sort_unstable();
        Some((still, None))
    }
}

#[derive(PartialEq, Eq, Hash)]
enum PlaceKey<'a> {
    Precinct(&'a str),
    List(usize),
}
