//! Which precinct a row belongs to: region and number together, since numbers repeat from region to region.

use std::collections::HashMap;

use smallvec::SmallVec;

use crate::person::{precinct_key, region_into};

/// What identifies the precinct of a row, for comparison alone. Where no number is written the file stands for the
/// precinct: a list without a column for it is the list of one.
pub(crate) fn place_key(region: &str, precinct: &str, file: usize) -> String {
    let number = precinct_key(precinct);
    if number.is_empty() {
        return format!("\u{1e}{file}");
    }
    let mut region_key = Vec::new();
    region_into(region.as_bytes(), &mut region_key);
    let mut key = String::from_utf8(region_key).unwrap_or_default();
    key.push('\u{1f}');
    key.push_str(&number);
    key
}

/// Precincts numbered as they come up, so that rows are compared by number and each spelling is brought into its normal
/// form once.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Numbers by region, precinct and file as written.
    written: HashMap<Spelling, PlaceNumber>,
    /// Numbers by what identifies a precinct.
    keys: HashMap<String, PlaceNumber>,
    /// The spelling looked up last.
    spelling: Vec<u8>,
    /// Spellings of the last rows of some files: neighbours mostly share them.
    last: [(Vec<u8>, Option<PlaceNumber>); 8],
}

/// File, region and precinct as written; mostly short enough to stand in the table itself.
type Spelling = SmallVec<[u8; 64]>;

/// The number of a precinct among [`Places`]; equal for equal precincts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PlaceNumber(u32);

impl Places {
    /// Spellings that are kept from one batch of groups to the next.
    const MOST: usize = 1 << 16;

    /// Groups follow whose numbers are not compared with those of groups before.
    pub(crate) fn next_batch(&mut self) {
        if self.written.len() > Self::MOST {
            *self = Self::default();
        }
    }

    /// The number of the precinct of a row.
    pub(crate) fn number(&mut self, region: &str, precinct: &str, file: usize) -> PlaceNumber {
        self.spelling.clear();
        self.spelling.extend_from_slice(&(file as u32).to_le_bytes());
        self.spelling.extend_from_slice(&(region.len() as u32).to_le_bytes());
        self.spelling.extend_from_slice(region.as_bytes());
        self.spelling.extend_from_slice(precinct.as_bytes());
        let last = &mut self.last[file % 8];
        if let (spelling, Some(number)) = last
            && *spelling == self.spelling
        {
            return *number;
        }
        last.0.clone_from(&self.spelling);
        let number = self.numbered(region, precinct, file);
        self.last[file % 8].1 = Some(number);
        number
    }

    fn numbered(&mut self, region: &str, precinct: &str, file: usize) -> PlaceNumber {
        if let Some(number) = self.written.get(self.spelling.as_slice()) {
            return *number;
        }
        let next = PlaceNumber(self.keys.len() as u32);
        let number = *self.keys.entry(place_key(region, precinct, file)).or_insert(next);
        self.written.insert(Spelling::from_slice(&self.spelling), number);
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
    use super::*;

    #[test]
    fn numbers_repeat_between_regions() {
        assert_eq!(place_key("Абайская область", "12", 0), place_key("абайская обл.", "№012", 1));
        assert_ne!(place_key("Абайская область", "12", 0), place_key("Актюбинская область", "12", 0));
        assert_ne!(place_key("", "", 0), place_key("", "", 1));
        let mut places = Places::default();
        for _ in 0..2 {
            let mut number = |region: &str, precinct: &str, file| places.number(region, precinct, file);
            assert_eq!(number("Абайская область", "12", 0), number("абайская обл.", "№012", 1));
            assert_ne!(number("Абайская область", "12", 0), number("Актюбинская область", "12", 0));
            assert_ne!(number("", "", 0), number("", "", 1));
            assert_ne!(number("12", "3", 0), number("1", "23", 0));
        }
        assert_eq!(place_name("A", "12", "f"), "A / 12");
        assert_eq!(place_name("", "", "f.csv"), "f.csv");
    }
}
