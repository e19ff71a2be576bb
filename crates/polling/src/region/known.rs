//! The units of a country by all their names.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;

use super::Written;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// A region, an oblast.
    Region,
    /// A city.
    City,
    /// A district of either.
    District,
}

impl UnitKind {
    /// A letter for keys.
    fn letter(self) -> char {
        match self {
            Self::Region => 'r',
            Self::City => 'c',
            Self::District => 'd',
        }
    }
}

/// One unit as a profile names it.
///
/// ```
/// let unit: tizim_polling::RegionNames = toml::from_str(
///     "id = 'KZ-75'\nkind = 'city'\nen = 'Almaty'\nru = 'город Алматы'\nkk = 'Алматы қаласы'",
/// )?;
/// assert_eq!(unit.names().collect::<Vec<_>>(), ["Almaty", "город Алматы", "Алматы қаласы"]);
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionNames {
    /// Stable identifier, such as its ISO 3166-2 code.
    pub id: String,
    /// What it is.
    pub kind: UnitKind,
    /// Its name in English.
    #[serde(default)]
    pub en: String,
    /// Its name in Russian.
    #[serde(default)]
    pub ru: String,
    /// Its name in Kazakh.
    #[serde(default)]
    pub kk: String,
    /// Other spellings and former names.
    #[serde(default)]
    pub also: Vec<String>,
}

impl RegionNames {
    /// Its name in a language (`en`, `ru`, `kk`), else in another; empty where it has `also` alone.
    ///
    /// ```
    /// let unit: tizim_polling::RegionNames = toml::from_str("id = 'X-1'\nkind = 'region'\nen = 'North'\nkk = 'Солтүстік'")?;
    /// assert_eq!([unit.called("en"), unit.called("ru")], ["North", "Солтүстік"]);
    /// # Ok::<(), toml::de::Error>(())
    /// ```
    pub fn called(&self, language: &str) -> &str {
        let own = match language {
            "ru" => &self.ru,
            "kk" => &self.kk,
            _ => &self.en,
        };
        [own, &self.ru, &self.kk, &self.en]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or("", String::as_str)
    }

    /// All names that are there, the identifier apart.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let three = [&self.en, &self.ru, &self.kk].into_iter();
        three.chain(&self.also).map(String::as_str).filter(|name| !name.is_empty())
    }
}

/// Names that cannot be told apart.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegionError {
    /// Two units bear one identifier.
    #[error("the region `{id}` stands twice")]
    Twice {
        /// The identifier.
        id: String,
    },
    /// Two units of one kind bear one name.
    #[error("`{one}` and `{other}` are of one kind and share the name `{name}`")]
    SharedName {
        /// One identifier.
        one: String,
        /// The other.
        other: String,
        /// The name, folded.
        name: String,
    },
    /// A unit has a name that names nothing.
    #[error("the region `{id}` has no name")]
    Nameless {
        /// The identifier.
        id: String,
    },
}

/// What a written name fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// No unit that is known.
    None,
    /// This one, by its place among those given.
    Unit(usize),
    /// Two or more: a bare name, such as `Алматы`.
    Several,
}

/// The units of a country; without any, regions are told apart by what is written alone.
#[derive(Debug, Clone, Default)]
pub struct Regions {
    units: Vec<RegionNames>,
    by_name: HashMap<Written, usize>,
    by_bare_name: HashMap<String, Fit>,
    /// Bare names that fit several units, as the tables of one audit show.
    unclear: HashSet<String>,
}

impl Regions {
    /// The units with all their names.
    ///
    /// # Errors
    /// Where two units bear one identifier, or two of one kind one name, or one has no name.
    pub fn new(units: Vec<RegionNames>) -> Result<Self, RegionError> {
        let mut by_name: HashMap<Written, usize> = HashMap::new();
        let mut bare: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for (place, unit) in units.iter().enumerate() {
            let id = Written::parse(&unit.id).ok_or_else(|| RegionError::Nameless { id: unit.id.clone() })?;
            if !ids.insert(id.name.clone()) {
                return Err(RegionError::Twice { id: unit.id.clone() });
            }
            bare.entry(id.name).or_default().insert(place);
            if unit.names().next().is_none() {
                return Err(RegionError::Nameless { id: unit.id.clone() });
            }
            for Written { name, .. } in unit.names().filter_map(Written::parse) {
                bare.entry(name.clone()).or_default().insert(place);
                let typed = Written { name, kind: Some(unit.kind) };
                if let Some(other) = by_name.get(&typed).filter(|other| **other != place) {
                    let (one, other) = (units[*other].id.clone(), unit.id.clone());
                    return Err(RegionError::SharedName { one, other, name: typed.name });
                }
                by_name.insert(typed, place);
            }
        }
        let fit = |places: BTreeSet<usize>| match places.first() {
            Some(only) if places.len() == 1 => Fit::Unit(*only),
            _ => Fit::Several,
        };
        let by_bare_name = bare.into_iter().map(|(name, places)| (name, fit(places))).collect();
        Ok(Self { units, by_name, by_bare_name, unclear: HashSet::new() })
    }

    /// The same units, where these bare names fit several.
    pub(crate) fn with_unclear(&self, names: impl IntoIterator<Item = String>) -> Self {
        let mut known = self.clone();
        known.unclear.extend(names);
        known
    }

    /// All units, in the order given.
    pub fn units(&self) -> &[RegionNames] {
        &self.units
    }

    /// The unit that a name fits, whatever else is written in any table.
    pub fn fit(&self, written: &Written) -> Fit {
        match written.kind {
            Some(_) => self.by_name.get(written).map_or(Fit::None, |unit| Fit::Unit(*unit)),
            None if self.unclear.contains(&written.name) => Fit::Several,
            None => self.by_bare_name.get(&written.name).copied().unwrap_or(Fit::None),
        }
    }

    /// The form in which a region is compared; empty where nothing is written.
    ///
    /// A name of a unit that is known is that unit. Another bare name is that of a region, since a column of regions holds
    /// regions: `Северная` is `Северная область` and not `г. Северная`. A bare name that fits several units is none of them.
    ///
    /// ```
    /// let none = tizim_polling::Regions::default();
    /// assert_eq!(none.normal("Северная обл."), none.normal("СЕВЕРНАЯ"));
    /// assert_ne!(none.normal("г. Северная"), none.normal("Северная"));
    /// ```
    pub fn normal(&self, written: &str) -> String {
        Written::parse(written).map_or_else(String::new, |written| self.key(&written))
    }

    /// The same of a name taken apart.
    pub(crate) fn key(&self, written: &Written) -> String {
        match (self.fit(written), written.kind) {
            (Fit::Unit(unit), _) => format!("={}", self.units[unit].id),
            (Fit::Several, _) => format!("?{}", written.name),
            (Fit::None, kind) => format!("{}{}", kind.unwrap_or(UnitKind::Region).letter(), written.name),
        }
    }

    /// Whether a name is that of a unit.
    ///
    /// ```
    /// let none = tizim_polling::Regions::default();
    /// assert!(!none.knows("Северная обл.") && !none.knows(""));
    /// ```
    pub fn knows(&self, written: &str) -> bool {
        Written::parse(written)
            .is_some_and(|written| matches!(self.fit(&written), Fit::Unit(_) | Fit::Several))
    }

    /// Whether a name is one of several units, so that it is none of them.
    pub fn is_unclear(&self, written: &str) -> bool {
        Written::parse(written).is_some_and(|written| self.fit(&written) == Fit::Several)
    }
}

/// Whether this form of a region, from [`Regions::normal`], is that of a bare name which fits several units.
pub fn is_unclear_key(key: &str) -> bool {
    key.starts_with('?')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Regions {
        let unit = |id: &str, kind, names: [&str; 3]| RegionNames {
            id: id.to_owned(),
            kind,
            en: names[0].to_owned(),
            ru: names[1].to_owned(),
            kk: names[2].to_owned(),
            also: Vec::new(),
        };
        Regions::new(vec![
            unit("KZ-19", UnitKind::Region, ["Almaty Region", "Алматинская область", "Алматы облысы"]),
            unit("KZ-75", UnitKind::City, ["Almaty", "город Алматы", "Алматы қаласы"]),
            unit("KZ-71", UnitKind::City, ["Astana", "город Астана", "Астана қаласы"]),
            unit("KZ-55", UnitKind::Region, ["Pavlodar Region", "Павлодарская область", "Павлодар облысы"]),
        ])
        .unwrap()
    }

    #[test]
    fn a_unit_is_one_in_all_its_languages() {
        let known = units();
        for names in [
            [
                "KZ-19",
                "kz 19",
                "Алматинская",
                "АЛМАТИНСКАЯ ОБЛ.",
                "Алматы облысы",
                "Almaty region",
                "Almaty oblast",
            ]
            .as_slice(),
            &["KZ-75", "Almaty city", "г. Алматы", "Алматы каласы", "City of Almaty"],
            &["KZ-71", "Астана", "Astana", "г.Астана", "Астана қаласы"],
            &["KZ-55", "Павлодар", "Павлодарская", "Pavlodar", "Pavlodar oblast"],
        ] {
            for name in names {
                assert_eq!(known.normal(name), known.normal(names[0]), "{name}");
            }
        }
    }

    #[test]
    fn what_is_never_the_same() {
        let known = units();
        for (one, other) in [
            ("Алматы қаласы", "Алматы облысы"),
            ("Almaty city", "Almaty Region"),
            ("Алматы", "Алматы қаласы"),
            ("Алматы", "Алматы облысы"),
            ("Almaty", "Almaty city"),
            ("г. Павлодар", "Павлодарская область"),
            ("Павлодар қаласы", "Павлодар облысы"),
            ("Астана қаласы", "Астана облысы"),
            ("Алматинский район", "Алматинская область"),
        ] {
            assert_ne!(known.normal(one), known.normal(other), "{one} {other}");
        }
        assert!(known.is_unclear("АЛМАТЫ") && !known.is_unclear("Астана"));
    }

    #[test]
    fn names_that_cannot_be_told_apart_are_refused() {
        let mut two = units().units().to_vec();
        two[1].id = "kz 19".to_owned();
        assert!(matches!(Regions::new(two), Err(RegionError::Twice { .. })));
        let mut two = units().units().to_vec();
        two[2].also = vec!["Алматы".to_owned()];
        assert!(matches!(Regions::new(two), Err(RegionError::SharedName { .. })));
        let mut two = units().units().to_vec();
        (two[2].en, two[2].ru, two[2].kk) = Default::default();
        assert!(matches!(Regions::new(two), Err(RegionError::Nameless { .. })));
    }
}
