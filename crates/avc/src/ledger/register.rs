//! The registers of issue and use, read into one ledger: rows of one serial are one certificate's life.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use tizim_polling::serial::{Format, Numbered, Serials};

use crate::ledger::entry::{Side, different_persons, sides};
use crate::ledger::given_twice::GivenTwice;
use crate::ledger::places::{Found, PlaceId, Places, plain_name};

use crate::{Certificate, Sheet};

/// One certificate: the rows that bear its serial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Life {
    /// Its serial, where it can be read.
    pub(crate) serial: Option<Numbered>,
    /// Its rows, as a range of [`Register::order`].
    rows: Range<u32>,
}

/// Where the life of a certificate stands, as far as the registers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// Issued, and neither used nor returned: lawful, and says nothing by itself.
    Issued,
    /// Issued and used once.
    Used,
    /// Issued or listed, and returned unused.
    Returned,
    /// Recorded as used, and nowhere as issued.
    UsedNeverIssued,
    /// Recorded as used more than once.
    UsedTwice,
    /// Recorded as used and as returned.
    UsedAndReturned,
    /// Named without issue, use or return.
    NothingRecorded,
}

impl State {
    pub(crate) const ALL: [Self; 7] = [
        Self::Issued,
        Self::Used,
        Self::Returned,
        Self::UsedNeverIssued,
        Self::UsedTwice,
        Self::UsedAndReturned,
        Self::NothingRecorded,
    ];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Used => "used",
            Self::Returned => "returned",
            Self::UsedNeverIssued => "used_never_issued",
            Self::UsedTwice => "used_twice",
            Self::UsedAndReturned => "used_and_returned",
            Self::NothingRecorded => "nothing_recorded",
        }
    }
}

/// The ledger.
#[derive(Debug)]
pub(crate) struct Register<'a> {
    pub(crate) sheet: &'a Sheet<Certificate>,
    pub(crate) home: Vec<Found>,
    pub(crate) used: Vec<Found>,
    pub(crate) serial: Vec<Option<Numbered>>,
    pub(crate) serials: Serials,
    pub(crate) format: Format,
    pub(crate) side: Vec<Side>,
    pub(crate) lives: Vec<Life>,
    /// Whether each region numbers its certificates anew, as far as the file shows.
    pub(crate) numbered_by_region: bool,
    pub(crate) given_twice: GivenTwice,
    order: Vec<u32>,
}

/// A fifth of all serials in several regions, and no fewer than twenty, is a way of numbering and no coincidence.
const SHARED_SERIALS: (usize, usize) = (5, 20);

impl<'a> Register<'a> {
    pub(crate) fn new(sheet: &'a Sheet<Certificate>, places: &mut Places) -> Self {
        let rows = &sheet.rows;
        let mut serials = Serials::default();
        let home: Vec<_> = rows.iter().map(|row| places.home_of(row)).collect();
        let used: Vec<_> = rows.iter().map(|row| places.use_of(row)).collect();
        let mut serial: Vec<_> = rows.iter().map(|row| serials.parse(&row.serial)).collect();
        give_letters_back(&mut serial, rows, &serials);
        let regions = region_numbers(&home, places);
        let keys: Vec<_> = serial.iter().map(|serial| serial.map(Numbered::key)).collect();
        let numbered_by_region = numbered_by_region(&keys, &regions);
        let scope = |row: u32| if numbered_by_region { regions[row as usize] } else { 0 };
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        order.sort_by_key(|row| (keys[*row as usize], scope(*row), *row));
        let lives = lives(&order, &serial, scope);
        let mut distinct: Vec<Numbered> = serial.iter().flatten().copied().collect();
        distinct.sort_unstable();
        distinct.dedup_by_key(|serial| serial.key());
        let format = Format::learn(&serials, &distinct);
        let own = |life: &Life| &order[life.rows.start as usize..life.rows.end as usize];
        let certificates = |life| own(life).iter().map(|row| &rows[*row as usize]).collect::<Vec<_>>();
        let given_twice = GivenTwice::find(lives.iter().map(certificates));
        let none = Side { issue: false, used: false, again: false, copy: false, repeats: false };
        let mut side = vec![none; rows.len()];
        for life in &lives {
            let own = own(life);
            let known = sides(own.iter().map(|row| &rows[*row as usize]), &given_twice);
            for (row, known) in own.iter().zip(known) {
                side[*row as usize] = known;
            }
        }
        Self {
            sheet,
            home,
            used,
            serial,
            serials,
            format,
            side,
            lives,
            numbered_by_region,
            given_twice,
            order,
        }
    }

    pub(crate) fn row(&self, row: u32) -> &'a Certificate {
        &self.sheet.rows[row as usize]
    }

    /// All rows of a life, in the order of the file.
    pub(crate) fn rows(&self, life: &Life) -> &[u32] {
        &self.order[life.rows.start as usize..life.rows.end as usize]
    }

    /// The rows that bear out the issue of a life.
    pub(crate) fn issues<'b>(&'b self, life: &'b Life) -> impl Iterator<Item = u32> + 'b {
        self.rows(life).iter().copied().filter(|row| self.side[*row as usize].issue)
    }

    /// The rows that bear out a use of a life.
    pub(crate) fn uses<'b>(&'b self, life: &'b Life) -> impl Iterator<Item = u32> + 'b {
        self.rows(life).iter().copied().filter(|row| self.side[*row as usize].used)
    }

    pub(crate) fn home_place(&self, row: u32) -> Option<PlaceId> {
        self.home[row as usize].place()
    }

    pub(crate) fn use_place(&self, row: u32) -> Option<PlaceId> {
        self.used[row as usize].place()
    }

    /// Where a life stands.
    pub(crate) fn state(&self, life: &Life) -> State {
        let (issues, uses) = (self.issues(life).count(), self.uses(life).count());
        let returned = self.rows(life).iter().any(|row| self.row(*row).returned == Some(true));
        match (issues, uses, returned) {
            (_, 1.., true) => State::UsedAndReturned,
            (_, 2.., _) => State::UsedTwice,
            (0, 1, _) => State::UsedNeverIssued,
            (_, 1, _) => State::Used,
            (_, _, true) => State::Returned,
            (0, 0, _) => State::NothingRecorded,
            _ => State::Issued,
        }
    }

    /// The serial as shown; what was written where it cannot be taken apart.
    pub(crate) fn shown(&self, life: &Life) -> String {
        match (life.serial, self.rows(life).first()) {
            (Some(serial), _) => self.serials.show(serial),
            (None, Some(row)) => self.row(*row).serial.trim().to_owned(),
            (None, None) => String::new(),
        }
    }
}

/// A register of use often leaves out the letters that the register of issue writes. A serial without letters is the one
/// of its number that has some, where there is one such series alone and nothing else in the rows contradicts it: not two
/// issues, and not two holders. Only letters are given back: `34` is no `12-34`.
fn give_letters_back(serials: &mut [Option<Numbered>], rows: &[Certificate], seen: &Serials) {
    let mut lettered: HashMap<u64, Vec<usize>> = HashMap::new();
    let is_bare = |serial: &Numbered| seen.lacks_letters(serial.prefix);
    if !serials.iter().flatten().any(is_bare) || serials.iter().flatten().all(is_bare) {
        return;
    }
    for (row, serial) in serials.iter().enumerate() {
        if let Some(serial) = serial.filter(|serial| !is_bare(serial)) {
            lettered.entry(serial.number).or_default().push(row);
        }
    }
    let fits = |row: &Certificate, other: &Certificate| {
        let one_issue =
            row.issued_at.is_none() || other.issued_at.is_none() || row.issued_at == other.issued_at;
        let one_number =
            row.iin.trim().is_empty() || other.iin.trim().is_empty() || row.iin.trim() == other.iin.trim();
        one_issue && one_number && !different_persons(&[row, other])
    };
    for row in 0..serials.len() {
        let Some(bare) = serials[row].filter(is_bare) else { continue };
        let Some(others) = lettered.get(&bare.number) else { continue };
        let is_one =
            |other: &&usize| serials[**other].is_some_and(|one| seen.may_be_one(one.prefix, bare.prefix));
        let others: Vec<usize> = others.iter().filter(is_one).copied().collect();
        let prefixes: BTreeSet<u32> =
            others.iter().filter_map(|other| Some(serials[*other]?.prefix)).collect();
        if let (Some(prefix), 1) = (prefixes.first(), prefixes.len())
            && others.iter().all(|other| fits(&rows[row], &rows[*other]))
        {
            serials[row] = Some(Numbered { prefix: *prefix, ..bare });
        }
    }
}

fn region_numbers(home: &[Found], places: &Places) -> Vec<u32> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    for place in &places.all {
        numbers.entry(plain_name(&place.region)).or_default();
    }
    for (number, known) in numbers.values_mut().zip(1..) {
        *number = known;
    }
    let of_place: Vec<u32> = places.all.iter().map(|place| numbers[&plain_name(&place.region)]).collect();
    home.iter().map(|found| found.place().map_or(0, |place| of_place[place as usize])).collect()
}

fn numbered_by_region(keys: &[Option<(u32, u64)>], regions: &[u32]) -> bool {
    let mut seen: Vec<((u32, u64), u32)> = keys
        .iter()
        .zip(regions)
        .filter_map(|(key, region)| key.filter(|_| *region != 0).map(|key| (key, *region)))
        .collect();
    seen.sort_unstable();
    seen.dedup();
    let groups = seen.chunk_by(|left, right| left.0 == right.0);
    let (mut all, mut shared) = (0, 0);
    for group in groups {
        all += 1;
        shared += usize::from(group.len() > 1);
    }
    shared >= SHARED_SERIALS.1 && shared * SHARED_SERIALS.0 >= all
}

fn lives(order: &[u32], serial: &[Option<Numbered>], scope: impl Fn(u32) -> u32) -> Vec<Life> {
    let mut lives = Vec::with_capacity(order.len());
    let mut start = 0;
    for group in order.chunk_by(|left, right| {
        let (one, other) = (serial[*left as usize], serial[*right as usize]);
        one.is_some() && one.map(Numbered::key) == other.map(Numbered::key) && scope(*left) == scope(*right)
    }) {
        let end = start + group.len() as u32;
        lives.push(Life { serial: serial[group[0] as usize], rows: start..end });
        start = end;
    }
    lives
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(serial: &str, iin: &str, day: Option<i8>) -> Certificate {
        let issued_at = day.map(|day| tizim_people::Moment {
            date: jiff::civil::date(2019, 6, day),
            time: None,
            offset_minutes: None,
        });
        Certificate { serial: serial.to_owned(), iin: iin.to_owned(), issued_at, ..Certificate::default() }
    }

    fn same(rows: &[Certificate]) -> bool {
        let mut serials = Serials::default();
        let mut read: Vec<_> = rows.iter().map(|row| serials.parse(&row.serial)).collect();
        give_letters_back(&mut read, rows, &serials);
        let keys: Vec<_> = read.iter().map(|serial| serial.map(Numbered::key)).collect();
        keys[0] == keys[1]
    }

    #[test]
    fn a_serial_without_letters_is_the_one_that_has_some() {
        assert!(same(&[row("123", "1", None), row("АА 000123", "1", Some(3))]));
        assert!(same(&[row("000123", "", None), row("123/АА", "", None)]));
        assert!(same(&[row("12-34", "", None), row("АА 12-34", "", None)]));
        for (one, other) in
            [("12-34", "34"), ("12-34", "1234"), ("34", "АА 12-34"), ("123 от 05.06.2019", "2019")]
        {
            assert!(!same(&[row(one, "", None), row(other, "", None)]), "{one} {other}");
        }
    }

    #[test]
    fn two_series_and_two_issues_stay_two() {
        assert!(!same(&[row("123", "", None), row("АА 123", "", None), row("ББ 123", "", None)]));
        assert!(!same(&[row("123", "", Some(1)), row("АА 123", "", Some(2))]));
        assert!(!same(&[row("123", "1", None), row("АА 123", "2", None)]));
        assert!(!same(&[row("124", "", None), row("АА 123", "", None)]));
    }
}
