//! Who must act on an entry: the akimat of its region, which keeps the list, or the territorial commission of its precinct.

use std::collections::{BTreeSet, HashMap};

use clap::ValueEnum;
use tizim_polling::precinct;
use tizim_polling::region::{Fit, Region, Regions, Spellings, Written};

use super::entry::Entry;

/// By whom entries are parted into letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SplitBy {
    /// A letter for each region: to its akimat
    Region,
    /// A letter for each territorial commission that the table of precincts names
    Tec,
}

impl SplitBy {
    /// Its word on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Tec => "tec",
        }
    }
}

/// A precinct with the commission that is over it, as a table states them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Precinct {
    pub(crate) region: String,
    pub(crate) number: String,
    pub(crate) tec: String,
}

/// Who gets a letter: region and, where letters go to commissions, the commission. Empty where it is not stated.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Recipient {
    pub(crate) region: String,
    pub(crate) tec: String,
}

impl Recipient {
    /// What the file of its letter is called after.
    pub(crate) fn name(&self) -> String {
        [&self.region, &self.tec]
            .map(String::as_str)
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Finds who must act on entries.
pub(crate) struct Recipients {
    spellings: Spellings,
    regions: Regions,
    /// By region and precinct as they are compared.
    tecs: HashMap<(String, String), String>,
    by: SplitBy,
    /// The language in which regions are called.
    language: String,
}

impl Recipients {
    /// From all spellings of regions in the lists, and the precincts of a table.
    pub(crate) fn new(
        by: SplitBy,
        language: &str,
        known: &Regions,
        listed: &BTreeSet<String>,
        precincts: &[Precinct],
    ) -> Self {
        let mut spellings = Spellings::new(known);
        for region in listed {
            spellings.see("lists", region);
        }
        let stated: BTreeSet<&Precinct> = precincts.iter().collect();
        for precinct in &stated {
            spellings.see("precincts", &precinct.region);
        }
        let mut found = Self {
            regions: spellings.told_apart(),
            spellings,
            tecs: HashMap::new(),
            by,
            language: language.to_owned(),
        };
        for precinct in stated.into_iter().filter(|precinct| !precinct.tec.is_empty()) {
            let place = found.place(&precinct.region, &precinct.number);
            found.tecs.entry(place).or_insert_with(|| precinct.tec.clone());
        }
        found
    }

    fn place(&self, region: &str, precinct: &str) -> (String, String) {
        (self.regions.normal(region.trim()), precinct::normal(precinct))
    }

    /// A region as the language calls it; as it is written where the profile does not know it.
    fn called(&self, written: &str) -> String {
        let units = self.regions.units();
        let by_code = || units.iter().find(|unit| unit.id.eq_ignore_ascii_case(written.trim()));
        let unit = match Written::parse(written).map(|written| self.regions.fit(&written)) {
            Some(Fit::Unit(place)) => units.get(place),
            _ => by_code(),
        };
        let name = unit.map_or("", |unit| unit.called(&self.language));
        if name.is_empty() { written.to_owned() } else { name.to_owned() }
    }

    /// Who must act on an entry.
    pub(crate) fn of(&self, entry: &Entry) -> Recipient {
        let region = match self.spellings.region(&entry.region) {
            Region::Unit(name) => self.called(name),
            // A bare name that fits two regions: a letter of its own says so by this name.
            Region::Unclear => entry.region.trim().to_owned(),
            _ => String::new(),
        };
        let tec = match self.by {
            SplitBy::Region => None,
            SplitBy::Tec => self.tecs.get(&self.place(&entry.region, &entry.precinct)).cloned(),
        };
        Recipient { region, tec: tec.unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hand_on::entry::tests::entry;

    fn at(region: &str, precinct: &str) -> Entry {
        Entry { region: region.to_owned(), precinct: precinct.to_owned(), ..entry() }
    }

    #[test]
    fn one_region_in_two_spellings_gets_one_letter() {
        let listed = ["Абай облысы", "область Абай", ""].map(str::to_owned).into();
        let recipients = Recipients::new(SplitBy::Region, "en", &Regions::default(), &listed, &[]);
        let of = |region: &str| recipients.of(&at(region, "1")).region;
        assert_eq!(of("Абай облысы"), of("область Абай"));
        assert_eq!(of(""), "");
    }

    #[test]
    fn regions_are_called_as_the_language_calls_them() {
        let unit =
            "id = 'KZ-75'\nkind = 'city'\nen = 'Almaty city'\nru = 'город Алматы'\nkk = 'Алматы қаласы'";
        let known = Regions::new(vec![toml::from_str(unit).unwrap()]).unwrap();
        for (language, called) in [("en", "Almaty city"), ("ru", "город Алматы"), ("kk", "Алматы қаласы")]
        {
            for written in ["KZ-75", "Алматы қаласы", "г. Алматы"] {
                let listed = [written.to_owned()].into();
                let recipients = Recipients::new(SplitBy::Region, language, &known, &listed, &[]);
                assert_eq!(recipients.of(&at(written, "1")).region, called, "{written}");
            }
        }
    }

    #[test]
    fn the_table_of_precincts_says_which_commission_acts() {
        let precinct = |region: &str, precinct: &str, tec: &str| Precinct {
            region: region.to_owned(),
            number: precinct.to_owned(),
            tec: tec.to_owned(),
        };
        let table = [precinct("A", "№ 1", "TEC 1"), precinct("B", "1", "TEC 9"), precinct("A", "2", "")];
        let listed = ["A".to_owned(), "B".to_owned()].into();
        let recipients = Recipients::new(SplitBy::Tec, "en", &Regions::default(), &listed, &table);
        let of = |region, number| recipients.of(&at(region, number)).name();
        assert_eq!(of("A", "01"), "A TEC 1");
        assert_eq!(of("B", "1"), "B TEC 9");
        assert_eq!(of("A", "2"), "A", "a commission that is not stated");
    }
}
