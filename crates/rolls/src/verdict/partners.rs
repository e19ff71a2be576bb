//! Rows of one person on lists of two kinds: which of them have a partner, and of which pairs something says that they are
//! lawful. Rows are not compared pair by pair: a group may hold a thousand, so partners are counted per precinct.

use std::collections::HashMap;

use jiff::civil::Date;
use tizim_polling::serial::Likeness;

use crate::law::LawfulIf;
use crate::persons::parted::Members;
use crate::row::certificate::Certificate;
use crate::row::entry::Entry;
use crate::row::place::PlaceNumber;

/// Why a verdict could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Undetermined {
    /// A list has no column for marks or serials.
    NoSerialColumn,
    /// The home row is marked, in a table that has no place for the serial.
    MarkWithoutSerial,
    /// The date of the extract, or of the removal, is not given.
    NoDates,
    /// The home list was extracted before the removal.
    ExtractNotLater,
    /// Both rows bear a serial, and whether it is one cannot be told: `12-34` and `1234`.
    SerialUnclear,
    /// A row does not state its precinct, or not of which region: whether they stand in one precinct or in two cannot be told.
    PlaceNotStated,
    /// The rows are of two versions of one list, and name different places: the person may have moved in between.
    TwoVersions,
}

impl Undetermined {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NoSerialColumn,
        Self::MarkWithoutSerial,
        Self::NoDates,
        Self::ExtractNotLater,
        Self::SerialUnclear,
        Self::PlaceNotStated,
        Self::TwoVersions,
    ];
}

/// Where two entries stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apart {
    SamePlace,
    OtherPlace,
}

/// The pairs of one kind with another (or with itself) that stand so far apart.
pub(crate) struct Partners<'a> {
    pub(crate) entries: &'a [Entry<'a>],
    pub(crate) home: &'a [usize],
    pub(crate) away: &'a [usize],
    pub(crate) apart: Apart,
    /// Compare by list and not by precinct.
    pub(crate) by_list: bool,
}

/// Rows, and what could not be determined of them.
pub(crate) type Unlawful = Option<(Members, Option<Undetermined>)>;

impl Partners<'_> {
    /// The rows that the profile does not allow, and what could not be determined of them; `None` where there are none.
    pub(crate) fn unlawful(&self, lawful_if: LawfulIf) -> Unlawful {
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
        let (at_home, at_away) = (RowsPerPlace::of(home, self), RowsPerPlace::of(away, self));
        let has_partner = |index: usize, counts: &RowsPerPlace<'_>, total: usize| {
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
        } else if away
            .clone()
            .all(|each| home.clone().take(64).any(|home| home.likeness(each) == Likeness::Unsure))
        {
            Some(Undetermined::SerialUnclear)
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
        let removal = |index: &usize| self.entries[*index].removed.or(self.entries[*index].added);
        let earliest: Option<Date> = away.iter().filter_map(removal).min();
        // A removal that struck nothing out came too late, so the row stood on the home list until that day.
        let until = |index: &usize| self.entries[*index].removal.day;
        let (left, home): (Vec<usize>, Vec<usize>) =
            home.into_iter().partition(|index| until(index).is_some());
        let is_late =
            |index: &usize| until(index).is_some_and(|day| earliest.is_none_or(|earliest| earliest < day));
        let mut late: Members = left.into_iter().filter(is_late).collect();
        if let Some(last) = late.iter().filter_map(until).max() {
            late.extend(away.into_iter().filter(|index| removal(index).is_none_or(|day| day < last)));
            late.sort_unstable();
            return Some((late, None));
        }
        if home.is_empty() {
            return None;
        }
        let latest: Option<Date> = home.iter().filter_map(|index| self.entries[*index].extract).max();
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
enum RowsPerPlace<'r> {
    /// Of a few rows: counted when asked for.
    Few(&'r [usize]),
    Many(HashMap<PlaceKey, usize>),
}

impl<'r> RowsPerPlace<'r> {
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
                let place =
                    places.number(&tizim_polling::Regions::default(), "", &(row * row % 7).to_string(), 0);
                Entry { place, list: row as usize % 3, ..named(row, &names) }
            })
            .collect();
        let rows: Vec<usize> = (0..40).collect();
        for by_list in [false, true] {
            let partners =
                Partners { entries: &entries, home: &rows, away: &rows, apart: Apart::SamePlace, by_list };
            let many = RowsPerPlace::of(&rows, &partners);
            assert!(matches!(many, RowsPerPlace::Many(_)));
            for index in 0..40 {
                let place = partners.place(index);
                assert_eq!(RowsPerPlace::Few(&rows).at(place, &partners), many.at(place, &partners));
            }
        }
    }
}
