//! The verdict on the rows of one person: which pairs of entries the profile calls unlawful, under which code.
//!
//! The profile names a rule for each pair of kinds of list and for where the two entries stand; the first that fits a
//! pair counts, and a pair that none fits is lawful. Rows are not compared pair by pair: a group may hold a thousand, so
//! partners are counted per precinct.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use smallvec::SmallVec;
use tizim_evidence::Severity;

use crate::law::{LawfulIf, Place, RollRules, SecondEntry};
use crate::persons::identity::{Members, Person};
use crate::row::certificate::Certificate;
use crate::row::entry::Entry;
use crate::row::place::PlaceNumber;
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
    pub(crate) members: Members,
    /// Index of the profile's rule.
    pub(crate) entry_rule: usize,
    /// What the input does not tell, where it does not.
    pub(crate) undetermined: Option<Undetermined>,
}

/// What the rows of one person earn; nearly always one code.
pub(crate) type Cases = SmallVec<[Case; 1]>;

/// For each pair of kinds of list and where the two entries stand, the rule of the profile that applies.
#[derive(Debug, Clone)]
pub(crate) struct Applicable {
    /// Indices of the rules by first kind, second kind and [`Apart`].
    rules: [[[Option<usize>; 2]; Kind::ALL.len()]; Kind::ALL.len()],
}

impl Applicable {
    pub(crate) fn of(law: &RollRules) -> Self {
        let rule = |first, second, apart| first_that_fits(law, [first, second], apart);
        let apart =
            |first, second| [Apart::SamePlace, Apart::OtherPlace].map(|apart| rule(first, second, apart));
        Self { rules: Kind::ALL.map(|first| Kind::ALL.map(|second| apart(first, second))) }
    }

    fn rule<'l>(
        &self,
        law: &'l RollRules,
        kinds: [Kind; 2],
        apart: Apart,
    ) -> Option<(usize, &'l SecondEntry)> {
        let index = self.rules[kinds[0] as usize][kinds[1] as usize][apart as usize]?;
        Some((index, law.second_entries.get(index)?))
    }
}

/// Where two entries stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    SamePlace,
    OtherPlace,
}

/// Judges the rows of one person.
pub(crate) fn judge(
    rule: Rule,
    person: &Person,
    entries: &[Entry<'_>],
    law: &RollRules,
    applicable: &Applicable,
) -> Cases {
    let standing = |index: &usize| is_standing(&entries[*index], law);
    let mut members: Members = person.members.iter().copied().filter(standing).collect();
    members.sort_by_key(|index| entries[*index].kind);
    let sides = || members.chunk_by(|left, right| entries[*left].kind == entries[*right].kind);
    let mut found = Cases::new();
    for (at, first) in sides().enumerate() {
        for second in sides().skip(at) {
            for apart in [Apart::SamePlace, Apart::OtherPlace] {
                // A row is no partner of its own.
                if first.len() + second.len() == 2 && std::ptr::eq(first, second) {
                    continue;
                }
                let kinds = [first, second].map(|side| entries[side[0]].kind);
                let Some((index, pair)) = applicable.rule(law, kinds, apart) else { continue };
                let [home, away] = if pair.lists[0] == kinds[0] { [first, second] } else { [second, first] };
                let partners =
                    Partners { entries, home, away, apart, by_list: pair.place == Place::SameList };
                let Some((members, undetermined)) = partners.unlawful(pair.lawful_if) else { continue };
                let mut severity = severity(rule, person, pair, undetermined.is_some());
                if pair.place != Place::Any && !is_place_known(&members, entries) {
                    severity = severity.min(Severity::Warning);
                }
                found.push(Case { code: pair.code, severity, members, entry_rule: index, undetermined });
            }
        }
    }
    if found.len() > 1 { merged(found) } else { found }
}

/// Whether it is certain that the precincts of these rows are one, or several: not where rows of different files do not
/// state them, or state equal numbers and not of which region.
fn is_place_known(members: &[usize], entries: &[Entry<'_>]) -> bool {
    let Some((first, others)) = members.split_first().map(|(first, others)| (&entries[*first], others))
    else {
        return true;
    };
    others.iter().map(|index| &entries[*index]).filter(|row| row.file != first.file).all(|row| {
        let stated = !row.precinct.is_empty() && !first.precinct.is_empty();
        let regions = !row.region.is_empty() && !first.region.is_empty();
        stated && (regions || (row.place != first.place && row.precinct != first.precinct))
    })
}

/// Whether a row still makes its person a voter there: a row struck out by election day does not. On a temporary list
/// the column for removals tells of the home list, so it strikes nothing out.
fn is_standing(entry: &Entry<'_>, law: &RollRules) -> bool {
    let struck = entry.struck && entry.removed.is_none_or(|day| day <= law.election_day);
    !struck || entry.kind == Kind::Temporary
}

/// The first rule of the profile for this pair of kinds.
fn first_that_fits(law: &RollRules, [first, second]: [Kind; 2], apart: Apart) -> Option<usize> {
    law.second_entries.iter().position(|pair| {
        let kinds = pair.lists == [first, second] || pair.lists == [second, first];
        let place = match pair.place {
            Place::Any => true,
            Place::SamePrecinct | Place::SameList => apart == Apart::SamePlace,
            Place::OtherPrecinct => apart == Apart::OtherPlace,
        };
        kinds && place
    })
}

/// A violation needs the number and compatible names, and places that are known; a lead is at most a warning; what is not determined, a notice.
fn severity(rule: Rule, person: &Person, pair: &SecondEntry, undetermined: bool) -> Severity {
    let highest = match (undetermined, rule, person.certain && !person.ambiguous) {
        (true, ..) | (_, Rule::NameDigits, _) => Severity::Notice,
        (false, Rule::Iin, true) => Severity::Violation,
        _ => Severity::Warning,
    };
    pair.severity.min(highest)
}

/// One case per code: the gravest rule stands for it. A case that is determined is not mixed with one that is not.
fn merged(found: Cases) -> Cases {
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
                present.members.extend(case.members);
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
    entries: &'a [Entry<'a>],
    home: &'a [usize],
    away: &'a [usize],
    apart: Apart,
    /// Compare by list and not by precinct.
    by_list: bool,
}

/// Rows, and what could not be determined of them.
type Unlawful = Option<(Members, Option<Undetermined>)>;

impl Partners<'_> {
    fn unlawful(&self, lawful_if: LawfulIf) -> Unlawful {
        match lawful_if {
            LawfulIf::Never => self.with_partners(self.home, self.away).map(|rows| (rows, None)),
            LawfulIf::CertificateMatches => self.without_certificate(),
            LawfulIf::RemovedFromHome => self.not_removed(),
        }
    }

    fn place(&self, index: usize) -> PlaceKey {
        let entry = &self.entries[index];
        if self.by_list { PlaceKey::List(entry.list) } else { PlaceKey::Precinct(entry.place) }
    }

    /// The rows of either side that have a partner on the other; `None` where there is no pair.
    fn with_partners(&self, home: &[usize], away: &[usize]) -> Option<Members> {
        let same_side = std::ptr::eq(self.home, self.away);
        if let (false, [one], [other]) = (same_side, home, away) {
            let is_same = self.place(*one) == self.place(*other);
            let is_pair = is_same == (self.apart == Apart::SamePlace);
            return is_pair.then(|| [*one.min(other), *one.max(other)].into_iter().collect());
        }
        let (at_home, at_away) = (Counts::of(home, self), Counts::of(away, self));
        let has_partner = |index: usize, counts: &Counts<'_>, total: usize| {
            let here = counts.at(self.place(index), self);
            match self.apart {
                // On its own side a row finds itself.
                Apart::SamePlace => here > usize::from(same_side),
                Apart::OtherPlace => total > here,
            }
        };
        let mut rows: Members =
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
            for number in self.entries[index].certificate.numbers() {
                covering.entry(number).or_default().push(index);
            }
        }
        let is_covered = |index: usize| {
            let destination = &self.entries[index].certificate;
            let candidates = destination.numbers().filter_map(|number| covering.get(number)).flatten();
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
        let mut still: Members = home
            .into_iter()
            .filter(|index| self.entries[*index].extract.is_some_and(|day| day > earliest))
            .collect();
        still.extend(away.into_iter().filter(|index| removal(index).is_some_and(|day| day < latest)));
        still.sort_unstable();
        Some((still, None))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum PlaceKey {
    Precinct(PlaceNumber),
    List(usize),
}

/// How many rows of a side stand in each place.
enum Counts<'r> {
    /// Of a few rows: counted when asked for.
    Few(&'r [usize]),
    Many(HashMap<PlaceKey, usize>),
}

impl<'r> Counts<'r> {
    /// Rows that are counted anew each time.
    const FEW: usize = 8;

    fn of(rows: &'r [usize], partners: &Partners<'_>) -> Self {
        if rows.len() <= Self::FEW {
            return Self::Few(rows);
        }
        let mut counts: HashMap<PlaceKey, usize> = HashMap::new();
        for &index in rows {
            *counts.entry(partners.place(index)).or_default() += 1;
        }
        Self::Many(counts)
    }

    fn at(&self, place: PlaceKey, partners: &Partners<'_>) -> usize {
        match self {
            Self::Few(rows) => rows.iter().filter(|index| partners.place(**index) == place).count(),
            Self::Many(counts) => counts.get(&place).copied().unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::row::entry::{Names, tests::named};

    #[test]
    fn few_rows_are_counted_like_many() {
        let names = Rc::new(Names::default());
        let mut places = crate::row::place::Places::default();
        let entries: Vec<Entry<'_>> = (0..40_u64)
            .map(|row| {
                let place = places.number("", &(row * row % 7).to_string(), 0);
                Entry { place, list: row as usize % 3, ..named(row, &names) }
            })
            .collect();
        let rows: Vec<usize> = (0..40).collect();
        for by_list in [false, true] {
            let partners =
                Partners { entries: &entries, home: &rows, away: &rows, apart: Apart::SamePlace, by_list };
            let many = Counts::of(&rows, &partners);
            assert!(matches!(many, Counts::Many(_)));
            for index in 0..40 {
                let place = partners.place(index);
                assert_eq!(Counts::Few(&rows).at(place, &partners), many.at(place, &partners));
            }
        }
    }
}
