//! Which precinct a row belongs to: region and number together, since numbers repeat from region to region.

use std::collections::HashMap;

use tizim_polling::Regions;
use tizim_polling::precinct::{is_date, plain_number};

use crate::row::normal::{precinct_key, region_key};

/// What identifies the precinct of a row, for comparison alone. Where no number is written the file stands for the
/// precinct: a list without a column for it is the list of one. A date is no number, since a spreadsheet made it of one.
pub(crate) fn place_key(regions: &Regions, region: &str, precinct: &str, file: usize) -> String {
    let number = number_key(precinct);
    if number.is_empty() {
        return format!("\u{1e}{file}");
    }
    let mut key = region_key(regions, region);
    key.push('\u{1f}');
    key.push_str(&number);
    key
}

fn number_key(precinct: &str) -> String {
    if is_date(precinct) { String::new() } else { precinct_key(precinct) }
}

/// The precinct of a row among those of the same [`Places`]: equal where [`place_key`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PlaceNumber {
    /// No number is written.
    File(u32),
    /// A region, and a number written in plain digits in some spelling of it.
    Numbered { region: u32, number: u32 },
    /// A region, and something else that is written for a number.
    Named { region: u32, name: u32 },
}

/// Places numbered as they come up, so that rows are compared by number. Each spelling is brought into its normal form
/// once; most numbers are spelled as they are compared.
#[derive(Debug, Default)]
pub(crate) struct Places {
    regions: Spellings,
    precincts: Spellings,
}

impl Places {
    /// Groups follow whose numbers are not compared with those of groups before.
    pub(crate) fn next_batch(&mut self) {
        if self.regions.written.len().max(self.precincts.written.len()) > Spellings::MOST {
            *self = Self::default();
        }
    }

    /// The region of a place as it is compared; none where no precinct's number is written.
    pub(crate) fn region(&self, place: PlaceNumber) -> Option<&str> {
        self.regions.keys.get(place.region()? as usize).map(String::as_str)
    }

    /// Whether the region of a place is a bare name that fits several.
    pub(crate) fn is_unclear(&self, place: PlaceNumber) -> bool {
        self.region(place).is_some_and(tizim_polling::region::is_unclear_key)
    }

    /// The precinct of a row.
    pub(crate) fn number(
        &mut self,
        known: &Regions,
        region: &str,
        precinct: &str,
        file: usize,
    ) -> PlaceNumber {
        if let Some(number) = plain_number(precinct) {
            return PlaceNumber::Numbered {
                region: self.regions.number(region, |region| region_key(known, region)),
                number,
            };
        }
        let name = self.precincts.number(precinct, number_key);
        let key = self.precincts.keys[name as usize].as_str();
        if key.is_empty() {
            return PlaceNumber::File(file as u32);
        }
        let number = plain_number(key);
        let region = self.regions.number(region, |region| region_key(known, region));
        number.map_or(PlaceNumber::Named { region, name }, |number| PlaceNumber::Numbered { region, number })
    }
}

impl PlaceNumber {
    /// The place as it is without its region: another one only where the number is another.
    pub(crate) fn without_region(self) -> Self {
        match self {
            Self::File(_) => self,
            Self::Numbered { number, .. } => Self::Numbered { region: 0, number },
            Self::Named { name, .. } => Self::Named { region: 0, name },
        }
    }

    /// The region, by its number among those of the same [`Places`].
    pub(crate) fn region(self) -> Option<u32> {
        match self {
            Self::File(_) => None,
            Self::Numbered { region, .. } | Self::Named { region, .. } => Some(region),
        }
    }

    /// Whether no number is written, and the file stands for the precinct.
    pub(crate) fn is_of_file(self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Whether both are of one number, in whichever region.
    pub(crate) fn has_number_of(self, other: Self) -> bool {
        match (self, other) {
            (Self::Numbered { number, .. }, Self::Numbered { number: other, .. }) => number == other,
            (Self::Named { name, .. }, Self::Named { name: other, .. }) => name == other,
            _ => false,
        }
    }
}

/// Words numbered as they come up, equal where their normal forms are.
#[derive(Debug, Default)]
struct Spellings {
    /// Numbers as written.
    written: HashMap<Box<str>, u32>,
    /// The normal forms by number, and their numbers.
    keys: Vec<String>,
    numbers: HashMap<String, u32>,
    /// The word looked up last: neighbours mostly share it.
    last: (String, Option<u32>),
}

impl Spellings {
    /// Spellings that are kept from one batch of groups to the next.
    const MOST: usize = 1 << 16;

    fn number(&mut self, written: &str, key: impl FnOnce(&str) -> String) -> u32 {
        if let (last, Some(number)) = &self.last
            && last == written
        {
            return *number;
        }
        let known = self.written.get(written).copied();
        let number = known.unwrap_or_else(|| {
            let key = key(written);
            let next = self.keys.len() as u32;
            let number = *self.numbers.entry(key.clone()).or_insert(next);
            if number == next {
                self.keys.push(key);
            }
            self.written.insert(written.into(), number);
            number
        });
        self.last.0.clear();
        self.last.0.push_str(written);
        self.last.1 = Some(number);
        number
    }
}

/// How a precinct is named in a finding: `region / number`, or what is known of it.
pub(crate) fn place_name(region: &str, precinct: &str, file: &str) -> String {
    match (region.trim(), precinct.trim()) {
        ("", "") => file.to_owned(),
        ("", precinct) => precinct.to_owned(),
        (region, "") => format!("{region} / {file}"),
        (region, precinct) => format!("{region} / {precinct}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_are_equal_where_their_keys_are(
            rows in prop::collection::vec(("[АаKZ 1-]{0,3}", "[-№ a0-2]{0,3}|0{0,2}[0-9]{1,12}|УИК [0-9]{1,2}", 0..2_usize), 2..20)
        ) {
            let mut places = Places::default();
            let numbers: Vec<_> =
                rows.iter().map(|(region, precinct, file)| places.number(&Regions::default(), region, precinct, *file)).collect();
            let keys: Vec<_> =
                rows.iter().map(|(region, precinct, file)| place_key(&Regions::default(), region, precinct, *file)).collect();
            for (one, first) in keys.iter().zip(&numbers) {
                for (other, second) in keys.iter().zip(&numbers) {
                    prop_assert_eq!(one == other, first == second, "{:?} {:?}", one, other);
                }
            }
        }
    }

    #[test]
    fn numbers_repeat_between_regions() {
        let place_key =
            |region: &str, precinct: &str, file| place_key(&Regions::default(), region, precinct, file);
        assert_eq!(place_key("Абайская область", "12", 0), place_key("абайская обл.", "№012", 1));
        assert_ne!(place_key("Абайская область", "12", 0), place_key("Актюбинская область", "12", 0));
        assert_ne!(place_key("", "", 0), place_key("", "", 1));
        let mut places = Places::default();
        for _ in 0..2 {
            let mut number = |region: &str, precinct: &str, file| {
                places.number(&Regions::default(), region, precinct, file)
            };
            assert_eq!(number("Абайская область", "12", 0), number("абайская обл.", "№012", 1));
            assert_ne!(number("Абайская область", "12", 0), number("Актюбинская область", "12", 0));
            assert_ne!(number("", "", 0), number("", "", 1));
            assert_ne!(number("12", "3", 0), number("1", "23", 0));
        }
        assert_eq!(place_name("A", "12", "f"), "A / 12");
        assert_eq!(place_name("", "", "f.csv"), "f.csv");
    }

    #[test]
    fn plain_numbers_are_their_own_normal_form() {
        for (written, number) in [("1", 1), ("10682", 10_682), ("999999999", 999_999_999)] {
            assert_eq!((plain_number(written), precinct_key(written).as_str()), (Some(number), written));
        }
        for written in ["", "0", "012", "1000000000", "1 2", "1a", "-1"] {
            assert_eq!(plain_number(written), None, "{written}");
        }
    }
}
