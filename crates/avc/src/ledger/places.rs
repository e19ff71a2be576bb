//! Precincts by name: registers write "12", "012" or "№ 12", and a number may repeat from region to region.

use std::collections::HashMap;

use tizim_polling::precinct;

use crate::{Certificate, FormRange, Inputs, Precinct};

/// A precinct, by its place in [`Places`].
pub(crate) type PlaceId = u32;

/// A precinct that some table names.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) region: String,
    pub(crate) tec: String,
    pub(crate) precinct: String,
    /// Its row of the table of precincts, where it has one.
    pub(crate) row: Option<usize>,
}

impl Place {
    /// The name shown: region and precinct, or the precinct alone where no region is known.
    pub(crate) fn name(&self) -> String {
        if self.region.is_empty() {
            self.precinct.clone()
        } else {
            format!("{}/{}", self.region, self.precinct)
        }
    }
}

/// What a name led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing was written.
    Unnamed,
    /// This precinct.
    One(PlaceId),
    /// Several precincts bear the number, and nothing tells which.
    Ambiguous,
}

impl Found {
    pub(crate) fn place(self) -> Option<PlaceId> {
        if let Self::One(place) = self { Some(place) } else { None }
    }
}

/// All precincts that the tables name.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) all: Vec<Place>,
    /// Rows that repeat a precinct already seen: (row, first row).
    pub(crate) repeated: Vec<(usize, usize)>,
    /// Rows that report the total of a TEC, a region or the nation.
    pub(crate) sums: Vec<usize>,
    by_name: HashMap<(String, String), PlaceId>,
    by_number: HashMap<String, Found>,
}

/// A name as it is compared.
pub(crate) fn plain_name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Places {
    pub(crate) fn new(inputs: &Inputs<'_>) -> Self {
        let mut places = Self::default();
        if let Some(sheet) = &inputs.precincts {
            for (row, precinct) in sheet.rows.iter().enumerate() {
                places.take_row(row, precinct);
            }
        }
        places
    }

    fn take_row(&mut self, row: usize, precinct: &Precinct) {
        if precinct.precinct.trim().is_empty() {
            self.sums.push(row);
            return;
        }
        let key = (plain_name(&precinct.region), precinct::normal(&precinct.precinct));
        if let Some(first) = self.by_name.get(&key) {
            if let Some(first_row) = self.all[*first as usize].row {
                self.repeated.push((row, first_row));
            }
            return;
        }
        self.insert(key, &precinct.region, &precinct.tec, &precinct.precinct, Some(row));
    }

    fn insert(
        &mut self,
        key: (String, String),
        region: &str,
        tec: &str,
        precinct: &str,
        row: Option<usize>,
    ) -> PlaceId {
        let id = self.all.len() as PlaceId;
        self.all.push(Place {
            region: region.trim().to_owned(),
            tec: tec.trim().to_owned(),
            precinct: precinct.trim().to_owned(),
            row,
        });
        self.by_number
            .entry(key.1.clone())
            .and_modify(|found| *found = Found::Ambiguous)
            .or_insert(Found::One(id));
        self.by_name.insert(key, id);
        id
    }

    /// The precinct of this number, in this region where one is named. `region/number` in one field is understood.
    /// A precinct that no table of precincts holds is taken up as it is named.
    pub(crate) fn find_or_add(&mut self, region: &str, precinct: &str) -> Found {
        let number = precinct::normal(precinct);
        if number.is_empty() {
            return Found::Unnamed;
        }
        let region = if region.trim().is_empty() { None } else { Some(region) };
        if let Some(region) = region {
            let key = (plain_name(region), number);
            if let Some(id) = self.by_name.get(&key) {
                return Found::One(*id);
            }
            // A table without regions, or one that spells them differently: the number alone, where it is unique.
            if let Some(Found::One(id)) = self.by_number.get(&key.1)
                && self.all[*id as usize].region.is_empty()
            {
                return Found::One(*id);
            }
            return Found::One(self.insert(key, region, "", precinct, None));
        }
        if let Some(found) = self.by_number.get(&number) {
            return *found;
        }
        if let Some((region, precinct)) = precinct.rsplit_once('/')
            && let Some(id) = self.by_name.get(&(plain_name(region), precinct::normal(precinct)))
        {
            return Found::One(*id);
        }
        Found::One(self.insert((String::new(), number), "", "", precinct, None))
    }

    pub(crate) fn home_of(&mut self, certificate: &Certificate) -> Found {
        self.find_or_add(&certificate.home_region, &certificate.home_precinct)
    }

    pub(crate) fn use_of(&mut self, certificate: &Certificate) -> Found {
        // An arrival from another region has its own number there: the home region says nothing of it.
        self.find_or_add(&certificate.used_region, &certificate.used_precinct)
    }

    pub(crate) fn of_range(&mut self, range: &FormRange) -> Found {
        self.find_or_add(&range.region, &range.precinct)
    }

    /// The precinct of this name among those known.
    pub(crate) fn lookup(&self, region: &str, precinct: &str) -> Found {
        let number = precinct::normal(precinct);
        if number.is_empty() {
            return Found::Unnamed;
        }
        let named = |region: &str, number: &str| {
            self.by_name.get(&(plain_name(region), precinct::normal(number))).map(|id| Found::One(*id))
        };
        let by_number = || self.by_number.get(&number).copied();
        let joined = || precinct.rsplit_once('/').and_then(|(region, number)| named(region, number));
        if region.trim().is_empty() {
            by_number().or_else(joined).unwrap_or(Found::Ambiguous)
        } else {
            named(region, precinct).or_else(by_number).unwrap_or(Found::Ambiguous)
        }
    }

    /// Whether no other precinct bears the same number.
    pub(crate) fn is_unique(&self, place: PlaceId) -> bool {
        self.by_number.get(&precinct::normal(&self.get(place).precinct)) != Some(&Found::Ambiguous)
    }

    pub(crate) fn get(&self, place: PlaceId) -> &Place {
        &self.all[place as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sheet;

    fn table(rows: &[(&str, &str)]) -> Places {
        let rows = rows
            .iter()
            .map(|(region, precinct)| Precinct {
                region: (*region).to_owned(),
                precinct: (*precinct).to_owned(),
                ..Precinct::default()
            })
            .collect();
        let sheet = Sheet::new(["precinct", "region"], rows);
        Places::new(&Inputs { precincts: Some(sheet), ..Inputs::default() })
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        let mut places = table(&[("A", "12"), ("A", "13"), ("B", "13"), ("", "")]);
        assert_eq!(places.find_or_add("", "№ 012"), Found::One(0));
        assert_eq!(places.find_or_add("a", "013"), Found::One(1));
        assert_eq!(places.find_or_add("", "B/13"), Found::One(2));
        assert_eq!(places.find_or_add("", "13"), Found::Ambiguous);
        assert_eq!(places.find_or_add("", " "), Found::Unnamed);
        assert_eq!(places.find_or_add("", "99"), Found::One(3));
        assert_eq!(places.find_or_add("", "99"), Found::One(3));
        assert_eq!(places.sums, [3]);
    }

    #[test]
    fn a_precinct_that_stands_twice_is_counted_once() {
        let places = table(&[("A", "1"), ("A", "01")]);
        assert_eq!((places.all.len(), places.repeated.as_slice()), (1, [(1, 0)].as_slice()));
    }
}
