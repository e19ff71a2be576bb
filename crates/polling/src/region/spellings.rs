//! What the tables of one audit write for regions, told apart once all of it was seen.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fit, Regions, UnitKind, Written};

/// A region as written, among all that the tables write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region<'s> {
    /// Nothing is written.
    Unwritten,
    /// The unit, under the spelling that was seen first. Equal where the units are.
    Unit(&'s str),
    /// A bare name that fits two units: it is neither.
    Unclear,
    /// A name that was not seen.
    Unseen,
}

/// A name that one table has and no other, where the other has one as well that is found nowhere: they may be one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stray {
    /// The table.
    pub table: &'static str,
    /// The name as it stands there.
    pub spelling: String,
}

#[derive(Debug, Clone, Default)]
struct Seen {
    /// Place among all names seen.
    order: usize,
    /// As written first.
    spelling: String,
    tables: BTreeSet<&'static str>,
}

/// All spellings of regions in the tables of one audit.
///
/// A bare name stands for the one unit of the country that bears it, else for the region of that name that some table
/// writes in full. Where it may as well be a city, of the country or of a table, it is unclear: a region and its chief town
/// often share a name.
#[derive(Debug, Clone, Default)]
pub struct Spellings {
    regions: Regions,
    names: BTreeMap<Written, Seen>,
    /// The names by what they are compared as.
    by_key: BTreeMap<String, Vec<Written>>,
    /// Kinds under which a name is written in full somewhere.
    kinds: BTreeMap<String, BTreeSet<UnitKind>>,
}

impl Spellings {
    /// Nothing seen yet.
    pub fn new(regions: &Regions) -> Self {
        Self { regions: regions.clone(), ..Self::default() }
    }

    /// Sees what a table writes.
    pub fn see(&mut self, table: &'static str, spelling: &str) {
        let Some(written) = Written::parse(spelling) else { return };
        if let Some(seen) = self.names.get_mut(&written) {
            seen.tables.insert(table);
            return;
        }
        if let Some(kind) = written.kind {
            self.kinds.entry(written.name.clone()).or_default().insert(kind);
        }
        self.by_key.entry(self.regions.key(&written)).or_default().push(written.clone());
        let order = self.names.len();
        let tables = BTreeSet::from([table]);
        self.names.insert(written, Seen { order, spelling: spelling.trim().to_owned(), tables });
    }

    /// What a spelling stands for.
    pub fn region(&self, spelling: &str) -> Region<'_> {
        let Some(written) = Written::parse(spelling) else { return Region::Unwritten };
        if self.is_unclear(&written) {
            return Region::Unclear;
        }
        let first = self.names_of(&self.regions.key(&written)).min_by_key(|seen| seen.order);
        first.map_or(Region::Unseen, |seen| Region::Unit(&seen.spelling))
    }

    /// The names of one unit, those left out that may be another's.
    fn names_of(&self, key: &str) -> impl Iterator<Item = &Seen> {
        let names = self.by_key.get(key).into_iter().flatten();
        names.filter(|name| !self.is_unclear(name)).filter_map(|name| self.names.get(name))
    }

    fn is_unclear(&self, written: &Written) -> bool {
        if written.kind.is_some() {
            return false;
        }
        let full = self.kinds.get(&written.name);
        let other_than = |own: UnitKind| full.is_some_and(|kinds| kinds.iter().any(|kind| *kind != own));
        match self.regions.fit(written) {
            Fit::Several => true,
            Fit::Unit(unit) => other_than(self.regions.units()[unit].kind),
            Fit::None => other_than(UnitKind::Region),
        }
    }

    /// The units of the country, with what these tables tell: a bare name that fits two units is none of them.
    ///
    /// ```
    /// use tizim_polling::region::{Regions, Spellings};
    /// let mut spellings = Spellings::new(&Regions::default());
    /// ["Лесной", "Лесной обл.", "г. Лесной", "Южная"].map(|name| spellings.see("list", name));
    /// let regions = spellings.told_apart();
    /// assert!(regions.is_unclear("ЛЕСНОЙ") && !regions.is_unclear("Южная"));
    /// assert_ne!(regions.normal("Лесной"), regions.normal("Лесной обл."));
    /// assert_eq!(regions.normal("Лесной обл."), regions.normal("область Лесной"));
    /// ```
    pub fn told_apart(&self) -> Regions {
        let unclear = self.names.keys().filter(|name| self.is_unclear(name));
        self.regions.with_unclear(unclear.map(|name| name.name.clone()))
    }

    /// Bare names that fit two units, as written, with the tables that write them.
    pub fn unclear(&self) -> Vec<(&str, Vec<&'static str>)> {
        let unclear = self.names.iter().filter(|(name, _)| self.is_unclear(name));
        unclear.map(|(_, seen)| (seen.spelling.as_str(), seen.tables.iter().copied().collect())).collect()
    }

    /// The units that a bare name fits, where it fits several and so is none of them: as the tables write them in full, else
    /// as the country does. None where the name is clear.
    pub fn candidates(&self, spelling: &str) -> Vec<String> {
        let Some(written) = Written::parse(spelling).filter(|written| self.is_unclear(written)) else {
            return Vec::new();
        };
        let is_full = |name: &Written| name.name == written.name && name.kind.is_some();
        let of_tables = self.names.iter().filter(|(name, _)| is_full(name));
        let mut found: BTreeMap<String, String> =
            of_tables.map(|(name, seen)| (self.regions.key(name), seen.spelling.clone())).collect();
        for unit in self.regions.units() {
            // A unit may be called by the bare name alone in a language: then its full name is one of another.
            let names: Vec<(Written, &str)> =
                unit.names().filter_map(|name| Some((Written::parse(name)?, name))).collect();
            let bears = |one: &&(Written, &str)| one.0.name == written.name;
            if names.iter().any(|one| bears(&one)) {
                let full = || names.iter().filter(|(name, _)| name.kind.is_some());
                if let Some((name, spelling)) = full().find(bears).or_else(|| full().next()) {
                    found.entry(self.regions.key(name)).or_insert_with(|| (*spelling).to_owned());
                }
            }
        }
        found.into_iter().filter(|(key, _)| !super::is_unclear_key(key)).map(|(_, name)| name).collect()
    }

    /// Names that one of two tables has and the other has not, where each has such a name: either table may write one unit
    /// in a way that the other does not. Where one table has all that the other has, it only covers more.
    pub fn strays(&self, one: &'static str, other: &'static str) -> Vec<Stray> {
        let of = |table: &'static str, without: &'static str| -> Vec<Stray> {
            let units = self.by_key.keys().map(|key| self.names_of(key).collect::<Vec<_>>());
            let alone = units.filter(|names| !names.iter().any(|seen| seen.tables.contains(without)));
            let spelling = |names: Vec<&Seen>| {
                Some(names.iter().find(|seen| seen.tables.contains(table))?.spelling.clone())
            };
            alone.filter_map(spelling).map(|spelling| Stray { table, spelling }).collect()
        };
        let (mut first, mut second) = (of(one, other), of(other, one));
        if first.is_empty() || second.is_empty() {
            return Vec::new();
        }
        first.append(&mut second);
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RegionNames;

    fn seen(tables: &[(&'static str, &[&str])]) -> Spellings {
        let mut spellings = Spellings::new(&Regions::default());
        for (table, names) in tables {
            names.iter().for_each(|name| spellings.see(table, name));
        }
        spellings
    }

    #[test]
    fn candidates_of_a_bare_name() {
        let seen = seen(&[("one", &["г. Лесной", "Лесной обл.", "Лесной", "Южная"])]);
        let mut found = seen.candidates("ЛЕСНОЙ");
        found.sort();
        assert_eq!(found, ["Лесной обл.", "г. Лесной"]);
        for clear in ["г. Лесной", "Южная", "Северная", ""] {
            assert_eq!(seen.candidates(clear), [""; 0], "{clear}");
        }
    }

    #[test]
    fn a_unit_that_is_called_by_the_bare_name_has_a_full_one_in_another_language() {
        let unit = |text: &str| toml::from_str::<RegionNames>(text).unwrap();
        let units = vec![
            unit("id = 'X-1'\nkind = 'region'\nen = 'Lesnoy Region'\nru = 'Лесная область'"),
            unit("id = 'X-2'\nkind = 'city'\nen = 'Lesnoy'\nru = 'город Лесной'"),
        ];
        let spellings = Spellings::new(&Regions::new(units).unwrap());
        let mut found = spellings.candidates("Lesnoy");
        found.sort();
        assert_eq!(found, ["Lesnoy Region", "город Лесной"]);
    }

    #[test]
    fn a_bare_name_is_the_region_of_that_name() {
        let spellings = seen(&[("a", &["Северная область"]), ("b", &["Северная", "СЕВЕРНАЯ ОБЛ."])]);
        for name in ["Северная", "Северная обл", "северная  область "] {
            assert_eq!(spellings.region(name), Region::Unit("Северная область"), "{name}");
        }
        assert!(spellings.unclear().is_empty() && spellings.strays("a", "b").is_empty());
        assert_eq!(spellings.region(" "), Region::Unwritten);
        assert_eq!(spellings.region("Южная"), Region::Unseen);
    }

    #[test]
    fn a_bare_name_that_may_be_a_city_is_unclear() {
        let spellings = seen(&[("a", &["Лесной", "г. Лесной"]), ("b", &["Лесной"])]);
        assert_eq!(spellings.region("Лесной"), Region::Unclear);
        assert_eq!(spellings.region("город Лесной"), Region::Unit("г. Лесной"));
        assert_eq!(spellings.unclear(), [("Лесной", vec!["a", "b"])]);
    }

    #[test]
    fn a_name_in_full_is_not_drawn_to_a_bare_one_that_fits_two() {
        let spellings = seen(&[("a", &["Лесной", "г. Лесной", "Лесной обл."])]);
        assert_eq!(spellings.region("Лесной"), Region::Unclear);
        assert_eq!(spellings.region("Лесной область"), Region::Unit("Лесной обл."));
    }

    #[test]
    fn names_that_only_one_table_has_are_told_where_each_has_some() {
        let spellings = seen(&[("a", &["North", "South"]), ("b", &["Northern", "South"]), ("c", &["South"])]);
        let strays: Vec<_> = spellings.strays("a", "b").into_iter().map(|stray| stray.spelling).collect();
        assert_eq!(strays, ["North", "Northern"]);
        assert!(spellings.strays("a", "c").is_empty());
    }
}
