//! Precincts by name: registers write "12", "012" or "№ 12", and a number may repeat from region to region.
//!
//! How a precinct and a region are read stands in `polling`; here is which of them the tables of one audit name. All that
//! they write for regions is seen first, so that a region is shown under the spelling that the table of precincts has, and
//! a name that cannot be joined leads to no precinct.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use tizim_polling::precinct;
use tizim_polling::region::{Region, Spellings, Stray};
use tizim_polling::vouched::is_shape_of_a_person;

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
    /// Several precincts bear the number, and nothing tells which; or the region is one that cannot be joined.
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
    /// What the tables write for regions.
    pub(crate) regions: Spellings,
    /// Names of regions that one table has and no other, where each has some: they may be the same.
    pub(crate) strays: Vec<Stray>,
    /// Spellings of `regions` that lead to no precinct of the other tables.
    apart: HashSet<String>,
    by_name: HashMap<(String, String), PlaceId>,
    by_number: HashMap<String, Found>,
}

/// The tables that name regions.
pub(crate) const PRECINCTS: &str = "precincts";
const CERTIFICATES: &str = "certificates";
pub(crate) const USES: &str = "certificates (used)";
pub(crate) const FORMS: &str = "forms";

/// A name as it is compared.
pub(crate) fn plain_name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Places {
    pub(crate) fn new(inputs: &Inputs<'_>) -> Self {
        let regions = spellings(inputs);
        let mut strays = Vec::new();
        let mut apart = HashSet::new();
        for (one, other) in [(PRECINCTS, CERTIFICATES), (PRECINCTS, FORMS), (CERTIFICATES, FORMS)] {
            for stray in regions.strays(one, other) {
                // A precinct of the table stays what it is.
                if let (Region::Unit(spelling), true) =
                    (regions.region(&stray.spelling), stray.table != PRECINCTS)
                {
                    apart.insert(spelling.to_owned());
                }
                strays.push(stray);
            }
        }
        strays.sort();
        strays.dedup();
        let mut places = Self { regions, strays, apart, ..Self::default() };
        if let Some(sheet) = &inputs.precincts {
            for (row, precinct) in sheet.rows.iter().enumerate() {
                places.take_row(row, precinct);
            }
        }
        places
    }

    /// The region under the spelling that stands for it in all tables; as written where it stands for none.
    pub(crate) fn region<'s>(&'s self, written: &'s str) -> &'s str {
        if let Region::Unit(spelling) = self.regions.region(written) { spelling } else { written.trim() }
    }

    /// Whether a region is written that cannot be joined with those of the other tables.
    pub(crate) fn is_apart(&self, written: &str) -> bool {
        match self.regions.region(written) {
            Region::Unwritten | Region::Unseen => false,
            Region::Unclear => true,
            Region::Unit(spelling) => self.apart.contains(spelling),
        }
    }

    fn key(&self, region: &str, precinct: &str) -> (String, String) {
        (plain_name(self.region(region)), precinct::normal(precinct))
    }

    fn take_row(&mut self, row: usize, precinct: &Precinct) {
        if precinct.precinct.trim().is_empty() {
            self.sums.push(row);
            return;
        }
        let mut key = self.key(&precinct.region, &precinct.precinct);
        if is_shape_of_a_person(&precinct.precinct) {
            // Two names may have one shape, and are two precincts.
            let _ = write!(key.1, "\0{row}");
        }
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
            region: self.region(region).to_owned(),
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
            if self.is_apart(region) {
                return Found::Ambiguous;
            }
            let key = self.key(region, precinct);
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
            && let Some(id) = self.by_name.get(&self.key(region, precinct))
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
        if self.is_apart(region) {
            return Found::Ambiguous;
        }
        let named = |region: &str, number: &str| {
            self.by_name.get(&self.key(region, number)).map(|id| Found::One(*id))
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

/// The regions that a name given by the user fits, where it fits several: a bare name of a region and of a city. None where
/// it is clear, or fits none.
pub fn regions_that_fit(inputs: &Inputs<'_>, name: &str) -> Vec<String> {
    spellings(inputs).candidates(name)
}

/// All that the tables write for regions.
fn spellings(inputs: &Inputs<'_>) -> Spellings {
    let mut spellings = Spellings::new(&inputs.regions);
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    let mut see = |table: &'static str, region| {
        if seen.insert((table, region)) {
            spellings.see(table, region);
        }
    };
    let precincts = inputs.precincts.iter().flat_map(|sheet| &sheet.rows);
    precincts.for_each(|row| see(PRECINCTS, row.region.as_ref()));
    for row in inputs.certificates.iter().flat_map(|sheet| &sheet.rows) {
        see(CERTIFICATES, &row.home_region);
        see(USES, &row.used_region);
    }
    let forms = inputs.forms.iter().flat_map(|sheet| &sheet.rows);
    forms.for_each(|row| see(FORMS, row.region.as_ref()));
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sheet;

    fn table(rows: &[(&str, &str)]) -> Places {
        let rows = rows
            .iter()
            .map(|(region, precinct)| Precinct {
                region: (*region).into(),
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
